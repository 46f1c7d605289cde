"""A case without agreement finds the board, also when the board's calendar changes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house_fixture import BOARD_CHANNEL, CHANNEL, House, running_house

TIE = (("molde1", "for"), ("aukra", "for"), ("rauma", "against"), ("vestnes", "against"))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        await opened.settle()
        yield opened


async def escalated_case(house: House) -> None:
    voting_id = await house.open_voting()
    for persona, choice in TIE:
        await house.vote(persona, voting_id, choice)
    await house.act("leder", "voting.close", voting=voting_id)
    await house.settle()


async def test_a_case_moves_on_when_the_boards_meeting_is_cancelled(house: House) -> None:
    await escalated_case(house)
    await house.wait_for_card(BOARD_CHANNEL, "Til behandling: BU 1/26", "31. desember 2026")
    house.sandbox.tenant.calendars.change(house.board()[0], cancelled=True)
    await house.bot.office.plan("bestillerutvalget")
    await house.settle()
    await house.wait_for_card(BOARD_CHANNEL, "Til behandling: BU 1/26", "8. april 2027")
    await house.wait_for_card(CHANNEL, "BU 1/26 løftes til", "8. april 2027")


async def test_planning_again_tells_nobody_twice(house: House) -> None:
    await escalated_case(house)
    before = await house.bot.office.store.read(lambda tx: len(tx.entries("styret")))
    await house.bot.office.plan("bestillerutvalget")
    assert await house.bot.office.store.read(lambda tx: len(tx.entries("styret"))) == before
