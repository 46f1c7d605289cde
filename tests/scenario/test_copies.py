"""A case that touches other fields is shown to the bodies that have them, and they say what they think (000-24)."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.house_fixture import FORM, House, button, buttons, lend_files, running_house, says, texts
from tests.sandbox_fixture import ROOT

OWN = "samstyring-oppvekst"
HELSE, SAMFUNN, ADMINISTRASJON = "samstyring-helse", "samstyring-samfunn", "samstyring-administrasjon"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        yield opened


async def propose(house: House, *touches: str) -> str:
    """A case of Samstyringsutvalg Oppvekst that touches these; gives its id."""
    opened = await house.open_dialog("oppvekst-molde", form="proposal", committee=OWN)
    card = opened["task"]["value"]["card"]["content"]
    data = button(card, "Send inn")["data"]
    await house.send_dialog("oppvekst-molde", **data, **{**FORM, "touches": ",".join(touches)})
    await house.settle()
    return data["proposal"]


def copies_in(house: House, committee_id: str) -> list[Any]:
    posts = house.sandbox.posts(f"19:{committee_id}@thread.tacv2", author="bot")
    return [one for one in posts if says(one.card, "Til orientering: SO 1/26")]


async def see(house: House, persona: str, proposal_id: str) -> dict[str, Any]:
    return (await house.act(persona, "case.view", proposal=proposal_id))["value"]


async def test_the_form_asks_and_no_is_the_answer_until_one_chooses(house: House) -> None:
    opened = await house.open_dialog("oppvekst-molde", form="proposal", committee=OWN)
    field = next(one for one in opened["task"]["value"]["card"]["content"]["body"] if one.get("id") == "touches")
    offered = {one["value"] for one in field["choices"]}
    assert field["value"] == "none"
    assert {"none", "all", HELSE, ADMINISTRASJON} <= offered
    assert not offered & {OWN, "styret", "digitaliseringsutvalget"}
    proposal_id = await propose(house, "none")
    assert [copies_in(house, one) for one in (HELSE, SAMFUNN, ADMINISTRASJON)] == [[], [], []]
    assert not says(await see(house, "oppvekst-rauma", proposal_id), "Berører også")


async def test_the_chosen_body_gets_a_copy_and_what_it_says_stands_on_the_case(house: House) -> None:
    proposal_id = await propose(house, HELSE)
    (copy,) = copies_in(house, HELSE)
    assert not copies_in(house, SAMFUNN)
    assert not copies_in(house, ADMINISTRASJON)
    data = {k: v for k, v in button(copy.card, "Gi innspill")["data"].items() if k != "msteams"}
    opened = await house.open_dialog("helse-rauma", **data)
    sends = next(one["data"] for one in buttons(opened["task"]["value"]["card"]["content"]) if "form" in one["data"])
    empty = await house.send_dialog("helse-rauma", **sends, text=" ")
    assert says(empty["task"]["value"]["card"]["content"], "Fyll ut dette feltet.")
    told = await house.send_dialog("helse-rauma", **sends, text="Legevakten trenger det også.")
    assert "Takk" in told["task"]["value"]
    seen = await see(house, "oppvekst-rauma", proposal_id)
    assert says(seen, "Berører også: Samstyringsutvalg Helse", "Legevakten trenger det også.", "Astrid Rød")
    for committee_id in (OWN, HELSE):
        assert "copy.commented" in [one.action for one in await house.record(committee_id)]


async def test_what_touches_all_sectors_goes_to_the_body_that_cuts_across_them(house: House) -> None:
    await propose(house, HELSE, SAMFUNN)
    assert [len(copies_in(house, one)) for one in (HELSE, SAMFUNN, ADMINISTRASJON)] == [1, 1, 1]


async def test_all_fields_are_those_that_are_cut_across_and_not_every_body_there_is(house: House) -> None:
    await propose(house, "all")
    assert [len(copies_in(house, one)) for one in (HELSE, SAMFUNN, ADMINISTRASJON)] == [1, 1, 1]
    assert not copies_in(house, "teknologirad")
    assert not copies_in(house, "faggruppe-helse")


@pytest.mark.parametrize("persona", ["oppvekst-aukra", "samfunn-molde", "utenfor"])
async def test_those_who_have_no_seat_in_a_body_with_a_copy_say_nothing_there(house: House, persona: str) -> None:
    proposal_id = await propose(house, HELSE)
    before = await house.record(OWN)
    for committee_id in (HELSE, SAMFUNN):
        ids = {"proposal": proposal_id, "committee": committee_id}
        sent = await house.send_dialog(persona, form="copy_input", **ids, text="Nei")
        assert "Takk" not in str(list(texts(sent["task"])))
    assert await house.record(OWN) == before


async def test_a_body_that_is_not_offered_gets_nothing_whatever_is_sent(house: House) -> None:
    await propose(house, "styret", "digitaliseringsutvalget", OWN, "finnes-ikke")
    assert [copies_in(house, one) for one in ("styret", "digitaliseringsutvalget", OWN)] == [[], [], []]
