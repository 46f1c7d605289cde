"""Who may hold an election of a leader, who may lead it, and who votes in it."""

from committee.elections import Election
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.members import Directory, Member
from committee.rights import Right, may
from committee.seat_rules import ChairBy, Function


def require_elected_chair(mandate: Mandate) -> None:
    """Raises CommitteeError("election_by_office", "election_by_organisation") where the leader is not elected."""
    if mandate.chair.by is ChairBy.OFFICE:
        raise CommitteeError("election_by_office")
    if mandate.chair.by is ChairBy.ORGANISATION:
        organisation = mandate.organisation(mandate.chair.organisation or "")
        raise CommitteeError("election_by_organisation", organisation=organisation.name if organisation else "–")


def may_open(directory: Directory, actor: Member) -> bool:
    """The committee's leader and secretary; while nobody leads, a representative or those who lead the body above."""
    if may(actor, Right.SEAT):
        return True
    if directory.holders(actor.committee_id, Function.CHAIR):
        return False
    return may(actor, Right.DECIDE) or leads_above(directory, actor)


def leads_above(directory: Directory, actor: Member) -> bool:
    """Whether the person is leader or secretary of the superior body."""
    above = directory.mandate(actor.committee_id).superior
    return above is not None and may(directory.member(actor.person, above), Right.SEAT)


def may_lead(directory: Directory, actor: Member, election: Election) -> bool:
    """Whoever opened it, and the committee's leader and secretary."""
    if actor.committee_id != election.committee_id:
        return False
    if may(actor, Right.SEAT):
        return True
    return actor.person.id == election.opened_by and (may(actor, Right.DECIDE) or leads_above(directory, actor))


def may_see(directory: Directory, actor: Member) -> bool:
    """Everyone with a seat, and those who lead the body above."""
    return actor.seat is not None or leads_above(directory, actor)


def require_may(allowed: bool, actor: Member, code: str) -> None:
    """Raises CommitteeError("no_seat") for an outsider, (code) for the wrong seat."""
    if not allowed:
        raise CommitteeError(code if actor.seat else "no_seat")


_NO_BALLOT = {
    Function.CHAIR: "no_election_vote_chair",
    Function.SECRETARY: "no_election_vote_secretary",
    Function.HOST_MEMBER: "no_election_vote_host_member",
    Function.UNION: "no_election_vote_union",
    Function.OBSERVER: "no_election_vote_observer",
}


def voice_in(election: Election, actor: Member) -> str:
    """The organisation whose ballot the member casts.

    Raises CommitteeError("no_election_vote_…") saying kindly why not.
    """
    if actor.seat is None or actor.committee_id != election.committee_id:
        raise CommitteeError("no_election_vote_outsider")
    if actor.seat.function is not Function.REPRESENTATIVE:
        raise CommitteeError(_NO_BALLOT[actor.seat.function])
    if actor.seat.organisation_id not in election.roll:
        raise CommitteeError("no_election_vote_organisation")
    return actor.seat.organisation_id
