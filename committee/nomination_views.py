"""What a card needs to know of nominations and of what is to be done about seats, and what its reader may do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from committee.appointments import Appointment, Nomination, NominationState
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.members import Directory, Person
from committee.nomination_rights import (
    committees_to_fill,
    may_choose,
    may_confirm,
    may_follow,
    places_for,
    rule_of,
    today_in,
)
from committee.ports import Transaction
from committee.seat_matters import Matter, matters_of, seat_matters
from committee.seat_rules import Region, SeatRule
from committee.workflows.notices import recipients


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationView:
    """A nomination as one person sees it."""

    mandate: Mandate
    nomination: Nomination
    #: The line of the composition; None when the mandate no longer has it.
    rule: SeatRule | None
    #: Names; empty when the register has them no more.
    person: str
    organisation: str
    nominated_by: str
    #: The organisation that appoints; empty: nobody but the nominee is asked.
    appointed_by: str
    #: Whose advice is asked, and what each has answered; None: nothing yet.
    advice: tuple[tuple[str, str | None], ...]
    is_nominee: bool
    may_follow: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentView:
    """A seat that was given, or ended, as everyone in the committee may see it."""

    mandate: Mandate
    appointment: Appointment
    person: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsView:
    """What is to be done about one committee's seats, as one person sees it."""

    mandate: Mandate
    matters: tuple[Matter, ...]
    nominations: tuple[NominationView, ...]
    may_nominate: bool
    #: For the sentences: everyone and every region that may be named.
    people: Mapping[str, Person]
    regions: Mapping[str, Region]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesView:
    """A committee in which somebody may choose people, and how many of the seats that are theirs stand empty."""

    mandate: Mandate
    missing: int


def view_nomination(directory: Directory, nomination: Nomination, viewer: Person) -> NominationView:
    """The nomination; whether the viewer may see it is asked before."""
    mandate, rule = directory.mandate(nomination.committee_id), rule_of(directory, nomination)
    answers = {one.consulted: one.answer for one in nomination.consultations}
    return NominationView(
        mandate=mandate,
        nomination=nomination,
        rule=rule,
        person=directory.name_of(nomination.person_id),
        organisation=_organisation(mandate, nomination.organisation_id),
        nominated_by=directory.name_of(nomination.nominated_by),
        appointed_by=_organisation(mandate, rule.appointed_by) if rule and rule.appointed_by else "",
        advice=tuple((one, answers.get(one)) for one in (rule.consulted if rule else ())),
        is_nominee=viewer.id == nomination.person_id,
        may_follow=may_follow(directory, viewer, nomination),
        may_confirm=may_confirm(directory, viewer, nomination),
    )


def require_sight(directory: Directory, nomination: Nomination, viewer: Person) -> None:
    """Raises CommitteeError("no_right_nominate") for one whom the nomination is nothing to."""
    if viewer.id in (nomination.person_id, nomination.nominated_by):
        return
    if not may_follow(directory, viewer, nomination) and not may_confirm(directory, viewer, nomination):
        raise CommitteeError("no_right_nominate")


def view_appointment(directory: Directory, appointment: Appointment) -> AppointmentView:
    """The seat."""
    mandate = directory.mandate(appointment.committee_id)
    return AppointmentView(
        mandate=mandate,
        appointment=appointment,
        person=directory.name_of(appointment.person_id),
        organisation=_organisation(mandate, appointment.organisation_id),
    )


def view_places(directory: Directory, viewer: Person, here: Iterable[str], *, now: datetime) -> tuple[PlacesView, ...]:
    """Where the viewer may nominate, those with empty seats first.

    Raises CommitteeError("no_right_nominate") when it is nowhere.
    """
    found = []
    for committee_id in committees_to_fill(directory, viewer, here):
        mandate = directory.mandate(committee_id)
        places = places_for(directory, viewer, committee_id, today_in(mandate, now))
        if places:
            missing = {(one.rule.id, one.organisation.id if one.rule.each else ""): one.missing for one in places}
            found.append(PlacesView(mandate=mandate, missing=sum(missing.values())))
    if not found:
        raise CommitteeError("no_right_nominate")
    return tuple(sorted(found, key=lambda one: not one.missing))


