"""Goals in each of their states, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from cards.build import Card
from cards.proposals import Writing, assurance_card, proposal_card, proposal_form
from cards.strategy import adopt_form, strategy_card
from committee.proposals import LONGEST, ProposalForm, ProposalState
from committee.strategy import Adoption, Goal, StrategyDocument, StrategyKind, goals_offered
from committee.strategy_views import AdoptionLine, DocumentView, GoalLine, StrategyView
from locales import Words
from tests.unit.card_views import MUNICIPALITIES, NASTY, long_text, mandate, proposal, proposal_view

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
_NAMES = ("Innbyggerne har én vei inn", NASTY)


def document(*, long: bool = False, **changes: Any) -> StrategyDocument:
    goals = [Goal(id=f"g{n}", name=long_text(100)) for n in range(30)] if long else []
    made = StrategyDocument(
        id="strategi", kind=StrategyKind.STRATEGY, name=long_text(100) if long else "Digitaliseringsstrategi",
        version="2025-2028", committees=("bestillerutvalget",), source=long_text(200) if long else "Representantskapet",
        from_on=date(2025, 1, 1), until_on=date(2028, 12, 31),
        goals=tuple(goals) or tuple(Goal(id=f"g{n}", name=name) for n, name in enumerate(_NAMES)),
    )  # fmt: skip
    return replace(made, **changes)


PLAN = document(
    id="plan", kind=StrategyKind.PLAN, name="Handlingsplan", version="2026", until_on=None,
    goals=(Goal(id="minside", name="Min side", under="g0"),),
)  # fmt: skip


def adopted(name: str, *, long: bool = False) -> AdoptionLine:
    kept = Adoption(
        id=name, committee_id="bestillerutvalget", about="strategi/2025-2028", organisation_id=name.lower(),
        reference=long_text(60) if long else "PS 45/25", adopted_on=date(2025, 2, 13), by="molde1", at=AT,
    )  # fmt: skip
    return AdoptionLine(organisation_id=name.lower(), name=name, adoption=kept)


def view(*, long: bool = False) -> StrategyView:
    cases = (proposal(ProposalState.DECIDED), proposal(ProposalState.VOTING, number=4))
    if long:
        cases = tuple(proposal(number=n) for n in range(40))
    one = document(long=long)
    lines = [GoalLine(goal=each, cases=cases if n == 0 or long else ()) for n, each in enumerate(one.goals)]
    who = [adopted(name, long=long) for name in MUNICIPALITIES[:3]]
    last = AdoptionLine(organisation_id="vestnes", name="Vestnes", adoption=None)
    documents = (
        DocumentView(document=one, goals=tuple(lines), adopted=(*who * (8 if long else 1), last)),
        DocumentView(document=PLAN, goals=(GoalLine(goal=PLAN.goals[0], cases=cases[:1]),), adopted=()),
    )
    return StrategyView(mandate=mandate(), documents=documents * (2 if long else 1), untagged=2)


def _form(words: Words, *, chosen: tuple[str, ...] = (), long: bool = False) -> Card:
    offered = goals_offered((document(long=long), PLAN), "bestillerutvalget")
    writing = Writing(proposal_id="proposal-3", committee_id="bestillerutvalget")
    form = ProposalForm(title="Min side", goals=chosen)
    return proposal_form(form, words, writing=writing, services=(), faults={}, longest=LONGEST, goals=offered)


def _tagged(*, long: bool = False) -> Any:
    names = tuple(long_text(160) for _ in range(12)) if long else ("Min side (Handlingsplan 2026)", NASTY)
    kept = proposal(long=long)
    form = replace(kept.form, goals=("plan/2026/minside",), goal_names=names)
    return replace(proposal_view(), proposal=replace(kept, form=form))


def _asked(words: Words) -> Card:
    shown = proposal_view(ProposalState.SUBMITTED)
    return assurance_card(replace(shown, strategy=(document(), PLAN)), words)


_DATA = {"committee": "bestillerutvalget", "document": "strategi/2025-2028"}
_VOTERS = [(one.lower(), one) for one in MUNICIPALITIES]
CARDS = {
    "strategy": lambda words: strategy_card(view(), words, may_adopt=True),
    "strategy_none": lambda words: strategy_card(
        StrategyView(mandate=mandate(), documents=(), untagged=3), words, may_adopt=True
    ),
    "strategy_adopt_form": lambda words: adopt_form(document(), words, data=_DATA),
    "strategy_adopt_form_faults": lambda words: adopt_form(
        document(), words, data=_DATA, organisations=_VOTERS, typed={"reference": NASTY},
        faults={"organisation": "field_not_chosen", "adopted_on": "field_day_passed"},
    ),
    "proposal_form_goals": lambda words: _form(words, chosen=("plan/2026/minside",)),
    "proposal_tagged": lambda words: proposal_card(_tagged(), words),
    "assurance_without_goal": _asked,
}  # fmt: skip
LONG_CARDS = {
    "strategy": lambda words: strategy_card(view(long=True), words, may_adopt=True),
    "form": lambda words: _form(words, long=True),
    "tagged": lambda words: proposal_card(_tagged(long=True), words),
}
