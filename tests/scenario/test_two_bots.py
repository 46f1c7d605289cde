"""Two bots on one PostgreSQL are one bot to the members, whichever of them Teams happens to ask."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest

from sandbox.disk import stamp
from tests.house_fixture import CHANNEL, FORM, House, another_bot, button, running_house, says
from tests.postgres_fixture import migrated_postgres

CHOICES = {"molde1": "for", "aukra": "for", "rauma": "against", "vestnes": "for"}


class Pair:
    """The two, and a hand that turns to them by turns."""

    def __init__(self, first: House, second: House) -> None:
        self.both = (first, second)
        self._turns: Iterator[House] = cycle(self.both)

    def next(self) -> House:
        house = next(self._turns)
        house.listen()
        return house

    async def settle(self) -> None:
        """Both deliver at the same time, until nothing is left."""
        for _ in range(3):
            await asyncio.gather(*(one.settle() for one in self.both))

    async def pass_time(self, by: timedelta) -> None:
        """Both clocks come round at the same moment."""
        self.both[0].clock.ahead += by
        await asyncio.gather(*(one.bot.rounds.go() for one in self.both))
        await self.settle()


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    with migrated_postgres() as url:
        async with running_house(tmp_path, database_url=url) as first, another_bot(first, tmp_path, url) as second:
            yield Pair(first, second)


def markers(house: House, conversation: str) -> Counter[str]:
    """How often each card stands there."""
    posts = house.sandbox.posts(conversation, author="bot")
    return Counter(str(post.card["body"][0].get("id", "")) for post in posts if post.card)


def writes(house: House) -> int:
    return house.bot.office.store.counts.writes  # type: ignore[attr-defined]


def check_posted_once(house: House) -> None:
    twice = {marker: count for marker, count in markers(house, CHANNEL).items() if marker and count > 1}
    assert twice == {}


async def test_a_case_goes_all_the_way_through_both(pair: Pair) -> None:
    proposal_id = await pair.next().propose("molde1")
    await pair.next().assure(proposal_id)
    await asyncio.gather(*(one.bot.office.plan("bestillerutvalget") for one in pair.both))
    meeting_id = await pair.both[0].next_meeting_id()
    assert (await pair.next().act("leder", "meeting.start", meeting=meeting_id))["type"].endswith("card.adaptive")
    await pair.next().act("leder", "voting.open", proposal=proposal_id)
    case = await pair.both[0].bot.office.store.read(lambda tx: tx.proposal(proposal_id))
    for persona, choice in CHOICES.items():
        answer = await pair.next().vote(persona, case.voting_id, choice)
        assert says(answer["value"], "Din stemme for"), answer
    changed = await pair.next().vote("molde2", case.voting_id, "against", revision=1)
    assert says(changed["value"], "4 av 4 kommuner har stemt", "Din stemme for Molde: Mot")
    await pair.settle()
    assert says(await pair.next().close(case.voting_id), "2 av 4 stemmevekt for, 2 mot: ikke enighet")
    late = await pair.next().vote("aukra", case.voting_id, "against", revision=1)
    assert "Avstemningen er lukket" in late["value"]
    await pair.settle()
    house = pair.both[0]
    assert says((await house.wait_for_card(CHANNEL, "Resultat: BU 1/26")).card, "ikke enighet")
    check_posted_once(house)
    assert sum(says(post.card, "Kvalitetssikring: BU 1/26") for post in house.sandbox.posts(house.chat("rorikt"))) == 1
    closings = [one for one in await house.record() if one.action == "voting.closed"]
    assert len(closings) == 1


async def test_forty_presses_on_both_at_once_are_counted_once_each(pair: Pair) -> None:
    first, second = pair.both
    first.listen()
    voting_id = await first.open_voting()

    async def press(persona: str) -> None:
        for revision in range(10):
            await pair.next().vote(persona, voting_id, ("for", "against")[revision % 2], revision=revision)

    before = [writes(one) for one in pair.both]
    await asyncio.gather(*(press(persona) for persona in CHOICES))
    assert all(writes(one) - already >= 15 for one, already in zip(pair.both, before, strict=True)), "both were asked"
    voting = await second.voting(voting_id)
    assert (voting.tally.cast_count, voting.tally.weight_against) == (4, 4)
    assert sum(one.action == "ballot.cast" for one in await first.record()) == 40
    await pair.settle()
    await pair.pass_time(timedelta(seconds=30))
    check_posted_once(first)


async def test_a_deadline_that_both_see_pass_closes_once(pair: Pair) -> None:
    first, second = pair.both
    first.listen()
    voting_id = await first.open_voting()
    await first.cast(voting_id, CHOICES)
    await pair.settle()
    before = markers(first, CHANNEL)
    await pair.pass_time(timedelta(days=8))
    assert [(await one.voting(voting_id)).is_open for one in pair.both] == [False, False]
    assert sum(one.action == "voting.closed" for one in await second.record()) == 1
    assert markers(first, CHANNEL).total() - before.total() <= 3
    check_posted_once(first)


async def test_the_same_word_to_both_at_once_is_done_once(pair: Pair) -> None:
    """A form that Teams delivers to both, and the clock's planning in both."""
    first, second = pair.both
    first.listen()
    dialog = await first.open_dialog("molde1", form="proposal")
    data = button(dialog["task"]["value"]["card"]["content"], "Send inn")["data"]

    async def send() -> None:
        await pair.next().send_dialog("molde1", **{**data, **FORM})

    await asyncio.gather(*(send() for _ in range(6)))
    cases = await second.bot.office.store.read(lambda tx: tx.proposals("bestillerutvalget"))
    assert [one.case_number for one in cases] == ["BU 1/26"]
    board = first.board()[0]
    later = [stamp(datetime.fromisoformat(at) + timedelta(days=7)) for at in (board.starts_at, board.ends_at)]
    first.sandbox.tenant.calendars.change(board, starts_at=later[0], ends_at=later[1])
    told = len(await first.record())
    await asyncio.gather(*(one.bot.office.plan("bestillerutvalget") for one in (*pair.both, *pair.both)))
    await pair.settle()
    assert [one.action for one in (await first.record())[told:]] == ["meeting.moved"]
    check_posted_once(first)


async def test_a_language_chosen_with_one_is_known_by_the_other(pair: Pair) -> None:
    await pair.next().say("molde1", "språk engelsk")
    await asyncio.gather(*(one.bot.rounds.go() for one in pair.both))
    for house in pair.both:
        house.listen()
        assert re.search(r"\bproposal\b", str(await house.say("molde1", "help")))


async def test_what_one_held_when_it_died_the_other_delivers_when_the_lease_is_over(pair: Pair) -> None:
    first, second = pair.both
    first.listen()
    await first.settle()
    for one in pair.both:
        await one.bot.delivery.stop()
    await first.propose("molde1")
    now = first.clock.read()
    lease = now + timedelta(minutes=2)
    taken = await first.bot.office.store.write(lambda tx: tx.take_errand(now=now, lease_until=lease))
    assert taken is not None
    second.listen()
    await second.settle()
    held = await second.bot.office.store.read(lambda tx: tx.errands_under_way())
    assert [one.id for one in held] == [taken.id]
    await second.pass_time(timedelta(minutes=3))
    await second.pass_time(timedelta(minutes=3))
    assert list(await second.bot.office.store.read(lambda tx: tx.errands("bestillerutvalget"))) == []
    check_posted_once(second)
