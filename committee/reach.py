"""Which members the bot cannot reach, so that somebody knows before the first vote."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from committee.members import Person, Seat
from committee.team_plan import Note, NoteKind


def unreached(
    seats: Iterable[Seat], people: Mapping[str, Person], *, home_tenant: str, heard: Collection[str]
) -> Iterator[Note]:
    """Whoever holds one of the seats and is not called in to meetings, or cannot be written to, by the seats' order.

    `heard` are the tenants that Teams has been heard from for. The home tenant is told of once elsewhere.
    """
    committees: dict[str, list[str]] = {}
    for seat in seats:
        committees.setdefault(seat.person_id, []).append(seat.committee_id)
    for person_id, of in committees.items():
        person, whose = people[person_id], tuple(dict.fromkeys(of))
        if not person.address:
            yield Note(kind=NoteKind.NO_ADDRESS, id=person_id, name=person.name, committees=whose)
        if person.tenant_id != home_tenant and person.tenant_id not in heard:
            yield Note(kind=NoteKind.NEVER_HEARD, id=person_id, name=person.name, committees=whose)
