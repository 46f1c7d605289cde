"""The real gateway pointed at a sandbox, or at a stand-in whose every answer the test decides."""

import asyncio
import json
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from azure.core.credentials import AccessToken

from graph.client import Graph
from graph.credentials import LoopbackCredential, TokenSource
from graph.files import SMALL_UPLOAD_BYTES
from graph.values import Attendee, EventDraft, GraphAddress
from sandbox import world
from sandbox.binding import bind
from tests.sandbox_fixture import RunningSandbox, running_sandbox

BOARD = world.BOARD_MAILBOX
CHANNEL = "19:bestillerutvalget@thread.tacv2"
ROOT = Path(__file__).resolve().parent.parent


@asynccontextmanager
async def running_graph(
    tmp_path: Path,
    *,
    small_upload_bytes: int = SMALL_UPLOAD_BYTES,
    team_pause: timedelta | None = timedelta(0),
    **settings: Any,
) -> AsyncIterator[tuple[Graph, RunningSandbox]]:
    """A sandbox and the gateway to it, with the token fetched as in production."""
    async with running_sandbox(tmp_path, **{"folder_refusals": 0, **settings}) as sandbox:
        tokens = TokenSource(LoopbackCredential(sandbox.token_url, world.BOT_APP_ID, world.CLIENT_SECRET))
        address = GraphAddress.at(sandbox.graph_url, world.TENANT_ID)
        async with Graph(
            address, tokens, small_upload_bytes=small_upload_bytes, warm_up_after=None, team_pause=team_pause
        ) as graph:
            yield graph, sandbox
        await tokens.close()


@dataclass(slots=True, kw_only=True)
class StandIn:
    """A server that keeps each request's path, token and body and answers as the test says."""

    url: str = ""
    paths: list[str] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None

    async def respond(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.path_qs)
        self.authorizations.append(request.headers.get("Authorization"))
        self.bodies.append(await request.read())
        if self.answer is None:
            return web.json_response({"value": []})
        return await self.answer(request)


@asynccontextmanager
async def stand_in() -> AsyncIterator[StandIn]:
    """A stand-in on a free port of 127.0.0.1."""
    made = StandIn()
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{rest:.*}", made.respond)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    listener = bind(0)
    made.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    await web.SockSite(runner, listener).start()
    try:
        yield made
    finally:
        await runner.cleanup()


@dataclass
class CountingCredential:
    """Gives a numbered token that lasts an hour after `now`; raises `problem` while one is set."""

    now: float = 1_000_000.0
    asked: list[tuple[str, int]] = field(default_factory=list)
    problem: Exception | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    was_asked: threading.Event = field(default_factory=threading.Event)
    is_closed: bool = False

    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        self.asked.append((scopes[0], threading.get_ident()))
        number = len(self.asked)
        self.was_asked.set()
        await asyncio.to_thread(self.gate.wait, 10)
        if self.problem:
            raise self.problem
        return AccessToken(f"token-{number}", int(self.now) + 3600)

    async def close(self) -> None:
        self.is_closed = True


def draft(**changes: Any) -> EventDraft:
    """A committee meeting in winter time."""
    content: dict[str, Any] = {
        "subject": "Møte i Bestillerutvalget",
        "starts_at": datetime(2026, 12, 17, 8, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 17, 10, 0, tzinfo=UTC),
        "body_html": "<p>Saksliste: BU 1/26</p>",
        "attendees": (
            Attendee(address="molde1@ror-ikt.example", name="Ingrid Moen"),
            Attendee(address="tillitsvalgt@ror-ikt.example", name="Per Sande", is_required=False),
        ),
        "transaction_id": "0b0f1c2d-0000-4000-8000-000000000001",
        "location": "Teams",
    }
    return EventDraft(**{**content, **changes})


def soon(days: int) -> datetime:
    """An aware time some days from now."""
    return datetime.now(UTC) + timedelta(days=days)


@cache
def load_openapi() -> dict[str, Any]:
    """The strict description of Graph that lies beside the repository; skips the test where it is not."""
    shared = Path(os.environ.get("UTVALG_SHARED", ROOT.parent / "shared"))
    path = shared / "graph" / "graph-v1.0-pruned.openapi.json"
    if not path.is_file():
        pytest.skip("THE STRICT GRAPH DESCRIPTION IS NOT HERE: set UTVALG_SHARED to check bodies against it")
    return json.loads(path.read_text("utf-8"))
