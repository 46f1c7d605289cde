"""The committees that the mandates describe run from data alone: each rule is in a file, and none is in code."""

import ast
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from committee.mandate import Mandate, PlanningRule, VotingRules
from committee.mandate_book import MandateBook
from committee.mandate_file import load_book
from committee.mandate_warnings import WarningCode, warn_all
from committee.seat_rules import ChairBy, Function, OrganisationKind, SeatRule

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "kystringen"
OUR_CODE = ("bot", "cards", "committee", "documents", "graph", "scheduler", "storage")
MUNICIPALITIES = ["aukra", "molde", "rauma", "vestnes"]
GROUPS = ("faggruppe-oppvekst", "faggruppe-helse", "faggruppe-teknisk", "faggruppe-administrasjon", "faggruppe-arkiv")
COMMITTEES = ("samstyring-oppvekst", "samstyring-helse", "samstyring-samfunn", "samstyring-administrasjon")


@pytest.fixture(scope="module")
def book() -> MandateBook:
    return load_book(ROOT / "mandates")


def rule(mandate: Mandate, id_: str) -> SeatRule:
    return next(one for one in mandate.seats if one.id == id_)


def numbers(mandate: Mandate) -> dict[str, tuple[int, int | None]]:
    return {one.id: (one.least, one.most) for one in mandate.seats}


@pytest.mark.parametrize("id_", GROUPS)
def test_a_faggruppe_is_as_the_board_approved_it_in_2019(book: MandateBook, id_: str) -> None:
    (found,) = book.versions[id_]
    assert (found.valid_from, found.approval.reference) == (date(2019, 2, 13), "ST 4/19")
    assert (found.family, found.superior) == ("faggruppe", "bestillerutvalget")
    assert numbers(found) == {"kommuner": (1, 1), "ror-ikt": (1, 1), "tillitsvalgt": (1, 1), "sekretariat": (0, None)}
    assert rule(found, "kommuner").each
    assert rule(found, "tillitsvalgt").nominated_by == "tillitsvalgte"
    assert (found.chair.by, found.chair.among) == (ChairBy.ELECTION, (OrganisationKind.MUNICIPALITY,))
    assert [one.id for one in found.voters] == MUNICIPALITIES
    assert found.fields


@pytest.mark.parametrize("id_", COMMITTEES)
def test_a_samstyringsutvalg_has_at_least_one_of_each(book: MandateBook, id_: str) -> None:
    (found,) = book.versions[id_]
    assert (found.family, found.superior) == ("samstyringsutvalg", "styret")
    assert numbers(found) == {
        "kommuner": (1, None),
        "ror-ikt": (1, None),
        "tillitsvalgt": (1, 1),
        "sekretariat": (0, None),
    }
    assert rule(found, "kommuner").level == "kommunalsjef"
    assert (found.chair.by, found.chair.among) == (ChairBy.ELECTION, (OrganisationKind.MUNICIPALITY,))
    assert [(one.id, one.weight) for one in found.voters] == [(one, 1) for one in MUNICIPALITIES]


def test_teknologirad_is_served_by_ror_ikts_own_forum(book: MandateBook) -> None:
    (found,) = book.versions["teknologirad"]
    assert (found.family, found.served_by) == ("samstyringsutvalg", "ROR-IKTs virksomhetsforum")
    assert [one.id for one in found.organisations] == ["ror-ikt"]
    assert found.chair.organisation == "ror-ikt"


def test_bestillerutvalget_is_led_by_the_office_and_advises_it(book: MandateBook) -> None:
    (found,) = book.versions["bestillerutvalget"]
    assert numbers(found) == {
        "bestillere": (1, None),
        "ror-ikt": (1, 1),
        "tillitsvalgt": (0, 1),
        "sekretariat": (0, None),
    }
    assert (found.chair.by, found.chair.organisation) == (ChairBy.OFFICE, "ror-ikt")
    assert found.advises == ("daglig leder ROR-IKT",)


