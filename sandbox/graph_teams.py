"""Graph's team, channels and their members."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from sandbox.answers import Answer, Call, refuse_graph
from sandbox.channels import Channel, is_allowed_name
from sandbox.deliver import tell_channel_change
from sandbox.gateway import route
from sandbox.graph_members import demand_channel, demand_team, read_owners
from sandbox.graph_replies import check_properties, reply_entity, reply_page
from sandbox.tenant import Tenant
from sandbox.world import TEAM_ID, TEAM_NAME, TEAM_THREAD, TENANT_ID

_WRITABLE = frozenset({"displayName", "description", "membershipType", "isFavoriteByDefault", "members", "layoutType"})


def describe_team() -> dict[str, Any]:
    """The team as Graph shows it."""
    return {
        "id": TEAM_ID,
        "displayName": TEAM_NAME,
        "description": "Samarbeid om IKT",
        "internalId": TEAM_THREAD,
        "isArchived": False,
        "tenantId": TENANT_ID,
        "visibility": "private",
        "webUrl": f"https://teams.microsoft.com/l/team/{quote(TEAM_THREAD, safe='')}/conversations",
    }


def describe_channel(channel: Channel) -> dict[str, Any]:
    """A channel as Graph shows it."""
    return {
        "id": channel.id,
        "createdDateTime": channel.created_at,
        "displayName": channel.name,
        "description": channel.description,
        "isFavoriteByDefault": True,
        "email": "",
        "tenantId": TENANT_ID,
        "membershipType": channel.kind,
        "isArchived": channel.archived,
        "webUrl": f"https://teams.microsoft.com/l/channel/{quote(channel.id, safe='')}/{quote(channel.name)}",
    }


def list_teams(tenant: Tenant, call: Call) -> Answer:
    """GET /teams."""
    return reply_page(tenant, call, [describe_team()], "teams")


def show_team(tenant: Tenant, call: Call, team: str) -> Answer:
    """GET /teams/{id}."""
    demand_team(team)
    return reply_entity(call, describe_team(), "teams/$entity")


def list_channels(tenant: Tenant, call: Call, team: str) -> Answer:
    """GET /teams/{id}/channels."""
    demand_team(team)
    rows = [describe_channel(channel) for channel in tenant.channels.list()]
    if wanted := call.query.get("$filter"):
        name, _, value = wanted.partition(" eq ")
        if name not in {"displayName", "membershipType"}:
            raise refuse_graph(400, "BadRequest", "Filter is not supported for the property.")
        rows = [row for row in rows if row[name] == value.strip("'")]
    return reply_page(tenant, call, rows, f"teams('{team}')/channels")


def show_channel(tenant: Tenant, call: Call, team: str, channel_id: str) -> Answer:
    """GET /teams/{id}/channels/{id}."""
    channel = demand_channel(tenant, team, channel_id)
    return reply_entity(call, describe_channel(channel), f"teams('{team}')/channels/$entity")


def show_primary(tenant: Tenant, call: Call, team: str) -> Answer:
    """GET /teams/{id}/primaryChannel: General."""
    return show_channel(tenant, call, team, TEAM_THREAD)


def make_channel(tenant: Tenant, call: Call, team: str) -> Answer:
    """POST a channel; its files folder is not there at once. A shared one is answered with 202 (channel-post)."""
    demand_team(team)
    sent = call.json()
    check_properties(sent, _WRITABLE, "channel")
    name = _demand_name(tenant, sent.get("displayName"))
    kind = sent.get("membershipType") or "standard"
    owners = read_owners(tenant, sent.get("members") or [])
    if kind != "standard" and len(owners) != 1:
        raise refuse_graph(400, "BadRequest", "Exactly one owner must be given for a private or shared channel.")
    channel = tenant.channels.add(name, sent.get("description") or "", kind=kind, owners=owners)
    if kind == "standard":
        tell_channel_change(tenant, channel, "channelCreated")
    tenant.stream.tell("reset")
    if kind == "shared":
        return Answer(202, None, {"Location": f"/teams('{team}')/operations('{channel.id}')"})
    return reply_entity(call, describe_channel(channel), f"teams('{team}')/channels/$entity", 201)


def rename_channel(tenant: Tenant, call: Call, team: str, channel_id: str) -> Answer:
    """PATCH a channel's name or description; the folder keeps its name."""
    channel = demand_channel(tenant, team, channel_id)
    sent = call.json()
    check_properties(sent, _WRITABLE, "channel")
    name = channel.name
    if sent.get("displayName") and sent["displayName"] != name:
        name = _demand_name(tenant, sent["displayName"])
    renamed = replace(channel, name=name, description=sent.get("description", channel.description))
    tenant.channels.keep(renamed)
    tell_channel_change(tenant, renamed, "channelRenamed")
    tenant.stream.tell("reset")
    return Answer(204)


def delete_channel(tenant: Tenant, call: Call, team: str, channel_id: str) -> Answer:
    """DELETE a channel; its name stays taken."""
    channel = demand_channel(tenant, team, channel_id)
    if channel.id == TEAM_THREAD:
        raise refuse_graph(400, "BadRequest", "The General channel cannot be deleted.")
    tenant.channels.keep(replace(channel, deleted=True))
    tell_channel_change(tenant, channel, "channelDeleted")
    tenant.stream.tell("reset")
    return Answer(204)


def archive_channel(tenant: Tenant, call: Call, team: str, channel_id: str, action: str) -> Answer:
    """POST archive or unarchive: accepted, done."""
    channel = demand_channel(tenant, team, channel_id)
    tenant.channels.keep(replace(channel, archived=action == "archive"))
    return Answer(202, None, {"Location": f"/teams('{team}')/operations('{channel_id}')"})


def _demand_name(tenant: Tenant, name: Any) -> str:
    if not isinstance(name, str) or not is_allowed_name(name):
        raise refuse_graph(400, "BadRequest", "Channel name is invalid or holds characters that are not allowed.")
    if tenant.channels.is_taken(name):
        raise refuse_graph(400, "BadRequest", "Channel name already existed, please use other name.")
    return name


TEAM_ROUTES = (
    route("GET", "/teams", list_teams),
    route("GET", "/teams/{}", show_team),
    route("GET", "/teams/{}/primaryChannel", show_primary),
    route("GET", "/teams/{}/channels", list_channels),
    route("POST", "/teams/{}/channels", make_channel),
    route("GET", "/teams/{}/channels/{}", show_channel),
    route("PATCH", "/teams/{}/channels/{}", rename_channel),
    route("DELETE", "/teams/{}/channels/{}", delete_channel),
    route("POST", "/teams/{}/channels/{}/(archive|unarchive)", archive_channel),
)
