"""What one event loop wants written, gathered while more is on its way: commits are dear, a place in one is cheap."""

import asyncio
import threading
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

J = TypeVar("J")

#: A request takes the loop three turns from its arrival to its write; when none has come for longer, none is under way.
QUIET_TURNS = 4
#: Seconds after which a loop that never gets quiet is waited for no more.
LONGEST_WAIT = 0.005


class Gathering(Generic[J]):
    """Hands over what has been added, together, when the loop has turned a few times without more of it.

    While the one who got it is busy, until `ready`, nothing is handed over: those who were answered meanwhile and come
    with their next go into the same group. Nobody waits for a time to pass: a single write is handed over at once.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, hand_over: Callable[[list[J]], None], *, largest: int) -> None:
        self.loop = loop
        self._hand_over = hand_over
        self._largest = largest
        self._gathered: list[J] = []
        #: Whoever closes the store takes what is here from another thread.
        self._lock = threading.Lock()
        self._is_ready = True
        self._is_looking = False
        self._quiet_turns = 0
        self._until = 0.0

    def add(self, job: J) -> None:
        """From the loop's own thread."""
        with self._lock:
            self._gathered.append(job)
        self._quiet_turns = 0
        self._begin_looking()

    def ready(self) -> None:
        """What was handed over is done; from the loop's own thread."""
        self._is_ready = True
        self._begin_looking()

    def take(self) -> list[J]:
        """The oldest of what is gathered, as much as may be handed over at once; from any thread."""
        with self._lock:
            taken, self._gathered = self._gathered[: self._largest], self._gathered[self._largest :]
        return taken

    def _begin_looking(self) -> None:
        if self._is_ready and self._gathered and not self._is_looking:
            self._is_looking = True
            self._quiet_turns = 0
            self._until = monotonic() + LONGEST_WAIT
            self.loop.call_soon(self._look)

    def _look(self) -> None:
        """Once each turn of the loop."""
        self._quiet_turns += 1
        if self._quiet_turns <= QUIET_TURNS and len(self._gathered) < self._largest and monotonic() < self._until:
            self.loop.call_soon(self._look)
            return
        self._is_looking = False
        if taken := self.take():
            self._is_ready = False
            self._hand_over(taken)
