"""Whatever one thing is wrong in a mandate's file, one line says so with its place: every field missing, of the wrong
type, and twice."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from committee.mandate_file import load_book
from committee.mandate_form import BodyForm
from committee.yaml_file import YamlFileError
from tests.unit.written_yaml import Location, Page, at, fields, put, without

#: Every field that a body has, each with a value.
FULL: dict[str, Any] = {
    "id": "radet",
    "name": "Rådet",
    "prefix": "RÅ",
    "valid_from": date(2024, 2, 29),
    "valid_until": date(2028, 2, 29),
    "reviewed_on": date(2025, 3, 1),
    "source": "Mandat for rådet",
    "approval": {"reference": "PS-1/24", "on": date(2024, 2, 29), "by": "styret"},
    "organisations": [
        {"id": "nord", "name": "Nord", "kind": "municipality", "weight": 2, "region": "kysten"},
        {"id": "sor", "name": "Sør", "kind": "municipality", "weight": 1, "region": "kysten"},
        {"id": "vert", "name": "Vert", "kind": "host", "weight": 0},
    ],
    "seats": [
        {
            "id": "kommuner",
            "name": "Kommunene",
            "function": "representative",
            "kinds": ["municipality"],
            "organisations": ["nord", "sor"],
            "regions": ["kysten"],
            "each": True,
            "least": 1,
            "most": 2,
            "nominated_by": "nord",
            "appointed_by": "vert",
            "consulted": ["Nettverket"],
            "level": "kommunalsjef",
            "term_years": 4,
            "tolerated": ["cooperation"],
            "source": "Hver kommune har minst én",
        }
    ],
    "seat_count": 2,
    "chair": {"by": "election", "among": ["municipality"], "source": "Lederen velges"},
    "superior": "styret",
    "reports_to": "styret",
    "advises": ["daglig leder"],
    "result": "office",
    "family": "råd",
    "served_by": "Forumet",
    "fields": ["Skole"],
    "cuts_across": ["styret"],
    "rules": {
        "agreement": "share",
        "share": "3/4",
        "of": "all",
        "quorum": "2/3",
        "quorum_organisations": "1/3",
        "quorum_weight": "1/4",
        "abstention_allowed": False,
        "abstentions_count": True,
        "tie": "chair",
        "votes_anew": 3,
        "too_few": "escalate",
        "ballots": "closed",
        "ballot": "split",
        "ballot_may_change": False,
        "escalation_may_be_demanded": False,
        "open_for_days": 3,
    },
    "planning": {"before": "styret", "days": 10, "longest_days": 20, "lasts_minutes": 90},
    "written": {"allowed": False, "working_days": 10, "urgent_working_days": 3, "urgent_share": "1/2"},
    "briefings": {"days_before": 10},
    "needs": {"call": "twice_a_year", "month": 3, "answer_days": 10},
    "purposes": ["Pådriver for felles løsninger", "Råd til vertskommunen"],
    "papers_days": 5,
    "language": "nn",
    "time_zone": "Europe/Oslo",
    "checklist": ["Behov"],
    "minutes_folder": "Referat",
}
#: The other bodies and the region, in a file that is right.
BOARD = """\
source: Mandat for styret
valid_from: 2020-01-01
approval: { reference: PS-1/20, on: 2020-01-01, by: kommunestyrene }
organisations:
  - { id: nord, name: Nord, kind: municipality, weight: 2 }
instances:
  - { id: styret, name: Styret, prefix: ST }
