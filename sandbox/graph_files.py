"""Graph's files of a channel: folders, small uploads, links."""

import hashlib
from typing import Any
from urllib.parse import quote

from sandbox.answers import Answer, Call, refuse_graph
from sandbox.client_office import file_url
from sandbox.disk import stamp
from sandbox.drive import DriveEntry, is_allowed_file_name, join
from sandbox.gateway import route
from sandbox.graph_members import demand_channel
from sandbox.graph_replies import reply_entity, reply_page
from sandbox.graph_uploads import open_session, settle_conflict
from sandbox.tenant import Tenant
from sandbox.world import BOT_APP_ID, BOT_NAME, DRIVE_ID

CONFLICT = "@microsoft.graph.conflictBehavior"
ITEM = r"/drives/{}/items/([^/:]+)"
BY_PATH = ITEM + r":/([^:]+)"


def describe_item(tenant: Tenant, entry: DriveEntry) -> dict[str, Any]:
    """A file or folder as Graph's driveItem."""
    parent = entry.path.rpartition("/")[0]
    author = {"application": {"id": BOT_APP_ID, "displayName": BOT_NAME}}
    item: dict[str, Any] = {
        "id": entry.id,
        "name": entry.name,
        "size": entry.size,
        "createdDateTime": stamp(entry.created_at),
        "lastModifiedDateTime": stamp(entry.modified_at),
        "eTag": f'"{{{entry.id}}},{entry.version}"',
        "cTag": f'"c:{{{entry.id}}},{entry.version}"',
        "createdBy": author,
        "lastModifiedBy": author,
        "webUrl": file_url(tenant, entry),
        "fileSystemInfo": {
            "createdDateTime": stamp(entry.created_at),
            "lastModifiedDateTime": stamp(entry.modified_at),
        },
    }
    if entry.path:
        above = tenant.drive.look(parent)
        path = f"/drives/{DRIVE_ID}/root:" + (f"/{quote(parent)}" if parent else "")
        reference = {"driveId": DRIVE_ID, "driveType": "documentLibrary", "path": path}
        item["parentReference"] = reference | ({"id": above.id, "name": above.name} if above else {})
    else:
        item["parentReference"] = {"driveId": DRIVE_ID, "driveType": "documentLibrary"}
        item["root"] = {}
    if entry.is_folder:
        return item | {"folder": {"childCount": entry.child_count}}
    return item | {"file": {"mimeType": entry.media_type}}


def demand_item(tenant: Tenant, drive: str, item: str) -> DriveEntry:
    """The item. Raises: Refusal 404."""
    entry = tenant.drive.find(item) if drive == DRIVE_ID else None
    if entry is None:
        raise refuse_graph(404, "itemNotFound", "The resource could not be found.")
    return entry


def find_below(tenant: Tenant, drive: str, folder: str, path: str) -> tuple[str, DriveEntry | None]:
    """A path below a folder, and what is there. Raises: Refusal 404 (folder), 400 (a name that is not allowed)."""
    above = demand_item(tenant, drive, folder)
    full = join(above.path, path.strip("/"))
    if not all(is_allowed_file_name(part) for part in full.split("/")):
        raise refuse_graph(400, "invalidRequest", "The provided name cannot contain any of the characters.")
    return full, tenant.drive.look(full)


def show_files_folder(tenant: Tenant, call: Call, team: str, channel_id: str) -> Answer:
    """GET filesFolder: 404 for a while after the channel was made."""
    channel = demand_channel(tenant, team, channel_id)
    settings = tenant.settings
    if not tenant.channels.is_folder_ready(channel, refusals=settings.folder_refusals, wait=settings.folder_wait):
        message = "Folder location for this channel is not ready yet, please try again later."
        raise refuse_graph(404, "NotFound", message)
    item = describe_item(tenant, tenant.drive.make_folder(channel.folder))
    return reply_entity(call, {**item, "createdDateTime": "0001-01-01T00:00:00Z"}, "driveItem/$entity")


def show_item(tenant: Tenant, call: Call, drive: str, item: str) -> Answer:
    """GET an item by id."""
    return reply_entity(call, describe_item(tenant, demand_item(tenant, drive, item)), "driveItem/$entity")


def show_item_by_path(tenant: Tenant, call: Call, drive: str, folder: str, path: str) -> Answer:
    """GET an item by its path below a folder."""
    _, entry = find_below(tenant, drive, folder, path)
    if entry is None:
        raise refuse_graph(404, "itemNotFound", "The resource could not be found.")
    return reply_entity(call, describe_item(tenant, entry), "driveItem/$entity")


def list_children(tenant: Tenant, call: Call, drive: str, item: str) -> Answer:
    """GET a folder's children by name."""
    entry = demand_item(tenant, drive, item)
    rows = [describe_item(tenant, child) for child in tenant.drive.children(entry.path)] if entry.is_folder else []
    return reply_page(tenant, call, rows, "Collection(driveItem)", size=200)


def make_folder(tenant: Tenant, call: Call, drive: str, item: str) -> Answer:
    """POST children: a new folder."""
    above, sent = demand_item(tenant, drive, item), call.json()
    if "folder" not in sent or not isinstance(sent.get("name"), str):
        raise refuse_graph(400, "invalidRequest", "A folder needs a name and the folder facet.")
    path, entry = find_below(tenant, drive, above.id, sent["name"])
    behaviour = sent.get(CONFLICT, "fail")
    if entry and behaviour == "fail":
        raise refuse_graph(409, "nameAlreadyExists", "An item with the same name already exists under the parent")
    if entry and behaviour == "rename":
        path = tenant.drive.free_path(path)
    made = tenant.drive.make_folder(path)
    tenant.stream.tell("files")
    return reply_entity(call, describe_item(tenant, made), "driveItem/$entity", 201)


