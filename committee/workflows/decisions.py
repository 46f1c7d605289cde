"""What an office or a superior body answers when it has the case: a decision, or the case back with a question."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from committee.case_awaits import Who, awaits, body_of
from committee.case_records import DecidedBy, Decision, Question
from committee.case_results import advised_office, answers_for, office_holders, result_of
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Person
from committee.ports import Transaction
from committee.proposals import LONGEST_REASON, Proposal, ProposalState, Ruling, advance
from committee.referrals import is_elsewhere
from committee.workflows.errands import show, tell
from committee.workflows.escalation import escalate, superior_of
from committee.workflows.proposals import fill_next_agenda
from committee.workflows.referral_answers import return_answer

LONGEST_DECISION = 2000
LONGEST_REFERENCE = 80
_S = ProposalState
_OPPOSITE = {Ruling.APPROVED: Ruling.REJECTED, Ruling.REJECTED: Ruling.APPROVED}


class OfficeAnswer(StrEnum):
    FOLLOWED = "followed"
    NOT_FOLLOWED = "not_followed"
    QUESTION = "question"
    #: To the body above the committee.
    LIFTED = "lifted"


class BodyAnswer(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """What is filled in; `answer` is empty until chosen."""

    answer: str = ""
    text: str = ""
    reference: str = ""


def may_answer_as_office(proposal: Proposal, directory: Directory, person: Person) -> bool:
    """Whether the office's answer is theirs to give, or to correct before anything is begun."""
    mandate = directory.governing(proposal.mandate)
    if person not in office_holders(mandate, directory):
        return False
    return awaits(proposal, result_of(mandate, directory)) is Who.OFFICE


def may_answer_for_body(proposal: Proposal, directory: Directory, person: Person) -> bool:
    """Whether they are leader or secretary of the body that has the case now."""
    mandate = directory.governing(proposal.mandate)
    if awaits(proposal, result_of(mandate, directory)) is not Who.BODY or is_elsewhere(proposal):
        return False
    return person in _answering(proposal, directory, body_of(proposal, mandate, directory))


def _answering(proposal: Proposal, directory: Directory, body: str | None) -> tuple[Person, ...]:
    return tuple(one.person for one in answers_for(directory, body, proposal.committee_id)) if body else ()


def answer_as_office(
    tx: Transaction, directory: Directory, person: Person, proposal_id: str, form: AnswerForm, *, now: datetime
) -> Proposal:
    """Daglig leder follows the advice or does not and says why, asks the committee again, or lifts the case (001-13).

    Not following needs a reason. A repeated delivery changes nothing.
    Raises FormError, CommitteeError("no_right_answer_office", "proposal_state").
    """
    proposal = tx.proposal(proposal_id)
    mandate = directory.governing(proposal.mandate)
    if person not in office_holders(mandate, directory):
        raise CommitteeError("no_right_answer_office")
    if _said_already(tx, proposal, person, form):
        return proposal
    if not may_answer_as_office(proposal, directory, person):
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    answer, text = check_answer(form, OfficeAnswer, may_be_silent=(OfficeAnswer.FOLLOWED,))
    if answer is OfficeAnswer.LIFTED and superior_of(directory, proposal) is None:
        raise FormError({"answer": "field_not_chosen"})
    name = advised_office(mandate, directory) or mandate.name
    if proposal.state is not _S.WITH_OFFICE:  # one that was closed before offices were asked
        proposal = advance(proposal, _S.WITH_OFFICE, advice=proposal.advice or proposal.state)
    if answer is OfficeAnswer.QUESTION:
        return _ask_again(tx, person, proposal, name, text, now=now)
    if answer is OfficeAnswer.LIFTED:
        return _lift(tx, directory, person, proposal, text, now=now)
    advised = Ruling.REJECTED if proposal.advice is _S.NOT_RECOMMENDED else Ruling.APPROVED
    followed = answer is OfficeAnswer.FOLLOWED
    decision = _decision(tx, proposal, person, advised if followed else _OPPOSITE[advised], now=now)
    decision = replace(decision, by=DecidedBy.OFFICE, decider=name, text=text, followed=followed)
    return _decide(tx, directory, proposal, decision, now=now)


def answer_for_body(
    tx: Transaction, directory: Directory, person: Person, proposal_id: str, form: AnswerForm, *, now: datetime
) -> Proposal:
    """The superior body's vedtak with its reference, or the case back with a question; told in both channels.

    A repeated delivery changes nothing. Raises FormError, CommitteeError("no_right_answer_body", "proposal_state").
    """
    proposal = tx.proposal(proposal_id)
    mandate = directory.governing(proposal.mandate)
    body = body_of(proposal, mandate, directory)
    if body is None or person not in _answering(proposal, directory, body):
        raise CommitteeError("no_right_answer_body")
    if _said_already(tx, proposal, person, form):
        return proposal
    if not may_answer_for_body(proposal, directory, person):
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    answer, text = check_answer(
        form, BodyAnswer, longest=LONGEST_DECISION, reference=form.answer != BodyAnswer.QUESTION
    )
    name = directory.mandate(body).name
    if answer is BodyAnswer.QUESTION:
        return _ask_again(tx, person, proposal, name, text, body=body, now=now)
    decision = _decision(tx, proposal, person, Ruling(answer.value), now=now)
    decision = replace(decision, by=DecidedBy.BODY, decider=name, text=text, reference=form.reference.strip())
    return _decide(tx, directory, proposal, decision, body=body, now=now)


