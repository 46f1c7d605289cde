"""Proposals as the proposer and ROR-IKT's member notice them: the form, the number, the way back and forth."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from committee.proposals import LONGEST
from tests.house_fixture import CHANNEL, FORM, House, button, running_house, says, texts


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


def card_of(dialog: dict[str, Any]) -> dict[str, Any]:
    """The form in a dialog's answer."""
    assert dialog["task"]["type"] == "continue", dialog
    return dialog["task"]["value"]["card"]["content"]


def inputs(card: dict[str, Any]) -> dict[str, Any]:
    """What stands in each field."""
    return {one["id"]: one.get("value", "") for one in card["body"] if str(one["type"]).startswith("Input.")}


def beside(card: dict[str, Any], name: str) -> str:
    """The sentence just below a field."""
    place = next(n for n, one in enumerate(card["body"]) if one.get("id") == name)
    below = card["body"][place + 1]
    return "" if str(below["type"]).startswith("Input.") else " ".join(texts(below))


async def send(house: House, persona: str = "molde1", **fields: str) -> dict[str, Any]:
    """Opens the dialog, fills it in and sends it."""
    data = button(card_of(await house.open_dialog(persona, form="proposal")), "Send inn")["data"]
    return await house.send_dialog(persona, **data, **{**FORM, **fields})


MARKS = ("Fyll ut dette", "Teksten er for lang", "Velg ett av", "Velg en tjeneste")
FAULTS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "empty": (
        dict.fromkeys(FORM, ""),
        {
            **dict.fromkeys(LONGEST, "Fyll ut dette feltet."),
            "kind": "Velg ett av svarene.",
            "personal_data": "Velg ett av svarene.",
        },
    ),
    "blanks": ({"title": "  \n ", "need": "\t"}, dict.fromkeys(("title", "need"), "Fyll ut dette feltet.")),
    "too long": (
        {name: "å" * (longest + 1) for name, longest in LONGEST.items()},
        {name: f"høyst {longest} tegn" for name, longest in LONGEST.items()},
    ),
    "no kind": ({"kind": ""}, {"kind": "Velg ett av svarene."}),
    "a kind that is not there": ({"kind": "teleport"}, {"kind": "Velg ett av svarene."}),
    "a change without a service": ({"kind": "change"}, {"service": "Velg en tjeneste fra katalogen"}),
    "a service not in the catalogue": (
        {"kind": "change", "service": "finnesikke"},
        {"service": "Velg en tjeneste fra katalogen"},
    ),
    "personal data not answered": ({"personal_data": "kanskje"}, {"personal_data": "Velg ett av svarene."}),
}


@pytest.mark.parametrize("case", FAULTS)
async def test_a_form_with_faults_comes_back_with_a_sentence_beside_each_and_nothing_lost(
    house: House, case: str
) -> None:
    fields, sentences = FAULTS[case]
    before = await house.snapshot()
    card = card_of(await send(house, **fields))
    assert says(card, "det du har skrevet, er tatt vare på")
    for name, sentence in sentences.items():
        assert sentence in beside(card, name), name
    wrong = [name for name in FORM if any(one in beside(card, name) for one in MARKS)]
    assert sorted(wrong) == sorted(sentences)
    typed = {name: value for name, value in {**FORM, **fields}.items() if name in LONGEST}
    assert {name: inputs(card)[name] for name in LONGEST} == typed
    assert await house.snapshot() == before


async def test_the_longest_texts_allowed_are_taken_whole(house: House) -> None:
    longest = {name: "å" * size for name, size in LONGEST.items()}
    proposal_id = await house.propose("molde1", **longest)
    proposal = await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))
    assert {name: getattr(proposal.form, name) for name in LONGEST} == longest


async def search(house: House, words: Any, persona: str = "molde1", dataset: str = "services") -> list[str]:
    value = {"kind": "search", "dataset": dataset, "queryText": words, "queryOptions": {"skip": 0, "top": 15}}
    answer = await house.sandbox.invoke(persona, "application/search", value)
    assert answer.status == 200
    return [one["title"] for one in answer.body["value"]["results"]]


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("epost", "E-post og kalender"),
        ("turnsu", "Ressursstyring og turnus"),
        ("pasientjurnal", "Elektronisk pasientjournal"),
        ("barnevren", "Fagsystem for barnevern"),
        ("skrivere", "Utskrift"),
        ("Øknomi", "Økonomisystem"),
        ("trådlaust", "Nett og trådløst"),
    ],
)
async def test_the_catalogue_is_searched_with_typing_errors_forgiven(house: House, words: str, service: str) -> None:
    assert service in (await search(house, words))[:3]


async def test_the_search_shows_all_at_first_and_nothing_to_those_who_cannot_propose(house: House) -> None:
    assert len(await search(house, "")) == 15
    assert await search(house, "e-post", "utenfor") == []
    assert len(await search(house, ["e-post"])) == 15
    assert await search(house, "e-post", dataset="people") == []


async def test_a_change_names_the_service_it_is_about(house: House) -> None:
    await house.propose("molde1", kind="change", service="epost")
    await house.wait_for_card(CHANNEL, "Sak BU 1/26", "Endring av")


@pytest.mark.parametrize("same_id", [True, False], ids=["same id", "new ids"])
async def test_a_form_delivered_four_times_is_one_case(house: House, same_id: bool) -> None:
    house.sandbox.fault("invoke", "task/submit", "duplicate", copies=4, same_id=same_id)
    assert "saksnummer BU 1/26" in (await send(house))["task"]["value"]
    again = await send(house, title="En annen sak")
    assert "saksnummer BU 2/26" in again["task"]["value"]
    assert len(await house.bot.office.store.read(lambda tx: tx.proposals("bestillerutvalget"))) == 2


