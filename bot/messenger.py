"""Posts and edits cards where people read them."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import orjson
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationParameters
from botframework.connector.aio import ConnectorClient

from bot.connector import ConnectorClients
from committee.microsoft_errors import Ambiguous, Refused, Unavailable

Card = dict[str, Any]

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
#: Teams refuses messages over 100 KB counted in UTF-16 and asks bots to stay under 80.
LARGEST_CARD_BYTES = 80_000
_REMEMBERED_CHATS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel, or with `thread_root` (the root post's activity id) a thread in it."""

    service_url: str
    tenant_id: str
    channel_id: str
    thread_root: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who has the app in their own chat, by Entra object id."""

    service_url: str
    tenant_id: str
    object_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A card that stands somewhere: what is needed to edit it."""

    service_url: str
    conversation_id: str
    activity_id: str


class Messenger:
    """Sends cards through the Bot Connector. Every method raises MicrosoftError kinds, and repeats nothing itself."""

    def __init__(self, *, app_id: str, clients: ConnectorClients) -> None:
        self._bot = ChannelAccount(id=f"28:{app_id}")
        self._clients = clients
        self._chats: OrderedDict[tuple[str, str, str], str] = OrderedDict()

    async def post_card(self, place: Place, card: Card, *, summary: str) -> Posted:
        """Start a new thread in the channel; `summary` is what a notification shows. Not idempotent.

        Raises: Ambiguous when Teams may have posted it.
        """
        activity = _make_activity(card, summary)
        parameters = ConversationParameters(
            is_group=True,
            bot=self._bot,
            activity=activity,
            tenant_id=place.tenant_id,
            channel_data={
                "channel": {"id": place.channel_id},
                "tenant": {"id": place.tenant_id},
            },
        )
        created: Any = await self._client(place.service_url).conversations.create_conversation(parameters)
        return _posted(place.service_url, created and created.id, created and created.activity_id)

    async def post_reply(self, place: Place, card: Card, *, summary: str = "") -> Posted:
        """Add a card to the thread of `place.thread_root`. Not idempotent. Raises: Ambiguous when it may be there."""
        if not place.thread_root:
            raise ValueError("a reply needs the root of its thread")
        conversation_id = f"{place.channel_id};messageid={place.thread_root}"
        return await self._send(place.service_url, conversation_id, card, summary)

    async def post_to_person(self, person: Person, card: Card, *, summary: str = "") -> Posted:
        """Add a card to the person's own chat with the bot. Not idempotent. Raises: Ambiguous when it may be there."""
        conversation_id = await self._find_chat(person)
        return await self._send(person.service_url, conversation_id, card, summary)

    async def edit_card(self, posted: Posted, card: Card, *, summary: str = "") -> None:
        """Replace a card for everyone. Idempotent. Raises: Gone when it is no longer there."""
        activity = _make_activity(card, summary)
        activity.id = posted.activity_id
        await self._client(posted.service_url).conversations.update_activity(
            posted.conversation_id, posted.activity_id, activity
        )

    def _client(self, service_url: str) -> ConnectorClient:
        return self._clients.find(service_url)

    async def _send(self, service_url: str, conversation_id: str, card: Card, summary: str) -> Posted:
        activity = _make_activity(card, summary)
        sent: Any = await self._client(service_url).conversations.send_to_conversation(conversation_id, activity)
        return _posted(service_url, conversation_id, sent and sent.id)

    async def _find_chat(self, person: Person) -> str:
        key = (person.service_url, person.tenant_id, person.object_id)
        known = self._chats.get(key)
        if known is None:
            known = self._chats[key] = await self._open_chat(person)
            if len(self._chats) > _REMEMBERED_CHATS:
                self._chats.popitem(last=False)
        return known

    async def _open_chat(self, person: Person) -> str:
        parameters = ConversationParameters(
            is_group=False,
            bot=self._bot,
            members=[ChannelAccount(id=person.object_id)],
            tenant_id=person.tenant_id,
            channel_data={"tenant": {"id": person.tenant_id}},
        )
        try:
            created: Any = await self._client(person.service_url).conversations.create_conversation(parameters)
        except Ambiguous as error:
            # Opening a chat that is open answers with the same one, so it may be done again.
            raise Unavailable(code=error.code, request_id=error.request_id, status=error.status) from error
        if created is None or not created.id:
            raise Unavailable(code="noConversationId")
        return created.id


def _make_activity(card: Card, summary: str) -> Activity:
    check_size(card)
    return Activity(
        type="message",
        summary=summary or None,  # pyright: ignore[reportArgumentType] - botbuilder leaves out what is None
        attachments=[Attachment(content_type=CARD_TYPE, content=card)],
    )


def check_size(card: Card) -> None:
    """Raises: Refused when Teams would not take a card of this size."""
    size = len(orjson.dumps(card).decode().encode("utf-16-le"))
    if size > LARGEST_CARD_BYTES:
        raise Refused(f"the card has {size} bytes", code="MessageSizeTooBig", status=413)


def _posted(service_url: str, conversation_id: str | None, activity_id: str | None) -> Posted:
    if not conversation_id or not activity_id:
        raise Ambiguous(code="noActivityId")
    return Posted(service_url=service_url, conversation_id=conversation_id, activity_id=activity_id)
