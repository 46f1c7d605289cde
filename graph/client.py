"""The one gateway to Microsoft Graph: awaited from the bot's loop, carried out on a loop in a thread of its own."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from committee.spaces import ChannelKind, ChannelSeen, MemberSeen, Tab
from graph import calendar, channels, files, people, probes, teams
from graph.credentials import Credential, TokenSource
from graph.values import (
    CalendarEvent,
    CreatedEvent,
    EventDraft,
    Folder,
    GraphAddress,
    MembershipResult,
    UploadedFile,
    User,
)
from graph.worker import Worker

if TYPE_CHECKING:
    from graph.wire import Wire

T = TypeVar("T")
REQUEST_TIMEOUT = timedelta(seconds=30)
WARM_UP_AFTER = timedelta(seconds=2)
"""Late enough that importing the models does not compete with the bot's own start."""


class Graph:
    """Microsoft Graph for one tenant. Use as `async with Graph(address, tokens) as graph`.

    Takes a TokenSource, which stays the caller's to close, or a credential, which it closes. Starting is immediate:
    the SDK is imported in the thread, and a call made before that is done waits for it.
    Every method Raises: MicrosoftError, of the kinds in `committee.microsoft_errors`.
    """

    def __init__(
        self,
        address: GraphAddress,
        credential: Credential | TokenSource,
        *,
        small_upload_bytes: int = files.SMALL_UPLOAD_BYTES,
        request_timeout: timedelta = REQUEST_TIMEOUT,
        warm_up_after: timedelta | None = WARM_UP_AFTER,
        team_pause: timedelta | None = None,
    ) -> None:
        self._address = address
        self._owns_tokens = not isinstance(credential, TokenSource)
        self._tokens = credential if isinstance(credential, TokenSource) else TokenSource(credential)
        self._small_upload_bytes = small_upload_bytes
        self._request_timeout = request_timeout
        self._warm_up_after = warm_up_after
        self._team_pause = team_pause
        self._worker = Worker("graph")
        self._wire: asyncio.Task[Wire] | None = None

    async def __aenter__(self) -> Self:
        self._worker.start()
        self._worker.submit(self._open())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._worker.run(self._close())
        await self._worker.stop()
        if self._owns_tokens:
            await self._tokens.close()

    async def list_calendar(self, mailbox: str, *, from_at: datetime, to_at: datetime) -> tuple[CalendarEvent, ...]:
        """The events of a mailbox (address or object id) that overlap a span of aware times, by start."""
        return await self._do(calendar.list_calendar, mailbox, from_at=from_at, to_at=to_at)

    async def find_event(
        self, mailbox: str, *, event_id: str | None = None, transaction_id: str | None = None
    ) -> CalendarEvent | None:
        """The event with this id, or made with this transaction id; None when it is not in the mailbox."""
        return await self._do(calendar.find_event, mailbox, event_id=event_id, transaction_id=transaction_id)

    async def create_event(self, mailbox: str, draft: EventDraft) -> CreatedEvent:
        """Put an online meeting in the mailbox's calendar and invite the attendees.

        Idempotent by the draft's transaction id: a second time gives the same event, brought up to the draft.
        """
        return await self._do(calendar.create_event, mailbox, draft)

    async def update_event(self, mailbox: str, event_id: str, draft: EventDraft) -> CreatedEvent:
        """Make an event as the draft says; its online meeting stays. Idempotent. Raises: Gone."""
        return await self._do(calendar.update_event, mailbox, event_id, draft)

    async def cancel_event(self, mailbox: str, event_id: str, comment: str) -> bool:
        """Cancel a meeting with a word to the attendees; False when it was already gone, so twice is safe."""
        return await self._do(calendar.cancel_event, mailbox, event_id, comment)

    async def files_folder(self, team_id: str, channel_id: str) -> Folder:
        """A channel's folder. Raises: Unavailable with `retry_after` while a new channel's is not made yet."""
        return await self._do(channels.files_folder, team_id, channel_id)

    async def find_post(self, team_id: str, channel_id: str, marker: str, *, since: datetime) -> str | None:
        """The id of a channel's root message that holds the marker, of those posted since (aware), or None."""
        return await self._do(channels.find_post, team_id, channel_id, marker, since=since)

    async def upload_file(self, folder: Folder, path: str, content: bytes, *, replace: bool) -> UploadedFile:
        """Write a file at a path below a folder («Referater/2026/navn.pdf»), making folders as needed.

        With `replace` it is idempotent (a new version of the same file). Without, an existing file Raises: Refused
        with code nameAlreadyExists, also when it is ours from an attempt whose answer was lost.
        """
        limit = self._small_upload_bytes
        return await self._do(files.upload_file, folder, path, content, replace=replace, small_bytes=limit)

    async def list_channels(self, team_id: str) -> tuple[ChannelSeen, ...]:
        """A team's channels, without what is in them."""
        return await self._do(teams.list_channels, team_id)

    async def list_members(self, team_id: str, channel_id: str | None = None) -> tuple[MemberSeen, ...]:
        """Who is in a team, or in one of its private or shared channels."""
        return await self._do(teams.list_members, team_id, channel_id)

    async def list_tabs(self, team_id: str, channel_id: str) -> frozenset[str]:
        """The names of a channel's tabs."""
        return await self._do(teams.list_tabs, team_id, channel_id)

    async def list_folders(self, team_id: str, channel_id: str) -> frozenset[str]:
        """The names of a channel's folders. Raises: Unavailable while a new channel's files are being made."""
        return await self._do(teams.list_folders, team_id, channel_id)

    async def make_folders(self, team_id: str, channel_id: str, names: Sequence[str]) -> None:
        """Folders in the channel's files; those that are there stay."""
        await self._do(teams.make_folders, team_id, channel_id, names)

    async def create_channel(
        self, team_id: str, *, name: str, description: str, kind: ChannelKind, owner_id: str
    ) -> str:
        """The id of a new channel. Raises: Refused for a name that is taken, Ambiguous when it may have been made."""
        return await self._do(
            teams.create_channel, team_id, name=name, description=description, kind=kind, owner_id=owner_id
        )

    async def change_channel(
        self, team_id: str, channel_id: str, *, name: str | None = None, description: str | None = None
    ) -> None:
        """Another name or description. Idempotent."""
        await self._do(teams.change_channel, team_id, channel_id, name=name, description=description)

    async def archive_channel(self, team_id: str, channel_id: str, *, archived: bool) -> None:
        """Close a channel for writing, or open it again. Idempotent."""
        await self._do(teams.archive_channel, team_id, channel_id, archived=archived)

    async def add_tab(self, team_id: str, channel_id: str, tab: Tab) -> None:
        """A page in a tab. Raises: Ambiguous when it may have been added."""
        await self._do(teams.add_tab, team_id, channel_id, tab)

    async def add_members(self, team_id: str, object_ids: Sequence[str]) -> tuple[MembershipResult, ...]:
        """People into the team, each with what became of it. Idempotent."""
        return await self._do(teams.add_members, team_id, object_ids)

    async def add_channel_member(self, team_id: str, channel_id: str, object_id: str) -> None:
        """One person into a private or shared channel. Idempotent."""
        await self._do(teams.add_channel_member, team_id, channel_id, object_id)

    async def remove_member(self, team_id: str, membership_id: str, channel_id: str | None = None) -> None:
        """One person out of the team, or out of one of its channels. Idempotent."""
        await self._do(teams.remove_member, team_id, membership_id, channel_id)

    async def get_user(self, user_id: str) -> User:
        """A person by object id or address. Raises: Gone."""
        return await self._do(people.get_user, user_id)

    async def probe(
        self, method: str, *segments: str, query: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The answer to a request that changes nothing, sent to see whether we are let through."""
        return await self._do(probes.probe, method, *segments, query=query, body=body)

    async def _do(self, operation: Callable[..., Awaitable[T]], *arguments: Any, **named: Any) -> T:
        async def work() -> T:
            wire = await asyncio.shield(self._opening())
            return await operation(wire, *arguments, **named)

        return await self._worker.run(work())

    async def _open(self) -> None:
        self._opening()
        if self._warm_up_after is not None:
            asyncio.get_running_loop().call_later(self._warm_up_after.total_seconds(), _warm_up)

    def _opening(self) -> "asyncio.Task[Wire]":
        if self._wire is None:
            self._wire = asyncio.ensure_future(self._make_wire())
        return self._wire

    async def _make_wire(self) -> "Wire":
        from graph.wire import TEAM_PAUSE_SECONDS, Wire

        pause = TEAM_PAUSE_SECONDS if self._team_pause is None else self._team_pause.total_seconds()
        seconds = self._request_timeout.total_seconds()
        return Wire(self._address, self._tokens, request_seconds=seconds, team_pause=pause)

    async def _close(self) -> None:
        if self._wire is not None:
            await (await self._wire).close()


def _warm_up() -> None:
    from graph.wire import warm_models

    threading.Thread(target=warm_models, name="graph-models", daemon=True).start()
