"""The whole house for a scenario: the sandbox's Microsoft 365, and the real bot on a port of its own."""

import atexit
import os
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import pytest
from aiohttp import web

from bot.app import Running, open_bot
from bot.settings import read_settings
from bot.web import make_runner
from committee.workflows.errands import EDIT_PAUSE
from sandbox.binding import bind
from sandbox.calendars import CalendarEvent
from sandbox.deliver import BotAnswer
from sandbox.posts import Post
from storage.database import migrate
from tests.postgres_fixture import migrated_postgres
from tests.sandbox_fixture import REGISTER, ROOT, RunningSandbox, find_person, running_sandbox

T = TypeVar("T")
#: When every house opens, whatever the day: case numbers are of 2026, the board meets on 31 December and 8 April.
OPENED_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
_AHEAD = OPENED_AT - datetime.now(UTC)
#: `postgresql` here has every house that names no database open on PostgreSQL: for a whole run by hand.
EVERY_HOUSE_ON = "UTVALG_TEST_DATABASE"
PEOPLE = (
    "leder", "rorikt", "molde1", "molde2", "aukra", "rauma", "vestnes", "tillitsvalgt", "utenfor", "sekretaer",
)  # fmt: skip
#: For a test that looks at, or alters, the SQLite file itself.
on_sqlite = pytest.mark.skipif(
    os.environ.get(EVERY_HOUSE_ON) == "postgresql", reason="it is about the file that SQLite keeps"
)
CHANNEL = "19:bestillerutvalget@thread.tacv2"
BOARD_CHANNEL = "19:styret@thread.tacv2"
FORM = {
    "title": "Felles innbyggerdialog",
    "kind": "new",
    "service": "",
    "need": "Innbyggerne møter fire ulike skjemaløsninger.",
    "affected": "Servicetorgene i alle kommunene",
    "cost": "250 000 kr i året",
    "benefit": "Ett sted å henvende seg",
    "personal_data": "yes",
}


def texts(card: Any) -> Iterator[str]:
    """Every text of a card, as a reader meets it."""
    if isinstance(card, dict):
        for name in ("text", "title", "value", "label"):
            if isinstance(card.get(name), str):
                yield card[name]
        for value in card.values():
            yield from texts(value)
    elif isinstance(card, list):
        for one in card:
            yield from texts(one)


def says(card: Any, *words: str) -> bool:
    """Whether a card shows all of these words."""
    shown = "\n".join(texts(card))
    return all(word in shown for word in words)


def buttons(card: Any) -> Iterator[dict[str, Any]]:
    """Every action of a card, in order."""
    if isinstance(card, dict):
        if str(card.get("type", "")).startswith("Action."):
            yield card
        for value in card.values():
            yield from buttons(value)
    elif isinstance(card, list):
        for one in card:
            yield from buttons(one)


def button(card: Any, title: str) -> dict[str, Any]:
    """The button with this title."""
    found = next((one for one in buttons(card) if one.get("title") == title), None)
    assert found is not None, f"no «{title}» among {[one.get('title') for one in buttons(card)]}"
    return found


