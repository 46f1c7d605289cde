"""What goes over the wire when an invoke is answered, whatever HTTP the client speaks."""

import asyncio
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime

import orjson
import pytest

from tests.front_door_fixture import FrontDoor, make_activity, make_claims, sign

ANSWER = {"statusCode": 200, "value": "Sak BU 3/26: «Føring» – vedtatt"}


@pytest.fixture
async def door() -> AsyncIterator[FrontDoor]:
    async with FrontDoor(answer=ANSWER) as door:
        yield door


def request(version: str, *more: str) -> bytes:
    body = orjson.dumps(make_activity())
    head = [
        f"POST /api/messages HTTP/{version}",
        "Host: x",
        f"Content-Length: {len(body)}",
        f"Authorization: Bearer {sign(make_claims())}",
        *more,
    ]
    return "\r\n".join((*head, "", "")).encode() + body


async def read_answer(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    async with asyncio.timeout(5):
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines if line)
        return status, fields, await reader.readexactly(int(fields["content-length"]))


async def test_several_answers_on_one_connection_are_whole_and_dated(door: FrontDoor) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.server.port)
    for _ in range(3):
        writer.write(request("1.1"))
        status, fields, body = await read_answer(reader)
        assert (status, fields["content-type"]) == ("HTTP/1.1 200 OK", "application/json")
        assert parsedate_to_datetime(fields["date"])
        assert orjson.loads(body) == ANSWER
    writer.close()


async def test_two_requests_sent_at_once_are_answered_in_turn(door: FrontDoor) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.server.port)
    writer.write(request("1.1") + request("1.1"))
    assert [orjson.loads((await read_answer(reader))[2]) for _ in range(2)] == [ANSWER, ANSWER]
    writer.close()


@pytest.mark.parametrize(
    ("version", "more", "told"),
    [("1.1", ("Connection: close",), "close"), ("1.0", (), None)],
)
async def test_a_client_that_wants_one_answer_gets_it_and_the_end(
    door: FrontDoor, version: str, more: tuple[str, ...], told: str | None
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.server.port)
    writer.write(request(version, *more))
    status, fields, body = await read_answer(reader)
    assert (status.split()[0], fields.get("connection")) == (f"HTTP/{version}", told)
    assert orjson.loads(body) == ANSWER
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def test_an_old_client_that_stays_is_told_that_the_connection_does_too(door: FrontDoor) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.server.port)
    for _ in range(2):
        writer.write(request("1.0", "Connection: keep-alive"))
        status, fields, _ = await read_answer(reader)
        assert (status, fields["connection"]) == ("HTTP/1.0 200 OK", "keep-alive")
    writer.close()
