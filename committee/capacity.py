"""Whom the municipalities send to the work with a case: role, hours and period are asked for and answered (000-27)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from committee.deadlines import read_day
from committee.form_checks import LONGEST_AHEAD, text_faults

LONGEST = {"role": 120, "person": 120, "words": 500}
_MOST_HOURS = 100_000


class Offer(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityRequest:
    """What is asked of every municipality; `hours` are what is needed of them all together."""

    id: str
    committee_id: str
    #: The case.
    about: str
    role: str
    hours: int
    from_on: date
    until_on: date
    answer_by: date
    by: str
    at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityAnswer:
    """One municipality's answer, written over when it is changed; `id` is made of the request's and its own."""

    id: str
    committee_id: str
    #: The request.
    about: str
    organisation_id: str
    offer: Offer
    person: str
    hours: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityLine:
    """A municipality; `answer` is None until it has answered."""

    name: str
    answer: CapacityAnswer | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityView:
    """A request; `own` is the name of the organisation that the one who looks answers for, or empty."""

    request: CapacityRequest
    case_number: str
    title: str
    lines: tuple[CapacityLine, ...]
    asked_by: str
    own: str
    own_answer: CapacityAnswer | None
    may_withdraw: bool

    @property
    def hours(self) -> int:
        return sum(one.answer.hours for one in self.lines if one.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForm:
    """As typed; days as YYYY-MM-DD."""

    role: str
    hours: str
    from_on: str
    until_on: str
    answer_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """As typed."""

    offer: str
    person: str
    hours: str
    words: str


def answer_id(request_id: str, organisation_id: str) -> str:
    return f"capacity:{request_id}:{organisation_id}"


def read_hours(typed: str) -> int | None:
    """Whole hours, more than none; None for anything else."""
    digits = "".join(typed.split())
    hours = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0
    return hours if 0 < hours <= _MOST_HOURS else None


def request_faults(form: RequestForm, *, today: date) -> dict[str, str]:
    faults = text_faults({"role": form.role}, LONGEST)
    if read_hours(form.hours) is None:
        faults["hours"] = "field_no_hours"
    begins, ends, answer = (read_day(one) for one in (form.from_on, form.until_on, form.answer_by))
    for name, day in (("from_on", begins), ("until_on", ends), ("answer_by", answer)):
        if day is None:
            faults[name] = "field_no_day"
        elif day > today + LONGEST_AHEAD:
            faults[name] = "field_day_far"
    if begins and ends and (ends < begins or ends < today):
        faults["until_on"] = "field_day_order"
    if answer and answer < today:
        faults["answer_by"] = "field_day_range"
    return faults


def answer_faults(form: AnswerForm) -> dict[str, str]:
    """Yes and partly need a person and hours; partly and no need words."""
    if form.offer not in set(Offer):
        return {"offer": "field_not_chosen"}
    needed: dict[str, str] = {}
    if form.offer != Offer.NO:
        needed["person"] = form.person
    if form.offer != Offer.YES:
        needed["words"] = form.words
    faults = text_faults(needed, LONGEST)
    faults |= {name: "field_too_long" for name in ("person", "words") if len(getattr(form, name)) > LONGEST[name]}
    if form.offer != Offer.NO and read_hours(form.hours) is None:
        faults["hours"] = "field_no_hours"
    return faults
