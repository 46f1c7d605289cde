"""Days on which no meeting is held in Norway: weekends and public holidays."""

from datetime import date
from functools import lru_cache

_WEEKEND = {5: "lørdag", 6: "søndag"}


def norwegian_closed_day(day: date) -> str | None:
    """Why the day is closed, in bokmål as within a sentence, or None when it is an ordinary working day."""
    return _holidays(day.year).get(day) or _WEEKEND.get(day.weekday())


@lru_cache(maxsize=64)
def _holidays(year: int) -> dict[date, str]:
    import holidays  # 0.1 s, and only planning pays it

    found = holidays.country_holidays("NO", years=year, language="no")
    return {day: " og ".join(_within_sentence(name) for name in found.get_list(day)) for day in found}


def _within_sentence(name: str) -> str:
    return name if name.startswith("Kristi") else name[:1].lower() + name[1:]
