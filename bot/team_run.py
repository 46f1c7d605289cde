"""One team on its way to what it shall be: looks, plans, and carries out step by step."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from committee.members import Directory
from committee.microsoft_errors import Ambiguous, Forbidden, Gone, MicrosoftError, Refused, Unavailable
from committee.ports import Store, Transaction
from committee.reach import unreached
from committee.spaces import (
    ChannelBinding,
    ChannelKind,
    ChannelSeen,
    ChannelSpace,
    MemberSeen,
    Tab,
    TeamSeen,
    TeamSpace,
)
from committee.team_plan import PEOPLE, Note, Step, StepKind, TeamPlan, plan_team
from committee.workflows import spaces
from graph.teams import BEING_MADE, MEMBERS_AT_ONCE, NAME_TAKEN
from graph.values import MembershipResult

#: So many times a whole plan is carried out and made anew; what is left then is told.
_ROUNDS = 6
_BEING_MADE = timedelta(seconds=10)


class Teams(Protocol):
    """What is needed of `graph.client.Graph`."""

    async def list_channels(self, team_id: str) -> tuple[ChannelSeen, ...]: ...
    async def list_members(self, team_id: str, channel_id: str | None = None) -> tuple[MemberSeen, ...]: ...
    async def list_tabs(self, team_id: str, channel_id: str) -> frozenset[str]: ...
    async def list_folders(self, team_id: str, channel_id: str) -> frozenset[str]: ...
    async def make_folders(self, team_id: str, channel_id: str, names: Sequence[str]) -> None: ...
    async def create_channel(
        self, team_id: str, *, name: str, description: str, kind: ChannelKind, owner_id: str
    ) -> str: ...
    async def change_channel(
        self, team_id: str, channel_id: str, *, name: str | None = None, description: str | None = None
    ) -> None: ...
    async def archive_channel(self, team_id: str, channel_id: str, *, archived: bool) -> None: ...
    async def add_tab(self, team_id: str, channel_id: str, tab: Tab) -> None: ...
    async def add_members(self, team_id: str, object_ids: Sequence[str]) -> tuple[MembershipResult, ...]: ...
    async def add_channel_member(self, team_id: str, channel_id: str, object_id: str) -> None: ...
    async def remove_member(self, team_id: str, membership_id: str, channel_id: str | None = None) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A step that could not be done, and Microsoft's or our own code for why."""

    step: Step
    #: As `Forbidden`, `Refused`, `Gone`.
    kind: str
    code: str


