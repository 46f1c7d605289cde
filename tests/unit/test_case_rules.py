"""What a committee's outcome is, whose turn a case is, and what changed in its text: without any input or output."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.case_awaits import Who, awaits, who_acts
from committee.case_changes import TextChange, changes
from committee.case_results import advised_body, advised_office, office_holders, result_of
from committee.mandate import Result
from committee.mandate_file import load_book
from committee.members import Directory
from committee.proposals import NEXT, ProposalForm, ProposalState, Ruling, advance
from committee.register import make_directory
from committee.register_file import load_register
from tests.unit.card_views import proposal

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
_S = ProposalState


@pytest.fixture(scope="module")
def directory() -> Directory:
    """The co-operation with its people, as in the sandbox."""
    book = load_book(ROOT / "mandates")
    register = load_register(ROOT / "sandbox" / "register.sample.yaml", book, TODAY)
    return make_directory(book, register, (), {}, TODAY)


@pytest.mark.parametrize(
    ("committee_id", "result", "who"),
    [
        ("bestillerutvalget", Result.OFFICE, "daglig leder ROR-IKT"),
        ("samstyring-helse", Result.DECISION, ""),
        ("styret", Result.DECISION, ""),
        ("faggruppe-helse", Result.BODY, "bestillerutvalget"),
        ("digitaliseringsutvalget", Result.BODY, "kommit-radet"),
    ],
)
def test_each_mandate_says_whether_it_decides_or_whom_it_advises(
    directory: Directory, committee_id: str, result: Result, who: str
) -> None:
    mandate = directory.mandate(committee_id)
    assert result_of(mandate, directory) is result
    if result is Result.OFFICE:
        assert advised_office(mandate, directory) == who
    if result is Result.BODY:
        assert advised_body(mandate, directory) == who


def test_what_the_mandate_says_comes_before_what_follows_from_whom_it_advises(directory: Directory) -> None:
    mandate = replace(directory.mandate("faggruppe-helse"), result=Result.DECISION)
    assert result_of(mandate, directory) is Result.DECISION


def test_the_office_is_held_by_whoever_leads_by_office_or_acts_for_the_cooperation(directory: Directory) -> None:
    for committee_id in ("bestillerutvalget", "faggruppe-helse"):
        assert [one.id for one in office_holders(directory.mandate(committee_id), directory)] == ["leder"]


VOTERS = {"molde1", "molde2", "aukra", "rauma", "vestnes"}
TURNS: dict[ProposalState, set[str]] = {
    _S.DRAFT: {"molde1"},
    _S.SUBMITTED: {"rorikt"},
    _S.SENT_BACK: {"molde1"},
    _S.ASSURED: set(),
    _S.READY: {"leder", "sekretaer"},
    _S.ON_AGENDA: set(),
    _S.VOTING: VOTERS,
    _S.RECOMMENDED: {"leder"},
    _S.NOT_RECOMMENDED: {"leder"},
    _S.NO_AGREEMENT: {"leder", "sekretaer"},
    _S.WITH_OFFICE: {"leder"},
    _S.ESCALATED: {"kd-molde", "sekretaer"},
    _S.DECIDED: {"leder", "sekretaer"},
    _S.IN_PROGRESS: {"aukra"},
    _S.REALISED: {"aukra"},
    _S.EVALUATED: set(),
    _S.WITHDRAWN: set(),
    _S.DEFERRED: set(),
}


@pytest.mark.parametrize("state", ProposalState)
def test_it_is_the_turn_of_exactly_these(directory: Directory, state: ProposalState) -> None:
    case = replace(
        proposal(state),
        proposer_id="molde1",
        responsible_id="aukra",
        mandate=directory.mandate("bestillerutvalget").stamp,
    )
    assert {one.id for one in who_acts(case, directory)} == TURNS[state]


def test_what_was_not_approved_waits_for_nobody() -> None:
    case = replace(proposal(_S.DECIDED), ruling=Ruling.REJECTED)
    assert awaits(case, Result.OFFICE) is Who.NOBODY


def test_nobody_follows_up_alone_when_they_have_left(directory: Directory) -> None:
    stamp = directory.mandate("bestillerutvalget").stamp
    case = replace(proposal(_S.IN_PROGRESS), responsible_id="gone", mandate=stamp)
    assert {one.id for one in who_acts(case, directory)} == {"leder", "sekretaer"}


@pytest.mark.parametrize("state", ProposalState)
def test_a_case_goes_only_where_the_drawing_says(state: ProposalState) -> None:
    for after in ProposalState:
        if after in NEXT[state]:
            assert advance(proposal(state), after, rest=None).state is after
        else:
            with pytest.raises(Exception, match="proposal_state"):
                advance(proposal(state), after, rest=None)


@pytest.mark.parametrize("state", [ProposalState.WITHDRAWN, ProposalState.DEFERRED])
def test_what_is_withdrawn_or_waits_is_neither_sent_back_nor_assured(state: ProposalState) -> None:
    """An old card's button does not wake it: only an undo does, or its day."""
    for after in NEXT[state]:
        with pytest.raises(Exception, match="proposal_state"):
            advance(proposal(state), after)


def form(need: str) -> ProposalForm:
    return ProposalForm(title="T", kind="new", need=need, personal_data=True)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("ett to tre", "ett to fire", [("tre", "fire")]),
        ("ett to", "ett to og tre", [("", "og tre")]),
        ("ett to tre", "tre", [("ett to", "")]),
        ("a b c d e f g h", "x b c d e f g y", [("a", "x"), ("h", "y")]),
        ("a b c d", "x b c y", [("a b c d", "x b c y")]),
        ("ett  to", "ett to", [("ett  to", "ett to")]),
    ],
)
def test_a_change_is_told_in_the_words_that_changed(before: str, after: str, told: list[tuple[str, str]]) -> None:
    assert [(one.before, one.after) for one in changes(form(before), form(after))] == told


def test_what_was_chosen_is_told_too() -> None:
    after = replace(form("a"), personal_data=False, kind="change", service_name="E-post")
    assert changes(form("a"), after) == (
        TextChange(field="kind", before="new", after="change"),
        TextChange(field="service_name", before="", after="E-post"),
        TextChange(field="personal_data", before="yes", after="no"),
    )


TEXTS = st.lists(st.sampled_from(("ett", "to", "tre", "fire")), max_size=12).map(" ".join)


@given(before=TEXTS, after=TEXTS)
def test_every_difference_is_told_and_nothing_that_is_the_same(before: str, after: str) -> None:
    told = changes(form(before), form(after))
    assert bool(told) == (before != after)
    assert all(one.before != one.after for one in told)
    left, right = before.split(), after.split()
    gone = sum(len(one.before.split()) for one in told)
    new = sum(len(one.after.split()) for one in told)
    assert len(left) - gone == len(right) - new >= 0
