"""Time limits for requests without a timer for each: one look every so often at what has taken too long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

#: A timer of its own for each request costs as much as the whole check of its token.
LOOK_EVERY_SECONDS = 0.25


class Deadlines:
    """Cancels tasks that have run out of time; whoever runs one asks afterwards whether that is why it ended."""

    def __init__(self, *, look_every: float = LOOK_EVERY_SECONDS) -> None:
        self._look_every = look_every
        self._ends: dict[asyncio.Task[object], float] = {}
        self._expired: set[asyncio.Task[object]] = set()

    def begin(self, task: asyncio.Task[object], seconds: float) -> None:
        """Gives the task so long from now, in place of what it had; it ends up to `look_every` late."""
        self._ends[task] = monotonic() + seconds

    def end(self, task: asyncio.Task[object]) -> bool:
        """Takes the limit away. Answers whether it had passed, and then takes the cancellation back."""
        self._ends.pop(task, None)
        if task not in self._expired:
            return False
        self._expired.discard(task)
        task.uncancel()
        return True

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[None]:
        """Looks until the block ends."""
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            looking.cancel()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(self._look_every)
            now = monotonic()
            for task in [task for task, ends in self._ends.items() if ends <= now]:
                del self._ends[task]
                self._expired.add(task)
                task.cancel()
