"""What people see of bodies: the part of the tree that is near them, and a mandate with its history."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from committee.bodies import BodyTree, Link, body_tree
from committee.mandate import Mandate
from committee.members import Directory, Person
from committee.seat_rules import Function

#: A branch shows so many bodies, besides those on the way to one's own.
MOST_IN_BRANCH = 8
#: So many in all: a card's lines, and the choices below them.
MOST_SHOWN = 40
#: Deeper than any co-operation is; what is below it is not shown.
_DEEPEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeLine:
    """One body of the tree, or with `left` how many more its branch has."""

    depth: int
    committee_id: str = ""
    name: str = ""
    links: tuple[tuple[Link, str], ...] = ()
    served_by: str = ""
    #: One's own function there.
    function: Function | None = None
    leads: bool = False
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeView:
    """The tree as one person is shown it."""

    #: The body it is shown around.
    committee_id: str
    lines: tuple[TreeLine, ...]
    #: How many bodies there are in all.
    count: int


def tree_of(directory: Directory) -> BodyTree:
    """The directory's tree, made once."""
    return directory.keep("body_tree", lambda: body_tree(directory.mandates))


def view_tree(directory: Directory, person: Person, around: str) -> TreeView:
    """All bodies when they are few; otherwise those near `around` and the person's own, with how many are left out.

    What it costs follows from what is shown, not from how many bodies there are.
    Raises CommitteeError("unknown_committee").
    """
    directory.mandate(around)
    tree = tree_of(directory)
    own = [one for one in directory.committees_of(person) if one in tree.names][:MOST_IN_BRANCH]
    branches = _branches(tree, _near(tree, around, own))
    lines = tuple(_lines(directory, person, tree, branches, None, 0))
    return TreeView(committee_id=around, lines=lines, count=len(tree.names))


def _near(tree: BodyTree, around: str, own: Iterable[str]) -> list[str]:
    """The bodies to show, each with all above it: the ways down to one's own, then those below and beside `around`."""
    if len(tree.names) <= MOST_SHOWN:
        return list(tree.names)
    ways = [one for focus in (around, *own) for one in tree.path(focus)[:_DEEPEST]]
    shown = dict.fromkeys(ways[:MOST_SHOWN])

    def show(bodies: tuple[str, ...]) -> None:
        new = [one for one in bodies[:MOST_IN_BRANCH] if one not in shown]
        shown.update(dict.fromkeys(new[: MOST_SHOWN - len(shown)]))

    show(tree.children.get(around, ()))
    show(tree.branch_of(around))
    show(tree.roots)
    return list(shown)


def _branches(tree: BodyTree, shown: Iterable[str]) -> dict[str | None, list[str]]:
    """What is shown under each body, in the tree's order; None: the roots."""
    found: dict[str | None, list[str]] = {}
    for one in sorted(shown, key=lambda body: tree.order[body]):
        found.setdefault(tree.parents.get(one), []).append(one)
    return found


def _lines(
    directory: Directory,
    person: Person,
    tree: BodyTree,
    branches: dict[str | None, list[str]],
    above: str | None,
    depth: int,
) -> Iterator[TreeLine]:
    shown = branches.get(above, [])
    for one in shown:
        yield _line(directory, person, tree, one, depth)
        yield from _lines(directory, person, tree, branches, one, depth + 1)
    left = len(tree.children.get(above, ()) if above else tree.roots) - len(shown)
    if left:
        yield TreeLine(depth=depth, left=left)


def _line(directory: Directory, person: Person, tree: BodyTree, committee_id: str, depth: int) -> TreeLine:
    seat = directory.member(person, committee_id).seat
    return TreeLine(
        depth=depth,
        committee_id=committee_id,
        name=tree.name(committee_id),
        links=tuple((link, tree.name(link.to)) for link in tree.links[committee_id]),
        served_by=tree.served_by.get(committee_id, ""),
        function=seat.function if seat else None,
        leads=bool(seat and seat.leads),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateView:
    """A mandate in force, with what it comes from and what it becomes."""

    mandate: Mandate
    links: tuple[tuple[Link, str], ...]
    #: Those before it, the newest first.
    earlier: tuple[Mandate, ...]
    coming: Mandate | None
    #: The day it is seen on.
    on: date


def view_mandate(directory: Directory, committee_id: str, *, on: date, recorded: Iterable[Mandate] = ()) -> MandateView:
    """The mandate with its history: what the files have, and what they had when it was `recorded`.

    Raises CommitteeError("unknown_committee").
    """
    mandate, tree = directory.mandate(committee_id), tree_of(directory)
    known = {one.stamp: one for one in (*directory.book.versions.get(committee_id, ()), *recorded)}
    earlier = [one for one in known.values() if one.stamp != mandate.stamp and one.valid_from <= mandate.valid_from]
    return MandateView(
        mandate=mandate,
        links=tuple((link, tree.name(link.to)) for link in tree.links[committee_id]),
        earlier=tuple(sorted(earlier, key=lambda one: one.valid_from, reverse=True)),
        coming=directory.book.next_after(committee_id, on),
        on=on,
    )


def version_before(directory: Directory, mandate: Mandate) -> Mandate | None:
    """The version that this one took over from."""
    return _newest(one for one in directory.book.versions.get(mandate.id, ()) if one.valid_from < mandate.valid_from)


def _newest(versions: Iterable[Mandate]) -> Mandate | None:
    return max(versions, key=lambda one: one.valid_from, default=None)
