"""What setting up a committee must see of Microsoft 365: a team, its channels and people, and mailboxes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import quote

from bot.identity import Sender
from bot.planner import HORIZON, Calendar
from committee.errors import CommitteeError, FormError
from committee.microsoft_errors import Forbidden, Gone, MicrosoftError
from committee.setups import RosterPerson, TeamChannel, TeamMet

#: What Teams calls the channel that every team has; its name is not told to bots.
_GENERAL = {"nb": "Generelt", "nn": "Generelt", "en": "General"}
#: Teams gives at most so many at a time, and nobody chooses among more pages than this.
_PAGE, _MOST_PAGES = 500, 4


class Connector(Protocol):
    """What is needed of `bot.connector.ConnectorClients`."""

    async def read(self, service_url: str, path: str) -> Any: ...


class SettingUp:
    """Who may set committees up, and the look into Teams and Outlook that it takes."""

    def __init__(
        self, *, connector: Connector, calendar: Calendar, administrators: Collection[tuple[str, str]]
    ) -> None:
        self._connector = connector
        self._calendar = calendar
        #: (tenant id, Entra object id).
        self.administrators = frozenset(administrators)

    async def meet(self, sender: Sender, now: datetime) -> TeamMet:
        """The team that an activity came from. Raises CommitteeError("setup_not_in_team", "teams_unreachable")."""
        if not sender.team_id:
            raise CommitteeError("setup_not_in_team")
        found = await self._ask(sender.service_url, f"v3/teams/{quote(sender.team_id, safe='')}")
        return TeamMet(
            id=sender.team_id,
            group_id=str(found.get("aadGroupId") or ""),
            tenant_id=sender.tenant_id,
            name=str(found.get("name") or ""),
            service_url=sender.service_url,
            met_at=now,
        )

    async def channels(self, team: TeamMet, language: str) -> Sequence[TeamChannel]:
        """The team's standard channels, the general one first. Raises CommitteeError("teams_unreachable")."""
        found = await self._ask(team.service_url, f"v3/teams/{quote(team.id, safe='')}/conversations")
        rows = [(row.get("id"), row.get("name")) for row in found.get("conversations", [])]
        return [TeamChannel(id=id_, name=name or _GENERAL.get(language, "General")) for id_, name in rows if id_]

    async def roster(self, team: TeamMet) -> Sequence[RosterPerson]:
        """The team's people by name, at most 2,000 of them. Raises CommitteeError("teams_unreachable")."""
        people: list[RosterPerson] = []
        token, path = "", f"v3/conversations/{quote(team.id, safe='')}/pagedmembers?pageSize={_PAGE}"
        for _ in range(_MOST_PAGES):
            more = f"&continuationToken={quote(token, safe='')}" if token else ""
            found = await self._ask(team.service_url, path + more)
            people += [_person(row, team) for row in found.get("members", []) if row.get("aadObjectId")]
            token = found.get("continuationToken") or ""
            if not token:
                break
        return sorted(people, key=lambda one: one.name.casefold())

    async def look_into(self, mailboxes: Mapping[str, str], planned_after: str | None, now: datetime) -> int | None:
        """How many meetings of the body planned after stand in its calendar; None when it is not among these.

        `mailboxes` are by body, and each is opened. Raises FormError with the bodies whose mailbox is closed or not
        there, CommitteeError("calendar_unavailable").
        """
        faults, seen = dict[str, str](), None
        for body, mailbox in mailboxes.items():
            try:
                events = await self._calendar.list_calendar(mailbox, from_at=now, to_at=now + HORIZON)
            except Forbidden:
                faults[body] = "mailbox_closed"
            except Gone:
                faults[body] = "mailbox_gone"
            except MicrosoftError as error:
                raise CommitteeError("calendar_unavailable") from error
            else:
                if body == planned_after:
                    seen = sum(body in one.categories and not one.is_cancelled for one in events)
        if faults:
            raise FormError(faults)
        return seen

    async def _ask(self, service_url: str, path: str) -> Mapping[str, Any]:
        try:
            found = await self._connector.read(service_url, path)
        except (Forbidden, Gone) as error:
            raise CommitteeError("app_not_in_team") from error
        except MicrosoftError as error:
            raise CommitteeError("teams_unreachable") from error
        return found if isinstance(found, dict) else {}


def _person(row: Mapping[str, Any], team: TeamMet) -> RosterPerson:
    return RosterPerson(
        object_id=str(row["aadObjectId"]).lower(),
        tenant_id=str(row.get("tenantId") or team.tenant_id).lower(),
        name=str(row.get("name") or ""),
        address=str(row.get("email") or row.get("userPrincipalName") or ""),
    )
