"""Other bodies, and others outside, are heard about a case before it goes on (001-17, 004-09, 004-21)."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from committee.errors import CommitteeError
from committee.hearings import CaseInput, Hearing
from committee.proposals import ProposalState
from committee.workflows.hearings import give_input
from tests.house_fixture import CHANNEL, House, button, buttons, lend_files, running_house, says, texts
from tests.sandbox_fixture import ROOT

FAGGRUPPE = "faggruppe-oppvekst"
SAMSTYRING = "samstyring-oppvekst"
HELSE = "faggruppe-helse"
#: A Friday, nine working days after the house opens.
DEADLINE = "2026-12-04"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """With every body's people."""
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as opened:
        yield opened


def channel(committee_id: str) -> str:
    return f"19:{committee_id}@thread.tacv2"


async def case_of(house: House, proposal_id: str) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.proposal(proposal_id))


async def see(house: House, persona: str, proposal_id: str) -> dict[str, Any]:
    return (await house.act(persona, "case.view", proposal=proposal_id))["value"]


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
    assert task["type"] == "message", list(texts(task))
    return task["value"]


async def heard(house: House, **fields: str) -> tuple[str, str]:
    """A case that is out on a hearing; gives its id and the hearing's."""
    proposal_id = await house.propose("molde1")
    asked = {"bodies": FAGGRUPPE, "question": "Trenger skolene dette?", "closes_on": DEADLINE, **fields}
    told = await done(house, "sekretaer", "hearing_open", asked, proposal=proposal_id)
    assert "sendt på høring" in told
    return proposal_id, (await hearings_of(house, proposal_id))[0].id


async def hearings_of(house: House, proposal_id: str) -> list[Any]:
    return list(await house.bot.office.store.read(lambda tx: tx.records_about(Hearing, proposal_id)))


async def inputs_of(house: House, proposal_id: str) -> list[Any]:
    return list(await house.bot.office.store.read(lambda tx: tx.records_about(CaseInput, proposal_id)))


async def answer(house: House, persona: str, hearing_id: str, text: str, **fields: str) -> str:
    return await done(house, persona, "hearing_input", {"text": text, **fields}, hearing=hearing_id)


async def test_a_case_waits_while_it_is_heard_and_goes_on_with_the_answers_when_the_deadline_passes(
    house: House,
) -> None:
    proposal_id, hearing_id = await heard(house)
    await house.assure(proposal_id)
    assert (await case_of(house, proposal_id)).state is ProposalState.ASSURED
    await house.settle()
    asked = await house.wait_for_card(channel(FAGGRUPPE), "Høring: BU 1/26 fra Bestillerutvalget")
    assert says(asked.card, "Trenger skolene dette?", "4. desember 2026", "Har ikke svart: Faggruppe Oppvekst")
    data = button(asked.card, "Gi innspill")["data"]
    opened = await house.open_dialog("oppvekst-molde", **{k: v for k, v in data.items() if k != "msteams"})
    assert says(opened["task"]["value"]["card"]["content"], "Svar fra Faggruppe Oppvekst")
    assert "Takk" in await answer(house, "oppvekst-molde", hearing_id, "Ja, alle skolene i fire kommuner.")
    await house.settle()
    await house.wait_for_card(house.chat("leder"), "Alle har svart på høringen av sak BU 1/26")
    assert says(await see(house, "aukra", proposal_id), "1 av 1 har svart", "Ja, alle skolene i fire kommuner.")
    await house.pass_time(timedelta(days=12))
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA
    over = await house.wait_for_card(CHANNEL, "Høringen av sak BU 1/26 er over")
    assert says(over.card, "Ja, alle skolene i fire kommuner.", "Petter Aune")


async def test_only_those_who_have_not_answered_are_reminded(house: House) -> None:
    """Complaint 14: the deadline stands in the card, and those who have answered are left alone."""
    _, hearing_id = await heard(house, bodies=f"{FAGGRUPPE},{HELSE}")
    await answer(house, "oppvekst-molde", hearing_id, "Ja.")
    await house.settle()
    await house.pass_time(timedelta(days=10))
    await house.wait_for_card(house.chat("helse-rauma"), "En påminnelse", "Høring: BU 1/26")
    told = list(house.sandbox.posts(house.chat("oppvekst-molde"), author="bot"))
    assert not [post for post in told if says(post.card, "En påminnelse")]


