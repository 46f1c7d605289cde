"""Minutes as the secretary, the chair and the channel notice them, and the record anyone can check."""

import io
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from typer.testing import CliRunner

from bot.__main__ import app
from committee.audit import check_chain
from committee.minutes import LONGEST_WORDING
from tests.house_fixture import CHANNEL, House, button, buttons, on_sqlite, running_house, says


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


async def hold_meeting(house: House) -> str:
    """A meeting with one case rejected, one escalated and one not treated; gives the minutes' id."""
    first, second = await house.propose("molde1"), await house.propose("aukra", title="Felles arkiv")
    third = await house.propose("rauma", title="Ny skriver")
    for proposal_id in (first, second, third):
        await house.assure(proposal_id)
    meeting_id = await house.next_meeting_id()
    await house.act("leder", "meeting.start", meeting=meeting_id)
    for persona in ("molde1", "aukra", "rauma", "tillitsvalgt"):
        await house.act(persona, "meeting.attend", meeting=meeting_id, presence="present")
    await house.act("vestnes", "meeting.attend", meeting=meeting_id, presence="apology")
    for proposal_id, rauma in ((first, "against"), (second, "abstain")):
        await house.act("leder", "voting.open", proposal=proposal_id)
        proposal = await house.bot.office.store.read(lambda tx, id_=proposal_id: tx.proposal(id_))
        await house.cast(proposal.voting_id, {"molde1": "for", "aukra": "against"})
        await house.vote("rauma", proposal.voting_id, rauma, remark="Vi må vente")
        await house.close(proposal.voting_id)
    await house.act("leder", "meeting.end", meeting=meeting_id)
    minutes = await house.bot.office.store.read(lambda tx: tx.minutes_of(meeting_id))
    assert minutes is not None
    return minutes.id


async def minutes_of(house: House, minutes_id: str) -> Any:
    return await house.bot.office.store.read(lambda tx: tx.minutes(minutes_id))


async def publish(house: House, minutes_id: str) -> None:
    """Approved by the chair, and delivered."""
    await house.act("leder", "minutes.approve", minutes=minutes_id)
    await house.wait_for_card(CHANNEL, "Referat fra Bestillerutvalget", "kontrollsum", seconds=60)


def files(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "sandbox" / "files").rglob("*") if path.suffix in (".pdf", ".docx"))


async def test_the_draft_tells_what_happened(house: House) -> None:
    """Complaint 30: the draft is made of the record, without Copilot."""
    minutes = await minutes_of(house, await hold_meeting(house))
    assert (minutes.chair, minutes.secretary, minutes.place) == ("Solveig Strand", "Anne Dahl", "Microsoft Teams")
    assert {one.name for one in minutes.present} == {
        "Solveig Strand", "Ingrid Moen", "Marte Øyen", "Olav Nes", "Per Sande",
    }  # fmt: skip
    assert [(one.name, one.organisation) for one in minutes.apologies] == [("Turid Vik", "Vestnes")]
    first, second, third = minutes.cases
    assert (first.case_number, first.outcome, first.escalated_to_name) == ("BU 1/26", "rejected", "")
    assert (second.outcome, second.escalated_to_name, f"{second.escalated_at:%d.%m.%Y}") == (
        "no_agreement",
        "styret i ROR-IKT",
        "31.12.2026",
    )
    assert [(one.organisation, one.choice, one.remark) for one in second.ballots] == [
        ("Aukra", "against", ""),
        ("Molde", "for", ""),
        ("Rauma", "abstain", "Vi må vente"),
        ("Vestnes", None, ""),
    ]
    assert (third.outcome, third.ballots) == (None, ())
    assert first.recommendation == "Utvalget tilrår at forslaget gjennomføres."


async def test_the_secretary_and_chair_get_the_draft_and_the_members_do_not_see_it_yet(house: House) -> None:
    await hold_meeting(house)
    secretary = await house.wait_for_card(house.chat("sekretaer"), "Referat fra Bestillerutvalget", "Utkast", "BU 3/26")
    assert [one["title"] for one in buttons(secretary.card)] == ["Rediger ordlyden"]
    chair = await house.wait_for_card(house.chat("leder"), "Referat fra Bestillerutvalget", "Utkast")
    assert button(chair.card, "Godkjenn og publiser")
    assert says(await house.say("aukra", "referat"), "Referatet er ikke publisert ennå")
    assert says(await house.say("sekretaer", "publiser"), "Referatet er ikke godkjent ennå")


