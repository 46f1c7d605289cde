"""Whatever the rules and the ballots, the product and the separate script count an exported voting alike."""

import copy
import importlib.util
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.audit import GENESIS, AuditEntry, digest
from committee.errors import CommitteeError
from committee.mandate import Agreement, BallotKind, Base, Tie, TooFew, VotingRules
from committee.voting import WHOLE, Choice, outcome, split_ballot, tally
from committee.voting_check import check_proof, read_rules
from committee.voting_proof import FORMAT, tell_entry, tell_rules
from tests.unit.test_voting_rules import ballot, roll_of

SCRIPT = Path(__file__).resolve().parents[2] / "verifier" / "verify_voting.py"
AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
SHARES = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)])


def load_script() -> Any:
    spec = importlib.util.spec_from_file_location("verify_voting", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load_script()


@dataclass
class Record:
    """A committee's chain, as the database has it."""

    entries: list[AuditEntry] = field(default_factory=list)

    def add(
        self, action: str, details: dict[str, object], subject_id: str = "v1", salt: str = "00ff00ff00ff00ff"
    ) -> None:
        fields: dict[str, Any] = {
            "committee_id": "bu",
            "position": len(self.entries) + 1,
            "at": AT + timedelta(seconds=len(self.entries)),
            "actor_id": "kari",
            "action": action,
            "subject_id": subject_id,
            "details": details,
            "previous": self.entries[-1].sha256 if self.entries else GENESIS,
            "salt": salt,
        }
        self.entries.append(AuditEntry(**fields, sha256=digest(**fields)))

    def proof(self, rules: VotingRules, *, ballots_shown: bool = True) -> dict[str, Any]:
        proof = {
            "format": FORMAT,
            "committee": "bu",
            "case": "BU 3/26",
            "title": "Skjema",
            "voting": "v1",
            "rules": tell_rules(rules),
            "ballots_shown": ballots_shown,
            "head": self.entries[-1].sha256,
            "entries": [tell_entry(one, "v1", ballots_shown) for one in self.entries],
        }
        return json.loads(json.dumps(proof))


def cast(
    record: Record, organisation: str, choice: Choice, weight: int, *, demand: bool, revision: int,
    parts: tuple[int, int, int] | None = None,
) -> None:  # fmt: skip
    details: dict[str, object] = {
        "organisation": organisation,
        "choice": choice.value,
        "weight": weight,
        "remark": "Ærlig «talt»\n\x1f",
        "escalation_demanded": demand,
        "revision": revision,
    }
    if parts:
        details["parts"] = {one.value: weight for one, weight in zip(WHOLE, parts, strict=True)}
    record.add("ballot.cast", details)


@st.composite
def votings(draw: st.DrawFn) -> tuple[Record, VotingRules]:
    rules = VotingRules(
        agreement=draw(st.sampled_from(Agreement)),
        share=draw(st.sampled_from([None, Fraction(2, 3), Fraction(3, 5)])),
        of=draw(st.sampled_from(Base)),
        abstentions_count=draw(st.booleans()),
        quorum=draw(SHARES),
        quorum_weight=draw(st.none() | SHARES),
        tie=draw(st.sampled_from(Tie)),
        too_few=draw(st.sampled_from(TooFew)),
        ballot=draw(st.sampled_from(BallotKind)),
    )
    weights = {f"o{n}": draw(st.integers(1, 4)) for n in range(draw(st.integers(1, 6)))}
    record = Record()
    record.add("proposal.submitted", {"title": "Hemmelig"}, "p1", salt=draw(st.sampled_from(["", "0123456789abcdef"])))
    record.add("voting.opened", {"case": "BU 3/26", "roll": weights, "rules": tell_rules(rules)})
    last = {}
    presses = st.tuples(st.sampled_from(sorted(weights)), st.sampled_from(WHOLE), st.booleans(), st.integers(0, 4))
    for revision, (name, choice, demand, more) in enumerate(draw(st.lists(presses, max_size=12)), start=1):
        removed, demanded, parts = more % 2 == 1, demand and revision % 5 == 0, None
        if rules.ballot is BallotKind.SPLIT and more < weights[name]:
            choice, parts = split_ballot((more, weights[name] - more, 0))
        cast(record, name, choice, weights[name], demand=demanded, revision=revision, parts=parts)
        last[name] = replace(ballot(name, choice, weights[name], demand=demanded), parts=parts)
        record.add("ballot.cast", {"choice": "against"}, "another voting")
        if removed and revision % 4 == 0:
            record.add("ballot.removed", {"organisation": name})
            del last[name]
    count = tally(roll_of(weights), last.values())
    verdict = outcome(rules, count)
    record.add(
        "voting.closed",
        {
            "outcome": verdict.outcome.value,
            "reason": verdict.reason.value,
            "for": count.weight_for,
            "against": count.weight_against,
            "abstain": count.weight_abstain,
        },
    )
    record.add("minutes.drafted", {}, "m1")
    return record, rules


@given(votings())
def test_tally_and_both_verifiers_agree(drawn: tuple[Record, VotingRules]) -> None:
    record, rules = drawn
    proof = record.proof(rules)
    found = check_proof(proof)
    assert found.faults == ()
    assert script.check(proof)[0] == []
    assert found.verdict
    assert read_rules(tell_rules(rules)) == read_rules(proof["rules"])
    assert script.check(proof)[1][-1].endswith(f"['{found.verdict.outcome}', '{found.verdict.reason}']")


def split_example(
    ballot_rule: BallotKind = BallotKind.SPLIT, parts: tuple[int, int, int] = (2, 1, 0)
) -> dict[str, Any]:
    record, rules = Record(), VotingRules(ballot=ballot_rule)
    record.add("voting.opened", {"roll": {"molde": 3, "aukra": 1}, "rules": tell_rules(rules)})
    cast(record, "molde", Choice.SPLIT, 3, demand=False, revision=1, parts=parts)
    cast(record, "aukra", Choice.AGAINST, 1, demand=False, revision=1)
    record.add("voting.closed", {"outcome": "no_agreement", "reason": "tie", "for": 2, "against": 2, "abstain": 0})
    return record.proof(rules)


def test_a_split_weight_is_counted_in_parts_by_both() -> None:
    """Complaints 1 and 2: for and against from one municipality, in whole numbers."""
    proof = split_example()
    assert (check_proof(proof).faults, script.check(proof)[0]) == ((), [])
    assert script.check(proof)[1][0] == "molde (weight 3): {'for': 2, 'against': 1, 'abstain': 0}"


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        (BallotKind.WHOLE, (2, 1, 0)),
        (BallotKind.SPLIT, (2, 2, 0)),
        (BallotKind.SPLIT, (2, 0, 0)),
        (BallotKind.SPLIT, (4, -1, 0)),
    ],
)
def test_a_weight_that_is_split_wrongly_is_found_by_both(rule: BallotKind, parts: tuple[int, int, int]) -> None:
    proof = split_example(rule, parts)
    assert check_proof(proof).faults
    assert script.check(proof)[0]


