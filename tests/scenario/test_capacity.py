"""A decided case asks the municipalities for people, and they answer yes, partly or no."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.capacity import CapacityAnswer, CapacityRequest
from locales.refusals import SENTENCES
from tests.house_fixture import House, button, buttons, running_house, says
from tests.scenario.test_cases import decided, done, fill, see

ASKED = {
    "role": "Prosjektleder arkiv",
    "hours": "400",
    "from_on": "2027-01-04",
    "until_on": "2027-06-30",
    "answer_by": "2026-12-10",
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


async def asked(house: House) -> tuple[str, str]:
    """A decided case and its request, by their ids."""
    case = await decided(house)
    assert "Kommunene er spurt" in await done(house, "sekretaer", "capacity", case, **ASKED)
    await house.settle()
    return case, (await house.records(CapacityRequest))[0].id


async def answer(house: House, persona: str, request_id: str, **fields: str) -> dict[str, Any]:
    opened = await house.open_dialog(persona, form="capacity_answer", request=request_id)
    assert opened["task"]["type"] == "continue", opened
    return (await house.send_dialog(persona, form="capacity_answer", request=request_id, **fields))["task"]


async def test_municipalities_answer_yes_partly_and_no_and_the_sum_is_shown(house: House) -> None:
    case, request = await asked(house)
    card = await house.wait_for_card(house.chat("aukra"), "Kommunen blir spurt om å bidra.", "Prosjektleder arkiv")
    assert button(card.card, "Svar for Aukra")["data"]["request"] == request
    for _ in range(2):  # delivered twice
        await answer(house, "aukra", request, offer="yes", person="Tiril Vik", hours="200")
    await answer(house, "rauma", request, offer="partly", person="Odd Lie", hours="50", words="Bare i mai.")
    await answer(house, "molde1", request, offer="no", person="Ingen", hours="7", words="Vi har ingen ledige.")
    shown = await house.press_button("leder", button(await see(house, "leder", case), "Kapasitet"))
    assert says(shown["value"], "250 av 400 timer er meldt inn", "**Aukra**: Ja. Tiril Vik, 200 timer")
    assert says(shown["value"], "**Rauma**: Delvis. Odd Lie, 50 timer. Bare i mai.")
    assert says(shown["value"], "**Molde**: Nei. Vi har ingen ledige.", "**Vestnes**: har ikke svart")
    await house.settle()
    await house.wait_for_card(house.chat("sekretaer"), "Det er kommet svar på forespørselen din.")
    assert len([one for one in await house.record() if one.action == "capacity.answered"]) == 3
    assert says(await house.say("vestnes", "kapasitet"), "Sak BU 1/26", "1 forespørsel")


async def test_an_answer_can_be_changed(house: House) -> None:
    _, request = await asked(house)
    await answer(house, "molde1", request, offer="no", words="Nei.")
    await answer(house, "molde2", request, offer="yes", person="Kari Nes", hours="20")
    (only,) = await house.records(CapacityAnswer)
    assert (only.offer, only.hours, only.by) == ("yes", 20, "molde2")


async def test_only_those_who_have_not_answered_are_reminded(house: House) -> None:
    _, request = await asked(house)
    await answer(house, "aukra", request, offer="no", words="Nei.")
    await house.pass_time(timedelta(days=16))
    await house.wait_for_card(house.chat("vestnes"), "En påminnelse: Kommunen har ikke svart ennå.")
    posts = house.sandbox.posts(house.chat("aukra"), author="bot")
    assert not any(says(post.card, "En påminnelse") for post in posts)


async def test_a_request_is_withdrawn_nobody_is_reminded_and_it_can_be_taken_up_again(house: House) -> None:
    case, request = await asked(house)
    shown = await house.press_button("leder", button(await see(house, "leder", case), "Kapasitet"))
    await house.press_button("leder", button(shown["value"], "Trekk forespørselen"))
    await house.pass_time(timedelta(days=16))
    posts = house.sandbox.posts(house.chat("vestnes"), author="bot")
    assert any(says(post.card, "Dere trenger ikke å svare.", "Forespørselen er trukket.") for post in posts)
    assert not any(says(post.card, "En påminnelse") for post in posts)
    late = await house.send_dialog("aukra", form="capacity_answer", request=request, offer="no", words="Nei.")
    assert late["task"]["value"] == SENTENCES["capacity_withdrawn"]
    again = await house.act("leder", "capacity.resume", request=request)
    assert says(again["value"], "ber om svar innen")
    assert (await answer(house, "aukra", request, offer="no", words="Nei."))["type"] == "message"


async def test_what_is_missing_stands_beside_its_field(house: House) -> None:
    case = await decided(house)
    wrong = {**ASKED, "hours": "mange", "until_on": "2027-01-01", "answer_by": ""}
    sent = await fill(house, "leder", "capacity", case, **wrong)
    card = sent["value"]["card"]["content"]
    codes = ("field_no_hours", "field_day_order", "field_no_day")
    assert says(card, *(SENTENCES[one] for one in codes), "mange", "Prosjektleder arkiv")
    assert await house.records(CapacityRequest) == []
    _, request = await asked_of(house, case)
    bare = await answer(house, "aukra", request, offer="partly")
    assert says(bare["value"]["card"]["content"], SENTENCES["field_empty"], SENTENCES["field_no_hours"])
    none = await answer(house, "aukra", request)
    assert says(none["value"]["card"]["content"], SENTENCES["field_not_chosen"])
    assert await house.records(CapacityAnswer) == []


async def asked_of(house: House, case: str) -> tuple[str, str]:
    await done(house, "sekretaer", "capacity", case, **ASKED)
    return case, (await house.records(CapacityRequest))[0].id


@pytest.mark.parametrize("persona", ["molde1", "tillitsvalgt", "utenfor"])
async def test_others_neither_ask_nor_withdraw(house: House, persona: str) -> None:
    case, request = await asked(house)
    before = await house.records(CapacityRequest)
    assert (await house.open_dialog(persona, form="capacity", proposal=case))["task"]["type"] == "message"
    await house.send_dialog(persona, form="capacity", proposal=case, new="a" * 32, **ASKED)
    await house.act(persona, "capacity.withdraw", request=request)
    assert await house.records(CapacityRequest) == before
    if persona != "molde1":
        assert (await house.open_dialog(persona, form="capacity_answer", request=request))["task"]["type"] == "message"
        sent = await house.send_dialog(persona, form="capacity_answer", request=request, offer="no", words="Nei")
        assert sent["task"]["type"] == "message"
        assert await house.records(CapacityAnswer) == []
    if persona == "tillitsvalgt":
        shown = await house.act(persona, "capacity.view", proposal=case)
        assert {one["title"] for one in buttons(shown["value"])} == {"Se saken"}
