"""The fourteen organisations of KS' list fill the distribution of Digitaliseringsutvalget's mandate exactly
(004-16, 004-18, 004-20): worked out by hand from the mandate, and read from its file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from committee.composition import Breach, BreachCode, Severity, check_composition, open_seats
from committee.mandate import Mandate
from committee.mandate_file import load_book
from committee.members import Seat
from committee.seat_rules import Function
from committee.seating import seating
from locales import words
from locales.compositions import breach_sentence

#: While the regions of the list were regions, and after.
THEN, NOW = date(2023, 12, 31), date(2026, 3, 2)
COMMITTEE = "digitaliseringsutvalget"
BOOK = load_book(Path(__file__).parents[2] / "mandates")
FOUND = BOOK.at(COMMITTEE, NOW)
assert FOUND is not None
MANDATE = FOUND

#: «Oslo 1, fylkeskommuner 2, Viken 2, …»: under which line each of the list's organisations belongs.
BY_HAND = {
    "oslo": ["oslo"],
    "fylkeskommuner": ["vestfold-og-telemark-fylke", "more-og-romsdal-fylke"],
    "viken": ["ringerike", "lillestrom"],
    "agder": ["kristiansand"],
    "vestfold-og-telemark": ["larvik"],
    "vestland": ["bergen"],
    "rogaland": ["stavanger"],
    "more-og-romsdal": ["volda"],
    "trondelag": ["levanger"],
    "innlandet": ["hedmark-ikt"],
    "nordland": ["bodo"],
    "troms-og-finnmark": ["hammerfest"],
}
APPOINTED = [one for organisations in BY_HAND.values() for one in organisations]
DISSOLVED = ["viken", "vestfold-og-telemark", "troms-og-finnmark"]


def sits(organisation: str, function: Function = Function.REPRESENTATIVE, person: str = "") -> Seat:
    person_id = person or f"medlem-{organisation}"
    return Seat(committee_id=COMMITTEE, person_id=person_id, function=function, organisation_id=organisation)


#: Nobody's name: who they are is not ours to keep.
SEATS = [
    sits("ks", Function.CHAIR, "ks-1"),
    sits("ks", Function.HOST_MEMBER, "ks-2"),
    sits("ks", Function.HOST_MEMBER, "ks-3"),
    *[sits(one) for one in APPOINTED],
]


def check(seats: Sequence[Seat], on: date = THEN) -> tuple[Breach, ...]:
    return check_composition(MANDATE, seats, {}, on=on, regions=BOOK.regions)


def test_the_list_is_three_and_fourteen() -> None:
    assert (len(APPOINTED), len(SEATS), MANDATE.seat_count) == (14, 17, 17)
    counted = {rule.id: (rule.least, rule.most) for rule in MANDATE.seats}
    assert [counted[line] for line in BY_HAND] == [(len(one), len(one)) for one in BY_HAND.values()]
    eleven = [line for line in BY_HAND if line not in ("oslo", "fylkeskommuner")]
    assert sum(len(BY_HAND[line]) for line in eleven) == 11


def test_each_organisation_of_the_list_sits_under_the_line_found_by_hand() -> None:
    sat = seating(MANDATE, SEATS, THEN)
    lines: dict[str, list[str]] = {}
    for seat in SEATS[3:]:
        rule = sat.rule_of(seat)
        assert rule is not None
        lines.setdefault(rule.id, []).append(seat.organisation_id)
    assert lines == BY_HAND


def test_the_list_fills_the_distribution_with_one_warning() -> None:
    (warning,) = check(SEATS)
    assert (warning.code, warning.severity) == (BreachCode.STAND_IN_KIND, Severity.WARNING)
    assert (warning.organisation_id, warning.rule_id, warning.acts) == ("hedmark-ikt", "innlandet", "ks")
    told = breach_sentence(warning, MANDATE, {}, BOOK.regions, words("nb"))
    assert told.startswith("Hedmark IKT er et samarbeid mellom kommuner, og har en plass i Digitaliseringsutvalget")
    assert open_seats(MANDATE, SEATS, on=THEN) == ()


def test_since_2024_three_of_its_regions_are_no_more() -> None:
    found = check(SEATS, NOW)
    assert {one.severity for one in found} == {Severity.WARNING}
    assert [one.region for one in found if one.code is BreachCode.REGION_DISSOLVED] == DISSOLVED
    others = [one for one in found if one.code is not BreachCode.REGION_DISSOLVED]
    assert others == list(check(SEATS))


@pytest.mark.parametrize("gone", range(len(SEATS)))
def test_without_any_one_of_them_exactly_that_is_missed(gone: int) -> None:
    left = [seat for number, seat in enumerate(SEATS) if number != gone]
    hedmark_warned = 0 if SEATS[gone].organisation_id == "hedmark-ikt" else 1
    found = [one for one in check(left) if one.severity is Severity.BREACH]
    assert [one.code for one in found] == [BreachCode.TOO_FEW]
    assert len(check(left)) == 1 + hedmark_warned
    rule = seating(MANDATE, SEATS, THEN).rule_of(SEATS[gone])
    assert rule is not None
    assert (found[0].rule_id, found[0].acts, found[0].source) == (rule.id, "ks", rule.source)
    (empty,) = open_seats(MANDATE, left, on=THEN)
    assert (empty.rule_id, empty.missing, empty.nominated_by) == (rule.id, 1, "ks")


def test_an_eighteenth_is_one_too_many() -> None:
    found = check([*SEATS, sits("bodo", person="medlem-18")])
    assert [one.code for one in found if one.severity is Severity.BREACH] == [BreachCode.TOO_MANY]
    told = breach_sentence(found[-1], MANDATE, {}, BOOK.regions, words("nb"))
    assert "Digitaliseringsutvalget har 2 representanter fra Nordland, og mandatet gir plass til 1." in told


def filled(mandate: Mandate) -> list[Seat]:
    """Somebody in each seat that is open, and a leader as the mandate has it."""
    sat, seats = seating(mandate, [], NOW), list[Seat]()
    for empty in open_seats(mandate, [], on=NOW):
        place = [rule.id for rule in mandate.seats].index(empty.rule_id)
        fitting = [empty.organisation_id] if empty.organisation_id else [one.id for one in sat.asked[place]]
        seats += [
            Seat(
                committee_id=mandate.id,
                person_id=f"{empty.rule_id}-{fitting[n % len(fitting)]}-{n}",
                function=empty.function,
                organisation_id=fitting[n % len(fitting)],
            )
            for n in range(empty.missing)
        ]
    if not seats or any(seat.function is Function.CHAIR for seat in seats):
        return seats
    if mandate.chair.organisation:
        return [
            *seats,
            Seat(
                committee_id=mandate.id,
                person_id="leder",
                function=Function.CHAIR,
                organisation_id=mandate.chair.organisation,
            ),
        ]
    kinds = {one.id: one.kind for one in mandate.organisations}
    electable = mandate.chair.among or tuple(kinds.values())
    leads = next(n for n, seat in enumerate(seats) if kinds[seat.organisation_id] in electable)
    return [replace(seat, leads=n == leads) for n, seat in enumerate(seats)]


@pytest.mark.parametrize("committee", sorted(BOOK.in_force(NOW)))
def test_every_body_of_ours_is_whole_when_what_is_open_is_filled(committee: str) -> None:
    mandate = BOOK.in_force(NOW)[committee]
    found = check_composition(mandate, filled(mandate), {}, on=NOW, regions=BOOK.regions)
    assert [one for one in found if one.severity is Severity.BREACH] == []


def test_who_fills_an_empty_seat_is_known_in_every_body_of_ours() -> None:
    for mandate in BOOK.in_force(NOW).values():
        assert [one.rule_id for one in open_seats(mandate, [], on=NOW) if one.nominated_by is None] == []
