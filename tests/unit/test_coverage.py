"""Where a municipality lacks somebody is found at a glance, in one committee and in ten thousand."""

from dataclasses import replace
from datetime import date, timedelta
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from committee.coverage import CellState, coverage
from committee.mandate import Mandate, Organisation
from committee.members import Seat
from committee.seat_rules import Function, OrganisationKind, SeatRule
from tests.unit.composition_makers import (
    COOPERATION,
    MANDATE,
    ORGANISATIONS,
    SEATS,
    TODAY,
    UNION,
    ruled,
    seat,
)
from tests.unit.slow_composition import counted, first_rule, is_now, organisation_of
from tests.unit.test_composition_properties import mandates, registers


def of(committee_id: str, mandate: Mandate = MANDATE) -> Mandate:
    return replace(mandate, id=committee_id, name=committee_id.title())


def sits(committee_id: str, *organisations: str) -> list[Seat]:
    return [replace(seat(f"{one}-{committee_id}", one), committee_id=committee_id) for one in organisations]


BOOK = {one: of(one) for one in ("oppvekst", "helse", "teknisk")}
REGISTER = [*SEATS, *sits("helse", "molde"), *sits("teknisk", "aukra", "molde")]


def test_each_municipality_meets_each_committee_that_asks_for_it() -> None:
    matrix = coverage(BOOK, REGISTER, on=TODAY)
    assert matrix.organisations == {"aukra": "Aukra", "molde": "Molde"}
    assert matrix.committees == {"oppvekst": "Oppvekst", "helse": "Helse", "teknisk": "Teknisk"}
    assert [matrix.cell("aukra", one).state for one in BOOK] == [
        CellState.FILLED,
        CellState.MISSING,
        CellState.FILLED,
    ]


def test_a_municipality_is_told_its_own_gaps_only() -> None:
    matrix = coverage(BOOK, REGISTER, on=TODAY)
    assert [(one.committee_id, one.missing) for one in matrix.gaps_of("aukra")] == [("helse", 1)]
    assert matrix.gaps_of("molde") == ()
    assert matrix.gaps_of("rauma") == ()
    assert matrix.gaps == matrix.gaps_of("aukra")


def test_how_many_sit_and_how_many_lack_are_counted() -> None:
    book = {"oppvekst": ruled("kommuner", least=3, most=None)}
    matrix = coverage(book, [*SEATS, seat("m2", "molde")], on=TODAY)
    cell = matrix.cell("molde", "oppvekst")
    assert matrix.gaps_of("molde") == (cell,), "two of three is still a gap"
    assert (cell.filled, cell.missing, cell.state) == (2, 1, CellState.MISSING)


def test_neither_a_deputy_nor_one_whose_term_is_over_fills_a_place() -> None:
    deputy = replace(SEATS[1], is_deputy=True)
    over = replace(SEATS[1], until_on=date(2025, 12, 31))
    for stand_in in (deputy, over):
        assert coverage(BOOK, [SEATS[0], stand_in], on=TODAY).cell("molde", "oppvekst").state is CellState.MISSING


def test_a_committee_that_asks_nothing_of_it_is_told_as_not_asked() -> None:
    lone = replace(of("styret"), organisations=ORGANISATIONS[:1])
    matrix = coverage({**BOOK, "styret": lone}, REGISTER, on=TODAY)
    assert matrix.cell("molde", "styret").state is CellState.NOT_ASKED
    assert matrix.cell("aukra", "styret").state is CellState.MISSING


def test_one_of_several_who_might_have_come_is_not_found_missing() -> None:
    """«elleve representanter fra kommuner utenom Oslo»: any of them will do."""
    book = {"oppvekst": ruled("kommuner", each=False, least=2, most=2)}
    matrix = coverage(book, [SEATS[0]], on=TODAY)
    assert matrix.cell("aukra", "oppvekst").state is CellState.FILLED
    assert matrix.cell("molde", "oppvekst").state is CellState.NOT_ASKED
    assert matrix.gaps == ()


