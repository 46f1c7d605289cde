"""Cards reach the channel, the thread and the person, and every way it can fail is told apart."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.connector import CONNECTOR_SCOPE, ConnectorClients, read_retry_after
from bot.messenger import CARD_TYPE, Messenger, Person, Place, Posted
from bot.service_hosts import ServiceHosts
from committee.microsoft_errors import Ambiguous, Forbidden, Gone, MicrosoftError, Refused, Throttled, Unavailable
from sandbox.world import BOT_APP_ID, TENANT_ID, find_persona
from tests.sandbox_fixture import RunningSandbox, free_port, running_sandbox

CHANNEL = "19:bestillerutvalget@thread.tacv2"
CONVERSATIONS = "/v3/conversations$"
ACTIVITIES = "/activities"


def card(text: str = "Avstemning") -> dict[str, object]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": text, "x": None}]}


class Tokens:
    """The sandbox's tokens, and what was asked for."""

    def __init__(self, sandbox: RunningSandbox) -> None:
        self._sandbox = sandbox
        self.asked: list[tuple[str, bool]] = []
        self.stale = False

    async def __call__(self, scope: str, *, refresh: bool = False) -> str:
        self.asked.append((scope, refresh))
        self.stale = self.stale and not refresh
        return "stale" if self.stale else self._sandbox.access_token()


