"""Cases that travel between bodies, with the answer all the way back (003-14, 001-17, 004-05, 004-07, 004-08)."""

import shutil
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from committee.case_records import CaseVersion
from committee.errors import CommitteeError
from committee.proposals import ProposalState, Ruling
from committee.workflows.escalation import find_board_meetings
from committee.workflows.proposals import send_back_proposal
from tests.house_fixture import BOARD_CHANNEL, CHANNEL, FORM, House, button, buttons, lend_files, running_house, says
from tests.sandbox_fixture import ROOT

FAGGRUPPE = "faggruppe-oppvekst"
FAG_CHANNEL = f"19:{FAGGRUPPE}@thread.tacv2"
DU, KR = "digitaliseringsutvalget", "kommit-radet"
OPPVEKST = ("oppvekst-aukra", "oppvekst-molde", "oppvekst-rauma", "oppvekst-vestnes")
BESTILLERE = ("molde1", "aukra", "rauma", "vestnes")
DU_VOTERS = (
    "du-oslo", "du-vtfk", "du-mrfk", "du-ringerike", "du-lillestrom", "du-kristiansand", "du-bergen", "du-stavanger",
)  # fmt: skip


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        yield opened


async def case_of(house: House, proposal_id: str | None) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id or ""))


async def see(house: House, persona: str, proposal_id: str) -> dict[str, Any]:
    """The case as this person sees it."""
    return (await house.act(persona, "case.view", proposal=proposal_id))["value"]


def titles(card: Any) -> list[str]:
    return [one["title"] for one in buttons(card)]


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
    assert task["type"] == "message", task
    return task["value"]


async def propose(house: House, persona: str, committee_id: str, **fields: str) -> str:
    opened = await house.open_dialog(persona, form="proposal", committee=committee_id)
    data = button(opened["task"]["value"]["card"]["content"], "Send inn")["data"]
    await house.send_dialog(persona, **data, **{**FORM, "personal_data": "no", **fields})
    return data["proposal"]


async def assure(house: House, persona: str, proposal_id: str, recommendation: str = "Utvalget tilrår dette.") -> None:
    checks = {f"check_{n}": "true" for n in range(5)}
    data = {"proposal": proposal_id, "assessment": "Godt forslag.", "recommendation": recommendation}
    answer = await house.act(persona, "proposal.assure", **data, **checks)
    assert says(answer["value"], "Kvalitetssikret"), answer


async def vote_in_writing(
    house: House, leader: str, proposal_id: str, voters: Iterable[str], choice: str = "for", remark: str = ""
) -> None:
    """The whole committee votes in writing, and the leader closes."""
    fields = {"closes_on": "2026-12-04"}
    told = await done(house, leader, "procedure_start", fields, proposal=proposal_id)
    assert "sendt til alle medlemmene" in told
    voting_id = (await case_of(house, proposal_id)).voting_id
    for persona in voters:
        await house.vote(persona, voting_id, choice, remark=remark)
    await house.act(leader, "voting.close", voting=voting_id, ground="Alle har svart.")


async def recommended(house: House, **fields: str) -> str:
    """A faggruppe's proposal that it has recommended; gives its id."""
    proposal_id = await propose(house, "oppvekst-molde", FAGGRUPPE, **fields)
    await assure(house, "raadgiver1", proposal_id)
    await vote_in_writing(house, "oppvekst-molde", proposal_id, OPPVEKST, remark="Skolene trenger det.")
    return proposal_id


