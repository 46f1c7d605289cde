"""From an empty seat to a person in it: nominations, what becomes of them, and the seats they give."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from committee.mandate import MandateStamp
from committee.seat_rules import Function


class NominationState(StrEnum):
    #: The person has been asked.
    ASKED = "asked"
    #: The person has said yes; somebody else appoints (004-16).
    ACCEPTED = "accepted"
    #: Appointed: the seat is theirs.
    APPOINTED = "appointed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """What one whose advice was asked has answered (004-21, 004-22)."""

    consulted: str
    answer: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """An organisation has chosen somebody for a seat. The bot never appoints (000-10, 002-04)."""

    id: str
    committee_id: str
    #: Which line of the composition (`SeatRule.id`).
    rule_id: str
    organisation_id: str
    person_id: str
    function: Function
    is_deputy: bool
    from_on: date
    until_on: date | None
    term_reason: str
    #: Free words about the person's background (000-15).
    background: str
    nominated_by: str
    nominated_at: datetime
    mandate: MandateStamp
    #: Entered by the committee's leader or secretary, as the organisation has told them in writing.
    on_behalf: bool = False
    state: NominationState = NominationState.ASKED
    consultations: tuple[Consultation, ...] = ()
    #: Why it was confirmed though somebody whose advice is asked had not answered (004-21).
    without_advice: str = ""
    #: When whoever it waits for was last reminded by hand.
    reminded_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    #: Why the person said no, or why it was withdrawn.
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody's answer is awaited."""
        return self.state in (NominationState.ASKED, NominationState.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A seat that the database gives, over the register file's: from a nomination, an election or a change of term."""

    id: str
    committee_id: str
    person_id: str
    function: Function
    organisation_id: str
    is_deputy: bool = False
    leads: bool = False
    from_on: date
    until_on: date | None = None
    term_reason: str = ""
    #: The nomination or election that it comes from; empty for a seat of the register file that was ended here.
    origin_id: str
    #: Ended before its time, with the reason; it then counts up to this day.
    ended_on: date | None = None
    end_reason: str = ""
