"""The way into a local service: path, faults, token, record, answer."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import orjson
from aiohttp import web

from sandbox.answers import Answer, Call, Refusal, refuse_connector, refuse_graph
from sandbox.faults import FaultRule
from sandbox.limits import throttle_answer
from sandbox.tenant import SeenRequest, Tenant

Respond = Callable[..., Answer | Awaitable[Answer]]
Check = Callable[[Tenant, Call], None]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a pattern of the decoded path; the pattern's groups are the arguments."""

    method: str
    pattern: re.Pattern[str]
    respond: Respond


def route(method: str, pattern: str, respond: Respond) -> Route:
    """A route; `{}` in the pattern stands for one path segment."""
    return Route(method, re.compile(pattern.replace("{}", "([^/]+)")), respond)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One local Microsoft service under its prefix."""

    where: str
    prefix: str
    routes: tuple[Route, ...]
    check: Check

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        tenant = request.app[TENANT]
        call = await read_call(request, self.prefix)
        fault = tenant.faults.take(self.where, call.method, call.path)
        answer = await self._answer_with_fault(tenant, call, fault)
        cut = fault is not None and fault.action in {"reset", "reset-after"}
        _record(tenant, self.where, call, answer, status=0 if cut else answer.status)
        if cut and request.transport:
            request.transport.abort()
        return write_answer(answer)

    async def _answer_with_fault(self, tenant: Tenant, call: Call, fault: FaultRule | None) -> Answer:
        action = fault.action if fault else ""
        if fault and action == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and action == "429":
            return throttle_answer(self.where, max(1, round(fault.seconds)))
        if fault and action == "500-before":
            return self._fail(fault.status or 500)
        if action == "reset":
            return Answer(500)
        answer = await self._answer(tenant, call)
        if fault and action == "500-after":
            return self._fail(fault.status or 504)
        return answer

    def _fail(self, status: int) -> Answer:
        refuse = refuse_graph if self.where == "graph" else refuse_connector
        return refuse(status, "serviceUnavailable" if status != 504 else "GatewayTimeout", "Try again later.").answer

    async def _answer(self, tenant: Tenant, call: Call) -> Answer:
        try:
            self.check(tenant, call)
            found = self._find(call)
            if found is None:
                return self._miss(call)
            respond, arguments = found
            answer = respond(tenant, call, *arguments)
            return answer if isinstance(answer, Answer) else await answer
        except Refusal as refusal:
            return refusal.answer

    def _find(self, call: Call) -> tuple[Respond, tuple[Any, ...]] | None:
        for candidate in self.routes:
            if candidate.method == call.method and (match := candidate.pattern.fullmatch(call.path)):
                return candidate.respond, match.groups()
        return None

    def _miss(self, call: Call) -> Answer:
        known = any(candidate.pattern.fullmatch(call.path) for candidate in self.routes)
        if self.where == "graph":
            if known:
                return refuse_graph(405, "Request_BadRequest", "Specified HTTP method is not allowed.").answer
            return refuse_graph(400, "BadRequest", f"Resource not found for the segment '{call.path}'.").answer
        return Answer(405 if known else 404, {"message": "No HTTP resource was found that matches the request URI."})


TENANT = web.AppKey("tenant", Tenant)


async def read_call(request: web.Request, prefix: str) -> Call:
    """The request with its path decoded whole (`%2F` and `%3A` too) and doubled slashes made one."""
    raw = request.rel_url.raw_path.removeprefix(prefix)
    path = re.sub(r"/{2,}", "/", unquote(raw)).rstrip("/") or "/"
    return Call(
        method=request.method,
        path=path if path.startswith("/") else f"/{path}",
        query=request.query,
        headers=request.headers,
        body=await request.read(),
        url=f"{prefix}{raw}",
    )


def write_answer(answer: Answer) -> web.Response:
    """The answer as aiohttp sends it: bytes as they are, anything else as JSON."""
    if answer.body is None:
        return web.Response(status=answer.status, headers=answer.headers)
    if isinstance(answer.body, bytes):
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
    body = orjson.dumps(answer.body)
    return web.Response(
        status=answer.status, body=body, headers=answer.headers, content_type="application/json", charset="utf-8"
    )


def _record(tenant: Tenant, where: str, call: Call, answer: Answer, *, status: int) -> None:
    tenant.requests.append(
        SeenRequest(
            where=where,
            method=call.method,
            path=call.path,
            query=dict(call.query),
            body=call.body,
            status=status,
            reply=answer.body,
        )
    )
    tenant.stream.note_request()
