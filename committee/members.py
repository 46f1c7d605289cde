"""People, their seats, and where in Teams a committee lives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from committee.errors import CommitteeError
from committee.mandate import Mandate, Organisation


class Function(StrEnum):
    """What a seat is for; rights follow from it (see `committee.rights`)."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    REPRESENTATIVE = "representative"
    HOST_MEMBER = "host_member"
    UNION = "union"
    OBSERVER = "observer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the register; who they are in Teams is (tenant_id, object_id)."""

    id: str
    name: str
    tenant_id: str
    object_id: str
    address: str
    language: str = "nb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A place in a committee, held by a person on behalf of an organisation."""

    committee_id: str
    person_id: str
    function: Function
    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Where a committee lives in Microsoft 365."""

    committee_id: str
    team_id: str
    channel_id: str
    #: The mailbox that the committee's meetings stand in.
    calendar: str


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
    """Mandates, people, seats and spaces in force: read from files, replaced as a whole, never changed."""

    mandates: Mapping[str, Mandate]
    people: Mapping[str, Person]
    seats: tuple[Seat, ...]
    spaces: Mapping[str, Space]
    _by_identity: dict[tuple[str, str], Person] = field(init=False, repr=False)
    _by_place: dict[tuple[str, str], Seat] = field(init=False, repr=False)
    _committees: dict[str, tuple[str, ...]] = field(init=False, repr=False)
    _by_channel: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_identity", {(p.tenant_id, p.object_id): p for p in self.people.values()})
        object.__setattr__(self, "_by_place", {(s.committee_id, s.person_id): s for s in self.seats})
        object.__setattr__(self, "_by_channel", {s.channel_id: s.committee_id for s in self.spaces.values()})
        committees: dict[str, tuple[str, ...]] = {}
        for seat in self.seats:
            committees[seat.person_id] = (*committees.get(seat.person_id, ()), seat.committee_id)
        object.__setattr__(self, "_committees", committees)

    def mandate(self, committee_id: str) -> Mandate:
        """Raises CommitteeError("unknown_committee") when no such committee has a mandate here."""
        try:
            return self.mandates[committee_id]
        except KeyError:
            raise CommitteeError("unknown_committee") from None

    def person(self, tenant_id: str, object_id: str | None) -> Person | None:
        return self._by_identity.get((tenant_id, object_id or ""))

    def member(self, person: Person, committee_id: str) -> Member:
        return Member(person=person, committee_id=committee_id, seat=self._by_place.get((committee_id, person.id)))

    def members(self, committee_id: str) -> tuple[Member, ...]:
        """All with a seat in the committee, in the register's order."""
        return tuple(
            Member(person=self.people[seat.person_id], committee_id=committee_id, seat=seat)
            for seat in self.seats
            if seat.committee_id == committee_id
        )

    def holders(self, committee_id: str, function: Function) -> tuple[Member, ...]:
        return tuple(member for member in self.members(committee_id) if member.function is function)

    def representatives(self, committee_id: str, organisation_id: str) -> tuple[Member, ...]:
        """Those who may cast the organisation's ballot (002-04: one or several share it)."""
        return tuple(
            member
            for member in self.holders(committee_id, Function.REPRESENTATIVE)
            if member.organisation_id == organisation_id
        )

    def organisation_of(self, member: Member) -> Organisation | None:
        if member.organisation_id is None:
            return None
        return self.mandate(member.committee_id).organisation(member.organisation_id)

    def committees_of(self, person: Person) -> tuple[str, ...]:
        return self._committees.get(person.id, ())

    def committee_in(self, channel_id: str | None) -> str | None:
        """The committee whose channel this is."""
        return self._by_channel.get(channel_id or "")
