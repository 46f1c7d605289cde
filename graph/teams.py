"""A team's channels and people: read as they are, made and changed one by one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from committee.microsoft_errors import Gone, Refused, Unavailable
from committee.spaces import ChannelKind, ChannelSeen, MemberSeen, Tab
from graph.channels import files_folder
from graph.files import ensure_folder, split_path
from graph.values import MembershipResult

if TYPE_CHECKING:
    from graph.wire import Wire

#: Without it a shared channel is shown as `unknownFutureValue` (channel resource, membershipType).
_ALL_KINDS = {"Prefer": "include-unknown-enum-members"}
_MEMBER = "#microsoft.graph.aadUserConversationMember"
_USERS = "https://graph.microsoft.com/v1.0/users"
#: The website app that every tenant has (built-in tabs, teamsapp-tabs-configure).
_WEB_TAB = "com.microsoft.teamspace.tab.web"
_APPS = "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps"
NAME_TAKEN = "channelNameTaken"
BEING_MADE = "channelBeingMade"
MEMBERS_AT_ONCE = 200
"""The most people in one request (conversationmembers-add)."""


async def list_channels(wire: "Wire", team_id: str) -> tuple[ChannelSeen, ...]:
    """The team's own channels, without what is in them; deleted ones are not among them."""
    chosen = "id,displayName,description,membershipType,isArchived"
    url = wire.locate("teams", team_id, "channels", odata_select=chosen)
    return tuple([_read_channel(row) async for row in wire.list(url, _ALL_KINDS)])


async def list_members(wire: "Wire", team_id: str, channel_id: str | None = None) -> tuple[MemberSeen, ...]:
    """Who is in the team, or in one of its private or shared channels."""
    place = ("teams", team_id, "channels", channel_id, "members") if channel_id else ("teams", team_id, "members")
    return tuple([_read_member(row) async for row in wire.list(wire.locate(*place)) if row.get("userId")])


async def list_tabs(wire: "Wire", team_id: str, channel_id: str) -> frozenset[str]:
    """The names of a channel's tabs."""
    url = wire.locate("teams", team_id, "channels", channel_id, "tabs", odata_select="id,displayName")
    return frozenset([row["displayName"] async for row in wire.list(url) if row.get("displayName")])


async def list_folders(wire: "Wire", team_id: str, channel_id: str) -> frozenset[str]:
    """The names of the folders in the channel's own. Raises: Unavailable while that is being made."""
    folder = await files_folder(wire, team_id, channel_id)
    url = wire.locate("drives", folder.drive_id, "items", folder.item_id, "children", odata_select="name,folder")
    return frozenset([row["name"] async for row in wire.list(url) if "folder" in row])


async def make_folders(wire: "Wire", team_id: str, channel_id: str, names: Sequence[str]) -> None:
    """Folders in the channel's own; those that are there stay. Raises: Unavailable while that is being made."""
    folder = await files_folder(wire, team_id, channel_id)
    for name in names:
        (checked,) = split_path(name)
        await ensure_folder(wire, folder.drive_id, folder.item_id, checked)


async def create_channel(
    wire: "Wire", team_id: str, *, name: str, description: str, kind: ChannelKind, owner_id: str
) -> str:
    """The new channel's id. A private or shared one is owned by `owner_id` (channel-post).

    Raises: Refused with code NAME_TAKEN, Ambiguous when it may have been made, Unavailable while a shared one is.
    """
    from msgraph.generated.models.aad_user_conversation_member import AadUserConversationMember
    from msgraph.generated.models.channel import Channel
    from msgraph.generated.models.channel_membership_type import ChannelMembershipType

    channel = Channel(
        display_name=name, description=description or None, membership_type=ChannelMembershipType(kind.value)
    )
    if kind is not ChannelKind.STANDARD:
        owner = AadUserConversationMember(roles=["owner"], odata_type=_MEMBER)
        owner.additional_data = {"user@odata.bind": f"{_USERS}('{owner_id}')"}
        channel.members = [owner]
    try:
        made = await wire.send(wire.client.teams.by_team_id(team_id).channels.to_post_request_information(channel))
    except Refused as refusal:
        raise _explain(refusal) from refusal
    if "id" not in made:  # 202: a shared channel is made in a while
        raise Unavailable(code=BEING_MADE)
    return made["id"]


async def change_channel(
    wire: "Wire", team_id: str, channel_id: str, *, name: str | None = None, description: str | None = None
) -> None:
    """Another name or description; the files keep the folder they had. Idempotent.

    Raises: Refused with code NAME_TAKEN.
    """
    from msgraph.generated.models.channel import Channel

    change = Channel()
    if name is not None:
        change.display_name = name
    if description is not None:
        change.description = description
    place = wire.client.teams.by_team_id(team_id).channels.by_channel_id(channel_id)
    try:
        await wire.send(place.to_patch_request_information(change))
    except Refused as refusal:
        raise _explain(refusal) from refusal


