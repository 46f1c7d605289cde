"""Between the meetings of other bodies: in writing in Digitaliseringsutvalget, a samstyringsutvalg's hastesak."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.minutes import Minutes
from committee.procedures import Procedure
from committee.proposals import Proposal, ProposalState, Ruling
from documents.minutes import lay_out_minutes
from locales import words
from locales.refusals import SENTENCES
from tests.house_fixture import FORM, House, button, buttons, lend_files, running_house, says
from tests.sandbox_fixture import ROOT, find_person

DU, SO = "digitaliseringsutvalget", "samstyring-oppvekst"
DU_CHANNEL, SO_CHANNEL = f"19:{DU}@thread.tacv2", f"19:{SO}@thread.tacv2"
DU_VOTERS = (
    "du-oslo", "du-vtfk", "du-mrfk", "du-ringerike", "du-lillestrom", "du-kristiansand", "du-bergen", "du-stavanger",
    "du-volda", "du-levanger", "du-hedmark-ikt", "du-bodo", "du-hammerfest", "du-larvik",
)  # fmt: skip
KS = ("ks-leder", "ks-sekretaer", "ks-raadgiver", "ks-fagleder")
OPPVEKST = ("oppvekst-aukra", "oppvekst-molde", "oppvekst-rauma", "oppvekst-vestnes")
LEADER = "oppvekst-vestnes"
GROUNDS = {"why_urgent": "Lisensen går ut fredag.", "why_not_wait": "Neste møte er ikke satt opp."}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        await opened.sandbox.introduce([find_person(one) for one in (*DU_VOTERS, *KS, *OPPVEKST, "raadgiver1")])
        yield opened


async def ready_case(house: House, proposer: str, assurer: str, committee_id: str, title: str) -> str:
    """A case of the body that is ready to be voted on."""
    opened = await house.open_dialog(proposer, form="proposal", committee=committee_id)
    data = button(opened["task"]["value"]["card"]["content"], "Send inn")["data"]
    await house.send_dialog(proposer, **data, **{**FORM, "title": title, "personal_data": "no"})
    checks = {f"check_{n}": "true" for n in range(5)}
    texts = {"assessment": "Godt forberedt.", "recommendation": "Utvalget gir sin tilslutning."}
    answer = await house.act(assurer, "proposal.assure", proposal=data["proposal"], **texts, **checks)
    assert says(answer["value"], "Kvalitetssikret"), answer
    return data["proposal"]


def told(dialog: dict[str, Any]) -> str:
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


async def send(house: House, persona: str, form: str, proposal_id: str, **fields: str) -> str:
    """Opens the dialog, leaves what is filled in, types the rest and sends it."""
    opened = await house.open_dialog(persona, form=form, proposal=proposal_id)
    if opened["task"]["type"] == "message":
        return told(opened)
    card = opened["task"]["value"]["card"]["content"]
    data = next(one["data"] for one in buttons(card) if one["data"].get("form") == form)
    standing = {one["id"]: one["value"] for one in card["body"] if one["type"].startswith("Input.")}
    return told(await house.send_dialog(persona, **{**data, **standing, **fields}))


async def proposal(house: House, proposal_id: str) -> Proposal:
    return await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))


async def hold(house: House, leader: str, meeting_id: str | None) -> Minutes:
    """The meeting begins and ends; gives its minutes."""
    await house.act(leader, "meeting.start", meeting=meeting_id)
    await house.act(leader, "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id or ""))
    assert minutes
    return minutes


async def test_a_written_procedure_in_digitaliseringsutvalget_from_start_to_minutes(house: House) -> None:
    """004-14, 004-15: the secretariat chooses it, all seventeen get the papers, and the next minutes have it."""
    case = await ready_case(house, "du-oslo", "ks-raadgiver", DU, "Felles prinsipper for skytjenester")
    sent = await send(house, "ks-sekretaer", "procedure_start", case, message="Svar gjerne med en merknad.")
    assert "Saken er sendt til alle medlemmene. Frist: mandag 30. november" in sent
    await house.settle()
    for persona in (*DU_VOTERS, *KS):
        card = await house.wait_for_card(house.chat(persona), "Skriftlig behandling: DU 1/26", "Svar gjerne")
        assert says(card.card, "mandag 30. november", "Den som ikke svarer, regnes ikke som enig.")
    await house.wait_for_card(DU_CHANNEL, "Avstemning: DU 1/26", "Skriftlig behandling mellom møtene", "0 av 14")

    answered, silent = DU_VOTERS[:9], DU_VOTERS[9:]
    for persona in answered:
        papers = await house.wait_for_card(house.chat(persona), "Skriftlig behandling: DU 1/26")
        assert says((await house.press(persona, papers, "For"))["value"], "Din stemme for")
    await house.pass_time(timedelta(days=3))  # Thursday, two working days before
    for persona in silent:
        await house.wait_for_card(house.chat(persona), "DU 1/26 venter på svar fra dere", "mandag 30. november")
    for persona in (*answered, *KS):
        posts = house.sandbox.posts(house.chat(persona), author="bot")
        assert not [one for one in posts if says(one.card, "venter på svar fra dere")], persona

    await house.pass_time(timedelta(days=4, hours=7))  # past four o'clock on Monday
    closed = await proposal(house, case)
    voting = await house.voting(closed.voting_id or "")
    assert (voting.closed_by, voting.verdict.outcome, voting.tally.weight_for) == ("clock", "adopted", 9)
    assert closed.state is ProposalState.RECOMMENDED
    await house.settle()
    await house.wait_for_card(DU_CHANNEL, "Resultat: DU 1/26", "9 av 14 stemmevekt for")

    other = await ready_case(house, "du-bergen", "ks-raadgiver", DU, "Høring med kort frist")
    when = {"day": "2026-12-03", "time": "10"}
    assert "kalt inn" in await send(house, "ks-leder", "urgency_meeting", other, **when, **GROUNDS)
    await house.settle()
    await house.wait_for_card(DU_CHANNEL, "Skriftlig behandling siden forrige møte", "DU 1/26")
    minutes = await hold(house, "ks-leder", (await proposal(house, other)).meeting_id)
    page = lay_out_minutes(minutes, words("nb"))
    assert page["written"]["rows"] == [["DU 1/26", "Felles prinsipper for skytjenester", "Innstillingen er vedtatt"]]
    assert [row[0] for row in page["agenda"]["rows"]] == ["DU 2/26"]
    assert "Saken ble sendt til alle medlemmene mandag 23. november" in str(page["cases"])


async def test_too_few_answers_are_no_decision(house: House) -> None:
    """C9: seven of fourteen have said yes; the others have said nothing, and that is not a yes."""
    case = await ready_case(house, "du-oslo", "ks-raadgiver", DU, "Felles prinsipper for skytjenester")
    await send(house, "ks-sekretaer", "procedure_start", case)
    voting_id = (await proposal(house, case)).voting_id or ""
    for persona in DU_VOTERS[:7]:
        await house.vote(persona, voting_id, "for")
    await house.pass_time(timedelta(days=7, hours=7))
    assert (await house.voting(voting_id)).verdict.reason == "quorum_missed"
    assert (await proposal(house, case)).state is ProposalState.ESCALATED


async def test_five_of_fourteen_make_a_hastesak_in_digitaliseringsutvalget(house: House) -> None:
    """C8: a third of fourteen is five; KS, who has no weight, is not counted."""
    case = await ready_case(house, "du-oslo", "ks-raadgiver", DU, "Høring med kort frist")
    for persona in DU_VOTERS[:4]:
        assert "Ønsket er ført opp" in await send(house, persona, "urgency_ask", case, **GROUNDS)
    assert await send(house, "ks-raadgiver", "urgency_ask", case, **GROUNDS) == SENTENCES["no_right_decide"]
    assert "nå en hastesak" in await send(house, DU_VOTERS[4], "urgency_ask", case, **GROUNDS)
    await house.settle()
    papers = await house.wait_for_card(house.chat("du-hammerfest"), "Hastesak: DU 1/26", "onsdag 25. november")
    assert says(papers.card, "Siri Haugland", "Camilla Ree")


async def test_a_samstyringsutvalgs_hastesak_is_decided_and_reported(house: House) -> None:
    """000-19: the elected leader declares it with both grounds; the next meeting and its minutes have it."""
    case = await ready_case(house, "oppvekst-molde", "raadgiver1", SO, "Forlenge lisensen for skoleportalen")
    refused = await send(house, "oppvekst-aukra", "procedure_start", case)
    assert refused == SENTENCES["no_right_plan"]
    urgent = {"closes_on": "2026-11-25", "urgent": "true", **GROUNDS}
    assert "Frist: onsdag 25. november" in await send(house, LEADER, "procedure_start", case, **urgent)
    await house.settle()
    for persona in (*OPPVEKST, "raadgiver1", "tillitsvalgt", "sekretaer"):
        await house.wait_for_card(house.chat(persona), "Hastesak: SO 1/26", *GROUNDS.values(), "Morten Ask")
    await house.wait_for_card(SO_CHANNEL, "Hastesak: Lisensen går ut fredag.")
    voting_id = (await proposal(house, case)).voting_id or ""
    await house.cast(voting_id, dict.fromkeys(OPPVEKST[:3], "for"))
    await house.pass_time(timedelta(days=2, hours=7))
    decided = await proposal(house, case)
    assert (decided.state, decided.ruling) == (ProposalState.DECIDED, Ruling.APPROVED)

    other = await ready_case(house, "oppvekst-rauma", "raadgiver1", SO, "Ny barnehageportal")
    when = {"day": "2026-11-30", "time": "12"}
    assert "kalt inn" in await send(house, LEADER, "urgency_meeting", other, **when, **GROUNDS)
    await house.settle()
    await house.wait_for_card(SO_CHANNEL, "Skriftlig behandling siden forrige møte", "SO 1/26")
    minutes = await hold(house, LEADER, (await proposal(house, other)).meeting_id)
    page = lay_out_minutes(minutes, words("nb"))
    assert [row[0] for row in page["written"]["rows"]] == ["SO 1/26"]
    for sentence in ("Saken hastet: Lisensen går ut fredag.", "Den kunne ikke vente: Neste møte er ikke satt opp."):
        assert sentence in str(page["cases"])
    [noted] = await procedures(house, SO)
    assert noted.noted_in == minutes.meeting_id


async def procedures(house: House, committee_id: str) -> list[Procedure]:
    return list(await house.bot.office.store.read(lambda tx: tx.records(Procedure, committee_id)))


async def test_another_bodys_leader_changes_nothing(house: House) -> None:
    """Its ids are refused as if there were no such case."""
    case = await ready_case(house, "oppvekst-molde", "raadgiver1", SO, "Forlenge lisensen for skoleportalen")
    await send(house, LEADER, "procedure_start", case, urgent="false")
    [procedure] = await procedures(house, SO)
    head = (await house.record(SO))[-1]
    forged = {"procedure": procedure.id}
    for persona in ("ks-leder", "leder", "aukra"):
        for form, typed in (
            ("procedure_extend", {"ground": "Ferie."}),
            ("procedure_meeting", {"ground": "Møte."}),
            ("procedure_answer", {"closes_on": "2026-12-22"}),
        ):
            answer = await house.send_dialog(persona, form=form, **forged, **typed)
            assert told(answer) in (SENTENCES["no_seat"], SENTENCES["no_right_plan"], SENTENCES["no_vote_outsider"])
        assert SENTENCES["no_seat"] in str(await house.act(persona, "procedure.view", **forged))
    ready = await ready_case(house, "du-oslo", "ks-raadgiver", DU, "Høring med kort frist")
    ids = {"form": "procedure_start", "proposal": ready, "new": procedure.id, "closes_on": "2026-12-04"}
    assert told(await house.send_dialog("ks-leder", **ids)) == SENTENCES["not_found"], "an id that is taken elsewhere"
    assert (await house.record(SO))[-1] == head
