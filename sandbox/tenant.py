"""One running local tenant: all its parts in one place."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from sandbox.calendars import CalendarBook
from sandbox.channels import Channel, ChannelBook
from sandbox.drive import Drive, join
from sandbox.faults import Faults
from sandbox.keys import KeyRing
from sandbox.limits import Limits
from sandbox.members import MemberBook
from sandbox.permissions import Grants
from sandbox.posts import PostBook
from sandbox.settings import SandboxSettings
from sandbox.stream import Stream
from sandbox.world import Persona

REMEMBERED_REQUESTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRequest:
    """A request that the bot made, and what it was answered (0: the connection was cut)."""

    where: str
    method: str
    path: str
    query: dict[str, str]
    body: bytes
    status: int
    reply: Any = None


@dataclass(slots=True, kw_only=True)
class Tenant:
    """The parts of a sandbox; the state folder holds all that must outlive a restart."""

    settings: SandboxSettings
    keys: KeyRing
    channels: ChannelBook
    members: MemberBook
    posts: PostBook
    drive: Drive
    calendars: CalendarBook
    limits: Limits
    faults: Faults = field(default_factory=Faults)
    grants: Grants = field(default_factory=Grants)
    stream: Stream = field(default_factory=Stream)
    requests: deque[SeenRequest] = field(default_factory=lambda: deque(maxlen=REMEMBERED_REQUESTS))
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    session: aiohttp.ClientSession | None = None

    def reads(self, person: Persona, channel: Channel) -> bool:
        """Whether a person sees the channel: a standard one's readers are the team."""
        if channel.kind == "standard":
            return person.aad in self.members.ids()
        return person.aad in (*channel.owners, *channel.members)


def open_tenant(settings: SandboxSettings) -> Tenant:
    """The tenant as the state folder holds it; a missing folder is made and seeded."""
    state = settings.state
    state.mkdir(parents=True, exist_ok=True)
    tenant = Tenant(
        settings=settings,
        keys=KeyRing(state / "keys"),
        channels=ChannelBook(state / "channels.json"),
        members=MemberBook(state / "members.json"),
        posts=PostBook(state / "posts"),
        drive=Drive(state / "files"),
        calendars=CalendarBook(state / "events", settings.seeded_on),
        limits=Limits(settings.limit_factor),
    )
    for channel in tenant.channels.list():
        tenant.drive.make_folder(join("", channel.folder))
    return tenant
