"""What is filled in about a nomination, and what is wrong with it."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from committee.appointments import Nomination
from committee.errors import FormError
from committee.form_checks import LONGEST_AHEAD
from committee.members import Seat
from committee.nomination_rights import Place
from committee.seating import Seating
from committee.terms import last_day_of_term

#: How long each text may be, in characters.
LONGEST: Mapping[str, int] = {"term_reason": 300, "background": 1000, "reason": 300, "answer": 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationForm:
    """A nomination as it was typed; days should be `2026-12-31`, `until_on` may be empty."""

    rule_id: str = ""
    organisation_id: str = ""
    person_id: str = ""
    is_deputy: bool = False
    from_on: str = ""
    until_on: str = ""
    term_reason: str = ""
    background: str = ""
    #: Whether the organisation has told it in writing: asked of those who enter it on its behalf.
    is_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From the first day through the last."""

    from_on: date
    until_on: date | None


def check_nomination(
    form: NominationForm,
    place: Place | None,
    people: Container[str],
    sat: Seating,
    waiting: Sequence[Nomination],
    *,
    on_behalf: bool,
) -> Term:
    """The days, when nothing is wrong; `waiting` are the committee's nominations that await an answer.

    Raises FormError naming every field with a fault.
    """
    faults = {name: "field_too_long" for name in ("term_reason", "background") if _too_long(name, getattr(form, name))}
    if form.person_id not in people:
        faults["person"] = "field_no_person"
    if place is None:
        faults["seat"] = "field_no_place"
    if on_behalf and not form.is_told:
        faults["told"] = "nomination_not_told"
    faults.update(_check_days(form, sat.on))
    term = None if {"from_on", "until_on"} & faults.keys() else _term(form, place)
    if term and place:
        faults.update(_check_room(form, place, term, sat, waiting))
        if _needs_reason(place, term) and not form.term_reason.strip():
            faults.setdefault("term_reason", "term_needs_reason")
    if faults or term is None:
        raise FormError(faults, longest=LONGEST, years=_years(place))
    return term


def _check_days(form: NominationForm, today: date) -> dict[str, str]:
    faults: dict[str, str] = {}
    begins, ends = day_of_text(form.from_on), day_of_text(form.until_on)
    if begins is None:
        faults["from_on"] = "field_no_day"
    elif not today - LONGEST_AHEAD <= begins <= today + LONGEST_AHEAD:
        faults["from_on"] = "field_day_far"
    if form.until_on.strip() and ends is None:
        faults["until_on"] = "field_no_day"
    elif ends and not max(today, begins or today) <= ends <= today + LONGEST_AHEAD:
        faults["until_on"] = "field_day_order"
    return faults


def _term(form: NominationForm, place: Place | None) -> Term:
    """Without a last day the term is as long as the mandate's (004-23), or open where it has none."""
    begins = date.fromisoformat(form.from_on.strip())
    return Term(from_on=begins, until_on=day_of_text(form.until_on) or whole_term(place, begins))


def _check_room(
    form: NominationForm, place: Place, term: Term, sat: Seating, waiting: Iterable[Nomination]
) -> dict[str, str]:
    """Whether there is a seat for the person then, that nobody else has or has been asked for."""
    asked = [one for one in waiting if _meets(one.from_on, one.until_on, term)]
    if has_seat(form.person_id, term, sat):
        return {"person": "person_has_seat"}
    if any(one.person_id == form.person_id for one in asked):
        return {"person": "person_is_asked"}
    if form.is_deputy:
        return {}
    if is_full(place, term, sat):
        return {"seat": "seat_is_full"}
    rivals = [one for one in asked if one.rule_id == place.rule.id and not one.is_deputy and _shares(place, one)]
    if is_full(place, term, sat, rivals=len(rivals)):
        return {"seat": "seat_is_asked"}
    return {}


def _shares(place: Place, other: Nomination) -> bool:
    return not place.rule.each or other.organisation_id == place.organisation.id


def is_full(place: Place, term: Term, sat: Seating, *, rivals: int = 0) -> bool:
    """Whether the line has no seat left on some day of the term, when so many others get one too."""
    if place.rule.most is None:
        return False
    taken = [
        one
        for one in sat.listed
        if not one.is_deputy
        and sat.rule_of(one) is place.rule
        and (not place.rule.each or one.organisation_id == place.organisation.id)
        and _meets(one.from_on, one.until_on, term)
    ]
    return _most_at_once(taken, term.from_on) + rivals >= place.rule.most


def has_seat(person_id: str, term: Term, sat: Seating) -> bool:
    """Whether the person has a seat in the body on some day of the term: nobody has two."""
    return any(one.person_id == person_id and _meets(one.from_on, one.until_on, term) for one in sat.listed)


def _most_at_once(taken: Sequence[Seat], from_on: date) -> int:
    days = [from_on, *(one.from_on for one in taken if one.from_on and one.from_on > from_on)]
    return max(sum(one.is_held(day) for one in taken) for day in days)


def _meets(from_on: date | None, until_on: date | None, term: Term) -> bool:
    """Whether some day is in both."""
    begins = max(from_on or date.min, term.from_on)
    return begins <= min(until_on or date.max, term.until_on or date.max)


def whole_term(place: Place | None, from_on: date) -> date | None:
    """The last day of a term as long as the mandate's (004-23); None when it has no terms."""
    years = _years(place)
    return last_day_of_term(from_on, years) if years else None


def _needs_reason(place: Place, term: Term) -> bool:
    """An exception from the mandate's term is reasoned (004-23)."""
    return bool(place.rule.term_years) and term.until_on != whole_term(place, term.from_on)


def _years(place: Place | None) -> int:
    return (place.rule.term_years or 0) if place else 0


def _too_long(name: str, value: str) -> bool:
    return len(value.strip()) > LONGEST[name]


def check_free_text(name: str, value: str, *, needed: bool = True) -> str:
    """The text, trimmed. Raises FormError when it is too long, or empty though it is needed."""
    if _too_long(name, value):
        raise FormError({name: "field_too_long"}, longest=LONGEST)
    if needed and not value.strip():
        raise FormError({name: "field_empty"}, longest=LONGEST)
    return value.strip()


def day_of_text(typed: str) -> date | None:
    """The day, or None for what is not one."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None
