"""The Bot Connector's look-ups: who is in a conversation, what a team is."""

from typing import Any

from sandbox.answers import Answer, Call, refuse_connector
from sandbox.gateway import route
from sandbox.posts import split_conversation
from sandbox.tenant import Tenant
from sandbox.world import PERSONAS, TEAM_ID, TEAM_NAME, TEAM_THREAD, TENANT_ID, Persona, find_by_id

MAX_PAGE = 500


def list_members(tenant: Tenant, call: Call, conversation: str, _activity: str | None = None) -> Answer:
    """GET members: all of a conversation's."""
    return Answer(200, [_describe(person) for person in _members(tenant, conversation)])


def list_paged_members(tenant: Tenant, call: Call, conversation: str) -> Answer:
    """GET pagedmembers: `pageSize` 50 to 500, `continuationToken` for the next page."""
    members = _members(tenant, conversation)
    size = min(max(int(call.query.get("pageSize") or 200), 1), MAX_PAGE)
    start = int(call.query.get("continuationToken") or 0)
    page: dict[str, Any] = {"members": [_describe(person) for person in members[start : start + size]]}
    if start + size < len(members):
        page["continuationToken"] = str(start + size)
    return Answer(200, page)


def find_member(tenant: Tenant, call: Call, conversation: str, member: str) -> Answer:
    """GET members/{id}: by `29:` id or Entra object id."""
    person = find_by_id(member)
    if person is None or person not in _members(tenant, conversation):
        raise refuse_connector(404, "MemberNotFoundInConversation", "The member was not found in the conversation.")
    return Answer(200, _describe(person))


def show_team(tenant: Tenant, call: Call, team: str) -> Answer:
    """GET teams/{id}: name and group id."""
    _demand_team(tenant, team)
    count = {"channelCount": len(tenant.channels.list()), "memberCount": len(PERSONAS)}
    return Answer(200, {"id": TEAM_THREAD, "name": TEAM_NAME, "aadGroupId": TEAM_ID, **count})


def list_channels(tenant: Tenant, call: Call, team: str) -> Answer:
    """GET teams/{id}/conversations: the channels; the General one has no name, as in Teams."""
    _demand_team(tenant, team)
    rows = [
        {"id": channel.id, "name": None if channel.id == TEAM_THREAD else channel.name}
        for channel in tenant.channels.list()
    ]
    return Answer(200, {"conversations": rows})


def _demand_team(tenant: Tenant, team: str) -> None:
    if team != TEAM_THREAD:
        raise refuse_connector(404, "NotFound", "The team was not found.")
    tenant.limits.count_read(team)


def _members(tenant: Tenant, conversation: str) -> list[Persona]:
    bare, _ = split_conversation(conversation)
    if tenant.channels.find(bare):
        tenant.limits.count_read(bare)
        return list(PERSONAS)
    person = find_by_id(bare)
    if person is None or person.conversation != bare:
        raise refuse_connector(404, "ConversationNotFound", "Conversation not found.")
    tenant.limits.count_read(bare)
    return [person]


def _describe(person: Persona) -> dict[str, Any]:
    given, _, surname = person.name.partition(" ")
    return {
        "id": person.mri,
        "name": person.name,
        "objectId": person.aad,
        "aadObjectId": person.aad,
        "givenName": given,
        "surname": surname,
        "email": person.upn,
        "userPrincipalName": person.upn,
        "tenantId": TENANT_ID,
        "userRole": "user",
    }


MEMBER_ROUTES = (
    route("GET", "/v3/conversations/{}/members", list_members),
    route("GET", "/v3/conversations/{}/pagedmembers", list_paged_members),
    route("GET", "/v3/conversations/{}/members/{}", find_member),
    route("GET", "/v3/conversations/{}/activities/{}/members", list_members),
    route("GET", "/v3/teams/{}", show_team),
    route("GET", "/v3/teams/{}/conversations", list_channels),
)
