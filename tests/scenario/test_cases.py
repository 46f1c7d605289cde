"""A case beyond its voting: who answers, what is deferred or withdrawn, how it is carried out and anchored."""

import shutil
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.case_history import case_history
from committee.meetings import Meeting, MeetingState
from committee.proposals import ProposalState, Ruling
from tests.house_fixture import (
    BOARD_CHANNEL,
    CHANNEL,
    FORM,
    PEOPLE,
    House,
    button,
    buttons,
    lend_files,
    running_house,
    says,
    texts,
)
from tests.sandbox_fixture import ROOT

ALL_FOR: Mapping[str, str] = {"molde1": "for", "aukra": "for", "rauma": "for", "vestnes": "for"}
TIE = {"molde1": "for", "aukra": "for", "rauma": "against", "vestnes": "against"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def cooperation(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people, the board's leader and secretary among them."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        yield opened


async def case_of(house: House, proposal_id: str) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))


async def see(house: House, persona: str, proposal_id: str) -> dict[str, Any]:
    """The case as this person sees it."""
    return (await house.act(persona, "case.view", proposal=proposal_id))["value"]


async def fill(house: House, persona: str, form: str, proposal_id: str, **fields: str) -> dict[str, Any]:
    """Opens a dialog of the case, fills it in and sends it; gives the answer's task."""
    opened = await house.open_dialog(persona, form=form, proposal=proposal_id)
    assert opened["task"]["type"] == "continue", opened
    card = opened["task"]["value"]["card"]["content"]
    standing = {one["id"]: one["value"] for one in card["body"] if one["type"].startswith("Input.")}
    return (await house.send_dialog(persona, **{**button_data(card), **standing, **fields}))["task"]


def button_data(card: dict[str, Any]) -> dict[str, str]:
    """What the button that sends a dialog carries."""
    return next(one["data"] for one in buttons(card) if "form" in one["data"])


async def done(house: House, persona: str, form: str, proposal_id: str, **fields: str) -> str:
    """The same, when all is well; what the dialog says."""
    task = await fill(house, persona, form, proposal_id, **fields)
    assert task["type"] == "message", list(texts(task))
    return task["value"]


async def voted(house: House, choices: Mapping[str, str]) -> str:
    """A case that has been voted on; gives its id."""
    voting_id = await house.open_voting()
    await house.cast(voting_id, choices)
    await house.close(voting_id)
    return (await house.voting(voting_id)).proposal_id


async def decided(house: House) -> str:
    """A case that daglig leder has agreed to; gives its id."""
    proposal_id = await voted(house, ALL_FOR)
    await done(house, "leder", "case_office", proposal_id, answer="followed")
    return proposal_id


def titles(card: Any) -> list[str]:
    return [one["title"] for one in buttons(card)]


# With daglig leder (001-13, 002-03)


async def test_advice_goes_to_daglig_leder_who_follows_it_and_all_are_told(house: House) -> None:
    proposal_id = await voted(house, ALL_FOR)
    assert (await case_of(house, proposal_id)).state is ProposalState.WITH_OFFICE
    await house.settle()
    asked = await house.wait_for_card(house.chat("leder"), "Råd fra Bestillerutvalget: sak BU 1/26")
    assert says(asked.card, "Utvalget tilrår at forslaget gjennomføres.")
    assert button(asked.card, "Svar på rådet")["data"]["form"] == "case_office"
    assert says(await house.say("leder", "venter"), "BU 1/26")
    told = await done(house, "leder", "case_office", proposal_id, answer="followed", text="God sak.")
    assert "utvalget har fått vite det" in told
    await house.settle()
    for place in (CHANNEL, house.chat("molde1")):
        post = await house.wait_for_card(place, "Sak BU 1/26 er avgjort", "daglig leder ROR-IKT følger rådet: vedtatt")
        assert says(post.card, "God sak.")
    case = await case_of(house, proposal_id)
    assert (case.state, case.ruling) == (ProposalState.DECIDED, Ruling.APPROVED)


