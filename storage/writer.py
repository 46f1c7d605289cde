"""Group commit: one thread, one connection, one commit for all that came while the last one was running."""

import asyncio
import logging
import queue
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from storage.batch import Batch
from storage.connection import Connection
from storage.errors import OutcomeUnknown, Overtaken, TransactionLost, Unreachable, may_be_run_again
from storage.gathering import Gathering
from storage.kinds import Key
from storage.memory import Memory
from storage.transaction import SqlTransaction

LARGEST_BATCH = 256
#: A batch that other processes stand in the way of; each is run alone after that.
MOST_TRIES = 6
#: Seconds before the last of them, so that two do not meet again and again.
LONGEST_PAUSE = 0.2
_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Job:
    """A workflow that waits for its commit; it gets `result` or `problem`."""

    work: Callable[[SqlTransaction], Any]
    future: asyncio.Future[Any]
    #: The ballot that `work` will ask for, by (voting id, organisation id).
    ballot: Key | None = None
    result: Any = None
    problem: BaseException | None = None


@dataclass(slots=True)
class Counts:
    """Since start: `writes` were answered by `commits`, in batches of which the largest had `largest`."""

    writes: int = 0
    commits: int = 0
    largest: int = 0


class Writer:
    """Owns the write connection. A workflow may run twice, when another's in its batch cannot be committed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._gatherings: dict[asyncio.AbstractEventLoop, Gathering[Job]] = {}
        self._groups: queue.SimpleQueue[tuple[Gathering[Job], list[Job]] | None] = queue.SimpleQueue()
        #: SQLite's file is held by this process (`storage.database.hold`).
        self._memory = Memory(alone=engine.name == "sqlite")
        self._fatal: tuple[type[BaseException], ...] = (engine.dialect.loaded_dbapi.Error, Overtaken, TransactionLost)
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="storage-writer", daemon=True)
        self.counts = Counts()
        self._thread.start()

    def submit(self, work: Callable[[SqlTransaction], Any], ballot: Key | None = None) -> asyncio.Future[Any]:
        """Of the running loop. Raises RuntimeError after close."""
        if self._closed:
            raise RuntimeError("the store is closed")
        loop = asyncio.get_running_loop()
        job = Job(work=work, future=loop.create_future(), ballot=ballot)
        (self._gatherings.get(loop) or self._begin_gathering(loop)).add(job)
        return job.future

    def _begin_gathering(self, loop: asyncio.AbstractEventLoop) -> Gathering[Job]:
        """For a loop that writes for the first time."""
        gathering = Gathering[Job](loop, lambda jobs: self._groups.put((gathering, jobs)), largest=LARGEST_BATCH)
        self._gatherings[loop] = gathering
        return gathering

    def close(self) -> None:
        """Commits what was submitted, then ends."""
        self._closed = True
        for gathering in list(self._gatherings.values()):
            while jobs := gathering.take():
                self._groups.put((gathering, jobs))
        self._groups.put(None)
        self._thread.join()

    def _run(self) -> None:
        while group := self._groups.get():
            gathering, batch = group
            self._write(batch)
            _answer(gathering, batch)
        if self._connection:
            self._connection.close()

    def _write(self, batch: list[Job]) -> None:
        self.counts.writes += len(batch)
        self.counts.largest = max(self.counts.largest, len(batch))
        problem = self._insist(batch)
        if problem is None:
            return
        if len(batch) == 1 or isinstance(problem, OutcomeUnknown | Unreachable):
            for job in batch:
                job.problem = job.problem or problem
            return
        _log.warning("batch of %d failed (%s): each is run alone", len(batch), type(problem).__name__)
        for job in batch:
            job.problem = self._insist([job]) or job.problem

    def _insist(self, batch: list[Job]) -> BaseException | None:
        """Runs and commits, again when another process came in between; what keeps the whole batch from it."""
        committees: set[str] = set()
        problem = self._try(batch, committees)
        for attempt in range(1, MOST_TRIES):
            if problem is None or not may_be_run_again(problem):
                break
            _log.info("batch of %d is run again (%s)", len(batch), type(problem).__name__)
            time.sleep(random.uniform(0, LONGEST_PAUSE * attempt / MOST_TRIES))
            problem = self._try(batch, committees)
        return problem

    def _try(self, batch: list[Job], committees: set[str]) -> BaseException | None:
        """Once; the committees are locked first, and those that turn out to be needed are added to them."""
        try:
            connection = self._connection = self._connection or Connection(self._engine, writable=True)
        except Exception as problem:  # noqa: BLE001 - whoever waits is given it
            return _because(Unreachable("the database cannot be reached"), problem)
        shared = Batch(connection, self._memory)
        try:
            self._run_in(connection, shared, batch, committees)
        except BaseException as problem:  # noqa: BLE001 - whoever waits is given it
            committees |= shared.committees
            lost = connection.is_lost and not isinstance(problem, OutcomeUnknown)
            self._start_over()
            return _because(TransactionLost("the database went away"), problem) if lost else problem
        return None

    def _run_in(self, connection: Connection, shared: Batch, batch: list[Job], committees: set[str]) -> None:
        connection.begin()
        shared.prepare({job.ballot for job in batch if job.ballot}, committees)
        for job in batch:
            job.result = job.problem = None
            _perform(job, shared, self._fatal)
        shared.flush()
        try:
            connection.commit()
        except self._fatal as problem:
            if connection.is_lost:
                raise OutcomeUnknown("the database went away during a commit") from problem
            raise
        self.counts.commits += 1
        self._memory.settle()

    def _start_over(self) -> None:
        """After a failure the connection itself may be broken (a lost server): the next batch gets a new one."""
        self._memory.forget()
        connection, self._connection = self._connection, None
        if connection:
            connection.discard()


def _because(problem: BaseException, cause: BaseException) -> BaseException:
    problem.__cause__ = cause
    return problem


def _perform(job: Job, shared: Batch, fatal: tuple[type[BaseException], ...]) -> None:
    """Runs one workflow. Raises `fatal`: what the database says ends the whole transaction, not this job alone."""
    transaction = SqlTransaction(shared)
    try:
        job.result = job.work(transaction)
    except fatal:
        raise
    except StopIteration as problem:  # A future cannot carry one, no more than a coroutine can.
        job.problem = RuntimeError("the workflow raised StopIteration")
        job.problem.__cause__ = problem
    except BaseException as problem:  # noqa: BLE001 - whoever waits is given it
        job.problem = problem
    else:
        shared.take_over(transaction.written)


def _answer(gathering: Gathering[Job], batch: list[Job]) -> None:
    """Wakes the loop that the batch came from, once."""
    try:
        gathering.loop.call_soon_threadsafe(_settle, gathering, batch)
    except RuntimeError:  # The loop has closed: nobody waits any more.
        _log.info("%d writes finished after their loop had closed", len(batch))


def _settle(gathering: Gathering[Job], jobs: list[Job]) -> None:
    gathering.ready()
    for job in jobs:
        if job.future.done():
            continue
        if job.problem is not None:
            job.future.set_exception(job.problem)
        else:
            job.future.set_result(job.result)
