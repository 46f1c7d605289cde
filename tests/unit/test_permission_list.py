"""One list of permissions: the code's, the manifest's, the documentation's and the sandbox's are the same."""

import json
import re
from pathlib import Path

import pytest

from bot.docs_commands import PERMISSIONS_BEGIN, PERMISSIONS_END, permission_table
from graph.permissions import PERMISSIONS, PermissionKind, find_permission, permission_for
from sandbox.graph import GRAPH
from sandbox.permissions import RULES, Grants, find_rule

ROOT = Path(__file__).resolve().parents[2]
#: What the sandbox refuses to everybody, whatever is granted: posting as an application.
REFUSED = re.compile(r"/teams/[^/]+/channels/[^/]+/messages.*")
#: What our gateway sends, as methods and decoded paths.
OURS = (
    ("GET", "/teams/t/channels"),
    ("GET", "/teams/t/channels/c"),
    ("POST", "/teams/t/channels"),
    ("PATCH", "/teams/t/channels/c"),
    ("POST", "/teams/t/channels/c/archive"),
    ("POST", "/teams/t/channels/c/unarchive"),
    ("GET", "/teams/t/channels/c/members"),
    ("POST", "/teams/t/channels/c/members"),
    ("PATCH", "/teams/t/channels/c/members/m"),
    ("DELETE", "/teams/t/channels/c/members/m"),
    ("GET", "/teams/t/members"),
    ("POST", "/teams/t/members"),
    ("POST", "/teams/t/members/add"),
    ("DELETE", "/teams/t/members/m"),
    ("GET", "/teams/t/channels/c/tabs"),
    ("POST", "/teams/t/channels/c/tabs"),
    ("GET", "/teams/t/channels/c/filesFolder"),
    ("GET", "/teams/t/channels/c/messages"),
    ("GET", "/drives/d/items/i:/Referater/2026:"),
    ("GET", "/drives/d/items/i/children"),
    ("POST", "/drives/d/items/i/children"),
    ("PUT", "/drives/d/items/i:/navn.pdf:/content"),
    ("POST", "/drives/d/items/i:/navn.pdf:/createUploadSession"),
    ("GET", "/users/u/calendarView"),
    ("GET", "/users/u/events"),
    ("GET", "/users/u/events/e"),
    ("POST", "/users/u/events"),
    ("PATCH", "/users/u/events/e"),
    ("POST", "/users/u/events/e/cancel"),
    ("GET", "/users/u"),
)


def test_the_manifest_asks_for_the_list_and_nothing_else() -> None:
    manifest = json.loads((ROOT / "manifest" / "manifest.json").read_text(encoding="utf-8"))
    asked = manifest["authorization"]["permissions"]["resourceSpecific"]
    assert [one["name"] for one in asked] == [one.name for one in PERMISSIONS if one.kind is PermissionKind.RSC]


def test_the_page_for_operators_holds_the_same_table() -> None:
    """Mend: `python -m bot docs permissions --out docs/operations.md`."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    shown = page.partition(PERMISSIONS_BEGIN)[2].partition(PERMISSIONS_END)[0]
    assert shown.strip() == permission_table()


def test_a_tenant_of_the_sandbox_has_granted_the_list_and_nothing_else() -> None:
    grants = Grants()
    assert grants.rsc == {one.name for one in PERMISSIONS if one.kind is PermissionKind.RSC}
    assert grants.application == {one.name for one in PERMISSIONS if one.kind is PermissionKind.APPLICATION}


def test_the_sandbox_knows_what_each_of_its_calls_needs() -> None:
    """A route without a rule would be open to everybody."""
    open_to_all = []
    for one in GRAPH.routes:
        path = one.pattern.pattern.replace("([^/]+)", "x").replace("([^/:]+)", "x").replace("([^:]+)", "x")
        path = path.replace(":?", ":").replace("(archive|unarchive)", "archive")
        if find_rule(one.method, path) is None and not (one.method == "POST" and REFUSED.fullmatch(path)):
            open_to_all.append(f"{one.method} {path}")
    assert not open_to_all


@pytest.mark.parametrize(("method", "path"), OURS)
def test_what_we_say_a_call_needs_does_allow_it(method: str, path: str) -> None:
    """The name that a person is told, when a call is refused, is one that would have helped."""
    needed, rule = permission_for(method, path), find_rule(method, path)
    assert needed is not None
    assert rule is not None
    assert needed.name in rule.allowed_by


def test_each_permission_is_there_for_a_call() -> None:
    used = {permission_for(method, path) for method, path in OURS}
    assert used == set(PERMISSIONS)


def test_none_of_what_is_always_asked_for_is_included_in_another() -> None:
    """The least set: take one away, and some call of ours is allowed by none of those left."""
    whole = {one.name for one in PERMISSIONS if not one.is_optional}
    for name in whole:
        left = whole - {name}
        stopped = [
            (method, path)
            for method, path in OURS
            if (rule := find_rule(method, path)) and rule.allowed_by & whole and not rule.allowed_by & left
        ]
        assert stopped, f"{name} is not needed"


def test_names_are_microsofts() -> None:
    """A misspelt name would be granted by nobody: all are among those that allow some call."""
    known = frozenset().union(*(one.allowed_by for one in RULES))
    assert {one.name for one in PERMISSIONS} <= known
    assert find_permission("Calendars.ReadWrite") is not None
    assert find_permission("Calendar.ReadWrite") is None
