"""Orienteringer in Digitaliseringsutvalget: collected in advance, on the saksliste and in the minutes (004-08)."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.briefings import MOST_EACH, Briefing, BriefingRound
from committee.meetings import Meeting, MeetingState
from committee.minutes import Minutes
from committee.urgency import ExtraMeeting, Urgency
from documents.minutes import lay_out_minutes
from locales import words
from locales.refusals import SENTENCES
from sandbox.calendars import OSLO
from tests.house_fixture import House, button, buttons, lend_files, running_house, says
from tests.sandbox_fixture import ROOT, find_person

DU, DU_CHANNEL = "digitaliseringsutvalget", "19:digitaliseringsutvalget@thread.tacv2"
#: Everybody with a seat but the secretary.
ASKED = (
    "ks-leder", "ks-raadgiver", "ks-fagleder", "du-oslo", "du-vtfk", "du-mrfk", "du-ringerike", "du-lillestrom",
    "du-kristiansand", "du-bergen", "du-stavanger", "du-volda", "du-levanger", "du-hedmark-ikt", "du-bodo",
    "du-hammerfest", "du-larvik",
)  # fmt: skip
#: The house opens on Monday 23 November 2026, 10 o'clock in Norway.
FIRST = datetime(2026, 12, 10, 10, tzinfo=OSLO)
SECOND = datetime(2027, 1, 14, 10, tzinfo=OSLO)
QUESTION = "Har du noe å orientere om?"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people, and two meetings of Digitaliseringsutvalget ahead."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        await opened.sandbox.introduce([find_person(one) for one in (*ASKED, "ks-sekretaer", "kommit-leder")])
        for n, starts_at in enumerate((FIRST, SECOND), start=1):
            await put_meeting(opened, f"{n}" * 32, starts_at)
        yield opened


async def put_meeting(house: House, meeting_id: str, starts_at: datetime, **changes: Any) -> None:
    meeting = Meeting(
        id=meeting_id, committee_id=DU, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2),
        state=MeetingState.PLANNED, mandate=house.bot.office.directory.mandate(DU).stamp,
    )  # fmt: skip
    await house.bot.office.store.write(lambda tx: tx.put_meeting(replace(meeting, **changes)))


FIRST_ID, SECOND_ID = "1" * 32, "2" * 32


async def change_meeting(house: House, meeting_id: str, **changes: Any) -> None:
    await house.bot.office.store.write(lambda tx: tx.put_meeting(replace(tx.meeting(meeting_id), **changes)))


async def go_to(house: House, at: datetime) -> None:
    await house.pass_time(at - house.clock.read())


async def ask(house: House) -> None:
    """A week before the first meeting."""
    await go_to(house, datetime(2026, 12, 3, 8, 1, tzinfo=OSLO))


def asked(house: House, persona: str, *told: str) -> list[Any]:
    posts = house.sandbox.posts(house.chat(persona), author="bot")
    return [one for one in posts if says(one.card, QUESTION, *told)]


def told(dialog: dict[str, Any]) -> str:
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


def titles(card: Any) -> list[str]:
    return [one["title"] for one in buttons(card)]


async def give(house: House, persona: str, title: str = "Ny KI-strategi", **typed: str) -> dict[str, Any]:
    """Opens the dialog, leaves what is filled in, types the rest and sends it twice, as Teams may."""
    form = card_of(await house.open_dialog(persona, form="briefing", committee=DU))
    standing = {one["id"]: one["value"] for one in form["body"] if one["type"].startswith("Input.")}
    data = {**button(form, "Send")["data"], **standing, "title": title, **typed}
    await house.send_dialog(persona, **data)
    return await house.send_dialog(persona, **data)


async def change(house: House, persona: str, briefing_id: str, **typed: str) -> dict[str, Any]:
    opened = await house.open_dialog(persona, form="briefing", briefing=briefing_id)
    if opened["task"]["type"] == "message":
        return opened
    form = card_of(opened)
    standing = {one["id"]: one["value"] for one in form["body"] if one["type"].startswith("Input.")}
    return await house.send_dialog(persona, **{**button(form, "Send")["data"], **standing, **typed})


async def given(house: House) -> Any:
    return await house.records(Briefing, DU)


async def hold(house: House, meeting_id: str = FIRST_ID) -> Minutes:
    await house.act("ks-leder", "meeting.start", meeting=meeting_id)
    await house.act("ks-leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert minutes
    return minutes


async def test_all_members_are_asked_a_week_before_and_each_once(house: House) -> None:
    await go_to(house, datetime(2026, 12, 3, 7, 50, tzinfo=OSLO))
    assert not [one for one in ASKED if asked(house, one)]
    await ask(house)
    for persona in ASKED:
        (card,) = asked(house, persona, "Digitaliseringsutvalget møtes torsdag 10. desember")
        assert titles(card.card) == ["Meld en orientering", "Ingenting denne gang"]
    assert not asked(house, "ks-sekretaer")
    await house.pass_time(timedelta(hours=3))
    assert [len(asked(house, one)) for one in ASKED] == [1] * len(ASKED)
    assert [one.action for one in await house.record("bestillerutvalget") if "briefing" in one.action] == []


async def test_what_is_given_stands_on_the_saksliste_and_in_the_minutes(house: House) -> None:
    await ask(house)
    (card,) = asked(house, "du-bergen")
    opened = await house.open_dialog("du-bergen", **button(card.card, "Meld en orientering")["data"])
    data = button(card_of(opened), "Send")["data"]
    typed = {"title": "Ny KI-strategi", "text": "Bystyret vedtok den i går.\nDen kan gjenbrukes.", "minutes": "10"}
    answer = told(await house.send_dialog("du-bergen", **data, **typed))
    assert answer == "Takk! Orienteringen står på sakslisten for møtet torsdag 10. desember 2026 kl. 10.00."
    await give(house, "du-stavanger", "Skytjenester", regional="true")
    bergen = find_person("du-bergen").name
    shown = await house.say("du-volda", "neste møte")
    assert says(shown, "Orienteringer", f"**Ny KI-strategi** – {bergen} \\(Bergen kommune\\), 10 minutter")

    minutes = await hold(house)
    assert [one.title for one in minutes.briefings] == ["Ny KI-strategi", "Skytjenester"]
    for language, heading in (("nb", "Orienteringer"), ("nn", "Orienteringar"), ("en", "Briefings")):
        page = lay_out_minutes(minutes, words(language))["briefings"]
        assert page["heading"] == heading
        assert page["lines"][0]["heading"] == "Ny KI-strategi"
        assert page["lines"][0]["paragraphs"] == ["Bystyret vedtok den i går.", "Den kan gjenbrukes."]
    page = lay_out_minutes(minutes, words("nb"))["briefings"]
    assert page["lines"][0]["about"] == f"{bergen} (Bergen kommune), 10 minutter."
    assert page["lines"][1]["about"].endswith("(Stavanger kommune), fra Rogaland.")
    draft = await house.say("ks-leder", "referat")
    assert says(draft, "**Ny KI-strategi**", "Bystyret vedtok den i går.")
    assert not says(await house.say("du-volda", "neste møte"), "Ny KI-strategi")
    assert {one.about for one in await given(house)} == {FIRST_ID}


async def test_one_may_change_and_withdraw_and_take_it_up_again_until_the_meeting_begins(house: House) -> None:
    await give(house, "du-bergen")
    (first,) = await given(house)
    assert told(await change(house, "du-bergen", first.id, title="Vår KI-strategi")) == "Endringen er lagret."
    own = await house.say("du-bergen", "orienter")
    assert says(own, "**Vår KI-strategi**")
    gone = (await house.press_button("du-bergen", button(own, "Trekk")))["value"]
    assert says(gone, "Trukket: «Vår KI-strategi»")
    assert says(await house.say("du-oslo", "orienteringer"), "Ingen har meldt noe ennå.")
    back = (await house.press_button("du-bergen", button(gone, "Angre")))["value"]
    assert says(back, "Dette har du meldt", "Vår KI-strategi")

    await house.act("ks-leder", "meeting.start", meeting=FIRST_ID)
    assert told(await change(house, "du-bergen", first.id)) == SENTENCES["briefing_begun"]
    late = await house.act("du-bergen", "briefing.withdraw", briefing=first.id)
    assert says(late, SENTENCES["briefing_begun"])
    assert (await given(house))[0].waits
    assert says(await house.say("du-oslo", "orienteringer"), "Ingen har meldt noe ennå.", "14. januar 2027")
    assert says(await house.say("du-oslo", "neste møte"), "**Vår KI-strategi**")
    answer = told(await give(house, "du-bergen", "Noe nytt"))
    assert "møtet torsdag 14. januar 2027" in answer
    await house.act("ks-leder", "meeting.end", meeting=FIRST_ID)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(FIRST_ID))
    assert minutes
    assert [one.title for one in minutes.briefings] == ["Vår KI-strategi"]
    assert says(await house.say("du-oslo", "orienteringer"), "**Noe nytt**", "14. januar 2027")


async def test_only_those_who_have_not_answered_are_reminded_and_once(house: House) -> None:
    """Complaint 14: those who have not answered are reminded, and nobody else."""
    await ask(house)
    await give(house, "du-bergen")
    (card,) = asked(house, "du-oslo")
    shown = (await house.press("du-oslo", card, "Ingenting denne gang"))["value"]
    assert says(shown, "Du har svart: ingenting denne gang.")
    await give(house, "du-volda")
    (withdrawn,) = [one for one in await given(house) if one.organisation == "Volda kommune"]
    await house.act("du-volda", "briefing.withdraw", briefing=withdrawn.id)

    await go_to(house, datetime(2026, 12, 8, 8, 1, tzinfo=OSLO))
    await house.pass_time(timedelta(days=1))
    answered = {"du-bergen", "du-oslo", "du-volda"}
    reminded = {one for one in ASKED if asked(house, one, "Du har ikke svart ennå.")}
    assert reminded == set(ASKED) - answered
    assert all(len(asked(house, one)) == 2 for one in reminded)
    assert all(len(asked(house, one)) == 1 for one in answered)


async def test_what_waits_for_me_has_the_round_until_it_is_answered(house: House) -> None:
    waits = "Har du noe å orientere Digitaliseringsutvalget om torsdag 10. desember"
    assert not says(await house.say("du-bergen", "venter"), waits)
    await ask(house)
    pending = await house.say("du-bergen", "venter")
    assert says(pending, waits)
    assert not says(await house.say("ks-sekretaer", "venter"), waits)
    card = (await house.press_button("du-bergen", button(pending, "Svar")))["value"]
    await house.press_button("du-bergen", button(card, "Ingenting denne gang"))
    assert not says(await house.say("du-bergen", "venter"), waits)


async def test_the_leader_sees_who_has_answered_and_others_see_what_is_there(house: House) -> None:
    await ask(house)
    assert says(await house.say("ks-leder", "orienteringer"), "Ingen har meldt noe ennå.", "0 av 17 har svart.")
    await give(house, "du-bergen", minutes="10")
    await give(house, "du-oslo", "Skytjenester", minutes="5")
    await house.act("du-volda", "briefing.nothing", meeting=FIRST_ID)
    seen = await house.say("ks-leder", "orienteringer")
    assert says(seen, "3 av 17 har svart.", "Mangler svar fra", find_person("du-bodo").name, "til sammen: 15 minutter")
    assert not says(seen, find_person("du-volda").name)
    other = await house.say("du-volda", "orienteringer")
    assert says(other, "**Skytjenester**", "**Ny KI-strategi**")
    assert not says(other, "har svart")


async def test_the_secretary_writes_for_a_member_who_is_told_and_may_change_it(house: House) -> None:
    bergen = find_person("du-bergen").name
    assert "sakslisten" in told(await give(house, "ks-sekretaer", "Felles API", person="du-bergen"))
    (entered,) = await given(house)
    assert (entered.person_id, entered.entered_by) == ("du-bergen", "ks-sekretaer")
    await house.settle()
    card = await house.wait_for_card(house.chat("du-bergen"), "En orientering er ført inn for deg", "Felles API")
    assert says(await house.say("du-oslo", "neste møte"), f"{bergen} \\(Bergen kommune\\), ført inn av sekretæren")
    assert titles(card.card) == ["Endre", "Trekk"]
    assert told(await change(house, "du-bergen", entered.id, text="Med detaljer.")) == "Endringen er lagret."
    assert told(await change(house, "ks-sekretaer", entered.id, minutes="5")) == "Endringen er lagret."
    assert (await given(house))[0].text == "Med detaljer."

    listed = await house.say("ks-sekretaer", "orienteringer")
    left = (await house.press_button("ks-sekretaer", button(listed, "Trekk")))["value"]
    assert says(left, "Orienteringer i Digitaliseringsutvalget", "Ingen har meldt noe ennå.")
    assert says(await house.say("du-bergen", "orienter"), "Trukket: «Felles API»")
    await house.act("du-bergen", "briefing.restore", briefing=entered.id)
    assert titles(await house.say("du-oslo", "orienteringer")) == ["Meld en orientering", "Mine orienteringer"]

    for persona in ("du-oslo", "ks-raadgiver"):
        forged = {"form": "briefing", "committee": DU, "new": "a" * 32, "title": "X", "person": "du-bergen"}
        assert told(await house.send_dialog(persona, **forged)) == SENTENCES["no_right_plan"]
        assert says(await house.act(persona, "briefing.withdraw", briefing=entered.id), SENTENCES["not_your_briefing"])
        assert told(await change(house, persona, entered.id, title="Y")) == SENTENCES["not_your_briefing"]
    outsider = await give(house, "ks-sekretaer", "Z", person="molde1")
    assert says(card_of(outsider), SENTENCES["field_no_member"])
    assert len(await given(house)) == 1


async def test_a_moved_meeting_keeps_what_is_given_and_a_cancelled_ones_goes_to_the_next(house: House) -> None:
    await ask(house)
    await give(house, "du-bergen")
    await change_meeting(
        house, FIRST_ID, starts_at=FIRST + timedelta(days=5), ends_at=FIRST + timedelta(days=5, hours=2)
    )
    assert says(await house.say("du-oslo", "orienteringer"), "**Ny KI-strategi**", "tirsdag 15. desember")
    await go_to(house, datetime(2026, 12, 9, 9, tzinfo=OSLO))
    assert not asked(house, "du-oslo", "Du har ikke svart ennå.")
    await go_to(house, datetime(2026, 12, 11, 9, tzinfo=OSLO))
    assert asked(house, "du-oslo", "Du har ikke svart ennå.")

    await change_meeting(house, FIRST_ID, state=MeetingState.CANCELLED)
    assert says(await house.say("du-oslo", "orienteringer"), "**Ny KI-strategi**", "torsdag 14. januar 2027")
    assert not says(await house.say("du-oslo", "orienteringer"), "desember")
    await go_to(house, datetime(2027, 1, 7, 9, tzinfo=OSLO))
    (again,) = asked(house, "du-bergen", "torsdag 14. januar 2027")
    assert says(again.card, "Dette har du meldt", "Ny KI-strategi")
    assert [one.title for one in (await hold(house, SECOND_ID)).briefings] == ["Ny KI-strategi"]


async def test_without_a_planned_meeting_it_waits_until_one_is(house: House) -> None:
    for one in (FIRST_ID, SECOND_ID):
        await change_meeting(house, one, state=MeetingState.CANCELLED)
    assert says(await house.say("du-bergen", "orienter"), "har ikke satt opp neste møte ennå")
    assert "når neste møte er satt opp" in told(await give(house, "du-bergen"))
    assert says(await house.say("du-oslo", "orienteringer"), "**Ny KI-strategi**")
    await put_meeting(house, "3" * 32, SECOND)
    assert says(await house.say("du-oslo", "neste møte"), "**Ny KI-strategi**")


async def test_the_mandates_card_says_when_members_are_asked(house: House) -> None:
    asked_of = "Medlemmene spørres 7 dager før hvert møte"
    assert says(await house.say("du-oslo", "mandat"), "Orienteringer", asked_of)
    assert not says(await house.say("molde1", "mandat"), "Orienteringer")


async def test_a_body_whose_mandate_says_nothing_asks_nobody(house: House) -> None:
    for word in ("orienter", "orienteringer"):
        assert says(await house.say("molde1", word), "Dette utvalget samler ikke inn orienteringer")
    forged = {"form": "briefing", "committee": "bestillerutvalget", "new": "a" * 32, "title": "X"}
    assert "samler ikke inn" in told(await house.send_dialog("molde1", **forged))
    await house.pass_time(timedelta(days=20))
    assert await house.records(BriefingRound) == []
    assert not asked(house, "molde1")


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(house: House) -> None:
    empty = card_of(await give(house, "du-bergen", " ", text="Det jeg skrev", minutes="10"))
    assert says(empty, SENTENCES["field_empty"], "Det jeg skrev")
    odd = card_of(await give(house, "du-bergen", "X" * 121, text="y" * 1501, minutes="7"))
    assert says(odd, SENTENCES["field_not_chosen"], "120", "1500")
    assert await given(house) == []
    for n in range(MOST_EACH):
        await give(house, "du-bergen", f"Sak {n}")
    assert len(await given(house)) == MOST_EACH
    assert told(await give(house, "du-bergen", "En til")) == SENTENCES["briefing_too_many"]


@pytest.mark.parametrize("persona", ["molde1", "kommit-leder"])
async def test_others_can_neither_see_nor_change_what_is_given(house: House, persona: str) -> None:
    await give(house, "du-bergen")
    before = await given(house)
    (one,) = before
    for verb in ("briefing.withdraw", "briefing.restore"):
        assert says(await house.act(persona, verb, briefing=one.id), SENTENCES["no_seat"])
        assert says(await house.act(persona, verb, briefing="f" * 32), SENTENCES["not_found"])
    assert says(await house.act(persona, "briefing.nothing", meeting=FIRST_ID), SENTENCES["no_seat"])
    assert says(await house.act(persona, "briefing.view", committee=DU), SENTENCES["no_seat"])
    assert told(await house.open_dialog(persona, form="briefing", briefing=one.id)) == SENTENCES["no_seat"]
    stolen = {"form": "briefing", "committee": DU, "new": one.id, "title": "X"}
    assert told(await house.send_dialog(persona, **stolen)) == SENTENCES["no_seat"]
    assert told(await house.send_dialog("du-oslo", **stolen)) == SENTENCES["not_found"]
    assert await given(house) == before


async def test_a_meeting_that_is_called_late_is_asked_about_at_once_and_reminded_of_no_sooner_than_next_day(
    house: House,
) -> None:
    await put_meeting(house, "3" * 32, datetime(2026, 11, 26, 10, tzinfo=OSLO))
    await house.pass_time(timedelta(minutes=2))
    (card,) = asked(house, "du-oslo", "torsdag 26. november")
    await go_to(house, datetime(2026, 11, 24, 8, 5, tzinfo=OSLO))
    assert len(asked(house, "du-oslo")) == 1, "asked less than a day ago"
    await go_to(house, datetime(2026, 11, 24, 11, tzinfo=OSLO))
    assert len(asked(house, "du-oslo")) == 2
    assert says((await house.press("du-oslo", card, "Ingenting denne gang"))["value"], "Du har svart")


async def test_a_restart_asks_nobody_twice(tmp_path: Path) -> None:
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as first:
        await first.sandbox.introduce([find_person("du-oslo")])
        await put_meeting(first, FIRST_ID, FIRST)
        await ask(first)
        assert len(asked(first, "du-oslo")) == 1
    async with running_house(tmp_path, later=timedelta(days=10)) as again:
        await again.pass_time(timedelta(minutes=5))
        assert len(asked(again, "du-oslo")) == 1
        assert len(await again.records(BriefingRound, DU)) == 1


async def test_a_meeting_for_one_hastesak_has_no_round_and_takes_no_orienteringer(house: House) -> None:
    extra = ExtraMeeting(
        id="4" * 32, committee_id=DU, about="case", called_at=house.clock.read(),
        urgency=Urgency(why_urgent="Haster", why_not_wait="Fristen", declared_by=("ks-leder",)),
    )  # fmt: skip
    await house.bot.office.store.write(lambda tx: tx.keep(extra))
    await put_meeting(house, "4" * 32, datetime(2026, 11, 26, 10, tzinfo=OSLO))
    await give(house, "du-bergen")
    await house.pass_time(timedelta(minutes=2))
    assert not asked(house, "du-oslo")
    assert (await hold(house, "4" * 32)).briefings == ()
    assert [one.waits for one in await given(house)] == [True]
    assert says(await house.say("du-oslo", "neste møte"), "**Ny KI-strategi**", "10. desember")