async def test_daglig_leder_who_does_not_follow_the_advice_says_why(house: House) -> None:
    proposal_id = await voted(house, ALL_FOR)
    task = await fill(house, "leder", "case_office", proposal_id, answer="not_followed", text="  ")
    assert says(task["value"]["card"]["content"], "Fyll ut dette feltet.")
    assert (await case_of(house, proposal_id)).state is ProposalState.WITH_OFFICE
    await done(house, "leder", "case_office", proposal_id, answer="not_followed", text="Ikke penger i år.")
    case = await see(house, "aukra", proposal_id)
    assert says(case, "følger ikke rådet: ikke vedtatt", "Ikke penger i år.")
    assert (await case_of(house, proposal_id)).ruling is Ruling.REJECTED


async def test_following_advice_against_a_proposal_is_no(house: House) -> None:
    proposal_id = await voted(house, dict.fromkeys(ALL_FOR, "against"))
    asked = await house.open_dialog("leder", form="case_office", proposal=proposal_id)
    assert says(asked["task"]["value"]["card"]["content"], "Utvalget rår fra forslaget.")
    await done(house, "leder", "case_office", proposal_id, answer="followed")
    assert (await case_of(house, proposal_id)).ruling is Ruling.REJECTED


async def test_daglig_leder_asks_the_committee_again_and_the_case_is_on_its_next_agenda(house: House) -> None:
    proposal_id = await voted(house, ALL_FOR)
    await done(house, "leder", "case_office", proposal_id, answer="question", text="Hva koster det i drift?")
    case = await case_of(house, proposal_id)
    assert case.state in (ProposalState.READY, ProposalState.ON_AGENDA)
    assert says(await see(house, "molde1", proposal_id), "Spørsmål fra daglig leder ROR-IKT", "Hva koster det i drift?")
    await house.settle()
    await house.wait_for_card(CHANNEL, "daglig leder ROR-IKT spør om sak BU 1/26", "Hva koster det i drift?")


async def test_daglig_leder_lifts_the_case_to_the_board(house: House) -> None:
    proposal_id = await voted(house, ALL_FOR)
    await done(house, "leder", "case_office", proposal_id, answer="lifted", text="Vesentlig for alle.")
    assert (await case_of(house, proposal_id)).state is ProposalState.ESCALATED
    await house.settle()
    await house.wait_for_card(BOARD_CHANNEL, "Til behandling: BU 1/26 fra Bestillerutvalget")


@pytest.mark.parametrize("persona", ["molde1", "sekretaer", "rorikt", "tillitsvalgt", "utenfor"])
async def test_only_daglig_leder_answers_for_the_office(house: House, persona: str) -> None:
    proposal_id = await voted(house, ALL_FOR)
    before = await house.snapshot()
    opened = await house.open_dialog(persona, form="case_office", proposal=proposal_id)
    assert "Det er den som får rådet" in opened["task"]["value"]
    sent = await house.send_dialog(persona, form="case_office", proposal=proposal_id, answer="followed")
    assert "Det er den som får rådet" in sent["task"]["value"]
    assert "Svar på rådet" not in titles(await see(house, persona, proposal_id))
    assert await house.snapshot() == before


async def test_an_answer_delivered_four_times_is_one(house: House) -> None:
    proposal_id = await voted(house, ALL_FOR)
    house.sandbox.fault("invoke", "task/submit", "duplicate", copies=4, same_id=False)
    await done(house, "leder", "case_office", proposal_id, answer="followed", text="Ja.")
    actions = [one.action for one in await house.record()]
    assert actions.count("case.decided") == 1


# With the board


async def test_the_boards_vedtak_is_written_down_with_its_number_and_both_channels_are_told(cooperation: House) -> None:
    proposal_id = await voted(cooperation, TIE)
    assert (await case_of(cooperation, proposal_id)).state is ProposalState.ESCALATED
    await cooperation.settle()
    await cooperation.wait_for_card(
        cooperation.chat("sekretaer"), "Sak BU 1/26 til styret i ROR-IKT", "før inn svaret her"
    )
    task = await fill(
        cooperation, "sekretaer", "case_body", proposal_id, answer="approved", text="Styret vedtar saken."
    )
    assert says(task["value"]["card"]["content"], "Fyll ut dette feltet.")
    answer = {"answer": "approved", "text": "Styret vedtar saken.", "reference": "PS 12/26"}
    await done(cooperation, "sekretaer", "case_body", proposal_id, **answer)
    await cooperation.settle()
    for place in (CHANNEL, BOARD_CHANNEL):
        post = await cooperation.wait_for_card(place, "Sak BU 1/26 er avgjort")
        assert says(post.card, "styret i ROR-IKT: vedtatt (PS 12/26)", "Styret vedtar saken.")
    for committee_id in ("bestillerutvalget", "styret"):
        assert "case.decided" in [one.action for one in await cooperation.record(committee_id)]


