"""Meetings in Outlook: found over pages and clock changes, made once, moved, cancelled."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from committee.microsoft_errors import Gone, Refused, Throttled, Unavailable
from graph.client import Graph
from sandbox.calendars import make_event
from tests.graph_fixture import BOARD, draft, running_graph, soon
from tests.sandbox_fixture import RunningSandbox

OSLO = ZoneInfo("Europe/Oslo")
Both = tuple[Graph, RunningSandbox]


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with running_graph(tmp_path) as both:
        yield both


async def test_the_boards_meetings_come_with_their_wall_clock_time_across_both_clock_changes(both: Both) -> None:
    graph, _ = both
    events = await graph.list_calendar(BOARD, from_at=soon(0), to_at=soon(730))
    assert len(events) > 4
    assert all(event.starts_at.tzinfo is UTC for event in events)
    assert {event.starts_at.astimezone(OSLO).hour for event in events} == {9}
    assert {event.starts_at.hour for event in events} == {7, 8}
    assert {event.time_zone for event in events} == {"W. Europe Standard Time"}
    assert {event.categories for event in events} == {("styret",)}
    assert [event.starts_at for event in events] == sorted(event.starts_at for event in events)


async def test_all_pages_of_a_full_calendar_are_read(both: Both) -> None:
    graph, sandbox = both
    start = datetime(2030, 1, 1, 9, tzinfo=UTC)
    for day in range(123):
        at = start + timedelta(days=day)
        times = {"starts_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "ends_at": at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        sandbox.tenant.calendars.keep(make_event(organizer=BOARD, subject=f"Møte {day}", **times))
    events = await graph.list_calendar(BOARD, from_at=start - timedelta(days=1), to_at=start + timedelta(days=200))
    assert [event.subject for event in events] == [f"Møte {day}" for day in range(123)]
    assert len(sandbox.find_requests("graph", "GET", "calendarView")) == 3


async def test_a_meeting_is_put_in_the_calendar_with_a_teams_link_and_norwegian_time(both: Both) -> None:
    graph, sandbox = both
    made = await graph.create_event(BOARD, draft())
    assert made.join_url
    assert made.join_url.startswith("https://teams.microsoft.com/")
    kept = sandbox.tenant.calendars.find(made.event_id)
    assert kept is not None
    assert (kept.subject, kept.location, kept.online) == ("Møte i Bestillerutvalget", "Teams", True)
    assert kept.body["content"] == "<p>Saksliste: BU 1/26</p>"
    assert [(row["emailAddress"]["name"], row["type"]) for row in kept.attendees] == [
        ("Ingrid Moen", "required"),
        ("Per Sande", "optional"),
    ]
    sent = sandbox.find_requests("graph", "POST", "/events")[0].body.decode()
    assert '"dateTime": "2026-12-17T09:00:00", "timeZone": "W. Europe Standard Time"' in sent


async def test_making_it_twice_gives_the_same_event(both: Both) -> None:
    graph, sandbox = both
    first = await graph.create_event(BOARD, draft())
    again = await graph.create_event(BOARD, draft())
    assert again == first
    assert count_events(sandbox) == 1


async def test_making_it_again_with_another_agenda_brings_the_same_event_up_to_date(both: Both) -> None:
    graph, sandbox = both
    first = await graph.create_event(BOARD, draft())
    again = await graph.create_event(BOARD, draft(body_html="<p>Saksliste: BU 2/26</p>"))
    assert again.event_id == first.event_id
    assert count_events(sandbox) == 1
    kept = sandbox.tenant.calendars.find(first.event_id)
    assert kept is not None
    assert "BU 2/26" in kept.body["content"]


async def test_an_update_moves_the_meeting_and_keeps_its_link_in_the_text(both: Both) -> None:
    graph, sandbox = both
    made = await graph.create_event(BOARD, draft())
    moved = await graph.update_event(
        BOARD,
        made.event_id,
        draft(
            starts_at=datetime(2027, 4, 1, 7, tzinfo=UTC),
            ends_at=datetime(2027, 4, 1, 9, tzinfo=UTC),
            join_text="Bli med <nå>",
        ),
    )
    assert moved == made
    kept = sandbox.tenant.calendars.find(made.event_id)
    assert kept is not None
    assert kept.starts_at.startswith("2027-04-01T07:00:00")
    assert kept.body["content"].count(made.join_url or "none") == 1
    assert "Bli med &lt;nå&gt;" in kept.body["content"]
    await graph.update_event(BOARD, made.event_id, draft())
    kept = sandbox.tenant.calendars.find(made.event_id)
    assert kept is not None
    assert kept.body["content"].count(made.join_url or "none") == 1


async def test_a_cancelled_meeting_leaves_the_organisers_calendar_and_twice_does_no_harm(both: Both) -> None:
    graph, sandbox = both
    made = await graph.create_event(BOARD, draft())
    assert await graph.cancel_event(BOARD, made.event_id, "Styret flyttet møtet.") is True
    assert await graph.cancel_event(BOARD, made.event_id, "Styret flyttet møtet.") is False
    assert await graph.find_event(BOARD, event_id=made.event_id) is None
    kept = sandbox.tenant.calendars.find(made.event_id)
    assert kept is not None
    assert kept.cancelled
    seen = await graph.list_calendar(
        "molde1@ror-ikt.example", from_at=datetime(2026, 12, 16, tzinfo=UTC), to_at=datetime(2026, 12, 18, tzinfo=UTC)
    )
    assert [event.is_cancelled for event in seen] == [True]


async def test_an_event_is_found_by_id_and_by_transaction(both: Both) -> None:
    graph, _ = both
    made = await graph.create_event(BOARD, draft())
    by_id = await graph.find_event(BOARD, event_id=made.event_id)
    by_transaction = await graph.find_event(BOARD, transaction_id=draft().transaction_id)
    assert by_id == by_transaction
    assert by_id is not None
    assert (by_id.id, by_id.join_url, by_id.starts_at) == (made.event_id, made.join_url, draft().starts_at)
    assert await graph.find_event(BOARD, transaction_id="0b0f1c2d-0000-4000-8000-00000000ffff") is None
    assert await graph.find_event(BOARD, event_id="AAMkNoSuch") is None


async def test_updating_an_event_that_is_gone_says_so(both: Both) -> None:
    graph, _ = both
    with pytest.raises(Gone):
        await graph.update_event(BOARD, "AAMkNoSuch", draft())


async def test_a_meeting_that_ends_before_it_starts_is_refused_with_microsofts_code(both: Both) -> None:
    graph, _ = both
    with pytest.raises(Refused) as caught:
        await graph.create_event(BOARD, draft(ends_at=datetime(2026, 12, 17, 7, tzinfo=UTC)))
    assert caught.value.code == "ErrorPropertyValidationFailure"
    assert caught.value.request_id


@pytest.mark.parametrize("action", ["500-before", "500-after", "reset", "reset-after"])
async def test_a_lost_answer_to_a_new_meeting_may_be_sent_again_and_gives_one_event(both: Both, action: str) -> None:
    graph, sandbox = both
    sandbox.fault("graph", "POST /events$", action)
    with pytest.raises(Unavailable):
        await graph.create_event(BOARD, draft())
    assert len(sandbox.find_requests("graph", "POST", "/events")) == 1, "the SDK must not send it again by itself"
    await graph.create_event(BOARD, draft())
    assert count_events(sandbox) == 1


@pytest.mark.parametrize("status", [503, 504])
async def test_the_sdk_never_sends_a_post_again_by_itself(both: Both, status: int) -> None:
    graph, sandbox = both
    sandbox.fault("graph", "POST /events$", "500-after", status=status, times=4)
    with pytest.raises(Unavailable):
        await graph.create_event(BOARD, draft())
    assert len(sandbox.find_requests("graph", "POST", "/events")) == 1


@pytest.mark.parametrize("action", ["500-after", "reset-after"])
async def test_a_lost_answer_to_a_cancellation_may_be_sent_again(both: Both, action: str) -> None:
    graph, sandbox = both
    made = await graph.create_event(BOARD, draft())
    sandbox.fault("graph", "POST /cancel$", action)
    with pytest.raises(Unavailable):
        await graph.cancel_event(BOARD, made.event_id, "Avlyst")
    assert await graph.cancel_event(BOARD, made.event_id, "Avlyst") is False


async def test_throttling_is_told_with_the_time_to_wait(both: Both) -> None:
    graph, sandbox = both
    sandbox.fault("graph", "GET /calendarView$", "429", seconds=17)
    with pytest.raises(Throttled) as caught:
        await graph.list_calendar(BOARD, from_at=soon(0), to_at=soon(1))
    assert caught.value.retry_after == timedelta(seconds=17)
    assert len(sandbox.find_requests("graph", "GET", "calendarView")) == 1


async def test_many_readings_at_once_keep_within_outlooks_four_at_a_time(tmp_path: Path) -> None:
    async with running_graph(tmp_path, limit_factor=1.0) as (graph, _):
        readings = [graph.list_calendar(BOARD, from_at=soon(0), to_at=soon(60)) for _ in range(12)]
        assert len(await asyncio.gather(*readings)) == 12


def count_events(sandbox: RunningSandbox) -> int:
    """How many events of the committee stand in the organiser's calendar."""
    board = sandbox.tenant.calendars.list_board()
    return len(list((sandbox.state / "events").glob("*.json"))) - len(board)
