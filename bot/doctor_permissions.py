"""Each Graph permission, tried by a call that can do nothing: what it names does not exist, or it says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.doctor_findings import Channel, Finding, Installation, explain, fault, unchecked, warning, well
from committee.microsoft_errors import Forbidden, MicrosoftError, Throttled, Unavailable
from graph.permissions import PERMISSIONS, Permission, PermissionKind

#: Neither is anywhere: what is written to them is refused for that, and not for a missing right.
NO_CHANNEL = "19:00000000000000000000000000000000@thread.tacv2"
NOTHING = "AAAAAAAA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A call that is either let through or not, and changes nothing either way."""

    method: str
    segments: tuple[str, ...]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


def probes_in(channel: Channel, drive_id: str, mailbox: str) -> dict[str, Probe]:
    """By permission; those whose place is not known are left out."""
    team = ("teams", channel.team_id, "channels")
    nowhere, here = (*team, NO_CHANNEL), (*team, channel.channel_id)
    found = {
        "ChannelSettings.ReadWrite.Group": Probe(method="PATCH", segments=nowhere, body={"description": ""}),
        "Channel.Create.Group": Probe(method="POST", segments=team, body={"displayName": ""}),
        "ChannelMember.ReadWrite.Group": Probe(method="DELETE", segments=(*nowhere, "members", NOTHING)),
        "TeamMember.Read.Group": Probe(method="GET", segments=("teams", channel.team_id, "members"), query=_ONE),
        "TeamsTab.Create.Group": Probe(method="POST", segments=(*nowhere, "tabs"), body={"displayName": ""}),
        "ChannelSettings.ReadWrite.All": Probe(method="POST", segments=(*nowhere, "archive"), body={}),
        "TeamMember.ReadWriteNonOwnerRole.All": Probe(
            method="POST", segments=("teams", channel.team_id, "members", "add"), body={"values": []}
        ),
        "User.ReadBasic.All": Probe(method="GET", segments=("users",), query={**_ONE, "odata_select": "id"}),
    }
    if channel.channel_id:
        found["ChannelMessage.Read.Group"] = Probe(method="GET", segments=(*here, "messages"), query=_ONE)
        found["TeamsTab.Read.Group"] = Probe(method="GET", segments=(*here, "tabs"))
        found["Files.ReadWrite.All"] = Probe(method="GET", segments=(*here, "filesFolder"))
    if drive_id:
        item = ("drives", drive_id, "items")
        found["Files.ReadWrite.All"] = Probe(method="POST", segments=(*item, NOTHING, "children"), body={"name": ""})
        upload = (*item, f"{NOTHING}:", "x:", "createUploadSession")
        found["Sites.ReadWrite.All"] = Probe(method="POST", segments=upload, body={})
    if mailbox:
        event = ("users", mailbox, "events", NOTHING)
        found["Calendars.ReadWrite"] = Probe(method="PATCH", segments=event, body={"subject": ""})
    return found


_ONE = {"odata_top": "1"}


async def check_permissions(place: Installation) -> tuple[Finding, ...]:
    """In each team what its owner grants, and once what the tenant's administrator does."""
    firsts = {one.team_id: one for one in sorted(place.channels, key=lambda one: not one.channel_id, reverse=True)}
    if place.register is None or not firsts:
        return (unchecked("permissions", "No team is known, so there is nowhere to try them."),)
    mailbox = next((one.calendar for one in place.register.spaces.values() if one.calendar), "")
    found: list[Finding] = []
    for number, channel in enumerate(firsts.values()):
        probes = probes_in(channel, await _drive_of(place, channel), mailbox)
        asked = [one for one in PERMISSIONS if number == 0 or one.kind is PermissionKind.RSC]
        found += [await _try(place, one, probes.get(one.name), channel) for one in asked]
    return tuple(found)


async def _drive_of(place: Installation, channel: Channel) -> str:
    """Where the channel's files are; empty when that cannot be seen."""
    if not channel.channel_id:
        return ""
    try:
        return (await place.graph.files_folder(channel.team_id, channel.channel_id)).drive_id
    except MicrosoftError:
        return ""


async def _try(place: Installation, permission: Permission, probe: Probe | None, channel: Channel) -> Finding:
    check = f"permission {permission.name}"
    if probe is None:
        return unchecked(check, "There is no channel, mailbox or files folder to try it on.")
    try:
        await place.graph.probe(probe.method, *probe.segments, query=probe.query, body=probe.body)
    except Forbidden as problem:
        return _refused(check, permission, channel, problem)
    except (Throttled, Unavailable) as problem:
        return unchecked(check, f"It could not be tried: {explain(problem)}.", "Run doctor again later.")
    except MicrosoftError:
        pass  # let through, and refused for naming nothing: as meant
    return well(check, "Granted.")


def _refused(check: str, permission: Permission, channel: Channel, problem: Forbidden) -> Finding:
    if permission.is_optional and problem.needs == permission.name:
        return well(check, f"Not granted, which is a choice: {permission.without}.")
    if permission.kind is PermissionKind.RSC:
        do = f"Have an owner of the team {channel.team_id} add or update the app and accept its permissions."
    elif permission.name == "Calendars.ReadWrite":
        do = "Have it granted in Exchange for the committees' mailboxes alone (operations.md, 3), not in Entra."
    else:
        do = "Have an administrator grant it to the app in Entra (API permissions, admin consent)."
    says = f"Not granted: {permission.without}." if problem.needs else f"Refused: {explain(problem)}."
    return warning(check, says, do) if permission.is_optional else fault(check, says, do)
