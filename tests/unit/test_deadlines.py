"""Deadlines in working days: weekends, holidays, summer time, and never under twenty-four hours."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.deadlines import LEAST_TIME, closes_at, earliest_deadline, next_working_day, working_day_before
from committee.errors import FormError
from committee.mandate import Mandate, WrittenRules
from committee.procedures import ProcedureForm, check_new_deadline, check_procedure
from committee.urgency import ExtraMeetingForm, UrgencyRequest, check_extra_meeting, is_declared
from scheduler.closed_days import norwegian_closed_day as closed
from tests.unit.card_views import mandate

OSLO = ZoneInfo("Europe/Oslo")
WHY = {"why_urgent": "Det haster.", "why_not_wait": "Møtet er for sent."}


def body(**rules: object) -> Mandate:
    return replace(mandate(), written=WrittenRules(**rules))  # type: ignore[arg-type]


def at(text: str) -> datetime:
    """A moment on the committee's own clock."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("sent", "ordinary", "urgent"),
    [
        ("2026-11-23T10:00", "2026-11-30", "2026-11-25"),  # a Monday
        ("2026-11-27T10:00", "2026-12-04", "2026-12-01"),  # a Friday: the weekend is not counted
        ("2026-11-28T10:00", "2026-12-04", "2026-12-01"),  # a Saturday
        ("2026-12-23T10:00", "2026-12-31", "2026-12-28"),  # jul between; julaften is a working day by law
        ("2026-03-31T10:00", "2026-04-10", "2026-04-07"),  # påske, and the clock has just gone forward
        ("2026-05-13T23:30", "2026-05-21", "2026-05-18"),  # Kristi himmelfart; 17 May is a Sunday
    ],
)
def test_working_days_are_counted_from_the_day_after(sent: str, ordinary: str, urgent: str) -> None:
    """004-15: a reasonable deadline; the day that a case is sent out is not one of them."""
    found = [earliest_deadline(body(), closed, urgent=one, now=at(sent)).isoformat() for one in (False, True)]
    assert found == [ordinary, urgent]


def test_nobody_gets_less_than_twenty_four_hours() -> None:
    """C8: however short the mandate makes it, and however late in the day it is sent."""
    short = body(urgent_working_days=1)
    assert earliest_deadline(short, closed, urgent=True, now=at("2026-11-23T15:59")) == date(2026, 11, 24)
    assert earliest_deadline(short, closed, urgent=True, now=at("2026-11-23T16:00")) == date(2026, 11, 24)
    assert earliest_deadline(short, closed, urgent=True, now=at("2026-11-23T16:01")) == date(2026, 11, 25)


def test_the_day_is_the_committees_own() -> None:
    """Half past midnight in Norway is still yesterday in UTC."""
    assert earliest_deadline(body(), closed, urgent=True, now=at("2026-11-24T00:30").astimezone(UTC)) == date(
        2026, 11, 26
    )


def test_four_o_clock_is_four_o_clock_in_summer_and_winter() -> None:
    assert closes_at(mandate(), date(2026, 3, 27)).astimezone(UTC).hour == 15
    assert closes_at(mandate(), date(2026, 3, 30)).astimezone(UTC).hour == 14


DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))


@given(DAYS, st.integers(1, 20), st.integers(0, 23), st.booleans())
def test_a_deadline_is_an_open_day_with_that_many_open_days_before_it(
    day: date, days: int, hour: int, urgent: bool
) -> None:
    rules = body(urgent_working_days=days) if urgent else body(working_days=days)
    now = datetime(day.year, day.month, day.day, hour, tzinfo=OSLO)
    found = earliest_deadline(rules, closed, urgent=urgent, now=now)
    assert closed(found) is None
    assert closes_at(rules, found) - now >= LEAST_TIME
    assert open_days(day, found) >= days
    earlier = working_day_before(found, closed, days=1)
    assert open_days(day, earlier) < days or closes_at(rules, earlier) - now < LEAST_TIME, "the first such day"


def open_days(after: date, until: date) -> int:
    """How many open days there are after the one and until the other, that one counted."""
    return sum(closed(after + timedelta(days=n)) is None for n in range(1, (until - after).days + 1))


