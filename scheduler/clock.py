"""A clock that goes round, and never stops because a round went wrong."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_log = logging.getLogger(__name__)


class Clock:
    """Calls `tick` at once and then every so often; a round that lasts longer than that is not doubled."""

    def __init__(self, tick: Callable[[], Awaitable[None]], every: timedelta) -> None:
        self._tick = tick
        self._every = every
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Starts on the running event loop."""
        self._scheduler.add_job(
            self._go,
            "interval",
            seconds=self._every.total_seconds(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    async def _go(self) -> None:
        try:
            await self._tick()
        except asyncio.CancelledError:
            _log.info("a round was cut short: the bot is stopping")
        except Exception as error:  # noqa: BLE001 - the job runner's place: the next round must come
            reference = secrets.token_hex(4)
            _log.error("a round failed, reference %s: %s", reference, type(error).__name__, exc_info=error)
