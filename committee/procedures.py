"""Written procedure (skriftlig behandling) and hastesak: cases between meetings (000-19, 004-14, 004-15, C8, C9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from committee.errors import CommitteeError, FormError
from committee.mandate import Mandate
from committee.ports import Holidays

#: When a deadline falls, on the committee's own clock.
CLOSES = time(16)
#: However short the mandate makes it, nobody gets less than this.
LEAST_TIME = timedelta(hours=24)
#: A deadline further off than this is an error in writing.
LONGEST_DAYS = 120
LONGEST_MESSAGE = 1000
LONGEST_GROUND = 500
#: Those who have not answered are reminded so many working days before, and on the day itself.
REMIND_BEFORE = 2


class Ending(StrEnum):
    """Why a procedure ended before its voting was counted."""

    MEETING_DEMANDED = "meeting_demanded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """Why a case is a hastesak: both grounds, and who declared it (C8)."""

    why_urgent: str
    why_not_wait: str
    #: Person ids: the leader, or those of the organisations that together asked for it.
    declared_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Somebody asked for more time, and what the leader answered; `until` None while it is not answered or refused."""

    asked_by: str
    asked_at: datetime
    ground: str
    answered_by: str = ""
    answer: str = ""
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        return not self.answered_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One case treated in writing; its voting says whether it is over and how it went."""

    id: str
    committee_id: str
    #: The case.
    about: str
    voting_id: str
    started_by: str
    started_at: datetime
    closes_at: datetime
    message: str = ""
    urgency: Urgency | None = None
    extensions: tuple[Extension, ...] = ()
    ending: Ending | None = None
    ended_by: str = ""
    end_ground: str = ""
    #: The meeting whose minutes have it.
    noted_in: str | None = None

    @property
    def open_extension(self) -> Extension | None:
        return next((one for one in self.extensions if one.is_open), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyRequest:
    """An organisation asks that a case be treated as a hastesak; a third of them together have it so (C8)."""

    id: str
    committee_id: str
    #: The case.
    about: str
    organisation_id: str
    person_id: str
    why_urgent: str
    why_not_wait: str
    asked_at: datetime
    withdrawn_at: datetime | None = None


def earliest_deadline(mandate: Mandate, closed: Holidays, *, urgent: bool, now: datetime) -> date:
    """The first day that members have had the working days that the mandate gives them (004-15)."""
    rules, zone = mandate.written, ZoneInfo(mandate.time_zone)
    day = now.astimezone(zone).date()
    for _ in range(rules.urgent_working_days if urgent else rules.working_days):
        day = next_working_day(day, closed)
    while closes_at(mandate, day) - now < LEAST_TIME:
        day = next_working_day(day, closed)
    return day


def next_working_day(day: date, closed: Holidays) -> date:
    day += timedelta(days=1)
    while closed(day):
        day += timedelta(days=1)
    return day


def working_day_before(day: date, closed: Holidays, *, days: int) -> date:
    """The working day so many working days before."""
    for _ in range(days):
        day -= timedelta(days=1)
        while closed(day):
            day -= timedelta(days=1)
    return day


def closes_at(mandate: Mandate, day: date) -> datetime:
    """The deadline on that day: four in the afternoon on the committee's own clock."""
    return datetime.combine(day, CLOSES, tzinfo=ZoneInfo(mandate.time_zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureForm:
    """What was typed when a procedure is started; the two grounds are for a hastesak."""

    #: A date as YYYY-MM-DD.
    closes_on: str = ""
    message: str = ""
    urgent: bool = False
    why_urgent: str = ""
    why_not_wait: str = ""


LONGEST = {
    "message": LONGEST_MESSAGE,
    "why_urgent": LONGEST_GROUND,
    "why_not_wait": LONGEST_GROUND,
    "ground": LONGEST_GROUND,
    "answer": LONGEST_GROUND,
}


def check_procedure(form: ProcedureForm, mandate: Mandate, closed: Holidays, *, now: datetime) -> datetime:
    """When it closes. Raises FormError naming every field with a fault."""
    faults = {} if len(form.message) <= LONGEST_MESSAGE else {"message": "field_too_long"}
    if form.urgent:
        faults |= check_texts({"why_urgent": form.why_urgent, "why_not_wait": form.why_not_wait})
    day = _day(form.closes_on)
    faults |= _deadline_faults(day, mandate, closed, urgent=form.urgent, now=now)
    refuse(faults)
    assert day is not None
    return closes_at(mandate, day)


def check_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """The fields that are empty or too long."""
    faults = {name: "field_too_long" for name, value in texts.items() if len(value) > LONGEST[name]}
    return {**faults, **{name: "field_empty" for name, value in texts.items() if not value.strip()}}


def refuse(faults: Mapping[str, str]) -> None:
    """Raises FormError when there are any."""
    if faults:
        raise FormError(dict(faults), longest=LONGEST)


def check_new_deadline(typed: str, mandate: Mandate, closed: Holidays, *, was: datetime, now: datetime) -> datetime:
    """A later deadline than the one that stands. Raises FormError for `closes_on`."""
    day = _day(typed)
    if day is None:
        raise FormError({"closes_on": "field_no_day"}, longest=LONGEST)
    if closes_at(mandate, day) <= was:
        raise FormError({"closes_on": "deadline_not_later"}, longest=LONGEST)
    refuse(_deadline_faults(day, mandate, closed, urgent=True, now=now, any_length=True))
    return closes_at(mandate, day)


def _deadline_faults(
    day: date | None,
    mandate: Mandate,
    closed: Holidays,
    *,
    urgent: bool,
    now: datetime,
    any_length: bool = False,
) -> dict[str, str]:
    if day is None:
        return {"closes_on": "field_no_day"}
    if day > now.date() + timedelta(days=LONGEST_DAYS):
        return {"closes_on": "deadline_too_late"}
    if not any_length and day < earliest_deadline(mandate, closed, urgent=urgent, now=now):
        return {"closes_on": "deadline_too_soon"}
    if closed(day):
        return {"closes_on": "deadline_on_closed_day"}
    return {}


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def is_declared(share: Fraction, voters: int, requests: Iterable[UrgencyRequest]) -> bool:
    """Whether at least the share of the organisations with weight ask for it (C8: a third of the municipalities)."""
    asking = {one.organisation_id for one in requests if one.withdrawn_at is None}
    return bool(asking) and len(asking) >= share * voters


def require_allowed(mandate: Mandate) -> None:
    """Raises CommitteeError("written_not_allowed")."""
    if not mandate.written.allowed:
        raise CommitteeError("written_not_allowed")
