"""What the organisation that serves the co-operation says of a case before it is voted on (001-14, 001-15, 003-12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.recusals import recused_in
from committee.referrals import NOT_BEGUN
from committee.rights import Right, may
from committee.seat_rules import Function, OrganisationKind

LONGEST = {"technical": 1500, "cost": 1500, "capacity": 1500, "hours": 500}
_MOST_ROLES = 10
_MOST_HOURS = 100_000
_LONGEST_ROLE = 60
#: Where a case is when its quality is assured, but nothing is decided.
_GONE_ON = (ProposalState.ASSURED, ProposalState.READY, ProposalState.ON_AGENDA, ProposalState.VOTING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One for each case, written over when it is changed; `id` is made of the case's."""

    id: str
    committee_id: str
    #: The case.
    about: str
    organisation: str
    technical: str
    cost: str
    capacity: str
    #: Role and hours.
    hours: tuple[tuple[str, int], ...]
    #: Person id, or empty.
    adviser_id: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentForm:
    """As typed; `hours` has a role and its hours on each line."""

    technical: str
    cost: str
    capacity: str
    hours: str
    adviser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """`assessment` is None for a case that goes on without one; `organisation` is who should have written it."""

    assessment: Assessment | None
    organisation: str
    by: str = ""
    adviser: str = ""


def assessment_id(proposal: Proposal) -> str:
    return f"assessment:{proposal.id}"


def assessment_of(tx: Transaction, proposal: Proposal) -> Assessment | None:
    return next(iter(tx.records_about(Assessment, proposal.id)), None)


def may_assess(proposal: Proposal, member: Member) -> bool:
    """Whoever sits for the organisation that serves, until the case is voted on; not of another body's case."""
    return proposal.state in NOT_BEGUN and not proposal.came_from and may(member, Right.ASSURE)


def advisers(directory: Directory, member: Member) -> tuple[Person, ...]:
    """The organisation's own people in the register, by name."""
    ids = {one.person_id for one in directory.seats if one.organisation_id == member.organisation_id}
    ids |= {one.id for one in directory.contacts_of(member.organisation_id or "")}
    return tuple(sorted((directory.people[one] for one in ids if one in directory.people), key=lambda one: one.name))


def view_assessment(tx: Transaction, directory: Directory, proposal: Proposal) -> AssessmentView | None:
    """None where nobody is to assess it, or it may still be done in kvalitetssikringen."""
    kept = assessment_of(tx, proposal)
    if kept:
        return AssessmentView(
            assessment=kept,
            organisation=kept.organisation,
            by=directory.name_of(kept.by),
            adviser=directory.name_of(kept.adviser_id),
        )
    if proposal.state not in _GONE_ON or proposal.came_from:
        return None
    if not directory.holders(proposal.committee_id, Function.HOST_MEMBER):
        return None
    hosts = [one for one in directory.governing(proposal.mandate).organisations if one.kind is OrganisationKind.HOST]
    return AssessmentView(assessment=None, organisation=hosts[0].name) if hosts else None


def awaits_assessment(tx: Transaction, directory: Directory, proposal: Proposal, member: Member) -> bool:
    """Whether the case goes on without an assessment that the member could still write; in kvalitetssikringen the case
    itself waits for them."""
    if proposal.state is ProposalState.SUBMITTED or not may_assess(proposal, member):
        return False
    view = view_assessment(tx, directory, proposal)
    is_missing = view is not None and view.assessment is None
    return is_missing and member.person.id not in recused_in(tx, proposal.id)


def read_role_hours(typed: str) -> tuple[tuple[str, int], ...] | None:
    """«Prosjektleder: 40» on each line; None when a line is something else, or there are too many."""
    found: list[tuple[str, int]] = []
    for line in filter(str.strip, typed.splitlines()):
        role, _, number = line.rpartition(":")
        digits = "".join(number.split())
        if not digits.isascii() or not digits.isdecimal() or not 0 < len(role.strip()) <= _LONGEST_ROLE:
            return None
        if len(digits) > 6 or not 0 < int(digits) <= _MOST_HOURS:
            return None
        found.append((role.strip(), int(digits)))
    return tuple(found) if len(found) <= _MOST_ROLES else None


def write_role_hours(hours: tuple[tuple[str, int], ...]) -> str:
    return "\n".join(f"{role}: {number}" for role, number in hours)


def assessment_faults(form: AssessmentForm, choices: Mapping[str, str]) -> dict[str, str]:
    """At least one of the three texts; `choices` are the advisers there are."""
    texts = {"technical": form.technical, "cost": form.cost, "capacity": form.capacity}
    faults = {name: "field_too_long" for name, typed in texts.items() if len(typed.strip()) > LONGEST[name]}
    if not any(one.strip() for one in texts.values()):
        faults["technical"] = "field_empty"
    if read_role_hours(form.hours) is None:
        faults["hours"] = "field_role_hours"
    if form.adviser and form.adviser not in choices:
        faults["adviser"] = "field_not_chosen"
    return faults
