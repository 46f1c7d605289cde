"""The team's channels, kept in one JSON file."""

import re
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.disk import now, read_json, stamp, write_json
from sandbox.world import CHANNELS

NAME_LENGTH = 50
# Microsoft, limits-specifications-teams.md
_FORBIDDEN = re.compile(r"[~#%&*{}+/\\:<>?|'\",\x00-\x1f\x80-\x9f]|\.\.")
_RESERVED = re.compile(r"(forms|con|conin\$|conout\$|prn|aux|nul|com[1-9]|lpt[1-9]|desktop\.ini|.*_vti_.*)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel; `folder` is its folder's name in the team's files and outlives a new name.

    `kind` is Graph's membershipType; `owners` and `members` are object ids of a private or shared channel's people.
    `tabs` are (name, address). The bot is in a private or shared channel only when somebody has added the app there.
    """

    id: str
    name: str
    description: str
    created_at: str
    folder: str
    archived: bool = False
    deleted: bool = False
    folder_refusals: int = 0
    kind: str = "standard"
    owners: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    tabs: tuple[tuple[str, str], ...] = ()
    has_bot: bool = True


def is_allowed_name(name: str) -> bool:
    """Whether Teams takes this as a channel's name."""
    if not name or len(name) > NAME_LENGTH or name[0] in "_." or name[-1] == ".":
        return False
    return not _FORBIDDEN.search(name) and not _RESERVED.fullmatch(name)


class ChannelBook:
    """The channels by id."""

    def __init__(self, path: Path) -> None:
        self._path = path
        kept = read_json(path)
        self._channels = {row["id"]: _read(row) for row in kept} if kept else {}
        if not kept:
            for seed in CHANNELS:
                self._channels[seed.id] = _make(seed.id, seed.name, seed.description)
            self._save()

    def find(self, channel_id: str) -> Channel | None:
        """The channel, or None when there is none or it is deleted."""
        channel = self._channels.get(channel_id)
        return channel if channel and not channel.deleted else None

    def list(self) -> list[Channel]:
        """All channels in the order they were made."""
        return [channel for channel in self._channels.values() if not channel.deleted]

    def is_taken(self, name: str) -> bool:
        """Whether a channel has, or had before it was deleted, this name."""
        return any(channel.name.lower() == name.lower() for channel in self._channels.values())

    def add(self, name: str, description: str, *, kind: str = "standard", owners: tuple[str, ...] = ()) -> Channel:
        """Make a channel; the bot is in a standard one only, as in Teams."""
        made = _make(f"19:{uuid.uuid4().hex}@thread.tacv2", name, description)
        channel = replace(made, kind=kind, owners=owners, has_bot=kind == "standard")
        self.keep(channel)
        return channel

    def keep(self, channel: Channel) -> None:
        """Remember the channel as it now is."""
        self._channels[channel.id] = channel
        self._save()

    def is_folder_ready(self, channel: Channel, *, refusals: int, wait: timedelta) -> bool:
        """Whether the files folder is provisioned yet; counts a refusal when it is not."""
        age = now() - datetime.fromisoformat(channel.created_at)
        if age >= wait or channel.folder_refusals >= refusals:
            return True
        self.keep(replace(channel, folder_refusals=channel.folder_refusals + 1))
        return False

    def _save(self) -> None:
        write_json(self._path, [asdict(channel) for channel in self._channels.values()])


def _read(row: dict[str, Any]) -> Channel:
    lists = {name: tuple(row.get(name, ())) for name in ("owners", "members")}
    tabs = tuple((name, url) for name, url in row.get("tabs", ()))
    return Channel(**{**row, **lists, "tabs": tabs})


def _make(channel_id: str, name: str, description: str) -> Channel:
    return Channel(id=channel_id, name=name, description=description, created_at=stamp(now()), folder=name)
