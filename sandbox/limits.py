"""Teams' and Graph's size and rate limits."""

import math
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson

from sandbox.answers import Answer, Refusal, refuse_connector, refuse_graph

MESSAGE_BYTES_UTF16 = 100 * 1024
# (requests, seconds) per bot and thread: msteams-docs bots/how-to/rate-limit.md, 10/08/2026
SEND_WINDOWS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
READ_WINDOWS = ((14, 1.0), (16, 2.0), (120, 30.0), (3600, 3600.0))
TENANT_WINDOWS = ((50, 1.0),)
# Microsoft Graph throttling limits, Teams: one team or channel; app over the tenant
TEAM_WINDOWS = ((4, 1.0),)
MAILBOX_CONCURRENCY = 4


class Limits:
    """Sliding windows over the requests of the one bot."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._seen: dict[tuple[str, str], deque[float]] = {}
        self._busy: dict[str, int] = {}

    def count_send(self, thread: str) -> None:
        """Count a send or edit in a thread. Raises: Refusal 429."""
        self._count_connector("send", thread, SEND_WINDOWS)

    def count_create(self, thread: str) -> None:
        """Count a created conversation. Raises: Refusal 429."""
        self._count_connector("create", thread, SEND_WINDOWS)

    def count_read(self, thread: str) -> None:
        """Count a look-up of members or conversations. Raises: Refusal 429."""
        self._count_connector("read", thread, READ_WINDOWS)

    def count_team(self, team: str) -> None:
        """Count a Graph request on one team. Raises: Refusal 429."""
        wait = self._count("team", team, TEAM_WINDOWS)
        if wait:
            raise refuse_graph(429, "TooManyRequests", "Too Many Requests", {"Retry-After": str(wait)})

    @contextmanager
    def occupy_mailbox(self, mailbox: str) -> Iterator[None]:
        """Hold one of the mailbox's places during a request. Raises: Refusal 429."""
        busy = self._busy.get(mailbox, 0)
        if self._factor and busy >= MAILBOX_CONCURRENCY * self._factor:
            message = "Application is over its MailboxConcurrency limit."
            raise refuse_graph(429, "ApplicationThrottled", message, {"Retry-After": "1"})
        self._busy[mailbox] = busy + 1
        try:
            yield
        finally:
            self._busy[mailbox] -= 1

    def _count_connector(self, kind: str, thread: str, windows: tuple[tuple[int, float], ...]) -> None:
        wait = self._count(kind, thread, windows) or self._count("tenant", "", TENANT_WINDOWS)
        if wait:
            raise throttle_connector(wait)

    def _count(self, kind: str, key: str, windows: tuple[tuple[int, float], ...]) -> int:
        if not self._factor:
            return 0
        at = time.monotonic()
        seen = self._seen.setdefault((kind, key), deque())
        while seen and seen[0] <= at - windows[-1][1]:
            seen.popleft()
        waits = [self._wait(seen, at, most, span) for most, span in windows]
        if max(waits) > 0:
            return max(1, math.ceil(max(waits)))
        seen.append(at)
        return 0

    def _wait(self, seen: deque[float], at: float, most: int, span: float) -> float:
        allowed = max(1, int(most * self._factor))
        if len(seen) < allowed:
            return 0.0
        return seen[-allowed] + span - at


def throttle_connector(wait: int) -> Refusal:
    """The Bot Connector's 429."""
    return refuse_connector(
        429, "Throttled", "Too many requests. API calls quota exceeded.", {"Retry-After": str(wait)}
    )


def check_size(activity: Any) -> None:
    """Raises: Refusal 413 when the message is above Teams' 100 KB, counted as UTF-16."""
    if len(orjson.dumps(activity).decode().encode("utf-16-le")) > MESSAGE_BYTES_UTF16:
        raise refuse_connector(413, "MessageSizeTooBig", "Message size too large.")


def throttle_answer(where: str, wait: int) -> Answer:
    """A 429 of either service, for a fault asked for."""
    if where == "graph":
        refusal = refuse_graph(429, "TooManyRequests", "Too Many Requests", {"Retry-After": str(wait)})
        return refusal.answer
    return throttle_connector(wait).answer
