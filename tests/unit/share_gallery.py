"""The card that a member puts in a message, as it usually is and with the longest title."""

from collections.abc import Callable
from dataclasses import replace

from cards.build import Card
from cards.case_shares import shared_case_card
from locales import Words
from tests.unit.card_views import long_text, mandate, proposal

Draw = Callable[[Words], Card]


def _long(words: Words) -> Card:
    case = proposal()
    return shared_case_card(replace(case, form=replace(case.form, title=long_text(500))), mandate(), words)


CARDS: dict[str, Draw] = {"case_shared": lambda words: shared_case_card(proposal(), mandate(), words)}
LONG_CARDS: dict[str, Draw] = {"case_shared_long": _long}
