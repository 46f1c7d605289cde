"""A third of the organisations with weight may together have a case treated as a hastesak (000-19, C8)."""

from dataclasses import replace
from datetime import datetime

from committee.case_results import leaders_of
from committee.deadlines import closes_at, earliest_deadline
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.members import Directory, Member
from committee.ports import Holidays, Transaction
from committee.procedures import Procedure, require_allowed
from committee.proposals import Proposal
from committee.rights import Right, require
from committee.urgency import Urgency, UrgencyRequest, check_texts, is_declared, refuse
from committee.workflows.errands import tell
from committee.workflows.procedures import require_ready, send_out
from committee.workflows.urgency_requests import own_request, requests_for


def ask_for_urgency(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    *,
    why_urgent: str,
    why_not_wait: str,
    closed: Holidays,
    now: datetime,
) -> Procedure | None:
    """An organisation asks; when a third of them do the case is sent out at once, with the shortest deadline.

    One request an organisation; asking again puts the new grounds in the old ones' place. None: not enough of them yet.
    Raises FormError, CommitteeError("no_right_decide", "written_not_allowed", "proposal_not_ready_for_writing").
    """
    require(actor, Right.DECIDE)
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    mandate = directory.governing(proposal.mandate)
    weight = next((one.weight for one in mandate.voters if one.id == actor.organisation_id), 0)
    if not weight:
        raise CommitteeError("no_vote_organisation")
    require_allowed(mandate)
    refuse(check_texts({"why_urgent": why_urgent, "why_not_wait": why_not_wait}))
    if running := _declared(tx, proposal):
        return running
    require_ready(tx, proposal)
    request = _request(tx, actor, proposal, why_urgent, why_not_wait, now=now)
    requests = [*(one for one in requests_for(tx, proposal.id) if one.id != request.id), request]
    if is_declared(mandate.written.urgent_share, len(mandate.voters), requests):
        return _declare(tx, directory, mandate, proposal, requests, closed=closed, now=now)
    for member in leaders_of(directory, proposal.committee_id):
        tell(tx, member, "urgency_asked", proposal.id, now=now)
    return None


def withdraw_urgency(tx: Transaction, actor: Member, proposal_id: str, *, now: datetime) -> None:
    """The organisation asks no more. Nothing happens when it does not, or when the case is sent out already."""
    require(actor, Right.DECIDE)
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    own = own_request(tx, actor, proposal_id)
    if own:
        tx.keep(replace(own, withdrawn_at=now))
        _record(tx, actor.person.id, proposal, "urgency.withdrawn", {"organisation": own.organisation_id}, now=now)


def _declared(tx: Transaction, proposal: Proposal) -> Procedure | None:
    running = [one for one in tx.records_about(Procedure, proposal.id) if tx.voting(one.voting_id).is_open]
    return running[-1] if running else None


def _request(
    tx: Transaction, actor: Member, proposal: Proposal, why_urgent: str, why_not_wait: str, *, now: datetime
) -> UrgencyRequest:
    own = own_request(tx, actor, proposal.id)
    request = UrgencyRequest(
        id=own.id if own else tx.new_id(),
        committee_id=proposal.committee_id,
        about=proposal.id,
        organisation_id=actor.organisation_id or "",
        person_id=actor.person.id,
        why_urgent=why_urgent.strip(),
        why_not_wait=why_not_wait.strip(),
        asked_at=now,
    )
    if own and replace(own, asked_at=now) == request:
        return own
    tx.keep(request)
    details: dict[str, object] = {
        "organisation": request.organisation_id,
        "why_urgent": request.why_urgent,
        "why_not_wait": request.why_not_wait,
    }
    _record(tx, actor.person.id, proposal, "urgency.asked", details, now=now)
    return request


def _declare(
    tx: Transaction,
    directory: Directory,
    mandate: Mandate,
    proposal: Proposal,
    requests: list[UrgencyRequest],
    *,
    closed: Holidays,
    now: datetime,
) -> Procedure:
    urgency = Urgency(
        why_urgent=" – ".join(dict.fromkeys(one.why_urgent for one in requests)),
        why_not_wait=" – ".join(dict.fromkeys(one.why_not_wait for one in requests)),
        declared_by=tuple(one.person_id for one in requests),
    )
    return send_out(
        tx, directory, mandate, proposal, procedure_id=tx.new_id(), started_by=requests[-1].person_id,
        closes_at=closes_at(mandate, earliest_deadline(mandate, closed, urgent=True, now=now)),
        message="", urgency=urgency, closed=closed, now=now,
    )  # fmt: skip


def _record(
    tx: Transaction, actor_id: str, proposal: Proposal, action: str, details: dict[str, object], *, now: datetime
) -> None:
    details = {"case": proposal.case_number, **details}
    tx.record(proposal.committee_id, at=now, actor_id=actor_id, action=action, subject_id=proposal.id, details=details)
