"""Who takes part in a case and who does not: inhabilitet, vara, entered ballots and receipts."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from committee.deputies import CallAnswer, DeputyCall
from committee.recusals import Recusal
from documents.minutes import lay_out_minutes
from locales import words
from locales.refusals import SENTENCES
from tests.house_fixture import House, button, lend_files, running_house, says
from tests.sandbox_fixture import find_person

WITH_DEPUTIES = """\
      - { person: kd-aukra, function: representative, organisation: aukra, deputy: true }
      - { person: stab-aukra, function: representative, organisation: aukra, deputy: true }
"""
GROUND = {"ground": "Søsteren min leder leverandøren."}
DECISION = {"recused": "yes", "paragraph": "first", "decision": "Nær familie leder en part."}
SENT = {"person": "rauma", "choice": "against", "ground": "E-post 23. november."}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    lend_files(tmp_path)
    register = tmp_path / "register.yaml"
    marker = "      - { person: tillitsvalgt, function: union, organisation: tillitsvalgte }\n"
    register.write_text(register.read_text().replace(marker, marker + WITH_DEPUTIES, 1))
    async with running_house(tmp_path) as opened:
        people = [find_person(one) for one in ("kd-aukra", "stab-aukra")]
        await opened.sandbox.introduce(people)
        yield opened


def told(dialog: dict[str, Any]) -> str:
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


async def running_meeting(house: House) -> tuple[str, str]:
    """A case on the agenda of a meeting that has begun: their ids."""
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    await house.bot.office.plan("bestillerutvalget")
    meeting_id = await house.next_meeting_id()
    await house.act("leder", "meeting.start", meeting=meeting_id)
    return proposal_id, meeting_id


async def open_voting(house: House, proposal_id: str, persona: str = "leder") -> str:
    answer = await house.act(persona, "voting.open", proposal=proposal_id)
    assert answer["type"].endswith("card.adaptive"), answer
    return (await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))).voting_id


async def recuse(house: House, proposal_id: str, persona: str, by: str = "leder", **changes: str) -> str:
    """The person says so themselves, and the leader enters what the others decided; gives the question's id."""
    raised = await house.send_dialog(persona, form="recusal_raise", proposal=proposal_id, **GROUND)
    assert "Utvalget avgjør" in told(raised)
    [recusal] = [one for one in await recusals(house) if one.person_id == persona]
    assert "ført inn" in told(
        await house.send_dialog(by, form="recusal_decide", recusal=recusal.id, **{**DECISION, **changes})
    )
    return recusal.id


async def recusals(house: House) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.records(Recusal, "bestillerutvalget"))


async def calls(house: House) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.records(DeputyCall, "bestillerutvalget"))


# Inhabilitet


