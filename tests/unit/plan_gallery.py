"""A plan that is to be followed up, and cases by goal, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from cards.build import Card
from cards.case_lists import ALL, CaseList, cases_card
from cards.plan_follow_ups import follow_up_card, follow_up_form
from cards.strategy import strategy_card
from committee.plan_follow_ups import LONGEST, PlanFollowUp
from locales import Words
from tests.unit.card_views import NASTY, long_text, mandate
from tests.unit.case_gallery import numbered
from tests.unit.strategy_gallery import view

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)


def follow_up(**changes: Any) -> PlanFollowUp:
    made = PlanFollowUp(
        id="follow-up-1", committee_id="bestillerutvalget", about="plan/2026", due_on=date(2026, 12, 1), told_at=AT
    )
    return replace(made, **changes)


WRITTEN = follow_up(text=NASTY, by="leder", at=AT)


def _card(words: Words, of: PlanFollowUp, *, long: bool = False) -> Card:
    return follow_up_card(view(long=long).documents[0], of, mandate(), words)


def _goals(words: Words, of: PlanFollowUp, *, long: bool = False) -> Card:
    shown = view(long=long)
    documents = tuple(replace(one, followed=of) for one in shown.documents)
    return strategy_card(replace(shown, documents=documents), words, may_adopt=False)


def _cases(words: Words, *, long: bool = False) -> Card:
    many = 20 if long else 2
    goals = [(f"plan/2026/g{n}", long_text(160) if long else NASTY, n) for n in range(1, many + 1)]
    return cases_card(
        CaseList(
            mandate=mandate(), chosen=ALL, views=[numbered(n, long=long) for n in range(1, 14 if long else 2)],
            total=40, counts={ALL: 40, "open": 40, "away": 0, "decided": 0, "over": 0}, goals=goals, goal=goals[0][0],
        ),
        words,
    )  # fmt: skip


_LONG = replace(WRITTEN, text=long_text(LONGEST["text"]))
CARDS = {
    "plan_follow_up": lambda words: _card(words, follow_up()),
    "plan_follow_up_written": lambda words: _card(words, WRITTEN),
    "plan_follow_up_form": lambda words: follow_up_form(NASTY, words, data={"follow_up": "a" * 32}),
    "plan_follow_up_form_faults": lambda words: follow_up_form(
        NASTY, words, data={"follow_up": "a" * 32}, typed=" ", faults={"text": "field_empty"}
    ),
    "strategy_followed": lambda words: _goals(words, WRITTEN),
    "cases_by_goal": _cases,
}
LONG_CARDS = {
    "plan_follow_up": lambda words: _card(words, _LONG, long=True),
    "strategy_followed": lambda words: _goals(words, _LONG, long=True),
    "cases_by_goal": lambda words: _cases(words, long=True),
}
