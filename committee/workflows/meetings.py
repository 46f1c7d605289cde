"""A meeting is started, attended and ended."""

from dataclasses import replace
from datetime import datetime

from committee.errors import CommitteeError
from committee.meetings import Attendance, Meeting, MeetingState, Presence
from committee.members import Directory, Member
from committee.minutes import Minutes
from committee.ports import Transaction
from committee.rights import Right, require
from committee.workflows.deputies import follow_attendance
from committee.workflows.errands import show
from committee.workflows.minutes import draft_minutes
from committee.workflows.planning import release_agenda


def start_meeting(tx: Transaction, actor: Member, meeting_id: str, *, now: datetime) -> Meeting:
    """The chair opens the meeting and is present. Repeating changes nothing.

    Raises CommitteeError("no_right_lead", "meeting_not_planned", "meeting_in_session").
    """
    require(actor, Right.LEAD)
    meeting = _of(tx, actor, meeting_id)
    if meeting.state is MeetingState.IN_SESSION:
        return meeting
    if meeting.state is not MeetingState.PLANNED:
        raise CommitteeError("meeting_not_planned")
    if tx.meetings(actor.committee_id, MeetingState.IN_SESSION):
        raise CommitteeError("meeting_in_session")
    started = replace(meeting, state=MeetingState.IN_SESSION, started_at=now)
    started = _attend(started, actor, Presence.PRESENT, now)
    _save(tx, started, actor, "meeting.started", {}, now=now)
    return started


def record_attendance(
    tx: Transaction, directory: Directory, actor: Member, meeting_id: str, presence: Presence, *, now: datetime
) -> Meeting:
    """A member says that they are there, or sends an apology before or during the meeting; an apology calls the deputy.

    An apology can be taken back: then they are expected again. Whoever has sent none changes nothing by it.
    Raises CommitteeError("no_seat", "meeting_not_planned", "meeting_not_in_session").
    """
    require(actor, Right.READ)
    meeting = _of(tx, actor, meeting_id)
    if meeting.state not in (MeetingState.PLANNED, MeetingState.IN_SESSION):
        raise CommitteeError("meeting_not_planned")
    if presence is Presence.PRESENT and meeting.state is not MeetingState.IN_SESSION:
        raise CommitteeError("meeting_not_in_session")
    was = meeting.presence_of(actor.person.id)
    if was is presence or (presence is Presence.COMING and was is not Presence.APOLOGY):
        return meeting
    attended = _attend(meeting, actor, presence, now)
    _save(tx, attended, actor, "meeting.attendance", {"presence": presence.value}, now=now)
    follow_attendance(tx, directory, actor, attended, presence, now=now)
    return attended


def end_meeting(
    tx: Transaction, directory: Directory, actor: Member, meeting_id: str, *, now: datetime
) -> tuple[Meeting, Minutes]:
    """The chair ends the meeting; untreated cases wait for the next, and minutes are drafted (C10).

    Raises CommitteeError("no_right_lead", "meeting_not_in_session", "voting_open", "tie_undecided").
    """
    require(actor, Right.LEAD)
    meeting = _of(tx, actor, meeting_id)
    drafted = tx.minutes_of(meeting_id)
    if meeting.state is MeetingState.ENDED and drafted:
        return meeting, drafted
    if meeting.state is not MeetingState.IN_SESSION:
        raise CommitteeError("meeting_not_in_session")
    if any(one.meeting_id == meeting_id for one in tx.votings(actor.committee_id, open_only=True)):
        raise CommitteeError("voting_open")
    _require_ties_decided(tx, meeting)
    ended = replace(meeting, state=MeetingState.ENDED, ended_at=now)
    _save(tx, ended, actor, "meeting.ended", {}, now=now)
    minutes = draft_minutes(tx, directory, ended, now=now)
    release_agenda(tx, ended, now=now)
    return ended, minutes


def _require_ties_decided(tx: Transaction, meeting: Meeting) -> None:
    for proposal in (tx.proposal(one) for one in meeting.agenda):
        voting = tx.voting(proposal.voting_id) if proposal.voting_id else None
        if voting and voting.meeting_id == meeting.id and voting.verdict and voting.verdict.awaits_chair:
            raise CommitteeError("tie_undecided", case=proposal.case_number)


def _attend(meeting: Meeting, actor: Member, presence: Presence, now: datetime) -> Meeting:
    others = tuple(one for one in meeting.attendance if one.person_id != actor.person.id)
    return replace(meeting, attendance=(*others, Attendance(person_id=actor.person.id, presence=presence, at=now)))


def _of(tx: Transaction, actor: Member, meeting_id: str) -> Meeting:
    meeting = tx.meeting(meeting_id)
    if meeting.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return meeting


def _save(
    tx: Transaction, meeting: Meeting, actor: Member, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.put_meeting(meeting)
    tx.record(
        meeting.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=meeting.id, details=details
    )
    show(tx, meeting.committee_id, "meeting", meeting.id, now=now)