@given(DAYS, st.integers(1, 10))
def test_before_and_after_are_each_others_mirror(day: date, days: int) -> None:
    start = found = next_working_day(day, closed)
    for _ in range(days):
        found = next_working_day(found, closed)
    assert working_day_before(found, closed, days=days) == start


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-11-27", "deadline_too_soon"),
        ("2026-11-20", "deadline_too_soon"),
        ("2026-12-05", "deadline_on_closed_day"),
        ("2026-12-25", "deadline_on_closed_day"),
        ("2027-11-23", "deadline_too_late"),
        ("", "field_no_day"),
        ("30.11.2026", "field_no_day"),
        ("2026-02-30", "field_no_day"),
    ],
)
def test_a_deadline_that_cannot_be_is_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(FormError) as caught:
        check_procedure(ProcedureForm(closes_on=typed), body(), closed, now=at("2026-11-23T10:00"))
    assert caught.value.fields == {"closes_on": code}


def test_every_fault_of_a_hastesak_is_told_at_once() -> None:
    form = ProcedureForm(closes_on="", urgent=True, why_urgent=" ", why_not_wait="x" * 501, message="x" * 1001)
    with pytest.raises(FormError) as caught:
        check_procedure(form, body(), closed, now=at("2026-11-23T10:00"))
    assert caught.value.fields == {
        "closes_on": "field_no_day",
        "why_urgent": "field_empty",
        "why_not_wait": "field_too_long",
        "message": "field_too_long",
    }


def test_a_new_deadline_is_later_than_the_one_that_stands() -> None:
    was, now = closes_at(mandate(), date(2026, 12, 2)), at("2026-12-02T15:00")
    assert check_new_deadline("2026-12-03", body(), closed, was=was, now=now) == closes_at(body(), date(2026, 12, 3))
    for typed in ("2026-12-02", "2026-12-01"):
        with pytest.raises(FormError) as caught:
            check_new_deadline(typed, body(), closed, was=was, now=now)
        assert caught.value.fields == {"closes_on": "deadline_not_later"}


@pytest.mark.parametrize(
    ("typed", "starts"),
    [("9", "09:00"), ("09.30", "09:30"), ("9:30", "09:30"), ("kl. 14", "14:00"), ("Kl 0930", "09:30")],
)
def test_a_time_is_read_as_people_write_it(typed: str, starts: str) -> None:
    form = ExtraMeetingForm(day="2026-11-25", time=typed, **WHY)
    found = check_extra_meeting(form, body(), closed, now=at("2026-11-23T10:00"))
    assert found == at(f"2026-11-25T{starts}")
    assert found.tzinfo is UTC


@pytest.mark.parametrize("typed", ["", "24", "9.60", "snart", "９", "9.3", "-1"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    form = ExtraMeetingForm(day="2026-11-25", time=typed, **WHY)
    with pytest.raises(FormError) as caught:
        check_extra_meeting(form, body(), closed, now=at("2026-11-23T10:00"))
    assert caught.value.fields == {"time": "field_no_time"}


def requests(organisations: Iterable[str], *, withdrawn: Iterable[str] = ()) -> list[UrgencyRequest]:
    gone = set(withdrawn)
    return [
        UrgencyRequest(
            id=f"r{n}", committee_id="bu", about="p1", organisation_id=one, person_id=f"{one}-{n}",
            asked_at=at("2026-11-23"), withdrawn_at=at("2026-11-23") if one in gone else None, **WHY,
        )
        for n, one in enumerate(organisations)
    ]  # fmt: skip


@pytest.mark.parametrize(("voters", "needed"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (14, 5)])
def test_a_third_is_counted_in_organisations_and_never_rounded_down(voters: int, needed: int) -> None:
    """C8: each organisation once, however many of its people ask."""
    names = [f"o{n}" for n in range(voters)]
    third = Fraction(1, 3)
    assert is_declared(third, voters, requests(names[:needed]))
    assert not is_declared(third, voters, requests(names[: needed - 1]))
    assert not is_declared(third, voters, requests(names[: needed - 1] * 3))
    assert not is_declared(third, voters, requests(names[:needed], withdrawn=names[:1]))
