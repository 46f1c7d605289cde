"""An exported voting is counted again by the product's own rules (see `committee.voting_proof`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from committee.audit import GENESIS, AuditEntry, digest, link
from committee.errors import CommitteeError
from committee.mandate import Agreement, BallotKind, Base, Tie, TooFew, VotingRules
from committee.voting import Ballot, Choice, RollEntry, Tally, Verdict, outcome, tally
from committee.voting_proof import FORMAT

Proof = Mapping[str, Any]
#: A voting that is stopped, for a text that is corrected or a case that is taken to a meeting, has no outcome.
CANCELLED = "voting.cancelled"
_ENDS = ("voting.closed", CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """What the file gives when it is counted again; `faults` in English, empty when all agrees."""

    faults: tuple[str, ...]
    roll: tuple[RollEntry, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    #: None when the mandate keeps the ballots to each organisation: then there is nothing to count.
    tally: Tally | None = None
    verdict: Verdict | None = None
    #: It was stopped before it was counted: its ballots decide nothing.
    cancelled: bool = False


def check_proof(proof: Proof, *, head: str = "") -> Recount:
    """Recomputes chain, roll, tally and outcome; `head` is a published checksum, or the beginning of one.

    Raises CommitteeError("proof_unreadable") for what is no exported voting.
    """
    if not isinstance(proof, Mapping) or proof.get("format") != FORMAT:
        raise CommitteeError("proof_unreadable")
    try:
        return _check(proof, head)
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError):
        raise CommitteeError("proof_unreadable") from None


def _check(proof: Proof, head: str) -> Recount:
    faults = list(_chain_faults(proof))
    if head and not any(one["sha256"].startswith(head) for one in proof["entries"]):
        faults.append(f"no entry has the published checksum {head}")
    told = [one for one in proof["entries"] if "action" in one]
    faults += [f"entry {one['position']} is of another voting" for one in told if one["subject_id"] != proof["voting"]]
    opened = [one for one in told if one["action"] == "voting.opened"]
    closed = [one for one in told if one["action"] in _ENDS]
    if len(opened) != 1 or len(closed) != 1 or opened[0]["position"] > closed[0]["position"]:
        return Recount(faults=(*faults, "the voting is not opened and closed, once each"))
    weights: Mapping[str, int] = opened[0]["details"]["roll"]
    roll = tuple(RollEntry(organisation_id=one, name=one, weight=weight) for one, weight in weights.items())
    is_cancelled = closed[0]["action"] == CANCELLED
    if not proof["ballots_shown"]:
        return Recount(faults=tuple(faults), roll=roll, cancelled=is_cancelled)
    rules = read_rules(opened[0]["details"].get("rules") or proof["rules"])
    ballots = _last_ballots(told, weights, closed[0]["position"], rules, faults)
    count = tally(roll, ballots)
    if is_cancelled:
        return Recount(faults=tuple(faults), roll=roll, ballots=tuple(ballots), tally=count, cancelled=True)
    verdict = outcome(rules, count)
    faults += _closing_faults(closed[0]["details"], count, verdict)
    return Recount(faults=tuple(faults), roll=roll, ballots=tuple(ballots), tally=count, verdict=verdict)


def _chain_faults(proof: Proof) -> Iterable[str]:
    previous = GENESIS
    for number, one in enumerate(proof["entries"], start=1):
        if one["position"] != number:
            yield f"entry {number} is missing"
            return
        if _link_of(proof["committee"], one, previous) != one["sha256"]:
            yield f"entry {number} is altered"
        previous = one["sha256"]
    if previous != proof["head"]:
        yield "the end of the record is cut away"


def _link_of(committee_id: str, told: Mapping[str, Any], previous: str) -> str:
    if "action" not in told:
        # From before entries had salts: its link must be believed.
        return link(previous, told["content"]) if "content" in told else told["sha256"]
    entry = AuditEntry(
        committee_id=committee_id,
        position=told["position"],
        at=datetime.fromisoformat(told["at"]),
        actor_id=told["actor_id"],
        action=told["action"],
        subject_id=told["subject_id"],
        details=told["details"],
        previous=previous,
        sha256=told["sha256"],
        salt=told["salt"],
    )
    return digest(**{name: getattr(entry, name) for name in entry.__slots__ if name != "sha256"})


def _last_ballots(
    told: Sequence[Mapping[str, Any]],
    weights: Mapping[str, int],
    closed_at: int,
    rules: VotingRules,
    faults: list[str],
) -> list[Ballot]:
    last: dict[str, Ballot] = {}
    for one in told:
        if not one["action"].startswith("ballot."):
            continue
        details, position = one["details"], one["position"]
        organisation = details["organisation"]
        if position > closed_at:
            faults.append(f"entry {position} is a ballot after the closing")
        if one["action"] == "ballot.removed":
            last.pop(organisation, None)
            continue
        if weights.get(organisation) != details["weight"]:
            faults.append(f"entry {position}: {organisation} has not that weight")
        last[organisation] = ballot = _ballot(one)
        shares = [weight for _, weight in ballot.shares]
        if sum(shares) != ballot.weight or min(shares) < 0:
            faults.append(f"entry {position}: the parts are not {organisation}'s weight")
        if ballot.parts and rules.ballot is not BallotKind.SPLIT:
            faults.append(f"entry {position}: {organisation} has split its weight, which the rules do not let")
    return list(last.values())


def _ballot(told: Mapping[str, Any]) -> Ballot:
    details = told["details"]
    parts = details.get("parts")
    return Ballot(
        voting_id=told["subject_id"],
        organisation_id=details["organisation"],
        person_id=told["actor_id"],
        choice=Choice(details["choice"]),
        parts=(parts["for"], parts["against"], parts["abstain"]) if parts else None,
        weight=details["weight"],
        cast_at=datetime.fromisoformat(told["at"]).astimezone(UTC),
        remark=details["remark"],
        escalation_demanded=details["escalation_demanded"],
        revision=details["revision"],
    )


def read_rules(told: Mapping[str, Any]) -> VotingRules:
    """The rules as `voting_proof.tell_rules` tells them. Raises KeyError, ValueError."""
    rules = VotingRules(
        agreement=Agreement(told["agreement"]),
        quorum=Fraction(told["quorum"]),
        quorum_weight=Fraction(told["quorum_weight"]),
        of=Base(told["of"]),
        abstentions_count=bool(told["abstentions_count"]),
        tie=Tie(told["tie"]),
        too_few=TooFew(told["too_few"]),
        ballot=BallotKind(told.get("ballot", BallotKind.WHOLE)),
    )
    return replace(rules, share=Fraction(told["share"])) if told["share"] else rules


def _closing_faults(said: Mapping[str, Any], count: Tally, verdict: Verdict) -> Iterable[str]:
    sums = {"for": count.weight_for, "against": count.weight_against, "abstain": count.weight_abstain}
    if any(said[name] != weight for name, weight in sums.items()):
        yield "the sums of the record are not those of its ballots"
    if (said["outcome"], said["reason"]) != (verdict.outcome.value, verdict.reason.value):
        yield (
            f"the rules give {verdict.outcome} ({verdict.reason}), the record says {said['outcome']} ({said['reason']})"
        )
