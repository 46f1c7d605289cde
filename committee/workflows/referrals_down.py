"""A body sends a case or a question to a committee below it, or an office to the one that advises it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from committee.errors import CommitteeError
from committee.form_checks import require_form_id
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Assurance, Proposal, ProposalForm, ProposalState, advance
from committee.referrals import (
    AWAITING,
    NOT_BEGUN,
    Referral,
    ReferralForm,
    Way,
    awaits_below,
    bodies_below,
    check_referral,
    offices_of,
    sendings_of,
)
from committee.rights import Right, require
from committee.seat_rules import Function
from committee.workflows.errands import show
from committee.workflows.proposals import fill_next_agenda, hold_back, make_ready
from committee.workflows.referral_steps import ask_again, ask_to_assure, case_of, new_case, record_case, send_case

_S = ProposalState


def refer_down(
    tx: Transaction,
    directory: Directory,
    person: Person,
    sender_id: str,
    form: ReferralForm,
    *,
    referral_id: str,
    now: datetime,
) -> Proposal:
    """A body sends a case or a question to a committee below it; an office sends one to the committee that advises it.

    `sender_id` is the body's, empty for an office; `referral_id` was made when the form was opened, so that a form
    delivered twice is one referral. The case above waits for the answer. Gives the case below.
    Raises FormError, CommitteeError("no_right_plan", "no_right_refer", "proposal_state", "asked_below", "not_found").
    """
    require_form_id(referral_id)
    known = _known(tx, referral_id)
    if known:
        return tx.proposal(known.about)
    member, may_have = _sender(directory, person, sender_id)
    zone = ZoneInfo(directory.mandate(form.to if form.to in directory.mandates else sender_id).time_zone)
    due_on = check_referral(form, may_have=may_have, today=now.astimezone(zone).date())
    above = _case_above(tx, directory, member, form, now=now) if member else None
    below = _case_below(tx, directory, person, form, above, now=now)
    referral = Referral(
        id=referral_id,
        committee_id=form.to,
        about=below.id,
        way=Way.DOWN,
        from_committee=sender_id if member else "",
        from_case=above.id if above else "",
        from_name=directory.mandate(sender_id).name if member else may_have[form.to],
        sent_by=person.id,
        sent_at=now,
        question=form.question.strip(),
        due_on=due_on,
    )
    if above:
        send_case(tx, referral, above, below, actor_id=person.id, now=now)
    else:
        _keep_from_office(tx, referral, below, now=now)
    _take_up(tx, directory, below, now=now)
    return tx.proposal(below.id)


def _keep_from_office(tx: Transaction, referral: Referral, below: Proposal, *, now: datetime) -> None:
    """An office has no case of its own that waits."""
    tx.keep(referral)
    details = {
        "from_case": referral.from_name,
        "to_case": below.case_number,
        "way": referral.way.value,
        "question": referral.question,
    }
    record_case(tx, below, referral.sent_by, "case.received", details, now=now)
    show(tx, below.committee_id, "proposal", below.id, now=now)


def _take_up(tx: Transaction, directory: Directory, below: Proposal, *, now: datetime) -> None:
    """The committee assures what is new, and has the rest on its next agenda."""
    if below.state is _S.SUBMITTED:
        ask_to_assure(tx, directory, below, now=now)
        return
    make_ready(tx, below.id, now=now)
    fill_next_agenda(tx, below.committee_id, now=now)


def _sender(directory: Directory, person: Person, sender_id: str) -> tuple[Member | None, Mapping[str, str]]:
    """Who sends for the body, None for an office, and what each of those may send to is called, by id."""
    member = directory.member(person, sender_id) if sender_id else None
    may_have = bodies_below(directory, sender_id) if member else offices_of(directory, person)
    if member:
        require(member, Right.PLAN)
    if not may_have:
        raise CommitteeError("no_right_refer")
    return member, may_have


def _known(tx: Transaction, referral_id: str) -> Referral | None:
    try:
        return tx.find(Referral, referral_id)
    except CommitteeError:
        return None


def _case_above(
    tx: Transaction, directory: Directory, member: Member, form: ReferralForm, *, now: datetime
) -> Proposal:
    """The body's own case that is asked about, which waits from now on; a new one for a question alone."""
    if form.case:
        case = case_of(tx, member, form.case)
        if case.state not in NOT_BEGUN:
            raise CommitteeError("proposal_state", case=case.case_number, state=case.state)
        if awaits_below(tx, case):
            raise CommitteeError("asked_below")
        return hold_back(tx, case.id, now=now)
    text = ProposalForm(title=form.title.strip(), kind="new", need=form.question.strip())
    organisation = member.organisation_id or ""
    case = new_case(tx, directory, member.committee_id, text, member.person.id, organisation, now=now)
    if not directory.holders(member.committee_id, Function.HOST_MEMBER):
        case = advance(case, _S.ASSURED)
    tx.put_proposal(case)
    return case


def _case_below(
    tx: Transaction,
    directory: Directory,
    person: Person,
    form: ReferralForm,
    above: Proposal | None,
    *,
    now: datetime,
) -> Proposal:
    """The committee's case: the one that it has answered before, asked about again, or a new one."""
    earlier = [tx.proposal(one.about) for one in sendings_of(tx, above)] if above else []
    again = next((one for one in reversed(earlier) if one.committee_id == form.to and one.state in AWAITING), None)
    if again and above:
        asker = directory.mandate(above.committee_id).name
        if again.state is _S.ESCALATED:
            again = replace(again, escalated_to=None)
        ask_again(tx, again, asker, form.question.strip(), person.id, now=now)
        return tx.proposal(again.id)
    text = above.form if above else ProposalForm(title=form.title.strip(), kind="new", need=form.question.strip())
    case = new_case(tx, directory, form.to, text, person.id, "", now=now)
    case = replace(case, came_from=above.id if above else None)
    if not directory.holders(form.to, Function.HOST_MEMBER):
        case = _assured_as_asked(case, form, person, now=now)
    tx.put_proposal(case)
    return case


def _assured_as_asked(case: Proposal, form: ReferralForm, person: Person, *, now: datetime) -> Proposal:
    """Where nobody does kvalitetssikring the question is what the committee answers."""
    question = form.question.strip()
    assurance = Assurance(checked=(), assessment="", recommendation=question, assured_by=person.id, assured_at=now)
    return advance(case, _S.ASSURED, assurance=assurance)
