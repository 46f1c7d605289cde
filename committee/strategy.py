"""The strategy and the handlingsplan in force: goals that cases are tagged with, and who has adopted them.

Veiledende og retningsgivende (000-02, 001-02, 002-02); anchored by each kommunestyre's own vedtak (001-04).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from committee.proposals import ProposalState

LONGEST = {"reference": 60}
#: Of no account when goals are counted up: nothing comes of them.
LEFT_OUT = (ProposalState.DRAFT, ProposalState.WITHDRAWN)


class StrategyKind(StrEnum):
    STRATEGY = "strategy"
    PLAN = "plan"
    #: The points of a mandate (`committee.purposes`); in no file of strategies.
    PURPOSE = "purpose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal of a strategy, or an item of a plan, which may serve one of a strategy's goals."""

    id: str
    name: str
    #: The id of the strategy's goal that a plan's item serves.
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyDocument:
    """One version of a strategy or a plan; its days are Norwegian ones, both included."""

    id: str
    kind: StrategyKind
    name: str
    version: str
    #: Those that it guides.
    committees: tuple[str, ...]
    #: Who adopted it, and where it is found.
    source: str
    from_on: date
    until_on: date | None
    goals: tuple[Goal, ...]

    @property
    def key(self) -> str:
        return f"{self.id}/{self.version}"

    @property
    def title(self) -> str:
        return self.name if self.kind is StrategyKind.PURPOSE else f"{self.name} {self.version}"

    def is_in_force(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    def tag(self, goal: Goal) -> str:
        """What a case carries: the version is in it, so that a newer plan does not change what the case was for."""
        return f"{self.key}/{goal.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A kommunestyre's vedtak of a strategy or plan; `about` is the document's key, whichever committee it is in."""

    id: str
    committee_id: str
    about: str
    organisation_id: str
    #: As «PS 45/26».
    reference: str
    adopted_on: date
    by: str
    at: datetime
    #: Taken back by one who had erred.
    is_undone: bool = False


def adoption_id(document: StrategyDocument, organisation_id: str) -> str:
    """One record for each organisation, written over when it is corrected."""
    return hashlib.sha256(f"adoption:{document.key}:{organisation_id}".encode()).hexdigest()[:32]


def documents_for(documents: Iterable[StrategyDocument], committee_id: str) -> tuple[StrategyDocument, ...]:
    """Those that guide the committee, strategies first and its own mandate's points last."""
    own = [one for one in documents if committee_id in one.committees]
    return tuple(sorted(own, key=lambda one: tuple(StrategyKind).index(one.kind)))


def goals_offered(documents: Iterable[StrategyDocument], committee_id: str) -> dict[str, str]:
    """What a case may be tagged with, as name by tag: the name says which version it is of."""
    found: dict[str, str] = {}
    for document in documents_for(documents, committee_id):
        found |= {document.tag(one): f"{one.name} ({document.title})" for one in document.goals}
    return found


def name_goals(chosen: Iterable[str], offered: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tags that are offered among the chosen ones, each once, and their names as they are today."""
    tags = tuple(one for one in dict.fromkeys(chosen) if one in offered)
    return tags, tuple(offered[one] for one in tags)
