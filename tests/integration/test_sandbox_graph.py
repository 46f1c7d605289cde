"""What the real msgraph client, and plain HTTP, meet at the sandbox's Graph."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from icalendar import Calendar
from kiota_abstractions.authentication import AuthenticationProvider
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.request_information import RequestInformation
from msgraph import GraphServiceClient
from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.channel import Channel
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
from msgraph.graph_request_adapter import GraphRequestAdapter, options
from msgraph_core import GraphClientFactory

from sandbox import world
from tests.graph_contract import check_all, load_contract
from tests.sandbox_fixture import RunningSandbox, running_sandbox

CHANNEL = "19:bestillerutvalget@thread.tacv2"
FRAGMENT = 320 * 1024
NOT_READY = "Folder location for this channel is not ready yet, please try again later"


class SandboxAuthentication(AuthenticationProvider):
    def __init__(self, sandbox: RunningSandbox) -> None:
        self._sandbox = sandbox

    async def authenticate_request(
        self, request: RequestInformation, additional_authentication_context: dict[str, Any] | None = None
    ) -> None:
        request.headers.add("Authorization", self._sandbox.bearer(graph=True)["Authorization"])


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[RunningSandbox]:
    async with running_sandbox(tmp_path, folder_refusals=0) as running:
        yield running


@pytest.fixture
async def web(sandbox: RunningSandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(headers=sandbox.bearer(graph=True)) as session:
        yield session


def connect(sandbox: RunningSandbox) -> GraphServiceClient:
    adapter = GraphRequestAdapter(
        SandboxAuthentication(sandbox), client=GraphClientFactory.create_with_default_middleware(options=options)
    )
    adapter.base_url = sandbox.graph_url
    return GraphServiceClient(request_adapter=adapter)


def write_event(subject: str = "Møte i Bestillerutvalget", zone: str = "W. Europe Standard Time") -> Event:
    return Event(
        subject=subject,
        start=DateTimeTimeZone(date_time="2026-12-17T09:00:00", time_zone=zone),
        end=DateTimeTimeZone(date_time="2026-12-17T12:00:00", time_zone=zone),
        attendees=[Attendee(email_address=EmailAddress(address=f"rauma@{world.DOMAIN}", name="Olav Nes"))],
        is_online_meeting=True,
        transaction_id="11111111-2222-4333-8444-555555555555",
    )


async def test_the_same_transaction_gives_the_same_event_and_another_content_is_refused(
    sandbox: RunningSandbox,
) -> None:
    events = connect(sandbox).users.by_user_id(world.BOARD_MAILBOX).events
    first = await events.post(write_event())
    second = await events.post(write_event())
    assert first
    assert second
    assert first.id == second.id
    assert first.online_meeting
    assert first.online_meeting.join_url
    with pytest.raises(ODataError) as refusal:
        await events.post(write_event("Et annet møte"))
    assert refusal.value.response_status_code == 409
    assert refusal.value.error
    assert refusal.value.error.code == "ErrorDuplicateTransactionId"
    made = [event for event in sandbox.tenant.calendars.list_for(world.MAILBOXES[0]) if event.id == first.id]
    assert len(made) == 1


async def test_an_event_stands_in_every_calendar_and_as_an_ics_with_norwegian_time(sandbox: RunningSandbox) -> None:
    graph = connect(sandbox)
    made = await graph.users.by_user_id(world.BOARD_MAILBOX).events.post(write_event())
    assert made
    assert made.id
    assert made.start
    assert (made.start.date_time, made.start.time_zone) == ("2026-12-17T08:00:00.0000000", "UTC")
    theirs = await graph.users.by_user_id(f"rauma@{world.DOMAIN}").events.by_event_id(made.id).get()
    assert theirs
    assert theirs.is_organizer is False
    (ics,) = Calendar.from_ical((sandbox.state / "events" / f"{made.id}.ics").read_bytes()).walk("VEVENT")
    assert str(ics["dtstart"].dt) == "2026-12-17 09:00:00+01:00"
    async with aiohttp.ClientSession(sandbox.base_url) as page:
        calendar = await (await page.get("/client/calendar?persona=rauma")).json()
    assert [(row["subject"], row["startsAt"]) for row in calendar] == [
        ("Møte i Bestillerutvalget", "2026-12-17T09:00:00+01:00")
    ]


async def test_a_moved_event_moves_the_ics_and_a_cancelled_one_leaves_the_organisers_calendar(
    sandbox: RunningSandbox,
) -> None:
    graph = connect(sandbox)
    mailbox = graph.users.by_user_id(world.BOARD_MAILBOX)
    made = await mailbox.events.post(write_event())
    assert made
    assert made.id
    later = {"dateTime": "2026-12-16T09:00:00", "timeZone": "W. Europe Standard Time"}
    end = {**later, "dateTime": "2026-12-16T12:00:00"}
    async with aiohttp.ClientSession(headers=sandbox.bearer(graph=True)) as web:
        url = f"{sandbox.graph_url}/users/{world.BOARD_MAILBOX}/events/{made.id}"
        assert (await web.patch(url, json={"start": later, "end": end})).status == 200
    ics = sandbox.state / "events" / f"{made.id}.ics"
    assert "20261216T090000" in ics.read_text(encoding="utf-8")
    await mailbox.events.by_event_id(made.id).delete()
    with pytest.raises(ODataError) as missing:
        await mailbox.events.by_event_id(made.id).get()
    assert missing.value.response_status_code == 404
    assert "STATUS:CANCELLED" in ics.read_text(encoding="utf-8")
    theirs = await graph.users.by_user_id(f"rauma@{world.DOMAIN}").events.by_event_id(made.id).get()
    assert theirs
    assert theirs.is_cancelled


async def test_europe_oslo_is_not_a_zone_that_graph_takes(sandbox: RunningSandbox, web: aiohttp.ClientSession) -> None:
    mailbox = connect(sandbox).users.by_user_id(world.BOARD_MAILBOX)
    with pytest.raises(ODataError) as refusal:
        await mailbox.events.post(write_event(zone="Europe/Oslo"))
    assert refusal.value.response_status_code == 400
    url = f"{sandbox.graph_url}/users/{world.BOARD_MAILBOX}/events"
    async with web.get(url, headers={"Prefer": 'outlook.timezone="Europe/Oslo"'}) as reply:
        assert reply.status == 400


async def test_the_boards_calendar_is_read_in_pages_and_in_the_zone_asked_for(sandbox: RunningSandbox) -> None:
    query = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
        start_date_time="2020-01-01T00:00:00+01:00", end_date_time="2100-01-01T00:00:00+01:00", top=3
    )
    configuration = RequestConfiguration(query_parameters=query)
    configuration.headers.add("Prefer", 'outlook.timezone="W. Europe Standard Time"')
    view = connect(sandbox).users.by_user_id(world.BOARD_MAILBOX).calendar_view
    page = await view.get(configuration)
    seen: list[Event] = []
    while page:
        seen += page.value or []
        link = page.odata_next_link
        page = await view.with_url(link).get(configuration) if link else None
    board = sandbox.tenant.calendars.list_board()
    assert [event.id for event in seen] == [event.id for event in board]
    assert len(board) >= 8
    assert {event.start.date_time[11:16] for event in seen if event.start and event.start.date_time} == {"09:00"}


async def test_a_board_meeting_is_moved_and_cancelled_from_the_page(
    sandbox: RunningSandbox, web: aiohttp.ClientSession
) -> None:
    meeting = sandbox.tenant.calendars.list_board()[0]
    url = f"{sandbox.base_url}/client/board-meetings/{meeting.id}"
    event_url = f"{sandbox.graph_url}/users/{world.BOARD_MAILBOX}/events/{meeting.id}"
    async with web.post(url, json={"startsAt": "2027-06-17T09:00:00+02:00"}) as reply:
        assert (await reply.json())["endsAt"] == "2027-06-17T12:00:00+02:00"
    async with web.get(event_url) as reply:
        assert (await reply.json())["start"]["dateTime"] == "2027-06-17T07:00:00.0000000"
    await web.delete(url)
    async with web.get(event_url) as reply:
        assert (await reply.json())["isCancelled"] is True


async def test_a_new_channels_folder_is_not_ready_at_first(tmp_path: Path) -> None:
    waits = {"folder_refusals": 3, "folder_wait": timedelta(hours=1)}
    async with running_sandbox(tmp_path, **waits) as sandbox:
        channels = connect(sandbox).teams.by_team_id(world.TEAM_ID).channels
        made = await channels.post(Channel(display_name="Anskaffelser"))
        assert made
        assert made.id
        folder = channels.by_channel_id(made.id).files_folder
        for _ in range(3):
            with pytest.raises(ODataError) as refusal:
                await folder.get()
            assert refusal.value.response_status_code == 404
            assert refusal.value.error
            assert (refusal.value.error.message or "").startswith(NOT_READY)
        ready = await folder.get()
        assert ready
        assert ready.name == "Anskaffelser"
        assert ready.parent_reference
        assert ready.parent_reference.drive_id == world.DRIVE_ID


@pytest.mark.parametrize("name", ["Plan/bygg", "Drift, teknisk", "Helse & omsorg", "_skjult", "x" * 51, "styret"])
async def test_a_channel_name_that_teams_does_not_take_is_refused(sandbox: RunningSandbox, name: str) -> None:
    with pytest.raises(ODataError) as refusal:
        await connect(sandbox).teams.by_team_id(world.TEAM_ID).channels.post(Channel(display_name=name))
    assert refusal.value.response_status_code == 400
    assert len(sandbox.tenant.channels.list()) == len(world.CHANNELS)


async def find_folder(sandbox: RunningSandbox) -> str:
    channels = connect(sandbox).teams.by_team_id(world.TEAM_ID).channels
    folder = await channels.by_channel_id(CHANNEL).files_folder.get()
    assert folder
    assert folder.id
    return folder.id


async def test_a_small_file_is_put_by_path_in_both_spellings_and_is_a_real_file(
    sandbox: RunningSandbox, web: aiohttp.ClientSession
) -> None:
    folder = await find_folder(sandbox)
    item = f"{folder}:/Referater/2026/referat æøå.pdf:"
    content = connect(sandbox).drives.by_drive_id(world.DRIVE_ID).items.by_drive_item_id(item).content
    made = await content.put(b"%PDF-1")
    assert made
    path = sandbox.state / "files" / "Bestillerutvalget" / "Referater" / "2026" / "referat æøå.pdf"
    assert path.read_bytes() == b"%PDF-1"
    url = f"{sandbox.graph_url}//drives/{world.DRIVE_ID}/items/{folder}:/Referater/2026/referat æøå.pdf:/content"
    async with web.put(url, data=b"%PDF-2") as reply:
        assert reply.status == 200
        assert (await reply.json())["id"] == made.id
    async with web.get(url) as reply:
        assert await reply.read() == b"%PDF-2"
    async with web.get(made.web_url or "") as reply:
        assert reply.content_type == "application/pdf"
    listed = await web.get(
        f"{sandbox.base_url}/client/files", params={"persona": "rauma", "channel": CHANNEL, "path": "Referater/2026"}
    )
    assert [row["name"] for row in await listed.json()] == ["referat æøå.pdf"]


@pytest.mark.parametrize(
    ("behaviour", "status", "names"),
    [
        ("fail", 409, ["a.txt"]),
        ("replace", 200, ["a.txt"]),
        ("rename", 201, ["a 1.txt", "a.txt"]),
    ],
)
async def test_a_file_that_is_there_fails_is_replaced_or_gets_a_new_name(
    sandbox: RunningSandbox, web: aiohttp.ClientSession, behaviour: str, status: int, names: list[str]
) -> None:
    folder = await find_folder(sandbox)
    url = f"{sandbox.graph_url}/drives/{world.DRIVE_ID}/items/{folder}:/a.txt:/content"
    await web.put(url, data=b"1")
    async with web.put(url, params={"@microsoft.graph.conflictBehavior": behaviour}, data=b"2") as reply:
        assert reply.status == status
    assert sorted(path.name for path in (sandbox.state / "files" / "Bestillerutvalget").iterdir()) == names


async def test_a_file_cannot_be_put_outside_its_folder(sandbox: RunningSandbox, web: aiohttp.ClientSession) -> None:
    folder = await find_folder(sandbox)
    for name in ("..%2F..%2Fkeys%2Fx.pem", "a%2F..%2F..%2Fb", "a*b.txt", "a|b.txt"):
        url = f"{sandbox.graph_url}/drives/{world.DRIVE_ID}/items/{folder}%3A%2F{name}%3A/content"
        async with web.put(aiohttp.client.URL(url, encoded=True), data=b"x") as reply:
            assert reply.status == 400


async def test_a_file_above_the_small_size_needs_a_session_with_whole_fragments(
    sandbox: RunningSandbox, web: aiohttp.ClientSession
) -> None:
    folder, content = await find_folder(sandbox), bytes(range(256)) * 3000
    url = f"{sandbox.graph_url}/drives/{world.DRIVE_ID}/items/{folder}:/stor.pdf:"
    async with web.put(f"{url}/content", data=content) as reply:
        assert reply.status == 413
    async with web.post(f"{url}/createUploadSession", json={"item": {}}) as reply:
        upload = (await reply.json())["uploadUrl"]
    async with web.put(upload, data=content[:FRAGMENT], headers=content_range(0, FRAGMENT, content)) as reply:
        assert reply.status == 401
    async with aiohttp.ClientSession() as plain:
        async with plain.put(upload, data=content[:1000], headers=content_range(0, 1000, content)) as reply:
            assert reply.status == 400
        async with plain.put(upload, data=content[:FRAGMENT], headers=content_range(0, FRAGMENT, content)) as reply:
            assert (reply.status, (await reply.json())["nextExpectedRanges"]) == (202, [f"{FRAGMENT}-"])
        async with plain.put(upload, data=content[:FRAGMENT], headers=content_range(0, FRAGMENT, content)) as reply:
            assert reply.status == 416
        async with plain.get(upload) as reply:
            assert (await reply.json())["nextExpectedRanges"] == [f"{FRAGMENT}-"]
        sizes = []
        for start in range(FRAGMENT, len(content), FRAGMENT):
            part = content[start : start + FRAGMENT]
            async with plain.put(upload, data=part, headers=content_range(start, len(part), content)) as reply:
                sizes.append(reply.status)
        assert sizes == [202, 201]
        assert (await plain.get(upload)).status == 404
    assert (sandbox.state / "files" / "Bestillerutvalget" / "stor.pdf").read_bytes() == content


def content_range(start: int, length: int, content: bytes) -> dict[str, str]:
    return {"Content-Range": f"bytes {start}-{start + length - 1}/{len(content)}"}


async def test_a_link_is_the_same_each_time(sandbox: RunningSandbox, web: aiohttp.ClientSession) -> None:
    folder = await find_folder(sandbox)
    url = f"{sandbox.graph_url}/drives/{world.DRIVE_ID}/items/{folder}/createLink"
    replies = [await web.post(url, json={"type": "view", "scope": "organization"}) for _ in range(2)]
    assert [reply.status for reply in replies] == [201, 200]
    first, second = [await reply.json() for reply in replies]
    assert first["link"]["webUrl"] == second["link"]["webUrl"]


async def test_a_post_in_doubt_is_found_by_what_its_card_says(
    sandbox: RunningSandbox, web: aiohttp.ClientSession
) -> None:
    card = {"type": "AdaptiveCard", "metadata": {"errand": "sak-7"}}
    kind = "application/vnd.microsoft.card.adaptive"
    post = sandbox.tenant.posts.add(
        conversation=CHANNEL, author="bot", attachments=[{"contentType": kind, "content": card}]
    )
    url = f"{sandbox.graph_url}/teams/{world.TEAM_ID}/channels/{CHANNEL}/messages"
    found = (await (await web.get(url, params={"$top": "5"})).json())["value"]
    assert [row["id"] for row in found] == [post.id]
    assert "sak-7" in found[0]["attachments"][0]["content"]
    assert found[0]["from"]["application"]["id"] == world.BOT_APP_ID
    async with web.post(url, json={"body": {"content": "Hei"}}) as reply:
        assert reply.status == 401


async def test_a_fifth_request_in_a_second_on_one_team_is_throttled(tmp_path: Path) -> None:
    async with (
        running_sandbox(tmp_path, limit_factor=1.0) as sandbox,
        aiohttp.ClientSession(headers=sandbox.bearer(graph=True)) as web,
    ):
        url = f"{sandbox.graph_url}/teams/{world.TEAM_ID}/channels"
        statuses = [(await web.get(url)).status for _ in range(5)]
        assert statuses == [200, 200, 200, 200, 429]


async def test_graph_refuses_without_a_token_of_its_own(sandbox: RunningSandbox) -> None:
    async with aiohttp.ClientSession() as plain:
        for headers in ({}, sandbox.bearer(), {"Authorization": "Bearer x"}):
            async with plain.get(f"{sandbox.graph_url}/users", headers=headers) as reply:
                assert reply.status == 401
                assert (await reply.json())["error"]["code"] == "InvalidAuthenticationToken"


async def test_faults_hit_graph_before_and_after_storing(sandbox: RunningSandbox, web: aiohttp.ClientSession) -> None:
    folder = await find_folder(sandbox)
    url = f"{sandbox.graph_url}/drives/{world.DRIVE_ID}/items/{folder}:/f.txt:/content"
    place = sandbox.state / "files" / "Bestillerutvalget" / "f.txt"
    for action, status, stored in (("429", 429, False), ("500-before", 500, False), ("500-after", 504, True)):
        sandbox.fault("graph", "PUT /drives/.*/content", action, seconds=7)
        async with web.put(url, data=b"x") as reply:
            assert (reply.status, place.exists()) == (status, stored)
            assert reply.headers.get("Retry-After") == ("7" if status == 429 else None)
    place.unlink()
    for action, stored in (("reset", False), ("reset-after", True)):
        sandbox.fault("graph", "PUT /drives/.*/content", action, times=2)  # aiohttp tries a PUT once more
        with pytest.raises(aiohttp.ClientError):
            await web.put(url, data=b"x")
        assert place.exists() is stored


async def test_files_events_and_links_are_found_again_after_a_restart(tmp_path: Path) -> None:
    async with running_sandbox(tmp_path, folder_refusals=0) as sandbox:
        folder = await find_folder(sandbox)
        made = await connect(sandbox).users.by_user_id(world.BOARD_MAILBOX).events.post(write_event())
        sandbox.tenant.drive.put("Bestillerutvalget/a.txt", b"a")
        board = [event.id for event in sandbox.tenant.calendars.list_board()]
    async with running_sandbox(tmp_path, folder_refusals=0) as again:
        assert await find_folder(again) == folder
        same = await connect(again).users.by_user_id(world.BOARD_MAILBOX).events.post(write_event())
        assert made
        assert same
        assert same.id == made.id
        assert [event.id for event in again.tenant.calendars.list_board()] == board
        assert again.tenant.drive.look("Bestillerutvalget/a.txt")


async def test_every_reply_is_valid_against_graphs_own_description(
    sandbox: RunningSandbox, web: aiohttp.ClientSession
) -> None:
    load_contract()
    team, user = f"/teams/{world.TEAM_ID}", f"/users/{world.BOARD_MAILBOX}"
    channel = f"{team}/channels/{CHANNEL}"
    folder = await find_folder(sandbox)
    items = f"/drives/{world.DRIVE_ID}/items"
    window = "startDateTime=2020-01-01T00:00:00Z&endDateTime=2100-01-01T00:00:00Z"
    link = {"type": "view", "scope": "organization"}
    point = {"dateTime": "2026-12-17T09:00:00", "timeZone": "UTC"}
    event = {"subject": "Møte", "start": point, "end": point, "isOnlineMeeting": True}
    calls: list[tuple[str, str, Any]] = [
        ("GET", "/users?$top=2&$count=true", None),
        ("GET", "/users/nobody@example.org", None),
        ("GET", f"{user}?$select=id,companyName", None),
        ("GET", f"/groups/{world.TEAM_ID}/members", None),
        ("GET", "/teams", None),
        ("GET", team, None),
        ("GET", f"{team}/primaryChannel", None),
        ("GET", f"{team}/members", None),
        ("GET", f"{team}/channels?$select=id,displayName", None),
        ("POST", f"{team}/channels", {"displayName": "Nytt", "membershipType": "standard"}),
        ("POST", f"{team}/channels", {"displayName": "Nytt"}),
        ("PATCH", channel, {"description": "Ny"}),
        ("GET", channel, None),
        ("GET", f"{channel}/members", None),
        ("GET", f"{channel}/allMembers", None),
        ("GET", f"{channel}/filesFolder", None),
        ("POST", f"{channel}/archive", {}),
        ("POST", f"{items}/{folder}/children", {"name": "Referater", "folder": {}}),
        ("POST", f"{items}/{folder}/children", {"name": "Referater", "folder": {}}),
        ("PUT", f"{items}/{folder}:/a.txt:/content", b"a"),
        ("PUT", f"{items}/{folder}:/a.txt:/content", b"b"),
        ("GET", f"{items}/{folder}", None),
        ("GET", f"{items}/{folder}/children?$top=1", None),
        ("POST", f"{items}/{folder}/createLink", link),
        ("POST", f"{items}/{folder}/createLink", link),
        ("POST", f"{items}/{folder}:/b.txt:/createUploadSession", {"item": {}}),
        ("GET", f"{user}/calendar", None),
        ("GET", f"{user}/events?$top=2", None),
        ("GET", f"{user}/calendarView?{window}&$top=2", None),
        ("GET", f"{user}/calendarView", None),
        ("POST", f"{user}/events", event),
        ("POST", f"{user}/events", {"subject": "Uten tid"}),
    ]
    for method, path, body in calls:
        how = {"data": body} if isinstance(body, bytes) else {"json": body} if body is not None else {}
        await web.request(method, f"{sandbox.graph_url}{path}", **how)
    made = next(r for r in sandbox.requests if r.method == "POST" and r.path.endswith("/events"))
    address = f"{sandbox.graph_url}{user}/events/{made.reply['id']}"
    await web.patch(address, json={"subject": "Flyttet"})
    await web.get(address)
    await web.post(f"{address}/cancel", json={"comment": "Avlyst"})
    await web.get(address)
    statuses = {(r.method, r.status) for r in sandbox.requests}
    assert {("POST", 201), ("POST", 409), ("GET", 404), ("GET", 200), ("PATCH", 204), ("POST", 202)} <= statuses
    contract = load_contract()
    assert all(contract.find_operation(r) for r in sandbox.requests), "each of these is in the document"
    check_all(sandbox.requests)


@pytest.mark.parametrize("path", ["../../keys", "../Styret/hemmelig.txt", "/etc/passwd", "a/../../Styret/hemmelig.txt"])
async def test_the_page_opens_only_what_is_in_the_channels_folder(sandbox: RunningSandbox, path: str) -> None:
    sandbox.tenant.drive.put("Styret/hemmelig.txt", b"x")
    async with aiohttp.ClientSession(sandbox.base_url) as page:
        for place in ("/client/file", "/client/files"):
            params = {"persona": "rauma", "channel": CHANNEL, "path": path}
            assert (await page.get(place, params=params)).status == 404
        assert (await page.get("/%2e%2e/%2e%2e/world.py")).status == 404
