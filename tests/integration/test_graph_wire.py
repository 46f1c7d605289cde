"""What the gateway does with odd answers: foreign links, empty pages, redirects, silence; and who waits meanwhile."""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation

from committee.microsoft_errors import Ambiguous, Forbidden, MicrosoftError, Refused, Throttled, Unavailable
from graph.client import Graph
from graph.credentials import TokenSource
from graph.values import CalendarEvent, Folder, GraphAddress
from graph.wire import CONCURRENT_REQUESTS, Wire
from tests.graph_fixture import BOARD, ROOT, CountingCredential, StandIn, draft, running_graph, soon, stand_in

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with stand_in() as made:
        yield made


@pytest.fixture
async def tokens() -> AsyncIterator[TokenSource]:
    credential = CountingCredential(now=time.time())
    credential.gate.set()
    source = TokenSource(credential)
    yield source
    await source.close()


@pytest.fixture
async def graph(server: StandIn, tokens: TokenSource) -> AsyncIterator[Graph]:
    address = GraphAddress.at(f"{server.url}/v1.0", "tenant")
    timeout = timedelta(seconds=0.5)
    async with Graph(address, tokens, warm_up_after=None, request_timeout=timeout) as made:
        yield made


@pytest.fixture
async def wire(server: StandIn, tokens: TokenSource) -> AsyncIterator[Wire]:
    made = Wire(GraphAddress.at(f"{server.url}/v1.0", "tenant"), tokens, request_seconds=0.5)
    yield made
    await made.close()


def event(number: int) -> dict[str, object]:
    at = {"dateTime": f"2027-01-{number:02}T09:00:00.0000000", "timeZone": "UTC"}
    return {"id": f"e{number}", "subject": f"Møte {number}", "start": at, "end": at}


def pages(*contents: dict[str, object]) -> Answer:
    """Answer with these pages in turn, the last one for ever."""
    left = list(contents)

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(left.pop(0) if len(left) > 1 else left[0])

    return answer


async def read_calendar(graph: Graph) -> tuple[CalendarEvent, ...]:
    return await graph.list_calendar(BOARD, from_at=soon(0), to_at=soon(1))


async def test_an_empty_page_with_a_next_one_is_not_the_end(graph: Graph, server: StandIn) -> None:
    server.answer = pages(
        {"value": [], "@odata.nextLink": f"{server.url}/v1.0/two"},
        {"value": [event(2)], "@odata.nextLink": f"{server.url}/v1.0/three"},
        {"value": [], "@odata.nextLink": f"{server.url}/v1.0/four"},
        {"value": [event(1)]},
    )
    assert [row.id for row in await read_calendar(graph)] == ["e1", "e2"]
    assert server.paths[1:] == ["/v1.0/two", "/v1.0/three", "/v1.0/four"]


async def test_pages_that_never_end_are_given_up(graph: Graph, server: StandIn) -> None:
    server.answer = pages({"value": [], "@odata.nextLink": f"{server.url}/v1.0/again"})
    with pytest.raises(Unavailable) as caught:
        await read_calendar(graph)
    assert caught.value.code == "endlessPages"
    assert len(server.paths) == 2


@pytest.mark.parametrize("foreign", ["http://localhost:{port}/v1.0/x", "http://127.0.0.1:{port}/v1.0/x"])
async def test_a_next_page_elsewhere_is_never_asked_for_and_gets_no_token(
    graph: Graph, server: StandIn, foreign: str
) -> None:
    async with stand_in() as other:
        link = foreign.format(port=other.url.rpartition(":")[2])
        server.answer = pages({"value": [event(1)], "@odata.nextLink": link})
        with pytest.raises(Refused) as caught:
            await read_calendar(graph)
        assert caught.value.code == "foreignHost"
        assert other.paths == []


