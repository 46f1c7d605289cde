"""The tree of bodies: who reports to, escalates to and advises whom, from the mandates in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from committee.mandate import Mandate


class Relation(StrEnum):
    """What one body is to another, or to an office."""

    #: It reports to it (002-09).
    REPORTS = "reports"
    #: Cases without agreement go there (002-15).
    ESCALATES = "escalates"
    #: It gives advice to it (001-13).
    ADVISES = "advises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a body is to one other, all of it."""

    #: A body's id; one that has no mandate, or an office, is known by what the mandate calls it.
    to: str
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTree:
    """Every body in one place, whatever the mandates say: one that stands below itself is a root instead."""

    names: dict[str, str]
    links: Mapping[str, tuple[Link, ...]]
    parents: Mapping[str, str]
    #: In the order that the mandates came in, as all that is here.
    children: Mapping[str, tuple[str, ...]]
    roots: tuple[str, ...]
    order: Mapping[str, int]
    #: An existing body that does the work, by the body it does it for (000-06).
    served_by: Mapping[str, str]

    def name(self, body_id: str) -> str:
        """The body's, or the office's as the mandate calls it."""
        return self.names.get(body_id, body_id)

    def path(self, body_id: str) -> tuple[str, ...]:
        """From the root down to the body itself."""
        found = [body_id]
        while (above := self.parents.get(found[-1])) is not None:
            found.append(above)
        return tuple(reversed(found))

    def branch_of(self, body_id: str) -> tuple[str, ...]:
        """The body and those beside it."""
        above = self.parents.get(body_id)
        return self.roots if above is None else self.children[above]

    def root(self, body_id: str) -> str:
        return self.path(body_id)[0]

    def family(self, body_id: str) -> tuple[str, ...]:
        """All bodies under the same root, the root first, each before those below it."""
        found: list[str] = []
        waiting = [self.root(body_id)]
        while waiting:
            one = waiting.pop()
            found.append(one)
            waiting += reversed(self.children.get(one, ()))
        return tuple(found)


def body_tree(mandates: Mapping[str, Mandate]) -> BodyTree:
    """The tree that the mandates make. A body stands under the one it reports to; else where its cases go; else
    under the first body that it advises."""
    links = {mandate.id: _links(mandate) for mandate in mandates.values()}
    parents = _parents(links)
    children: dict[str, list[str]] = {}
    for one in links:
        if one in parents:
            children.setdefault(parents[one], []).append(one)
    return BodyTree(
        names={mandate.id: mandate.name for mandate in mandates.values()},
        links=links,
        parents=parents,
        children={one: tuple(below) for one, below in children.items()},
        roots=tuple(one for one in links if one not in parents),
        order={one: place for place, one in enumerate(links)},
        served_by={mandate.id: mandate.served_by for mandate in mandates.values() if mandate.served_by},
    )


def _links(mandate: Mandate) -> tuple[Link, ...]:
    found: dict[str, list[Relation]] = {}
    reports_to = mandate.reports_to or mandate.superior
    told = [(reports_to, Relation.REPORTS), (mandate.superior, Relation.ESCALATES)]
    told += [(one, Relation.ADVISES) for one in mandate.advises]
    for to, relation in told:
        if to is not None and relation not in found.setdefault(to, []):
            found[to].append(relation)
    return tuple(Link(to=to, relations=tuple(relations)) for to, relations in found.items())


def _parents(links: Mapping[str, tuple[Link, ...]]) -> dict[str, str]:
    """Each body's parent, where there is one that has a mandate and does not stand below the body."""
    parents: dict[str, str] = {}
    # Those that have been followed to a root already end the walk, so that all walks together are as long as the tree.
    grounded: set[str] = set()
    for one in links:
        walked: dict[str, None] = {}
        at: str | None = one
        while at is not None and at not in grounded and at not in walked:
            walked[at] = None
            above = next((link.to for link in links[at] if link.to in links), None)
            if above is not None and above not in walked:
                parents[at] = above
            at = above
        grounded.update(walked)
    return parents
