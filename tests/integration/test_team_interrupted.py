"""A hundred runs that are cut anywhere, by whatever Microsoft and machines do, all end in what was declared."""

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest

from bot.team_run import Teams
from committee.microsoft_errors import MicrosoftError
from committee.spaces import FOLDERS, ChannelBinding, TeamSpace
from sandbox.world import TEAM_ID
from tests.spaces_fixture import Site, person, running_site, space_of

_TEXT = f"""
teams:
  - id: {TEAM_ID}
    owner: leder
    allow: [private, shared, archive, members]
    channels:
      - committee: bestillerutvalget
        name: Helse & omsorg / plan
        folders: [Referater, Innkallinger]
        tabs: [{{ name: Mandat, url: "https://ror-ikt.example/mandat" }}]
      - {{ committee: faggruppe-helse, kind: private, folders: [Referater] }}
      - {{ committee: faggruppe-arkiv, kind: shared, folders: [] }}
"""
_FAULTS = ("429", "500-before", "500-after", "reset", "reset-after")
RUNS = 100


class Killed(BaseException):
    """The process is no more."""


class Mortal:
    """A gateway whose process dies before, or right after, one of its calls."""

    def __init__(self, teams: Teams, calls: int, *, after: bool) -> None:
        self._teams = teams
        self._left = calls
        self._after = after

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._teams, name)

        async def made(*arguments: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._after:
                raise Killed
            answer = await call(*arguments, **named)
            if self._left == 0:
                raise Killed
            return answer

        return made


async def _live(site: Site, space: TeamSpace, teams: Any) -> bool:
    """One process's life; whether it came to its end."""
    run = await site.run(space, people=True, teams=teams)
    for _ in range(80):
        try:
            await run.go()
        except MicrosoftError:
            await asyncio.sleep(0)
        except Killed:
            return False
        else:
            assert run.problems == []
            return True
    raise AssertionError("never came to an end")


async def _interrupted(site: Site, space: TeamSpace, chance: random.Random) -> None:
    tenant = site.sandbox.tenant
    for _ in range(chance.randrange(4)):
        site.sandbox.fault("graph", "/teams/|/drives/", chance.choice(_FAULTS), times=chance.randint(1, 3), seconds=0)
    for one in ("molde1", "helse-rauma", "stab-aukra"):
        if chance.random() < 0.5:
            tenant.members.remove(person(one))
    for _ in range(chance.randint(1, 4)):
        if await _live(site, space, Mortal(site.graph, chance.randint(1, 25), after=chance.random() < 0.5)):
            break
    assert await _live(site, space, site.graph)


async def _is_as_declared(site: Site, space: TeamSpace) -> None:
    assert sorted(site.names()) == ["Faggruppe Arkiv", "Faggruppe Helse og omsorg", "General", "Helse og omsorg-plan"]
    assert [name for name, _ in site.channel("Helse og omsorg-plan").tabs] == ["Mandat"]
    assert site.folders("Helse og omsorg-plan") == {"Referater", "Innkallinger"}
    assert site.folders("Faggruppe Helse og omsorg") == {"Referater"}
    private = site.channel("Faggruppe Helse og omsorg")
    assert len(set(private.members)) == len(private.members)
    assert {person("helse-rauma"), person("raadgiver1")} <= {*private.members, *private.owners}
    assert person("stab-aukra") in site.channel("Faggruppe Arkiv").members
    bindings = await site.store.read(lambda tx: tx.all_records(ChannelBinding))
    assert len({one.channel_id for one in bindings}) == len(bindings) == 3
    written = site.writes()
    assert await _live(site, space, site.graph)
    assert site.writes() == written, "a second time makes no write"


@pytest.mark.parametrize("part", range(5))
async def test_whatever_happens_on_the_way_it_ends_as_declared(tmp_path: Path, part: int) -> None:
    for number in range(part, RUNS, 5):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with running_site(folder, folder_refusals=number % 3) as site:
            site.forget_channels()
            space = space_of(_TEXT, folder)
            await _interrupted(site, space, random.Random(number))
            site.sandbox.tenant.faults.clear()
            await _is_as_declared(site, space)


async def test_two_hundred_channels_with_three_thousand_memberships(tmp_path: Path) -> None:
    """Fifty-seven shared channels with all 53 people in them, and 143 that the whole team reads."""
    async with running_site(tmp_path, folder_refusals=0) as site:
        site.forget_channels()
        everybody = tuple(site.register.people)
        space = _large(everybody)
        assert await _live(site, space, site.graph)
        channels = [one for one in site.sandbox.tenant.channels.list() if one.name.startswith("Gruppe")]
        assert len(channels) == 200
        assert sum(len(one.members) + len(one.owners) for one in channels if one.kind == "shared") >= 3000
        written = site.writes()
        assert await _live(site, space, site.graph)
        assert site.writes() == written


def _large(people: tuple[str, ...]) -> TeamSpace:
    from committee.spaces import ChannelKind, ChannelSpace

    def channel(number: int) -> ChannelSpace:
        return ChannelSpace(
            id=f"g{number}",
            committee_id="bestillerutvalget",
            name=f"Gruppe {number:03d}",
            is_named=True,
            kind=ChannelKind.SHARED if number < 57 else ChannelKind.STANDARD,
            folders=FOLDERS[:1],
            people=people if number < 57 else None,
        )

    return TeamSpace(
        id=TEAM_ID,
        owner_id=person("leder"),
        channels=tuple(map(channel, range(200))),
        allowed=frozenset({ChannelKind.SHARED}),
    )
