"""People, their seats, and where in Teams a committee lives."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from committee.errors import CommitteeError
from committee.mandate import Mandate, MandateStamp, Organisation
from committee.mandate_book import MandateBook
from committee.seat_rules import Function
from committee.strategy import StrategyDocument

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the register; who they are in Teams is (tenant_id, object_id)."""

    id: str
    name: str
    tenant_id: str
    object_id: str
    address: str
    language: str = "nb"
    #: As «kommunalsjef» or «digitaliseringssjef» (000-09, 004-17); empty: not known.
    level: str = ""
    #: What they know of the field, in a few words (000-15).
    background: str = ""
    #: Who they are in other tenants, as a guest or for another employer: (tenant id, object id).
    others: tuple[tuple[str, str], ...] = ()

    def known_in(self, tenant_id: str) -> str:
        """Their object id in a tenant; empty when they have none there."""
        return self.object_id if self.tenant_id == tenant_id else dict(self.others).get(tenant_id, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A place in a committee, held by a person on behalf of an organisation. Days are the committee's own."""

    committee_id: str
    person_id: str
    function: Function
    organisation_id: str
    #: The elected leader keeps the seat, and the ballot, of the one they represent (000-13).
    leads: bool = False
    #: Stands in when a member of the same organisation cannot come (C7); not counted in the composition.
    is_deputy: bool = False
    from_on: date | None = None
    #: The last day of the term.
    until_on: date | None = None
    #: Why the term is another than the mandate's (004-23).
    term_reason: str = ""
    #: The appointment in the database that this seat comes from; empty: the register file.
    appointment_id: str = ""

    def is_held(self, on: date) -> bool:
        """Whether the seat counts on that day."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Where a committee lives in Microsoft 365."""

    committee_id: str
    team_id: str
    #: Empty until the channel is made or found.
    channel_id: str
    #: The mailbox that the committee's meetings stand in.
    calendar: str
    #: The channel was made or found by us; the register names none.
    is_made: bool = False
    #: The committee was taken back: what was sent out is called in, and nothing new is planned.
    is_closing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person seen from one committee; `seat` is None for one who has none there."""

    person: Person
    committee_id: str
    seat: Seat | None

    @property
    def function(self) -> Function | None:
        return self.seat.function if self.seat else None

    @property
    def organisation_id(self) -> str | None:
        return self.seat.organisation_id if self.seat else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Mandates, people, seats and spaces in force on one day: replaced as a whole, never changed.

    Every look-up costs the same however many committees there are.
    """

    #: Those in force, by committee.
    mandates: Mapping[str, Mandate]
    people: Mapping[str, Person]
    #: Those held, in the register's order and then as they were appointed.
    seats: tuple[Seat, ...]
    spaces: Mapping[str, Space]
    #: Every version; empty in a directory that was made without files.
    book: MandateBook = field(default_factory=lambda: MandateBook(versions={}))
    #: Who acts for an organisation when a seat is empty (000-10): person ids by organisation.
    contacts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Who looks after privacy and security in each organisation (001-09): person ids by role, by organisation.
    reviewers: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    #: Seats that are over or have not begun.
    other_seats: tuple[Seat, ...] = ()
    #: Strategies and plans in force.
    strategy: tuple[StrategyDocument, ...] = ()
    #: The tenant that the teams are in.
    home_tenant: str = ""
    _by_identity: dict[tuple[str, str], Person] = field(init=False, repr=False)
    _by_place: dict[tuple[str, str], Seat] = field(init=False, repr=False)
    _committees: dict[str, tuple[str, ...]] = field(init=False, repr=False)
    _members: dict[str, tuple[Member, ...]] = field(init=False, repr=False)
    _by_channel: dict[str, str] = field(init=False, repr=False)
    #: See `keep`.
    _kept: dict[Hashable, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        identities = {one: p for p in self.people.values() for one in ((p.tenant_id, p.object_id), *p.others)}
        object.__setattr__(self, "_by_identity", identities)
        channels = {s.channel_id: s.committee_id for s in self.spaces.values() if s.channel_id}
        object.__setattr__(self, "_by_channel", channels)
        by_place: dict[tuple[str, str], Seat] = {}
        committees: dict[str, list[str]] = {}
        members: dict[str, list[Member]] = {}
        for seat in self.seats:
            by_place.setdefault((seat.committee_id, seat.person_id), seat)
            committees.setdefault(seat.person_id, []).append(seat.committee_id)
            member = Member(person=self.people[seat.person_id], committee_id=seat.committee_id, seat=seat)
            members.setdefault(seat.committee_id, []).append(member)
        object.__setattr__(self, "_by_place", by_place)
        object.__setattr__(self, "_committees", {one: tuple(dict.fromkeys(ids)) for one, ids in committees.items()})
        object.__setattr__(self, "_members", {one: tuple(all_of) for one, all_of in members.items()})

    def mandate(self, committee_id: str) -> Mandate:
        """The one in force. Raises CommitteeError("unknown_committee") when no such committee has a mandate here."""
        try:
            return self.mandates[committee_id]
        except KeyError:
            raise CommitteeError("unknown_committee") from None

    def governing(self, stamp: MandateStamp) -> Mandate:
        """The version that governs what carries the stamp, however many have come since.

        Raises CommitteeError("unknown_committee").
        """
        return self.book.version(stamp) or self.mandate(stamp.committee_id)

    def person(self, tenant_id: str, object_id: str | None) -> Person | None:
        return self._by_identity.get((tenant_id, object_id or ""))

    def name_of(self, person_id: str | None) -> str:
        """Empty for one who is not, or no longer, in the register."""
        person = self.people.get(person_id or "")
        return person.name if person else ""

    def member(self, person: Person, committee_id: str) -> Member:
        return Member(person=person, committee_id=committee_id, seat=self._by_place.get((committee_id, person.id)))

    def members(self, committee_id: str) -> tuple[Member, ...]:
        """All with a seat in the committee, in the register's order."""
        return self._members.get(committee_id, ())

    def holders(self, committee_id: str, function: Function) -> tuple[Member, ...]:
        """Those with the function; an elected leader is a chair and a representative."""
        return tuple(member for member in self.members(committee_id) if _has(member, function))

    def representatives(self, committee_id: str, organisation_id: str) -> tuple[Member, ...]:
        """Those who may cast the organisation's ballot (002-04: one or several share it)."""
        return tuple(
            member
            for member in self.holders(committee_id, Function.REPRESENTATIVE)
            if member.organisation_id == organisation_id
        )

    def contacts_of(self, organisation_id: str) -> tuple[Person, ...]:
        """Who chooses the organisation's people; empty when the register names nobody."""
        return tuple(self.people[one] for one in self.contacts.get(organisation_id, ()))

    def reviewers_of(self, organisation_id: str, role: str) -> tuple[Person, ...]:
        """Who looks at cases for the organisation, as `committee.reviews.ReviewRole`; empty when nobody is named."""
        named = self.reviewers.get(organisation_id, {}).get(role, ())
        return tuple(self.people[one] for one in named)

    def organisation_of(self, member: Member) -> Organisation | None:
        """The one that they sit for, also when only an earlier or a coming version of the mandate has it."""
        if member.organisation_id is None:
            return None
        found = self.mandate(member.committee_id).organisation(member.organisation_id)
        others = (one.organisation(member.organisation_id) for one in self.book.versions.get(member.committee_id, ()))
        return found or next((one for one in others if one), None)

    def committees_of(self, person: Person) -> tuple[str, ...]:
        return self._committees.get(person.id, ())

    def keep(self, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` finds out from this directory alone, worked out once and kept as long as the directory is."""
        if key not in self._kept:
            self._kept[key] = work()
        return self._kept[key]

    @property
    def planned(self) -> tuple[str, ...]:
        """The committees whose meetings follow another body's, when both have their places here."""
        return self.keep("planned", lambda: tuple(one.id for one in self.mandates.values() if self._is_planned(one)))

    def _is_planned(self, mandate: Mandate) -> bool:
        if mandate.planning is None or not {mandate.id, mandate.planning.before} <= self.spaces.keys():
            return False
        return not self.spaces[mandate.id].is_closing

    def seats_of(self, committee_id: str) -> tuple[Seat, ...]:
        """A committee's seats: those held, then those that are over or have not begun."""
        held = tuple(one.seat for one in self.members(committee_id) if one.seat)
        return held + self.keep("other_seats", self._index_others).get(committee_id, ())

    def _index_others(self) -> dict[str, tuple[Seat, ...]]:
        found: dict[str, list[Seat]] = {}
        for seat in self.other_seats:
            found.setdefault(seat.committee_id, []).append(seat)
        return {committee_id: tuple(seats) for committee_id, seats in found.items()}

    def guided_by(self, committee_id: str) -> tuple[StrategyDocument, ...]:
        """The strategies and plans that guide the committee, and its own mandate's points."""
        return self.keep("strategy", self._index_strategy).get(committee_id, ())

    def _index_strategy(self) -> dict[str, tuple[StrategyDocument, ...]]:
        found: dict[str, list[StrategyDocument]] = {}
        for document in self.strategy:
            for committee_id in document.committees:
                found.setdefault(committee_id, []).append(document)
        return {committee_id: tuple(documents) for committee_id, documents in found.items()}

    def committee_in(self, channel_id: str | None) -> str | None:
        """The committee whose channel this is."""
        return self._by_channel.get(channel_id or "")


def _has(member: Member, function: Function) -> bool:
    if function is Function.CHAIR and member.seat is not None and member.seat.leads:
        return True
    return member.function is function
