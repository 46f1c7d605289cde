"""A proposal is sent, assured or sent back, and put on an agenda."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from committee.case_holds import is_held
from committee.errors import CommitteeError
from committee.form_checks import require_form_id
from committee.meetings import Meeting, MeetingState
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import (
    LONGEST_ASSESSMENT,
    LONGEST_REASON,
    LONGEST_RECOMMENDATION,
    Assurance,
    Proposal,
    ProposalForm,
    ProposalState,
    advance,
    check_form,
    check_text,
)
from committee.recusals import require_not_recused
from committee.referrals import asked_from, sent_from
from committee.rights import Right, require
from committee.seat_rules import Function
from committee.urgency import ExtraMeeting
from committee.voting import Reason
from committee.workflows.copies import send_copies
from committee.workflows.errands import show, show_again, tell
from committee.workflows.review_requests import ask_reviewers

#: Where a case is when ROR-IKT has vouched for it and it has not been voted on.
_ASSURED = (ProposalState.ASSURED, ProposalState.READY, ProposalState.ON_AGENDA)


def submit_proposal(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    form: ProposalForm,
    *,
    proposal_id: str,
    catalogue: Mapping[str, str],
    now: datetime,
) -> Proposal:
    """Gives the proposal a case number and sends it to kvalitetssikring (002-01, 002-16).

    `proposal_id` was made when the form was opened, so that a form delivered twice is one proposal.
    Raises FormError, CommitteeError("no_seat", "no_right_propose").
    """
    require(actor, Right.PROPOSE)
    require_form_id(proposal_id)
    known = _find(tx, proposal_id)
    if known is not None:
        return _known(known, actor)
    checked = check_form(form, catalogue)
    mandate = directory.mandate(actor.committee_id)
    year = now.astimezone(ZoneInfo(mandate.time_zone)).year
    proposal = Proposal(
        id=proposal_id,
        committee_id=mandate.id,
        number=tx.next_number(mandate.id, year),
        year=year,
        prefix=mandate.prefix,
        mandate=mandate.stamp,
        form=checked,
        proposer_id=actor.person.id,
        organisation_id=actor.organisation_id or "",
        state=ProposalState.SUBMITTED,
        submitted_at=now,
    )
    _save(tx, directory, actor, proposal, "proposal.submitted", asdict(checked), now=now)
    return proposal


def _find(tx: Transaction, proposal_id: str) -> Proposal | None:
    try:
        return tx.proposal(proposal_id)
    except CommitteeError:
        return None


def _known(known: Proposal, actor: Member) -> Proposal:
    """The same form delivered once more; what is there is changed by `workflows.case_texts`."""
    if known.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if known.proposer_id != actor.person.id:
        raise CommitteeError("not_your_proposal")
    return known


def _save(
    tx: Transaction, directory: Directory, actor: Member, proposal: Proposal, action: str,
    details: dict[str, object], *, now: datetime,
) -> None:  # fmt: skip
    tx.put_proposal(proposal)
    _record(tx, actor, proposal, action, details, now=now)
    send_copies(tx, directory, proposal, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    for assurer in directory.holders(proposal.committee_id, Function.HOST_MEMBER):
        tell(tx, assurer, "assurance", proposal.id, now=now)


def assure_proposal(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    *,
    checked: tuple[str, ...],
    assessment: str,
    recommendation: str,
    now: datetime,
) -> Proposal:
    """ROR-IKT vouches for the proposal and words its innstilling; it goes on the next agenda (001-12, 001-14).

    `checked` are the points of the mandate's checklist, all of them. A repeated delivery changes nothing.
    Raises FormError, CommitteeError("no_right_assure", "proposal_state", "checklist_incomplete").
    """
    require(actor, Right.ASSURE)
    proposal = _of(tx, actor, proposal_id)
    require_not_recused(tx, actor, proposal_id)
    if proposal.assurance and proposal.state in _ASSURED:
        return proposal
    if set(directory.governing(proposal.mandate).checklist) - set(checked):
        raise CommitteeError("checklist_incomplete")
    assurance = Assurance(
        checked=checked,
        assessment=check_text("assessment", assessment, LONGEST_ASSESSMENT),
        recommendation=check_text("recommendation", recommendation, LONGEST_RECOMMENDATION),
        assured_by=actor.person.id,
        assured_at=now,
    )
    proposal = advance(proposal, ProposalState.ASSURED, assurance=assurance)
    tx.put_proposal(proposal)
    details = {"assessment": assurance.assessment, "recommendation": assurance.recommendation}
    _record(tx, actor, proposal, "proposal.assured", details, now=now)
    ask_reviewers(tx, directory, proposal, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return make_ready(tx, proposal_id, now=now)


def make_ready(tx: Transaction, proposal_id: str, *, now: datetime) -> Proposal:
    """An assured case that nothing holds back (`committee.case_holds`) is ready, and goes on the next agenda.

    Whoever ends a hearing or a review calls it; in every other state it changes nothing.
    """
    proposal = tx.proposal(proposal_id)
    if proposal.state is ProposalState.ASSURED and not is_held(tx, proposal):
        tx.put_proposal(advance(proposal, ProposalState.READY))
        fill_next_agenda(tx, proposal.committee_id, now=now)
        show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return tx.proposal(proposal_id)


def hold_back(tx: Transaction, proposal_id: str, *, now: datetime) -> Proposal:
    """A case that was ready waits again, off the agenda, for what has been opened: see `make_ready`."""
    proposal = tx.proposal(proposal_id)
    if proposal.state in (ProposalState.READY, ProposalState.ON_AGENDA):
        tx.put_proposal(take_off_agenda(tx, advance(proposal, ProposalState.ASSURED), now=now))
        show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return tx.proposal(proposal_id)


def take_off_agenda(tx: Transaction, proposal: Proposal, *, now: datetime) -> Proposal:
    """The case without its meeting; it leaves the agenda of one that has not begun, and is for the caller to put."""
    meeting = tx.meeting(proposal.meeting_id) if proposal.meeting_id else None
    if meeting and meeting.state is MeetingState.PLANNED and proposal.id in meeting.agenda:
        agenda = tuple(one for one in meeting.agenda if one != proposal.id)
        tx.put_meeting(replace(meeting, agenda=agenda))
        show_again(tx, meeting.committee_id, "meeting", meeting.id, now=now)
    return replace(proposal, meeting_id=None)


def send_back_proposal(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, reason: str, now: datetime
) -> Proposal:
    """ROR-IKT sends the proposal back with a reason that the proposer is told.

    What a body above has asked about is answered instead, and what a body below has sent goes back to that body with a
    question (`workflows.referral_answers`), so that it knows.
    Raises FormError, CommitteeError("no_right_assure", "proposal_state", "asked_above", "sent_from_below").
    """
    require(actor, Right.ASSURE)
    proposal = _of(tx, actor, proposal_id)
    require_not_recused(tx, actor, proposal_id)
    if asked_from(tx, proposal):
        raise CommitteeError("asked_above")
    if sent_from(tx, proposal):
        raise CommitteeError("sent_from_below")
    text = check_text("reason", reason, LONGEST_REASON)
    if proposal.state is ProposalState.SENT_BACK and proposal.sent_back_reason == text:
        return proposal
    proposal = advance(proposal, ProposalState.SENT_BACK, sent_back_reason=text)
    tx.put_proposal(proposal)
    _record(tx, actor, proposal, "proposal.sent_back", {"reason": text}, now=now)
    proposer = directory.people.get(proposal.proposer_id)
    if proposer:
        tell(tx, directory.member(proposer, proposal.committee_id), "sent_back", proposal.id, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return proposal


def next_meeting(tx: Transaction, committee_id: str, *, now: datetime) -> Meeting | None:
    """The one in session, else the first planned one that has not begun."""
    running = tx.meetings(committee_id, MeetingState.IN_SESSION)
    if running:
        return running[0]
    planned = tx.meetings(committee_id, MeetingState.PLANNED)
    return next((meeting for meeting in planned if meeting.ends_at > now), None)


def _next_open_to_all(tx: Transaction, committee_id: str, *, now: datetime) -> Meeting | None:
    """The next meeting, but for those called for one case alone."""
    meeting = next_meeting(tx, committee_id, now=now)
    if meeting is None or meeting.state is not MeetingState.PLANNED:
        return meeting
    extra = {one.id for one in tx.records(ExtraMeeting, committee_id)}
    planned = tx.meetings(committee_id, MeetingState.PLANNED)
    return next((one for one in planned if one.ends_at > now and one.id not in extra), None)


def fill_next_agenda(tx: Transaction, committee_id: str, *, now: datetime) -> None:
    """Puts every assured case that waits on the next planned meeting's saksliste, by case number; one whose voting was
    stopped in the meeting that is in session comes back to that one."""
    meeting = _next_open_to_all(tx, committee_id, now=now)
    waiting = [one for one in tx.proposals(committee_id) if one.state is ProposalState.READY]
    if meeting is None or not waiting:
        return
    if meeting.state is MeetingState.IN_SESSION:
        waiting = [one for one in waiting if one.id in meeting.agenda and _was_stopped(tx, one, meeting)]
    for proposal in waiting:
        tx.put_proposal(advance(proposal, ProposalState.ON_AGENDA, meeting_id=meeting.id))
        details = {"meeting_id": meeting.id}
        tx.record(
            committee_id, at=now, actor_id="clock", action="proposal.on_agenda", subject_id=proposal.id, details=details
        )
        show(tx, committee_id, "proposal", proposal.id, now=now)
    if waiting:
        new = tuple(one.id for one in waiting if one.id not in meeting.agenda)
        tx.put_meeting(replace(meeting, agenda=meeting.agenda + new))
        show(tx, committee_id, "meeting", meeting.id, now=now)


def _was_stopped(tx: Transaction, proposal: Proposal, meeting: Meeting) -> bool:
    voting = tx.voting(proposal.voting_id) if proposal.voting_id else None
    stopped = voting is not None and voting.verdict is not None and voting.verdict.reason is Reason.TEXT_CORRECTED
    return stopped and voting is not None and voting.meeting_id == meeting.id


def _of(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return proposal


def _record(
    tx: Transaction, actor: Member, proposal: Proposal, action: str, details: Mapping[str, object], *, now: datetime
) -> None:
    tx.record(
        proposal.committee_id,
        at=now,
        actor_id=actor.person.id,
        action=action,
        subject_id=proposal.id,
        details={"case": proposal.case_number, **details},
    )