async def test_each_municipality_of_a_body_answers_for_itself_once(house: House) -> None:
    """A later answer is in the place of the first, which stays in the record."""
    proposal_id, hearing_id = await heard(house, bodies=SAMSTYRING, each="true")
    assert says(await see(house, "leder", proposal_id), "0 av 4 har svart")
    for persona in ("oppvekst-aukra", "oppvekst-molde", "oppvekst-aukra"):
        await answer(house, persona, hearing_id, f"Svar fra {persona}.")
    assert [one.name.split(" (")[0] for one in await inputs_of(house, proposal_id)] == ["Aukra", "Molde"]
    seen = await house.act("leder", "hearing.view", hearing=hearing_id)
    assert says(seen["value"], "2 av 4 har svart", "Har ikke svart: Rauma", "Svar fra oppvekst-aukra.")
    await answer(house, "oppvekst-aukra", hearing_id, "Vi ombestemte oss.")
    assert len(await inputs_of(house, proposal_id)) == 2
    recorded = [one.details["text"] for one in await house.record() if one.action == "hearing.answered"]
    assert recorded == ["Svar fra oppvekst-aukra.", "Svar fra oppvekst-molde.", "Vi ombestemte oss."]


async def test_those_outside_are_answered_for_by_the_secretary(house: House) -> None:
    proposal_id, hearing_id = await heard(house, bodies="", others="DigiViken\n Kari Nordmann \n\nDigiViken")
    card = (await house.act("sekretaer", "hearing.view", hearing=hearing_id))["value"]
    assert says(card, "Har ikke svart: DigiViken og Kari Nordmann")
    assert button(card, "Før inn et svar")
    opened = await house.open_dialog("sekretaer", form="hearing_input", hearing=hearing_id)
    field = next(one for one in opened["task"]["value"]["card"]["content"]["body"] if one.get("id") == "asked")
    kari = next(one["value"] for one in field["choices"] if one["title"] == "Kari Nordmann")
    await answer(house, "sekretaer", hearing_id, "Jeg støtter saken.", asked=kari)
    (given,) = await inputs_of(house, proposal_id)
    assert (given.name, given.is_entered) == ("Kari Nordmann", True)
    assert says(await see(house, "aukra", proposal_id), "Kari Nordmann, ført inn av Anne Dahl", "Jeg støtter saken.")
    await house.pass_time(timedelta(days=10))
    asked = await house.wait_for_card(house.chat("sekretaer"), "noen utenfor har ikke svart")
    assert says(asked.card, "Mangler: DigiViken.")
    assert not says(asked.card, "Nordmann")


async def test_what_comes_after_the_deadline_is_taken_in_and_marked(house: House) -> None:
    proposal_id, hearing_id = await heard(house)
    await house.assure(proposal_id)
    await house.pass_time(timedelta(days=12))
    over = await house.wait_for_card(CHANNEL, "Høringen av sak BU 1/26 er over", "Det kom ingen innspill.")
    assert over
    await answer(house, "oppvekst-molde", hearing_id, "Beklager, her er det.")
    (given,) = await inputs_of(house, proposal_id)
    assert given.is_late
    assert says(await see(house, "aukra", proposal_id), "etter fristen", "Beklager, her er det.")
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA


async def test_when_it_has_been_voted_on_nobody_is_heard_any_more(house: House) -> None:
    proposal_id, hearing_id = await heard(house)
    await house.assure(proposal_id)
    await done(house, "leder", "hearing_close", {"ground": "Vi har fått svaret muntlig."}, hearing=hearing_id)
    await house.act("leder", "meeting.start", meeting=(await case_of(house, proposal_id)).meeting_id)
    await house.act("leder", "voting.open", proposal=proposal_id)
    opened = await house.open_dialog("oppvekst-molde", form="hearing_input", hearing=hearing_id)
    assert "saken er kommet videre" in opened["task"]["value"]
    sent = await house.send_dialog("oppvekst-molde", form="hearing_input", hearing=hearing_id, text="For sent")
    assert "saken er kommet videre" in sent["task"]["value"]
    assert not await inputs_of(house, proposal_id)


