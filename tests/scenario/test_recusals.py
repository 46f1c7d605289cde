"""Inhabilitet: who may be inhabil, who decides it, and what follows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from committee.minutes import Minutes
from documents.minutes import lay_out_minutes
from locales import words
from locales.refusals import SENTENCES
from tests.absences_fixture import (
    DECISION,
    GROUND,
    ask_about,
    calls,
    card_of,
    house_with_deputies,
    open_voting,
    recusals,
    recuse,
    running_meeting,
    told,
)
from tests.house_fixture import CHANNEL, House, button, buttons, says

SENT = {"person": "rauma", "choice": "against", "ground": "E-post 23. november."}
EVERYBODY = {"aukra": "for", "molde1": "for", "rauma": "for", "vestnes": "for"}
EVERYBODY_ELSE = {"aukra": "for", "molde2": "for", "rauma": "for", "vestnes": "for"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with house_with_deputies(tmp_path) as opened:
        yield opened


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


async def test_inhabilitet_is_declared_on_the_case_itself_and_stands_there(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    case = (await house.act("aukra", "case.view", proposal=proposal_id))["value"]
    opened = await house.open_dialog("aukra", **button(case, "Meld inhabilitet")["data"])
    assert says(card_of(opened), "Hva er grunnen?")
    await ask_about(house, proposal_id, "aukra")
    case = (await house.act("rauma", "case.view", proposal=proposal_id))["value"]
    assert says(case, "Marte Øyen: inhabilitet er ikke avgjort", "tok opp om Marte Øyen er inhabil")
    await recuse(house, proposal_id, "aukra")
    await house.settle()
    post = await house.wait_for_card(CHANNEL, "Sak BU 1/26", "Marte Øyen er inhabil etter forvaltningsloven § 6 første")
    assert post.card


async def test_the_leader_is_asked_and_then_the_member_is_told(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    await ask_about(house, proposal_id, "aukra")
    assert says(await house.say("leder", "venter"), "Er Marte Øyen inhabil i BU 1/26?")
    assert not says(await house.say("rauma", "venter"), "Er Marte Øyen inhabil")
    await house.settle()
    await house.wait_for_card(house.chat("leder"), "Inhabilitet i BU 1/26", "Søsteren min")
    await recuse(house, proposal_id, "aukra", paragraph="second")
    await house.settle()
    await house.wait_for_card(house.chat("aukra"), "Marte Øyen er inhabil etter forvaltningsloven § 6 andre ledd.")
    assert not says(await house.say("leder", "venter"), "Er Marte Øyen inhabil")


async def test_one_who_is_asked_about_is_told_and_who_asked_may_take_it_back(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    recusal = await ask_about(house, proposal_id, "aukra", by="sekretaer")
    await house.settle()
    await house.wait_for_card(house.chat("aukra"), "Inhabilitet i BU 1/26", "Utvalget har ikke avgjort det ennå.")
    assert "type" in await house.act("aukra", "recusal.withdraw", recusal=recusal.id)
    assert (await recusals(house))[0].is_open, "only the one who asked takes it back"
    listed = await house.say("sekretaer", "inhabil")
    left = await house.press_button("sekretaer", button(listed, "Trekk spørsmålet"))
    assert says(left["value"], "Ingen har meldt inhabilitet")
    refused = await house.send_dialog("leder", form="recusal_decide", recusal=recusal.id, **DECISION)
    assert told(refused) == SENTENCES["recusal_withdrawn"]
    await recuse(house, proposal_id, "aukra")


async def test_of_several_in_question_nobody_decides_for_the_others(house: House) -> None:
    """Forvaltningsloven § 8 second paragraph, second sentence."""
    proposal_id, _ = await running_meeting(house)
    await ask_about(house, proposal_id, "leder")
    about = await ask_about(house, proposal_id, "aukra")
    refused = await house.send_dialog("leder", form="recusal_decide", recusal=about.id, **DECISION)
    assert told(refused) == SENTENCES["no_right_decide_recusal"]
    assert "ført inn" in told(await house.send_dialog("sekretaer", form="recusal_decide", recusal=about.id, **DECISION))


async def test_the_others_choose_who_leads_in_the_leaders_place(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    recusal = await ask_about(house, proposal_id, "leder")
    form = card_of(await house.open_dialog("sekretaer", form="recusal_decide", recusal=recusal.id))
    assert says(form, "Hvem leder saken i stedet?", "Olav Nes")
    decided = {**DECISION, "lead": "rauma"}
    await house.send_dialog("sekretaer", form="recusal_decide", recusal=recusal.id, **decided)
    await house.settle()
    asked = await house.wait_for_card(house.chat("rauma"), "Du leder BU 1/26", "de andre har valgt deg")
    for persona, code in (("leder", "recused"), ("sekretaer", "no_right_lead"), ("aukra", "no_right_lead")):
        assert SENTENCES[code] in str(await house.act(persona, "voting.open", proposal=proposal_id)), persona
    assert says(await house.say("rauma", "venter"), "Åpne avstemningen i BU 1/26")
    await house.press("rauma", asked, "Åpne avstemning")
    voting_id = (await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))).voting_id
    await house.cast(voting_id, EVERYBODY)
    mine = (await house.act("rauma", "voting.view", voting=voting_id))["value"]
    await house.press_button("rauma", button(mine, "Lukk avstemningen"))
    assert not (await house.voting(voting_id)).is_open


async def test_whoever_leads_the_case_closes_it_early_by_the_dialog(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    await recuse(house, proposal_id, "leder", by="sekretaer")
    voting_id = await open_voting(house, proposal_id, "sekretaer")
    await house.cast(voting_id, {"aukra": "for", "molde1": "for", "vestnes": "for"})
    assert told(await house.open_dialog("leder", form="voting_close", voting=voting_id)) == SENTENCES["recused"]
    mine = (await house.act("sekretaer", "voting.view", voting=voting_id))["value"]
    await house.open_dialog("sekretaer", **button(mine, "Lukk avstemningen")["data"])
    closed = await house.send_dialog("sekretaer", form="voting_close", voting=voting_id, ground="Rauma svarer ikke.")
    assert "lukket" in told(closed)
    leaders = (await house.act("leder", "voting.view", voting=voting_id))["value"]
    assert not any(one.get("title") == "Lukk avstemningen" for one in buttons(leaders))


async def test_the_colleague_is_told_to_vote_anew(house: House) -> None:
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    await house.cast(voting_id, {"molde1": "for"})
    await recuse(house, proposal_id, "molde1")
    await house.settle()
    card = await house.wait_for_card(house.chat("molde2"), "Stem på nytt i BU 1/26", "Stemmevekten deres står")
    assert says((await house.press("molde2", card, "Stem nå"))["value"], "Du stemmer for Molde.")


async def test_all_see_who_does_not_vote_and_whom_nobody_votes_for(house: House) -> None:
    """Complaint 6: who may vote is worked out once and shown; nobody's button goes missing in silence."""
    proposal_id, _ = await running_meeting(house)
    await recuse(house, proposal_id, "aukra")
    await recuse(house, proposal_id, "rauma")
    voting_id = await open_voting(house, proposal_id)
    for card in (
        (await house.act("molde1", "voting.view", voting=voting_id))["value"],
        (await house.vote("molde1", voting_id, "for"))["value"],
    ):
        assert says(card, "Inhabil i saken: Marte Øyen", "og Olav Nes", "Vara: Gunvor Sletten")
        assert says(card, "Ingen kan stemme for Rauma nå.")
    await house.show_now()
    await house.wait_for_card(CHANNEL, "Avstemning: BU 1/26", "Inhabil i saken: Marte Øyen", "stemme for Rauma nå")
    for persona, code in (("aukra", "recused"), ("stab-aukra", "no_vote_deputy"), ("leder", "no_vote_chair")):
        mine = (await house.act(persona, "voting.view", voting=voting_id))["value"]
        assert says(mine, SENTENCES[code]), "everyone is told why there is no button"
    await house.settle()
    await house.wait_for_card(house.chat("leder"), "Rauma mangler vara", "Ingen fra Rauma kan stemme i BU 1/26")


