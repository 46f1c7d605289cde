"""Votings, ballots, the tally and the outcome: exact arithmetic, no input or output."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from math import ceil

from committee.errors import CommitteeError
from committee.mandate import Agreement, BallotKind, Base, MandateStamp, Tie, TooFew, VotingRules


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    #: The weight is given to several of the others: `Ballot.parts` says how.
    SPLIT = "split"


#: What a whole ballot says, in the order of `Ballot.parts`.
WHOLE = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)


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
    #: Most are for, but fewer than the mandate asks for.
    TOO_FEW = "too_few"
    QUORUM_MISSED = "quorum_missed"
    ESCALATION_DEMANDED = "escalation_demanded"
    #: A tie that the leader is to decide, and has decided.
    AWAITS_CHAIR = "awaits_chair"
    CHAIR_DECIDED = "chair_decided"
    #: A tie that is voted on again, as a new voting.
    NEW_VOTING = "new_voting"
    #: Of a voting in writing: somebody entitled wants the case in a meeting, and nothing is decided.
    MEETING_DEMANDED = "meeting_demanded"
    #: Stopped because the text must be corrected; nothing is decided.
    TEXT_CORRECTED = "text_corrected"


LONGEST_REMARK = 500
#: Of why a voting is closed early, and of why the leader decides a tie as they do.
LONGEST_GROUND = 500
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
    #: Of a split ballot the weight for, against and abstaining; they sum to `weight`.
    parts: tuple[int, int, int] | None = None
    #: Grows by one for each change, from 1.
    revision: int = 1
    #: Presses that have been counted, newest last: a redelivered one is known by (person, revision seen, choice).
    presses: tuple[str, ...] = ()
    #: Who wrote it down for an absent member who had sent it in writing; empty when the member cast it.
    entered_by: str = ""

    @property
    def shares(self) -> tuple[tuple[Choice, int], ...]:
        """What the weight is given to: all of it to one choice, or parts of it to several."""
        if self.parts is None:
            return ((self.choice, self.weight),)
        return tuple(zip(WHOLE, self.parts, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the voting ended with, and why."""

    outcome: Outcome
    reason: Reason

    @property
    def awaits_chair(self) -> bool:
        """The case stays where it is until the leader has decided."""
        return self.reason is Reason.AWAITS_CHAIR


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What people have said of how a voting ended, beside its figures."""

    #: Why it was closed before everybody had voted.
    early_ground: str = ""
    #: Person id, and why they decided the tie as they did.
    tie_decided_by: str = ""
    tie_ground: str = ""


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
    closing: Closing | None = None
    #: SHA-256 of the entry that closed it, told in the channel: a record that is cut or rewritten later is found.
    head: str = ""
    #: The written procedure that it belongs to.
    procedure_id: str | None = None
    #: People who take no part in the case; their organisation's weight stays.
    recused: tuple[str, ...] = ()
    #: Deputies who have been called, and hold their organisation's ballot.
    called: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def missing_count(self) -> int:
        """Organisations that may vote and have not."""
        return self.tally.roll_count - self.tally.cast_count


def recount(tally: Tally, before: Ballot | None, after: Ballot) -> Tally:
    """The tally when one organisation's ballot goes from `before` to `after`; cost independent of the roll."""
    weights = {
        Choice.FOR: tally.weight_for,
        Choice.AGAINST: tally.weight_against,
        Choice.ABSTAIN: tally.weight_abstain,
    }
    for choice, weight in after.shares:
        weights[choice] += weight
    for choice, weight in before.shares if before else ():
        weights[choice] -= weight
    return Tally(
        roll_count=tally.roll_count,
        roll_weight=tally.roll_weight,
        weight_for=weights[Choice.FOR],
        weight_against=weights[Choice.AGAINST],
        weight_abstain=weights[Choice.ABSTAIN],
        cast_count=tally.cast_count + (before is None),
        demands=tally.demands + after.escalation_demanded - (before is not None and before.escalation_demanded),
    )


def recount_without(voting: Voting, ballot: Ballot) -> Voting:
    """The voting as if the organisation had not voted."""
    count = voting.tally
    less = {f"weight_{one.value}": getattr(count, f"weight_{one.value}") - weight for one, weight in ballot.shares}
    less["cast_count"] = count.cast_count - 1
    less["demands"] = count.demands - ballot.escalation_demanded
    voted = tuple(one for one in voting.voted if one != ballot.organisation_id)
    return replace(voting, tally=replace(count, **less), voted=voted)


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
    of_weight = rules.quorum if rules.quorum_weight is None else rules.quorum_weight
    return count.cast_count > rules.quorum * count.roll_count and count.cast_weight > of_weight * count.roll_weight


