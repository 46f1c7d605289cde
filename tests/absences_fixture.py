"""A house whose municipality Aukra has two deputies, and what people do about who takes part."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from committee.deputies import DeputyCall
from committee.recusals import Recusal
from tests.house_fixture import House, lend_files, running_house
from tests.sandbox_fixture import find_person

WITH_DEPUTIES = """\
      - { person: kd-aukra, function: representative, organisation: aukra, deputy: true }
      - { person: stab-aukra, function: representative, organisation: aukra, deputy: true }
"""
GROUND = {"ground": "Søsteren min leder leverandøren."}
DECISION = {"recused": "yes", "paragraph": "first", "decision": "Nær familie leder en part."}


@asynccontextmanager
async def house_with_deputies(tmp_path: Path) -> AsyncIterator[House]:
    lend_files(tmp_path)
    register = tmp_path / "register.yaml"
    marker = "      - { person: tillitsvalgt, function: union, organisation: tillitsvalgte }\n"
    register.write_text(register.read_text().replace(marker, marker + WITH_DEPUTIES, 1))
    async with running_house(tmp_path) as opened:
        people = [find_person(one) for one in ("kd-aukra", "stab-aukra")]
        await opened.sandbox.introduce(people)
        yield opened


def told(dialog: dict[str, Any]) -> str:
    """What a dialog that only says something says."""
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    """The form that a dialog shows."""
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


async def running_meeting(house: House) -> tuple[str, str]:
    """A case on the agenda of a meeting that has begun: their ids."""
    proposal_id, meeting_id = await planned_meeting(house)
    await house.act("leder", "meeting.start", meeting=meeting_id)
    return proposal_id, meeting_id


async def planned_meeting(house: House) -> tuple[str, str]:
    """A case on the agenda of a meeting to come: their ids."""
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    await house.bot.office.plan("bestillerutvalget")
    return proposal_id, await house.next_meeting_id()


async def open_voting(house: House, proposal_id: str, persona: str = "leder") -> str:
    """Opens the voting on the case; gives its id."""
    answer = await house.act(persona, "voting.open", proposal=proposal_id)
    assert answer["type"].endswith("card.adaptive"), answer
    return (await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))).voting_id


async def ask_about(house: House, proposal_id: str, persona: str, by: str = "", **changes: str) -> Any:
    """Somebody says that they may be inhabil, or is asked about by another; gives the question."""
    raised = await house.send_dialog(
        by or persona, form="recusal_raise", proposal=proposal_id, person=persona, **{**GROUND, **changes}
    )
    assert "Utvalget avgjør" in told(raised)
    return [one for one in await recusals(house) if one.person_id == persona][-1]


async def recuse(house: House, proposal_id: str, persona: str, by: str = "leder", **changes: str) -> str:
    """The person says so themselves, and the leader enters what the others decided; gives the question's id."""
    recusal = await ask_about(house, proposal_id, persona)
    decided = await house.send_dialog(by, form="recusal_decide", recusal=recusal.id, **{**DECISION, **changes})
    assert "ført inn" in told(decided)
    return recusal.id


async def recusals(house: House) -> Any:
    return await house.records(Recusal)


async def calls(house: House) -> Any:
    return await house.records(DeputyCall)
