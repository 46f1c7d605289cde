"""The arithmetic of a voting: counted twice, by two ways that share nothing, and exact."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.errors import CommitteeError
from committee.mandate import Agreement, Base, MandateStamp, Tie, TooFew, VotingRules
from committee.voting import (
    LONGEST_LISTED_ROLL,
    LONGEST_REMARK,
    WHOLE,
    Ballot,
    Choice,
    Outcome,
    Reason,
    RollEntry,
    Tally,
    Verdict,
    Voting,
    check_ballot,
    count_ballot,
    has_quorum,
    needed_weight,
    outcome,
    recount,
    tally,
)

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
FOUR = ("aukra", "molde", "rauma", "vestnes")
RULES = VotingRules()
CONSENSUS = VotingRules(agreement=Agreement.CONSENSUS)
ADOPTED = Verdict(outcome=Outcome.ADOPTED, reason=Reason.MAJORITY)
REJECTED = Verdict(outcome=Outcome.REJECTED, reason=Reason.MAJORITY)


def no_agreement(reason: Reason) -> Verdict:
    return Verdict(outcome=Outcome.NO_AGREEMENT, reason=reason)


def ballot(organisation: str, choice: Choice, weight: int = 1, *, demand: bool = False, remark: str = "") -> Ballot:
    return Ballot(
        voting_id="v1",
        organisation_id=organisation,
        person_id=f"{organisation}1",
        choice=choice,
        weight=weight,
        cast_at=AT,
        remark=remark,
        escalation_demanded=demand,
    )


def roll_of(weights: dict[str, int]) -> tuple[RollEntry, ...]:
    return tuple(RollEntry(organisation_id=one, name=one.title(), weight=weight) for one, weight in weights.items())


FOUR_OF_ONE = roll_of(dict.fromkeys(FOUR, 1))


def votes(letters: str, weights: tuple[int, ...] = (1, 1, 1, 1)) -> Tally:
    """F, M, A for each municipality in turn, and . for one that has not voted; a small letter demands."""
    choices = {"f": Choice.FOR, "m": Choice.AGAINST, "a": Choice.ABSTAIN}
    named = [(name, letter, weight) for name, letter, weight in zip(FOUR, letters, weights, strict=True)]
    cast = [
        ballot(name, choices[letter.lower()], weight, demand=letter.islower())
        for name, letter, weight in named
        if letter != "."
    ]
    return tally(roll_of(dict(zip(FOUR, weights, strict=True))), cast)


@pytest.mark.parametrize(
    ("cast", "verdict"),
    [
        ("FFFF", ADOPTED),
        ("FFFM", ADOPTED),
        ("MFFF", ADOPTED),
        ("FMMM", REJECTED),
        ("MMMM", REJECTED),
        ("FFMM", no_agreement(Reason.TIE)),
        ("FMFM", no_agreement(Reason.TIE)),
        ("FFFA", ADOPTED),
        ("FAAA", ADOPTED),
        ("MAAA", REJECTED),
        ("FMAA", no_agreement(Reason.TIE)),
        ("AAAA", no_agreement(Reason.TIE)),
        ("FFF.", ADOPTED),
        ("FAA.", ADOPTED),
        ("FM.A", no_agreement(Reason.TIE)),
        ("FF..", no_agreement(Reason.QUORUM_MISSED)),
        ("MM..", no_agreement(Reason.QUORUM_MISSED)),
        ("F...", no_agreement(Reason.QUORUM_MISSED)),
        ("....", no_agreement(Reason.QUORUM_MISSED)),
        ("FFFf", no_agreement(Reason.ESCALATION_DEMANDED)),
        ("FFFm", no_agreement(Reason.ESCALATION_DEMANDED)),
        ("FFMa", no_agreement(Reason.ESCALATION_DEMANDED)),
        ("mm..", no_agreement(Reason.QUORUM_MISSED)),
    ],
)
def test_four_municipalities_of_one_vote_each(cast: str, verdict: Verdict) -> None:
    """Silence is never a yes: two of four are no quorum, whoever they are."""
    assert outcome(RULES, votes(cast)) == verdict


@pytest.mark.parametrize(
    ("cast", "verdict"),
    [
        ("FFFF", Verdict(outcome=Outcome.ADOPTED, reason=Reason.UNANIMOUS)),
        ("FAAA", Verdict(outcome=Outcome.ADOPTED, reason=Reason.UNANIMOUS)),
        ("FFF.", Verdict(outcome=Outcome.ADOPTED, reason=Reason.UNANIMOUS)),
        ("FFFM", no_agreement(Reason.NOT_UNANIMOUS)),
        ("MMMM", no_agreement(Reason.NOT_UNANIMOUS)),
        ("AAAA", no_agreement(Reason.NOT_UNANIMOUS)),
        ("FFFf", no_agreement(Reason.ESCALATION_DEMANDED)),
        ("FF..", no_agreement(Reason.QUORUM_MISSED)),
    ],
)
def test_where_all_must_agree_one_against_sends_the_case_up(cast: str, verdict: Verdict) -> None:
    assert outcome(CONSENSUS, votes(cast)) == verdict


@pytest.mark.parametrize(
    ("weights", "cast", "verdict"),
    [
        ((3, 1, 1, 1), "FMMA", ADOPTED),  # one municipality outweighs two
        ((3, 1, 1, 1), "FMMM", no_agreement(Reason.TIE)),  # 3 against 3
        ((5, 1, 1, 1), "FMMM", ADOPTED),
        ((5, 1, 1, 1), ".MMM", no_agreement(Reason.QUORUM_MISSED)),  # three of four, but 3 of 8 in weight
        ((5, 1, 1, 1), "FF..", no_agreement(Reason.QUORUM_MISSED)),  # 6 of 8 in weight, but two of four
        ((2, 2, 1, 1), "F.MM", no_agreement(Reason.TIE)),
        ((3, 1, 1, 1), ".FFF", no_agreement(Reason.QUORUM_MISSED)),  # exactly half of the weight is not more than half
    ],
)
def test_weights_decide_and_the_quorum_is_of_heads_and_of_weight(
    weights: tuple[int, ...], cast: str, verdict: Verdict
) -> None:
    assert outcome(RULES, votes(cast, weights)) == verdict


@pytest.mark.parametrize(
    ("quorum", "cast", "is_enough"),
    [
        (Fraction(0), "....", False),
        (Fraction(0), "F...", True),
        (Fraction(1, 4), "F...", False),
        (Fraction(1, 2), "FF..", False),
        (Fraction(1, 2), "FFF.", True),
        (Fraction(2, 3), "FFF.", True),
        (Fraction(3, 4), "FFF.", False),
        (Fraction(3, 4), "AAAA", True),
    ],
)
def test_the_mandates_quorum_must_be_exceeded(quorum: Fraction, cast: str, is_enough: bool) -> None:
    assert has_quorum(replace(RULES, quorum=quorum), votes(cast)) is is_enough


def test_more_than_half_is_exact_where_a_decimal_number_would_round() -> None:
    """Half of 2**61 + 300 is 2**60 + 150; as a decimal number it would be 2**60 + 256, and the quorum missed."""
    weights = {"a": 2**60 + 199, "b": 1, "c": 2**60 + 100}
    cast = [ballot(one, Choice.FOR, weights[one]) for one in ("a", "b")]
    assert has_quorum(RULES, tally(roll_of(weights), cast))
    weights = {"a": 2**60 + 149, "b": 1, "c": 2**60 + 150}
    cast = [ballot(one, Choice.FOR, weights[one]) for one in ("a", "b")]
    assert not has_quorum(RULES, tally(roll_of(weights), cast))


def test_one_grain_of_a_great_weight_decides() -> None:
    great = 2**60
    roll = roll_of({"a": great, "b": great + 1})
    verdict = outcome(RULES, tally(roll, [ballot("a", Choice.FOR, great), ballot("b", Choice.AGAINST, great + 1)]))
    assert verdict == REJECTED


ABSOLUTE = VotingRules(agreement=Agreement.ABSOLUTE, quorum=Fraction(0))
TWO_THIRDS = VotingRules(agreement=Agreement.SHARE, share=Fraction(2, 3), quorum=Fraction(0))
OF_ALL = replace(TWO_THIRDS, of=Base.ALL)
TOO_FEW = Verdict(outcome=Outcome.REJECTED, reason=Reason.TOO_FEW)
LOST_ON_TIE = Verdict(outcome=Outcome.REJECTED, reason=Reason.TIE)


@pytest.mark.parametrize(
    ("rules", "weights", "cast", "verdict"),
    [
        # more than half of all weight, whoever has voted
        (ABSOLUTE, (1, 1, 1, 1), "FFF.", ADOPTED),
        (ABSOLUTE, (1, 1, 1, 1), "FF..", TOO_FEW),
        (ABSOLUTE, (1, 1, 1, 1), "FFMA", TOO_FEW),
        (ABSOLUTE, (1, 1, 1, 1), "FFMM", no_agreement(Reason.TIE)),
        (ABSOLUTE, (1, 1, 1, 1), "MM..", REJECTED),
        (ABSOLUTE, (2, 1, 1, 1), "FF..", ADOPTED),
        # at least two thirds: exactly two thirds is enough
        (TWO_THIRDS, (2, 1, 0, 0), "FM..", ADOPTED),
        (TWO_THIRDS, (1, 1, 1, 1), "FFM.", ADOPTED),
        (TWO_THIRDS, (3, 1, 1, 1), "FMM.", TOO_FEW),
        (TWO_THIRDS, (199, 100, 1, 1), "FM..", TOO_FEW),
        (TWO_THIRDS, (200, 100, 1, 1), "FM..", ADOPTED),
        (TWO_THIRDS, (1, 1, 1, 1), "FFMM", no_agreement(Reason.TIE)),
        (TWO_THIRDS, (1, 1, 1, 1), "FMM.", REJECTED),
        (TWO_THIRDS, (1, 1, 1, 1), "FFAM", ADOPTED),
        (replace(TWO_THIRDS, abstentions_count=True), (1, 1, 1, 1), "FFAM", TOO_FEW),
        (replace(TWO_THIRDS, too_few=TooFew.ESCALATE), (3, 2, 1, 1), "FM..", no_agreement(Reason.TOO_FEW)),
        (TWO_THIRDS, (1, 1, 1, 1), "AAAA", no_agreement(Reason.TIE)),
        # of all weight: whoever keeps silent has not said yes
        (OF_ALL, (2, 1, 1, 2), "FFF.", ADOPTED),
        (OF_ALL, (2, 1, 1, 2), "FF..", TOO_FEW),
        (OF_ALL, (2, 1, 1, 2), "F..M", no_agreement(Reason.TIE)),
        (replace(OF_ALL, share=Fraction(1)), (1, 1, 1, 1), "FFFF", ADOPTED),
        (replace(OF_ALL, share=Fraction(1)), (1, 1, 1, 1), "FFFA", TOO_FEW),
        # abstentions among the cast: more than half of all that was said
        (replace(RULES, abstentions_count=True), (1, 1, 1, 1), "FFMA", TOO_FEW),
        (replace(RULES, abstentions_count=True), (1, 1, 1, 1), "FFFA", ADOPTED),
        (replace(RULES, abstentions_count=True), (1, 1, 1, 1), "FMMA", REJECTED),
        # where all must agree, whoever abstains stands in nobody's way
        (
            replace(CONSENSUS, abstentions_count=True),
            (1, 1, 1, 1),
            "FFFA",
            Verdict(outcome=Outcome.ADOPTED, reason=Reason.UNANIMOUS),
        ),
        # a tie
        (replace(RULES, tie=Tie.REJECT), (1, 1, 1, 1), "FFMM", LOST_ON_TIE),
        (replace(RULES, tie=Tie.CHAIR), (1, 1, 1, 1), "FFMM", no_agreement(Reason.AWAITS_CHAIR)),
        (replace(RULES, tie=Tie.NEW_VOTING), (1, 1, 1, 1), "FFMM", no_agreement(Reason.NEW_VOTING)),
        (replace(RULES, tie=Tie.CHAIR), (1, 1, 1, 1), "FFMm", no_agreement(Reason.ESCALATION_DEMANDED)),
        (replace(RULES, tie=Tie.CHAIR), (1, 1, 1, 1), "FM..", no_agreement(Reason.QUORUM_MISSED)),
    ],
)
def test_each_rule_of_agreement(rules: VotingRules, weights: tuple[int, ...], cast: str, verdict: Verdict) -> None:
    """Complaint 3: two thirds, or more than half of all, is decided by the house and not reckoned out by people."""
    assert outcome(rules, votes(cast, weights)) == verdict


@pytest.mark.parametrize(
    ("rules", "weights", "cast", "needed"),
    [
        (RULES, (1, 1, 1, 1), "FFM.", 2),
        (RULES, (1, 1, 1, 1), "FFMM", 3),
        (replace(RULES, abstentions_count=True), (1, 1, 1, 1), "FFMA", 3),
        (ABSOLUTE, (1, 1, 1, 1), "F...", 3),
        (TWO_THIRDS, (1, 1, 1, 1), "FFM.", 2),
        (TWO_THIRDS, (1, 1, 1, 1), "FFFM", 3),
        (OF_ALL, (1, 1, 1, 1), "F...", 3),
        (CONSENSUS, (1, 1, 1, 1), "FFMA", 3),
        (TWO_THIRDS, (1, 1, 1, 1), "AAAA", 1),
    ],
)
def test_it_is_told_how_much_it_takes(rules: VotingRules, weights: tuple[int, ...], cast: str, needed: int) -> None:
    assert needed_weight(rules, votes(cast, weights)) == needed


@pytest.mark.parametrize(
    ("heads", "weight", "weights", "cast", "is_enough"),
    [
        (Fraction(1, 4), Fraction(1, 2), (5, 1, 1, 1), "FF..", True),
        (Fraction(1, 4), Fraction(3, 4), (5, 1, 1, 1), "FF..", False),
        (Fraction(1, 2), Fraction(0), (5, 1, 1, 1), ".FFF", True),
        (Fraction(3, 4), Fraction(0), (5, 1, 1, 1), ".FFF", False),
        (Fraction(0), Fraction(1, 2), (5, 1, 1, 1), "F...", True),
    ],
)
def test_a_quorum_of_organisations_and_one_of_weight(
    heads: Fraction, weight: Fraction, weights: tuple[int, ...], cast: str, is_enough: bool
) -> None:
    rules = replace(RULES, quorum=heads, quorum_weight=weight)
    assert has_quorum(rules, votes(cast, weights)) is is_enough


# A sequence of presses on a roll, counted step by step and, for comparison, from nothing by hand.

WEIGHTS = st.dictionaries(st.sampled_from([f"k{n}" for n in range(9)]), st.integers(1, 10**18), min_size=1, max_size=9)


@st.composite
def presses(draw: st.DrawFn) -> tuple[tuple[RollEntry, ...], list[Ballot]]:
    weights = draw(WEIGHTS)
    step = st.tuples(st.sampled_from(sorted(weights)), st.sampled_from(WHOLE), st.booleans())
    cast = draw(st.lists(step, max_size=40))
    return roll_of(weights), [ballot(one, choice, weights[one], demand=demand) for one, choice, demand in cast]


ANY_RULES = st.builds(
    VotingRules,
    agreement=st.sampled_from(Agreement),
    quorum=st.fractions(0, 1, max_denominator=12).filter(lambda share: share < 1),
    quorum_weight=st.none() | st.fractions(0, 1, max_denominator=12).filter(lambda share: share < 1),
    share=st.fractions(Fraction(1, 2), 1, max_denominator=12).filter(lambda share: share > Fraction(1, 2)),
    of=st.sampled_from(Base),
    abstentions_count=st.booleans(),
    tie=st.sampled_from(Tie),
    too_few=st.sampled_from(TooFew),
)


def count_step_by_step(roll: tuple[RollEntry, ...], cast: list[Ballot]) -> Tally:
    standing: dict[str, Ballot] = {}
    count = tally(roll, [])
    for one in cast:
        count = recount(count, standing.get(one.organisation_id), one)
        standing[one.organisation_id] = one
    return count


def judge_by_hand(rules: VotingRules, roll: tuple[RollEntry, ...], cast: list[Ballot]) -> str:
    """Slow and literal: who has said what in the end, then the rules one sentence after the other."""
    last = {one.organisation_id: one for one in cast}
    on_roll = {one.organisation_id: one.weight for one in roll}
    taken_part = [name for name in on_roll if name in last]
    share_of_heads = Fraction(len(taken_part), len(on_roll))
    share_of_weight = Fraction(sum(on_roll[name] for name in taken_part), sum(on_roll.values()))
    if share_of_heads <= rules.quorum:
        return "no_agreement quorum_missed"
    if share_of_weight <= (rules.quorum if rules.quorum_weight is None else rules.quorum_weight):
        return "no_agreement quorum_missed"
    if any(last[name].escalation_demanded for name in taken_part):
        return "no_agreement escalation_demanded"
    yes, no, neither = (
        sum(on_roll[name] for name in taken_part if last[name].choice.value == choice) for choice in CHOICES
    )
    if rules.agreement == "consensus":
        return "adopted unanimous" if yes and not no else "no_agreement not_unanimous"
    if yes and _reaches(rules, yes, no, neither, sum(on_roll.values())):
        return "adopted majority"
    if yes == no:
        return TIED[rules.tie.value]
    if yes < no:
        return "rejected majority"
    return "rejected too_few" if rules.too_few == "reject" else "no_agreement too_few"


def _reaches(rules: VotingRules, yes: int, no: int, neither: int, everybody: int) -> bool:
    """Share by share, each as a fraction of its own."""
    of_cast = Fraction(yes, yes + no + (neither if rules.abstentions_count else 0))
    of_all = Fraction(yes, everybody)
    if rules.agreement == "simple":
        return of_cast > Fraction(1, 2)
    if rules.agreement == "absolute":
        return of_all > Fraction(1, 2)
    assert rules.share is not None
    return (of_all if rules.of == "all" else of_cast) >= rules.share


TIED = {
    "escalate": "no_agreement tie",
    "chair": "no_agreement awaits_chair",
    "reject": "rejected tie",
    "new_voting": "no_agreement new_voting",
}
CHOICES = ("for", "against", "abstain")


@given(case=presses())
def test_counting_each_press_gives_what_counting_the_last_ballots_gives(
    case: tuple[tuple[RollEntry, ...], list[Ballot]],
) -> None:
    roll, cast = case
    last = {one.organisation_id: one for one in cast}
    assert count_step_by_step(roll, cast) == tally(roll, last.values())


@given(case=presses(), rules=ANY_RULES)
def test_a_second_way_of_counting_comes_to_the_same(
    case: tuple[tuple[RollEntry, ...], list[Ballot]], rules: VotingRules
) -> None:
    roll, cast = case
    verdict = outcome(rules, count_step_by_step(roll, cast))
    assert f"{verdict.outcome.value} {verdict.reason.value}" == judge_by_hand(rules, roll, cast)


@given(case=presses(), rules=ANY_RULES, data=st.data())
def test_the_order_in_which_they_vote_changes_nothing(
    case: tuple[tuple[RollEntry, ...], list[Ballot]], rules: VotingRules, data: st.DataObject
) -> None:
    roll, cast = case
    last = list({one.organisation_id: one for one in cast}.values())
    mixed, mixed_roll = data.draw(st.permutations(last)), tuple(data.draw(st.permutations(roll)))
    assert tally(mixed_roll, mixed) == tally(roll, last)
    assert count_step_by_step(mixed_roll, list(mixed)) == tally(roll, last)
    assert outcome(rules, tally(mixed_roll, mixed)) == outcome(rules, tally(roll, last))


@given(case=presses())
def test_the_same_press_delivered_again_counts_once(case: tuple[tuple[RollEntry, ...], list[Ballot]]) -> None:
    roll, cast = case
    twice = [one for press in cast for one in (press, press)]
    assert count_step_by_step(roll, twice) == count_step_by_step(roll, cast)


@given(case=presses())
def test_no_count_is_ever_a_decimal_number_or_more_than_the_roll(
    case: tuple[tuple[RollEntry, ...], list[Ballot]],
) -> None:
    roll, cast = case
    count = count_step_by_step(roll, cast)
    assert all(type(getattr(count, field.name)) is int for field in fields(Tally))
    assert count.weight_for + count.weight_against + count.weight_abstain == count.cast_weight <= count.roll_weight
    assert 0 <= count.demands <= count.cast_count <= count.roll_count == len(roll)
    assert isinstance(RULES.quorum, Fraction)


@given(case=presses(), rules=ANY_RULES)
def test_whoever_is_for_never_loses_by_it(case: tuple[tuple[RollEntry, ...], list[Ballot]], rules: VotingRules) -> None:
    """Changing one's ballot to For never turns an adopted innstilling into a rejected one."""
    roll, cast = case
    last = {one.organisation_id: replace(one, escalation_demanded=False) for one in cast}
    if outcome(rules, tally(roll, last.values())).outcome is not Outcome.ADOPTED:
        return
    for name, one in last.items():
        changed = {**last, name: replace(one, choice=Choice.FOR)}
        assert outcome(rules, tally(roll, changed.values())).outcome is Outcome.ADOPTED