def view_seats(
    tx: Transaction, directory: Directory, viewer: Person, here: str, *, now: datetime, in_private: bool
) -> tuple[SeatsView, ...]:
    """What is to be done about seats that are the viewer's to look after. Where others read along only of the committee
    `here`, and not who has been asked.

    Raises CommitteeError("no_right_see_seats") when none are.
    """
    places = committees_to_fill(directory, viewer, (here,))
    if not in_private:
        places = [one for one in places if one == here]
    if not places:
        raise CommitteeError("no_right_see_seats")
    found = (_seats(tx, directory, viewer, one, now=now) for one in places)
    return tuple(one if in_private else replace(one, nominations=()) for one in found)


def _seats(tx: Transaction, directory: Directory, viewer: Person, committee_id: str, *, now: datetime) -> SeatsView:
    mandate = directory.mandate(committee_id)
    on = today_in(mandate, now)
    matters = matters_of(tx, directory, committee_id, on)
    waiting = [one for one in tx.nominations(committee_id) if one.is_open]
    views = (view_nomination(directory, one, viewer) for one in waiting)
    return SeatsView(
        mandate=mandate,
        matters=tuple(one for one in matters if may_choose(directory, viewer, committee_id, one.acts or "")),
        nominations=tuple(one for one in views if one.may_follow or one.may_confirm),
        may_nominate=bool(places_for(directory, viewer, committee_id, on)),
        people=directory.people,
        regions=directory.book.regions,
    )


def view_told(
    tx: Transaction, directory: Directory, viewer: Person, committee_ids: Sequence[str], on: date
) -> tuple[SeatsView, ...]:
    """What the viewer has been told of these committees' seats and is still to be acted on."""
    found = []
    for committee_id in committee_ids:
        if committee_id not in directory.mandates:
            continue
        mandate = directory.mandate(committee_id)
        told = {one.key: one for one in tx.notices(committee_id) if one.told_at and one.mended_at is None}
        matters = tuple(
            one
            for one in matters_of(tx, directory, committee_id, on)
            if one.key in told
            and not one.is_under_way
            and viewer in recipients(directory, one, told[one.key].times - 1)
        )
        if matters:
            view = SeatsView(
                mandate=mandate,
                matters=matters,
                nominations=(),
                may_nominate=bool(places_for(directory, viewer, committee_id, on)),
                people=directory.people,
                regions=directory.book.regions,
            )
            found.append(view)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedSeats:
    """What waits for one person about seats, for «venter»."""

    #: They are asked to take a seat.
    to_answer: tuple[NominationView, ...] = ()
    #: They are to agree to somebody who has said yes.
    to_confirm: tuple[NominationView, ...] = ()
    #: Committees in which their organisation has a seat to fill.
    to_fill: tuple[Mandate, ...] = ()
    #: Whether they look after any seats at all.
    has_places: bool = False


#: So many committees are looked through for «venter».
_MOST_AWAITED = 10


def view_awaited(tx: Transaction, directory: Directory, viewer: Person, here: str, *, now: datetime) -> AwaitedSeats:
    """The viewer's own in all committees, and what they are to do as a contact in the first _MOST_AWAITED."""
    asked = [one for one in tx.nominations_of(viewer.id) if one.state is NominationState.ASKED]
    to_confirm, to_fill = [], []
    places = committees_to_fill(directory, viewer, (here,))
    for committee_id in places[:_MOST_AWAITED]:
        mandate = directory.mandate(committee_id)
        waiting = [one for one in tx.nominations(committee_id) if one.is_open]
        accepted = (one for one in waiting if one.state is NominationState.ACCEPTED)
        to_confirm += [one for one in accepted if may_confirm(directory, viewer, one)]
        matters = seat_matters(directory, committee_id, today_in(mandate, now), waiting)
        if any(_awaits(directory, viewer, one) for one in matters):
            to_fill.append(mandate)
    return AwaitedSeats(
        to_answer=tuple(view_nomination(directory, one, viewer) for one in asked if _is_known(directory, one)),
        to_confirm=tuple(view_nomination(directory, one, viewer) for one in to_confirm),
        to_fill=tuple(to_fill),
        has_places=bool(places),
    )


def _awaits(directory: Directory, viewer: Person, matter: Matter) -> bool:
    """A contact sees an empty seat under «venter»; the secretary has «plasser»."""
    return matter.is_to_fill and not matter.is_under_way and viewer in directory.contacts_of(matter.acts or "")


def _is_known(directory: Directory, nomination: Nomination) -> bool:
    return nomination.committee_id in directory.mandates


def _organisation(mandate: Mandate, organisation_id: str) -> str:
    found = mandate.organisation(organisation_id)
    return found.name if found else organisation_id
