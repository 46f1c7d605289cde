"""What one meets on the first start: a co-operation with cases, groups and somebody in a network, played once."""

import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from committee.proposals import ProposalState
from sandbox.disk import read_json, write_json
from sandbox.start_data import play, prepare
from tests.house_fixture import House, lend_files, running_house
from tests.sandbox_fixture import NOBODY, ROOT


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        yield opened


async def states(house: House) -> dict[str, ProposalState]:
    """Of every case, by its number."""
    found = []
    for committee in house.bot.office.directory.mandates:
        found += await house.bot.office.store.read(lambda tx, one=committee: tx.proposals(one))
    return {one.case_number: one.state for one in found}


async def test_a_fresh_sandbox_has_cases_in_several_bodies_and_states(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    story = house.sandbox.state / "start_data.json"
    write_json(story, {})
    with caplog.at_level(logging.WARNING, "sandbox.start_data"):
        await play(house.sandbox.tenant)
    assert [one.getMessage() for one in caplog.records if one.name == "sandbox.start_data"] == []
    found = await states(house)
    assert found["BU 2/26"] is ProposalState.SENT_BACK
    assert {found["BU 1/26"], found["BU 3/26"]} <= {ProposalState.READY, ProposalState.ON_AGENDA}
    assert {number.split()[0] for number in found} == {"BU", "FO", "FH", "FT", "SO"}
    groups = [
        await house.bot.office.store.read(lambda tx, one=c: tx.groups(one)) for c in house.bot.office.directory.mandates
    ]
    assert sum(len(one) for one in groups) == 2
    await play(house.sandbox.tenant)
    assert await states(house) == found, "played once"


async def test_a_story_that_was_stopped_goes_on_where_it_was(house: House) -> None:
    story, settings = house.sandbox.state / "start_data.json", house.sandbox.tenant.settings
    write_json(story, {})
    house.sandbox.point_at(NOBODY)
    await play(house.sandbox.tenant)
    assert read_json(story) == {}, "nobody answers yet"
    house.sandbox.point_at(settings.bot_url)
    await play(house.sandbox.tenant)
    assert "BU 4/26" in await states(house)


async def test_a_sandbox_that_was_there_before_is_left_as_it_is(house: House) -> None:
    prepare(house.sandbox.state)
    await play(house.sandbox.tenant)
    assert await states(house) == {}
