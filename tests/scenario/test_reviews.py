"""Privacy and security are looked at before a case goes on, and weighty cases go to the board (001-06, 001-08/09)."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.proposals import ProposalState, Ruling
from committee.reviews import Review
from tests.house_fixture import BOARD_CHANNEL, FORM, House, button, buttons, lend_files, running_house, says, texts
from tests.sandbox_fixture import ROOT

REVIEWERS = """
reviewers:
  molde: { privacy: [raadgiver1], security: [raadgiver2] }
  aukra: { privacy: [stab-aukra] }
"""
ALL_FOR = {"molde1": "for", "aukra": "for", "rauma": "for", "vestnes": "for"}


async def opened(tmp_path: Path, more: str) -> AsyncIterator[House]:
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    with (tmp_path / "register.yaml").open("a", encoding="utf-8") as register:
        register.write(more)
    async with running_house(tmp_path) as house:
        yield house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people, and three who look after privacy and security."""
    async for one in opened(tmp_path, REVIEWERS):
        yield one


@pytest.fixture
async def without(tmp_path: Path) -> AsyncIterator[House]:
    """The register names somebody, but for none of Bestillerutvalget's organisations."""
    async for one in opened(tmp_path, "\nreviewers:\n  oslo: { privacy: [raadgiver1] }\n"):
        yield one


async def case_of(house: House, proposal_id: str) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))


async def see(house: House, persona: str, proposal_id: str) -> dict[str, Any]:
    return (await house.act(persona, "case.view", proposal=proposal_id))["value"]


async def reviews_of(house: House, proposal_id: str) -> dict[str, Any]:
    """By who was asked first."""
    found = await house.bot.office.store.read(lambda tx: list(tx.records_about(Review, proposal_id)))
    return {one.people[0] if one.people else "": one for one in found}


async def fill(house: House, persona: str, form: str, fields: dict[str, str], **ids: str) -> dict[str, Any]:
    """Opens a dialog, fills it in and sends it; gives the answer's task."""
    asked = await house.open_dialog(persona, form=form, **ids)
    assert asked["task"]["type"] == "continue", asked
    card = asked["task"]["value"]["card"]["content"]
    data = next(one["data"] for one in buttons(card) if one["data"].get("form") == form)
    standing = {one["id"]: one["value"] for one in card["body"] if one["type"].startswith("Input.")}
    return (await house.send_dialog(persona, **{**data, **standing, **fields}))["task"]


async def done(house: House, persona: str, form: str, fields: dict[str, str], **ids: str) -> str:
    task = await fill(house, persona, form, fields, **ids)
    assert task["type"] == "message", list(texts(task))
    return task["value"]


async def assured(house: House, **significance: str) -> str:
    """A case with personal data that ROR-IKT has vouched for; gives its id."""
    proposal_id = await house.propose("molde1")
    checks = {f"check_{n}": "true" for n in range(len(house.mandate.checklist))}
    data = {"proposal": proposal_id, "assessment": "ROR-IKT har kapasitet.", "recommendation": "Utvalget tilrår dette."}
    answer = await house.act("rorikt", "proposal.assure", **data, **checks, **significance)
    assert says(answer["value"], "Kvalitetssikret"), list(texts(answer))
    return proposal_id


# Privacy and security


async def test_a_case_with_personal_data_waits_until_those_who_look_after_it_have_answered(house: House) -> None:
    proposal_id = await assured(house)
    assert (await case_of(house, proposal_id)).state is ProposalState.ASSURED
    await house.settle()
    asked = await house.wait_for_card(house.chat("raadgiver1"), "Se på sak BU 1/26", "personvernrådgiver i Molde")
    assert says(await see(house, "aukra", proposal_id), "Venter på personvernrådgiver i Aukra: Oddvar Krogh")
    cleared = await house.press("raadgiver1", asked, "Uten merknad")
    assert says(cleared["value"], "Du har svart: uten merknad.")
    reviews = await reviews_of(house, proposal_id)
    await done(house, "raadgiver2", "review_remark", {"text": "Krev tofaktor."}, review=reviews["raadgiver2"].id)
    assert (await case_of(house, proposal_id)).state is ProposalState.ASSURED
    await house.act("stab-aukra", "review.clear", review=reviews["stab-aukra"].id)
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA
    seen = await see(house, "aukra", proposal_id)
    assert says(seen, "Simen Løken, sikkerhetsansvarlig i Molde", "Krev tofaktor.", "Uten merknad")


