"""The board's calendar is read, and the committee's meetings follow it (002-12)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.meetings import Meeting, MeetingState, NoFreeDay, PlannedTime, plan_time
from committee.members import Directory, Member
from committee.ports import Holidays, Transaction
from committee.proposals import ProposalState, advance
from committee.rights import Right, require
from committee.workflows.errands import CLOCK, LEADERS, post_key, put_in_calendar, show, show_again, tell
from committee.workflows.escalation import find_board_meetings
from committee.workflows.proposals import fill_next_agenda, next_meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardEvent:
    """One meeting of the board as its calendar has it; times aware."""

    calendar_id: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False


@dataclass(slots=True, kw_only=True)
class PlanReport:
    """What planning changed: meeting ids, and the board meetings that have no free day before them."""

    created: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    orphaned: list[str] = field(default_factory=list)
    without_day: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.created or self.moved or self.orphaned)


def plan_meetings(
    tx: Transaction,
    directory: Directory,
    committee_id: str,
    events: Iterable[BoardEvent],
    *,
    until: datetime,
    closed: Holidays,
    now: datetime,
) -> PlanReport:
    """Makes the committee's meetings agree with the board's from `now` to `until`. Twice changes nothing."""
    mandate = directory.mandate(committee_id)
    report = PlanReport()
    if mandate.planning is None:
        return report
    board_id = mandate.planning.before
    _read_board(tx, directory, board_id, tuple(events), until=until, now=now)
    ours = {one.planned_before: one for one in tx.meetings(committee_id) if one.planned_before}
    for board in tx.meetings(board_id):
        if now < board.starts_at < until:
            _follow(tx, directory, mandate, board, ours.get(board.id), report, closed=closed, now=now)
    find_board_meetings(tx, directory, committee_id, now=now)
    fill_next_agenda(tx, committee_id, now=now)
    _show_next(tx, committee_id, now=now)
    return report


def _read_board(
    tx: Transaction,
    directory: Directory,
    board_id: str,
    events: tuple[BoardEvent, ...],
    *,
    until: datetime,
    now: datetime,
) -> None:
    board = directory.mandates.get(board_id)
    known = {one.calendar_id: one for one in tx.meetings(board_id) if one.calendar_id}
    for event in events:
        before = known.pop(event.calendar_id, None)
        base = before or Meeting(
            id=tx.new_id(),
            committee_id=board_id,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            state=MeetingState.PLANNED,
            mandate=board.stamp if board else None,
            calendar_id=event.calendar_id,
        )
        state = MeetingState.CANCELLED if event.cancelled else MeetingState.PLANNED
        after = replace(base, starts_at=event.starts_at, ends_at=event.ends_at, subject=event.subject, state=state)
        if after != before:
            _save(tx, after, "board_meeting.read", now=now)
    for gone in known.values():
        if now < gone.starts_at < until and gone.state is MeetingState.PLANNED:
            _save(tx, replace(gone, state=MeetingState.CANCELLED), "board_meeting.gone", now=now)


def _follow(
    tx: Transaction,
    directory: Directory,
    mandate: Mandate,
    board: Meeting,
    ours: Meeting | None,
    report: PlanReport,
    *,
    closed: Holidays,
    now: datetime,
) -> None:
    if board.state is MeetingState.CANCELLED:
        if ours and ours.state is MeetingState.PLANNED:
            _orphan(tx, directory, ours, report, now=now)
        return
    if ours and ours.state not in (MeetingState.PLANNED, MeetingState.ORPHANED):
        return
    governing = directory.governing(ours.mandate) if ours and ours.mandate else mandate
    rule = governing.planning or mandate.planning
    assert rule is not None
    try:
        time = plan_time(board.starts_at, rule, ZoneInfo(governing.time_zone), closed)
    except NoFreeDay:
        report.without_day.append(board.id)
        return
    if ours is None and time.starts_at > now:
        _create(tx, mandate, board, time, report, now=now)
    elif ours and (ours.starts_at, ours.state) != (time.starts_at, MeetingState.PLANNED):
        _move(tx, ours, time, report, now=now)


def _create(
    tx: Transaction, mandate: Mandate, board: Meeting, time: PlannedTime, report: PlanReport, *, now: datetime
) -> None:
    meeting = Meeting(
        id=tx.new_id(),
        committee_id=mandate.id,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        moved_past=time.moved_past,
        state=MeetingState.PLANNED,
        mandate=mandate.stamp,
        planned_before=board.id,
    )
    _save(tx, meeting, "meeting.planned", now=now)
    put_in_calendar(tx, mandate.id, meeting.id, now=now)
    report.created.append(meeting.id)


def _move(tx: Transaction, ours: Meeting, time: PlannedTime, report: PlanReport, *, now: datetime) -> None:
    moved = replace(
        ours,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        moved_past=time.moved_past,
        state=MeetingState.PLANNED,
    )
    _save(tx, moved, "meeting.moved", now=now)
    put_in_calendar(tx, ours.committee_id, ours.id, now=now)
    show_again(tx, ours.committee_id, "meeting", ours.id, now=now)
    report.moved.append(ours.id)


def _orphan(tx: Transaction, directory: Directory, ours: Meeting, report: PlanReport, *, now: datetime) -> None:
    _save(tx, replace(ours, state=MeetingState.ORPHANED), "meeting.orphaned", now=now)
    for function in LEADERS:
        for member in directory.holders(ours.committee_id, function):
            tell(tx, member, "orphaned", ours.id, now=now)
    report.orphaned.append(ours.id)


def _show_next(tx: Transaction, committee_id: str, *, now: datetime) -> None:
    """The channel has the notice of the next meeting; later ones stand in the calendar until their turn."""
    meeting = next_meeting(tx, committee_id, now=now)
    if meeting and not tx.post(post_key("meeting", meeting.id, committee_id)):
        show(tx, committee_id, "meeting", meeting.id, now=now)


def settle_orphan(
    tx: Transaction, directory: Directory, actor: Member, meeting_id: str, *, keep: bool, now: datetime
) -> Meeting:
    """A person says what becomes of a meeting whose board meeting was cancelled. Repeating changes nothing.

    Raises CommitteeError("no_right_plan", "meeting_not_orphaned").
    """
    require(actor, Right.PLAN)
    meeting = tx.meeting(meeting_id)
    wanted = MeetingState.PLANNED if keep else MeetingState.CANCELLED
    if meeting.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if meeting.state is wanted:
        return meeting
    if meeting.state is not MeetingState.ORPHANED:
        raise CommitteeError("meeting_not_orphaned")
    settled = replace(meeting, state=wanted, planned_before=None if keep else meeting.planned_before)
    _save(tx, settled, f"meeting.{'kept' if keep else 'cancelled'}", now=now, actor_id=actor.person.id)
    put_in_calendar(tx, actor.committee_id, meeting_id, now=now)
    show_again(tx, actor.committee_id, "meeting", meeting_id, now=now)
    if not keep:
        release_agenda(tx, settled, now=now)
    return tx.meeting(meeting_id)


def release_agenda(tx: Transaction, meeting: Meeting, *, now: datetime) -> None:
    """Cases that the meeting did not treat wait for the next one."""
    for proposal_id in meeting.agenda:
        proposal = tx.proposal(proposal_id)
        if proposal.state is ProposalState.ON_AGENDA:
            tx.put_proposal(advance(proposal, ProposalState.READY, meeting_id=None))
            show(tx, meeting.committee_id, "proposal", proposal.id, now=now)
    fill_next_agenda(tx, meeting.committee_id, now=now)
    _show_next(tx, meeting.committee_id, now=now)


def _save(tx: Transaction, meeting: Meeting, action: str, *, now: datetime, actor_id: str = CLOCK) -> None:
    tx.put_meeting(meeting)
    details = {"starts_at": meeting.starts_at.isoformat(), "state": meeting.state.value}
    tx.record(meeting.committee_id, at=now, actor_id=actor_id, action=action, subject_id=meeting.id, details=details)
