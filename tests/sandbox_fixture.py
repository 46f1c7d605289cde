"""A sandbox of one's own for a test: started in-process on a free port, with all its levers."""

import asyncio
import atexit
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import orjson
from aiohttp import web

from sandbox import world
from sandbox.activities import build_invoke, build_message
from sandbox.binding import bind
from sandbox.deliver import BotAnswer, deliver, introduce, send_invoke, send_message, sign
from sandbox.faults import FaultRule
from sandbox.keys import KeyRing
from sandbox.launch import bot_environment
from sandbox.posts import Post, split_conversation
from sandbox.server import start_server
from sandbox.settings import SandboxSettings
from sandbox.stream import EVERYTHING
from sandbox.tenant import SeenRequest, Tenant, open_tenant
from sandbox.tokens import CONNECTOR_AUDIENCE, GRAPH_AUDIENCE, issue_token
from sandbox.world import Persona
from tests.graph_contract import check_taken

T = TypeVar("T")
NOBODY = "http://127.0.0.1:9/api/messages"
ROOT = Path(__file__).resolve().parent.parent
#: Seats in Bestillerutvalget alone: what other bodies are told does not disturb the scenarios.
REGISTER = ROOT / "tests" / "register.bestillerutvalget.yaml"


@dataclass(slots=True, kw_only=True)
class RunningSandbox:
    """A started sandbox; `tenant` holds everything else (posts, drive, calendars, channels, keys)."""

    tenant: Tenant
    runner: web.AppRunner

    @property
    def base_url(self) -> str:
        return self.tenant.settings.base_url

    @property
    def service_url(self) -> str:
        return self.tenant.settings.service_url

    @property
    def graph_url(self) -> str:
        return f"{self.base_url}/graph/v1.0"

    @property
    def token_url(self) -> str:
        return f"{self.base_url}/oauth2/v2.0/token"

    @property
    def openid_url(self) -> str:
        return f"{self.base_url}/openid/.well-known/openidconfiguration"

    @property
    def state(self) -> Path:
        return self.tenant.settings.state

    @property
    def requests(self) -> list[SeenRequest]:
        """What the bot has asked the connector and Graph (where, method, path, query, body, status, reply)."""
        return list(self.tenant.requests)

    def find_requests(self, where: str, method: str, part: str = "") -> list[SeenRequest]:
        """The requests of one method whose path holds `part`."""
        return [r for r in self.requests if r.where == where and r.method == method and part in r.path]

    def environment(self, bot_port: int) -> dict[str, str]:
        """The UTVALGSBOT_ settings that point a bot at this sandbox."""
        database = self.state.parent / "utvalgsbot.db"
        return {
            **bot_environment(self.base_url, bot_port, ROOT, database),
            "UTVALGSBOT_REGISTER_PATH": str(REGISTER),
        }

    def point_at(self, bot_url: str) -> None:
        """Deliver to this bot from now on (the whole address, with /api/messages)."""
        self.tenant.settings = replace(self.tenant.settings, bot_url=bot_url)

    def access_token(self, *, graph: bool = False) -> str:
        """A bot's access token for the connector, or for Graph."""
        scope = f"{GRAPH_AUDIENCE if graph else CONNECTOR_AUDIENCE}/.default"
        form = {"grant_type": "client_credentials", "scope": scope}
        form |= {"client_id": world.BOT_APP_ID, "client_secret": world.CLIENT_SECRET}
        return issue_token(self.tenant.keys, form).body["access_token"]

    def bearer(self, *, graph: bool = False) -> dict[str, str]:
        """The Authorization header with such a token."""
        return {"Authorization": f"Bearer {self.access_token(graph=graph)}"}

    def sign(self, activity: dict[str, Any]) -> str:
        """The token the Bot Framework would send with this activity."""
        return sign(self.tenant, activity)

    async def deliver(self, activity: dict[str, Any]) -> BotAnswer:
        """Sign and POST an activity to the bot, once."""
        return await deliver(self.tenant, activity, timeout=self.tenant.settings.message_timeout)

    async def introduce(self, people: Sequence[Persona] = world.PERSONAS) -> None:
        """Tell the bot that it was added to the team and to these people's chats."""
        await introduce(self.tenant, people)

    def message_activity(self, persona: str, text: str, **place: Any) -> dict[str, Any]:
        """The activity of a message, not sent; `place` as for `say`."""
        person, post, mention = self._write(persona, text, **place)
        return build_message(self.service_url, person, post, mention=mention)

    def invoke_activity(
        self, persona: str, name: str, value: Any, *, conversation: str | None = None, card: str | None = None
    ) -> dict[str, Any]:
        """The activity of an invoke, not sent."""
        person = find_person(persona)
        bare, root = split_conversation(conversation or person.conversation)
        return build_invoke(self.service_url, person, bare, root, name=name, value=value, card=card)

    async def say(self, persona: str, text: str, **place: Any) -> Post:
        """Write to the bot (in a channel, mentioning it) and wait until it has taken the message.

        `conversation` is a channel's id, without it the persona's own chat; `root_id` a thread in it.
        """
        person, post, mention = self._write(persona, text, **place)
        await send_message(self.tenant, person, post, mention=mention)
        return post

    def _write(
        self, persona: str, text: str, *, conversation: str | None = None, root_id: str | None = None
    ) -> tuple[Persona, Post, bool]:
        person = find_person(persona)
        place = conversation or person.conversation
        mention = place.startswith("19:")
        text = f"<at>{world.BOT_NAME}</at> {text}" if mention else text
        post = self.tenant.posts.add(conversation=place, author=persona, root_id=root_id, text=text)
        self.tenant.stream.tell("message", conversation=place, id=post.id)
        return person, post, mention

    async def invoke(self, persona: str, name: str, value: Any, *, on: Post | None = None) -> BotAnswer:
        """Send an invoke, from the message it sits on if any; faults and time limits apply."""
        person = find_person(persona)
        place, root = (on.conversation, on.root_id) if on else (person.conversation, None)
        card = on.id if on else None
        return await send_invoke(self.tenant, person, place, root, name=name, value=value, card=card)

    async def press(self, persona: str, on: Post, verb: str, data: Any = None, *, trigger: str = "manual") -> BotAnswer:
        """Press an Action.Execute with this verb on a card."""
        action = {"type": "Action.Execute", "id": verb, "verb": verb, "data": data or {}}
        return await self.invoke(persona, "adaptiveCard/action", {"action": action, "trigger": trigger}, on=on)

    def fault(self, where: str, match: str, action: str, **rule: Any) -> FaultRule:
        """Put a fault in force: ("connector", "POST /v3/conversations$", "500-after", times=1)."""
        return self.tenant.faults.add(where=where, match=match, action=action, **rule)

    def posts(self, conversation: str, *, author: str | None = None) -> list[Post]:
        """What stands in a chat or channel, oldest first; `author` "bot" for the bot's."""
        posts = [post for post in self.tenant.posts.list(conversation) if not post.deleted]
        return [post for post in posts if author in {None, post.author}]

    async def wait_until(self, look: Callable[[], T], *, seconds: float = 10) -> T:
        """What `look` gives once it is true; looks anew after each thing that happens in the sandbox."""
        with self.tenant.stream.listener(EVERYTHING) as queue:
            async with asyncio.timeout(seconds):
                while not (found := look()):
                    await queue.get()
                return found

    async def wait_for_post(
        self, conversation: str, fits: Callable[[Post], bool] = lambda post: True, *, seconds: float = 10
    ) -> Post:
        """The bot's newest message there that fits, when it has come."""
        return await self.wait_until(
            lambda: next((p for p in reversed(self.posts(conversation, author="bot")) if fits(p)), None),
            seconds=seconds,
        )


