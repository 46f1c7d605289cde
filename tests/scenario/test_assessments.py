"""What ROR-IKT says of a case before it is voted on (001-14, 001-15, 003-12)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from committee.assessments import Assessment
from locales.refusals import SENTENCES
from tests.house_fixture import House, button, buttons, running_house, says
from tests.scenario.test_cases import done, fill, see

SAID = {
    "technical": "Passer inn i <dagens> plattform.",
    "cost": "Om lag 200 000 kr i året.",
    "capacity": "Vi kan begynne etter påske.",
    "hours": "Prosjektleder: 120\nInnkjøper: 30",
    "adviser": "rorikt",
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


async def test_the_assessment_stands_on_the_case_and_can_be_corrected(house: House) -> None:
    case = await house.propose("molde1")
    waiting = await house.say("rorikt", "venter")
    assert says(waiting, "BU 1/26")
    for _ in range(2):  # delivered twice
        assert "Vurderingen står på saken" in await done(house, "rorikt", "assessment", case, **SAID)
    card = await see(house, "aukra", case)
    assert says(card, "Vurdering fra ROR-IKT", "**Kostnad**: Om lag 200 000 kr i året.", "Vi kan begynne etter påske.")
    assert says(card, "Prosjektleder 120 timer og Innkjøper 30 timer", "Rådgiver: ")
    await done(house, "rorikt", "assessment", case, cost="Om lag 300 000 kr i året.")
    card = await see(house, "aukra", case)
    assert says(card, "300 000 kr", "Vi kan begynne etter påske.")
    assert len([one for one in await house.record() if one.action == "case.assessed"]) == 2


async def test_a_case_that_goes_on_without_it_says_so(house: House) -> None:
    case = await house.propose("molde1")
    assert not says(await see(house, "aukra", case), "Ikke vurdert av ROR-IKT")
    await house.assure(case)
    assert says(await see(house, "aukra", case), "Ikke vurdert av ROR-IKT")
    await done(house, "rorikt", "assessment", case, **SAID)
    assert not says(await see(house, "aukra", case), "Ikke vurdert av ROR-IKT")


async def test_what_is_missing_stands_beside_its_field(house: House) -> None:
    case = await house.propose("molde1")
    empty = {"technical": " ", "cost": "", "capacity": "", "hours": "Prosjektleder mye", "adviser": "molde1"}
    sent = await fill(house, "rorikt", "assessment", case, **empty)
    codes = ("field_empty", "field_role_hours", "field_not_chosen")
    assert says(sent["value"]["card"]["content"], *(SENTENCES[one] for one in codes), "Prosjektleder mye")
    assert await house.records(Assessment) == []


@pytest.mark.parametrize("persona", ["molde1", "leder", "tillitsvalgt", "utenfor"])
async def test_others_do_not_assess(house: House, persona: str) -> None:
    case = await house.propose("molde1")
    opened = await house.open_dialog(persona, form="assessment", proposal=case)
    assert opened["task"]["type"] == "message"
    sent = await house.send_dialog(persona, form="assessment", proposal=case, **SAID)
    assert sent["task"]["type"] == "message"
    assert await house.records(Assessment) == []
    if persona != "utenfor":
        assert "Vurder saken" not in {one["title"] for one in buttons(await see(house, persona, case))}


async def test_what_waits_for_the_serving_organisation_is_told_when_it_asks(house: House) -> None:
    """A line of its own, until it is assessed or voted on; and for nobody else."""
    case = await house.propose("molde1")
    assert not says(await house.say("rorikt", "venter"), "Vurder BU 1/26")
    await house.assure(case)
    waiting = await house.say("rorikt", "venter")
    assert says(waiting, "Vurder BU 1/26: Felles innbyggerdialog")
    opened = await house.open_dialog("rorikt", **button(waiting, "Vurder saken")["data"])
    assert opened["task"]["type"] == "continue", opened
    for persona in ("molde1", "leder", "sekretaer", "tillitsvalgt"):
        assert not says(await house.say(persona, "venter"), "Vurder BU 1/26"), persona
    await done(house, "rorikt", "assessment", case, **SAID)
    assert not says(await house.say("rorikt", "venter"), "Vurder BU 1/26")
