"""Files fit together: versions follow each other in time, bodies share a text, and what they name exists."""

import hashlib
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest

from committee.mandate_book import MandateBook
from committee.mandate_file import load_book, load_file
from committee.seat_rules import Region
from committee.yaml_file import YamlFileError

SHARED = """\
source: Mandat for gruppene
valid_from: 2024-01-01
approval: { reference: PS-1/24, on: 2024-01-01, by: styret }
organisations:
  - { id: nord, name: Nord, kind: municipality, weight: 2 }
  - { id: vert, name: Vert, kind: host, weight: 0 }
seats:
  - { id: nord, name: Nord, function: representative, organisations: [nord] }
"""


def body(id_: str, prefix: str, valid_from: str = "2024-01-01", more: str = "") -> str:
    return f"id: {id_}\nname: {id_.title()}\nprefix: {prefix}\n{SHARED}{more}".replace("2024-01-01", valid_from, 1)


def load(folder: Path, **files: str) -> MandateBook:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_book(folder)


def mistakes(folder: Path, **files: str) -> list[str]:
    with pytest.raises(YamlFileError) as caught:
        load(folder, **files)
    return [line.removeprefix(f"{folder}/") for line in caught.value.lines]


# Versions


def test_versions_stand_oldest_first_whatever_their_files_are_called(tmp_path: Path) -> None:
    book = load(tmp_path, a=body("radet", "RÅ", "2027-01-01"), b=body("radet", "RÅ", "2024-01-01"))
    assert [one.valid_from for one in book.versions["radet"]] == [date(2024, 1, 1), date(2027, 1, 1)]
    assert book.in_force(date(2026, 12, 31))["radet"].valid_from == date(2024, 1, 1)
    assert book.in_force(date(2027, 1, 1))["radet"].valid_from == date(2027, 1, 1)
    assert book.in_force(date(2023, 12, 31)) == {}


def test_two_versions_cannot_take_effect_on_one_day(tmp_path: Path) -> None:
    assert mistakes(tmp_path, a=body("radet", "RÅ"), b=body("radet", "RÅ")) == [
        "b.yaml:5:13: valid_from: another version of radet takes effect on 2024-01-01, in a.yaml"
    ]


@pytest.mark.parametrize("until", ["2027-01-01", "2030-01-01"])
def test_a_version_cannot_outlive_the_beginning_of_the_next(tmp_path: Path, until: str) -> None:
    first = body("radet", "RÅ", more=f"valid_until: {until}\n")
    assert mistakes(tmp_path, a=first, b=body("radet", "RÅ", "2027-01-01")) == [
        "a.yaml:12:14: valid_until: the next version takes effect on 2027-01-01, in b.yaml"
    ]


def test_a_version_may_end_the_day_before_the_next_or_earlier(tmp_path: Path) -> None:
    first = body("radet", "RÅ", more="valid_until: 2025-12-31\n")
    book = load(tmp_path, a=first, b=body("radet", "RÅ", "2027-01-01"))
    assert book.in_force(date(2025, 12, 31)) != {}
    assert book.in_force(date(2026, 1, 1)) == {}


def test_a_version_cannot_end_before_it_begins(tmp_path: Path) -> None:
    assert mistakes(tmp_path, a=body("radet", "RÅ", more="valid_until: 2023-12-31\n")) == [
        "a.yaml:12:14: valid_until: expected 2024-01-01 (valid_from) or later"
    ]


def test_a_committees_versions_may_share_their_prefix_and_no_other_committee_may(tmp_path: Path) -> None:
    versions = {"a": body("radet", "RÅ"), "b": body("radet", "RÅ", "2027-01-01")}
    assert mistakes(tmp_path, **versions, c=body("styret", "RÅ")) == [
        "c.yaml:3:9: prefix: RÅ begins another committee's case numbers"
    ]


# One text, many bodies

GROUPS = SHARED + "instances:\n  - { id: a, name: A, prefix: A }\n  - { id: b, name: B, prefix: B"


