"""Gains are planned and measured; their owner is reminded, and whoever leads the work is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from committee.deadlines import local_day, read_day
from committee.errors import CommitteeError, FormError
from committee.form_checks import require_form_id
from committee.gains import (
    LONGEST,
    GainForm,
    GainView,
    Measurement,
    MeasurementForm,
    PlannedGain,
    gain_faults,
    measurement_faults,
    read_number,
)
from committee.members import Directory, Member
from committee.outbox import Errand
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.rights import Right, require
from committee.workflows.case_follow import case_to_follow, may_follow, remind_on, require_follow
from committee.workflows.errands import show, tell

ABOUT = "gain"
#: The owner is reminded on the day, and once more so long after.
_REMINDED = {"due": timedelta(0), "late": timedelta(days=7)}


def plan_gain(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, form: GainForm, *, gain_id: str,
    now: datetime,
) -> PlannedGain:  # fmt: skip
    """Whoever follows up the case plans a gain; its owner and «prosjektleder» are told. `gain_id` was made when the
    form was opened. Raises FormError, CommitteeError("no_right_follow", "proposal_state", "not_found")."""
    proposal = case_to_follow(tx, actor, proposal_id)
    require_form_id(gain_id)
    if known := next((one for one in gains_of(tx, proposal_id) if one.id == gain_id), None):
        return known
    faults = gain_faults(form, today=local_day(directory.governing(proposal.mandate), now))
    if form.owner not in _may_own(directory, proposal):
        faults["owner"] = "field_no_owner"
    if faults:
        raise FormError(faults, longest=LONGEST)
    gain = PlannedGain(
        id=gain_id, committee_id=proposal.committee_id, about=proposal_id, what=form.what.strip(),
        unit=form.unit.strip(), baseline=read_number(form.baseline) or "", target=read_number(form.target) or "",
        due_on=read_day(form.due_on), owner_id=form.owner, by=actor.person.id, at=now,
    )  # fmt: skip
    details: dict[str, object] = {"what": gain.what, "unit": gain.unit, "baseline": gain.baseline,
                                  "target": gain.target, "owner": gain.owner_id}  # fmt: skip
    _save(tx, directory, actor, gain, "gain.planned", details, now=now)
    _tell(tx, directory, actor, proposal, gain, "gain_planned", (gain.owner_id, proposal.responsible_id), now=now)
    return gain


def _may_own(directory: Directory, proposal: Proposal) -> set[str]:
    """Members, and whoever sits or acts for one of the committee's organisations elsewhere, by person id."""
    here = {one.id for one in directory.governing(proposal.mandate).organisations}
    found = {one.person.id for one in directory.members(proposal.committee_id)}
    found |= {one.person_id for one in directory.seats if one.organisation_id in here}
    return found | {one.id for organisation_id in here for one in directory.contacts_of(organisation_id)}


def measure_gain(
    tx: Transaction, directory: Directory, actor: Member, gain_id: str, form: MeasurementForm, *, measurement_id: str,
    now: datetime,
) -> Measurement:  # fmt: skip
    """The owner, or whoever follows up, enters what was found; «prosjektleder» is told.

    Raises FormError, CommitteeError("no_right_measure", "gain_dropped", "not_found").
    """
    gain, proposal = _of(tx, actor, gain_id)
    _may_measure(gain, proposal, actor)
    if gain.dropped_at:
        raise CommitteeError("gain_dropped")
    require_form_id(measurement_id)
    if known := next((one for one in tx.records_about(Measurement, gain_id) if one.id == measurement_id), None):
        return known
    today = local_day(directory.governing(proposal.mandate), now)
    if faults := measurement_faults(form, today=today):
        raise FormError(faults, longest=LONGEST)
    measured = Measurement(
        id=measurement_id, committee_id=gain.committee_id, about=gain_id, value=read_number(form.value) or "",
        measured_on=read_day(form.measured_on) or today, text=form.text.strip(), by=actor.person.id, at=now,
        was_due_on=gain.due_on,
    )  # fmt: skip
    tx.keep(measured)
    details: dict[str, object] = {"value": measured.value, "measured_on": measured.measured_on.isoformat(),
                                  "text": measured.text}  # fmt: skip
    _save(tx, directory, actor, replace(gain, due_on=read_day(form.next_on)), "gain.measured", details, now=now)
    _tell(tx, directory, actor, proposal, gain, "gain_measured", (proposal.responsible_id, gain.owner_id), now=now)
    return measured


