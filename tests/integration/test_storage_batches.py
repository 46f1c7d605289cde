"""Writes are grouped, and a workflow never notices the others of its group."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import TypeVar

import psycopg
import pytest

from committee.audit import GENESIS, check_chain
from committee.errors import CommitteeError
from committee.ports import Transaction
from storage.batch import Batch
from storage.connection import Connection
from storage.database import open_engine
from storage.memory import Memory
from storage.store import SqlStore, migrate, open_reader, open_store
from storage.transaction import SqlTransaction
from tests.integration.storage_objects import (
    ROLL,
    ballot,
    fresh_store,
    note,
    open_case,
    proposal,
    voting,
    write_together,
)

pytestmark = pytest.mark.both_databases
T = TypeVar("T")
#: What the drivers say when a constraint is broken.
REFUSED = (sqlite3.IntegrityError, psycopg.IntegrityError)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    async with fresh_store(database_url) as opened:
        yield opened


async def test_a_workflow_that_raises_leaves_nothing(store: SqlStore) -> None:
    def fail(tx: Transaction) -> None:
        open_case(tx)
        note(tx, "p1")
        tx.next_number("bu", 2026)
        raise CommitteeError("voting_closed")

    with pytest.raises(CommitteeError, match="voting_closed"):
        await store.write(fail)

    def nothing(tx: Transaction) -> tuple[object, ...]:
        return tx.proposals("bu"), tx.meetings("bu"), tx.entries("bu"), tx.head("bu"), tx.next_number("bu", 2026)

    assert await store.write(nothing) == ([], [], [], GENESIS, 1)


async def test_200_concurrent_writes_take_few_commits(store: SqlStore) -> None:
    await asyncio.gather(*(store.write(lambda tx, n=n: note(tx, str(n))) for n in range(200)))
    assert store.counts.writes == 200
    assert store.counts.commits <= 20
    entries = await store.read(lambda tx: tx.entries("bu"))
    assert sorted(int(one.subject_id) for one in entries) == list(range(200))


async def test_votes_in_one_group_see_their_own_earlier_ballot_or_none(store: SqlStore) -> None:
    """They are read together, in any number, and one that is missing is not taken for another's."""
    names = [f"o{n}" for n in range(70)]

    def prepare(tx: Transaction) -> None:
        open_case(tx)
        for one in names[::2]:
            tx.put_ballot(ballot(one, remark=one))

    await store.write(prepare)
    started, go = threading.Event(), threading.Event()

    def block(_tx: Transaction) -> None:
        started.set()
        assert go.wait(30)

    def look(tx: Transaction, name: str) -> str | None:
        found = tx.ballot("v1", name)
        return found.remark if found else None

    blocked = asyncio.create_task(store.write(block))
    await asyncio.to_thread(started.wait, 30)
    waiting = [
        asyncio.ensure_future(store.write(lambda tx, one=one: look(tx, one), ballot=("v1", one))) for one in names
    ]
    await asyncio.sleep(0)
    go.set()
    await blocked
    assert store.counts.commits <= 3
    assert await asyncio.gather(*waiting) == [one if n % 2 == 0 else None for n, one in enumerate(names)]


async def test_one_that_raises_in_a_group_leaves_nothing_and_disturbs_nobody(store: SqlStore) -> None:
    def fail(tx: Transaction) -> None:
        tx.put_proposal(replace(tx.proposal("p1"), proposer_id="nobody"))
        note(tx, "failed")
        tx.next_number("bu", 2026)
        raise CommitteeError("voting_closed")

    def after(tx: Transaction) -> tuple[str, int]:
        note(tx, "after")
        return tx.proposal("p1").proposer_id, tx.next_number("bu", 2026)

    results = await write_together(store, open_case, fail, after)
    assert store.counts.commits == 2, "one for what held up the writer, one for the group"
    assert results[0] is None
    assert isinstance(results[1], CommitteeError)
    assert results[2] == ("per1", 1)
    assert [one.subject_id for one in await store.read(lambda tx: tx.entries("bu"))] == ["after"]


async def test_later_workflows_of_a_group_see_the_earlier_ones(store: SqlStore) -> None:
    def cast(tx: Transaction) -> int:
        before = tx.ballot("v1", "molde")
        tx.put_ballot(ballot(revision=before.revision + 1 if before else 1))
        return len(tx.ballots("v1"))

    results = await write_together(store, open_case, cast, cast, cast)
    assert results[1:] == [1, 1, 1]
    found = await store.read(lambda tx: tx.ballot("v1", "molde"))
    assert found is not None
    assert found.revision == 3


