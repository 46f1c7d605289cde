"""What one meets on the first start: a co-operation with cases, groups and somebody in a network, played once."""

import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from committee.case_records import Draft
from committee.hearings import Hearing
from committee.minutes import MinutesState
from committee.preferences import Preference
from committee.proposals import ProposalState
from committee.remarks import Remark, RemarkKind
from sandbox.disk import read_json, write_json
from sandbox.start_data import play, prepare
from tests.house_fixture import House, lend_files, running_house, says
from tests.sandbox_fixture import NOBODY, ROOT

SA, SO, DU = "samstyring-administrasjon", "samstyring-oppvekst", "digitaliseringsutvalget"
#: Days after 23 November 2026 on which offices are closed, or soon will be.
ODD_DAYS = {"Christmas Day": 32, "a Sunday": 41, "Maundy Thursday": 122}
BODIES = {"BU", "FO", "FH", "FT", "SO", "SH", "SS", "SA", "ST", "DU", "KR"}


@asynccontextmanager
async def house_of(tmp_path: Path, later: timedelta = timedelta(0)) -> AsyncIterator[House]:
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path, later=later) as opened:
        yield opened


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with house_of(tmp_path) as opened:
        yield opened


async def states(house: House) -> dict[str, ProposalState]:
    """Of every case, by its number."""
    found = []
    for committee in house.bot.office.directory.mandates:
        found += await house.bot.office.store.read(lambda tx, one=committee: tx.proposals(one))
    return {one.case_number: one.state for one in found}


async def begin(house: House) -> None:
    """Plays the story on the house's own day."""
    await play(house.sandbox.tenant, today=house.clock.read().date())


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == "sandbox.start_data"]


async def test_a_fresh_sandbox_has_cases_in_every_state(house: House, caplog: pytest.LogCaptureFixture) -> None:
    write_json(house.sandbox.state / "start_data.json", {})
    with caplog.at_level(logging.WARNING, "sandbox.start_data"):
        await begin(house)
    assert warnings(caplog) == []
    found = await states(house)
    # A draft is no case yet: it is kept beside them, and only its writer sees it.
    assert set(found.values()) == set(ProposalState) - {ProposalState.DRAFT}
    assert [one.form.title for one in await house.records(Draft, SA)] == ["Felles maler for brev"]
    assert found["BU 2/26"] is ProposalState.SENT_BACK
    assert {found["BU 1/26"], found["BU 3/26"]} <= {ProposalState.READY, ProposalState.ON_AGENDA}
    assert {number.split()[0] for number in found} == BODIES
    await begin(house)
    assert await states(house) == found, "played once"


async def test_what_goes_on_is_open_to_those_who_come(house: House) -> None:
    """Votings, a ranking, a hearing and an election that one may take part in, and a meeting with its minutes."""
    write_json(house.sandbox.state / "start_data.json", {})
    await begin(house)
    read = house.bot.office.store.read
    opened = {one: await read(lambda tx, one=one: tx.votings(one, open_only=True)) for one in (SO, DU)}
    assert [len(one) for one in opened.values()] == [1, 1]
    assert says(await house.say("oppvekst-aukra", "skriftlig"), "SO 2/26")
    vote = await house.vote("oppvekst-aukra", opened[SO][0].id, "for")
    assert says(vote["value"], "Din stemme for Aukra: For")
    (ranking,) = await house.records(Preference, SA)
    shown = await house.act("stab-rauma", "preference.view", preference=ranking.id)
    assert says(shown["value"], "Hva tar vi først neste år?", "3 av 4 har svart")
    (hearing,) = await house.records(Hearing, SA)
    shown = await house.act("stab-rauma", "hearing.view", hearing=hearing.id)
    assert says(shown["value"], "Rutinene bør prøves på byggesak først.", "Faggruppe Administrasjon")
    shown = await house.act("stab-molde", "need.list", committee=SA)
    assert says(shown["value"], "Kurs i universell utforming", "3 av 4")
    assert {one.kind for one in await house.records(Remark, SA)} == set(RemarkKind)
    (election,) = await read(lambda tx: tx.elections("faggruppe-teknisk"))
    assert election.is_open
    (meeting,) = await read(lambda tx: tx.meetings("samstyring-helse"))
    minutes = await read(lambda tx: tx.minutes_of(meeting.id))
    assert minutes
    assert minutes.state is not MinutesState.DRAFT
    groups = [await read(lambda tx, one=one: tx.groups(one)) for one in house.bot.office.directory.mandates]
    assert sum(len(one) for one in groups) == 2
    assert not await read(lambda tx: tx.votings("bestillerutvalget", open_only=True)), "the README's walk begins there"


@pytest.mark.parametrize("later", ODD_DAYS.values(), ids=ODD_DAYS)
async def test_the_story_is_played_on_any_day(tmp_path: Path, caplog: pytest.LogCaptureFixture, later: int) -> None:
    async with house_of(tmp_path, timedelta(days=later)) as house:
        write_json(house.sandbox.state / "start_data.json", {})
        with caplog.at_level(logging.WARNING, "sandbox.start_data"):
            await begin(house)
        assert warnings(caplog) == []
        assert set((await states(house)).values()) == set(ProposalState) - {ProposalState.DRAFT}


async def test_a_story_that_was_stopped_goes_on_where_it_was(house: House) -> None:
    story, settings = house.sandbox.state / "start_data.json", house.sandbox.tenant.settings
    write_json(story, {})
    house.sandbox.point_at(NOBODY)
    await begin(house)
    assert read_json(story) == {}, "nobody answers yet"
    house.sandbox.point_at(settings.bot_url)
    await begin(house)
    assert "BU 4/26" in await states(house)


async def test_a_sandbox_that_was_there_before_is_left_as_it_is(house: House) -> None:
    prepare(house.sandbox.state)
    await begin(house)
    assert await states(house) == {}
