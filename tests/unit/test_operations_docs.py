"""The pages for operators name every command and setting, hang together, and say the same in both languages."""

import re
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from bot.__main__ import app
from bot.settings import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"
ENGLISH = (DOCS / "operations.md").read_text(encoding="utf-8")
NORWEGIAN = (DOCS / "drift.md").read_text(encoding="utf-8")
PAGES = ("operations.md", "drift.md", "threat_model.md", "live_checks.md")
#: Made for those who write the code.
FOR_DEVELOPERS = {"docs states", "docs permissions"}


def commands() -> set[str]:
    found: set[str] = set()

    def walk(one: object, words: tuple[str, ...]) -> None:
        inner = getattr(one, "commands", None)
        if inner is None:
            found.add(" ".join(words))
        for name, each in (inner or {}).items():
            walk(each, (*words, name))

    walk(get_command(app), ())
    return found


def anchors(page: Path) -> set[str]:
    """The headings as GitHub names them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", one.casefold()).strip().replace(" ", "-") for one in titles}


def test_the_whole_table_of_commands_is_there() -> None:
    assert isinstance(app, typer.Typer)
    named = set(re.findall(r"^\| `python -m bot ([a-z]+(?: [a-z]+)?)", ENGLISH, re.MULTILINE))
    missing = {
        one for one in commands() - FOR_DEVELOPERS if not any(one == f or one.startswith(f"{f} ") for f in named)
    }
    elsewhere = {one for one in missing if any(one in page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))}
    assert missing - elsewhere == set()


def test_each_setting_is_explained() -> None:
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", ENGLISH, re.MULTILINE))
    assert {name.upper() for name in Settings.model_fields} <= explained


def test_the_steps_are_the_same_in_both_languages() -> None:
    """Five numbered steps each; each command of the Norwegian page stands in the English one."""
    steps = [re.findall(r"^### (\d)\. ", page, re.MULTILINE) for page in (ENGLISH, NORWEGIAN)]
    assert steps == [["1", "2", "3", "4", "5"]] * 2
    for words in re.findall(r"`utvalgsbot ([a-z]+(?: [a-z]+)?)", NORWEGIAN):
        assert f"utvalgsbot {words}" in ENGLISH or f"python -m bot {words}" in ENGLISH, words


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = DOCS / name
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if link.startswith("http"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link