async def test_one_that_the_database_refuses_fails_alone(store: SqlStore) -> None:
    def orphan(tx: Transaction) -> None:
        tx.put_voting(voting("v2", proposal_id="nowhere"))

    def same_number(tx: Transaction) -> None:
        tx.put_proposal(proposal("p2", number=1))

    def unwritable(tx: Transaction) -> None:
        tx.put_proposal(proposal("p3", number=3, proposer_id="\ud800"))

    works = [open_case, orphan, same_number, unwritable, lambda tx: note(tx, "fine")]
    results = await write_together(store, *works)
    assert [isinstance(one, REFUSED) for one in results[:3]] == [False, True, True]
    assert isinstance(results[3], ValueError)
    assert results[4] is None
    found = await store.read(lambda tx: (tx.proposals("bu"), tx.votings("bu"), tx.entries("bu")))
    assert [len(one) for one in found] == [1, 1, 1]


async def test_text_that_postgresql_cannot_keep_is_refused_on_both_and_disturbs_nobody(store: SqlStore) -> None:
    works = [open_case, lambda tx: tx.put_ballot(ballot(remark="a\0b")), lambda tx: note(tx, "fine")]
    results = await write_together(store, *works)
    assert isinstance(results[1], CommitteeError)
    assert (results[0], results[1].code, results[2]) == (None, "unwritable_text", None)
    assert await store.read(lambda tx: tx.ballots("v1")) == []


async def test_what_is_asked_for_by_an_impossible_id_is_not_there(store: SqlStore) -> None:
    for run in (store.read, store.write):
        assert await run(lambda tx: (tx.proposals("\0"), tx.ballot("v\0", "molde"))) == ([], None)
        with pytest.raises(CommitteeError, match="not_found"):
            await run(lambda tx: tx.proposal("p\0"))


async def test_a_workflow_that_raises_stop_iteration_does_not_hang_its_group(store: SqlStore) -> None:
    results = await write_together(store, lambda _tx: next(iter(())), lambda tx: note(tx, "fine"))
    assert isinstance(results[0], RuntimeError)
    assert results[1] is None


async def test_a_case_number_is_never_given_twice(store: SqlStore) -> None:
    def take(tx: Transaction) -> int:
        return tx.next_number("bu", 2026)

    numbers = await asyncio.gather(*(store.write(take) for _ in range(100)))
    assert sorted(numbers) == list(range(1, 101))
    assert await store.write(lambda tx: (tx.next_number("bu", 2027), tx.next_number("styret", 2026))) == (1, 1)
    assert await store.write(lambda tx: [tx.next_number("bu", 2026) for _ in range(2)]) == [101, 102]


async def test_the_chains_hold_after_many_concurrent_writes(store: SqlStore) -> None:
    def work(tx: Transaction, number: int) -> None:
        note(tx, str(number), f"c{number % 3}")
        note(tx, str(number), "all")
        if number % 7 == 0:
            raise CommitteeError("voting_closed")

    writes = (store.write(lambda tx, n=n: work(tx, n)) for n in range(150))
    results = await asyncio.gather(*writes, return_exceptions=True)
    kept = sum(one is None for one in results)

    def chains(tx: Transaction) -> dict[str, int]:
        for committee_id in ("c0", "c1", "c2", "all"):
            assert check_chain(tx.entries(committee_id), head=tx.head(committee_id)) == []
        return {"all": len(tx.entries("all")), "parts": sum(len(tx.entries(f"c{n}")) for n in range(3))}

    assert await store.read(chains) == {"all": kept, "parts": kept}


async def test_head_and_entries_count_what_the_workflow_itself_recorded(store: SqlStore) -> None:
    def work(tx: Transaction) -> None:
        before = tx.head("bu")
        note(tx, "one")
        entries = tx.entries("bu")
        assert entries[-1].previous == before
        assert entries[-1].sha256 == tx.head("bu") != before

    assert await write_together(store, work, work) == [None, None]


