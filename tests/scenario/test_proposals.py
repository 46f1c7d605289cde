"""Proposals as the proposer and ROR-IKT's member notice them: the form, the number, the way back and forth."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from committee.proposals import LONGEST, ProposalState
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


# Drafts


def form_button(card: dict[str, Any], title: str) -> dict[str, Any]:
    return button(card, title)["data"]


async def draft(house: House, persona: str = "molde1", **fields: str) -> str:
    """Saves a draft by the dialog; gives its id."""
    data = form_button(card_of(await house.open_dialog(persona, form="proposal")), "Lagre kladd")
    answer = await house.send_dialog(persona, **data, **{**dict.fromkeys(FORM, ""), **fields})
    assert "bare du ser den" in answer["task"]["value"]
    return data["proposal"]


async def test_a_draft_waits_for_its_writer_alone_and_has_no_number_until_it_is_sent(house: House) -> None:
    draft_id = await draft(house, title="Hemmelig idé", need="Halvferdig")
    assert says(await house.say("molde1", "venter"), "Kladd: Hemmelig idé")
    in_channel = await house.say("molde1", "venter", conversation=CHANNEL)
    assert not says(in_channel, "Hemmelig idé")
    for persona in ("molde2", "leder", "sekretaer", "rorikt"):
        for words in ("venter", "saker"):
            assert not says(await house.say(persona, words), "Hemmelig idé"), (persona, words)
        opened = await house.open_dialog(persona, form="proposal", proposal=draft_id)
        assert opened["task"]["type"] == "message", persona
        sent = await house.send_dialog(persona, form="proposal", proposal=draft_id, **FORM)
        assert sent["task"]["type"] == "message"
        assert "saksnummer" not in sent["task"]["value"]
    assert "Hemmelig" not in str(await house.record())
    form = card_of(await house.open_dialog("molde1", form="proposal", proposal=draft_id))
    assert inputs(form)["need"] == "Halvferdig"
    answer = await house.send_dialog("molde1", **{**form_button(form, "Send inn"), **FORM})
    assert "saksnummer BU 1/26" in answer["task"]["value"]
    assert not says(await house.say("molde1", "venter"), "Kladd:")


async def test_a_draft_may_lack_anything_but_not_everything(house: House) -> None:
    data = form_button(card_of(await house.open_dialog("molde1", form="proposal")), "Lagre kladd")
    empty = await house.send_dialog("molde1", **data, **dict.fromkeys(FORM, " "))
    assert "Fyll ut dette feltet." in beside(card_of(empty), "title")
    long = await house.send_dialog("molde1", **data, **{**FORM, "cost": "å" * (LONGEST["cost"] + 1)})
    assert "Teksten er for lang" in beside(card_of(long), "cost")
    assert not says(await house.say("molde1", "venter"), "Kladd:")


async def test_a_draft_is_thrown_away_only_when_one_is_sure(house: House) -> None:
    draft_id = await draft(house, title="Bort med den")
    form = card_of(await house.open_dialog("molde1", form="proposal", proposal=draft_id))
    asked = card_of(await house.send_dialog("molde1", **form_button(form, "Slett kladden"), **FORM))
    assert says(asked, "Er du sikker?")
    assert says(await house.say("molde1", "venter"), "Kladd: Bort med den")
    gone = await house.send_dialog("molde1", **form_button(asked, "Ja, slett kladden"), **FORM)
    assert "Kladden er slettet" in gone["task"]["value"]
    assert not says(await house.say("molde1", "venter"), "Kladd:")
    assert (await house.open_dialog("molde1", form="proposal", proposal=draft_id))["task"]["type"] == "message"


# Versions


async def revise(house: House, persona: str, proposal_id: str, **fields: str) -> dict[str, Any]:
    """Opens the form of a case that is there, changes some fields and sends it; gives the answer's task."""
    opened = await house.open_dialog(persona, form="proposal", proposal=proposal_id)
    if opened["task"]["type"] == "message":
        return opened["task"]
    form = card_of(opened)
    data = form_button(form, "Send inn")
    return (await house.send_dialog(persona, **{**data, **inputs(form), **fields}))["task"]


async def case_of(house: House, proposal_id: str) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))


async def test_a_new_version_is_assured_anew_and_tells_word_by_word_what_changed(house: House) -> None:
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    meeting_id = (await case_of(house, proposal_id)).meeting_id
    opened = card_of(await house.open_dialog("molde1", form="proposal", proposal=proposal_id))
    assert says(opened, "kvalitetssikres den på nytt")
    told = await revise(house, "molde1", proposal_id, cost="300 000 kr i året", why="Leverandøren hevet prisen")
    assert "BU 1/26 er rettet" in told["value"]
    case = await case_of(house, proposal_id)
    assert (case.state, case.version, case.assurance) == (ProposalState.SUBMITTED, 2, None)
    meeting = await house.bot.office.store.read(lambda tx: tx.meeting(meeting_id))
    assert proposal_id not in meeting.agenda
    seen = (await house.act("aukra", "case.view", proposal=proposal_id))["value"]
    assert says(seen, "Versjon 2 av teksten, fra Ingrid Moen", "Kostnad: «250» ble «300»")
    await house.settle()
    await house.wait_for_card(house.chat("rorikt"), "Kvalitetssikring: BU 1/26", "300 000 kr i året")
    await house.assure(proposal_id)
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA


