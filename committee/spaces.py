"""Where committees and their groups live in Teams: what is declared, what is seen there, and what we have made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

#: A channel's folders when nothing else is said: the kinds of document of 002-23.
FOLDERS = ("Innkallinger", "Referater", "Saker", "Utredninger", "Tiltak", "Rapporter", "Informasjon")


class ChannelKind(StrEnum):
    """Who reads the channel; the names are Microsoft Graph's (channelMembershipType)."""

    STANDARD = "standard"
    PRIVATE = "private"
    SHARED = "shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSpace:
    """A channel as it shall be, for a committee or for one of its groups (`id` is whose it is)."""

    id: str
    committee_id: str
    #: As people write it; Teams may want another (`committee.channel_names`).
    name: str
    #: Whether somebody has written this very name, or it is only the committee's own.
    is_named: bool = False
    #: None: left as it is.
    description: str | None = None
    kind: ChannelKind = ChannelKind.STANDARD
    folders: tuple[str, ...] = FOLDERS
    tabs: tuple[Tab, ...] = ()
    is_archived: bool = False
    #: The members are told in their own chats when it is made.
    is_announced: bool = False
    #: Known from the register file; empty: to be found or made.
    channel_id: str = ""
    #: Person ids of a group's channel; None: those with a seat in the committee.
    people: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSpace:
    """A team as it shall be."""

    id: str
    #: Object id in Entra of who owns private and shared channels; empty: nobody is named.
    owner_id: str = ""
    channels: tuple[ChannelSpace, ...] = ()
    #: Kinds besides standard that the administrator has switched on.
    allowed: frozenset[ChannelKind] = frozenset()
    #: Whether archiving is switched on, which takes a permission in the whole tenant.
    may_archive: bool = False
    #: Whether people of standard channels are added to and removed from the team, which takes one too.
    follows_register: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSeen:
    membership_id: str
    object_id: str
    name: str
    is_owner: bool = False
    is_guest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSeen:
    """A channel as Graph shows it; what has not been looked at is None."""

    id: str
    name: str
    description: str = ""
    kind: ChannelKind = ChannelKind.STANDARD
    is_archived: bool = False
    folders: frozenset[str] | None = None
    tabs: frozenset[str] | None = None
    members: tuple[MemberSeen, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSeen:
    channels: Mapping[str, ChannelSeen] = field(default_factory=dict)
    members: tuple[MemberSeen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelBinding:
    """The record that a committee's or a group's channel is this one; `id` is whose it is."""

    id: str
    committee_id: str
    #: The group's id; empty for the committee's own channel.
    about: str
    team_id: str
    channel_id: str
    #: As it was called in Teams when we last saw to it.
    name: str
    made_at: datetime
    #: The card that tells what the channel is for has been sent.
    is_welcomed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelWish:
    """A channel that leader or secretary has asked for by chat, for one of the committee's groups."""

    id: str
    committee_id: str
    #: The group's id.
    about: str
    name: str
    kind: ChannelKind
    wished_by: str
    wished_at: datetime
    is_archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepProblem:
    """A step that could not be done, and why: the kind is as `committee.microsoft_errors` has them."""

    step: str
    name: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelReport:
    """What the last work on a committee's channels came to; `id` is the committee's."""

    id: str
    committee_id: str
    about: str
    at: datetime
    done: int
    problems: tuple[StepProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChannel:
    """A group's channel as its committee's leader sees it; `id` and `name` are the group's."""

    id: str
    name: str
    is_archived: bool
