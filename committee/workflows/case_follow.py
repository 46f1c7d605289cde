"""What is followed up after a case is decided: who may, which cases, and whom a municipality sends."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from committee.case_facts import is_anchored
from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.rights import Right, may, require
from committee.workflows.errands import remind_later

#: The hour of the committee's own clock at which people are reminded.
_MORNING = time(8)


def followed(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    """A decided case of the actor's own committee. Raises CommitteeError("no_seat", "not_found", "proposal_state")."""
    require(actor, Right.READ)
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if not is_anchored(proposal):
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    return proposal


def all_followed(tx: Transaction, committee_id: str) -> Sequence[Proposal]:
    """Decided and to be carried out, newest first."""
    return [one for one in reversed(tx.proposals(committee_id)) if is_anchored(one)]


def may_follow(proposal: Proposal, member: Member) -> bool:
    """Leader, secretary, the co-operation's member, and whoever follows up the case."""
    if member.seat is None:
        return False
    is_responsible = bool(proposal.responsible_id) and proposal.responsible_id == member.person.id
    return is_responsible or may(member, Right.PLAN) or may(member, Right.ASSURE)


def require_follow(proposal: Proposal, actor: Member) -> None:
    """Raises CommitteeError("no_right_follow")."""
    if not may_follow(proposal, actor):
        raise CommitteeError("no_right_follow")


def case_to_follow(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    """As `followed`, to one who may change what is followed up. Raises CommitteeError("no_right_follow") too."""
    proposal = followed(tx, actor, proposal_id)
    require_follow(proposal, actor)
    return proposal


def municipality_of(directory: Directory, proposal: Proposal, actor: Member) -> str:
    """The voting organisation that the actor represents. Raises CommitteeError("no_vote_organisation", …)."""
    require(actor, Right.DECIDE)
    voters = directory.governing(proposal.mandate).voters
    if not any(one.id == actor.organisation_id for one in voters):
        raise CommitteeError("no_vote_organisation")
    return actor.organisation_id or ""


def sent_by(directory: Directory, committee_id: str, organisation_id: str) -> tuple[Member, ...]:
    """An organisation's representatives, in the register's order."""
    members = directory.members(committee_id)
    return tuple(one for one in members if one.organisation_id == organisation_id and may(one, Right.DECIDE))


def remind_on(
    tx: Transaction, directory: Directory, committee_id: str, about: str, subject_id: str, *,
    day: date, due_on: date, stage: str, now: datetime,
) -> None:  # fmt: skip
    """In the morning of `day` somebody looks whether what was due on `due_on` has come; at once when it is passed."""
    at = datetime.combine(day, _MORNING, tzinfo=ZoneInfo(directory.mandate(committee_id).time_zone))
    remind_later(tx, committee_id, about, subject_id, stage=stage, due_on=due_on, now=now, at=max(at, now))
