"""Upload sessions: large files in fragments, on an address that carries its own permission."""

import re
import uuid
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sandbox.answers import Answer, Call, refuse_graph
from sandbox.disk import now, read_json, stamp, write_json
from sandbox.drive import DriveEntry
from sandbox.gateway import route
from sandbox.tenant import Tenant

FRAGMENT_UNIT = 320 * 1024  # driveitem-createuploadsession.md
MAX_FRAGMENT = 60 * 1024 * 1024
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSession:
    """A session as kept beside the bytes it has so far."""

    id: str
    path: str
    behaviour: str
    expires_at: str


def settle_conflict(tenant: Tenant, path: str, entry: DriveEntry | None, behaviour: str) -> str:
    """The path to write to when something may be there. Raises: Refusal 409 when it must not be."""
    if behaviour not in {"fail", "replace", "rename"}:
        raise refuse_graph(400, "invalidRequest", "Invalid conflictBehavior.")
    if entry is None:
        return path
    if behaviour == "fail" or entry.is_folder:
        raise refuse_graph(409, "nameAlreadyExists", "An item with the same name already exists under the parent")
    return tenant.drive.free_path(path) if behaviour == "rename" else path


def open_session(tenant: Tenant, path: str, entry: DriveEntry | None, behaviour: str) -> Answer:
    """A new upload session for this path."""
    if behaviour == "fail":
        settle_conflict(tenant, path, entry, behaviour)
    expires_at = stamp(now() + timedelta(hours=24))
    session = UploadSession(id=uuid.uuid4().hex, path=path, behaviour=behaviour, expires_at=expires_at)
    write_json(_place(tenant, session.id), asdict(session))
    _bytes(tenant, session.id).touch()
    url = f"{tenant.settings.base_url}/sharepoint/upload/{session.id}"
    return Answer(200, {"uploadUrl": url, **_state(tenant, session)})


def put_fragment(tenant: Tenant, call: Call, session_id: str) -> Answer:
    """PUT the next fragment; the last one makes the file."""
    session = _demand(tenant, session_id)
    start, end, total = _read_range(call)
    part = _bytes(tenant, session_id)
    have = part.stat().st_size
    if start != have:
        raise refuse_graph(416, "invalidRange", "Optimistic concurrency failure during fragmented upload")
    if end + 1 < total and len(call.body) % FRAGMENT_UNIT:
        raise refuse_graph(400, "invalidRequest", "The fragment is not a multiple of 320 KiB.")
    with part.open("ab") as file:
        file.write(call.body)
    if end + 1 < total:
        return Answer(202, _state(tenant, session))
    return _finish(tenant, session)


def _finish(tenant: Tenant, session: UploadSession) -> Answer:
    from sandbox.graph_files import describe_item

    entry = tenant.drive.look(session.path)
    path = settle_conflict(tenant, session.path, entry, session.behaviour)
    stored = tenant.drive.put(path, _bytes(tenant, session.id).read_bytes())
    _forget(tenant, session.id)
    tenant.stream.tell("files", id=stored.id)
    return Answer(200 if entry and path == session.path else 201, describe_item(tenant, stored))


def show_session(tenant: Tenant, call: Call, session_id: str) -> Answer:
    """GET what is still expected."""
    return Answer(200, _state(tenant, _demand(tenant, session_id)))


def cancel_session(tenant: Tenant, call: Call, session_id: str) -> Answer:
    """DELETE the session and what it has."""
    _demand(tenant, session_id)
    _forget(tenant, session_id)
    return Answer(204)


def download(tenant: Tenant, call: Call, item: str) -> Answer:
    """GET a file's bytes, as Graph's content sends on to."""
    entry = tenant.drive.find(item)
    if entry is None or entry.is_folder:
        raise refuse_graph(404, "itemNotFound", "The resource could not be found.")
    return Answer(200, tenant.drive.locate(entry.path).read_bytes(), {"Content-Type": entry.media_type})


def _read_range(call: Call) -> tuple[int, int, int]:
    match = _RANGE.fullmatch(call.headers.get("Content-Range", ""))
    if not match:
        raise refuse_graph(400, "invalidRequest", "The Content-Range header is missing or malformed.")
    start, end, total = (int(number) for number in match.groups())
    if end - start + 1 != len(call.body) or end >= total or len(call.body) >= MAX_FRAGMENT:
        raise refuse_graph(400, "invalidRequest", "Declared length does not match the fragment's bytes.")
    return start, end, total


def _state(tenant: Tenant, session: UploadSession) -> dict[str, Any]:
    have = _bytes(tenant, session.id).stat().st_size
    return {"expirationDateTime": session.expires_at, "nextExpectedRanges": [f"{have}-"]}


def _demand(tenant: Tenant, session_id: str) -> UploadSession:
    kept = read_json(_place(tenant, session_id)) if session_id.isalnum() else None
    if kept is None:
        raise refuse_graph(404, "itemNotFound", "The upload session was not found")
    return UploadSession(**kept)


def _forget(tenant: Tenant, session_id: str) -> None:
    _place(tenant, session_id).unlink()
    _bytes(tenant, session_id).unlink()


def _place(tenant: Tenant, session_id: str) -> Path:
    return tenant.settings.state / "uploads" / f"{session_id}.json"


def _bytes(tenant: Tenant, session_id: str) -> Path:
    return tenant.settings.state / "uploads" / f"{session_id}.part"


UPLOAD_ROUTES = (
    route("PUT", "/upload/{}", put_fragment),
    route("GET", "/upload/{}", show_session),
    route("DELETE", "/upload/{}", cancel_session),
    route("GET", "/download/{}", download),
)