async def test_the_board_sends_the_case_back_with_a_question_and_it_is_voted_on_anew(cooperation: House) -> None:
    proposal_id = await voted(cooperation, TIE)
    first = (await case_of(cooperation, proposal_id)).voting_id
    await done(cooperation, "sekretaer", "case_body", proposal_id, answer="question", text="Er fylket spurt?")
    await cooperation.settle()
    for place in (CHANNEL, BOARD_CHANNEL):
        await cooperation.wait_for_card(place, "styret i ROR-IKT spør om sak BU 1/26", "Er fylket spurt?")
    assert says(await see(cooperation, "rauma", proposal_id), "Spørsmål fra styret i ROR-IKT", "Er fylket spurt?")
    await cooperation.act("leder", "meeting.end", meeting=await cooperation.next_meeting_id())
    case = await case_of(cooperation, proposal_id)
    assert case.state is ProposalState.ON_AGENDA
    await cooperation.act("leder", "meeting.start", meeting=case.meeting_id)
    await cooperation.act("leder", "voting.open", proposal=proposal_id)
    assert (await case_of(cooperation, proposal_id)).voting_id != first


@pytest.mark.parametrize("persona", ["leder", "molde1", "rorikt", "utenfor"])
async def test_only_the_boards_leader_and_secretary_answer_for_it(cooperation: House, persona: str) -> None:
    proposal_id = await voted(cooperation, TIE)
    before = await cooperation.snapshot()
    answer = {"answer": "approved", "text": "Ja", "reference": "PS 1/26"}
    sent = await cooperation.send_dialog(persona, form="case_body", proposal=proposal_id, **answer)
    assert "fører inn svaret" in sent["task"]["value"]
    assert await cooperation.snapshot() == before


# Withdrawn and deferred


async def test_the_proposer_withdraws_with_a_reason_and_can_undo_it(house: House) -> None:
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    meeting_id = (await case_of(house, proposal_id)).meeting_id
    task = await fill(house, "molde1", "case_withdraw", proposal_id, reason=" ")
    assert says(task["value"]["card"]["content"], "Fyll ut dette feltet.")
    await done(house, "molde1", "case_withdraw", proposal_id, reason="Vi kjøper det selv.")
    case = await see(house, "aukra", proposal_id)
    assert says(case, "Trukket", "Vi kjøper det selv.")
    assert "Angre" not in titles(case)
    meeting = await house.bot.office.store.read(lambda tx: tx.meeting(meeting_id))
    assert proposal_id not in meeting.agenda
    undo = button(await see(house, "molde1", proposal_id), "Angre")
    await house.press_button("molde1", undo)
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA
    meeting = await house.bot.office.store.read(lambda tx: tx.meeting(meeting_id))
    assert proposal_id in meeting.agenda


@pytest.mark.parametrize("persona", ["aukra", "molde2", "rorikt", "tillitsvalgt", "utenfor"])
async def test_others_neither_withdraw_nor_defer(house: House, persona: str) -> None:
    proposal_id = await house.propose("molde1")
    before = await house.snapshot()
    sent = await house.send_dialog(persona, form="case_withdraw", proposal=proposal_id, reason="Nei")
    assert "kan trekke saken" in sent["task"]["value"]
    sent = await house.send_dialog(persona, form="case_defer", proposal=proposal_id, reason="Nei", until="2027-01-10")
    assert "utsetter saker" in sent["task"]["value"]
    assert await house.snapshot() == before


