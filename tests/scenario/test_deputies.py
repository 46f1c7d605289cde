"""Vara: called, answering, and giving the place back."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from committee.deputies import CallAnswer
from documents.minutes import lay_out_minutes
from locales import words
from locales.refusals import SENTENCES
from tests.absences_fixture import calls, house_with_deputies, open_voting, planned_meeting, recuse, running_meeting
from tests.house_fixture import House, button, buttons, says, texts


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with house_with_deputies(tmp_path) as opened:
        yield opened


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


async def test_an_apology_is_taken_back_before_the_meeting(house: House) -> None:
    _, meeting_id = await planned_meeting(house)
    away = await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    [call] = await calls(house)
    assert call.stands
    assert says(await house.say("kd-aukra", "venter"), "Du er kalt inn som vara for Aukra")
    back = await house.press_button("aukra", button(away["value"], "Jeg kommer likevel"))
    assert not any(one.get("title") == "Jeg kommer likevel" for one in buttons(back["value"]))
    [call] = await calls(house)
    assert not call.stands
    await house.settle()
    await house.wait_for_card(house.chat("kd-aukra"), "Innkallingen gjelder ikke lenger")
    assert not says(await house.say("kd-aukra", "venter"), "kalt inn som vara")


async def test_the_deputy_is_told_again_when_there_is_something_to_vote_on(house: House) -> None:
    proposal_id, meeting_id = await running_meeting(house)
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.settle()
    called = await house.wait_for_card(house.chat("kd-aukra"), "Du er kalt inn som vara for Aukra")
    assert says((await house.press("kd-aukra", called, "Papirene i BU 1/26"))["value"], "Innbyggerne møter fire")
    await house.press("kd-aukra", called, "Jeg stiller")
    await house.settle()
    await house.wait_for_card(house.chat("aukra"), "Gunvor Sletten stiller for deg")
    await open_voting(house, proposal_id)
    await house.settle()
    ballot = await house.wait_for_card(house.chat("kd-aukra"), "Stem i BU 1/26")
    voting = await house.press("kd-aukra", ballot, "Stem i BU 1/26")
    assert says(
        (await house.press_button("kd-aukra", button(voting["value"], "For")))["value"], "stemme for Aukra: For"
    )


async def test_the_one_who_is_away_hears_that_the_deputy_cannot(house: House) -> None:
    _, meeting_id = await running_meeting(house)
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.settle()
    called = await house.wait_for_card(house.chat("kd-aukra"), "Du er kalt inn som vara")
    assert says((await house.press("kd-aukra", called, "Jeg kan ikke"))["value"], "Da spør vi den neste.")
    await house.settle()
    await house.wait_for_card(house.chat("aukra"), "Gunvor Sletten kan ikke stille for deg")


async def test_a_deputy_who_is_away_too_is_passed_over(house: House) -> None:
    """Complaint 6: no ballot lies with somebody who is not there."""
    _, meeting_id = await running_meeting(house)
    await house.act("kd-aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    assert [one.person_id for one in await calls(house)] == ["stab-aukra"]
    await house.act("stab-aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.settle()
    await house.wait_for_card(house.chat("sekretaer"), "Aukra mangler vara")
    assert not any(one.stands for one in await calls(house))


async def test_leader_and_secretary_are_told_of_a_municipality_without_deputies(house: House) -> None:
    _, meeting_id = await running_meeting(house)
    await house.act("rauma", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.settle()
    for persona in ("leder", "sekretaer"):
        await house.wait_for_card(house.chat(persona), "Rauma mangler vara", "har meldt forfall til møtet")


async def test_a_colleague_away_and_the_other_inhabil_calls_nobody_twice(house: House) -> None:
    """Both of Molde's are out, each in their own way, and Molde has no deputy: it is told, not left in silence."""
    proposal_id, meeting_id = await running_meeting(house)
    await recuse(house, proposal_id, "molde1")
    await house.act("molde2", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.settle()
    await house.wait_for_card(house.chat("leder"), "Molde mangler vara", "Ingen fra Molde kan stemme i BU 1/26")


async def test_the_ballot_is_handed_over_and_taken_back_on_the_votings_own_card(house: House) -> None:
    """Complaint 29: who may vote is by case, and no register is edited for it."""
    proposal_id, _ = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    register = await house.bot.office.store.read(lambda tx: tx.entries("bestillerutvalget"))
    mine = (await house.vote("aukra", voting_id, "for"))["value"]
    await house.press_button("aukra", button(mine, "Overlat til vara"))
    seen = (await house.act("aukra", "voting.view", voting=voting_id))["value"]
    assert says(seen, "Vara: Gunvor Sletten")
    assert not any(one.get("title") == "Overlat til vara" for one in buttons(seen))
    rest = (await house.act("rauma", "voting.view", voting=voting_id))["value"]
    assert not any(one.get("title") == "Overlat til vara" for one in buttons(rest)), "Rauma has no deputy"
    await house.cast(voting_id, {"kd-aukra": "against"})
    await house.settle()
    await house.wait_for_card(house.chat("aukra"), "Stemmen for Aukra er endret", "Gunvor Sletten har endret")
    after = await house.bot.office.store.read(lambda tx: tx.entries("bestillerutvalget"))
    assert [one.action for one in after[len(register) :]] == ["ballot.cast", "deputy.called", "ballot.cast"]


async def test_a_deputy_of_another_meeting_has_no_ballot_here(house: House) -> None:
    """A call counts for what it is about, and for nothing else."""
    proposal_id, meeting_id = await running_meeting(house)
    first = await open_voting(house, proposal_id)
    await house.act("aukra", "deputy.hand_over", voting=first)
    await house.cast(first, {"kd-aukra": "for", "molde1": "for", "rauma": "for", "vestnes": "for"})
    await house.close(first)
    await house.act("leder", "meeting.end", meeting=meeting_id)
    second_case = await house.propose("molde1", title="Felles arkivplan")
    await house.assure(second_case)
    next_id = next(
        one.id
        for one in await house.bot.office.store.read(lambda tx: tx.meetings("bestillerutvalget"))
        if second_case in one.agenda
    )
    await house.act("leder", "meeting.start", meeting=next_id)
    second = await open_voting(house, second_case)
    assert SENTENCES["no_vote_deputy"] in str(await house.vote("kd-aukra", second, "for"))


async def test_a_ballot_of_one_who_has_left_is_marked(house: House) -> None:
    """Complaint 26: what was cast by somebody who sits no more does not look as if they did."""
    proposal_id, meeting_id = await running_meeting(house)
    voting_id = await open_voting(house, proposal_id)
    await house.cast(voting_id, {"molde2": "for", "aukra": "for", "rauma": "for"})
    left = {"form": "seat_end", "committee": "bestillerutvalget", "person": "molde2", "last_day": "2026-11-24"}
    await house.send_dialog("leder", **left, reason="Ny jobb", told="true")
    mine = (await house.act("molde1", "voting.view", voting=voting_id))["value"]
    assert says(mine, "Avgitt av Jonas Berg. Dere deler én stemme.")
    await house.pass_time(timedelta(days=2))
    mine = (await house.act("molde1", "voting.view", voting=voting_id))["value"]
    assert says(mine, "Avgitt av Jonas Berg, som ikke sitter for dere lenger."), "and may be changed by a colleague"
    result = await house.close(voting_id)
    assert [one for one in texts(result) if "har gått ut" in one] == ["For (avgitt av en som har gått ut)"]
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert minutes
    assert "For (avgitt av en som har gått ut)" in str(lay_out_minutes(minutes, words("nb")))


async def test_the_attendance_names_whose_place_a_deputy_took(house: House) -> None:
    _, meeting_id = await running_meeting(house)
    await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="apology")
    await house.act("kd-aukra", "meeting.attend", meeting=meeting_id, presence="present")
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert "vara for Marte Øyen" in str(lay_out_minutes(minutes, words("nb")))
