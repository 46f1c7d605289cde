"""Files in a channel's document library: folders made once, small files in one request, large ones in fragments."""

import asyncio
import re
from typing import TYPE_CHECKING, Any

from committee.microsoft_errors import Gone, Refused, Throttled, Unavailable
from graph.errors import map_answer
from graph.values import Folder, UploadedFile

if TYPE_CHECKING:
    import httpx

    from graph.wire import Wire

SMALL_UPLOAD_BYTES = 4 * 1024 * 1024
FRAGMENT_BYTES = 10 * 320 * 1024
"""Graph wants fragments in multiples of 320 KiB, below 60 MiB (driveitem-createuploadsession)."""
_RESUMES_AT_MOST = 5
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 20.0
_FORBIDDEN_IN_NAME = re.compile(r'["*:<>?/\\|\x00-\x1f]')  # SharePoint's list


async def upload_file(
    wire: "Wire", folder: Folder, path: str, content: bytes, *, replace: bool, small_bytes: int
) -> UploadedFile:
    """Write the file below the folder. Raises: Refused with code invalidName or nameAlreadyExists."""
    *parents, name = split_path(path)
    parent_id = await _ensure_folders(wire, folder, parents)
    conflict = "replace" if replace else "fail"
    if len(content) <= small_bytes:
        try:
            return _read_file(await _put_small(wire, folder.drive_id, parent_id, name, content, conflict))
        except Refused as refusal:
            if refusal.status != 413:
                raise
    return _read_file(await _put_large(wire, folder.drive_id, parent_id, name, content, conflict))


def split_path(path: str) -> list[str]:
    """The names of a path. Raises: Refused with code invalidName for one that SharePoint does not take."""
    names = path.split("/")
    for name in names:
        if not name or name != name.strip() or name.endswith(".") or _FORBIDDEN_IN_NAME.search(name):
            raise Refused(code="invalidName")
    return names


async def _ensure_folders(wire: "Wire", folder: Folder, names: list[str]) -> str:
    """The id of the folder at a path below `folder`, made unless it is there; two that make it at once get the same."""
    found = await _find_item(wire, folder.drive_id, folder.item_id, names) if names else None
    if found:
        return found["id"]
    parent_id = folder.item_id
    for name in names:
        parent_id = await ensure_folder(wire, folder.drive_id, parent_id, name)
    return parent_id


async def ensure_folder(wire: "Wire", drive_id: str, parent_id: str, name: str) -> str:
    """The id of the folder with this name in another, made unless it is there. Raises: Refused when a file has it."""
    try:
        return (await _make_folder(wire, drive_id, parent_id, name))["id"]
    except Refused as refusal:
        if refusal.status != 409:
            raise
        found = await _find_item(wire, drive_id, parent_id, [name])
        if not found or "folder" not in found:  # a file has the folder's name
            raise
        return found["id"]


async def _find_item(wire: "Wire", drive_id: str, parent_id: str, names: list[str]) -> dict[str, Any] | None:
    try:
        return await wire.get(wire.locate("drives", drive_id, "items", f"{parent_id}:", *names[:-1], f"{names[-1]}:"))
    except Gone:
        return None


async def _make_folder(wire: "Wire", drive_id: str, parent_id: str, name: str) -> dict[str, Any]:
    from msgraph.generated.models.drive_item import DriveItem
    from msgraph.generated.models.folder import Folder as FolderFacet

    item = DriveItem(name=name, folder=FolderFacet())
    item.additional_data = {"@microsoft.graph.conflictBehavior": "fail"}
    children = wire.client.drives.by_drive_id(drive_id).items.by_drive_item_id(parent_id).children
    return await wire.send(children.to_post_request_information(item), is_resend_safe=True)  # a second one is a 409


async def _put_small(
    wire: "Wire", drive_id: str, parent_id: str, name: str, content: bytes, conflict: str
) -> dict[str, Any]:
    from graph.wire import UPLOAD_SECONDS

    place = wire.client.drives.by_drive_id(drive_id).items.by_drive_item_id(f"{parent_id}:/{name}:").content
    request = place.to_put_request_information(content)
    query = {"@microsoft.graph.conflictBehavior": conflict}
    request.url = wire.locate("drives", drive_id, "items", f"{parent_id}:", f"{name}:", "content", **query)
    return await wire.send(request, seconds=UPLOAD_SECONDS)


