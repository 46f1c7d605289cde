"""Municipalities put cases in order together, and choose between texts for one case."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.preferences import Preference
from locales.refusals import SENTENCES
from tests.house_fixture import BOARD_CHANNEL, CHANNEL, House, button, buttons, running_house, says

DAY = "2026-12-02"
TITLES = ("Felles skjema", "Felles arkiv", "Felles kart")
TEXTS = {"text_0": "Utvalget tilrår løsning A.", "text_1": "Utvalget tilrår løsning B."}


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


async def cases(house: House, titles: tuple[str, ...] = TITLES) -> list[str]:
    found = []
    for title in titles:
        found.append(await house.propose("molde1", title=title))
        await house.assure(found[-1])
    return found


async def opened(house: House, form: str = "preference_open", **fields: str) -> Preference:
    data = button(card_of(await house.open_dialog("sekretaer", form=form)), "Send")["data"]
    for _ in range(2):  # delivered twice
        assert "Kortet ligger i kanalen" in told(await house.send_dialog("sekretaer", **data, **fields))
    return (await rankings(house))[-1]


async def rankings(house: House) -> Any:
    return await house.records(Preference)


async def ranking(house: House, method: str = "schulze") -> Preference:
    ids = ",".join(await cases(house))
    return await opened(house, title="Delportefølje 2027", cases=ids, method=method, closes_on=DAY)


async def answer(house: House, persona: str, preference: Preference, *marks: str) -> dict[str, Any]:
    typed = {f"mark_{n}": one for n, one in enumerate(marks)}
    return await house.send_dialog(persona, form="preference_ballot", preference=preference.id, **typed)


async def shown(house: House, persona: str, preference: Preference) -> dict[str, Any]:
    return (await house.act(persona, "preference.view", preference=preference.id))["value"]


ORDERS = {"molde1": "213", "aukra": "213", "rauma": "123", "vestnes": "312"}


async def all_answer(house: House, preference: Preference) -> None:
    for persona, marks in ORDERS.items():
        assert "Svaret er tatt imot" in told(await answer(house, persona, preference, *marks))


async def test_four_municipalities_rank_three_cases(house: House) -> None:
    preference = await ranking(house)
    await house.settle()
    await house.wait_for_card(CHANNEL, "Prioritering: Delportefølje 2027", "0 av 4 har svart", "onsdag 2. desember")
    await all_answer(house, preference)
    card = await shown(house, "leder", preference)
    assert says(card, "4 av 4 har svart")
    assert not says(card, "Rekkefølge"), "complaint 13: progress without what was answered"
    closed = await house.press_button("leder", button(card, "Tell opp nå"))
    assert says(closed["value"], "**1.** B. BU 2/26 Felles arkiv", "**2.** A. BU 1/26 Felles skjema", "To og to")
    assert says(closed["value"], "B foran A: 3 mot 1 i stemmevekt.", "Molde (1)", "B > A > C")
    await house.settle()
    await house.wait_for_card(CHANNEL, "**1.** B. BU 2/26 Felles arkiv", "Listen er ikke stadfestet ennå.")


async def test_daglig_leder_confirms_another_order_with_a_reason_and_both_are_kept(house: House) -> None:
    preference = await ranking(house)
    await all_answer(house, preference)
    await house.act("leder", "preference.close", preference=preference.id)
    await house.settle()
    next_ = await house.wait_for_card(house.chat("leder"), "Prioritering: Delportefølje 2027", "Rekkefølge")
    assert button(next_.card, "Stadfest listen")
    ids = {"form": "preference_confirm", "preference": preference.id}
    other = {"place_0": "1", "place_1": "2", "place_2": "3"}
    assert says(card_of(await house.send_dialog("leder", **ids, **other)), SENTENCES["field_empty"])
    twice = {**other, "place_2": "2"}
    assert says(card_of(await house.send_dialog("leder", **ids, **twice)), SENTENCES["preference_order"])
    assert "stadfestet" in told(await house.send_dialog("leder", **ids, **other, reason="Skjemaet er alt kjøpt."))
    card = await shown(house, "molde1", preference)
    assert says(card, "**1.** B. BU 2/26", "Stadfestet av Solveig Strand", "1. A. BU 1/26", "Skjemaet er alt kjøpt.")
    await house.settle()
    await house.wait_for_card(BOARD_CHANNEL, "Prioritering: Delportefølje 2027", "Stadfestet av Solveig Strand")


@pytest.mark.parametrize("persona", ["sekretaer", "molde1", "rorikt", "utenfor"])
async def test_only_daglig_leder_confirms(house: House, persona: str) -> None:
    preference = await ranking(house)
    await all_answer(house, preference)
    await house.act("leder", "preference.close", preference=preference.id)
    ids = {"form": "preference_confirm", "preference": preference.id}
    order = {"place_0": "2", "place_1": "1", "place_2": "3"}
    assert (await house.open_dialog(persona, **ids))["task"]["type"] == "message"
    assert told(await house.send_dialog(persona, **ids, **order)) == SENTENCES["no_right_confirm"]
    assert (await rankings(house))[-1].confirmation is None


async def test_an_answer_can_be_changed_until_the_clock_closes(house: House) -> None:
    """Complaints 12 and 16: the deadline closes by itself, and every change is in the record."""
    preference = await ranking(house)
    await answer(house, "molde1", preference, "1", "2", "3")
    await answer(house, "molde2", preference, "3", "2", "1")
    await answer(house, "molde2", preference, "3", "2", "1")
    await answer(house, "aukra", preference, "3", "", "1")
    refused = await house.act("leder", "preference.close", preference=preference.id)
    assert SENTENCES["preference_waits"] in str(refused)
    await house.pass_time(timedelta(days=10))
    [closed] = await rankings(house)
    assert closed.closed_by == "clock"
    card = await shown(house, "rauma", preference)
    assert says(card, "**1.** C. BU 3/26 Felles kart", "C > B > A", "C > A > B")
    assert told(await answer(house, "rauma", preference, "1", "2", "3")) == SENTENCES["preference_closed"]
    entries = [one for one in await house.record() if one.action == "preference.cast"]
    assert [one.details["marks"] for one in entries] == [[1, 2, 3], [3, 2, 1], [3, 0, 1]]


async def test_only_those_who_have_not_answered_are_reminded(house: House) -> None:
    preference = await ranking(house)
    await answer(house, "molde1", preference, "1", "2", "3")
    await house.pass_time(timedelta(days=8, hours=23))
    for persona, reminded in (("rauma", 1), ("molde1", 0), ("molde2", 0), ("tillitsvalgt", 0)):
        posts = house.sandbox.posts(house.chat(persona), author="bot")
        assert len([one for one in posts if says(one.card, "venter på svar fra dere")]) == reminded, persona


async def test_those_who_stand_alike_are_shown_so(house: House) -> None:
    preference = await ranking(house)
    for persona, marks in {"molde1": "123", "aukra": "213", "rauma": "123", "vestnes": "213"}.items():
        await answer(house, persona, preference, *marks)
    await house.act("leder", "preference.close", preference=preference.id)
    card = await shown(house, "molde1", preference)
    assert says(card, "**1.** A. BU 1/26", "**1.** B. BU 2/26", "**3.** C. BU 3/26", "står likt")


@pytest.mark.parametrize("method", ["score", "dots"])
async def test_points_and_dots_are_summed(house: House, method: str) -> None:
    """Complaint 2: a municipality spreads its dots over several cases in one go."""
    preference = await ranking(house, method)
    for persona in ORDERS:
        await answer(house, persona, preference, "1", "3", "2")
    if method == "dots":
        over = card_of(await answer(house, "molde1", preference, "6", "1", "0"))
        assert says(over, "Dere har")
    await house.act("leder", "preference.close", preference=preference.id)
    assert says(await shown(house, "molde1", preference), "**1.** B. BU 2/26 Felles arkiv (12)", "(8)", "(4)")


async def test_alternatives_are_chosen_before_the_voting(house: House) -> None:
    [proposal_id] = await cases(house, ("Felles skjema",))
    fields = {"proposal": proposal_id, **TEXTS, "method": "plurality", "closes_on": DAY}
    preference = await opened(house, "alternatives_open", **fields)
    for persona, pick in {"molde1": 1, "aukra": 1, "rauma": 0, "vestnes": 1}.items():
        await answer(house, persona, preference, *("1" if n == pick else "" for n in range(2)))
    both = card_of(await answer(house, "molde1", preference, "1", "1"))
    assert says(both, SENTENCES["preference_one"])
    await house.act("leder", "preference.close", preference=preference.id)
    ids = {"form": "preference_choose", "preference": preference.id}
    lost = await house.send_dialog("leder", **ids, option="1")
    assert told(lost) == SENTENCES["alternative_lost"]
    assert told(await house.send_dialog("sekretaer", **ids, option="2")) == SENTENCES["no_right_lead"]
    assert "nå innstillingen" in told(await house.send_dialog("leder", **ids, option="2"))
    proposal = await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))
    assert proposal.recommendation == TEXTS["text_1"]
    [entry] = [one for one in await house.record() if one.action == "preference.chosen"]
    assert entry.details["before"] == "Utvalget tilrår at forslaget gjennomføres."


async def test_a_tie_between_alternatives_needs_a_reason(house: House) -> None:
    [proposal_id] = await cases(house, ("Felles skjema",))
    fields = {"proposal": proposal_id, **TEXTS, "method": "approval", "closes_on": DAY}
    preference = await opened(house, "alternatives_open", **fields)
    for persona in ORDERS:
        await answer(house, persona, preference, "1", "1")
    await house.act("leder", "preference.close", preference=preference.id)
    ids = {"form": "preference_choose", "preference": preference.id, "option": "1"}
    assert says(card_of(await house.send_dialog("leder", **ids)), SENTENCES["field_empty"])
    assert "innstillingen" in told(await house.send_dialog("leder", **ids, reason="A er prøvd ut."))


@pytest.mark.parametrize("persona", ["leder", "rorikt", "tillitsvalgt", "utenfor"])
async def test_who_has_no_weight_answers_nothing(house: House, persona: str) -> None:
    preference = await ranking(house)
    ids = {"form": "preference_ballot", "preference": preference.id}
    assert (await house.open_dialog(persona, **ids))["task"]["type"] == "message"
    assert (await answer(house, persona, preference, "1", "2", "3"))["task"]["type"] == "message"
    assert says(await shown(house, "molde1", preference), "0 av 4 har svart")


@pytest.mark.parametrize("persona", ["molde1", "rorikt", "utenfor"])
async def test_only_leader_and_secretary_open(house: House, persona: str) -> None:
    ids = await cases(house)
    assert (await house.open_dialog(persona, form="preference_open"))["task"]["type"] == "message"
    fields = {"title": "X", "cases": ",".join(ids), "method": "schulze", "closes_on": DAY, "new": "a" * 32}
    assert (await house.send_dialog(persona, form="preference_open", **fields))["task"]["type"] == "message"
    assert await rankings(house) == []


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(house: House) -> None:
    ids = await cases(house)
    data = button(card_of(await house.open_dialog("leder", form="preference_open")), "Send")["data"]
    form = card_of(
        await house.send_dialog("leder", **data, title="Kart", cases=ids[0], method="x", closes_on="2026-11-20")
    )
    assert says(form, SENTENCES["preference_options"], SENTENCES["field_not_chosen"], SENTENCES["preference_day"])
    assert any(one.get("value") == "Kart" for one in form["body"])
    preference = await opened(house, title="Kart", cases=",".join(ids), method="schulze", closes_on=DAY)
    assert says(card_of(await answer(house, "molde1", preference, "", "", "")), SENTENCES["preference_empty"])
    assert says(card_of(await answer(house, "molde1", preference, "1", "9", "x")), SENTENCES["field_not_chosen"])


async def test_what_there_is_is_listed(house: House) -> None:
    assert says(await house.say("leder", "prioritering"), "Ingenting er prioritert ennå.", "når de er kvalitetssikret")
    preference = await ranking(house)
    listed = await house.say("leder", "prioriter")
    assert says(listed, "Prioritering: Delportefølje 2027", "0 av 4 har svart")
    assert {"Ny prioritering", "Nye alternativer", "Vis"} <= {one["title"] for one in buttons(listed)}
    assert {one["title"] for one in buttons(await house.say("molde1", "prioritering"))} == {"Vis"}
    assert says(await house.say("utenfor", "prioritering"), SENTENCES["no_seat"])
    assert preference.is_open
