"""A case treated in writing between meetings, as the members, the leader and the secretary meet it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.meetings import MeetingState
from committee.procedures import Procedure
from committee.proposals import ProposalState
from documents.minutes import lay_out_minutes
from locales import words
from locales.refusals import SENTENCES
from tests.house_fixture import CHANNEL, FORM, House, button, buttons, running_house, says

#: The house opens on Monday 23 November 2026, 10 o'clock in Norway.
FIRST_DAY, DAY = "2026-11-30", "2026-12-02"
TOO_SOON, SUNDAY = "2026-11-27", "2026-12-06"
GROUNDS = {"why_urgent": "Avtalen går ut fredag.", "why_not_wait": "Neste møte er 17. desember."}
VOTERS = ("molde1", "aukra", "rauma", "vestnes")


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


async def start(house: House, proposal_id: str, persona: str = "leder", **fields: str) -> dict[str, Any]:
    dialog = await house.open_dialog(persona, form="procedure_start", proposal=proposal_id)
    if dialog["task"]["type"] == "message":
        return dialog
    data = button(card_of(dialog), "Send")["data"]
    return await house.send_dialog(persona, **data, **{"closes_on": DAY, **fields})


async def running(house: House) -> Procedure:
    [one] = await house.records(Procedure)
    return one


async def proposal(house: House, proposal_id: str) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))


async def test_papers_and_ballot_come_to_all_members_at_once(house: House) -> None:
    proposal_id = await ready_case(house)
    sent = await start(house, proposal_id, message="Svar gjerne med en merknad.")
    assert "Saken er sendt til alle medlemmene" in told(sent)
    await house.settle()
    for persona in (*VOTERS, "molde2", "rorikt", "tillitsvalgt", "leder"):
        card = await house.wait_for_card(house.chat(persona), "Skriftlig behandling: BU 1/26")
        assert says(card.card, "onsdag 2. desember", "Svar gjerne med en merknad.", "ikke svarer, regnes ikke")
    papers = await house.wait_for_card(house.chat("aukra"), "Skriftlig behandling")
    answer = await house.press("aukra", papers, "For")
    assert says(answer["value"], "Din stemme for"), answer
    await house.wait_for_card(CHANNEL, "Felles innbyggerdialog", "1 av 4")


async def test_the_case_leaves_the_agenda_it_stood_on(house: House) -> None:
    proposal_id = await ready_case(house)
    await house.bot.office.plan("bestillerutvalget")
    assert (await proposal(house, proposal_id)).state is ProposalState.ON_AGENDA
    await start(house, proposal_id)
    meeting_id = await house.next_meeting_id()
    meeting = await house.bot.office.store.read(lambda tx: tx.meeting(meeting_id))
    assert meeting.agenda == ()
    assert (await proposal(house, proposal_id)).state is ProposalState.VOTING


async def test_the_deadline_gives_the_days_that_the_mandate_gives(house: House) -> None:
    """Complaint 14: the deadline stands in the invitation."""
    proposal_id = await ready_case(house)
    leaders = card_of(await house.open_dialog("leder", form="procedure_start", proposal=proposal_id))
    assert says(leaders, "Tidligst mandag 30. november 2026. For en hastesak tidligst onsdag 25. november 2026.")
    form = card_of(await house.open_dialog("sekretaer", form="procedure_start", proposal=proposal_id))
    assert says(form, "Tidligst mandag 30. november 2026.")
    assert not says(form, "hastesak")
    assert any(one.get("value") == FIRST_DAY for one in form["body"]), "the first day is offered"
    data = button(form, "Send")["data"]
    faults = {TOO_SOON: "deadline_too_soon", SUNDAY: "deadline_on_closed_day", "2027-12-01": "deadline_too_late"}
    for day, code in {**faults, "": "field_no_day", "i morgen": "field_no_day"}.items():
        again = card_of(await house.send_dialog("sekretaer", **data, closes_on=day, message="Hei"))
        assert says(again, SENTENCES[code]), day
        assert any(one.get("value") == "Hei" for one in again["body"]), "what was typed is kept"
    assert "Frist" in told(await house.send_dialog("sekretaer", **data, closes_on=FIRST_DAY))


async def test_only_organisations_that_have_not_answered_are_reminded(house: House) -> None:
    """Complaint 14: those who have answered are left in peace."""
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    voting_id = (await running(house)).voting_id
    await house.cast(voting_id, {"molde1": "for", "aukra": "against"})
    await house.pass_time(timedelta(days=7, hours=4))  # 30 November, two working days before
    reminder = "BU 1/26 venter på svar fra dere"
    for persona in ("rauma", "vestnes"):
        await house.wait_for_card(house.chat(persona), reminder)
    await house.pass_time(timedelta(days=2))
    for persona in ("molde1", "molde2", "aukra", "rorikt", "tillitsvalgt", "leder"):
        posts = house.sandbox.posts(house.chat(persona), author="bot")
        assert not [one for one in posts if says(one.card, reminder)], persona
    assert len([one for one in house.sandbox.posts(house.chat("rauma")) if says(one.card, reminder)]) == 2


async def test_the_clock_closes_and_silence_is_no_yes(house: House) -> None:
    """Complaints 4 and 12, and C9: nobody has to remember to close, and whoever is silent has not agreed."""
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    voting_id = (await running(house)).voting_id
    await house.cast(voting_id, {"molde1": "for", "aukra": "for"})
    await house.pass_time(timedelta(days=10))
    voting = await house.voting(voting_id)
    assert (voting.closed_by, voting.verdict.reason) == ("clock", "quorum_missed")
    assert (await proposal(house, proposal_id)).state is ProposalState.ESCALATED


async def test_more_time_is_asked_for_and_given_to_all(house: House) -> None:
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    procedure = await running(house)
    empty = await house.send_dialog("rauma", form="procedure_extend", procedure=procedure.id, ground=" ")
    assert says(card_of(empty), SENTENCES["field_empty"])
    asked = await house.send_dialog("rauma", form="procedure_extend", procedure=procedure.id, ground="Ferie hos oss.")
    assert "Du får svar i chatten" in told(asked)
    await house.settle()
    for persona in ("leder", "sekretaer"):
        await house.wait_for_card(house.chat(persona), "noen ber om mer tid", "Ferie hos oss.")
    earlier = await house.send_dialog("leder", form="procedure_answer", procedure=procedure.id, closes_on="2026-12-01")
    assert says(card_of(earlier), SENTENCES["deadline_not_later"])
    given = await house.send_dialog("leder", form="procedure_answer", procedure=procedure.id, closes_on="2026-12-09")
    assert "Alle har fått" in told(given)
    await house.settle()
    for persona in VOTERS:
        await house.wait_for_card(house.chat(persona), "BU 1/26: ny frist", "onsdag 9. desember")
    await house.pass_time(timedelta(days=10))
    assert (await house.voting(procedure.voting_id)).is_open


async def test_no_is_said_with_a_reason_to_the_one_who_asked(house: House) -> None:
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    procedure = await running(house)
    ids = {"form": "procedure_answer", "procedure": procedure.id}
    assert told_refusal(await house.send_dialog("leder", **ids, answer="Nei")) == SENTENCES["nothing_asked"]
    await house.send_dialog("rauma", form="procedure_extend", procedure=procedure.id, ground="Ferie hos oss.")
    other = await house.send_dialog("aukra", form="procedure_extend", procedure=procedure.id, ground="Vi også.")
    assert told_refusal(other) == SENTENCES["extension_asked"]
    assert says(card_of(await house.send_dialog("leder", **ids, answer="")), SENTENCES["field_empty"])
    assert "fått svar" in told(await house.send_dialog("leder", **ids, answer="Saken haster."))
    await house.settle()
    await house.wait_for_card(house.chat("rauma"), "fristen står", "Saken haster.")


def told_refusal(dialog: dict[str, Any]) -> str:
    return told(dialog)


async def test_whoever_may_vote_can_have_the_case_in_a_meeting(house: House) -> None:
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    procedure = await running(house)
    await house.cast(procedure.voting_id, {"molde1": "for", "aukra": "for", "rauma": "for"})
    ids = {"form": "procedure_meeting", "procedure": procedure.id}
    assert "Saken tas i møte" in told(await house.send_dialog("vestnes", **ids, ground="Dette må vi snakke om."))
    assert "Saken tas i møte" in told(await house.send_dialog("vestnes", **ids, ground="Dette må vi snakke om."))
    await house.settle()
    for persona in VOTERS:
        await house.wait_for_card(house.chat(persona), "saken tas i møte", "Dette må vi snakke om.")
    case = await proposal(house, proposal_id)
    assert (case.state, case.voting_id) == (ProposalState.ON_AGENDA, None)
    refused = await house.vote("molde1", procedure.voting_id, "against", revision=1)
    assert SENTENCES["voting_closed"] in str(refused)
    actions = [one.action for one in await house.record()]
    assert actions.count("voting.cancelled") == 1
    assert "voting.closed" not in actions
    meeting_id = await house.next_meeting_id()
    await house.act("leder", "meeting.start", meeting=meeting_id)
    await house.act("leder", "voting.open", proposal=proposal_id)
    voting_id = (await proposal(house, proposal_id)).voting_id
    assert voting_id not in (None, procedure.voting_id), "the meeting votes anew"


async def test_the_leader_takes_back_what_was_sent_out(house: House) -> None:
    """An error can be mended: whoever sent a case out by mistake takes it to a meeting, and all are told."""
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    procedure = await running(house)
    papers = await house.wait_for_card(house.chat("leder"), "Skriftlig behandling: BU 1/26")
    assert button(papers.card, "Ta saken i møte")
    form = await house.open_dialog("leder", form="procedure_meeting", procedure=procedure.id)
    assert form["task"]["value"]["title"] == "Ta saken i møte"
    ids = {"form": "procedure_meeting", "procedure": procedure.id}
    assert "Saken tas i møte" in told(await house.send_dialog("leder", **ids, ground="Feil innstilling."))
    assert (await proposal(house, proposal_id)).state is ProposalState.ON_AGENDA


async def test_the_leader_stops_it_for_a_correction_and_a_new_version_is_sent_out(house: House) -> None:
    """Complaint 15: what was said yes to is not changed; all who were asked are told, and asked again."""
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    procedure = await running(house)
    await house.cast(procedure.voting_id, {"rauma": "for"})
    ids = {"form": "case_stop", "proposal": proposal_id}
    papers = await house.wait_for_card(house.chat("leder"), "Skriftlig behandling: BU 1/26")
    assert button(papers.card, "Stopp avstemningen")["data"]["proposal"] == proposal_id
    asked = await house.wait_for_card(house.chat("rauma"), "Skriftlig behandling: BU 1/26")
    assert "Stopp avstemningen" not in [one.get("title") for one in buttons(asked.card)]
    for persona in ("rauma", "sekretaer", "molde1"):
        assert told(await house.send_dialog(persona, **ids, ground="Feil.")) == SENTENCES["no_right_lead"], persona
    assert says(card_of(await house.send_dialog("leder", **ids, ground=" ")), SENTENCES["field_empty"])
    for _ in range(2):
        stopped = await house.send_dialog("leder", **ids, ground="Kostnaden er feil.")
        assert "Avstemningen er stoppet" in told(stopped)
    await house.settle()
    for persona in ("rauma", "aukra", "vestnes", "molde2", "rorikt", "tillitsvalgt", "sekretaer"):
        card = await house.wait_for_card(house.chat(persona), "BU 1/26: avstemningen er stoppet", "Kostnaden er feil.")
        assert says(card.card, "teksten må rettes", "stemmes det på nytt")
    correct = await house.wait_for_card(house.chat("molde1"), "Avstemningen i sak BU 1/26 er stoppet")
    assert SENTENCES["voting_closed"] in str(await house.vote("rauma", procedure.voting_id, "against", revision=1))
    assert says(await house.say("aukra", "skriftlig"), "stoppet avstemningen fordi teksten må rettes")
    actions = [one.action for one in await house.record()]
    assert (actions.count("voting.cancelled"), actions.count("procedure.stopped")) == (1, 1)
    await house.pass_time(timedelta(days=8))
    assert not [one for one in house.sandbox.posts(house.chat("aukra")) if says(one.card, "venter på svar fra dere")]
    form = card_of(await house.open_dialog("molde1", **button(correct.card, "Rett teksten")["data"]))
    await house.send_dialog("molde1", **button(form, "Send inn")["data"], **{**FORM, "cost": "500 000 kr i året"})
    await house.assure(proposal_id)
    assert "Saken er sendt" in told(await start(house, proposal_id, closes_on="2026-12-16"))
    anew = (await proposal(house, proposal_id)).voting_id
    assert anew != procedure.voting_id
    await house.settle()
    await house.wait_for_card(house.chat("aukra"), "Skriftlig behandling: BU 1/26", "500 000 kr i året")
    await house.cast(anew, dict.fromkeys(VOTERS, "for"))
    await house.close(anew)
    written = str(lay_out_minutes(await hold_meeting(house), words("nb")))
    assert "Tidligere avstemning: 1 av 4 stemmevekt for, 0 mot, 3 har ikke stemt: avstemningen er stoppet" in written
    assert "Kostnaden er feil." in written


async def test_the_papers_stay_when_one_has_voted(house: House) -> None:
    """Whoever has voted still has the papers, and can still demand a meeting."""
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    papers = await house.wait_for_card(house.chat("aukra"), "Skriftlig behandling: BU 1/26")
    answer = await house.press("aukra", papers, "For")
    assert says(answer["value"], "Din stemme for Aukra: For", "Innbyggerne møter fire ulike skjemaløsninger.")
    assert button(answer["value"], "Krev møte")
    again = await house.press_button("aukra", button(answer["value"], "Mot"))
    assert says(again["value"], "Din stemme for Aukra: Mot", "Innbyggerne møter fire ulike skjemaløsninger.")


async def test_an_answer_delivered_again_is_given_once(house: House) -> None:
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    procedure = await running(house)
    ids = {"form": "procedure_answer", "procedure": procedure.id}
    for _ in range(2):
        assert "Alle har fått" in told(await house.send_dialog("leder", **ids, closes_on="2026-12-09"))
    for _ in range(2):
        asked = await house.send_dialog("rauma", form="procedure_extend", procedure=procedure.id, ground="Ferie.")
        assert "Du får svar i chatten" in told(asked)
    for _ in range(2):
        assert "fått svar" in told(await house.send_dialog("leder", **ids, answer="Nei, saken haster."))
    actions = [one.action for one in await house.record()]
    assert actions.count("procedure.extension_asked") == 1
    assert actions.count("procedure.extension_answered") == 2
    assert actions.count("voting.put_off") == 1


async def test_nothing_is_put_off_or_stopped_after_the_deadline(house: House) -> None:
    """The deadline holds even before the clock has come round to close."""
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    procedure = await running(house)
    house.clock.ahead += timedelta(days=9, hours=6)  # 2 December at 16 in Norway is past; the round has not gone
    ids = {"procedure": procedure.id}
    for persona, form, typed in (
        ("rauma", "procedure_extend", {"ground": "Ferie."}),
        ("rauma", "procedure_meeting", {"ground": "Møte."}),
        ("leder", "procedure_answer", {"closes_on": "2026-12-09"}),
    ):
        answer = await house.send_dialog(persona, form=form, **ids, **typed)
        assert told(answer) == SENTENCES["procedure_over"], form


async def test_what_waits_for_the_leader_is_told_when_asked(house: House) -> None:
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    procedure = await running(house)
    await house.send_dialog("rauma", form="procedure_extend", procedure=procedure.id, ground="Ferie hos oss.")
    waiting = await house.say("leder", "hva venter på meg")
    assert says(waiting, "BU 1/26: noen ber om mer tid")
    form = await house.open_dialog("leder", form="procedure_answer", procedure=procedure.id)
    assert button(waiting, "Svar")["data"]["procedure"] == procedure.id
    assert says(card_of(form), "Ferie hos oss.")
    assert says(await house.say("aukra", "hva venter på meg"), "Stem i BU 1/26")


async def test_a_hastesak_has_both_grounds_and_a_shorter_deadline(house: House) -> None:
    proposal_id = await ready_case(house)
    urgent = {"closes_on": "2026-11-25", "urgent": "true"}
    missing = card_of(await start(house, proposal_id, **urgent, why_urgent="Avtalen går ut fredag."))
    assert says(missing, SENTENCES["field_empty"])
    secretary = await start(house, proposal_id, "sekretaer", **urgent, **GROUNDS)
    assert told(secretary) == SENTENCES["no_right_urgent"]
    assert "Saken er sendt" in told(await start(house, proposal_id, **urgent, **GROUNDS))
    await house.settle()
    await house.wait_for_card(house.chat("vestnes"), "Hastesak: BU 1/26", *GROUNDS.values())
    [entry] = [one for one in await house.record() if one.action == "procedure.started"]
    assert entry.details["why_not_wait"] == GROUNDS["why_not_wait"]


async def test_a_third_of_the_municipalities_make_a_hastesak(house: House) -> None:
    """C8: with four of them a third is two."""
    proposal_id = await ready_case(house)
    ids = {"form": "urgency_ask", "proposal": proposal_id}
    assert says(card_of(await house.open_dialog("molde1", **ids)), "Hvorfor haster det?")
    for _ in range(2):
        assert "Ønsket er ført opp" in told(await house.send_dialog("molde1", **ids, **GROUNDS))
    assert "Ønsket er ført opp" in told(await house.send_dialog("molde2", **ids, **GROUNDS))
    await house.settle()
    await house.wait_for_card(house.chat("leder"), "noen ber om hastebehandling", "Avtalen går ut fredag.")
    assert (await proposal(house, proposal_id)).state in (ProposalState.READY, ProposalState.ON_AGENDA)
    assert "nå en hastesak" in told(await house.send_dialog("aukra", **ids, **GROUNDS))
    assert "nå en hastesak" in told(await house.send_dialog("aukra", **ids, **GROUNDS))
    procedure = await running(house)
    assert procedure.urgency
    assert len(procedure.urgency.declared_by) == 2
    await house.settle()
    await house.wait_for_card(house.chat("vestnes"), "Hastesak: BU 1/26")


@pytest.mark.parametrize("persona", ["molde1", "tillitsvalgt", "rorikt", "utenfor"])
async def test_only_leader_and_secretary_send_out(house: House, persona: str) -> None:
    proposal_id = await ready_case(house)
    before = await house.snapshot()
    sentence = SENTENCES["no_seat" if persona == "utenfor" else "no_right_plan"]
    assert told(await house.open_dialog(persona, form="procedure_start", proposal=proposal_id)) == sentence
    ids = {"form": "procedure_start", "proposal": proposal_id, "new": "a" * 32, "closes_on": DAY}
    assert told(await house.send_dialog(persona, **ids)) == sentence
    assert await house.snapshot() == before


@pytest.mark.parametrize("persona", ["tillitsvalgt", "rorikt", "leder", "utenfor"])
async def test_who_has_no_vote_asks_for_nothing(house: House, persona: str) -> None:
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    procedure, before = await running(house), await house.snapshot()
    for form in ("procedure_extend",) if persona == "leder" else ("procedure_meeting", "procedure_extend"):
        for dialog in (
            await house.open_dialog(persona, form=form, procedure=procedure.id),
            await house.send_dialog(persona, form=form, procedure=procedure.id, ground="Nei"),
        ):
            assert dialog["task"]["type"] == "message"
    assert await house.snapshot() == before
    assert (await house.voting(procedure.voting_id)).is_open


async def test_a_form_delivered_twice_is_one_procedure(house: House) -> None:
    proposal_id = await ready_case(house)
    data = button(card_of(await house.open_dialog("leder", form="procedure_start", proposal=proposal_id)), "Send")[
        "data"
    ]
    for _ in range(3):
        assert "Frist" in told(await house.send_dialog("leder", **data, closes_on=DAY))
    await running(house)
    await house.settle()
    papers = [one for one in house.sandbox.posts(house.chat("aukra")) if says(one.card, "Skriftlig behandling: BU")]
    assert len(papers) == 1


async def test_what_is_running_and_what_can_be_sent_is_listed(house: House) -> None:
    assert says(await house.say("molde1", "skriftlig"), "Ingen saker behandles skriftlig nå.")
    proposal_id = await ready_case(house)
    listed = await house.say("leder", "skriftlig behandling")
    assert says(listed, "BU 1/26")
    assert button(listed, "Send ut skriftlig")
    assert button(await house.say("molde1", "skriftlig"), "Be om hastebehandling")
    await start(house, proposal_id)
    listed = await house.say("molde1", "hastesak")
    assert says(listed, "Skriftlig behandling: BU 1/26", "0 av 4 har svart")
    shown = await house.press_button("molde1", button(listed, "Vis papirer og stem"))
    assert {"For", "Mot", "Be om mer tid", "Krev møte"} <= {one["title"] for one in buttons(shown["value"])}
    assert says(await house.say("utenfor", "skriftlig"), SENTENCES["no_seat"])


async def test_a_case_that_is_not_assured_is_not_sent_out(house: House) -> None:
    proposal_id = await house.propose("molde1")
    refused = told(await house.open_dialog("leder", form="procedure_start", proposal=proposal_id))
    assert "må være kvalitetssikret" in refused


async def test_the_next_meeting_and_its_minutes_have_it_once(house: House) -> None:
    """000-19: a hastesak is reported at the next meeting."""
    proposal_id = await ready_case(house)
    await start(house, proposal_id, closes_on="2026-11-26", urgent="true", **GROUNDS)
    voting_id = (await running(house)).voting_id
    await house.cast(voting_id, dict.fromkeys(VOTERS, "for"))
    await house.close(voting_id)
    await house.settle()
    await house.wait_for_card(CHANNEL, "Møte i Bestillerutvalget", "Skriftlig behandling siden forrige møte", "BU 1/26")
    minutes = await hold_meeting(house)
    [case] = minutes.cases
    assert (case.case_number, case.outcome, case.tally.weight_for) == ("BU 1/26", "adopted", 4)
    assert case.in_writing
    assert case.urgency.why_not_wait == GROUNDS["why_not_wait"]
    page = lay_out_minutes(minutes, words("nb"))
    assert "Den kunne ikke vente: Neste møte er 17. desember." in str(page["cases"])
    assert [row[0] for row in page["written"]["rows"]] == ["BU 1/26"]
    assert page["agenda"]["rows"] == [], "it did not stand on the meeting's own saksliste"
    await house.pass_time(timedelta(days=30))
    assert (await hold_meeting(house)).cases == ()


async def test_what_was_taken_to_a_meeting_is_no_written_procedure_to_report(house: House) -> None:
    """The meeting treats it itself: it is not told twice."""
    proposal_id = await ready_case(house)
    await start(house, proposal_id)
    ids = {"form": "procedure_meeting", "procedure": (await running(house)).id}
    await house.send_dialog("vestnes", **ids, ground="Dette må vi snakke om.")
    await house.settle()
    minutes = await hold_meeting(house)
    assert [(one.case_number, one.in_writing) for one in minutes.cases] == [("BU 1/26", None)]


async def hold_meeting(house: House) -> Any:
    """A meeting of its own, begun and ended; gives its minutes."""
    meetings = await house.bot.office.store.read(lambda tx: tx.meetings("bestillerutvalget", MeetingState.PLANNED))
    await house.act("leder", "meeting.start", meeting=meetings[0].id)
    await house.act("leder", "meeting.end", meeting=meetings[0].id)
    return await house.bot.office.store.read(lambda tx: tx.minutes_of(meetings[0].id))
