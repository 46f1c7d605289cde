"""A seat is given to somebody who has said yes, and ended when they leave; the record keeps both."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from committee.appointments import Appointment, Nomination, NominationState
from committee.errors import CommitteeError, FormError
from committee.form_checks import LONGEST_AHEAD
from committee.members import Directory, Person, Seat
from committee.nomination_rights import as_member, chooser_of_seat, is_contact, may_end, present_seat, today_in
from committee.nominations import LONGEST, check_free_text, day_of_text
from committee.ports import Transaction
from committee.workflows.errands import show, tell


def appoint(
    tx: Transaction, directory: Directory, nomination: Nomination, actor: Person, *, now: datetime
) -> Nomination:
    """The seat is the person's; the channel and whoever nominated them are told."""
    appointment = Appointment(
        id=tx.new_id(),
        committee_id=nomination.committee_id,
        person_id=nomination.person_id,
        function=nomination.function,
        organisation_id=nomination.organisation_id,
        is_deputy=nomination.is_deputy,
        from_on=nomination.from_on,
        until_on=nomination.until_on,
        term_reason=nomination.term_reason,
        origin_id=nomination.id,
    )
    appointed = replace(nomination, state=NominationState.APPOINTED, settled_at=now, settled_by=actor.id)
    tx.put_appointment(appointment)
    tx.put_nomination(appointed)
    details = {
        "nomination": nomination.id,
        "person_id": appointment.person_id,
        "organisation_id": appointment.organisation_id,
        "function": appointment.function.value,
        "is_deputy": appointment.is_deputy,
        "from_on": appointment.from_on.isoformat(),
        "until_on": appointment.until_on.isoformat() if appointment.until_on else "",
    }
    _record(tx, appointment, actor, "seat.appointed", details, now=now)
    _show(tx, directory, appointment, "appointed", now=now)
    nominator = as_member(directory, nomination.nominated_by, nomination.committee_id)
    if nominator and nominator.person.id not in (nomination.person_id, actor.id):
        tell(tx, nominator, "nomination_answered", nomination.id, now=now)
    return appointed


def end_appointment(
    tx: Transaction,
    directory: Directory,
    actor: Person,
    committee_id: str,
    person_id: str,
    *,
    last_day: str,
    reason: str,
    is_told: bool = False,
    now: datetime,
) -> Appointment:
    """A member leaves: the seat counts through the last day, whether it stands in the register file or was given here.

    `last_day` is as typed; the leader and secretary say that the organisation has told it in writing.
    Raises FormError, CommitteeError("not_found", "no_right_end_seat").
    """
    on = today_in(directory.mandate(committee_id), now)
    seat = require_seat(directory, actor, committee_id, person_id, on)
    last = _check_end(directory, actor, seat, on, last_day=last_day, reason=reason, is_told=is_told)
    before = _appointment_of(tx, seat, on, last)
    ended = replace(before, ended_on=last, end_reason=reason.strip())
    if ended == before:
        return ended
    tx.put_appointment(ended)
    details = {"person_id": person_id, "organisation_id": seat.organisation_id, "last_day": last.isoformat()}
    _record(tx, ended, actor, "seat.ended", details, now=now)
    _show(tx, directory, ended, "seat_ended", now=now)
    member = as_member(directory, person_id, committee_id)
    if member and person_id != actor.id:
        tell(tx, member, "seat_ended", ended.id, now=now)
    return ended


def require_seat(directory: Directory, actor: Person, committee_id: str, person_id: str, on: date) -> Seat:
    """The seat that the actor may end. Raises CommitteeError("not_found", "no_right_end_seat")."""
    seat = present_seat(directory, committee_id, person_id, on)
    if seat is None:
        raise CommitteeError("not_found")
    if not may_end(directory, actor, seat, on):
        raise CommitteeError("no_right_end_seat")
    return seat


def _check_end(
    directory: Directory, actor: Person, seat: Seat, on: date, *, last_day: str, reason: str, is_told: bool
) -> date:
    faults: dict[str, str] = {}
    try:
        check_free_text("reason", reason)
    except FormError as error:
        faults.update(error.fields)
    last = day_of_text(last_day)
    if last is None:
        faults["last_day"] = "field_no_day"
    elif not (seat.from_on or on - LONGEST_AHEAD) <= last <= (seat.until_on or on + LONGEST_AHEAD):
        faults["last_day"] = "field_day_outside_term"
    if not is_contact(directory, actor, chooser_of_seat(directory, seat, on)) and not is_told:
        faults["told"] = "nomination_not_told"
    if faults or last is None:
        raise FormError(faults, longest=LONGEST)
    return last


def _appointment_of(tx: Transaction, seat: Seat, on: date, last: date) -> Appointment:
    """The one that gives the seat; for a seat of the register file one that takes its place.

    A leader in the file leads until the last day, and so the file's seat counts until then.
    """
    if seat.appointment_id:
        return tx.appointment(seat.appointment_id)
    begins = last if seat.leads else min(seat.from_on or on, last)
    return Appointment(
        id=tx.new_id(),
        committee_id=seat.committee_id,
        person_id=seat.person_id,
        function=seat.function,
        organisation_id=seat.organisation_id,
        is_deputy=seat.is_deputy,
        from_on=begins,
        until_on=seat.until_on,
        term_reason=seat.term_reason,
        origin_id="",
    )


def _show(tx: Transaction, directory: Directory, appointment: Appointment, card: str, *, now: datetime) -> None:
    if appointment.committee_id in directory.spaces:
        show(tx, appointment.committee_id, card, appointment.id, now=now)


def _record(
    tx: Transaction,
    appointment: Appointment,
    actor: Person,
    action: str,
    details: Mapping[str, object],
    *,
    now: datetime,
) -> None:
    tx.record(
        appointment.committee_id, at=now, actor_id=actor.id, action=action, subject_id=appointment.id, details=details
    )
