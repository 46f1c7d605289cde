"""A committee set up by chat: what an administrator has answered so far, and what there is to answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from committee.mandate import Mandate
from committee.members import Directory
from committee.seat_rules import ChairBy, Function
from committee.seating import accepts


class SetupStep(StrEnum):
    """What is asked about, in this order."""

    COMMITTEE = "committee"
    CHANNELS = "channels"
    PEOPLE = "people"
    CALENDARS = "calendars"
    REVIEW = "review"


STEPS = tuple(SetupStep)


class SetupState(StrEnum):
    OPEN = "open"
    #: The committee is in force as answered; later answers hold at once.
    STARTED = "started"
    #: It was started and taken back, and may be started anew: its places are kept so that meetings can be cancelled.
    TAKEN_BACK = "taken_back"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMet:
    """A team that the app was added to; `id` is Teams' own, as `19:…@thread.tacv2`."""

    id: str
    committee_id: str = ""
    about: str = ""
    #: Its object id in Entra.
    group_id: str
    tenant_id: str
    name: str
    service_url: str
    met_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPerson:
    """A member of the team, as Teams names them."""

    object_id: str
    tenant_id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChannel:
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where a body shall live: its channel, and the mailbox that its meetings stand in; empty: not answered."""

    committee_id: str
    channel_id: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSeat:
    function: Function
    organisation_id: str
    object_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatQuestion:
    """Who holds a function for an organisation."""

    function: Function
    organisation_id: str
    organisation: str
    #: One person only.
    is_single: bool = False
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The answers so far; they are kept until the committee is started, and hold from then on."""

    id: str
    #: Empty until it is chosen.
    committee_id: str = ""
    about: str = ""
    team: TeamMet
    begun_at: datetime
    step: SetupStep = SetupStep.COMMITTEE
    state: SetupState = SetupState.OPEN
    channels: tuple[TeamChannel, ...] = ()
    #: Who may be named; read when they are asked for, and forgotten when they have been named.
    roster: tuple[RosterPerson, ...] = ()
    #: The committee's own, then those of bodies above it that had none.
    places: tuple[Placing, ...] = ()
    seats: tuple[NamedSeat, ...] = ()
    #: Those who are named.
    people: tuple[RosterPerson, ...] = ()
    #: How many of the other body's meetings stand in its calendar; None: not looked, or the committee follows nobody's.
    meetings_seen: int | None = None

    @property
    def is_in_force(self) -> bool:
        return self.state is SetupState.STARTED

    @property
    def is_placed(self) -> bool:
        """Whether it gives the committee a place in Teams."""
        return self.state in (SetupState.STARTED, SetupState.TAKEN_BACK)

    def place(self, committee_id: str) -> Placing:
        found = next((one for one in self.places if one.committee_id == committee_id), None)
        return found or Placing(committee_id=committee_id)

    def named(self, question: SeatQuestion) -> tuple[RosterPerson, ...]:
        """Who is named for the question, in the order they were."""
        known = {one.object_id: one for one in self.people}
        asked = (question.function, question.organisation_id)
        return tuple(known[one.object_id] for one in self.seats if (one.function, one.organisation_id) == asked)


def offered(directory: Directory, setups: Sequence[Setup], own: str = "") -> tuple[Mandate, ...]:
    """Committees that may be set up, by name: neither the register file nor another setup than `own` has them.

    One above which another body is missing that itself answers to somebody waits until that one is set up.
    """
    live = [one for one in setups if one.state is not SetupState.DROPPED]
    taken = directory.spaces.keys() - {place.committee_id for one in live for place in one.places}
    taken |= {one.committee_id for one in live if one.id != own}
    free = [one for one in directory.mandates.values() if one.id not in taken and _can_stand(directory, one)]
    return tuple(sorted(free, key=lambda one: one.name.casefold()))


def _can_stand(directory: Directory, mandate: Mandate) -> bool:
    missing = [directory.mandates.get(one) for one in mandate.bodies_above if one not in directory.spaces]
    return all(one is not None and not one.bodies_above for one in missing)


def bodies_to_place(setup: Setup, directory: Directory) -> tuple[Mandate, ...]:
    """The committee itself, and those above it that have no place but what this setup gives them."""
    own = directory.mandate(setup.committee_id)
    given = {one.committee_id for one in setup.places}
    above = [one for one in own.bodies_above if one not in directory.spaces or one in given]
    return (own, *(directory.mandate(one) for one in above))


def seat_questions(mandate: Mandate) -> tuple[SeatQuestion, ...]:
    """Who must be named, the leader first; a leader who is elected among the members is not."""
    found: dict[tuple[Function, str], SeatQuestion] = {}
    chair = mandate.chair
    if chair.by is not ChairBy.ELECTION:
        host = mandate.organisation(chair.organisation or "") or mandate.organisations[0]
        found[Function.CHAIR, host.id] = SeatQuestion(
            function=Function.CHAIR,
            organisation_id=host.id,
            organisation=host.name,
            is_single=True,
            is_required=chair.by is ChairBy.OFFICE,
        )
    for rule in mandate.seats:
        for one in mandate.organisations:
            if accepts(rule, one):
                question = SeatQuestion(
                    function=rule.function, organisation_id=one.id, organisation=one.name, is_single=rule.most == 1
                )
                found.setdefault((rule.function, one.id), question)
    return tuple(found.values())


def plans_after(mandate: Mandate) -> str | None:
    """The body whose calendar its meetings follow."""
    return mandate.planning.before if mandate.planning else None


def bodies_with_calendar(setup: Setup, directory: Directory) -> tuple[Mandate, ...]:
    """Those whose mailbox is asked for: the committee's own, and the one it plans after when that has none yet."""
    own, *above = bodies_to_place(setup, directory)
    return (own, *(one for one in above if one.id == plans_after(own)))


def missing_step(setup: Setup, directory: Directory) -> SetupStep | None:
    """The first step that lacks an answer; None when it may start."""
    if not setup.committee_id:
        return SetupStep.COMMITTEE
    if not setup.place(setup.committee_id).channel_id:
        return SetupStep.CHANNELS
    questions = seat_questions(directory.mandate(setup.committee_id))
    if not setup.seats or any(one.is_required and not setup.named(one) for one in questions):
        return SetupStep.PEOPLE
    if any(not setup.place(one.id).calendar for one in bodies_with_calendar(setup, directory)):
        return SetupStep.CALENDARS
    return None


def names_of(setup: Setup) -> Mapping[str, str]:
    """The team's channels by id."""
    return {one.id: one.name for one in setup.channels}
