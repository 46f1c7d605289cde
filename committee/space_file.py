"""The spaces file: which teams and channels the committees shall have."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from committee.channel_names import LONGEST_DESCRIPTION
from committee.mandate_book import MandateBook
from committee.register import Register
from committee.register_models import Guid, Text
from committee.spaces import FOLDERS, ChannelKind, ChannelSpace, Tab, TeamSpace
from committee.yaml_file import FileModel, Location, YamlFile, YamlFileError, matching, one_of, parse

_Folder = Annotated[str, AfterValidator(matching(r'[^"*:<>?/\\|.][^"*:<>?/\\|]{0,99}', "a folder's name"))]


_Address = Annotated[str, AfterValidator(matching(r"https://[^/\s@]+(/\S*)?", "an https address"))]


class _Tab(FileModel):
    name: Annotated[str, Field(min_length=1, max_length=128)]
    url: _Address


class _Channel(FileModel):
    committee: Text
    name: Text | None = None
    description: Annotated[str, Field(max_length=LONGEST_DESCRIPTION)] | None = None
    kind: Annotated[str, BeforeValidator(one_of(*ChannelKind))] = ChannelKind.STANDARD.value
    folders: tuple[_Folder, ...] = FOLDERS
    tabs: tuple[_Tab, ...] = ()
    archived: bool = False
    notify: bool = False


class _Team(FileModel):
    id: Guid
    owner: Text | None = None
    allow: tuple[Literal["private", "shared", "archive", "members"], ...] = ()
    channels: Annotated[tuple[_Channel, ...], Field(min_length=1)]


class _Spaces(FileModel):
    teams: tuple[_Team, ...]


def load_spaces(path: Path, book: MandateBook, register: Register) -> tuple[TeamSpace, ...]:
    """The teams as they shall be, in the file's order. Raises YamlFileError with every mistake."""
    file = parse(path)
    model = file.read(_Spaces)
    names = {one: versions[-1].name for one, versions in book.versions.items() if versions}
    mistakes = list(_misfits(file, model, names.keys(), register))
    if mistakes:
        raise YamlFileError(mistakes)
    return tuple(_team(one, names, register) for one in model.teams)


def _team(one: _Team, names: Mapping[str, str], register: Register) -> TeamSpace:
    owner = register.people[one.owner].object_id if one.owner else ""
    return TeamSpace(
        id=one.id,
        owner_id=owner,
        channels=tuple(_channel(each, names, register) for each in one.channels),
        allowed=frozenset(ChannelKind(kind) for kind in one.allow if kind in set(ChannelKind)),
        may_archive="archive" in one.allow,
        follows_register="members" in one.allow,
    )


def _channel(one: _Channel, names: Mapping[str, str], register: Register) -> ChannelSpace:
    space = register.spaces.get(one.committee)
    return ChannelSpace(
        id=one.committee,
        committee_id=one.committee,
        name=one.name or names[one.committee],
        is_named=one.name is not None,
        description=one.description,
        kind=ChannelKind(one.kind),
        folders=one.folders,
        tabs=tuple(Tab(name=tab.name, url=tab.url) for tab in one.tabs),
        is_archived=one.archived,
        is_announced=one.notify,
        channel_id=space.channel_id if space else "",
    )


def _misfits(file: YamlFile, model: _Spaces, committees: Collection[str], register: Register) -> Iterator[str]:
    """What the file refers to that is not there, what stands twice, and what it asks for without allowing it."""
    placed, teams = set[str](), set[str]()
    for n, team in enumerate(model.teams):
        where: Location = ("teams", n)
        if team.id in teams:
            yield file.mistake((*where, "id"), f"the team {team.id} stands here twice")
        teams.add(team.id)
        if team.owner and team.owner not in register.people:
            yield file.mistake((*where, "owner"), f"{team.owner} is not among the register's people")
        for m, channel in enumerate(team.channels):
            place: Location = (*where, "channels", m)
            yield from _misfits_of(file, place, team, channel, committees, register)
            if channel.committee in placed:
                yield file.mistake((*place, "committee"), f"{channel.committee} has a channel already")
            placed.add(channel.committee)


def _misfits_of(
    file: YamlFile, place: Location, team: _Team, channel: _Channel, committees: Collection[str], register: Register
) -> Iterator[str]:
    if channel.committee not in committees:
        yield file.mistake((*place, "committee"), f"no mandate has the id {channel.committee}")
    elif channel.committee not in register.spaces:
        yield file.mistake((*place, "committee"), f"{channel.committee} is not among the register's committees")
    elif register.spaces[channel.committee].team_id not in ("", team.id):
        yield file.mistake((*place, "committee"), f"the register has {channel.committee} in another team")
    if channel.kind != ChannelKind.STANDARD and channel.kind not in team.allow:
        yield file.mistake((*place, "kind"), f"write 'allow: [{channel.kind}]' for the team to switch this on")
    if channel.kind != ChannelKind.STANDARD and not team.owner:
        yield file.mistake((*place, "kind"), f"a {channel.kind} channel needs the team's 'owner', who shall own it")
    if channel.archived and "archive" not in team.allow:
        yield file.mistake((*place, "archived"), "write 'allow: [archive]' for the team to switch this on")
