"""Whatever Microsoft 365 answers, and whenever we are stopped: what was decided stands in Teams, once."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.couriers import marker_of
from bot.delivery import LEASE
from cards.build import with_marker
from committee.outbox import Errand, ErrandKind, ErrandState
from committee.ports import Transaction
from committee.workflows.deliveries import MOST_ATTEMPTS, park_errand, postpone_errand
from committee.workflows.errands import show
from sandbox.calendars import seed_board_meetings
from sandbox.posts import CARD_TYPE, Post
from tests.house_fixture import CHANNEL, EVERY_HOUSE_ON, House, button, running_house, says

COMMITTEE = "bestillerutvalget"
CREATE = ("connector", "POST /v3/conversations$")
TELL = ("connector", "POST /v3/conversations/.+/activities")
EDIT = ("connector", "PUT /v3/conversations")
LOOK_UP = ("graph", "GET /messages")
#: Longer than any pause after a few failures.
LATER = timedelta(minutes=1)
MUCH_LATER = timedelta(minutes=6)


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    async with running_house(tmp_path, database_url=database_url) as opened:
        await be_at_rest(opened)
        yield opened


async def be_at_rest(house: House) -> None:
    """One case has been posted and told, so that the chats are open and nothing waits."""
    await house.propose("molde1", title="Nytt sakssystem")
    await house.settle()
    await house.sandbox.wait_for_post(house.chat("rorikt"))
    assert await unfinished(house) == []


async def unfinished(house: House) -> list[Errand]:
    return list(await house.bot.office.store.read(lambda tx: tx.errands(COMMITTEE)))


def key_of(proposal_id: str) -> str:
    return f"proposal:{proposal_id}:{COMMITTEE}"


def posts_with(house: House, key: str) -> list[Post]:
    """The posts of this card that stand in the channel."""
    posts = house.sandbox.posts(CHANNEL, author="bot")
    return [post for post in posts if post.card and post.card["body"][0].get("id") == marker_of(key)]


def count(house: House, fault: tuple[str, str]) -> int:
    """How many such requests the bot has made."""
    where, match = fault
    method, pattern = match.split(" ")
    requests = house.sandbox.find_requests(where, method)
    return len([one for one in requests if re.search(pattern, one.path)])


async def approve_minutes(house: House) -> str:
    """A meeting with one case, to approved minutes; gives their id."""
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "for"})
    await house.close(voting_id)
    meeting_id = (await house.voting(voting_id)).meeting_id
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    await house.act("leder", "minutes.approve", minutes=minutes.id)
    return minutes.id


def files(tmp_path: Path) -> list[Path]:
    found = (tmp_path / "sandbox" / "files").rglob("*")
    return sorted(path for path in found if path.is_file() and "Referater" in str(path))


@pytest.mark.both_databases
@pytest.mark.parametrize("action", ["429", "500-before", "500-after", "reset", "reset-after", "slow"])
async def test_a_card_is_posted_once_and_can_be_edited_whatever_teams_answers(house: House, action: str) -> None:
    house.sandbox.fault(*CREATE, action, seconds=0.3 if action == "slow" else 1)
    proposal_id = await house.propose("aukra")
    await house.settle()
    await house.pass_time(LATER)
    assert len(posts_with(house, key_of(proposal_id))) == 1
    await house.assure(proposal_id)
    await house.pass_time(LATER)
    [post] = posts_with(house, key_of(proposal_id))
    assert post.edited_at
    assert await unfinished(house) == []


async def test_what_may_stand_in_the_channel_is_looked_up_after_a_while_and_not_before(house: House) -> None:
    """Teams' lists know of a new post after a moment only."""
    house.sandbox.fault(*CREATE, "500-after")
    looked = count(house, LOOK_UP)
    proposal_id = await house.propose("aukra")
    await house.settle()
    assert [one.state for one in await unfinished(house)] == [ErrandState.AMBIGUOUS]
    assert count(house, LOOK_UP) == looked
    await house.pass_time(LATER)
    assert count(house, LOOK_UP) == looked + 1
    assert len(posts_with(house, key_of(proposal_id))) == 1


