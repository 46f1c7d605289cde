"""A strategy or plan is followed up once a year, before it or its next year begins (002-17)."""

import hashlib
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from committee.ports import Transaction
from committee.strategy import StrategyDocument

LONGEST = {"text": 1500}
#: So many months into each of its years: a month is left before the next one.
_MONTHS = 11
#: A day that passed longer ago than this, before the document was known here, is not told.
_LATEST = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFollowUp:
    """A committee's yearly look at a document, `about` its key; `text` is empty until somebody has written it."""

    id: str
    committee_id: str
    about: str
    due_on: date
    told_at: datetime
    text: str = ""
    by: str = ""
    at: datetime | None = None


def follow_up_id(document: StrategyDocument, committee_id: str, due_on: date) -> str:
    """One for each committee and year."""
    return hashlib.sha256(f"follow-up:{document.key}:{committee_id}:{due_on}".encode()).hexdigest()[:32]


def due_day(document: StrategyDocument, today: date) -> date | None:
    """The latest day on which it was to be followed up, when that is not long ago."""
    passed = [one for one in _days(document, today) if one <= today]
    return passed[-1] if passed and today - passed[-1] <= _LATEST else None


def _days(document: StrategyDocument, until: date) -> Iterator[date]:
    day = _months_after(document.from_on, _MONTHS)
    years = 0
    while day <= min(until, document.until_on or until):
        yield day
        years += 1
        day = _months_after(document.from_on, _MONTHS + 12 * years)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def unwritten(
    tx: Transaction, committee_id: str, documents: Iterable[StrategyDocument]
) -> tuple[tuple[StrategyDocument, PlanFollowUp], ...]:
    """Those of the committee's documents that are to be followed up, and of which nobody has written anything."""
    found = ((one, last_follow_up(tx, committee_id, one)) for one in documents)
    return tuple((one, last) for one, last in found if last and not last.at)


def last_follow_up(tx: Transaction, committee_id: str, document: StrategyDocument) -> PlanFollowUp | None:
    """The newest, written or not."""
    found = [one for one in tx.records_about(PlanFollowUp, document.key) if one.committee_id == committee_id]
    return max(found, key=lambda one: one.due_on, default=None)
