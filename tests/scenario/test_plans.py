"""A joint strategy or plan is heard in the other bodies, and followed up once a year (000-20, 002-17, 003-13)."""

import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.plan_follow_ups import PlanFollowUp
from documents.minutes import lay_out_minutes
from locales import words
from locales.refusals import SENTENCES
from sandbox.calendars import OSLO
from tests.house_fixture import House, button, buttons, lend_files, running_house, says
from tests.sandbox_fixture import ROOT, find_person
from tests.scenario.test_hearings import answer, case_of, done, hearings_of, see

FAGGRUPPE, SAMSTYRING = "faggruppe-oppvekst", "samstyring-oppvekst"
DUE = "På tide å følge opp Handlingsplan 2026"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        await opened.sandbox.introduce([find_person(one) for one in ("oppvekst-molde", "raadgiver1", "ks-leder")])
        yield opened


def told(dialog: dict[str, Any]) -> str:
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


async def heard_plan(house: House) -> str:
    """ROR-IKT puts the plan forward, and the secretary sends it to two bodies; gives its id."""
    plan = await house.propose("rorikt", title="Handlingsplan 2028", kind="plan", personal_data="no")
    asked = {"bodies": f"{FAGGRUPPE},{SAMSTYRING}", "question": "Hva mangler i planen?", "closes_on": "2026-12-04"}
    assert "sendt på høring" in await done(house, "sekretaer", "hearing_open", asked, proposal=plan)
    await house.assure(plan, "Utvalget slutter seg til planen.")
    return plan


async def test_a_plan_is_heard_in_several_bodies_and_their_answers_stand_on_one_card(house: House) -> None:
    plan = await heard_plan(house)
    (hearing,) = await hearings_of(house, plan)
    await house.settle()
    asked = await house.wait_for_card(f"19:{FAGGRUPPE}@thread.tacv2", "Høring: BU 1/26", "Handlingsplan 2028")
    assert says(asked.card, "Hva mangler i planen?")
    await answer(house, "oppvekst-molde", hearing.id, "Planen mangler tiltak for skolene.")
    shown = await see(house, "aukra", plan)
    assert says(shown, "Felles strategi eller plan", "1 av 2 har svart", "Planen mangler tiltak for skolene.")
    all_of_it = (await house.act("aukra", "hearing.view", hearing=hearing.id))["value"]
    assert says(all_of_it, "Faggruppe Oppvekst", "Planen mangler tiltak for skolene.", "Har ikke svart:")


async def test_the_minutes_tell_what_the_bodies_said_and_who_did_not_answer(house: House) -> None:
    plan = await heard_plan(house)
    (hearing,) = await hearings_of(house, plan)
    await answer(house, "oppvekst-molde", hearing.id, "Planen mangler tiltak\nfor skolene.")
    await house.pass_time(timedelta(days=12))
    meeting_id = (await case_of(house, plan)).meeting_id
    await house.act("leder", "meeting.start", meeting=meeting_id)
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert minutes
    (case,) = lay_out_minutes(minutes, words("nb"))["cases"]
    (section,) = [one for one in case["sections"] if one["heading"] == "Høring"]
    silent = house.bot.office.directory.mandate(SAMSTYRING).name
    assert section["paragraphs"] == [
        "Faggruppe Oppvekst: Planen mangler tiltak for skolene.",
        f"Har ikke svart: {silent}",
    ]


def due(house: House, persona: str) -> list[Any]:
    return [one for one in house.sandbox.posts(house.chat(persona), author="bot") if says(one.card, DUE)]


async def go_to(house: House, *day: int) -> None:
    await house.pass_time(datetime(*day, 8, 5, tzinfo=OSLO) - house.clock.read())  # type: ignore[arg-type]


async def test_leader_and_secretary_are_told_once_a_year_how_many_goals_have_cases(house: House) -> None:
    await house.propose("molde1", goals="handlingsplan/2026/minside,handlingsplan/2026/tofaktor")
    await go_to(house, 2026, 11, 30)
    assert not due(house, "leder")
    await go_to(house, 2026, 12, 1)
    for persona in ("leder", "sekretaer"):
        (card,) = due(house, persona)
        assert says(card.card, "2 av 6 mål har saker i Bestillerutvalget.", "Ingen saker ennå: Felles innbyggerdialog")
    assert not [one for one in ("molde1", "rorikt") if due(house, one)]
    told_of = [one for one in house.sandbox.posts(house.chat("ks-leder"), author="bot") if says(one.card, "følge opp")]
    assert told_of == [], "the points of a mandate are no plan"
    await house.pass_time(timedelta(days=3))
    await house.pass_time(timedelta(days=3))
    assert len(due(house, "leder")) == 1


async def test_what_is_done_about_it_is_written_down_and_stands_with_the_goals(house: House) -> None:
    await go_to(house, 2026, 12, 1)
    (card,) = due(house, "sekretaer")
    assert says(await house.say("leder", "venter"), DUE)
    assert not says(await house.say("molde1", "venter"), DUE)
    see_goals = await house.press("sekretaer", card, "Se målene")
    assert says(see_goals["value"], "Mål for Bestillerutvalget")
    opened = card_of(await house.open_dialog("sekretaer", **button(card.card, "Skriv hva dere gjør")["data"]))
    data = button(opened, "Send")["data"]
    assert says(card_of(await house.send_dialog("sekretaer", **data, text=" ")), SENTENCES["field_empty"])
    assert "Takk" in told(await house.send_dialog("sekretaer", **data, text="To tiltak er forsinket."))
    assert says(await house.say("molde1", "mål"), "Fulgt opp 1. desember 2026: To tiltak er forsinket.")
    assert not says(await house.say("leder", "venter"), DUE)
    again = card_of(await house.open_dialog("leder", form="plan_follow_up", follow_up=data["follow_up"]))
    assert says(again, "To tiltak er forsinket.")
    kept = await house.records(PlanFollowUp)
    for persona, sentence in (("molde1", "no_right_plan"), ("ks-leder", "no_seat"), ("utenfor", "no_seat")):
        forged = {"form": "plan_follow_up", "follow_up": data["follow_up"], "text": "X"}
        assert told(await house.send_dialog(persona, **forged)) == SENTENCES[sentence]
    assert told(await house.send_dialog("leder", **{**data, "follow_up": "f" * 32}, text="X")) == SENTENCES["not_found"]
    assert await house.records(PlanFollowUp) == kept
    assert "Skriv hva dere gjør" in {one["title"] for one in buttons(card.card)}
