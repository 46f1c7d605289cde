"""Hastesaker as the leader and the municipalities meet them: asking, an extra meeting, and the board's meeting."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.meetings import MeetingState
from committee.minutes import Minutes
from committee.procedures import Procedure
from committee.proposals import Proposal, ProposalState
from committee.urgency import BoardChoice
from documents.minutes import lay_out_minutes
from locales import words
from locales.refusals import SENTENCES
from tests.house_fixture import BOARD_CHANNEL, CHANNEL, House, button, lend_files, running_house, says

BU = "bestillerutvalget"
VOTERS = ("molde1", "aukra", "rauma", "vestnes")
GROUNDS = {"why_urgent": "Avtalen går ut fredag.", "why_not_wait": "Neste møte er 17. desember."}
#: The house opens on Monday 23 November 2026 at 10 in Norway: Wednesday at half past eight.
WHEN = {"day": "2026-11-25", "time": "08.30"}
#: The board meets on 31 December; its papers are sent seven days before.
UNTIL_CHRISTMAS = timedelta(days=29)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


async def ready_case(house: House, title: str = "Felles innbyggerdialog") -> str:
    proposal_id = await house.propose("molde1", title=title)
    await house.assure(proposal_id)
    return proposal_id


def told(dialog: dict[str, Any]) -> str:
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


async def proposal(house: House, proposal_id: str) -> Proposal:
    return await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))


async def meetings(house: House, state: MeetingState = MeetingState.PLANNED) -> list[Any]:
    return list(await house.bot.office.store.read(lambda tx: tx.meetings(BU, state)))


async def call(house: House, proposal_id: str, persona: str = "leder", **fields: str) -> dict[str, Any]:
    """Calls an extra meeting by the dialog."""
    dialog = await house.open_dialog(persona, form="urgency_meeting", proposal=proposal_id)
    if dialog["task"]["type"] == "message":
        return dialog
    data = button(card_of(dialog), "Send")["data"]
    return await house.send_dialog(persona, **data, **{**WHEN, **GROUNDS, **fields})


async def called(house: House, proposal_id: str) -> str:
    """Calls an extra meeting; gives its id."""
    assert "Alle er kalt inn til ekstramøte" in told(await call(house, proposal_id))
    return (await proposal(house, proposal_id)).meeting_id or ""


# An extra meeting


async def test_the_leader_calls_a_meeting_for_one_case(house: House) -> None:
    """000-19: in the calendar, with both grounds, told to all; other cases wait for their own meeting."""
    first, second = await ready_case(house), await ready_case(house, "Felles telefoni")
    meeting_id = await called(house, first)
    await house.settle()
    for persona in (*VOTERS, "molde2", "rorikt", "tillitsvalgt", "sekretaer"):
        card = await house.wait_for_card(house.chat(persona), "Ekstramøte: BU 1/26", *GROUNDS.values())
        assert says(card.card, "onsdag 25. november", "08.30")
    await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "Ekstramøte for en hastesak", "BU 1/26")
    assert "2026-11-25T07:30:00.000Z" in [event.starts_at for event in house.calendar("aukra")]
    ours = {one.id: one.agenda for one in await meetings(house)}
    assert ours[meeting_id] == (first,)
    assert (await proposal(house, second)).meeting_id not in (None, meeting_id)
    assert first not in ours[(await proposal(house, second)).meeting_id or ""]


async def test_a_case_that_is_ready_later_does_not_come_up_in_the_extra_meeting(house: House) -> None:
    """Nobody has prepared for it: a case waits for the next meeting that is open to all."""
    meeting_id = await called(house, await ready_case(house))
    later = await ready_case(house, "Felles telefoni")
    assert (await proposal(house, later)).meeting_id not in (None, meeting_id)


async def test_the_minutes_say_why_it_could_not_wait(house: House) -> None:
    meeting_id = await called(house, await ready_case(house))
    await house.act("leder", "meeting.start", meeting=meeting_id)
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert isinstance(minutes, Minutes)
    page = str(lay_out_minutes(minutes, words("nb"))["cases"])
    assert "Saken hastet: Avtalen går ut fredag." in page
    assert "Bestemt av Solveig Strand." in page


async def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(house: House) -> None:
    proposal_id, before = await ready_case(house), len(await meetings(house))
    for fields, code in (
        ({"time": ""}, "field_no_time"),
        ({"time": "25.00"}, "field_no_time"),
        ({"day": ""}, "field_no_day"),
        ({"day": "2026-11-29"}, "deadline_on_closed_day"),
        ({"day": "2027-11-29"}, "deadline_too_late"),
        ({"day": "2026-11-24", "time": "09.30"}, "meeting_too_soon"),
        ({"why_not_wait": " "}, "field_empty"),
    ):
        again = card_of(await call(house, proposal_id, **fields))
        assert says(again, SENTENCES[code], "Noe mangler."), fields
        assert any(one.get("value") == GROUNDS["why_urgent"] for one in again["body"])
    assert len(await meetings(house)) == before
    assert "08.00" in told(await call(house, proposal_id, time="kl. 8"))


async def test_a_form_delivered_again_is_one_meeting(house: House) -> None:
    proposal_id = await ready_case(house)
    dialog = await house.open_dialog("leder", form="urgency_meeting", proposal=proposal_id)
    data = button(card_of(dialog), "Send")["data"]
    for _ in range(3):
        assert "Alle er kalt inn" in told(await house.send_dialog("leder", **data, **WHEN, **GROUNDS))
    assert [one.action for one in await house.record()].count("meeting.called") == 1
    assert len([one for one in await meetings(house) if one.agenda == (proposal_id,)]) == 1


async def test_the_leader_calls_the_meeting_off_again(house: House) -> None:
    """An error can be mended: out of the calendar, and the case is back on the ordinary saksliste."""
    proposal_id = await ready_case(house)
    ordinary = (await proposal(house, proposal_id)).meeting_id
    meeting_id = await called(house, proposal_id)
    await house.settle()
    card = await house.wait_for_card(house.chat("leder"), "Ekstramøte: BU 1/26")
    for _ in range(2):
        answer = await house.press("leder", card, "Avlys ekstramøtet")
        assert says(answer["value"], "er avlyst")
    await house.settle()
    assert (await proposal(house, proposal_id)).meeting_id == ordinary
    assert [one.id for one in await meetings(house, MeetingState.CANCELLED)] == [meeting_id]
    [event] = [one for one in house.calendar("aukra") if one.starts_at.startswith("2026-11-25")]
    assert event.cancelled
    await house.wait_for_card(house.chat("vestnes"), "Ekstramøtet", "er avlyst. Saken tas i neste møte.")
    assert [one.action for one in await house.record()].count("meeting.cancelled") == 1


async def test_a_meeting_that_has_begun_is_not_called_off(house: House) -> None:
    meeting_id = await called(house, await ready_case(house))
    await house.act("leder", "meeting.start", meeting=meeting_id)
    refused = await house.act("leder", "urgency.cancel_meeting", meeting=meeting_id)
    assert SENTENCES["extra_meeting_begun"] in str(refused)


async def test_only_the_leader_calls_and_calls_off(house: House) -> None:
    first, second = await ready_case(house), await ready_case(house, "Felles telefoni")
    meeting_id = await called(house, first)
    ordinary = (await proposal(house, second)).meeting_id or ""
    before = await house.snapshot()
    for persona in ("sekretaer", "molde1", "rorikt", "tillitsvalgt", "utenfor"):
        sentence = SENTENCES["no_seat" if persona == "utenfor" else "no_right_lead"]
        ids = {"form": "urgency_meeting", "proposal": second}
        assert told(await house.open_dialog(persona, **ids)) == sentence
        assert told(await house.send_dialog(persona, **ids, new="a" * 32, **WHEN, **GROUNDS)) == sentence
        assert sentence in str(await house.act(persona, "urgency.cancel_meeting", meeting=meeting_id))
    for forged in (ordinary, "nothing"):
        assert SENTENCES["not_found"] in str(await house.act("leder", "urgency.cancel_meeting", meeting=forged))
    assert told(await call(house, "nothing")) == SENTENCES["not_found"]
    for new in ("", "x" * 32, ordinary):
        ids = {"form": "urgency_meeting", "proposal": second, "new": new}
        await house.send_dialog("leder", **ids, **{**WHEN, **GROUNDS, "time": ""})
    assert await house.snapshot() == before


async def test_a_case_under_voting_gets_no_extra_meeting(house: House) -> None:
    voting_id = await house.open_voting()
    proposal_id = (await house.voting(voting_id)).proposal_id
    assert told(await call(house, proposal_id)) == SENTENCES["proposal_not_ready_for_writing"]


async def test_the_buttons_stand_on_the_case(house: House) -> None:
    proposal_id = await ready_case(house)
    leaders = (await house.act("leder", "case.view", proposal=proposal_id))["value"]
    assert button(leaders, "Send ut skriftlig")["data"]["form"] == "procedure_start"
    assert button(leaders, "Kall inn til ekstramøte")["data"]["form"] == "urgency_meeting"
    own = (await house.act("aukra", "case.view", proposal=proposal_id))["value"]
    assert button(own, "Be om hastebehandling")["data"]["form"] == "urgency_ask"
    unions = (await house.act("tillitsvalgt", "case.view", proposal=proposal_id))["value"]
    for title in ("Send ut skriftlig", "Kall inn til ekstramøte", "Be om hastebehandling"):
        assert title not in str(unions)


# Municipalities ask


async def test_an_organisation_takes_its_wish_back(house: House) -> None:
    """C8: two of four make it a hastesak, but not when the first has changed its mind."""
    proposal_id = await ready_case(house)
    ids = {"form": "urgency_ask", "proposal": proposal_id}
    await house.send_dialog("molde1", **ids, **GROUNDS)
    waiting = await house.say("leder", "hva venter på meg")
    assert says(waiting, "BU 1/26: noen ber om hastebehandling")
    again = card_of(await house.open_dialog("molde2", **ids))
    assert any(one.get("value") == GROUNDS["why_urgent"] for one in again["body"]), "they share one wish"
    withdraw = button(again, "Trekk ønsket")["data"]
    for _ in range(2):
        assert told(await house.send_dialog("molde2", **withdraw)) == "Ønsket er trukket."
    assert "Ønsket er ført opp" in told(await house.send_dialog("aukra", **ids, **GROUNDS))
    assert [one.action for one in await house.record()].count("urgency.withdrawn") == 1
    assert (await proposal(house, proposal_id)).voting_id is None


async def test_a_wish_is_answered_when_the_case_is_sent_out(house: House) -> None:
    """It does not lie there and count once more when the case is taken to a meeting after all."""
    proposal_id = await ready_case(house)
    ids = {"form": "urgency_ask", "proposal": proposal_id}
    await house.send_dialog("molde1", **ids, **GROUNDS)
    dialog = await house.open_dialog("leder", form="procedure_start", proposal=proposal_id)
    await house.send_dialog("leder", **button(card_of(dialog), "Send")["data"], closes_on="2026-12-02")
    [procedure] = await house.records(Procedure)
    await house.send_dialog("vestnes", form="procedure_meeting", procedure=procedure.id, ground="Vi vil snakkes.")
    assert "Ønsket er ført opp" in told(await house.send_dialog("aukra", **ids, **GROUNDS))
    assert "nå en hastesak" in told(await house.send_dialog("rauma", **ids, **GROUNDS))


async def test_an_organisation_without_weight_asks_for_nothing(tmp_path: Path) -> None:
    """C5, C8: it is those who may vote that can have a case voted on at once."""
    lend_files(tmp_path)
    file = tmp_path / "mandates" / "ror-ikt" / "bestillerutvalget.yaml"
    text = file.read_text(encoding="utf-8")
    own = "id: vestnes, name: Vestnes, kind: municipality, weight: 1"
    assert own in text
    file.write_text(text.replace(own, own[:-1] + "0"), encoding="utf-8")
    async with running_house(tmp_path) as house:
        proposal_id = await ready_case(house)
        ids = {"form": "urgency_ask", "proposal": proposal_id}
        refused = await house.send_dialog("vestnes", **ids, **GROUNDS)
        assert told(refused) == SENTENCES["no_vote_organisation"]
        assert "nå en hastesak" in told(await house.send_dialog("molde1", **ids, **GROUNDS)), "one is a third of three"


@pytest.mark.parametrize("persona", ["tillitsvalgt", "rorikt", "leder", "sekretaer", "utenfor"])
async def test_those_without_a_vote_ask_for_no_hastesak(house: House, persona: str) -> None:
    proposal_id = await ready_case(house)
    before = await house.snapshot()
    ids = {"form": "urgency_ask", "proposal": proposal_id}
    sentence = SENTENCES["no_seat" if persona == "utenfor" else "no_right_decide"]
    assert told(await house.open_dialog(persona, **ids)) == sentence
    assert told(await house.send_dialog(persona, **ids, **GROUNDS)) == sentence
    assert told(await house.send_dialog(persona, **ids, withdraw="yes")) == sentence
    assert await house.snapshot() == before


# The board's meeting


async def lifted(house: House, *, urgent: bool = True) -> tuple[str, str]:
    """A case sent out on 22 December and without agreement on the 29th; gives it and the board's first meeting."""
    proposal_id = await ready_case(house)
    await house.pass_time(UNTIL_CHRISTMAS)
    dialog = await house.open_dialog("leder", form="procedure_start", proposal=proposal_id)
    data = button(card_of(dialog), "Send")["data"]
    fields = {"urgent": "true", **GROUNDS} if urgent else {}
    sent = told(await house.send_dialog("leder", **data, closes_on="2026-12-30", **fields))
    assert "Saken er sendt" in sent
    voting_id = (await proposal(house, proposal_id)).voting_id
    await house.pass_time(timedelta(days=7))
    await house.cast(voting_id or "", {"molde1": "for", "aukra": "for", "rauma": "against", "vestnes": "against"})
    await house.close(voting_id or "")
    await house.settle()
    board = await house.bot.office.store.read(lambda tx: tx.meetings("styret", MeetingState.PLANNED))
    return proposal_id, next(one.id for one in board if one.starts_at > house.clock.read())