def test_digitaliseringsutvalget_has_seventeen_seats_by_the_distribution(book: MandateBook) -> None:
    (found,) = book.versions["digitaliseringsutvalget"]
    members = [one for one in found.seats if one.function is not Function.SECRETARY]
    assert found.seat_count == sum(one.least for one in members) == sum(one.most or 0 for one in members) == 17
    by_region = {one.regions[0]: one.least for one in members if one.regions}
    assert (sum(by_region.values()), by_region["viken"], len(by_region)) == (11, 2, 10)
    assert (rule(found, "oslo").least, rule(found, "fylkeskommuner").least) == (1, 2)
    appointed = [one for one in members if one.function is Function.REPRESENTATIVE]
    assert {(one.appointed_by, one.term_years) for one in appointed} == {("ks", 4)}
    assert all(one.consulted for one in appointed)
    assert rule(found, "fylkeskommuner").consulted != rule(found, "viken").consulted
    assert (found.chair.by, found.chair.organisation, found.superior) == (ChairBy.ORGANISATION, "ks", "kommit-radet")
    assert found.planning == PlanningRule(before="kommit-radet", lead=timedelta(days=14))


def test_the_regions_that_ended_with_2023_have_successors_that_began_then(book: MandateBook) -> None:
    ended = {one.id: one for one in book.regions.values() if one.valid_until}
    assert set(ended) == {"viken", "vestfold-og-telemark", "troms-og-finnmark"}
    for one in ended.values():
        assert one.valid_until == date(2023, 12, 31)
        assert {book.regions[after].valid_from for after in one.successors} == {date(2024, 1, 1)}


def test_what_a_mandate_is_silent_about_has_its_default(book: MandateBook) -> None:
    assert {id_: one[0].rules for id_, one in book.versions.items()} == dict.fromkeys(book.versions, VotingRules())


def test_every_seat_that_a_mandate_asks_for_has_the_mandates_sentence(book: MandateBook) -> None:
    silent = [
        (id_, one.id)
        for id_, versions in book.versions.items()
        for one in versions[-1].seats
        if one.least and not one.source
    ]
    assert silent == []


def test_a_secretary_is_told_of_old_rules_and_dissolved_regions(book: MandateBook) -> None:
    found = warn_all(book, date(2026, 3, 2))
    assert {one.committee_id for one in found if one.code is WarningCode.NOT_REVIEWED} == set(book.versions)
    assert [one.about for one in found if one.code is WarningCode.REGION_DISSOLVED] == [
        "Viken",
        "Vestfold og Telemark",
        "Troms og Finnmark",
    ]
    assert {one.code for one in found} == {WarningCode.NOT_REVIEWED, WarningCode.REGION_DISSOLVED}


def test_the_example_in_the_docs_is_right_and_changes_over_on_its_day() -> None:
    book = load_book(EXAMPLE)
    before, after = (book.in_force(date(*day)) for day in ((2026, 12, 31), (2027, 1, 1)))
    assert len(before) == len(after) == 5
    assert {one.name: one.weight for one in before["portefoljerad"].voters} == {
        "Nordfjell": 1,
        "Sørvik": 1,
        "Holmen": 1,
    }
    assert {one.name: one.weight for one in after["portefoljerad"].voters} == {
        "Nordfjell": 2,
        "Sørvik": 1,
        "Holmen": 1,
        "Lausund": 1,
    }
    assert warn_all(book, date(2026, 6, 1)) == ()


# None of it in code


def names() -> set[str]:
    """What committees, organisations and regions are called, and their ids."""
    found = set[str]()
    for folder in (ROOT / "mandates", EXAMPLE):
        book = load_book(folder)
        found |= {word for one in book.regions.values() for word in (one.id, one.name)}
        for mandate in (one for versions in book.versions.values() for one in versions):
            found |= {mandate.id, mandate.name, *(word for one in mandate.organisations for word in (one.id, one.name))}
    # A word of the language too: «styret» is what a text says where a mandate names no body above.
    return found - {"styret"}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in the code but what explains it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explaining = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and isinstance(node.body[0] if node.body else None, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explaining:
            yield node.lineno, node.value.replace("Europe/Oslo", "")


def test_no_committee_municipality_or_region_is_named_in_code() -> None:
    known = "|".join(sorted(map(re.escape, names()), key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)({known})(?!\w)", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}:{line}: {match.group()}"
        for room in OUR_CODE
        for path in sorted((ROOT / room).rglob("*.py"))
        for line, text in texts(path)
        if (match := pattern.search(text))
    ]
    assert found == []
