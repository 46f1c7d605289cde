"""What the teams shall be, by the spaces file, the register and what was asked for by chat; and how to get there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.shelf import Shelf
from bot.team_run import TeamRun, Teams
from committee.errors import CommitteeError
from committee.members import Directory
from committee.ports import Store
from committee.spaces import FOLDERS, ChannelSpace, TeamSpace
from committee.team_plan import with_wishes
from committee.workflows.spaces import wished_channels


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioning:
    """Makes runs of the teams as they are declared at this moment."""

    shelf: Shelf
    store: Store
    teams: Teams
    now: Callable[[], datetime]

    async def spaces(self) -> tuple[TeamSpace, ...]:
        """Every team with the channels it shall have."""
        known = declared(self.shelf.spaces, self.shelf.directory)
        teams = {channel.committee_id: team.id for team in known for channel in team.channels}
        wished = await self.store.read(lambda tx: wished_channels(tx, teams))
        return with_wishes(known, wished)

    async def run(self, team_id: str, **how: Any) -> TeamRun:
        """As `TeamRun` takes it. Raises CommitteeError("team_unknown")."""
        space = next((one for one in await self.spaces() if one.id == team_id), None)
        if space is None:
            raise CommitteeError("team_unknown")
        return TeamRun(space, teams=self.teams, store=self.store, directory=self.shelf.directory, now=self.now, **how)

    async def run_for(self, committee_id: str, **how: Any) -> TeamRun:
        """For one committee's business alone. Raises CommitteeError("no_team") when nothing says which team."""
        for space in await self.spaces():
            if any(one.committee_id == committee_id for one in space.channels):
                return await self.run(space.id, only=committee_id, **how)
        raise CommitteeError("no_team")


def declared(spaces: Sequence[TeamSpace], directory: Directory) -> tuple[TeamSpace, ...]:
    """The teams of the file, and those of the register's committees that the file does not speak of.

    A channel that the register names is taken as it is; one that is still to be made gets what every channel has.
    """
    spoken_of = {channel.committee_id for team in spaces for channel in team.channels}
    rest = [
        (
            space.team_id,
            ChannelSpace(
                id=committee_id,
                committee_id=committee_id,
                name=directory.mandates[committee_id].name,
                channel_id="" if space.is_made else space.channel_id,
                folders=FOLDERS if space.is_made or not space.channel_id else (),
            ),
        )
        for committee_id, space in directory.spaces.items()
        if committee_id not in spoken_of and committee_id in directory.mandates and space.team_id
    ]
    return with_wishes(spaces, rest)