async def test_the_leader_takes_a_lifted_hastesak_to_the_board_at_once(house: House) -> None:
    """C13: its papers are sent, and only the leader can say that it goes there all the same."""
    proposal_id, first = await lifted(house)
    assert (await proposal(house, proposal_id)).escalated_to not in (None, first)
    asked = await house.wait_for_card(house.chat("leder"), "BU 1/26 er løftet. Hvilket møte?", "torsdag 31. desember")
    assert says(await house.say("leder", "hva venter på meg"), "BU 1/26 er løftet. Hvilket møte?")
    for _ in range(2):
        answer = await house.press("leder", asked, "Ja, legg den fram nå")
        assert says(answer["value"], "Saken går til møtet i styret i ROR-IKT torsdag 31. desember")
    case = await proposal(house, proposal_id)
    assert (case.state, case.escalated_to) == (ProposalState.ESCALATED, first)
    agendas = {one.id: one.agenda for one in await house.bot.office.store.read(lambda tx: tx.meetings("styret"))}
    assert [id_ for id_, agenda in agendas.items() if proposal_id in agenda] == [first]
    await house.settle()
    await house.wait_for_card(BOARD_CHANNEL, "BU 1/26", "31. desember")
    for committee_id in (BU, "styret"):
        assert [one.action for one in await house.record(committee_id)].count("proposal.board_chosen") == 1
    assert "Hvilket møte?" not in str(await house.say("leder", "hva venter på meg"))


