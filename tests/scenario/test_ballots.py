"""Votings as the municipalities' people notice them: one ballot each, hidden until closing, counted exactly."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.views import view_voting
from tests.house_fixture import BOARD_CHANNEL, CHANNEL, PEOPLE, House, body, running_house, says, texts

ALL_FOR = {"molde1": "for", "aukra": "for", "rauma": "for", "vestnes": "for"}


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    async with running_house(tmp_path, database_url=database_url) as opened:
        yield opened


@pytest.mark.both_databases
async def test_a_voting_is_one_card_that_follows_the_voting_to_its_end(house: House) -> None:
    """Complaint 25: the card that all have is edited, not only refreshed for one."""
    voting_id = await house.open_voting()
    await house.cast(voting_id, ALL_FOR)
    await house.show_now()
    await house.close(voting_id)
    await house.show_now()
    posts = [post for post in house.sandbox.posts(CHANNEL, author="bot") if _is_about(post.card, "BU 1/26")]
    assert len(posts) == 1
    assert says(posts[0].card, "Resultat: BU 1/26", "4 av 4 stemmevekt for, 0 mot: innstillingen er vedtatt")


def _is_about(card: Any, case: str) -> bool:
    return says(card, f"Avstemning: {case}") or says(card, f"Resultat: {case}")


async def test_the_card_shows_the_frozen_rules_and_who_has_voted_but_not_what(house: House) -> None:
    """Complaint 13: progress by municipality, and no content."""
    voting_id = await house.open_voting()
    await house.wait_for_card(CHANNEL, "Avstemning: BU 1/26", "Aukra 1", "Frist", "Reglene er låst", "PS-6/21")
    await house.vote("aukra", voting_id, "against", remark="For dyrt for oss")
    await house.show_now()
    shared = await house.wait_for_card(CHANNEL, "1 av 4 kommuner har stemt", "Har stemt: Aukra")
    others = [shared.card] + [
        (await house.act(persona, "voting.view", voting=voting_id))["value"] for persona in PEOPLE if persona != "aukra"
    ]
    answer = await house.vote("rauma", voting_id, "for")
    for card in [*others, answer["value"]]:
        assert not says(card, "For dyrt for oss")
        assert not any(line in ("Mot", "For") and "Aukra" in line for line in texts(card))
    assert says(answer["value"], "Din stemme for Rauma: For", "Aukra")
    assert not says(answer["value"], "Din stemme for Aukra")
    office = house.bot.office
    view = await office.store.read(lambda tx: view_voting(tx, office.directory, voting_id))
    assert [line.ballot for line in view.lines] == [None] * 4


async def test_remarks_stand_in_the_result_for_all_to_read(house: House) -> None:
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "for", "rauma": "for"})
    await house.vote("aukra", voting_id, "against", remark="For dyrt for oss")
    result = await house.close(voting_id)
    assert says(result, "Aukra", "Mot", "For dyrt for oss", "Ikke stemt")
    await house.show_now()
    await house.wait_for_card(CHANNEL, "Resultat: BU 1/26", "For dyrt for oss")


@pytest.mark.both_databases
async def test_two_from_molde_share_one_ballot_and_the_last_counts(house: House) -> None:
    """Complaints 1 and 27: several people use the same vote, and it counts once."""
    voting_id = await house.open_voting()
    await house.vote("molde1", voting_id, "for", remark="Vi trenger dette")
    seen = (await house.act("molde2", "voting.view", voting=voting_id))["value"]
    assert says(seen, "Din stemme for Molde: For", "Avgitt av Ingrid Moen", "Dere deler én stemme")
    changed = await house.vote("molde2", voting_id, "against", revision=1, remark="Vi må vente")
    assert says(changed["value"], "Din stemme for Molde: Mot", "1 av 4 kommuner har stemt")
    await house.wait_for_card(house.chat("molde1"), "Stemmen for Molde er endret", "Jonas Berg")
    voting = await house.voting(voting_id)
    assert (voting.tally.cast_count, voting.tally.weight_for, voting.tally.weight_against) == (1, 0, 1)
    kept = [entry for entry in await house.record() if entry.action == "ballot.cast"]
    assert [(one.actor_id, one.details["choice"], one.details["remark"]) for one in kept] == [
        ("molde1", "for", "Vi trenger dette"),
        ("molde2", "against", "Vi må vente"),
    ]


@pytest.mark.both_databases
async def test_one_may_change_until_the_voting_is_closed_and_not_after(house: House) -> None:
    """Complaint 16: half of all users want to change what they voted."""
    voting_id = await house.open_voting()
    for revision, choice in enumerate(("for", "against", "abstain", "for")):
        assert says((await house.vote("aukra", voting_id, choice, revision=revision))["value"], "Din stemme for Aukra")
    assert (await house.voting(voting_id)).tally.weight_for == 1
    await house.close(voting_id)
    before = await house.snapshot()
    late = await house.vote("aukra", voting_id, "against", revision=4)
    assert "Avstemningen er lukket" in late["value"]
    assert "Avstemningen er lukket" in (await house.vote("rauma", voting_id, "for"))["value"]
    assert await house.snapshot() == before


NO_VOTE = {
    "utenfor": "Du har ingen plass i dette utvalget",
    "tillitsvalgt": "Tillitsvalgte har talerett, men ikke stemmerett",
    "rorikt": "Medlemmet fra IKT-organisasjonen har talerett, men ikke stemmerett",
    "leder": "Lederen har ikke stemmerett",
    "sekretaer": "Sekretæren har ikke stemmerett",
}


async def test_those_without_a_vote_are_told_kindly_why(house: House) -> None:
    voting_id = await house.open_voting()
    before = await house.snapshot()
    for persona, sentence in NO_VOTE.items():
        answer = await house.vote(persona, voting_id, "for")
        assert answer["type"].endswith("activity.message"), persona
        assert sentence in answer["value"], persona
        assert says((await house.act(persona, "voting.view", voting=voting_id))["value"], sentence), persona
    assert await house.snapshot() == before


@pytest.mark.both_databases
async def test_a_demand_to_escalate_needs_a_reason_and_then_escalates(house: House) -> None:
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "for", "rauma": "for", "vestnes": "for"})
    for empty in ("", "   "):
        answer = await house.vote("aukra", voting_id, "for", demand="true", remark=empty)
        assert "Skriv i merknaden hvorfor" in answer["value"]
    assert (await house.voting(voting_id)).tally.cast_count == 3
    taken = await house.vote("aukra", voting_id, "for", demand="true", remark="Gjelder fire kommuner")
    assert says(taken["value"], "Dere krever at saken løftes")
    result = await house.close(voting_id)
    assert says(result, "4 av 4 stemmevekt for, 0 mot: saken løftes til", "etter krav fra 1 kommune", "(krever løft)")
    await house.wait_for_card(BOARD_CHANNEL, "Til behandling: BU 1/26", "Gjelder fire kommuner")


async def test_a_remark_that_is_too_long_is_refused_and_not_cut(house: House) -> None:
    voting_id = await house.open_voting()
    answer = await house.vote("aukra", voting_id, "for", remark="x" * 501)
    assert "Merknaden er for lang. Kort den ned til høyst 500 tegn." in answer["value"]
    assert (await house.voting(voting_id)).tally.cast_count == 0


@pytest.mark.both_databases
@pytest.mark.parametrize("same_id", [True, False], ids=["same id", "new ids"])
@pytest.mark.parametrize("copies", [2, 3, 4])
async def test_a_press_delivered_many_times_is_one_vote(house: House, copies: int, same_id: bool) -> None:
    """Complaint 27: no double counting."""
    voting_id = await house.open_voting()
    house.sandbox.fault("invoke", "adaptiveCard/action", "duplicate", copies=copies, same_id=same_id)
    answer = await house.vote("aukra", voting_id, "for", remark="Ja")
    assert says(answer["value"], "Din stemme for Aukra: For")
    assert (await house.voting(voting_id)).tally.cast_count == 1
    assert len([one for one in await house.record() if one.action == "ballot.cast"]) == 1


@pytest.mark.both_databases
async def test_presses_delivered_again_in_any_order_never_undo_a_newer_vote(house: House) -> None:
    voting_id = await house.open_voting()
    presses = [_press(house, voting_id, choice, revision) for revision, choice in enumerate(("for", "against", "for"))]
    for press in presses:
        assert says(body(await house.sandbox.deliver(press))["value"], "Din stemme for Aukra")
    before = await house.snapshot()
    again = [{**press, "id": f"f:again-{n}"} for n in range(4) for press in presses]
    random.Random(7).shuffle(again)
    answers = await asyncio.gather(*(house.sandbox.deliver(press) for press in [*again, *presses]))
    assert await house.snapshot() == before
    for answer in answers:
        assert says(body(answer)["value"], "Din stemme for Aukra: For")


def _press(house: House, voting_id: str, choice: str, revision: int) -> dict[str, Any]:
    data = {"voting": voting_id, "choice": choice, "revision": revision, "remark": "", "demand": "false"}
    action = {"type": "Action.Execute", "verb": "ballot.cast", "data": data}
    return house.sandbox.invoke_activity("aukra", "adaptiveCard/action", {"action": action, "trigger": "manual"})


@pytest.mark.both_databases
async def test_saying_the_same_again_is_no_new_ballot(house: House) -> None:
    voting_id = await house.open_voting()
    for revision in (0, 1, 1):
        await house.vote("aukra", voting_id, "for", revision=revision)
    assert len([one for one in await house.record() if one.action == "ballot.cast"]) == 1


@pytest.mark.both_databases
async def test_the_deadline_closes_the_voting_by_itself(house: House) -> None:
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "against"})
    await house.pass_time(timedelta(days=6, hours=23))
    assert (await house.voting(voting_id)).is_open
    await house.pass_time(timedelta(hours=1))
    voting = await house.voting(voting_id)
    assert (voting.is_open, voting.closed_by) == (False, "clock")
    await house.wait_for_card(CHANNEL, "Resultat: BU 1/26", "2 av 4 stemmevekt for, 1 mot, 1 har ikke stemt")


@pytest.mark.both_databases
async def test_a_vote_after_the_deadline_is_refused_even_before_the_clock_has_come_round(house: House) -> None:
    """Complaint 11: the server closes, not a button that is gone."""
    voting_id = await house.open_voting()
    house.clock.ahead += timedelta(days=8)
    answer = await house.vote("aukra", voting_id, "for")
    assert "Avstemningen er lukket" in answer["value"]
    assert (await house.voting(voting_id)).tally.cast_count == 0


async def test_only_the_chair_closes_before_the_deadline(house: House) -> None:
    voting_id = await house.open_voting()
    for persona in PEOPLE:
        if persona != "leder":
            answer = await house.act(persona, "voting.close", voting=voting_id)
            assert "lederen" in answer["value"] or "ingen plass" in answer["value"], (persona, answer)
    assert (await house.voting(voting_id)).is_open
    assert await house.close(voting_id) == await house.close(voting_id)
    assert len([one for one in await house.record() if one.action == "voting.closed"]) == 1


OUTCOMES = {
    "three to one": ("for for for against", "3 av 4 stemmevekt for, 1 mot: innstillingen er vedtatt"),
    "one to three": ("for against against against", "1 av 4 stemmevekt for, 3 mot: innstillingen er forkastet"),
    "two to two": (
        "for for against against",
        "2 av 4 stemmevekt for, 2 mot: ikke enighet – saken løftes til styret i ROR-IKT",
    ),
    "two of four voted": (
        "for for - -",
        "2 av 4 stemmevekt for, 0 mot, 2 har ikke stemt – ikke vedtaksfør: saken løftes til styret i ROR-IKT",
    ),
    "nobody voted": (
        "- - - -",
        "0 av 4 stemmevekt for, 0 mot, 4 har ikke stemt – ikke vedtaksfør: saken løftes til styret i ROR-IKT",
    ),
    "one abstained": (
        "for for abstain against",
        "2 av 4 stemmevekt for, 1 mot, 1 avholdende: innstillingen er vedtatt",
    ),
    "all abstained": (
        "abstain abstain abstain abstain",
        "0 av 4 stemmevekt for, 0 mot, 4 avholdende: ikke enighet – saken løftes til styret i ROR-IKT",
    ),
    "abstained and silent": (
        "for abstain against -",
        "1 av 4 stemmevekt for, 1 mot, 1 avholdende, 1 har ikke stemt: "
        "ikke enighet – saken løftes til styret i ROR-IKT",
    ),
}


@pytest.mark.parametrize("case", OUTCOMES)
async def test_the_outcome_states_its_arithmetic(house: House, case: str) -> None:
    choices, sentence = OUTCOMES[case]
    voting_id = await house.open_voting()
    pairs = zip(("molde2", "aukra", "rauma", "vestnes"), choices.split(), strict=True)
    await house.cast(voting_id, {persona: choice for persona, choice in pairs if choice != "-"})
    result = await house.close(voting_id)
    assert sentence in list(texts(result)), list(texts(result))
    await house.wait_for_card(CHANNEL, "Resultat: BU 1/26", sentence)


@pytest.mark.both_databases
async def test_a_case_without_agreement_goes_to_the_boards_next_meeting_and_both_channels_are_told(
    house: House,
) -> None:
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "against"})
    await house.vote("vestnes", voting_id, "against", remark="Vi har nettopp byttet")
    await house.close(voting_id)
    ours = await house.wait_for_card(CHANNEL, "BU 1/26 løftes til styret i ROR-IKT", "31. desember 2026")
    boards = await house.wait_for_card(BOARD_CHANNEL, "Til behandling: BU 1/26 fra Bestillerutvalget", "31. desember")
    for post in (ours, boards):
        assert says(post.card, "Aukra", "Molde", "Rauma", "Vestnes", "Vi har nettopp byttet")
    assert await _agenda_of_board(house, "2026-12-31")
    for committee_id in ("bestillerutvalget", "styret"):
        assert len([one for one in await house.record(committee_id) if one.action == "proposal.escalated"]) == 1


@pytest.mark.parametrize(("days", "day"), [(-8, "2026-12-31"), (-6, "2027-04-08")])
async def test_a_meeting_whose_papers_are_sent_is_passed_over(house: House, days: int, day: str) -> None:
    """The papers of 31 December are sent on the 24th: from then the case waits for the meeting of 8 April."""
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "against", "vestnes": "against"})
    board = await house.bot.office.store.read(lambda tx: tx.meetings("styret"))
    house.clock.ahead += board[0].starts_at + timedelta(days=days) - house.clock.read()
    await house.close(voting_id)
    assert await _agenda_of_board(house, day)


async def _agenda_of_board(house: House, day: str) -> bool:
    meetings = await house.bot.office.store.read(lambda tx: tx.meetings("styret"))
    return [f"{one.starts_at:%Y-%m-%d}" for one in meetings if one.agenda] == [day]
