"""What municipalities need, and turn out to share: «3 av 4 har dette behovet» (000-22, 001-11, 002-18)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from committee.ports import Transaction

LONGEST = {"title": 120, "description": 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One need, with the organisations that have it in the order they said so."""

    id: str
    committee_id: str
    #: The need that this one was joined with; empty for one that stands by itself.
    about: str
    title: str
    description: str
    organisations: tuple[str, ...]
    registered_by: str
    registered_at: datetime
    #: Nobody has it any more, or the leader has put it away.
    closed_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.closed_at is None and not self.about

    @property
    def case_id(self) -> str:
        """The case that is made of it, when one is: made of the need's own id, so that there is one."""
        return hashlib.sha256(f"need:{self.id}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedCall:
    """Every municipality is asked what it needs; `id` is made of the committee and the month, so that it is once."""

    id: str
    committee_id: str
    about: str
    asked_at: datetime
    #: The last day to answer.
    answer_by: date
    #: When the leaders were told what came of it; those who answer later are not counted.
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAnswer:
    """A municipality has answered a call: by registering or sharing needs, or by saying that it has no new ones."""

    id: str
    committee_id: str
    #: The call.
    about: str
    organisation_id: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedCallView:
    """A call as one person sees it: names of those who have answered and have not, and their own titles."""

    call: NeedCall
    committee: str
    answered: tuple[str, ...]
    missing: tuple[str, ...]
    own: str
    own_titles: tuple[str, ...]
    may_answer: bool
    has_answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """A need, the names of those who have it, the needs joined with it, and its case number when it has one."""

    need: Need
    having: tuple[str, ...]
    voters: int
    joined: tuple[Need, ...]
    case_number: str
    has_own: bool


def call_id(committee_id: str, month: date) -> str:
    """One a month at most."""
    return hashlib.sha256(f"needs:{committee_id}:{month:%Y-%m}".encode()).hexdigest()[:32]


def open_call(tx: Transaction, committee_id: str) -> NeedCall | None:
    """The newest whose answers have not been told."""
    calls = sorted(tx.records(NeedCall, committee_id), key=lambda one: one.asked_at)
    return calls[-1] if calls and calls[-1].told_at is None else None


def answered_by(tx: Transaction, call: NeedCall) -> set[str]:
    """Ids of the organisations that have."""
    return {one.organisation_id for one in tx.records_about(NeedAnswer, call.id)}


def note_answer(tx: Transaction, call: NeedCall | None, organisation_id: str, by: str, *, now: datetime) -> bool:
    """Whether it is the organisation's first answer to the call that stands."""
    if call is None or call.told_at or organisation_id in answered_by(tx, call):
        return False
    tx.keep(
        NeedAnswer(
            id=f"{call.id}:{organisation_id}", committee_id=call.committee_id, about=call.id,
            organisation_id=organisation_id, by=by, at=now,
        )
    )  # fmt: skip
    return True