async def test_the_leader_lets_it_wait_and_that_stands(house: House) -> None:
    proposal_id, first = await lifted(house)
    later = (await proposal(house, proposal_id)).escalated_to
    asked = await house.wait_for_card(house.chat("leder"), "BU 1/26 er løftet")
    for title in ("Nei, la den vente", "Ja, legg den fram nå"):
        answer = await house.press("leder", asked, title)
        assert says(answer["value"], "venter som vanlig"), "an answer is given once"
    assert (await proposal(house, proposal_id)).escalated_to == later != first


async def test_an_ordinary_case_that_is_lifted_asks_nobody(house: House) -> None:
    await lifted(house, urgent=False)
    posts = house.sandbox.posts(house.chat("leder"), author="bot")
    assert not [one for one in posts if says(one.card, "Hvilket møte?")]


async def test_only_the_leader_chooses_and_only_before_the_board_meets(house: House) -> None:
    await lifted(house)
    [choice] = await house.records(BoardChoice)
    before = await house.snapshot()
    for persona in ("sekretaer", "molde1", "rorikt", "tillitsvalgt", "utenfor"):
        sentence = SENTENCES["no_seat" if persona == "utenfor" else "no_right_lead"]
        for verb in ("urgency.board", "urgency.choose"):
            assert sentence in str(await house.act(persona, verb, choice=choice.id, take="yes")), (persona, verb)
    assert SENTENCES["not_found"] in str(await house.act("leder", "urgency.board", choice="nothing", take="yes"))
    assert SENTENCES["unknown_action"] in str(await house.act("leder", "urgency.board", choice=choice.id, take="x"))
    await house.pass_time(timedelta(days=3))
    refused = await house.act("leder", "urgency.board", choice=choice.id, take="yes")
    assert SENTENCES["board_not_asked"] in str(refused)
    after = await house.snapshot()
    assert after[BU][0] == before[BU][0]
