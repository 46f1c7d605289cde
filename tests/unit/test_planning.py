"""Bestillerutvalget meets two weeks before the board, on a day when people are at work; the clock keeps going round."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from committee.mandate import PlanningRule
from committee.meetings import NoFreeDay, PlannedTime, plan_time
from scheduler.clock import Clock
from scheduler.closed_days import norwegian_closed_day

OSLO = ZoneInfo("Europe/Oslo")
RULE = PlanningRule(before="styret")
DAY = timedelta(days=1)

#: Any minute of a day but the small hours, when the clock may go from 2 to 3.
DAYTIME = st.times(min_value=time(4), max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2060, 12, 31))


def plan(day: date, at: time = time(9), rule: PlanningRule = RULE) -> PlannedTime:
    return plan_time(datetime.combine(day, at, tzinfo=OSLO), rule, OSLO, norwegian_closed_day)


def local(at: datetime) -> datetime:
    return at.astimezone(OSLO)


def easter(year: int) -> date:
    """Gauss's rule, another way to the movable holidays than the library's."""
    century, golden = year // 100, year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 100 % 4) % 7
    month = (golden + 11 * moon + 22 * week) // 451
    days = moon + week - 7 * month + 114
    return date(year, days // 31, days % 31 + 1)


def holidays_by_hand(year: int) -> dict[date, str]:
    """Lov om helligdager og helligdagsfred § 2, and 1 and 17 May."""
    sunday = easter(year)
    fixed = {
        (1, 1): "første nyttårsdag",
        (5, 1): "arbeidernes dag",
        (5, 17): "grunnlovsdag",
        (12, 25): "første juledag",
        (12, 26): "andre juledag",
    }
    moved = {
        -3: "skjærtorsdag",
        -2: "langfredag",
        0: "første påskedag",
        1: "andre påskedag",
        39: "Kristi himmelfartsdag",
        49: "første pinsedag",
        50: "andre pinsedag",
    }
    found: dict[date, str] = {}
    named = [(sunday + days * DAY, name) for days, name in moved.items()]
    named += [(date(year, *day), name) for day, name in fixed.items()]
    for day, name in named:
        found[day] = " og ".join(sorted([*found.get(day, "").split(" og "), name])).removeprefix(" og ")
    return found


def test_every_closed_day_of_forty_years_is_a_weekend_or_in_the_law() -> None:
    day = date(2020, 1, 1)
    while day < date(2060, 1, 1):
        weekend = {5: "lørdag", 6: "søndag"}.get(day.weekday())
        assert norwegian_closed_day(day) == holidays_by_hand(day.year).get(day, weekend), day
        day += DAY


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2027, 3, 25), "skjærtorsdag"),
        (date(2027, 3, 27), "lørdag"),
        (date(2027, 3, 28), "første påskedag"),
        (date(2027, 5, 6), "Kristi himmelfartsdag"),
        (date(2027, 5, 17), "andre pinsedag og grunnlovsdag"),
        (date(2026, 12, 24), None),
        (date(2026, 12, 31), None),
    ],
)
def test_a_closed_day_says_why_as_within_a_sentence(day: date, reason: str | None) -> None:
    assert norwegian_closed_day(day) == reason


@given(day=DAYS, at=DAYTIME)
@example(day=date(2027, 4, 8), at=time(9))
@example(day=date(2027, 1, 9), at=time(9))
@example(day=date(2035, 1, 1), at=time(9))
def test_our_meeting_is_exactly_two_weeks_before_or_the_nearest_open_day_before_that(day: date, at: time) -> None:
    planned = plan(day, at)
    ours = local(planned.starts_at)
    wished = day - 14 * DAY
    skipped = [wished - n * DAY for n in range((wished - ours.date()).days)]
    assert ours.date() <= wished
    assert norwegian_closed_day(ours.date()) is None
    assert [(one.day, one.reason) for one in planned.moved_past] == [
        (one, norwegian_closed_day(one)) for one in skipped
    ]
    assert all(one.reason for one in planned.moved_past)


@given(day=DAYS, at=DAYTIME)
@example(day=date(2027, 4, 6), at=time(9))
@example(day=date(2027, 11, 4), at=time(8, 30))
def test_the_clock_on_the_wall_shows_the_same_time_whatever_the_season(day: date, at: time) -> None:
    planned = plan(day, at)
    assert local(planned.starts_at).time() == at
    assert planned.starts_at.utcoffset() == planned.ends_at.utcoffset() == timedelta(0)
    starts, ends = local(planned.starts_at), local(planned.ends_at)
    assert ends.replace(tzinfo=None) - starts.replace(tzinfo=None) == RULE.lasts


@pytest.mark.parametrize(
    ("board", "ours"),
    [
        ("2027-04-06T07:00+00:00", "2027-03-23T08:00+00:00"),  # summer time from 28 March: 09:00 on both walls
        ("2027-11-04T08:00+00:00", "2027-10-21T07:00+00:00"),  # winter time from 31 October
        ("2027-06-10T07:00+00:00", "2027-05-27T07:00+00:00"),
        ("2027-04-08T07:00+00:00", "2027-03-24T08:00+00:00"),  # 25 March is skjærtorsdag
        ("2026-12-31T08:00+00:00", "2026-12-17T08:00+00:00"),
        ("2027-01-08T08:00+00:00", "2026-12-24T08:00+00:00"),  # første juledag; julaften is no public holiday
        ("2027-06-09T22:30+00:00", "2027-05-26T22:30+00:00"),  # half past midnight, the 10th, in Oslo
    ],
)
def test_the_boards_meeting_puts_ours_at_this_moment(board: str, ours: str) -> None:
    planned = plan_time(datetime.fromisoformat(board), RULE, OSLO, norwegian_closed_day)
    assert planned.starts_at == datetime.fromisoformat(ours)


def test_the_days_moved_past_are_told_nearest_the_rules_own_first() -> None:
    planned = plan(date(2027, 4, 12))  # 29 March is andre påskedag
    assert local(planned.starts_at) == datetime(2027, 3, 24, 9, tzinfo=OSLO)
    assert [one.reason for one in planned.moved_past] == [
        "andre påskedag",
        "første påskedag",
        "lørdag",
        "langfredag",
        "skjærtorsdag",
    ]


@given(day=DAYS, lead=st.integers(0, 40), slack=st.integers(0, 20))
def test_a_mandate_may_set_another_distance_and_its_limit_holds(day: date, lead: int, slack: int) -> None:
    rule = PlanningRule(before="styret", lead=lead * DAY, longest_lead=(lead + slack) * DAY)
    days = [day - n * DAY for n in range(lead, lead + slack + 1)]
    free = [one for one in days if norwegian_closed_day(one) is None]
    if free:
        assert local(plan(day, rule=rule).starts_at).date() == free[0]
    else:
        with pytest.raises(NoFreeDay):
            plan(day, rule=rule)


@pytest.mark.parametrize(("open_lead", "found"), [(28, True), (29, False)])
def test_without_an_open_day_within_four_weeks_a_person_must_choose(open_lead: int, found: bool) -> None:
    board = datetime(2027, 6, 10, 9, tzinfo=OSLO)
    only = board.date() - open_lead * DAY

    def closed(day: date) -> str | None:
        return None if day == only else "ferie"

    if found:
        planned = plan_time(board, RULE, OSLO, closed)
        assert (local(planned.starts_at).date(), len(planned.moved_past)) == (only, 14)
    else:
        with pytest.raises(NoFreeDay):
            plan_time(board, RULE, OSLO, closed)


class Rounds:
    """Counts the rounds of a clock, and lets a test hold one open."""

    def __init__(self, act: Callable[[int], Awaitable[None]] | None = None) -> None:
        self.count = 0
        self._act = act
        self._changed = asyncio.Condition()

    async def __call__(self) -> None:
        async with self._changed:
            self.count += 1
            self._changed.notify_all()
        if self._act:
            await self._act(self.count)

    async def reach(self, count: int) -> None:
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: self.count >= count)


async def spin() -> None:
    """All that is ready on the loop has its turn."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_round_begins_at_once_and_then_every_so_often() -> None:
    rounds = Rounds()
    clock = Clock(rounds, timedelta(milliseconds=20))
    clock.start()
    await rounds.reach(3)
    clock.stop()


