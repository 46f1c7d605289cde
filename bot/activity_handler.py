"""Messages and installations, taken through botbuilder to the functions that answer them."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Protocol, cast

import botbuilder.schema
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity, Attachment, ChannelAccount
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import BotFrameworkAuthentication, ClaimsIdentity
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult
from botframework.connector.auth.connector_factory import ConnectorFactory
from msrest import Deserializer

from bot.connector import CONNECTOR_SCOPE, ConnectorClients, wait_out
from bot.failures import Translate, apologise, keep_norwegian, report_failure
from bot.identity import Sender, read_sender
from bot.messenger import CARD_TYPE, check_size
from committee.microsoft_errors import Throttled

_ACTIVITY = "utvalgsbot.activity"
_SENDER = "utvalgsbot.sender"
_REMEMBERED_ACTIVITIES = 10_000
_LONGEST_WAIT = timedelta(seconds=2)
_AUDIENCE = CONNECTOR_SCOPE.removesuffix("/.default")


class Reply(Protocol):
    """Answers in the conversation (and thread) that a message came from."""

    def __call__(self, card: dict[str, Any] | None = None, text: str | None = None) -> Awaitable[None]:
        """Send a card or a text (Markdown, already escaped), never both. Raises: MicrosoftError kinds."""
        ...


OnWords = Callable[[Sender, str, Mapping[str, Any] | None, Reply], Awaitable[None]]
"""Answers words a person wrote (mention taken off), or the value of a card's Action.Submit."""
OnInstalled = Callable[[Sender, Reply], Awaitable[None]]
"""Told once when the app is added to a team, chat or person; the reply goes there."""