def test_each_body_has_the_shared_text_and_what_it_says_itself(tmp_path: Path) -> None:
    book = load(tmp_path, grupper=f"{GROUPS}, source: Egen kilde, fields: [Skole] }}\n")
    (one,), (other,) = book.versions["a"], book.versions["b"]
    assert (one.name, one.prefix, one.source, one.fields) == ("A", "A", "Mandat for gruppene", ())
    assert (other.name, other.prefix, other.source, other.fields) == ("B", "B", "Egen kilde", ("Skole",))
    assert one.organisations is other.organisations
    assert one.seats is other.seats


def test_each_bodys_hash_is_its_own_and_changes_with_the_shared_text(tmp_path: Path) -> None:
    text = GROUPS + " }\n"
    book = load(tmp_path, grupper=text)
    of_file = hashlib.sha256(text.encode()).hexdigest()
    assert [book.versions[id_][0].sha256 for id_ in "ab"] == [
        hashlib.sha256(f"{of_file}:{id_}".encode()).hexdigest() for id_ in "ab"
    ]
    changed = load(tmp_path, grupper=text.replace("weight: 2", "weight: 3"))
    assert changed.versions["a"][0].sha256 != book.versions["a"][0].sha256


def test_a_mistake_in_the_shared_text_is_told_once_and_one_of_a_bodys_own_at_that_body(tmp_path: Path) -> None:
    shared = GROUPS.replace("weight: 2", "weight: 0")
    own = f"{shared}, seats: [{{ id: x, name: X, function: union, organisations: [sor] }}] }}\n"
    assert mistakes(tmp_path, grupper=own) == [
        "grupper.yaml:5:3: organisations: at least one must have a weight above 0",
        "grupper.yaml:11:93: instances.1.seats.0.organisations.0: no organisation here has the id sor",
    ]


def test_a_text_for_nobody_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes(tmp_path, grupper=f"{SHARED}instances: []\n") == [
        "grupper.yaml:9:12: instances: expected at least one"
    ]


def test_two_bodies_of_one_text_cannot_be_the_same(tmp_path: Path) -> None:
    same = GROUPS.replace("id: b", "id: a").replace("prefix: B", "prefix: A") + " }\n"
    assert mistakes(tmp_path, grupper=same) == [
        "grupper.yaml:2:13: valid_from: another version of a takes effect on 2024-01-01, in grupper.yaml"
    ]


def test_one_file_can_be_read_without_the_bodies_it_names(tmp_path: Path) -> None:
    path = tmp_path / "radet.yaml"
    path.write_text(body("radet", "RÅ", more="superior: styret\n"), encoding="utf-8")
    assert [one.superior for one in load_file(path)] == ["styret"]
    path.write_text(body("radet", "RÅ", more="seat_count: 0\n"), encoding="utf-8")
    with pytest.raises(YamlFileError, match="seat_count: expected a whole number of at least 1"):
        load_file(path)


# Bodies


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("superior: styre\n", "12:11: superior: no mandate has the id styre"),
        ("reports_to: styre\n", "12:13: reports_to: no mandate has the id styre"),
        ("planning:\n  before: styre\n", "13:11: planning.before: no mandate has the id styre"),
        ("superior: radet\n", "12:11: superior: this body would be above itself"),
        ("reports_to: radet\n", "12:13: reports_to: this body would report to itself"),
    ],
)
def test_a_body_that_does_not_exist_or_is_the_body_itself_is_told(tmp_path: Path, more: str, told: str) -> None:
    assert mistakes(tmp_path, radet=body("radet", "RÅ", more=more)) == [f"radet.yaml:{told}"]


def test_one_may_advise_an_office_that_is_no_body(tmp_path: Path) -> None:
    book = load(tmp_path, radet=body("radet", "RÅ", more="advises: [daglig leder i Verten]\n"))
    assert book.versions["radet"][0].advises == ("daglig leder i Verten",)


