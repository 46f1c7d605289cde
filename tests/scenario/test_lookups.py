"""What people look up: members, mandates, the tree of bodies, gaps; and the language they read it in."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from docx import Document

from tests.house_fixture import CHANNEL, House, button, buttons, lend_files, running_house, says, texts
from tests.scenario.test_mandate_versions import write_new_version

shared = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One house for all that only ask."""
    async with running_house(tmp_path_factory.mktemp("lookups")) as opened:
        yield opened


def shown(card: Any) -> str:
    return "\n".join(texts(card))


def files(folder: Path, suffix: str) -> list[Path]:
    return sorted(path for path in (folder / "sandbox" / "files").rglob(f"*{suffix}"))


@shared
async def test_members_are_listed_by_organisation_with_the_moment_it_is_of(house: House) -> None:
    """Complaint 31: a list that cannot go stale."""
    card = await house.say("molde1", "medlemmer")
    assert says(card, "Medlemmer i Bestillerutvalget", "Per 23. november 2026 kl. 10.")
    told = shown(card)
    assert told.index("Aukra") < told.index("Marte Øyen – representant") < told.index("Molde")
    assert "Ingrid Moen – representant" in told
    assert "**Solveig Strand** – leder" in told


@shared
@pytest.mark.parametrize("words", ["Medlemmer?", "hvem sitter i utvalget", "medlmmer", "members", "medlemmer her"])
async def test_members_are_asked_for_in_many_ways(house: House, words: str) -> None:
    assert says(await house.say("aukra", words), "Medlemmer i Bestillerutvalget")


@shared
async def test_names_are_for_those_with_a_seat_but_mandates_are_for_all(house: House) -> None:
    card = await house.say("utenfor", "medlemmer")
    assert says(card, "Medlemslistene er for dem som har plass")
    assert "Ingrid" not in shown(card)
    forged = await house.act("utenfor", "members.view", committee="styret")
    assert "Medlemslistene er for dem" in str(forged)
    before = await house.snapshot()
    saved = await house.act("utenfor", "list.save", list="members", committee="bestillerutvalget", format="csv")
    assert await house.snapshot() == before
    assert "Medlemslistene er for dem" in str(saved)
    assert says(await house.say("utenfor", "mandat"), "Mandat for Bestillerutvalget", "PS-6/21")
    assert says(await house.say("utenfor", "utvalg"), "Utvalg og organer")
    assert {"Medlemmer", "Dekning"}.isdisjoint(one["title"] for one in buttons(await house.say("utenfor", "hjelp")))


@shared
async def test_another_body_is_looked_up_by_its_name_or_from_the_tree(house: House) -> None:
    assert says(await house.say("molde1", "mandat for styret"), "Mandat for styret i ROR-IKT")
    assert says(await house.say("molde1", "hvem sitter i styret i ROR-IKT?"), "Medlemmer i styret i ROR-IKT")
    assert says(await house.say("molde1", "medlemmer bestilerutvalget"), "Medlemmer i Bestillerutvalget")
    tree = await house.say("molde1", "utvalg")
    assert says(
        tree, "**Styret i ROR-IKT**", "★ du er representant", "rapporterer og løfter saker til styret i ROR-IKT"
    )
    answer = await house.press_button("molde1", button(tree, "Medlemmer"), body="styret")
    assert says(answer["value"], "Medlemmer i styret i ROR-IKT")
    answer = await house.press_button("molde1", button(tree, "Mandat"), body="styret")
    assert says(answer["value"], "Mandat for styret i ROR-IKT")
    answer = await house.press_button("molde1", button(tree, "Vis i treet"), body="finnes-ikke")
    assert "value" in answer
    assert not says(answer["value"], "Utvalg og organer")


@shared
async def test_a_name_that_no_body_has_gets_the_nearest(house: House) -> None:
    card = await house.say("molde1", "medlemmer kaffeklubben for **alle**")
    assert says(card, "Hvilket utvalg mener du?")
    assert "**alle**" not in shown(card)
    assert button(card, "Alle utvalg")


@shared
async def test_the_mandate_tells_what_is_in_force(house: House) -> None:
    card = await house.say("molde1", "mandat")
    sha256 = house.mandate.sha256
    assert says(card, "PS-6/21, styret, 14. april 2021", sha256[:12], "Mest stemmevekt for eller mot avgjør")
    assert says(card, "Mer enn halvparten av kommunene og av stemmevekten må stemme", "Følger av en stilling i ROR-IKT")
    rows = next(one for one in card["body"] if one["type"] == "Table")["rows"]
    assert [[cell["items"][0]["text"] for cell in row["cells"]] for row in rows][1:] == [
        ["Aukra", "1"],
        ["Molde", "1"],
        ["Rauma", "1"],
        ["Vestnes", "1"],
    ]


