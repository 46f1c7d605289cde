"""Writes that come close after one another share a commit, and none waits for those that never stop coming."""

import asyncio
import threading

import pytest

from storage import gathering
from storage.store import SqlStore, open_store
from tests.integration.storage_objects import fresh_store, note

pytestmark = pytest.mark.both_databases


async def write_after(store: SqlStore, turns: int) -> None:
    """As a request that has come in, and needs some turns of the loop to get to its write."""
    for _ in range(turns):
        await asyncio.sleep(0)
    await store.write(lambda tx: note(tx, str(turns)))


async def test_writes_of_a_burst_share_one_commit(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LONGEST_WAIT", 60)
    async with fresh_store(database_url) as store:
        before = store.counts.commits
        await asyncio.gather(*(write_after(store, turns) for turns in range(0, 30, 3)))
        assert store.counts.commits - before == 1
        entries = await store.read(lambda tx: tx.entries("bu"))
    assert [int(one.subject_id) for one in entries] == list(range(0, 30, 3))


async def test_those_who_write_again_when_answered_stay_together(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of them come while the other half is being committed: after one round they go as one group."""
    monkeypatch.setattr(gathering, "LONGEST_WAIT", 60)
    async with fresh_store(database_url) as store:
        started, go = threading.Event(), threading.Event()

        def hold(_tx: object) -> None:
            started.set()
            assert go.wait(30)

        async def keep_writing(first: bool) -> None:
            await store.write(hold if first else lambda tx: note(tx, "x"))
            for _ in range(5):
                await store.write(lambda tx: note(tx, "x"))

        early = asyncio.create_task(keep_writing(True))
        await asyncio.to_thread(started.wait, 30)
        late = [asyncio.create_task(keep_writing(False)) for _ in range(7)]
        await asyncio.sleep(0)
        before = store.counts.commits
        go.set()
        await asyncio.gather(early, *late)
        assert store.counts.commits - before <= 8


async def test_more_than_a_group_holds_goes_in_several(database_url: str) -> None:
    async with fresh_store(database_url) as store:
        before = store.counts.commits
        await asyncio.gather(*(store.write(lambda tx, n=n: note(tx, str(n))) for n in range(600)))
        assert store.counts.largest == 256
        assert store.counts.commits - before <= 4
        assert len(await store.read(lambda tx: tx.entries("bu"))) == 600


async def test_what_was_gathered_when_the_store_closes_is_kept(database_url: str) -> None:
    async with fresh_store(database_url) as store:
        waiting = asyncio.ensure_future(store.write(lambda tx: note(tx, "last")))
        await asyncio.sleep(0)
        store.close()  # from the loop's own thread, which thus cannot hand over
        await asyncio.wait_for(waiting, 10)
    async with open_store(database_url) as again:
        assert [one.subject_id for one in await again.read(lambda tx: tx.entries("bu"))] == ["last"]


async def test_several_loops_write_side_by_side(database_url: str) -> None:
    async def write_some(store: SqlStore) -> None:
        await asyncio.gather(*(store.write(lambda tx: note(tx, "x")) for _ in range(20)))

    async with fresh_store(database_url) as store:
        await asyncio.gather(*(asyncio.to_thread(asyncio.run, write_some(store)) for _ in range(3)), write_some(store))
        assert len(await store.read(lambda tx: tx.entries("bu"))) == 80
