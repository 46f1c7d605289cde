"""The election of a leader by secret ballot: who has voted is known, what they voted is not."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from committee.mandate import Mandate, MandateStamp
from committee.members import Member
from committee.seat_rules import Function, OrganisationKind

#: Whatever a mandate says, the leader is no one of these (000-13: «blant en av kommunenes representanter»).
_NEVER = frozenset({OrganisationKind.HOST, OrganisationKind.UNION})


class ElectionState(StrEnum):
    OPEN = "open"
    ELECTED = "elected"
    #: Nobody is elected yet: a new round.
    UNDECIDED = "undecided"
    CANCELLED = "cancelled"


class ElectionReason(StrEnum):
    """Why a round ended as it did."""

    #: Somebody has more than half of the weight cast.
    MAJORITY = "majority"
    #: A later round from which nobody would drop out: most weight is enough.
    MOST = "most"
    #: The same, but several have most: lots are drawn among them.
    LOTS = "lots"
    NO_MAJORITY = "no_majority"
    #: Too few took part; the ballots are never opened (C6).
    QUORUM_MISSED = "quorum_missed"
    #: The one who won has lost the seat while the election was open.
    SEAT_LOST = "seat_lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    person_id: str
    name: str
    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lots:
    """A draw that anyone can do again: see `draw_lots`."""

    #: Person ids; the first is number 0.
    among: tuple[str, ...]
    #: Of the log's entry about the closing.
    checksum: str
    digest: str
    drawn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """One round. Only sums are kept: no row, log entry or export ties a choice to an organisation."""

    id: str
    committee_id: str
    mandate: MandateStamp
    #: In the mandate's order of organisations, then by name.
    candidates: tuple[Candidate, ...]
    #: Weight of each organisation that may vote, frozen when it opened.
    roll: Mapping[str, int]
    names: Mapping[str, str]
    opened_at: datetime
    opened_by: str
    closes_at: datetime
    #: More than this share of the organisations *and* of the weight must take part (C6).
    quorum: Fraction = Fraction(1, 2)
    round_number: int = 1
    #: The round before, when this is a new one.
    after: str | None = None
    #: Organisations that have voted, sorted by id: the order of voting is not kept.
    voted: tuple[str, ...] = ()
    #: The sums so far, sealed by the ballot box; empty when it is closed.
    sealed: str = ""
    #: Weight for each candidate's person id. Empty until it is closed.
    sums: Mapping[str, int] = field(default_factory=dict)
    #: Weight cast blank. 0 until it is closed.
    blank: int = 0
    state: ElectionState = ElectionState.OPEN
    reason: ElectionReason | None = None
    closed_at: datetime | None = None
    #: Person id, or "clock" when the deadline closed it.
    closed_by: str | None = None
    elected: str | None = None
    lots: Lots | None = None
    #: UNDECIDED: the person ids that the next round is between.
    between: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state is ElectionState.OPEN

    @property
    def all_have_voted(self) -> bool:
        return len(self.voted) == len(self.roll)

    @property
    def cast_weight(self) -> int:
        return sum(self.roll[one] for one in self.voted)

    def candidate(self, person_id: str) -> Candidate | None:
        return next((one for one in self.candidates if one.person_id == person_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionResult:
    """What a count gives. With reason LOTS nobody is elected yet, and `between` is whom lots are drawn among."""

    state: ElectionState
    reason: ElectionReason
    elected: str | None = None
    between: tuple[str, ...] = ()


def candidates_of(mandate: Mandate, members: Iterable[Member]) -> tuple[Candidate, ...]:
    """Who can be elected: representatives, not deputies, of the kinds that the mandate names (000-13, 003-06)."""
    kinds = set(mandate.chair.among) - _NEVER
    places = {one.id: n for n, one in enumerate(mandate.organisations) if one.kind in kinds}
    found = [
        Candidate(person_id=one.person.id, name=one.person.name, organisation_id=one.seat.organisation_id)
        for one in members
        if one.seat
        and one.seat.function is Function.REPRESENTATIVE
        and not one.seat.is_deputy
        and one.seat.organisation_id in places
    ]
    return tuple(sorted(found, key=lambda one: (places[one.organisation_id], one.name, one.person_id)))


def has_quorum(election: Election) -> bool:
    """More than the quorum's share of the organisations and of the weight took part (C6)."""
    needed, weight = election.quorum, sum(election.roll.values())
    return len(election.voted) > needed * len(election.roll) and election.cast_weight > needed * weight


def count(election: Election) -> ElectionResult:
    """How a round ends, by its opened sums; a blank ballot counts as cast.

    More than half of the weight cast elects. Else there is a new round between the two foremost, with all who are equal
    for second place. In a later round from which nobody would drop out, most weight elects, and between equals lots
    are drawn: as for municipal councils (kommuneloven § 7-8). If all ballots are blank, nobody is elected.
    """
    everyone = tuple(one.person_id for one in election.candidates)
    if not has_quorum(election):
        return _undecided(ElectionReason.QUORUM_MISSED, everyone)
    weights = {one: election.sums.get(one, 0) for one in everyone}
    most = max(weights.values())
    first = tuple(one for one in everyone if weights[one] == most)
    if 2 * most > election.cast_weight:
        return ElectionResult(state=ElectionState.ELECTED, reason=ElectionReason.MAJORITY, elected=first[0])
    foremost = _foremost(weights)
    if election.round_number == 1 or foremost != everyone or most == 0:
        return _undecided(ElectionReason.NO_MAJORITY, foremost)
    if len(first) == 1:
        return ElectionResult(state=ElectionState.ELECTED, reason=ElectionReason.MOST, elected=first[0])
    return ElectionResult(state=ElectionState.ELECTED, reason=ElectionReason.LOTS, between=first)


def _undecided(reason: ElectionReason, between: tuple[str, ...]) -> ElectionResult:
    return ElectionResult(state=ElectionState.UNDECIDED, reason=reason, between=between)


def _foremost(weights: Mapping[str, int]) -> tuple[str, ...]:
    """The two with most weight, and all who are equal with the second of them; in the candidates' order."""
    second = sorted(weights.values(), reverse=True)[:2][-1]
    return tuple(one for one, weight in weights.items() if weight >= second)


def draw_lots(among: tuple[str, ...], checksum: str, election_id: str) -> Lots:
    """Draws one of several, so that nobody can choose whom and anyone can check it.

    `checksum` is that of the log's entry about the closing: it covers every entry before, each with its moment in
    microseconds, and the moment of closing itself, which nobody knew before. The digest is the SHA-256 of
    `<checksum>:<election id>` in ASCII; read as a hexadecimal number and divided by how many there are, its remainder
    is the number of the one drawn, counted from 0 in the order of the ballot.
    """
    digest = hashlib.sha256(f"{checksum}:{election_id}".encode()).hexdigest()
    number = int(digest, 16) % len(among)
    return Lots(among=among, checksum=checksum, digest=digest, drawn=among[number])