def example() -> dict[str, Any]:
    record, rules = Record(), VotingRules()
    record.add("proposal.submitted", {"title": "Hemmelig"}, "p1")
    record.add("voting.opened", {"roll": {"molde": 1, "aukra": 1, "rauma": 1}, "rules": tell_rules(rules)})
    cast(record, "molde", Choice.FOR, 1, demand=False, revision=1)
    cast(record, "aukra", Choice.FOR, 1, demand=False, revision=1)
    record.add("voting.closed", {"outcome": "adopted", "reason": "majority", "for": 2, "against": 0, "abstain": 0})
    record.add("minutes.drafted", {}, "m1")
    return record.proof(rules)


def relink(proof: dict[str, Any]) -> None:
    """Makes the chain whole again after a forgery, as one would who knows how it is made."""
    previous = GENESIS
    for number, one in enumerate(proof["entries"], start=1):
        one["position"] = number
        if "action" in one:
            at = datetime.fromisoformat(one["at"])
            told = {name: one[name] for name in ("position", "actor_id", "action", "subject_id", "details", "salt")}
            one["sha256"] = digest(committee_id="bu", at=at, previous=previous, **told)
        else:
            one["sha256"] = script.sha256(previous + one["content"])
        previous = one["sha256"]
    proof["head"] = previous


def alter(number: int, **details: object) -> Callable[[dict[str, Any]], None]:
    return lambda proof: proof["entries"][number]["details"].update(details)


def late(proof: dict[str, Any]) -> None:
    proof["entries"].insert(5, proof["entries"].pop(3))


