"""The sentence that tells an outcome can be added up by anyone who reads it, in each language."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.mandate import Agreement, VotingRules
from committee.voting import Outcome, Tally, outcome
from locales import BABEL, words
from locales.outcomes import arithmetic, count_in_words, outcome_name

RULES = VotingRules()
WEIGHT = st.integers(0, 10**12)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    yes, no, abstained, silent = (draw(WEIGHT) for _ in range(4))
    cast = draw(st.integers(0, 20))
    return Tally(
        roll_count=cast + draw(st.integers(0, 20)),
        roll_weight=yes + no + abstained + silent,
        weight_for=yes,
        weight_against=no,
        weight_abstain=abstained,
        cast_count=cast,
        demands=draw(st.integers(0, cast)),
    )


def figures(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", text)]


@pytest.mark.parametrize("language", BABEL)
@given(count=tallies())
def test_the_figures_add_up_to_the_whole_roll(language: str, count: Tally) -> None:
    """For, of all, against, then who abstained and who has not voted: nobody's weight is left out or told twice."""
    yes, whole, *rest = figures(count_in_words(count, words(language)))
    assert (yes, whole) == (count.weight_for, count.roll_weight)
    assert yes + sum(rest) == whole


@pytest.mark.parametrize("language", BABEL)
@given(count=tallies(), agreement=st.sampled_from(Agreement))
def test_only_an_adopted_innstilling_is_told_as_adopted(language: str, count: Tally, agreement: Agreement) -> None:
    verdict = outcome(VotingRules(agreement=agreement), count)
    spoken = words(language)
    told = arithmetic(count, verdict, spoken, superior="styret i ROR-IKT")
    says = {"nb": ("vedtatt", "forkastet"), "nn": ("vedteken", "forkasta"), "en": ("adopted", "rejected")}[language]
    assert [one in told for one in says] == [
        verdict.outcome is Outcome.ADOPTED,
        verdict.outcome is Outcome.REJECTED,
    ], told
    assert ("styret i ROR-IKT" in told) == (verdict.outcome is Outcome.NO_AGREEMENT)
    assert told.startswith(count_in_words(count, spoken))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nb", "3 av 4 stemmevekt for, 1 mot: innstillingen er vedtatt"),
        ("nn", "3 av 4 røystevekt for, 1 mot: innstillinga er vedteken"),
        ("en", "3 of 4 votes by weight for, 1 against: the recommendation is adopted"),
    ],
)
def test_three_to_one_as_each_reads_it(language: str, sentence: str) -> None:
    count = Tally(roll_count=4, roll_weight=4, weight_for=3, weight_against=1, cast_count=4)
    assert arithmetic(count, outcome(RULES, count), words(language)) == sentence


@pytest.mark.parametrize("language", BABEL)
def test_the_three_outcomes_and_none_have_four_names(language: str) -> None:
    assert len({outcome_name(one, words(language)) for one in (*Outcome, None)}) == 4


@pytest.mark.parametrize("language", BABEL)
@given(count=tallies(), agreement=st.sampled_from(Agreement))
def test_a_body_with_none_above_it_tells_of_no_board(language: str, count: Tally, agreement: Agreement) -> None:
    """What is not agreed on is told as not adopted, and nothing as lifted."""
    verdict = outcome(VotingRules(agreement=agreement, escalation_may_be_demanded=False), count)
    told = arithmetic(count, verdict, words(language))
    assert not re.search("styre|løft|lyft|board|escalat", told), told
    if verdict.outcome is Outcome.NO_AGREEMENT:
        assert {"nb": "ikke vedtatt", "nn": "ikkje vedteken", "en": "not adopted"}[language] in told
