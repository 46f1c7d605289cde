"""Hearing of other bodies, and of networks and persons outside: who is asked, and what they say (004-09, 001-17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from committee.case_results import leaders_of
from committee.deadlines import LONGEST_DAYS, closes_at, earliest_deadline
from committee.errors import FormError
from committee.mandate import Mandate
from committee.members import Directory, Member, Person
from committee.ports import Holidays, Transaction
from committee.proposals import Proposal
from committee.referrals import NOT_BEGUN

LONGEST = {"question": 1000, "others": 600, "text": 3000, "ground": 500, "name": 120}
#: So many are asked at most, each organisation of a body counted.
MOST_ASKED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """A case is out to be heard until its deadline, or until the leader ends it before."""

    id: str
    committee_id: str
    #: The case.
    about: str
    question: str
    opened_by: str
    opened_at: datetime
    closes_at: datetime
    ended_at: datetime | None = None
    #: Who ended it; the clock when the deadline passed.
    ended_by: str = ""
    end_ground: str = ""

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One that is heard; `committee_id` is their body, or the asking committee of one outside the register.

    `id` is made of the hearing and who it is, so that each has one answer.
    """

    id: str
    committee_id: str
    #: The hearing.
    about: str
    name: str
    is_outside: bool = False
    #: Of a body in which each organisation answers for itself.
    organisation_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInput:
    """What one that was heard, or that has a copy, says of a case; a later one by the same is in its place."""

    id: str
    committee_id: str
    #: The case.
    about: str
    #: Empty for one that was not asked, but has a copy.
    hearing_id: str
    #: As it was then.
    name: str
    text: str
    by: str
    at: datetime
    #: Given after the hearing was over.
    is_late: bool = False
    #: Written down by leader or secretary for one outside.
    is_entered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingForm:
    """What was typed when a case is sent out; `others` has a name on each line."""

    bodies: tuple[str, ...] = ()
    each: bool = False
    others: str = ""
    question: str = ""
    #: A date as YYYY-MM-DD.
    closes_on: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Those outside, each once."""
        return tuple(dict.fromkeys(filter(None, (one.strip() for one in self.others.splitlines()))))


def check_hearing(
    form: HearingForm, mandate: Mandate, closed: Holidays, *, offered: Iterable[str], now: datetime
) -> datetime:
    """The deadline. It gives at least the working days that the mandate gives to answer in writing.

    Raises FormError naming every field with a fault.
    """
    faults = _text_faults(form)
    if set(form.bodies) - set(offered) or not (form.bodies or form.names):
        faults["bodies"] = "field_not_chosen"
    day = _day(form.closes_on)
    if fault := deadline_fault(day, mandate, closed, now=now):
        faults["closes_on"] = fault
    if faults or day is None:
        raise FormError(faults, longest=LONGEST)
    return closes_at(mandate, day)


def _text_faults(form: HearingForm) -> dict[str, str]:
    faults = {name: "field_too_long" for name in ("question", "others") if len(getattr(form, name)) > LONGEST[name]}
    if not form.question.strip():
        faults["question"] = "field_empty"
    if any(len(one) > LONGEST["name"] for one in form.names):
        faults["others"] = "field_too_long"
    return faults


def deadline_fault(day: date | None, mandate: Mandate, closed: Holidays, *, now: datetime) -> str | None:
    """What is wrong with a deadline on that day."""
    if day is None:
        return "field_no_day"
    if day > now.date() + timedelta(days=LONGEST_DAYS):
        return "deadline_too_late"
    if day < earliest_deadline(mandate, closed, urgent=False, now=now):
        return "deadline_too_soon"
    return "deadline_on_closed_day" if closed(day) else None


def check_new_closing(typed: str, mandate: Mandate, closed: Holidays, *, was: datetime, now: datetime) -> datetime:
    """A later deadline than the one that stands. Raises FormError for `closes_on`."""
    day = _day(typed)
    if day is None:
        raise FormError({"closes_on": "field_no_day"}, longest=LONGEST)
    fault = "deadline_on_closed_day" if closed(day) else None
    if closes_at(mandate, day) <= max(was, now):
        fault = "deadline_not_later"
    elif day > now.date() + timedelta(days=LONGEST_DAYS):
        fault = "deadline_too_late"
    if fault:
        raise FormError({"closes_on": fault}, longest=LONGEST)
    return closes_at(mandate, day)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def bodies_to_hear(directory: Directory, committee_id: str) -> dict[str, str]:
    """Names by id of the bodies that have a channel and people, the asking one left out; by name."""
    found = [one for one in directory.mandates.values() if one.id != committee_id and one.id in directory.spaces]
    return {one.id: one.name for one in sorted(found, key=lambda one: one.name) if directory.members(one.id)}


def ask(directory: Directory, hearing: Hearing, form: HearingForm) -> tuple[Asked, ...]:
    """Everyone that the form names; with `each` the organisations with a vote in each body instead of the body."""
    found: list[Asked] = []
    for body in form.bodies:
        mandate = directory.mandate(body)
        parts = mandate.voters if form.each else ()
        if not parts:
            found.append(Asked(id=f"{hearing.id}:{body}", committee_id=body, about=hearing.id, name=mandate.name))
        for one in parts:
            key = f"{hearing.id}:{body}/{one.id}"
            name = f"{one.name} ({mandate.name})"
            found.append(Asked(id=key, committee_id=body, about=hearing.id, name=name, organisation_id=one.id))
    for n, name in enumerate(form.names, start=1):
        key = f"{hearing.id}:+{n}"
        found.append(Asked(id=key, committee_id=hearing.committee_id, about=hearing.id, name=name, is_outside=True))
    if len(found) > MOST_ASKED:
        raise FormError({"bodies": "field_too_many_asked"}, longest=LONGEST)
    return tuple(found)


def answerers(directory: Directory, asked: Asked) -> tuple[Member, ...]:
    """Who may answer: the organisation's representatives there, else the body's leader and secretary, else all in it.

    For one outside: the leader and secretary of the committee that asks, who write the answer down.
    """
    if asked.organisation_id:
        own = directory.representatives(asked.committee_id, asked.organisation_id)
        if own:
            return own
    leaders = leaders_of(directory, asked.committee_id)
    return leaders if leaders or asked.is_outside else directory.members(asked.committee_id)


def may_answer(directory: Directory, asked: Asked, person: Person) -> bool:
    return any(one.person.id == person.id for one in answerers(directory, asked))


def asked_in(tx: Transaction, hearing: Hearing) -> Sequence[Asked]:
    return tx.records_about(Asked, hearing.id)


def inputs_of(tx: Transaction, hearing: Hearing) -> dict[str, CaseInput]:
    """What has been answered, by who was asked."""
    return {one.id: one for one in tx.records_about(CaseInput, hearing.about) if one.hearing_id == hearing.id}


def unanswered(tx: Transaction, hearing: Hearing) -> tuple[Asked, ...]:
    given = inputs_of(tx, hearing)
    return tuple(one for one in asked_in(tx, hearing) if one.id not in given)


def open_hearing_of(tx: Transaction, proposal: Proposal) -> Hearing | None:
    return next((one for one in tx.records_about(Hearing, proposal.id) if one.is_open), None)


def is_in_hearing(tx: Transaction, proposal: Proposal) -> bool:
    """A hold (`committee.case_holds`)."""
    return open_hearing_of(tx, proposal) is not None


def takes_answers(proposal: Proposal) -> bool:
    """Whether what is said of the case can still be of use: until it is voted on."""
    return proposal.state in NOT_BEGUN