def find_person(persona: str) -> Persona:
    """The persona with this key."""
    person = world.find_persona(persona)
    assert person is not None, f"no persona {persona}"
    return person


@asynccontextmanager
async def running_sandbox(tmp_path: Path, *, bot_url: str = NOBODY, **settings: Any) -> AsyncIterator[RunningSandbox]:
    """A sandbox with its state in `tmp_path / "sandbox"`; started twice on the same path it finds all again.

    Rate limits are off unless `limit_factor=1.0` is given; other settings: sandbox/settings.py.
    """
    chosen: dict[str, Any] = {"limit_factor": 0.0, "message_resends": (), "dialog_resends": 0, **settings}
    _lend_keys(tmp_path / "sandbox" / "keys")
    listener = bind(0)
    port = listener.getsockname()[1]
    tenant = open_tenant(SandboxSettings(state=tmp_path / "sandbox", port=port, bot_url=bot_url, **chosen))
    runner = await start_server(tenant, listener)
    try:
        yield RunningSandbox(tenant=tenant, runner=runner)
    finally:
        await runner.cleanup()
    check_taken(tenant.requests)


@cache
def _keys() -> Path:
    folder = Path(mkdtemp(prefix="sandbox-keys-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    KeyRing(folder)
    return folder


def _lend_keys(folder: Path) -> None:
    """Give a new sandbox this process's key pair: making one costs a third of a second."""
    if not folder.exists():
        shutil.copytree(_keys(), folder)


@dataclass(slots=True, kw_only=True)
class RecordingBot:
    """An endpoint that keeps what it gets and answers as it was told."""

    url: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], tuple[int, Any]] = lambda activity: (200, None)
    hold: asyncio.Event | None = None
    """While set and not yet released, answers wait for it."""


@asynccontextmanager
async def recording_bot() -> AsyncIterator[RecordingBot]:
    """A bot's place taken by a recorder, for tests of the sandbox itself."""
    bot = RecordingBot()

    async def receive(request: web.Request) -> web.Response:
        activity = orjson.loads(await request.read())
        bot.received.append(activity)
        bot.authorizations.append(request.headers.get("Authorization", ""))
        status, body = bot.answer(activity)
        if bot.hold:
            await bot.hold.wait()
        return web.Response(status=status) if body is None else web.json_response(body, status=status)

    app = web.Application()
    app.router.add_post("/api/messages", receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    listener = bind(0)
    bot.url = f"http://127.0.0.1:{listener.getsockname()[1]}/api/messages"
    await web.SockSite(runner, listener).start()
    try:
        yield bot
    finally:
        await runner.cleanup()


def free_port() -> int:
    """A port that is free just now."""
    listener = bind(0)
    port: int = listener.getsockname()[1]
    listener.close()
    return port
