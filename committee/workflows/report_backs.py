"""What groups and delegates report to the meetings, and the reminders when they have not."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from committee.groups import REMIND_BEFORE, Delegate, Group, GroupState, ReportBack
from committee.meetings import Meeting
from committee.members import Directory
from committee.outbox import Errand
from committee.ports import Transaction
from committee.workflows.deliveries import finish_errand
from committee.workflows.errands import CLOCK, remind_later, show, show_again, tell
from committee.workflows.proposals import next_meeting

#: The hour of the committee's own clock at which people are reminded.
_MORNING = time(8)


def day_in(directory: Directory, committee_id: str, at: datetime) -> date:
    """The day on the committee's own clock."""
    return at.astimezone(ZoneInfo(directory.mandate(committee_id).time_zone)).date()


def reports_to(tx: Transaction, directory: Directory, meeting: Meeting) -> tuple[ReportBack, ...]:
    """What stands under «Tilbakemeldinger»: reports that no meeting has noted, and those that are missing on its day.

    A municipality's own groups report to nobody here (C14).
    """
    day = day_in(directory, meeting.committee_id, meeting.starts_at)
    groups = [one for one in tx.groups(meeting.committee_id) if not one.is_private]
    return (
        *(_of_group(one, directory) for one in groups if one.awaits_meeting or one.is_due(day)),
        *(
            _of_delegate(one, directory)
            for one in tx.delegates(meeting.committee_id)
            if one.awaits_meeting or one.is_due(day)
        ),
    )


def _of_group(group: Group, directory: Directory) -> ReportBack:
    reported = day_in(directory, group.committee_id, group.reported_at) if group.reported_at else None
    return ReportBack(
        subject_id=group.id,
        kind=group.kind,
        name=group.name,
        who=_names(directory, group.leader_id),
        due_on=group.deadline_on,
        report=group.report,
        reported_on=reported,
    )


def _of_delegate(delegate: Delegate, directory: Directory) -> ReportBack:
    who = _names(directory, delegate.person_id, delegate.adviser_id)
    line = ReportBack(
        subject_id=delegate.id,
        kind=None,
        name=delegate.network,
        who=who,
        due_on=delegate.due_on or delegate.reported_on or delegate.from_on,
    )
    if delegate.awaits_meeting:
        return replace(line, report=delegate.report, reported_on=delegate.reported_on)
    return line


def _names(directory: Directory, *person_ids: str | None) -> tuple[str, ...]:
    people = (directory.people.get(one or "") for one in person_ids)
    return tuple(one.name for one in people if one)


def note_reports(tx: Transaction, meeting: Meeting, heard: tuple[ReportBack, ...], *, now: datetime) -> None:
    """The meeting has heard the reports that its minutes have, and they do not come up again."""
    reported = {one.subject_id for one in heard if one.report}
    for group in tx.groups(meeting.committee_id):
        if group.id in reported:
            tx.put_group(replace(group, noted_in=meeting.id))
            _record(tx, meeting, "group.report_noted", group.id, now=now)
            show(tx, meeting.committee_id, "group", group.id, now=now)
    for delegate in tx.delegates(meeting.committee_id):
        if delegate.id in reported:
            tx.put_delegate(replace(delegate, noted_in=meeting.id))
            _record(tx, meeting, "delegate.report_noted", delegate.id, now=now)


def _record(tx: Transaction, meeting: Meeting, action: str, subject_id: str, *, now: datetime) -> None:
    details = {"meeting_id": meeting.id}
    tx.record(meeting.committee_id, at=now, actor_id=CLOCK, action=action, subject_id=subject_id, details=details)


def show_agenda(tx: Transaction, committee_id: str, *, now: datetime) -> None:
    """The next meeting's card, where it stands, shall show who reports to it."""
    meeting = next_meeting(tx, committee_id, now=now)
    if meeting:
        show_again(tx, committee_id, "meeting", meeting.id, now=now)


def await_report(tx: Transaction, directory: Directory, subject: Group | Delegate, *, now: datetime) -> None:
    """Leaves word to remind: seven days before the report is due, and the day after when it has not come."""
    about, due = ("group", subject.deadline_on) if isinstance(subject, Group) else ("delegate", subject.due_on)
    if due is None:
        return
    zone = ZoneInfo(directory.mandate(subject.committee_id).time_zone)
    soon = datetime.combine(due - REMIND_BEFORE, _MORNING, tzinfo=zone)
    late = datetime.combine(due + timedelta(days=1), _MORNING, tzinfo=zone)
    if soon > now:
        remind_later(tx, subject.committee_id, about, subject.id, stage="soon", due_on=due, now=now, at=soon)
    late = max(late, now)
    remind_later(tx, subject.committee_id, about, subject.id, stage="overdue", due_on=due, now=now, at=late)


def remind(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """Tells the one who is to report, unless the report has come or the day has been changed; once for each errand."""
    about, stage, due = errand.payload["about"], errand.payload["stage"], errand.payload["due_on"]
    subject_id = errand.payload["subject_id"]
    subject = tx.group(subject_id) if about == "group" else tx.delegate(subject_id)
    late = day_in(directory, subject.committee_id, now).isoformat() > due
    if _awaited(subject) == due and late == (stage == "overdue"):
        person_id = subject.leader_id if isinstance(subject, Group) else subject.person_id
        if person := directory.people.get(person_id):
            tell(tx, directory.member(person, subject.committee_id), f"{about}_{stage}", subject.id, now=now)
    finish_errand(tx, errand)


def _awaited(subject: Group | Delegate) -> str:
    if isinstance(subject, Group):
        return subject.deadline_on.isoformat() if subject.state is GroupState.ACTIVE else ""
    return subject.due_on.isoformat() if subject.due_on else ""
