"""Minutes: what happened in a meeting, as drafted, worded, approved and published (C10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from committee.briefings import BriefingLine
from committee.groups import ReportBack
from committee.mandate import Mandate, MandateStamp, VotingRules
from committee.voting import Choice, Closing, Outcome, Reason, Tally


class MinutesState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"


LONGEST_WORDING = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One who was there or sent an apology."""

    name: str
    organisation: str
    function: str
    #: Whose place a deputy took.
    deputy_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotLine:
    """One organisation's vote as it stands in the minutes; `choice` None when it did not vote."""

    organisation: str
    weight: int
    choice: Choice | None
    #: Of a split ballot the weight for, against and abstaining.
    parts: tuple[int, int, int] | None = None
    remark: str = ""
    escalation_demanded: bool = False
    #: By the secretary, for a member who had sent it in writing.
    entered: bool = False
    #: Cast by somebody who sat for the organisation no more when the minutes were drafted.
    by_former: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalLine:
    """One who took no part in a case, by which rule, and who took the place (forvaltningsloven § 6 and § 8)."""

    name: str
    organisation: str
    #: A value of `committee.recusals.Paragraph`.
    paragraph: str
    decision: str
    deputy: str = ""
    #: A colleague who voted for the organisation.
    colleague: str = ""
    #: Of a leader: who led the case instead.
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVoting:
    """A voting on the case that decided nothing and was held anew: after a tie, or stopped."""

    tally: Tally
    outcome: Outcome
    reason: Reason
    #: Why one in writing was stopped.
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InWriting:
    """That a case was treated in writing since the last meeting, from when to when."""

    sent_at: datetime
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyRecord:
    """Why a case could not wait, and who said so (000-19)."""

    why_urgent: str
    why_not_wait: str
    declared_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """One case as it was treated; `wording` is the secretary's, all else is from the record."""

    proposal_id: str
    case_number: str
    title: str
    need: str
    recommendation: str
    #: Empty where the mandate keeps them to each organisation (`committee.visibility`).
    ballots: tuple[BallotLine, ...] = ()
    #: Why a lift was demanded, where who did is not shown.
    grounds: tuple[str, ...] = ()
    rules: VotingRules | None = None
    closing: Closing | None = None
    #: Oldest first.
    earlier: tuple[EarlierVoting, ...] = ()
    tally: Tally | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    #: Start of the superior body's meeting that the case was escalated to, UTC.
    escalated_to_name: str = ""
    escalated_at: datetime | None = None
    wording: str = ""
    #: The version of the mandate that governed the case, and the decision behind it.
    mandate: MandateStamp | None = None
    mandate_reference: str = ""
    recusals: tuple[RecusalLine, ...] = ()
    #: Forbehold that the leader had put in the minutes: (name, words).
    reservations: tuple[tuple[str, str], ...] = ()
    #: What those who were heard said, by name; empty of one who did not answer.
    heard: tuple[tuple[str, str], ...] = ()
    #: None: it was treated in the meeting.
    in_writing: InWriting | None = None
    #: None: it was no hastesak.
    urgency: UrgencyRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMandate:
    """A version of the mandate that took effect since the last meeting, and the one before it."""

    mandate: Mandate
    before: Mandate | None
    #: The names of the bodies and regions that the two speak of, by id.
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The minutes of one meeting; times are aware UTC, shown in `time_zone`."""

    id: str
    committee_id: str
    committee_name: str
    meeting_id: str
    mandate_reference: str
    mandate_approved_by: str
    state: MinutesState
    language: str
    time_zone: str
    place: str
    starts_at: datetime
    ended_at: datetime
    chair: str
    secretary: str
    present: tuple[Attendee, ...]
    apologies: tuple[Attendee, ...]
    cases: tuple[CaseRecord, ...]
    #: The version of the mandate that governed the meeting.
    mandate: MandateStamp | None = None
    #: What groups and delegates reported, and what was missing.
    reports: tuple[ReportBack, ...] = ()
    #: What members told each other, given in advance of the meeting (004-08).
    briefings: tuple[BriefingLine, ...] = ()
    #: Oldest first.
    new_mandates: tuple[NewMandate, ...] = ()
    #: The secretary's own paragraph (other matters).
    other: str = ""
    #: SHA-256 of the audit log's last entry when they were approved: a cut tail is found (design.md).
    head_sha256: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None
    pdf_url: str = ""
    docx_url: str = ""

    @property
    def file_stem(self) -> str:
        """`Bestillerutvalget referat 2026-12-16`, safe in SharePoint."""
        return f"{self.committee_name} referat {self.starts_at.astimezone(ZoneInfo(self.time_zone)):%Y-%m-%d}"