def test_nobody_reports_to_one_below(tmp_path: Path) -> None:
    """A is above B by `superior`, and reports to it: told where B is named."""
    files = {"a": body("a", "A", more="reports_to: b\n"), "b": body("b", "B", more="superior: a\n")}
    assert mistakes(tmp_path, **files) == ["a.yaml:12:13: reports_to: this body would report to itself"]


def test_a_circle_that_no_day_sees_whole_is_none(tmp_path: Path) -> None:
    """Until 2027 A is above B, from then B is above A."""
    book = load(
        tmp_path,
        a1=body("a", "A"),
        a2=body("a", "A", "2027-01-01", "superior: b\n"),
        b1=body("b", "B", more="superior: a\n"),
        b2=body("b", "B", "2027-01-01"),
    )
    assert book.in_force(date(2027, 1, 1))["a"].superior == "b"


def test_a_circle_of_versions_in_force_together_is_told_for_those_versions_only(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        a1=body("a", "A"),
        a2=body("a", "A", "2027-01-01", "superior: b\n"),
        b=body("b", "B", more="superior: a\n"),
        c=body("c", "C", more="superior: a\n"),
    )
    assert found == [f"{name}.yaml:12:11: superior: this body would be above itself" for name in ("a2", "b")]


def test_a_long_row_of_bodies_is_checked_at_once(tmp_path: Path) -> None:
    """Each below the one before, as far as there are names: no body is walked from twice."""
    names = [f"b{n}" for n in range(4000)]
    letters = [f"{chr(65 + n // 676)}{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}" for n in range(len(names))]
    rows = [f"  - {{ id: {names[0]}, name: B, prefix: {letters[0]} }}\n"]
    for (above, id_), prefix in zip(pairwise(names), letters[1:], strict=True):
        rows.append(f"  - {{ id: {id_}, name: B, prefix: {prefix}, superior: {above} }}\n")
    started = perf_counter()
    assert len(load(tmp_path, row=f"{SHARED}instances:\n{''.join(rows)}").versions) == len(names)
    assert perf_counter() - started < 10
    rows[0] = rows[0].replace(" }", f", superior: {names[-1]} }}")
    assert len(mistakes(tmp_path, row=f"{SHARED}instances:\n{''.join(rows)}")) == len(names)


# Seats


@pytest.mark.parametrize(
    ("seats", "more", "told"),
    [
        ("{ id: x, name: X, function: union, most: 0 }", "", "10:50: seats.0.most: expected 1 (least) or more"),
        (
            "{ id: x, name: X, function: union, nominated_by: sor }",
            "",
            "10:58: seats.0.nominated_by: no organisation here has the id sor",
        ),
        (
            "{ id: x, name: X, function: union, appointed_by: sor }",
            "",
            "10:58: seats.0.appointed_by: no organisation here has the id sor",
        ),
        (
            "{ id: x, name: X, function: union, kinds: [union] }",
            "",
            "10:9: seats.0: none of the organisations fits this line",
        ),
        (
            "{ id: x, name: X, function: union, regions: [kysten] }",
            "",
            "10:9: seats.0: none of the organisations fits this line|10:54: seats.0.regions.0: no region has the id",
        ),
        (
            "{ id: x, name: X, function: union }, { id: x, name: Y, function: chair }",
            "",
            "10:52: seats.1.id: x stands here twice",
        ),
        (
            "{ id: x, name: X, function: union, least: 3 }",
            "seat_count: 2\n",
            "11:13: seat_count: the lines under seats ask for at least 3",
        ),
        (
            "{ id: x, name: X, function: union, each: true, least: 2 }",
            "seat_count: 3\n",
            "11:13: seat_count: the lines under seats ask for at least 4",
        ),
        (
            "{ id: x, name: X, function: union, most: 2 }, { id: y, name: Y, function: secretary }",
            "seat_count: 3\n",
            "11:13: seat_count: the lines under seats let at most 2 sit",
        ),
        ("", "chair: { by: election }\n", "11:8: chair: among is missing: the kinds of organisations"),
        ("", "chair: { by: election, among: [county] }\n", "11:31: chair.among: none of the organisations is of these"),
        (
            "",
            "chair: { by: election, among: [host], organisation: vert }\n",
            "11:53: chair.organisation: leave this out: whoever is elected leads",
        ),
        ("", "chair: { by: organisation }\n", "11:8: chair: organisation is missing: whose person leads?"),
        (
            "",
            "chair: { by: office, organisation: sor }\n",
            "11:36: chair.organisation: no organisation here has the id",
        ),
        ("", "chair: { by: office, among: [host] }\n", "11:29: chair.among: leave this out: nobody is elected"),
    ],
)
def test_a_composition_that_cannot_be_is_told(tmp_path: Path, seats: str, more: str, told: str) -> None:
    without = body("radet", "RÅ").split("seats:")[0]
    found = mistakes(tmp_path, radet=f"{without}seats: [{seats}]\n{more}")
    assert len(found) == len(told.split("|")), found
    for line, expected in zip(found, told.split("|"), strict=True):
        assert line.startswith(f"radet.yaml:{expected}"), line


