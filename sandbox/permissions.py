"""What a Graph call needs, what has been granted, and Graph's 403 when that is not enough."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.permissions import PERMISSIONS, PermissionKind
from sandbox.answers import Call, Refusal, refuse_graph
from sandbox.world import find_by_id

MANIFEST = Path(__file__).resolve().parent.parent / "manifest" / "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRule:
    """A call, and the permissions that each allow it (resource-specific ones end in .Group)."""

    method: str
    pattern: re.Pattern[str]
    allowed_by: frozenset[str]


def _rules(methods: str, template: str, *allowed_by: str) -> list[CallRule]:
    """`{}` stands for one segment; what allows the call is given least first, with words and commas as they are."""
    pattern = re.compile(template.replace("{}", "[^/]+"))
    names = frozenset(name for names in allowed_by for name in names.split())
    return [CallRule(method=one, pattern=pattern, allowed_by=names) for one in methods.split()]


_TEAM_READ = "TeamSettings.Read.Group TeamSettings.ReadWrite.Group TeamSettings.Read.All TeamSettings.ReadWrite.All"
_CHANNEL_WRITE = "ChannelSettings.ReadWrite.Group ChannelSettings.ReadWrite.All"
_CHANNEL_READ = f"ChannelSettings.Read.Group Channel.ReadBasic.All ChannelSettings.Read.All {_CHANNEL_WRITE}"
_PEOPLE_WRITE = "ChannelMember.ReadWrite.Group ChannelMember.ReadWrite.All"
_PEOPLE_READ = f"ChannelMember.Read.Group ChannelMember.Read.All {_PEOPLE_WRITE}"
_MEMBER_ADD = "TeamMember.ReadWriteNonOwnerRole.All TeamMember.ReadWrite.All"
_MEMBER_READ = f"TeamMember.Read.Group TeamMember.Read.All {_MEMBER_ADD}"
_TAB_READ = "TeamsTab.Read.Group TeamsTab.ReadWrite.Group TeamsTab.Read.All TeamsTab.ReadWrite.All"
_TAB_MAKE = "TeamsTab.Create.Group TeamsTab.ReadWrite.Group TeamsTab.Create TeamsTab.ReadWrite.All"
_APP_ADD = "TeamsAppInstallation.ReadWriteSelfForTeam.All TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All"
_FILE_WRITE = "Files.ReadWrite.All Sites.ReadWrite.All"
_FILE_READ = f"Files.Read.All Sites.Read.All {_FILE_WRITE}"
_EVENT_READ = "Calendars.ReadBasic Calendars.ReadBasic.All Calendars.Read Calendars.ReadWrite"
_USER_READ = "User.ReadBasic.All User.Read.All User.ReadWrite.All Directory.Read.All"
#: Microsoft Graph permissions reference, application permissions, August 2026: the least, and those above it.
RULES: tuple[CallRule, ...] = tuple(
    rule
    for rules in (
        _rules("GET", "/teams", "Team.ReadBasic.All TeamSettings.Read.All TeamSettings.ReadWrite.All"),
        _rules("POST", "/teams", "Team.Create"),
        _rules("GET", "/teams/{}", "Team.ReadBasic.All", _TEAM_READ),
        _rules("GET", "/teams/{}/(allChannels|incomingChannels)", "Channel.ReadBasic.All ChannelSettings.Read.All"),
        _rules("GET", "/teams/{}/(channels|primaryChannel|channels/{})", _CHANNEL_READ),
        _rules("POST", "/teams/{}/channels", "Channel.Create.Group Channel.Create"),
        _rules("PATCH", "/teams/{}/channels/{}", _CHANNEL_WRITE),
        _rules("DELETE", "/teams/{}/channels/{}", "Channel.Delete.Group Channel.Delete.All"),
        _rules("POST", "/teams/{}/channels/{}/(archive|unarchive)", "ChannelSettings.ReadWrite.All"),
        _rules("GET", "/teams/{}/channels/{}/(allMembers|members|members/{})", _PEOPLE_READ),
        _rules("POST", "/teams/{}/channels/{}/members(/add|/remove)?", _PEOPLE_WRITE),
        _rules("PATCH DELETE", "/teams/{}/channels/{}/members/{}", _PEOPLE_WRITE),
        _rules("GET", "/teams/{}/members(/{})?", _MEMBER_READ),
        _rules("POST", "/teams/{}/members(/add)?", _MEMBER_ADD),
        _rules("DELETE", "/teams/{}/members/{}", _MEMBER_ADD),
        _rules("POST", "/teams/{}/members/remove", "TeamMember.ReadWrite.All"),
        _rules("PATCH", "/teams/{}/members/{}", "TeamMember.ReadWrite.All"),
        _rules("GET", "/teams/{}/channels/{}/filesFolder", "File.Read.Group", _FILE_READ),
        _rules("GET", "/teams/{}/channels/{}/tabs(/{})?", _TAB_READ),
        _rules("POST", "/teams/{}/channels/{}/tabs", _TAB_MAKE),
        _rules("PATCH", "/teams/{}/channels/{}/tabs/{}", "TeamsTab.ReadWrite.Group TeamsTab.ReadWrite.All"),
        _rules("DELETE", "/teams/{}/channels/{}/tabs/{}", "TeamsTab.Delete.Group TeamsTab.ReadWrite.All"),
        _rules("GET", "/teams/{}/installedApps(/{})?", "TeamsAppInstallation.Read.Group", _APP_ADD),
        _rules("POST", "/teams/{}/installedApps", _APP_ADD),
        _rules("POST", "/teams/{}/sendActivityNotification", "TeamsActivity.Send.Group TeamsActivity.Send"),
        _rules("GET", "/teams/{}/channels/{}/messages.*", "ChannelMessage.Read.Group ChannelMessage.Read.All"),
        _rules("GET", "/groups/{}/members", "GroupMember.Read.All GroupMember.ReadBasic.All Directory.Read.All"),
        _rules("GET", "/users(/{})?", _USER_READ),
        _rules("GET", "/users/{}/(calendar(/.*)?|calendarView(/delta)?|events(/{})?)", _EVENT_READ),
        _rules("POST", "/users/{}/calendar/getSchedule", _EVENT_READ),
        _rules("POST", "/users/{}/(calendar/)?events(/{}/cancel)?", "Calendars.ReadWrite"),
        _rules("PATCH DELETE", "/users/{}/(calendar/)?events/{}", "Calendars.ReadWrite"),
        _rules("POST", "/drives/.+/createUploadSession", "Sites.ReadWrite.All"),
        _rules("GET", "/drives/.+", _FILE_READ),
        _rules("POST PUT PATCH DELETE", "/drives/.+", _FILE_WRITE),
        # Posting is refused whatever is granted; its own handler says so (Teamwork.Migrate.All only).
    )
    for rule in rules
)
_TEAM = re.compile(r"/teams/([^/]+)(/.*)?")
_MAILBOX = re.compile(r"/users/([^/]+)/(calendar|events).*")


def find_rule(method: str, path: str) -> CallRule | None:
    """The rule of a call, None when the table has none."""
    return next((one for one in RULES if one.method == method and one.pattern.fullmatch(path)), None)


def documented(kind: PermissionKind) -> set[str]:
    """What the product asks for: resource-specific as the manifest has it, the rest as its own list."""
    if kind is PermissionKind.APPLICATION:
        return {one.name for one in PERMISSIONS if one.kind is kind}
    asked = json.loads(MANIFEST.read_bytes())["authorization"]["permissions"]["resourceSpecific"]
    return {one["name"] for one in asked if one["type"] == "Application"}


@dataclass(slots=True)
class Grants:
    """What the tenant has granted the bot: by default what it documents that it asks for, and nothing more."""

    rsc: set[str] = field(default_factory=lambda: documented(PermissionKind.RSC))
    application: set[str] = field(default_factory=lambda: documented(PermissionKind.APPLICATION))
    #: Teams that the app was taken out of: nothing resource-specific is granted there.
    without_app: set[str] = field(default_factory=set)
    #: Mailboxes that RBAC for Applications keeps the calendar permission from, by Entra object id.
    closed_mailboxes: set[str] = field(default_factory=set)

    def take(self, *names: str) -> None:
        """Withdraw permissions."""
        for granted in (self.rsc, self.application):
            granted.difference_update(names)

    def give(self, *names: str) -> None:
        """Grant permissions; those for a team alone end in .Group."""
        for name in names:
            (self.rsc if name.endswith(".Group") else self.application).add(name)

    def close_mailbox(self, name: str) -> None:
        """Put a mailbox (address or object id) outside what the calendar permission reaches."""
        person = find_by_id(name)
        self.closed_mailboxes.add(person.aad if person else name)

    def show(self) -> dict[str, Any]:
        """All of it as the page reads it."""
        return {
            "rsc": sorted(self.rsc),
            "application": sorted(self.application),
            "withoutApp": sorted(self.without_app),
            "closedMailboxes": sorted(self.closed_mailboxes),
        }

    def change_json(self, value: dict[str, Any]) -> None:
        """Make what is granted as the page writes it; what it leaves out stays. Raises: ValueError."""
        names = {"rsc": "rsc", "application": "application", "withoutApp": "without_app"}
        names["closedMailboxes"] = "closed_mailboxes"
        for name, wanted in value.items():
            if name not in names or not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
                raise ValueError(f"{name} is no list of permissions, teams or mailboxes")
            setattr(self, names[name], set(wanted))

    def check(self, call: Call) -> None:
        """Raises: Refusal 403, as the service behind the call words it, when nothing granted allows it."""
        rule = find_rule(call.method, call.path)
        team, mailbox = _TEAM.fullmatch(call.path), _MAILBOX.fullmatch(call.path)
        rsc = self.rsc if team and team[1] not in self.without_app else set()
        if rule and not rule.allowed_by & (rsc | self.application):
            raise self._refuse(call, rule, rsc)
        person = find_by_id(mailbox[1]) if mailbox else None
        if person and person.aad in self.closed_mailboxes:
            raise refuse_graph(403, "ErrorAccessDenied", "Access to OData is disabled.")

    def _refuse(self, call: Call, rule: CallRule, rsc: set[str]) -> Refusal:
        match call.path.split("/"):
            case ["", "teams", _, "channels", _, "filesFolder"] | ["", "drives", *_]:
                return refuse_graph(403, "accessDenied", "Access denied")
            case ["", "teams", *_]:
                message = (
                    "Missing role permissions on the request. API requires one of "
                    f"'{', '.join(sorted(rule.allowed_by))}'. Roles on the request "
                    f"'{', '.join(sorted(self.application))}'. Resource specific consent grants on the request "
                    f"'{', '.join(sorted(rsc))}'."
                )
                return refuse_graph(403, "Forbidden", message)
            case ["", "users", _, _, *_]:
                return refuse_graph(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
            case _:
                text = "Insufficient privileges to complete the operation."
                return refuse_graph(403, "Authorization_RequestDenied", text)