def put_content(tenant: Tenant, call: Call, drive: str, folder: str, path: str) -> Answer:
    """PUT a small file at a path; folders on the way are made."""
    full, entry = find_below(tenant, drive, folder, path)
    return _store_small(tenant, call, full, entry)


def replace_content(tenant: Tenant, call: Call, drive: str, item: str) -> Answer:
    """PUT new content into a file that is there."""
    entry = demand_item(tenant, drive, item)
    return _store_small(tenant, call, entry.path, entry)


def _store_small(tenant: Tenant, call: Call, path: str, entry: DriveEntry | None) -> Answer:
    if len(call.body) > tenant.settings.small_upload_bytes:
        raise refuse_graph(413, "requestEntityTooLarge", "The file is too large for a single request.")
    check_match(call, entry)
    path = settle_conflict(tenant, path, entry, call.query.get(CONFLICT, "replace"))
    stored = tenant.drive.put(path, call.body)
    tenant.stream.tell("files", id=stored.id)
    replaced = entry is not None and entry.path == path
    return reply_entity(call, describe_item(tenant, stored), "driveItem/$entity", 200 if replaced else 201)


def check_match(call: Call, entry: DriveEntry | None) -> None:
    """Raises: Refusal 412 when If-Match names another version."""
    wanted = call.headers.get("If-Match")
    if wanted and wanted != "*" and entry and wanted.strip('"') not in f'"{{{entry.id}}},{entry.version}"':
        raise refuse_graph(412, "preconditionFailed", "ETag does not match current item's value")


def read_content(tenant: Tenant, call: Call, drive: str, item: str) -> Answer:
    """GET content: sends on to where the bytes are."""
    entry = demand_item(tenant, drive, item)
    if entry.is_folder:
        raise refuse_graph(400, "invalidRequest", "A folder has no content.")
    return Answer(302, None, {"Location": f"{tenant.settings.base_url}/sharepoint/download/{entry.id}"})


def read_content_by_path(tenant: Tenant, call: Call, drive: str, folder: str, path: str) -> Answer:
    """GET content by path."""
    _, entry = find_below(tenant, drive, folder, path)
    if entry is None:
        raise refuse_graph(404, "itemNotFound", "The resource could not be found.")
    return read_content(tenant, call, drive, entry.id)


def delete_item(tenant: Tenant, call: Call, drive: str, item: str) -> Answer:
    """DELETE an item."""
    tenant.drive.delete(demand_item(tenant, drive, item).path)
    tenant.stream.tell("files", id=item)
    return Answer(204)


def create_session(tenant: Tenant, call: Call, drive: str, folder: str, path: str) -> Answer:
    """POST createUploadSession for a path below a folder."""
    full, entry = find_below(tenant, drive, folder, path)
    wanted = (call.json() if call.body else {}).get("item") or {}
    return open_session(tenant, full, entry, wanted.get(CONFLICT, "fail"))


def replace_by_session(tenant: Tenant, call: Call, drive: str, item: str) -> Answer:
    """POST createUploadSession for a file that is there: replaces it."""
    entry = demand_item(tenant, drive, item)
    return open_session(tenant, entry.path, entry, "replace")


def create_link(tenant: Tenant, call: Call, drive: str, item: str) -> Answer:
    """POST createLink: the same link each time for the same type and scope."""
    entry, sent = demand_item(tenant, drive, item), call.json()
    kind, scope = sent.get("type", "view"), sent.get("scope", "organization")
    if kind not in {"view", "edit", "embed"} or scope not in {"anonymous", "organization", "users"}:
        raise refuse_graph(400, "invalidRequest", "Invalid link type or scope.")
    mark = hashlib.sha256(f"{entry.id} {kind} {scope}".encode()).hexdigest()[:24]
    is_new = mark not in tenant.links
    tenant.links.add(mark)
    permission = {
        "id": mark,
        "roles": ["write" if kind == "edit" else "read"],
        "shareId": f"u!{mark}",
        "hasPassword": False,
        "link": {"type": kind, "scope": scope, "webUrl": file_url(tenant, entry), "preventsDownload": False},
    }
    return reply_entity(call, permission, "permission", 201 if is_new else 200)


FILE_ROUTES = (
    route("GET", "/teams/{}/channels/{}/filesFolder", show_files_folder),
    route("GET", ITEM, show_item),
    route("DELETE", ITEM, delete_item),
    route("GET", ITEM + "/children", list_children),
    route("POST", ITEM + "/children", make_folder),
    route("GET", ITEM + "/content", read_content),
    route("PUT", ITEM + "/content", replace_content),
    route("POST", ITEM + "/createUploadSession", replace_by_session),
    route("POST", ITEM + "/createLink", create_link),
    route("GET", BY_PATH + ":?", show_item_by_path),
    route("PUT", BY_PATH + ":/content", put_content),
    route("GET", BY_PATH + ":/content", read_content_by_path),
    route("POST", BY_PATH + ":/createUploadSession", create_session),
)
