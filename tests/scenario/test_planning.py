"""Meetings two weeks before the board's, as they stand in people's calendars and in the channel."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.calendars import OSLO, CalendarEvent, seed_board_meetings
from sandbox.disk import stamp
from tests.house_fixture import CHANNEL, PEOPLE, House, button, running_house, says
from tests.sandbox_fixture import find_person


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        await opened.settle()
        yield opened


def starts(event: CalendarEvent) -> datetime:
    return datetime.fromisoformat(event.starts_at).astimezone(OSLO)


def put_board_meetings(house: House, *at: datetime) -> None:
    """The board meets at these times, and no others."""
    calendars = house.sandbox.tenant.calendars
    for n, event in enumerate(house.board()):
        if n < len(at):
            ends = at[n] + timedelta(hours=3)
            calendars.change(event, starts_at=stamp(at[n]), ends_at=stamp(ends))
        else:
            calendars.change(event, cancelled=True, gone=True, categories=[])


async def plan(house: House) -> None:
    assert says(await house.say("sekretaer", "planlegg"), "Møteplan")
    await house.settle()


@pytest.mark.parametrize(
    ("board", "ours", "why"),
    [
        ("2027-06-10 09:00", "2027-05-27 09:00", "an ordinary day"),
        ("2027-04-06 09:00", "2027-03-23 09:00", "summer time begins between"),
        ("2027-11-04 08:30", "2027-10-21 08:30", "winter time begins between"),
        ("2027-04-08 09:00", "2027-03-24 09:00", "25 March is skjærtorsdag"),
        ("2027-05-31 09:00", "2027-05-14 09:00", "17 May is the national day and a Monday"),
        ("2027-06-05 10:00", "2027-05-21 10:00", "22 May is a Saturday"),
        ("2027-01-15 13:00", "2026-12-31 13:00", "1 January is a holiday"),
    ],
    ids=lambda one: str(one).replace(":00", ""),
)
async def test_our_meeting_is_two_weeks_before_or_on_the_working_day_before_that(
    house: House, board: str, ours: str, why: str
) -> None:
    first = house.calendar("molde1")[0]
    put_board_meetings(house, datetime.fromisoformat(board).replace(tzinfo=OSLO))
    await plan(house)
    (stands,) = [starts(one) for one in house.calendar("molde1") if one.id == first.id]
    assert f"{stands:%Y-%m-%d %H:%M}" == ours, why


async def test_the_meeting_stands_in_everyones_calendar_with_an_online_link(house: House) -> None:
    events = {key: house.calendar(key) for key in PEOPLE}
    assert events.pop("utenfor") == []
    for key, found in events.items():
        assert found == events["leder"], key
        assert all(one.join_url and one.join_url.startswith("https://teams.microsoft.com/") for one in found)
    assert [f"{starts(one):%Y-%m-%d %H:%M}" for one in events["aukra"]][:2] == ["2026-12-17 09:00", "2027-03-24 09:00"]
    assert datetime.fromisoformat(events["aukra"][0].ends_at) - starts(events["aukra"][0]) == timedelta(hours=2)


async def test_the_channel_has_the_next_meeting_with_its_saksliste_and_why_the_day(house: House) -> None:
    card = (await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "17. desember 2026")).card
    assert says(
        card, "Saksliste", "Ingen saker er meldt ennå.", "To uker før møtet i styret i ROR-IKT torsdag 31. desember"
    )
    await house.show_now()
    assert button((await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget")).card, "Bli med på nett")
    await house.assure(await house.propose("molde1"))
    await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "**BU 1/26**", "Felles innbyggerdialog")
    assert says(await house.say("molde1", "møteplan"), "24. mars 2027", "skjærtorsdag")


async def test_planning_twice_changes_nothing(house: House) -> None:
    await house.show_now()
    before, events = await house.snapshot(), house.calendar("leder")
    changes = len(_changes(house))
    for _ in range(3):
        assert says(await house.say("leder", "planlegg"), "Møtene stemmer med styrets kalender. Ingenting er endret.")
        await house.settle()
    await house.pass_time(timedelta(minutes=20))
    assert await house.snapshot() == before
    assert house.calendar("leder") == events
    assert len(_changes(house)) == changes


def _changes(house: House) -> list:
    """What the bot has written to calendars and to the channel."""
    written = [one for one in house.sandbox.requests if one.method in ("POST", "PATCH", "PUT", "DELETE")]
    return [one for one in written if "/events" in one.path or CHANNEL in one.path]


async def test_a_moved_board_meeting_moves_ours_in_calendar_and_channel(house: House) -> None:
    (first, *_), ours = house.board(), house.calendar("molde1")[0]
    moved = datetime(2027, 1, 12, 13, tzinfo=OSLO)
    calendars = house.sandbox.tenant.calendars
    calendars.change(first, starts_at=stamp(moved), ends_at=stamp(moved + timedelta(hours=3)))
    card = await house.say("sekretaer", "planlegg")
    assert says(card, "Flyttet: 1")
    await house.settle()
    after = calendars.find(ours.id)
    assert after is not None
    assert f"{starts(after):%Y-%m-%d %H:%M}" == "2026-12-29 13:00"
    assert len(house.calendar("molde1")) == len({one.id for one in house.calendar("molde1")})
    assert after.join_url == ours.join_url
    await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "29. desember 2026")
    posts = [one for one in house.sandbox.posts(CHANNEL, author="bot") if says(one.card, "Møte i Bestillerutvalget")]
    assert len(posts) == 1


async def test_the_clock_notices_a_moved_board_meeting_by_itself(house: House) -> None:
    first = house.board()[0]
    moved = starts(first) + timedelta(days=12)
    house.sandbox.tenant.calendars.change(first, starts_at=stamp(moved), ends_at=stamp(moved + timedelta(hours=3)))
    await house.pass_time(timedelta(minutes=16))
    assert f"{starts(house.calendar('rauma')[0]):%Y-%m-%d}" == "2026-12-29"


async def cancel_next_board_meeting(house: House, *, deleted: bool = False) -> str:
    """The board's secretariat cancels; chair and secretary are asked. Gives the id of our meeting."""
    calendars, first = house.sandbox.tenant.calendars, house.board()[0]
    calendars.change(first, cancelled=True, gone=True, **({"attendees": []} if deleted else {}))
    assert says(await house.say("sekretaer", "planlegg"), "Venter på svar: 1")
    await house.settle()
    ids = set()
    for persona in ("leder", "sekretaer"):
        asked = await house.wait_for_card(house.chat(persona), "Skal møtet holdes likevel?", "17. desember 2026")
        ids.add(button(asked.card, "Behold møtet")["data"]["meeting"])
        assert button(asked.card, "Avlys møtet")
    assert not [post for post in house.sandbox.posts(house.chat("molde1"), author="bot") if says(post.card, "Skal")]
    (meeting_id,) = ids
    return meeting_id


