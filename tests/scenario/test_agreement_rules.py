"""Votings by the rules that a mandate may choose: shares, ties, closing early, and ballots that only their own see."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from committee.proposals import ProposalState
from committee.voting_check import check_proof
from committee.voting_proof import make_proof
from documents import render_minutes_docx
from locales import words
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
)

TWO_TO_TWO = {"molde1": "for", "aukra": "for", "rauma": "against", "vestnes": "against"}


@asynccontextmanager
async def house_ruled(tmp_path: Path, rules: str) -> AsyncIterator[House]:
    """A house whose Bestillerutvalg decides by these rules."""
    lend_rules(tmp_path, rules)
    async with running_house(tmp_path) as opened:
        yield opened


def lend_rules(tmp_path: Path, rules: str) -> None:
    """The house that opens on this path has a mandate with these rules."""
    lend_files(tmp_path)
    file = tmp_path / "mandates" / "ror-ikt" / "bestillerutvalget.yaml"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("rules:")]
    file.write_text("\n".join([*kept, f"rules: {{ {rules} }}"]) + "\n", encoding="utf-8")


async def state_of(house: House, voting_id: str) -> ProposalState:
    """What the committee advises, once it does: the case itself has then gone on to daglig leder."""
    voting = await house.voting(voting_id)
    proposal = await house.bot.office.store.read(lambda tx: tx.proposal(voting.proposal_id))
    return proposal.advice or proposal.state


async def log_of(house: House, *actions: str) -> list[Any]:
    return [one for one in await house.record() if one.action in actions]


async def test_two_thirds_of_what_is_cast_is_enough_and_less_is_not(tmp_path: Path) -> None:
    """Complaint 3: the rule, what it took and what came of it are told; nobody reckons it out."""
    async with house_ruled(tmp_path, "agreement: share, share: 2/3") as house:
        voting_id = await house.open_voting()
        await house.wait_for_card(CHANNEL, "Minst to tredeler av den avgitte stemmevekten må være for")
        await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "against"})
        result = await house.close(voting_id)
        assert says(result, "innstillingen er vedtatt", "2 av 3 er nok", "3 av 4 kommuner og 3 av 4 stemmevekt")
    async with house_ruled(tmp_path / "second", "agreement: share, share: 3/4") as house:
        voting_id = await house.open_voting()
        await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "against"})
        result = await house.close(voting_id)
        assert says(result, "færre enn det kreves – innstillingen er forkastet", "3 av 3 er nok")
        assert await state_of(house, voting_id) is ProposalState.NOT_RECOMMENDED


async def test_a_tie_is_the_leaders_to_decide_and_to_give_a_ground_for(tmp_path: Path) -> None:
    async with house_ruled(tmp_path, "tie: chair") as house:
        voting_id = await house.open_voting()
        await house.wait_for_card(CHANNEL, "Lederen avgjør, og sier hvorfor")
        await house.cast(voting_id, TWO_TO_TWO)
        closed = await house.close(voting_id)
        assert says(closed, "2 av 4 stemmevekt for, 2 mot: stemmelikhet – lederen skal avgjøre")
        assert await state_of(house, voting_id) is ProposalState.VOTING
        await house.settle()
        asked = await house.wait_for_card(house.chat("leder"), "Stemmelikhet i BU 1/26", "Du må skrive hvorfor")
        assert not house.sandbox.posts(BOARD_CHANNEL, author="bot")
        refused = await house.act("leder", "meeting.end", meeting=await house.next_meeting_id())
        assert "Avgjør saken først" in refused["value"]
        data = button(asked.card, "Avgjør saken")["data"]
        form = (await house.open_dialog("leder", **data))["task"]["value"]["card"]["content"]
        send = button(form, "Avgjør saken")["data"]
        empty = await house.send_dialog("leder", **send, decision="adopted", ground=" ")
        shown = empty["task"]["value"]["card"]["content"]
        assert says(shown, "Skriv hvorfor du avgjør saken slik")
        assert (await house.voting(voting_id)).verdict.awaits_chair
        done = await house.send_dialog("leder", **send, decision="adopted", ground="Avtalen løper ut i mars.")
        assert "Innstillingen er vedtatt" in done["task"]["value"]
        assert await state_of(house, voting_id) is ProposalState.RECOMMENDED
        await house.settle()
        await house.wait_for_card(CHANNEL, "lederen avgjorde, og innstillingen er vedtatt", "Avtalen løper ut i mars.")
        (entry,) = await log_of(house, "voting.tie_decided")
        assert (entry.actor_id, entry.details) == (
            "leder",
            {"outcome": "adopted", "ground": "Avtalen løper ut i mars."},
        )
        before = await house.snapshot()
        await house.send_dialog("leder", **send, decision="rejected", ground="Ombestemte meg")
        assert await house.snapshot() == before
        assert "Lederens begrunnelse: Avtalen løper ut i mars." in await minutes_of(house)


async def test_nobody_but_the_leader_decides_a_tie(tmp_path: Path) -> None:
    async with house_ruled(tmp_path, "tie: chair") as house:
        voting_id = await house.open_voting()
        early = await house.open_dialog("leder", form="voting_tie", voting=voting_id)
        assert "ingen stemmelikhet" in str(early)
        await house.cast(voting_id, TWO_TO_TWO)
        await house.close(voting_id)
        before = await house.snapshot()
        for persona in PEOPLE:
            if persona != "leder":
                told = {"form": "voting_tie", "voting": voting_id, "decision": "adopted", "ground": "Fordi"}
                assert "continue" not in str((await house.send_dialog(persona, **told))["task"]["type"])
                assert "Din avgjørelse" not in str(
                    await house.open_dialog(persona, form="voting_tie", voting=voting_id)
                )
                card = (await house.act(persona, "voting.view", voting=voting_id))["value"]
                assert not [one for one in buttons(card) if one.get("title") == "Avgjør saken"], persona
        assert await house.snapshot() == before
        waiting = await house.say("leder", "hva venter på meg")
        assert says(waiting, "Stemmelikhet i BU 1/26: du skal avgjøre saken.")


async def test_a_tie_may_call_for_a_new_voting_which_is_another_one(tmp_path: Path) -> None:
    """Complaint 10: a closed voting is never opened again; what is voted anew has an id and a record of its own."""
    async with house_ruled(tmp_path, "tie: new_voting") as house:
        first = await house.open_voting()
        await house.cast(first, TWO_TO_TWO)
        closed = await house.close(first)
        assert says(closed, "det holdes en ny avstemning")
        assert await state_of(house, first) is ProposalState.ON_AGENDA
        assert says((await house.say("leder", "neste møte")), "Felles innbyggerdialog – på sakslisten")
        await house.press_button("leder", button(closed, "Ny avstemning"))
        proposal = await house.bot.office.store.read(lambda tx: tx.proposal(tx.voting(first).proposal_id))
        second = proposal.voting_id
        assert second
        assert second != first
        late = await house.vote("rauma", first, "for", revision=1)
        assert "Avstemningen er lukket" in late["value"]
        assert (await house.voting(second)).tally.cast_count == 0
        await house.cast(second, {**TWO_TO_TWO, "rauma": "for"})
        assert says(await house.close(second), "3 av 4 stemmevekt for, 1 mot: innstillingen er vedtatt")
        assert (await house.voting(first)).tally.weight_for == 2
        assert [one.subject_id for one in await log_of(house, "voting.closed")] == [first, second]
        shown = (await house.act("leder", "voting.view", voting=first))["value"]
        assert not [one for one in buttons(shown) if one.get("title") == "Ny avstemning"]
        written = await minutes_of(house)
        assert "Tidligere avstemning: 2 av 4 stemmevekt for, 2 mot: stemmelikhet" in written
        assert "3 av 4 stemmevekt for, 1 mot: innstillingen er vedtatt" in written


@pytest.mark.parametrize("is_topmost", [False, True])
async def test_a_tie_is_not_voted_on_anew_for_ever(tmp_path: Path, is_topmost: bool) -> None:
    """After as many times as the mandate says it goes up, or is lost where no body is above (C1)."""
    lend_rules(tmp_path, "tie: new_voting")
    if is_topmost:
        drop_superior(tmp_path)
    async with running_house(tmp_path) as house:
        voting_id = await house.open_voting()
        case_id = (await house.voting(voting_id)).proposal_id
        after = "Innstillingen er forkastet" if is_topmost else "Saken løftes"
        for _ in range(2):
            own = (await house.act("aukra", "voting.view", voting=voting_id))["value"]
            assert says(own, f"Det holdes en ny avstemning, høyst 2 ganger. Deretter: {after}")
            await house.cast(voting_id, TWO_TO_TWO)
            closed = await house.close(voting_id)
            assert says(closed, "det holdes en ny avstemning")
            await house.press_button("leder", button(closed, "Ny avstemning"))
            voting_id = (await house.bot.office.store.read(lambda tx: tx.proposal(case_id))).voting_id or ""
        last = (await house.act("aukra", "voting.view", voting=voting_id))["value"]
        assert says(last, f"Det er stemt på nytt så ofte som mandatet tillater. {after}")
        await house.cast(voting_id, TWO_TO_TWO)
        closed = await house.close(voting_id)
        assert not [one for one in buttons(closed) if one.get("title") == "Ny avstemning"]
        assert (await state_of(house, voting_id)) is (
            ProposalState.NOT_RECOMMENDED if is_topmost else ProposalState.ESCALATED
        )
        proof = await house.bot.office.store.read(lambda tx: make_proof(tx, voting_id, now=house.clock.read()))
        assert check_proof(proof).faults == ()


async def test_a_tie_on_a_new_text_is_counted_anew(tmp_path: Path) -> None:
    lend_rules(tmp_path, "tie: new_voting, votes_anew: 1")
    async with running_house(tmp_path) as house:
        voting_id = await house.open_voting()
        case_id = (await house.voting(voting_id)).proposal_id
        await house.cast(voting_id, TWO_TO_TWO)
        await house.close(voting_id)
        opened = await house.open_dialog("molde1", form="proposal", proposal=case_id)
        data = button(opened["task"]["value"]["card"]["content"], "Send inn")["data"]
        await house.send_dialog("molde1", **data, **{**FORM, "cost": "Mindre"})
        await house.assure(case_id)
        await house.act("leder", "meeting.end", meeting=await house.next_meeting_id())
        meeting = (await house.bot.office.store.read(lambda tx: tx.proposal(case_id))).meeting_id
        await house.act("leder", "meeting.start", meeting=meeting)
        await house.act("leder", "voting.open", proposal=case_id)
        again = (await house.bot.office.store.read(lambda tx: tx.proposal(case_id))).voting_id or ""
        assert again != voting_id
        assert (await house.voting(again)).rules.tie == "new_voting"


async def test_a_tie_that_is_not_voted_anew_waits_for_the_next_meeting(tmp_path: Path) -> None:
    async with house_ruled(tmp_path, "tie: new_voting") as house:
        voting_id = await house.open_voting()
        await house.cast(voting_id, TWO_TO_TWO)
        await house.close(voting_id)
        assert "løftes til" not in await minutes_of(house)
        assert await state_of(house, voting_id) is ProposalState.ON_AGENDA
        meetings = await house.bot.office.store.read(lambda tx: tx.meetings("bestillerutvalget"))
        assert [bool(one.agenda) for one in meetings][1]


async def test_a_tie_is_lost_where_the_mandate_says_so(tmp_path: Path) -> None:
    async with house_ruled(tmp_path, "tie: reject") as house:
        voting_id = await house.open_voting()
        await house.cast(voting_id, TWO_TO_TWO)
        assert says(await house.close(voting_id), "stemmelikhet – innstillingen er forkastet")
        assert await state_of(house, voting_id) is ProposalState.NOT_RECOMMENDED


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        (TWO_TO_TWO, "2 av 4 stemmevekt for, 2 mot: ikke enighet – saken er ikke vedtatt"),
        ({"molde1": "for"}, "1 av 4 stemmevekt for, 0 mot, 3 har ikke stemt – ikke vedtaksfør: saken er ikke vedtatt"),
    ],
)
async def test_a_body_with_none_above_it_is_told_of_no_board(
    tmp_path: Path, choices: dict[str, str], told: str
) -> None:
    """The words are true for the mandate: the case is not adopted, and how one goes on is said."""
    lend_topmost(tmp_path)
    async with running_house(tmp_path) as house:
        voting_id = await house.open_voting()
        own = (await house.act("aukra", "voting.view", voting=voting_id))["value"]
        assert says(own, "Saken er ikke vedtatt, og lederen kan ta den opp igjen")
        refused = await house.vote("aukra", voting_id, "for", demand="true", remark="Dette må opp.")
        assert "åpner ikke for å kreve saken løftet" in refused["value"]
        await house.cast(voting_id, choices)
        result = await house.close(voting_id)
        assert says(result, told, "Lederen og sekretæren kan ta saken opp igjen, utsette den eller trekke den.")
        await house.settle()
        posted = await house.wait_for_card(CHANNEL, "Resultat: BU 1/26", told)
        case = (await house.act("leder", "case.view", proposal=(await house.voting(voting_id)).proposal_id))["value"]
        assert says(case, "Uten enighet")
        assert button(case, "Ta opp igjen")
        written = await minutes_of(house)
        assert told in written
        mandate = await house.say("leder", "mandat")
        for one in (own, result, posted.card, case, mandate):
            assert not says(one, "løftes"), one
            assert not says(one, "løftet til"), one
        assert "løftes" not in written


def lend_topmost(tmp_path: Path) -> None:
    """The house that opens on this path has a Bestillerutvalg with no body above it."""
    lend_files(tmp_path)
    drop_superior(tmp_path)


def drop_superior(tmp_path: Path) -> None:
    file = tmp_path / "mandates" / "ror-ikt" / "bestillerutvalget.yaml"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("superior:")]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


async def test_closing_before_all_have_voted_needs_a_ground(house: House) -> None:
    """Complaints 10 and 11: asked for, on the card, in the record, and closed for everybody."""
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "for", "aukra": "for", "rauma": "against"})
    refused = await house.act("leder", "voting.close", voting=voting_id)
    assert "Skriv hvorfor avstemningen likevel lukkes nå" in refused["value"]
    own = (await house.act("leder", "voting.view", voting=voting_id))["value"]
    data = button(own, "Lukk avstemningen")["data"]
    form = (await house.open_dialog("leder", **data))["task"]["value"]["card"]["content"]
    assert says(form, "1 kommune har ikke stemt ennå", "Venter på: Vestnes", "kan den ikke åpnes igjen")
    send = button(form, "Lukk avstemningen")["data"]
    for ground, told in (("  ", "Skriv hvorfor"), ("x" * 501, "høyst 500 tegn")):
        again = (await house.send_dialog("leder", **send, ground=ground))["task"]["value"]["card"]["content"]
        assert says(again, told)
        assert ground in [one.get("value") for one in again["body"]]
        assert (await house.voting(voting_id)).is_open
    done = await house.send_dialog("leder", **send, ground="Vestnes har meldt forfall.")
    assert "Avstemningen er lukket" in done["task"]["value"]
    await house.settle()
    await house.wait_for_card(CHANNEL, "Resultat: BU 1/26", "Lukket før alle hadde stemt: Vestnes har meldt forfall.")
    (entry,) = await log_of(house, "voting.closed")
    assert (entry.actor_id, entry.details["ground"]) == ("leder", "Vestnes har meldt forfall.")
    before = await house.snapshot()
    assert "Avstemningen er lukket" in (await house.vote("vestnes", voting_id, "against"))["value"]
    assert "Avstemningen er alt lukket" in str(await house.open_dialog("leder", **data))
    assert "Avstemningen er lukket" in str(await house.send_dialog("leder", **send, ground="En gang til"))
    assert await house.snapshot() == before
    assert "Lukket før alle hadde stemt: Vestnes har meldt forfall." in await minutes_of(house)


async def test_only_the_leader_is_asked_why(house: House) -> None:
    voting_id = await house.open_voting()
    before = await house.snapshot()
    for persona in PEOPLE:
        if persona != "leder":
            data = {"form": "voting_close", "voting": voting_id}
            assert "Hvorfor lukkes" not in str(await house.open_dialog(persona, **data))
            await house.send_dialog(persona, **data, ground="Jeg vil hjem")
    assert await house.snapshot() == before


async def test_when_all_have_voted_one_press_closes(house: House) -> None:
    voting_id = await house.open_voting()
    await house.cast(voting_id, {**TWO_TO_TWO, "rauma": "for"})
    own = (await house.act("leder", "voting.view", voting=voting_id))["value"]
    closed = await house.press_button("leder", button(own, "Lukk avstemningen"))
    assert says(closed["value"], "Resultat: BU 1/26")
    (entry,) = await log_of(house, "voting.closed")
    assert "ground" not in entry.details
    assert not says(closed["value"], "Lukket før alle")


async def test_after_the_deadline_no_ground_is_needed(house: House) -> None:
    """Complaint 12: a deadline ends it; nobody has to stand up and say why."""
    voting_id = await house.open_voting()
    house.clock.ahead += timedelta(days=8)
    assert says((await house.act("leder", "voting.close", voting=voting_id))["value"], "Resultat: BU 1/26")


async def test_new_rules_stand_in_the_record_and_in_the_channel_as_people_say_them(tmp_path: Path) -> None:
    lend_files(tmp_path)
    async with running_house(tmp_path) as house:
        file = tmp_path / "mandates" / "ror-ikt" / "bestillerutvalget.yaml"
        rules = "{ agreement: share, share: 3/4, of: all, quorum_weight: 2/3, ballots: closed }"
        kept = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("rules:")]
        file.write_text("\n".join([*kept, f"rules: {rules}"]) + "\n", encoding="utf-8")
        await house.pass_time(timedelta(minutes=1))
        changed = (await log_of(house, "mandate.in_force"))[-1].details["changed"]
        assert {one["what"]: (one["before"], one["after"]) for one in changed} == {
            "rules.agreement": ("simple", "share 3/4 of all"),
            "rules.quorum": ("1/2", "1/2 of organisations, 2/3 of weight"),
            "rules.ballots": ("open", "closed"),
        }
        await house.wait_for_card(CHANNEL, "Nytt mandat for Bestillerutvalget", "Minst tre firedeler av all stemmevekt")
        shown = await house.say("aukra", "mandat")
        assert says(shown, "Minst tre firedeler av all stemmevekt må være for", "Lukket: andre ser bare summene")


SECRETS = ("For dyrt for oss", "Vi trenger dette", "Gjerne, men senere")
#: What each may read again: their organisation's own remark.
OWN = {"aukra": [SECRETS[0]], "molde1": [SECRETS[1]], "molde2": [SECRETS[1]], "rauma": [SECRETS[2]]}


def secrets_in(card: Any) -> list[str]:
    return [one for one in SECRETS if says(card, one)]


async def test_closed_ballots_are_shown_to_their_own_and_their_sums_to_all(tmp_path: Path) -> None:
    """Complaint 9: one policy holds for the card, the chat, the board's notice, the minutes and the file of proof."""
    async with house_ruled(tmp_path, "ballots: closed") as house:
        voting_id = await house.open_voting()
        await house.wait_for_card(CHANNEL, "andre ser bare summene, hver kommune ser sin egen")
        for persona, choice, remark in zip(
            ("aukra", "molde1", "rauma"), ("against", "for", "abstain"), SECRETS, strict=True
        ):
            await house.vote(persona, voting_id, choice, remark=remark)
        await house.vote("vestnes", voting_id, "against", demand="true", remark="Gjelder alle fire")
        await house.close(voting_id)
        await house.settle()
        for post in (*house.sandbox.posts(CHANNEL, author="bot"), *house.sandbox.posts(BOARD_CHANNEL, author="bot")):
            assert not secrets_in(post.card)
        for persona in PEOPLE:
            card = (await house.act(persona, "voting.view", voting=voting_id))["value"]
            assert says(card, "1 av 4 stemmevekt for, 2 mot"), persona
            assert secrets_in(card) == OWN.get(persona, []), persona
            for asked in ("saker", "sak BU 1/26"):
                assert not secrets_in(await house.say(persona, asked)), persona
        assert says((await house.act("molde2", "voting.view", voting=voting_id))["value"], "Din stemme for Molde: For")
        board = await house.wait_for_card(BOARD_CHANNEL, "Til behandling: BU 1/26", "Gjelder alle fire")
        assert not says(board.card, "Vestnes")
        written = await minutes_of(house)
        assert "andre ser bare summene" in written
        assert "1 av 4 stemmevekt for, 2 mot, 1 avholdende" in written
        assert "Gjelder alle fire" in written
        assert not [secret for secret in (*SECRETS, "Vestnes") if secret in written]
        store, now = house.bot.office.store, house.clock.read()
        proof = str(await store.read(lambda tx: make_proof(tx, voting_id, now=now)))
        assert not [secret for secret in (*SECRETS, "'choice'") if secret in proof]


async def minutes_of(house: House) -> str:
    """Ends the meeting and gives all text of its minutes."""
    ended = await house.bot.office.store.read(lambda tx: tx.meetings("bestillerutvalget"))
    answer = await house.act("leder", "meeting.end", meeting=ended[0].id)
    assert answer["type"].endswith("card.adaptive"), answer
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(ended[0].id))
    assert minutes
    document = Document(io.BytesIO(render_minutes_docx(minutes, words("nb"), timestamp=house.clock.read())))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])
