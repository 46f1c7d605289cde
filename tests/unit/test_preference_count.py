"""Orders are counted twice, by two ways that share nothing, and as in published examples."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.preference_count import count_preferences
from committee.preferences import Method

#: From Markus Schulze's paper and its well-known retellings: (how many, the order from best to worst), and the outcome.
PUBLISHED = {
    "45 voters": (
        "ABCDE",
        {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8},
        "E A C B D",
    ),
    "30 voters, a cycle of four": (
        "ABCD",
        {"ACBD": 5, "ACDB": 2, "ADCB": 3, "BACD": 4, "CBDA": 3, "CDBA": 3, "DACB": 1, "DBAC": 5, "DCBA": 4},
        "D A C B",
    ),
    "the Tennessee capital": ("MNCK", {"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17}, "N C K M"),
    "nine voters in a circle, all alike": ("ABC", {"ABC": 3, "BCA": 3, "CAB": 3}, "ABC"),
}


def marks(names: str, order: str) -> tuple[int, ...]:
    return tuple(order.index(one) + 1 for one in names)


@pytest.mark.parametrize("example", PUBLISHED)
def test_a_published_example_comes_out_as_published(example: str) -> None:
    names, voters, wanted = PUBLISHED[example]
    found = count_preferences(Method.SCHULZE, len(names), [(n, marks(names, order)) for order, n in voters.items()])
    assert " ".join("".join(names[n] for n in group) for group in found.order) == wanted


def test_the_pairwise_table_of_the_45_voters_is_the_published_one() -> None:
    names, voters, _ = PUBLISHED["45 voters"]
    found = count_preferences(Method.SCHULZE, 5, [(n, marks(names, order)) for order, n in voters.items()])
    assert found.preferred == matrix("0 20 26 30 22 / 25 0 16 33 18 / 19 29 0 17 24 / 15 12 28 0 14 / 23 27 21 31 0")
    assert found.paths == matrix("0 28 28 30 24 / 25 0 28 33 24 / 25 29 0 29 24 / 25 28 28 0 24 / 25 28 28 31 0")


def matrix(written: str) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(map(int, row.split())) for row in written.split("/"))


BALLOTS = st.integers(1, 5).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(st.tuples(st.integers(1, 4), st.lists(st.integers(0, n), min_size=n, max_size=n)), max_size=6),
    )
)


def slow_schulze(options: int, ballots: list[tuple[int, list[int]]]) -> list[list[int]]:
    """Every chain is walked; whoever beats more of the rest, chain against chain, stands before."""

    def prefers(marks: list[int], a: int, b: int) -> bool:
        place = [one or 10_000 for one in marks]
        return place[a] < place[b]

    def weight(a: int, b: int) -> int:
        return sum(w for w, marks in ballots if prefers(marks, a, b))

    def win(a: int, b: int) -> int:
        return weight(a, b) if weight(a, b) > weight(b, a) else 0

    def strongest(a: int, b: int) -> int:
        others = [n for n in range(options) if n not in (a, b)]
        chains = [(a, *some, b) for size in range(len(others) + 1) for some in permutations(others, size)]
        return max(min(win(x, y) for x, y in pairwise(chain)) for chain in chains)

    left, order = list(range(options)), []
    while left:
        first = [a for a in left if all(strongest(a, b) >= strongest(b, a) for b in left if b != a)]
        order.append(first)
        left = [one for one in left if one not in first]
    return order


@given(BALLOTS)
def test_schulze_agrees_with_a_slow_second_count(drawn: tuple[int, list[tuple[int, list[int]]]]) -> None:
    options, ballots = drawn
    found = count_preferences(Method.SCHULZE, options, ballots)
    assert [list(one) for one in found.order] == slow_schulze(options, ballots)


@given(BALLOTS)
def test_whoever_beats_all_others_one_by_one_wins(drawn: tuple[int, list[tuple[int, list[int]]]]) -> None:
    options, ballots = drawn
    found = count_preferences(Method.SCHULZE, options, ballots)
    pairs = found.preferred
    for a in range(options):
        if all(pairs[a][b] > pairs[b][a] for b in range(options) if b != a):
            assert found.winners == (a,)


@given(BALLOTS)
def test_every_option_stands_in_the_order_once(drawn: tuple[int, list[tuple[int, list[int]]]]) -> None:
    options, ballots = drawn
    for method in Method:
        order = count_preferences(method, options, ballots).order
        assert sorted(n for group in order for n in group) == list(range(options))


@given(BALLOTS)
def test_sums_are_those_of_a_slow_second_count(drawn: tuple[int, list[tuple[int, list[int]]]]) -> None:
    options, ballots = drawn
    totals = [0] * options
    for weight, given_marks in ballots:
        for _ in range(weight):
            totals = [had + more for had, more in zip(totals, given_marks, strict=True)]
    for method in (Method.SCORE, Method.DOTS, Method.APPROVAL, Method.PLURALITY):
        found = count_preferences(method, options, ballots)
        assert list(found.totals) == totals
        firsts = [totals[group[0]] for group in found.order]
        assert firsts == sorted(firsts, reverse=True)
        assert all(len({totals[n] for n in group}) == 1 for group in found.order)


def test_weight_counts_as_so_many_ballots() -> None:
    heavy = count_preferences(Method.SCHULZE, 3, [(3, (1, 2, 3)), (2, (3, 1, 2))])
    many = count_preferences(Method.SCHULZE, 3, [(1, (1, 2, 3))] * 3 + [(1, (3, 1, 2))] * 2)
    assert heavy == many


def test_the_unranked_stand_after_all_who_are() -> None:
    assert count_preferences(Method.SCHULZE, 3, [(1, (0, 1, 0))]).order == ((1,), (0, 2))
