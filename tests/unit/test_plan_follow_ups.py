"""The day on which a strategy or plan is to be followed up."""

from dataclasses import replace
from datetime import date

import pytest

from committee.plan_follow_ups import due_day
from tests.unit.strategy_gallery import document

STRATEGY = document(from_on=date(2025, 1, 1), until_on=date(2028, 12, 31))


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2025, 11, 30), None),
        (date(2025, 12, 1), date(2025, 12, 1)),
        (date(2026, 1, 30), date(2025, 12, 1)),
        (date(2026, 2, 1), None),  # so long ago that it is not told any more
        (date(2026, 12, 24), date(2026, 12, 1)),
        (date(2029, 12, 24), None),
    ],
)
def test_it_is_a_month_before_each_new_year_of_the_document(today: date, due: date | None) -> None:
    assert due_day(STRATEGY, today) == due


def test_a_plan_without_a_last_day_is_followed_up_every_year() -> None:
    plan = replace(STRATEGY, from_on=date(2024, 3, 31), until_on=None)
    assert due_day(plan, date(2025, 2, 28)) == date(2025, 2, 28)
    assert due_day(plan, date(2028, 3, 1)) == date(2028, 2, 29)


def test_one_that_is_over_within_the_year_has_no_such_day() -> None:
    assert due_day(replace(STRATEGY, until_on=date(2025, 6, 30)), date(2025, 12, 1)) is None
