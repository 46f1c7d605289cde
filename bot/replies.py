"""An answer to Teams whose head is made by hand, since aiohttp's own way costs as much as a vote's rules."""

import time
from collections.abc import Mapping
from email.utils import formatdate
from functools import lru_cache
from typing import Any

import orjson
from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter

_JSON = "application/json"


def reply(request: web.BaseRequest, answer: Mapping[str, Any] | None) -> web.StreamResponse:
    """200 with the answer as JSON; empty, for a client that closes after it, or of an older HTTP by aiohttp itself."""
    if answer is None:
        return web.Response()
    body = orjson.dumps(answer)
    if request.version == HttpVersion11 and request.keep_alive:
        return _Reply(body)
    return web.Response(body=body, content_type=_JSON)


class _Reply(web.StreamResponse):
    """Keeps the connection open, is never compressed and sets no cookies."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._whole = f"{_head(int(time.time()))}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
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


@lru_cache(maxsize=1)
def _head(second: int) -> str:
    """All but the length; made anew each second for the sake of its date (RFC 9110, 6.6.1)."""
    return f"HTTP/1.1 200 OK\r\nContent-Type: {_JSON}\r\nDate: {formatdate(second, usegmt=True)}"
