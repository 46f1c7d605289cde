"""A meeting as those who are in it notice it: started, attended, ended, and what it did not treat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from committee.proposals import ProposalState
from tests.house_fixture import CHANNEL, House, button, buttons, running_house, says


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


async def test_the_chair_starts_and_is_present_and_the_channels_card_follows(house: House) -> None:
    posted = await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "Start møtet")
    answer = await house.press("leder", posted, "Start møtet")
    assert says(answer["value"], "Pågår", "Til stede", "Solveig Strand")
    await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "Pågår", "Solveig Strand")
    before = await house.snapshot()
    assert says((await house.press("leder", posted, "Start møtet"))["value"], "Pågår")
    assert await house.snapshot() == before


async def test_one_may_send_an_apology_before_and_change_ones_mind_in_the_meeting(house: House) -> None:
    meeting_id = await house.next_meeting_id()
    early = await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="present")
    assert "Møtet er ikke i gang. Lederen starter det" in early["value"]
    posted = await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "Meld forfall")
    assert says((await house.press("aukra", posted, "Meld forfall"))["value"], "Forfall", "Marte Øyen")
    await house.act("leder", "meeting.start", meeting=meeting_id)
    card = (await house.act("aukra", "meeting.attend", meeting=meeting_id, presence="present"))["value"]
    assert says(card, "Marte Øyen")
    assert not says(card, "Forfall")
    tillitsvalgt = await house.act("tillitsvalgt", "meeting.attend", meeting=meeting_id, presence="present")
    assert says(tillitsvalgt["value"], "Per Sande")
    taken = [one for one in await house.record() if one.action == "meeting.attendance"]
    assert [(one.actor_id, one.details["presence"]) for one in taken] == [
        ("aukra", "apology"),
        ("aukra", "present"),
        ("tillitsvalgt", "present"),
    ]


async def test_only_one_meeting_is_held_at_a_time(house: House) -> None:
    first, second, *_ = await house.bot.office.store.read(lambda tx: tx.meetings("bestillerutvalget"))
    await house.act("leder", "meeting.start", meeting=first.id)
    answer = await house.act("leder", "meeting.start", meeting=second.id)
    assert "Et annet møte er alt i gang" in answer["value"]


async def test_a_case_is_voted_on_only_in_its_meeting_and_once(house: House) -> None:
    proposal_id = await house.propose("molde1")
    unready = await house.act("leder", "voting.open", proposal=proposal_id)
    assert "BU 1/26 står ikke på sakslisten" in unready["value"]
    await house.assure(proposal_id)
    early = await house.act("leder", "voting.open", proposal=proposal_id)
    assert "Møtet er ikke i gang" in early["value"]
    await house.act("leder", "meeting.start", meeting=await house.next_meeting_id())
    for _ in range(2):
        assert says((await house.act("leder", "voting.open", proposal=proposal_id))["value"], "under avstemning")
    (voting,) = await house.bot.office.store.read(lambda tx: tx.votings("bestillerutvalget"))
    await house.close(voting.id)
    again = await house.act("leder", "voting.open", proposal=proposal_id)
    assert "BU 1/26 står ikke på sakslisten" in again["value"]


async def test_a_meeting_cannot_end_while_a_voting_is_open(house: House) -> None:
    voting_id = await house.open_voting()
    meeting_id = (await house.voting(voting_id)).meeting_id
    before = await house.snapshot()
    refused = await house.act("leder", "meeting.end", meeting=meeting_id)
    assert "En avstemning er fortsatt åpen. Lukk den først" in refused["value"]
    assert await house.snapshot() == before
    await house.close(voting_id)
    assert says((await house.act("leder", "meeting.end", meeting=meeting_id))["value"], "Avsluttet")


async def test_an_ended_meeting_takes_no_more_and_ending_twice_drafts_one_set_of_minutes(house: House) -> None:
    meeting_id = await house.next_meeting_id()
    early = await house.act("leder", "meeting.end", meeting=meeting_id)
    assert "Møtet er ikke i gang" in early["value"]
    await house.act("leder", "meeting.start", meeting=meeting_id)
    for _ in range(3):
        ended = (await house.act("leder", "meeting.end", meeting=meeting_id))["value"]
        assert says(ended, "Avsluttet")
        assert not list(buttons(ended))
    for verb in ("meeting.start", "meeting.attend"):
        late = await house.act("leder", verb, meeting=meeting_id, presence="present")
        assert "Møtet er alt startet, avsluttet eller avlyst" in late["value"]
    assert len([one for one in await house.record() if one.action == "minutes.drafted"]) == 1


async def test_a_case_that_was_not_treated_waits_for_the_next_meeting(house: House) -> None:
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    first = await house.next_meeting_id()
    await house.act("leder", "meeting.start", meeting=first)
    await house.act("leder", "meeting.end", meeting=first)
    proposal = await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))
    second = (await house.bot.office.store.read(lambda tx: tx.meetings("bestillerutvalget")))[1]
    assert (proposal.state, proposal.meeting_id) == (ProposalState.ON_AGENDA, second.id)
    assert second.agenda == (proposal_id,)
    posted = await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "24. mars 2027", "BU 1/26")
    assert button(posted.card, "Start møtet")["data"]["meeting"] == second.id
    await house.wait_for_card(house.chat("sekretaer"), "Referat fra", "Ikke behandlet. Saken går til neste møte.")
    await house.act("leder", "meeting.start", meeting=second.id)
    assert says((await house.act("leder", "voting.open", proposal=proposal_id))["value"], "under avstemning")


async def test_a_case_assured_during_a_meeting_goes_on_the_next_ones_saksliste(house: House) -> None:
    first = await house.next_meeting_id()
    await house.act("leder", "meeting.start", meeting=first)
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    await house.act("leder", "meeting.end", meeting=first)
    proposal = await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))
    assert (proposal.state, proposal.meeting_id != first) == (ProposalState.ON_AGENDA, True)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(first))
    assert minutes is not None
    assert minutes.cases == ()


async def test_many_cases_in_one_meeting_are_all_treated(house: House) -> None:
    """More cases than a card has buttons for: the next are offered when the first are done."""
    ids = [await house.propose("molde1", title=f"Sak {n}") for n in range(7)]
    for proposal_id in ids:
        await house.assure(proposal_id)
    meeting_id = await house.next_meeting_id()
    await house.act("leder", "meeting.start", meeting=meeting_id)
    for n in range(7):
        card = (await house.act("leder", "command.run", command="møte"))["value"]
        await house.press_button("leder", button(card, f"Åpne avstemning: BU {n + 1}/26"))
        voting = (await house.bot.office.store.read(lambda tx: tx.votings("bestillerutvalget", open_only=True)))[0]
        await house.close(voting.id)
    assert says((await house.act("leder", "meeting.end", meeting=meeting_id))["value"], "Avsluttet")