async def test_whoever_is_inhabil_neither_assures_nor_speaks_for_the_case(house: House) -> None:
    """Forvaltningsloven § 6: nor prepares the ground for the decision."""
    proposal_id = await house.propose("molde1")
    await recuse(house, proposal_id, "rorikt")
    await recuse(house, proposal_id, "aukra")
    before = await house.snapshot()
    checks = {f"check_{n}": "true" for n in range(len(house.mandate.checklist))}
    said = {"assessment": "Bra.", "recommendation": "Ja.", "proposal": proposal_id}
    assert SENTENCES["recused"] in str(await house.act("rorikt", "proposal.assure", **said, **checks))
    back = await house.act("rorikt", "proposal.send_back", proposal=proposal_id, reason="Nei.")
    assert SENTENCES["recused"] in str(back)
    remark = {"form": "remark", "proposal": proposal_id, "new": "a" * 32, "kind": "comment", "text": "Bra forslag."}
    assert told(await house.send_dialog("aukra", **remark)) == SENTENCES["recused"]
    assert await house.snapshot() == before
    others = await house.send_dialog("rauma", **remark)
    assert "Merknaden står i saken" in told(others)


async def test_an_inhabil_leader_does_nothing_with_the_case_and_the_secretary_does(house: House) -> None:
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    reserved = {"form": "remark", "proposal": proposal_id, "new": "b" * 32, "kind": "reservation", "text": "For dyrt."}
    await house.send_dialog("rauma", **reserved)
    await recuse(house, proposal_id, "leder", by="sekretaer")
    before = await house.snapshot()
    deferred = {"form": "case_defer", "proposal": proposal_id, "reason": "Vent.", "until": "2027-03-01"}
    on_day = {"proposal": proposal_id, "closes_on": "2026-12-04"}
    written = {"form": "procedure_start", "new": "c" * 32, **on_day}
    texts = {
        "form": "alternatives_open",
        "new": "d" * 32,
        "method": "plurality",
        "text_0": "A",
        "text_1": "B",
        **on_day,
    }
    for sent in (deferred, written, texts):
        answer = await house.send_dialog("leder", **sent)
        assert told(answer) == SENTENCES["recused"], sent
    assert SENTENCES["recused"] in str(await house.act("leder", "remark.minute", remark="b" * 32))
    assert await house.snapshot() == before
    minuted = await house.act("sekretaer", "remark.minute", remark="b" * 32)
    assert says(minuted["value"], "forbehold, ført i referatet")
    assert "utsatt" in told(await house.send_dialog("sekretaer", **deferred))


