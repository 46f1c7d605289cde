"""Cases that travel between bodies, with the answer all the way back (003-14, 001-17, 004-05, 004-07, 004-08)."""

import shutil
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest

from committee.proposals import ProposalState, Ruling
from tests.house_fixture import BOARD_CHANNEL, CHANNEL, FORM, House, button, buttons, lend_files, running_house, says
from tests.sandbox_fixture import ROOT

FAGGRUPPE = "faggruppe-oppvekst"
FAG_CHANNEL = f"19:{FAGGRUPPE}@thread.tacv2"
DU, KR = "digitaliseringsutvalget", "kommit-radet"
OPPVEKST = ("oppvekst-aukra", "oppvekst-molde", "oppvekst-rauma", "oppvekst-vestnes")
BESTILLERE = ("molde1", "aukra", "rauma", "vestnes")
DU_VOTERS = (
    "du-oslo", "du-vtfk", "du-mrfk", "du-ringerike", "du-lillestrom", "du-kristiansand", "du-bergen", "du-stavanger",
)  # fmt: skip


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        yield opened


async def case_of(house: House, proposal_id: str | None) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))


async def see(house: House, persona: str, proposal_id: str) -> dict[str, Any]:
    """The case as this person sees it."""
    return (await house.act(persona, "case.view", proposal=proposal_id))["value"]


def titles(card: Any) -> list[str]:
    return [one["title"] for one in buttons(card)]


async def fill(house: House, persona: str, form: str, fields: dict[str, str], **ids: str) -> dict[str, Any]:
    """Opens a dialog, fills it in and sends it; gives the answer's task."""
    opened = await house.open_dialog(persona, form=form, **ids)
    assert opened["task"]["type"] == "continue", opened
    card = opened["task"]["value"]["card"]["content"]
    data = next(one["data"] for one in buttons(card) if one["data"].get("form") == form)
    standing = {one["id"]: one["value"] for one in card["body"] if one["type"].startswith("Input.")}
    return (await house.send_dialog(persona, **{**data, **standing, **fields}))["task"]


async def done(house: House, persona: str, form: str, fields: dict[str, str], **ids: str) -> str:
    task = await fill(house, persona, form, fields, **ids)
    assert task["type"] == "message", task
    return task["value"]


async def propose(house: House, persona: str, committee_id: str, **fields: str) -> str:
    opened = await house.open_dialog(persona, form="proposal", committee=committee_id)
    data = button(opened["task"]["value"]["card"]["content"], "Send inn")["data"]
    await house.send_dialog(persona, **data, **{**FORM, "personal_data": "no", **fields})
    return data["proposal"]


async def assure(house: House, persona: str, proposal_id: str, recommendation: str = "Utvalget tilrår dette.") -> None:
    checks = {f"check_{n}": "true" for n in range(5)}
    data = {"proposal": proposal_id, "assessment": "Godt forslag.", "recommendation": recommendation}
    answer = await house.act(persona, "proposal.assure", **data, **checks)
    assert says(answer["value"], "Kvalitetssikret"), answer


async def vote_in_writing(
    house: House, leader: str, proposal_id: str, voters: Iterable[str], choice: str = "for", remark: str = ""
) -> None:
    """The whole committee votes in writing, and the leader closes."""
    fields = {"closes_on": "2026-12-04"}
    told = await done(house, leader, "procedure_start", fields, proposal=proposal_id)
    assert "sendt til alle medlemmene" in told
    voting_id = (await case_of(house, proposal_id)).voting_id
    for persona in voters:
        await house.vote(persona, voting_id, choice, remark=remark)
    await house.act(leader, "voting.close", voting=voting_id, ground="Alle har svart.")


async def recommended(house: House, **fields: str) -> str:
    """A faggruppe's proposal that it has recommended; gives its id."""
    proposal_id = await propose(house, "oppvekst-molde", FAGGRUPPE, **fields)
    await assure(house, "raadgiver1", proposal_id)
    await vote_in_writing(house, "oppvekst-molde", proposal_id, OPPVEKST, remark="Skolene trenger det.")
    return proposal_id


async def test_a_faggruppes_proposal_goes_up_to_the_board_and_the_answer_all_the_way_back(house: House) -> None:
    fo = await recommended(house)
    sent = await case_of(house, fo)
    bu = sent.went_to
    assert (sent.state, (await case_of(house, bu)).case_number) == (ProposalState.RECOMMENDED, "BU 1/26")
    assert says(await see(house, "aukra", bu), "Kommer fra FO 1/26 → **BU 1/26**", "Faggruppe Oppvekst, sak FO 1/26")
    assert says(await see(house, "aukra", bu), "Tilrår:", "Utvalget tilrår dette.", "Skolene trenger det.")
    await house.settle()
    await house.wait_for_card(FAG_CHANNEL, "Sendt til Bestillerutvalget: sak BU 1/26")
    await house.wait_for_card(CHANNEL, "Sak BU 1/26", "Kommer fra FO 1/26")

    await assure(house, "rorikt", bu, "Bestillerutvalget tilrår dette.")
    meeting_id = (await case_of(house, bu)).meeting_id
    await house.act("leder", "meeting.start", meeting=meeting_id)
    await house.act("leder", "voting.open", proposal=bu)
    voting_id = (await case_of(house, bu)).voting_id
    for persona, choice in zip(BESTILLERE, ("for", "for", "against", "against"), strict=True):
        await house.vote(persona, voting_id, choice)
    await house.close(voting_id)
    assert (await case_of(house, bu)).state is ProposalState.ESCALATED
    assert says(await see(house, "oppvekst-rauma", fo), "Sendt videre: **FO 1/26** → BU 1/26 → styret i ROR-IKT")
    await house.settle()
    await house.wait_for_card(BOARD_CHANNEL, "Til behandling: BU 1/26 fra Bestillerutvalget")

    answer = {"answer": "approved", "text": "Styret vedtar saken.", "reference": "PS 12/26"}
    await done(house, "sekretaer", "case_body", answer, proposal=bu)
    back = await case_of(house, fo)
    assert (back.state, back.ruling) == (ProposalState.DECIDED, Ruling.APPROVED)
    await house.settle()
    told = await house.wait_for_card(FAG_CHANNEL, "Sak FO 1/26 er avgjort", "BU 1/26, PS 12/26", "Styret vedtar saken.")
    assert says(told.card, "styret i ROR-IKT følger rådet: vedtatt")
    assert says(await see(house, "oppvekst-rauma", fo), "→ BU 1/26 → styret i ROR-IKT (PS 12/26)")
    actions = [one.action for one in await house.record(FAGGRUPPE)]
    assert actions.count("case.referred") == actions.count("case.decided") == 1
