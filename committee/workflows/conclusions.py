"""What the case becomes when its voting is closed."""

from dataclasses import replace
from datetime import datetime

from committee.case_records import DecidedBy, Decision
from committee.case_results import office_holders
from committee.mandate import Mandate, Result
from committee.members import Directory
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState, Ruling, advance
from committee.referrals import asked_from, result_for, takes_unsettled
from committee.reviews import is_significant
from committee.voting import Outcome, Voting
from committee.workflows.errands import CLOCK, show, tell
from committee.workflows.escalation import escalate, superior_of
from committee.workflows.referral_answers import return_answer
from committee.workflows.referrals import hand_over
from committee.workflows.urgent_boards import ask_about_board

_ADVICE = {Outcome.ADOPTED: ProposalState.RECOMMENDED, Outcome.REJECTED: ProposalState.NOT_RECOMMENDED}
_RULING = {ProposalState.RECOMMENDED: Ruling.APPROVED, ProposalState.NOT_RECOMMENDED: Ruling.REJECTED}


def conclude(tx: Transaction, directory: Directory, voting: Voting, *, now: datetime) -> None:
    """The case goes on by the voting's outcome; see `conclude_case`."""
    assert voting.verdict is not None
    conclude_case(tx, directory, tx.proposal(voting.proposal_id), voting.verdict.outcome, now=now)
    ask_about_board(tx, directory, voting.proposal_id, now=now)


def conclude_case(
    tx: Transaction, directory: Directory, proposal: Proposal, outcome: Outcome, *, now: datetime
) -> Proposal:
    """The case leaves VOTING: decided where the committee decides, with the office that it advises, or RECOMMENDED
    where the body that it advises has it next. Without agreement it goes to the superior body (002-24), and so does
    what is «av vesentlig art eller av stor betydning», with the committee's advice (001-06).
    """
    if outcome is Outcome.NO_AGREEMENT:
        return _without_agreement(tx, directory, proposal, now=now)
    advice = _ADVICE[outcome]
    mandate = directory.governing(proposal.mandate)
    result = result_for(tx, directory, proposal)
    if result is not Result.BODY and _is_for_superior(tx, directory, proposal):
        proposal = advance(advance(proposal, advice, advice=advice), ProposalState.ESCALATED)
        tx.put_proposal(proposal)
        proposal = escalate(tx, directory, proposal, now=now)
        show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
        return proposal
    match result:
        case Result.DECISION:
            proposal = advance(proposal, ProposalState.DECIDED, advice=advice, ruling=_RULING[advice])
            tx.put_proposal(proposal)
            decision = keep_own_decision(tx, proposal, mandate, now=now)
            return_answer(tx, directory, proposal, decision, now=now)
        case Result.OFFICE:
            proposal = advance(proposal, advice, advice=advice)
            proposal = ask_office(tx, directory, proposal, mandate, now=now)
        case Result.BODY:
            proposal = advance(proposal, advice, advice=advice)
            tx.put_proposal(proposal)
            proposal = hand_over(tx, directory, proposal, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return proposal


def _is_for_superior(tx: Transaction, directory: Directory, proposal: Proposal) -> bool:
    """A weighty case, unless an office has asked for the advice itself."""
    if asked_from(tx, proposal) or superior_of(directory, proposal) is None:
        return False
    return is_significant(tx, proposal)


def _without_agreement(tx: Transaction, directory: Directory, proposal: Proposal, *, now: datetime) -> Proposal:
    asked = asked_from(tx, proposal)
    answers_above = asked is not None and bool(asked.from_case)
    if answers_above or superior_of(directory, proposal) is None:
        proposal = advance(proposal, ProposalState.NO_AGREEMENT)
        tx.put_proposal(proposal)
        return hand_over(tx, directory, proposal, now=now) if answers_above else proposal
    proposal = advance(proposal, ProposalState.ESCALATED)
    tx.put_proposal(proposal)
    if takes_unsettled(directory, proposal):
        return hand_over(tx, directory, proposal, now=now)
    return escalate(tx, directory, proposal, now=now)


def keep_own_decision(tx: Transaction, proposal: Proposal, mandate: Mandate, *, now: datetime) -> Decision:
    """The committee's own decision, in the words that were voted on."""
    assert proposal.ruling is not None
    decision = Decision(
        id=tx.new_id(),
        committee_id=proposal.committee_id,
        about=proposal.id,
        ruling=proposal.ruling,
        by=DecidedBy.COMMITTEE,
        decider=mandate.name,
        text=proposal.recommendation,
        version=proposal.version,
        recorded_by=CLOCK,
        recorded_at=now,
    )
    tx.keep(decision)
    details = {"case": proposal.case_number, "ruling": decision.ruling.value, "version": proposal.version}
    tx.record(
        proposal.committee_id, at=now, actor_id=CLOCK, action="case.decided", subject_id=proposal.id, details=details
    )
    return decision


def ask_office(
    tx: Transaction, directory: Directory, proposal: Proposal, mandate: Mandate, *, now: datetime
) -> Proposal:
    """The office that the committee advises has the case next, and is told (001-13)."""
    asked = replace(advance(proposal, ProposalState.WITH_OFFICE), escalated_to=None)
    tx.put_proposal(asked)
    details = {"case": proposal.case_number, "advice": str(proposal.advice)}
    tx.record(
        proposal.committee_id,
        at=now,
        actor_id=CLOCK,
        action="case.with_office",
        subject_id=proposal.id,
        details=details,
    )
    for person in office_holders(mandate, directory):
        tell(tx, directory.member(person, proposal.committee_id), "case_office", proposal.id, now=now)
    return asked