async def test_a_deputy_who_is_inhabil_gives_way_to_the_next(house: House) -> None:
    proposal_id, meeting_id = await running_meeting(house)
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    voting_id = await open_voting(house, proposal_id)
    await house.cast(voting_id, {"kd-aukra": "for"})
    await recuse(house, proposal_id, "kd-aukra")
    assert (await house.voting(voting_id)).tally.cast_count == 0
    await house.settle()
    await house.wait_for_card(house.chat("stab-aukra"), "Du er kalt inn som vara for Aukra", "er inhabil i BU 1/26")
    await house.cast(voting_id, {"stab-aukra": "against"})


async def test_the_minutes_tell_that_a_colleague_voted_and_who_led(house: House) -> None:
    proposal_id, meeting_id = await running_meeting(house)
    await recuse(house, proposal_id, "leder", by="sekretaer", lead="rauma")
    await recuse(house, proposal_id, "molde1", by="sekretaer")
    voting_id = await open_voting(house, proposal_id, "rauma")
    await house.cast(voting_id, EVERYBODY_ELSE)
    await house.act("rauma", "voting.close", voting=voting_id)
    await house.act("leder", "meeting.end", meeting=meeting_id)
    page = str(lay_out_minutes(await minutes_of(house, meeting_id), words("nb")))
    assert "Jonas Berg stemte for Molde." in page
    assert "Solveig Strand (ROR-IKT) var inhabil" in page
    assert "Olav Nes ledet saken." in page


async def test_the_minutes_tell_who_left_who_came_and_what_was_entered(house: House) -> None:
    proposal_id, meeting_id = await running_meeting(house)
    await recuse(house, proposal_id, "aukra")
    voting_id = await open_voting(house, proposal_id)
    await house.act("kd-aukra", "meeting.attend", meeting=meeting_id, presence="present")
    await house.cast(voting_id, {"kd-aukra": "for", "molde1": "for", "vestnes": "for"})
    await house.send_dialog("sekretaer", form="ballot_enter", voting=voting_id, **SENT)
    await house.close(voting_id)
    await house.act("leder", "meeting.end", meeting=meeting_id)
    page = str(lay_out_minutes(await minutes_of(house, meeting_id), words("nb")))
    assert "Marte Øyen (Aukra) var inhabil etter forvaltningsloven § 6 første ledd og deltok ikke, jf. § 8." in page
    assert "Gunvor Sletten møtte som vara." in page
    assert "Mot (ført inn av sekretæren)" in page


async def minutes_of(house: House, meeting_id: str) -> Minutes:
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert minutes
    return minutes
