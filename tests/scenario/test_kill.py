"""`kill -9` at any moment: no acknowledged ballot is lost, and nothing stands in Teams twice."""

import asyncio
import itertools
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.couriers import marker_of
from committee.outbox import ErrandKind, ErrandState
from tests.house_fixture import BOARD_CHANNEL, CHANNEL, says
from tests.kill_fixture import COMMITTEE, MortalBot, mortal_bot
from tests.sandbox_fixture import find_person

KILLS = int(os.environ.get("UTVALG_KILLS", "20"))
#: Every fifth kill comes while the bot is still starting.
KILLED_AT_START = 5
VOTERS = {"molde": ("molde1", "molde2"), "aukra": ("aukra",), "rauma": ("rauma",), "vestnes": ("vestnes",)}
CHOICES = ("for", "against", "abstain")
#: What Microsoft 365 does to the bot meanwhile: where, which request, what.
FAULTS = (
    ("connector", "POST /v3/conversations$", "500-after"),
    ("connector", "POST /v3/conversations$", "reset-after"),
    ("connector", "POST /v3/conversations$", "429"),
    ("connector", "POST /v3/conversations$", "slow"),
    ("connector", "PUT", "429"),
    ("connector", "PUT", "reset-after"),
    ("graph", "GET messages", "500-before"),
    ("graph", "GET messages", "429"),
    ("invoke", "adaptiveCard/action", "duplicate"),
    ("invoke", "adaptiveCard/action", "duplicate"),
)
PUBLISHING_FAULTS = (
    ("connector", "POST /v3/conversations$", "500-after"),
    ("graph", "PUT content", "500-after"),
    ("graph", "PUT content", "reset-after"),
    ("graph", "GET filesFolder", "429"),
    ("graph", "POST children", "reset-after"),
)


@dataclass(slots=True, kw_only=True)
class Box:
    """What one municipality's people have sent and been answered; every ballot bears its number as remark."""

    organisation: str
    sent: int = 0
    acknowledged: int = 0
    choices: dict[int, str] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)

    async def vote(self, bot: MortalBot, voting_id: str, chance: random.Random, on_answer: Callable[[], None]) -> None:
        """Casts ballots one after the other until the bot is gone."""
        people = VOTERS[self.organisation]
        while True:
            number = self.sent = self.sent + 1
            choice = self.choices[number] = chance.choice(CHOICES)
            person = people[number % len(people)]
            answer = await bot.act(
                person, "ballot.cast", voting=voting_id, choice=choice, revision=number, remark=str(number)
            )
            if answer.status != 200:
                assert answer.status == 502, answer
                return
            assert says(answer.body["value"], "Din stemme for"), answer
            self.acknowledged = number
            self.answered.add(number)
            on_answer()

    def check(self, standing: tuple[str, str] | None, logged: Counter[str]) -> None:
        """The ballot that stands is the last acknowledged, or one sent after it."""
        assert {str(number) for number in self.answered} <= set(logged), self.organisation
        assert set(logged.values()) <= {1}, "a ballot stands in the record twice"
        if standing is None:
            assert not self.acknowledged, self.organisation
            return
        choice, remark = standing
        assert self.acknowledged <= int(remark) <= self.sent, self.organisation
        assert choice == self.choices[int(remark)], self.organisation


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_kill_9_loses_no_acknowledged_ballot_and_publishes_nothing_twice(tmp_path: Path) -> None:
    """Twenty kills under load with faults on, then some more while the minutes are published."""
    chance = random.Random(2026)
    async with mortal_bot(tmp_path) as bot:
        await _plan_while_killed(bot, chance)
        proposal_id, meeting_id, voting_id = await _open_voting(bot)
        proposals = [proposal_id]
        boxes = [Box(organisation=one) for one in VOTERS]
        for number in range(KILLS):
            for where, match, action in chance.sample(FAULTS, 3):
                bot.sandbox.fault(where, match, action, times=chance.randint(1, 2), seconds=1)
            proposals += await _vote_until_killed(bot, voting_id, boxes, chance, number)
            await bot.start()
            await asyncio.to_thread(_check, bot, voting_id, boxes)
            if number % KILLED_AT_START == KILLED_AT_START - 1:
                await _pass(chance.uniform(0, 1.2))
                await bot.kill()
                await bot.start()
            await bot.ready()
        assert all(box.acknowledged for box in boxes)
        await _publish_while_killed(bot, meeting_id, voting_id, chance)
        await _settle(bot)
        _check(bot, voting_id, boxes)
        _check_teams(bot, tmp_path, meeting_id, proposals)
        code, printed = await bot.verify()
        assert code == 0, printed
        assert "The record is whole." in printed


async def _plan_while_killed(bot: MortalBot, chance: random.Random) -> None:
    """The meetings are put in the calendar for the first time while the bot is killed twice."""
    for action in ("slow", "500-after"):
        bot.sandbox.fault("graph", "POST events$", action, seconds=1)
    bot.sandbox.fault("connector", "POST /v3/conversations$", "slow", seconds=1)
    await bot.start()
    await bot.ready()
    for _ in range(2):
        await _kill_at_request(bot, "POST", "/events", ErrandKind.EVENT, chance)


async def _open_voting(bot: MortalBot) -> tuple[str, str, str]:
    proposal_id = await bot.propose("molde1", "Felles innbyggerdialog")
    assert proposal_id
    checks = {f"check_{number}": "true" for number in range(20)}
    words = {"assessment": "ROR-IKT har kapasitet.", "recommendation": "Utvalget tilrår at forslaget gjennomføres."}
    await bot.insist("rorikt", "proposal.assure", proposal=proposal_id, **words, **checks)
    meeting_id = await bot.eventually(
        lambda: bot.read(lambda tx: next((one.id for one in tx.meetings(COMMITTEE) if proposal_id in one.agenda), None))
    )
    await bot.insist("leder", "meeting.start", meeting=meeting_id)
    await bot.insist("leder", "voting.open", proposal=proposal_id)
    voting_id = bot.read(lambda tx: tx.proposal(proposal_id).voting_id)
    assert voting_id
    return proposal_id, meeting_id, voting_id


