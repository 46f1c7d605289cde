"""Receipts: what an organisation has voted, with the checksum of the entry that says so in the record."""

from dataclasses import dataclass
from datetime import datetime

from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.rights import Right, require
from committee.voting import Ballot, Voting

#: So many of the entry's checksum: enough to find it by, short enough to read aloud.
SHOWN = 16
#: So many of the newest votings are looked through.
_MOST_VOTINGS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An organisation's ballot as it stands, and the code that finds it in the exported voting."""

    proposal: Proposal
    voting: Voting
    ballot: Ballot
    code: str
    at: datetime


def receipts_of(tx: Transaction, directory: Directory, member: Member) -> tuple[Receipt, ...]:
    """The member's own organisation's, the newest first. Raises CommitteeError("no_seat")."""
    require(member, Right.READ)
    votings = sorted(tx.votings(member.committee_id), key=lambda one: one.opened_at, reverse=True)[:_MOST_VOTINGS]
    found = (receipt_of(tx, one, member.organisation_id or "") for one in votings)
    return tuple(one for one in found if one)


def receipt_of(tx: Transaction, voting: Voting, organisation_id: str) -> Receipt | None:
    """None when the organisation has no ballot in the voting."""
    ballot = tx.ballot(voting.id, organisation_id)
    if ballot is None:
        return None
    cast = [
        one
        for one in tx.entries_about(voting.committee_id, voting.id)
        if one.action == "ballot.cast" and one.details.get("organisation") == organisation_id
    ]
    return Receipt(
        proposal=tx.proposal(voting.proposal_id),
        voting=voting,
        ballot=ballot,
        code=cast[-1].sha256[:SHOWN],
        at=ballot.cast_at,
    )
