"""The list of closed votings in each of its states, for the tests of cards."""

from dataclasses import replace

from cards.build import Card
from cards.proofs import proofs_card
from committee.voting import Reason
from committee.voting_views import ClosedVoting
from locales import Words
from tests.unit.card_views import mandate, proposal, voting_view


def closed(count: int = 2, *, long: bool = False) -> tuple[ClosedVoting, ...]:
    votings = [voting_view((Reason.MAJORITY, Reason.TIE)[n % 2]).voting for n in range(count)]
    cases = [replace(proposal(long=long), number=n + 1) for n in range(count)]
    return tuple(ClosedVoting(proposal=case, voting=one) for case, one in zip(cases, votings, strict=True))


def _draw(words: Words, listed: tuple[ClosedVoting, ...], **state: bool) -> Card:
    return proofs_card(mandate(), listed, words, **{"may_file": True, **state})


CARDS = {
    "proofs": lambda words: _draw(words, closed()),
    "proofs_asked_for": lambda words: _draw(words, closed(1), asked_for=True),
    "proofs_without_channel": lambda words: _draw(words, closed(1), may_file=False),
    "proofs_none": lambda words: _draw(words, ()),
}
LONG_CARDS = {"proofs": lambda words: _draw(words, closed(10, long=True), asked_for=True)}
