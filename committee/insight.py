"""Who may see the people of committees, and in which channel's files a list for somebody is put."""

from committee.errors import CommitteeError
from committee.members import Directory, Person
from committee.rights import Right, may


def is_inside(directory: Directory, person: Person) -> bool:
    """Whether they have a seat in any committee, or choose the people of an organisation.

    Mandates and the tree of bodies are public; names are for those who work together.
    """
    return bool(directory.committees_of(person)) or bool(speaks_for(directory, person))


def require_inside(directory: Directory, person: Person) -> None:
    """Raises CommitteeError("no_seat_anywhere")."""
    if not is_inside(directory, person):
        raise CommitteeError("no_seat_anywhere")


def speaks_for(directory: Directory, person: Person) -> tuple[str, ...]:
    """The organisations whose people they choose (000-10)."""
    return directory.keep("speaks_for", lambda: _by_contact(directory)).get(person.id, ())


def _by_contact(directory: Directory) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for organisation_id, people in directory.contacts.items():
        for person_id in people:
            found[person_id] = (*found.get(person_id, ()), organisation_id)
    return found


def filing_place(directory: Directory, person: Person, about: str, here: str | None) -> str | None:
    """The committee in whose channel a list about `about` is put for them: that one, else the one they ask in, else
    the first of their own; always one where they have a seat and that has a channel. None: there is none."""
    wanted = dict.fromkeys((about, here or about, *directory.committees_of(person)))
    own = (one for one in wanted if one in directory.spaces and directory.member(person, one).seat)
    return next(own, None)


def tends_seats(directory: Directory, person: Person, committee_id: str) -> bool:
    """Whether they look after who sits in the committee: its leader and secretary."""
    return may(directory.member(person, committee_id), Right.SEAT)