@pytest.mark.parametrize("deleted", [False, True], ids=["cancelled", "deleted"])
async def test_a_cancelled_board_meeting_asks_and_keep_keeps_ours(house: House, deleted: bool) -> None:
    ours = house.calendar("molde1")[0]
    meeting_id = await cancel_next_board_meeting(house, deleted=deleted)
    assert house.calendar("molde1")[0] == ours
    answer = await house.act("leder", "meeting.settle", meeting=meeting_id, keep="yes")
    assert says(answer["value"], "holdes som planlagt")
    await house.settle()
    await plan(house)
    kept = house.calendar("molde1")[0]
    assert (kept.id, kept.starts_at, kept.cancelled) == (ours.id, ours.starts_at, False)
    again = await house.act("sekretaer", "meeting.settle", meeting=meeting_id, keep="yes")
    assert says(again["value"], "holdes som planlagt")


async def test_cancel_takes_ours_out_of_the_calendars_and_its_cases_to_the_next(house: House) -> None:
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    ours = house.calendar("molde1")[0]
    meeting_id = await cancel_next_board_meeting(house)
    answer = await house.act("sekretaer", "meeting.settle", meeting=meeting_id, keep="no")
    assert says(answer["value"], "er avlyst")
    await house.settle()
    after = house.sandbox.tenant.calendars.find(ours.id)
    assert after is not None
    assert after.cancelled
    await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "Avlyst")
    await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "24. mars 2027", "BU 1/26")
    late = await house.act("leder", "meeting.settle", meeting=meeting_id, keep="yes")
    assert "Møtet venter ikke lenger på svar" in late["value"]
    await plan(house)
    assert f"{starts(house.calendar('molde1')[1]):%Y-%m-%d}" == "2027-03-24"


async def test_an_event_that_is_not_the_boards_is_left_alone(house: House) -> None:
    """Only what bears the board's category is a board meeting."""
    calendars, board = house.sandbox.tenant.calendars, house.board()
    calendars.change(board[1], categories=["sosialt"], subject="Sommerfest")
    await plan(house)
    assert says(
        await house.say("leder", "hjelp"), "Møtet det skulle holdes før, er avlyst. Skal møtet", "24. mars 2027"
    )


@pytest.mark.parametrize("fault", ["500-before", "429", "reset"])
async def test_a_calendar_that_does_not_answer_is_told_kindly_and_nothing_changes(house: House, fault: str) -> None:
    before = await house.snapshot()
    house.sandbox.fault("graph", "calendarView", fault, times=50, seconds=0)
    card = await house.say("leder", "planlegg")
    assert says(card, "Styrets kalender svarer ikke akkurat nå. Ingenting er endret")
    assert await house.snapshot() == before
    house.sandbox.tenant.faults.clear()
    await plan(house)


@pytest.mark.parametrize("fault", ["500-before", "500-after", "429", "reset", "reset-after"])
async def test_an_event_is_made_once_whatever_fails_on_the_way(tmp_path: Path, fault: str) -> None:
    async with running_house(tmp_path) as house:
        await house.settle()
        extra = next(iter(seed_board_meetings(date(2027, 1, 4))))
        house.sandbox.fault("graph", "POST /users/.*/events$", fault, times=1, seconds=0)
        house.sandbox.tenant.calendars.keep(extra)
        await house.bot.office.plan("bestillerutvalget")
        for _ in range(4):
            await house.pass_time(timedelta(minutes=3))
        days = [starts(one) for one in house.calendar("molde1") if not one.cancelled]
        assert days.count(starts(extra) - timedelta(days=14)) == 1


async def test_the_outsiders_calendar_stays_empty(house: House) -> None:
    assert house.sandbox.tenant.calendars.list_for(find_person("utenfor")) == []
