"""What a decided case is to give is planned, measured, and told to whoever leads the work."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.gains import Measurement, PlannedGain
from locales.refusals import SENTENCES
from tests.house_fixture import House, button, buttons, lend_files, running_house, says
from tests.sandbox_fixture import ROOT, find_person
from tests.scenario.test_cases import button_data, decided, done, fill, see

PLANNED = {
    "what": "Ventetid på svar",
    "unit": "dager",
    "baseline": "12",
    "target": "4,5",
    "due_on": "2026-12-15",
    "owner": "rauma",
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


async def planned(house: House) -> tuple[str, str]:
    """A case that Aukra's representative follows up, and a gain that Rauma's owns, by their ids."""
    case = await decided(house)
    await done(house, "sekretaer", "case_start", case, responsible="aukra")
    assert "Gevinsten er planlagt" in await done(house, "sekretaer", "gain", case, **PLANNED)
    await house.settle()
    return case, (await house.records(PlannedGain))[0].id


async def measure(house: House, persona: str, gain: str, **fields: str) -> dict[str, Any]:
    opened = await house.open_dialog(persona, form="gain_measure", gain=gain)
    assert opened["task"]["type"] == "continue", opened
    data = button_data(opened["task"]["value"]["card"]["content"])
    await house.send_dialog(persona, **{**data, **fields})
    return (await house.send_dialog(persona, **{**data, **fields}))["task"]  # delivered twice


async def shown(house: House, persona: str, case: str) -> dict[str, Any]:
    return (await house.press_button(persona, button(await see(house, persona, case), "Gevinster")))["value"]


async def test_a_gain_is_planned_measured_and_told_to_whoever_leads_the_work(house: House) -> None:
    case, gain = await planned(house)
    await house.wait_for_card(house.chat("rauma"), "En ny gevinst skal følges opp.", "Fra 12 til 4,5 dager")
    await house.wait_for_card(house.chat("aukra"), "En ny gevinst skal følges opp.")
    assert says(await shown(house, "vestnes", case), "Ikke målt ennå", "Ventet i forslaget: Ett sted å henvende seg")
    await measure(house, "rauma", gain, value="7,5", text="Bedre i alle fire.", next_on="2027-03-01")
    await house.settle()
    told = await house.wait_for_card(house.chat("aukra"), "Det er kommet en ny måling.", "7,5 dager")
    assert says(told.card, "60 prosent av målet er nådd", "Bedre i alle fire.")
    assert len(await house.records(Measurement)) == 1
    assert says(await house.say("molde1", "gevinster"), "Sak BU 1/26", "0 av 1 gevinster er nådd", "1. mars 2027")
    await measure(house, "aukra", gain, value="4")
    assert says(await shown(house, "leder", case), "106 prosent av målet er nådd", "Ingen flere målinger er ventet.")
    assert says(await house.say("molde1", "gevinster"), "1 av 1 gevinster er nådd")


async def test_the_owner_is_reminded_when_it_is_to_be_measured_and_not_when_it_is(house: House) -> None:
    _, gain = await planned(house)
    await house.pass_time(timedelta(days=22))
    due = await house.wait_for_card(house.chat("rauma"), "En påminnelse: Det er på tide å måle.")
    assert button(due.card, "Før inn måling")["data"]["gain"] == gain
    await measure(house, "rauma", gain, value="10")
    before = len(house.sandbox.posts(house.chat("rauma"), author="bot"))
    await house.pass_time(timedelta(days=14))
    after = house.sandbox.posts(house.chat("rauma"), author="bot")[before:]
    assert not any(says(post.card, "En påminnelse: Det er på tide å måle.") for post in after)


async def test_a_wrong_measurement_is_taken_back_and_awaited_again(house: House) -> None:
    case, gain = await planned(house)
    await measure(house, "rauma", gain, value="75")
    card = await shown(house, "rauma", case)
    assert says(card, "-840 prosent av målet er nådd")
    undone = await house.press_button("rauma", button(card, "Ta bort siste måling"))
    assert says(undone["value"], "Ikke målt ennå", "måler tirsdag 15. desember 2026")


async def test_a_gain_is_no_longer_followed_and_is_again(house: House) -> None:
    case, gain = await planned(house)
    dropped = await house.press_button("leder", button(await shown(house, "leder", case), "Følg ikke opp lenger"))
    assert says(dropped["value"], "Følges ikke opp lenger")
    opened = await house.open_dialog("rauma", form="gain_measure", gain=gain)
    assert opened["task"]["value"] == SENTENCES["gain_dropped"]
    again = await house.press_button("leder", button(dropped["value"], "Følg opp igjen"))
    assert says(again["value"], "måler tirsdag 15. desember 2026")


async def test_what_is_wrong_stands_beside_its_field(house: House) -> None:
    case = await decided(house)
    wrong = {**PLANNED, "baseline": "mye", "unit": " ", "due_on": "2026-01-01", "owner": "utenfor"}
    sent = await fill(house, "leder", "gain", case, **wrong)
    card, codes = sent["value"]["card"]["content"], ("field_no_number", "field_empty", "field_day_range")
    assert says(card, *(SENTENCES[one] for one in codes), SENTENCES["field_no_owner"], "Ventetid på svar")
    same = await fill(house, "leder", "gain", case, **{**PLANNED, "target": "12,0"})
    assert says(same["value"]["card"]["content"], SENTENCES["field_as_before"])
    assert await house.records(PlannedGain) == []


async def test_somebody_of_a_municipality_without_a_seat_may_own_a_gain_and_sees_that_alone(tmp_path: Path) -> None:
    """The one who gets the gain is seldom the one who sits in the committee."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as house:
        await house.sandbox.introduce([find_person("oppvekst-rauma")])
        case = await decided(house)
        for outsider in ("du-oslo", "utenfor", "ingen"):
            sent = await fill(house, "leder", "gain", case, **{**PLANNED, "owner": outsider})
            assert says(sent["value"]["card"]["content"], SENTENCES["field_no_owner"]), outsider
        await done(house, "leder", "gain", case, **{**PLANNED, "owner": "oppvekst-rauma"})
        await house.settle()
        [gain] = await house.records(PlannedGain)
        told = await house.wait_for_card(house.chat("oppvekst-rauma"), "En ny gevinst skal følges opp.")
        assert "Se saken" not in [one["title"] for one in buttons(told.card)]
        assert says(await house.act("oppvekst-rauma", "case.view", proposal=case), "ikke")
        await house.pass_time(timedelta(days=22))
        due = await house.wait_for_card(house.chat("oppvekst-rauma"), "En påminnelse: Det er på tide å måle.")
        assert button(due.card, "Før inn måling")["data"]["gain"] == gain.id
        await measure(house, "oppvekst-rauma", gain.id, value="6")
        [measured] = await house.records(Measurement)
        assert (measured.value, measured.by) == ("6", "oppvekst-rauma")
        assert says(await shown(house, "leder", case), "80 prosent av målet er nådd")
        other = await house.open_dialog("oppvekst-molde", form="gain_measure", gain=gain.id)
        assert other["task"]["type"] == "message"


@pytest.mark.parametrize("persona", ["molde1", "tillitsvalgt", "utenfor"])
async def test_others_neither_plan_measure_nor_drop(house: House, persona: str) -> None:
    case, gain = await planned(house)
    before = await house.records(PlannedGain)
    assert (await house.open_dialog(persona, form="gain", proposal=case))["task"]["type"] == "message"
    assert (await house.open_dialog(persona, form="gain_measure", gain=gain))["task"]["type"] == "message"
    await house.send_dialog(persona, form="gain", proposal=case, new="a" * 32, **PLANNED)
    await house.send_dialog(persona, form="gain_measure", gain=gain, new="b" * 32, value="3")
    for verb in ("gain.drop", "gain.resume", "gain.undo"):
        await house.act(persona, verb, gain=gain)
    assert (await house.records(PlannedGain), await house.records(Measurement)) == (before, [])
    if persona != "utenfor":
        assert {one["title"] for one in buttons(await shown(house, persona, case))} == {"Se saken"}
