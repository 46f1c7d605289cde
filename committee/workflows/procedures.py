"""A case is treated in writing between meetings: started, extended, taken to a meeting instead (004-14, 004-15)."""

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from committee.deputies import voters_of
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.meetings import MeetingState
from committee.members import Directory, Member
from committee.outbox import Errand
from committee.ports import Holidays, Transaction
from committee.procedures import (
    REMIND_BEFORE,
    Ending,
    Extension,
    Procedure,
    ProcedureForm,
    Urgency,
    check_new_deadline,
    check_procedure,
    check_texts,
    refuse,
    require_allowed,
    working_day_before,
)
from committee.proposals import Proposal, ProposalState, advance
from committee.rights import Right, require
from committee.voting import Outcome, Reason, Verdict, Voting
from committee.workflows.ballots import voice_of
from committee.workflows.errands import LEADERS, remind_later, show, tell
from committee.workflows.proposals import fill_next_agenda
from committee.workflows.votings import begin_voting

_ID = re.compile(r"[0-9a-f]{32}")
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

    `procedure_id` was made when the form was opened: delivered twice it is one procedure. A hastesak that they declare
    has both grounds (C8: the leader, or whoever keeps the leader's papers).
    Raises FormError, CommitteeError("no_right_plan", "written_not_allowed", "proposal_not_ready_for_writing").
    """
    require(actor, Right.PLAN)
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id or not _ID.fullmatch(procedure_id):
        raise CommitteeError("not_found")
    if known := _known(tx, procedure_id):
        return known
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
    _take_off_agenda(tx, proposal, now=now)
    voting = begin_voting(
        tx, directory, tx.proposal(proposal.id), opened_by=started_by, procedure_id=procedure_id,
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
    _save(tx, procedure, started_by, "procedure.started", details, now=now)
    for member in directory.members(proposal.committee_id):
        tell(tx, member, "procedure_papers", procedure.id, now=now)
    _remind(tx, mandate, procedure, closed, now=now)
    return procedure


def _take_off_agenda(tx: Transaction, proposal: Proposal, *, now: datetime) -> None:
    if proposal.state is not ProposalState.ON_AGENDA or proposal.meeting_id is None:
        return
    meeting = tx.meeting(proposal.meeting_id)
    tx.put_meeting(replace(meeting, agenda=tuple(one for one in meeting.agenda if one != proposal.id)))
    tx.put_proposal(advance(proposal, ProposalState.READY, meeting_id=None))
    show(tx, meeting.committee_id, "meeting", meeting.id, now=now)


def _remind(tx: Transaction, mandate: Mandate, procedure: Procedure, closed: Holidays, *, now: datetime) -> None:
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


def ask_for_extension(
    tx: Transaction, actor: Member, procedure_id: str, ground: str, *, now: datetime, directory: Directory
) -> Procedure:
    """One who may vote asks for more time; the leader and secretary are told. One question at a time.

    Raises FormError, CommitteeError("no_vote_…", "procedure_over", "extension_asked").
    """
    procedure, voting = require_running(tx, actor, procedure_id)
    voice_of(tx, voting, actor)
    if waiting := procedure.open_extension:
        if waiting.asked_by == actor.person.id:
            return procedure
        raise CommitteeError("extension_asked")
    refuse(check_texts({"ground": ground}))
    asked = Extension(asked_by=actor.person.id, asked_at=now, ground=ground.strip())
    procedure = replace(procedure, extensions=(*procedure.extensions, asked))
    _save(tx, procedure, actor.person.id, "procedure.extension_asked", {"ground": asked.ground}, now=now)
    for function in LEADERS:
        for member in directory.holders(procedure.committee_id, function):
            tell(tx, member, "procedure_extension", procedure.id, now=now)
    return procedure


def answer_extension(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    procedure_id: str,
    *,
    closes_on: str,
    answer: str,
    closed: Holidays,
    now: datetime,
) -> Procedure:
    """The leader or secretary gives a new deadline, told to all, or says no with a reason (`closes_on` empty).

    A deadline may be put off without anybody having asked. Repeating changes nothing.
    Raises FormError, CommitteeError("no_right_plan", "procedure_over", "nothing_asked").
    """
    require(actor, Right.PLAN)
    procedure, voting = require_running(tx, actor, procedure_id)
    mandate = directory.governing(voting.mandate)
    waiting = procedure.open_extension
    until = None
    if closes_on:
        until = check_new_deadline(closes_on, mandate, closed, was=procedure.closes_at, now=now)
    elif waiting is None:
        raise CommitteeError("nothing_asked")
    else:
        refuse(check_texts({"answer": answer}))
    given = replace(
        waiting or Extension(asked_by=actor.person.id, asked_at=now, ground=""),
        answered_by=actor.person.id,
        answer=answer.strip(),
        until=until,
    )
    others = tuple(one for one in procedure.extensions if not one.is_open)
    procedure = replace(procedure, extensions=(*others, given), closes_at=until or procedure.closes_at)
    details = {"until": until.isoformat() if until else None, "answer": given.answer}
    _save(tx, procedure, actor.person.id, "procedure.extension_answered", details, now=now)
    if until:
        _put_off(tx, directory, mandate, procedure, replace(voting, closes_at=until), closed, now=now)
    elif person := directory.people.get(given.asked_by):
        tell(tx, directory.member(person, procedure.committee_id), "procedure_no_extension", procedure.id, now=now)
    return procedure


def _put_off(
    tx: Transaction,
    directory: Directory,
    mandate: Mandate,
    procedure: Procedure,
    voting: Voting,
    closed: Holidays,
    *,
    now: datetime,
) -> None:
    tx.put_voting(voting)
    show(tx, procedure.committee_id, "voting", voting.id, now=now)
    for member in directory.members(procedure.committee_id):
        tell(tx, member, "procedure_put_off", procedure.id, now=now)
    _remind(tx, mandate, procedure, closed, now=now)


def demand_meeting(
    tx: Transaction, directory: Directory, actor: Member, procedure_id: str, ground: str, *, now: datetime
) -> Procedure:
    """Anyone who may vote has the case taken to a meeting instead: nothing is decided in writing, and all are told.

    The ballots that were cast stay in the record and count for nothing. Repeating changes nothing.
    Raises FormError, CommitteeError("no_vote_…", "procedure_over").
    """
    procedure = _of(tx, actor, procedure_id)
    if procedure.ending is Ending.MEETING_DEMANDED and procedure.ended_by == actor.person.id:
        return procedure
    procedure, voting = require_running(tx, actor, procedure_id)
    voice_of(tx, voting, actor)
    refuse(check_texts({"ground": ground}))
    procedure = replace(procedure, ending=Ending.MEETING_DEMANDED, ended_by=actor.person.id, end_ground=ground.strip())
    verdict = Verdict(outcome=Outcome.NO_AGREEMENT, reason=Reason.MEETING_DEMANDED)
    tx.put_voting(replace(voting, closed_at=now, closed_by=actor.person.id, verdict=verdict))
    tx.record(
        voting.committee_id, at=now, actor_id=actor.person.id, action="voting.cancelled", subject_id=voting.id,
        details={"ground": procedure.end_ground},
    )  # fmt: skip
    _save(tx, procedure, actor.person.id, "procedure.meeting_demanded", {"ground": procedure.end_ground}, now=now)
    tx.put_proposal(advance(tx.proposal(procedure.about), ProposalState.READY, voting_id=None))
    fill_next_agenda(tx, procedure.committee_id, now=now)
    for card, subject_id in (("voting", voting.id), ("proposal", procedure.about)):
        show(tx, procedure.committee_id, card, subject_id, now=now)
    for member in directory.members(procedure.committee_id):
        tell(tx, member, "procedure_to_meeting", procedure.id, now=now)
    return procedure


def require_running(tx: Transaction, actor: Member, procedure_id: str) -> tuple[Procedure, Voting]:
    """The procedure and its open voting. Raises CommitteeError("not_found", "procedure_over")."""
    procedure = _of(tx, actor, procedure_id)
    voting = tx.voting(procedure.voting_id)
    if not voting.is_open:
        raise CommitteeError("procedure_over")
    return procedure, voting


def _of(tx: Transaction, actor: Member, procedure_id: str) -> Procedure:
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


def _save(
    tx: Transaction, procedure: Procedure, actor_id: str, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.keep(procedure)
    tx.record(
        procedure.committee_id, at=now, actor_id=actor_id, action=action, subject_id=procedure.id, details=details
    )