async def test_a_redirect_elsewhere_is_not_followed(graph: Graph, server: StandIn) -> None:
    async with stand_in() as other:

        async def answer(request: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": f"{other.url}/v1.0/x"})

        server.answer = answer
        with pytest.raises(Refused):
            await read_calendar(graph)
        assert other.paths == []


async def test_an_upload_address_on_a_foreign_host_gets_no_bytes(graph: Graph, server: StandIn) -> None:
    async with stand_in() as other:
        foreign = other.url.replace("127.0.0.1", "localhost")
        server.answer = pages({"uploadUrl": f"{foreign}/upload/1"})
        folder = Folder(drive_id="d", item_id="i", web_url="")
        with pytest.raises(Refused) as caught:
            await graph.upload_file(folder, "a.pdf", b"x" * 5_000_000, replace=True)
        assert caught.value.code == "foreignHost"
        assert other.paths == []


@pytest.mark.parametrize(
    ("url", "is_allowed", "is_own"),
    [
        ("https://graph.microsoft.com/v1.0/users?$skip=1", True, True),
        ("https://GRAPH.microsoft.com/v1.0/users", True, True),
        ("https://ror.sharepoint.com/upload", True, False),
        ("https://sharepoint.com.example.org/upload", False, False),
        ("https://evilsharepoint.com/upload", False, False),
        ("http://ror.sharepoint.com/upload", False, False),
        ("http://graph.microsoft.com/v1.0", False, False),
        ("https://graph.microsoft.com:8443/v1.0", True, False),
        ("https://graph.microsoft.com@example.org/v1.0", False, False),
        ("https://user@graph.microsoft.com/v1.0", False, False),
        ("https://graph.microsoft.com.example.org/v1.0", False, False),
    ],
)
def test_only_graph_gets_the_token_and_only_microsoft_the_files(url: str, is_allowed: bool, is_own: bool) -> None:
    address = GraphAddress.at("https://graph.microsoft.com/v1.0", "tenant")
    assert address.allows(url) is is_allowed
    assert address.is_own(url) is is_own


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("http://graph.example.org/v1.0", ("graph.example.org",)),
        ("https://graph.example.org/v1.0", ("graph.microsoft.com",)),
        ("https://graph.microsoft.com/v1.0", ()),
    ],
)
def test_an_address_that_would_show_the_token_to_others_is_refused_at_start(url: str, hosts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError):
        GraphAddress(base_url=url, tenant_id="tenant", allowed_hosts=hosts)


def make_post(server: StandIn) -> RequestInformation:
    request = RequestInformation(Method.POST)
    request.url = f"{server.url}/v1.0/things"
    return request


async def respond_500(request: web.Request) -> web.StreamResponse:
    return web.json_response({"error": {"code": "generalException"}}, status=500)


async def respond_html(request: web.Request) -> web.StreamResponse:
    return web.Response(status=200, text="<html>Sign in</html>", content_type="text/html")


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.abort()
    return web.Response()


async def say_nothing(request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    return web.Response()


@pytest.mark.parametrize("answer", [respond_500, respond_html, hang_up, say_nothing])
async def test_a_post_without_an_answer_to_trust_is_ambiguous_unless_it_is_safe_to_repeat(
    wire: Wire, server: StandIn, answer: Answer
) -> None:
    server.answer = answer
    with pytest.raises(Ambiguous):
        await wire.send(make_post(server))
    with pytest.raises(Unavailable):
        await wire.send(make_post(server), is_resend_safe=True)
    assert len(server.paths) == 2


@pytest.mark.parametrize("answer", [respond_500, respond_html, hang_up, say_nothing])
async def test_a_reading_without_an_answer_to_trust_may_be_repeated(
    graph: Graph, server: StandIn, answer: Answer
) -> None:
    server.answer = answer
    with pytest.raises(Unavailable):
        await read_calendar(graph)
    assert len(server.paths) == 1


async def test_a_post_that_never_left_is_not_ambiguous(tokens: TokenSource) -> None:
    wire = Wire(GraphAddress.at("http://127.0.0.1:9/v1.0", "tenant"), tokens)
    with pytest.raises(Unavailable) as caught:
        await wire.send(make_post(StandIn(url="http://127.0.0.1:9")))
    assert caught.value.code == "notConnected"
    await wire.close()


async def test_503_with_a_time_to_wait_is_throttling(wire: Wire, server: StandIn) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "240"})

    server.answer = answer
    with pytest.raises(Throttled) as caught:
        await wire.send(make_post(server))
    assert caught.value.retry_after == timedelta(seconds=240)
    assert len(server.paths) == 1


async def test_a_token_that_is_turned_down_is_renewed_once(graph: Graph, server: StandIn) -> None:
    async def answer(request: web.Request) -> web.Response:
        is_old = request.headers["Authorization"] == "Bearer token-1"
        return web.json_response({"value": []}, status=401 if is_old else 200)

    server.answer = answer
    assert await read_calendar(graph) == ()
    assert server.authorizations == ["Bearer token-1", "Bearer token-2"]


