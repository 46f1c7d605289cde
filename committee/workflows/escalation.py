"""A case without agreement goes to the superior body (002-24)."""

from dataclasses import replace
from datetime import datetime, timedelta

from committee.case_results import answers_for
from committee.meetings import Meeting, MeetingState
from committee.members import Directory
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.workflows.errands import CLOCK, show, tell


def escalate(tx: Transaction, directory: Directory, proposal: Proposal, *, now: datetime) -> Proposal:
    """To the superior body's next meeting whose papers are not sent (C13), recorded and told in both channels.

    When no such meeting is known yet, `escalated_to` is None until the board's calendar has one.
    """
    superior = superior_of(directory, proposal)
    if superior is None:
        return proposal
    board = _next_board_meeting(tx, directory, superior, now=now)
    escalated = replace(proposal, escalated_to=board.id if board else None)
    tx.put_proposal(escalated)
    if board and proposal.id not in board.agenda:
        tx.put_meeting(replace(board, agenda=(*board.agenda, proposal.id)))
    details = {"case": proposal.case_number, "meeting_id": escalated.escalated_to, "from": proposal.committee_id}
    for committee_id in (proposal.committee_id, superior):
        tx.record(
            committee_id, at=now, actor_id=CLOCK, action="proposal.escalated", subject_id=proposal.id, details=details
        )
        show(tx, committee_id, "escalation", proposal.id, now=now)
    if proposal.escalated_to is None:
        for one in answers_for(directory, superior, proposal.committee_id):
            tell(tx, one, "case_body", proposal.id, now=now)
    return escalated


def superior_of(directory: Directory, proposal: Proposal) -> str | None:
    """The body above, by the mandate that governs the case; when that body is no more, by the one in force."""
    superior = directory.governing(proposal.mandate).superior
    if superior is None or (superior in directory.mandates and superior in directory.spaces):
        return superior
    current = directory.mandates.get(proposal.committee_id)
    return current.superior if current else None


def _next_board_meeting(tx: Transaction, directory: Directory, superior: str, *, now: datetime) -> Meeting | None:
    planned = tx.meetings(superior, MeetingState.PLANNED)
    return next((one for one in planned if one.starts_at - _papers_lead(directory, one) > now), None)


def _papers_lead(directory: Directory, meeting: Meeting) -> timedelta:
    stamp = meeting.mandate
    mandate = directory.governing(stamp) if stamp else directory.mandate(meeting.committee_id)
    return mandate.papers_lead


def find_board_meetings(tx: Transaction, directory: Directory, committee_id: str, *, now: datetime) -> None:
    """Escalated cases without a board meeting, or whose meeting was cancelled, get the next. Twice changes nothing."""
    for proposal in tx.proposals(committee_id):
        if proposal.state is ProposalState.ESCALATED and not proposal.went_to and _waits(tx, proposal):
            superior = superior_of(directory, proposal)
            if superior and _next_board_meeting(tx, directory, superior, now=now):
                escalate(tx, directory, proposal, now=now)


def _waits(tx: Transaction, proposal: Proposal) -> bool:
    return proposal.escalated_to is None or tx.meeting(proposal.escalated_to).state is MeetingState.CANCELLED