@pytest.mark.both_databases
async def test_the_doubt_is_not_forgotten_when_the_card_changes_meanwhile(house: House) -> None:
    """The look-up itself fails, and the newer errand for the same card takes the older one's place."""
    house.sandbox.fault(*CREATE, "500-after")
    proposal_id = await house.propose("aukra")
    await house.settle()
    house.sandbox.fault(*LOOK_UP, "429", seconds=30)
    await house.assure(proposal_id)
    await house.pass_time(timedelta(seconds=5))
    await house.pass_time(timedelta(seconds=5))
    assert len(posts_with(house, key_of(proposal_id))) == 1
    await house.pass_time(LATER)
    [post] = posts_with(house, key_of(proposal_id))
    assert post.edited_at
    assert await unfinished(house) == []


async def _post(house: House) -> None:
    await house.propose("aukra")


async def _edit(house: House) -> None:
    proposals = await house.bot.office.store.read(lambda tx: tx.proposals(COMMITTEE))
    await house.assure(proposals[0].id)


async def _make_event(house: House) -> None:
    house.sandbox.tenant.calendars.keep(next(iter(seed_board_meetings(date(2027, 1, 4)))))
    await house.bot.office.plan(COMMITTEE)


async def _upload(house: House) -> None:
    await approve_minutes(house)


@pytest.mark.parametrize(
    ("fault", "begin"),
    [
        (CREATE, _post),
        (EDIT, _edit),
        (("graph", "POST /events$"), _make_event),
        (("graph", "PUT /content$"), _upload),
    ],
)
async def test_too_many_requests_waits_as_long_as_microsoft_asks(house: House, fault: Any, begin: Any) -> None:
    """Complaint 24: sending keeps the pace that Microsoft allows."""
    house.sandbox.fault(*fault, "429", seconds=90)
    await begin(house)
    await house.settle()
    [waiting] = [one for one in await unfinished(house) if "429" in one.error]
    assert waiting.due_at - house.clock.read() > timedelta(seconds=80)
    asked = count(house, fault)
    await house.pass_time(timedelta(seconds=70))
    assert count(house, fault) == asked
    await house.pass_time(timedelta(seconds=25))
    assert count(house, fault) == asked + 1
    assert waiting.id not in [one.id for one in await unfinished(house)]


@pytest.mark.parametrize("action", ["500-before", "500-after", "reset", "reset-after", "slow"])
async def test_a_meeting_stands_once_in_the_calendar(house: House, action: str) -> None:
    """Complaint 18: a meeting has its time in the calendar."""
    before = len(house.calendar("aukra"))
    house.sandbox.fault("graph", "POST /events$", action, seconds=0.3)
    await _make_event(house)
    await house.settle()
    await house.pass_time(LATER)
    assert len(house.calendar("aukra")) == before + 1
    assert await unfinished(house) == []


@pytest.mark.parametrize("action", ["500-before", "500-after", "reset", "reset-after", "slow"])
async def test_each_document_is_filed_once(house: House, tmp_path: Path, action: str) -> None:
    house.sandbox.fault("graph", "PUT /content$", action, times=2, seconds=0.3)
    minutes_id = await approve_minutes(house)
    await house.settle()
    await house.pass_time(LATER)
    await house.pass_time(LATER)
    assert [path.suffix for path in files(tmp_path)] == [".docx", ".pdf"]
    assert len(posts_with(house, f"minutes:{minutes_id}:{COMMITTEE}")) == 1
    assert await unfinished(house) == []


