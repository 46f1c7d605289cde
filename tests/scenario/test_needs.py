"""Municipalities say what they need, and see what they share."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from committee.needs import Need
from locales.refusals import SENTENCES
from tests.house_fixture import FORM, House, button, buttons, running_house, says


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


def told(dialog: dict[str, Any]) -> str:
    assert dialog["task"]["type"] == "message", dialog
    return dialog["task"]["value"]


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


async def register(house: House, persona: str, title: str, description: str = "Arkivet er fullt.") -> dict[str, Any]:
    data = button(card_of(await house.open_dialog(persona, form="need")), "Send")["data"]
    for _ in range(2):  # delivered twice
        answer = await house.send_dialog(persona, **data, title=title, description=description)
    return answer


async def needs(house: House) -> Any:
    return await house.records(Need)


async def test_three_of_four_have_the_same_need(house: House) -> None:
    assert says(await house.say("molde1", "behov"), "Ingen har meldt behov ennå.")
    assert "Behovet er meldt" in told(await register(house, "molde1", "Felles arkiv"))
    for persona in ("aukra", "rauma", "molde2"):
        card = await house.say(persona, "behov")
        title = "Ikke lenger" if persona == "molde2" else "Vi har det også"
        shown = button(card, title)
        if persona != "molde2":
            await house.press_button(persona, shown)
    listed = await house.say("vestnes", "behov")
    assert says(listed, "**Felles arkiv**", "3 av 4 har dette behovet: Molde, Aukra og Rauma")
    left = await house.press_button("aukra", button(await house.say("aukra", "behov"), "Ikke lenger"))
    assert says(left["value"], "2 av 4 har dette behovet: Molde og Rauma")


async def test_one_that_is_alike_is_pointed_out_before_it_is_registered_twice(house: House) -> None:
    await register(house, "molde1", "Felles arkiv for saksdokumenter")
    data = button(card_of(await house.open_dialog("aukra", form="need")), "Send")["data"]
    typed = {"title": "felles arkiv", "description": "Vi også."}
    again = card_of(await house.send_dialog("aukra", **data, **typed))
    assert says(again, "Ligner på «Felles arkiv for saksdokumenter»")
    assert len(await needs(house)) == 1
    sure = button(again, "Send")["data"]
    assert "Behovet er meldt" in told(await house.send_dialog("aukra", **sure, **typed))
    assert len(await needs(house)) == 2


async def test_the_secretary_joins_two_and_can_undo_it(house: House) -> None:
    await register(house, "molde1", "Felles arkiv")
    await register(house, "aukra", "Ny saksbehandling")
    first, second = sorted(await needs(house), key=lambda one: one.registered_at)
    ids = {"form": "need_join"}
    same = card_of(await house.send_dialog("sekretaer", **ids, need=first.id, into=first.id))
    assert says(same, SENTENCES["field_not_chosen"])
    assert "ett behov" in told(await house.send_dialog("sekretaer", **ids, need=second.id, into=first.id))
    card = await house.say("sekretaer", "behov")
    assert says(card, "2 av 4 har dette behovet: Molde og Aukra", "Slått sammen med «Ny saksbehandling»")
    parted = await house.press_button("sekretaer", button(card, "Skill ut «Ny saksbehandling»"))
    assert says(parted["value"], "**Ny saksbehandling**")
    for persona in ("molde1", "rorikt", "utenfor"):
        answer = await house.send_dialog(persona, **ids, need=second.id, into=first.id)
        assert answer["task"]["type"] == "message"
    assert all(one.stands for one in await needs(house))


async def test_a_need_becomes_one_case(house: House) -> None:
    await register(house, "molde1", "Felles arkiv")
    card = await house.say("aukra", "behov")
    opened = await house.open_dialog("aukra", **button(card, "Lag forslag")["data"])
    form = card_of(opened)
    values = {one.get("id"): one.get("value") for one in form["body"]}
    assert (values["title"], values["need"]) == ("Felles arkiv", "Arkivet er fullt.")
    data = button(form, "Send inn")["data"]
    answer = await house.send_dialog("aukra", **data, **{**FORM, "title": "Felles arkiv"})
    assert "BU 1/26" in told(answer)
    listed = await house.say("rauma", "behov")
    assert button(listed, "Se BU 1/26")
    assert "Lag forslag" not in {one["title"] for one in buttons(listed)}
    again = await house.open_dialog("rauma", **button(card, "Lag forslag")["data"])
    assert told(again) == SENTENCES["need_has_case"]


@pytest.mark.parametrize("persona", ["leder", "sekretaer", "rorikt", "tillitsvalgt", "utenfor"])
async def test_needs_are_the_municipalities_own(house: House, persona: str) -> None:
    await register(house, "molde1", "Felles arkiv")
    before = await needs(house)
    assert (await house.open_dialog(persona, form="need"))["task"]["type"] == "message"
    typed = {"title": "X", "description": "Y", "new": "a" * 32}
    assert (await house.send_dialog(persona, form="need", **typed))["task"]["type"] == "message"
    for verb in ("need.share", "need.leave"):
        await house.act(persona, verb, need=before[0].id)
    assert await needs(house) == before


async def test_what_is_missing_stands_beside_its_field(house: House) -> None:
    empty = card_of(await register(house, "molde1", "Kart", " "))
    assert says(empty, SENTENCES["field_empty"])
    assert any(one.get("value") == "Kart" for one in empty["body"])
