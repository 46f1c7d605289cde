"""Ballots that came in writing, entered by the secretary."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from locales.refusals import SENTENCES
from tests.absences_fixture import card_of, house_with_deputies, open_voting, recuse, running_meeting, told
from tests.house_fixture import House, button, lend_files, running_house, says

SENT = {"person": "rauma", "choice": "against", "ground": "E-post 23. november."}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with house_with_deputies(tmp_path) as opened:
        yield opened


async def test_the_secretary_enters_a_ballot_and_the_member_may_change_it(house: House) -> None:
    """Complaint 8: logged, marked, told to the member, who can still change it."""
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    assert button(await house.say("sekretaer", "før stemme"), "BU 1/26")
    assert "ført inn" in told(await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **SENT))
    assert "ført inn" in told(await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **SENT))
    await house.settle()
    card = await house.wait_for_card(house.chat("rauma"), "Stemmen din i BU 1/26 er ført inn", "Mot", "E-post")
    assert button(card.card, "Se stemmen")
    [entry] = [one for one in await house.record() if one.action == "ballot.cast"]
    assert (entry.actor_id, entry.details["entered_for"]) == ("sekretaer", "rauma")
    answer = await house.vote("rauma", voting_id, "for", revision=1)
    assert says(answer["value"], "Din stemme for Rauma: For")
    again = await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **SENT)
    assert told(again) == SENTENCES["ballot_is_their_own"]


async def test_an_entered_ballot_is_marked_on_the_result(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **SENT)
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "vestnes": "for"})
    result = await house.close(voting_id)
    assert says(result, "Mot (ført inn av sekretæren)")


@pytest.mark.parametrize("persona", ["molde1", "rauma", "tillitsvalgt", "rorikt", "utenfor"])
async def test_nobody_else_enters_ballots(house: House, persona: str) -> None:
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    before = await house.snapshot()
    assert (await house.open_dialog(persona, form="ballot_enter", voting=voting_id))["task"]["type"] == "message"
    assert (await house.send_dialog(persona, form="ballot_enter", voting=voting_id, **SENT))["task"][
        "type"
    ] == "message"
    assert await house.snapshot() == before


async def test_a_ballot_is_entered_for_one_who_may_cast_it(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    before = await house.snapshot()
    for wrong in ({"person": "tillitsvalgt"}, {"person": "kd-aukra"}, {"choice": "kanskje"}, {"ground": ""}):
        answer = await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **{**SENT, **wrong})
        assert answer["task"]["type"] == "continue", wrong
    assert await house.snapshot() == before


async def test_what_was_sent_stands_as_it_was_and_the_way_it_came_stays_out_of_the_minutes(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    form = card_of(await house.open_dialog("sekretaer", form="ballot_enter", voting=voting_id))
    assert says(form, "Hvordan og når ble den mottatt?", "Krav om løft")
    demand = {**SENT, "demand": "true", "remark": " "}
    wrong = card_of(await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **demand))
    assert says(wrong, SENTENCES["escalation_needs_reason"]), "beside its field, and nothing typed is lost"
    assert says(wrong, SENT["ground"])
    await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **{**demand, "remark": "For dyrt."})
    await house.settle()
    await house.wait_for_card(house.chat("rauma"), "Mottatt: E-post 23. november.", "Merknad: For dyrt.", "krever at")
    ballot = await house.bot.office.store.read(lambda tx: tx.ballot(voting_id, "rauma"))
    assert (ballot.remark, ballot.escalation_demanded, ballot.entered_by) == ("For dyrt.", True, "sekretaer")
    [entry] = [one for one in await house.record() if one.action == "ballot.cast"]
    assert entry.details["received"] == SENT["ground"]


async def test_the_member_confirms_it_and_then_it_is_their_own(house: House) -> None:
    """Complaint 8: confirmed by the member."""
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **SENT)
    assert says((await house.act("rauma", "voting.view", voting=voting_id))["value"], "Ført inn av sekretæren.")
    await house.settle()
    card = await house.wait_for_card(house.chat("rauma"), "Stemmen din i BU 1/26 er ført inn")
    confirmed = (await house.press("rauma", card, "Det stemmer"))["value"]
    assert says(confirmed, "Din stemme for Rauma: Mot")
    assert not says(confirmed, "Ført inn av sekretæren.")
    ballot = await house.bot.office.store.read(lambda tx: tx.ballot(voting_id, "rauma"))
    assert (ballot.entered_by, ballot.revision) == ("", 2)
    assert not says(await house.close(voting_id), "(ført inn av sekretæren)")


@asynccontextmanager
async def final_house(tmp_path: Path) -> AsyncIterator[House]:
    """Where one may not change one's mind."""
    lend_files(tmp_path)
    path = tmp_path / "mandates" / "ror-ikt" / "bestillerutvalget.yaml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("rules:")]
    path.write_text("\n".join([*kept, "rules: { ballot_may_change: false }"]) + "\n", encoding="utf-8")
    async with running_house(tmp_path) as opened:
        yield opened


async def test_an_entered_ballot_may_be_changed_where_ones_own_may_not(tmp_path: Path) -> None:
    """Complaint 16: the other half want it final, and the mandate says which."""
    async with final_house(tmp_path) as house:
        proposal_id, _ = await running_meeting(house)
        voting_id = await open_voting(house, proposal_id)
        await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **SENT)
        mine = (await house.act("rauma", "voting.view", voting=voting_id))["value"]
        changed = await house.press_button("rauma", button(mine, "For"))
        assert says(changed["value"], "Din stemme for Rauma: For")
        assert SENTENCES["ballot_is_final"] in str(await house.vote("rauma", voting_id, "against", revision=2))


async def test_one_who_is_inhabil_enters_nothing_in_the_case(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    await recuse(house, proposal_id, "sekretaer")
    voting_id = await open_voting(house, proposal_id)
    refused = await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **SENT)
    assert told(refused) == SENTENCES["recused"]
    assert "ført inn" in told(await house.send_dialog("leder", form="ballot_enter", voting=voting_id, **SENT))
