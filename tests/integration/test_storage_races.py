"""What happens at the same time in several processes comes out as if it had happened one after the other."""

import asyncio
import itertools
import random
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from committee.audit import check_chain
from committee.errors import CommitteeError
from committee.ports import Transaction
from committee.voting import WHOLE, Ballot, Choice, Tally, Voting, count_ballot, outcome
from committee.workflows.ballots import cast_ballot
from committee.workflows.votings import close_voting
from storage.store import SqlStore, is_current, migrate
from tests.integration.race_objects import DIRECTORY, VOTERS, member, open_for_votes, open_stores
from tests.integration.storage_objects import NOW
from tests.postgres_fixture import migrated_postgres

ROOT = Path(__file__).parents[2]
ROUNDS = 10
STORES = 3


@pytest.fixture
async def stores(database_url: str) -> AsyncIterator[list[SqlStore]]:
    if not is_current(database_url):
        migrate(database_url)
    async with open_stores(database_url, STORES) as opened:
        yield opened


async def cast(store: SqlStore, voting_id: str, person_id: str, choice: Choice, revision: int) -> Ballot | None:
    """The ballot that then counts; None when the voting was closed."""
    who, now = member(person_id), NOW + timedelta(seconds=1)

    def work(tx: Transaction) -> tuple[Voting, Ballot]:
        return cast_ballot(tx, DIRECTORY, who, voting_id, choice, seen_revision=revision, now=now)

    try:
        _, ballot = await store.write(work, ballot=(voting_id, who.organisation_id or ""))
    except CommitteeError as refused:
        if refused.code != "voting_closed":
            raise
        return None
    return ballot


async def keep_voting(stores: list[SqlStore], voting_id: str, person_id: str, taken: list[Ballot], seed: int) -> None:
    """Votes and changes the vote, each time in another process, until it is too late."""
    dice = random.Random(seed)
    for revision in itertools.count():
        ballot = await cast(dice.choice(stores), voting_id, person_id, dice.choice(WHOLE), revision)
        if ballot is None:
            return
        taken.append(ballot)


async def close(store: SqlStore, voting_id: str) -> Voting:
    who, now = member("leder"), NOW + timedelta(seconds=2)
    return await store.write(lambda tx: close_voting(tx, DIRECTORY, who, voting_id, ground="Nok nå.", now=now))


def recount(voting: Voting, ballots: Sequence[Ballot]) -> Tally:
    """The sums of the ballots alone, counted from none."""
    counted = replace(voting, tally=Tally(roll_count=voting.tally.roll_count, roll_weight=voting.tally.roll_weight))
    for ballot in ballots:
        counted = count_ballot(counted, None, ballot)
    return counted.tally


def check(tx: Transaction, voting_id: str, answered: Sequence[Ballot]) -> None:
    """The tally is that of the ballots; the record has each that was answered, once, and none after the closing."""
    voting, ballots, entries = tx.voting(voting_id), list(tx.ballots(voting_id)), list(tx.entries("bu"))
    assert check_chain(entries, head=tx.head("bu")) == []
    assert voting.tally == recount(voting, ballots)
    assert voting.verdict == outcome(voting.rules, voting.tally)
    told = [one for one in entries if one.subject_id == voting_id]
    assert [one.action for one in told] == ["voting.opened", *["ballot.cast"] * (len(told) - 2), "voting.closed"]
    recorded = [(one.details["organisation"], one.details["revision"], one.actor_id) for one in told[1:-1]]
    assert len(set(recorded)) == len(recorded)
    assert {(one.organisation_id, one.revision, one.person_id) for one in answered} == set(recorded)
    last = {organisation: revision for organisation, revision, _ in recorded}
    assert {one.organisation_id: one.revision for one in ballots} == last


@pytest.mark.both_databases
async def test_no_ballot_is_counted_after_closing_and_none_before_is_lost(stores: list[SqlStore]) -> None:
    """Twenty-four people of twelve municipalities vote and change their votes while the chair closes everywhere."""
    for number in range(1, ROUNDS + 1):
        voting_id = await stores[0].write(lambda tx, number=number: open_for_votes(tx, number=number))
        answered: list[Ballot] = []
        voting = [asyncio.create_task(keep_voting(stores, voting_id, one, answered, seed=number)) for one in VOTERS]
        while len(answered) < number * 5:
            await asyncio.sleep(0)
        closed = await asyncio.gather(*(close(store, voting_id) for store in stores))
        await asyncio.gather(*voting)
        assert len({(one.closed_by, one.verdict) for one in closed}) == 1
        await stores[-1].read(lambda tx, id_=voting_id, answered=answered: check(tx, id_, answered))


async def test_votes_in_several_processes_never_make_each_other_begin_anew(caplog: pytest.LogCaptureFixture) -> None:
    """They take turns, so that none waits longer than for those before it."""
    caplog.set_level("INFO", logger="storage.writer")
    with migrated_postgres() as url:
        async with open_stores(url, STORES) as stores:
            voting_id = await stores[0].write(open_for_votes)
            caplog.clear()
            for revision in range(3):
                turns = zip(VOTERS, itertools.cycle(stores))
                await asyncio.gather(*(cast(one, voting_id, who, Choice.FOR, revision) for who, one in turns))
            assert [one.getMessage() for one in caplog.records] == []


VOTER = """
import asyncio, os, sys
from storage.store import open_store
from tests.integration.test_storage_races import keep_voting
from tests.integration.race_objects import VOTERS

class Told(list):
    def append(self, one):
        os.write(1, f"{one.organisation_id} {one.revision} {one.person_id}\\n".encode())

async def main(url, voting_id, seed):
    async with open_store(url) as store:
        await asyncio.gather(*(keep_voting([store], voting_id, one, Told(), int(seed)) for one in VOTERS))

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.both_databases
async def test_processes_that_vote_while_another_closes(database_url: str) -> None:
    """As above, but each with a memory of its own; SQLite lets one in, which closes as well."""
    migrate(database_url)
    async with open_stores(database_url, 1) as (store,):
        voting_id = await store.write(open_for_votes)
        answered: list[Ballot] = []
        if database_url.startswith("sqlite"):
            voting = [asyncio.create_task(keep_voting([store], voting_id, one, answered, seed=7)) for one in VOTERS]
            while len(answered) < 100:
                await asyncio.sleep(0)
            await close(store, voting_id)
            await asyncio.gather(*voting)
        else:
            processes = [await _start(database_url, voting_id, seed) for seed in (1, 2)]
            lines = [[await _line(one) for _ in range(50)] for one in processes]
            await close(store, voting_id)
            for process, heard in zip(processes, lines, strict=True):
                heard += (await process.communicate())[0].decode().splitlines()
                assert process.returncode == 0
            now = {one.organisation_id: one for one in await store.read(lambda tx: tx.ballots(voting_id))}
            said = [line.split() for heard in lines for line in heard]
            answered = [replace(now[one], revision=int(revision), person_id=person) for one, revision, person in said]
        await store.read(lambda tx: check(tx, voting_id, answered))


async def _start(database_url: str, voting_id: str, seed: int) -> Process:
    command = [sys.executable, "-c", VOTER, database_url, voting_id, str(seed)]
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)


async def _line(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode()
