"""Terms counted as a calendar counts them: in months and years, not in days."""

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

#: A term that ends within this is told of, so that there is time to choose anew (004-23).
SOON_MONTHS = 6


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later; the month's last day when it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if years > MAXYEAR:
        return date.max
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def last_day_of_term(from_on: date, years: int) -> date:
    """The day before the same date so many years later: four years from 1 January 2024 end on 31 December 2027.

    A term that begins on 29 February ends on 28 February.
    """
    if from_on.year + years > MAXYEAR:
        return date.max
    if (from_on.month, from_on.day) == (2, 29):
        return date(from_on.year + years, 2, 28)
    return from_on.replace(year=from_on.year + years) - timedelta(days=1)


def ends_soon(until_on: date, on: date) -> bool:
    """Whether a term that lasts through `until_on` is not over on that day, but ends within six calendar months."""
    return on <= until_on <= months_after(on, SOON_MONTHS)