class CommitteeActivityHandler(ActivityHandler):
    """Hands each kind of activity to the function for it."""

    def __init__(self, *, on_words: OnWords, on_installed: OnInstalled) -> None:
        self._on_words = on_words
        self._on_installed = on_installed
        # Teams sends a message again when the answer is late. This spares people double answers; that nothing is
        # *done* twice is the database's work, so another replica need not know.
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Answer words; a message sent again is answered once."""
        sender = _sender_of(turn_context)
        activity = cast(dict[str, Any], turn_context.turn_state[_ACTIVITY])
        if sender.activity_id and not self._first_time(sender.conversation_id, sender.activity_id):
            return
        value = activity.get("value")
        if not (sender.is_personal or isinstance(value, dict) or is_mentioned(activity)):
            return
        await self._on_words(
            sender, read_words(activity), value if isinstance(value, dict) else None, _make_reply(turn_context)
        )

    async def on_members_added_activity(self, members_added: list[ChannelAccount], turn_context: TurnContext) -> None:
        """The bot itself was added (the other news of an installation)."""
        bot_id = turn_context.activity.recipient.id if turn_context.activity.recipient else None
        if any(member.id == bot_id for member in members_added):
            await self._install(turn_context)

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        """The app was added."""
        await self._install(turn_context)

    async def on_installation_update_remove(self, turn_context: TurnContext) -> None:
        """The app was removed; when it is added again, that is news."""
        sender = _sender_of(turn_context)
        self._seen.pop((sender.conversation_id, "installed"), None)

    async def _install(self, turn_context: TurnContext) -> None:
        sender = _sender_of(turn_context)
        if self._first_time(sender.conversation_id, "installed"):
            await self._on_installed(sender, _make_reply(turn_context))

    def _first_time(self, conversation_id: str, what: str) -> bool:
        key = (conversation_id, what)
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > _REMEMBERED_ACTIVITIES:
            self._seen.popitem(last=False)
        return True


def _sender_of(turn_context: TurnContext) -> Sender:
    return cast(Sender, turn_context.turn_state[_SENDER])


def is_mentioned(activity: Mapping[str, Any]) -> bool:
    """Whether the message is meant for the bot, among all that Teams may send it from a channel."""
    return any(True for _ in _mentions_of_bot(activity))


def _mentions_of_bot(activity: Mapping[str, Any]) -> Iterator[str]:
    recipient = activity.get("recipient")
    bot_id = recipient.get("id") if isinstance(recipient, dict) else None
    entities = activity.get("entities")
    for entity in entities if isinstance(entities, list) else ():
        if isinstance(entity, dict) and entity.get("type") == "mention":
            mentioned = entity.get("mentioned")
            if bot_id and isinstance(mentioned, dict) and mentioned.get("id") == bot_id:
                yield entity.get("text") or f"<at>{mentioned.get('name', '')}</at>"


def read_words(activity: Mapping[str, Any]) -> str:
    """What was written, without the mention of the bot."""
    text = activity.get("text")
    if not isinstance(text, str):
        return ""
    for mention in _mentions_of_bot(activity):
        text = text.replace(mention, " ")
    text = text.replace("&nbsp;", " ").replace("\u00a0", " ")
    return re.sub(r"[ \t]+", " ", text).strip()


def _make_reply(turn_context: TurnContext) -> Reply:
    async def reply(card: dict[str, Any] | None = None, text: str | None = None) -> None:
        if (card is None) == (text is None):
            raise ValueError("a reply is a card or a text")
        await _send(turn_context, _make_message(card, text))

    return reply


def _make_message(card: dict[str, Any] | None, text: str | None) -> Activity:
    if card is None:
        return Activity(type="message", text=text or "", text_format="markdown")
    check_size(card)
    return Activity(type="message", attachments=[Attachment(content_type=CARD_TYPE, content=card)])


async def _send(turn_context: TurnContext, message: Activity) -> None:
    try:
        await turn_context.send_activity(message)
    except Throttled as error:
        if not await wait_out(error, longest=_LONGEST_WAIT):
            raise
        await turn_context.send_activity(message)


class _CachedFactory(ConnectorFactory):
    def __init__(self, clients: ConnectorClients) -> None:
        self._clients = clients

    async def create(self, service_url: str, audience: str) -> ConnectorClient:
        return self._clients.find(service_url)


class _Outbound(BotFrameworkAuthentication):
    """What the adapter asks for in a turn; our own gate has authenticated, so nothing else may."""

    def __init__(self, clients: ConnectorClients) -> None:
        self._factory = _CachedFactory(clients)

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        raise PermissionError("activities are authenticated by InboundGate")

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        raise PermissionError("streaming is not offered")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return self._factory

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return None


class ActivityProcessor:
    """Takes an admitted activity through botbuilder's adapter; a fault gets a kind reply with a reference."""

    def __init__(
        self,
        handler: CommitteeActivityHandler,
        clients: ConnectorClients,
        *,
        timeout_seconds: float = 8,
        translate: Translate = keep_norwegian,
    ) -> None:
        self._handler = handler
        self._timeout_seconds = timeout_seconds
        self._translate = translate
        self._adapter = CloudAdapterBase(_Outbound(clients))
        self._adapter.on_turn_error = self._tell_failure
        models = {name: model for name, model in vars(botbuilder.schema).items() if isinstance(model, type)}
        self._deserialize = Deserializer(models)

    async def __call__(self, activity: dict[str, Any], claims: Mapping[str, Any]) -> None:
        """Process one activity. Raises: only what makes even the apology impossible."""
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity(dict(claims), True)
        result.audience = _AUDIENCE
        result.connector_factory = self._adapter.bot_framework_authentication.create_connector_factory(
            result.claims_identity
        )
        sender = read_sender(activity)

        async def take_turn(turn_context: TurnContext) -> None:
            turn_context.turn_state[_ACTIVITY] = activity
            turn_context.turn_state[_SENDER] = sender
            async with asyncio.timeout(self._timeout_seconds):
                await self._handler.on_turn(turn_context)

        await self._adapter.process_activity(result, self._deserialize("Activity", activity), take_turn)

    async def _tell_failure(self, turn_context: TurnContext, error: Exception) -> None:
        """BotAdapter.on_turn_error: log it, and tell whoever wrote a message."""
        reference = report_failure(error, cast(dict[str, Any], turn_context.turn_state[_ACTIVITY]))
        if turn_context.activity.type == "message":
            sender = _sender_of(turn_context)
            text = apologise(error, reference, sender.locale, self._translate)
            await _send(turn_context, _make_message(None, text))
