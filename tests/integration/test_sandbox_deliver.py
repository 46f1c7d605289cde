"""How activities reach the bot: signed, shaped as Teams', in time, doubled when asked."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest

from sandbox import world
from tests.sandbox_fixture import RecordingBot, RunningSandbox, find_person, recording_bot, running_sandbox

CHANNEL = "19:bestillerutvalget@thread.tacv2"
CARD = [{"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard"}}]


@pytest.fixture
async def bot() -> AsyncIterator[RecordingBot]:
    async with recording_bot() as recorder:
        yield recorder


@pytest.fixture
async def sandbox(tmp_path: Path, bot: RecordingBot) -> AsyncIterator[RunningSandbox]:
    async with running_sandbox(tmp_path, bot_url=bot.url) as running:
        yield running


@pytest.fixture
async def page(sandbox: RunningSandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(sandbox.base_url) as session:
        yield session


async def test_an_activity_is_signed_by_a_published_and_endorsed_key(
    sandbox: RunningSandbox, bot: RecordingBot, page: aiohttp.ClientSession
) -> None:
    await sandbox.say("molde1", "hjelp")
    token = bot.authorizations[0].removeprefix("Bearer ")
    metadata = await (await page.get(sandbox.openid_url)).json()
    keys = (await (await page.get(metadata["jwks_uri"])).json())["keys"]
    key = next(key for key in keys if key["kid"] == jwt.get_unverified_header(token)["kid"])
    assert key["endorsements"] == ["msteams"]
    claims = jwt.decode(
        token, jwt.PyJWK(key).key, algorithms=["RS256"], audience=world.BOT_APP_ID, issuer=metadata["issuer"]
    )
    assert claims["serviceurl"] == bot.received[0]["serviceUrl"] == sandbox.service_url


async def test_after_a_key_roll_over_the_new_key_signs_and_both_are_published(
    sandbox: RunningSandbox, bot: RecordingBot
) -> None:
    old = sandbox.tenant.keys.current
    new = sandbox.tenant.keys.roll_over()
    await sandbox.say("molde1", "hjelp")
    assert jwt.get_unverified_header(bot.authorizations[0].removeprefix("Bearer "))["kid"] == new
    assert {key["kid"] for key in sandbox.tenant.keys.publish()["keys"]} == {old, new}
    sandbox.tenant.keys.roll_over(forget_old=True)
    assert len(sandbox.tenant.keys.publish()["keys"]) == 1


async def test_a_personal_message_looks_as_teams_writes_it(sandbox: RunningSandbox, bot: RecordingBot) -> None:
    await sandbox.say("aukra", "når er neste møte?")
    (activity,) = bot.received
    person = find_person("aukra")
    assert activity["from"] == {"id": person.mri, "name": person.name, "aadObjectId": person.aad}
    assert activity["conversation"] == {
        "id": person.conversation,
        "conversationType": "personal",
        "tenantId": world.TENANT_ID,
    }
    assert activity["channelData"]["tenant"]["id"] == world.TENANT_ID
    assert (activity["channelId"], activity["text"]) == ("msteams", "når er neste møte?")
    assert activity["id"]
    assert activity["timestamp"]


async def test_a_channel_post_reaches_the_bot_only_with_a_mention_and_names_its_thread(
    sandbox: RunningSandbox, bot: RecordingBot, page: aiohttp.ClientSession
) -> None:
    first = {"persona": "molde1", "conversation": CHANNEL, "text": "Uten omtale", "mentionBot": False}
    root = (await (await page.post("/client/messages", json=first)).json())["id"]
    second = {**first, "text": "hjelp", "mentionBot": True, "rootId": root}
    await page.post("/client/messages", json=second)
    await until(lambda: bot.received)
    (activity,) = bot.received
    assert activity["conversation"]["id"] == f"{CHANNEL};messageid={root}"
    assert activity["text"] == "<at>Utvalgsbot</at> hjelp"
    mentions = [entity for entity in activity["entities"] if entity["type"] == "mention"]
    assert mentions[0]["mentioned"]["id"] == world.BOT_MRI
    data = activity["channelData"]
    assert (data["channel"]["id"], data["team"]["aadGroupId"]) == (CHANNEL, world.TEAM_ID)


async def test_the_page_gets_the_bots_own_answer_to_a_pressed_button(
    sandbox: RunningSandbox, bot: RecordingBot, page: aiohttp.ClientSession
) -> None:
    said = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Takk"}
    bot.answer = lambda activity: (200, said)
    post = sandbox.tenant.posts.add(conversation=CHANNEL, author="bot", attachments=CARD)
    value = {"action": {"type": "Action.Execute", "verb": "stem", "data": {}}, "trigger": "manual"}
    pressed = {"persona": "rauma", "conversation": CHANNEL, "messageId": post.id, "name": "adaptiveCard/action"}
    answer = await (await page.post("/client/invoke", json={**pressed, "value": value})).json()
    assert answer == {"status": 200, "body": said}
    (activity,) = bot.received
    assert (activity["type"], activity["replyToId"], activity["value"]) == ("invoke", post.id, value)
    assert activity["conversation"]["id"] == f"{CHANNEL};messageid={post.id}"


@pytest.mark.parametrize(("copies", "same_id"), [(2, True), (4, True), (4, False)])
async def test_a_press_may_arrive_up_to_four_times_with_the_same_or_new_ids(
    sandbox: RunningSandbox, bot: RecordingBot, copies: int, same_id: bool
) -> None:
    post = sandbox.tenant.posts.add(conversation=CHANNEL, author="bot", attachments=CARD)
    sandbox.fault("invoke", "adaptiveCard/action", "duplicate", copies=copies, same_id=same_id)
    assert (await sandbox.press("rauma", post, "stem")).status == 200
    assert len(bot.received) == copies
    assert len({activity["id"] for activity in bot.received}) == (1 if same_id else copies)
    await sandbox.press("rauma", post, "stem")
    assert len(bot.received) == copies + 1


async def test_a_bot_that_takes_too_long_gives_504(tmp_path: Path, bot: RecordingBot) -> None:
    short = timedelta(seconds=0.05)
    async with running_sandbox(tmp_path, bot_url=bot.url, card_timeout=short, dialog_timeout=short) as sandbox:
        bot.hold = asyncio.Event()
        post = sandbox.tenant.posts.add(conversation=CHANNEL, author="bot", attachments=CARD)
        assert (await sandbox.press("rauma", post, "stem")).status == 504
        assert (await sandbox.invoke("rauma", "task/fetch", {"data": {}}, on=post)).status == 504
        bot.hold.set()


async def test_an_unanswered_message_is_sent_again_at_last_under_a_new_id(tmp_path: Path, bot: RecordingBot) -> None:
    resends = ((0.0, False), (0.0, False), (0.0, True))
    async with running_sandbox(tmp_path, bot_url=bot.url, message_resends=resends) as sandbox:
        bot.answer = lambda activity: (500 if len(bot.received) < 4 else 200, None)
        await sandbox.say("leder", "hjelp")
        ids = [activity["id"] for activity in bot.received]
        assert len(ids) == 4
        assert ids[0] == ids[1] == ids[2] != ids[3]
        assert len(sandbox.posts("a:1-leder")) == 1


async def test_the_bot_is_told_once_that_it_was_added(tmp_path: Path, bot: RecordingBot) -> None:
    for _ in range(2):
        async with running_sandbox(tmp_path, bot_url=bot.url) as sandbox:
            await sandbox.introduce()
    places = len(world.PERSONAS) + 1
    assert [activity["type"] for activity in bot.received].count("conversationUpdate") == places
    assert [activity["type"] for activity in bot.received].count("installationUpdate") == places
    assert bot.received[0]["channelData"]["team"]["aadGroupId"] == world.TEAM_ID


async def test_open_pages_are_told_of_messages_that_concern_them(
    sandbox: RunningSandbox, page: aiohttp.ClientSession
) -> None:
    async with page.get("/client/events?persona=rauma") as events:
        assert b'"reset"' in await next_event(events)
        sandbox.tenant.stream.tell("message", conversation="a:1-molde1", id="1", persona="molde1")
        sandbox.tenant.stream.tell("message", conversation=CHANNEL, id="2")
        assert b'"id":"2"' in await next_event(events)


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
async def test_the_page_is_for_this_machine_only(page: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    async with page.get("/client/world", headers=headers) as reply:
        assert reply.status == 403
    async with page.get("/client/world") as reply:
        assert (await reply.json())["personas"][0]["key"] == "leder"


async def test_a_persona_sees_only_their_own_chat_and_what_they_have_not_read(
    sandbox: RunningSandbox, page: aiohttp.ClientSession
) -> None:
    sandbox.tenant.posts.add(conversation=CHANNEL, author="bot", text="Til alle")
    rows = await (await page.get("/client/conversations?persona=rauma")).json()
    assert {row["name"]: row["unread"] for row in rows}["Bestillerutvalget"] == 1
    params = {"persona": "rauma", "conversation": CHANNEL}
    (message,) = (await (await page.get("/client/messages", params=params)).json())["messages"]
    assert (message["text"], message["from"]["isBot"]) == ("Til alle", True)
    rows = await (await page.get("/client/conversations?persona=rauma")).json()
    assert {row["name"]: row["unread"] for row in rows}["Bestillerutvalget"] == 0
    params["conversation"] = "a:1-molde1"
    assert (await page.get("/client/messages", params=params)).status == 404


async def test_a_submitted_form_reaches_the_bot_as_a_value_and_is_not_shown(
    sandbox: RunningSandbox, bot: RecordingBot, page: aiohttp.ClientSession
) -> None:
    sent = {"persona": "rauma", "conversation": "a:1-rauma", "text": "", "value": {"a": 1}, "mentionBot": False}
    assert (await page.post("/client/messages", json=sent)).status == 201
    await until(lambda: bot.received)
    assert bot.received[0]["value"] == {"a": 1}
    assert sandbox.posts("a:1-rauma") == []


async def test_faults_are_set_seen_and_cleared_from_the_page(page: aiohttp.ClientSession) -> None:
    rule = {"where": "graph", "match": "PUT /drives/", "action": "429", "times": 2, "seconds": 3}
    shown = await (await page.post("/client/faults", json=rule)).json()
    assert shown["rules"][0] | rule == shown["rules"][0]
    assert (await page.post("/client/faults", json={"where": "moon", "action": "429"})).status == 400
    assert (await (await page.delete("/client/faults")).json()) == {"rules": []}


async def next_event(events: aiohttp.ClientResponse) -> bytes:
    while not (line := await events.content.readline()).startswith(b"data:"):
        pass
    return line


async def until(look: Any) -> None:
    async with asyncio.timeout(5):
        while not look():
            await asyncio.sleep(0)
