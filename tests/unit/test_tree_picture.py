"""The picture of the tree: everything in it, nothing over anything else, and read aloud as it is seen (000-07)."""

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from typer.testing import CliRunner

from bot.__main__ import app
from committee.bodies import body_tree
from committee.mandate_file import load_book
from documents import draw_tree
from locales import words
from tests.unit.lookup_gallery import board, forest, group, told

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*mandates, language: str = "nb") -> ElementTree.Element:
    return ElementTree.fromstring(draw_tree(body_tree({one.id: one for one in mandates}), words(language)))


def shown(picture: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in picture.iter(f"{SVG}text")]


def boxes(picture: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    found = [one for one in picture.iter(f"{SVG}rect") if "rx" in one.attrib]
    return [tuple(float(one.get(name) or 0) for name in ("x", "y", "width", "height")) for one in found]


def test_every_body_is_there_with_what_it_does_and_where_its_work_lies() -> None:
    picture = drawn(board(), told(), group(1), group(2, served_by="virksomhetsforum"))
    assert {"Styret i ROR-IKT", "Bestillerutvalget", "Faggruppe 1", "Faggruppe 2"} <= set(shown(picture))
    assert "rapporterer og løfter saker" in shown(picture)
    assert "oppgaven ligger hos virksomhetsforum" in shown(picture)
    assert "reports and escalates cases" in shown(drawn(board(), told(), language="en"))
    assert len(boxes(picture)) == 4
    assert len([*picture.iter(f"{SVG}path")]) == 3


def test_who_only_advises_hangs_by_a_dashed_line() -> None:
    picture = drawn(board(), told(), group(1, superior=None, advises=("styret",)))
    dashes = [one.get("stroke-dasharray") for one in picture.iter(f"{SVG}path")]
    assert sorted(dashes, key=bool) == [None, "5 4"]


def test_no_box_lies_over_another_or_outside_the_picture() -> None:
    picture = drawn(*forest(120).mandates.values(), group(900, name="Et svært langt navn " * 12, superior=None))
    width, height = float(picture.get("width") or 0), float(picture.get("height") or 0)
    known = boxes(picture)
    assert len(known) == 123
    for n, (x, y, w, h) in enumerate(known):
        assert x >= 0
        assert y >= 0
        assert x + w <= width
        assert y + h <= height
        for other_x, other_y, _, other_h in known[n + 1 :]:
            assert x != other_x or y + h <= other_y or other_y + other_h <= y


def test_it_is_told_to_those_who_cannot_see_it() -> None:
    picture = drawn(board(), told())
    assert picture.get("role") == "img"
    title, told_of = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert told_of is not None
    assert picture.get("aria-labelledby") == f"{title.get('id')} {told_of.get('id')}"
    assert told_of.text == ("Styret i ROR-IKT. Bestillerutvalget: rapporterer og løfter saker til styret i ROR-IKT.")


def test_a_name_is_never_markup() -> None:
    picture = drawn(group(1, name="<script>&amp;\x00\n]]>", superior=None, advises=()))
    assert not [*picture.iter(f"{SVG}script")]
    assert "<script>&amp;? ]]>" in shown(picture)


def test_the_readmes_picture_is_of_the_mandates_as_they_are() -> None:
    """`utvalgsbot mandate tree --out docs/pictures/utvalg.svg` draws it anew."""
    kept = (ROOT / "docs" / "pictures" / "utvalg.svg").read_text(encoding="utf-8")
    book = load_book(ROOT / "mandates")
    assert kept == draw_tree(body_tree(book.in_force(date(2026, 12, 31))), words("nb"))
    assert "docs/pictures/utvalg.svg" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_command_writes_the_picture_or_tells_what_is_wrong(tmp_path: Path) -> None:
    out = tmp_path / "new" / "tree.svg"
    run = CliRunner().invoke(app, ["mandate", "tree", str(ROOT / "mandates"), "--out", str(out), "--on", "2026-12-31"])
    assert run.exit_code == 0, run.output
    assert re.search(r"Bestillerutvalget", out.read_text(encoding="utf-8"))
    wrong = CliRunner().invoke(app, ["mandate", "tree", str(tmp_path / "new")])
    assert wrong.exit_code == 1
    assert "expected at least one mandate" in wrong.output