@shared
async def test_mistakes_in_files_are_for_leader_and_secretary(house: House) -> None:
    shelf = house.bot.office.shelf
    shelf.mistakes = ("bestillerutvalget.yaml:7:3: unknown key",)
    try:
        for persona, sees in {"sekretaer": True, "leder": True, "molde1": False, "utenfor": False}.items():
            card = await house.say(persona, "mandat")
            assert says(card, "yaml:7:3: unknown key") is sees, persona
    finally:
        shelf.mistakes = ()


@shared
async def test_gaps_are_for_those_who_look_after_seats(house: House) -> None:
    card = await house.say("sekretaer", "dekning")
    assert says(card, "Dekning i styret i ROR-IKT", "Aukra", "Vestnes", "✓")
    assert says(await house.say("molde1", "dekning"), "Dekningen vises for leder, sekretær")
    before = await house.snapshot()
    forged = await house.act("molde1", "list.save", list="coverage", committee="bestillerutvalget", format="csv")
    assert "Dekningen vises for leder" in str(forged)
    assert await house.snapshot() == before, "nothing was set going"


async def test_the_list_is_saved_as_word_and_csv_and_its_link_is_told(tmp_path: Path) -> None:
    """Complaint 32: a link to where access is looked after, never an attachment."""
    async with running_house(tmp_path) as house:
        card = await house.say("molde1", "medlemmer")
        for title in ("Lagre som Word", "Lagre som CSV"):
            answer = await house.press_button("molde1", button(card, title), document_language="nb")
            assert says(answer["value"], "Filen lages nå", "Medlemmer i Bestillerutvalget")
        told = await house.wait_for_card(house.chat("molde1"), "Medlemslisten for Bestillerutvalget er klar")
        assert button(told.card, "Åpne filen")["url"].startswith("http")
        await house.settle()
        [word] = files(tmp_path, ".docx")
        [sheet] = files(tmp_path, ".csv")
        assert (word.parent.name, word.name) == ("Medlemmer", "Bestillerutvalget medlemmer 2026-11-23.docx")
        document = Document(str(word))
        cells = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
        assert ["Molde", "Ingrid Moen", "representant"] in [row[:3] for row in cells]
        rows = [*csv.DictReader(io.StringIO(sheet.read_bytes().decode("utf-8-sig")), delimiter=";")]
        assert {row["Navn"] for row in rows if row["Organisasjon"] == "Molde"} == {"Ingrid Moen", "Jonas Berg"}
        assert all(row["Listen gjelder"].startswith("Per 23. november 2026 kl. 10.") for row in rows)
        actions = [one.action for one in await house.record()]
        assert actions.count("list.asked") == actions.count("list.filed") == 2


