"""Who sits where, as a list, a Word document and a spreadsheet that can do no harm (003-21)."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from committee.coverage_view import view_coverage
from committee.errors import CommitteeError
from committee.insight import filing_place, is_inside
from committee.member_list import MemberList, list_members
from committee.members import Directory, Space
from committee.seat_rules import Function
from documents import coverage_csv, members_csv, typeset_members
from documents.spreadsheet import harmless_cell
from locales import words
from tests.unit.card_views import mandate
from tests.unit.lookup_gallery import AT, ON, board, crowd, directory, group, person, seat, told

NB = words("nb")
FORMULAS = ("=1+1", "+47 71 11 11 11", "-2+3", "@SUM(A1)", "\t=cmd|' /C calc'!A0", " =HYPERLINK(1)", "\r=1", "＝1+1")


def listed(made: Directory | None = None) -> MemberList:
    return list_members(made or directory(), "bestillerutvalget", at=AT)


def read(content: bytes) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")]


def test_the_list_has_everyone_where_they_belong() -> None:
    made = {one.organisation_id: one for one in listed().organisations}
    assert list(made) == ["aukra", "molde", "rauma", "vestnes", "ror-ikt"]
    assert [(one.name, one.leads) for one in made["aukra"].held] == [("Kari Eksempel", True)]
    assert [(one.name, one.is_deputy) for one in made["molde"].held] == [("Ola Øving", False), ("Åse Prøve", True)]
    assert [one.name for one in made["rauma"].coming] == ["Siri Øvelse"]
    assert [(one.function, one.missing, one.chosen_by) for one in made["rauma"].empty] == [
        (Function.REPRESENTATIVE, 1, "Rauma")
    ]
    assert (listed().held_count, listed().empty_count) == (4, 3)


def test_a_seat_that_has_begun_or_is_over_moves_with_the_day() -> None:
    later = list_members(directory(), "bestillerutvalget", at=datetime(2027, 2, 1, 9, tzinfo=UTC))
    # The directory is that of an earlier day: what it holds is read by the list's own day.
    rauma = next(one for one in later.organisations if one.organisation_id == "rauma")
    molde = next(one for one in later.organisations if one.organisation_id == "molde")
    assert ([one.name for one in rauma.held], rauma.coming, rauma.empty) == (["Siri Øvelse"], (), ())
    assert [one.name for one in molde.held] == ["Ola Øving"]


def test_the_day_is_the_committees_own() -> None:
    """23.30 in Oslo is still the last day; half an hour later it is over."""
    ends = directory(seats=(seat(0, "aukra", until_on=date(2026, 12, 31)),), other_seats=())
    before = list_members(ends, "bestillerutvalget", at=datetime(2026, 12, 31, 22, 30, tzinfo=UTC))
    after = list_members(ends, "bestillerutvalget", at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert (before.held_count, after.held_count) == (1, 0)


def test_without_a_composition_each_voter_is_asked_for_one() -> None:
    bare = directory(mandate(superior=None, planning=None))
    assert {one.organisation_id for one in listed(bare).organisations if one.empty} == {"rauma", "vestnes"}


def test_somebody_for_an_organisation_that_the_mandate_does_not_know_is_not_hidden() -> None:
    odd = directory(seats=(seat(5, "sunndal"),), other_seats=())
    assert [one.name for one in listed(odd).organisations][-1] == "sunndal"


def test_the_spreadsheet_opens_in_norwegian_excel_with_all_in_it() -> None:
    content = members_csv(listed(), NB)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.split(b"\r\n")[0].decode("utf-8-sig") == (
        "Organisasjon;Navn;Plass;Leder;Vara;Fra;Til;Merknad;Listen gjelder"
    )
    rows = read(content)
    kari = rows[0]
    assert (kari["Navn"], kari["Leder"], kari["Fra"], kari["Til"]) == (
        "Kari Eksempel",
        "ja",
        "2024-01-01",
        "2027-12-31",
    )
    assert [row["Navn"] for row in rows if row["Vara"]] == ["Åse Prøve"]
    assert [row["Merknad"] for row in rows if row["Organisasjon"] == "Rauma"] == [
        "Ikke begynt ennå",
        "Ledig: en representant. Rauma velger hvem.",
    ]
    assert {row["Listen gjelder"] for row in rows} == {"Per 23. november 2026 kl. 10.15"}


@pytest.mark.parametrize("written", FORMULAS)
def test_no_cell_is_read_as_a_formula(written: str) -> None:
    people = {**directory().people, "p0": person(0, written)}
    organisations = tuple(replace(one, name=written) if one.id == "aukra" else one for one in told().organisations)
    content = members_csv(listed(directory(board(), told(organisations=organisations), people=people)), NB)
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝")), cell
    assert len({len(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")}) == 1


@given(st.text(max_size=30))
def test_whatever_is_written_a_cell_stays_one_harmless_line(text: str) -> None:
    cell = harmless_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", " ", "\t"))
    assert "\n" not in cell
    assert "\r" not in cell


def test_what_is_harmless_is_left_as_it_was() -> None:
    for text in ("Åse Prøve-Emne", "ROR-IKT", "a = b", "1–2", "«Sitat»", "O'Hara"):
        assert harmless_cell(text) == text


async def test_the_word_document_has_the_list_and_the_moment_it_is_of() -> None:
    content = await typeset_members(listed(), NB)
    document = Document(io.BytesIO(content))
    assert [one.text for one in document.paragraphs if one.style.name == "Title"] == ["Medlemmer"]
    facts = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert facts["Listen gjelder"] == "Per 23. november 2026 kl. 10.15"
    assert (facts["Medlemmer"], facts["Ledige plasser"]) == ("4", "3")
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert rows[0] == ["Organisasjon", "Navn", "Plass", "Periode"]
    assert ["Aukra", "Kari Eksempel", "representant, leder", "01.01.2024–31.12.2027"] in rows
    assert ["Molde", "Åse Prøve", "representant (vara)", "til 31.12.2026"] in rows
    assert ["Vestnes", "–", "Ledig: en representant. Vestnes velger hvem.", ""] in rows
    assert document.core_properties.language == "nb-NO"
    assert content == await typeset_members(listed(), NB)


async def test_a_name_is_never_read_as_a_tag_of_the_template() -> None:
    nasty = "{{ 7*7 }} {% for x in y %} <w:p/> & Åse"
    made = directory(people={**directory().people, "p0": person(0, nasty)})
    content = await typeset_members(listed(made), words("en"))
    assert nasty in [row.cells[1].text for row in Document(io.BytesIO(content)).tables[1].rows]
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


async def test_a_committee_of_sixty_is_whole_in_the_file() -> None:
    document = Document(io.BytesIO(await typeset_members(listed(crowd(60)), NB)))
    assert len(document.tables[1].rows) == 61 + 1  # the header, sixty people, and ROR-IKT's empty seat


def test_the_matrix_is_one_row_a_municipality() -> None:
    view = view_coverage(directory(), person(3), "bestillerutvalget", on=ON)
    rows = read(coverage_csv(view, NB))
    assert [row["Kommune"] for row in rows] == ["Aukra", "Molde", "Rauma", "Vestnes"]
    by_name = {row["Kommune"]: row for row in rows}
    assert by_name["Molde"]["Bestillerutvalget"] == "1"
    assert (by_name["Rauma"]["Bestillerutvalget"], by_name["Rauma"]["Mangler i alt"]) == ("mangler 1", "1")


def test_a_contact_sees_their_own_municipality_alone() -> None:
    made = directory(contacts={"rauma": ("p5",), "ror-ikt": ("p5",)})
    view = view_coverage(made, person(5), "bestillerutvalget", on=ON)
    assert dict(view.matrix.organisations) == {"rauma": "Rauma"}
    made = directory(
        board(), told(), group(9, superior=None, advises=(), organisations=()), contacts={"rauma": ("p5",)}
    )
    elsewhere = view_coverage(made, person(5), "fag9", on=ON)
    assert dict(elsewhere.matrix.organisations) == {"rauma": "Rauma"}, "their own, wherever they ask"
    with pytest.raises(CommitteeError) as refused:
        view_coverage(made, person(1), "bestillerutvalget", on=ON)
    assert refused.value.code == "no_right_see_coverage"


def test_the_matrix_is_of_ones_own_co_operation() -> None:
    elsewhere = group(9, superior=None, advises=())
    view = view_coverage(directory(board(), told(), elsewhere), person(3), "bestillerutvalget", on=ON)
    assert "fag9" not in view.matrix.committees


def test_names_are_for_those_with_a_seat_and_for_contacts() -> None:
    made = directory(contacts={"rauma": ("p5",)})
    assert is_inside(made, person(1))
    assert is_inside(made, person(5))
    assert not is_inside(made, person(4))  # begins in January


def test_a_file_is_put_where_the_one_who_asks_has_a_seat() -> None:
    spaces = {
        one: Space(committee_id=one, team_id="t", channel_id=f"c-{one}", calendar="m")
        for one in ("bestillerutvalget", "fag1", "styret")
    }
    seats = (*directory().seats, seat(1, "molde", "fag1"), seat(2, "molde", "fag2"))
    made = directory(spaces=spaces, seats=seats)
    assert filing_place(made, person(1), "bestillerutvalget", None) == "bestillerutvalget"
    assert filing_place(made, person(1), "styret", "fag1") == "fag1"
    assert filing_place(made, person(1), "styret", "styret") == "bestillerutvalget"
    assert filing_place(made, person(2), "fag2", None) == "bestillerutvalget"  # fag2 has no channel
    assert filing_place(made, person(5), "styret", "styret") is None