async def edit(house: House, persona: str, minutes_id: str, **typed: str) -> dict[str, Any]:
    dialog = await house.open_dialog(persona, form="minutes", minutes=minutes_id)
    assert dialog["task"]["type"] == "continue", dialog
    return await house.send_dialog(persona, form="minutes", minutes=minutes_id, **typed)


async def test_the_secretary_words_the_draft_and_what_was_typed_too_long_is_kept(house: House) -> None:
    """Complaint 20: drafted, worded, and then approved."""
    minutes_id = await hold_meeting(house)
    case = (await minutes_of(house, minutes_id)).cases[0].proposal_id
    told = await edit(house, "sekretaer", minutes_id, **{f"wording_{case}": " Grundig drøftet. ", "other": "Kaffe."})
    assert "Ordlyden er lagret" in told["task"]["value"]
    assert says(await house.say("sekretaer", "referat"), "Grundig drøftet.", "Kaffe.")
    long = "x" * (LONGEST_WORDING + 1)
    back = await edit(house, "sekretaer", minutes_id, **{f"wording_{case}": long, "other": "Kaffe."})
    card = back["task"]["value"]["card"]["content"]
    assert says(card, f"høyst {LONGEST_WORDING} tegn")
    assert long in [one.get("value") for one in card["body"]]
    assert (await minutes_of(house, minutes_id)).cases[0].wording == "Grundig drøftet."
    edits = [one for one in await house.record() if one.action == "minutes.edited"]
    assert [one.actor_id for one in edits] == ["sekretaer"]


async def test_the_secretary_chooses_the_language_of_the_minutes(house: House, tmp_path: Path) -> None:
    minutes_id = await hold_meeting(house)
    forged = await edit(house, "sekretaer", minutes_id, other="Kaffe.", document_language="tlh")
    assert forged["task"]["type"] == "message"
    assert (await minutes_of(house, minutes_id)).language == "nb"
    await edit(house, "sekretaer", minutes_id, document_language="en")
    await house.act("leder", "minutes.approve", minutes=minutes_id)
    await house.wait_for_card(CHANNEL, "Åpne Word")
    (saved,) = (tmp_path / "sandbox" / "files").rglob("*.docx")
    words = "\n".join(one.text for one in Document(io.BytesIO(saved.read_bytes())).paragraphs)
    assert "Present" in words
    assert "Til stede" not in words


async def test_a_form_that_lacks_a_field_leaves_that_wording_alone(house: House) -> None:
    """An old or cut form must not wipe what is written."""
    minutes_id = await hold_meeting(house)
    case = (await minutes_of(house, minutes_id)).cases[0].proposal_id
    await edit(house, "sekretaer", minutes_id, **{f"wording_{case}": "Grundig drøftet.", "other": "Kaffe."})
    await edit(house, "sekretaer", minutes_id, other="Kaffe og kake.")
    minutes = await minutes_of(house, minutes_id)
    assert (minutes.cases[0].wording, minutes.other) == ("Grundig drøftet.", "Kaffe og kake.")
    await edit(house, "sekretaer", minutes_id, **{f"wording_{case}": ""})
    minutes = await minutes_of(house, minutes_id)
    assert (minutes.cases[0].wording, minutes.other) == ("", "Kaffe og kake.")


async def test_once_approved_the_wording_stands(house: House, tmp_path: Path) -> None:
    minutes_id = await hold_meeting(house)
    await house.act("leder", "minutes.approve", minutes=minutes_id)
    before = [(one.wording, one.title) for one in (await minutes_of(house, minutes_id)).cases]
    late = await house.send_dialog("sekretaer", form="minutes", minutes=minutes_id, other="For sent")
    assert "ordlyden kan ikke lenger endres" in late["task"]["value"]
    minutes = await minutes_of(house, minutes_id)
    assert ([(one.wording, one.title) for one in minutes.cases], minutes.other) == (before, "")
    assert minutes.approved_by == "Solveig Strand"