async def test_a_deferred_case_comes_back_by_itself_on_its_day(house: House) -> None:
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    for until in ("", "i morgen", "2026-11-23", "2029-11-23"):
        task = await fill(house, "sekretaer", "case_defer", proposal_id, reason="Venter på budsjett", until=until)
        assert says(task["value"]["card"]["content"], "Velg en dag")
    await done(house, "sekretaer", "case_defer", proposal_id, reason="Venter på budsjett", until="2027-01-11")
    assert says(await see(house, "molde1", proposal_id), "Utsatt", "Venter på budsjett", "Saken kommer tilbake")
    await house.pass_time(timedelta(days=30))
    assert (await case_of(house, proposal_id)).state is ProposalState.DEFERRED
    await house.pass_time(timedelta(days=20))
    assert (await case_of(house, proposal_id)).state in (ProposalState.READY, ProposalState.ON_AGENDA)


# Carried out


async def test_what_is_decided_is_begun_reported_realised_and_evaluated(house: House) -> None:
    proposal_id = await decided(house)
    assert says(await see(house, "molde1", proposal_id), "Nå er det lederen og sekretæren sin tur")
    await done(house, "sekretaer", "case_start", proposal_id, responsible="aukra")
    await house.settle()
    told = await house.wait_for_card(house.chat("aukra"), "Du følger opp sak BU 1/26")
    assert titles(told.card) == ["Meld fremdrift"]
    await done(house, "aukra", "case_report", proposal_id, text="Avtalen er signert.")
    assert says(
        await see(house, "rauma", proposal_id),
        "Under gjennomføring",
        "Avtalen er signert.",
        "Marte Øyen, mandag 23. november 2026",
    )
    await done(house, "aukra", "case_report", proposal_id, text="I bruk i alle fire.", state="realised")
    task = await fill(house, "aukra", "case_evaluate", proposal_id, text="Halvert ventetid.")
    assert says(task["value"]["card"]["content"], "Velg ett av svarene.", "Halvert ventetid.")
    await done(house, "aukra", "case_evaluate", proposal_id, text="Halvert ventetid.", gain="more")
    case = await see(house, "rauma", proposal_id)
    assert says(case, "Evaluert", "Gevinst: mer enn ventet", "Halvert ventetid.", "Ingen skal gjøre noe nå")


async def test_what_was_called_realised_too_soon_is_taken_up_again(house: House) -> None:
    proposal_id = await decided(house)
    await done(house, "leder", "case_start", proposal_id, responsible="molde1")
    await done(house, "molde1", "case_report", proposal_id, text="Ferdig!", state="realised")
    await done(house, "molde1", "case_report", proposal_id, text="Rauma gjenstår.", state="in_progress")
    assert (await case_of(house, proposal_id)).state is ProposalState.IN_PROGRESS


async def test_others_do_not_report(house: House) -> None:
    proposal_id = await decided(house)
    await done(house, "leder", "case_start", proposal_id, responsible="molde1")
    before = await house.snapshot()
    for persona in ("vestnes", "tillitsvalgt", "utenfor"):
        sent = await house.send_dialog(persona, form="case_report", proposal=proposal_id, text="Nei", state="realised")
        assert "som melder hvordan det går" in sent["task"]["value"]
    assert await house.snapshot() == before


# Anchored (000-08, 000-26)


async def test_each_municipality_anchors_the_decision_and_the_card_counts_them(house: House) -> None:
    proposal_id = await decided(house)
    assert says(await see(house, "molde1", proposal_id), "Forankret i 0 av 4")
    for persona in ("molde1", "aukra", "rauma"):
        await done(house, persona, "case_anchor", proposal_id, reference=f"sak 45/26 {persona}")
    case = await see(house, "leder", proposal_id)
    assert says(case, "Forankret i 3 av 4", "Molde: sak 45/26 molde1", "Mangler: Vestnes")
    assert says(case, "Ingrid Moen, mandag 23. november 2026")
    await done(house, "molde2", "case_anchor", proposal_id, reference="ledergruppen 3. mai")
    assert says(await see(house, "leder", proposal_id), "Forankret i 3 av 4", "Molde: ledergruppen 3. mai")
    anchored = [one for one in await house.record() if one.action == "case.anchored"]
    assert [one.actor_id for one in anchored] == ["molde1", "aukra", "rauma", "molde2"]