async def test_a_faggruppes_proposal_goes_up_to_the_board_and_the_answer_all_the_way_back(house: House) -> None:
    fo = await recommended(house)
    sent = await case_of(house, fo)
    bu = sent.went_to
    assert (sent.state, (await case_of(house, bu)).case_number) == (ProposalState.RECOMMENDED, "BU 1/26")
    assert says(await see(house, "aukra", bu), "Kommer fra FO 1/26 → **BU 1/26**", "Faggruppe Oppvekst, sak FO 1/26")
    assert says(await see(house, "aukra", bu), "Tilrår:", "Utvalget tilrår dette.", "Skolene trenger det.")
    await house.settle()
    await house.wait_for_card(FAG_CHANNEL, "Sendt til Bestillerutvalget: sak BU 1/26")
    await house.wait_for_card(CHANNEL, "Sak BU 1/26", "Kommer fra FO 1/26")

    await assure(house, "rorikt", bu, "Bestillerutvalget tilrår dette.")
    meeting_id = (await case_of(house, bu)).meeting_id
    await house.act("leder", "meeting.start", meeting=meeting_id)
    await house.act("leder", "voting.open", proposal=bu)
    voting_id = (await case_of(house, bu)).voting_id
    for persona, choice in zip(BESTILLERE, ("for", "for", "against", "against"), strict=True):
        await house.vote(persona, voting_id, choice)
    await house.close(voting_id)
    assert (await case_of(house, bu)).state is ProposalState.ESCALATED
    assert says(await see(house, "oppvekst-rauma", fo), "Sendt videre: **FO 1/26** → BU 1/26 → styret i ROR-IKT")
    await house.settle()
    await house.wait_for_card(BOARD_CHANNEL, "Til behandling: BU 1/26 fra Bestillerutvalget")

    answer = {"answer": "approved", "text": "Styret vedtar saken.", "reference": "PS 12/26"}
    await done(house, "sekretaer", "case_body", answer, proposal=bu)
    back = await case_of(house, fo)
    assert (back.state, back.ruling) == (ProposalState.DECIDED, Ruling.APPROVED)
    await house.settle()
    told = await house.wait_for_card(FAG_CHANNEL, "Sak FO 1/26 er avgjort", "BU 1/26, PS 12/26", "Styret vedtar saken.")
    assert says(told.card, "styret i ROR-IKT følger rådet: vedtatt")
    assert says(await see(house, "oppvekst-rauma", fo), "→ BU 1/26 → styret i ROR-IKT (PS 12/26)")
    actions = [one.action for one in await house.record(FAGGRUPPE)]
    assert actions.count("case.referred") == actions.count("case.decided") == 1


# Asked about on the way


async def test_the_receiver_asks_the_sender_who_takes_the_case_up_again_and_it_comes_back(house: House) -> None:
    fo = await recommended(house)
    bu = (await case_of(house, fo)).went_to
    task = await fill(house, "sekretaer", "referral_question", {"text": " "}, proposal=bu)
    assert says(task["value"]["card"]["content"], "Fyll ut dette feltet.")
    await done(house, "sekretaer", "referral_question", {"text": "Hva koster det i drift?"}, proposal=bu)
    assert (await case_of(house, bu)).state is ProposalState.SENT_BACK
    again = await case_of(house, fo)
    assert (again.state, again.advice) == (ProposalState.READY, None)
    await house.settle()
    for place in (FAG_CHANNEL, CHANNEL):
        await house.wait_for_card(place, "Bestillerutvalget spør om sak FO 1/26", "Hva koster det i drift?")
    await vote_in_writing(house, "oppvekst-molde", fo, OPPVEKST, remark="20 000 i året.")
    back = await case_of(house, bu)
    assert (back.case_number, back.state) == ("BU 1/26", ProposalState.SUBMITTED)
    assert says(await see(house, "aukra", bu), "20 000 i året.", "Kommer fra FO 1/26")
    assert len(await house.bot.office.store.read(lambda tx: list(tx.proposals("bestillerutvalget")))) == 1


async def test_a_text_that_was_changed_meanwhile_is_a_new_version_where_it_comes_back(house: House) -> None:
    """What was said and voted there before, was of the text before, which is kept."""
    store, fo = house.bot.office.store, await recommended(house)
    bu = (await case_of(house, fo)).went_to
    await done(house, "sekretaer", "referral_question", {"text": "Hva koster det i drift?"}, proposal=bu)
    again = await case_of(house, fo)
    changed = replace(again, form=replace(again.form, cost="20 000 i året"), version=2)
    await store.write(lambda tx: tx.put_proposal(changed))
    await vote_in_writing(house, "oppvekst-molde", fo, OPPVEKST)
    back = await case_of(house, bu)
    assert (back.version, back.form.cost) == (2, "20 000 i året")
    (kept,) = await store.read(lambda tx: list(tx.records_about(CaseVersion, bu)))
    assert (kept.number, kept.form.cost) == (1, again.form.cost)


