"""What the case becomes when its voting is closed."""

from datetime import datetime

from committee.members import Directory
from committee.ports import Transaction
from committee.proposals import ProposalState, advance
from committee.voting import Outcome, Voting
from committee.workflows.escalation import escalate

_STATE_AFTER = {
    Outcome.ADOPTED: ProposalState.RECOMMENDED,
    Outcome.REJECTED: ProposalState.NOT_RECOMMENDED,
    Outcome.NO_AGREEMENT: ProposalState.ESCALATED,
}


def conclude(tx: Transaction, directory: Directory, voting: Voting, *, now: datetime) -> None:
    """The case goes on by the outcome; without agreement it goes to the superior body (002-24)."""
    assert voting.verdict is not None
    proposal = advance(tx.proposal(voting.proposal_id), _STATE_AFTER[voting.verdict.outcome])
    tx.put_proposal(proposal)
    if voting.verdict.outcome is Outcome.NO_AGREEMENT:
        escalate(tx, directory, proposal, now=now)
