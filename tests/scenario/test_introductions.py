"""Municipalities take a decided case into use, each on its own day, and those that are late are reminded."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.introductions import Introduction, step_id
from locales.refusals import SENTENCES
from tests.house_fixture import House, button, buttons, running_house, says
from tests.scenario.test_cases import decided, done, fill, see

STEPS = {name: f"step_{step_id(name)}" for name in ("Opplæring", "I bruk")}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


async def shown(house: House, persona: str, proposal_id: str) -> dict[str, Any]:
    card = await see(house, persona, proposal_id)
    return (await house.press_button(persona, button(card, "Innføring")))["value"]


async def test_three_of_four_have_introduced_it_by_the_same_steps(house: House) -> None:
    case = await decided(house)
    assert says(await shown(house, "vestnes", case), "0 av 4 har innført")
    told = await done(house, "sekretaer", "introduction_steps", case, steps="Opplæring\n\n I bruk \nopplæring")
    assert told == "Trinnene er lagret."
    ticked = dict.fromkeys(STEPS.values(), "true")
    for persona in ("molde1", "aukra"):
        await done(house, persona, "introduction", case, **ticked)
    await done(house, "rauma", "introduction", case, planned_on="2027-01-15", **{STEPS["Opplæring"]: "true"})
    card = await shown(house, "leder", case)
    assert says(card, "2 av 4 har innført", "**Rauma**: planlagt", "✓ Opplæring", "– I bruk")
    assert says(card, "**Molde**: innført", "**Vestnes**: ikke planlagt ennå")
    await done(house, "rauma", "introduction", case, done_on="2026-11-20", **ticked)
    assert says(await shown(house, "leder", case), "3 av 4 har innført")
    assert says(await see(house, "molde1", case), "3 av 4 har innført")
    assert says(await house.say("molde1", "innføring"), "Sak BU 1/26", "3 av 4 har innført")


async def test_a_tick_is_undone_and_a_later_day_needs_a_reason(house: House) -> None:
    case = await decided(house)
    await done(house, "aukra", "introduction", case, step_introduced="true", planned_on="2026-12-01")
    assert says(await shown(house, "leder", case), "1 av 4 har innført")
    await done(house, "aukra", "introduction", case, step_introduced="false")
    assert says(await shown(house, "leder", case), "0 av 4 har innført")
    later = await fill(house, "aukra", "introduction", case, planned_on="2027-02-01")
    assert says(later["value"]["card"]["content"], SENTENCES["field_put_off"])
    assert any(one.get("value") == "2027-02-01" for one in later["value"]["card"]["content"]["body"])
    await done(house, "aukra", "introduction", case, planned_on="2027-02-01", deviation="Vi venter på ny skole.")
    assert says(await shown(house, "leder", case), "Avvik: Vi venter på ny skole.")


async def test_only_those_that_are_late_are_reminded(house: House) -> None:
    case = await decided(house)
    await done(house, "aukra", "introduction", case, planned_on="2026-11-30")
    await done(house, "rauma", "introduction", case, planned_on="2026-11-30")
    await done(house, "rauma", "introduction", case, step_introduced="true")
    await house.pass_time(timedelta(days=9))
    told = await house.wait_for_card(house.chat("aukra"), "Innføring av sak BU 1/26", "Dagen dere satte, er passert")
    assert button(told.card, "Før inn for Aukra")
    posts = house.sandbox.posts(house.chat("rauma"), author="bot")
    assert not any(says(post.card, "Dagen dere satte, er passert") for post in posts)
    assert says(await shown(house, "leder", case), "**Aukra**: skulle vært innført")


UNPLANNED = "Dere har ikke satt en dag. Når tar dere det i bruk?"


async def test_those_that_have_set_no_day_are_reminded_twice_and_nobody_else(house: House) -> None:
    case = await decided(house)
    await done(house, "sekretaer", "introduction_steps", case, steps="Opplæring\nI bruk")
    ticked = dict.fromkeys(STEPS.values(), "true")
    await done(house, "aukra", "introduction", case, planned_on="2027-03-01")
    await done(house, "rauma", "introduction", case, **ticked)
    await house.pass_time(timedelta(days=13))
    assert not any(says(post.card, UNPLANNED) for post in house.sandbox.posts(house.chat("vestnes"), author="bot"))
    await house.pass_time(timedelta(days=2))
    for persona in ("molde1", "molde2", "vestnes"):
        told = await house.wait_for_card(house.chat(persona), "Innføring av sak BU 1/26", UNPLANNED)
        assert any(one["title"].startswith("Før inn for") for one in buttons(told.card)), persona
    await done(house, "molde1", "introduction", case, planned_on="2027-03-01")
    await house.pass_time(timedelta(days=40))
    counts = {
        persona: sum(says(post.card, UNPLANNED) for post in house.sandbox.posts(house.chat(persona), author="bot"))
        for persona in ("molde1", "vestnes", "aukra", "rauma", "leder", "sekretaer", "tillitsvalgt")
    }
    assert counts == {"molde1": 1, "vestnes": 2, "aukra": 0, "rauma": 0, "leder": 0, "sekretaer": 0, "tillitsvalgt": 0}


async def test_the_first_day_that_is_set_asks_the_others_where_there_are_no_steps(house: House) -> None:
    case = await decided(house)
    await done(house, "aukra", "introduction", case, planned_on="2027-03-01")
    await house.pass_time(timedelta(days=15))
    await house.wait_for_card(house.chat("rauma"), UNPLANNED)


async def test_what_is_wrong_stands_beside_its_field(house: House) -> None:
    case = await decided(house)
    empty = await fill(house, "molde1", "introduction", case, deviation="Kommer")
    assert says(empty["value"]["card"]["content"], SENTENCES["field_no_day"], "Kommer")
    ahead = await fill(house, "molde1", "introduction", case, step_introduced="true", done_on="2027-05-01")
    assert says(ahead["value"]["card"]["content"], SENTENCES["field_day_to_be"])
    many = await fill(house, "leder", "introduction_steps", case, steps="\n".join(f"Trinn {n}" for n in range(11)))
    assert says(many["value"]["card"]["content"], SENTENCES["field_too_many_steps"])
    assert await house.records(Introduction) == []


@pytest.mark.parametrize("persona", ["leder", "sekretaer", "rorikt", "tillitsvalgt", "utenfor"])
async def test_a_municipality_ticks_only_for_itself(house: House, persona: str) -> None:
    case = await decided(house)
    for _ in range(2):
        sent = await house.send_dialog(persona, form="introduction", proposal=case, step_introduced="true")
        assert sent["task"]["type"] == "message"
    assert await house.records(Introduction) == []


@pytest.mark.parametrize("persona", ["molde1", "tillitsvalgt", "utenfor"])
async def test_only_those_who_follow_the_case_set_the_steps(house: House, persona: str) -> None:
    case = await decided(house)
    assert (await house.open_dialog(persona, form="introduction_steps", proposal=case))["task"]["type"] == "message"
    await house.send_dialog(persona, form="introduction_steps", proposal=case, steps="Mitt")
    assert not says(await shown(house, "leder", case), "Mitt")
    if persona == "utenfor":
        assert (await house.act(persona, "introduction.view", proposal=case))["value"] == SENTENCES["no_seat"]
    else:
        assert "Sett opp trinnene" not in {one["title"] for one in buttons(await shown(house, persona, case))}


async def test_nothing_is_introduced_before_it_is_decided(house: House) -> None:
    case = await house.propose("molde1")
    answer = await house.act("molde1", "introduction.view", proposal=case)
    assert "kan derfor ikke behandles slik nå" in answer["value"]