def counted_weight(rules: VotingRules, count: Tally) -> int:
    """What a majority is counted of: all weight, or what is cast, with or without those who abstained."""
    of_all = rules.agreement is Agreement.SHARE and rules.of is Base.ALL
    if of_all or rules.agreement is Agreement.ABSOLUTE:
        return count.roll_weight
    if rules.agreement is not Agreement.CONSENSUS and rules.abstentions_count:
        return count.cast_weight
    return count.weight_for + count.weight_against


def needed_weight(rules: VotingRules, count: Tally) -> int:
    """The least weight for that makes an innstilling when nobody demands otherwise; never 0.

    A share is reached by exactly that share: two thirds of 3 is 2. More than half of 3 is 2, of 4 is 3.
    """
    counted = counted_weight(rules, count)
    match rules.agreement:
        case Agreement.SIMPLE | Agreement.ABSOLUTE:
            return counted // 2 + 1
        case Agreement.SHARE:
            share = Fraction(2, 3) if rules.share is None else rules.share
            return max(1, ceil(share * counted))
        case Agreement.CONSENSUS:
            return max(1, counted)


def outcome(rules: VotingRules, count: Tally) -> Verdict:
    """002-24, C1: unless the mandate says otherwise, a tie, a missed quorum or a reasoned demand is no agreement.

    Silence is never a yes (C9).
    """
    if not has_quorum(rules, count):
        return _no_agreement(Reason.QUORUM_MISSED)
    if count.demands:
        return _no_agreement(Reason.ESCALATION_DEMANDED)
    is_enough = count.weight_for >= needed_weight(rules, count)
    if rules.agreement is Agreement.CONSENSUS:
        unanimous = Verdict(outcome=Outcome.ADOPTED, reason=Reason.UNANIMOUS)
        return unanimous if is_enough else _no_agreement(Reason.NOT_UNANIMOUS)
    if is_enough:
        return Verdict(outcome=Outcome.ADOPTED, reason=Reason.MAJORITY)
    if count.weight_for == count.weight_against:
        return _ON_TIE[rules.tie]
    if count.weight_for < count.weight_against:
        return Verdict(outcome=Outcome.REJECTED, reason=Reason.MAJORITY)
    return _ON_TOO_FEW[rules.too_few]


def _no_agreement(reason: Reason) -> Verdict:
    return Verdict(outcome=Outcome.NO_AGREEMENT, reason=reason)


_ON_TIE = {
    Tie.ESCALATE: _no_agreement(Reason.TIE),
    Tie.CHAIR: _no_agreement(Reason.AWAITS_CHAIR),
    Tie.REJECT: Verdict(outcome=Outcome.REJECTED, reason=Reason.TIE),
    Tie.NEW_VOTING: _no_agreement(Reason.NEW_VOTING),
}
_ON_TOO_FEW = {
    TooFew.REJECT: Verdict(outcome=Outcome.REJECTED, reason=Reason.TOO_FEW),
    TooFew.ESCALATE: _no_agreement(Reason.TOO_FEW),
}


def closes_early(voting: Voting, now: datetime) -> bool:
    """Whether somebody who may vote would still have had time to: then whoever closes must say why."""
    return voting.is_open and voting.missing_count > 0 and now < voting.closes_at


def check_ballot(voting: Voting, ballot: Ballot, before: Ballot | None, *, now: datetime) -> None:
    """Raises CommitteeError when the voting is closed or the rules do not allow this ballot."""
    if not voting.is_open or now >= voting.closes_at:
        raise CommitteeError("voting_closed")
    if ballot.choice is Choice.SPLIT:
        _check_parts(voting.rules, ballot)
    abstains = any(one is Choice.ABSTAIN and weight for one, weight in ballot.shares)
    if abstains and not voting.rules.abstention_allowed:
        raise CommitteeError("abstention_not_allowed")
    if before and not before.entered_by and not voting.rules.ballot_may_change:
        raise CommitteeError("ballot_is_final")
    if len(ballot.remark) > LONGEST_REMARK:
        raise CommitteeError("remark_too_long", longest=LONGEST_REMARK)
    if ballot.escalation_demanded and not voting.rules.escalation_may_be_demanded:
        raise CommitteeError("escalation_not_allowed")
    if ballot.escalation_demanded and not ballot.remark.strip():
        raise CommitteeError("escalation_needs_reason")


def _check_parts(rules: VotingRules, ballot: Ballot) -> None:
    if rules.ballot is not BallotKind.SPLIT:
        raise CommitteeError("split_not_allowed")
    if ballot.parts is None or min(ballot.parts) < 0 or sum(ballot.parts) != ballot.weight:
        raise CommitteeError("split_sum")


def split_ballot(parts: tuple[int, int, int]) -> tuple[Choice, tuple[int, int, int] | None]:
    """What a ballot with these parts says: all of it on one choice is a whole ballot."""
    given = [choice for choice, weight in zip(WHOLE, parts, strict=True) if weight]
    return (given[0], None) if len(given) == 1 else (Choice.SPLIT, parts)