@pytest.mark.parametrize("persona", ["leder", "sekretaer", "rorikt", "tillitsvalgt", "utenfor"])
async def test_those_who_represent_no_municipality_anchor_nothing(house: House, persona: str) -> None:
    proposal_id = await decided(house)
    before = await house.snapshot()
    sent = await house.send_dialog(persona, form="case_anchor", proposal=proposal_id, reference="sak 1/26")
    assert "kommunenes representanter" in sent["task"]["value"]
    assert await house.snapshot() == before


# Lists and look-ups


async def test_saker_tells_whose_turn_it_is_and_is_filtered_by_where_cases_stand(house: House) -> None:
    first, second = await house.propose("molde1"), await house.propose("aukra", title="Felles arkiv")
    await house.assure(first)
    await done(house, "aukra", "case_withdraw", second, reason="Ombestemte oss")
    listed = await house.say("rauma", "saker")
    assert says(listed, "BU 1/26", "BU 2/26", "på sakslisten", "trukket", "Nå ventes det på møtet", "✓ Alle (2)")
    only = (await house.press_button("rauma", button(listed, "Ferdige (1)")))["value"]
    assert says(only, "BU 2/26", "✓ Ferdige (1)")
    assert not says(only, "BU 1/26")
    case = (await house.press_button("rauma", button(only, "Se saken")))["value"]
    assert says(case, "Sak BU 2/26: Felles arkiv", "Ombestemte oss")


async def test_a_filter_that_no_card_has_is_unknown(house: House) -> None:
    for data in ({"filter": "secret"}, {}, {"filter": ["all"]}, {"filter": "all", "committee": "finnesikke"}):
        answer = await house.act("rauma", "cases.view", **{"committee": "bestillerutvalget", **data})
        assert isinstance(answer["value"], str), data


@pytest.mark.parametrize("words", ["sak BU 1/26", "Sak bu 1/2026", "BU 1/26", "case BU1/26?", "saka BU 1/26"])
async def test_a_case_is_found_by_its_number_with_all_that_has_happened(house: House, words: str) -> None:
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    case = await house.say("rauma", words)
    assert says(case, "Sak BU 1/26: Felles innbyggerdialog", "Dette har skjedd")
    assert says(case, "Sendt inn av Ingrid Moen", "Kvalitetssikret av Kåre Lien", "Satt på sakslisten")


async def test_the_cases_of_others_committees_are_for_those_with_a_seat_somewhere(house: House) -> None:
    await house.propose("molde1")
    data = {"committee": "styret", "filter": "all"}
    assert isinstance((await house.act("utenfor", "cases.view", **data))["value"], str)
    assert says((await house.act("molde1", "cases.view", **data))["value"], "Saker i styret i ROR-IKT")


async def test_a_number_that_no_case_has_is_told_kindly(house: House) -> None:
    assert says(await house.say("rauma", "sak BU 7/26"), "Jeg finner ikke sak BU 7/26")
    assert says(await house.say("rauma", "sak XX 1/26"), "Jeg finner ikke sak XX 1/26")


async def test_a_history_never_tells_what_anybody_voted(house: House) -> None:
    proposal_id = await voted(house, {**ALL_FOR, "rauma": "against"})
    case = await see(house, "vestnes", proposal_id)
    history = list(texts(case))[list(texts(case)).index("Dette har skjedd") :]
    assert any("Avstemningen ble lukket" in one for one in history)
    assert not any("Rauma" in one or "Mot" in one for one in history)
    lines = await house.bot.office.store.read(
        lambda tx: case_history(tx, house.bot.office.directory, tx.proposal(proposal_id))
    )
    assert "ballot.cast" not in {one.action for one in lines}


