"""What must be done in Teams for a team to be as it shall be: steps to carry out and notes for a person."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from committee.channel_names import Mended, TeamsName, is_numbered, numbered, teams_name
from committee.members import Directory, Person
from committee.spaces import ChannelBinding, ChannelKind, ChannelSeen, ChannelSpace, MemberSeen, TeamSeen, TeamSpace


class StepKind(StrEnum):
    CREATE = "create"
    #: A channel that is there already becomes the committee's.
    ADOPT = "adopt"
    RENAME = "rename"
    DESCRIBE = "describe"
    UNARCHIVE = "unarchive"
    FOLDERS = "folders"
    TAB = "tab"
    WELCOME = "welcome"
    #: People: of the team, and of a private or shared channel. Asked about first.
    ADD = "add"
    ADD_TO_CHANNEL = "add_to_channel"
    REMOVE_FROM_CHANNEL = "remove_from_channel"
    REMOVE = "remove"
    ARCHIVE = "archive"


PEOPLE = frozenset({StepKind.ADD, StepKind.ADD_TO_CHANNEL, StepKind.REMOVE, StepKind.REMOVE_FROM_CHANNEL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do; `id` is the channel's owner (committee or group), empty for the team itself."""

    kind: StepKind
    id: str = ""
    #: The new name, the tab or the person.
    name: str = ""
    #: The folders.
    names: tuple[str, ...] = ()
    mended: tuple[Mended, ...] = ()
    #: The old name, the tab's address.
    other: str = ""
    #: People: their object id in Entra, and their membership when they are to be removed.
    object_id: str = ""
    membership_id: str = ""
    #: Whose business it is: a leader sees to their own committee's.
    committees: tuple[str, ...] = ()