async def test_a_red_flag_tells_that_municipalitys_contact_and_nobody_elses(house: House) -> None:
    proposal_id = await assured(house)
    review = (await reviews_of(house, proposal_id))["raadgiver1"]
    task = await fill(house, "raadgiver1", "review_remark", {"text": " ", "flag": "true"}, review=review.id)
    assert says(task["value"]["card"]["content"], "Fyll ut dette feltet.")
    await done(
        house, "raadgiver1", "review_remark", {"text": "Data lagres utenfor EØS.", "flag": "true"}, review=review.id
    )
    await house.settle()
    for persona in ("kd-molde", "leder"):
        flag = await house.wait_for_card(house.chat(persona), "Rødt flagg i sak BU 1/26", "Data lagres utenfor EØS.")
        assert says(flag.card, "Ida Nordvik, personvernrådgiver i Molde, skriver:")
    assert not [one for one in house.sandbox.posts(house.chat("kd-aukra"), author="bot") if says(one.card, "flagg")]


async def test_the_leader_goes_on_without_an_answer_and_the_ground_is_kept(house: House) -> None:
    proposal_id = await assured(house)
    task = await fill(house, "leder", "review_pass", {"ground": ""}, proposal=proposal_id)
    assert says(task["value"]["card"]["content"], "Fyll ut dette feltet.", "Ida Nordvik")
    await done(house, "leder", "review_pass", {"ground": "Saken haster, og rådgiver er borte."}, proposal=proposal_id)
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA
    assert says(await see(house, "aukra", proposal_id), "Saken haster, og rådgiver er borte.", "Ikke svart:")
    assert [one.action for one in await house.record()].count("review.passed") == 3


async def test_where_nobody_is_named_the_leader_is_told_and_writes_down_who_has_seen_it(without: House) -> None:
    proposal_id = await assured(without)
    await without.settle()
    asked = await without.wait_for_card(without.chat("leder"), "Hvem ser på personvernet i sak BU 1/26?")
    assert button(asked.card, "Før inn hvem som har sett saken")["data"]["form"] == "review_seen"
    fields = {"who": "Personvernombudet i Molde", "text": "Ingen merknad."}
    await done(without, "leder", "review_seen", fields, proposal=proposal_id)
    assert says(await see(without, "aukra", proposal_id), "Sett av Personvernombudet i Molde (ført inn av Solveig")


# How weighty


async def test_a_weighty_case_goes_to_the_board_with_the_committees_advice(house: House) -> None:
    proposal_id = await assured(house, significant="yes", significant_ground="Binder kommunene i ti år.")
    await done(house, "leder", "review_pass", {"ground": "Sett på i går."}, proposal=proposal_id)
    assert says(await see(house, "aukra", proposal_id), "Av vesentlig art", "Binder kommunene i ti år.")
    await house.act("leder", "meeting.start", meeting=(await case_of(house, proposal_id)).meeting_id)
    await house.act("leder", "voting.open", proposal=proposal_id)
    voting_id = (await case_of(house, proposal_id)).voting_id
    await house.cast(voting_id, ALL_FOR)
    await house.close(voting_id)
    case = await case_of(house, proposal_id)
    assert (case.state, case.advice) == (ProposalState.ESCALATED, ProposalState.RECOMMENDED)
    await house.settle()
    await house.wait_for_card(BOARD_CHANNEL, "Til behandling: BU 1/26", "Binder kommunene i ti år.")
    answer = {"answer": "approved", "text": "Styret vedtar.", "reference": "PS 3/26"}
    await done(house, "sekretaer", "case_body", answer, proposal=proposal_id)
    assert (await case_of(house, proposal_id)).ruling is Ruling.APPROVED


async def test_without_weight_the_case_goes_to_daglig_leder_as_before(house: House) -> None:
    proposal_id = await assured(house, significant="no")
    await done(house, "leder", "review_pass", {"ground": "Sett på i går."}, proposal=proposal_id)
    await house.act("leder", "meeting.start", meeting=(await case_of(house, proposal_id)).meeting_id)
    await house.act("leder", "voting.open", proposal=proposal_id)
    voting_id = (await case_of(house, proposal_id)).voting_id
    await house.cast(voting_id, ALL_FOR)
    await house.close(voting_id)
    assert (await case_of(house, proposal_id)).state is ProposalState.WITH_OFFICE


async def test_yes_needs_a_ground_and_what_was_typed_stays(house: House) -> None:
    proposal_id = await house.propose("molde1")
    checks = {f"check_{n}": "true" for n in range(len(house.mandate.checklist))}
    data = {"proposal": proposal_id, "assessment": "Stor sak.", "recommendation": "Utvalget tilrår dette."}
    answer = await house.act("rorikt", "proposal.assure", **data, **checks, significant="yes", significant_ground=" ")
    assert says(answer["value"], "Fyll ut dette feltet.", "Stor sak.")
    assert (await case_of(house, proposal_id)).state is ProposalState.SUBMITTED