async def test_what_waits_is_listed_for_exactly_those_whose_turn_it_is(house: House) -> None:
    async def waiting_for(told: str) -> set[str]:
        return {one for one in PEOPLE if says(await house.say(one, "venter"), told)}

    proposal_id = await voted(house, ALL_FOR)
    assert await waiting_for("Svar på rådet i sak BU 1/26") == {"leder"}
    await done(house, "leder", "case_office", proposal_id, answer="followed")
    assert await waiting_for("Hvem følger opp?") == {"leder", "sekretaer"}
    voters = {"molde1", "molde2", "aukra", "rauma", "vestnes"}
    assert await waiting_for("Er sak BU 1/26 forankret hos dere?") == voters
    await done(house, "molde1", "case_anchor", proposal_id, reference="sak 4/26")
    assert await waiting_for("Er sak BU 1/26 forankret hos dere?") == voters - {"molde1", "molde2"}
    await done(house, "leder", "case_start", proposal_id, responsible="vestnes")
    assert await waiting_for("Meld hvordan det går med sak BU 1/26") == {"vestnes"}
    await done(house, "vestnes", "case_report", proposal_id, text="Ferdig", state="realised")
    assert await waiting_for("Evaluer sak BU 1/26") == {"vestnes"}
    await done(house, "vestnes", "case_evaluate", proposal_id, text="Bra", gain="as_expected")
    assert await waiting_for("Evaluer sak BU 1/26") == set()


async def test_the_boards_people_see_what_waits_for_the_board(cooperation: House) -> None:
    await voted(cooperation, TIE)
    told = "Før inn svaret i sak BU 1/26"
    assert {one for one in PEOPLE if says(await cooperation.say(one, "venter"), told)} == {"sekretaer"}


# Where the committee decides itself (000-01, 000-08)


async def sectors_case(house: House) -> str:
    """A case of a samstyringsutvalg that all municipalities have voted for; gives its id."""
    opened = await house.open_dialog("oppvekst-rauma", form="proposal", committee="samstyring-oppvekst")
    data = button(opened["task"]["value"]["card"]["content"], "Send inn")["data"]
    await house.send_dialog("oppvekst-rauma", **{**FORM, **data})
    proposal_id, store = data["proposal"], house.bot.office.store
    now = house.clock.read()

    def call_in(tx: Any) -> None:
        tx.put_meeting(
            Meeting(
                id="m" * 32,
                committee_id="samstyring-oppvekst",
                starts_at=now + timedelta(hours=1),
                ends_at=now + timedelta(hours=3),
                state=MeetingState.PLANNED,
            )
        )

    await store.write(call_in)
    texts_ = {"assessment": "Vi har kapasitet.", "recommendation": "Utvalget innfører felles rettleiing."}
    await house.act("raadgiver1", "proposal.assure", proposal=proposal_id, **texts_)
    await house.act("oppvekst-vestnes", "meeting.start", meeting="m" * 32)
    await house.act("oppvekst-vestnes", "voting.open", proposal=proposal_id)
    voting_id = (await case_of(house, proposal_id)).voting_id
    people = [f"oppvekst-{one}" for one in ("aukra", "molde", "rauma", "vestnes")]
    await house.cast(voting_id, dict.fromkeys(people, "for"))
    await house.act("oppvekst-vestnes", "voting.close", voting=voting_id)
    return proposal_id


async def test_a_samstyringsutvalg_decides_starts_and_anchors_its_own_initiatives(cooperation: House) -> None:
    proposal_id = await sectors_case(cooperation)
    case = await case_of(cooperation, proposal_id)
    assert (case.state, case.ruling) == (ProposalState.DECIDED, Ruling.APPROVED)
    seen = await see(cooperation, "oppvekst-aukra", proposal_id)
    assert says(seen, "Samstyringsutvalg Oppvekst og utdanning: vedtatt", "Forankret i 0 av 4")
    assert says(await cooperation.say("oppvekst-vestnes", "venter"), "Hvem følger opp?")
    await done(cooperation, "oppvekst-vestnes", "case_start", proposal_id, responsible="oppvekst-molde")
    await done(cooperation, "oppvekst-aukra", "case_anchor", proposal_id, reference="sak 3/26 i kommunestyret")
    listed = await cooperation.say("oppvekst-vestnes", "saker samstyring oppvekst")
    assert says(listed, case.case_number, "under gjennomføring", "Nå følger")
    first = await cooperation.say("oppvekst-vestnes", "saker")
    again = await cooperation.press_button("oppvekst-vestnes", button(first, "Samstyringsutvalg Oppvekst og utdanning"))
    assert says(again["value"], case.case_number)


