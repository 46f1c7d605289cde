"""What a case that went to another body came to goes all the way back, or comes back as a question."""

from dataclasses import replace
from datetime import datetime

from committee.case_records import DecidedBy, Decision
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState, Ruling, advance, check_text
from committee.recusals import require_not_recused
from committee.referrals import (
    LONGEST,
    NOT_BEGUN,
    Way,
    asked_from,
    is_elsewhere,
    may_send_back,
    may_write_vedtak,
    sendings_of,
    sent_from,
)
from committee.workflows.errands import show, tell
from committee.workflows.proposals import fill_next_agenda, take_off_agenda
from committee.workflows.referral_steps import ask_again, case_of, record_case

_S = ProposalState


def return_answer(
    tx: Transaction, directory: Directory, decided: Proposal, decision: Decision, *, now: datetime
) -> None:
    """What a case came to goes to every body that it came from, or that was asked about it, and on from there."""
    asked = asked_from(tx, decided)
    if asked:
        tx.keep(replace(asked, answered_at=now))
    up = sent_from(tx, decided)
    waiting = [tx.proposal(up.from_case)] if up else []
    waiting += [tx.proposal(one.about) for one in sendings_of(tx, decided) if one.way is Way.DOWN]
    if up and up.answered_at is None:
        tx.keep(replace(up, answered_at=now))
    for one in {case.id: case for case in waiting}.values():
        if is_elsewhere(one) and one.went_to == decided.id:
            _follow(tx, directory, one, decided, decision, now=now)


def _follow(
    tx: Transaction, directory: Directory, waiting: Proposal, there: Proposal, decision: Decision, *, now: datetime
) -> None:
    if waiting.state is _S.NO_AGREEMENT:
        waiting = advance(waiting, _S.ESCALATED)
    followed = (decision.ruling is Ruling.APPROVED) == (waiting.advice is _S.RECOMMENDED) if waiting.advice else None
    followed_by = advance(waiting, _S.DECIDED, ruling=decision.ruling)
    tx.put_proposal(followed_by)
    copy = replace(
        decision,
        id=tx.new_id(),
        committee_id=waiting.committee_id,
        about=waiting.id,
        by=DecidedBy.BODY,
        version=waiting.version,
        recorded_at=now,
        reference=", ".join(filter(None, (there.case_number, decision.reference))),
        followed=followed,
    )
    tx.keep(copy)
    details: dict[str, object] = {
        "ruling": copy.ruling.value,
        "decider": copy.decider,
        "reference": copy.reference,
        "followed": followed,
        "version": copy.version,
    }
    record_case(tx, waiting, decision.recorded_by, "case.decided", details, now=now)
    show(tx, waiting.committee_id, "case_answer", copy.id, now=now)
    show(tx, waiting.committee_id, "proposal", waiting.id, now=now)
    proposer = directory.people.get(waiting.proposer_id)
    if proposer and decision.by is DecidedBy.COMMITTEE:  # else they are told with the decision itself
        tell(tx, directory.member(proposer, waiting.committee_id), "case_answer", copy.id, now=now)
    return_answer(tx, directory, followed_by, copy, now=now)


def send_back_to_sender(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, text: str, now: datetime
) -> Proposal:
    """A body that has been given a case asks the sender about it, who takes it up again; told in both channels.

    A repeated delivery changes nothing.
    Raises FormError, CommitteeError("no_right_send_back", "proposal_state", "not_found").
    """
    received = case_of(tx, actor, proposal_id)
    if received.state is _S.SENT_BACK and received.sent_back_reason == text.strip():
        return received
    referral = sent_from(tx, received)
    if referral is None or not may_send_back(tx, received, actor):
        raise _refused(received, actor, "no_right_send_back")
    require_not_recused(tx, actor, proposal_id)
    text = check_text("text", text, LONGEST["text"])
    if received.state in (_S.READY, _S.ON_AGENDA):
        received = take_off_agenda(tx, advance(received, _S.ASSURED), now=now)
    received = advance(received, _S.SENT_BACK, sent_back_reason=text)
    tx.put_proposal(received)
    asker = directory.mandate(received.committee_id).name
    sent = tx.proposal(referral.from_case)
    question = ask_again(tx, sent, asker, text, actor.person.id, now=now)
    details = {"from_case": received.case_number, "to_case": sent.case_number, "asked_by": asker, "text": text}
    for one in (received, sent):
        record_case(tx, one, actor.person.id, "case.question", details, now=now)
        show(tx, one.committee_id, "case_answer", question.id, now=now)
        show(tx, one.committee_id, "proposal", one.id, now=now)
    fill_next_agenda(tx, sent.committee_id, now=now)
    return received


