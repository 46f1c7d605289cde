"""Which municipalities take a decided case into use, and when: the same steps for all, and why one differs (000-25)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

MOST_STEPS = 10
LONGEST = {"step": 80, "steps": 900, "deviation": 500}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionSteps:
    """What each municipality does to introduce it; `id` is made of the case's, so that each case has one list."""

    id: str
    committee_id: str
    #: The case.
    about: str
    steps: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """One municipality's own introduction; `id` is made of the case's and the organisation's."""

    id: str
    committee_id: str
    #: The case.
    about: str
    organisation_id: str
    planned_on: date | None
    #: Ids of the steps that are done.
    done: tuple[str, ...]
    #: When the last step was.
    done_on: date | None
    #: What it does otherwise or later, and why; empty when as planned.
    deviation: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionLine:
    """A municipality; `record` is None until it has written something."""

    organisation_id: str
    name: str
    record: Introduction | None
    by: str
    is_own: bool
    is_done: bool
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionView:
    proposal_id: str
    case_number: str
    title: str
    #: (id, title); empty when nobody has made a list: then one step is enough.
    steps: tuple[tuple[str, str], ...]
    lines: tuple[IntroductionLine, ...]
    may_set: bool

    @property
    def introduced(self) -> int:
        return sum(one.is_done for one in self.lines)

    @property
    def own(self) -> IntroductionLine | None:
        return next((one for one in self.lines if one.is_own), None)


#: The only step where no list is made.
ONLY_STEP = "introduced"


def step_id(title: str) -> str:
    """Of the step's own words: what is ticked stays ticked when the list is changed around it."""
    return hashlib.sha256(title.casefold().encode()).hexdigest()[:12]


def introduction_id(proposal_id: str, organisation_id: str = "") -> str:
    return f"introduction:{proposal_id}:{organisation_id}"


def is_introduced(record: Introduction | None, steps: tuple[tuple[str, str], ...]) -> bool:
    """Every step of the list as it is now is done."""
    wanted = {one for one, _ in steps} or {ONLY_STEP}
    return record is not None and wanted <= set(record.done)


def read_steps(typed: str) -> tuple[str, ...]:
    """One a line, each once; empty lines are left out."""
    titles = [" ".join(line.split()) for line in typed.splitlines()]
    return tuple({step_id(one): one for one in reversed(titles) if one}.values())[::-1]


def listed_steps(kept: Sequence[IntroductionSteps]) -> tuple[tuple[str, str], ...]:
    """Of the one list that a case has, as (id, title); none where no list is made."""
    return tuple((step_id(one), one) for one in kept[-1].steps) if kept else ()


def introduced_count(kept: Sequence[Introduction], lists: Sequence[IntroductionSteps]) -> int | None:
    """How many have taken it into use; None while nobody has written anything."""
    steps = listed_steps(lists)
    return sum(is_introduced(one, steps) for one in kept) if kept else None