async def test_a_new_channels_files_are_waited_for(tmp_path: Path) -> None:
    """Complaint 22: waited for and gone on with; `filesFolder` is 404 for a while after a channel is made."""
    async with running_house(tmp_path, folder_wait=timedelta(minutes=5), folder_refusals=3) as house:
        minutes_id = await approve_minutes(house)
        await house.settle()
        assert files(tmp_path) == []
        assert [one.kind for one in await unfinished(house)].count(ErrandKind.FILE) == 2
        for _ in range(3):
            await house.pass_time(timedelta(seconds=20))
        assert [path.suffix for path in files(tmp_path)] == [".docx", ".pdf"]
        assert len(posts_with(house, f"minutes:{minutes_id}:{COMMITTEE}")) == 1


@pytest.mark.parametrize("action", ["500-before", "500-after", "reset", "reset-after"])
async def test_an_interrupted_upload_session_ends_with_whole_files(tmp_path: Path, action: str) -> None:
    async with running_house(tmp_path, small_upload_bytes=1000) as house:
        house.sandbox.fault("graph", "PUT /upload", action, times=2)
        minutes_id = await approve_minutes(house)
        await house.settle()
        await house.pass_time(LATER)
        docx, pdf = files(tmp_path)
        assert pdf.read_bytes().startswith(b"%PDF")
        assert pdf.read_bytes().rstrip().endswith(b"%%EOF")
        assert docx.read_bytes().startswith(b"PK")
        assert len(posts_with(house, f"minutes:{minutes_id}:{COMMITTEE}")) == 1
        assert count(house, ("graph", "PUT /upload")) >= 2
        assert house.sandbox.tenant.faults.show() == {"rules": []}


@pytest.mark.parametrize(("action", "told"), [("500-before", 0), ("500-after", 1), ("reset-after", 1)])
async def test_a_word_that_may_have_reached_one_person_is_left_to_the_secretary(
    house: House, action: str, told: int
) -> None:
    """A chat cannot be looked into: rather asked than told twice."""
    before = len(house.sandbox.posts(house.chat("rorikt"), author="bot"))
    house.sandbox.fault(*TELL, action)
    await house.propose("aukra")
    await house.settle()
    for _ in range(3):
        await house.pass_time(MUCH_LATER)
    assert len(house.sandbox.posts(house.chat("rorikt"), author="bot")) == before + told
    card = await house.say("sekretaer", "leveranser")
    assert says(card, "Stoppet", "Beskjed til et medlem", "kan ha kommet fram")
    answer = await house.press_button("sekretaer", button(card, "Prøv igjen"))
    assert not says(answer["value"], "Stoppet")
    await house.settle()
    assert len(house.sandbox.posts(house.chat("rorikt"), author="bot")) == before + told + 1
    assert says(await house.say("sekretaer", "leveranser"), "Alt er levert.")


async def test_what_we_may_not_do_is_parked_at_once_and_explained(house: House) -> None:
    house.sandbox.fault(*CREATE, "500-before", status=403)
    proposal_id = await house.propose("aukra")
    await house.settle()
    [parked] = await unfinished(house)
    assert (parked.state, parked.attempts) == (ErrandState.PARKED, 1)
    card = await house.say("sekretaer", "leveranser")
    assert says(card, "Stoppet", "Kort i kanalen", "mangler tilgang")
    await house.press_button("sekretaer", button(card, "Prøv igjen"))
    await house.settle()
    assert len(posts_with(house, key_of(proposal_id))) == 1
    assert await unfinished(house) == []


async def test_a_retry_still_looks_up_what_was_in_doubt_when_it_was_parked(house: House) -> None:
    house.sandbox.fault(*CREATE, "500-after")
    house.sandbox.fault(*LOOK_UP, "500-before", status=403)
    proposal_id = await house.propose("aukra")
    await house.settle()
    await house.pass_time(LATER)
    assert [one.state for one in await unfinished(house)] == [ErrandState.PARKED]
    card = await house.say("sekretaer", "leveranser")
    await house.press_button("sekretaer", button(card, "Prøv igjen"))
    await house.settle()
    assert len(posts_with(house, key_of(proposal_id))) == 1
    assert await unfinished(house) == []


