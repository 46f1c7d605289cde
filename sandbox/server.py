"""Puts the local services and the page together into one aiohttp application."""

import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
from aiohttp import web

from sandbox import client_api, client_office
from sandbox.connector import CONNECTOR
from sandbox.gateway import TENANT, write_answer
from sandbox.graph import GRAPH, UPLOADS
from sandbox.tenant import Tenant
from sandbox.tokens import describe_openid, issue_token

MAX_BODY_BYTES = 64 * 1024 * 1024
NO_PAGE = "The page is not built: run «npm ci && npm run build» in sandbox/client."


def make_app(tenant: Tenant) -> web.Application:
    """The whole sandbox as one application."""
    app = web.Application(client_max_size=MAX_BODY_BYTES, middlewares=[client_api.allow_loopback_only])
    app[TENANT] = tenant
    app.cleanup_ctx.append(_hold_session)
    app.on_shutdown.append(_close_streams)
    app.router.add_get("/openid/.well-known/openidconfiguration", _show_openid)
    app.router.add_get("/openid/keys", _show_keys)
    app.router.add_post("/oauth2/v2.0/token", _issue_token)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", _issue_token)
    for service in (CONNECTOR, GRAPH, UPLOADS):
        app.router.add_route("*", f"{service.prefix}/{{rest:.*}}", service.serve)
    _add_client(app)
    app.router.add_get("/{path:.*}", _show_page)
    return app


def _add_client(app: web.Application) -> None:
    add = app.router.add_route
    routes: list[tuple[str, str, Callable[..., Any]]] = [
        ("GET", "/client/world", client_api.show_world),
        ("GET", "/client/conversations", client_api.list_conversations),
        ("GET", "/client/messages", client_api.list_messages),
        ("POST", "/client/messages", client_api.post_message),
        ("POST", "/client/invoke", client_api.post_invoke),
        ("GET", "/client/events", client_api.listen),
        ("GET", "/client/faults", client_api.show_faults),
        ("POST", "/client/faults", client_api.add_faults),
        ("DELETE", "/client/faults", client_api.clear_faults),
        ("GET", "/client/permissions", client_api.show_permissions),
        ("PUT", "/client/permissions", client_api.change_permissions),
        ("GET", "/client/files", client_office.list_files),
        ("GET", "/client/file", client_office.open_file),
        ("GET", "/client/calendar", client_office.list_calendar),
        ("GET", "/client/calendar/{id}.ics", client_office.open_ics),
        ("POST", "/client/board-meetings/{id}", client_office.move_board_meeting),
        ("DELETE", "/client/board-meetings/{id}", client_office.cancel_board_meeting),
    ]
    for method, path, respond in routes:
        add(method, path, _as_coroutine(respond))


def _as_coroutine(respond: Callable[..., Any]) -> Callable[[web.Request], Any]:
    async def answer(request: web.Request) -> web.StreamResponse:
        made = respond(request)
        return made if isinstance(made, web.StreamResponse) else await made

    return answer


async def _hold_session(app: web.Application) -> AsyncIterator[None]:
    tenant = app[TENANT]
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        tenant.session = session
        yield
        for task in list(tenant.tasks):
            task.cancel()


async def _close_streams(app: web.Application) -> None:
    app[TENANT].stream.close()


async def _show_openid(request: web.Request) -> web.Response:
    return web.json_response(describe_openid(request.app[TENANT].settings.base_url))


async def _show_keys(request: web.Request) -> web.Response:
    return web.json_response(request.app[TENANT].keys.publish())


async def _issue_token(request: web.Request) -> web.Response:
    form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return write_answer(issue_token(request.app[TENANT].keys, form))


async def _show_page(request: web.Request) -> web.StreamResponse:
    page = request.app[TENANT].settings.page
    wanted = (page / (request.match_info["path"] or "index.html")).resolve()
    if not wanted.is_relative_to(page.resolve()) or not wanted.is_file():
        missing = not (page / "index.html").is_file()
        return web.Response(status=404, text=NO_PAGE if missing else "Not found.")
    return web.FileResponse(wanted)


async def start_server(tenant: Tenant, listener: socket.socket) -> web.AppRunner:
    """Begin answering on the socket; `cleanup()` of what is returned stops it."""
    runner = web.AppRunner(make_app(tenant), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    return runner