class NoteKind(StrEnum):
    """What a person must see to, or should know."""

    #: The register names a channel that is not there.
    CHANNEL_GONE = "channel_gone"
    #: We made the channel, and somebody has deleted it.
    CHANNEL_DELETED = "channel_deleted"
    #: A channel of one kind cannot be made another.
    OTHER_KIND = "other_kind"
    UNKNOWN_PEOPLE = "unknown_people"
    #: Cannot be called in to meetings.
    NO_ADDRESS = "no_address"
    #: Cannot be written to: Teams has not been heard from for their tenant.
    NEVER_HEARD = "never_heard"
    #: Sits for another tenant, and has no guest id in this one.
    NO_GUEST_ID = "no_guest_id"
    #: A guest cannot be in a shared channel.
    GUEST_IN_SHARED = "guest_in_shared"
    #: Not in the team, so cannot be in its private channel.
    NOT_IN_TEAM = "not_in_team"
    #: Should be added or removed, but the administrator has not switched that on.
    ADD_BY_HAND = "add_by_hand"
    REMOVE_BY_HAND = "remove_by_hand"
    ARCHIVE_BY_HAND = "archive_by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    kind: NoteKind
    id: str = ""
    name: str = ""
    other: str = ""
    committees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPlan:
    team_id: str
    #: In the order they are to be carried out.
    steps: tuple[Step, ...]
    notes: tuple[Note, ...]

    @property
    def people(self) -> tuple[Step, ...]:
        return tuple(one for one in self.steps if one.kind in PEOPLE)

    @property
    def works(self) -> tuple[Step, ...]:
        """What is not about people."""
        return tuple(one for one in self.steps if one.kind not in PEOPLE)

    def of(self, committee_id: str) -> "TeamPlan":
        """What is one committee's business."""
        return replace(
            self,
            steps=tuple(one for one in self.steps if committee_id in one.committees),
            notes=tuple(one for one in self.notes if committee_id in one.committees),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A channel that is wanted, and what was found for it."""

    wanted: ChannelSpace
    binding: ChannelBinding | None
    seen: ChannelSeen | None
    is_adopted: bool
    called: TeamsName


def plan_team(
    space: TeamSpace,
    seen: TeamSeen,
    bindings: Mapping[str, ChannelBinding],
    directory: Directory,
    taken: Collection[str] = (),
) -> TeamPlan:
    """The difference between the team as it shall be and as it is. Planned anew after it is carried out it is empty.

    `bindings` are by whose channel it is, `taken` names that Teams has refused (a deleted channel keeps its own for
    thirty days). Nothing is ever deleted, and nobody whom the register does not know is
    touched.
    """
    found = _find(space, seen, bindings, taken)
    steps: list[Step] = []
    notes: list[Note] = []
    for one in found:
        _add(steps, notes, _of(one, _plan_channel(space, one)))
    _add(steps, notes, _plan_team_people(space, seen, directory))
    for one in found:
        if one.wanted.kind is not ChannelKind.STANDARD:
            _add(steps, notes, _of(one, _plan_channel_people(space, one, seen, directory)))
    order = list(StepKind)
    last = [one for one in steps if one.kind is StepKind.ARCHIVE]
    first = [one for one in steps if one.kind not in PEOPLE and one.kind is not StepKind.ARCHIVE]
    people = sorted((one for one in steps if one.kind in PEOPLE), key=lambda one: order.index(one.kind))
    return TeamPlan(team_id=space.id, steps=(*first, *people, *last), notes=tuple(notes))


def _of(one: _Found, planned: Iterator[Step | Note]) -> Iterator[Step | Note]:
    return (replace(each, committees=(one.wanted.committee_id,)) for each in planned)


def _add(steps: list[Step], notes: list[Note], planned: Iterator[Step | Note]) -> None:
    for one in planned:
        if isinstance(one, Step):
            steps.append(one)
        else:
            notes.append(one)


def _find(
    space: TeamSpace, seen: TeamSeen, bindings: Mapping[str, ChannelBinding], refused: Collection[str]
) -> list[_Found]:
    """Each wanted channel: the one bound to it, else one with its name that nobody else has."""
    ids = {one.id: _bound_id(one, bindings) for one in space.channels}
    taken = {channel_id for channel_id in ids.values() if channel_id}
    names = {one.name.casefold(): one for one in seen.channels.values() if one.id not in taken}
    given = {one.name.casefold() for one in seen.channels.values()} | {one.casefold() for one in refused}
    found = []
    for one in space.channels:
        called = teams_name(one.name, instead=one.id)
        channel = seen.channels.get(ids[one.id]) if ids[one.id] else names.pop(called.name.casefold(), None)
        if channel is not None and is_numbered(channel.name, called):
            called = TeamsName(channel.name, called.mended)  # the plain name was taken when it was made
        elif channel is None or (one.is_named and channel.name != called.name):
            called = _free(called, given - ({channel.name.casefold()} if channel else set()))
            given.add(called.name.casefold())
        found.append(
            _Found(
                wanted=one,
                binding=bindings.get(one.id),
                seen=channel,
                is_adopted=channel is not None and not ids[one.id],
                called=called,
            )
        )
    return found


def _bound_id(one: ChannelSpace, bindings: Mapping[str, ChannelBinding]) -> str:
    return one.channel_id or (bindings[one.id].channel_id if one.id in bindings else "")


def _free(called: TeamsName, given: set[str]) -> TeamsName:
    number, name = 2, called
    while name.name.casefold() in given:
        name, number = numbered(called, number), number + 1
    return name


def _plan_channel(space: TeamSpace, one: _Found) -> Iterator[Step | Note]:
    wanted, seen = one.wanted, one.seen
    if seen is None:
        if wanted.channel_id:
            yield Note(kind=NoteKind.CHANNEL_GONE, id=wanted.id, name=wanted.name, other=wanted.channel_id)
            return
        if wanted.is_archived:
            return
        if one.binding is not None:
            yield Note(kind=NoteKind.CHANNEL_DELETED, id=wanted.id, name=one.binding.name)
        yield Step(kind=StepKind.CREATE, id=wanted.id, name=one.called.name, mended=one.called.mended)
    else:
        yield from _mend(space, one, seen)
    if not wanted.is_archived:
        yield from _furnish(one)


def _mend(space: TeamSpace, one: _Found, seen: ChannelSeen) -> Iterator[Step | Note]:
    wanted = one.wanted
    if one.is_adopted:
        yield Step(kind=StepKind.ADOPT, id=wanted.id, name=seen.name)
    if seen.kind is not wanted.kind:
        yield Note(kind=NoteKind.OTHER_KIND, id=wanted.id, name=seen.name, other=seen.kind)
    if seen.is_archived is not wanted.is_archived:
        kind = StepKind.ARCHIVE if wanted.is_archived else StepKind.UNARCHIVE
        if space.may_archive:
            yield Step(kind=kind, id=wanted.id, name=seen.name)
        else:
            yield Note(kind=NoteKind.ARCHIVE_BY_HAND, id=wanted.id, name=seen.name, other=kind)
    if wanted.is_archived:
        return
    if wanted.is_named and seen.name != one.called.name:
        yield Step(kind=StepKind.RENAME, id=wanted.id, name=one.called.name, mended=one.called.mended, other=seen.name)
    if wanted.description is not None and seen.description != wanted.description:
        yield Step(kind=StepKind.DESCRIBE, id=wanted.id, name=wanted.description)


def _furnish(one: _Found) -> Iterator[Step]:
    wanted, seen = one.wanted, one.seen
    there = seen.folders if seen and seen.folders is not None else frozenset()
    if missing := tuple(one for one in wanted.folders if one not in there):
        yield Step(kind=StepKind.FOLDERS, id=wanted.id, names=missing)
    tabs = seen.tabs if seen and seen.tabs is not None else frozenset()
    for tab in wanted.tabs:
        if tab.name not in tabs:
            yield Step(kind=StepKind.TAB, id=wanted.id, name=tab.name, other=tab.url)
    # A channel that the register names was there before us: it has what it needs to tell.
    is_own = wanted.id == wanted.committee_id
    if is_own and not wanted.channel_id and not (one.binding and seen and one.binding.is_welcomed):
        yield Step(kind=StepKind.WELCOME, id=wanted.id, name=one.called.name)


def _people_of(wanted: ChannelSpace, directory: Directory) -> list[Person]:
    if wanted.people is not None:
        return [directory.people[one] for one in wanted.people if one in directory.people]
    return [member.person for member in directory.members(wanted.committee_id)]


def _plan_team_people(space: TeamSpace, seen: TeamSeen, directory: Directory) -> Iterator[Step | Note]:
    """Who sits in a committee with a channel here is in the team; who sits in none any more is not."""
    wanted: dict[str, Person] = {}
    sitting: dict[str, list[str]] = {}
    for channel in space.channels:
        if channel.is_archived:
            continue
        for person in _people_of(channel, directory):
            object_id = person.known_in(directory.home_tenant)
            if object_id:
                wanted[object_id] = person
                sitting.setdefault(object_id, []).append(channel.committee_id)
            elif channel.kind is not ChannelKind.SHARED:
                yield Note(
                    kind=NoteKind.NO_GUEST_ID, id=channel.id, name=person.name, committees=(channel.committee_id,)
                )
    there = {one.object_id for one in seen.members}
    for object_id, person in wanted.items():
        if object_id not in there:
            whose = tuple(dict.fromkeys(sitting[object_id]))
            if space.follows_register:
                yield Step(kind=StepKind.ADD, name=person.name, object_id=object_id, committees=whose)
            else:
                yield Note(kind=NoteKind.ADD_BY_HAND, name=person.name, committees=whose)
    yield from _leaving(space, seen.members, wanted, directory)


def _leaving(
    space: TeamSpace, members: Sequence[MemberSeen], wanted: Mapping[str, Person], directory: Directory
) -> Iterator[Step | Note]:
    known = {person.known_in(directory.home_tenant): person for person in directory.people.values()}
    former: dict[str, list[str]] = {}
    for seat in directory.other_seats:
        former.setdefault(seat.person_id, []).append(seat.committee_id)
    strangers = 0
    for one in members:
        if one.object_id in wanted or one.is_owner:
            continue
        if one.object_id not in known:
            strangers += 1
        elif space.follows_register:
            yield Step(
                kind=StepKind.REMOVE,
                name=known[one.object_id].name,
                object_id=one.object_id,
                membership_id=one.membership_id,
                committees=tuple(dict.fromkeys(former.get(known[one.object_id].id, ()))),
            )
        else:
            whose = tuple(dict.fromkeys(former.get(known[one.object_id].id, ())))
            yield Note(kind=NoteKind.REMOVE_BY_HAND, name=known[one.object_id].name, committees=whose)
    if strangers:
        yield Note(kind=NoteKind.UNKNOWN_PEOPLE, name=str(strangers))


def _plan_channel_people(space: TeamSpace, one: _Found, seen: TeamSeen, directory: Directory) -> Iterator[Step | Note]:
    """Who has a seat is in the private or shared channel, who has none is not; the channel's owner stays."""
    wanted = one.wanted
    if wanted.is_archived or (one.seen is not None and one.seen.kind is not wanted.kind):
        return
    members = (one.seen.members or ()) if one.seen else ()
    there = {member.object_id for member in members}
    guests = {member.object_id for member in seen.members if member.is_guest}
    joining = {member.object_id for member in seen.members}
    sitting: set[str] = set()
    for person in _people_of(wanted, directory):
        object_id = person.known_in(directory.home_tenant)
        if not object_id:
            continue
        sitting.add(object_id)
        if object_id in there or object_id == space.owner_id:
            continue
        if wanted.kind is ChannelKind.SHARED and object_id in guests:
            yield Note(kind=NoteKind.GUEST_IN_SHARED, id=wanted.id, name=person.name)
        elif wanted.kind is ChannelKind.PRIVATE and object_id not in joining and not space.follows_register:
            yield Note(kind=NoteKind.NOT_IN_TEAM, id=wanted.id, name=person.name)
        else:
            yield Step(kind=StepKind.ADD_TO_CHANNEL, id=wanted.id, name=person.name, object_id=object_id)
    known = {person.known_in(directory.home_tenant): person for person in directory.people.values()}
    for member in members:
        if member.object_id in sitting or member.is_owner or member.object_id not in known:
            continue
        yield Step(
            kind=StepKind.REMOVE_FROM_CHANNEL,
            id=wanted.id,
            name=known[member.object_id].name,
            object_id=member.object_id,
            membership_id=member.membership_id,
        )


def with_wishes(spaces: Sequence[TeamSpace], wished: Sequence[tuple[str, ChannelSpace]]) -> tuple[TeamSpace, ...]:
    """The declared teams with the channels that were asked for by chat, each in its team (team id, channel)."""
    more: dict[str, list[ChannelSpace]] = {}
    for team_id, channel in wished:
        more.setdefault(team_id, []).append(channel)
    known = {one.id for one in spaces}
    own = [replace(one, channels=(*one.channels, *more.get(one.id, ()))) for one in spaces]
    return (*own, *(TeamSpace(id=id_, channels=tuple(new)) for id_, new in more.items() if id_ not in known))
