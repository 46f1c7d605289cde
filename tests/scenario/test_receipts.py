"""Receipts: what an organisation has voted, and where the record says so."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from committee.voting_proof import make_proof
from locales.refusals import SENTENCES
from tests.absences_fixture import house_with_deputies, open_voting, recuse, running_meeting
from tests.house_fixture import House, says, texts


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with house_with_deputies(tmp_path) as opened:
        yield opened


async def test_each_organisation_gets_a_receipt_that_the_proof_has(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "for", "vestnes": "against"})
    mine = await house.say("vestnes", "kvittering")
    assert says(mine, "BU 1/26", "Mot")
    entries = [one for one in await house.record() if one.action == "ballot.cast"]
    codes = {one.details["organisation"]: one.sha256[:16] for one in entries}
    assert says(mine, codes["vestnes"])
    assert not says(mine, codes["molde"]), "others' ballots are theirs"
    await house.close(voting_id)
    await house.settle()
    for persona, organisation in (("molde1", "molde"), ("vestnes", "vestnes")):
        await house.wait_for_card(house.chat(persona), "Kvittering for BU 1/26", codes[organisation])
    assert says(await house.say("tillitsvalgt", "kvittering"), "ingen stemmer å vise")
    assert says(await house.say("utenfor", "kvittering"), SENTENCES["no_seat"])


async def test_a_changed_ballot_has_a_new_receipt_and_the_exported_voting_has_it(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "for", "vestnes": "against"})
    first = code_of(await house.say("vestnes", "kvittering"))
    await house.vote("vestnes", voting_id, "for", revision=1)
    second = code_of(await house.say("vestnes", "kvittering"))
    assert first != second
    await house.close(voting_id)
    proof = await house.bot.office.store.read(lambda tx: make_proof(tx, voting_id, now=house.clock.read()))
    found = {one["sha256"][:16]: one for one in proof["entries"]}
    assert found[second]["details"]["choice"] == "for"
    assert found[first]["details"]["choice"] == "against", "what was voted before stays in the record"


async def test_a_ballot_that_is_taken_away_has_no_receipt(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    await house.cast(voting_id, {"aukra": "for"})
    await recuse(house, proposal_id, "aukra")
    assert says(await house.say("aukra", "kvittering"), "ingen stemmer å vise")


def code_of(card: dict[str, Any]) -> str:
    [line] = [one for one in texts(card) if " · " in one]
    return line.rsplit(" · ", 1)[1]