async def test_a_permission_that_is_missing_is_forbidden_and_asked_twice_at_most(graph: Graph, server: StandIn) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"error": {"code": "Authorization_RequestDenied"}}, status=401)

    server.answer = answer
    with pytest.raises(Forbidden):
        await read_calendar(graph)
    assert len(server.paths) == 2


async def test_a_time_in_a_zone_we_do_not_know_is_refused_and_not_guessed(graph: Graph, server: StandIn) -> None:
    odd = {**event(1), "start": {"dateTime": "2027-01-01T09:00:00", "timeZone": "Tokyo Standard Time"}}
    server.answer = pages({"value": [odd]})
    with pytest.raises(Refused) as caught:
        await read_calendar(graph)
    assert caught.value.code == "unknownTimeZone"


async def test_a_time_in_norwegian_zone_is_read_right_in_summer(graph: Graph, server: StandIn) -> None:
    at = {"dateTime": "2027-07-01T09:00:00.0000000", "timeZone": "W. Europe Standard Time"}
    server.answer = pages({"value": [{**event(1), "start": at, "end": at}]})
    (found,) = await read_calendar(graph)
    assert found.starts_at == datetime(2027, 7, 1, 7, tzinfo=UTC)


async def test_whoever_stops_waiting_makes_room_for_others(graph: Graph, server: StandIn) -> None:
    arrived: asyncio.Queue[None] = asyncio.Queue()

    async def answer(request: web.Request) -> web.StreamResponse:
        arrived.put_nowait(None)
        return await say_nothing(request)

    server.answer = answer
    readings = [asyncio.ensure_future(read_calendar(graph)) for _ in range(CONCURRENT_REQUESTS)]
    for _ in readings:
        await asyncio.wait_for(arrived.get(), 5)
    for reading in readings:
        reading.cancel()
    await asyncio.gather(*readings, return_exceptions=True)
    server.answer = None
    assert await read_calendar(graph) == ()


async def test_stopping_does_not_wait_for_an_answer_that_does_not_come(server: StandIn, tokens: TokenSource) -> None:
    arrived = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        arrived.set()
        return await say_nothing(request)

    server.answer = answer
    async with asyncio.timeout(5):
        async with Graph(GraphAddress.at(f"{server.url}/v1.0", "tenant"), tokens, warm_up_after=None) as graph:
            reading = asyncio.ensure_future(read_calendar(graph))
            await arrived.wait()
        with pytest.raises((asyncio.CancelledError, MicrosoftError)):
            await reading
    assert "graph" not in {thread.name for thread in threading.enumerate()}


async def test_the_bots_loop_goes_on_while_the_gateway_computes(graph: Graph) -> None:
    entered, released = threading.Event(), threading.Event()

    async def compute(wire: Wire) -> bool:
        entered.set()
        return released.wait(5)

    computing = asyncio.ensure_future(graph._do(compute))
    assert await asyncio.to_thread(entered.wait, 5)
    released.set()
    assert await computing is True


async def test_forty_meetings_at_once_all_come_through(tmp_path: Path) -> None:
    async with running_graph(tmp_path) as (graph, _):
        drafts = [draft(transaction_id=f"0b0f1c2d-0000-4000-8000-{number:012}") for number in range(40)]
        made = await asyncio.gather(*(graph.create_event(BOARD, one) for one in drafts))
        assert len({event.event_id for event in made}) == 40


def test_importing_the_gateway_imports_neither_the_sdk_nor_azure() -> None:
    script = (
        "import sys, graph.client, graph.credentials;"
        "print([n for n in ('msgraph', 'kiota_http', 'azure', 'httpx') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_starting_comes_back_before_the_sdk_is_there_and_a_call_waits_for_it(
    server: StandIn, tokens: TokenSource
) -> None:
    script = f"""
import asyncio, sys, time
from graph.client import Graph
from graph.values import GraphAddress
from datetime import UTC, datetime

class Fixed:
    async def get_token(self, *scopes, **options):
        from azure.core.credentials import AccessToken
        return AccessToken('t', int(time.time()) + 3600)
    async def close(self):
        pass

async def main():
    async with Graph(GraphAddress.at('{server.url}/v1.0', 'tenant'), Fixed(), warm_up_after=None) as graph:
        print('msgraph.generated.users.users_request_builder' in sys.modules)
        now = datetime.now(UTC)
        print(await graph.list_calendar('x', from_at=now, to_at=now))

asyncio.run(main())
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, cwd=ROOT, stdout=subprocess.PIPE)
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    assert output.decode().split() == ["False", "()"]