def test_the_only_one_that_a_line_names_is_found_missing() -> None:
    """«én representant fra Oslo»."""
    line = SeatRule(id="molde", name="Molde", function=Function.REPRESENTATIVE, organisations=("molde",))
    matrix = coverage({"oppvekst": replace(MANDATE, seats=(line,))}, [], on=TODAY)
    assert [one.organisation_id for one in matrix.gaps] == ["molde"]


def test_a_mandate_without_a_composition_shows_who_represents_whom() -> None:
    book = {"oppvekst": replace(MANDATE, seats=())}
    matrix = coverage(book, [*SEATS, seat("x", "molde", UNION)], on=TODAY)
    assert (matrix.cell("molde", "oppvekst").filled, matrix.gaps) == (1, ())


def test_another_kind_of_organisation_may_be_asked_for() -> None:
    matrix = coverage(BOOK, REGISTER, on=TODAY, kind=OrganisationKind.HOST)
    assert [(one.organisation_id, one.committee_id) for one in matrix.gaps] == [
        ("ror-ikt", "helse"),
        ("ror-ikt", "teknisk"),
    ]


def test_a_kind_that_is_only_tolerated_is_not_found_missing() -> None:
    hedmark = Organisation(id="hedmark", name="Hedmark IKT", kind=COOPERATION, weight=0)
    book = {"oppvekst": replace(ruled("kommuner", tolerated=(COOPERATION,)), organisations=(hedmark,))}
    assert coverage(book, [], on=TODAY, kind=COOPERATION).gaps == ()


@st.composite
def houses(draw: st.DrawFn) -> tuple[dict[str, Mandate], list[Seat]]:
    book, seats = dict[str, Mandate](), list[Seat]()
    for committee_id in draw(st.lists(st.sampled_from(["oppvekst", "helse", "teknisk"]), unique=True)):
        mandate = draw(mandates())
        seats += [replace(one, committee_id=committee_id) for one in draw(registers(mandate))]
        book[committee_id] = replace(mandate, id=committee_id)
    return book, seats


@given(house=houses(), kind=st.sampled_from([OrganisationKind.MUNICIPALITY, COOPERATION]))
def test_every_cell_is_what_counting_one_by_one_gives(
    house: tuple[dict[str, Mandate], list[Seat]], kind: OrganisationKind
) -> None:
    book, seats = house
    matrix = coverage(book, seats, on=TODAY, kind=kind)
    seen = 0
    for mandate in book.values():
        for one in mandate.organisations:
            if one.kind is kind:
                filled, missing = slow_cell(mandate, one, seats)
                cell = matrix.cell(one.id, mandate.id)
                assert (cell.filled, cell.missing) == (filled, missing)
                seen += filled + missing > 0
    assert sum(len(row) for row in matrix.rows.values()) == seen


def slow_cell(mandate: Mandate, one: Organisation, seats: list[Seat]) -> tuple[int, int]:
    members = [seat for seat in seats if seat.committee_id == mandate.id and is_now(seat, TODAY) and not seat.is_deputy]
    filled = missing = 0
    for member in members:
        under = first_rule(mandate, member.function, organisation_of(mandate, member))
        represents = mandate.seats == () and member.function is Function.REPRESENTATIVE
        filled += member.organisation_id == one.id and (under is not None or represents)
    for rule in mandate.seats:
        for organisation_id, count, least in counted(mandate, rule, members):
            missing += max(0, least - count) if organisation_id == one.id else 0
    return filled, missing


def test_ten_times_the_committees_take_about_ten_times_as_long() -> None:
    """Squared, it would be a hundred; what is measured is this process's own work, best of three."""

    def cost(count: int) -> float:
        book = {f"gruppe-{n}": of(f"gruppe-{n}") for n in range(count)}
        seats = [one for committee_id in book for one in sits(committee_id, "aukra", "molde")]
        taken: list[float] = []
        for _ in range(3):
            began = process_time()
            assert coverage(book, seats, on=TODAY).gaps == ()
            taken.append(process_time() - began)
        return min(taken)

    small = cost(300)
    assert cost(3000) < 35 * small + timedelta(milliseconds=50).total_seconds()
