"""Vara: who takes the place of a member who cannot be there, and when (C7)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from committee.members import Directory, Member
from committee.ports import Transaction
from committee.seat_rules import Function
from committee.voting import Voting


class CallReason(StrEnum):
    #: The organisation's members have sent apologies for a meeting.
    APOLOGY = "apology"
    #: A member has handed their ballot over, for one voting.
    HANDED_OVER = "handed_over"
    #: A member is inhabil in a case.
    RECUSED = "recused"


class CallAnswer(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyCall:
    """A deputy is called: they hold their organisation's ballot until the call is declined or over."""

    id: str
    committee_id: str
    #: A meeting, a case or a voting, by `reason`.
    about: str
    organisation_id: str
    #: The deputy, and whom they take the place of.
    person_id: str
    for_id: str
    reason: CallReason
    called_at: datetime
    answer: CallAnswer = CallAnswer.WAITING
    answered_at: datetime | None = None
    #: The one whose place it is has come back.
    ended_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.ended_at is None and self.answer is not CallAnswer.DECLINED


def deputies_of(directory: Directory, committee_id: str, organisation_id: str) -> tuple[Member, ...]:
    """In the register's order, which is the order that they are called in."""
    found = directory.representatives(committee_id, organisation_id)
    return tuple(one for one in found if one.seat and one.seat.is_deputy)


def ordinary_members(directory: Directory, committee_id: str, organisation_id: str) -> tuple[Member, ...]:
    """Those who hold the organisation's ballot without being called."""
    found = directory.representatives(committee_id, organisation_id)
    return tuple(one for one in found if one.seat and not one.seat.is_deputy)


def next_deputy(directory: Directory, committee_id: str, organisation_id: str, asked: Collection[str]) -> Member | None:
    """The first who has not been asked; None when there is nobody left."""
    deputies = deputies_of(directory, committee_id, organisation_id)
    return next((one for one in deputies if one.person.id not in asked), None)


def voters_of(directory: Directory, voting: Voting, organisation_id: str) -> tuple[Member, ...]:
    """Who may cast the organisation's ballot in this voting now."""
    found = directory.representatives(voting.committee_id, organisation_id)
    return tuple(one for one in found if may_cast(voting, one))


def may_cast(voting: Voting, member: Member) -> bool:
    """Whether the member holds their organisation's ballot; cheap, since every press asks it."""
    seat = member.seat
    if seat is None or seat.function is not Function.REPRESENTATIVE or member.person.id in voting.recused:
        return False
    return not seat.is_deputy or member.person.id in voting.called


def called_for(tx: Transaction, *subject_ids: str | None) -> tuple[str, ...]:
    """The deputies who are called for any of these: a meeting, a case, a voting; in the order that they were called."""
    calls = [one for subject_id in subject_ids if subject_id for one in tx.records_about(DeputyCall, subject_id)]
    return tuple(dict.fromkeys(one.person_id for one in calls if one.stands))
