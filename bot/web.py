"""The HTTP door: /api/messages for Teams, /livez and /readyz for whoever runs the bot."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any

from aiohttp import web

from bot.deadlines import Deadlines
from bot.failures import Translate, answer_failed_invoke, keep_norwegian, report_failure
from bot.identity import Sender, read_sender
from bot.inbound import InboundGate, Refusal
from bot.replies import reply

_log = logging.getLogger(__name__)

#: Teams gives a dialog or a search 5 s, a card's action at least 10.
DIALOG_SECONDS = 4.5
_QUICK_INVOKES = ("task/", "composeExtension/", "application/search")

Invoke = Callable[[dict[str, Any], Sender], Awaitable[Mapping[str, Any] | None]]
"""Answers an invoke with the body for Teams."""
ProcessActivity = Callable[[dict[str, Any], Mapping[str, Any]], Awaitable[None]]
"""Takes an activity that is no invoke, and its token's claims."""
Readiness = Callable[[], Awaitable[Sequence[str]]]
"""Names what the bot still waits for; empty when it is ready."""


def make_app(
    gate: InboundGate,
    invoke: Invoke,
    process_activity: ProcessActivity,
    readiness: Readiness,
    *,
    body_limit: int = 256 * 1024,
    timeout_seconds: float = 9,
    translate: Translate = keep_norwegian,
) -> web.Application:
    """The bot's application. /api/messages never answers 5xx: Teams stops delivering to a bot that does."""
    door = _Door(gate, invoke, process_activity, timeout_seconds, translate)
    app = web.Application(client_max_size=body_limit)
    app.cleanup_ctx.append(door.keep_time)
    app.router.add_post("/api/messages", door.receive)
    app.router.add_get("/livez", _tell_alive)
    app.router.add_get("/readyz", _make_readyz(readiness))
    return app


def make_runner(app: web.Application) -> web.AppRunner:
    """A runner without access log; a client that hangs up does not interrupt what was begun."""
    return web.AppRunner(app, access_log=None, handler_cancellation=False, handle_signals=False, shutdown_timeout=10)


class _Door:
    def __init__(
        self,
        gate: InboundGate,
        invoke: Invoke,
        process_activity: ProcessActivity,
        timeout_seconds: float,
        translate: Translate,
    ) -> None:
        self._gate = gate
        self._invoke = invoke
        self._process_activity = process_activity
        self._timeout_seconds = timeout_seconds
        self._translate = translate
        self._deadlines = Deadlines()

    async def keep_time(self, _app: web.Application) -> AsyncIterator[None]:
        """While the application runs, requests that take too long are ended."""
        async with self._deadlines.watch():
            yield

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """Let an activity in and answer it."""
        told: dict[str, Any] = {}
        task = asyncio.current_task()
        assert task is not None
        self._deadlines.begin(task, self._timeout_seconds)
        try:
            return await self._answer(request, task, told)
        except asyncio.CancelledError:
            if not self._deadlines.end(task):
                raise
            return self._answer_failure(request, TimeoutError(), told.get("activity"))
        finally:
            self._deadlines.end(task)

    async def _answer(
        self, request: web.Request, task: "asyncio.Task[Any]", told: dict[str, Any]
    ) -> web.StreamResponse:
        """`told` gets the activity as soon as it is let in, for whoever must apologise for us."""
        try:
            token = await self._gate.verify(request.headers.get("Authorization"))
            told["activity"] = activity = self._gate.admit(token, await request.read())
            if activity["type"] == "invoke":
                if _is_quick(activity.get("name")):
                    self._deadlines.begin(task, min(DIALOG_SECONDS, self._timeout_seconds))
                return reply(request, await self._invoke(activity, read_sender(activity)))
            await self._process_activity(activity, token.claims)
            return web.Response()
        except Refusal as refusal:
            _log.warning("refused %s: %s", refusal.status, refusal.reason)
            return web.Response(status=refusal.status)
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        except Exception as error:  # noqa: BLE001 - the activity handler's place: Teams never gets a 5xx
            return self._answer_failure(request, error, told.get("activity"))

    def _answer_failure(
        self, request: web.Request, error: Exception, activity: dict[str, Any] | None
    ) -> web.StreamResponse:
        reference = report_failure(error, activity)
        if activity is None:
            return web.Response(status=400)
        if activity["type"] != "invoke":
            return web.Response()
        locale = activity.get("locale")
        locale = locale if isinstance(locale, str) else None
        return reply(request, answer_failed_invoke(activity.get("name"), error, reference, locale, self._translate))


def _is_quick(name: object) -> bool:
    return isinstance(name, str) and name.startswith(_QUICK_INVOKES)


async def _tell_alive(_request: web.Request) -> web.Response:
    return web.Response(text="ok")


def _make_readyz(readiness: Readiness) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def tell_ready(_request: web.Request) -> web.Response:
        waiting_for = await readiness()
        if waiting_for:
            return web.Response(status=503, text="waiting for: " + ", ".join(waiting_for))
        return web.Response(text="ok")

    return tell_ready
