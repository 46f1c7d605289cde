"""Who may see what an organisation has voted: one policy, whoever asks."""

from dataclasses import replace

import pytest

from committee.mandate import Visibility, VotingRules
from committee.visibility import nameless_grounds, shows_ballots, visible_ballots
from committee.voting import Ballot, Reason
from tests.unit import card_views as views

BALLOTS = [views.ballot(n) for n in range(4)]
CLOSED = VotingRules(ballots=Visibility.CLOSED)


@pytest.mark.parametrize(
    ("reason", "rules", "viewer", "seen"),
    [
        (None, VotingRules(), None, []),
        (None, VotingRules(), "molde", ["molde"]),
        (None, CLOSED, "molde", ["molde"]),
        (Reason.MAJORITY, VotingRules(), None, ["aukra", "molde", "rauma", "vestnes"]),
        (Reason.MAJORITY, VotingRules(), "molde", ["aukra", "molde", "rauma", "vestnes"]),
        (Reason.MAJORITY, CLOSED, None, []),
        (Reason.MAJORITY, CLOSED, "molde", ["molde"]),
        (Reason.MAJORITY, CLOSED, "utenfor", []),
    ],
)
def test_ballots_are_seen_as_the_mandate_says(
    reason: Reason | None, rules: VotingRules, viewer: str | None, seen: list[str]
) -> None:
    """Complaint 9: a voting that is open shows only one's own, and one with closed ballots never more than that."""
    voting = replace(views.voting(reason), rules=rules)
    assert sorted(visible_ballots(voting, BALLOTS, viewer)) == seen
    assert shows_ballots(voting) is (len(seen) == 4)


def demanding(n: int, remark: str) -> Ballot:
    return replace(views.ballot(n), escalation_demanded=True, remark=remark)


def test_why_a_lift_is_demanded_is_told_without_a_name_or_an_order_that_tells() -> None:
    cast = [demanding(3, "Dyrt"), views.ballot(1), demanding(0, "Angår alle")]
    assert nameless_grounds(replace(views.voting(Reason.ESCALATION_DEMANDED), rules=CLOSED), cast) == (
        "Angår alle",
        "Dyrt",
    )
    assert nameless_grounds(replace(views.voting(), rules=CLOSED), cast) == ()
    assert nameless_grounds(views.voting(Reason.ESCALATION_DEMANDED), cast) == ()
