"""A case is sent out to be heard, answered, reminded of, given more time, and ended; what was said is on the case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from committee.case_results import leaders_of
from committee.deadlines import REMIND_BEFORE, working_day_before
from committee.errors import CommitteeError, FormError
from committee.form_checks import require_form_id
from committee.hearings import (
    LONGEST,
    Asked,
    CaseInput,
    Hearing,
    HearingForm,
    answerers,
    ask,
    asked_in,
    bodies_to_hear,
    check_hearing,
    check_new_closing,
    inputs_of,
    may_answer,
    open_hearing_of,
    takes_answers,
    unanswered,
)
from committee.mandate import Mandate
from committee.members import Directory, Member, Person
from committee.outbox import Errand
from committee.ports import Holidays, Transaction
from committee.proposals import Proposal, check_text
from committee.recusals import require_not_recused
from committee.referrals import NOT_BEGUN
from committee.rights import Right, require
from committee.workflows.errands import CLOCK, remind_later, show, show_again, tell
from committee.workflows.proposals import hold_back, make_ready

_MORNING = 8
_OVER = "over"


def open_hearing(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    form: HearingForm,
    *,
    hearing_id: str,
    closed: Holidays,
    now: datetime,
) -> Hearing:
    """Leader or secretary asks other bodies, and others outside, about a case, which waits until the hearing is over.

    `hearing_id` was made when the form was opened: delivered twice it is one hearing.
    Raises FormError, CommitteeError("no_right_plan", "proposal_state", "hearing_open", "not_found").
    """
    require(actor, Right.PLAN)
    proposal = tx.proposal(proposal_id)
    require_form_id(hearing_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if known := _known(tx, hearing_id):
        return known
    require_not_recused(tx, actor, proposal_id)
    require_hearable(tx, proposal)
    mandate = directory.governing(proposal.mandate)
    offered = bodies_to_hear(directory, actor.committee_id)
    deadline = check_hearing(form, mandate, closed, offered=offered, now=now)
    hearing = Hearing(
        id=hearing_id,
        committee_id=actor.committee_id,
        about=proposal.id,
        question=form.question.strip(),
        opened_by=actor.person.id,
        opened_at=now,
        closes_at=deadline,
    )
    asked = ask(directory, hearing, form)
    for one in (hearing, *asked):
        tx.keep(one)
    details = {"asked": [one.name for one in asked], "closes_at": deadline.isoformat(), "question": hearing.question}
    _record(tx, hearing, proposal, actor.person.id, "hearing.opened", details, now=now)
    _send_out(tx, directory, hearing, asked, now=now)
    _remind(tx, mandate, hearing, closed, now=now)
    hold_back(tx, proposal.id, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return hearing


def require_hearable(tx: Transaction, proposal: Proposal) -> None:
    """Raises CommitteeError("proposal_state", "hearing_open")."""
    if proposal.state not in NOT_BEGUN:
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    if open_hearing_of(tx, proposal):
        raise CommitteeError("hearing_open")


def _known(tx: Transaction, hearing_id: str) -> Hearing | None:
    try:
        return tx.find(Hearing, hearing_id)
    except CommitteeError:
        return None


def _send_out(
    tx: Transaction, directory: Directory, hearing: Hearing, asked: tuple[Asked, ...], *, now: datetime
) -> None:
    """Each body's channel gets the card, and those who answer for it, or for their organisation, get it themselves."""
    for body in dict.fromkeys(one.committee_id for one in asked if not one.is_outside):
        show(tx, body, "hearing", hearing.id, now=now)
    for one in asked:
        if not one.is_outside:
            _tell(tx, directory, one, "hearing_asked", now=now)


def _tell(tx: Transaction, directory: Directory, asked: Asked, card: str, *, now: datetime) -> None:
    for member in answerers(directory, asked):
        tell(tx, member, card, asked.id, now=now)


