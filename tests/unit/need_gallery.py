"""Needs in each of their states, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cards.build import Card
from cards.needs import join_form, need_form, needs_card
from committee.needs import Need, NeedView
from locales import Words
from tests.unit.card_views import NASTY, long_text, mandate

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)


def view(*, long: bool = False, **changes: Any) -> NeedView:
    need = Need(
        id="need-1", committee_id="bestillerutvalget", about="", title=long_text(120) if long else NASTY,
        description=long_text(1000) if long else NASTY, organisations=("aukra",), registered_by="aukra",
        registered_at=AT,
    )  # fmt: skip
    made = NeedView(need=need, having=("Aukra", "Molde", "Rauma"), voters=4, joined=(), case_number="", has_own=False)
    return replace(made, **changes)


def _list(words: Words, *views: NeedView, **may: bool) -> Card:
    return needs_card(views, mandate(), words, **{"may_register": True, "may_join": False, "may_propose": True, **may})


_ALL = (view(), view(has_own=True, case_number="BU 3/26"), view(joined=(view().need,)))
CARDS = {
    "needs": lambda words: _list(words, *_ALL),
    "needs_for_the_secretary": lambda words: _list(words, *_ALL, may_register=False, may_join=True, may_propose=False),
    "needs_none": _list,
    "need_form": lambda words: need_form(words, data={"new": "a" * 32}),
    "need_form_alike": lambda words: need_form(
        words, data={"new": "a" * 32}, typed={"title": NASTY}, alike=(NASTY, "Felles arkiv")
    ),
    "need_form_faults": lambda words: need_form(
        words, data={"new": "a" * 32}, typed={"title": NASTY}, faults={"description": "field_empty"}
    ),
    "need_join_form": lambda words: join_form(
        (("a", NASTY), ("b", "Kart")), words, data={}, faults={"into": "field_not_chosen"}
    ),
}
LONG_CARDS = {"needs": lambda words: _list(words, *(view(long=True) for _ in range(40)), may_join=True)}
