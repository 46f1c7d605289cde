"""What every answer needs at hand, put together once in `bot.app`."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import orjson

from bot.ballot_box import KeyFolder
from bot.identity import Sender
from bot.provisioning import Provisioning
from bot.setup_look import SettingUp
from bot.shelf import Shelf
from committee.ballot_box import BallotBox
from committee.catalogue_file import Service
from committee.errors import CommitteeError
from committee.members import Directory, Member, Person
from committee.ports import Holidays, Store
from committee.views import VotingFrame, frame_voting
from committee.workflows.planning import PlanReport
from locales import Words, words

Card = dict[str, Any]
_REMEMBERED_FRAMES = 256
_REMEMBERED_PARTS = 64
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Data in force, the database, the clock, and what sets delivery and planning going."""

    store: Store
    shelf: Shelf
    now: Callable[[], datetime]
    #: Tells delivery that there are errands.
    nudge: Callable[[], None]
    #: Reads the board's calendar and plans one committee's meetings.
    plan: Callable[[str], Awaitable[PlanReport]]
    #: Where secret elections' sums are sealed.
    ballot_box: BallotBox = field(default_factory=KeyFolder)
    #: The committees' channels in Teams; None where there is no Teams to make them in.
    channels: Provisioning | None = None
    #: Setting up committees by chat; None where there is no Teams.
    setting_up: SettingUp | None = None
    #: Has the next round plan and deliver at once.
    hurry: Callable[[], None] = lambda: None
    #: Why a day is closed, when it is.
    closed: Holidays = lambda day: None

    @property
    def directory(self) -> Directory:
        """What is in force at this moment: read it once for what must agree with itself."""
        return self.shelf.directory

    @property
    def services(self) -> tuple[Service, ...]:
        return self.shelf.services

    async def refresh(self) -> None:
        """Reads what has changed of files, day, seats and languages; call it after a commit that changed seats."""
        await self.shelf.refresh(self.now())

    @property
    def catalogue(self) -> dict[str, str]:
        """The services' names, by id."""
        return {service.id: service.name for service in self.services}

    async def frame(self, voting_id: str) -> VotingFrame:
        """What never changes of a voting while the directory does not, read once: another replica reads the same."""
        directory = self.directory
        frames: OrderedDict[str, VotingFrame] = directory.keep("voting frames", OrderedDict)
        frame = frames.get(voting_id)
        if frame is None:
            frame = await self.store.read(lambda tx: frame_voting(tx, directory, voting_id))
            _remember(frames, voting_id, frame)
        return frame

    def drawings(self, voting_id: str, language: str) -> "Drawings":
        """What has been drawn of a voting's card in one language."""
        drawn: OrderedDict[tuple[str, str], Drawings] = self.directory.keep("voting drawings", OrderedDict)
        key = (voting_id, language)
        found = drawn.get(key)
        if found is None:
            found = Drawings()
            _remember(drawn, key, found)
        return found


class Drawings:
    """Parts of one card as JSON already, which is only copied into each answer."""

    def __init__(self) -> None:
        self._parts: dict[tuple[object, ...], list[Any]] = {}

    def keep(self, key: tuple[object, ...], draw: Callable[[], list[Card]]) -> list[Any]:
        """See `cards.votings.Keep`."""
        found = self._parts.get(key)
        if found is None:
            if len(self._parts) >= _REMEMBERED_PARTS:
                self._parts.clear()
            found = self._parts[key] = [orjson.Fragment(orjson.dumps(one)) for one in draw()]
        return found


def _remember(cache: OrderedDict[K, V], key: K, value: V) -> None:
    cache[key] = value
    if len(cache) > _REMEMBERED_FRAMES:
        cache.popitem(last=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One person's errand with the bot: who they are, where they stand, and the words they read."""

    office: Office
    sender: Sender
    person: Person
    #: The committee of the channel, or the person's own when they write in their chat.
    committee_id: str

    @property
    def directory(self) -> Directory:
        return self.office.directory

    @property
    def words(self) -> Words:
        return words(self.person.language)

    @property
    def member(self) -> Member:
        return self.member_of(self.committee_id)

    def member_of(self, committee_id: str) -> Member:
        return self.directory.member(self.person, committee_id)


def receive(office: Office, sender: Sender) -> Visit:
    """Who is visiting, by (tenant, Entra object id) alone; one who is not in the register is a stranger without a seat.

    Raises CommitteeError("identity_missing") when Teams names nobody, ("unknown_committee") when there is none.
    """
    if sender.object_id is None:
        raise CommitteeError("identity_missing")
    person = office.directory.person(sender.tenant_id, sender.object_id)
    if person is None:
        person = Person(
            id=f"stranger:{sender.object_id}",
            name=sender.name,
            tenant_id=sender.tenant_id,
            object_id=sender.object_id,
            address="",
            language=(sender.locale or "nb")[:2],
        )
    return Visit(office=office, sender=sender, person=person, committee_id=_committee(office.directory, sender, person))


def _committee(directory: Directory, sender: Sender, person: Person) -> str:
    here = directory.committee_in(sender.channel_id)
    own = directory.committees_of(person)
    if here or own:
        return here or own[0]
    found = next(iter(directory.planned), None) or next(iter(directory.mandates), None)
    if found is None:
        raise CommitteeError("unknown_committee")
    return found
