"""Who may do what, by the function of their seat."""

from enum import StrEnum

from committee.errors import CommitteeError
from committee.members import Function, Member


class Right(StrEnum):
    READ = "read"
    PROPOSE = "propose"
    ASSURE = "assure"
    PLAN = "plan"
    LEAD = "lead"
    WRITE_MINUTES = "write_minutes"
    APPROVE_MINUTES = "approve_minutes"
    SEE_DELIVERIES = "see_deliveries"


_EVERYONE = frozenset({Right.READ})
RIGHTS: dict[Function, frozenset[Right]] = {
    Function.CHAIR: _EVERYONE
    | {Right.PLAN, Right.LEAD, Right.WRITE_MINUTES, Right.APPROVE_MINUTES, Right.SEE_DELIVERIES},
    Function.SECRETARY: _EVERYONE | {Right.PLAN, Right.WRITE_MINUTES, Right.SEE_DELIVERIES},
    Function.REPRESENTATIVE: _EVERYONE | {Right.PROPOSE},
    Function.HOST_MEMBER: _EVERYONE | {Right.PROPOSE, Right.ASSURE},
    Function.UNION: _EVERYONE,
    Function.OBSERVER: _EVERYONE,
}


def may(member: Member, right: Right) -> bool:
    return member.function is not None and right in RIGHTS[member.function]


def require(member: Member, right: Right) -> None:
    """Raises CommitteeError("no_seat") for an outsider, ("no_right_<right>") for the wrong seat."""
    if member.seat is None:
        raise CommitteeError("no_seat", committee_id=member.committee_id)
    if not may(member, right):
        raise CommitteeError(f"no_right_{right}")