def withdraw_sent(tx: Transaction, withdrawn: Proposal, *, now: datetime) -> None:
    """What a sender withdraws while it has been asked about it is withdrawn where it was sent too, and told there.

    When the sender takes it up again and recommends it, the case there goes on under its number (`hand_over`).
    """
    there = tx.proposal(withdrawn.went_to) if withdrawn.went_to else None
    if there is None or there.state is not _S.SENT_BACK or there.came_from != withdrawn.id or withdrawn.rest is None:
        return
    rest = replace(withdrawn.rest, was=_S.SENT_BACK)
    tx.put_proposal(advance(there, _S.WITHDRAWN, rest=rest))
    details = {"reason": rest.reason, "from_case": withdrawn.case_number}
    record_case(tx, there, rest.by, "case.withdrawn", details, now=now)
    show(tx, there.committee_id, "proposal", there.id, now=now)


def write_vedtak(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    *,
    answer: str,
    text: str,
    reference: str,
    now: datetime,
) -> Proposal:
    """Leader or secretary of a body where nobody votes here writes down what it decided in a case of its own.

    Raises FormError, CommitteeError("no_right_write_vedtak", "proposal_state", "not_found").
    """
    proposal = case_of(tx, actor, proposal_id)
    given = (answer, text.strip(), reference.strip())
    known = tx.records_about(Decision, proposal.id)
    if known and (known[-1].ruling, known[-1].text, known[-1].reference) == given:
        return proposal
    if not may_write_vedtak(tx, directory, proposal, actor):
        raise _refused(proposal, actor, "no_right_write_vedtak")
    require_not_recused(tx, actor, proposal_id)
    _check_vedtak(*given)
    decided = advance(take_off_agenda(tx, proposal, now=now), _S.DECIDED, ruling=Ruling(answer))
    tx.put_proposal(decided)
    decision = _vedtak(tx, directory.mandate(proposal.committee_id).name, proposal, given, actor.person.id, now=now)
    tx.keep(decision)
    details = {"ruling": answer, "text": decision.text, "reference": decision.reference, "version": decision.version}
    record_case(tx, proposal, actor.person.id, "case.decided", details, now=now)
    show(tx, proposal.committee_id, "case_answer", decision.id, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return_answer(tx, directory, decided, decision, now=now)
    return decided


def _vedtak(
    tx: Transaction, decider: str, proposal: Proposal, given: tuple[str, str, str], by: str, *, now: datetime
) -> Decision:
    """`given` are the ruling, the text and the reference."""
    ruling, text, reference = given
    return Decision(
        id=tx.new_id(),
        committee_id=proposal.committee_id,
        about=proposal.id,
        ruling=Ruling(ruling),
        by=DecidedBy.BODY,
        decider=decider,
        text=text,
        version=proposal.version,
        recorded_by=by,
        recorded_at=now,
        reference=reference,
    )


def _check_vedtak(answer: str, text: str, reference: str) -> None:
    faults = {} if answer in set(Ruling) else {"answer": "field_not_chosen"}
    for name, value in (("text", text), ("reference", reference)):
        if not value:
            faults[name] = "field_empty"
        elif len(value) > LONGEST[name]:
            faults[name] = "field_too_long"
    if faults:
        raise FormError(faults, longest=LONGEST)


def _refused(proposal: Proposal, actor: Member, code: str) -> CommitteeError:
    """For where the case stands when the seat is right."""
    if actor.seat is not None and proposal.state not in NOT_BEGUN:
        return CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    return CommitteeError(code)
