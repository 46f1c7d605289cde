"""Which rights the bot asks for in Microsoft 365, why, and which of them each of its calls needs: the one list."""

import re
from dataclasses import dataclass
from enum import StrEnum


class PermissionKind(StrEnum):
    """Who grants a permission, and how far it reaches."""

    #: Resource-specific consent: a team's owner grants it with the app, for that team alone.
    RSC = "RSC"
    #: An administrator consents to it for the whole tenant.
    APPLICATION = "application"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One right by Microsoft's name for it.

    `why` and `without` are for an administrator: what it is used for, and what stops without it. An optional one is
    granted only where what it gives is wanted.
    """

    name: str
    kind: PermissionKind
    why: str
    without: str
    is_optional: bool = False


def _rsc(name: str, why: str, without: str) -> Permission:
    return Permission(name=name, kind=PermissionKind.RSC, why=why, without=without)


def _application(name: str, why: str, without: str, *, is_optional: bool = False) -> Permission:
    return Permission(name=name, kind=PermissionKind.APPLICATION, why=why, without=without, is_optional=is_optional)


#: The least set. Names and reach: Microsoft Graph permissions reference and each method's page, August 2026.
#: A write permission stands alone where it lets the bot read the same.
PERMISSIONS: tuple[Permission, ...] = (
    _rsc(
        "ChannelMessage.Read.Group",
        "looking up a card that may already have been posted, so that it is never posted twice",
        "a post in doubt waits for a person under «leveranser»",
    ),
    _rsc(
        "ChannelSettings.ReadWrite.Group",
        "seeing which channels the team has, and giving one another name or description",
        "channels are not provisioned, and a deleted channel looks like one whose folder is not ready yet",
    ),
    _rsc("Channel.Create.Group", "making a committee's channel", "a team's owner makes the channels by hand"),
    _rsc(
        "ChannelMember.ReadWrite.Group",
        "keeping a private or shared channel's people as the register says",
        "a channel's owner adds and removes its people by hand",
    ),
    _rsc(
        "TeamMember.Read.Group",
        "finding who of the register is not in the team",
        "people who are not in the team are not told of",
    ),
    _rsc("TeamsTab.Read.Group", "seeing which tabs a channel has, so that none is added twice", "tabs are not added"),
    _rsc("TeamsTab.Create.Group", "adding the committee's tabs to its channel", "a member adds the tabs by hand"),
    _application(
        "Calendars.ReadWrite",
        "the committees' meetings in their mailboxes, and reading the board's calendar; limit it to those mailboxes",
        "no meeting is planned, and no notice goes out by calendar",
    ),
    _application(
        "Files.ReadWrite.All",
        "finding a channel's files folder, making folders in it and putting minutes there",
        "minutes and papers are not put in the channel's files",
    ),
    _application(
        "Sites.ReadWrite.All",
        "putting files above 4 MiB in a channel's files",
        "a file above 4 MiB waits under «leveranser»",
        is_optional=True,
    ),
    _application(
        "ChannelSettings.ReadWrite.All",
        "archiving the channel of a working group that is done, and opening it again",
        "a team's owner archives channels by hand",
        is_optional=True,
    ),
    _application(
        "TeamMember.ReadWriteNonOwnerRole.All",
        "adding the register's people to the team, and removing those who have left, when a person has said yes",
        "a team's owner adds and removes the team's people by hand",
        is_optional=True,
    ),
    _application(
        "User.ReadBasic.All",
        "telling in «doctor» who of the register is no longer in Entra",
        "«doctor» cannot look the register's people up",
        is_optional=True,
    ),
)
NAMES = frozenset(one.name for one in PERMISSIONS)
_BY_NAME = {one.name: one for one in PERMISSIONS}

_TEAM, _CHANNEL = r"/teams/[^/]+", r"/teams/[^/]+/channels/[^/]+"
_FILES = r"/drives/.+"
#: Which of ours a call needs; the first that fits.
_CALLS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (methods, re.compile(pattern), name)
    for methods, pattern, name in (
        ("POST", rf"{_CHANNEL}/(un)?archive", "ChannelSettings.ReadWrite.All"),
        ("GET", rf"{_CHANNEL}/messages.*", "ChannelMessage.Read.Group"),
        ("GET", rf"{_CHANNEL}/filesFolder", "Files.ReadWrite.All"),
        ("GET", rf"{_CHANNEL}/tabs", "TeamsTab.Read.Group"),
        ("POST", rf"{_CHANNEL}/tabs", "TeamsTab.Create.Group"),
        ("GET POST PATCH DELETE", rf"{_CHANNEL}/(allMembers|members.*)", "ChannelMember.ReadWrite.Group"),
        ("POST", rf"{_TEAM}/channels", "Channel.Create.Group"),
        ("GET PATCH", rf"{_TEAM}/(channels(/[^/]+)?|primaryChannel)", "ChannelSettings.ReadWrite.Group"),
        ("GET", rf"{_TEAM}/members.*", "TeamMember.Read.Group"),
        ("POST DELETE", rf"{_TEAM}/members.*", "TeamMember.ReadWriteNonOwnerRole.All"),
        ("POST", rf"{_FILES}/createUploadSession", "Sites.ReadWrite.All"),
        ("GET PUT POST", _FILES, "Files.ReadWrite.All"),
        ("GET POST PATCH DELETE", r"/users/[^/]+/(calendar|events).*", "Calendars.ReadWrite"),
        ("GET", r"/users(/[^/]+)?", "User.ReadBasic.All"),
    )
)


def find_permission(name: str) -> Permission | None:
    """The permission with this name, None when it is none of ours."""
    return _BY_NAME.get(name)


def permission_for(method: str, path: str) -> Permission | None:
    """What a call needs of ours; `path` is decoded and begins after `/v1.0`. None for a call we never make."""
    for methods, pattern, name in _CALLS:
        if method in methods.split() and pattern.fullmatch(path):
            return _BY_NAME[name]
    return None
