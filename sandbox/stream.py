"""What the open pages are told as it happens (Server-Sent Events)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

PING_SECONDS = 15
EVERYTHING = "*"


class Stream:
    """Spreads events to the pages that listen; None as persona means everyone."""

    def __init__(self) -> None:
        self._listeners: list[tuple[str, asyncio.Queue[dict[str, Any] | None]]] = []

    def tell(self, kind: str, *, conversation: str = "", id: str = "", persona: str | None = None) -> None:
        """Queue an event for every page it concerns."""
        event = {"type": kind, "conversation": conversation, "id": id}
        for key, queue in self._listeners:
            if persona in {None, key} or key == EVERYTHING:
                queue.put_nowait(event)

    def note_request(self) -> None:
        """Tell those who listen to everything that a request was answered."""
        for key, queue in self._listeners:
            if key == EVERYTHING:
                queue.put_nowait({"type": "request"})

    def close(self) -> None:
        """End every open stream."""
        for _, queue in self._listeners:
            queue.put_nowait(None)

    @contextmanager
    def listener(self, persona: str) -> Iterator[asyncio.Queue[dict[str, Any] | None]]:
        """A queue of the persona's events; EVERYTHING gives everyone's, and requests answered."""
        entry = (persona, asyncio.Queue[dict[str, Any] | None]())
        self._listeners.append(entry)
        try:
            yield entry[1]
        finally:
            self._listeners.remove(entry)

    async def listen(self, persona: str) -> AsyncIterator[dict[str, Any] | None]:
        """The persona's events from now on; an empty one now and then keeps the line open."""
        with self.listener(persona) as queue:
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), PING_SECONDS)
                except TimeoutError:
                    yield None
                    continue
                if event is None:
                    return
                yield event