async def test_more_time_is_given_with_a_ground_and_the_old_deadline_ends_nothing(house: House) -> None:
    proposal_id, hearing_id = await heard(house)
    await house.assure(proposal_id)
    for fields in (
        {"closes_on": "2026-12-03", "ground": "Ferie"},
        {"closes_on": "2026-12-12", "ground": "Ferie"},
        {"closes_on": "2026-12-11", "ground": " "},
    ):
        task = await fill(house, "leder", "hearing_extend", fields, hearing=hearing_id)
        assert task["type"] == "continue", fields
    await done(house, "leder", "hearing_extend", {"closes_on": "2026-12-11", "ground": "Ferie"}, hearing=hearing_id)
    await house.settle()
    await house.wait_for_card(house.chat("oppvekst-molde"), "Fristen er utsatt.", "11. desember 2026")
    await house.pass_time(timedelta(days=12))
    assert (await case_of(house, proposal_id)).state is ProposalState.ASSURED
    await house.pass_time(timedelta(days=7))
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA


async def test_ended_early_it_takes_a_ground_unless_all_have_answered(house: House) -> None:
    proposal_id, hearing_id = await heard(house)
    await house.assure(proposal_id)
    task = await fill(house, "leder", "hearing_close", {}, hearing=hearing_id)
    assert says(task["value"]["card"]["content"], "Fyll ut dette feltet.", "Har ikke svart: Faggruppe Oppvekst")
    await done(house, "leder", "hearing_close", {"ground": "Saken haster."}, hearing=hearing_id)
    assert (await case_of(house, proposal_id)).state is ProposalState.ON_AGENDA
    assert says(await see(house, "aukra", proposal_id), "Avsluttet før fristen av Solveig Strand: Saken haster.")
    again = await house.propose("aukra", title="Felles arkiv")
    asked = {"bodies": HELSE, "question": "Hva mener dere?", "closes_on": DEADLINE}
    await done(house, "leder", "hearing_open", asked, proposal=again)
    second = (await hearings_of(house, again))[0].id
    await answer(house, "helse-rauma", second, "Ja.")
    await done(house, "leder", "hearing_close", {}, hearing=second)
    assert not (await hearings_of(house, again))[0].is_open


async def test_a_case_on_the_agenda_that_is_sent_out_comes_off_it(house: House) -> None:
    proposal_id = await house.propose("molde1")
    await house.assure(proposal_id)
    meeting_id = (await case_of(house, proposal_id)).meeting_id
    asked = {"bodies": FAGGRUPPE, "question": "Hva mener dere?", "closes_on": DEADLINE}
    await done(house, "leder", "hearing_open", asked, proposal=proposal_id)
    assert (await case_of(house, proposal_id)).state is ProposalState.ASSURED
    meeting = await house.bot.office.store.read(lambda tx: tx.meeting(meeting_id))
    assert proposal_id not in meeting.agenda


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"bodies": "", "others": "  "}, "Velg ett av svarene."),
        ({"bodies": "finnes-ikke"}, "Velg ett av svarene."),
        ({"question": ""}, "Fyll ut dette feltet."),
        ({"closes_on": ""}, "Velg en dag."),
        ({"closes_on": "2026-11-25"}, "Fristen er for kort."),
        ({"closes_on": "2026-12-05"}, "Velg en virkedag."),
        ({"closes_on": "2028-12-04"}, "mer enn fire måneder"),
    ],
)
async def test_a_form_with_a_fault_keeps_what_was_typed(house: House, fields: dict[str, str], told: str) -> None:
    proposal_id = await house.propose("molde1")
    asked = {"bodies": FAGGRUPPE, "question": "Trenger skolene dette?", "closes_on": DEADLINE, **fields}
    task = await fill(house, "sekretaer", "hearing_open", asked, proposal=proposal_id)
    card = task["value"]["card"]["content"]
    assert says(card, told)
    assert says(card, asked["question"] or told)
    assert not await hearings_of(house, proposal_id)


async def test_a_form_delivered_four_times_is_one_hearing(house: House) -> None:
    house.sandbox.fault("invoke", "task/submit", "duplicate", copies=4, same_id=False)
    proposal_id, _ = await heard(house)
    assert len(await hearings_of(house, proposal_id)) == 1
    actions = [one.action for one in await house.record()]
    assert actions.count("hearing.opened") == 1


