"""Days on which no meeting is held in Norway: weekends and public holidays."""

from datetime import date
from functools import lru_cache

_WEEKEND = {5: "lørdag", 6: "søndag"}


def norwegian_closed_day(day: date) -> str | None:
    """Why the day is closed, in bokmål, or None when it is an ordinary working day."""
    return _holidays(day.year).get(day) or _WEEKEND.get(day.weekday())


@lru_cache(maxsize=64)
def _holidays(year: int) -> dict[date, str]:
    import holidays  # 0.1 s, and only planning pays it

    return {day: name.lower() for day, name in holidays.country_holidays("NO", years=year, language="no").items()}
