"""The store that the composition root opens: `committee.ports.Store` on SQLite or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

from sqlalchemy import Engine

from committee.ports import Transaction
from storage.batch import Batch
from storage.connection import Connection
from storage.database import READERS, check_version, hold, is_current, migrate, open_engine
from storage.transaction import SqlTransaction
from storage.writer import Counts, Writer

__all__ = ["SqlStore", "is_current", "migrate", "open_reader", "open_store"]

T = TypeVar("T")


class SqlStore:
    """Writes go through one thread in group commit, reads through a few of their own. Any event loop may use it."""

    def __init__(self, writing: Engine, reading: Engine) -> None:
        self._reading = reading
        self._writer = Writer(writing)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="storage-reader")

    @property
    def counts(self) -> Counts:
        return self._writer.counts

    async def write(self, work: Callable[[Transaction], T], *, ballot: tuple[str, str] | None = None) -> T:
        """Answers when what `work` wrote is durable. `work` runs in another thread, and again if a commit fails."""
        return await self._writer.submit(work, ballot)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Runs `work` in another thread on a snapshot; raises RuntimeError if it writes."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    def _read(self, work: Callable[[Transaction], T]) -> T:
        with _snapshot(self._reading) as transaction:
            return work(transaction)

    def close(self) -> None:
        """Blocks until what is queued is committed."""
        self._writer.close()
        self._readers.shutdown()


@contextmanager
def _snapshot(engine: Engine) -> Iterator[SqlTransaction]:
    connection = Connection(engine, writable=False)
    try:
        connection.begin()
        yield SqlTransaction(Batch(connection))
    finally:
        connection.rollback()
        connection.close()


@asynccontextmanager
async def open_store(database_url: str) -> AsyncIterator[SqlStore]:
    """The store until the block ends.

    Raises DatabaseInUse when another process has the SQLite file, SchemaOutOfDate unless it is migrated to head.
    """
    with hold(database_url):
        writing = open_engine(database_url, writable=True)
        reading = open_engine(database_url, writable=False)
        try:
            check_version(writing)
            store = SqlStore(writing, reading)
            try:
                yield store
            finally:
                await asyncio.to_thread(store.close)
        finally:
            reading.dispose()
            writing.dispose()


@contextmanager
def open_reader(database_url: str) -> Iterator[SqlTransaction]:
    """A snapshot for commands, also while the bot runs. Raises SchemaOutOfDate."""
    engine = open_engine(database_url, writable=False)
    try:
        check_version(engine)
        with _snapshot(engine) as transaction:
            yield transaction
    finally:
        engine.dispose()
