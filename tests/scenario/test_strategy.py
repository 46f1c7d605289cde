"""Cases are tagged with goals, «mål» shows what covers them, and the kommunestyrer's vedtak are written down."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.strategy import Adoption
from locales.refusals import SENTENCES
from tests.house_fixture import CHANNEL, FORM, House, button, buttons, running_house, says

MINSIDE = "handlingsplan/2026/minside"
DATA = "digitaliseringsstrategi/2025-2028/data"
STRATEGY = "digitaliseringsstrategi/2025-2028"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


def told(dialog: dict[str, Any]) -> str:
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


def field(card: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in card["body"] if one.get("id") == name)


async def adopt(house: House, persona: str, **typed: str) -> dict[str, Any]:
    filled = {"reference": "PS 45/25", "adopted_on": "2025-02-13", **typed}
    return await house.send_dialog(persona, form="strategy_adopt", document=STRATEGY, **filled)


async def adoptions(house: House) -> list[Any]:
    return list(await house.bot.office.store.read(lambda tx: tx.records_about(Adoption, STRATEGY)))


async def test_a_case_shows_the_goals_it_serves_and_of_which_version(house: House) -> None:
    """000-02: tagged with goal and plan item, and the plan's version with it."""
    form = card_of(await house.open_dialog("molde1", form="proposal"))
    offered = [one["title"] for one in field(form, "goals")["choices"]]
    assert "Min side i alle kommunene (Handlingsplan 2026)" in offered
    assert not any("2027" in one for one in offered)
    proposal_id = await house.propose("molde1", goals=f"{MINSIDE},{DATA}")
    await house.settle()
    await house.wait_for_card(CHANNEL, "Min side i alle kommunene \\(Handlingsplan 2026\\)", "Data deles trygt")
    assurance = (await house.act("rorikt", "proposal.view", proposal=proposal_id))["value"]
    assert not says(assurance, "ikke knyttet til noe mål")


async def test_a_newer_plan_does_not_change_what_a_case_was_for(house: House) -> None:
    proposal_id = await house.propose("molde1", goals=MINSIDE)
    await house.pass_time(timedelta(days=45))
    revise = card_of(await house.open_dialog("molde1", form="proposal", proposal=proposal_id))
    offered = {one["value"] for one in field(revise, "goals")["choices"]}
    assert {MINSIDE, "handlingsplan/2027/minside"} <= offered
    assert field(revise, "goals")["value"] == MINSIDE
    data = button(revise, "Send inn")["data"]
    typed = {**FORM, "cost": "300 000 kr", "why": "Nytt anslag", "goals": f"{MINSIDE},handlingsplan/2026/tofaktor"}
    told(await house.send_dialog("molde1", **data, **typed))
    proposal = await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))
    assert proposal.form.goal_names == ("Min side i alle kommunene (Handlingsplan 2026)",)
    assert says(await house.say("molde1", "mål"), "Handlingsplan 2027", "1 sak er ikke knyttet til noe mål.")


async def test_whoever_assures_is_told_kindly_of_a_case_without_a_goal(house: House) -> None:
    proposal_id = await house.propose("molde1", goals="handlingsplan/1999/tull")
    card = (await house.act("rorikt", "proposal.view", proposal=proposal_id))["value"]
    assert says(card, "Forslaget er ikke knyttet til noe mål i Digitaliseringsstrategi 2025-2028 og Handlingsplan 2026")
    await house.assure(proposal_id)


async def test_what_is_typed_with_a_fault_keeps_its_goals(house: House) -> None:
    form = card_of(await house.open_dialog("molde1", form="proposal"))
    data = button(form, "Send inn")["data"]
    again = card_of(await house.send_dialog("molde1", **data, **{**FORM, "title": "", "goals": MINSIDE}))
    assert field(again, "goals")["value"] == MINSIDE


async def test_each_goal_shows_its_cases_and_those_without(house: House) -> None:
    await house.propose("molde1", goals=MINSIDE)
    await house.propose("aukra", goals=DATA)
    await house.propose("rauma")
    card = await house.say("vestnes", "mål")
    assert says(card, "**Min side i alle kommunene**: BU 1/26 (venter på kvalitetssikring)")
    assert says(card, "**Innbyggerne har én enkel digital vei til kommunen**: BU 1/26")
    assert says(card, "**Ansatte mestrer de digitale verktøyene**: ingen saker ennå", "4 av 6 har ingen saker ennå.")
    assert says(card, "1 sak er ikke knyttet til noe mål.", "Gjelder 1. januar 2026–31. desember 2026")
    see = await house.press_button("vestnes", button(card, "Se sakene"))
    assert says(see["value"], "BU 2/26")


async def test_a_municipality_writes_down_its_own_adoption_and_corrects_it(house: House) -> None:
    """001-04: adopted by kommunestyrevedtak, with case number and date."""
    assert says(await house.say("molde1", "strategi"), "Vedtatt av 0 av 4 kommunestyrer")
    assert "er ført inn" in told(await adopt(house, "molde1"))
    card = await house.say("aukra", "strategi")
    assert says(card, "Vedtatt av 1 av 4 kommunestyrer", "Molde: PS 45/25, 13. februar 2025")
    assert says(card, "Venter på Aukra, Rauma og Vestnes")
    opened = card_of(await house.open_dialog("molde2", form="strategy_adopt", document=STRATEGY))
    assert field(opened, "reference")["value"] == "PS 45/25"
    await adopt(house, "molde2", reference="PS 46/25")
    assert [(one.reference, one.is_undone) for one in await adoptions(house)] == [("PS 46/25", False)]
    assert "tatt bort" in told(await adopt(house, "molde2", undo="true"))
    assert says(await house.say("aukra", "strategi"), "Vedtatt av 0 av 4 kommunestyrer")


async def test_the_secretary_writes_down_anyones_but_a_municipality_only_its_own(house: House) -> None:
    missing = card_of(await adopt(house, "sekretaer"))
    assert says(missing, SENTENCES["field_not_chosen"])
    told(await adopt(house, "sekretaer", organisation="rauma"))
    [kept] = await adoptions(house)
    assert (kept.organisation_id, kept.by) == ("rauma", "sekretaer")
    assert told(await adopt(house, "molde1", organisation="rauma", undo="true")) == SENTENCES["no_right_adopt"]
    for persona in ("rorikt", "tillitsvalgt", "utenfor"):
        assert (await adopt(house, persona))["task"]["type"] == "message"
        opened = await house.open_dialog(persona, form="strategy_adopt", document=STRATEGY)
        assert opened["task"]["type"] == "message"
    assert await adoptions(house) == [kept]
    assert "Før inn kommunestyrets vedtak" not in {one["title"] for one in buttons(await house.say("rorikt", "mål"))}


@pytest.mark.parametrize("day", ["", "i går", "2027-01-01", "1999-12-31"])
async def test_a_day_that_cannot_be_stands_beside_its_field(house: House, day: str) -> None:
    again = card_of(await adopt(house, "molde1", adopted_on=day, reference="PS 1/25"))
    code = "field_day_passed" if day[:2] in ("20", "19") else "field_no_day"
    assert says(again, SENTENCES[code])
    assert field(again, "reference")["value"] == "PS 1/25"