async def test_only_secretary_and_chair_may_try_again(house: House) -> None:
    house.sandbox.fault(*CREATE, "500-before", status=403)
    await house.propose("aukra")
    await house.settle()
    [parked] = await unfinished(house)
    for persona in ("molde1", "rorikt", "tillitsvalgt", "utenfor"):
        answer = await house.act(persona, "errand.retry", errand=parked.id)
        assert answer["type"].endswith("activity.message"), persona
    assert await unfinished(house) == [parked]
    answer = await house.act("leder", "errand.retry", errand=parked.id)
    assert answer["type"].endswith("card.adaptive")
    again = await house.act("leder", "errand.retry", errand=parked.id)
    assert again["type"].endswith("activity.message")


async def test_a_card_that_somebody_deleted_is_posted_anew(house: House) -> None:
    proposal_id = await house.propose("aukra")
    await house.settle()
    [post] = posts_with(house, key_of(proposal_id))
    house.sandbox.tenant.posts.edit(post, text="", attachments=[], deleted=True)
    await house.assure(proposal_id)
    await house.pass_time(LATER)
    await house.pass_time(LATER)
    [anew] = posts_with(house, key_of(proposal_id))
    assert anew.id != post.id
    assert await unfinished(house) == []


async def test_one_404_to_an_edit_is_no_reason_to_post_again(house: House) -> None:
    """Teams answers so to one valid edit in a thousand."""
    proposal_id = await house.propose("aukra")
    await house.settle()
    house.sandbox.fault(*EDIT, "500-before", status=404)
    created = count(house, CREATE)
    await house.assure(proposal_id)
    await house.settle()
    await house.pass_time(LATER)
    [post] = posts_with(house, key_of(proposal_id))
    assert post.edited_at
    assert count(house, CREATE) == created


@pytest.mark.parametrize("action", ["429", "500-before", "500-after", "reset-after"])
async def test_a_bot_that_is_restarted_goes_on_where_it_was(tmp_path: Path, action: str) -> None:
    async with running_house(tmp_path) as house:
        await be_at_rest(house)
        house.sandbox.fault(*CREATE, action, seconds=30)
        proposal_id = await house.propose("aukra")
        await house.settle()
        assert await unfinished(house) != []
    async with running_house(tmp_path) as house:
        await house.say("leder", "hjelp")  # from the new address of the sandbox
        await house.pass_time(LATER)
        assert len(posts_with(house, key_of(proposal_id))) == 1
        assert await unfinished(house) == []


def die_holding(house: House, subject_id: str) -> Any:
    """A workflow after which an errand is held by a worker that will never come back."""

    def work(tx: Transaction) -> Errand:
        now = house.clock.read()
        show(tx, COMMITTEE, "proposal", subject_id, now=now - timedelta(hours=1))
        errand = tx.take_errand(now=now, lease_until=now + LEASE)
        assert errand is not None
        return errand

    return work


async def lose_the_answer(house: House) -> str:
    """A card stands in the channel, and the worker that posted it died before it could say so."""
    proposal_id = await house.propose("aukra")
    await house.settle()
    [post] = posts_with(house, key_of(proposal_id))
    assert post.card
    marked = with_marker(post.card, marker_of(f"proposal:lost:{COMMITTEE}"))
    proposal = await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))

    def work(tx: Transaction) -> None:
        tx.put_proposal(replace(proposal, id="lost", number=proposal.number + 100))
        held = die_holding(house, "lost")(tx)
        assert held.key == f"show:proposal:lost:{COMMITTEE}"

    await house.bot.office.store.write(work)
    attachment = {"contentType": CARD_TYPE, "content": marked}
    house.sandbox.tenant.posts.add(conversation=CHANNEL, author="bot", attachments=[attachment])
    return "lost"


@pytest.mark.both_databases
async def test_what_a_dead_worker_held_is_looked_up_when_its_lease_has_run_out(house: House) -> None:
    created = count(house, CREATE)
    lost = await lose_the_answer(house)
    await house.settle()
    assert [one.state for one in await unfinished(house)] == [ErrandState.SENDING]
    await house.pass_time(LEASE)
    await house.pass_time(LATER)
    [post] = posts_with(house, key_of(lost))
    assert post.edited_at
    assert count(house, CREATE) == created + 1
    assert await unfinished(house) == []