@given(case=presses(), rules=ANY_RULES)
def test_for_and_against_are_treated_alike_in_a_majority(
    case: tuple[tuple[RollEntry, ...], list[Ballot]], rules: VotingRules
) -> None:
    roll, cast = case
    simple = replace(rules, agreement=Agreement.SIMPLE, abstentions_count=False, tie=Tie.ESCALATE)
    turned = {Choice.FOR: Choice.AGAINST, Choice.AGAINST: Choice.FOR, Choice.ABSTAIN: Choice.ABSTAIN}
    there = outcome(simple, count_step_by_step(roll, cast))
    back = outcome(simple, count_step_by_step(roll, [replace(one, choice=turned[one.choice]) for one in cast]))
    opposite = {Outcome.ADOPTED: Outcome.REJECTED, Outcome.REJECTED: Outcome.ADOPTED}
    assert back.outcome is opposite.get(there.outcome, there.outcome)
    assert back.reason is there.reason


# What a ballot may be.


def voting(rules: VotingRules = RULES, roll: tuple[RollEntry, ...] = FOUR_OF_ONE) -> Voting:
    return Voting(
        id="v1",
        committee_id="bestillerutvalget",
        proposal_id="p1",
        meeting_id="m1",
        mandate=MandateStamp(committee_id="bestillerutvalget", valid_from=AT.date(), sha256="0" * 64),
        rules=rules,
        tally=tally(roll, []),
        opened_at=AT,
        opened_by="leder",
        closes_at=AT + rules.open_for,
    )


