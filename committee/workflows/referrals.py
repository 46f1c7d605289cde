"""What a committee advises goes up to the body that it advises, or answers what that body asked."""

from dataclasses import replace
from datetime import datetime

from committee.case_results import advised_body, answers_for
from committee.case_versions import keep_version
from committee.mandate import Result
from committee.members import Directory
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState, advance
from committee.referrals import (
    Referral,
    Way,
    asked_from,
    receiver_of,
)
from committee.reviews import significance_of
from committee.seat_rules import Function
from committee.workflows.errands import CLOCK, show, tell
from committee.workflows.proposals import make_ready
from committee.workflows.referral_steps import ask_to_assure, new_case, record_case, send_case

_S = ProposalState


def hand_over(tx: Transaction, directory: Directory, proposal: Proposal, *, now: datetime) -> Proposal:
    """What a committee advises becomes a case, with a number of its own, of the body that it advises (003-14, 004-07).

    What that body, or the one above it, asked for goes back to it as an answer instead. A body that is not run here
    gets no case: those who answer for it are told.
    """
    asked = asked_from(tx, proposal)
    if asked and asked.from_case:
        return _answer_above(tx, directory, proposal, asked, now=now)
    mandate = directory.governing(proposal.mandate)
    receiver = receiver_of(mandate, directory, Result.BODY)
    if receiver is None:
        for one in answers_for(directory, advised_body(mandate, directory) or "", proposal.committee_id):
            tell(tx, one, "case_body", proposal.id, now=now)
        return proposal
    received = _receive(tx, directory, proposal, receiver, now=now)
    sent = replace(proposal, went_to=received.id)
    tx.put_proposal(sent)
    referral = Referral(
        id=tx.new_id(),
        committee_id=receiver,
        about=received.id,
        way=Way.UP,
        from_committee=proposal.committee_id,
        from_case=proposal.id,
        from_name=mandate.name,
        sent_by=CLOCK,
        sent_at=now,
    )
    _carry_weight(tx, sent, received, now=now)
    send_case(tx, referral, sent, received, actor_id=CLOCK, now=now)
    ask_to_assure(tx, directory, received, now=now)
    return sent


def _receive(tx: Transaction, directory: Directory, sent: Proposal, receiver: str, *, now: datetime) -> Proposal:
    """The case in the receiving body: the one that was sent back to be looked at again, or a new one."""
    known = tx.proposal(sent.went_to) if sent.went_to else None
    if known and known.committee_id == receiver and known.state in (_S.SENT_BACK, _S.WITHDRAWN):
        changed = {"form": sent.form, "assurance": None, "sent_back_reason": "", "rest": None}
        received = advance(known, _S.SUBMITTED, version=_next_version(tx, known, sent, now=now), **changed)
    else:
        received = new_case(tx, directory, receiver, sent.form, sent.proposer_id, sent.organisation_id, now=now)
        received = replace(received, came_from=sent.id)
    if sent.assurance and not directory.holders(receiver, Function.HOST_MEMBER):
        received = advance(received, _S.ASSURED, assurance=sent.assurance)
    tx.put_proposal(received)
    return received


def _next_version(tx: Transaction, known: Proposal, sent: Proposal, *, now: datetime) -> int:
    """The number of the text that comes; another text than the one that is there is a new version, and that is kept."""
    if sent.form == known.form:
        return known.version
    keep_version(tx, known, by=sent.proposer_id, now=now)
    return known.version + 1


def _carry_weight(tx: Transaction, sent: Proposal, received: Proposal, *, now: datetime) -> None:
    """What was said of how weighty the case is, follows it; the receiver may say otherwise."""
    said = significance_of(tx, sent)
    if said and said.is_significant:
        tx.keep(replace(said, id=tx.new_id(), committee_id=received.committee_id, about=received.id, at=now))


def _answer_above(
    tx: Transaction, directory: Directory, lower: Proposal, asked: Referral, *, now: datetime
) -> Proposal:
    """What a committee was asked about from above goes back there, with its votes, and the case there goes on."""
    answered = replace(lower, went_to=asked.from_case)
    tx.put_proposal(answered)
    tx.keep(replace(asked, answered_at=now))
    above = tx.proposal(asked.from_case)
    if above.state is _S.ASSURED and above.assurance is None and lower.assurance:
        above = replace(above, assurance=lower.assurance)
        tx.put_proposal(above)
    details = {"from_case": answered.case_number, "to_case": above.case_number, "advice": str(answered.advice or "")}
    for one in (answered, above):
        record_case(tx, one, CLOCK, "case.answered", details, now=now)
        show(tx, one.committee_id, "referral_answer", asked.id, now=now)
        show(tx, one.committee_id, "proposal", one.id, now=now)
    sender = directory.people.get(asked.sent_by)
    if sender:
        tell(tx, directory.member(sender, above.committee_id), "referral_answer", asked.id, now=now)
    make_ready(tx, above.id, now=now)
    return answered