async def test_publishing_again_and_again_gives_one_pair_of_files_and_one_post(house: House, tmp_path: Path) -> None:
    minutes_id = await hold_meeting(house)
    await publish(house, minutes_id)
    for persona in ("sekretaer", "leder", "sekretaer"):
        assert says(await house.say(persona, "publiser"), "Publisert i kanalens filer.")
        await house.act("leder", "minutes.approve", minutes=minutes_id)
        await house.act(persona, "minutes.publish", minutes=minutes_id)
        await house.show_now()
    assert [path.suffix for path in files(tmp_path)] == [".docx", ".pdf"]
    assert {path.parent.name for path in files(tmp_path)} == {"2026"}
    posts = [one for one in house.sandbox.posts(CHANNEL, author="bot") if says(one.card, "Referat fra", "kontrollsum")]
    assert len(posts) == 1
    assert says(await house.say("aukra", "referat"), "Åpne PDF", "Åpne Word")
    assert len([one for one in house.sandbox.requests if "Referater" in one.path and one.method == "PUT"]) <= 2


@pytest.mark.parametrize("fault", ["500-before", "500-after", "429", "reset-after"])
async def test_files_are_published_once_whatever_fails_on_the_way(house: House, tmp_path: Path, fault: str) -> None:
    minutes_id = await hold_meeting(house)
    house.sandbox.fault("graph", "PUT .*", fault, times=2, seconds=0)
    house.sandbox.fault("graph", "createUploadSession", fault, times=1, seconds=0)
    await house.act("leder", "minutes.approve", minutes=minutes_id)
    for _ in range(6):
        await house.pass_time(timedelta(minutes=6))
    await house.wait_for_card(CHANNEL, "Referat fra Bestillerutvalget", "kontrollsum")
    assert [path.suffix for path in files(tmp_path)] == [".docx", ".pdf"]
    posts = [one for one in house.sandbox.posts(CHANNEL, author="bot") if says(one.card, "Referat fra", "kontrollsum")]
    assert len(posts) == 1


async def test_a_new_channels_files_folder_is_waited_for(tmp_path: Path) -> None:
    """Teams makes the folder a while after the channel."""
    async with running_house(tmp_path, folder_wait=timedelta(hours=1)) as house:
        minutes_id = await hold_meeting(house)
        await house.act("leder", "minutes.approve", minutes=minutes_id)
        for _ in range(5):
            await house.pass_time(timedelta(minutes=6))
        await house.wait_for_card(CHANNEL, "Referat fra Bestillerutvalget", "kontrollsum")
        assert len(files(tmp_path)) == 2


async def test_the_checksum_in_the_minutes_is_an_entry_of_the_record(house: House) -> None:
    minutes_id = await hold_meeting(house)
    await house.act("leder", "minutes.approve", minutes=minutes_id)
    head = (await minutes_of(house, minutes_id)).head_sha256
    entries = await house.record()
    assert check_chain(entries) == []
    at = [entry.sha256 for entry in entries].index(head)
    assert entries[at + 1].action == "minutes.approved"


@on_sqlite
async def test_the_record_is_checked_by_anyone_and_tampering_is_found(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        minutes_id = await hold_meeting(house)
        await house.act("leder", "minutes.approve", minutes=minutes_id)
        head = (await minutes_of(house, minutes_id)).head_sha256
    database = tmp_path / "utvalgsbot.db"
    assert verify(database, "--head", head) == 0
    assert verify(database) == 0
    assert verify(database, "--head", "0" * 64) == 1
    with tampered(database, "UPDATE audit SET details = replace(details, '\"against\"', '\"for\"')"):
        assert verify(database) == 1
    with tampered(database, "DELETE FROM audit WHERE action = 'ballot.cast'"):
        assert verify(database) == 1
    cut = f"DELETE FROM audit WHERE committee_id = 'bestillerutvalget' AND position >= {_position(database, head)}"
    with tampered(database, cut):
        assert verify(database, "--head", head) == 1
    assert verify(database, "--head", head) == 0


def verify(database: Path, *arguments: str) -> int:
    return CliRunner().invoke(app, ["verify", "--url", f"sqlite:///{database}", *arguments]).exit_code


def _position(database: Path, head: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT position FROM audit WHERE sha256 = ?", (head,)).fetchone()[0]


@contextmanager
def tampered(database: Path, statement: str) -> Iterator[None]:
    """The database as somebody with the file in hand leaves it, until the block ends."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT * FROM audit")
        assert connection.execute(statement).rowcount > 0
        connection.commit()
        yield
        connection.execute("DELETE FROM audit")
        connection.execute("INSERT INTO audit SELECT * FROM kept")
        connection.execute("DROP TABLE kept")
        connection.commit()
