"""Who may choose somebody for a seat, and where: the bot never appoints (000-10, 002-04)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from committee.appointments import Nomination
from committee.composition_counts import counts
from committee.errors import CommitteeError
from committee.insight import speaks_for, tends_seats
from committee.mandate import Mandate, Organisation
from committee.members import Directory, Member, Person, Seat
from committee.seat_rules import Function, SeatRule
from committee.seating import Seating, seating

#: So many of somebody's committees are looked through for one card; each is reached by its name too.
MOST_PLACES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a committee's composition, for one of the organisations that it may be filled from."""

    committee_id: str
    rule: SeatRule
    organisation: Organisation
    #: How many the line lacks.
    missing: int

    @property
    def chooser(self) -> str:
        """The organisation that chooses the people (000-15, 002-04)."""
        return chooser_of(self.rule, self.organisation.id)


def chooser_of(rule: SeatRule | None, organisation_id: str) -> str:
    """The organisation that chooses who sits for `organisation_id` under the line."""
    return (rule.nominated_by if rule else None) or organisation_id


def is_contact(directory: Directory, person: Person, organisation_id: str) -> bool:
    """Whether the person acts for the organisation."""
    return organisation_id in speaks_for(directory, person)


def may_choose(directory: Directory, person: Person, committee_id: str, chooser: str) -> bool:
    """The organisation's contacts; the committee's leader and secretary enter what it has told in writing."""
    return is_contact(directory, person, chooser) or tends_seats(directory, person, committee_id)


def may_confirm(directory: Directory, person: Person, nomination: Nomination) -> bool:
    """Contacts of whoever appoints here (004-16), and the leader and secretary."""
    rule = rule_of(directory, nomination)
    if rule is None or rule.appointed_by is None:
        return False
    return may_choose(directory, person, nomination.committee_id, rule.appointed_by)


def may_follow(directory: Directory, person: Person, nomination: Nomination) -> bool:
    """Whether they may see where the nomination stands, remind and withdraw."""
    chooser = chooser_of(rule_of(directory, nomination), nomination.organisation_id)
    return may_choose(directory, person, nomination.committee_id, chooser)


def rule_of(directory: Directory, nomination: Nomination) -> SeatRule | None:
    """The line in the mandate in force; None when it is gone."""
    mandate = directory.mandates.get(nomination.committee_id)
    return next((one for one in mandate.seats if one.id == nomination.rule_id), None) if mandate else None


def today_in(mandate: Mandate, now: datetime) -> date:
    """The day on the committee's own clock."""
    return now.astimezone(ZoneInfo(mandate.time_zone)).date()


def seating_of(directory: Directory, committee_id: str, on: date) -> Seating:
    """Who sits under which line, worked out once for each directory and day."""
    mandate = directory.mandate(committee_id)
    return directory.keep(("seating", committee_id, on), lambda: seating(mandate, directory.seats_of(committee_id), on))


def places_for(directory: Directory, person: Person, committee_id: str, on: date) -> tuple[Place, ...]:
    """Where the person may nominate in the committee, empty seats first, else in the mandate's order."""
    sat = seating_of(directory, committee_id, on)
    mine = [one for one in _places(sat) if may_choose(directory, person, committee_id, one.chooser)]
    return tuple(sorted(mine, key=lambda one: not one.missing))


def _places(sat: Seating) -> Iterator[Place]:
    for count in counts(sat):
        for one in count.organisations:
            yield Place(committee_id=sat.mandate.id, rule=count.rule, organisation=one, missing=count.missing)


def committees_to_fill(directory: Directory, person: Person, here: Iterable[str]) -> list[str]:
    """The committees in which the person may choose somebody: those `here` first, then where they look after the
    seats, then their organisations' own; at most MOST_PLACES."""
    own = [one for one in directory.committees_of(person) if tends_seats(directory, person, one)]
    index = directory.keep("bodies_by_chooser", lambda: _by_chooser(directory))
    spoken = [one for organisation_id in speaks_for(directory, person) for one in index.get(organisation_id, ())]
    related = {*own, *spoken}
    near = [one for one in here if one in related]
    return list(dict.fromkeys((*near, *own, *spoken)))[:MOST_PLACES]


def _by_chooser(directory: Directory) -> dict[str, list[str]]:
    """Of the bodies that have a place here: a mandate whose body others run is nobody's to fill."""
    found: dict[str, list[str]] = {}
    for mandate in directory.mandates.values():
        if mandate.seats and mandate.id in directory.spaces:
            for one in mandate.organisations:
                found.setdefault(one.id, []).append(mandate.id)
    return found


def require_place(directory: Directory, person: Person, committee_id: str, on: date) -> tuple[Place, ...]:
    """Raises CommitteeError("no_right_nominate") when the person may choose nobody here."""
    places = places_for(directory, person, committee_id, on)
    if not places:
        raise CommitteeError("no_right_nominate")
    return places


def who_acts(directory: Directory, committee_id: str, organisation_id: str | None) -> tuple[Person, ...]:
    """Whom a matter is told: the organisation's contacts, else the committee's secretary, else its leader, else those
    of the body above; nobody when there are none."""
    contacts = directory.contacts_of(organisation_id) if organisation_id else ()
    return contacts or who_leads(directory, committee_id)


def who_leads(directory: Directory, committee_id: str) -> tuple[Person, ...]:
    """The secretary, else the leader, else those of the body above."""
    for body in (committee_id, directory.mandate(committee_id).superior):
        for function in (Function.SECRETARY, Function.CHAIR):
            found = directory.holders(body, function) if body else ()
            if found:
                return tuple(one.person for one in found)
    return ()


def present_seat(directory: Directory, committee_id: str, person_id: str, on: date) -> Seat | None:
    """The seat that somebody has on the day, or else the first that they are to have."""
    own = [one for one in directory.seats_of(committee_id) if one.person_id == person_id]
    held = next((one for one in own if one.is_held(on)), None)
    coming = [one for one in own if one.from_on is not None and one.from_on > on]
    return held or min(coming, key=lambda one: one.from_on or on, default=None)


def chooser_of_seat(directory: Directory, seat: Seat, on: date) -> str:
    """The organisation that chooses who has the seat."""
    return chooser_of(seating_of(directory, seat.committee_id, on).rule_of(seat), seat.organisation_id)


def may_end(directory: Directory, person: Person, seat: Seat, on: date) -> bool:
    """Whoever chooses for the seat, and the committee's leader and secretary."""
    return may_choose(directory, person, seat.committee_id, chooser_of_seat(directory, seat, on))


def as_member(directory: Directory, person_id: str, committee_id: str) -> Member | None:
    """The person seen from the committee; None when they have left the register."""
    person = directory.people.get(person_id)
    return directory.member(person, committee_id) if person else None