async def _put_large(
    wire: "Wire", drive_id: str, parent_id: str, name: str, content: bytes, conflict: str
) -> dict[str, Any]:
    """Send the file by an upload session; the SDK's own LargeFileUploadTask fails (facts: msgraph-sdk 1)."""
    from msgraph.generated.drives.item.items.item.create_upload_session.create_upload_session_post_request_body import (
        CreateUploadSessionPostRequestBody,
    )
    from msgraph.generated.models.drive_item_uploadable_properties import DriveItemUploadableProperties

    item = DriveItemUploadableProperties()
    item.additional_data = {"@microsoft.graph.conflictBehavior": conflict}
    place = wire.client.drives.by_drive_id(drive_id).items.by_drive_item_id(f"{parent_id}:/{name}:")
    body = CreateUploadSessionPostRequestBody(item=item)
    request = place.create_upload_session.to_post_request_information(body)
    request.url = wire.locate("drives", drive_id, "items", f"{parent_id}:", f"{name}:", "createUploadSession")
    session = await wire.send(request, is_resend_safe=True)  # an unused session expires by itself
    try:
        return await _send_fragments(wire, session["uploadUrl"], content)
    except SessionGone:
        # it also ends when the answer to the last fragment was lost
        stored = await _find_item(wire, drive_id, parent_id, [name])
        if stored and stored.get("size") == len(content):
            return stored
        raise


class SessionGone(Unavailable):
    """The upload session is no longer known; the whole upload may be begun anew."""


async def _send_fragments(wire: "Wire", upload_url: str, content: bytes) -> dict[str, Any]:
    """Send what the session still wants until it answers with the file; after an error ask it where to go on."""
    start: int | None = 0
    resumes = 0
    while True:
        try:
            state = await (_ask_session(wire, upload_url) if start is None else _send(wire, upload_url, content, start))
            if "nextExpectedRanges" not in state:
                return state
            start = _read_next_start(state)
        except (Throttled, Unavailable) as problem:
            resumes += 1
            await _pause(problem, resumes)
            start = None


async def _send(wire: "Wire", upload_url: str, content: bytes, start: int) -> dict[str, Any]:
    part = content[start : start + FRAGMENT_BYTES]
    headers = {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{len(content)}"}
    return _check(await wire.send_bare("PUT", upload_url, content=part, headers=headers))


async def _ask_session(wire: "Wire", upload_url: str) -> dict[str, Any]:
    return _check(await wire.send_bare("GET", upload_url))


def _check(answer: "httpx.Response") -> dict[str, Any]:
    """The answer's JSON. Raises: what the answer means; 416 is only that the session is elsewhere than we thought."""
    from graph.wire import read_json

    if answer.is_success:
        return read_json(answer, is_resend_safe=True)
    error = map_answer(answer.status_code, answer.headers, answer.content, is_resend_safe=True)
    if isinstance(error, Gone):
        raise SessionGone(error.message, code="uploadSessionGone", request_id=error.request_id, status=error.status)
    if answer.status_code == 416:
        raise Unavailable(error.message, code=error.code, request_id=error.request_id, status=error.status)
    raise error


async def _pause(problem: Throttled | Unavailable, resumes: int) -> None:
    """Wait before resuming. Raises: the problem when it is for delivery to wait, or has come too often."""
    wanted = problem.retry_after
    seconds = wanted.total_seconds() if wanted else _FIRST_PAUSE_SECONDS * 2 ** (resumes - 1)
    if isinstance(problem, SessionGone) or resumes > _RESUMES_AT_MOST or seconds > _LONGEST_PAUSE_SECONDS:
        raise problem
    await asyncio.sleep(seconds)


def _read_next_start(state: dict[str, Any]) -> int:
    """The first byte the session wants, from `nextExpectedRanges` ("26-" or "26-99"). Raises: SessionGone."""
    ranges = state["nextExpectedRanges"]
    if not ranges:
        raise SessionGone(code="uploadSessionGone")
    return int(ranges[0].split("-")[0])


def _read_file(row: dict[str, Any]) -> UploadedFile:
    return UploadedFile(item_id=row["id"], web_url=row.get("webUrl") or "", size=int(row.get("size") or 0))
