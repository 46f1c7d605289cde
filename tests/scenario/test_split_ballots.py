"""A municipality with more than one in weight gives some of it for and some against, where the mandate lets."""

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from committee.voting import Choice
from committee.voting_check import check_proof
from committee.voting_proof import make_proof
from documents import render_minutes_docx
from documents.minutes import lay_out_minutes
from locales import words
from locales.refusals import SENTENCES
from tests.house_fixture import House, button, buttons, lend_files, running_house, says
from tests.unit.test_voting_proof import script


def lend_weights(tmp_path: Path, rules: str = "ballot: split") -> None:
    """The house that opens on this path has a Bestillerutvalg where Molde weighs 3, by these rules."""
    lend_files(tmp_path)
    file = tmp_path / "mandates" / "ror-ikt" / "bestillerutvalget.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "name: Molde, kind: municipality, weight: 1", "name: Molde, kind: municipality, weight: 3"
    )
    file.write_text(text + f"rules: {{ {rules} }}\n", encoding="utf-8")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    lend_weights(tmp_path)
    async with running_house(tmp_path) as opened:
        yield opened


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


async def split(house: House, persona: str, voting_id: str, **parts: str) -> dict[str, Any]:
    own = (await house.act(persona, "voting.view", voting=voting_id))["value"]
    form = card_of(await house.open_dialog(persona, **button(own, "Del stemmevekten")["data"]))
    return await house.send_dialog(persona, **button(form, "Send")["data"], **parts)


async def test_two_for_and_one_against_in_one_go(house: House) -> None:
    """Complaints 1 and 2: a municipality gives its weight to several, in whole numbers, in one go."""
    voting_id = await house.open_voting()
    sent = await split(house, "molde1", voting_id, **{"for": "2", "against": " 1 ", "abstain": ""})
    assert "Stemmen er avgitt" in sent["task"]["value"]
    own = (await house.act("molde2", "voting.view", voting=voting_id))["value"]
    assert says(own, "Din stemme for Molde: 2 for og 1 mot", "En kommune med mer enn én i stemmevekt kan dele den")
    other = (await house.act("aukra", "voting.view", voting=voting_id))["value"]
    assert not says(other, "2 for")
    tally = (await house.voting(voting_id)).tally
    assert (tally.weight_for, tally.weight_against, tally.cast_count) == (2, 1, 1)
    await house.cast(voting_id, {"aukra": "for", "rauma": "against", "vestnes": "for"})
    result = await house.close(voting_id)
    assert says(result, "4 av 6 stemmevekt for, 2 mot: innstillingen er vedtatt", "2 for og 1 mot")
    await house.settle()
    receipt = await house.wait_for_card(house.chat("molde1"), "Kvittering for BU 1/26", "2 for og 1 mot")
    assert receipt
    proof = await house.bot.office.store.read(lambda tx: make_proof(tx, voting_id, now=house.clock.read()))
    assert check_proof(proof).faults == ()
    assert script.check(json.loads(json.dumps(proof)))[0] == []
    meeting_id = await house.next_meeting_id()
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert minutes
    document = Document(io.BytesIO(render_minutes_docx(minutes, words("nb"), timestamp=house.clock.read())))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "2 for og 1 mot" in cells
    page = lay_out_minutes(minutes, words("nb"))["cases"][0]["voting"]
    assert [(one["label"], one["weight"]) for one in page["shares"]] == [("For", 4), ("Mot", 2)]


