"""Who takes part in a case and who does not, gathered in one read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from committee.deputies import CallAnswer, CallReason, DeputyCall
from committee.entitlements import may_hand_over
from committee.errors import CommitteeError
from committee.meetings import MeetingState
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.recusals import NamedRecusal, Recusal, deciders, leads_case
from committee.rights import Right, require
from committee.voting import Voting

_OPEN = (
    ProposalState.SUBMITTED,
    ProposalState.SENT_BACK,
    ProposalState.ASSURED,
    ProposalState.READY,
    ProposalState.ON_AGENDA,
    ProposalState.VOTING,
    ProposalState.DEFERRED,
)


def open_cases(tx: Transaction, committee_id: str) -> tuple[Proposal, ...]:
    """Those that the committee has not finished with."""
    return tuple(one for one in tx.proposals(committee_id) if one.state in _OPEN)


# Inhabilitet


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalView:
    named: NamedRecusal
    proposal: Proposal
    may_decide: bool
    may_withdraw: bool
    #: The viewer leads the case now, and can open a voting on it.
    leads: bool = False
    may_open: bool = False

    @property
    def recusal(self) -> Recusal:
        return self.named.recusal

    @property
    def name(self) -> str:
        return self.named.name


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalsView:
    committee_id: str
    recusals: tuple[RecusalView, ...]


def view_recusal(tx: Transaction, directory: Directory, member: Member, recusal_id: str) -> RecusalView:
    """Raises CommitteeError("not_found", "no_seat")."""
    require(member, Right.READ)
    recusal = tx.find(Recusal, recusal_id)
    if recusal.committee_id != member.committee_id:
        raise CommitteeError("not_found")
    return _recusal(tx, directory, member, recusal)


def view_recusals(tx: Transaction, directory: Directory, member: Member) -> RecusalsView:
    """Those of the open cases, the newest first. Raises CommitteeError("no_seat")."""
    require(member, Right.READ)
    found = [_recusal(tx, directory, member, one) for one in _standing(tx, member.committee_id)]
    return RecusalsView(committee_id=member.committee_id, recusals=tuple(reversed(found)))


def _standing(tx: Transaction, committee_id: str) -> Iterator[Recusal]:
    cases = {one.id for one in open_cases(tx, committee_id)}
    for one in tx.records(Recusal, committee_id):
        if one.about in cases and one.state != "withdrawn":
            yield one


def _recusal(tx: Transaction, directory: Directory, member: Member, recusal: Recusal) -> RecusalView:
    proposal = tx.proposal(recusal.about)
    decides = any(one.person.id == member.person.id for one in deciders(tx, directory, recusal))
    meeting = tx.meeting(proposal.meeting_id) if proposal.meeting_id else None
    on_table = proposal.state is ProposalState.ON_AGENDA and meeting is not None
    named = NamedRecusal(
        recusal=recusal, name=directory.name_of(recusal.person_id), lead=directory.name_of(recusal.lead_id)
    )
    return RecusalView(
        named=named,
        proposal=proposal,
        may_decide=decides and recusal.state != "withdrawn",
        may_withdraw=recusal.is_open and recusal.raised_by == member.person.id,
        leads=leads_case(tx, directory, member, proposal.id),
        may_open=on_table and meeting is not None and meeting.state is MeetingState.IN_SESSION,
    )


def awaited_recusals(
    tx: Transaction, directory: Directory, member: Member
) -> tuple[tuple[Proposal, Recusal, str], ...]:
    """Questions that the member is to write the decision of: the case, the question, and whom it is about."""
    found = [one for one in _standing(tx, member.committee_id) if one.is_open]
    return tuple(
        (tx.proposal(one.about), one, directory.name_of(one.person_id))
        for one in found
        if any(who.person.id == member.person.id for who in deciders(tx, directory, one))
    )


# Deputies


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBallot:
    """A voting that a deputy can vote in now."""

    voting_id: str
    case_number: str
    procedure_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A call as the deputy and the committee see it."""

    call: DeputyCall
    deputy: str
    absent: str
    organisation: str
    cases: tuple[Proposal, ...]
    votings: tuple[OpenBallot, ...]
    #: Of the meeting, when it is about one.
    starts_at: datetime | None
    zone: str
    may_take_back: bool = False
    may_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputiesView:
    #: The newest first.
    calls: tuple[CallView, ...]
    #: Open votings that the viewer may hand over: (id, case number).
    to_hand_over: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingView:
    """An organisation that nobody can be called for: to a meeting, or in one case."""

    organisation: str
    zone: str
    starts_at: datetime | None = None
    proposal: Proposal | None = None


