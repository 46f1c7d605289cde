"""Groups below a committee, and those who represent it elsewhere; both report back to its meetings."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class GroupKind(StrEnum):
    #: Arbeidsgruppe, prosjektgruppe (000-17, 002-10, 003-10).
    WORKING = "working"
    PROJECT = "project"
    #: A municipality's own digitaliseringsgruppe, private to it (002-11, C14).
    MUNICIPAL = "municipal"


class GroupState(StrEnum):
    ACTIVE = "active"
    #: Has reported; the committee has not yet ended it.
    REPORTED = "reported"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group that a committee, or one municipality's bestiller, has set up."""

    id: str
    committee_id: str
    kind: GroupKind
    name: str
    #: What it shall do.
    task: str
    leader_id: str
    #: Person ids, the leader among them.
    members: tuple[str, ...]
    deadline_on: date
    created_by: str
    created_at: datetime
    #: MUNICIPAL: whose it is; only its members and the organisation's representatives see it.
    organisation_id: str | None = None
    state: GroupState = GroupState.ACTIVE
    report: str = ""
    reported_by: str | None = None
    reported_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """A member who, with ROR-IKT's adviser, represents the municipalities in an outside network (000-16)."""

    id: str
    committee_id: str
    network: str
    person_id: str
    #: ROR-IKT's adviser, when named.
    adviser_id: str | None
    from_on: date
    until_on: date | None
    #: How often they report back.
    report_months: int
    named_by: str
    named_at: datetime
    report: str = ""
    reported_at: datetime | None = None
    ended_at: datetime | None = None
