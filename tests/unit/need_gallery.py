"""Needs in each of their states, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from cards.build import Card
from cards.help import pending_card
from cards.need_calls import need_call_card, need_summary_card
from cards.needs import join_form, need_form, needs_card
from committee.needs import Need, NeedCall, NeedCallView, NeedView
from committee.seat_rules import Function
from locales import Words
from tests.unit.card_views import NASTY, long_text, mandate, pending

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)


def view(*, long: bool = False, **changes: Any) -> NeedView:
    need = Need(
        id="need-1", committee_id="bestillerutvalget", about="", title=long_text(120) if long else NASTY,
        description=long_text(1000) if long else NASTY, organisations=("aukra",), registered_by="aukra",
        registered_at=AT,
    )  # fmt: skip
    made = NeedView(need=need, having=("Aukra", "Molde", "Rauma"), voters=4, joined=(), case_number="", has_own=False)
    return replace(made, **changes)


def _list(words: Words, *views: NeedView, **may: Any) -> Card:
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


def call(**changes: Any) -> NeedCallView:
    asked = NeedCall(id="call-1", committee_id="bestillerutvalget", about="", asked_at=AT, answer_by=date(2026, 12, 16))
    made = NeedCallView(
        call=asked, committee=NASTY, answered=("Aukra", "Molde"), missing=("Rauma", NASTY), own="Rauma",
        own_titles=(NASTY, "Felles arkiv"), may_answer=True, has_answered=False,
    )  # fmt: skip
    return replace(made, **changes)


CARDS |= {
    "need_call": lambda words: need_call_card(call(), words),
    "need_call_reminder": lambda words: need_call_card(call(own_titles=()), words, is_reminder=True),
    "need_call_answered": lambda words: need_call_card(call(has_answered=True), words),
    "need_call_over": lambda words: need_call_card(call(call=replace(call().call, told_at=AT)), words),
    "need_summary": lambda words: need_summary_card(call(), _ALL, mandate(), words, may_join=True),
    "pending_needs": lambda words: pending_card(
        replace(pending(Function.REPRESENTATIVE), need_calls=((mandate(), call().call),)), words
    ),
}
LONG_CARDS = {
    "need_call": lambda words: need_call_card(call(own_titles=(long_text(120),) * 30), words),
    "need_summary": lambda words: need_summary_card(
        call(missing=(long_text(60),) * 16), [view(long=True)] * 40, mandate(), words, may_join=True
    ),
    "needs": lambda words: _list(words, *(view(long=True) for _ in range(40)), may_join=True),
}
