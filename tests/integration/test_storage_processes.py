"""Several processes on one PostgreSQL: none undoes, repeats or waits in vain for what another does.

Each test brings about the worst order itself: everybody has looked before anybody has written.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from committee.audit import check_chain
from committee.outbox import Errand, ErrandKind, ErrandState
from committee.ports import Transaction
from storage.errors import OutcomeUnknown, TransactionLost
from storage.store import SqlStore
from tests.integration.race_objects import Together, Work, open_stores, pausing
from tests.integration.storage_objects import NOW, ballot, note, open_case, proposal, write_together
from tests.postgres_fixture import migrated_postgres

LEASE = timedelta(minutes=2)


@pytest.fixture
async def two() -> AsyncIterator[list[SqlStore]]:
    with migrated_postgres() as url:
        async with open_stores(url, 2) as opened:
            yield opened


@pytest.fixture
async def one_and_url() -> AsyncIterator[tuple[SqlStore, str]]:
    with migrated_postgres() as url:
        async with open_stores(url, 1) as (store,):
            yield store, url


async def both(two: list[SqlStore], *works: Work) -> list[Any]:
    return await asyncio.gather(*(store.write(work) for store, work in zip(two, works, strict=True)))


async def check_record(store: SqlStore, committee_id: str = "bu") -> list[str]:
    """What the entries are about; the chain is whole."""

    def look(tx: Transaction) -> list[str]:
        entries = tx.entries(committee_id)
        assert check_chain(entries, head=tx.head(committee_id)) == []
        return [one.subject_id for one in entries]

    return await store.read(look)


# What is not there cannot be locked


async def test_the_first_case_number_of_a_year_is_given_once(two: list[SqlStore]) -> None:
    meet = Together()

    def take(tx: Transaction) -> int:
        number = tx.next_number("bu", 2027)
        meet.first_time()
        return number

    assert sorted(await both(two, take, take)) == [1, 2]


async def test_the_first_entry_of_a_log_is_written_once(two: list[SqlStore]) -> None:
    meet = Together()

    def write(tx: Transaction, subject_id: str) -> None:
        note(tx, subject_id)
        meet.first_time()

    await both(two, lambda tx: write(tx, "a"), lambda tx: write(tx, "b"))
    assert sorted(await check_record(two[0])) == ["a", "b"]


async def test_two_ballots_of_one_organisation_are_the_first_and_its_change(two: list[SqlStore]) -> None:
    await two[0].write(open_case)
    meet = Together()

    def cast(tx: Transaction) -> None:
        before = tx.ballot("v1", "molde")
        meet.first_time()
        tx.put_ballot(ballot(revision=before.revision + 1 if before else 1))

    await both(two, cast, cast)
    assert [one.revision for one in await two[0].read(lambda tx: tx.ballots("v1"))] == [2]


async def test_what_may_be_there_once_only_is_there_once(two: list[SqlStore]) -> None:
    """Neither finds another: a list cannot be locked against what is not in it."""
    await two[0].write(lambda tx: note(tx, "begun"))
    meet = Together()

    def open_unless_there_is_one(tx: Transaction, proposal_id: str) -> bool:
        found = tx.proposals("bu")
        meet.first_time()
        if found:
            return False
        tx.put_proposal(proposal(proposal_id, number=int(proposal_id[1:])))
        note(tx, proposal_id)
        return True

    done = await both(two, lambda tx: open_unless_there_is_one(tx, "p1"), lambda tx: open_unless_there_is_one(tx, "p2"))
    assert sorted(done) == [False, True]
    assert len(await two[0].read(lambda tx: tx.proposals("bu"))) == 1
    assert len(await check_record(two[0])) == 2


async def test_one_errand_waits_for_each_key(two: list[SqlStore]) -> None:
    meet = Together()

    def send(tx: Transaction) -> None:
        tx.send("bu", ErrandKind.SHOW, "show:v1", {}, now=NOW)
        meet.first_time()

    await both(two, send, send)
    assert len(await two[0].read(lambda tx: tx.errands("bu"))) == 1


async def test_two_that_lock_in_the_opposite_order_both_get_through(two: list[SqlStore]) -> None:
    def prepare(tx: Transaction) -> None:
        tx.put_proposal(proposal("p1", number=1))
        tx.put_proposal(proposal("p2", number=2))

    await two[0].write(prepare)
    meet = Together()

    def change(tx: Transaction, *ids: str) -> None:
        first = tx.proposal(ids[0])
        meet.first_time()
        second = tx.proposal(ids[1])
        for one in (first, second):
            tx.put_proposal(replace(one, year=one.year + 1))

    await both(two, lambda tx: change(tx, "p1", "p2"), lambda tx: change(tx, "p2", "p1"))
    assert {one.year for one in await two[0].read(lambda tx: tx.proposals("bu"))} == {2028}


async def test_committees_never_wait_for_each_others_logs(two: list[SqlStore]) -> None:
    await two[0].write(lambda tx: [note(tx, "begun", one) for one in ("bu", "styret")])
    held, done, go = pausing(lambda tx: note(tx, "held", "bu"))
    slow = asyncio.create_task(two[0].write(held))
    await asyncio.to_thread(done.wait, 30)
    await asyncio.wait_for(two[1].write(lambda tx: note(tx, "quick", "styret")), 20)
    same = asyncio.create_task(two[1].write(lambda tx: note(tx, "after", "bu")))
    assert not slow.done()
    go.set()
    await asyncio.gather(slow, same)
    assert await check_record(two[0]) == ["begun", "held", "after"]
    assert await check_record(two[0], "styret") == ["begun", "quick"]


# Errands


def take(tx: Transaction, now_in: timedelta = timedelta(0)) -> Errand | None:
    return tx.take_errand(now=NOW + now_in, lease_until=NOW + now_in + LEASE)


async def test_an_errand_is_delivered_by_one_and_the_other_takes_the_next_meanwhile(two: list[SqlStore]) -> None:
    def send(tx: Transaction) -> None:
        for number in range(2):
            tx.send("bu", ErrandKind.SHOW, f"show:{number}", {}, now=NOW)

    await two[0].write(send)
    held, done, go = pausing(take)
    slow = asyncio.create_task(two[0].write(held))
    await asyncio.to_thread(done.wait, 30)
    other = await asyncio.wait_for(two[1].write(take), 20)
    assert await asyncio.wait_for(two[1].write(take), 20) is None, "nor does it wait for what is being taken"
    go.set()
    first = await slow
    assert first is not None
    assert other is not None
    assert {first.key, other.key} == {"show:0", "show:1"}


async def test_many_errands_are_each_taken_once_by_whichever_process(two: list[SqlStore]) -> None:
    await two[0].write(lambda tx: [tx.send("bu", ErrandKind.SHOW, str(n), {}, now=NOW) for n in range(60)])

    async def keep_taking(store: SqlStore) -> list[str]:
        found = []
        while errand := await store.write(take):
            found.append(errand.key)
            done = replace(errand, state=ErrandState.DONE, lease_until=None)
            await store.write(lambda tx, done=done: tx.put_errand(done))
        return found

    taken = await asyncio.gather(*(keep_taking(store) for store in two for _ in range(4)))
    assert sorted(key for some in taken for key in some) == sorted(map(str, range(60)))
    assert {one.state for one in await two[0].read(lambda tx: tx.errands("bu", unfinished=False))} == {ErrandState.DONE}


async def test_two_errands_with_one_key_are_never_under_way_at_once(two: list[SqlStore]) -> None:
    """The second process has looked, and found that nothing was under way, before the first takes its errand."""

    def send(tx: Transaction) -> None:
        tx.send("bu", ErrandKind.SHOW, "show:v1", {}, now=NOW)

    meet, then = Together(), Together()

    def send_and_take(tx: Transaction) -> Errand | None:
        assert then is not None
        seen = tx.is_under_way("show:v1")
        meet.first_time()
        then.first_time()
        send(tx)
        found = take(tx)
        assert found is None or not seen
        return found

    waiting = asyncio.create_task(two[1].write(send_and_take))
    await asyncio.to_thread(meet.first_time)
    await two[0].write(send)
    first = await two[0].write(take)
    await asyncio.to_thread(then.first_time)
    assert first is not None
    assert await waiting is None
    states = [one.state for one in await two[0].read(lambda tx: tx.errands("bu"))]
    assert sorted(states) == [ErrandState.SENDING, ErrandState.WAITING]


# When the database says no, or goes away


async def test_what_the_database_refuses_in_the_middle_undoes_nobody_elses_work(two: list[SqlStore]) -> None:
    """PostgreSQL gives up the whole transaction at a fault, and answers its COMMIT as if nothing were wrong."""
    works = [lambda tx: note(tx, "a"), lambda tx: tx.next_number("bu", "no year"), lambda tx: note(tx, "b")]
    results = await write_together(two[0], *works)
    assert (results[0], results[2]) == (None, None)
    assert isinstance(results[1], psycopg.Error)
    assert await check_record(two[0]) == ["a", "b"]


async def test_a_workflow_that_hides_what_the_database_said_is_not_answered_as_kept(two: list[SqlStore]) -> None:
    def work(tx: Transaction) -> None:
        note(tx, "a")
        with contextlib.suppress(psycopg.Error):
            tx.next_number("bu", "no year")  # type: ignore[arg-type]
        tx.written.clear()  # type: ignore[attr-defined] - so that nothing is sent before the commit

    with pytest.raises(TransactionLost):
        await two[0].write(work)
    await two[0].write(lambda tx: note(tx, "b"))
    assert await check_record(two[0]) == ["b"]


def talk(url: str, *statements: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for one in statements:
            connection.execute(one)  # type: ignore[arg-type] - our own


CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


async def test_a_connection_that_was_cut_is_made_anew_and_nobody_notices(one_and_url: tuple[SqlStore, str]) -> None:
    store, url = one_and_url
    await store.write(lambda tx: note(tx, "a"))
    await store.read(lambda tx: tx.entries("bu"))
    talk(url, CUT)
    await store.write(lambda tx: note(tx, "b"))
    cut: list[bool] = []

    def cut_once(tx: Transaction) -> None:
        note(tx, "c")
        if not cut:
            cut.append(True)
            talk(url, CUT)

    await store.write(cut_once)
    assert await check_record(store) == ["a", "b", "c"]


DIE_AT_COMMIT = """
CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER die AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION die();
"""


async def test_a_commit_that_nobody_answered_is_not_tried_again(one_and_url: tuple[SqlStore, str]) -> None:
    """It may have been kept: run again, it would be done twice."""
    store, url = one_and_url
    talk(url, DIE_AT_COMMIT)
    runs: list[str] = []

    def work(tx: Transaction, name: str) -> None:
        runs.append(name)
        note(tx, name)

    results = await write_together(store, lambda tx: work(tx, "a"), lambda tx: work(tx, "b"))
    assert [type(one) for one in results] == [OutcomeUnknown] * 2
    assert runs == ["a", "b"]
    talk(url, "DROP TRIGGER die ON audit")
    await store.write(lambda tx: work(tx, "c"))
    assert await check_record(store) == ["c"]


async def test_a_process_that_is_stuck_in_a_transaction_does_not_hold_the_others_for_ever(
    one_and_url: tuple[SqlStore, str],
) -> None:
    store, _ = one_and_url

    def look(tx: Any) -> str:
        connection = tx._batch.connection
        connection._cursor.execute("SHOW idle_in_transaction_session_timeout")
        return connection._cursor.fetchone()[0]

    assert await store.write(look) == "1min"
