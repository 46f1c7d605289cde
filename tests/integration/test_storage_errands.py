"""Errands wait, are taken by one worker at a time, and what may have been delivered is said to be ambiguous."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from committee.outbox import Errand, ErrandKind, ErrandState
from committee.ports import Transaction
from storage.store import SqlStore
from tests.integration.storage_objects import NOW, fresh_store, write_together

pytestmark = pytest.mark.both_databases
LEASE = timedelta(seconds=30)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    async with fresh_store(database_url) as opened:
        yield opened


def send(tx: Transaction, key: str = "show:v1", *, due_at: datetime | None = None) -> None:
    tx.send("bu", ErrandKind.SHOW, key, {"card": "voting"}, now=NOW, due_at=due_at)


def take(tx: Transaction, *, after: timedelta = timedelta(0)) -> Errand | None:
    now = NOW + after
    return tx.take_errand(now=now, lease_until=now + LEASE)


async def taken(store: SqlStore, *, after: timedelta = timedelta(0)) -> Errand:
    errand = await store.write(lambda tx: take(tx, after=after))
    assert errand is not None
    return errand


async def test_two_waiting_errands_with_one_key_become_one(store: SqlStore) -> None:
    def twice(tx: Transaction) -> None:
        send(tx)
        send(tx)

    assert await write_together(store, twice, send, send) == [None] * 3
    await store.write(twice)
    assert len(await store.read(lambda tx: tx.errands("bu"))) == 1


async def test_one_that_raised_did_not_leave_its_errand(store: SqlStore) -> None:
    def fail(tx: Transaction) -> None:
        send(tx)
        raise ValueError

    await write_together(store, fail, lambda tx: send(tx, "other"))
    assert [one.key for one in await store.read(lambda tx: tx.errands("bu"))] == ["other"]


async def test_an_errand_is_taken_once_and_leased(store: SqlStore) -> None:
    await store.write(send)
    first, second = await write_together(store, take, take)
    assert (first.state, first.attempts, first.lease_until, first.error) == (
        ErrandState.SENDING,
        1,
        NOW + LEASE,
        "",
    )
    assert second is None
    assert await store.write(take) is None
    assert await store.read(lambda tx: tx.errand(first.id)) == first


async def test_nothing_is_taken_before_it_is_due_and_the_oldest_first(store: SqlStore) -> None:
    def fill(tx: Transaction) -> None:
        send(tx, "late", due_at=NOW + timedelta(seconds=2))
        send(tx, "later", due_at=NOW + timedelta(seconds=3))
        send(tx, "now")

    await store.write(fill)
    assert (await taken(store)).key == "now"
    assert await store.write(take) is None
    assert not await store.read(lambda tx: tx.errands_due(NOW))  # type: ignore[attr-defined]
    soon = timedelta(seconds=5)
    assert await store.read(lambda tx: tx.errands_due(NOW + soon))  # type: ignore[attr-defined]
    assert [(await taken(store, after=soon)).key for _ in range(2)] == ["late", "later"]


async def test_what_a_workflow_just_sent_can_be_taken_by_the_next_in_its_group(store: SqlStore) -> None:
    _, found = await write_together(store, send, take)
    assert found is not None
    stored = await store.read(lambda tx: tx.errands("bu"))
    assert [(one.id, one.state) for one in stored] == [(found.id, ErrandState.SENDING)]


async def test_an_errand_whose_worker_died_is_taken_over_as_ambiguous(store: SqlStore) -> None:
    await store.write(send)
    first = await taken(store)
    assert await store.write(lambda tx: take(tx, after=LEASE - timedelta(seconds=1))) is None
    again = await taken(store, after=LEASE)
    assert (again.id, again.attempts, again.error) == (first.id, 2, "ambiguous")
    assert again.lease_until == NOW + 2 * LEASE


async def test_an_ambiguous_errand_says_so_when_it_is_taken(store: SqlStore) -> None:
    await store.write(send)
    first = await taken(store)
    later = NOW + timedelta(minutes=1)
    await store.write(
        lambda tx: tx.put_errand(replace(first, state=ErrandState.AMBIGUOUS, due_at=later, error="timeout"))
    )
    assert await store.write(take) is None
    again = await taken(store, after=timedelta(minutes=1))
    assert (again.state, again.attempts, again.error) == (ErrandState.SENDING, 2, "ambiguous")


@pytest.mark.parametrize("state", [ErrandState.SENDING, ErrandState.AMBIGUOUS])
async def test_a_second_errand_waits_until_the_first_with_its_key_is_through(
    store: SqlStore, state: ErrandState
) -> None:
    """Else two workers would both find no post, and the card would stand in the channel twice."""
    await store.write(send)
    first = await taken(store)
    held = replace(first, state=state, due_at=NOW + timedelta(hours=1), lease_until=NOW + timedelta(hours=1))

    def change_again(tx: Transaction) -> None:
        tx.put_errand(held)
        send(tx)

    await store.write(change_again)
    assert len(await store.read(lambda tx: tx.errands("bu"))) == 2
    assert await store.write(take) is None
    done = replace(held, state=ErrandState.DONE, lease_until=None)
    finished, second = await write_together(store, lambda tx: tx.put_errand(done), take)
    assert finished is None
    assert second is not None
    assert second.id != first.id


async def test_one_that_goes_back_to_waiting_behind_a_newer_one_gives_way(store: SqlStore) -> None:
    await store.write(send)
    first = await taken(store)
    retry_at = NOW + timedelta(seconds=40)

    def back(tx: Transaction) -> None:
        tx.put_errand(replace(first, state=ErrandState.WAITING, due_at=retry_at, lease_until=None, error="ambiguous"))

    for _ in range(2):
        await write_together(store, send, back)
    done, waiting = sorted(await store.read(lambda tx: tx.errands("bu", unfinished=False)), key=lambda one: one.state)
    assert (done.id, done.state, done.error) == (first.id, ErrandState.DONE, "superseded")
    assert (waiting.state, waiting.due_at, waiting.error) == (ErrandState.WAITING, retry_at, "ambiguous")


async def test_finished_errands_are_kept_but_not_listed_as_unfinished(store: SqlStore) -> None:
    await store.write(send)
    first = await taken(store)
    await store.write(lambda tx: tx.put_errand(replace(first, state=ErrandState.DONE)))
    await store.write(send)
    unfinished, everything = await store.read(lambda tx: (tx.errands("bu"), tx.errands("bu", unfinished=False)))
    assert [one.state for one in unfinished] == [ErrandState.WAITING]
    assert everything[0].id == first.id
    assert len(everything) == 2


async def test_a_parked_errand_is_never_taken(store: SqlStore) -> None:
    await store.write(send)
    first = await taken(store)
    await store.write(lambda tx: tx.put_errand(replace(first, state=ErrandState.PARKED, lease_until=None)))
    assert await store.write(lambda tx: take(tx, after=timedelta(days=9))) is None
    assert [one.state for one in await store.read(lambda tx: tx.errands("bu"))] == [ErrandState.PARKED]


async def test_forty_workers_share_forty_errands(store: SqlStore) -> None:
    await store.write(lambda tx: [send(tx, str(number)) for number in range(40)])
    found = await asyncio.gather(*(store.write(take) for _ in range(60)))
    keys = [one.key for one in found if one is not None]
    assert len(keys) == len(set(keys)) == 40


async def test_one_workflow_may_let_one_stop_waiting_and_another_with_its_key_begin(store: SqlStore) -> None:
    """The unique index must bear the order in which they are written."""
    await store.write(send)
    parked = replace(await taken(store), state=ErrandState.PARKED, lease_until=None)

    def park(tx: Transaction) -> None:
        tx.put_errand(parked)
        send(tx)

    def retry(tx: Transaction) -> None:
        tx.put_errand(replace(parked, error="looked at"))
        newer = take(tx)
        assert newer is not None
        tx.put_errand(replace(newer, state=ErrandState.DONE))
        tx.put_errand(replace(parked, state=ErrandState.WAITING))

    await store.write(park)
    await store.write(retry)
    assert [one.id for one in await store.read(lambda tx: tx.errands("bu"))] == [parked.id]


async def test_what_is_under_way_is_known_whoever_it_is_for(store: SqlStore) -> None:
    def send_two(tx: Transaction) -> None:
        send(tx)
        tx.send("styret", ErrandKind.SHOW, "show:v2", {"card": "voting"}, now=NOW)
        tx.send("styret", ErrandKind.SHOW, "show:v3", {"card": "voting"}, now=NOW)

    await store.write(send_two)
    under_way = [await taken(store), await taken(store)]
    found = list(await store.read(lambda tx: tx.errands_under_way()))
    assert sorted(one.id for one in found) == sorted(one.id for one in under_way)
    assert {one.committee_id for one in found} == {"bu", "styret"}
    done = replace(found[0], state=ErrandState.DONE)
    await store.write(lambda tx: tx.put_errand(done))
    assert len(await store.read(lambda tx: tx.errands_under_way())) == 1
