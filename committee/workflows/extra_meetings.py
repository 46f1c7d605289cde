"""The leader calls a meeting for one case that cannot wait, and may take it back before it begins (000-19, C8)."""

from dataclasses import replace
from datetime import datetime

from committee.errors import CommitteeError
from committee.form_checks import require_form_id
from committee.meetings import Meeting, MeetingState
from committee.members import Directory, Member
from committee.ports import Holidays, Transaction
from committee.proposals import Proposal, ProposalState, advance
from committee.recusals import require_lead_of
from committee.rights import Right, require
from committee.urgency import EXTRA_LASTS, ExtraMeeting, ExtraMeetingForm, Urgency, check_extra_meeting
from committee.workflows.errands import put_in_calendar, show, show_again, tell
from committee.workflows.planning import release_agenda
from committee.workflows.procedures import require_ready
from committee.workflows.proposals import take_off_agenda
from committee.workflows.urgency_requests import answer_requests


def call_extra_meeting(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    form: ExtraMeetingForm,
    *,
    meeting_id: str,
    closed: Holidays,
    now: datetime,
) -> ExtraMeeting:
    """A meeting with this case alone, in the calendar and told to all, with both grounds.

    `meeting_id` was made when the form was opened: delivered twice it is one meeting.
    Raises FormError, CommitteeError("no_right_lead", "proposal_not_ready_for_writing").
    """
    proposal = tx.proposal(proposal_id)
    require_form_id(meeting_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    require_lead_of(tx, directory, actor, proposal_id)
    if known := extra_meeting(tx, proposal.committee_id, meeting_id):
        return known
    require_ready(tx, proposal)
    mandate = directory.mandate(proposal.committee_id)
    starts_at = check_extra_meeting(form, mandate, closed, now=now)
    extra = ExtraMeeting(
        id=meeting_id,
        committee_id=proposal.committee_id,
        about=proposal.id,
        urgency=Urgency(
            why_urgent=form.why_urgent.strip(),
            why_not_wait=form.why_not_wait.strip(),
            declared_by=(actor.person.id,),
        ),
        called_at=now,
    )
    meeting = Meeting(
        id=meeting_id,
        committee_id=mandate.id,
        starts_at=starts_at,
        ends_at=starts_at + EXTRA_LASTS,
        state=MeetingState.PLANNED,
        mandate=mandate.stamp,
        agenda=(proposal.id,),
    )
    _put_on(tx, actor, proposal, meeting, extra, now=now)
    for member in directory.members(proposal.committee_id):
        tell(tx, member, "extra_meeting", meeting.id, now=now)
    return extra


def _put_on(
    tx: Transaction, actor: Member, proposal: Proposal, meeting: Meeting, extra: ExtraMeeting, *, now: datetime
) -> None:
    tx.keep(extra)
    tx.put_meeting(meeting)
    if proposal.meeting_id:
        proposal = take_off_agenda(tx, advance(proposal, ProposalState.READY), now=now)
    tx.put_proposal(advance(proposal, ProposalState.ON_AGENDA, meeting_id=meeting.id))
    answer_requests(tx, proposal.id, now=now)
    details = {
        "case": proposal.case_number,
        "starts_at": meeting.starts_at.isoformat(),
        "why_urgent": extra.urgency.why_urgent,
        "why_not_wait": extra.urgency.why_not_wait,
    }
    tx.record(
        meeting.committee_id, at=now, actor_id=actor.person.id, action="meeting.called", subject_id=meeting.id,
        details=details,
    )  # fmt: skip
    put_in_calendar(tx, meeting.committee_id, meeting.id, now=now)
    for card, subject_id in (("meeting", meeting.id), ("proposal", proposal.id)):
        show(tx, meeting.committee_id, card, subject_id, now=now)


def cancel_extra_meeting(
    tx: Transaction, directory: Directory, actor: Member, meeting_id: str, *, now: datetime
) -> Meeting:
    """The leader takes it back before it has begun: out of the calendar, and the case waits for the next meeting.

    Repeating changes nothing. Raises CommitteeError("no_right_lead", "not_found", "extra_meeting_begun").
    """
    require(actor, Right.LEAD)
    if extra_meeting(tx, actor.committee_id, meeting_id) is None:
        raise CommitteeError("not_found")
    meeting = tx.meeting(meeting_id)
    if meeting.state is MeetingState.CANCELLED:
        return meeting
    if meeting.state is not MeetingState.PLANNED:
        raise CommitteeError("extra_meeting_begun")
    cancelled = replace(meeting, state=MeetingState.CANCELLED)
    tx.put_meeting(cancelled)
    tx.record(
        meeting.committee_id, at=now, actor_id=actor.person.id, action="meeting.cancelled", subject_id=meeting_id,
        details={"starts_at": meeting.starts_at.isoformat(), "state": cancelled.state.value},
    )  # fmt: skip
    put_in_calendar(tx, meeting.committee_id, meeting_id, now=now)
    show_again(tx, meeting.committee_id, "meeting", meeting_id, now=now)
    release_agenda(tx, cancelled, now=now)
    for member in directory.members(meeting.committee_id):
        tell(tx, member, "extra_meeting", meeting_id, now=now)
    return cancelled


def extra_meeting(tx: Transaction, committee_id: str, meeting_id: str) -> ExtraMeeting | None:
    """What a meeting was called for; None for an ordinary one, and for one of another committee."""
    try:
        found = tx.find(ExtraMeeting, meeting_id)
    except CommitteeError:
        return None
    return found if found.committee_id == committee_id else None
