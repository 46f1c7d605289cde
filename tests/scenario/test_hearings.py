"""Other bodies, and others outside, are heard about a case before it goes on (001-17, 004-09, 004-21)."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.hearings import CaseInput, Hearing
from committee.proposals import ProposalState
from tests.house_fixture import CHANNEL, House, button, buttons, lend_files, running_house, says, texts
from tests.sandbox_fixture import ROOT

FAGGRUPPE = "faggruppe-oppvekst"
SAMSTYRING = "samstyring-oppvekst"
HELSE = "faggruppe-helse"
#: A Friday, nine working days after the house opens.
DEADLINE = "2026-12-04"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        yield opened


def channel(committee_id: str) -> str:
    return f"19:{committee_id}@thread.tacv2"


async def case_of(house: House, proposal_id: str) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))


async def see(house: House, persona: str, proposal_id: str) -> dict[str, Any]:
    return (await house.act(persona, "case.view", proposal=proposal_id))["value"]


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
    assert task["type"] == "message", list(texts(task))
    return task["value"]


async def heard(house: House, **fields: str) -> tuple[str, str]:
    """A case that is out on a hearing; gives its id and the hearing's."""
    proposal_id = await house.propose("molde1")
    asked = {"bodies": FAGGRUPPE, "question": "Trenger skolene dette?", "closes_on": DEADLINE, **fields}
    told = await done(house, "sekretaer", "hearing_open", asked, proposal=proposal_id)
    assert "sendt på høring" in told
    return proposal_id, (await hearings_of(house, proposal_id))[0].id


async def hearings_of(house: House, proposal_id: str) -> list[Any]:
    return list(await house.bot.office.store.read(lambda tx: tx.records_about(Hearing, proposal_id)))


async def inputs_of(house: House, proposal_id: str) -> list[Any]:
    return list(await house.bot.office.store.read(lambda tx: tx.records_about(CaseInput, proposal_id)))


async def answer(house: House, persona: str, hearing_id: str, text: str, **fields: str) -> str:
    return await done(house, persona, "hearing_input", {"text": text, **fields}, hearing=hearing_id)


async def test_a_case_waits_while_it_is_heard_and_goes_on_with_the_answers_when_the_deadline_passes(
    house: House,
) -> None:
    proposal_id, hearing_id = await heard(house)
    await house.assure(proposal_id)
    assert (await case_of(house, proposal_id)).state is ProposalState.ASSURED
    await house.settle()
    asked = await house.wait_for_card(channel(FAGGRUPPE), "Høring: BU 1/26 fra Bestillerutvalget")
    assert says(asked.card, "Trenger skolene dette?", "4. desember 2026", "Har ikke svart: Faggruppe Oppvekst")
    data = button(asked.card, "Gi innspill")["data"]
    opened = await house.open_dialog("oppvekst-molde", **{k: v for k, v in data.items() if k != "msteams"})
    assert says(opened["task"]["value"]["card"]["content"], "Svar fra Faggruppe Oppvekst")
    assert "Takk" in await answer(house, "oppvekst-molde", hearing_id, "Ja, alle skolene i fire kommuner.")
    await house.settle()
    await house.wait_for_card(house.chat("leder"), "Alle har svart på høringen av sak BU 1/26")
    assert says(await see(house, "aukra", proposal_id), "1 av 1 har svart", "Ja, alle skolene i fire kommuner.")
    await house.pass_time(timedelta(days=12))
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA
    over = await house.wait_for_card(CHANNEL, "Høringen av sak BU 1/26 er over")
    assert says(over.card, "Ja, alle skolene i fire kommuner.", "Petter Aune")


async def test_only_those_who_have_not_answered_are_reminded(house: House) -> None:
    """Complaint 14: the deadline stands in the card, and those who have answered are left alone."""
    _, hearing_id = await heard(house, bodies=f"{FAGGRUPPE},{HELSE}")
    await answer(house, "oppvekst-molde", hearing_id, "Ja.")
    await house.settle()
    await house.pass_time(timedelta(days=10))
    await house.wait_for_card(house.chat("helse-rauma"), "En påminnelse", "Høring: BU 1/26")
    told = list(house.sandbox.posts(house.chat("oppvekst-molde"), author="bot"))
    assert not [post for post in told if says(post.card, "En påminnelse")]