def refusal(on: Voting, cast: Ballot, before: Ballot | None = None, now: datetime = AT) -> str | None:
    try:
        check_ballot(on, cast, before, now=now)
    except CommitteeError as error:
        return error.code
    return None


FOR = ballot("molde", Choice.FOR)
LAST_MOMENT = AT + RULES.open_for - timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("on", "cast", "before", "now", "code"),
    [
        (voting(), FOR, None, AT, None),
        (voting(), FOR, ballot("molde", Choice.AGAINST), AT, None),
        (voting(), FOR, None, LAST_MOMENT, None),
        (voting(), FOR, None, AT + RULES.open_for, "voting_closed"),
        (replace(voting(), closed_at=AT), FOR, None, AT, "voting_closed"),
        (voting(), ballot("molde", Choice.ABSTAIN), None, AT, None),
        (
            voting(replace(RULES, abstention_allowed=False)),
            ballot("molde", Choice.ABSTAIN),
            None,
            AT,
            "abstention_not_",
        ),
        (voting(replace(RULES, ballot_may_change=False)), FOR, ballot("molde", Choice.AGAINST), AT, "ballot_is_final"),
        (voting(replace(RULES, ballot_may_change=False)), FOR, None, AT, None),
        (voting(), ballot("molde", Choice.FOR, remark="x" * LONGEST_REMARK), None, AT, None),
        (voting(), ballot("molde", Choice.FOR, remark="x" * (LONGEST_REMARK + 1)), None, AT, "remark_too_long"),
        (voting(), ballot("molde", Choice.FOR, demand=True, remark="Prinsipielt"), None, AT, None),
        (voting(), ballot("molde", Choice.FOR, demand=True, remark=" \n"), None, AT, "escalation_needs_reason"),
        (
            voting(replace(RULES, escalation_may_be_demanded=False)),
            ballot("molde", Choice.FOR, demand=True, remark="Prinsipielt"),
            None,
            AT,
            "escalation_not_allowed",
        ),
    ],
)
def test_a_ballot_is_taken_or_refused_by_the_frozen_rules(
    on: Voting, cast: Ballot, before: Ballot | None, now: datetime, code: str | None
) -> None:
    found = refusal(on, cast, before, now)
    assert found == code if code is None else (found or "").startswith(code)


def test_who_has_voted_is_listed_once_in_the_order_they_did() -> None:
    first, other, changed = FOR, ballot("aukra", Choice.AGAINST), ballot("molde", Choice.ABSTAIN)
    counted = count_ballot(count_ballot(count_ballot(voting(), None, first), None, other), first, changed)
    assert counted.voted == ("molde", "aukra")
    assert (counted.tally.weight_for, counted.tally.weight_against, counted.tally.weight_abstain) == (0, 1, 1)


@pytest.mark.parametrize(("count", "listed"), [(LONGEST_LISTED_ROLL, 1), (LONGEST_LISTED_ROLL + 1, 0)])
def test_a_long_roll_is_told_by_its_numbers(count: int, listed: int) -> None:
    roll = roll_of({f"k{n}": 1 for n in range(count)})
    counted = count_ballot(voting(roll=roll), None, ballot("k0", Choice.FOR))
    assert (len(counted.voted), counted.tally.cast_count) == (listed, 1)
