"""What the real botbuilder connector client meets at the sandbox's Bot Connector."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationParameters
from botframework.connector.aio import ConnectorClient
from botframework.connector.models import ErrorResponseException
from msrest.authentication import BasicTokenAuthentication

from sandbox import world
from tests.sandbox_fixture import RunningSandbox, find_person, running_sandbox

CHANNEL = "19:bestillerutvalget@thread.tacv2"
CARD_TYPE = "application/vnd.microsoft.card.adaptive"


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[RunningSandbox]:
    async with running_sandbox(tmp_path) as running:
        yield running


def connect(sandbox: RunningSandbox) -> ConnectorClient:
    token = BasicTokenAuthentication({"access_token": sandbox.access_token()})
    return ConnectorClient(token, base_url=sandbox.service_url)


def write_card(text: str) -> Activity:
    body = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": text}]}
    return Activity(type="message", attachments=[Attachment(content_type=CARD_TYPE, content=body)])


def new_thread(activity: Activity, channel: str = CHANNEL) -> ConversationParameters:
    return ConversationParameters(is_group=True, channel_data={"channel": {"id": channel}}, activity=activity)


def with_person(member: str, **more: object) -> ConversationParameters:
    return ConversationParameters(members=[ChannelAccount(id=member)], tenant_id=world.TENANT_ID, **more)


async def test_a_card_is_posted_in_a_channel_and_edited_for_everyone(sandbox: RunningSandbox) -> None:
    conversations = connect(sandbox).conversations
    made = await conversations.create_conversation(new_thread(write_card("Åpen")))
    assert made.id == f"{CHANNEL};messageid={made.activity_id}"
    edited = await conversations.update_activity(made.id, made.activity_id, write_card("Lukket"))
    assert edited.id == made.activity_id
    (post,) = sandbox.posts(CHANNEL)
    assert post.card
    assert post.card["body"][0]["text"] == "Lukket"
    assert post.edited_at
    assert post.root_id == post.id


async def test_a_reply_stays_in_its_thread_and_a_bare_channel_id_begins_a_new_one(sandbox: RunningSandbox) -> None:
    conversations = connect(sandbox).conversations
    made = await conversations.create_conversation(new_thread(write_card("Sak")))
    await conversations.reply_to_activity(made.id, made.activity_id, Activity(type="message", text="Svar"))
    await conversations.send_to_conversation(CHANNEL, Activity(type="message", text="Ny tråd"))
    root, answer, escaped = sandbox.posts(CHANNEL)
    assert answer.root_id == root.id
    assert escaped.root_id == escaped.id


@pytest.mark.parametrize("which", ["mri", "aad"])
async def test_a_person_is_written_to_by_either_id(sandbox: RunningSandbox, which: str) -> None:
    person = find_person("rauma")
    conversations = connect(sandbox).conversations
    made = await conversations.create_conversation(with_person(getattr(person, which)))
    await conversations.send_to_conversation(made.id, Activity(type="message", text="Hei"))
    assert [post.text for post in sandbox.posts(person.conversation)] == ["Hei"]


async def test_a_stranger_and_a_missing_tenant_are_refused(sandbox: RunningSandbox) -> None:
    conversations = connect(sandbox).conversations
    for wrong in (with_person("29:1-ukjent"), ConversationParameters(members=[ChannelAccount(id="29:1-rauma")])):
        with pytest.raises(ErrorResponseException) as refusal:
            await conversations.create_conversation(wrong)
        assert refusal.value.response.status_code == 400


async def test_text_with_a_card_becomes_two_messages_as_in_teams(sandbox: RunningSandbox) -> None:
    both = write_card("Kort")
    both.text = "Tekst"
    made = await connect(sandbox).conversations.create_conversation(new_thread(both))
    text, card = sandbox.posts(CHANNEL)
    assert (text.id, text.text, text.card) == (made.activity_id, "Tekst", None)
    assert card.card
    assert card.root_id == text.id


async def test_a_message_above_100_kb_counted_as_utf16_is_refused(sandbox: RunningSandbox) -> None:
    conversations = connect(sandbox).conversations
    await conversations.create_conversation(new_thread(Activity(type="message", text="å" * 50_000)))
    with pytest.raises(ErrorResponseException) as refusal:
        await conversations.create_conversation(new_thread(Activity(type="message", text="å" * 51_201)))
    assert refusal.value.response.status_code == 413
    assert refusal.value.error.error.code == "MessageSizeTooBig"
    assert len(sandbox.posts(CHANNEL)) == 1


async def test_the_eighth_post_in_a_second_is_throttled_with_retry_after(tmp_path: Path) -> None:
    async with running_sandbox(tmp_path, limit_factor=1.0) as sandbox:
        conversations = connect(sandbox).conversations
        for _ in range(7):
            await conversations.send_to_conversation(CHANNEL, Activity(type="message", text="Hei"))
        with pytest.raises(ErrorResponseException) as refusal:
            await conversations.send_to_conversation(CHANNEL, Activity(type="message", text="Hei"))
        assert refusal.value.response.status_code == 429
        assert int(refusal.value.response.headers["Retry-After"]) >= 1
        await conversations.send_to_conversation("19:styret@thread.tacv2", Activity(type="message", text="Hei"))
        assert len(sandbox.posts(CHANNEL)) == 7


async def test_nothing_is_done_without_a_connector_token(sandbox: RunningSandbox) -> None:
    url = f"{sandbox.service_url}v3/conversations/{CHANNEL}/activities"
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {"Authorization": "Bearer x.y.z"}, sandbox.bearer(graph=True)):
            async with session.post(url, json={"type": "message", "text": "Hei"}, headers=headers) as reply:
                assert reply.status == 401
    assert sandbox.posts(CHANNEL) == []


async def test_a_deleted_or_foreign_message_cannot_be_edited(sandbox: RunningSandbox) -> None:
    conversations = connect(sandbox).conversations
    made = await conversations.create_conversation(new_thread(write_card("Borte snart")))
    await conversations.delete_activity(made.id, made.activity_id)
    written = sandbox.tenant.posts.add(conversation=CHANNEL, author="molde1", text="Mitt")
    for activity_id, status in ((made.activity_id, 404), ("123", 404), (written.id, 403)):
        with pytest.raises(ErrorResponseException) as refusal:
            await conversations.update_activity(CHANNEL, activity_id, write_card("Nytt"))
        assert refusal.value.response.status_code == status


async def test_members_are_found_by_either_id_and_paged(sandbox: RunningSandbox) -> None:
    conversations = connect(sandbox).conversations
    person = find_person("aukra")
    for member in (person.mri, person.aad):
        found = await conversations.get_conversation_member(CHANNEL, member)
        assert (found.id, found.additional_properties["objectId"]) == (person.mri, person.aad)
    pages = [await conversations.get_conversation_paged_members(CHANNEL, page_size=6)]
    while token := pages[-1].continuation_token:
        pages.append(await conversations.get_conversation_paged_members(CHANNEL, page_size=6, continuation_token=token))
    assert {len(page.members) for page in pages[:-1]} == {6}
    assert {member.id for page in pages for member in page.members} == {one.mri for one in world.PERSONAS}
    assert sum(len(page.members) for page in pages) == len(world.PERSONAS)
    personal = await conversations.get_conversation_members(person.conversation)
    assert [member.id for member in personal] == [person.mri]


async def test_a_post_that_was_stored_may_still_be_answered_with_an_error(sandbox: RunningSandbox) -> None:
    conversations = connect(sandbox).conversations
    for action, stored in (("500-before", 0), ("500-after", 1), ("429", 1), ("reset", 1), ("reset-after", 2)):
        sandbox.fault("connector", "POST /v3/conversations$", action)
        with pytest.raises(Exception):  # noqa: B017 - the client's own kinds of error
            await conversations.create_conversation(new_thread(write_card("Én gang")))
        assert len(sandbox.posts(CHANNEL)) == stored, action
    await conversations.create_conversation(new_thread(write_card("Så går det")))
    assert [request.status for request in sandbox.requests] == [500, 504, 429, 0, 0, 201]


async def test_all_posts_are_found_again_after_a_restart(tmp_path: Path) -> None:
    async with running_sandbox(tmp_path) as sandbox:
        made = await connect(sandbox).conversations.create_conversation(new_thread(write_card("Varig")))
        keys = sandbox.tenant.keys.publish()
    async with running_sandbox(tmp_path) as again:
        assert again.posts(CHANNEL)[0].id == made.activity_id
        assert again.tenant.keys.publish() == keys
        await connect(again).conversations.update_activity(made.id, made.activity_id, write_card("Endret"))
        files = list((again.state / "posts").glob("*/*.json"))
        assert len(files) == 1
        assert "Endret" in files[0].read_text(encoding="utf-8")