async def test_a_changed_or_cut_log_in_the_database_is_found(database_url: str) -> None:
    url = database_url
    async with fresh_store(url) as store:
        for number in range(5):
            await store.write(lambda tx, n=number: note(tx, str(n)))
    tampering = {
        'UPDATE audit SET details = \'{"text":"Uærlig","n":1}\' WHERE position = 3': ["altered"],
        "DELETE FROM audit WHERE position = 2": ["missing", "unlinked"],
        "DELETE FROM audit WHERE position = 5": ["cut"],
    }
    for statement, codes in tampering.items():
        engine = open_engine(url, writable=True)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE kept AS SELECT * FROM audit")
            connection.exec_driver_sql(statement)
        with open_reader(url) as tx:
            assert tx.committees_with_log() == ["bu"]
            assert [one.code for one in check_chain(tx.entries("bu"), head=tx.head("bu"))] == codes
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM audit")
            connection.exec_driver_sql("INSERT INTO audit SELECT * FROM kept")
            connection.exec_driver_sql("DROP TABLE kept")
        engine.dispose()
    with open_reader(url) as tx:
        assert check_chain(tx.entries("bu"), head=tx.head("bu")) == []


async def test_a_read_is_one_moment_while_others_write(store: SqlStore) -> None:
    await store.write(open_case)
    loop = asyncio.get_running_loop()

    def look(tx: Transaction) -> tuple[int, int]:
        before = len(tx.proposals("bu"))
        write = asyncio.run_coroutine_threadsafe(
            store.write(lambda other: other.put_proposal(proposal("p2", number=2))), loop
        )
        write.result(30)
        return before, len(tx.proposals("bu"))

    assert await store.read(look) == (1, 1)
    assert len(await store.read(lambda tx: tx.proposals("bu"))) == 2


async def test_what_the_database_refused_is_not_remembered(store: SqlStore) -> None:
    """The one that fails is alone in its batch, so that what it wrote is already what the batch knows."""
    await store.write(open_case)
    title = (await store.write(lambda tx: tx.proposal("p1"))).form.title

    def spoil(tx: Transaction) -> None:
        changed = proposal("p1", form=replace(proposal().form, title="Aldri lagret"))
        tx.put_proposal(changed)
        tx.put_voting(voting("v2", proposal_id="nowhere"))

    with pytest.raises(REFUSED):
        await store.write(spoil)
    assert (await store.write(lambda tx: tx.proposal("p1"))).form.title == title


def test_with_other_processes_only_what_never_changes_is_remembered(database_url: str) -> None:
    """Another replica may have written since."""
    migrate(database_url)
    engine = open_engine(database_url, writable=True)
    connection, memory = Connection(engine, writable=True), Memory(alone=False)

    def run(work: Callable[[SqlTransaction], T]) -> T:
        connection.begin()
        batch = Batch(connection, memory)
        transaction = SqlTransaction(batch)
        result = work(transaction)
        batch.take_over(transaction.written)
        batch.flush()
        connection.commit()
        memory.settle()
        return result

    def look(tx: SqlTransaction) -> tuple[str | None, str, bool]:
        return tx.service_url("t1"), tx.proposal("p1").prefix, tx.roll_entry("v2", "molde") is not None

    run(open_case)
    assert run(look) == (None, "BU", False)
    other = Connection(engine, writable=True)
    other.begin()
    batch = Batch(other)
    elsewhere = SqlTransaction(batch)
    elsewhere.put_service_url("t1", "https://smba.example/emea/")
    elsewhere.put_proposal(proposal("p1", prefix="ST"))
    elsewhere.put_voting(voting("v2"))
    elsewhere.put_roll("v2", ROLL)
    batch.take_over(elsewhere.written)
    batch.flush()
    other.commit()
    assert run(look) == ("https://smba.example/emea/", "ST", True)
    connection.close()
    other.close()
    engine.dispose()


async def test_a_write_that_nobody_waits_for_any_more_is_kept_and_hurts_nobody(store: SqlStore) -> None:
    waiting = asyncio.create_task(store.write(lambda tx: note(tx, "left")))
    await asyncio.sleep(0)
    waiting.cancel()
    await store.write(lambda tx: note(tx, "next"))
    assert [one.subject_id for one in await store.read(lambda tx: tx.entries("bu"))] == ["left", "next"]


async def test_closing_commits_what_is_queued_and_refuses_more(database_url: str) -> None:
    async with fresh_store(database_url) as store:
        waiting = [asyncio.ensure_future(store.write(lambda tx, n=n: note(tx, str(n)))) for n in range(20)]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    with pytest.raises(RuntimeError, match="closed"):
        await store.write(open_case)
    async with open_store(database_url) as again:
        assert len(await again.read(lambda tx: tx.entries("bu"))) == 20


async def test_a_known_service_url_costs_no_write(store: SqlStore) -> None:
    def hear(tx: Transaction) -> bool:
        tx.put_service_url("tenant", "https://smba.example/")
        return bool(tx.written)  # type: ignore[attr-defined]

    assert [await store.write(hear), await store.write(hear)] == [True, False]
