"""A channel's files folder and what has been posted in it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson

from committee.microsoft_errors import Forbidden, Gone, Unavailable
from graph.values import Folder

if TYPE_CHECKING:
    from graph.wire import Wire

FOLDER_WAIT = timedelta(seconds=15)
"""Between two questions for the folder of a new channel; it may take some minutes (channel-get-filesfolder)."""
_PAGE = 50
"""The most channel messages that Graph gives at a time (channel-list-messages)."""
_CLOCK_SLACK = timedelta(minutes=15)


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


async def find_post(wire: "Wire", team_id: str, channel_id: str, marker: str, *, since: datetime) -> str | None:
    """The id of a root message whose text or card holds the marker, of all that were posted since.

    Ends a whole page behind the last that is recent enough, since Graph does not promise the order.
    """
    url = wire.locate("teams", team_id, "channels", channel_id, "messages", odata_top=str(_PAGE))
    wanted, oldest, older = marker.encode(), since - _CLOCK_SLACK, 0
    async for row in wire.list(url):
        if not row.get("deletedDateTime") and wanted in orjson.dumps([row.get("body"), row.get("attachments")]):
            return row["id"]
        older = older + 1 if _changed_at(row) < oldest else 0
        if older >= _PAGE:
            break
    return None


def _changed_at(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row.get("lastModifiedDateTime") or row["createdDateTime"])


async def _check_channel(wire: "Wire", team_id: str, channel_id: str) -> None:
    """Raises: Gone when the channel itself is not there; one that may not be looked at counts as there."""
    try:
        await wire.get(wire.locate("teams", team_id, "channels", channel_id, odata_select="id"))
    except Forbidden:
        return