async def test_a_round_that_goes_wrong_is_logged_with_a_reference_and_the_next_one_comes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(count: int) -> None:
        if count < 3:
            raise LookupError("a sentence that somebody wrote")

    rounds = Rounds(fail)
    clock = Clock(rounds, timedelta(milliseconds=20))
    with caplog.at_level(logging.ERROR, "scheduler.clock"):
        clock.start()
        await rounds.reach(4)
        clock.stop()
    told = [one.getMessage() for one in caplog.records if one.name == "scheduler.clock"]
    assert len(told) == 2
    assert len({line.split()[4] for line in told}) == 2
    assert all("reference" in line and "LookupError" in line and "sentence" not in line for line in told)


async def test_several_nudges_are_one_round() -> None:
    rounds = Rounds()
    clock = Clock(rounds, timedelta(hours=1))
    clock.start()
    await rounds.reach(1)
    await spin()
    for _ in range(5):
        clock.nudge()
    await rounds.reach(2)
    await spin()
    assert rounds.count == 2
    clock.stop()


async def test_a_nudge_during_a_round_has_one_more_follow_it() -> None:
    """The round may have looked before that which nudges it was there."""
    go_on = asyncio.Event()
    running = 0

    async def hold(count: int) -> None:
        nonlocal running
        running += 1
        assert running == 1, "two rounds at once"
        await go_on.wait()
        running -= 1

    rounds = Rounds(hold)
    clock = Clock(rounds, timedelta(hours=1))
    clock.start()
    await rounds.reach(1)
    for _ in range(5):
        clock.nudge()
    await spin()
    assert rounds.count == 1
    go_on.set()
    await rounds.reach(2)
    await spin()
    assert rounds.count == 2
    clock.nudge()
    await rounds.reach(3)
    clock.stop()


async def test_a_stopped_clock_cuts_its_round_short_and_begins_no_other(caplog: pytest.LogCaptureFixture) -> None:
    cut = asyncio.Event()

    async def hold(count: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cut.set()

    rounds = Rounds(hold)
    clock = Clock(rounds, timedelta(milliseconds=20))
    clock.start()
    await rounds.reach(1)
    clock.nudge()
    with caplog.at_level(logging.ERROR):
        clock.stop()
        async with asyncio.timeout(10):
            await cut.wait()
        await spin()
        clock.nudge()
        await spin()
    assert rounds.count == 1
    assert not caplog.records


def test_a_meeting_in_the_boards_calendar_may_be_written_in_any_zone() -> None:
    here = plan(date(2027, 4, 8))
    board = datetime(2027, 4, 8, 9, tzinfo=OSLO)
    for zone in (UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")):
        assert plan_time(board.astimezone(zone), RULE, OSLO, norwegian_closed_day) == here