# When something went wrong


async def test_an_answer_written_down_wrongly_is_corrected_until_the_work_has_begun(house: House) -> None:
    proposal_id = await voted(house, ALL_FOR)
    await done(house, "leder", "case_office", proposal_id, answer="not_followed", text="Feil knapp")
    assert "Rett svaret" not in titles(await see(house, "sekretaer", proposal_id))
    sent = await house.send_dialog("sekretaer", form="case_correct", proposal=proposal_id, answer="followed")
    assert "Det er den som svarte" in sent["task"]["value"]
    again = await fill(house, "leder", "case_correct", proposal_id, answer="question", text="Hva?")
    assert says(again["value"]["card"]["content"], "Velg ett av svarene.")
    await done(house, "leder", "case_correct", proposal_id, answer="followed", text="Vi følger rådet likevel.")
    assert says(await see(house, "aukra", proposal_id), "følger rådet: vedtatt", "Svaret fra daglig leder ROR-IKT ble")
    assert (await case_of(house, proposal_id)).ruling is Ruling.APPROVED
    await house.settle()
    await house.wait_for_card(CHANNEL, "Sak BU 1/26 er avgjort", "Vi følger rådet likevel.")
    await done(house, "leder", "case_start", proposal_id, responsible="aukra")
    late = await house.send_dialog("leder", form="case_correct", proposal=proposal_id, answer="not_followed", text="x")
    assert "bare til saken er satt i gang" in late["task"]["value"]


async def test_a_vedtak_with_the_wrong_number_is_corrected_in_both_channels(cooperation: House) -> None:
    proposal_id = await voted(cooperation, TIE)
    answer = {"answer": "approved", "text": "Styret vedtar saken.", "reference": "PS 12/26"}
    await done(cooperation, "sekretaer", "case_body", proposal_id, **answer)
    await done(cooperation, "sekretaer", "case_correct", proposal_id, reference="PS 21/26")
    await cooperation.settle()
    for place in (CHANNEL, BOARD_CHANNEL):
        await cooperation.wait_for_card(place, "Sak BU 1/26 er avgjort", "vedtatt (PS 21/26)", "Styret vedtar saken.")


async def test_a_case_without_agreement_and_nobody_above_is_taken_up_again_by_the_leader(tmp_path: Path) -> None:
    lend_files(tmp_path)
    file = tmp_path / "mandates" / "ror-ikt" / "bestillerutvalget.yaml"
    file.write_text(file.read_text().replace("\nsuperior: styret\n", "\n"))
    async with running_house(tmp_path) as house:
        proposal_id = await voted(house, TIE)
        assert (await case_of(house, proposal_id)).state is ProposalState.NO_AGREEMENT
        assert says(await house.say("leder", "venter"), "Sak BU 1/26 kommer ikke videre av seg selv")
        told = await house.act("molde1", "case.take_up", proposal=proposal_id)
        assert "Det er lederen og sekretæren" in told["value"]
        await house.press_button("leder", button(await see(house, "leder", proposal_id), "Ta opp igjen"))
        assert (await case_of(house, proposal_id)).state in (ProposalState.READY, ProposalState.ON_AGENDA)


async def test_one_case_is_for_those_who_may_see_the_list_it_is_in(house: House) -> None:
    """A person without any seat follows the committee's cases, and does not see another body's by its id."""
    case = await house.propose("molde1")
    assert says((await house.act("utenfor", "case.view", proposal=case))["value"], "Felles innbyggerdialog")

    def move(tx: Any) -> None:
        tx.put_proposal(replace(tx.proposal(case), committee_id="styret"))

    await house.bot.office.store.write(move)
    refused = (await house.act("utenfor", "case.view", proposal=case))["value"]
    assert "Du har ingen plass" in refused
    assert says((await house.act("molde1", "case.view", proposal=case))["value"], "Felles innbyggerdialog")
