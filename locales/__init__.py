"""Every word a member reads: msgids are bokmål, nynorsk and English stand in the .po files beside this one."""

import datetime as calendar
from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from locales.translations import load_translations

DEFAULT = "nb"
#: The Babel locale of each language that we speak.
BABEL = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
#: What a document or a card in that language is marked with (BCP 47).
TAGS = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_DAY = {"nb": "EEEE d. MMMM y", "nn": "EEEE d. MMMM y", "en": "EEEE d MMMM y"}
_LONG_DAY = {"nb": "d. MMMM y", "nn": "d. MMMM y", "en": "d MMMM y"}
_SHORT_DAY = {"nb": "dd.MM.y", "nn": "dd.MM.y", "en": "d MMM y"}
_CLOCK = {"nb": "%H.%M", "nn": "%H.%M", "en": "%H:%M"}


def N_(msgid: str) -> str:
    """Marks a text for translation where it is written; it is translated where it is shown."""
    return msgid


class Words:
    """One language's words: call it with a bokmål sentence and what fills it in."""

    __slots__ = ("_catalogue", "language")

    def __init__(self, language: str, catalogue: NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    @property
    def tag(self) -> str:
        """BCP 47, as in `nb-NO`."""
        return TAGS[self.language]

    def __call__(self, msgid: str, **params: object) -> str:
        """The sentence in this language; `params` fill its `{names}` and are never read as patterns themselves."""
        text = self._catalogue.gettext(msgid) if msgid else ""
        return text.format(**params) if params else text

    def plural(self, singular: str, plural: str, n: int, **params: object) -> str:
        """The sentence for `n` things; `{n}` is filled in too."""
        return self._catalogue.ngettext(singular, plural, n).format(n=n, **params)

    def join(self, parts: Sequence[str]) -> str:
        """«Aukra, Molde og Rauma»."""
        if len(parts) < 2:
            return "".join(parts)
        return self(N_("{most} og {last}"), most=", ".join(parts[:-1]), last=parts[-1])

    def date(self, day: calendar.date) -> str:
        """«torsdag 17. desember 2026»."""
        return self._day(day, _DAY[self.language])

    def long_date(self, day: calendar.date) -> str:
        """«17. desember 2026»."""
        return self._day(day, _LONG_DAY[self.language])

    def short_date(self, day: calendar.date) -> str:
        """«17.12.2026»."""
        return self._day(day, _SHORT_DAY[self.language])

    def month(self, number: int) -> str:
        """«februar», from 1."""
        return self._day(calendar.date(2000, number, 1), "LLLL")

    def clock(self, at: datetime, zone: tzinfo | str) -> str:
        """«09.00», wall-clock time in `zone`."""
        return at.astimezone(_zone(zone)).strftime(_CLOCK[self.language])

    def moment(self, at: datetime, zone: tzinfo | str) -> str:
        """«torsdag 17. desember 2026 kl. 09.00», wall-clock time in `zone`."""
        return self(N_("{day} kl. {time}"), day=self.date(at.astimezone(_zone(zone))), time=self.clock(at, zone))

    def time_span(self, starts_at: datetime, ends_at: datetime, zone: tzinfo | str) -> str:
        """«torsdag 17. desember 2026 kl. 09.00–11.00», wall-clock time in `zone`; past midnight both days are told."""
        first, last = self.moment(starts_at, zone), self.clock(ends_at, zone)
        same_day = starts_at.astimezone(_zone(zone)).date() == ends_at.astimezone(_zone(zone)).date()
        return f"{first}–{last}" if same_day else f"{first} – {self.moment(ends_at, zone)}"

    def _day(self, day: calendar.date, pattern: str) -> str:
        from babel.dates import format_date  # 100 ms, and only those who tell dates pay it

        return format_date(day, pattern, locale=BABEL[self.language])


@lru_cache(maxsize=256)
def words(language: str) -> Words:
    """The words of a language (`nb`, `nn-NO`, `en_US` …); one that we do not speak gives bokmål."""
    short = language.replace("_", "-").split("-")[0].lower()
    known = short if short in BABEL else DEFAULT
    return _speak(known)


@lru_cache(maxsize=8)
def _speak(language: str) -> Words:
    return Words(language, load_translations(language) if language != DEFAULT else NullTranslations())


def _zone(zone: tzinfo | str) -> tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone
