"""Carries errands out, and tells the record what became of each."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.couriers import Couriers
from bot.failures import report_failure
from committee.errors import CommitteeError
from committee.microsoft_errors import Ambiguous, MicrosoftError, Throttled, Unavailable
from committee.outbox import Errand, ErrandKind
from committee.ports import Store, Transaction
from committee.workflows.deliveries import park_errand, postpone_errand, resume_errands, yield_errand

_log = logging.getLogger(__name__)

#: Whoever holds an errand this long has died.
LEASE = timedelta(minutes=2)
AT_ONCE = 4
#: Seconds from one errand's beginning to the next's: votes go first, and what is sent shares their processor.
BETWEEN = 0.02
#: Teams shows a new post in its lists after a little while.
LOOK_UP_AFTER = timedelta(seconds=3)
LONGEST_WAIT = timedelta(minutes=5)
TURN = timedelta(seconds=1)


class Delivery:
    """Takes what is due, a few at a time and one at a time for each key, until told to stop.

    `alone` says that no other process delivers from this store: what is under way at the start was ours, and is
    looked up at once instead of when its lease has run out.
    """

    def __init__(self, store: Store, couriers: Couriers, *, now: Callable[[], datetime], alone: bool = False) -> None:
        self._store = store
        self._couriers = couriers
        self._now = now
        self._alone = alone
        self._wanted = asyncio.Event()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._loop: asyncio.Task[None] | None = None

    def nudge(self) -> None:
        """There may be something to deliver. Costs nothing when called often."""
        self._wanted.set()

    def start(self) -> None:
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends; errands under way get a moment to finish, the rest wait in the database."""
        if self._loop:
            self._loop.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=5)

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._resume()
                await self.deliver_due()
            except Exception as error:  # noqa: BLE001 - the delivery loop's place: it must outlive a bug
                _log.error("delivery stopped short: %s", report_failure(error, None))

    async def deliver_due(self) -> None:
        """Begins every errand that is due now; returns when all have been begun."""
        while True:
            await self._slots.acquire()
            try:
                errand = await self._take()
            except BaseException:
                self._slots.release()
                raise
            if errand and errand.key not in self._under_way:
                self._under_way[errand.key] = asyncio.create_task(self._deliver(errand))
                await asyncio.sleep(BETWEEN)
                continue
            self._slots.release()
            if errand is None:
                return
            await self._store.write(lambda tx, one=errand: yield_errand(tx, one, now=self._now() + TURN))

    async def _resume(self) -> None:
        """Once: what the process before us left under way is due as soon as Teams can be asked about it."""
        if self._alone:
            at = self._now() + LOOK_UP_AFTER
            await self._store.write(lambda tx: resume_errands(tx, now=at))
            self._alone = False

    async def settle(self) -> None:
        """Waits for the errands under way, for tests and for an orderly stop."""
        while self._under_way:
            await asyncio.wait(self._under_way.values())

    async def _take(self) -> Errand | None:
        now = self._now()
        due = await self._store.read(lambda tx: tx.errands_due(now))
        if not due:
            return None
        return await self._store.write(lambda tx: tx.take_errand(now=now, lease_until=now + LEASE))

    async def _deliver(self, errand: Errand) -> None:
        try:
            await self._carry(errand)
        except Exception as error:  # noqa: BLE001 - the delivery loop's place: the errand is kept and tried again
            await self._postpone(errand, f"bug {report_failure(error, None)}", _pause(errand))
        finally:
            del self._under_way[errand.key]
            self._slots.release()
            self.nudge()

    async def _carry(self, errand: Errand) -> None:
        try:
            await self._couriers.carry(errand)
        except Throttled as error:
            await self._postpone(errand, str(error), error.retry_after)
        except Unavailable as error:
            await self._postpone(errand, str(error), error.retry_after or _pause(errand))
        except Ambiguous as error:
            await self._doubt(errand, str(error))
        except (MicrosoftError, CommitteeError) as error:
            _log.warning("errand %s parked: %s", errand.id, error)
            text = str(error)
            await self._store.write(lambda tx: park_errand(tx, errand, error=text))

    async def _doubt(self, errand: Errand, error: str) -> None:
        """A post that can be looked up is; what cannot is left to a person, who can ask the one it was meant for."""
        if errand.kind is ErrandKind.TELL:
            await self._store.write(lambda tx: park_errand(tx, errand, error=error))
            return
        await self._postpone(errand, error, LOOK_UP_AFTER, ambiguous=True)

    async def _postpone(self, errand: Errand, error: str, wait: timedelta, *, ambiguous: bool = False) -> None:
        _log.info("errand %s waits %.0f s: %s", errand.id, wait.total_seconds(), error)

        def work(tx: Transaction) -> None:
            postpone_errand(tx, errand, error=error, wait=wait, ambiguous=ambiguous, now=self._now())

        await self._store.write(work)


def _pause(errand: Errand) -> timedelta:
    return min(timedelta(seconds=2**errand.attempts), LONGEST_WAIT)