async def test_a_form_delivered_again_after_a_later_change_does_not_bring_the_old_text_back(house: House) -> None:
    proposal_id = await house.propose("molde1")
    opened = card_of(await house.open_dialog("molde1", form="proposal", proposal=proposal_id))
    first = {**form_button(opened, "Send inn"), **inputs(opened), "cost": "ett"}
    await house.send_dialog("molde1", **first)
    await house.send_dialog("molde1", **first)
    assert (await case_of(house, proposal_id)).version == 2
    await revise(house, "molde1", proposal_id, cost="to")
    late = await house.send_dialog("molde1", **first)
    assert "Teksten er endret etter at du åpnet skjemaet" in late["task"]["value"]
    case = await case_of(house, proposal_id)
    assert (case.version, case.form.cost) == (3, "to")


async def test_others_do_not_change_the_text(house: House) -> None:
    proposal_id = await house.propose("molde1")
    before = await house.snapshot()
    for persona in ("molde2", "aukra", "rorikt"):
        assert "Bare den som sendte inn" in (await revise(house, persona, proposal_id))["value"]
        sent = await house.send_dialog(persona, form="proposal", proposal=proposal_id, version="1", **FORM)
        assert "Bare den som sendte inn" in sent["task"]["value"]
    assert await house.snapshot() == before


async def test_the_first_ballot_freezes_the_text_and_a_correction_is_a_new_version_and_a_new_voting(
    house: House,
) -> None:
    """Complaint 15: a poll edited after people have voted would change what they said yes to."""
    voting_id = await house.open_voting()
    proposal_id = (await house.voting(voting_id)).proposal_id
    await house.cast(voting_id, {"aukra": "for"})
    frozen = await revise(house, "molde1", proposal_id, cost="Dobbelt så mye")
    assert "da ligger teksten fast" in frozen["value"]
    forged = await house.send_dialog("molde1", form="proposal", proposal=proposal_id, version="1", **FORM)
    assert "da ligger teksten fast" in forged["task"]["value"]
    data = {"form": "case_stop", "proposal": proposal_id}
    assert "Det er lederen" in (await house.send_dialog("molde1", **data, ground="Nei"))["task"]["value"]
    assert says(card_of(await house.send_dialog("leder", **data, ground=" ")), "Fyll ut dette feltet.")
    await house.send_dialog("leder", **data, ground="Kostnaden er feil")
    assert says((await house.vote("rauma", voting_id, "for")), "lukket")
    await house.settle()
    await house.wait_for_card(house.chat("molde1"), "Avstemningen i sak BU 1/26 er stoppet")
    await revise(house, "molde1", proposal_id, cost="500 000 kr i året")
    await house.assure(proposal_id)
    case = await case_of(house, proposal_id)
    assert (case.state, case.version) == (ProposalState.ON_AGENDA, 2)
    await house.act("leder", "voting.open", proposal=proposal_id)
    anew = (await case_of(house, proposal_id)).voting_id
    assert anew != voting_id
    assert not await house.bot.office.store.read(lambda tx: tx.ballots(anew))


async def test_a_voting_that_nobody_has_voted_in_gives_way_to_the_proposers_correction(house: House) -> None:
    voting_id = await house.open_voting()
    proposal_id = (await house.voting(voting_id)).proposal_id
    await revise(house, "molde1", proposal_id, title="Felles dialog med innbyggerne")
    assert (await case_of(house, proposal_id)).state is ProposalState.SUBMITTED
    assert says((await house.vote("rauma", voting_id, "for")), "lukket")


async def test_what_has_been_voted_on_is_corrected_with_a_reason_and_voted_on_again(house: House) -> None:
    voting_id = await house.open_voting()
    proposal_id = (await house.voting(voting_id)).proposal_id
    await house.cast(voting_id, dict.fromkeys(("molde1", "aukra", "rauma", "vestnes"), "for"))
    await house.close(voting_id)
    silent = await revise(house, "molde1", proposal_id, cost="En million")
    assert "Fyll ut dette feltet." in beside(silent["value"]["card"]["content"], "why")
    assert inputs(silent["value"]["card"]["content"])["cost"] == "En million"
    await revise(house, "sekretaer", proposal_id, cost="En million", why="Skrivefeil i kostnaden")
    case = await case_of(house, proposal_id)
    assert (case.state, case.advice, case.version) == (ProposalState.SUBMITTED, None, 2)
    assert not says((await house.act("aukra", "case.view", proposal=proposal_id))["value"], "4 av 4 stemmevekt for")


async def test_what_was_voted_on_is_told_as_it_was_when_the_text_is_another_since(house: House) -> None:
    """Complaint 15: neither the result's card nor the minutes say that people voted for what came later."""
    voting_id = await house.open_voting(title="Det vi stemte over")
    proposal_id = (await house.voting(voting_id)).proposal_id
    await house.cast(voting_id, dict.fromkeys(("molde1", "aukra", "rauma", "vestnes"), "for"))
    await house.close(voting_id)
    await revise(house, "molde1", proposal_id, title="Noe helt annet", why="Ombestemte oss")
    told = (await house.act("aukra", "voting.view", voting=voting_id))["value"]
    assert says(told, "Det vi stemte over", "Utvalget tilrår at forslaget gjennomføres.")
    assert not says(told, "Noe helt annet")
    meeting_id = await house.next_meeting_id()
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    (treated,) = minutes.cases
    assert (treated.title, treated.recommendation) == (
        "Det vi stemte over",
        "Utvalget tilrår at forslaget gjennomføres.",
    )
