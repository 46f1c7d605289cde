"""What the page shows of Files and Calendar."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from aiohttp import web

from sandbox.calendars import BOARD_CATEGORY, OSLO, CalendarEvent, write_ics
from sandbox.client_api import demand_persona, read_object, reply
from sandbox.disk import stamp
from sandbox.drive import DriveEntry, join
from sandbox.gateway import TENANT
from sandbox.tenant import Tenant
from sandbox.world import find_by_id


def list_files(request: web.Request) -> web.Response:
    """GET /client/files: a channel's folder, or one below it."""
    tenant = request.app[TENANT]
    demand_persona(request.query.get("persona"))
    entry = _demand_entry(tenant, request)
    if not entry.is_folder:
        raise web.HTTPNotFound(text="Not a folder.")
    channel = request.query["channel"]
    below = request.query.get("path", "").strip("/")
    return reply([_show_entry(channel, join(below, child.name), child) for child in tenant.drive.children(entry.path)])


def open_file(request: web.Request) -> web.StreamResponse:
    """GET /client/file: the file itself, shown by the browser where it can."""
    tenant = request.app[TENANT]
    entry = _demand_entry(tenant, request)
    if entry.is_folder:
        raise web.HTTPNotFound(text="Not a file.")
    headers = {
        "Content-Type": entry.media_type,
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(entry.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "no-cache",
    }
    if entry.media_type == "application/pdf":  # Chromium's viewer does not run in a sandboxed document
        headers.pop("Content-Security-Policy")
    return web.FileResponse(tenant.drive.locate(entry.path), headers=headers)


def file_url(tenant: Tenant, entry: DriveEntry) -> str:
    """Where the page opens this file; used as its `webUrl`."""
    top, _, below = entry.path.partition("/")
    channel = next((c.id for c in tenant.channels.list() if c.folder == top), "")
    return f"{tenant.settings.base_url}/client/file?channel={quote(channel, safe='')}&path={quote(below)}"


def _demand_entry(tenant: Tenant, request: web.Request) -> DriveEntry:
    channel = tenant.channels.find(request.query.get("channel", ""))
    if channel is None:
        raise web.HTTPNotFound(text="No such channel.")
    try:
        entry = tenant.drive.look(join(channel.folder, request.query.get("path", "").strip("/")).rstrip("/"))
    except ValueError:
        entry = None
    if entry is None:
        raise web.HTTPNotFound(text="No such file.")
    return entry


def _show_entry(channel: str, path: str, entry: DriveEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "kind": "folder" if entry.is_folder else "file",
        "path": path,
        "size": entry.size,
        "modifiedAt": stamp(entry.modified_at),
        "url": f"/client/file?channel={quote(channel, safe='')}&path={quote(path)}",
    }


def list_calendar(request: web.Request) -> web.Response:
    """GET /client/calendar: a persona's events; the chair and the secretary also see the board's."""
    tenant, person = request.app[TENANT], demand_persona(request.query.get("persona"))
    events = tenant.calendars.list_for(person)
    if person.key in {"leder", "sekretaer"}:
        seen = {event.id: event for event in [*events, *tenant.calendars.list_board()]}
        events = sorted(seen.values(), key=lambda event: (event.starts_at, event.id))
    return reply([_show_event(event) for event in events])


def _show_event(event: CalendarEvent) -> dict[str, Any]:
    organizer = find_by_id(event.organizer)
    names = [row.get("emailAddress", {}) for row in event.attendees]
    return {
        "id": event.id,
        "subject": event.subject,
        "startsAt": _local(event.starts_at),
        "endsAt": _local(event.ends_at),
        "organizer": organizer.name if organizer else event.organizer,
        "attendees": [name.get("name") or name.get("address", "") for name in names],
        "joinUrl": event.join_url,
        "body": event.body.get("content", ""),
        "location": event.location,
        "cancelled": event.cancelled,
        "isBoardMeeting": BOARD_CATEGORY in event.categories,
        "ics": f"/client/calendar/{event.id}.ics",
    }


def _local(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(OSLO).isoformat()


def open_ics(request: web.Request) -> web.Response:
    """GET the event as an .ics file."""
    event = request.app[TENANT].calendars.find(request.match_info["id"])
    if event is None:
        raise web.HTTPNotFound(text="No such event.")
    headers = {"Content-Disposition": f'attachment; filename="{event.id}.ics"'}
    return web.Response(body=write_ics(event), content_type="text/calendar", charset="utf-8", headers=headers)


async def move_board_meeting(request: web.Request) -> web.Response:
    """POST /client/board-meetings/{id}: the board's secretariat moves a meeting; its length stays."""
    tenant, event = request.app[TENANT], _demand_board_meeting(request)
    sent = await read_object(request)
    try:
        starts = datetime.fromisoformat(str(sent.get("startsAt")))
    except ValueError:
        raise web.HTTPBadRequest(text="startsAt is not a time.") from None
    starts = starts if starts.tzinfo else starts.replace(tzinfo=OSLO)
    length = datetime.fromisoformat(event.ends_at) - datetime.fromisoformat(event.starts_at)
    moved = tenant.calendars.change(event, starts_at=stamp(starts), ends_at=stamp(starts + length))
    tenant.stream.tell("calendar", id=event.id)
    return reply(_show_event(moved))


def cancel_board_meeting(request: web.Request) -> web.Response:
    """DELETE /client/board-meetings/{id}: cancelled, but still seen in the calendar it was sent to."""
    tenant, event = request.app[TENANT], _demand_board_meeting(request)
    cancelled = tenant.calendars.change(event, cancelled=True, gone=True)
    tenant.stream.tell("calendar", id=event.id)
    return reply(_show_event(cancelled))


def _demand_board_meeting(request: web.Request) -> CalendarEvent:
    event = request.app[TENANT].calendars.find(request.match_info["id"])
    if event is None or BOARD_CATEGORY not in event.categories:
        raise web.HTTPNotFound(text="No such board meeting.")
    return event