async def test_what_kvalitetssikringen_sends_back_goes_to_the_body_that_sent_it(house: House) -> None:
    fo = await recommended(house)
    bu = (await case_of(house, fo)).went_to
    await house.act("rorikt", "proposal.send_back", proposal=bu, reason="Hvem skal drifte det?")
    assert (await case_of(house, bu)).state is ProposalState.SENT_BACK
    assert (await case_of(house, fo)).state is ProposalState.READY
    assert says(await see(house, "oppvekst-rauma", fo), "Spørsmål fra Bestillerutvalget", "Hvem skal drifte det?")


async def test_what_another_body_sent_is_not_sent_back_past_that_body(house: House) -> None:
    """Called past the button it is refused, and whoever sent the case is left waiting for nothing."""
    fo = await recommended(house)
    bu = (await case_of(house, fo)).went_to
    directory = house.bot.office.directory
    actor = directory.member(directory.people["rorikt"], "bestillerutvalget")
    with pytest.raises(CommitteeError, match="sent_from_below"):
        await house.bot.office.store.write(
            lambda tx: send_back_proposal(tx, directory, actor, bu, reason="Uklart.", now=house.clock.read())
        )
    assert (await case_of(house, bu)).state is ProposalState.SUBMITTED
    assert (await case_of(house, fo)).state is ProposalState.RECOMMENDED


async def test_what_the_receiver_does_not_follow_comes_back_as_no(house: House) -> None:
    fo = await recommended(house)
    bu = (await case_of(house, fo)).went_to
    await assure(house, "rorikt", bu)
    await vote_in_writing(house, "leder", bu, BESTILLERE, "against")
    answer = {"answer": "followed", "text": "Vi følger rådet om å la det være."}
    await done(house, "leder", "case_office", answer, proposal=bu)
    back = await case_of(house, fo)
    assert (back.state, back.ruling) == (ProposalState.DECIDED, Ruling.REJECTED)
    assert says(await see(house, "oppvekst-molde", fo), "daglig leder ROR-IKT følger ikke rådet: ikke vedtatt")


async def test_advice_against_goes_up_too_and_says_so(house: House) -> None:
    fo = await propose(house, "oppvekst-molde", FAGGRUPPE)
    await assure(house, "raadgiver1", fo)
    await vote_in_writing(house, "oppvekst-molde", fo, OPPVEKST, "against")
    bu = (await case_of(house, fo)).went_to
    assert says(await see(house, "aukra", bu), "Rår fra forslaget. Innstillingen som ble forkastet:")
    shown = (await house.act("rorikt", "proposal.view", proposal=bu))["value"]
    field = next(one for one in shown["body"] if one.get("id") == "recommendation")
    assert field["value"] == ""


async def test_the_innstilling_from_below_stands_in_the_field_where_the_next_is_worded(house: House) -> None:
    fo = await recommended(house)
    shown = (await house.act("rorikt", "proposal.view", proposal=(await case_of(house, fo)).went_to))["value"]
    field = next(one for one in shown["body"] if one.get("id") == "recommendation")
    assert field["value"] == "Utvalget tilrår dette."
    assert says(shown, "Faggruppe Oppvekst, sak FO 1/26", "Skolene trenger det.")


async def test_a_faggruppe_without_agreement_hands_the_case_over_with_its_votes(house: House) -> None:
    fo = await propose(house, "oppvekst-molde", FAGGRUPPE)
    await assure(house, "raadgiver1", fo)
    await done(house, "oppvekst-molde", "procedure_start", {"closes_on": "2026-12-04"}, proposal=fo)
    voting_id = (await case_of(house, fo)).voting_id
    for persona, choice in zip(OPPVEKST, ("for", "for", "against", "against"), strict=True):
        await house.vote(persona, voting_id, choice)
    await house.act("oppvekst-molde", "voting.close", voting=voting_id, ground="Alle har svart.")
    case = await case_of(house, fo)
    assert case.state is ProposalState.ESCALATED
    assert says(await see(house, "aukra", case.went_to), "Ble ikke enige. Innstillingen det ble stemt over:")
    directory, now = house.bot.office.directory, house.clock.read()
    await house.bot.office.store.write(lambda tx: find_board_meetings(tx, directory, FAGGRUPPE, now=now))
    meetings = await house.bot.office.store.read(lambda tx: list(tx.meetings("bestillerutvalget")))
    assert all(fo not in one.agenda for one in meetings)


