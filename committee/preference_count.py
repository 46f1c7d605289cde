"""Ballots become an order: Schulze's method with weights and ties, and plain sums; whole numbers only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from committee.preferences import Method

#: (weight, mark for each option); for Schulze a mark is a place from 1, 0 is unranked.
WeightedBallot = tuple[int, Sequence[int]]
Matrix = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceCount:
    """The order as groups of option numbers, the best first; more than one in a group is a tie."""

    order: tuple[tuple[int, ...], ...]
    #: Weight that prefers the row to the column; for sums: who has the higher mark.
    preferred: Matrix
    #: The strongest chain of wins from row to column (Schulze); empty for sums.
    paths: Matrix = ()
    #: For sums: what each option got.
    totals: tuple[int, ...] = ()

    @property
    def winners(self) -> tuple[int, ...]:
        return self.order[0] if self.order else ()


def count_preferences(method: Method, options: int, ballots: Iterable[WeightedBallot]) -> PreferenceCount:
    """Counts from nothing; without a ballot all options are in one tie."""
    cast = list(ballots)
    if method is Method.SCHULZE:
        return _schulze(options, cast)
    totals = tuple(sum(weight * marks[n] for weight, marks in cast) for n in range(options))
    order = tuple(tuple(n for n in range(options) if totals[n] == total) for total in sorted(set(totals), reverse=True))
    return PreferenceCount(order=order, preferred=_preferred(options, cast, higher=True), totals=totals)


def _schulze(options: int, ballots: list[WeightedBallot]) -> PreferenceCount:
    """Markus Schulze, «A new monotonic, clone-independent, reversal symmetric … method», by winning votes.

    Who is beaten by nobody who is left stands first; they share the place when there are several.
    """
    preferred = _preferred(options, ballots, higher=False)
    paths = _strongest_paths(options, preferred)
    left, order = set(range(options)), []
    while left:
        unbeaten = tuple(n for n in sorted(left) if not any(paths[m][n] > paths[n][m] for m in left))
        order.append(unbeaten)
        left -= set(unbeaten)
    return PreferenceCount(order=tuple(order), preferred=preferred, paths=paths)


def _preferred(options: int, ballots: list[WeightedBallot], *, higher: bool) -> Matrix:
    def better(a: int, b: int) -> bool:
        if higher:
            return a > b
        return bool(a) and (not b or a < b)

    return tuple(
        tuple(
            sum(weight for weight, marks in ballots if row != column and better(marks[row], marks[column]))
            for column in range(options)
        )
        for row in range(options)
    )


def _strongest_paths(options: int, preferred: Matrix) -> Matrix:
    """A chain is as strong as its weakest win; the strongest chain counts (Floyd and Warshall)."""
    path = [
        [preferred[a][b] if preferred[a][b] > preferred[b][a] else 0 for b in range(options)] for a in range(options)
    ]
    for via in range(options):
        for a in range(options):
            for b in range(options):
                path[a][b] = max(path[a][b], min(path[a][via], path[via][b])) if a != b else 0
    return tuple(tuple(row) for row in path)