@pytest.mark.parametrize("persona", ["molde1", "rorikt", "tillitsvalgt", "oppvekst-molde", "utenfor"])
async def test_only_leader_and_secretary_send_out_extend_and_end(house: House, persona: str) -> None:
    proposal_id, hearing_id = await heard(house)
    before = await house.record()
    for form, ids in (
        ("hearing_open", {"proposal": proposal_id, "new": "b" * 32}),
        ("hearing_extend", {"hearing": hearing_id}),
        ("hearing_close", {"hearing": hearing_id}),
    ):
        fields = {"bodies": HELSE, "question": "Nei", "closes_on": "2026-12-11", "ground": "Nei"}
        sent = await house.send_dialog(persona, form=form, **ids, **fields)
        assert sent["task"]["type"] == "message"
        opened = await house.open_dialog(persona, form=form, **ids)
        assert opened["task"]["type"] == "message"
    assert await house.record() == before


@pytest.mark.parametrize("persona", ["oppvekst-aukra", "helse-rauma", "molde1", "utenfor"])
async def test_only_those_who_are_asked_answer_for_their_body(house: House, persona: str) -> None:
    proposal_id, hearing_id = await heard(house)
    before = await house.record()
    for ids in ({}, {"committee": FAGGRUPPE}, {"asked": f"{hearing_id}:{FAGGRUPPE}"}):
        sent = await house.send_dialog(persona, form="hearing_input", hearing=hearing_id, text="Nei", **ids)
        assert "som svarer" in sent["task"]["value"]
    assert await house.record() == before
    assert not await inputs_of(house, proposal_id)


async def test_the_rule_itself_refuses_those_who_are_not_asked(house: House) -> None:
    """Whatever a dialog would let through."""
    _, hearing_id = await heard(house)
    directory = house.bot.office.directory
    person, asked_id, now = directory.people["oppvekst-aukra"], f"{hearing_id}:{FAGGRUPPE}", house.clock.read()
    with pytest.raises(CommitteeError, match="no_right_input"):
        await house.bot.office.store.write(lambda tx: give_input(tx, directory, person, asked_id, "Nei", now=now))


async def test_an_outsider_with_its_id_is_told_that_there_is_nothing(house: House) -> None:
    _, hearing_id = await heard(house)
    seen = await house.act("utenfor", "hearing.view", hearing=hearing_id)
    assert "finner ikke" in str(seen["value"])
    assert says((await house.act("oppvekst-aukra", "hearing.view", hearing=hearing_id))["value"], "Høring av sak")


async def test_the_list_shows_what_is_asked_what_is_out_and_what_may_be_sent(house: House) -> None:
    assert says(await house.say("leder", "høring"), "Ingen høringer nå.")
    _, hearing_id = await heard(house)
    await house.propose("aukra", title="Felles arkiv")
    ours = await house.say("leder", "høringer")
    assert says(ours, "Ute på høring", "Felles innbyggerdialog", "0 av 1 har svart")
    assert button(ours, "Send BU 2/26 på høring")
    assert "Send BU 1/26 på høring" not in [one["title"] for one in buttons(ours)]
    theirs = await house.say("oppvekst-molde", "høring")
    assert says(theirs, "Dere er bedt om innspill", "Felles innbyggerdialog")
    await done(house, "leder", "hearing_close", {"ground": "Avklart."}, hearing=hearing_id)
    assert says(await house.say("leder", "høring"), "Ferdige høringer")


async def test_what_one_is_asked_waits_for_one_until_it_is_answered(house: House) -> None:
    _, hearing_id = await heard(house)
    waiting = await house.say("oppvekst-molde", "hva venter på meg")
    assert says(waiting, "Bestillerutvalget ber om innspill til BU 1/26", "4. desember 2026")
    assert not says(await house.say("oppvekst-aukra", "hva venter på meg"), "ber om innspill")
    await answer(house, "oppvekst-molde", hearing_id, "Ja.")
    assert not says(await house.say("oppvekst-molde", "hva venter på meg"), "ber om innspill")
