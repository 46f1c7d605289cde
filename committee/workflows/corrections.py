"""An answer that was written down wrongly is corrected before anything is begun; a case without agreement is taken up
again."""

from dataclasses import replace
from datetime import datetime

from committee.case_records import DecidedBy, Decision
from committee.case_rights import may_correct, may_take_up
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import LONGEST_REASON, Proposal, ProposalState, Ruling, advance
from committee.workflows.decisions import (
    LONGEST_DECISION,
    AnswerForm,
    BodyAnswer,
    OfficeAnswer,
    check_answer,
)
from committee.workflows.errands import show
from committee.workflows.proposals import fill_next_agenda

_OPPOSITE = {Ruling.APPROVED: Ruling.REJECTED, Ruling.REJECTED: Ruling.APPROVED}


def last_decision(tx: Transaction, proposal: Proposal) -> Decision:
    """The one that holds. Raises CommitteeError("not_found")."""
    found = tx.records_about(Decision, proposal.id)
    if not found:
        raise CommitteeError("not_found")
    return found[-1]


def form_of(decision: Decision) -> AnswerForm:
    """The answer as it was filled in."""
    answer = decision.ruling.value
    if decision.followed is not None:
        answer = (OfficeAnswer.FOLLOWED if decision.followed else OfficeAnswer.NOT_FOLLOWED).value
    return AnswerForm(answer=answer, text=decision.text, reference=decision.reference)


def correct_answer(
    tx: Transaction, directory: Directory, person: Person, proposal_id: str, form: AnswerForm, *, now: datetime
) -> Proposal:
    """The answer of the office or the body becomes another; the first one stays in the record, and both channels' cards
    tell the new one. Raises FormError, CommitteeError("no_right_correct_answer", "not_found").
    """
    proposal = tx.proposal(proposal_id)
    if not may_correct(proposal, directory, person):
        raise CommitteeError("no_right_correct_answer")
    before = last_decision(tx, proposal)
    if form == form_of(before):
        return proposal
    corrected = _corrected(before, form)
    corrected = replace(corrected, id=tx.new_id(), recorded_by=person.id, recorded_at=now)
    decided = replace(proposal, ruling=corrected.ruling)
    tx.put_proposal(decided)
    tx.keep(corrected)
    details: dict[str, object] = {
        "case": proposal.case_number,
        "ruling": corrected.ruling.value,
        "decider": corrected.decider,
        "text": corrected.text,
        "reference": corrected.reference,
        "followed": corrected.followed,
    }
    for committee_id in filter(None, (proposal.committee_id, before.body_id)):
        tx.record(
            committee_id, at=now, actor_id=person.id, action="case.decision_corrected", subject_id=proposal.id,
            details=details,
        )  # fmt: skip
        show(tx, committee_id, "case_answer", corrected.id, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return decided


def _corrected(before: Decision, form: AnswerForm) -> Decision:
    """Raises FormError; a question is not an answer any more."""
    if form.answer in (OfficeAnswer.QUESTION, OfficeAnswer.LIFTED):
        raise FormError({"answer": "field_not_chosen"})
    if before.by is DecidedBy.OFFICE:
        answer, text = check_answer(form, OfficeAnswer, longest=LONGEST_REASON, may_be_silent=(OfficeAnswer.FOLLOWED,))
        followed = answer is OfficeAnswer.FOLLOWED
        ruling = before.ruling if followed == before.followed else _OPPOSITE[before.ruling]
        return replace(before, followed=followed, ruling=ruling, text=text)
    answer, text = check_answer(form, BodyAnswer, longest=LONGEST_DECISION, reference=True)
    return replace(before, ruling=Ruling(answer.value), text=text, reference=form.reference.strip())


def take_up_again(tx: Transaction, actor: Member, proposal_id: str, *, now: datetime) -> Proposal:
    """Leader or secretary has a case without agreement treated once more. Repeating changes nothing.

    Raises CommitteeError("not_found", "no_right_plan", "proposal_state").
    """
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if not may_take_up(proposal, actor):
        if proposal.state is ProposalState.NO_AGREEMENT:
            raise CommitteeError("no_right_plan")
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    tx.put_proposal(advance(proposal, ProposalState.READY, meeting_id=None))
    details = {"case": proposal.case_number}
    tx.record(
        proposal.committee_id, at=now, actor_id=actor.person.id, action="case.resumed", subject_id=proposal.id,
        details=details,
    )  # fmt: skip
    fill_next_agenda(tx, proposal.committee_id, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return tx.proposal(proposal_id)
