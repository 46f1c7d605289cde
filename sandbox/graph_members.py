"""Graph's people of the team and of its private and shared channels, and a channel's tabs."""

import base64
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sandbox.answers import Answer, Call, refuse_graph
from sandbox.channels import Channel
from sandbox.gateway import route
from sandbox.graph_replies import check_properties, reply_entity, reply_page
from sandbox.tenant import Tenant
from sandbox.world import TEAM_ID, TENANT_ID, Persona, find_by_id

_BIND = re.compile(r"https://graph\.microsoft\.com/v1\.0/users(?:\('([^']+)'\)|/([^/]+))")
_WRITABLE = frozenset({"roles", "user@odata.bind", "tenantId"})
_TAB_WRITABLE = frozenset({"displayName", "configuration", "teamsApp@odata.bind"})


def demand_team(team: str) -> None:
    """Raises: Refusal 404 unless it is the team."""
    if team != TEAM_ID:
        raise refuse_graph(404, "NotFound", f"No team found with Group Id {team}")


def demand_channel(tenant: Tenant, team: str, channel_id: str) -> Channel:
    """The team's channel. Raises: Refusal 404."""
    demand_team(team)
    channel = tenant.channels.find(channel_id)
    if channel is None:
        raise refuse_graph(404, "NotFound", "channel not found")
    return channel


