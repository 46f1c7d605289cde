"""The list of steps is set, and each municipality ticks its own; those that are late are reminded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from committee.case_facts import is_anchored
from committee.deadlines import local_day, read_day
from committee.errors import FormError
from committee.form_checks import LONGEST_AHEAD
from committee.introductions import (
    LONGEST,
    MOST_STEPS,
    ONLY_STEP,
    Introduction,
    IntroductionLine,
    IntroductionSteps,
    IntroductionView,
    introduction_id,
    is_introduced,
    listed_steps,
    read_steps,
)
from committee.members import Directory, Member
from committee.outbox import Errand
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.workflows.case_follow import case_to_follow, followed, may_follow, municipality_of, remind_on, sent_by
from committee.workflows.errands import show, tell

ABOUT = "introduction"
#: A municipality that has set no day is reminded so long after it was asked, and once more.
UNPLANNED = "introduction_unplanned"
_UNPLANNED = {"first": timedelta(days=14), "again": timedelta(days=28)}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionForm:
    """What was filled in; days as YYYY-MM-DD, `done` the ids of the steps that are ticked."""

    planned_on: str
    done_on: str
    done: Sequence[str]
    deviation: str


def set_steps(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, steps: str, now: datetime
) -> IntroductionSteps:
    """Leader, secretary and whoever follows up say what each municipality does; no steps is one: «Innført».

    Raises FormError, CommitteeError("no_right_follow", "proposal_state", "not_found").
    """
    proposal = case_to_follow(tx, actor, proposal_id)
    titles = read_steps(steps)
    if len(titles) > MOST_STEPS:
        raise FormError({"steps": "field_too_many_steps"})
    if any(len(one) > LONGEST["step"] for one in titles):
        raise FormError({"steps": "field_step_too_long"})
    known = _steps(tx, proposal_id)
    if known and known.steps == titles:
        return known
    made = IntroductionSteps(
        id=introduction_id(proposal_id), committee_id=proposal.committee_id, about=proposal_id, steps=titles,
        by=actor.person.id, at=now,
    )  # fmt: skip
    tx.keep(made)
    _told(tx, proposal, actor, "introduction.steps", {"steps": list(titles)}, now=now)
    _await_days(tx, directory, proposal, now=now)
    return made


def write_introduction(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, form: IntroductionForm, *, now: datetime
) -> Introduction:
    """A municipality's representative says when it introduces it, what is done and what is otherwise; all can be
    changed back. A day that is put off, or has passed with work left, needs words.

    Raises FormError, CommitteeError("no_right_decide", "no_vote_organisation", "proposal_state", "not_found").
    """
    proposal = followed(tx, actor, proposal_id)
    organisation_id = municipality_of(directory, proposal, actor)
    own, steps = _own(tx, proposal_id, organisation_id), _listed(tx, proposal_id)
    is_first = not steps and not tx.records_about(Introduction, proposal_id)
    made = _read(directory, proposal, own, steps, form, organisation_id=organisation_id, actor=actor, now=now)
    if own and _content(own) == _content(made):
        return own
    tx.keep(made)
    details: dict[str, object] = {
        "organisation": organisation_id, "planned_on": made.planned_on.isoformat() if made.planned_on else "",
        "done": list(made.done), "done_on": made.done_on.isoformat() if made.done_on else "",
        "deviation": made.deviation,
    }  # fmt: skip
    _told(tx, proposal, actor, "introduction.written", details, now=now)
    if is_first:
        _await_days(tx, directory, proposal, now=now)
    if made.planned_on and not is_introduced(made, steps):
        _remind(tx, directory, made, made.planned_on, now=now)
    return made


def _read(
    directory: Directory, proposal: Proposal, own: Introduction | None, steps: tuple[tuple[str, str], ...],
    form: IntroductionForm, *, organisation_id: str, actor: Member, now: datetime,
) -> Introduction:  # fmt: skip
    today = local_day(directory.governing(proposal.mandate), now)
    planned, done_on = read_day(form.planned_on), read_day(form.done_on)
    done = tuple(one for one in (*(id_ for id_, _ in steps), *(() if steps else (ONLY_STEP,))) if one in form.done)
    made = Introduction(
        id=introduction_id(proposal.id, organisation_id), committee_id=proposal.committee_id, about=proposal.id,
        organisation_id=organisation_id, planned_on=planned, done=done, done_on=None,
        deviation=form.deviation.strip(), by=actor.person.id, at=now,
    )  # fmt: skip
    is_done = is_introduced(made, steps)
    if faults := _faults(made, own, form, is_done=is_done, today=today):
        raise FormError(faults, longest=LONGEST)
    if not is_done:
        return made
    return replace(made, done_on=done_on or (own.done_on if own else None) or today)


def _faults(
    made: Introduction, own: Introduction | None, form: IntroductionForm, *, is_done: bool, today: date
) -> dict[str, str]:
    faults: dict[str, str] = {}
    planned = made.planned_on
    if planned is None and (form.planned_on.strip() or not is_done):
        faults["planned_on"] = "field_no_day"
    elif planned and planned > today + LONGEST_AHEAD:
        faults["planned_on"] = "field_day_far"
    if is_done and (read_day(form.done_on) or today) > today:
        faults["done_on"] = "field_day_to_be"
    if len(made.deviation) > LONGEST["deviation"]:
        faults["deviation"] = "field_too_long"
    elif _needs_words(own, planned) and not made.deviation:
        faults["deviation"] = "field_put_off"
    return faults


def _needs_words(own: Introduction | None, planned: date | None) -> bool:
    """A day that is put off, or taken away, is a deviation."""
    return own is not None and own.planned_on is not None and (planned is None or planned > own.planned_on)


def look_at_introduction(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """The clock reminds a municipality whose day has passed; silent when it is introduced, or the day is another."""
    own = tx.find(Introduction, errand.payload["subject_id"])
    if own.planned_on is None or own.planned_on.isoformat() != errand.payload["due_on"]:
        return
    if is_introduced(own, _listed(tx, own.about)):
        return
    show(tx, own.committee_id, "proposal", own.about, now=now)
    for member in sent_by(directory, own.committee_id, own.organisation_id):
        tell(tx, member, "introduction_late", own.about, now=now)


def look_at_unplanned(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """The clock reminds those that have set no day and not introduced it; silent when the case has gone elsewhere."""
    proposal = tx.proposal(errand.payload["subject_id"])
    if not is_anchored(proposal):
        return
    kept = {one.organisation_id: one for one in tx.records_about(Introduction, proposal.id)}
    steps = _listed(tx, proposal.id)
    for one in directory.governing(proposal.mandate).voters:
        record = kept.get(one.id)
        if (record is None or record.planned_on is None) and not is_introduced(record, steps):
            for member in sent_by(directory, proposal.committee_id, one.id):
                tell(tx, member, "introduction_unplanned", proposal.id, now=now)


def view_introduction(
    tx: Transaction, directory: Directory, member: Member, proposal_id: str, *, now: datetime | None = None
) -> IntroductionView:
    """Who is late is told only with `now`. Raises CommitteeError("no_seat", "not_found", "proposal_state")."""
    proposal = followed(tx, member, proposal_id)
    mandate, steps = directory.governing(proposal.mandate), _listed(tx, proposal_id)
    kept = {one.organisation_id: one for one in tx.records_about(Introduction, proposal_id)}
    today, lines = local_day(mandate, now) if now else date.min, []
    for one in mandate.voters:
        record = kept.get(one.id)
        done = is_introduced(record, steps)
        late = bool(record and record.planned_on and record.planned_on < today and not done)
        lines.append(
            IntroductionLine(
                organisation_id=one.id, name=one.name, record=record, by=directory.name_of(record.by) if record else "",
                is_own=one.id == member.organisation_id, is_done=done, is_late=late,
            )
        )  # fmt: skip
    return IntroductionView(
        proposal_id=proposal_id, case_number=proposal.case_number, title=proposal.form.title, steps=steps,
        lines=tuple(lines), may_set=may_follow(proposal, member),
    )  # fmt: skip


def _remind(tx: Transaction, directory: Directory, own: Introduction, planned: date, *, now: datetime) -> None:
    after = planned + timedelta(days=1)
    remind_on(tx, directory, own.committee_id, ABOUT, own.id, day=after, due_on=planned, stage="late", now=now)


def _await_days(tx: Transaction, directory: Directory, proposal: Proposal, *, now: datetime) -> None:
    """Each municipality is to set its day; the first list of steps, or the first day, is the question."""
    today = local_day(directory.governing(proposal.mandate), now)
    for stage, after in _UNPLANNED.items():
        day = today + after
        remind_on(
            tx, directory, proposal.committee_id, UNPLANNED, proposal.id, day=day, due_on=today, stage=stage, now=now
        )


def _listed(tx: Transaction, proposal_id: str) -> tuple[tuple[str, str], ...]:
    return listed_steps(tx.records_about(IntroductionSteps, proposal_id))


def _steps(tx: Transaction, proposal_id: str) -> IntroductionSteps | None:
    return next(iter(tx.records_about(IntroductionSteps, proposal_id)), None)


def _own(tx: Transaction, proposal_id: str, organisation_id: str) -> Introduction | None:
    kept = tx.records_about(Introduction, proposal_id)
    return next((one for one in kept if one.organisation_id == organisation_id), None)


def _content(one: Introduction) -> tuple[object, ...]:
    return (one.planned_on, one.done, one.done_on, one.deviation)


def _told(
    tx: Transaction, proposal: Proposal, actor: Member, action: str, details: dict[str, object], *, now: datetime
) -> None:
    told = {"case": proposal.case_number, **details}
    tx.record(
        proposal.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=proposal.id, details=told
    )
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