@pytest.mark.both_databases
async def test_a_worker_that_comes_back_too_late_does_not_undo_what_was_done(house: House) -> None:
    await lose_the_answer(house)
    [held] = await unfinished(house)
    await house.pass_time(LEASE)
    await house.pass_time(LATER)
    assert await unfinished(house) == []

    def come_back(tx: Transaction) -> None:
        postpone_errand(tx, held, error="too late", wait=LATER, now=house.clock.read())
        park_errand(tx, held, error="too late")

    await house.bot.office.store.write(come_back)
    assert await unfinished(house) == []


@pytest.mark.skipif(
    os.environ.get(EVERY_HOUSE_ON) == "postgresql", reason="beside others a bot waits for the lease: it may be theirs"
)
async def test_after_a_crash_nobody_waits_for_the_lease(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        await be_at_rest(house)
        lost = await lose_the_answer(house)
    async with running_house(tmp_path) as house:
        await house.say("leder", "hjelp")  # from the new address of the sandbox
        await house.pass_time(timedelta(seconds=5))
        [post] = posts_with(house, key_of(lost))
        assert post.edited_at
        assert await unfinished(house) == []


@pytest.mark.both_databases
async def test_two_errands_for_one_card_never_run_at_once(house: House) -> None:
    """Else both would find no post, and the card would stand twice."""
    house.sandbox.fault(*CREATE, "slow", seconds=0.7)
    proposal_id = await house.propose("aukra")
    await house.bot.delivery.deliver_due()
    await house.assure(proposal_id)
    first, second = [one for one in await unfinished(house) if one.kind is ErrandKind.SHOW][:2]
    assert (first.key, first.state) == (second.key, ErrandState.SENDING)
    await house.settle()
    await house.pass_time(LATER)
    [post] = posts_with(house, key_of(proposal_id))
    assert post.edited_at
    assert await unfinished(house) == []


@pytest.mark.both_databases
async def test_forty_ballots_cost_few_edits(house: House) -> None:
    """Complaint 7: many who vote at once do not make the card slow."""
    voting_id = await house.open_voting()
    await house.settle()
    edited = count(house, EDIT)
    for turn in range(10):
        voters = ("molde1", "aukra", "rauma", "vestnes")
        choice = ("for", "against")[turn % 2]
        await asyncio.gather(*(house.vote(one, voting_id, choice, revision=turn) for one in voters))
        await house.settle()
    await house.show_now()
    assert 1 <= count(house, EDIT) - edited <= 4
    await house.wait_for_card(CHANNEL, "4 av 4 kommuner har stemt")


async def test_what_keeps_failing_is_parked_and_sent_when_the_secretary_says_so(house: House) -> None:
    """Complaints 21 and 24: what fails is listed for a person, and sent again."""
    proposal_id = await house.propose("aukra")
    await house.settle()
    edited = count(house, EDIT)
    house.sandbox.fault(*EDIT, "500-before", times=100, status=502)
    await house.assure(proposal_id)
    await house.settle()
    for _ in range(MOST_ATTEMPTS + 2):
        await house.pass_time(MUCH_LATER)
    stuck = [one for one in await unfinished(house) if one.key == f"show:{key_of(proposal_id)}"]
    assert [(one.state, one.attempts) for one in stuck] == [(ErrandState.PARKED, MOST_ATTEMPTS)]
    assert count(house, EDIT) - edited >= MOST_ATTEMPTS
    house.sandbox.tenant.faults.clear()
    card = await house.say("sekretaer", "leveranser")
    assert says(card, "Stoppet", "Kort i kanalen")
    await house.act("sekretaer", "errand.retry", errand=stuck[0].id)
    await house.settle()
    [post] = posts_with(house, key_of(proposal_id))
    assert post.edited_at
