"""Votings, ballots, the tally and the outcome: exact arithmetic, no input or output."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from committee.errors import CommitteeError
from committee.mandate import Agreement, MandateStamp, VotingRules


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    NO_AGREEMENT = "no_agreement"


class Reason(StrEnum):
    """Why the outcome is what it is."""

    MAJORITY = "majority"
    UNANIMOUS = "unanimous"
    TIE = "tie"
    NOT_UNANIMOUS = "not_unanimous"
    QUORUM_MISSED = "quorum_missed"
    ESCALATION_DEMANDED = "escalation_demanded"


LONGEST_REMARK = 500
#: Up to this many organisations are listed by name on a card; a longer roll is told by its numbers.
LONGEST_LISTED_ROLL = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RollEntry:
    """One organisation that may vote, with the weight it had when the voting opened."""

    organisation_id: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Sums of weight, and how many organisations have taken part."""

    roll_count: int
    roll_weight: int
    weight_for: int = 0
    weight_against: int = 0
    weight_abstain: int = 0
    cast_count: int = 0
    demands: int = 0

    @property
    def cast_weight(self) -> int:
        return self.weight_for + self.weight_against + self.weight_abstain


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """An organisation's ballot: the last one before closing counts, the earlier stay in the audit log."""

    voting_id: str
    organisation_id: str
    person_id: str
    choice: Choice
    weight: int
    cast_at: datetime
    remark: str = ""
    escalation_demanded: bool = False
    #: Grows by one for each change, from 1.
    revision: int = 1
    #: Presses that have been counted, newest last: a redelivered one is known by (person, revision seen, choice).
    presses: tuple[str, ...] = ()
    #: Who wrote it down for an absent member who had sent it in writing; empty when the member cast it.
    entered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the voting ended with, and why."""

    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Voting:
    """A voting on one proposal; rules and mandate are frozen when it opens."""

    id: str
    committee_id: str
    proposal_id: str
    #: None when it is held in writing, between meetings.
    meeting_id: str | None
    mandate: MandateStamp
    rules: VotingRules
    tally: Tally
    opened_at: datetime
    opened_by: str
    closes_at: datetime
    #: Organisations that have voted, in the order they did, kept while the roll is short enough to be listed.
    voted: tuple[str, ...] = ()
    closed_at: datetime | None = None
    #: Person id, or "clock" when the deadline closed it.
    closed_by: str | None = None
    verdict: Verdict | None = None
    #: The written procedure that it belongs to.
    procedure_id: str | None = None
    #: People who take no part in the case; their organisation's weight stays.
    recused: tuple[str, ...] = ()
    #: Deputies who have been called, and hold their organisation's ballot.
    called: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


def recount(tally: Tally, before: Ballot | None, after: Ballot) -> Tally:
    """The tally when one organisation's ballot goes from `before` to `after`; cost independent of the roll."""
    weights = {
        Choice.FOR: tally.weight_for,
        Choice.AGAINST: tally.weight_against,
        Choice.ABSTAIN: tally.weight_abstain,
    }
    weights[after.choice] += after.weight
    if before:
        weights[before.choice] -= before.weight
    return Tally(
        roll_count=tally.roll_count,
        roll_weight=tally.roll_weight,
        weight_for=weights[Choice.FOR],
        weight_against=weights[Choice.AGAINST],
        weight_abstain=weights[Choice.ABSTAIN],
        cast_count=tally.cast_count + (before is None),
        demands=tally.demands + after.escalation_demanded - (before is not None and before.escalation_demanded),
    )


def count_ballot(voting: Voting, before: Ballot | None, after: Ballot) -> Voting:
    """The voting with one organisation's ballot counted."""
    listed = before is None and voting.tally.roll_count <= LONGEST_LISTED_ROLL
    voted = (*voting.voted, after.organisation_id) if listed else voting.voted
    return replace(voting, tally=recount(voting.tally, before, after), voted=voted)


def tally(roll: Iterable[RollEntry], ballots: Iterable[Ballot]) -> Tally:
    """Counts from nothing; at most one ballot an organisation, each by an entry of the roll."""
    entries = list(roll)
    total = Tally(roll_count=len(entries), roll_weight=sum(entry.weight for entry in entries))
    for ballot in ballots:
        total = recount(total, None, ballot)
    return total


def has_quorum(rules: VotingRules, count: Tally) -> bool:
    """More than the quorum's share of the organisations and of the weight took part (C6)."""
    needed = rules.quorum
    return count.cast_count > needed * count.roll_count and count.cast_weight > needed * count.roll_weight


def outcome(rules: VotingRules, count: Tally) -> Verdict:
    """002-24, C1: a tie, a missed quorum or a reasoned demand is no agreement; silence is never a yes (C9)."""
    if not has_quorum(rules, count):
        return Verdict(outcome=Outcome.NO_AGREEMENT, reason=Reason.QUORUM_MISSED)
    if count.demands:
        return Verdict(outcome=Outcome.NO_AGREEMENT, reason=Reason.ESCALATION_DEMANDED)
    if rules.agreement is Agreement.CONSENSUS:
        if count.weight_for and not count.weight_against:
            return Verdict(outcome=Outcome.ADOPTED, reason=Reason.UNANIMOUS)
        return Verdict(outcome=Outcome.NO_AGREEMENT, reason=Reason.NOT_UNANIMOUS)
    if count.weight_for == count.weight_against:
        return Verdict(outcome=Outcome.NO_AGREEMENT, reason=Reason.TIE)
    won = count.weight_for > count.weight_against
    return Verdict(outcome=Outcome.ADOPTED if won else Outcome.REJECTED, reason=Reason.MAJORITY)


def check_ballot(voting: Voting, ballot: Ballot, before: Ballot | None, *, now: datetime) -> None:
    """Raises CommitteeError when the voting is closed or the rules do not allow this ballot."""
    if not voting.is_open or now >= voting.closes_at:
        raise CommitteeError("voting_closed")
    if ballot.choice is Choice.ABSTAIN and not voting.rules.abstention_allowed:
        raise CommitteeError("abstention_not_allowed")
    if before and not voting.rules.ballot_may_change:
        raise CommitteeError("ballot_is_final")
    if len(ballot.remark) > LONGEST_REMARK:
        raise CommitteeError("remark_too_long", longest=LONGEST_REMARK)
    if ballot.escalation_demanded and not voting.rules.escalation_may_be_demanded:
        raise CommitteeError("escalation_not_allowed")
    if ballot.escalation_demanded and not ballot.remark.strip():
        raise CommitteeError("escalation_needs_reason")
