"""Before each meeting its members are asked for orienteringer, reminded once, and heard in it (004-08)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from committee.briefings import (
    Briefing,
    BriefingLine,
    BriefingRound,
    NoBriefing,
    asked_members,
    line_of,
    round_id,
)
from committee.deadlines import REMIND_BEFORE, working_day_before
from committee.mandate import Mandate
from committee.meetings import Meeting, MeetingState
from committee.members import Directory, Member
from committee.ports import Holidays, Transaction
from committee.urgency import ExtraMeeting
from committee.workflows.errands import CLOCK, show_again, tell

#: Nobody is asked at night, on the committee's own clock.
_MORNING = time(8)
#: Whoever was asked so lately is not reminded yet.
_LEAST_TIME = timedelta(hours=24)


def meeting_ahead(tx: Transaction, committee_id: str, *, now: datetime) -> Meeting | None:
    """The next planned one that has not begun, but for those called for one case alone."""
    extra = _extra(tx, committee_id)
    planned = tx.meetings(committee_id, MeetingState.PLANNED)
    return next((one for one in planned if one.ends_at > now and one.id not in extra), None)


def _extra(tx: Transaction, committee_id: str) -> set[str]:
    return {one.id for one in tx.records(ExtraMeeting, committee_id)}


def begun_at(tx: Transaction, committee_id: str) -> datetime | None:
    """When the meeting that is in session began: what was given before is heard there, and stands."""
    extra = _extra(tx, committee_id)
    running = [one for one in tx.meetings(committee_id, MeetingState.IN_SESSION) if one.id not in extra]
    return running[0].started_at if running else None


def briefings_to(tx: Transaction, meeting: Meeting) -> tuple[BriefingLine, ...]:
    """What stands under «Orienteringer»; nothing in a meeting that is called for one case."""
    return tuple(line_of(one) for one in _heard_in(tx, meeting))


def still_waiting(tx: Transaction, committee_id: str) -> tuple[Briefing, ...]:
    """What is given for the next meeting, as it was given: the one in session has not begun with it."""
    begun = begun_at(tx, committee_id)
    return tuple(one for one in _open(tx, committee_id) if one.waits and (begun is None or one.given_at > begun))


def _open(tx: Transaction, committee_id: str) -> list[Briefing]:
    unheard = [one for one in tx.records(Briefing, committee_id) if not one.about]
    return sorted(unheard, key=lambda one: (one.given_at, one.id))


def _heard_in(tx: Transaction, meeting: Meeting) -> tuple[Briefing, ...]:
    if meeting.state is MeetingState.CANCELLED or meeting.id in _extra(tx, meeting.committee_id):
        return ()
    return tuple(one for one in _before(tx, meeting) if one.waits)


def _before(tx: Transaction, meeting: Meeting) -> tuple[Briefing, ...]:
    started = meeting.started_at
    if started is None:
        return still_waiting(tx, meeting.committee_id)
    return tuple(one for one in _open(tx, meeting.committee_id) if one.given_at <= started)


def note_briefings(tx: Transaction, meeting: Meeting, *, now: datetime) -> None:
    """The meeting has heard what its minutes have, and it does not come up again; nor does what was withdrawn."""
    if meeting.id in _extra(tx, meeting.committee_id):
        return
    for one in _before(tx, meeting):
        tx.keep(replace(one, about=meeting.id))
        if one.waits:
            _record(tx, meeting.committee_id, "briefing.heard", one.id, {"meeting_id": meeting.id}, now=now)


def unanswered(tx: Transaction, directory: Directory, meeting: Meeting) -> tuple[Member, ...]:
    """Those who are asked and have neither given anything nor said that there is nothing."""
    told = {one.person_id for one in tx.records_about(NoBriefing, meeting.id)}
    told |= {one.person_id for one in _heard_in(tx, meeting)}
    members = asked_members(directory, meeting.committee_id)
    return tuple(one for one in members if one.person.id not in told)


def awaiting_briefing(tx: Transaction, directory: Directory, member: Member, *, now: datetime) -> tuple[Meeting, ...]:
    """The meeting that the member has been asked about and has not answered for; at most one."""
    if directory.mandate(member.committee_id).briefings is None or member.seat is None:
        return ()
    meeting = meeting_ahead(tx, member.committee_id, now=now)
    if meeting is None or round_of(tx, meeting.id) is None:
        return ()
    return (meeting,) if member in unanswered(tx, directory, meeting) else ()


def round_of(tx: Transaction, meeting_id: str) -> BriefingRound | None:
    return next((one for one in tx.records_about(BriefingRound, meeting_id)), None)


def look_at_round(
    tx: Transaction, directory: Directory, committee_id: str, *, closed: Holidays, now: datetime
) -> Meeting | None:
    """The meeting whose members are to be asked or reminded now; reads only."""
    mandate, meeting = directory.mandate(committee_id), meeting_ahead(tx, committee_id, now=now)
    if mandate.briefings is None or meeting is None or meeting.starts_at <= now:
        return None
    local, starts = _local(mandate, now), _local(mandate, meeting.starts_at).date()
    known = round_of(tx, meeting.id)
    if local.time() < _MORNING:
        return None
    if known is None:
        return meeting if local.date() >= _asked_on(starts, mandate.briefings.lead, closed) else None
    if known.reminded_at or now < known.asked_at + _LEAST_TIME:
        return None
    return meeting if local.date() >= working_day_before(starts, closed, days=REMIND_BEFORE) else None


def go_round(tx: Transaction, directory: Directory, committee_id: str, *, closed: Holidays, now: datetime) -> None:
    """Asks everybody, or reminds those who have not answered; at another time, or again, it does nothing."""
    meeting = look_at_round(tx, directory, committee_id, closed=closed, now=now)
    if meeting is None:
        return
    known = round_of(tx, meeting.id)
    if known is None:
        made = BriefingRound(id=round_id(meeting.id), committee_id=committee_id, about=meeting.id, asked_at=now)
        _save(tx, made, "briefing.asked", asked_members(directory, committee_id), "briefing_asked", now=now)
        show_again(tx, committee_id, "meeting", meeting.id, now=now)
        return
    missing = unanswered(tx, directory, meeting)
    _save(tx, replace(known, reminded_at=now), "briefing.reminded", missing, "briefing_reminder", now=now)


def _save(
    tx: Transaction, made: BriefingRound, action: str, people: tuple[Member, ...], card: str, *, now: datetime
) -> None:
    tx.keep(made)
    _record(tx, made.committee_id, action, made.about, {"people": [one.person.id for one in people]}, now=now)
    for one in people:
        tell(tx, one, card, made.about, now=now)


def _record(
    tx: Transaction, committee_id: str, action: str, subject_id: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.record(committee_id, at=now, actor_id=CLOCK, action=action, subject_id=subject_id, details=details)


def _asked_on(starts: date, lead: timedelta, closed: Holidays) -> date:
    """So many days before, or on the working day before that."""
    day = starts - lead
    while closed(day):
        day -= timedelta(days=1)
    return day


def _local(mandate: Mandate, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(mandate.time_zone))