async def archive_channel(wire: "Wire", team_id: str, channel_id: str, *, archived: bool) -> None:
    """Close the channel for writing, or open it again (channel-archive); done in a while. Idempotent."""
    place = wire.client.teams.by_team_id(team_id).channels.by_channel_id(channel_id)
    if archived:
        from msgraph.generated.teams.item.channels.item.archive.archive_post_request_body import (
            ArchivePostRequestBody,
        )

        request = place.archive.to_post_request_information(ArchivePostRequestBody())
    else:
        request = place.unarchive.to_post_request_information()
    await wire.send(request, is_resend_safe=True)


async def add_tab(wire: "Wire", team_id: str, channel_id: str, tab: Tab) -> None:
    """A page in a tab of the channel. Raises: Ambiguous when it may have been added."""
    from msgraph.generated.models.teams_tab import TeamsTab
    from msgraph.generated.models.teams_tab_configuration import TeamsTabConfiguration

    added = TeamsTab(
        display_name=tab.name, configuration=TeamsTabConfiguration(content_url=tab.url, website_url=tab.url)
    )
    added.additional_data = {"teamsApp@odata.bind": f"{_APPS}/{_WEB_TAB}"}
    tabs = wire.client.teams.by_team_id(team_id).channels.by_channel_id(channel_id).tabs
    await wire.send(tabs.to_post_request_information(added))


async def add_members(wire: "Wire", team_id: str, object_ids: Sequence[str]) -> tuple[MembershipResult, ...]:
    """People into the team, at most MEMBERS_AT_ONCE; each with what became of it. One who is in already is well.

    Graph answers 207 when only some could be added.
    """
    from msgraph.generated.teams.item.members.add.add_post_request_body import AddPostRequestBody

    body = AddPostRequestBody(values=[_member(one) for one in object_ids])
    add = wire.client.teams.by_team_id(team_id).members.add
    answer = await wire.send(add.to_post_request_information(body), is_resend_safe=True)
    return tuple(_read_result(row) for row in answer.get("value", ()))


async def add_channel_member(wire: "Wire", team_id: str, channel_id: str, object_id: str) -> None:
    """One person into a private or shared channel. Idempotent. Raises: Gone for one who is disabled."""
    members = wire.client.teams.by_team_id(team_id).channels.by_channel_id(channel_id).members
    await wire.send(members.to_post_request_information(_member(object_id)), is_resend_safe=True)


async def remove_member(wire: "Wire", team_id: str, membership_id: str, channel_id: str | None = None) -> None:
    """One person out of the team, or out of one of its private or shared channels. Idempotent."""
    team = wire.client.teams.by_team_id(team_id)
    members = team.channels.by_channel_id(channel_id).members if channel_id else team.members
    request: Any = members.by_conversation_member_id(membership_id).to_delete_request_information()
    try:
        await wire.send(request)
    except Gone:
        return


def _explain(refusal: Refused) -> Refused:
    """A name that is taken, also by a deleted channel, is told by the message only."""
    if refusal.status == 400 and "already exist" in refusal.message.lower():
        return Refused(refusal.message, code=NAME_TAKEN, request_id=refusal.request_id, status=refusal.status)
    return refusal


def _member(object_id: str) -> Any:
    from msgraph.generated.models.aad_user_conversation_member import AadUserConversationMember

    member = AadUserConversationMember(roles=[], odata_type=_MEMBER)
    member.additional_data = {"user@odata.bind": f"{_USERS}('{object_id}')"}
    return member


def _read_channel(row: dict[str, Any]) -> ChannelSeen:
    return ChannelSeen(
        id=row["id"],
        name=row["displayName"],
        description=row.get("description") or "",
        kind=_kind(row.get("membershipType")),
        is_archived=bool(row.get("isArchived")),
    )


def _kind(told: str | None) -> ChannelKind:
    return ChannelKind(told) if told in set(ChannelKind) else ChannelKind.STANDARD


def _read_member(row: dict[str, Any]) -> MemberSeen:
    roles = row.get("roles") or ()
    return MemberSeen(
        membership_id=row["id"],
        object_id=row["userId"].lower(),
        name=row.get("displayName") or "",
        is_owner="owner" in roles,
        is_guest="guest" in roles,
    )


def _read_result(row: dict[str, Any]) -> MembershipResult:
    error = row.get("error") or {}
    return MembershipResult(object_id=(row.get("userId") or "").lower(), code=error.get("code") or "")