def check_answer(
    form: AnswerForm,
    of: type[StrEnum],
    *,
    longest: int = LONGEST_REASON,
    reference: bool = False,
    may_be_silent: tuple[StrEnum, ...] = (),
) -> tuple[StrEnum, str]:
    """The answer and its words, trimmed; `reference` says that one is needed. Raises FormError."""
    faults: dict[str, str] = {}
    text = form.text.strip()
    if form.answer not in set(of):
        faults["answer"] = "field_not_chosen"
    if not text and form.answer not in may_be_silent:
        faults["text"] = "field_empty"
    if len(text) > longest:
        faults["text"] = "field_too_long"
    if reference and not form.reference.strip():
        faults["reference"] = "field_empty"
    if len(form.reference) > LONGEST_REFERENCE:
        faults["reference"] = "field_too_long"
    if faults:
        raise FormError(faults, longest={"text": longest, "reference": LONGEST_REFERENCE})
    return of(form.answer), text


def _said_already(tx: Transaction, proposal: Proposal, person: Person, form: AnswerForm) -> bool:
    """The same answer by the same person, delivered once more."""
    if form.answer == "question":
        asked = tx.records_about(Question, proposal.id)
        return bool(asked) and (asked[-1].recorded_by, asked[-1].text) == (person.id, form.text.strip()) and (
            proposal.state in (_S.READY, _S.ON_AGENDA)
        )  # fmt: skip
    if form.answer == OfficeAnswer.LIFTED:
        return proposal.state is _S.ESCALATED
    decided = tx.records_about(Decision, proposal.id)
    if not decided or proposal.state is not _S.DECIDED:
        return False
    last = decided[-1]
    return (last.recorded_by, last.text, last.reference) == (person.id, form.text.strip(), form.reference.strip())


def _decision(tx: Transaction, proposal: Proposal, person: Person, ruling: Ruling, *, now: datetime) -> Decision:
    return Decision(
        id=tx.new_id(),
        committee_id=proposal.committee_id,
        about=proposal.id,
        ruling=ruling,
        by=DecidedBy.OFFICE,
        decider="",
        text="",
        version=proposal.version,
        recorded_by=person.id,
        recorded_at=now,
    )


def _decide(
    tx: Transaction, directory: Directory, proposal: Proposal, decision: Decision, *, body: str | None = None,
    now: datetime,
) -> Proposal:  # fmt: skip
    decided = advance(proposal, _S.DECIDED, ruling=decision.ruling, decided_by=decision.by.value)
    decision = replace(decision, body_id=body or "")
    tx.put_proposal(decided)
    tx.keep(decision)
    details = {
        "case": proposal.case_number,
        "ruling": decision.ruling.value,
        "by": decision.by.value,
        "decider": decision.decider,
        "text": decision.text,
        "reference": decision.reference,
        "followed": decision.followed,
        "version": decision.version,
    }
    _record(tx, proposal, decision.recorded_by, "case.decided", details, body=body, now=now)
    _tell_all(tx, directory, decided, decision.id, body=body, now=now)
    return_answer(tx, directory, decided, decision, now=now)
    return decided


def _ask_again(
    tx: Transaction, person: Person, proposal: Proposal, name: str, text: str, *, body: str | None = None, now: datetime
) -> Proposal:
    question = Question(
        id=tx.new_id(),
        committee_id=proposal.committee_id,
        about=proposal.id,
        asked_by=name,
        text=text,
        recorded_by=person.id,
        recorded_at=now,
    )
    tx.keep(question)
    tx.put_proposal(advance(proposal, _S.READY, meeting_id=None, escalated_to=None, advice=None))
    details: dict[str, object] = {"case": proposal.case_number, "asked_by": name, "text": text}
    _record(tx, proposal, person.id, "case.question", details, body=body, now=now)
    fill_next_agenda(tx, proposal.committee_id, now=now)
    for committee_id in filter(None, (proposal.committee_id, body)):
        show(tx, committee_id, "case_answer", question.id, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return tx.proposal(proposal.id)


def _lift(
    tx: Transaction, directory: Directory, person: Person, proposal: Proposal, text: str, *, now: datetime
) -> Proposal:
    lifted = advance(proposal, _S.ESCALATED)
    tx.put_proposal(lifted)
    details: dict[str, object] = {"case": proposal.case_number, "text": text}
    _record(tx, proposal, person.id, "case.lifted", details, now=now)
    lifted = escalate(tx, directory, lifted, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return lifted


def _record(
    tx: Transaction, proposal: Proposal, actor_id: str, action: str, details: dict[str, object], *,
    body: str | None = None, now: datetime,
) -> None:  # fmt: skip
    """In the committee's record, and in that of the body that answered."""
    for committee_id in filter(None, (proposal.committee_id, body)):
        tx.record(committee_id, at=now, actor_id=actor_id, action=action, subject_id=proposal.id, details=details)


def _tell_all(
    tx: Transaction, directory: Directory, proposal: Proposal, decision_id: str, *, body: str | None, now: datetime
) -> None:
    for committee_id in filter(None, (proposal.committee_id, body)):
        show(tx, committee_id, "case_answer", decision_id, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    proposer = directory.people.get(proposal.proposer_id)
    if proposer:
        tell(tx, directory.member(proposer, proposal.committee_id), "case_answer", decision_id, now=now)
