"""Who sits in a committee on a day, organisation by organisation, and which seats nobody has (003-21)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from committee.composition import OpenSeat, open_seats
from committee.mandate import Mandate, Organisation
from committee.members import Directory, Seat
from committee.seat_rules import Function, OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSeat:
    """One person on the list."""

    name: str
    function: Function
    leads: bool
    is_deputy: bool
    #: The first and the last day of the term, where they are known.
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptySeat:
    """Seats that the mandate asks for and nobody holds."""

    function: Function
    missing: int
    #: The organisation that chooses who gets them, by name; empty: not said.
    chosen_by: str
    #: What the mandate calls the seat, where several organisations may fill it.
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSeats:
    """What one organisation has on the list: those who hold seats, those who begin later, and what stands empty."""

    organisation_id: str
    name: str
    kind: OrganisationKind | None
    held: tuple[ListedSeat, ...] = ()
    coming: tuple[ListedSeat, ...] = ()
    empty: tuple[EmptySeat, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberList:
    """The list of a committee as it is at a moment."""

    mandate: Mandate
    at: datetime
    organisations: tuple[OrganisationSeats, ...]
    #: Seats that one of several organisations may fill.
    shared: tuple[EmptySeat, ...] = ()

    @property
    def held_count(self) -> int:
        """How many people hold a seat, deputies included."""
        return sum(len(one.held) for one in self.organisations)

    @property
    def empty_count(self) -> int:
        empty = [seat for one in self.organisations for seat in one.empty]
        return sum(one.missing for one in (*empty, *self.shared))


def list_members(directory: Directory, committee_id: str, *, at: datetime) -> MemberList:
    """The list in the mandate's order; organisations without people or empty seats are left out.

    Raises CommitteeError("unknown_committee").
    """
    mandate = directory.mandate(committee_id)
    on = at.astimezone(ZoneInfo(mandate.time_zone)).date()
    seats = directory.seats_of(committee_id)
    empty = _empty(mandate, seats, on)
    organisations = {one.id: one for one in mandate.organisations}
    ids = dict.fromkeys((*organisations, *(one.organisation_id for one in seats)))
    found = [_organisation(directory, organisations.get(one), one, seats, empty.get(one, ()), on) for one in ids]
    return MemberList(
        mandate=mandate,
        at=at,
        organisations=tuple(one for one in found if one.held or one.coming or one.empty),
        shared=tuple(empty.get(None, ())),
    )


def _organisation(
    directory: Directory,
    organisation: Organisation | None,
    organisation_id: str,
    seats: Iterable[Seat],
    empty: Iterable[EmptySeat],
    on: date,
) -> OrganisationSeats:
    own = [one for one in seats if one.organisation_id == organisation_id]
    return OrganisationSeats(
        organisation_id=organisation_id,
        name=organisation.name if organisation else organisation_id,
        kind=organisation.kind if organisation else None,
        held=tuple(_listed(directory, one) for one in _in_order(own) if one.is_held(on)),
        coming=tuple(_listed(directory, one) for one in _in_order(own) if one.from_on and one.from_on > on),
        empty=tuple(empty),
    )


def _in_order(seats: Iterable[Seat]) -> list[Seat]:
    """Who leads first and deputies last; otherwise as they came."""
    return sorted(seats, key=lambda one: (not _leads(one), one.is_deputy))


def _leads(seat: Seat) -> bool:
    return seat.leads or (seat.function is Function.CHAIR and not seat.is_deputy)


def _listed(directory: Directory, seat: Seat) -> ListedSeat:
    return ListedSeat(
        name=directory.people[seat.person_id].name,
        function=seat.function,
        leads=_leads(seat),
        is_deputy=seat.is_deputy,
        from_on=seat.from_on,
        until_on=seat.until_on,
    )


def _empty(mandate: Mandate, seats: tuple[Seat, ...], on: date) -> dict[str | None, list[EmptySeat]]:
    """By organisation; None: those that several may fill. A mandate without a composition asks for one
    representative of each that has a vote."""
    found: dict[str | None, list[EmptySeat]] = {}
    if mandate.seats:
        for one in open_seats(mandate, seats, on=on):
            found.setdefault(one.organisation_id, []).append(_empty_seat(mandate, one))
        return found
    sent = {one.organisation_id for one in seats if _represents(one) and one.is_held(on)}
    for voter in mandate.voters:
        if voter.id not in sent:
            empty = EmptySeat(function=Function.REPRESENTATIVE, missing=1, chosen_by=voter.name)
            found.setdefault(voter.id, []).append(empty)
    return found


def _represents(seat: Seat) -> bool:
    return seat.function is Function.REPRESENTATIVE and not seat.is_deputy


def _empty_seat(mandate: Mandate, one: OpenSeat) -> EmptySeat:
    chooser = mandate.organisation(one.nominated_by or "")
    rule = next((rule.name for rule in mandate.seats if rule.id == one.rule_id), "")
    return EmptySeat(function=one.function, missing=one.missing, chosen_by=chooser.name if chooser else "", rule=rule)