# Regions


def test_regions_are_known_by_id_with_the_days_they_were_one(tmp_path: Path) -> None:
    book = load(
        tmp_path,
        radet=body("radet", "RÅ").replace("weight: 2", "weight: 2, region: kysten"),
        regioner="regions:\n"
        "  - { id: kysten, name: Kysten, valid_from: 2020-01-01, valid_until: 2023-12-31, successors: [ny] }\n"
        "  - { id: ny, name: Ny, valid_from: 2024-01-01, source: Loven }\n",
    )
    assert book.regions == {
        "kysten": Region(
            id="kysten",
            name="Kysten",
            valid_from=date(2020, 1, 1),
            valid_until=date(2023, 12, 31),
            successors=("ny",),
        ),
        "ny": Region(id="ny", name="Ny", valid_from=date(2024, 1, 1), source="Loven"),
    }
    assert list(book.versions) == ["radet"]


def test_a_region_that_nobody_knows_is_told_wherever_it_is_named(tmp_path: Path) -> None:
    text = (
        body("radet", "RÅ").replace("weight: 2", "weight: 2, region: kyst").replace("[nord]", "[nord], regions: [kyst]")
    )
    regions = "regions:\n  - { id: ny, name: Ny, valid_from: 2024-01-01, successors: [kyst, ny] }\n"
    assert mistakes(tmp_path, radet=text, regioner=regions) == [
        "regioner.yaml:2:62: regions.0.successors.0: no region has the id kyst",
        "regioner.yaml:2:68: regions.0.successors.1: no region comes after itself",
        "radet.yaml:8:68: organisations.0.region: no region has the id kyst",
        "radet.yaml:11:88: seats.0.regions.0: no region has the id kyst",
    ]


def test_a_region_cannot_be_two_or_end_before_it_begins(tmp_path: Path) -> None:
    one = "regions:\n  - { id: ny, name: Ny, valid_from: 2024-01-01 }\n"
    other = "regions:\n  - { id: ny, name: Ny, valid_from: 2024-01-01, valid_until: 2023-12-31 }\n"
    assert mistakes(tmp_path, a=one, b=other) == [
        "b.yaml:2:11: regions.0.id: ny is another region's id",
        "b.yaml:2:62: regions.0.valid_until: expected 2024-01-01 (valid_from) or later",
    ]


def test_a_region_is_not_called_unknown_while_its_file_has_a_mistake(tmp_path: Path) -> None:
    text = body("radet", "RÅ").replace("weight: 2", "weight: 2, region: kysten")
    assert mistakes(tmp_path, radet=text, regioner="regions:\n  - { id: kysten, name: Kysten }\n") == [
        "regioner.yaml:2:5: regions.0.valid_from is missing"
    ]
