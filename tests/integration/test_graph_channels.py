"""A channel's files folder, the posts in it, and people."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from committee.microsoft_errors import Gone, Unavailable
from graph.client import Graph
from sandbox.posts import BOT_AUTHOR, CARD_TYPE
from sandbox.world import DRIVE_ID, TEAM_ID
from tests.graph_fixture import CHANNEL, running_graph
from tests.sandbox_fixture import RunningSandbox

Both = tuple[Graph, RunningSandbox]


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with running_graph(tmp_path) as both:
        yield both


async def test_a_new_channels_folder_is_waited_for_and_then_found(tmp_path: Path) -> None:
    async with running_graph(tmp_path, folder_refusals=2, folder_wait=timedelta(hours=1)) as (graph, _):
        for _ in range(2):
            with pytest.raises(Unavailable) as caught:
                await graph.files_folder(TEAM_ID, CHANNEL)
            assert caught.value.code == "folderNotReady"
            assert caught.value.retry_after
        folder = await graph.files_folder(TEAM_ID, CHANNEL)
    assert folder.drive_id == DRIVE_ID
    assert folder.item_id
    assert folder.web_url


@pytest.mark.parametrize(("team", "channel"), [(TEAM_ID, "19:nosuch@thread.tacv2"), ("nosuch", CHANNEL)])
async def test_a_channel_that_is_not_there_is_gone_and_not_waited_for(both: Both, team: str, channel: str) -> None:
    graph, _ = both
    with pytest.raises(Gone):
        await graph.files_folder(team, channel)


def add_card(sandbox: RunningSandbox, marker: str, **more: str) -> str:
    card = {"type": "AdaptiveCard", "metadata": {"webUrl": f"https://example.org/{marker}"}}
    attachment = {"contentType": CARD_TYPE, "content": card}
    return sandbox.tenant.posts.add(conversation=CHANNEL, author=BOT_AUTHOR, attachments=[attachment], **more).id


async def find(graph: Graph, marker: str, since: datetime | None = None) -> str | None:
    since = since or datetime.now(UTC) - timedelta(hours=1)
    return await graph.find_post(TEAM_ID, CHANNEL, marker, since=since)


async def test_a_post_is_found_again_by_the_marker_in_its_card(both: Both) -> None:
    graph, sandbox = both
    wanted = add_card(sandbox, "voting-17")
    add_card(sandbox, "voting-18")
    assert await find(graph, "voting-17") == wanted
    assert await find(graph, "voting-19") is None


async def test_a_post_is_found_again_by_the_marker_in_its_text(both: Both) -> None:
    graph, sandbox = both
    post = sandbox.tenant.posts.add(conversation=CHANNEL, author=BOT_AUTHOR, text="Referat utv-9f3")
    assert await find(graph, "utv-9f3") == post.id


async def test_a_deleted_post_and_a_reply_do_not_count(both: Both) -> None:
    graph, sandbox = both
    root = add_card(sandbox, "agenda-1")
    add_card(sandbox, "voting-17", root_id=root)
    deleted = sandbox.tenant.posts.find(CHANNEL, add_card(sandbox, "voting-18"))
    assert deleted is not None
    sandbox.tenant.posts.edit(deleted, deleted=True)
    assert await find(graph, "voting-17") is None
    assert await find(graph, "voting-18") is None


async def test_a_post_is_found_behind_many_newer_ones_but_not_looked_for_before_it_can_have_been_made(
    both: Both,
) -> None:
    graph, sandbox = both
    wanted = add_card(sandbox, "voting-17")
    for number in range(130):
        add_card(sandbox, f"agenda-{number}")
    assert await find(graph, "voting-17") == wanted
    asked = len(sandbox.find_requests("graph", "GET", "messages"))
    assert await find(graph, "voting-18", datetime.now(UTC) + timedelta(hours=1)) is None
    assert len(sandbox.find_requests("graph", "GET", "messages")) == asked + 1


async def test_a_person_is_found_by_object_id_and_by_address(both: Both) -> None:
    graph, _ = both
    by_id = await graph.get_user("aad00000-0000-4000-8000-000000000003")
    assert by_id == await graph.get_user("molde1@ror-ikt.example")
    assert (by_id.display_name, by_id.mail) == ("Ingrid Moen", "molde1@ror-ikt.example")


async def test_a_person_who_has_left_is_gone(both: Both) -> None:
    graph, _ = both
    with pytest.raises(Gone):
        await graph.get_user("aad00000-0000-4000-8000-0000000000ff")
