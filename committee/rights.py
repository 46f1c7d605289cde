"""Who may do what, by the function of their seat."""

from enum import StrEnum

from committee.errors import CommitteeError
from committee.members import Member
from committee.seat_rules import Function


class Right(StrEnum):
    READ = "read"
    PROPOSE = "propose"
    ASSURE = "assure"
    PLAN = "plan"
    LEAD = "lead"
    WRITE_MINUTES = "write_minutes"
    APPROVE_MINUTES = "approve_minutes"
    SEE_DELIVERIES = "see_deliveries"
    #: Look after seats: nominations, consultations, elections.
    SEAT = "seat"
    #: Take part in choosing a leader and in setting up groups, as a representative does.
    DECIDE = "decide"


_EVERYONE = frozenset({Right.READ})
RIGHTS: dict[Function, frozenset[Right]] = {
    Function.CHAIR: _EVERYONE
    | {Right.PLAN, Right.LEAD, Right.WRITE_MINUTES, Right.APPROVE_MINUTES, Right.SEE_DELIVERIES, Right.SEAT},
    Function.SECRETARY: _EVERYONE | {Right.PLAN, Right.WRITE_MINUTES, Right.SEE_DELIVERIES, Right.SEAT},
    Function.REPRESENTATIVE: _EVERYONE | {Right.PROPOSE, Right.DECIDE},
    Function.HOST_MEMBER: _EVERYONE | {Right.PROPOSE, Right.ASSURE},
    Function.UNION: _EVERYONE,
    Function.OBSERVER: _EVERYONE,
}


def may(member: Member, right: Right) -> bool:
    if member.seat is None:
        return False
    return right in RIGHTS[member.seat.function] or (member.seat.leads and right in RIGHTS[Function.CHAIR])


def require(member: Member, right: Right) -> None:
    """Raises CommitteeError("no_seat") for an outsider, ("no_right_<right>") for the wrong seat."""
    if member.seat is None:
        raise CommitteeError("no_seat", committee_id=member.committee_id)
    if not may(member, right):
        raise CommitteeError(f"no_right_{right}")
