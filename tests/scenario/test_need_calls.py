"""Municipalities are asked from time to time what they need, and the leader gets what they share (000-22)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.needs import NeedAnswer, NeedCall
from tests.house_fixture import House, button, buttons, lend_files, running_house, says
from tests.scenario.test_needs import register

QUESTION = "Hvilke behov har dere nå?"
REMINDER = "Vi har ikke hørt fra dere ennå."
VOTERS = ("molde1", "molde2", "aukra", "rauma", "vestnes")
OTHERS = ("leder", "sekretaer", "rorikt", "tillitsvalgt", "utenfor")


def lend_call(tmp_path: Path, needs: str = "{ call: twice_a_year, month: 12 }") -> None:
    """The house that opens on this path on 23 November asks for needs in December and June."""
    lend_files(tmp_path)
    file = tmp_path / "mandates" / "ror-ikt" / "bestillerutvalget.yaml"
    file.write_text(file.read_text(encoding="utf-8") + f"needs: {needs}\n", encoding="utf-8")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    lend_call(tmp_path)
    async with running_house(tmp_path) as opened:
        yield opened


def got(house: House, persona: str, *words: str) -> int:
    posts = house.sandbox.posts(house.chat(persona), author="bot")
    return sum(says(one.card, *words) for one in posts)


async def asked(house: House) -> NeedCall:
    await house.pass_time(timedelta(days=8))  # 1 December, a Tuesday
    [call] = await house.records(NeedCall)
    return call


async def test_every_municipality_is_asked_once_and_nobody_else(house: House) -> None:
    await register(house, "rauma", "Felles arkiv")
    await house.pass_time(timedelta(days=7))  # 30 November
    assert await house.records(NeedCall) == []
    await house.pass_time(timedelta(days=1))
    for persona in VOTERS:
        await house.wait_for_card(house.chat(persona), QUESTION, "Svar innen tirsdag 15. desember 2026.")
    assert got(house, "rauma", QUESTION, "Dere har meldt: «Felles arkiv»") == 1
    await house.pass_time(timedelta(hours=5))
    assert {one: got(house, one, QUESTION) for one in (*VOTERS, *OTHERS)} == {
        **dict.fromkeys(VOTERS, 1),
        **dict.fromkeys(OTHERS, 0),
    }
    assert [one.action for one in await house.record()].count("needs.called") == 1


async def test_those_that_have_not_answered_are_reminded_once_and_the_leader_gets_what_they_share(house: House) -> None:
    call = await asked(house)
    posted = await house.wait_for_card(house.chat("molde1"), QUESTION)
    data = button(posted.card, "Meld et behov")["data"]
    form = (await house.open_dialog("molde1", **data))["task"]["value"]["card"]["content"]
    typed = {"title": "Felles arkiv", "description": "Arkivet er fullt."}
    await house.send_dialog("molde1", **button(form, "Send")["data"], **typed)
    listed = await house.press("aukra", await house.wait_for_card(house.chat("aukra"), QUESTION), "Se alle behov")
    await house.press_button("aukra", button(listed["value"], "Vi har det også"))
    nothing = await house.press(
        "vestnes", await house.wait_for_card(house.chat("vestnes"), QUESTION), "Ingen nye behov"
    )
    assert says(nothing["value"], "Vestnes har svart. Takk!")
    assert says(await house.say("rauma", "venter"), "Bestillerutvalget spør hvilke behov dere har nå.")
    assert not says(await house.say("molde2", "venter"), "spør hvilke behov")
    await house.pass_time(timedelta(days=12))
    assert {one: got(house, one, REMINDER) for one in VOTERS} == {**dict.fromkeys(VOTERS, 0), "rauma": 1}
    assert got(house, "leder", "har svart på hvilke behov") == 0
    await house.pass_time(timedelta(days=3))
    for persona in ("leder", "sekretaer"):
        await house.wait_for_card(
            house.chat(persona),
            "3 av 4 kommuner har svart på hvilke behov de har.",
            "Har ikke svart: Rauma",
            "2 av 4 har dette behovet: Molde og Aukra",
        )
    await house.pass_time(timedelta(days=14))
    assert {one: got(house, one, REMINDER) for one in VOTERS} == {**dict.fromkeys(VOTERS, 0), "rauma": 1}
    late = await house.act("rauma", "need.none", call=call.id)
    assert says(late["value"], "Svarene er samlet inn.")
    assert len(await house.records(NeedAnswer)) == 3


async def test_it_is_asked_again_half_a_year_later(house: House) -> None:
    await asked(house)
    await house.pass_time(timedelta(days=181))  # 31 May, a Monday
    assert len(await house.records(NeedCall)) == 1
    await house.pass_time(timedelta(days=1))
    assert len(await house.records(NeedCall)) == 2


async def test_the_first_working_day_is_waited_for(tmp_path: Path) -> None:
    lend_call(tmp_path, "{ month: 1, answer_days: 10 }")
    async with running_house(tmp_path) as house:
        await house.pass_time(timedelta(days=40))  # 2 January 2027, a Saturday
        assert await house.records(NeedCall) == []
        await house.pass_time(timedelta(days=2))
        [call] = await house.records(NeedCall)
        assert str(call.answer_by) == "2027-01-14"


async def test_nobody_is_asked_where_the_mandate_says_nothing(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        await house.pass_time(timedelta(days=80))
        assert await house.records(NeedCall) == []


@pytest.mark.parametrize("persona", OTHERS)
async def test_nobody_answers_for_a_municipality_that_is_not_theirs(house: House, persona: str) -> None:
    call = await asked(house)
    await house.act(persona, "need.none", call=call.id)
    await house.act(persona, "need.none", call="ukjent")
    assert await house.records(NeedAnswer) == []
    shown = (await house.act(persona, "need.call", call=call.id))["value"]
    titles: set[Any] = {one["title"] for one in buttons(shown)}
    assert not titles & {"Ingen nye behov", "Meld et behov"}


async def test_the_mandates_card_tells_when_it_is_asked(house: House) -> None:
    assert says(await house.say("molde1", "mandat"), "Kommunene spørres hvert år i desember og juni")
