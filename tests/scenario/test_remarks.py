"""Comments on a case, and a forbehold that stops the voting until it is withdrawn or put in the minutes."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from committee.remarks import Remark
from documents.minutes import lay_out_minutes
from locales import words
from locales.refusals import SENTENCES
from tests.house_fixture import CHANNEL, House, button, buttons, running_house, says


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


def told(dialog: dict[str, Any]) -> str:
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


async def meeting_with_case(house: House) -> tuple[str, str]:
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    await house.bot.office.plan("bestillerutvalget")
    meeting_id = await house.next_meeting_id()
    await house.act("leder", "meeting.start", meeting=meeting_id)
    return proposal_id, meeting_id


async def say(house: House, persona: str, proposal_id: str, kind: str = "comment", text: str = "Hva med kart?") -> Any:
    dialog = await house.open_dialog(persona, form="remark", proposal=proposal_id)
    data = button(card_of(dialog), "Send")["data"]
    for _ in range(2):  # delivered twice
        answer = await house.send_dialog(persona, **data, kind=kind, text=text)
    return answer


async def remarks(house: House) -> Any:
    return await house.records(Remark)


async def test_a_comment_stands_on_the_case_and_the_proposer_is_told(house: House) -> None:
    """Complaint 34, and 002-01: questions and answers are kept with each proposal."""
    proposal_id = await house.propose("molde1")
    assert told(await say(house, "rauma", proposal_id, text="Hva med *kart*?")) == "Merknaden står i saken."
    assert len(await remarks(house)) == 1
    await house.settle()
    await house.wait_for_card(house.chat("molde1"), "Merknad i BU 1/26", "Olav Nes", "Hva med \\*kart\\*?")
    await house.wait_for_card(CHANNEL, "Merknader og forbehold", "Olav Nes")


async def test_a_reservation_stops_the_voting_until_it_is_withdrawn(house: House) -> None:
    proposal_id, _ = await meeting_with_case(house)
    answer = await say(house, "tillitsvalgt", proposal_id, "reservation", "Ikke drøftet med oss.")
    assert "lederen har fått beskjed" in told(answer)
    await house.settle()
    await house.wait_for_card(house.chat("leder"), "Forbehold i BU 1/26", "Ikke drøftet med oss.", "stopper saken")
    refused = await house.act("leder", "voting.open", proposal=proposal_id)
    assert "Per Sande har tatt forbehold i saken. Det må trekkes" in str(refused)
    shown = (await house.act("tillitsvalgt", "remark.view", proposal=proposal_id))["value"]
    await house.press_button("tillitsvalgt", button(shown, "Trekk"))
    await house.act("leder", "voting.open", proposal=proposal_id)
    assert (await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))).voting_id
    case = (await house.act("rauma", "case.view", proposal=proposal_id))["value"]
    assert says(case, "Forbehold fra Per Sande", "Per Sande trakk et forbehold")


async def test_the_leader_puts_it_in_the_minutes_with_name_and_words(house: House) -> None:
    proposal_id, meeting_id = await meeting_with_case(house)
    await say(house, "tillitsvalgt", proposal_id, "reservation", "Ikke drøftet med oss.")
    shown = (await house.act("leder", "remark.view", proposal=proposal_id))["value"]
    minuted = await house.press_button("leder", button(shown, "Før i referatet"))
    assert says(minuted["value"], "forbehold, ført i referatet")
    await house.act("leder", "voting.open", proposal=proposal_id)
    voting_id = (await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))).voting_id
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "for", "vestnes": "for"})
    await house.close(voting_id)
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert "Per Sande tok forbehold: Ikke drøftet med oss." in str(lay_out_minutes(minutes, words("nb")))


async def test_only_ones_own_is_withdrawn_and_only_the_leader_minutes(house: House) -> None:
    proposal_id, _ = await meeting_with_case(house)
    await say(house, "tillitsvalgt", proposal_id, "reservation", "Ikke drøftet med oss.")
    [remark] = await remarks(house)
    for persona in ("leder", "molde1", "utenfor"):
        await house.act(persona, "remark.withdraw", remark=remark.id)
    for persona in ("sekretaer", "molde1", "tillitsvalgt", "utenfor"):
        await house.act(persona, "remark.minute", remark=remark.id)
    assert await remarks(house) == [remark]
    outside = await house.open_dialog("utenfor", form="remark", proposal=proposal_id)
    assert told(outside) == SENTENCES["no_seat"]


async def test_a_reservation_comes_before_the_voting_or_not_at_all(house: House) -> None:
    proposal_id, _ = await meeting_with_case(house)
    await house.act("leder", "voting.open", proposal=proposal_id)
    late = await say(house, "rauma", proposal_id, "reservation", "For sent.")
    assert told(late) == SENTENCES["reservation_too_late"]
    assert told(await say(house, "rauma", proposal_id)) == "Merknaden står i saken."


async def test_what_is_missing_stands_beside_its_field(house: House) -> None:
    proposal_id = await house.propose("molde1")
    empty = card_of(await say(house, "rauma", proposal_id, "reservation", "  "))
    assert says(empty, SENTENCES["field_empty"])
    long = card_of(await say(house, "rauma", proposal_id, "comment", "x" * 1001))
    assert says(long, "høyst 1000 tegn")
    assert await remarks(house) == []


async def test_the_cases_are_listed_with_how_much_is_said(house: House) -> None:
    assert says(await house.say("molde1", "merknader"), "Utvalget har ingen saker i gang.")
    proposal_id = await house.propose("molde1")
    await say(house, "rauma", proposal_id)
    listed = await house.say("molde1", "forbehold")
    assert says(listed, "BU 1/26", "1 merknad")
    shown = await house.press_button("molde1", button(listed, "Vis"))
    assert says(shown["value"], "Hva med kart?")
    assert {one["title"] for one in buttons(shown["value"])} == {"Ny merknad"}
