"""The client: keep-alive HTTP/1.1 connections that each send the next vote as soon as the last is answered."""

import asyncio
import gc
import re
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import cast

import orjson

from benchmarks.errors import BenchmarkError
from benchmarks.messages import VoteStream
from benchmarks.terms import CARD_TYPE

CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
GOOD_STATUS = b"HTTP/1.1 200 "
CARD_MARK = CARD_TYPE.encode()
PATIENCE = 15.0
"""Seconds to wait for an answer before the run is given up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadResult:
    """What one stretch of load showed; times in milliseconds, `client_busy` as a share of the client's core."""

    answered: int
    seconds: float
    p50_ms: float
    p99_ms: float
    client_busy: float

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.answered / self.seconds


class Session:
    """What the connections of one stretch share."""

    def __init__(self, votes: VoteStream) -> None:
        self.votes = votes
        self.latencies_ns = array("q")
        self.running = True
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def fail(self, reason: str) -> None:
        """End the stretch with a message."""
        self.running = False
        if not self.failed.done():
            self.failed.set_exception(BenchmarkError(reason))


class Connection(asyncio.Protocol):
    """One keep-alive connection with one request under way."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.received = b""
        self.sent_ns = 0
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first vote."""
        self.transport = cast(asyncio.Transport, transport)
        self.send()

    def send(self) -> None:
        """Send the next vote and note when."""
        request = self.session.votes.next()
        self.sent_ns = time.perf_counter_ns()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Take what came; when the answer is whole, note the time, check it and go on."""
        received = self.received + data if self.received else data
        try:
            whole = is_whole(received)
        except BenchmarkError as error:
            self.session.fail(str(error))
            return
        if not whole:
            self.received = received
            return
        self.session.latencies_ns.append(time.perf_counter_ns() - self.sent_ns)
        self.received = b""
        if not (received.startswith(GOOD_STATUS) and CARD_MARK in received):
            self.session.fail(f"a vote was answered with {received[:400]!r}")
        if self.session.running:
            self.send()
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """A connection that the server closes ends the run."""
        if self.session.running:
            self.session.fail("the server closed a connection")
        if not self.closed.done():
            self.closed.set_result(None)


def is_whole(received: bytes) -> bool:
    """Whether the bytes hold a complete answer. Raises BenchmarkError when it has no Content-Length."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return False
    length = CONTENT_LENGTH.search(received, 0, end)
    if length is None:
        raise BenchmarkError(f"an answer without Content-Length: {received[:200]!r}")
    return len(received) >= end + 4 + int(length[1])


async def run_load(
    *, port: int, votes: VoteStream, connections: int, seconds: float, until: asyncio.Event | None = None
) -> LoadResult:
    """Load the server for so many seconds, or until the event when it comes first. Raises BenchmarkError."""
    loop, session = asyncio.get_running_loop(), Session(votes)
    gc.collect()
    gc.disable()
    started, busy_from = time.perf_counter(), time.process_time()
    opened = [
        (await loop.create_connection(lambda: Connection(session), "127.0.0.1", port))[1] for _ in range(connections)
    ]
    stop = asyncio.ensure_future((until or asyncio.Event()).wait())
    await asyncio.wait([session.failed, stop], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    elapsed, busy = time.perf_counter() - started, time.process_time() - busy_from
    answered = len(session.latencies_ns)
    session.running = False
    stop.cancel()
    gc.enable()
    await close_all(session, opened)
    if not answered:  # a stall as long as the stretch: the stretch then lasts until the late answers have come
        answered, elapsed = len(session.latencies_ns), time.perf_counter() - started
    return summarise(session.latencies_ns[:answered], elapsed, busy)


async def close_all(session: Session, opened: list[Connection]) -> None:
    """Wait for the last answers. Raises BenchmarkError for the session's failure or an answer that never comes."""
    if session.failed.done():
        for connection in opened:
            connection.transport.abort()
        session.failed.result()
    _, silent = await asyncio.wait([connection.closed for connection in opened], timeout=PATIENCE)
    if silent:
        raise BenchmarkError(f"{len(silent)} votes had no answer in {PATIENCE:.0f} s")
    if session.failed.done():
        session.failed.result()
    session.failed.cancel()


def summarise(latencies_ns: Sequence[int], seconds: float, busy: float) -> LoadResult:
    """The figures of a stretch. Raises BenchmarkError when nothing was answered."""
    if not latencies_ns:
        raise BenchmarkError("no vote was answered")
    ordered = sorted(latencies_ns)
    return LoadResult(
        answered=len(ordered),
        seconds=seconds,
        p50_ms=pick(ordered, 0.50) / 1e6,
        p99_ms=pick(ordered, 0.99) / 1e6,
        client_busy=busy / seconds,
    )


def pick(ordered: list[int], share: float) -> int:
    """The value below which that share of the ordered values lie (nearest rank)."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


async def ask_once(port: int, request: bytes) -> tuple[int, bytes]:
    """Send one request on a connection of its own; its status and body. Raises OSError when nobody listens."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        length = CONTENT_LENGTH.search(head)
        return int(head.split(b" ", 2)[1]), await reader.readexactly(int(length[1]) if length else 0)
    finally:
        writer.close()


def check_card(status: int, body: bytes) -> None:
    """Read an answer in full. Raises BenchmarkError unless it is a card as Teams wants it."""
    try:
        answer = orjson.loads(body)
        if (status, answer["statusCode"], answer["type"]) == (200, 200, CARD_TYPE) and answer["value"]["body"]:
            return
    except (orjson.JSONDecodeError, KeyError, TypeError):
        pass
    raise BenchmarkError(f"the first vote was answered with {status} {body[:400]!r}")