class TeamRun:
    """Knows what it has seen and done; `go` may be called again when it has raised, also by another process's run.

    `only` is the committee whose business alone is seen to; `people` says that adding and removing was agreed to.
    """

    def __init__(
        self,
        space: TeamSpace,
        *,
        teams: Teams,
        store: Store,
        directory: Directory,
        now: Callable[[], datetime],
        actor_id: str,
        people: bool = False,
        only: str | None = None,
        report: Callable[[Step], None] = lambda step: None,
    ) -> None:
        self._space = space
        self._teams = teams
        self._store = store
        self._directory = directory
        self._now = now
        self._actor_id = actor_id
        self._people = people
        self._only = only
        self._report = report
        self._wanted = {one.id: one for one in space.channels}
        self._seen: TeamSeen | None = None
        #: Whose channels are to be looked into, and whether the team's list of channels is to be read anew.
        self._stale: set[str] = set()
        self._relist = False
        #: Names that Teams says are taken: once may be our own channel on its way, twice is somebody's.
        self._doubted: set[str] = set()
        self._taken: set[str] = set()
        #: Names of channels that Teams has said it is making.
        self._making: set[str] = set()
        self._todo: deque[Step] = deque()
        #: A plan is under way, so that a turn that is taken up again goes on with it.
        self._rounds = 0
        self.done: list[Step] = []
        self.problems: list[Problem] = []

    async def plan(self) -> TeamPlan:
        """What is to be done now. Raises: MicrosoftError."""
        return await self._plan(await self._unreached())

    async def _plan(self, notes: tuple[Note, ...] = ()) -> TeamPlan:
        bindings = await self._bindings()
        seen = await self._look(bindings)
        plan = plan_team(self._space, seen, bindings, self._directory, self._taken)
        plan = replace(plan, notes=(*plan.notes, *notes))
        return plan.of(self._only) if self._only else plan

    async def _unreached(self) -> tuple[Note, ...]:
        here = {one.committee_id for one in self._space.channels}
        seats = [one for one in self._directory.seats if one.committee_id in here]
        people, home = self._directory.people, self._directory.home_tenant
        tenants = {people[one.person_id].tenant_id for one in seats}
        heard = await self._store.read(lambda tx: {one for one in tenants if tx.service_url(one)})
        return tuple(unreached(seats, people, home_tenant=home, heard=heard))

    async def go(self) -> None:
        """Carries out what is planned until nothing is left but `problems`.

        Raises: Throttled, Unavailable, Ambiguous: wait, and call it again.
        """
        while self._rounds < _ROUNDS:
            if not self._todo:
                plan = await self._plan()
                self._rounds += 1
                failed = {one.step for one in self.problems}
                self._todo.extend(one for one in plan.steps if one not in failed and self._may(one))
                if not self._todo:
                    return
            await self._go_through()

    @property
    def left(self) -> int:
        """How many steps of the present plan are to be done yet."""
        return len(self._todo)

    def _may(self, step: Step) -> bool:
        return self._people or step.kind not in PEOPLE

    async def _go_through(self) -> None:
        waited: Unavailable | None = None
        late: list[Step] = []
        while self._todo:
            step = self._todo[0]
            try:
                await self._try(step)
            except Unavailable as problem:
                if problem.code not in _LATE:
                    raise
                self._todo.popleft()
                if step.kind is StepKind.CREATE:
                    waited = problem if step.name in self._making else waited
                    self._await_channel(step)
                else:
                    waited = problem
                    late.append(step)
            except Ambiguous:
                self._look_again(step)
                raise
        if waited is not None:
            self._todo.extend(late)
            self._rounds = 0
            raise waited

    async def _try(self, step: Step) -> None:
        """Does the step, and takes it off the list. What cannot be done is told; the rest goes on."""
        together = self._together(step)
        try:
            await self._carry(step, together)
        except (Forbidden, Refused, Gone) as problem:
            self._fail(step, problem)
        else:
            self.done.extend(together)
        for one in together:
            if self._todo and self._todo[0] is one:
                self._todo.popleft()
                self._report(one)

    def _together(self, step: Step) -> list[Step]:
        """Those that go in one request: people who are to be added to the team."""
        if step.kind is not StepKind.ADD:
            return [step]
        found = []
        for one in self._todo:
            if one.kind is not StepKind.ADD or len(found) == MEMBERS_AT_ONCE:
                break
            found.append(one)
        return found

    def _fail(self, step: Step, problem: MicrosoftError) -> None:
        kind = type(problem).__name__
        if isinstance(problem, Refused) and problem.code == NAME_TAKEN and step.name not in self._taken:
            self._doubt(step.name)
            return
        alike = [one for one in self._todo if one.kind is step.kind] if isinstance(problem, Forbidden) else [step]
        self.problems += [Problem(step=one, kind=kind, code=problem.code) for one in alike]
        for one in alike[1:]:
            self._todo.remove(one)

    def _doubt(self, name: str) -> None:
        """A channel with the name may be on its way, also one that we asked for before we were stopped."""
        self._relist = True
        self._todo.clear()
        if name in self._doubted:
            self._taken.add(name)
            return
        self._doubted.add(name)
        self._rounds = 0
        raise Unavailable(code=NAME_TAKEN, retry_after=_BEING_MADE)

    def _await_channel(self, step: Step) -> None:
        """What is to be done in a channel that Teams is making comes when it is found among the team's."""
        self._making.add(step.name)
        self._relist = True
        self._stale.add(step.id)
        self._todo = deque(one for one in self._todo if one.id != step.id)

    def _look_again(self, step: Step) -> None:
        """What may have been done is looked up before it is done again."""
        self._relist = True
        self._stale.add(step.id)
        self._todo.clear()

    async def _bindings(self) -> Mapping[str, ChannelBinding]:
        found = await self._store.read(lambda tx: tx.all_records(ChannelBinding))
        return {one.id: one for one in found}

    def _channel_id(self, id_: str, bindings: Mapping[str, ChannelBinding]) -> str:
        return self._wanted[id_].channel_id or (bindings[id_].channel_id if id_ in bindings else "")

    # Looking

    async def _look(self, bindings: Mapping[str, ChannelBinding]) -> TeamSeen:
        team = self._space.id
        if self._seen is None:
            channels = {one.id: one for one in await self._teams.list_channels(team)}
            self._seen = TeamSeen(channels=channels, members=await self._teams.list_members(team))
            self._stale = set(self._wanted)
        elif self._relist:
            known = self._seen.channels
            listed = {one.id: one for one in await self._teams.list_channels(team)}
            self._seen = replace(self._seen, channels={id_: known.get(id_, one) for id_, one in listed.items()})
        self._relist = False
        for id_ in sorted(self._stale):
            await self._look_into(id_, bindings)
        return self._seen

    async def _look_into(self, id_: str, bindings: Mapping[str, ChannelBinding]) -> None:
        assert self._seen is not None
        wanted = self._wanted[id_]
        channel = self._seen.channels.get(self._channel_id(id_, bindings)) or self._of_that_name(wanted, bindings)
        if channel is not None and self._is_ours(wanted) and not wanted.is_archived:
            self._keep(await self._furnished(wanted, channel))
        self._stale.discard(id_)

    def _of_that_name(self, wanted: ChannelSpace, bindings: Mapping[str, ChannelBinding]) -> ChannelSeen | None:
        assert self._seen is not None
        plan = plan_team(replace(self._space, channels=(wanted,)), self._seen, bindings, self._directory)
        adopted = next((one.name for one in plan.steps if one.kind is StepKind.ADOPT), None)
        return next((one for one in self._seen.channels.values() if one.name == adopted), None)

    def _is_ours(self, wanted: ChannelSpace) -> bool:
        return self._only is None or wanted.committee_id == self._only

    async def _furnished(self, wanted: ChannelSpace, channel: ChannelSeen) -> ChannelSeen:
        team = self._space.id
        folders = tabs = frozenset[str]()
        if wanted.folders:
            try:
                folders = await self._teams.list_folders(team, channel.id)
            except Unavailable as problem:
                if problem.code not in _LATE:
                    raise
        if wanted.tabs:
            tabs = await self._teams.list_tabs(team, channel.id)
        members = None
        if channel.kind is not ChannelKind.STANDARD:
            members = await self._teams.list_members(team, channel.id)
        return replace(channel, folders=folders, tabs=tabs, members=members)

    def _keep(self, channel: ChannelSeen) -> None:
        assert self._seen is not None
        self._seen = replace(self._seen, channels={**self._seen.channels, channel.id: channel})

    # Doing

    async def _carry(self, step: Step, together: Sequence[Step]) -> None:
        if step.kind is StepKind.ADD:
            await self._add(together)
        elif step.kind is StepKind.REMOVE:
            await self._remove(step)
        elif step.kind is StepKind.CREATE:
            await self._create(step)
        elif step.kind is StepKind.ADOPT:
            await self._adopt(step)
        else:
            await self._change(step)

    async def _create(self, step: Step) -> None:
        wanted = self._wanted[step.id]
        if step.name in self._making:
            raise Unavailable(code=BEING_MADE, retry_after=_BEING_MADE)
        channel_id = await self._teams.create_channel(
            self._space.id,
            name=step.name,
            description=wanted.description or "",
            kind=wanted.kind,
            owner_id=self._space.owner_id,
        )
        await self._bind(wanted, channel_id, step.name, is_new=True)
        self._keep(
            ChannelSeen(
                id=channel_id,
                name=step.name,
                description=wanted.description or "",
                kind=wanted.kind,
                folders=frozenset(),
                tabs=frozenset(),
                members=None if wanted.kind is ChannelKind.STANDARD else (),
            )
        )

    async def _adopt(self, step: Step) -> None:
        assert self._seen is not None
        channel = next(one for one in self._seen.channels.values() if one.name == step.name)
        is_new = step.name in self._making
        await self._bind(self._wanted[step.id], channel.id, channel.name, is_new=is_new)

    async def _bind(self, wanted: ChannelSpace, channel_id: str, name: str, *, is_new: bool) -> None:
        await self._store.write(
            lambda tx: spaces.bind_channel(
                tx,
                wanted,
                team_id=self._space.id,
                channel_id=channel_id,
                name=name,
                is_new=is_new,
                actor_id=self._actor_id,
                now=self._now(),
            )
        )

    async def _change(self, step: Step) -> None:
        """A step about a channel that is there; one whose channel could not be made is passed over."""
        assert self._seen is not None
        bindings = await self._bindings()
        channel = self._seen.channels.get(self._channel_id(step.id, bindings))
        if channel is None:
            raise Gone(code="channelNotMade")
        self._keep(await self._changed(step, channel))
        await self._store.write(lambda tx: self._note(tx, step, bindings))

    async def _changed(self, step: Step, channel: ChannelSeen) -> ChannelSeen:
        """Does it, and gives the channel as it is then."""
        team, teams = self._space.id, self._teams
        match step.kind:
            case StepKind.RENAME:
                await teams.change_channel(team, channel.id, name=step.name)
                return replace(channel, name=step.name)
            case StepKind.DESCRIBE:
                await teams.change_channel(team, channel.id, description=step.name)
                return replace(channel, description=step.name)
            case StepKind.ARCHIVE | StepKind.UNARCHIVE:
                archived = step.kind is StepKind.ARCHIVE
                await teams.archive_channel(team, channel.id, archived=archived)
                return replace(channel, is_archived=archived)
            case StepKind.FOLDERS:
                await teams.make_folders(team, channel.id, step.names)
                return replace(channel, folders=(channel.folders or frozenset()) | set(step.names))
            case StepKind.TAB:
                await teams.add_tab(team, channel.id, Tab(name=step.name, url=step.other))
                return replace(channel, tabs=(channel.tabs or frozenset()) | {step.name})
            case StepKind.ADD_TO_CHANNEL:
                await teams.add_channel_member(team, channel.id, step.object_id)
                added = MemberSeen(membership_id="", object_id=step.object_id, name=step.name)
                return replace(channel, members=(*(channel.members or ()), added))
            case StepKind.REMOVE_FROM_CHANNEL:
                await teams.remove_member(team, step.membership_id, channel.id)
                rest = tuple(one for one in channel.members or () if one.object_id != step.object_id)
                return replace(channel, members=rest)
            case _:
                return channel

    def _note(self, tx: Transaction, step: Step, bindings: Mapping[str, ChannelBinding]) -> None:
        """What the record says of it."""
        now, actor = self._now(), self._actor_id
        committee_id = self._wanted[step.id].committee_id
        match step.kind:
            case StepKind.RENAME if step.id in bindings:
                spaces.note_renamed(tx, step.id, step.name, actor_id=actor, now=now)
            case StepKind.ARCHIVE | StepKind.UNARCHIVE:
                archived = step.kind is StepKind.ARCHIVE
                spaces.note_archived(tx, step.id, committee_id, archived=archived, actor_id=actor, now=now)
            case StepKind.WELCOME:
                told = self._directory.members(committee_id) if self._wanted[step.id].is_announced else ()
                spaces.welcome(tx, step.id, told, now=now)
            case StepKind.ADD_TO_CHANNEL | StepKind.REMOVE_FROM_CHANNEL:
                self._note_person(tx, step, committee_id)
            case _:
                return

    def _note_person(self, tx: Transaction, step: Step, committee_id: str) -> None:
        action = "channel.let_in" if step.kind in (StepKind.ADD, StepKind.ADD_TO_CHANNEL) else "channel.let_out"
        id_ = step.id or self._space.id
        spaces.note_person(tx, committee_id, action, step.object_id, id_, actor_id=self._actor_id, now=self._now())

    async def _add(self, steps: Sequence[Step]) -> None:
        results = await self._teams.add_members(self._space.id, [one.object_id for one in steps])
        codes = {one.object_id: one.code for one in results}
        added = [one for one in steps if not codes.get(one.object_id, "")]
        self.problems += [
            Problem(step=one, kind="Gone", code=codes[one.object_id]) for one in steps if codes.get(one.object_id)
        ]
        new = tuple(MemberSeen(membership_id="", object_id=one.object_id, name=one.name) for one in added)
        await self._people_are((*self._members, *new), added)

    async def _remove(self, step: Step) -> None:
        await self._teams.remove_member(self._space.id, step.membership_id)
        await self._people_are(tuple(one for one in self._members if one.object_id != step.object_id), [step])

    @property
    def _members(self) -> tuple[MemberSeen, ...]:
        return self._seen.members if self._seen else ()

    async def _people_are(self, members: tuple[MemberSeen, ...], changed: Sequence[Step]) -> None:
        if self._seen is not None:
            self._seen = replace(self._seen, members=members)

        def work(tx: Transaction) -> None:
            for step in changed:
                for committee_id in step.committees:
                    self._note_person(tx, step, committee_id)

        await self._store.write(work)


#: Made, but not yet ready: the rest goes on meanwhile.
_LATE = frozenset({"folderNotReady", BEING_MADE})
