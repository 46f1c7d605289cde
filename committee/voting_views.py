"""Votings that are over, as a list of them needs to know."""

from dataclasses import dataclass

from committee.ports import Transaction
from committee.proposals import Proposal
from committee.voting import Voting

#: So many of the newest are listed.
MOST_LISTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedVoting:
    proposal: Proposal
    voting: Voting


def view_closed(tx: Transaction, committee_id: str) -> tuple[ClosedVoting, ...]:
    """The committee's closed votings, the newest first."""
    closed = [one for one in tx.votings(committee_id) if one.closed_at]
    closed.sort(key=lambda one: (one.closed_at, one.id), reverse=True)
    return tuple(ClosedVoting(proposal=tx.proposal(one.proposal_id), voting=one) for one in closed[:MOST_LISTED])