def view_deputies(tx: Transaction, directory: Directory, member: Member) -> DeputiesView:
    """Raises CommitteeError("no_seat")."""
    require(member, Right.READ)
    committee_id = member.committee_id
    calls = [view_call(tx, directory, one, viewer=member) for one in tx.records(DeputyCall, committee_id)]
    mine = [one for one in tx.votings(committee_id, open_only=True) if may_hand_over(directory, one, member)]
    return DeputiesView(
        calls=tuple(reversed(calls)),
        to_hand_over=tuple((one.id, tx.proposal(one.proposal_id).case_number) for one in mine),
    )


def view_call(tx: Transaction, directory: Directory, call: DeputyCall, viewer: Member | None = None) -> CallView:
    """With the cases that it is about."""
    cases, starts_at = _subject(tx, call)
    mandate = directory.mandate(call.committee_id)
    organisation = mandate.organisation(call.organisation_id)
    handed = call.reason is CallReason.HANDED_OVER and call.stands
    viewer_id = viewer.person.id if viewer else ""
    return CallView(
        call=call,
        deputy=directory.name_of(call.person_id),
        absent=directory.name_of(call.for_id),
        organisation=organisation.name if organisation else "",
        cases=cases,
        votings=tuple(_ballot(tx, one) for one in _open_votings(tx, call)) if call.stands else (),
        starts_at=starts_at,
        zone=mandate.time_zone,
        may_take_back=handed and viewer_id == call.for_id,
        may_answer=call.stands and call.answer is CallAnswer.WAITING and viewer_id == call.person_id,
    )


def _open_votings(tx: Transaction, call: DeputyCall) -> Iterator[Voting]:
    for one in tx.votings(call.committee_id, open_only=True):
        if call.about in (one.id, one.meeting_id, one.proposal_id) and call.person_id not in one.recused:
            yield one


def _ballot(tx: Transaction, voting: Voting) -> OpenBallot:
    case_number = tx.proposal(voting.proposal_id).case_number
    return OpenBallot(voting_id=voting.id, case_number=case_number, procedure_id=voting.procedure_id)


def _subject(tx: Transaction, call: DeputyCall) -> tuple[tuple[Proposal, ...], datetime | None]:
    """The cases, and when the meeting begins."""
    if call.reason is CallReason.APOLOGY:
        meeting = tx.meeting(call.about)
        return tuple(tx.proposal(one) for one in meeting.agenda), meeting.starts_at
    if call.reason is CallReason.HANDED_OVER:
        return (tx.proposal(tx.voting(call.about).proposal_id),), None
    return (tx.proposal(call.about),), None


def view_missing(tx: Transaction, directory: Directory, committee_id: str, subject_id: str) -> MissingView:
    """`subject_id` is as `workflows.deputies` has it: «meeting:ID:organisation» or «case:ID:organisation»."""
    kind, about, organisation_id = subject_id.split(":", 2)
    mandate = directory.mandate(committee_id)
    organisation = mandate.organisation(organisation_id)
    is_meeting = kind == "meeting"
    return MissingView(
        organisation=organisation.name if organisation else organisation_id,
        zone=mandate.time_zone,
        starts_at=tx.meeting(about).starts_at if is_meeting else None,
        proposal=None if is_meeting else tx.proposal(about),
    )


def awaited_calls(tx: Transaction, directory: Directory, member: Member) -> tuple[CallView, ...]:
    """Calls that the member has not answered, while there is something to come to."""
    if member.seat is None or not member.seat.is_deputy:
        return ()
    waiting = [one for one in tx.records(DeputyCall, member.committee_id) if one.person_id == member.person.id]
    return tuple(
        view_call(tx, directory, one, viewer=member)
        for one in waiting
        if one.stands and one.answer is CallAnswer.WAITING and not _is_over(tx, one)
    )


def _is_over(tx: Transaction, call: DeputyCall) -> bool:
    if call.reason is CallReason.APOLOGY:
        return tx.meeting(call.about).state in (MeetingState.ENDED, MeetingState.CANCELLED)
    if call.reason is CallReason.HANDED_OVER:
        return not tx.voting(call.about).is_open
    return tx.proposal(call.about).state not in _OPEN
