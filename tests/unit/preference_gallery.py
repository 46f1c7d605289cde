"""Cards of rankings and of alternatives in each of their states, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cards.build import Card
from cards.preferences import (
    ballot_form,
    choose_form,
    confirm_form,
    open_form,
    preference_card,
    preferences_card,
    reminder_card,
)
from committee.preference_count import count_preferences
from committee.preference_views import PreferencesView, PreferenceView
from committee.preferences import (
    Confirmation,
    Method,
    Option,
    Preference,
    PreferenceBallot,
    PreferenceForm,
    Purpose,
    Voice,
)
from locales import Words
from tests.unit.card_views import NASTY, long_text, mandate, proposal

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
ROLL = tuple(Voice(organisation_id=one, name=one.title(), weight=1) for one in ("aukra", "molde", "rauma", "vestnes"))
MARKS = ((2, 1, 3), (2, 1, 3), (1, 2, 3), (3, 1, 2))


def preference(*, long: bool = False, **changes: Any) -> Preference:
    names = [f"BU {n}/26 {long_text(100) if long else NASTY}" for n in range(1, 13 if long else 4)]
    made = Preference(
        id="preference-1",
        committee_id="bestillerutvalget",
        about="",
        purpose=Purpose.RANKING,
        method=Method.SCHULZE,
        title=long_text(120) if long else "Delportefølje 2027",
        options=tuple(Option(id=f"p{n}", name=one) for n, one in enumerate(names)),
        roll=ROLL,
        opened_by="leder",
        opened_at=AT,
        closes_at=AT,
    )
    return replace(made, **changes)


def alternatives(**changes: Any) -> Preference:
    texts = (Option(id="1", name=NASTY), Option(id="2", name="Utvalget tilrår B."))
    return preference(purpose=Purpose.ALTERNATIVES, method=Method.APPROVAL, options=texts, about="p1", **changes)


def view(made: Preference, marks: tuple[tuple[int, ...], ...] = MARKS, **changes: Any) -> PreferenceView:
    size = len(made.options)
    cast = tuple(
        PreferenceBallot(
            id=one.organisation_id, committee_id=made.committee_id, about=made.id, organisation_id=one.organisation_id,
            person_id="x", weight=1, marks=(*given, *range(4, 30))[:size], cast_at=AT,
        )
        for one, given in zip(ROLL, marks, strict=False)
    )  # fmt: skip
    result = None
    if not made.is_open:
        result = count_preferences(made.method, size, [(one.weight, one.marks) for one in cast])
    found = PreferenceView(
        mandate=mandate(),
        preference=made,
        answered=ROLL[: len(cast)],
        ballots=() if made.is_open else cast,
        result=result,
        confirmed_by="Per Eksempel" if made.confirmation else "",
    )
    return replace(found, **changes)


def _closed(**changes: Any) -> PreferenceView:
    return view(preference(closed_at=AT), **changes)


def _list(words: Words, **changes: Any) -> Card:
    listed = (view(preference()), _closed(), view(alternatives(closed_at=AT, chosen="1"), ((1, 1),)))
    found = PreferencesView(mandate=mandate(), listed=listed, ready=(proposal(), proposal()), may_open=True)
    return preferences_card(replace(found, **changes), words)


def _open(words: Words, purpose: Purpose, form: PreferenceForm | None = None, **more: Any) -> Card:
    data = {"committee": "bestillerutvalget", "new": "a" * 32}
    return open_form(form or PreferenceForm(), (proposal(),), words, purpose=purpose, data=data, **more)


_CONFIRMED = Confirmation(order=("p0", "p1", "p2"), reason=NASTY, by="leder", at=AT)
_TYPED = PreferenceForm(title=NASTY, method="x", closes_on="i morgen", cases=("p1",), texts=(NASTY,))
_FAULTS = {"title": "field_too_long", "cases": "preference_options", "method": "field_not_chosen"}
CARDS = {
    "preference_open": lambda words: preference_card(view(preference(), MARKS[:2], may_rank=True), words),
    "preference_to_close": lambda words: preference_card(view(preference(), may_close=True), words),
    "preference_closed": lambda words: preference_card(_closed(may_confirm=True), words),
    "preference_tied": lambda words: preference_card(view(preference(closed_at=AT), ((1, 2, 0), (2, 1, 0))), words),
    "preference_in_a_circle": lambda words: preference_card(
        view(preference(closed_at=AT), ((1, 2, 3), (1, 2, 3), (2, 3, 1), (3, 1, 2))), words
    ),
    "preference_unanswered": lambda words: preference_card(view(preference(closed_at=AT), ()), words),
    "preference_dots": lambda words: preference_card(view(preference(closed_at=AT, method=Method.DOTS)), words),
    "preference_confirmed": lambda words: preference_card(
        view(preference(closed_at=AT, confirmation=_CONFIRMED)), words
    ),
    "alternatives_open": lambda words: preference_card(view(alternatives(), ()), words),
    "alternatives_closed": lambda words: preference_card(
        view(alternatives(closed_at=AT), ((1, 1), (1, 0)), may_choose=True), words
    ),
    "alternatives_chosen": lambda words: preference_card(
        view(alternatives(closed_at=AT, chosen="1", chosen_reason=NASTY), ((1, 0),)), words
    ),
    "preferences": _list,
    "preferences_none": lambda words: _list(words, listed=(), ready=()),
    "preference_reminder": lambda words: reminder_card(view(preference(), ()), words),
    "preference_open_form": lambda words: _open(words, Purpose.RANKING),
    "preference_open_form_faults": lambda words: _open(words, Purpose.RANKING, _TYPED, faults=_FAULTS),
    "alternatives_open_form": lambda words: _open(
        words, Purpose.ALTERNATIVES, _TYPED, faults={"text_1": "preference_alternatives", "closes_on": "preference_day"}
    ),
    "preference_ballot_form": lambda words: ballot_form(view(preference()), words),
    "preference_ballot_form_faults": lambda words: ballot_form(
        view(preference(method=Method.SCORE)), words, typed=("11", "", ""), faults={"mark_0": "field_not_chosen"}
    ),
    "preference_ballot_form_dots": lambda words: ballot_form(
        view(preference(method=Method.DOTS)), words, faults={"mark_0": "too_many_dots"}
    ),
    "alternatives_ballot_form": lambda words: ballot_form(view(alternatives()), words),
    "preference_confirm_form": lambda words: confirm_form(
        _closed(), words, typed={"reason": NASTY}, faults={"place_0": "preference_order"}
    ),
    "preference_choose_form": lambda words: choose_form(
        view(alternatives(closed_at=AT), ((1, 1),)), words, faults={"reason": "field_empty"}
    ),
}
LONG_CARDS = {
    "closed": lambda words: preference_card(view(preference(long=True, closed_at=AT)), words),
    "ballot": lambda words: ballot_form(view(preference(long=True)), words),
}
