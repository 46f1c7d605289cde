"""A voting taken out of the record is counted again by the product and by a script of its own."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from locales.refusals import SENTENCES
from tests.house_fixture import CHANNEL, House, button, database_url, running_house, says, texts
from tests.sandbox_fixture import ROOT

SCRIPT = ROOT / "verifier" / "verify_voting.py"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as opened:
        yield opened


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


def run_script(*arguments: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


async def close_a_voting(house: House) -> str:
    voting_id = await house.open_voting("Felles skjema")
    await house.cast(voting_id, {"molde1": "against", "aukra": "for", "rauma": "for"})
    await house.cast(voting_id, {"vestnes": "abstain"})
    assert "Din stemme" in str(await house.vote("molde2", voting_id, "for", revision=1))
    await house.close(voting_id)
    return voting_id


async def test_a_closed_voting_is_counted_again_outside_the_product(house: House, tmp_path: Path) -> None:
    voting_id = await close_a_voting(house)
    url, out = database_url(tmp_path), str(tmp_path / "voting.json")
    assert run("export", "voting", "bu 1/26", "--url", url, "--out", out)[0] == 0
    for code, printed in (run("verify", out), run_script(out)):
        assert code == 0
        assert "molde (weight 1): for" in printed
        assert "Everything agrees" in printed
    assert run("export", "voting", voting_id, "--url", url)[1].count('"ballot.cast"') == 5
    head = await house.bot.office.store.read(lambda tx: tx.head("bestillerutvalget"))
    for code, _ in (run("verify", out, "--head", head[:16]), run_script(out, "--head", head[:16])):
        assert code == 0


async def test_a_changed_file_is_found_by_both(house: House, tmp_path: Path) -> None:
    await close_a_voting(house)
    url, out = database_url(tmp_path), tmp_path / "voting.json"
    run("export", "voting", "BU 1/26", "--url", url, "--out", str(out))
    out.write_text(out.read_text().replace('"choice": "against"', '"choice": "for"'))
    for code, printed in (run("verify", str(out)), run_script(str(out))):
        assert code == 1
        assert "is altered" in printed


async def test_the_card_in_the_channel_binds_the_record(house: House, tmp_path: Path) -> None:
    await close_a_voting(house)
    await house.settle()
    post = await house.wait_for_card(CHANNEL, "Resultat: BU 1/26", "Kontrollsum i loggen: ")
    told = next(one for one in texts(post.card) if one.startswith("Kontrollsum i loggen: "))
    head = told.removeprefix("Kontrollsum i loggen: ")
    url, out = database_url(tmp_path), str(tmp_path / "voting.json")
    run("export", "voting", "BU 1/26", "--url", url, "--out", out)
    for code, _ in (run("verify", out, "--head", head), run_script(out, "--head", head)):
        assert code == 0
    forged = "0" * len(head)
    for code, printed in (run("verify", out, "--head", forged), run_script(out, "--head", forged)):
        assert (code, "published checksum" in printed) == (1, True)


async def test_only_the_votings_own_entries_are_told(house: House, tmp_path: Path) -> None:
    await house.propose("aukra", title="Taushetsbelagt forsøk")
    await close_a_voting(house)
    url = database_url(tmp_path)
    printed = run("export", "voting", "BU 2/26", "--url", url)[1]
    assert "Taushetsbelagt" not in printed
    actions = {one["action"] for one in json.loads(printed)["entries"] if "action" in one}
    assert actions == {"voting.opened", "ballot.cast", "voting.closed"}


async def test_an_open_voting_is_not_exported(house: House, tmp_path: Path) -> None:
    """Complaint 9: an export must not tell what the cards hide while the voting is open."""
    voting_id = await house.open_voting()
    await house.cast(voting_id, {"molde1": "against"})
    url = database_url(tmp_path)
    code, printed = run("export", "voting", voting_id, "--url", url)
    assert code == 1
    assert "still open" in printed
    assert "against" not in printed
    assert run("export", "voting", "BU 9/26", "--url", url) == (1, "There is no voting «BU 9/26» in this database.\n")


async def test_a_member_saves_a_proof_that_anyone_can_count(house: House, tmp_path: Path) -> None:
    assert says(await house.say("molde1", "bevis"), "Ingen avstemning er lukket ennå.")
    voting_id = await close_a_voting(house)
    card = await house.say("tillitsvalgt", "bevis")
    assert says(card, "BU 1/26 Felles skjema", "Innstillingen er vedtatt")
    answer = await house.press_button("tillitsvalgt", button(card, "Lagre bevis"))
    assert says(answer["value"], "Filen lages nå")
    told = await house.wait_for_card(house.chat("tillitsvalgt"), "Beviset for BU 1/26 er klart", "mappen Avstemninger")
    assert button(told.card, "Åpne filen")["url"].startswith("http")
    [file] = (tmp_path / "sandbox" / "files").rglob("*.json")
    assert file.name == "BU 1-26 avstemning.json"
    assert run_script(str(file))[0] == 0
    assert voting_id in file.read_text()


async def test_a_proof_is_for_those_with_a_seat_and_of_what_is_closed(house: House, tmp_path: Path) -> None:
    voting_id = await house.open_voting()
    for persona, voting in (("molde1", voting_id), ("utenfor", voting_id), ("molde1", "finnes-ikke"), ("molde1", "")):
        assert "Filen lages nå" not in str(await house.act(persona, "proof.save", voting=voting))
    assert "pågår ennå" in str(await house.act("molde1", "proof.save", voting=voting_id))
    await house.settle()
    assert not [*(tmp_path / "sandbox" / "files").rglob("*.json")]
    assert says(await house.say("utenfor", "bevis"), SENTENCES["no_seat"])