async def test_whoever_is_inhabil_does_not_vote_and_the_weight_stays(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    await recuse(house, proposal_id, "aukra")
    voting_id = await open_voting(house, proposal_id)
    assert SENTENCES["recused"] in str(await house.vote("aukra", voting_id, "for"))
    assert says(await house.say("aukra", "inhabil"), "§ 6 første ledd")
    voting = await house.voting(voting_id)
    assert (voting.tally.roll_count, voting.tally.roll_weight) == (4, 4)
    await house.settle()
    called = await house.wait_for_card(house.chat("kd-aukra"), "Du er kalt inn som vara for Aukra", "er inhabil i BU")
    answer = await house.press("kd-aukra", called, "Jeg stiller")
    assert "value" in answer
    await house.cast(voting_id, {"kd-aukra": "for", "molde1": "for", "rauma": "for", "vestnes": "for"})
    await house.close(voting_id)
    assert (await house.voting(voting_id)).tally.weight_for == 4


async def test_a_ballot_cast_before_is_taken_away_and_it_shows_in_the_record(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    await house.cast(voting_id, {"aukra": "for", "molde1": "against"})
    recusal_id = await recuse(house, proposal_id, "aukra")
    voting = await house.voting(voting_id)
    assert (voting.tally.weight_for, voting.tally.cast_count, voting.voted) == (0, 1, ("molde",))
    assert await house.bot.office.store.read(lambda tx: tx.ballot(voting_id, "aukra")) is None
    assert [one.action for one in await house.record()].count("ballot.removed") == 1
    # A new decision undoes it.
    undone = {"recused": "no", "paragraph": "", "decision": "Vi fant ut mer."}
    await house.send_dialog("leder", form="recusal_decide", recusal=recusal_id, **undone)
    await house.cast(voting_id, {"aukra": "against"})


async def test_a_colleague_of_the_same_municipality_votes_and_no_deputy_is_called(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    await recuse(house, proposal_id, "molde1")
    voting_id = await open_voting(house, proposal_id)
    await house.cast(voting_id, {"molde2": "for"})
    assert await calls(house) == []


async def test_the_secretary_leads_a_case_in_which_the_leader_is_inhabil(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    assert SENTENCES["no_right_lead"] in str(await house.act("sekretaer", "voting.open", proposal=proposal_id))
    await recuse(house, proposal_id, "leder", by="sekretaer")
    assert SENTENCES["recused"] in str(await house.act("leder", "voting.open", proposal=proposal_id))
    voting_id = await open_voting(house, proposal_id, "sekretaer")
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "for", "vestnes": "for"})
    assert SENTENCES["recused"] in str(await house.act("leder", "voting.close", voting=voting_id))
    assert (await house.voting(voting_id)).is_open
    await house.act("sekretaer", "voting.close", voting=voting_id)
    assert not (await house.voting(voting_id)).is_open


async def test_the_one_it_is_about_does_not_decide(house: House) -> None:
    """Forvaltningsloven § 8: the body decides without the member."""
    proposal_id, _ = await running_meeting(house)
    for persona, about in (("leder", "leder"), ("aukra", "aukra")):
        await house.send_dialog(persona, form="recusal_raise", proposal=proposal_id, person=about, **GROUND)
        [recusal] = [one for one in await recusals(house) if one.person_id == about]
        refused = await house.send_dialog(persona, form="recusal_decide", recusal=recusal.id, **DECISION)
        assert told(refused) == SENTENCES["no_right_decide_recusal"]
    outsider = await house.send_dialog("utenfor", form="recusal_raise", proposal=proposal_id, **GROUND)
    assert told(outsider) == SENTENCES["no_seat"]
    other = await house.send_dialog("molde1", form="recusal_raise", proposal=proposal_id, person="aukra", **GROUND)
    assert told(other) == SENTENCES["no_right_raise_recusal"]


async def test_what_is_missing_stands_beside_its_field(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    empty = card_of(await house.send_dialog("aukra", form="recusal_raise", proposal=proposal_id, ground=" "))
    assert says(empty, SENTENCES["field_empty"])
    await house.send_dialog("aukra", form="recusal_raise", proposal=proposal_id, **GROUND)
    [recusal] = await recusals(house)
    unsaid = {"recused": "yes", "paragraph": "", "decision": ""}
    again = card_of(await house.send_dialog("leder", form="recusal_decide", recusal=recusal.id, **unsaid))
    assert says(again, SENTENCES["field_empty"], SENTENCES["field_not_chosen"])


# Vara


async def test_an_apology_calls_the_deputy_who_gets_cases_and_ballot(house: House) -> None:
    proposal_id, meeting_id = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    assert SENTENCES["no_vote_deputy"] in str(await house.vote("kd-aukra", voting_id, "for"))
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.settle()
    card = await house.wait_for_card(house.chat("kd-aukra"), "Du er kalt inn som vara", "har meldt forfall")
    assert says(card.card, "BU 1/26", "Felles innbyggerdialog")
    await house.cast(voting_id, {"kd-aukra": "for"})
    ballot = await house.bot.office.store.read(lambda tx: tx.ballot(voting_id, "aukra"))
    assert ballot.person_id == "kd-aukra"


async def test_the_next_is_called_when_the_first_cannot_and_then_the_leader_is_told(house: House) -> None:
    _, meeting_id = await running_meeting(house)
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.settle()
    first = await house.wait_for_card(house.chat("kd-aukra"), "Du er kalt inn som vara")
    for _ in range(2):
        await house.press("kd-aukra", first, "Jeg kan ikke")
    await house.settle()
    second = await house.wait_for_card(house.chat("stab-aukra"), "Du er kalt inn som vara")
    await house.press("stab-aukra", second, "Jeg kan ikke")
    await house.settle()
    await house.wait_for_card(house.chat("leder"), "Aukra mangler vara")
    assert [one.answer for one in await calls(house)] == [CallAnswer.DECLINED] * 2


async def test_whoever_comes_after_all_takes_the_ballot_back(house: House) -> None:
    proposal_id, meeting_id = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="present")
    assert SENTENCES["no_vote_deputy"] in str(await house.vote("kd-aukra", voting_id, "for"))
    await house.cast(voting_id, {"aukra": "for"})


async def test_no_deputy_is_called_while_a_colleague_comes(house: House) -> None:
    _, meeting_id = await running_meeting(house)
    await house.act("molde1", "meeting.attend", meeting=meeting_id, presence="apology")
    assert await calls(house) == []


async def test_a_member_hands_over_and_takes_back_and_it_is_seen(house: House) -> None:
    """Complaint 5: members delegate themselves, and the history is visible."""
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    card = await house.say("aukra", "vara")
    handed = await house.press_button("aukra", button(card, "Overlat BU 1/26 til vara"))
    assert says(handed["value"], "overlater stemmen i BU 1/26", "Ikke svart ennå")
    taken = await house.press_button("aukra", button(handed["value"], "Ta stemmen tilbake"))
    assert says(taken["value"], "Gjelder ikke lenger")
    await house.press_button("aukra", button(taken["value"], "Overlat BU 1/26 til vara"))
    await house.cast(voting_id, {"kd-aukra": "against"})
    card = await house.say("aukra", "vara")
    refused = await house.press_button("aukra", button(card, "Ta stemmen tilbake"))
    assert SENTENCES["deputy_has_voted"] in str(refused)
    assert says(await house.say("rauma", "vara"), "overlater stemmen i BU 1/26"), "the others see it too"
    actions = [one.action for one in await house.record()]
    assert actions.count("deputy.called") == 2
    assert SENTENCES["no_deputy"] in str(await house.act("rauma", "deputy.hand_over", voting=voting_id))


async def test_a_call_is_answered_by_the_one_who_is_called(house: House) -> None:
    _, meeting_id = await running_meeting(house)
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    [call] = await calls(house)
    before = await calls(house)
    for persona in ("stab-aukra", "aukra", "leder", "utenfor"):
        await house.act(persona, "deputy.decline", call=call.id)
    assert await calls(house) == before


# A ballot that came in writing


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


# Receipts


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


# The minutes


async def test_the_minutes_tell_who_left_who_came_and_what_was_entered(house: House) -> None:
    proposal_id, meeting_id = await running_meeting(house)
    await recuse(house, proposal_id, "aukra")
    voting_id = await open_voting(house, proposal_id)
    await house.act("kd-aukra", "meeting.attend", meeting=meeting_id, presence="present")
    await house.cast(voting_id, {"kd-aukra": "for", "molde1": "for", "vestnes": "for"})
    await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **SENT)
    await house.close(voting_id)
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    page = str(lay_out_minutes(minutes, words("nb")))
    assert "Marte Øyen (Aukra) var inhabil etter forvaltningsloven § 6 første ledd og deltok ikke, jf. § 8." in page
    assert "Gunvor Sletten møtte som vara." in page
    assert "Mot (ført inn av sekretæren)" in page


async def test_the_attendance_names_whose_place_a_deputy_took(house: House) -> None:
    _, meeting_id = await running_meeting(house)
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.act("kd-aukra", "meeting.attend", meeting=meeting_id, presence="present")
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert "vara for Marte Øyen" in str(lay_out_minutes(minutes, words("nb")))
