"""A team to be provisioned in the sandbox, by the real gateway, with a database of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.team_run import TeamRun
from committee.mandate_file import load_book
from committee.members import Directory
from committee.register import make_directory
from committee.register_file import load_register
from committee.space_file import load_spaces
from committee.spaces import ChannelBinding, TeamSpace
from graph.client import Graph
from sandbox import world
from sandbox.channels import Channel
from storage.store import SqlStore, migrate, open_store
from tests.graph_fixture import running_graph
from tests.sandbox_fixture import ROOT, RunningSandbox

TODAY = date(2026, 11, 24)
BOOK = load_book(ROOT / "mandates")
REGISTER_FILE = ROOT / "sandbox" / "register.sample.yaml"
REGISTER = load_register(REGISTER_FILE, BOOK, TODAY)
LEADER = "aad00000-0000-4000-8000-000000000001"


def person(key: str) -> str:
    """A persona's object id."""
    return REGISTER.people[key].object_id


def without_channels(register: Any = REGISTER) -> Any:
    """The register with no channel named: they are to be found or made."""
    return replace(
        register, spaces={id_: replace(one, team_id="", channel_id="") for id_, one in register.spaces.items()}
    )


def space_of(text: str, tmp_path: Path, register: Any = None) -> TeamSpace:
    """The first team of a spaces file's text."""
    path = tmp_path / "spaces.yaml"
    path.write_text(text, encoding="utf-8")
    return load_spaces(path, BOOK, register or without_channels())[0]


@dataclass(slots=True, kw_only=True)
class Site:
    """A sandbox, the gateway to it and a database."""

    graph: Graph
    sandbox: RunningSandbox
    store: SqlStore
    register: Any

    async def directory(self) -> Directory:
        bindings = await self.store.read(lambda tx: tx.all_records(ChannelBinding))
        return make_directory(BOOK, self.register, (), {}, TODAY, bindings=bindings)

    async def run(self, space: TeamSpace, **how: Any) -> TeamRun:
        return TeamRun(
            space,
            teams=how.pop("teams", self.graph),
            store=self.store,
            directory=await self.directory(),
            now=lambda: datetime.now(UTC),
            actor_id="leder",
            **how,
        )

    def channel(self, name: str) -> Channel:
        (found,) = [one for one in self.sandbox.tenant.channels.list() if one.name == name]
        return found

    def names(self) -> list[str]:
        return [one.name for one in self.sandbox.tenant.channels.list()]

    def writes(self) -> int:
        """How many times Graph was asked to change something."""
        return len([one for one in self.sandbox.requests if one.where == "graph" and one.method != "GET"])

    def forget_channels(self) -> None:
        """Leave the team with General alone."""
        book = self.sandbox.tenant.channels
        book._channels = {id_: one for id_, one in book._channels.items() if id_ == world.TEAM_THREAD}

    def folders(self, name: str) -> set[str]:
        path = self.sandbox.state / "files" / self.channel(name).folder
        return {one.name for one in path.iterdir()} if path.is_dir() else set()


@asynccontextmanager
async def running_site(tmp_path: Path, register: Any = None, **settings: Any) -> AsyncIterator[Site]:
    """A team with General alone, unless the test forgets nothing."""
    url = f"sqlite:///{tmp_path / 'site.db'}"
    migrate(url)
    async with running_graph(tmp_path, **settings) as (graph, sandbox), open_store(url) as store:
        sandbox.tenant.grants.give(*OPTIONAL)
        yield Site(graph=graph, sandbox=sandbox, store=store, register=register or without_channels())


OPTIONAL = ("ChannelSettings.ReadWrite.All", "TeamMember.ReadWriteNonOwnerRole.All")