async def test_the_leader_overrules_with_a_ground_and_both_stand_in_the_record(house: House) -> None:
    proposal_id = await assured(house, significant="yes", significant_ground="Mye penger.")
    fields = {"significant": "no", "significant_ground": ""}
    task = await fill(house, "leder", "significance", fields, proposal=proposal_id)
    assert says(task["value"]["card"]["content"], "Fyll ut dette feltet.")
    fields = {"significant": "no", "significant_ground": "Innenfor budsjettet."}
    await done(house, "leder", "significance", fields, proposal=proposal_id)
    assert says(await see(house, "aukra", proposal_id), "Ikke av vesentlig art", "Innenfor budsjettet.")
    weighed = [one for one in await house.record() if one.action == "case.weighed"]
    assert [(one.actor_id, one.details["significant"]) for one in weighed] == [("rorikt", True), ("leder", False)]


@pytest.mark.parametrize("persona", ["molde1", "rorikt", "tillitsvalgt", "raadgiver1", "utenfor"])
async def test_only_leader_and_secretary_go_on_or_overrule(house: House, persona: str) -> None:
    proposal_id = await assured(house)
    before = await house.record()
    for form in ("review_pass", "review_seen", "significance"):
        fields = {"ground": "Nei", "who": "Nei", "significant": "yes", "significant_ground": "Nei"}
        sent = await house.send_dialog(persona, form=form, proposal=proposal_id, **fields)
        assert sent["task"]["type"] == "message"
        assert any(told in sent["task"]["value"] for told in ("planlegger møtene", "ingen plass i dette utvalget"))
    assert await house.record() == before


@pytest.mark.parametrize("persona", ["leder", "raadgiver2", "kd-molde", "utenfor"])
async def test_only_the_one_who_is_asked_answers(house: House, persona: str) -> None:
    proposal_id = await assured(house)
    review = (await reviews_of(house, proposal_id))["raadgiver1"]
    before = await house.record()
    sent = await house.send_dialog(persona, form="review_remark", review=review.id, text="Nei", flag="true")
    assert "den som er bedt om å se på saken" in sent["task"]["value"]
    pressed = await house.act(persona, "review.clear", review=review.id)
    assert "den som er bedt om å se på saken" in str(pressed["value"])
    assert await house.record() == before


async def test_a_new_text_is_looked_at_anew(house: House) -> None:
    proposal_id = await assured(house)
    first = await reviews_of(house, proposal_id)
    opened_form = await house.open_dialog("molde1", form="proposal", proposal=proposal_id)
    data = button(opened_form["task"]["value"]["card"]["content"], "Send inn")["data"]
    fields = {**FORM, "need": "Vi trenger også journalen.", "why": "Mer data."}
    await house.send_dialog("molde1", **{**fields, **data})
    await house.assure(proposal_id)
    case = await case_of(house, proposal_id)
    assert (case.version, case.state) == (2, ProposalState.ASSURED)
    late = await house.act("raadgiver1", "review.clear", review=first["raadgiver1"].id)
    assert "fått en ny tekst" in str(late["value"])
    for persona, review in first.items():
        await house.act(persona, "review.clear", review=review.id.replace(":1:", ":2:"))
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA


async def test_those_who_have_not_answered_are_reminded_and_nobody_else(house: House) -> None:
    """Complaint 14."""
    proposal_id = await assured(house)
    reviews = await reviews_of(house, proposal_id)
    await house.act("raadgiver1", "review.clear", review=reviews["raadgiver1"].id)
    await house.settle()
    await house.pass_time(timedelta(days=6))
    await house.wait_for_card(house.chat("raadgiver2"), "En påminnelse: Saken venter på deg.")
    told = house.sandbox.posts(house.chat("raadgiver1"), author="bot")
    assert not [one for one in told if says(one.card, "En påminnelse")]


async def test_a_case_without_personal_data_waits_for_nobody(house: House) -> None:
    proposal_id = await house.propose("molde1", personal_data="no")
    await house.assure(proposal_id)
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA
    assert not await reviews_of(house, proposal_id)


async def test_what_one_is_to_look_at_waits_for_one_also_without_a_seat(house: House) -> None:
    proposal_id = await assured(house)
    waiting = await house.say("raadgiver1", "hva venter på meg")
    assert says(waiting, "Se på personvern og sikkerhet i BU 1/26")
    shown = await house.press_button("raadgiver1", next(one for one in buttons(waiting) if "review" in one["data"]))
    assert button(shown["value"], "Uten merknad")
    await house.act("raadgiver1", "review.clear", review=(await reviews_of(house, proposal_id))["raadgiver1"].id)
    assert not says(await house.say("raadgiver1", "hva venter på meg"), "Se på personvern")