async def test_only_those_who_have_the_case_ask_about_it(house: House) -> None:
    fo = await recommended(house)
    bu = (await case_of(house, fo)).went_to
    before = await house.snapshot()
    for persona in ("aukra", "tillitsvalgt", "oppvekst-molde", "utenfor"):
        sent = await house.send_dialog(persona, form="referral_question", proposal=bu, text="Hva?")
        assert "som spør avsenderen" in sent["task"]["value"]
    assert await house.snapshot() == before


async def test_what_another_body_has_sent_is_neither_rewritten_nor_withdrawn_here(house: House) -> None:
    fo = await recommended(house)
    bu = (await case_of(house, fo)).went_to
    offered = titles(await see(house, "sekretaer", bu))
    assert "Spør avsenderen" in offered
    assert "Trekk saken" not in offered
    below = titles(await see(house, "oppvekst-molde", fo))
    assert not {"Rett teksten", "Før inn svaret"} & set(below)


async def test_a_voting_closed_four_times_hands_one_case_over(house: House) -> None:
    fo = await propose(house, "oppvekst-molde", FAGGRUPPE)
    await assure(house, "raadgiver1", fo)
    await done(house, "oppvekst-molde", "procedure_start", {"closes_on": "2026-12-04"}, proposal=fo)
    voting_id = (await case_of(house, fo)).voting_id
    for persona in OPPVEKST:
        await house.vote(persona, voting_id, "for")
    for _ in range(4):
        await house.act("oppvekst-molde", "voting.close", voting=voting_id, ground="Alle har svart.")
    assert len(await house.bot.office.store.read(lambda tx: list(tx.proposals("bestillerutvalget")))) == 1


async def test_what_the_sender_withdraws_while_it_is_asked_is_withdrawn_there_and_comes_back_under_its_number(
    house: House,
) -> None:
    fo = await recommended(house)
    bu = (await case_of(house, fo)).went_to
    await done(house, "sekretaer", "referral_question", {"text": "Haster det?"}, proposal=bu)
    await done(house, "oppvekst-molde", "case_withdraw", {"reason": "Ikke lenger aktuelt."}, proposal=fo)
    there = await case_of(house, bu)
    assert there.state is ProposalState.WITHDRAWN
    assert says(await see(house, "aukra", bu), "Ikke lenger aktuelt.")
    await house.act("oppvekst-molde", "case.undo", proposal=fo)
    await vote_in_writing(house, "oppvekst-molde", fo, OPPVEKST)
    back = await case_of(house, bu)
    assert (back.state, back.case_number, back.rest) == (ProposalState.SUBMITTED, "BU 1/26", None)


async def test_who_sits_in_both_bodies_mends_the_case_where_it_came_from(tmp_path: Path) -> None:
    lend_files(tmp_path)
    register = (ROOT / "sandbox" / "register.sample.yaml").read_text(encoding="utf-8")
    second = "      - { person: molde2, function: representative, organisation: molde }\n"
    assert register.count(second) == 1
    both = register.replace(second, second + second.replace("molde2", "oppvekst-molde"))
    (tmp_path / "register.yaml").write_text(both, encoding="utf-8")
    async with running_house(tmp_path) as house:
        fo = await recommended(house)
        bu = (await case_of(house, fo)).went_to
        opened = await house.open_dialog("oppvekst-molde", form="proposal", proposal=bu)
        assert opened["task"]["type"] == "message"
        await done(house, "sekretaer", "referral_question", {"text": "Haster det?"}, proposal=bu)
        assert not says(await house.say("oppvekst-molde", "hva venter på meg"), "BU 1/26 er sendt tilbake")
        opened = await house.open_dialog("oppvekst-molde", form="proposal", proposal=bu)
        assert opened["task"]["type"] == "message"


