"""Deadlines in working days, on the committee's own clock (004-15, 000-19)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from committee.mandate import Mandate
from committee.ports import Holidays

#: When a deadline falls, on the committee's own clock.
CLOSES = time(16)
#: However short the mandate makes it, nobody gets less than this.
LEAST_TIME = timedelta(hours=24)
#: What is further off than this is an error in writing.
LONGEST_DAYS = 120
#: Those who have not answered are reminded so many working days before, and on the day itself.
REMIND_BEFORE = 2


def earliest_deadline(mandate: Mandate, closed: Holidays, *, urgent: bool, now: datetime) -> date:
    """The first day on which members have had the working days that the mandate gives them, and never under 24 hours.

    The day it is sent out is not counted (004-15).
    """
    rules, day = mandate.written, local_day(mandate, now)
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
    """The deadline on that day: four in the afternoon on the committee's own clock, summer and winter."""
    return datetime.combine(day, CLOSES, tzinfo=ZoneInfo(mandate.time_zone))


def local_day(mandate: Mandate, at: datetime) -> date:
    return at.astimezone(ZoneInfo(mandate.time_zone)).date()


def read_day(typed: str) -> date | None:
    """None for what is no date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def day_faults(field: str, day: date | None, mandate: Mandate, closed: Holidays, *, now: datetime) -> Mapping[str, str]:
    """What is wrong with a day that something is to happen on: no day, too far off, or nobody at work."""
    if day is None:
        return {field: "field_no_day"}
    if day > local_day(mandate, now) + timedelta(days=LONGEST_DAYS):
        return {field: "deadline_too_late"}
    return {field: "deadline_on_closed_day"} if closed(day) else {}
