"""The register with the committees that were set up by chat: what the file says goes before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from committee.mandate_book import MandateBook
from committee.members import Person, Seat, Space
from committee.register import Register
from committee.setups import RosterPerson, Setup


def with_setups(register: Register, setups: Iterable[Setup], book: MandateBook) -> Register:
    """The same register when there are none. A committee that the file has is the file's; so is a person it knows.

    Whoever the file does not know is called `entra:<object id>`. A setup that was taken back gives places only, and
    they take no new meetings. One whose committee has no mandate any more gives nothing.
    """
    giving = [one for one in setups if one.is_placed and one.committee_id in book.versions]
    if not giving:
        return register
    people = dict(register.people)
    ids = {identity: one.id for one in people.values() for identity in ((one.tenant_id, one.object_id), *one.others)}
    seats: list[Seat] = []
    for setup in giving:
        if setup.is_in_force and setup.committee_id not in register.spaces:
            seats += _seats(setup, people, ids)
    return replace(
        register,
        people=people,
        seats=(*register.seats, *seats),
        spaces={**dict(_spaces(giving)), **register.spaces},
        home_tenant=register.home_tenant or giving[0].team.tenant_id,
    )


def _seats(setup: Setup, people: dict[str, Person], ids: dict[tuple[str, str], str]) -> Iterator[Seat]:
    for one in setup.people:
        identity = (one.tenant_id, one.object_id)
        if identity not in ids:
            person = _person(one)
            people[person.id] = person
            ids[identity] = person.id
    tenants: Mapping[str, str] = {one.object_id: one.tenant_id for one in setup.people}
    for seat in setup.seats:
        yield Seat(
            committee_id=setup.committee_id,
            person_id=ids[tenants[seat.object_id], seat.object_id],
            function=seat.function,
            organisation_id=seat.organisation_id,
        )


def _person(one: RosterPerson) -> Person:
    return Person(
        id=f"entra:{one.object_id}",
        name=one.name,
        tenant_id=one.tenant_id,
        object_id=one.object_id,
        address=one.address,
    )


def _spaces(setups: Iterable[Setup]) -> Iterator[tuple[str, Space]]:
    """A body's own setup goes before the place that another gave it."""
    ordered = sorted(setups, key=lambda one: one.is_in_force)
    for is_own in (False, True):
        for setup in ordered:
            for place in setup.places:
                if (place.committee_id == setup.committee_id) is is_own:
                    yield (
                        place.committee_id,
                        Space(
                            committee_id=place.committee_id,
                            team_id=setup.team.group_id,
                            channel_id=place.channel_id,
                            calendar=place.calendar,
                            is_closing=is_own and not setup.is_in_force,
                        ),
                    )