@dataclass(slots=True)
class HouseClock:
    """The house's time: it runs as time does, and a deadline can pass without waiting for it."""

    ahead: timedelta = _AHEAD

    def read(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(slots=True, kw_only=True)
class House:
    """A running bot and its Microsoft 365, with the hands of a person."""

    sandbox: RunningSandbox
    bot: Running
    clock: HouseClock
    #: Where the bot takes what Teams sends it.
    url: str

    def listen(self) -> None:
        """Has people's words and presses sent to this bot from now on."""
        self.sandbox.point_at(self.url)

    async def say(self, persona: str, text: str, **place: Any) -> dict[str, Any]:
        """Writes to the bot and gives the card it answers with."""
        conversation = place.get("conversation") or find_person(persona).conversation
        asked = await self.sandbox.say(persona, text, **place)
        post = await self.sandbox.wait_for_post(conversation, lambda one: one.reply_to == asked.id)
        assert post.card is not None
        return post.card

    async def wait_for_card(self, conversation: str, *words: str, seconds: float = 15) -> Post:
        """The newest card of the bot there that shows these words."""
        return await self.sandbox.wait_for_post(conversation, lambda post: says(post.card, *words), seconds=seconds)

    async def records(self, of: type[T], committee_id: str = "bestillerutvalget") -> Sequence[T]:
        """What the record has of a kind, oldest first where ids sort by time."""
        return await self.bot.office.store.read(lambda tx: tx.records(of, committee_id))

    def chat(self, persona: str) -> str:
        return find_person(persona).conversation

    async def press(self, persona: str, on: Post, title: str, **inputs: str) -> dict[str, Any]:
        """Presses the button on a posted card; gives the answer's body."""
        return await self.press_button(persona, button(on.card, title), on=on, **inputs)

    async def press_button(
        self, persona: str, action: dict[str, Any], *, on: Post | None = None, **inputs: str
    ) -> dict[str, Any]:
        value = {"action": {**action, "data": {**action.get("data", {}), **inputs}}, "trigger": "manual"}
        return body(await self.sandbox.invoke(persona, "adaptiveCard/action", value, on=on))

    async def act(self, persona: str, verb: str, **data: Any) -> dict[str, Any]:
        """Presses a button that may not be on any card this person has: what a forger could send."""
        return await self.press_button(persona, {"type": "Action.Execute", "verb": verb, "data": data})

    async def open_dialog(self, persona: str, **data: str) -> dict[str, Any]:
        return body(await self.sandbox.invoke(persona, "task/fetch", {"data": data}))

    async def send_dialog(self, persona: str, **data: str) -> dict[str, Any]:
        return body(await self.sandbox.invoke(persona, "task/submit", {"data": data}))

    async def settle(self) -> None:
        """Delivers all that can be delivered now."""
        for _ in range(8):
            await self.bot.delivery.deliver_due()
            await self.bot.delivery.settle()

    async def propose(self, persona: str, **fields: str) -> str:
        """Sends a proposal by its dialog; gives its id."""
        dialog = await self.open_dialog(persona, form="proposal")
        data = button(dialog["task"]["value"]["card"]["content"], "Send inn")["data"]
        answer = await self.send_dialog(persona, **data, **{**FORM, **fields})
        assert "saksnummer" in str(answer["task"]["value"]), answer
        return data["proposal"]

    async def assure(
        self, proposal_id: str, recommendation: str = "Utvalget tilrår at forslaget gjennomføres."
    ) -> None:
        checks = {f"check_{n}": "true" for n in range(len(self.mandate.checklist))}
        answer = await self.act(
            "rorikt",
            "proposal.assure",
            proposal=proposal_id,
            assessment="ROR-IKT har kapasitet.",
            recommendation=recommendation,
            **checks,
        )
        assert says(answer["value"], "Kvalitetssikret"), answer

    @property
    def mandate(self) -> Any:
        return self.bot.office.directory.mandate("bestillerutvalget")

    async def next_meeting_id(self) -> str:
        view = await self.bot.office.store.read(lambda tx: tx.meetings("bestillerutvalget"))
        return view[0].id

    async def open_voting(self, title: str = "Felles innbyggerdialog") -> str:
        """A case all the way to an open voting; gives the voting's id."""
        proposal_id = await self.propose("molde1", title=title)
        await self.assure(proposal_id)
        await self.bot.office.plan("bestillerutvalget")
        meeting_id = await self.next_meeting_id()
        answer = await self.act("leder", "meeting.start", meeting=meeting_id)
        assert answer["type"].endswith("card.adaptive"), answer
        await self.act("leder", "voting.open", proposal=proposal_id)
        proposal = await self.bot.office.store.read(lambda tx: tx.proposal(proposal_id))
        assert proposal.voting_id
        return proposal.voting_id

    async def vote(self, persona: str, voting_id: str, choice: str, **inputs: Any) -> dict[str, Any]:
        return await self.act(persona, "ballot.cast", voting=voting_id, choice=choice, **{"revision": 0, **inputs})

    async def voting(self, voting_id: str) -> Any:
        return await self.bot.office.store.read(lambda tx: tx.voting(voting_id))

    async def cast(self, voting_id: str, choices: Mapping[str, str]) -> None:
        """Votes for each of these people; every ballot is taken."""
        for persona, choice in choices.items():
            answer = await self.vote(persona, voting_id, choice)
            assert says(answer["value"], "Din stemme for"), answer

    async def close(self, voting_id: str, ground: str = "Alle som er til stede, har stemt.") -> dict[str, Any]:
        """The chair closes, with a ground where one is needed; gives the card of the result."""
        return (await self.act("leder", "voting.close", voting=voting_id, ground=ground))["value"]

    async def record(self, committee_id: str = "bestillerutvalget") -> list[Any]:
        """The audit log."""
        return list(await self.bot.office.store.read(lambda tx: tx.entries(committee_id)))

    async def snapshot(self) -> dict[str, Any]:
        """All that people can have changed, to see that nothing was (not what delivery writes)."""

        def look(tx: Any) -> dict[str, Any]:
            found: dict[str, Any] = {"log": [tx.head(one) for one in sorted(tx.committees_with_log())]}
            for committee_id in ("bestillerutvalget", "styret"):
                votings, meetings = tx.votings(committee_id), tx.meetings(committee_id)
                found[committee_id] = (
                    list(tx.proposals(committee_id)),
                    list(votings),
                    [list(tx.ballots(one.id)) for one in votings],
                    [replace(one, calendar_id=None, join_url=None) for one in meetings],
                    [tx.minutes_of(one.id) for one in meetings],
                )
            return found

        return await self.bot.office.store.read(look)

    async def pass_time(self, by: timedelta) -> None:
        """Moves the clock, lets it go its round, and delivers what came of it."""
        self.clock.ahead += by
        await self.bot.rounds.go()
        await self.settle()

    async def show_now(self) -> None:
        """Has the edits of cards that wait for more ballots delivered now."""
        await self.pass_time(EDIT_PAUSE + timedelta(seconds=1))

    def board(self) -> list[CalendarEvent]:
        """The board's meetings as its calendar has them."""
        return [event for event in self.sandbox.tenant.calendars.list_board() if not event.gone]

    def calendar(self, persona: str) -> list[CalendarEvent]:
        """The committee's meetings in a person's calendar."""
        events = self.sandbox.tenant.calendars.list_for(find_person(persona))
        return [event for event in events if event.subject == "Møte i Bestillerutvalget"]


def body(answer: BotAnswer) -> dict[str, Any]:
    assert answer.status == 200, answer
    return answer.body or {}


@asynccontextmanager
async def running_house(
    tmp_path: Path,
    *,
    later: timedelta = timedelta(0),
    database_url: str | None = None,
    empty: bool = False,
    **settings: Any,
) -> AsyncIterator[House]:
    """A fresh house in `tmp_path`; opened twice on the same path it finds all again, so much `later` than the first.

    Its database is SQLite in the same folder, unless `database_url` is another that has its tables already.
    An `empty` one has no register file: whoever installs it begins by chat.
    Its channels are old: their files' folders are there at once, unless `folder_wait` says otherwise.
    """
    settings = {"folder_wait": timedelta(0), "seeded_on": OPENED_AT.date(), **settings}
    if empty and not (tmp_path / "mandates").exists():
        shutil.copytree(ROOT / "mandates", tmp_path / "mandates")
    async with running_sandbox(tmp_path, **settings) as sandbox:
        clock = HouseClock(ahead=_AHEAD + later)
        async with _open_beside(sandbox, tmp_path, clock, database_url) as house:
            await sandbox.introduce([find_person(one) for one in PEOPLE])
            if not empty:
                await house.bot.office.plan("bestillerutvalget")
            await house.bot.rounds.go()  # the day's first, which the clock may not have come to yet
            yield house


@asynccontextmanager
async def another_bot(house: House, tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    """A second bot beside the house's own, on its database; words and presses go to it until told otherwise."""
    async with _open_beside(house.sandbox, tmp_path, house.clock, database_url) as other:
        yield other


@asynccontextmanager
async def _open_beside(
    sandbox: RunningSandbox, tmp_path: Path, clock: HouseClock, database_url: str | None
) -> AsyncIterator[House]:
    listener = bind(0)
    port = listener.getsockname()[1]
    environment = {**sandbox.environment(port), "UTVALGSBOT_TICK_SECONDS": "1", **_own_files(tmp_path)}
    if not Path(environment["UTVALGSBOT_REGISTER_PATH"]).exists():
        del environment["UTVALGSBOT_SPACES_PATH"]  # the sample's committees are not there
    chosen = read_settings({**environment, **_own_database(tmp_path, database_url)})
    async with open_bot(chosen, now=clock.read) as running:
        runner = make_runner(running.app)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        running.rounds.open()
        house = House(sandbox=sandbox, bot=running, clock=clock, url=f"http://127.0.0.1:{port}/api/messages")
        house.listen()
        try:
            yield house
        finally:
            await runner.cleanup()


def _own_database(tmp_path: Path, database_url: str | None) -> dict[str, str]:
    if database_url is None and os.environ.get(EVERY_HOUSE_ON) == "postgresql":
        database_url = _kept_postgres(tmp_path)
    if database_url is None or database_url.startswith("sqlite"):
        if not (tmp_path / "utvalgsbot.db").exists():
            shutil.copy(_migrated(), tmp_path / "utvalgsbot.db")
        return {}
    keys = tmp_path / "election-keys"
    return {"UTVALGSBOT_DATABASE_URL": database_url, "UTVALGSBOT_ELECTION_KEYS_PATH": str(keys)}


def database_url(tmp_path: Path) -> str:
    """Of the house that was opened on this path without a database of its own."""
    if os.environ.get(EVERY_HOUSE_ON) == "postgresql":
        return _kept_postgres(tmp_path)
    return f"sqlite:///{tmp_path}/utvalgsbot.db"


@cache
def _kept_postgres(_tmp_path: Path) -> str:
    """The house's PostgreSQL, until the tests are over: it may be opened again."""
    opened = ExitStack()
    url = opened.enter_context(migrated_postgres())
    atexit.register(opened.close)  # after the server's own end was registered, so that it comes before it
    return url


@cache
def _migrated() -> Path:
    """An empty database with its tables: every house gets a copy, since migrating takes longer than many a test."""
    folder = Path(mkdtemp(prefix="house-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    migrate(f"sqlite:///{folder}/empty.db")
    return folder / "empty.db"


def lend_files(tmp_path: Path) -> None:
    """Gives the house that opens on this path mandates and a register of its own, which a test may change."""
    shutil.copytree(ROOT / "mandates", tmp_path / "mandates")
    shutil.copy(REGISTER, tmp_path / "register.yaml")


def _own_files(tmp_path: Path) -> dict[str, str]:
    if not (tmp_path / "mandates").exists():
        return {}
    return {
        "UTVALGSBOT_MANDATES_PATH": str(tmp_path / "mandates"),
        "UTVALGSBOT_REGISTER_PATH": str(tmp_path / "register.yaml"),
        **({"UTVALGSBOT_SPACES_PATH": str(spaces)} if (spaces := tmp_path / "spaces.yaml").exists() else {}),
    }