class Stage:
    """A sandbox, a messenger and a place to post."""

    def __init__(self, sandbox: RunningSandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.tokens = Tokens(sandbox)
        self.clients = ConnectorClients(
            app_id=BOT_APP_ID, session=session, token=self.tokens, hosts=ServiceHosts(["127.0.0.1"])
        )
        self.messenger = Messenger(app_id=BOT_APP_ID, clients=self.clients)
        self.place = Place(service_url=sandbox.service_url, tenant_id=TENANT_ID, channel_id=CHANNEL)

    def cards(self, conversation: str = CHANNEL) -> list[object]:
        return [
            attachment["content"]
            for post in self.sandbox.posts(conversation, author="bot")
            for attachment in post.attachments
        ]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with running_sandbox(tmp_path) as sandbox, aiohttp.ClientSession() as session:
        yield Stage(sandbox, session)


def person(stage: Stage, key: str = "molde1") -> Person:
    persona = find_persona(key)
    assert persona is not None
    return Person(service_url=stage.sandbox.service_url, tenant_id=TENANT_ID, object_id=persona.aad)


async def test_a_card_starts_a_thread_in_the_channel(stage: Stage) -> None:
    posted = await stage.messenger.post_card(stage.place, card(), summary="Avstemning åpnet")
    [post] = stage.sandbox.posts(CHANNEL, author="bot")
    assert posted.activity_id == post.id
    assert posted.conversation_id == f"{CHANNEL};messageid={post.id}"
    assert post.text == ""
    assert [(a["contentType"], a["content"]) for a in post.attachments] == [(CARD_TYPE, card())]
    assert json.loads(stage.sandbox.requests[-1].body)["activity"]["summary"] == "Avstemning åpnet"


async def test_a_card_is_edited_in_place(stage: Stage) -> None:
    posted = await stage.messenger.post_card(stage.place, card("Åpen"), summary="")
    await stage.messenger.edit_card(posted, card("Lukket"))
    await stage.messenger.edit_card(posted, card("Lukket"))
    assert stage.cards() == [card("Lukket")]


async def test_a_reply_stays_in_its_thread(stage: Stage) -> None:
    root = await stage.messenger.post_card(stage.place, card("Sak"), summary="")
    thread = Place(
        service_url=stage.place.service_url,
        tenant_id=TENANT_ID,
        channel_id=CHANNEL,
        thread_root=root.activity_id,
    )
    reply = await stage.messenger.post_reply(thread, card("Utfall"))
    assert [post.root_id for post in stage.sandbox.posts(CHANNEL, author="bot")] == [root.activity_id] * 2
    await stage.messenger.edit_card(reply, card("Rettet"))
    assert stage.cards() == [card("Sak"), card("Rettet")]


async def test_a_reply_without_a_thread_is_not_sent(stage: Stage) -> None:
    with pytest.raises(ValueError, match="root"):
        await stage.messenger.post_reply(stage.place, card())
    assert stage.sandbox.requests == []


async def test_a_person_is_written_to_in_their_own_chat(stage: Stage) -> None:
    posted = await stage.messenger.post_to_person(person(stage), card("Bare til deg"))
    await stage.messenger.post_to_person(person(stage), card("Og mer"))
    assert stage.cards("a:1-molde1") == [card("Bare til deg"), card("Og mer")]
    assert posted.conversation_id == "a:1-molde1"
    assert len(stage.sandbox.find_requests("connector", "POST", "/v3/conversations")) == 3


async def test_one_client_serves_all_cards(stage: Stage) -> None:
    for _ in range(3):
        await stage.messenger.post_card(stage.place, card(), summary="")
    url = stage.sandbox.service_url
    assert stage.clients.find(url) is stage.clients.find(url)
    assert {scope for scope, _ in stage.tokens.asked} == {CONNECTOR_SCOPE}


async def test_an_expired_token_is_renewed_once(stage: Stage) -> None:
    stage.tokens.stale = True
    await stage.messenger.post_card(stage.place, card(), summary="")
    assert [refresh for _, refresh in stage.tokens.asked] == [False, True]
    assert len(stage.cards()) == 1


async def test_a_token_that_stays_bad_is_forbidden(stage: Stage) -> None:
    async def bad(scope: str, *, refresh: bool = False) -> str:
        return "bad"

    stage.clients._token = bad
    with pytest.raises(Forbidden) as caught:
        await stage.messenger.post_card(stage.place, card(), summary="")
    assert caught.value.status == 401
    assert len(stage.sandbox.requests) == 2


@pytest.mark.parametrize("url", ["https://evil.example/", "http://localhost:{port}/connector/"])
async def test_the_token_never_goes_to_a_host_that_is_not_allowed(stage: Stage, url: str) -> None:
    url = url.format(port=stage.sandbox.tenant.settings.port)
    posted = Posted(service_url=url, conversation_id="a:1-molde1", activity_id="1")
    with pytest.raises(Refused):
        await stage.messenger.edit_card(posted, card())
    assert (stage.tokens.asked, stage.sandbox.requests) == ([], [])


async def test_a_card_above_80_kb_is_not_sent(stage: Stage) -> None:
    await stage.messenger.post_card(stage.place, card("x" * 39_000), summary="")
    with pytest.raises(Refused) as caught:
        await stage.messenger.post_card(stage.place, card("x" * 40_000), summary="")
    assert caught.value.code == "MessageSizeTooBig"
    assert len(stage.sandbox.requests) == 1


@pytest.mark.parametrize(
    ("action", "error", "stands"),
    [
        ("500-before", Ambiguous, 0),
        ("500-after", Ambiguous, 1),
        ("reset", Ambiguous, 0),
        ("reset-after", Ambiguous, 1),
        ("429", Throttled, 0),
    ],
)
async def test_a_post_is_never_sent_twice(stage: Stage, action: str, error: type[MicrosoftError], stands: int) -> None:
    stage.sandbox.fault("connector", f"POST {CONVERSATIONS}", action, seconds=7)
    with pytest.raises(error):
        await stage.messenger.post_card(stage.place, card(), summary="")
    assert len(stage.cards()) == stands
    assert len(stage.sandbox.requests) == 1


async def test_a_throttled_post_says_how_long_to_wait(stage: Stage) -> None:
    stage.sandbox.fault("connector", f"POST {CONVERSATIONS}", "429", seconds=7)
    with pytest.raises(Throttled) as caught:
        await stage.messenger.post_card(stage.place, card(), summary="")
    assert caught.value.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize("action", ["500-before", "500-after", "reset", "reset-after"])
async def test_an_edit_that_got_no_answer_may_be_made_again(stage: Stage, action: str) -> None:
    posted = await stage.messenger.post_card(stage.place, card("Åpen"), summary="")
    # The HTTP client itself repeats a PUT once when the connection is cut, hence two.
    stage.sandbox.fault("connector", f"PUT {ACTIVITIES}", action, times=2 if action.startswith("reset") else 1)
    with pytest.raises(Unavailable):
        await stage.messenger.edit_card(posted, card("Lukket"))
    await stage.messenger.edit_card(posted, card("Lukket"))
    assert stage.cards() == [card("Lukket")]


async def test_opening_a_chat_that_got_no_answer_may_be_done_again(stage: Stage) -> None:
    stage.sandbox.fault("connector", f"POST {CONVERSATIONS}", "500-after")
    with pytest.raises(Unavailable):
        await stage.messenger.post_to_person(person(stage), card())
    await stage.messenger.post_to_person(person(stage), card())
    assert len(stage.cards("a:1-molde1")) == 1


async def test_a_message_to_a_person_that_got_no_answer_is_ambiguous(stage: Stage) -> None:
    stage.sandbox.fault("connector", f"POST {ACTIVITIES}", "500-after")
    with pytest.raises(Ambiguous):
        await stage.messenger.post_to_person(person(stage), card())
    assert len(stage.cards("a:1-molde1")) == 1


async def test_an_answer_that_is_too_late_is_ambiguous_for_a_post(stage: Stage) -> None:
    stage.clients.timeout = aiohttp.ClientTimeout(total=0.1)
    stage.sandbox.fault("connector", f"POST {CONVERSATIONS}", "slow", seconds=0.5)
    with pytest.raises(Ambiguous):
        await stage.messenger.post_card(stage.place, card(), summary="")


async def test_a_service_that_is_not_there_is_unavailable_for_a_post_too(stage: Stage) -> None:
    place = Place(service_url=f"http://127.0.0.1:{free_port()}/", tenant_id=TENANT_ID, channel_id=CHANNEL)
    with pytest.raises(Unavailable):
        await stage.messenger.post_card(place, card(), summary="")


async def test_what_is_gone_is_told_as_gone(stage: Stage) -> None:
    missing = Posted(service_url=stage.sandbox.service_url, conversation_id=CHANNEL, activity_id="1")
    with pytest.raises(Gone) as caught:
        await stage.messenger.edit_card(missing, card())
    assert (caught.value.status, caught.value.code) == (404, "ActivityNotFoundInConversation")


async def test_what_is_not_ours_is_forbidden(stage: Stage) -> None:
    post = stage.sandbox.tenant.posts.add(conversation=CHANNEL, author="molde1", text="hei")
    theirs = Posted(service_url=stage.sandbox.service_url, conversation_id=CHANNEL, activity_id=post.id)
    with pytest.raises(Forbidden):
        await stage.messenger.edit_card(theirs, card())


async def test_a_person_that_teams_does_not_know_is_refused(stage: Stage) -> None:
    stranger = Person(service_url=stage.sandbox.service_url, tenant_id=TENANT_ID, object_id="nobody")
    with pytest.raises(Refused):
        await stage.messenger.post_to_person(stranger, card())


async def test_many_cards_are_sent_side_by_side(stage: Stage) -> None:
    await asyncio.gather(*(stage.messenger.post_card(stage.place, card(str(n)), summary="") for n in range(20)))
    assert len(stage.cards()) == 20


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, 2),
        ("", 2),
        ("0", 0),
        ("17", 17),
        ("1.5", 1.5),
        ("-3", 0),
        ("soon", 2),
        ("999999", 3600),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0),
        ("inf", 2),
        ("nan", 2),
    ],
)
def test_a_retry_after_is_read_as_seconds_or_a_date(value: str | None, seconds: float) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert read_retry_after(value, now=now) == timedelta(seconds=seconds)
