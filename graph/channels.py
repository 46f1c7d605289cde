"""A channel's files folder and what has been posted in it."""

from datetime import timedelta
from typing import TYPE_CHECKING

import orjson

from committee.microsoft_errors import Forbidden, Gone, Unavailable
from graph.values import Folder

if TYPE_CHECKING:
    from graph.wire import Wire

FOLDER_WAIT = timedelta(seconds=15)
"""Between two questions for the folder of a new channel; it may take some minutes (channel-get-filesfolder)."""
_POSTS_LOOKED_AT = "20"


async def files_folder(wire: "Wire", team_id: str, channel_id: str) -> Folder:
    """The channel's folder. Raises: Unavailable while it is being made, Gone when there is no such channel."""
    try:
        row = await wire.get(wire.locate("teams", team_id, "channels", channel_id, "filesFolder"))
    except Gone as gone:
        await _check_channel(wire, team_id, channel_id)
        raise Unavailable(
            gone.message,
            code="folderNotReady",
            request_id=gone.request_id,
            status=gone.status,
            retry_after=FOLDER_WAIT,
        ) from gone
    return Folder(drive_id=row["parentReference"]["driveId"], item_id=row["id"], web_url=row.get("webUrl") or "")


async def find_post(wire: "Wire", team_id: str, channel_id: str, marker: str) -> str | None:
    """The id of the newest of the last root messages whose text or card holds the marker."""
    url = wire.locate("teams", team_id, "channels", channel_id, "messages", odata_top=_POSTS_LOOKED_AT)
    page = await wire.get(url)
    rows = [row for row in page.get("value", ()) if not row.get("deletedDateTime")]
    rows.sort(key=lambda row: row.get("createdDateTime") or "", reverse=True)
    wanted = marker.encode()
    for row in rows:
        if wanted in orjson.dumps([row.get("body"), row.get("attachments")]):
            return row["id"]
    return None


async def _check_channel(wire: "Wire", team_id: str, channel_id: str) -> None:
    """Raises: Gone when the channel itself is not there; one that may not be looked at counts as there."""
    try:
        await wire.get(wire.locate("teams", team_id, "channels", channel_id, odata_select="id"))
    except Forbidden:
        return
