"""Hastesak: a case that cannot wait for the next meeting, who says so, and the extra meeting (000-19, C8)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from zoneinfo import ZoneInfo

from committee.deadlines import LEAST_TIME, day_faults, read_day
from committee.errors import FormError
from committee.form_checks import text_faults
from committee.mandate import Mandate
from committee.ports import Holidays

LONGEST_GROUND = 500
LONGEST_MESSAGE = 1000
LONGEST = {
    "message": LONGEST_MESSAGE,
    "why_urgent": LONGEST_GROUND,
    "why_not_wait": LONGEST_GROUND,
    "ground": LONGEST_GROUND,
    "answer": LONGEST_GROUND,
}
_CLOCK = re.compile(r"(?:kl\.? ?)?(\d{1,2})(?:[.:]?(\d{2}))?", re.ASCII | re.IGNORECASE)
#: An extra meeting is about one case.
EXTRA_LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """Why a case is a hastesak: both grounds, and who declared it (C8)."""

    why_urgent: str
    why_not_wait: str
    #: Person ids: the leader, or those of the organisations that together asked for it.
    declared_by: tuple[str, ...]


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
    #: When it was taken back, or answered by a procedure or a meeting.
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraMeeting:
    """A meeting that the leader has called for one hastesak; `id` is the meeting's own."""

    id: str
    committee_id: str
    #: The case.
    about: str
    urgency: Urgency
    called_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardChoice:
    """The leader is asked whether a hastesak that was lifted goes to a meeting whose papers are sent (C13)."""

    id: str
    committee_id: str
    #: The case.
    about: str
    #: Of the superior body: earlier than the one that the case goes to by itself.
    meeting_id: str
    asked_at: datetime
    #: None while nobody has answered.
    taken: bool | None = None
    chosen_by: str = ""
    chosen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraMeetingForm:
    """What was typed when an extra meeting is called."""

    #: A date as YYYY-MM-DD, and a time as 09.30 on the committee's clock.
    day: str = ""
    time: str = ""
    why_urgent: str = ""
    why_not_wait: str = ""


def check_extra_meeting(form: ExtraMeetingForm, mandate: Mandate, closed: Holidays, *, now: datetime) -> datetime:
    """When it begins, in UTC: at least 24 hours ahead, on a working day. Raises FormError naming every fault."""
    faults = check_texts({"why_urgent": form.why_urgent, "why_not_wait": form.why_not_wait})
    day, hour = read_day(form.day), _time(form.time)
    faults |= day_faults("day", day, mandate, closed, now=now)
    if hour is None:
        faults["time"] = "field_no_time"
    refuse(faults)
    assert day is not None
    assert hour is not None
    starts_at = datetime.combine(day, hour, tzinfo=ZoneInfo(mandate.time_zone)).astimezone(UTC)
    refuse({"time": "meeting_too_soon"} if starts_at - now < LEAST_TIME else {})
    return starts_at


def _time(typed: str) -> time | None:
    """A time as people write it: 9, 9.30, 09:30, 0930."""
    found = _CLOCK.fullmatch(typed.strip())
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else None
    except ValueError:
        return None


def check_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """The fields that are empty or too long."""
    return text_faults(texts, LONGEST)


def refuse(faults: Mapping[str, str]) -> None:
    """Raises FormError when there are any."""
    if faults:
        raise FormError(dict(faults), longest=LONGEST)


def is_declared(share: Fraction, voters: int, requests: Iterable[UrgencyRequest]) -> bool:
    """Whether at least the share of the organisations with weight ask for it (C8: a third of the municipalities)."""
    asking = {one.organisation_id for one in requests if one.withdrawn_at is None}
    return len(asking) >= needed_requests(share, voters)


def needed_requests(share: Fraction, voters: int) -> int:
    """How many organisations it takes: a third of seven is three, and never nobody."""
    return max(1, ceil(share * voters))