# Sent down (004-05, 004-07)


async def test_a_question_from_above_is_answered_and_not_sent_back(house: House) -> None:
    _, below = await sent_down(house)
    shown = (await house.act("ks-raadgiver", "proposal.view", proposal=below.id))["value"]
    assert "Send tilbake" not in titles(shown)
    pressed = await house.act("ks-raadgiver", "proposal.send_back", proposal=below.id, reason="Uklart.")
    assert "svaret i innstillingen" in str(pressed["value"])
    assert (await case_of(house, below.id)).state is ProposalState.SUBMITTED


async def test_a_case_that_is_asked_about_below_waits_though_it_is_assured(house: House) -> None:
    bu = await propose(house, "molde1", "bestillerutvalget")
    asked = {"to": FAGGRUPPE, "case": bu, "question": "Hva mener skolene?"}
    await done(house, "sekretaer", "referral_down", asked, committee="bestillerutvalget")
    await assure(house, "rorikt", bu)
    assert (await case_of(house, bu)).state is ProposalState.ASSURED
    fo = (await house.bot.office.store.read(lambda tx: list(tx.proposals(FAGGRUPPE))))[-1].id
    await assure(house, "raadgiver1", fo)
    await vote_in_writing(house, "oppvekst-molde", fo, OPPVEKST, remark="Ja takk.")
    assert (await case_of(house, bu)).state is ProposalState.ON_AGENDA
    assert says(await see(house, "aukra", bu), "Faggruppe Oppvekst, sak FO 1/26", "Ja takk.")
    assert len(await house.bot.office.store.read(lambda tx: list(tx.proposals("bestillerutvalget")))) == 1


async def sent_down(house: House, persona: str = "kommit-leder", sender: str = KR, **fields: str) -> tuple[Any, Any]:
    """KommIT-rådet asks Digitaliseringsutvalget; gives the case above (or None) and the one below."""
    asked = {"to": DU, "title": "Felles API-strategi", "question": "Hva bør KS prioritere?", **fields}
    told = await done(house, persona, "referral_down", asked, committee=sender)
    assert "oversendt til Digitaliseringsutvalget, som sak DU" in told
    below = (await house.bot.office.store.read(lambda tx: list(tx.proposals(DU))))[-1]
    return (await case_of(house, below.came_from) if below.came_from else None), below


async def answered_below(house: House, below: Any) -> None:
    await assure(house, "ks-raadgiver", below.id, "KS bør prioritere felles standarder.")
    await vote_in_writing(house, "ks-leder", below.id, DU_VOTERS, remark="Standarder først.")


async def test_the_council_asks_the_committee_below_and_has_its_answer_before_it_decides(house: House) -> None:
    card = await house.say("kommit-leder", "oversend")
    assert titles(card) == ["Fra KommIT-rådet"]
    above, below = await sent_down(house, due_on="2027-01-15")
    assert (above.case_number, below.case_number) == ("KR 1/26", "DU 1/26")
    assert above.state is ProposalState.ASSURED
    assert says(await see(house, "ks-leder", above.id), "Venter på svar fra Digitaliseringsutvalget")
    shown = await see(house, "du-oslo", below.id)
    assert says(shown, "KommIT-rådet spør:", "Hva bør KS prioritere?", "15. januar 2027", "Kommer fra KR 1/26")
    await answered_below(house, below)
    await house.settle()
    for place in (f"19:{KR}@thread.tacv2", f"19:{DU}@thread.tacv2", house.chat("kommit-leder")):
        told = await house.wait_for_card(place, "Svar fra Digitaliseringsutvalget i sak KR 1/26")
        assert says(told.card, "KS bør prioritere felles standarder.", "Standarder først.")
    above = await case_of(house, above.id)
    assert (above.state, above.recommendation) == (ProposalState.READY, "KS bør prioritere felles standarder.")

    answer = {"answer": "approved", "text": "Rådet slutter seg til.", "reference": "KR 4/26"}
    await done(house, "kommit-leder", "referral_vedtak", answer, proposal=above.id)
    back = await case_of(house, below.id)
    assert (back.state, back.ruling) == (ProposalState.DECIDED, Ruling.APPROVED)
    await house.settle()
    await house.wait_for_card(f"19:{DU}@thread.tacv2", "Sak DU 1/26 er avgjort", "Rådet slutter seg til.", "KR 4/26")


