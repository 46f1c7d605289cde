"""A clock that goes round, and never stops because a round went wrong."""

import asyncio
import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_log = logging.getLogger(__name__)
_JOB = "round"


class Clock:
    """Calls `tick` at once and then every so often; a round that lasts longer than that is not doubled."""

    def __init__(self, tick: Callable[[], Awaitable[None]], every: timedelta) -> None:
        self._tick = tick
        self._every = every
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._is_running = False
        self._is_nudged = False

    def start(self) -> None:
        """Starts on the running event loop."""
        self._scheduler.add_job(
            self._go,
            "interval",
            id=_JOB,
            seconds=self._every.total_seconds(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    def nudge(self) -> None:
        """Has a round begin soon; any number of nudges before it begins are one. Call on the event loop."""
        if self._is_running:
            # The round may have looked already, and APScheduler would drop a second one: another follows it.
            self._is_nudged = True
        elif self._scheduler.running:
            self._scheduler.modify_job(_JOB, next_run_time=datetime.now(UTC))

    async def _go(self) -> None:
        self._is_running = True
        try:
            await self._round()
            while self._is_nudged:
                await self._round()
        except asyncio.CancelledError:
            _log.info("a round was cut short: the bot is stopping")
        finally:
            self._is_running = False

    async def _round(self) -> None:
        self._is_nudged = False
        try:
            await self._tick()
        except Exception as error:  # noqa: BLE001 - the job runner's place: the next round must come
            reference = secrets.token_hex(4)
            # Places only: the error's own text, and a line of source, may quote people.
            trail = " < ".join(
                f"{one.name}:{one.lineno}" for one in reversed(traceback.extract_tb(error.__traceback__))
            )
            _log.error("a round failed, reference %s: %s: %s", reference, type(error).__name__, trail)
