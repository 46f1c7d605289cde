"""Orienteringer: what members tell each other in a meeting, collected in advance of it (004-08)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from committee.form_checks import text_faults
from committee.members import Directory, Member
from committee.seat_rules import Function

LONGEST = {"title": 120, "text": 1500}
#: The minutes to speak that one may wish for.
MINUTES = (5, 10, 15, 20, 30)
#: So many of one person's may wait for a meeting.
MOST_EACH = 5
#: Who is asked before each meeting; deputies are not, and may all the same tell something.
_ASKED = (Function.CHAIR, Function.REPRESENTATIVE, Function.HOST_MEMBER, Function.UNION)


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingForm:
    """What was typed."""

    title: str = ""
    text: str = ""
    #: A number of `MINUTES`, or nothing.
    minutes: str = ""
    #: It comes from the member's region, and not from their own organisation (004-11).
    is_regional: bool = False
    #: On whose behalf leader or secretary writes it; empty for one's own.
    person_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """One thing that a member will tell; it waits for the next meeting, whichever that turns out to be."""

    id: str
    committee_id: str
    #: The meeting whose minutes have it; empty until then.
    about: str
    person_id: str
    #: The person's and the organisation's, as they were then.
    name: str
    organisation: str
    title: str
    text: str
    #: To speak; 0 for no wish.
    minutes: int
    #: The region's name, when it comes from there.
    region: str
    given_at: datetime
    #: Leader or secretary who wrote it down for the member.
    entered_by: str = ""
    withdrawn_at: datetime | None = None

    @property
    def waits(self) -> bool:
        return self.withdrawn_at is None and not self.about


@dataclass(frozen=True, slots=True, kw_only=True)
class NoBriefing:
    """A member's «ingenting denne gang»; `about` is the meeting. A briefing that is given later counts instead."""

    id: str
    committee_id: str
    about: str
    person_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingRound:
    """The members have been asked before a meeting, `about`; those who had not answered were reminded once."""

    id: str
    committee_id: str
    about: str
    asked_at: datetime
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingLine:
    """One as saksliste and minutes have it."""

    title: str
    text: str
    name: str
    organisation: str
    minutes: int = 0
    region: str = ""
    #: Written down by leader or secretary.
    is_entered: bool = False


def line_of(briefing: Briefing) -> BriefingLine:
    return BriefingLine(
        title=briefing.title,
        text=briefing.text,
        name=briefing.name,
        organisation=briefing.organisation,
        minutes=briefing.minutes,
        region=briefing.region,
        is_entered=bool(briefing.entered_by),
    )


def round_id(meeting_id: str) -> str:
    """A meeting has one round."""
    return hashlib.sha256(f"briefings:{meeting_id}".encode()).hexdigest()[:32]


def nothing_id(meeting_id: str, person_id: str) -> str:
    """A person says once for a meeting that there is nothing."""
    return hashlib.sha256(f"briefings:{meeting_id}:{person_id}".encode()).hexdigest()[:32]


def form_of(briefing: Briefing) -> BriefingForm:
    return BriefingForm(
        title=briefing.title,
        text=briefing.text,
        minutes=str(briefing.minutes or ""),
        is_regional=bool(briefing.region),
        person_id=briefing.person_id,
    )


def form_faults(form: BriefingForm) -> dict[str, str]:
    """What is wrong, by field; the text may be left empty."""
    faults = text_faults({"title": form.title}, LONGEST)
    if len(form.text) > LONGEST["text"]:
        faults["text"] = "field_too_long"
    if form.minutes not in ("", *map(str, MINUTES)):
        faults["minutes"] = "field_not_chosen"
    return faults


def asked_members(directory: Directory, committee_id: str) -> tuple[Member, ...]:
    """Those who are asked before each meeting."""
    members = directory.members(committee_id)
    return tuple(one for one in members if one.function in _ASKED and one.seat and not one.seat.is_deputy)


def region_of(directory: Directory, member: Member) -> str:
    """The name of the region that the member's organisation sits for (004-20); empty where there is none."""
    organisation = directory.organisation_of(member)
    region = directory.book.regions.get(organisation.region or "") if organisation else None
    return region.name if region else ""
