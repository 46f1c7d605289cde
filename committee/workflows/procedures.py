"""A case is treated in writing between meetings: sent out to all at once, and told in the next meeting (004-14)."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from committee.deadlines import REMIND_BEFORE, working_day_before
from committee.deputies import voters_of
from committee.errors import CommitteeError
from committee.form_checks import require_form_id
from committee.mandate import Mandate
from committee.meetings import MeetingState
from committee.members import Directory, Member
from committee.outbox import Errand
from committee.ports import Holidays, Transaction
from committee.procedures import Procedure, ProcedureForm, check_procedure, require_allowed
from committee.proposals import Proposal, ProposalState, advance
from committee.recusals import leads_case, require_not_recused
from committee.rights import Right, require
from committee.urgency import Urgency
from committee.voting import Voting
from committee.workflows.errands import remind_later, tell
from committee.workflows.proposals import take_off_agenda
from committee.workflows.urgency_requests import answer_requests
from committee.workflows.votings import begin_voting

_MORNING = 8


def start_procedure(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    form: ProcedureForm,
    *,
    procedure_id: str,
    closed: Holidays,
    now: datetime,
) -> Procedure:
    """The leader or secretary sends a case that is ready to all members at once, with a deadline to answer by.

    `procedure_id` was made when the form was opened: delivered twice it is one procedure. A hastesak is the leader's to
    declare, with both grounds (C8). Raises FormError, CommitteeError("no_right_plan", "no_right_urgent",
    "written_not_allowed", "proposal_not_ready_for_writing").
    """
    require(actor, Right.PLAN)
    proposal = tx.proposal(proposal_id)
    require_form_id(procedure_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if known := _known(tx, procedure_id):
        return own_procedure(tx, actor, known.id)
    require_not_recused(tx, actor, proposal_id)
    if form.urgent and not leads_case(tx, directory, actor, proposal_id):
        raise CommitteeError("no_right_urgent")
    mandate = directory.governing(proposal.mandate)
    require_allowed(mandate)
    require_ready(tx, proposal)
    closes_at = check_procedure(form, mandate, closed, now=now)
    urgency = _urgency(form, actor.person.id)
    return send_out(
        tx, directory, mandate, proposal, procedure_id=procedure_id, started_by=actor.person.id,
        closes_at=closes_at, message=form.message.strip(), urgency=urgency, closed=closed, now=now,
    )  # fmt: skip


def _known(tx: Transaction, procedure_id: str) -> Procedure | None:
    try:
        return tx.find(Procedure, procedure_id)
    except CommitteeError:
        return None


def _urgency(form: ProcedureForm, declared_by: str) -> Urgency | None:
    if not form.urgent:
        return None
    return Urgency(
        why_urgent=form.why_urgent.strip(), why_not_wait=form.why_not_wait.strip(), declared_by=(declared_by,)
    )


def require_ready(tx: Transaction, proposal: Proposal) -> None:
    """Raises CommitteeError("proposal_not_ready_for_writing") unless it is ready and no meeting has begun on it."""
    if proposal.state is ProposalState.READY:
        return
    on_agenda = proposal.state is ProposalState.ON_AGENDA and proposal.meeting_id
    if not on_agenda or tx.meeting(proposal.meeting_id or "").state is MeetingState.IN_SESSION:
        raise CommitteeError("proposal_not_ready_for_writing")


def send_out(
    tx: Transaction,
    directory: Directory,
    mandate: Mandate,
    proposal: Proposal,
    *,
    procedure_id: str,
    started_by: str,
    closes_at: datetime,
    message: str,
    urgency: Urgency | None,
    closed: Holidays,
    now: datetime,
) -> Procedure:
    """The voting opens, and every member gets papers and ballot in their own chat at the same time."""
    if proposal.meeting_id:
        proposal = take_off_agenda(tx, advance(proposal, ProposalState.READY), now=now)
    voting = begin_voting(
        tx, directory, proposal, opened_by=started_by, procedure_id=procedure_id,
        closes_at=closes_at, now=now,
    )  # fmt: skip
    procedure = Procedure(
        id=procedure_id,
        committee_id=proposal.committee_id,
        about=proposal.id,
        voting_id=voting.id,
        started_by=started_by,
        started_at=now,
        closes_at=closes_at,
        message=message,
        urgency=urgency,
    )
    details: dict[str, object] = {"case": proposal.case_number, "voting": voting.id, "closes_at": closes_at.isoformat()}
    if urgency:
        details["why_urgent"], details["why_not_wait"] = urgency.why_urgent, urgency.why_not_wait
    save_procedure(tx, procedure, started_by, "procedure.started", details, now=now)
    answer_requests(tx, proposal.id, now=now)
    for member in directory.members(proposal.committee_id):
        tell(tx, member, "procedure_papers", procedure.id, now=now)
    remind_in_time(tx, mandate, procedure, closed, now=now)
    return procedure


def remind_in_time(tx: Transaction, mandate: Mandate, procedure: Procedure, closed: Holidays, *, now: datetime) -> None:
    """Two working days before and in the morning of the last day; who is reminded is seen then."""
    zone = ZoneInfo(mandate.time_zone)
    last = procedure.closes_at.astimezone(zone)
    early = working_day_before(last.date(), closed, days=REMIND_BEFORE)
    for stage, day in (("soon", early), ("last_day", last.date())):
        at = datetime.combine(day, last.timetz().replace(hour=_MORNING, minute=0))
        if at > now:
            remind_later(
                tx, procedure.committee_id, "procedure", procedure.id, stage=stage, due_on=last.date(), now=now, at=at
            )


def remind_missing(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """Tells the representatives of the organisations that have not answered, and nobody else (004-15).

    Silent when it is over, or when the deadline has been put off since.
    """
    procedure = tx.find(Procedure, errand.payload["subject_id"])
    voting = tx.voting(procedure.voting_id)
    zone = ZoneInfo(directory.governing(voting.mandate).time_zone)
    last_day = procedure.closes_at.astimezone(zone).date().isoformat()
    if not voting.is_open or now >= voting.closes_at or errand.payload["due_on"] != last_day:
        return
    answered = {one.organisation_id for one in tx.ballots(voting.id)}
    for entry in tx.roll(voting.id):
        if entry.organisation_id not in answered:
            for member in voters_of(directory, voting, entry.organisation_id):
                tell(tx, member, "procedure_reminder", procedure.id, now=now)


def require_running(tx: Transaction, actor: Member, procedure_id: str, *, now: datetime) -> tuple[Procedure, Voting]:
    """The procedure and its open voting. Raises CommitteeError("not_found", "procedure_over")."""
    procedure = own_procedure(tx, actor, procedure_id)
    voting = tx.voting(procedure.voting_id)
    if not voting.is_open or now >= voting.closes_at:
        raise CommitteeError("procedure_over")
    return procedure, voting


def own_procedure(tx: Transaction, actor: Member, procedure_id: str) -> Procedure:
    """Raises CommitteeError("not_found") for that of another committee."""
    procedure = tx.find(Procedure, procedure_id)
    if procedure.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return procedure


def procedures_to_report(tx: Transaction, committee_id: str) -> tuple[Procedure, ...]:
    """Those whose voting was counted and that no meeting's minutes have yet."""
    found = sorted(tx.records(Procedure, committee_id), key=lambda one: (one.started_at, one.id))
    return tuple(
        one for one in found if one.noted_in is None and not one.ending and not tx.voting(one.voting_id).is_open
    )


def note_procedures(tx: Transaction, procedures: tuple[Procedure, ...], meeting_id: str) -> None:
    """A meeting's minutes have them, and they do not come up again."""
    for one in procedures:
        tx.keep(replace(one, noted_in=meeting_id))


def save_procedure(
    tx: Transaction, procedure: Procedure, actor_id: str, action: str, details: dict[str, object], *, now: datetime
) -> None:
    """Kept, and recorded."""
    tx.keep(procedure)
    tx.record(
        procedure.committee_id, at=now, actor_id=actor_id, action=action, subject_id=procedure.id, details=details
    )
