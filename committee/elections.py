"""The election of a leader by secret ballot: who has voted is known, what they voted is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from committee.mandate import MandateStamp


class ElectionState(StrEnum):
    OPEN = "open"
    #: Somebody has more than half of the weight cast.
    ELECTED = "elected"
    #: Nobody has: a new round between the foremost.
    UNDECIDED = "undecided"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    person_id: str
    name: str
    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """One round. Only sums are kept: no row, log entry or export ties a choice to an organisation."""

    id: str
    committee_id: str
    mandate: MandateStamp
    candidates: tuple[Candidate, ...]
    #: Weight of each organisation that may vote, frozen when it opened.
    roll: Mapping[str, int]
    names: Mapping[str, str]
    opened_at: datetime
    opened_by: str
    closes_at: datetime
    round_number: int = 1
    #: The round before, when this is a new one.
    after: str | None = None
    #: Organisations that have voted, sorted by id: the order of voting is not kept.
    voted: tuple[str, ...] = ()
    #: Weight for each candidate's person id. Shown to nobody until it is closed.
    sums: Mapping[str, int] = field(default_factory=dict)
    #: Weight cast blank.
    blank: int = 0
    state: ElectionState = ElectionState.OPEN
    closed_at: datetime | None = None
    closed_by: str | None = None
    elected: str | None = None
    #: When lots were drawn between equals: how, told in words.
    drawn: str = ""
