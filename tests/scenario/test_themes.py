"""New cases in Digitaliseringsutvalget, and themes that it puts on KommIT-rådet's agenda (004-08)."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from committee.proposals import ProposalState, Ruling
from locales.refusals import SENTENCES
from tests.house_fixture import FORM, House, button, lend_files, running_house, says
from tests.sandbox_fixture import ROOT, find_person
from tests.scenario.test_referrals import DU_VOTERS, case_of, done, vote_in_writing

DU, DU_CHANNEL = "digitaliseringsutvalget", "19:digitaliseringsutvalget@thread.tacv2"
SCOPE = "Saken er innenfor rammene av KommIT-rådets mandat"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        await opened.sandbox.introduce([find_person(one) for one in (*DU_VOTERS, "ks-raadgiver", "kommit-leder")])
        yield opened


async def propose_theme(house: House) -> str:
    """By the word that a member writes; gives the case's id."""
    card = await house.say("du-bergen", "tema")
    assert says(card, "Tema til KommIT-rådet", "blir det en sak i KommIT-rådet", SCOPE)
    opened = await house.open_dialog("du-bergen", **button(card, "Meld et tema")["data"])
    data = button(opened["task"]["value"]["card"]["content"], "Send inn")["data"]
    await house.send_dialog("du-bergen", **data, **{**FORM, "title": "Felles KI-retningslinjer", "personal_data": "no"})
    return data["proposal"]


async def assure(house: House, proposal_id: str, *points: int) -> dict[str, Any]:
    data = {"proposal": proposal_id, "assessment": "Viktig.", "recommendation": "Rådet bør ta opp temaet."}
    return await house.act("ks-raadgiver", "proposal.assure", **data, **{f"check_{n}": "true" for n in points})


async def test_whoever_assures_says_that_the_case_is_within_the_councils_mandate(house: House) -> None:
    theme = await propose_theme(house)
    shown = (await house.act("ks-raadgiver", "proposal.view", proposal=theme))["value"]
    assert says(shown, SCOPE)
    assert says((await assure(house, theme))["value"], SENTENCES["checklist_incomplete"])
    assert says((await assure(house, theme, 1))["value"], SENTENCES["checklist_incomplete"])
    assert (await case_of(house, theme)).state is ProposalState.SUBMITTED
    assert says((await assure(house, theme, 0, 1))["value"], "Kvalitetssikret")


async def test_a_members_theme_comes_before_the_council_and_the_answer_comes_back(house: House) -> None:
    theme = await propose_theme(house)
    await assure(house, theme, 0, 1)
    await vote_in_writing(house, "ks-leder", theme, DU_VOTERS)
    above = await case_of(house, (await case_of(house, theme)).went_to)
    assert (above.case_number, above.form.title) == ("KR 1/26", "Felles KI-retningslinjer")
    await house.settle()
    await house.wait_for_card(house.chat("kommit-leder"), "Ny sak: KR 1/26", "Felles KI-retningslinjer")
    answer = {"answer": "approved", "text": "Settes på dagsorden i mars.", "reference": "KR 7/26"}
    await done(house, "kommit-leder", "referral_vedtak", answer, proposal=above.id)
    assert (await case_of(house, theme)).ruling is Ruling.APPROVED
    await house.settle()
    await house.wait_for_card(DU_CHANNEL, "Sak DU 1/26 er avgjort", "Settes på dagsorden i mars.")


async def test_themes_are_for_members_of_a_committee_that_advises_a_body(house: House) -> None:
    assert says(await house.say("molde1", "tema"), SENTENCES["no_body_above"])
    assert says(await house.say("ks-leder", "tema"), SENTENCES["no_right_propose"])
    assert says(await house.say("utenfor", "tema"), SENTENCES["no_seat"])