"""
REGIONS = "regions:\n  - { id: kysten, name: Kysten, valid_from: 2020-01-01 }\n"
#: The second of two bodies in a file, which shares nothing and is right.
SECOND = {name: FULL[name] for name in ("source", "valid_from", "approval", "organisations")} | {
    "id": "nemnda",
    "name": "Nemnda",
    "prefix": "NE",
}
NEEDED = {"id", "name", "prefix", "valid_from", "source", "approval", "organisations"}
NEEDED_WITHIN = {
    "organisations": {"id", "name", "kind", "weight"},
    "approval": {"reference", "on", "by"},
    "planning": {"before"},
    "seats": {"id", "name", "function"},
    "chair": {"by"},
}
#: What one may leave out, but not from among the rest: where the mistake then stands, and what it is.
NEEDED_BY_OTHERS: dict[Location, tuple[Location, str]] = {
    ("seats", 0, "kinds"): (("seats", 0, "tolerated"), "leave this out: without kinds, every kind may sit here"),
    ("chair", "among"): (("chair",), "among is missing: the kinds of organisations that may be elected from"),
    ("advises",): (("result",), "advises is missing: which office gets the advice?"),
    ("rules", "agreement"): (("rules",), "share and of say something only with agreement: share"),
}
ONE_OF = {
    "kind": "expected one of municipality, county, host, union, association, cooperation",
    "kinds": "expected one of municipality, county, host, union, association, cooperation",
    "tolerated": "expected one of municipality, county, host, union, association, cooperation",
    "among": "expected one of municipality, county, host, union, association, cooperation",
    "function": "expected one of chair, secretary, representative, host_member, union, observer",
    "agreement": "expected one of simple, absolute, share, consensus",
    "of": "expected one of cast, all",
    "tie": "expected one of escalate, chair, reject, new_voting",
    "too_few": "expected one of reject, escalate",
    "ballots": "expected one of open, closed",
    "ballot": "expected one of whole, split",
    "call": "expected one of yearly, twice_a_year",
    "result": "expected one of decision, office, body",
    "language": "expected one of nb, nn, en",
    "time_zone": "expected a time zone such as Europe/Oslo",
    "share": "expected a fraction such as 2/3",
    "quorum": "expected a fraction such as 1/2",
    "quorum_organisations": "expected a fraction such as 1/2",
    "quorum_weight": "expected a fraction such as 1/2",
    "urgent_share": "expected a fraction such as 1/2",
}
WRONG: dict[type, tuple[Any, str]] = {
    str: (7, "expected text"),
    int: ("syv", "expected a whole number"),
    bool: ("ja", "expected true or false"),
    date: ("i fjor", "expected a date such as 2021-04-14"),
    list: ("x", "expected a list"),
    dict: ("x", "expected names with values, as in 'name: value'"),
}


def items(value: Any, within: Location = ()) -> list[Location]:
    """Where the things in lists stand."""
    lists = [one for one in fields(value, within) if isinstance(at(value, one), list)]
    return [(*one, n) for one in lists for n in range(len(at(value, one)))]


ALONE = FULL
SHARED = {"instances": [FULL, SECOND]}
#: Each of the two forms of a file, and where in it the body stands.
FORMS: list[tuple[dict[str, Any], Location]] = [(ALONE, ()), (SHARED, ("instances", 0))]
FIELDS = [(whole, at_, one) for whole, at_ in FORMS for one in fields(FULL)]
TYPED = [(whole, at_, one) for whole, at_ in FORMS for one in [*fields(FULL), *items(FULL)]]
ONE_LINE = [(whole, at_, one) for whole, at_, one in FIELDS if not isinstance(at(FULL, one), list | dict)]


def named(value: Any) -> str:
    return ".".join(map(str, value)) if isinstance(value, tuple) else ""


def mistakes(folder: Path, text: str) -> list[str]:
    (folder / "radet.yaml").write_text(text, encoding="utf-8")
    (folder / "styret.yaml").write_text(BOARD, encoding="utf-8")
    (folder / "regioner.yaml").write_text(REGIONS, encoding="utf-8")
    try:
        load_book(folder)
    except YamlFileError as error:
        return [line.removeprefix(f"{folder}/radet.yaml:") for line in error.lines]
    return []


def expected_type(location: Location) -> tuple[Any, str]:
    name = next(step for step in reversed(location) if isinstance(step, str))
    wrong, told = WRONG[type(at(FULL, location))]
    if isinstance(at(FULL, location), str) and (name in ONE_OF or location == ("chair", "by")):
        return wrong, ONE_OF.get(name, "expected one of office, election, organisation")
    return wrong, told


def test_a_file_with_every_field_is_right_in_both_forms(tmp_path: Path) -> None:
    assert set(FULL) == set(BodyForm.model_fields)
    for whole, _ in FORMS:
        assert mistakes(tmp_path, Page(whole).text) == []


@pytest.mark.parametrize(("whole", "body", "field"), FIELDS, ids=named)
def test_a_missing_field_is_told_where_it_belongs_when_it_is_needed(
    tmp_path: Path, whole: dict[str, Any], body: Location, field: Location
) -> None:
    page = Page(without(whole, (*body, *field)))
    needed = field[-1] in (NEEDED if len(field) == 1 else NEEDED_WITHIN.get(str(field[0]), set()))
    expected = []
    if needed:
        expected = [f"{page.place((*body, *field[:-1]))}: {named((*body, *field))} is missing"]
    elif field in NEEDED_BY_OTHERS:
        place, told = NEEDED_BY_OTHERS[field]
        expected = [f"{page.place((*body, *place))}: {named((*body, *place))}: {told}"]
    assert mistakes(tmp_path, page.text) == expected


@pytest.mark.parametrize(("whole", "body", "field"), TYPED, ids=named)
def test_a_value_of_the_wrong_type_is_told_where_it_stands(
    tmp_path: Path, whole: dict[str, Any], body: Location, field: Location
) -> None:
    wrong, told = expected_type(field)
    page = Page(put(whole, (*body, *field), wrong))
    place = (*body, *field)
    assert mistakes(tmp_path, page.text) == [f"{page.place(place)}: {named(place)}: {told}"]


@pytest.mark.parametrize(("whole", "body", "field"), ONE_LINE, ids=named)
def test_a_field_that_stands_twice_is_told_at_the_second(
    tmp_path: Path, whole: dict[str, Any], body: Location, field: Location
) -> None:
    text, place = Page(whole).twice((*body, *field))
    assert mistakes(tmp_path, text) == [f"{place}: {field[-1]} stands here twice"]


@pytest.mark.parametrize(("whole", "body", "field"), FIELDS, ids=named)
def test_a_misspelt_name_is_told_with_the_field_it_leaves_missing(
    tmp_path: Path, whole: dict[str, Any], body: Location, field: Location
) -> None:
    place = (*body, *field)
    misspelt = (*place[:-1], "xyz")
    page = Page(put(without(whole, place), misspelt, 1))
    told = mistakes(tmp_path, page.text)
    line = page.place(misspelt).split(":")[0]
    assert [one for one in told if "xyz" in one] == [
        one for one in told if one.startswith(f"{line}:") and "is not known here; check the spelling" in one
    ]
    assert len([one for one in told if "xyz" in one]) == 1


@pytest.mark.parametrize("name", sorted(FULL))
def test_what_all_share_may_be_missing_from_each(tmp_path: Path, name: str) -> None:
    """Said once above, it is nobody's; only a body's own id, name and prefix cannot be shared."""
    others = {"id": "nemnda", "name": "Nemnda", "prefix": "NE"}
    bodies = [{one: FULL[one] for one in ("id", "name", "prefix")}, others]
    shared = {one: value for one, value in FULL.items() if one not in ("id", "name", "prefix")}
    page = Page({**shared, "instances": bodies})
    assert mistakes(tmp_path, page.text) == []
    page = Page({**{name: FULL[name]}, **shared, "instances": bodies})
    own = f"{page.place((name,))}: {name}: each of the instances has its own; leave this out"
    assert mistakes(tmp_path, page.text) == ([own] if name in others else [])
    if name in NEEDED - set(others):
        page = Page({**{one: value for one, value in shared.items() if one != name}, "instances": bodies})
        assert mistakes(tmp_path, page.text) == [f"1:1: {name} is missing"]