async def test_a_committees_own_advice_becomes_the_councils_case_and_comes_back_decided(house: House) -> None:
    du = await propose(house, "du-oslo", DU)
    await assure(house, "ks-raadgiver", du)
    await vote_in_writing(house, "ks-leder", du, DU_VOTERS)
    kr = await case_of(house, (await case_of(house, du)).went_to)
    assert (kr.case_number, kr.state) == ("KR 1/26", ProposalState.READY)
    await house.settle()
    got = await house.wait_for_card(house.chat("kommit-leder"), "Ny sak: KR 1/26", "Digitaliseringsutvalget, sak DU")
    assert titles(got.card)[-3:] == ["Før inn vedtaket", "Spør avsenderen", "Se saken"]
    task = await fill(house, "kommit-leder", "referral_vedtak", {"answer": "approved"}, proposal=kr.id)
    assert says(task["value"]["card"]["content"], "Fyll ut dette feltet.")
    answer = {"answer": "rejected", "text": "Ikke nå.", "reference": "KR 5/26"}
    await done(house, "kommit-leder", "referral_vedtak", answer, proposal=kr.id)
    assert (await case_of(house, du)).ruling is Ruling.REJECTED
    assert says(await see(house, "du-oslo", du), "KommIT-rådet følger ikke rådet: ikke vedtatt (KR 1/26, KR 5/26)")


async def test_ks_itself_uses_the_committee_and_answers_as_the_office_that_is_advised(house: House) -> None:
    above, below = await sent_down(house, "ks-leder", "office:KS")
    assert above is None
    assert says(await see(house, "du-oslo", below.id), "KS spør:", "Kommer fra KS → **DU 1/26**")
    await answered_below(house, below)
    assert (await case_of(house, below.id)).state is ProposalState.WITH_OFFICE
    assert not await house.bot.office.store.read(lambda tx: list(tx.proposals(KR)))


async def test_the_board_asks_about_its_own_case_again_and_the_committee_takes_it_up_anew(house: House) -> None:
    above, below = await sent_down(house)
    await answered_below(house, below)
    asked = {"to": DU, "case": above.id, "question": "Hva koster det?"}
    await done(house, "kommit-leder", "referral_down", asked, committee=KR)
    again = await case_of(house, below.id)
    assert again.state is ProposalState.READY
    assert (await case_of(house, above.id)).state is ProposalState.ASSURED
    assert says(await see(house, "du-oslo", below.id), "Hva koster det?")


async def test_a_form_delivered_four_times_is_one_referral_and_faults_stand_beside_their_fields(house: House) -> None:
    task = await fill(house, "kommit-leder", "referral_down", {"to": DU, "due_on": "2020-01-01"}, committee=KR)
    card = task["value"]["card"]["content"]
    assert says(card, "Fyll ut dette feltet.", "Velg en dag etter i dag")
    house.sandbox.fault("invoke", "task/submit", "duplicate", copies=4, same_id=False)
    await sent_down(house)
    assert len(await house.bot.office.store.read(lambda tx: list(tx.proposals(DU)))) == 1


@pytest.mark.parametrize("persona", ["molde1", "du-oslo", "leder", "utenfor"])
async def test_others_send_nothing_down_for_the_council(house: House, persona: str) -> None:
    asked = {"to": DU, "title": "Nei", "question": "Nei", "new": "a" * 32}
    sent = await house.send_dialog(persona, form="referral_down", committee=KR, **asked)
    assert "som oversender saker" in sent["task"]["value"]
    assert not await house.bot.office.store.read(lambda tx: list(tx.proposals(DU)))
