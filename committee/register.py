"""Who sits where on a day: the register file's seats, overlaid by the appointments in the database."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date

from committee.appointments import Appointment
from committee.mandate import Mandate
from committee.mandate_book import MandateBook
from committee.members import Directory, Person, Seat, Space
from committee.purposes import purposes_of
from committee.spaces import ChannelBinding
from committee.strategy import StrategyDocument

#: A person's place in a committee: (committee, person).
Place = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What the register file says, whatever the day."""

    people: Mapping[str, Person]
    #: In the file's order, also those that are over or have not begun.
    seats: tuple[Seat, ...]
    spaces: Mapping[str, Space]
    #: Who chooses an organisation's people (000-10): person ids by organisation.
    contacts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Who looks after privacy and security (001-09): person ids by role, by organisation.
    reviewers: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    #: The tenant that the teams are in.
    home_tenant: str = ""


def seats_in_force(
    file_seats: Iterable[Seat], appointments: Iterable[Appointment], on: date
) -> tuple[tuple[Seat, ...], tuple[Seat, ...]]:
    """The seats held on a day, and those that are over or have not begun; both in the file's order, then as appointed.

    From the day it begins an appointment takes the place of the person's seat in the file, also when it is over.
    An elected leader keeps the seat, and the ballot, of the one they represent (000-13), and whoever led before by
    election does so no more. Somebody who would hold two seats in a committee holds the first.
    """
    counting = [one for one in appointments if one.from_on <= (_last_day(one) or date.max)]
    own = [one for one in counting if not one.leads]
    replaced = {(one.committee_id, one.person_id) for one in own if one.from_on <= on}
    seats = [seat for seat in file_seats if _place(seat) not in replaced]
    seats += [_seat(one) for one in own]
    seated = {_place(seat) for seat in seats}
    seats += [_seat(one) for one in counting if one.leads and (one.committee_id, one.person_id) not in seated]
    elected = {one.committee_id: one for one in counting if one.leads and one.from_on <= on}
    led = [_led(seat, elected.get(seat.committee_id), on) for seat in seats]
    return _first_of_each(seat for seat in led if seat.is_held(on)), tuple(s for s in led if not s.is_held(on))


def _first_of_each(held: Iterable[Seat]) -> tuple[Seat, ...]:
    found: dict[Place, Seat] = {}
    for seat in held:
        found.setdefault(_place(seat), seat)
    return tuple(found.values())


def _led(seat: Seat, elected: Appointment | None, on: date) -> Seat:
    """The seat with who leads as the latest election says; without an election as the file says."""
    if elected is None:
        return seat
    leads = seat.person_id == elected.person_id and seat.is_held(on) and on <= (_last_day(elected) or date.max)
    return seat if seat.leads is leads else replace(seat, leads=leads)


def _place(seat: Seat) -> Place:
    return seat.committee_id, seat.person_id


def _last_day(one: Appointment) -> date | None:
    days = [day for day in (one.until_on, one.ended_on) if day is not None]
    return min(days, default=None)


def _seat(one: Appointment) -> Seat:
    return Seat(
        committee_id=one.committee_id,
        person_id=one.person_id,
        function=one.function,
        organisation_id=one.organisation_id,
        is_deputy=one.is_deputy,
        from_on=one.from_on,
        until_on=_last_day(one),
        term_reason=one.term_reason,
        appointment_id=one.id,
    )


def make_directory(
    book: MandateBook,
    register: Register,
    appointments: Iterable[Appointment],
    languages: Mapping[str, str],
    on: date,
    archived: Sequence[Mandate] = (),
    strategy: Iterable[StrategyDocument] = (),
    bindings: Iterable[ChannelBinding] = (),
) -> Directory:
    """All of it as it is on a day. `archived` are versions that once were in force, whatever became of their files.

    What people have chosen themselves goes before the register's language. Somebody who has left the register has no
    seat, whatever the database says.
    """
    in_force = book.in_force(on)
    empty = Directory(
        mandates=in_force,
        people={},
        seats=(),
        spaces=placed(register.spaces, bindings),
        home_tenant=register.home_tenant,
        book=replace(book, archived={one.stamp: one for one in archived}),
        contacts=register.contacts,
        strategy=(*(one for one in strategy if one.is_in_force(on)), *purposes_of(in_force.values())),
        reviewers=register.reviewers,
    )
    return seat_anew(empty, register, appointments, languages, on)


def placed(spaces: Mapping[str, Space], bindings: Iterable[ChannelBinding]) -> Mapping[str, Space]:
    """The committees' places, with the channels that were made or found for those that the file names none for."""
    known = {one.id: one for one in bindings if not one.about}
    return {id_: _place_of(space, known.get(id_)) for id_, space in spaces.items()}


def _place_of(space: Space, bound: ChannelBinding | None) -> Space:
    if space.channel_id or bound is None:
        return space
    return replace(space, team_id=bound.team_id, channel_id=bound.channel_id, is_made=True)


def seat_anew(
    directory: Directory,
    register: Register,
    appointments: Iterable[Appointment],
    languages: Mapping[str, str],
    on: date,
) -> Directory:
    """The same mandates and places with the seats and languages as they are now, as `make_directory` has them."""
    held, other = seats_in_force(register.seats, _of(appointments, register.people.keys()), on)
    people = {one.id: _speaking(one, languages.get(one.id)) for one in register.people.values()}
    return replace(directory, people=people, seats=held, other_seats=other)


def _of(appointments: Iterable[Appointment], people: Set[str]) -> list[Appointment]:
    return [one for one in appointments if one.person_id in people]


def _speaking(person: Person, language: str | None) -> Person:
    return person if language in (None, person.language) else replace(person, language=language)