async def test_case_numbers_run_without_gaps_even_when_forms_had_faults(house: House) -> None:
    numbers = []
    for n in range(3):
        card_of(await send(house, title=""))
        numbers.append((await send(house, "aukra", title=f"Sak {n}"))["task"]["value"])
    assert [f"BU {n}/26" in told for n, told in enumerate(numbers, 1)] == [True] * 3
    saker = await house.say("rauma", "saker")
    assert says(saker, "BU 1/26", "BU 2/26", "BU 3/26", "venter på kvalitetssikring")


async def test_a_proposal_sent_back_is_mended_and_keeps_its_number(house: House) -> None:
    proposal_id = await house.propose("molde1")
    empty = await house.act("rorikt", "proposal.send_back", proposal=proposal_id, reason=" ")
    assert says(empty["value"], "Fyll ut dette feltet.")
    await house.act("rorikt", "proposal.send_back", proposal=proposal_id, reason="Hva koster det å drifte?")
    told = await house.wait_for_card(house.chat("molde1"), "BU 1/26 trenger litt mer", "Hva koster det å drifte?")
    opens = button(told.card, "Rett opp og send på nytt")["data"]
    form = card_of(await house.open_dialog("molde1", form="proposal", proposal=opens["proposal"]))
    assert {name: inputs(form)[name] for name in LONGEST} == {name: FORM[name] for name in LONGEST}
    data = button(form, "Send inn")["data"]
    resent = await house.send_dialog("molde1", **data, **{**FORM, "cost": "300 000 kr med drift"})
    assert "BU 1/26" in resent["task"]["value"]
    await house.wait_for_card(house.chat("rorikt"), "Kvalitetssikring: BU 1/26", "300 000 kr med drift")
    await house.assure(proposal_id)


async def test_only_the_proposer_may_mend_a_proposal(house: House) -> None:
    proposal_id = await house.propose("molde1")
    await house.act("rorikt", "proposal.send_back", proposal=proposal_id, reason="Mer om gevinsten")
    before = await house.snapshot()
    for persona in ("molde2", "aukra", "rorikt"):
        opened = await house.open_dialog(persona, form="proposal", proposal=proposal_id)
        assert "Bare den som sendte inn forslaget kan rette det" in opened["task"]["value"]
        sent = await house.send_dialog(persona, **{**FORM, "form": "proposal", "proposal": proposal_id})
        assert "Bare den som sendte inn forslaget kan rette det" in sent["task"]["value"]
    assert await house.snapshot() == before


async def test_a_proposal_that_is_not_sent_back_cannot_be_changed_by_its_form(house: House) -> None:
    proposal_id = await house.propose("molde1")
    before = await house.snapshot()
    told = await house.send_dialog("molde1", **{**FORM, "form": "proposal", "proposal": proposal_id, "title": "Nytt"})
    assert "BU 1/26" in told["task"]["value"]
    assert await house.snapshot() == before


@pytest.mark.parametrize(
    ("persona", "sentence"),
    [
        ("utenfor", "Du har ingen plass i dette utvalget"),
        ("tillitsvalgt", "Det er representantene"),
        ("leder", "Det er representantene"),
        ("sekretaer", "Det er representantene"),
    ],
)
async def test_those_who_may_not_propose_are_told_who_may(house: House, persona: str, sentence: str) -> None:
    before = await house.snapshot()
    assert sentence in (await house.open_dialog(persona, form="proposal"))["task"]["value"]
    data = {"form": "proposal", "proposal": uuid.uuid4().hex, "committee": "bestillerutvalget"}
    assert sentence in (await house.send_dialog(persona, **data, **FORM))["task"]["value"]
    assert await house.snapshot() == before


async def test_kvalitetssikring_wants_every_point_and_keeps_what_was_typed(house: House) -> None:
    proposal_id = await house.propose("molde1")
    before = await house.snapshot()
    answer = await house.act(
        "rorikt", "proposal.assure", proposal=proposal_id, check_0="true", assessment="Vi har tid", recommendation="Ja"
    )
    assert says(answer["value"], "Kryss av hvert punkt i sjekklisten")
    kept = {one.get("id"): one.get("value") for one in _fields(answer["value"])}
    assert (kept["assessment"], kept["recommendation"], kept["check_0"]) == ("Vi har tid", "Ja", "true")
    checks = {f"check_{n}": "true" for n in range(len(house.mandate.checklist))}
    answer = await house.act("rorikt", "proposal.assure", proposal=proposal_id, assessment="Vi har tid", **checks)
    assert says(answer["value"], "Fyll ut dette feltet.")
    assert await house.snapshot() == before


def _fields(card: Any) -> list[dict[str, Any]]:
    if isinstance(card, dict):
        own = [card] if str(card.get("type", "")).startswith("Input.") else []
        return own + [one for value in card.values() for one in _fields(value)]
    return [one for value in card for one in _fields(value)] if isinstance(card, list) else []


async def test_what_is_written_is_shown_as_written_and_never_as_formatting(house: House) -> None:
    await house.propose("molde1", title="**Gratis** [se her](https://example.org)", need="# Overskrift\n- punkt")
    post = await house.wait_for_card(CHANNEL, "Sak BU 1/26")
    assert not any("**Gratis**" in line or "[se her](" in line for line in texts(post.card))
