"""The cards of votings by other rules than the usual, in each of their states, and with the longest texts."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from cards.build import Card
from cards.help import pending_card
from cards.split_ballots import split_form
from cards.voting_forms import close_form, tie_form
from cards.voting_results import tie_card
from cards.votings import ballot_form, voting_card
from committee.mandate import Agreement, BallotKind, Base, Tie, TooFew, Visibility, VotingRules
from committee.seat_rules import Function
from committee.views import VotingView
from committee.voting import LONGEST_GROUND, LONGEST_REMARK, Choice, Closing, Outcome, Reason, Tally, outcome
from locales import Words
from tests.unit.card_views import (
    crowded_view,
    long_text,
    member,
    own_view,
    pending,
    proposal,
    voting,
    voting_view,
)

Draw = Callable[[Words], Card]
_TWO_THIRDS = VotingRules(agreement=Agreement.SHARE, share=Fraction(2, 3), abstentions_count=True)
_OF_ALL = VotingRules(
    agreement=Agreement.SHARE,
    share=Fraction(3, 4),
    of=Base.ALL,
    quorum=Fraction(1, 3),
    quorum_weight=Fraction(1, 2),
    abstention_allowed=False,
    too_few=TooFew.ESCALATE,
    tie=Tie.CHAIR,
)
_CLOSED = VotingRules(ballots=Visibility.CLOSED)
_TWO_TO_TWO = Tally(roll_count=4, roll_weight=4, weight_for=2, weight_against=2, cast_count=4)
_THREE_OF_FOUR = Tally(roll_count=4, roll_weight=4, weight_for=2, weight_against=1, cast_count=3)


def ruled(rules: VotingRules, tally: Tally | None = None, *, closed: bool = True, **changes: Any) -> VotingView:
    """A voting by these rules, as Molde or as everybody sees it; closed with what the rules make of the tally."""
    made = voting(Reason.MAJORITY if closed else None)
    count = tally or made.tally
    made = replace(made, rules=rules, tally=count, verdict=outcome(rules, count) if closed else None)
    return voting_view(Reason.MAJORITY if closed else None, voting=made, **changes)


def _chair(view: VotingView, **changes: Any) -> VotingView:
    return replace(view, viewer=member(Function.CHAIR), no_vote="no_vote_chair", **changes)


def _waiting(**changes: Any) -> VotingView:
    """Vestnes has not voted."""
    view = ruled(VotingRules(), _THREE_OF_FOUR, closed=False, **changes)
    lines = tuple(replace(line, has_voted=n < 3) for n, line in enumerate(view.lines))
    return _chair(replace(view, lines=lines), may_close=True)


def _tie(rules: VotingRules | None = None) -> VotingView:
    return ruled(rules or VotingRules(tie=Tie.CHAIR), _TWO_TO_TWO)


def _split(*, closed: bool = False) -> VotingView:
    """Molde weighs 3 and has given 2 of it for and 1 against."""
    view = own_view(Reason.MAJORITY if closed else None)
    assert view.own_entry
    assert view.own_ballot
    entry = replace(view.own_entry, weight=3)
    ballot = replace(view.own_ballot, choice=Choice.SPLIT, parts=(2, 1, 0), weight=3)
    rules = VotingRules(ballot=BallotKind.SPLIT)
    lines = tuple(
        replace(one, entry=entry, ballot=ballot if closed else None)
        if one.entry.organisation_id == entry.organisation_id
        else one
        for one in view.lines
    )
    return replace(view, voting=replace(view.voting, rules=rules), own_entry=entry, own_ballot=ballot, lines=lines)


def _last_tie() -> VotingView:
    """It has been voted on anew as often as the mandate lets."""
    view = ruled(VotingRules(), closed=False)
    return replace(view, mandate=replace(view.mandate, rules=VotingRules(tie=Tie.NEW_VOTING)))


def _decided() -> VotingView:
    view = _tie()
    verdict = replace(outcome(VotingRules(), view.voting.tally), outcome=Outcome.ADOPTED, reason=Reason.CHAIR_DECIDED)
    closing = Closing(tie_decided_by="p-leder", tie_ground="Avtalen løper ut i mars.")
    return replace(view, voting=replace(view.voting, verdict=verdict, closing=closing))


def _early(ground: str) -> VotingView:
    view = ruled(VotingRules(), _THREE_OF_FOUR)
    return replace(view, voting=replace(view.voting, closing=Closing(early_ground=ground)))


CARDS: dict[str, Draw] = {
    "voting_two_thirds": lambda words: voting_card(ruled(_TWO_THIRDS, closed=False), words),
    "voting_of_all": lambda words: voting_card(ruled(_OF_ALL, closed=False), words),
    "voting_secret_own": lambda words: voting_card(own_view(voting=replace(voting(), rules=_CLOSED)), words),
    "ballot_form_secret": lambda words: ballot_form(own_view(voting=replace(voting(), rules=_CLOSED)), words),
    "voting_closed_two_thirds": lambda words: voting_card(ruled(_TWO_THIRDS), words),
    "voting_closed_of_all": lambda words: voting_card(ruled(_OF_ALL, _THREE_OF_FOUR), words),
    "voting_closed_secret": lambda words: voting_card(ruled(_CLOSED), words),
    "voting_closed_secret_own": lambda words: voting_card(
        own_view(Reason.MAJORITY, voting=ruled(_CLOSED).voting), words
    ),
    "voting_closed_secret_lifted": lambda words: voting_card(
        ruled(_CLOSED, replace(_THREE_OF_FOUR, demands=1), grounds=("Dette gjelder alle fire kommunene.",)), words
    ),
    "voting_chair_waiting": lambda words: voting_card(_waiting(), words),
    "voting_close_form": lambda words: close_form(_waiting(), words),
    "voting_close_form_faults": lambda words: close_form(
        _waiting(), words, typed={"ground": "x"}, faults={"ground": "ground_too_long"}
    ),
    "voting_closed_early": lambda words: voting_card(_early("Vestnes har meldt forfall."), words),
    "voting_tie_awaits": lambda words: voting_card(_tie(), words),
    "voting_tie_chair": lambda words: voting_card(_chair(_tie(), may_decide_tie=True), words),
    "tie": lambda words: tie_card(_chair(_tie(), may_decide_tie=True), words),
    "tie_decided": lambda words: tie_card(_decided(), words),
    "tie_form": lambda words: tie_form(_chair(_tie(), may_decide_tie=True), words),
    "tie_form_faults": lambda words: tie_form(
        _tie(), words, faults={"decision": "tie_not_chosen", "ground": "tie_needs_ground"}
    ),
    "voting_tie_again": lambda words: voting_card(
        _chair(_tie(VotingRules(tie=Tie.NEW_VOTING)), may_vote_again=True), words
    ),
    "voting_tie_last": lambda words: voting_card(_last_tie(), words),
    "voting_may_vote_again": lambda words: voting_card(ruled(VotingRules(tie=Tie.NEW_VOTING), closed=False), words),
    "voting_split": lambda words: voting_card(_split(), words),
    "voting_split_closed": lambda words: voting_card(_split(closed=True), words),
    "ballot_split_form": lambda words: split_form(_split(), words),
    "ballot_split_form_faults": lambda words: split_form(
        _split(), words, typed={"for": "3", "against": "2", "abstain": ""}, faults={"for": "split_sum"}
    ),
    "pending_tie": lambda words: pending_card(
        replace(pending(Function.CHAIR), ties=((proposal(), _tie().voting),)), words
    ),
}
LONG_CARDS: dict[str, Draw] = {
    "voting_of_all": lambda words: voting_card(
        replace(voting_view(long=True), voting=replace(voting(), rules=_OF_ALL)), words
    ),
    "voting_closed_early": lambda words: voting_card(
        replace(
            voting_view(Reason.MAJORITY, long=True),
            voting=replace(
                voting(Reason.MAJORITY),
                closing=Closing(early_ground=long_text(LONGEST_GROUND), tie_ground=long_text(LONGEST_GROUND)),
            ),
        ),
        words,
    ),
    "voting_secret_lifted": lambda words: voting_card(
        replace(
            crowded_view(),
            voting=replace(crowded_view().voting, rules=_CLOSED),
            grounds=tuple(long_text(LONGEST_REMARK) for _ in range(30)),
        ),
        words,
    ),
    "voting_close_form": lambda words: close_form(
        voting_view(long=True), words, typed={"ground": long_text(LONGEST_GROUND)}, faults={"ground": "ground_too_long"}
    ),
    "tie_form": lambda words: tie_form(
        voting_view(Reason.AWAITS_CHAIR, long=True), words, typed={"ground": long_text(LONGEST_GROUND)}
    ),
}