async def _pass(seconds: float) -> None:
    """Lets a chosen moment come: the kill's own, so there is nothing to wait for."""
    await asyncio.sleep(seconds)


async def _vote_until_killed(
    bot: MortalBot, voting_id: str, boxes: list[Box], chance: random.Random, number: int
) -> list[str]:
    """All vote and one proposes until the kill; gives the proposals that were acknowledged.

    Every other kill comes at any moment, the others in the very moment that an answer has come.
    """
    answers_left = itertools.count(chance.randint(1, 80), -1)

    def on_answer() -> None:
        if number % 2 and next(answers_left) == 0:
            bot.kill_now()

    voters = [asyncio.create_task(box.vote(bot, voting_id, random.Random(chance.random()), on_answer)) for box in boxes]
    proposing = asyncio.create_task(bot.propose("aukra", f"Forslag {number}"))
    if number % 2 == 0:
        await _pass(chance.uniform(0.02, 0.5))
        bot.kill_now()
    await asyncio.gather(*voters)
    await bot.kill()
    proposed = await proposing
    return [proposed] if proposed else []


def _check(bot: MortalBot, voting_id: str, boxes: list[Box]) -> None:
    logged = bot.check_record()
    standing = bot.read(lambda tx: {one.organisation_id: one for one in tx.ballots(voting_id)})
    for box in boxes:
        ballot = standing.get(box.organisation)
        numbers = Counter(str(one["remark"]) for one in logged if one["organisation"] == box.organisation)
        box.check((ballot.choice.value, ballot.remark) if ballot else None, numbers)


async def _publish_while_killed(bot: MortalBot, meeting_id: str, voting_id: str, chance: random.Random) -> None:
    """Closing, ending and approving, each followed by a kill; the last by several while it is being published."""
    await bot.insist("leder", "voting.close", voting=voting_id)
    await _kill_soon(bot, chance, 0.5)
    await bot.insist("leder", "meeting.end", meeting=meeting_id)
    await _kill_soon(bot, chance, 0.3)
    minutes_id = bot.read(lambda tx: tx.minutes_of(meeting_id)).id
    bot.sandbox.tenant.faults.clear()
    for where, match, action in PUBLISHING_FAULTS:
        bot.sandbox.fault(where, match, action, seconds=1)
    await bot.insist("leder", "minutes.approve", minutes=minutes_id)
    await _kill_soon(bot, chance, 0.1)
    for method, part in (("GET", "filesFolder"), ("PUT", "content"), ("PUT", "content")):
        await _kill_at_request(bot, method, part, ErrandKind.FILE, chance)


async def _kill_at_request(bot: MortalBot, method: str, part: str, kind: ErrandKind, chance: random.Random) -> None:
    """Kills the bot about when its next such request to Graph is answered, at the latest when all of a kind is done."""
    seen = len(bot.sandbox.find_requests("graph", method, part))
    await bot.eventually(
        lambda: (
            len(bot.sandbox.find_requests("graph", method, part)) > seen
            or not any(one.kind is kind for one in bot.unfinished())
        )
    )
    await _kill_soon(bot, chance, 0.05)


async def _kill_soon(bot: MortalBot, chance: random.Random, longest: float) -> None:
    await _pass(chance.uniform(0, longest))
    await bot.kill()
    await bot.start()
    await bot.ready()


async def _settle(bot: MortalBot) -> None:
    """The faults are over; what was parked meanwhile is sent by the secretary, but for words to one person."""
    bot.sandbox.tenant.faults.clear()

    def rest() -> list:
        return [
            one for one in bot.unfinished() if one.kind is not ErrandKind.TELL or one.state is not ErrandState.PARKED
        ]

    await bot.eventually(lambda: all(one.state is ErrandState.PARKED for one in rest()), seconds=60)
    for errand in rest():
        await bot.insist("sekretaer", "errand.retry", errand=errand.id)
    await bot.eventually(lambda: not rest(), seconds=60)


def _check_teams(bot: MortalBot, tmp_path: Path, meeting_id: str, proposals: list[str]) -> None:
    """Everything stands once: files, cards, events."""
    files = [
        path for path in (tmp_path / "sandbox" / "files").rglob("*") if path.is_file() and "Referater" in str(path)
    ]
    assert sorted(path.suffix for path in files) == [".docx", ".pdf"]
    for channel in (CHANNEL, BOARD_CHANNEL):
        assert set(bot.count_posts(channel).values()) <= {1}, "a card stands twice in the channel"
    posts = bot.sandbox.posts(CHANNEL, author="bot")
    assert len([post for post in posts if says(post.card, "Åpne PDF", "Åpne Word")]) == 1
    assert len([post for post in posts if says(post.card, "Resultat: BU 1/26")]) == 1
    meetings = bot.read(lambda tx: tx.meetings(COMMITTEE))
    events = [one for one in bot.sandbox.tenant.calendars.list_for(find_person("aukra")) if "Bestiller" in one.subject]
    assert len(events) == len(meetings)
    cards = [f"meeting:{meeting_id}:{COMMITTEE}", *(f"proposal:{one}:{COMMITTEE}" for one in proposals)]
    posted = bot.count_posts(CHANNEL)
    assert {key: posted[marker_of(key)] for key in cards} == dict.fromkeys(cards, 1)