FORGERIES: dict[str, Callable[[dict[str, Any]], None]] = {
    "a ballot's choice": alter(3, choice="against"),
    "a ballot's weight": alter(3, weight=5),
    "an organisation outside the roll": alter(3, organisation="oslo"),
    "the sums": alter(4, **{"for": 3}),
    "the outcome": alter(4, outcome="rejected"),
    "the rules": alter(1, rules=tell_rules(VotingRules(quorum=Fraction(3, 4)))),
    "a ballot left out": lambda proof: proof["entries"].pop(2) and None,
    "a ballot after the closing": late,
    "the closing left out": lambda proof: proof["entries"].pop(4) and None,
    "opened twice": lambda proof: proof["entries"].insert(2, copy.deepcopy(proof["entries"][1])),
    "another voting's entry": lambda proof: proof["entries"][3].update(subject_id="v2"),
}


@pytest.mark.parametrize("what", FORGERIES)
@pytest.mark.parametrize("relinked", [False, True])
def test_both_verifiers_find_each_forgery(what: str, relinked: bool) -> None:
    proof = example()
    published = proof["head"]
    FORGERIES[what](proof)
    if relinked:
        relink(proof)
        assert proof["head"] != published
    assert check_proof(proof).faults
    assert script.check(proof)[0]


def test_a_forgery_that_adds_up_is_found_by_the_published_checksum() -> None:
    proof = example()
    published = proof["head"]
    assert check_proof(proof, head=published[:12]).faults == ()
    alter(2, choice="against")(proof)
    alter(3, choice="against")(proof)
    alter(4, outcome="rejected", **{"for": 0, "against": 2})(proof)
    relink(proof)
    assert check_proof(proof).faults == ()
    assert script.check(proof)[0] == []
    assert check_proof(proof, head=published).faults == (f"no entry has the published checksum {published}",)
    assert script.check(proof, published)[0] == [f"no entry has the published checksum {published}"]


def test_a_cut_tail_is_found() -> None:
    proof = example()
    proof["entries"].pop()
    assert check_proof(proof).faults == ("the end of the record is cut away",)
    assert script.check(proof)[0] == ["the end of the record is cut away"]


def test_other_cases_and_closed_ballots_are_not_told() -> None:
    record, rules = Record(), VotingRules()
    record.add("proposal.submitted", {"title": "Hemmelig"}, "p1")
    record.add("voting.opened", {"roll": {"molde": 1}, "rules": tell_rules(rules)})
    cast(record, "molde", Choice.FOR, 1, demand=False, revision=1)
    record.add("voting.closed", {"outcome": "adopted", "reason": "majority", "for": 1, "against": 0, "abstain": 0})
    proof = record.proof(rules, ballots_shown=False)
    told = json.dumps(proof, ensure_ascii=False)
    assert "Hemmelig" not in told
    assert "ballot.cast" not in told
    assert "Ærlig" not in told
    assert check_proof(proof).faults == ()
    assert script.check(proof)[0] == []
    assert check_proof(proof).verdict is None


def test_a_voting_that_was_stopped_decides_nothing_and_has_no_sums_to_doubt() -> None:
    """Complaint 15: a voting stopped for another text, or for a meeting, stays in the record and counts for nothing."""
    proof = example()
    proof["entries"][4].update(action="voting.cancelled", details={"ground": "Saken tas i møte."})
    relink(proof)
    found = check_proof(proof)
    assert (found.faults, found.cancelled, found.verdict) == ((), True, None)
    assert script.check(proof) == ([], ["Stopped before it was counted: nothing is decided."])
    proof["entries"].insert(5, copy.deepcopy(example()["entries"][4]))
    relink(proof)
    assert check_proof(proof).faults, "stopped, and counted after all"
    assert script.check(proof)[0]


@pytest.mark.parametrize("junk", [None, [], {}, {"format": FORMAT}, {"format": "x"}, 7, "x"])
def test_junk_is_refused_in_one_line(junk: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommitteeError, match="proof_unreadable"):
        check_proof(junk)
    path = tmp_path / "junk.json"
    path.write_text(json.dumps(junk))
    assert script.main([str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_script_is_short_and_shares_no_code() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    assert not [one for one in ("committee", "storage", "bot") if f"from {one}" in text or f"import {one}" in text]
