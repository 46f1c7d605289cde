"""What the cards of a written procedure need to know, gathered in one read."""

from dataclasses import dataclass

from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.procedures import Procedure
from committee.proposals import Proposal, ProposalState
from committee.rights import Right, may, require
from committee.views import VotingView, view_voting

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
class ProceduresView:
    """The running ones, the newest that are over, and the cases that can be sent out."""

    mandate: Mandate
    running: tuple[ProcedureView, ...]
    over: tuple[ProcedureView, ...]
    ready: tuple[Proposal, ...]
    may_start: bool
    may_ask: bool


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
        started_by=_name(directory, procedure.started_by),
        asked_by=_name(directory, last.asked_by if last else ""),
        ended_by=_name(directory, procedure.ended_by),
        declared_by=tuple(_name(directory, one) for one in declared),
        may_lead=may(member, Right.PLAN),
    )


def view_procedures(tx: Transaction, directory: Directory, member: Member) -> ProceduresView:
    """The committee's procedures. Raises CommitteeError("no_seat")."""
    require(member, Right.READ)
    made = sorted(tx.records(Procedure, member.committee_id), key=lambda one: one.started_at)
    views = [view_procedure(tx, directory, member, one.id) for one in made]
    open_ = [one for one in views if one.voting.voting.is_open]
    over = [one for one in reversed(views) if not one.voting.voting.is_open]
    states = (ProposalState.READY, ProposalState.ON_AGENDA)
    mandate = directory.mandate(member.committee_id)
    ready = tuple(one for one in tx.proposals(member.committee_id) if one.state in states)
    return ProceduresView(
        mandate=mandate,
        running=tuple(open_),
        over=tuple(over[:_MOST_OVER]),
        ready=ready if mandate.written.allowed else (),
        may_start=may(member, Right.PLAN),
        may_ask=may(member, Right.DECIDE),
    )


def _name(directory: Directory, person_id: str) -> str:
    person = directory.people.get(person_id)
    return person.name if person else ""
