"""Cases that travel between bodies: what was sent where, and the chain of it both ways (003-14, 001-17, 004-05)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from committee.case_records import DecidedBy, Decision
from committee.case_results import advised_body, advised_office, answers_for, leaders_of, office_holders, result_of
from committee.errors import FormError
from committee.mandate import Mandate, Result
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.rights import Right, may
from committee.seat_rules import Function
from committee.workflows.escalation import superior_of

_S = ProposalState
LONGEST = {"title": 120, "question": 2000, "text": 2000, "reference": 80}
#: An answer is not asked for further ahead than this many days.
LONGEST_DAYS = 366
#: Where a case is while the body that was sent it has not begun to vote.
NOT_BEGUN = (_S.SUBMITTED, _S.ASSURED, _S.READY, _S.ON_AGENDA)
#: Where a case is that another body, or an office, is to answer.
AWAITING = (_S.RECOMMENDED, _S.NOT_RECOMMENDED, _S.NO_AGREEMENT, _S.ESCALATED)


class Way(StrEnum):
    #: Advice, to the body that is advised.
    UP = "up"
    #: A case or a question, to a committee below (004-05).
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A case was sent from one body to another; `about` is the case that it became there, `committee_id` its body."""

    id: str
    committee_id: str
    about: str
    way: Way
    #: The body that sent it and its case there; both empty when an office asks.
    from_committee: str
    from_case: str
    #: The body's or the office's name as it was then.
    from_name: str
    sent_by: str
    sent_at: datetime
    #: What is asked, of one that is sent down.
    question: str = ""
    #: The day by which an answer is wanted.
    due_on: date | None = None
    #: When what came of it went back.
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """The sender's side of a referral, with its id; `about` is the case that was sent."""

    id: str
    committee_id: str
    about: str
    #: The case that it became.
    to_case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One body in the chain; `proposal_id` is empty for one that keeps its own numbers, as the board does."""

    name: str
    case_number: str = ""
    proposal_id: str = ""
    #: Of what was decided there, as «PS 12/26».
    reference: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralForm:
    """What is typed when a case or a question is sent down; `case` is one's own case's id, or empty for a question."""

    to: str = ""
    case: str = ""
    title: str = ""
    question: str = ""
    #: A date as YYYY-MM-DD; empty: no day.
    due_on: str = ""


def check_referral(form: ReferralForm, *, may_have: Mapping[str, str], today: date) -> date | None:
    """The day an answer is wanted. `may_have` are the committees one may send to. Raises FormError."""
    faults: dict[str, str] = {}
    if form.to not in may_have:
        faults["to"] = "field_not_chosen"
    for name in ("question",) if form.case else ("title", "question"):
        value = getattr(form, name).strip()
        if not value:
            faults[name] = "field_empty"
        elif len(value) > LONGEST[name]:
            faults[name] = "field_too_long"
    day = _day(form.due_on)
    if form.due_on.strip() and (day is None or not 0 < (day - today).days <= LONGEST_DAYS):
        faults["due_on"] = "field_day_to_come"
    if faults:
        raise FormError(faults, longest=LONGEST)
    return day


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def receiver_of(mandate: Mandate, directory: Directory, result: Result) -> str | None:
    """The body that a recommended case goes on to: one that is advised and is run here, with somebody to answer."""
    body = advised_body(mandate, directory) if result is Result.BODY else None
    if body is None or body not in directory.spaces or not leaders_of(directory, body):
        return None
    return body


def takes_unsettled(directory: Directory, proposal: Proposal) -> str | None:
    """The superior body that is also advised, and so has a case without agreement as a case of its own."""
    mandate = directory.governing(proposal.mandate)
    superior = superior_of(directory, proposal)
    return superior if superior in mandate.advises and receiver_of(mandate, directory, Result.BODY) else None


def votes_here(directory: Directory, committee_id: str) -> bool:
    """Whether anybody votes in the body; one that nobody does writes what it decides elsewhere down."""
    return bool(directory.holders(committee_id, Function.REPRESENTATIVE))


def bodies_below(directory: Directory, committee_id: str) -> dict[str, str]:
    """Names of the committees that a body may send cases to, by id: those under it and those that advise it."""
    below = (one for one in directory.mandates.values() if one.superior == committee_id or committee_id in one.advises)
    return {one.id: one.name for one in below if one.id in directory.spaces and leaders_of(directory, one.id)}


def offices_of(directory: Directory, person: Person) -> dict[str, str]:
    """The offices that a person answers for, by the committee that advises each: KS may use its own (004-05)."""
    found: dict[str, str] = {}
    for mandate in directory.mandates.values():
        office = advised_office(mandate, directory)
        if office and mandate.id in directory.spaces and person in office_holders(mandate, directory):
            found[mandate.id] = office
    return found


def asked_from(tx: Transaction, proposal: Proposal) -> Referral | None:
    """What asked for the case from above and has no answer yet."""
    found = (one for one in tx.records_about(Referral, proposal.id) if one.way is Way.DOWN)
    return next((one for one in found if one.answered_at is None), None)


def sent_from(tx: Transaction, proposal: Proposal) -> Referral | None:
    """The advice from below that the case came with, the last time that it did."""
    found = [one for one in tx.records_about(Referral, proposal.id) if one.way is Way.UP]
    return found[-1] if found else None


def sendings_of(tx: Transaction, proposal: Proposal) -> tuple[Referral, ...]:
    """Where the case itself has been sent, in order."""
    return tuple(tx.find(Referral, one.id) for one in tx.records_about(Sending, proposal.id))


def awaits_below(tx: Transaction, proposal: Proposal) -> Referral | None:
    """The committee below that has been asked about the case and has not answered."""
    found = (one for one in sendings_of(tx, proposal) if one.way is Way.DOWN)
    return next((one for one in found if one.answered_at is None), None)


def is_asked_below(tx: Transaction, proposal: Proposal) -> bool:
    """A hold (`committee.case_holds`): the case waits for an answer from below."""
    return awaits_below(tx, proposal) is not None


def result_for(tx: Transaction, directory: Directory, proposal: Proposal) -> Result:
    """What the outcome is: what was asked for from above goes back to whoever asked, whatever the mandate says."""
    asked = asked_from(tx, proposal)
    if asked:
        return Result.BODY if asked.from_committee else Result.OFFICE
    return result_of(directory.governing(proposal.mandate), directory)


def is_elsewhere(proposal: Proposal) -> bool:
    """Whether the case waits for its own case in another body, from which the answer comes by itself."""
    return proposal.state in AWAITING and proposal.went_to is not None


def chain_of(tx: Transaction, directory: Directory, proposal: Proposal) -> tuple[Link, ...]:
    """From where the case began to where it is now, each body once; empty for one that has never travelled."""
    cases = [*reversed(list(_walk(tx, proposal, up=True))), proposal, *_walk(tx, proposal, up=False)]
    unique = list({one.id: one for one in cases}.values())
    links = [
        Link(
            name=directory.governing(one.mandate).name,
            case_number=one.case_number,
            proposal_id=one.id,
            is_here=one.id == proposal.id,
        )
        for one in unique
    ]
    asked = next((one for one in tx.records_about(Referral, unique[0].id) if not one.from_case), None)
    before = [Link(name=asked.from_name)] if asked else []
    links = [*before, *links, *_beyond(tx, directory, unique[-1])]
    return tuple(links) if len(links) > 1 else ()


def _walk(tx: Transaction, proposal: Proposal, *, up: bool) -> Iterator[Proposal]:
    seen = {proposal.id}
    next_id = _step(tx, proposal, up=up)
    while next_id and next_id not in seen:
        proposal = tx.proposal(next_id)
        seen.add(proposal.id)
        yield proposal
        next_id = _step(tx, proposal, up=up)


def _step(tx: Transaction, proposal: Proposal, *, up: bool) -> str | None:
    if up:
        return proposal.came_from
    asked = [one.to_case for one in tx.records_about(Sending, proposal.id)]
    return proposal.went_to or (asked[-1] if asked else None)


def _beyond(tx: Transaction, directory: Directory, last: Proposal) -> list[Link]:
    """The body above that has the last case, or that decided it, under its own number."""
    if last.went_to:
        return []
    if last.state is _S.ESCALATED:
        superior = directory.mandates.get(superior_of(directory, last) or "")
        return [Link(name=superior.name)] if superior else []
    decisions = tx.records_about(Decision, last.id)
    if decisions and last.ruling and decisions[-1].by is not DecidedBy.COMMITTEE:
        return [Link(name=decisions[-1].decider, reference=decisions[-1].reference)]
    return []


def may_send_back(tx: Transaction, proposal: Proposal, member: Member) -> bool:
    """Leader, secretary and whoever assures ask the sender before the voting has begun."""
    if not proposal.came_from or proposal.state not in NOT_BEGUN or sent_from(tx, proposal) is None:
        return False
    return may(member, Right.PLAN) or may(member, Right.ASSURE)


def may_write_vedtak(tx: Transaction, directory: Directory, proposal: Proposal, member: Member) -> bool:
    """Leader and secretary of a body where nobody votes here write down what it decided."""
    if proposal.state not in (_S.READY, _S.ON_AGENDA) or not may(member, Right.PLAN):
        return False
    return not votes_here(directory, proposal.committee_id)


def senders_for(directory: Directory, person: Person) -> dict[str, dict[str, str]]:
    """The bodies that a person may send cases down from, each with the committees below it by id."""
    led = (one for one in directory.committees_of(person) if may(directory.member(person, one), Right.PLAN))
    found = {one: bodies_below(directory, one) for one in led if one in directory.mandates}
    return {one: below for one, below in found.items() if below}


def told_of(directory: Directory, committee_id: str, other: str) -> tuple[Member, ...]:
    """Who is told in their own chat of what has come to a body."""
    return answers_for(directory, committee_id, other)
