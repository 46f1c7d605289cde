"""Graph's users and group members."""

import re
from typing import Any

from sandbox.answers import Answer, Call, refuse_graph
from sandbox.gateway import route
from sandbox.graph_replies import reply_entity, reply_page
from sandbox.tenant import Tenant
from sandbox.world import EVERYONE, PERSONAS, TEAM_ID, Persona, find_by_id

_FILTER = re.compile(r"(id|mail|userPrincipalName|displayName) eq '([^']*)'")
# what Graph gives when nothing is selected
# fmt: off
_DEFAULTS = (
    "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation",
    "preferredLanguage", "surname", "userPrincipalName", "id",
)
# fmt: on


def describe_user(person: Persona) -> dict[str, Any]:
    """A person as a Graph user, with all we know."""
    given, _, surname = person.name.partition(" ")
    return {
        "id": person.aad,
        "businessPhones": [],
        "displayName": person.name,
        "givenName": given,
        "surname": surname,
        "jobTitle": person.title,
        "companyName": person.organisation,
        "mail": person.upn,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": "nb-NO",
        "userPrincipalName": person.upn,
        "userType": "Member",
        "accountEnabled": True,
    }


def demand_user(name: str) -> Persona:
    """The user with this id or address. Raises: Refusal 404."""
    person = find_by_id(name)
    if person is None or name.startswith(("29:", "a:")):
        message = f"Resource '{name}' does not exist or one of its queried reference-property objects are not present."
        raise refuse_graph(404, "Request_ResourceNotFound", message)
    return person


def _trim(call: Call, user: dict[str, Any]) -> dict[str, Any]:
    return user if call.query.get("$select") else {name: user[name] for name in _DEFAULTS}


def list_users(tenant: Tenant, call: Call) -> Answer:
    """GET /users, with $filter on one property."""
    users = [describe_user(person) for person in EVERYONE]
    if wanted := call.query.get("$filter"):
        match = _FILTER.fullmatch(wanted.strip())
        if not match:
            raise refuse_graph(400, "Request_UnsupportedQuery", "Unsupported Query.")
        name, value = match.groups()
        users = [user for user in users if str(user[name]).lower() == value.lower()]
    return reply_page(tenant, call, [_trim(call, user) for user in users], "users")


def show_user(tenant: Tenant, call: Call, name: str) -> Answer:
    """GET /users/{id or address}."""
    return reply_entity(call, _trim(call, describe_user(demand_user(name))), "users/$entity")


def list_group_members(tenant: Tenant, call: Call, group: str) -> Answer:
    """GET /groups/{id}/members of the team's group."""
    if group != TEAM_ID:
        raise refuse_graph(404, "Request_ResourceNotFound", f"Resource '{group}' does not exist.")
    rows = [{"@odata.type": "#microsoft.graph.user", **_trim(call, describe_user(person))} for person in PERSONAS]
    return reply_page(tenant, call, rows, "directoryObjects")


USER_ROUTES = (
    route("GET", "/users", list_users),
    route("GET", "/users/{}", show_user),
    route("GET", "/groups/{}/members", list_group_members),
)
