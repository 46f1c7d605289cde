"""Who takes part in a case and who does not, gathered in one read."""

from dataclasses import dataclass
from datetime import datetime

from committee.deputies import CallReason, DeputyCall, may_cast
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.recusals import Recusal
from committee.rights import Right, require
from committee.voting import Voting
from committee.workflows.recusals import deciders

_OPEN = (
    ProposalState.SUBMITTED,
    ProposalState.SENT_BACK,
    ProposalState.ASSURED,
    ProposalState.READY,
    ProposalState.ON_AGENDA,
    ProposalState.VOTING,
    ProposalState.DEFERRED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalView:
    recusal: Recusal
    proposal: Proposal
    name: str
    may_decide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A call as the deputy and the committee see it; `votings` are (id, case number) of those that are open."""

    call: DeputyCall
    deputy: str
    absent: str
    organisation: str
    cases: tuple[Proposal, ...]
    votings: tuple[tuple[str, str], ...]
    #: Of the meeting, when it is about one.
    starts_at: datetime | None
    zone: str
    may_take_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencesView:
    mandate: Mandate
    recusals: tuple[RecusalView, ...]
    calls: tuple[CallView, ...]
    #: Open votings that the viewer may hand over: (id, case number).
    to_hand_over: tuple[tuple[str, str], ...]


def view_recusal(tx: Transaction, directory: Directory, member: Member, recusal_id: str) -> RecusalView:
    """Raises CommitteeError("not_found", "no_seat")."""
    require(member, Right.READ)
    recusal = tx.find(Recusal, recusal_id)
    if recusal.committee_id != member.committee_id:
        raise CommitteeError("not_found")
    return _recusal(tx, directory, member, recusal)


def _recusal(tx: Transaction, directory: Directory, member: Member, recusal: Recusal) -> RecusalView:
    decides = any(one.person.id == member.person.id for one in deciders(tx, directory, recusal))
    return RecusalView(
        recusal=recusal,
        proposal=tx.proposal(recusal.about),
        name=_name(directory, recusal.person_id),
        may_decide=decides,
    )


def open_cases(tx: Transaction, committee_id: str) -> tuple[Proposal, ...]:
    """Those that the committee has not finished with."""
    return tuple(one for one in tx.proposals(committee_id) if one.state in _OPEN)


def view_absences(tx: Transaction, directory: Directory, member: Member) -> AbsencesView:
    """What is known of the committee's open cases. Raises CommitteeError("no_seat")."""
    require(member, Right.READ)
    committee_id = member.committee_id
    cases = {one.id for one in open_cases(tx, committee_id)}
    recusals = [one for one in tx.records(Recusal, committee_id) if one.about in cases]
    open_votings = tx.votings(committee_id, open_only=True)
    calls = [view_call(tx, directory, one, viewer=member) for one in tx.records(DeputyCall, committee_id)]
    mine = [one for one in open_votings if may_cast(one, member) and member.seat and not member.seat.is_deputy]
    handed = {one.call.about for one in calls if one.call.stands and one.call.for_id == member.person.id}
    return AbsencesView(
        mandate=directory.mandate(committee_id),
        recusals=tuple(_recusal(tx, directory, member, one) for one in recusals),
        calls=tuple(reversed(calls)),
        to_hand_over=tuple((one.id, tx.proposal(one.proposal_id).case_number) for one in mine if one.id not in handed),
    )


def view_call(tx: Transaction, directory: Directory, call: DeputyCall, viewer: Member | None = None) -> CallView:
    """With the cases that it is about."""
    votings: list[Voting] = [
        one
        for one in tx.votings(call.committee_id, open_only=True)
        if call.about in (one.id, one.meeting_id, one.proposal_id)
    ]
    cases, starts_at = _subject(tx, call)
    mandate = directory.mandate(call.committee_id)
    organisation = mandate.organisation(call.organisation_id)
    handed = call.reason is CallReason.HANDED_OVER and call.stands
    return CallView(
        call=call,
        deputy=_name(directory, call.person_id),
        absent=_name(directory, call.for_id),
        organisation=organisation.name if organisation else "",
        cases=cases,
        votings=tuple((one.id, tx.proposal(one.proposal_id).case_number) for one in votings),
        starts_at=starts_at,
        zone=mandate.time_zone,
        may_take_back=handed and viewer is not None and viewer.person.id == call.for_id,
    )


def _subject(tx: Transaction, call: DeputyCall) -> tuple[tuple[Proposal, ...], datetime | None]:
    """The cases, and when the meeting begins."""
    if call.reason is CallReason.APOLOGY:
        meeting = tx.meeting(call.about)
        return tuple(tx.proposal(one) for one in meeting.agenda), meeting.starts_at
    if call.reason is CallReason.HANDED_OVER:
        return (tx.proposal(tx.voting(call.about).proposal_id),), None
    return (tx.proposal(call.about),), None


def _name(directory: Directory, person_id: str) -> str:
    person = directory.people.get(person_id)
    return person.name if person else ""