def read_owners(tenant: Tenant, members: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """The owners among those that a new channel is to have. Raises: Refusal 400, 404."""
    return tuple(_person(tenant, one).aad for one in members if "owner" in (one.get("roles") or ()))


def describe_member(person: Persona, roles: Iterable[str], place: str = TEAM_ID) -> dict[str, Any]:
    """A person as a member of the team, or of a channel."""
    raw = f"{place}##{person.aad}".encode()
    return {
        "@odata.type": "#microsoft.graph.aadUserConversationMember",
        "id": base64.b64encode(raw).decode(),
        "roles": list(roles),
        "displayName": person.name,
        "visibleHistoryStartDateTime": "0001-01-01T00:00:00Z",
        "userId": person.aad,
        "email": person.upn,
        "tenantId": TENANT_ID,
    }


def list_members(tenant: Tenant, call: Call, team: str) -> Answer:
    """GET /teams/{id}/members."""
    demand_team(team)
    return reply_page(tenant, call, _team_rows(tenant), f"teams('{team}')/members")


def list_channel_members(tenant: Tenant, call: Call, team: str, channel_id: str) -> Answer:
    """GET a channel's members: a standard one's are the team's."""
    channel = demand_channel(tenant, team, channel_id)
    rows = _team_rows(tenant) if channel.kind == "standard" else _channel_rows(channel)
    return reply_page(tenant, call, rows, "Collection(members)")


def add_channel_member(tenant: Tenant, call: Call, team: str, channel_id: str) -> Answer:
    """POST a member into a private or shared channel; one who is in stays."""
    channel = _demand_own_people(tenant, team, channel_id)
    person = _person(tenant, call.json())
    if channel.kind == "private" and person.aad not in tenant.members.ids():
        raise refuse_graph(404, "NotFound", "User is not a member of the team.")
    if person.aad not in (*channel.owners, *channel.members):
        channel = replace(channel, members=(*channel.members, person.aad))
        tenant.channels.keep(channel)
        tenant.stream.tell("reset")
    row = describe_member(person, ["owner"] if person.aad in channel.owners else [], channel.id)
    return reply_entity(call, row, "Collection(members)/$entity", 201)


def remove_channel_member(tenant: Tenant, call: Call, team: str, channel_id: str, membership: str) -> Answer:
    """DELETE a member of a private or shared channel; its last owner stays."""
    channel = _demand_own_people(tenant, team, channel_id)
    gone = _object_id(membership)
    if (gone,) == channel.owners:
        raise refuse_graph(400, "BadRequest", "The last owner of the channel cannot be removed.")
    if gone not in (*channel.owners, *channel.members):
        raise refuse_graph(404, "NotFound", "membership not found")
    rest = tuple(one for one in channel.members if one != gone)
    tenant.channels.keep(replace(channel, members=rest, owners=tuple(o for o in channel.owners if o != gone)))
    tenant.stream.tell("reset")
    return Answer(204)


def add_members(tenant: Tenant, call: Call, team: str) -> Answer:
    """POST members/add: each with what became of it; 207 when some could not be added."""
    demand_team(team)
    values = call.json().get("values") or []
    if not 1 <= len(values) <= 200:
        raise refuse_graph(400, "BadRequest", "Between 1 and 200 members can be added at a time.")
    rows = [_add_one(tenant, one) for one in values]
    failed = any(row["error"] for row in rows)
    context = f"https://graph.microsoft.com/v1.0/$metadata#teams('{team}')/members"
    return Answer(207 if failed else 200, {"@odata.context": context, "value": rows})


def remove_member(tenant: Tenant, call: Call, team: str, membership: str) -> Answer:
    """DELETE a member of the team, who then is in none of its private channels either."""
    demand_team(team)
    gone = _object_id(membership)
    if gone not in tenant.members.ids():
        raise refuse_graph(404, "NotFound", "membership not found")
    if tenant.members.roles(gone):
        raise refuse_graph(403, "Forbidden", "An owner is removed with another permission.")
    tenant.members.remove(gone)
    for channel in tenant.channels.list():
        if channel.kind == "private" and gone in channel.members:
            tenant.channels.keep(replace(channel, members=tuple(one for one in channel.members if one != gone)))
    tenant.stream.tell("reset")
    return Answer(204)


def list_tabs(tenant: Tenant, call: Call, team: str, channel_id: str) -> Answer:
    """GET a channel's tabs."""
    channel = demand_channel(tenant, team, channel_id)
    rows = [_tab(channel, name, url) for name, url in channel.tabs]
    return reply_page(tenant, call, rows, f"teams('{team}')/channels('{channel_id}')/tabs")


def add_tab(tenant: Tenant, call: Call, team: str, channel_id: str) -> Answer:
    """POST a tab; a second one with the same name is another tab, as in Teams."""
    channel = demand_channel(tenant, team, channel_id)
    sent = call.json()
    check_properties(sent, _TAB_WRITABLE, "teamsTab")
    name, url = sent.get("displayName"), (sent.get("configuration") or {}).get("contentUrl") or ""
    if not name or not sent.get("teamsApp@odata.bind"):
        raise refuse_graph(400, "BadRequest", "A tab needs a name and an app.")
    tenant.channels.keep(replace(channel, tabs=(*channel.tabs, (name, url))))
    tenant.stream.tell("reset")
    return reply_entity(call, _tab(channel, name, url), f"teams('{team}')/channels('{channel_id}')/tabs/$entity", 201)


def _tab(channel: Channel, name: str, url: str) -> dict[str, Any]:
    id_ = base64.b64encode(f"{channel.id}##{name}".encode()).decode()
    configuration = {"entityId": None, "contentUrl": url, "removeUrl": None, "websiteUrl": url}
    return {"id": id_, "displayName": name, "webUrl": url, "configuration": configuration}


def _add_one(tenant: Tenant, sent: dict[str, Any]) -> dict[str, Any]:
    name = _bound(sent)
    person = find_by_id(name)
    row: dict[str, Any] = {"@odata.type": "#microsoft.graph.aadUserConversationMemberResult", "userId": name}
    if person is None or not person.is_person or tenant.members.is_disabled(person.aad):
        return row | {"error": {"code": "NotFound", "message": "The user is not found in the directory."}}
    tenant.members.add(person.aad)
    tenant.stream.tell("reset")
    return row | {"error": None}


def _demand_own_people(tenant: Tenant, team: str, channel_id: str) -> Channel:
    channel = demand_channel(tenant, team, channel_id)
    if channel.kind == "standard":
        raise refuse_graph(400, "BadRequest", "A standard channel has no members of its own.")
    return channel


def _team_rows(tenant: Tenant) -> list[dict[str, Any]]:
    people = [(one, tenant.members.roles(one)) for one in tenant.members.ids()]
    return [describe_member(person, roles) for one, roles in people if (person := find_by_id(one))]


def _channel_rows(channel: Channel) -> list[dict[str, Any]]:
    people = [*((one, ["owner"]) for one in channel.owners), *((one, []) for one in channel.members)]
    return [describe_member(person, roles, channel.id) for one, roles in people if (person := find_by_id(one))]


def _person(tenant: Tenant, sent: dict[str, Any]) -> Persona:
    check_properties(sent, _WRITABLE, "conversationMember")
    person = find_by_id(_bound(sent))
    if person is None or tenant.members.is_disabled(person.aad):
        raise refuse_graph(404, "NotFound", "The user is not found in the directory.")
    return person


def _bound(sent: dict[str, Any]) -> str:
    match = _BIND.fullmatch(str(sent.get("user@odata.bind", "")))
    if match is None:
        raise refuse_graph(400, "BadRequest", "Bind requests need a user@odata.bind.")
    return match[1] or match[2]


def _object_id(membership: str) -> str:
    try:
        return base64.b64decode(membership, validate=True).decode().rpartition("##")[2]
    except ValueError:
        raise refuse_graph(400, "BadRequest", "The membership id is not valid.") from None


PEOPLE_ROUTES = (
    route("GET", "/teams/{}/members", list_members),
    route("POST", "/teams/{}/members/add", add_members),
    route("DELETE", "/teams/{}/members/{}", remove_member),
    route("GET", "/teams/{}/channels/{}/members", list_channel_members),
    route("GET", "/teams/{}/channels/{}/allMembers", list_channel_members),
    route("POST", "/teams/{}/channels/{}/members", add_channel_member),
    route("DELETE", "/teams/{}/channels/{}/members/{}", remove_channel_member),
    route("GET", "/teams/{}/channels/{}/tabs", list_tabs),
    route("POST", "/teams/{}/channels/{}/tabs", add_tab),
)
