"""The count of an election: exact, the same as by hand, and always ending."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.elections import (
    Candidate,
    Election,
    ElectionReason,
    ElectionResult,
    ElectionState,
    candidates_of,
    count,
    draw_lots,
)
from committee.mandate import MandateStamp, Organisation
from committee.members import Member, Person, Seat
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind
from tests.unit.card_views import AT, mandate

STAMP = MandateStamp(committee_id="f", valid_from=date(2019, 2, 13), sha256="a" * 64)
ELECTED, UNDECIDED = ElectionState.ELECTED, ElectionState.UNDECIDED


def election(
    candidates: Sequence[str],
    ballots: Mapping[str, str | None],
    weights: Mapping[str, int] | None = None,
    *,
    round_number: int = 1,
) -> Election:
    """A round in which each organisation has cast this choice (None: blank)."""
    roll = dict(weights or dict.fromkeys(ballots, 1))
    sums = {one: sum(roll[o] for o, choice in ballots.items() if choice == one) for one in candidates}
    return Election(
        id="e1",
        committee_id="f",
        mandate=STAMP,
        candidates=tuple(Candidate(person_id=one, name=one.upper(), organisation_id=one) for one in candidates),
        roll=roll,
        names={one: one.title() for one in roll},
        opened_at=AT,
        opened_by="p",
        closes_at=AT + timedelta(days=7),
        round_number=round_number,
        voted=tuple(sorted(ballots)),
        sums=sums,
        blank=sum(roll[o] for o, choice in ballots.items() if choice is None),
    )


def told(result: ElectionResult) -> tuple[str, str | None, tuple[str, ...]]:
    return result.reason.value, result.elected, result.between


@pytest.mark.parametrize(
    ("candidates", "choices", "round_number", "expected"),
    [
        ("abc", "aaa-", 1, ("majority", "a", ())),
        ("abc", "aaab", 1, ("majority", "a", ())),
        ("abc", "aa--", 1, ("no_majority", None, ("a", "b", "c"))),
        ("abc", "aab-", 1, ("no_majority", None, ("a", "b"))),
        ("abc", "aabc", 1, ("no_majority", None, ("a", "b", "c"))),
        ("abcd", "aabc", 1, ("no_majority", None, ("a", "b", "c"))),
        ("abc", "aabb", 1, ("no_majority", None, ("a", "b"))),
        ("ab", "aabb", 1, ("no_majority", None, ("a", "b"))),
        ("ab", "aabb", 2, ("lots", None, ("a", "b"))),
        ("ab", "aab-", 2, ("most", "a", ())),
        ("ab", "a-b-", 2, ("lots", None, ("a", "b"))),
        ("ab", "----", 2, ("no_majority", None, ("a", "b"))),
        ("abc", "aabc", 2, ("most", "a", ())),
        ("abc", "abc-", 3, ("lots", None, ("a", "b", "c"))),
        ("abcd", "abcc", 2, ("no_majority", None, ("a", "b", "c"))),
        ("a", "aa--", 1, ("no_majority", None, ("a",))),
        ("a", "aa--", 2, ("most", "a", ())),
        ("ab", "bbb", 1, ("majority", "b", ())),
    ],
)
def test_a_round_ends_as_the_rules_say(
    candidates: str, choices: str, round_number: int, expected: tuple[str, str | None, tuple[str, ...]]
) -> None:
    ballots = {f"o{n}": None if one == "-" else one for n, one in enumerate(choices)}
    assert told(count(election(list(candidates), ballots, round_number=round_number))) == expected


def test_weight_decides_and_not_heads() -> None:
    ballots: dict[str, str | None] = {"molde": "a", "aukra": "b", "rauma": "b"}
    assert told(count(election("ab", ballots, {"molde": 3, "aukra": 1, "rauma": 1}))) == ("majority", "a", ())


def test_half_of_a_huge_weight_is_not_more_than_half() -> None:
    half = 10**40
    close: dict[str, str | None] = {"x": "a", "y": "b"}
    assert count(election("ab", close, {"x": half, "y": half})).reason is ElectionReason.NO_MAJORITY
    assert count(election("ab", close, {"x": half + 1, "y": half})).elected == "a"


@pytest.mark.parametrize(("weights", "voted", "valid"), [
    ({"a": 1, "b": 1, "c": 1, "d": 1}, "ab", False),
    ({"a": 1, "b": 1, "c": 1, "d": 1}, "abc", True),
    ({"a": 9, "b": 1, "c": 1}, "bc", False),
    ({"a": 9, "b": 1, "c": 1}, "a", False),
    ({"a": 9, "b": 1, "c": 1}, "ab", True),
    ({"a": 1}, "", False),
])  # fmt: skip
def test_too_few_organisations_or_too_little_weight_elect_nobody(
    weights: dict[str, int], voted: str, valid: bool
) -> None:
    made = replace(
        election("xy", dict.fromkeys(voted, "x")), roll=weights, sums={"x": sum(weights[one] for one in voted)}
    )
    assert count(made).reason is (ElectionReason.MAJORITY if valid else ElectionReason.QUORUM_MISSED)


# A slow, obvious second implementation


def slow_count(
    candidates: Sequence[str], ballots: Mapping[str, str | None], weights: Mapping[str, int], round_number: int
) -> tuple[str, str | None, tuple[str, ...]]:
    """Every unit of weight is a slip of paper, laid in heaps."""
    slips = [choice for organisation, choice in ballots.items() for _ in range(weights[organisation])]
    if Fraction(len(ballots), len(weights)) <= Fraction(1, 2) or Fraction(
        len(slips), sum(weights.values())
    ) <= Fraction(1, 2):
        return "quorum_missed", None, tuple(candidates)
    heaps = {one: [slip for slip in slips if slip == one] for one in candidates}
    for one, heap in heaps.items():
        if len(heap) > len(slips) - len(heap):
            return "majority", one, ()
    better = {one: [other for other in candidates if len(heaps[other]) > len(heaps[one])] for one in candidates}
    onward = tuple(one for one in candidates if len(better[one]) <= 1)
    best = tuple(one for one in candidates if not better[one])
    if round_number > 1 and len(onward) == len(candidates) and any(heaps.values()):
        return ("most", best[0], ()) if len(best) == 1 else ("lots", None, best)
    return "no_majority", None, onward


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[str], dict[str, str | None], dict[str, int], int]:
    candidates = [f"p{n}" for n in range(draw(st.integers(1, 5)))]
    weights = {f"o{n}": draw(st.integers(1, 4)) for n in range(draw(st.integers(1, 8)))}
    voted = draw(st.lists(st.sampled_from(sorted(weights)), unique=True, min_size=len(weights) // 2))
    ballots = {one: draw(st.sampled_from([None, *candidates])) for one in voted}
    return candidates, ballots, weights, draw(st.integers(1, 3))


@given(rounds())
def test_the_count_is_that_of_paper_slips_in_heaps(
    made: tuple[list[str], dict[str, str | None], dict[str, int], int],
) -> None:
    candidates, ballots, weights, round_number = made
    counted = count(election(candidates, ballots, weights, round_number=round_number))
    assert told(counted) == slow_count(candidates, ballots, weights, round_number)
    assert (counted.state is ELECTED) == (counted.reason.value in ("majority", "most", "lots"))


@given(rounds(), st.data())
def test_an_election_with_quorum_ends_as_long_as_somebody_gets_a_vote(
    made: tuple[list[str], dict[str, str | None], dict[str, int], int], data: st.DataObject
) -> None:
    candidates, _, weights, _ = made
    field, size = list(candidates), len(candidates) + 3
    for number in range(1, size):
        ballots = {one: data.draw(st.sampled_from([None, *field])) for one in weights}
        ballots[next(iter(weights))] = field[0]
        result = count(election(field, ballots, weights, round_number=number))
        if result.state is ELECTED:
            return
        assert result.state is UNDECIDED
        assert set(result.between) <= set(field)
        assert number == 1 or len(result.between) < len(field)
        field = list(result.between)
    raise AssertionError("it went on for ever")


# Lots


def test_anyone_can_draw_the_same_lot_again() -> None:
    lots = draw_lots(("a", "b", "c"), "9f" * 32, "e1")
    by_hand = hashlib.sha256(("9f" * 32 + ":e1").encode()).hexdigest()
    assert (lots.digest, lots.drawn) == (by_hand, "abc"[int(by_hand, 16) % 3])
    assert draw_lots(("a", "b", "c"), "9f" * 32, "e1") == lots


def test_a_lot_falls_on_each_about_as_often() -> None:
    drawn = [draw_lots(("a", "b", "c"), f"{n:064x}", "e1").drawn for n in range(3000)]
    for one in "abc":
        assert 900 < drawn.count(one) < 1100


# Candidates


def seated(person_id: str, organisation: str, function: Function = Function.REPRESENTATIVE, **more: bool) -> Member:
    person = Person(id=person_id, name=person_id.title(), tenant_id="t", object_id=person_id, address="")
    seat = Seat(committee_id="f", person_id=person_id, function=function, organisation_id=organisation, **more)
    return Member(person=person, committee_id="f", seat=seat)


ALL_KINDS = tuple(OrganisationKind)


@pytest.mark.parametrize("among", [(OrganisationKind.MUNICIPALITY,), ALL_KINDS], ids=["municipalities", "any"])
def test_only_representatives_of_the_named_kinds_can_be_elected_and_never_host_or_union(
    among: tuple[OrganisationKind, ...],
) -> None:
    more = [
        Organisation(id="fylket", name="Fylket", kind=OrganisationKind.COUNTY, weight=1),
        Organisation(id="tillitsvalgte", name="Tillitsvalgte", kind=OrganisationKind.UNION, weight=0),
    ]
    rules = mandate(chair=ChairRule(by=ChairBy.ELECTION, among=among))
    rules = replace(rules, organisations=(*rules.organisations, *more))
    members = [
        seated("vera", "vestnes"),
        seated("vara", "vestnes", is_deputy=True),
        seated("bo", "molde"),
        seated("anne", "molde"),
        seated("leda", "aukra", leads=True),
        seated("sekr", "aukra", Function.SECRETARY),
        seated("host", "ror-ikt"),
        seated("hostmedlem", "ror-ikt", Function.HOST_MEMBER),
        seated("union", "tillitsvalgte", Function.UNION),
        seated("unionrep", "tillitsvalgte"),
        seated("county", "fylket"),
        seated("lost", "nedlagt"),
        replace(seated("ute", "rauma"), seat=None),
    ]
    expected = ["leda", "anne", "bo", "vera"] + (["county"] if len(among) > 1 else [])
    assert [one.person_id for one in candidates_of(rules, members)] == expected
