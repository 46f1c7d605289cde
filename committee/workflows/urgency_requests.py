"""Which organisations ask that a case be treated as a hastesak."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from committee.members import Member
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.urgency import UrgencyRequest


def requests_for(tx: Transaction, proposal_id: str) -> tuple[UrgencyRequest, ...]:
    """Those that stand."""
    return tuple(one for one in tx.records_about(UrgencyRequest, proposal_id) if one.withdrawn_at is None)


def own_request(tx: Transaction, member: Member, proposal_id: str) -> UrgencyRequest | None:
    """The member's organisation's, when it asks."""
    return next((one for one in requests_for(tx, proposal_id) if one.organisation_id == member.organisation_id), None)


def answer_requests(tx: Transaction, proposal_id: str, *, now: datetime) -> None:
    """The case is sent out, or has a meeting of its own: nobody asks any more."""
    for one in requests_for(tx, proposal_id):
        tx.keep(replace(one, withdrawn_at=now))


def asked_urgent(tx: Transaction, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Of these, the cases that wait and that somebody asks to have treated at once."""
    for one in proposals:
        if one.state in (ProposalState.READY, ProposalState.ON_AGENDA) and requests_for(tx, one.id):
            yield one