def undo_measurement(tx: Transaction, directory: Directory, actor: Member, gain_id: str, *, now: datetime) -> None:
    """The last measurement is taken back, and awaited again. Raises CommitteeError("no_right_measure", "not_found")."""
    gain, proposal = _of(tx, actor, gain_id)
    _may_measure(gain, proposal, actor)
    standing = measurements_of(tx, gain_id)
    if not standing:
        return
    last = standing[-1]
    tx.keep(replace(last, withdrawn_at=now))
    again = replace(gain, due_on=last.was_due_on)
    _save(tx, directory, actor, again, "gain.measurement_undone", {"value": last.value}, now=now)


def drop_gain(
    tx: Transaction, directory: Directory, actor: Member, gain_id: str, *, drops: bool, now: datetime
) -> PlannedGain:
    """It is followed no longer, or again. Twice changes nothing. Raises CommitteeError("no_right_follow")."""
    gain, proposal = _of(tx, actor, gain_id)
    require_follow(proposal, actor)
    if drops == (gain.dropped_at is not None):
        return gain
    changed = replace(gain, dropped_at=now if drops else None)
    _save(tx, directory, actor, changed, "gain.dropped" if drops else "gain.resumed", {"what": gain.what}, now=now)
    return changed


def look_at_gain(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """The clock reminds the owner; silent when it is measured, dropped, or the day is another."""
    gain = tx.find(PlannedGain, errand.payload["subject_id"])
    if gain.dropped_at or gain.due_on is None or gain.due_on.isoformat() != errand.payload["due_on"]:
        return
    if owner := directory.people.get(gain.owner_id):
        tell(tx, directory.member(owner, gain.committee_id), "gain_due", gain.id, now=now)


def gains_of(tx: Transaction, proposal_id: str) -> Sequence[PlannedGain]:
    """Those that are followed first, in the order they were planned."""
    kept = sorted(tx.records_about(PlannedGain, proposal_id), key=lambda one: one.at)
    return sorted(kept, key=lambda one: one.dropped_at is not None)


def measurements_of(tx: Transaction, gain_id: str) -> Sequence[Measurement]:
    """Those that stand, oldest first."""
    kept = [one for one in tx.records_about(Measurement, gain_id) if one.withdrawn_at is None]
    return sorted(kept, key=lambda one: (one.at, one.id))


def view_gain(tx: Transaction, directory: Directory, member: Member, gain_id: str) -> GainView:
    """Raises CommitteeError("no_seat", "not_found")."""
    gain, proposal = _of(tx, member, gain_id)
    is_owner = member.person.id == gain.owner_id
    measured = tuple((one, directory.name_of(one.by)) for one in measurements_of(tx, gain_id))
    return GainView(
        gain=gain, case_number=proposal.case_number, title=proposal.form.title,
        owner=directory.name_of(gain.owner_id), measured=measured,
        may_measure=is_owner or may_follow(proposal, member), may_change=may_follow(proposal, member),
        may_see_case=member.seat is not None,
    )  # fmt: skip


def _may_measure(gain: PlannedGain, proposal: Proposal, actor: Member) -> None:
    if actor.person.id != gain.owner_id and not may_follow(proposal, actor):
        raise CommitteeError("no_right_measure")


def _of(tx: Transaction, actor: Member, gain_id: str) -> tuple[PlannedGain, Proposal]:
    gain = tx.find(PlannedGain, gain_id)
    if actor.person.id != gain.owner_id:  # who may be from one of the organisations without a seat here
        require(actor, Right.READ)
    if gain.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return gain, tx.proposal(gain.about)


def _tell(
    tx: Transaction, directory: Directory, actor: Member, proposal: Proposal, gain: PlannedGain, card: str,
    people: Sequence[str], *, now: datetime,
) -> None:  # fmt: skip
    for id_ in dict.fromkeys(people):
        if id_ != actor.person.id and (person := directory.people.get(id_)):
            tell(tx, directory.member(person, proposal.committee_id), card, gain.id, now=now)


def _save(
    tx: Transaction, directory: Directory, actor: Member, gain: PlannedGain, action: str, details: dict[str, object],
    *, now: datetime,
) -> None:  # fmt: skip
    tx.keep(gain)
    told = {"gain": gain.id, "due_on": gain.due_on.isoformat() if gain.due_on else "", **details}
    tx.record(gain.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=gain.about, details=told)
    show(tx, gain.committee_id, "proposal", gain.about, now=now)
    if gain.due_on and not gain.dropped_at:
        _remind(tx, directory, gain, gain.due_on, now=now)


def _remind(tx: Transaction, directory: Directory, gain: PlannedGain, due_on: date, *, now: datetime) -> None:
    for stage, after in _REMINDED.items():
        day = due_on + after
        remind_on(tx, directory, gain.committee_id, ABOUT, gain.id, day=day, due_on=due_on, stage=stage, now=now)
