"""Words written in the local Teams reach the bot through botbuilder and are answered where they were written."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.activity_handler import ActivityProcessor, CommitteeActivityHandler, Reply
from bot.connector import ConnectorClients
from bot.identity import Sender
from bot.inbound import InboundGate
from bot.service_hosts import ServiceHosts
from bot.settings import read_settings
from bot.token_keys import TokenKeys
from bot.web import make_app
from committee.errors import CommitteeError
from sandbox.launch import bot_environment
from sandbox.world import BOT_APP_ID, TEAM_THREAD, TENANT_ID
from tests.sandbox_fixture import RunningSandbox, running_sandbox

CHANNEL = "19:bestillerutvalget@thread.tacv2"
CHAT = "a:1-molde1"
CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Hjelp"}]}


class Bot:
    """A bot that says what it heard; `failure` makes it fail."""

    def __init__(self, sandbox: RunningSandbox) -> None:
        self.sandbox = sandbox
        self.heard: list[tuple[Sender, str, Mapping[str, Any] | None]] = []
        self.installed: list[Sender] = []
        self.failure: Exception | None = None
        self.card: dict[str, Any] | None = None
        self.tokens = 0

    async def hear(self, sender: Sender, words: str, value: Mapping[str, Any] | None, reply: Reply) -> None:
        self.heard.append((sender, words, value))
        if self.failure:
            raise self.failure
        await (reply(card=self.card) if self.card else reply(text=f"Hørte: {words}"))

    async def install(self, sender: Sender, reply: Reply) -> None:
        self.installed.append(sender)

    async def invoke(self, activity: Mapping[str, Any], sender: Sender) -> Mapping[str, Any]:
        return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": sender.object_id}

    async def token(self, scope: str, *, refresh: bool = False) -> str:
        self.tokens += 1
        return self.sandbox.access_token()

    async def wait_for_nothing(self) -> list[str]:
        return []


async def start(bot: Bot, session: aiohttp.ClientSession, **choices: Any) -> TestServer:
    hosts = ServiceHosts(["127.0.0.1"])
    gate = InboundGate(
        app_id=BOT_APP_ID,
        issuer="https://api.botframework.com",
        keys=TokenKeys(bot.sandbox.openid_url, session),
        hosts=hosts,
        tenants=[TENANT_ID],
    )
    clients = ConnectorClients(app_id=BOT_APP_ID, session=session, token=bot.token, hosts=hosts)
    handler = CommitteeActivityHandler(on_words=bot.hear, on_installed=bot.install)
    processor = ActivityProcessor(handler, clients, **choices)
    server = TestServer(make_app(gate, bot.invoke, processor, bot.wait_for_nothing))
    await server.start_server()
    bot.sandbox.point_at(str(server.make_url("/api/messages")))
    return server


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with running_sandbox(tmp_path) as sandbox, aiohttp.ClientSession() as session:
        bot = Bot(sandbox)
        server = await start(bot, session)
        yield bot
        await server.close()


def texts(bot: Bot, conversation: str) -> list[str]:
    return [post.text for post in bot.sandbox.posts(conversation, author="bot")]


async def test_words_in_ones_own_chat_are_answered_there(bot: Bot) -> None:
    await bot.sandbox.say("molde1", "når er neste møte?")
    assert texts(bot, CHAT) == ["Hørte: når er neste møte?"]
    [(sender, _, value)] = bot.heard
    assert (sender.tenant_id, sender.object_id) == (TENANT_ID, "aad00000-0000-4000-8000-000000000003")
    assert (sender.service_url, sender.is_personal, value) == (bot.sandbox.service_url, True, None)


async def test_words_in_a_channel_are_answered_in_their_thread(bot: Bot) -> None:
    said = await bot.sandbox.say("aukra", "hjelp", conversation=CHANNEL)
    [answer] = bot.sandbox.posts(CHANNEL, author="bot")
    assert (answer.text, answer.root_id) == ("Hørte: hjelp", said.id)
    assert (bot.heard[0][0].channel_id, bot.heard[0][0].team_id) == (CHANNEL, TEAM_THREAD)


async def test_what_people_say_to_each_other_in_a_channel_is_left_in_peace(bot: Bot) -> None:
    """With ChannelMessage.Read.Group Teams sends the bot every message of a channel, mentioned or not."""
    activity = bot.sandbox.message_activity("aukra", "hjelp", conversation=CHANNEL)
    others = [one for one in activity["entities"] if one["type"] != "mention"]
    someone = {"type": "mention", "mentioned": {"id": "29:1-rauma", "name": "Olav Nes"}, "text": "<at>Olav Nes</at>"}
    for n, entities in enumerate((others, [*others, someone])):
        said = {**activity, "id": f"{activity['id']}{n}", "text": "Takk for sist", "entities": entities}
        assert (await bot.sandbox.deliver(said)).status == 200
    assert (bot.heard, texts(bot, CHANNEL)) == ([], [])


async def test_an_answer_may_be_a_card(bot: Bot) -> None:
    bot.card = CARD
    await bot.sandbox.say("molde1", "hjelp")
    [answer] = bot.sandbox.posts(CHAT, author="bot")
    assert (answer.card, answer.text) == (CARD, "")


async def test_the_value_of_an_old_clients_button_is_handed_on(bot: Bot) -> None:
    activity = bot.sandbox.message_activity("molde1", "")
    activity.pop("text")
    assert (await bot.sandbox.deliver(activity | {"value": {"verb": "vote"}})).status == 200
    assert [(words, value) for _, words, value in bot.heard] == [("", {"verb": "vote"})]


async def test_a_message_sent_again_is_answered_once(bot: Bot) -> None:
    activity = bot.sandbox.message_activity("molde1", "hjelp")
    for _ in range(3):
        assert (await bot.sandbox.deliver(activity)).status == 200
    assert texts(bot, CHAT) == ["Hørte: hjelp"]


async def test_the_same_words_written_again_are_answered_again(bot: Bot) -> None:
    await bot.sandbox.say("molde1", "hjelp")
    await bot.sandbox.say("molde1", "hjelp")
    assert len(texts(bot, CHAT)) == 2


@pytest.mark.parametrize("failure", [RuntimeError("Ingrid Moen"), CommitteeError("x"), TimeoutError()])
async def test_a_fault_is_told_kindly_with_a_reference(
    bot: Bot, failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    bot.failure = failure
    activity = bot.sandbox.message_activity("molde1", "hjelp")
    assert (await bot.sandbox.deliver(activity)).status == 200
    [text] = texts(bot, CHAT)
    assert text.startswith("Beklager")
    reference = text.rstrip(".").rsplit(" ", 1)[-1]
    assert reference in caplog.text
    assert "Ingrid" not in text + caplog.text


async def test_a_fault_whose_apology_cannot_be_sent_is_still_no_server_error(bot: Bot) -> None:
    bot.failure = RuntimeError("x")
    bot.sandbox.fault("connector", "POST /activities", "500-before", times=5)
    assert (await bot.sandbox.deliver(bot.sandbox.message_activity("molde1", "hjelp"))).status == 200


async def test_an_answer_that_teams_throttles_shortly_is_sent_after_the_pause(bot: Bot) -> None:
    bot.sandbox.fault("connector", "POST /activities", "429", seconds=1)
    await bot.sandbox.say("molde1", "hjelp")
    assert texts(bot, CHAT) == ["Hørte: hjelp"]


async def test_an_answer_that_may_have_arrived_is_not_sent_again(bot: Bot) -> None:
    bot.sandbox.fault("connector", "POST /activities", "500-after")
    await bot.sandbox.say("molde1", "hjelp")
    assert texts(bot, CHAT).count("Hørte: hjelp") == 1


async def test_being_added_is_told_once_a_conversation(bot: Bot) -> None:
    await bot.sandbox.introduce()
    places = [sender.conversation_id for sender in bot.installed]
    assert len(places) == len(set(places)) > 1
    assert TEAM_THREAD in places
    assert CHAT in places


async def test_being_added_again_after_a_removal_is_news(bot: Bot) -> None:
    base = bot.sandbox.message_activity("molde1", "x")
    for action in ("add", "remove", "add"):
        activity = base | {"type": "installationUpdate", "action": action, "id": f"f:{action}"}
        assert (await bot.sandbox.deliver(activity)).status == 200
    assert len(bot.installed) == 2


async def test_someone_else_who_joins_is_no_installation(bot: Bot) -> None:
    activity = bot.sandbox.message_activity("molde1", "x") | {"type": "conversationUpdate"}
    assert (await bot.sandbox.deliver(activity | {"membersAdded": [{"id": "29:1-aukra"}]})).status == 200
    assert bot.installed == []


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "event", "name": "application/vnd.microsoft.meetingStart", "value": {"Id": "x"}},
        {"type": "typing"},
        {"type": "endOfConversation"},
        {"type": "messageUpdate"},
        {"type": "unheard-of"},
        {"type": "message", "timestamp": "yesterday"},
        {"type": "message", "entities": "x", "text": {"a": 1}},
        {"type": "message", "recipient": None, "from": None},
    ],
)
async def test_what_the_bot_does_not_understand_is_no_server_error(bot: Bot, changes: dict[str, Any]) -> None:
    activity = bot.sandbox.message_activity("molde1", "x") | changes
    assert (await bot.sandbox.deliver(activity)).status == 200


async def test_a_pressed_button_is_answered_directly(bot: Bot) -> None:
    answer = await bot.sandbox.invoke("molde1", "adaptiveCard/action", {"action": {"verb": "vote"}})
    assert (answer.status, answer.body["value"]) == (200, "aad00000-0000-4000-8000-000000000003")
    assert bot.tokens == 0


async def test_a_signing_key_that_rolls_over_is_not_noticed_by_anyone(bot: Bot) -> None:
    bot.sandbox.tenant.keys.roll_over()
    await bot.sandbox.say("molde1", "hjelp")
    assert texts(bot, CHAT) == ["Hørte: hjelp"]


async def test_a_slow_answer_becomes_an_apology_in_time(tmp_path: Path) -> None:
    async with running_sandbox(tmp_path) as sandbox, aiohttp.ClientSession() as session:
        bot = Bot(sandbox)
        server = await start(bot, session, timeout_seconds=0.2)
        sandbox.fault("connector", "POST /activities", "slow", seconds=0.5)
        await sandbox.say("molde1", "hjelp")
        assert any("lang tid" in text for text in texts(bot, CHAT))
        await server.close()


def test_the_settings_that_the_sandbox_gives_are_settings_of_the_bot(tmp_path: Path) -> None:
    environment = bot_environment("http://127.0.0.1:3979", 3978, tmp_path)
    settings = read_settings(environment)
    assert settings.app_id == BOT_APP_ID
    assert ServiceHosts(settings.allowed_service_hosts).allows("http://127.0.0.1:3979/connector/")