async def test_it_is_changed_until_closing_and_a_whole_ballot_takes_its_place(house: House) -> None:
    voting_id = await house.open_voting()
    await split(house, "molde1", voting_id, **{"for": "2", "against": "1"})
    form = card_of(await house.open_dialog("molde1", form="ballot_split", voting=voting_id))
    assert {one.get("id"): one.get("value") for one in form["body"] if "id" in one}["for"] == "2"
    await split(house, "molde2", voting_id, **{"for": "0", "against": "1", "abstain": "2"})
    await house.settle()
    await house.wait_for_card(house.chat("molde1"), "Stemmen for Molde er endret")
    tally = (await house.voting(voting_id)).tally
    assert (tally.weight_for, tally.weight_against, tally.weight_abstain, tally.cast_count) == (0, 1, 2, 1)
    await house.vote("molde1", voting_id, "for", revision=2)
    [ballot] = await house.bot.office.store.read(lambda tx: tx.ballots(voting_id))
    assert (ballot.choice, ballot.parts, (await house.voting(voting_id)).tally.weight_for) == (Choice.FOR, None, 3)
    await split(house, "molde1", voting_id, **{"for": "3"})
    [ballot] = await house.bot.office.store.read(lambda tx: tx.ballots(voting_id))
    assert (ballot.choice, ballot.parts) == (Choice.FOR, None), "all of it on one is a whole ballot"


@pytest.mark.parametrize(
    "parts",
    [
        {"for": "2", "against": "2"},
        {"for": "1", "against": "1"},
        {"for": "-1", "against": "4"},
        {"for": "1,5", "against": "1,5"},
        {"for": "to", "against": "1"},
        {"for": "9" * 30},
        {},
    ],
)
async def test_what_does_not_sum_to_the_weight_is_told_beside_the_field(house: House, parts: dict[str, str]) -> None:
    voting_id = await house.open_voting()
    again = card_of(await split(house, "molde1", voting_id, **parts))
    assert says(again, SENTENCES["split_sum"])
    typed = {one.get("id"): one.get("value") for one in again["body"]}
    assert all(typed[name] == value for name, value in parts.items())
    assert not await house.bot.office.store.read(lambda tx: tx.ballots(voting_id))


async def test_nobody_splits_what_is_one_or_not_theirs(house: House) -> None:
    voting_id = await house.open_voting()
    before = await house.snapshot()
    sent = {"form": "ballot_split", "voting": voting_id, "revision": "0", "for": "2", "against": "1"}
    for persona in ("aukra", "leder", "sekretaer", "rorikt", "tillitsvalgt", "utenfor"):
        own = (await house.act(persona, "voting.view", voting=voting_id))["value"]
        assert "Del stemmevekten" not in [one.get("title") for one in buttons(own)], persona
        assert (await house.open_dialog(persona, form="ballot_split", voting=voting_id))["task"]["type"] == "message"
        assert (await house.send_dialog(persona, **sent))["task"]["type"] == "message", persona
    assert (await house.vote("molde1", voting_id, "split"))["value"] == SENTENCES["unknown_choice"]
    assert await house.snapshot() == before


async def test_only_where_the_mandate_lets(tmp_path: Path) -> None:
    lend_weights(tmp_path, "ballot: whole")
    async with running_house(tmp_path) as house:
        voting_id = await house.open_voting()
        own = (await house.act("molde1", "voting.view", voting=voting_id))["value"]
        assert "Del stemmevekten" not in [one.get("title") for one in buttons(own)]
        sent = {"form": "ballot_split", "voting": voting_id, "revision": "0", "for": "2", "against": "1"}
        assert (await house.send_dialog("molde1", **sent))["task"]["value"] == SENTENCES["split_not_allowed"]
        assert not await house.bot.office.store.read(lambda tx: tx.ballots(voting_id))


async def test_closed_ballots_show_a_split_to_its_own_municipality_alone(tmp_path: Path) -> None:
    lend_weights(tmp_path, "ballot: split, ballots: closed, abstention_allowed: false")
    async with running_house(tmp_path) as house:
        voting_id = await house.open_voting()
        refused = card_of(await split(house, "molde1", voting_id, **{"for": "2", "abstain": "1"}))
        assert says(refused, SENTENCES["abstention_not_allowed"])
        await split(house, "molde1", voting_id, **{"for": "2", "against": "1"})
        await house.cast(voting_id, {"aukra": "for", "rauma": "against", "vestnes": "for"})
        await house.close(voting_id)
        for persona in ("aukra", "leder", "sekretaer"):
            assert not says((await house.act(persona, "voting.view", voting=voting_id))["value"], "2 for og 1 mot")
        assert says((await house.act("molde2", "voting.view", voting=voting_id))["value"], "2 for og 1 mot")
