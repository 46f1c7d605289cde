"""What the cards of a written procedure need to know, gathered in one read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from committee.case_rights import WAITING, has_vote
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.meetings import Meeting, MeetingState
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.procedures import Procedure
from committee.proposals import Proposal
from committee.rights import Right, may, require
from committee.urgency import BoardChoice, Urgency, UrgencyRequest
from committee.views import VotingView, view_voting
from committee.workflows.extra_meetings import extra_meeting
from committee.workflows.urgency_requests import requests_for

#: So many that are over are listed.
_MOST_OVER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureView:
    """A procedure as one person sees it; who has not answered by organisation, what others voted only when closed."""

    mandate: Mandate
    proposal: Proposal
    procedure: Procedure
    voting: VotingView
    started_by: str
    asked_by: str
    ended_by: str
    declared_by: tuple[str, ...]
    may_lead: bool

    @property
    def may_vote(self) -> bool:
        return self.voting.own_entry is not None and self.voting.voting.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyCase:
    """A case that can be voted on before the next meeting, and what the viewer may do for that.

    `requests` are (organisation, request).
    """

    mandate: Mandate
    proposal: Proposal
    requests: tuple[tuple[str, UrgencyRequest], ...] = ()
    #: The viewer's organisation asks that it be a hastesak.
    is_asked: bool = False
    may_send_out: bool = False
    may_call_meeting: bool = False
    may_ask: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceduresView:
    """The running ones, the newest that are over, and the cases that can be sent out, of one's committees."""

    mandates: tuple[Mandate, ...]
    running: tuple[ProcedureView, ...]
    over: tuple[ProcedureView, ...]
    ready: tuple[ReadyCase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraMeetingView:
    """A meeting that was called for one case, as one person sees it."""

    mandate: Mandate
    proposal: Proposal
    meeting: Meeting
    urgency: Urgency
    called_by: str
    may_cancel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardChoiceView:
    """What the leader chooses for a lifted hastesak: the meeting whose papers are sent, or the one after."""

    mandate: Mandate
    proposal: Proposal
    choice: BoardChoice
    body: str
    time_zone: str
    earlier: Meeting
    #: Where the case goes as it is.
    goes_to: Meeting | None


def view_procedure(tx: Transaction, directory: Directory, member: Member, procedure_id: str) -> ProcedureView:
    """Raises CommitteeError("not_found")."""
    procedure = tx.find(Procedure, procedure_id)
    if procedure.committee_id != member.committee_id:
        raise CommitteeError("not_found")
    voting = view_voting(tx, directory, procedure.voting_id, member)
    last = procedure.extensions[-1] if procedure.extensions else None
    declared = procedure.urgency.declared_by if procedure.urgency else ()
    return ProcedureView(
        mandate=voting.mandate,
        proposal=voting.proposal,
        procedure=procedure,
        voting=voting,
        started_by=directory.name_of(procedure.started_by),
        asked_by=directory.name_of(last.asked_by if last else ""),
        ended_by=directory.name_of(procedure.ended_by),
        declared_by=tuple(directory.name_of(one) for one in declared),
        may_lead=may(member, Right.PLAN),
    )


def view_procedures(tx: Transaction, directory: Directory, places: Sequence[Member]) -> ProceduresView:
    """Those of all the committees where one has a seat. Raises CommitteeError("no_seat")."""
    views: list[ProcedureView] = []
    for member in places:
        require(member, Right.READ)
        views += (view_procedure(tx, directory, member, one.id) for one in tx.records(Procedure, member.committee_id))
    views.sort(key=lambda one: (one.procedure.started_at, one.procedure.id))
    open_ = [one for one in views if one.voting.voting.is_open]
    over = [one for one in reversed(views) if not one.voting.voting.is_open]
    return ProceduresView(
        mandates=tuple(directory.mandate(one.committee_id) for one in places),
        running=tuple(open_),
        over=tuple(over[:_MOST_OVER]),
        ready=tuple(one for member in places for one in _ready(tx, directory, member)),
    )


def _ready(tx: Transaction, directory: Directory, member: Member) -> Iterator[ReadyCase]:
    for one in tx.proposals(member.committee_id):
        if one.state in WAITING:
            yield view_ready(tx, directory, member, one.id)


def view_ready(tx: Transaction, directory: Directory, member: Member, proposal_id: str) -> ReadyCase:
    """A case and who asks that it be a hastesak. Raises CommitteeError("not_found")."""
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != member.committee_id:
        raise CommitteeError("not_found")
    mandate = directory.governing(proposal.mandate)
    names = {one.id: one.name for one in mandate.organisations}
    requests = requests_for(tx, proposal_id)
    return ReadyCase(
        mandate=mandate,
        proposal=proposal,
        requests=tuple((names.get(one.organisation_id, ""), one) for one in requests),
        is_asked=any(one.organisation_id == member.organisation_id for one in requests),
        may_send_out=mandate.written.allowed and may(member, Right.PLAN),
        may_call_meeting=may(member, Right.LEAD),
        may_ask=mandate.written.allowed and has_vote(proposal, directory, member),
    )


def view_extra_meeting(tx: Transaction, directory: Directory, member: Member, meeting_id: str) -> ExtraMeetingView:
    """Raises CommitteeError("not_found")."""
    extra, meeting = extra_meeting(tx, member.committee_id, meeting_id), tx.meeting(meeting_id)
    if extra is None:
        raise CommitteeError("not_found")
    return ExtraMeetingView(
        mandate=directory.mandate(member.committee_id),
        proposal=tx.proposal(extra.about),
        meeting=meeting,
        urgency=extra.urgency,
        called_by=directory.name_of(extra.urgency.declared_by[0]),
        may_cancel=may(member, Right.LEAD) and meeting.state is MeetingState.PLANNED,
    )


def view_board_choice(tx: Transaction, directory: Directory, member: Member, choice_id: str) -> BoardChoiceView:
    """Raises CommitteeError("not_found")."""
    choice = tx.find(BoardChoice, choice_id)
    if choice.committee_id != member.committee_id:
        raise CommitteeError("not_found")
    proposal, earlier = tx.proposal(choice.about), tx.meeting(choice.meeting_id)
    body = directory.mandate(earlier.committee_id)
    return BoardChoiceView(
        mandate=directory.governing(proposal.mandate),
        proposal=proposal,
        choice=choice,
        body=body.name,
        time_zone=body.time_zone,
        earlier=earlier,
        goes_to=tx.meeting(proposal.escalated_to) if proposal.escalated_to else None,
    )
