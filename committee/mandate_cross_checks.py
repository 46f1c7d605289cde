"""How mandates fit together: versions in time, prefixes, bodies above and before."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import groupby, pairwise

from committee.mandate import Mandate
from committee.mandate_book import MandateBook
from committee.mandate_written import Written
from committee.yaml_file import Location


def check_versions(read: Sequence[Written]) -> list[str]:
    """Two versions from one day, a version that outlives the beginning of the next, two committees with one prefix."""
    lines: list[str] = []
    for versions in _by_committee(read):
        for one, after in pairwise(versions):
            day = after.mandate.valid_from
            if one.mandate.valid_from == day:
                told = f"another version of {after.mandate.id} takes effect on {day}, in {one.places.path.name}"
                lines.append(after.mistake(("valid_from",), told))
            elif one.mandate.valid_until is not None and one.mandate.valid_until >= day:
                told = f"the next version takes effect on {day}, in {after.places.path.name}"
                lines.append(one.mistake(("valid_until",), told))
    return [*lines, *_prefixes(read)]


def _by_committee(read: Sequence[Written]) -> Iterator[list[Written]]:
    # Sorting keeps the files' order among those from one day.
    in_order = sorted(read, key=lambda one: (one.mandate.id, one.mandate.valid_from))
    return (list(group) for _, group in groupby(in_order, key=lambda one: one.mandate.id))


def _prefixes(read: Sequence[Written]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for one in read:
        owner = owners.setdefault(one.mandate.prefix, one.mandate.id)
        if owner != one.mandate.id:
            told = f"{one.mandate.prefix} begins another committee's case numbers"
            yield one.mistake(("prefix",), told)


#: Where each other body is named, which body it is, and what a circle would be.
_LINES: tuple[tuple[Location, Callable[[Mandate], str | None], str], ...] = (
    (("superior",), lambda one: one.superior, "this body would be above itself"),
    (("reports_to",), lambda one: one.reports_to or one.superior, "this body would report to itself"),
    (
        ("planning", "before"),
        lambda one: one.planning.before if one.planning else None,
        "this body would meet before itself",
    ),
)


def check_bodies(read: Sequence[Written]) -> list[str]:
    """Bodies that no file knows, and circles on any day: above, reporting and meeting before."""
    known = {one.mandate.id for one in read}
    lines: list[str] = []
    for location, other, circle in _LINES:
        found = _in_circles(read, other)
        for n, one in enumerate(read):
            named = other(one.mandate)
            if location == ("reports_to",) and one.mandate.reports_to is None:
                continue
            if named is not None and named not in known:
                lines.append(one.mistake(location, f"no mandate has the id {named}"))
            elif n in found:
                lines.append(one.mistake(location, circle))
    return [*lines, *_across(read, known)]


def _across(read: Sequence[Written], known: Set[str]) -> Iterator[str]:
    """The bodies whose fields another cuts across are others that are known."""
    for one in read:
        for n, body in enumerate(one.mandate.cuts_across):
            if body not in known:
                yield one.mistake(("cuts_across", n), f"no mandate has the id {body}")
            elif body == one.mandate.id:
                yield one.mistake(("cuts_across", n), "a body cuts across others, not itself")


def _in_circles(read: Sequence[Written], other: Callable[[Mandate], str | None]) -> set[int]:
    """The numbers of the versions that lead back to themselves on a day when all of the circle is in force."""
    suspects = _leading_round(read, other)
    if not suspects:
        return set()
    numbers = {one.mandate.stamp: n for n, one in enumerate(read)}
    versions = {id_: tuple(one.mandate for one in group) for id_, group in suspects.items()}
    book = MandateBook(versions=versions)
    found = set[int]()
    for day in sorted({one.valid_from for group in versions.values() for one in group}):
        in_force = book.in_force(day)
        for id_ in _circle({id_: other(one) for id_, one in in_force.items()}):
            found.add(numbers[in_force[id_].stamp])
    return found


def _leading_round(read: Sequence[Written], other: Callable[[Mandate], str | None]) -> dict[str, tuple[Written, ...]]:
    """The committees from which some versions, of whatever days, lead into a circle; most files have none."""
    groups = {group[0].mandate.id: tuple(group) for group in _by_committee(read)}
    targets = {id_: {other(one.mandate) for one in group} & groups.keys() for id_, group in groups.items()}
    left = Counter({id_: len(named) for id_, named in targets.items()})
    pointing: dict[str, list[str]] = {}
    for id_, named in targets.items():
        for one in named:
            pointing.setdefault(str(one), []).append(id_)
    ends = [id_ for id_, number in left.items() if not number]
    while ends:
        end = ends.pop()
        del groups[end]
        for id_ in pointing.get(end, ()):
            left[id_] -= 1
            if not left[id_]:
                ends.append(id_)
    return groups


def _circle(steps: Mapping[str, str | None]) -> Iterable[str]:
    """Those that lead back to themselves, where each leads to one at most."""
    done = set[str]()
    for start in steps:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in steps and at not in done and at not in path:
            path[at] = None
            at = steps[at]
        if at is not None and at in path:
            on_path = list(path)
            yield from on_path[on_path.index(at) :]
        done |= path.keys()


def in_time(read: Iterable[Written]) -> dict[str, tuple[Mandate, ...]]:
    """By committee in the files' order, the oldest version first."""
    versions: dict[str, list[Mandate]] = {}
    for one in read:
        versions.setdefault(one.mandate.id, []).append(one.mandate)
    return {id_: tuple(sorted(group, key=_from)) for id_, group in versions.items()}


def _from(mandate: Mandate) -> date:
    return mandate.valid_from
