"""Groups below a committee, and those who represent it elsewhere; both report back to its meetings."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

#: So long before the deadline the one who is to report is reminded.
REMIND_BEFORE = timedelta(days=7)


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
    #: The meeting whose minutes have the report; a new report is noted anew.
    noted_in: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    #: Why it was ended without a report.
    end_reason: str = ""
    #: Oppdragsgiver, as written; empty when it is the committee itself (002-22, 003-16).
    client: str = ""
    #: Where the result is, as an address; empty until there is one.
    document: str = ""

    @property
    def is_private(self) -> bool:
        return self.kind is GroupKind.MUNICIPAL

    @property
    def awaits_meeting(self) -> bool:
        """Whether the committee has a report that no meeting has noted."""
        return not self.is_private and self.state is GroupState.REPORTED and self.noted_in is None

    def is_due(self, on: date) -> bool:
        """Whether the report should be there on that day and is not."""
        return self.state is GroupState.ACTIVE and self.deadline_on <= on


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
    #: The last day.
    until_on: date | None
    #: How often they report back.
    report_months: int
    named_by: str
    named_at: datetime
    report: str = ""
    reported_at: datetime | None = None
    #: The day of the last report on the committee's own clock: the next is due so many months after it.
    reported_on: date | None = None
    #: The meeting whose minutes have the last report.
    noted_in: str | None = None
    ended_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        return self.ended_at is None

    @property
    def awaits_meeting(self) -> bool:
        """Whether there is a report that no meeting has noted."""
        return self.reported_on is not None and self.noted_in is None

    @property
    def due_on(self) -> date | None:
        """The day of the next report, at the latest the last day of the time; None when no more is awaited."""
        last, until = self.reported_on, self.until_on
        if not self.is_active or (last and until and last >= until):
            return None
        due = months_after(last or self.from_on, self.report_months)
        return min(due, until) if until else due

    def is_due(self, on: date) -> bool:
        """Whether a report should be there on that day and is not."""
        return self.due_on is not None and self.due_on <= on


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBack:
    """What a meeting hears from a group or a delegate: an item on its saksliste, and a line in its minutes."""

    subject_id: str
    #: None: a delegate's.
    kind: GroupKind | None
    #: The group's, or the network's.
    name: str
    #: The leader, or the delegate and the adviser.
    who: tuple[str, ...]
    due_on: date
    #: Empty: not delivered.
    report: str = ""
    reported_on: date | None = None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
