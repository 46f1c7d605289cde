"""An event loop in a thread of its own, so that slow work there never holds up the loop that answers members."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """Runs coroutines on its own loop; may be called from any loop or thread."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._turn, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread and come back at once."""
        self._thread.start()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin the work on the worker's loop. Raises: RuntimeError when the worker was stopped."""
        if self._loop.is_closed():
            work.close()
            raise RuntimeError("the worker has stopped")
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the work on the worker's loop and wait for it here; cancelling this cancels the work."""
        return await asyncio.wrap_future(self.submit(work))

    async def stop(self) -> None:
        """Cancel what is under way and end the thread; a second time does nothing."""
        if self._thread.ident is None:
            self._loop.close()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._loop.stop)
            await asyncio.to_thread(self._thread.join)

    def _turn(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(_cancel_tasks())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()


async def _cancel_tasks() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