def _remind(tx: Transaction, mandate: Mandate, hearing: Hearing, closed: Holidays, *, now: datetime) -> None:
    """Two working days before, in the morning of the last day, and when it is over; who is told is seen then."""
    last = hearing.closes_at.astimezone(ZoneInfo(mandate.time_zone))
    early = working_day_before(last.date(), closed, days=REMIND_BEFORE)
    morning = last.timetz().replace(hour=_MORNING, minute=0)
    days = {"soon": datetime.combine(early, morning), "last_day": datetime.combine(last.date(), morning)}
    for stage, at in {**days, _OVER: hearing.closes_at}.items():
        if at > now:
            remind_later(
                tx, hearing.committee_id, "hearing", hearing.id, stage=stage, due_on=last.date(), now=now, at=at
            )


def look_at_hearing(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """The clock reminds those who have not answered, and nobody else, and ends the hearing at its deadline.

    Silent when it is over, or when the deadline has been put off since.
    """
    hearing = tx.find(Hearing, errand.payload["subject_id"])
    proposal = tx.proposal(hearing.about)
    zone = ZoneInfo(directory.governing(proposal.mandate).time_zone)
    if not hearing.is_open or errand.payload["due_on"] != hearing.closes_at.astimezone(zone).date().isoformat():
        return
    if errand.payload["stage"] == _OVER:
        _end(tx, directory, hearing, proposal, by=CLOCK, ground="", now=now)
        return
    if not takes_answers(proposal):
        return
    missing = unanswered(tx, hearing)
    for one in missing:
        if not one.is_outside:
            _tell(tx, directory, one, "hearing_reminder", now=now)
    if any(one.is_outside for one in missing):
        for leader in leaders_of(directory, hearing.committee_id):
            tell(tx, leader, "hearing_outside", hearing.id, now=now)


def give_input(
    tx: Transaction, directory: Directory, person: Person, asked_id: str, text: str, *, now: datetime
) -> CaseInput:
    """One that is heard answers, or corrects its answer; after the hearing it is marked as late.

    What was said before stays in the record. Repeating changes nothing.
    Raises FormError, CommitteeError("no_right_input", "hearing_over", "not_found").
    """
    asked = tx.find(Asked, asked_id)
    hearing = tx.find(Hearing, asked.about)
    if not may_answer(directory, asked, person):
        raise CommitteeError("no_right_input")
    proposal = tx.proposal(hearing.about)
    if not takes_answers(proposal):
        raise CommitteeError("hearing_over")
    text = check_text("text", text, LONGEST["text"])
    before = inputs_of(tx, hearing).get(asked.id)
    if before and (before.text, before.by) == (text, person.id):
        return before
    given = CaseInput(
        id=asked.id,
        committee_id=hearing.committee_id,
        about=proposal.id,
        hearing_id=hearing.id,
        name=asked.name,
        text=text,
        by=person.id,
        at=now,
        is_late=not hearing.is_open,
        is_entered=asked.is_outside,
    )
    tx.keep(given)
    details = {"name": asked.name, "text": text, "late": given.is_late, "entered": given.is_entered}
    _record(tx, hearing, proposal, person.id, "hearing.answered", details, now=now)
    if not asked.is_outside:
        _record(tx, hearing, proposal, person.id, "hearing.answered", details, body=asked.committee_id, now=now)
    _show_anew(tx, hearing, now=now)
    if hearing.is_open and before is None and not unanswered(tx, hearing):
        for leader in leaders_of(directory, hearing.committee_id):
            tell(tx, leader, "hearing_complete", hearing.id, now=now)
    return given


def _show_anew(tx: Transaction, hearing: Hearing, *, now: datetime) -> None:
    for body in dict.fromkeys(one.committee_id for one in asked_in(tx, hearing) if not one.is_outside):
        show_again(tx, body, "hearing", hearing.id, now=now)
    show_again(tx, hearing.committee_id, "hearing_over", hearing.id, now=now)
    show(tx, hearing.committee_id, "proposal", hearing.about, now=now)


def extend_hearing(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    hearing_id: str,
    *,
    closes_on: str,
    ground: str,
    closed: Holidays,
    now: datetime,
) -> Hearing:
    """Leader or secretary gives more time, with a ground; those who have not answered are told.

    Raises FormError, CommitteeError("no_right_plan", "hearing_over", "not_found").
    """
    hearing, proposal = _running(tx, actor, hearing_id)
    mandate = directory.governing(proposal.mandate)
    ground_fault = _ground_fault(ground)
    try:
        deadline = check_new_closing(closes_on, mandate, closed, was=hearing.closes_at, now=now)
    except FormError as error:
        raise FormError({**error.fields, **ground_fault}, longest=LONGEST) from None
    if ground_fault:
        raise FormError(ground_fault, longest=LONGEST)
    hearing = replace(hearing, closes_at=deadline)
    tx.keep(hearing)
    details = {"closes_at": deadline.isoformat(), "ground": ground.strip()}
    _record(tx, hearing, proposal, actor.person.id, "hearing.extended", details, now=now)
    _show_anew(tx, hearing, now=now)
    for one in unanswered(tx, hearing):
        if not one.is_outside:
            _tell(tx, directory, one, "hearing_extended", now=now)
    _remind(tx, mandate, hearing, closed, now=now)
    return hearing


def _ground_fault(ground: str) -> dict[str, str]:
    if not ground.strip():
        return {"ground": "field_empty"}
    return {"ground": "field_too_long"} if len(ground) > LONGEST["ground"] else {}


def close_hearing(
    tx: Transaction, directory: Directory, actor: Member, hearing_id: str, *, ground: str, now: datetime
) -> Hearing:
    """Leader or secretary ends it before its deadline: with a ground, unless all have answered.

    A repeated delivery changes nothing. Raises FormError, CommitteeError("no_right_plan", "not_found").
    """
    require(actor, Right.PLAN)
    hearing = _of(tx, actor, hearing_id)
    if not hearing.is_open:
        return hearing
    missing = unanswered(tx, hearing)
    fault = _ground_fault(ground) if missing or ground.strip() else {}
    if fault:
        raise FormError(fault, longest=LONGEST)
    proposal = tx.proposal(hearing.about)
    return _end(tx, directory, hearing, proposal, by=actor.person.id, ground=ground.strip(), now=now)


def _end(
    tx: Transaction, directory: Directory, hearing: Hearing, proposal: Proposal, *, by: str, ground: str, now: datetime
) -> Hearing:
    hearing = replace(hearing, ended_at=now, ended_by=by, end_ground=ground)
    tx.keep(hearing)
    missing = [one.name for one in unanswered(tx, hearing)]
    details: dict[str, object] = {"missing": missing, "answers": len(inputs_of(tx, hearing))}
    if ground:
        details["ground"] = ground
    _record(tx, hearing, proposal, by, "hearing.ended", details, now=now)
    show(tx, hearing.committee_id, "hearing_over", hearing.id, now=now)
    _show_anew(tx, hearing, now=now)
    make_ready(tx, proposal.id, now=now)
    return hearing


def _running(tx: Transaction, actor: Member, hearing_id: str) -> tuple[Hearing, Proposal]:
    require(actor, Right.PLAN)
    hearing = _of(tx, actor, hearing_id)
    if not hearing.is_open:
        raise CommitteeError("hearing_over")
    return hearing, tx.proposal(hearing.about)


def _of(tx: Transaction, actor: Member, hearing_id: str) -> Hearing:
    hearing = tx.find(Hearing, hearing_id)
    if hearing.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return hearing


def _record(
    tx: Transaction,
    hearing: Hearing,
    proposal: Proposal,
    actor_id: str,
    action: str,
    details: Mapping[str, object],
    *,
    body: str = "",
    now: datetime,
) -> None:
    """In the committee's record, or that of a body that is heard."""
    tx.record(
        body or hearing.committee_id,
        at=now,
        actor_id=actor_id,
        action=action,
        subject_id=proposal.id,
        details={"case": proposal.case_number, "hearing": hearing.id, **details},
    )
