"""Ranking of cases into a joint portfolio (000-23, 002-19, 002-21, 004-09), and the choice between alternatives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from committee.errors import CommitteeError, FormError


class Purpose(StrEnum):
    #: Many cases are put in order.
    RANKING = "ranking"
    #: One of several texts for the same case is chosen, before the voting on it.
    ALTERNATIVES = "alternatives"


class Method(StrEnum):
    """How ballots become an order. Schulze is also the pairwise choice between alternatives."""

    SCHULZE = "schulze"
    SCORE = "score"
    DOTS = "dots"
    PLURALITY = "plurality"
    APPROVAL = "approval"


METHODS: Mapping[Purpose, tuple[Method, ...]] = {
    Purpose.RANKING: (Method.SCHULZE, Method.SCORE, Method.DOTS),
    Purpose.ALTERNATIVES: (Method.SCHULZE, Method.PLURALITY, Method.APPROVAL),
}
LEAST_OPTIONS = 2
MOST_OPTIONS: Mapping[Purpose, int] = {Purpose.RANKING: 12, Purpose.ALTERNATIVES: 5}
HIGHEST_SCORE = 10
#: So many dots for each option are to be shared out.
DOTS_AN_OPTION = 2
LONGEST = {"title": 120, "alternative": 1000, "reason": 1000}
#: A deadline further off than this is an error in writing.
LONGEST_DAYS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A case (its id), or a text (a number from 1)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """An organisation with the weight that it had when the ranking was opened."""

    organisation_id: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the office that is advised made of the order: as it is, or another one and why (002-21)."""

    order: tuple[str, ...]
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A ranking, or a choice between alternatives; options and roll are frozen when it is opened."""

    id: str
    committee_id: str
    #: The case whose alternatives they are; empty for a ranking.
    about: str
    purpose: Purpose
    method: Method
    title: str
    options: tuple[Option, ...]
    roll: tuple[Voice, ...]
    opened_by: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    #: Person id, or "clock".
    closed_by: str = ""
    confirmation: Confirmation | None = None
    #: The alternative that became the case's innstilling, and why when it was a tie.
    chosen: str = ""
    chosen_reason: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def dots(self) -> int:
        return DOTS_AN_OPTION * len(self.options)

    def voice(self, organisation_id: str | None) -> Voice | None:
        return next((one for one in self.roll if one.organisation_id == organisation_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceBallot:
    """An organisation's ballot; the last before closing counts, the earlier stay in the record.

    `marks` has one number for each option: its place from 1 (0: not ranked, after all the others), its score, its dots,
    or 1 for those chosen.
    """

    id: str
    committee_id: str
    #: The ranking.
    about: str
    organisation_id: str
    person_id: str
    weight: int
    marks: tuple[int, ...]
    cast_at: datetime
    revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceForm:
    """What was typed when one is opened; `cases` are ids, `texts` the alternatives."""

    title: str = ""
    method: str = Method.SCHULZE
    #: A date as YYYY-MM-DD.
    closes_on: str = ""
    cases: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def check_preference(form: PreferenceForm, purpose: Purpose, *, today: date) -> date:
    """The deadline. Raises FormError naming every field with a fault."""
    faults: dict[str, str] = {}
    if form.method not in METHODS[purpose]:
        faults["method"] = "field_not_chosen"
    if purpose is Purpose.RANKING:
        faults |= _text_faults("title", form.title, LONGEST["title"])
        if not LEAST_OPTIONS <= len(set(form.cases)) <= MOST_OPTIONS[purpose]:
            faults["cases"] = "preference_options"
    else:
        for n, one in enumerate(form.texts):
            if len(one) > LONGEST["alternative"]:
                faults[f"text_{n}"] = "field_too_long"
        written = [one.strip() for one in form.texts if one.strip()]
        if len(set(written)) < LEAST_OPTIONS:
            faults["text_1"] = "preference_alternatives"
    day = _day(form.closes_on)
    if day is None:
        faults["closes_on"] = "field_no_day"
    elif not today < day <= date.fromordinal(today.toordinal() + LONGEST_DAYS):
        faults["closes_on"] = "preference_day"
    if faults or day is None:
        raise FormError(faults, longest=LONGEST)
    return day


def read_marks(preference: Preference, typed: Sequence[str]) -> tuple[int, ...]:
    """The ballot in numbers. Raises FormError naming each field that is not one, CommitteeError("too_many_dots", …)."""
    most = _most_mark(preference)
    marks, faults = [], {}
    for n, one in enumerate(typed):
        text = one.strip()
        if not text:
            marks.append(0)
        elif text.isdecimal() and len(text) < 4 and int(text) <= most:
            marks.append(int(text))
        else:
            faults[f"mark_{n}"] = "field_not_chosen"
    if not faults:
        faults = _ballot_faults(preference, marks)
    if faults:
        raise FormError(faults, longest={}, most=preference.dots)
    return tuple(marks)


def _most_mark(preference: Preference) -> int:
    match preference.method:
        case Method.SCHULZE:
            return len(preference.options)
        case Method.SCORE:
            return HIGHEST_SCORE
        case Method.DOTS:
            return preference.dots
        case _:
            return 1


def _ballot_faults(preference: Preference, marks: Sequence[int]) -> dict[str, str]:
    if not any(marks):
        return {"mark_0": "preference_empty"}
    if preference.method is Method.DOTS and sum(marks) > preference.dots:
        return {"mark_0": "too_many_dots"}
    if preference.method is Method.PLURALITY and sum(marks) != 1:
        return {"mark_0": "preference_one"}
    return {}


def check_order(preference: Preference, order: Sequence[str]) -> tuple[str, ...]:
    """A confirmed order has every option once. Raises CommitteeError("preference_order")."""
    if sorted(order) != sorted(one.id for one in preference.options):
        raise CommitteeError("preference_order")
    return tuple(order)


def _text_faults(name: str, value: str, longest: int) -> dict[str, str]:
    if not value.strip():
        return {name: "field_empty"}
    return {name: "field_too_long"} if len(value) > longest else {}


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None
