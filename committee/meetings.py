"""Meetings, and the rule that puts them two weeks before the board's (002-12, C11)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from committee.mandate import MandateStamp, PlanningRule


class MeetingState(StrEnum):
    PLANNED = "planned"
    #: The board's meeting that it was planned from is cancelled, and a person must say what to do.
    ORPHANED = "orphaned"
    CANCELLED = "cancelled"
    IN_SESSION = "in_session"
    ENDED = "ended"


class Presence(StrEnum):
    PRESENT = "present"
    APOLOGY = "apology"
    #: An apology that was taken back.
    COMING = "coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    person_id: str
    presence: Presence
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    """A day that the meeting could not be on, and why (`weekend` or the holiday's name)."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of a committee; the board's own come from its calendar and carry `calendar_id`."""

    id: str
    committee_id: str
    starts_at: datetime
    ends_at: datetime
    state: MeetingState
    mandate: MandateStamp | None = None
    #: The board's meeting (our id) that this one is planned before.
    planned_before: str | None = None
    #: Days that were closed, nearest the rule's date first.
    moved_past: tuple[ClosedDay, ...] = ()
    #: The event in the calendar: of ours once delivered, of the board's as read.
    calendar_id: str | None = None
    join_url: str | None = None
    subject: str = ""
    agenda: tuple[str, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None

    def presence_of(self, person_id: str) -> Presence | None:
        return next((one.presence for one in self.attendance if one.person_id == person_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTime:
    starts_at: datetime
    ends_at: datetime
    moved_past: tuple[ClosedDay, ...]


class NoFreeDay(LookupError):
    """No open day within the rule's longest lead: a person must choose."""


def plan_time(
    board_starts_at: datetime, rule: PlanningRule, zone: ZoneInfo, closed: Callable[[date], str | None]
) -> PlannedTime:
    """Exactly `rule.lead` earlier at the same wall-clock time, or the nearest open day before.

    `closed` gives the reason a day is closed, or None. Times come back aware, in UTC. Raises NoFreeDay.
    """
    board = board_starts_at.astimezone(zone)
    past: list[ClosedDay] = []
    lead = rule.lead
    while lead <= rule.longest_lead:
        day = board.date() - lead
        reason = closed(day)
        if reason is None:
            start = datetime.combine(day, board.time(), tzinfo=zone)
            return PlannedTime(
                starts_at=start.astimezone(ZoneInfo("UTC")),
                ends_at=(start + rule.lasts).astimezone(ZoneInfo("UTC")),
                moved_past=tuple(past),
            )
        past.append(ClosedDay(day=day, reason=reason))
        lead += timedelta(days=1)
    raise NoFreeDay(board.date().isoformat())