async def test_a_document_has_the_language_that_was_chosen_for_it(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        card = await house.say("sekretaer", "medlemmer styret i ROR-IKT")
        answer = await house.press_button("sekretaer", button(card, "Lagre som CSV"), document_language="en")
        assert says(answer["value"], "Filen lages nå")
        await house.wait_for_card(house.chat("sekretaer"), "er klar")
        [sheet] = files(tmp_path, ".csv")
        assert "Organisation" in sheet.read_text("utf-8-sig").splitlines()[0]
        # Put where the one who asked has a seat: nobody writes in another committee's channel.
        posts = [one.committee_id for one in await house.record() if one.action == "list.filed"]
        assert posts == ["bestillerutvalget"]
        for wrong in ({"format": "exe"}, {"document_language": "tlh"}, {"list": "secrets"}, {"committee": "ingen"}):
            data = {"list": "members", "committee": "styret", "format": "csv", "document_language": "nb", **wrong}
            forged = await house.act("sekretaer", "list.save", **data)
            assert "Filen lages nå" not in str(forged), wrong
        await house.settle()
        assert files(tmp_path, ".csv") == [sheet]


async def test_the_coverage_is_saved_for_a_spreadsheet(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        card = await house.say("leder", "dekning")
        await house.press_button("leder", button(card, "Lagre som CSV"), document_language="nb")
        await house.wait_for_card(house.chat("leder"), "Oversikten over dekning er klar")
        [sheet] = files(tmp_path, ".csv")
        rows = [*csv.DictReader(io.StringIO(sheet.read_bytes().decode("utf-8-sig")), delimiter=";")]
        assert [row["Kommune"] for row in rows][:4] == ["Aukra", "Molde", "Rauma", "Vestnes"]
        assert next(row for row in rows if row["Kommune"] == "Molde")["Bestillerutvalget"] == "2"


async def test_one_chooses_ones_own_language_and_is_answered_in_it_at_once(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        card = await house.say("molde1", "språk")
        assert says(card, "Kortene dine er på bokmål.")
        answer = await house.press_button("molde1", button(card, "Nynorsk"))
        assert says(answer["value"], "Korta dine er på nynorsk.")
        assert says(await house.say("molde1", "hjelp"), "Eg ")
        assert says(await house.say("molde2", "hjelp"), "Hei! Jeg hjelper")
        await house.press_button("molde1", button(await house.say("molde1", "språk"), "English"))
        assert says(await house.say("molde1", "hvem sitter i utvalget"), "Members of Bestillerutvalget")
        forged = await house.act("molde1", "language.choose", language="tlh")
        assert "value" in forged
        assert says(await house.say("molde1", "members"), "Members of Bestillerutvalget")
        chosen = [one for one in await house.record() if one.action == "language.chosen"]
        assert [(one.actor_id, one.details["language"]) for one in chosen] == [("molde1", "nn"), ("molde1", "en")]
    async with running_house(tmp_path) as again:
        assert says(await again.say("molde1", "members"), "Members of Bestillerutvalget")


@shared
async def test_in_the_channel_the_list_is_of_the_channels_committee(house: House) -> None:
    await house.sandbox.say("molde1", "medlemmer", conversation=CHANNEL)
    assert await house.sandbox.wait_for_post(CHANNEL, lambda post: says(post.card, "Medlemmer i Bestillerutvalget"))


async def test_a_new_version_is_told_in_words_in_the_channel_and_on_the_mandates_card(tmp_path: Path) -> None:
    lend_files(tmp_path)
    async with running_house(tmp_path) as house:
        first = await house.say("molde1", "mandat")
        assert "Hva endret seg?" not in {one["title"] for one in buttons(first)}
        write_new_version(tmp_path)
        await house.pass_time(timedelta(minutes=1))
        assert says(await house.say("molde1", "mandat"), "Ny versjon gjelder fra 25. november 2026: PS-9/26", "PS-6/21")
        await house.pass_time(timedelta(days=2))
        post = await house.wait_for_card(CHANNEL, "Nytt mandat for Bestillerutvalget", "PS-9/26")
        assert says(post.card, "Stemmevekten til Molde er nå 3", "følger versjonen de begynte med")
        opened = await house.press("utenfor", post, "Åpne mandatet")
        told = ("Mandat for Bestillerutvalget", "Mer enn to tredeler", "Tidligere versjoner", "PS-6/21")
        assert says(opened["value"], *told)
        changes = await house.press_button("molde1", button(opened["value"], "Hva endret seg?"))
        assert says(changes["value"], "Stemmevekten til Molde er nå 3", "Fra versjonen som gjaldt fra 14. april 2021")
        aukra = await house.press_button("aukra", button(await house.say("aukra", "språk"), "English"))
        assert aukra["value"]["lang"] == "en"
        english = await house.act("aukra", "mandate.changes", committee="bestillerutvalget")
        assert says(english["value"], "What changed in the mandate of Bestillerutvalget?")
        assert "Stemmevekten" not in shown(english["value"])


async def test_what_the_secretary_should_act_on_stands_on_the_mandate(tmp_path: Path) -> None:
    lend_files(tmp_path)
    register = tmp_path / "register.yaml"
    lines = register.read_text(encoding="utf-8").splitlines()
    kept = [one for one in lines if "person: rauma, function: representative" not in one]
    assert len(kept) < len(lines)
    register.write_text("\n".join(kept) + "\n", encoding="utf-8")
    async with running_house(tmp_path) as house:
        card = await house.say("sekretaer", "mandat")
        assert says(card, "Dette bør dere se på", "Rauma mangler en representant i Bestillerutvalget.")
        assert says(card, "Mandatet for Bestillerutvalget er ikke gjennomgått")
        assert not says(await house.say("molde1", "mandat"), "Dette bør dere se på")
        assert says(await house.say("molde1", "medlemmer"), "Ledig: en representant. Rauma velger hvem.")
        assert says(await house.say("leder", "dekning"), "Rauma")
