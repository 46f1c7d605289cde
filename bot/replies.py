"""An answer to Teams whose head is made by hand, since aiohttp's own way costs as much as a vote's rules."""

import time
from email.utils import formatdate

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter

_JSON = "application/json"


def reply(request: web.BaseRequest, body: bytes) -> web.StreamResponse:
    """200 with a body of JSON; by aiohttp itself for a client that closes after it, or speaks an older HTTP."""
    if request.version == HttpVersion11 and request.keep_alive:
        return _Reply(body)
    return web.Response(body=body, content_type=_JSON)


class _Reply(web.StreamResponse):
    """Keeps the connection open, is never compressed and sets no cookies."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._whole = _heads.head(len(body)) + body
        self._writer: AbstractStreamWriter | None = None

    @property
    def keep_alive(self) -> bool:
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter:
        self._writer = request.writer
        return self._writer

    async def write_eof(self, data: bytes = b"") -> None:
        writer, self._writer = self._writer, None
        if writer:
            await writer.write_eof(self._whole + data)


class _Heads:
    """The head, made anew each second for the sake of its date (RFC 9110, 6.6.1)."""

    def __init__(self) -> None:
        self._second = 0
        self._start = ""

    def head(self, length: int) -> bytes:
        second = int(time.time())
        if second != self._second:
            self._second = second
            self._start = f"HTTP/1.1 200 OK\r\nContent-Type: {_JSON}\r\nDate: {formatdate(second, usegmt=True)}"
        return f"{self._start}\r\nContent-Length: {length}\r\n\r\n".encode()


_heads = _Heads()
