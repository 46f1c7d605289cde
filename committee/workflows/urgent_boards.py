"""A hastesak that is lifted close to the superior body's meeting: the leader says which meeting it goes to (C13)."""

from dataclasses import replace
from datetime import datetime

from committee.errors import CommitteeError
from committee.meetings import Meeting, MeetingState
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.procedures import Procedure
from committee.proposals import Proposal, ProposalState
from committee.rights import Right, may, require
from committee.urgency import BoardChoice, ExtraMeeting
from committee.workflows.errands import show, show_again, tell
from committee.workflows.escalation import superior_of


def is_urgent(tx: Transaction, proposal_id: str) -> bool:
    """Whether the case was treated as a hastesak the last time it was voted on."""
    voting_id = tx.proposal(proposal_id).voting_id
    voting = tx.voting(voting_id) if voting_id else None
    if voting is None:
        return False
    if voting.procedure_id:
        return tx.find(Procedure, voting.procedure_id).urgency is not None
    return any(one.id == voting.meeting_id for one in tx.records_about(ExtraMeeting, proposal_id))


def ask_about_board(tx: Transaction, directory: Directory, proposal_id: str, *, now: datetime) -> None:
    """The leaders are asked when the superior body meets before the meeting that a lifted hastesak goes to."""
    proposal = tx.proposal(proposal_id)
    if not _is_lifted(proposal) or not is_urgent(tx, proposal_id):
        return
    earlier = _earlier_meeting(tx, directory, proposal, now=now)
    if earlier is None:
        return
    asked = BoardChoice(
        id=tx.new_id(),
        committee_id=proposal.committee_id,
        about=proposal_id,
        meeting_id=earlier.id,
        asked_at=now,
    )
    tx.keep(asked)
    for member in directory.members(proposal.committee_id):
        if may(member, Right.LEAD):
            tell(tx, member, "urgency_board", asked.id, now=now)


def _is_lifted(proposal: Proposal) -> bool:
    return proposal.state is ProposalState.ESCALATED and not proposal.went_to


def _earlier_meeting(tx: Transaction, directory: Directory, proposal: Proposal, *, now: datetime) -> Meeting | None:
    """The superior body's first meeting, when its papers are sent and the case goes to a later one, or to none yet."""
    superior = superior_of(directory, proposal)
    planned = [one for one in tx.meetings(superior, MeetingState.PLANNED) if one.starts_at > now] if superior else []
    if not planned or planned[0].id == proposal.escalated_to:
        return None
    later = tx.meeting(proposal.escalated_to) if proposal.escalated_to else None
    return planned[0] if later is None or planned[0].starts_at < later.starts_at else None


def awaits_choice(tx: Transaction, choice: BoardChoice, *, now: datetime) -> bool:
    """Whether it can still be answered: the meeting has not begun, and the case is still on its way."""
    meeting = tx.meeting(choice.meeting_id)
    is_ahead = meeting.state is MeetingState.PLANNED and meeting.starts_at > now
    return choice.taken is None and is_ahead and _is_lifted(tx.proposal(choice.about))


def choose_board_meeting(tx: Transaction, actor: Member, choice_id: str, *, take: bool, now: datetime) -> BoardChoice:
    """The leader takes the case to the meeting whose papers are sent, or lets it wait for the one after. Once only:
    repeating gives the answer that was given. Raises CommitteeError("no_right_lead", "not_found", "board_not_asked").
    """
    require(actor, Right.LEAD)
    choice = tx.find(BoardChoice, choice_id)
    if choice.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if choice.taken is not None:
        return choice
    if not awaits_choice(tx, choice, now=now):
        raise CommitteeError("board_not_asked")
    proposal, earlier = tx.proposal(choice.about), tx.meeting(choice.meeting_id)
    choice = replace(choice, taken=take, chosen_by=actor.person.id, chosen_at=now)
    tx.keep(choice)
    if take:
        _move(tx, proposal, earlier)
    for committee_id in (proposal.committee_id, earlier.committee_id):
        tx.record(
            committee_id, at=now, actor_id=actor.person.id, action="proposal.board_chosen", subject_id=proposal.id,
            details={"case": proposal.case_number, "meeting_id": earlier.id, "taken": take},
        )  # fmt: skip
        if take:
            show(tx, committee_id, "escalation", proposal.id, now=now)
    show_again(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return choice


def _move(tx: Transaction, proposal: Proposal, to: Meeting) -> None:
    if proposal.escalated_to:
        later = tx.meeting(proposal.escalated_to)
        tx.put_meeting(replace(later, agenda=tuple(one for one in later.agenda if one != proposal.id)))
    tx.put_meeting(replace(to, agenda=(*to.agenda, proposal.id)))
    tx.put_proposal(replace(proposal, escalated_to=to.id))
