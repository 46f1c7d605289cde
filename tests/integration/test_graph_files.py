"""Files in a channel: folders made once, small and large uploads, replaced or refused, resumed after errors."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from committee.microsoft_errors import Gone, Refused, Throttled, Unavailable
from graph.client import Graph
from graph.files import FRAGMENT_BYTES, split_path
from graph.values import Folder
from sandbox.world import TEAM_ID
from tests.graph_fixture import CHANNEL, running_graph
from tests.sandbox_fixture import RunningSandbox

PATH = "Referater/2026/Møte 1 & 2 – «økonomi» #3 100% + æ's.pdf"
LARGE = bytes(range(256)) * 30_000  # 7.3 MB: three fragments
Place = tuple[Graph, RunningSandbox, Folder]


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with running_graph(tmp_path) as (graph, sandbox):
        yield graph, sandbox, await graph.files_folder(TEAM_ID, CHANNEL)


def read(sandbox: RunningSandbox, path: str = PATH) -> bytes:
    return (sandbox.state / "files" / "Bestillerutvalget" / path).read_bytes()


async def test_minutes_are_put_in_their_folder_under_their_own_name(place: Place) -> None:
    graph, sandbox, folder = place
    made = await graph.upload_file(folder, PATH, b"%PDF-1.7", replace=False)
    assert read(sandbox) == b"%PDF-1.7"
    assert made.size == 8
    assert made.web_url


async def test_publishing_again_replaces_the_same_file(place: Place) -> None:
    graph, sandbox, folder = place
    first = await graph.upload_file(folder, PATH, b"one", replace=True)
    second = await graph.upload_file(folder, PATH, b"two!", replace=True)
    assert second.item_id == first.item_id
    assert read(sandbox) == b"two!"
    assert len(list((sandbox.state / "files").rglob("*.pdf"))) == 1


@pytest.mark.parametrize("content", [b"other", LARGE])
async def test_a_first_publication_never_overwrites_what_is_there(place: Place, content: bytes) -> None:
    graph, sandbox, folder = place
    await graph.upload_file(folder, PATH, b"mine", replace=False)
    with pytest.raises(Refused) as caught:
        await graph.upload_file(folder, PATH, content, replace=False)
    assert caught.value.code == "nameAlreadyExists"
    assert read(sandbox) == b"mine"


async def test_folders_are_made_once_also_when_two_publish_at_the_same_time(place: Place) -> None:
    graph, sandbox, folder = place
    names = [f"Referater/2026/{number}.pdf" for number in range(4)]
    await asyncio.gather(*(graph.upload_file(folder, name, b"x", replace=True) for name in names))
    made = [request for request in sandbox.find_requests("graph", "POST", "/children") if request.status == 201]
    assert len(made) == 2
    before = len(sandbox.requests)
    await graph.upload_file(folder, "Referater/2026/5.pdf", b"x", replace=True)
    assert [request.method for request in sandbox.requests[before:]] == ["GET", "PUT"]


async def test_a_file_straight_in_the_channels_folder_needs_no_other(place: Place) -> None:
    graph, sandbox, folder = place
    await graph.upload_file(folder, "Mandat.pdf", b"x", replace=True)
    assert read(sandbox, "Mandat.pdf") == b"x"


async def test_a_file_where_a_folder_should_be_is_not_touched(place: Place) -> None:
    graph, sandbox, folder = place
    await graph.upload_file(folder, "Referater", b"a file", replace=True)
    with pytest.raises(Refused):
        await graph.upload_file(folder, PATH, b"x", replace=True)
    assert read(sandbox, "Referater") == b"a file"


async def test_a_large_file_goes_in_fragments_without_the_token(place: Place) -> None:
    graph, sandbox, folder = place
    made = await graph.upload_file(folder, PATH, LARGE, replace=True)
    assert read(sandbox) == LARGE
    assert made.size == len(LARGE)
    fragments = sandbox.find_requests("graph", "PUT", "/upload/")
    assert [len(request.body) for request in fragments] == [FRAGMENT_BYTES, FRAGMENT_BYTES, len(LARGE) % FRAGMENT_BYTES]
    assert {request.status for request in fragments} <= {200, 201, 202}


async def test_a_file_that_graph_finds_too_large_for_one_request_goes_in_fragments(place: Place) -> None:
    graph, sandbox, folder = place
    content = b"x" * (300 * 1024)
    await graph.upload_file(folder, PATH, content, replace=True)
    assert read(sandbox) == content
    assert [request.status for request in sandbox.find_requests("graph", "PUT")] == [413, 201]


async def test_the_size_above_which_fragments_are_used_is_a_setting(tmp_path: Path) -> None:
    async with running_graph(tmp_path, small_upload_bytes=10) as (graph, sandbox):
        folder = await graph.files_folder(TEAM_ID, CHANNEL)
        await graph.upload_file(folder, PATH, b"x" * 11, replace=True)
        assert read(sandbox) == b"x" * 11
        assert len(sandbox.find_requests("graph", "PUT", "/upload/")) == 1


@pytest.mark.parametrize("action", ["500-before", "500-after", "reset", "reset-after", "429"])
@pytest.mark.parametrize("fragment", [0, 1, 2])
async def test_a_large_upload_goes_on_where_it_broke_off(place: Place, action: str, fragment: int) -> None:
    graph, sandbox, folder = place
    for _ in range(fragment):
        sandbox.fault("graph", "PUT /upload/", "slow", seconds=0)
    sandbox.fault("graph", "PUT /upload/", action, seconds=0.01)
    made = await graph.upload_file(folder, PATH, LARGE, replace=False)
    assert read(sandbox) == LARGE
    assert made.size == len(LARGE)
    sessions = sandbox.find_requests("graph", "POST", "createUploadSession")
    assert len(sessions) == 1
    assert len(sandbox.find_requests("graph", "PUT", "/upload/")) <= 4


async def test_asking_a_session_may_itself_fail(place: Place) -> None:
    graph, sandbox, folder = place
    sandbox.fault("graph", "PUT /upload/", "500-after")
    sandbox.fault("graph", "GET /upload/", "reset")
    await graph.upload_file(folder, PATH, LARGE, replace=True)
    assert read(sandbox) == LARGE


async def test_a_long_wait_in_the_middle_of_an_upload_is_left_to_delivery(place: Place) -> None:
    graph, sandbox, folder = place
    sandbox.fault("graph", "PUT /upload/", "429", seconds=300)
    with pytest.raises(Throttled):
        await graph.upload_file(folder, PATH, LARGE, replace=True)


@pytest.mark.parametrize("action", ["500-before", "500-after", "reset", "reset-after"])
async def test_a_lost_answer_to_a_small_upload_may_be_sent_again(place: Place, action: str) -> None:
    graph, sandbox, folder = place
    sandbox.fault("graph", "PUT content$", action)
    with pytest.raises(Unavailable):
        await graph.upload_file(folder, PATH, b"x", replace=True)
    await graph.upload_file(folder, PATH, b"x", replace=True)
    assert len(list((sandbox.state / "files").rglob("*.pdf"))) == 1


@pytest.mark.parametrize("action", ["500-after", "reset-after"])
async def test_a_lost_answer_to_a_new_folder_may_be_sent_again(place: Place, action: str) -> None:
    graph, sandbox, folder = place
    sandbox.fault("graph", "POST /children$", action)
    with pytest.raises(Unavailable):
        await graph.upload_file(folder, PATH, b"x", replace=True)
    await graph.upload_file(folder, PATH, b"x", replace=True)
    assert read(sandbox) == b"x"


@pytest.mark.parametrize(
    "path", ["", "/a.pdf", "a//b.pdf", "../a.pdf", "a/..", "a:b.pdf", "a?.pdf", " a.pdf", "a.", "a\n"]
)
def test_a_name_that_sharepoint_does_not_take_is_refused_before_it_is_sent(path: str) -> None:
    with pytest.raises(Refused) as caught:
        split_path(path)
    assert caught.value.code == "invalidName"


async def test_a_folder_that_is_gone_is_told(place: Place) -> None:
    graph, _, folder = place
    gone = Folder(drive_id=folder.drive_id, item_id="01NOSUCH", web_url="")
    with pytest.raises(Gone):
        await graph.upload_file(gone, PATH, b"x", replace=True)
