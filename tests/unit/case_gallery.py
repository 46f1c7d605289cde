"""The cards and dialogs of cases, for the tests of cards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cards.build import Card
from cards.case_forms import case_form
from cards.case_lists import ALL, FILTERS, CaseList, cases_card
from cards.cases import answer_card, body_asked_card, case_card, office_card, started_card, stopped_card
from cards.help import pending_card
from cards.proposals import Writing, proposal_card, proposal_form
from committee.case_awaits import Who
from committee.case_changes import changes
from committee.case_facts import Anchored, CaseFacts, Reported
from committee.case_history import HistoryLine
from committee.case_records import Anchoring, DecidedBy, Decision, Draft, Gain, ProgressReport, Question
from committee.case_rights import Act
from committee.case_views import AwaitedCase
from committee.catalogue_file import Service
from committee.mandate import Result
from committee.proposals import LONGEST, ProposalForm, ProposalState, Rest, Ruling
from committee.views import ProposalView
from committee.workflows.case_texts import LONGEST_WHY
from committee.workflows.decisions import LONGEST_DECISION, LONGEST_REFERENCE
from committee.workflows.progress import LONGEST_ANCHORING, LONGEST_REPORT
from locales import Words
from locales.case_history import TOLD
from tests.unit.card_views import AT, MUNICIPALITIES, long_text, mandate, pending, proposal, proposal_view

_S = ProposalState
_FORM_LONGEST = {**LONGEST, "why": LONGEST_WHY}
_NEW = Writing(proposal_id="proposal-3", committee_id="bestillerutvalget")


def decision(*, long: bool = False, **changed: Any) -> Decision:
    made = Decision(
        id="decision-1",
        committee_id="bestillerutvalget",
        about="proposal-3",
        ruling=Ruling.APPROVED,
        by=DecidedBy.BODY,
        decider="styret i ROR-IKT",
        text=long_text(LONGEST_DECISION) if long else "Styret vedtar saken.",
        version=1,
        recorded_by="p-kari",
        recorded_at=AT,
        reference=long_text(LONGEST_REFERENCE) if long else "PS 12/26",
    )
    return replace(made, **changed)


def question(*, long: bool = False) -> Question:
    return Question(
        id="question-1",
        committee_id="bestillerutvalget",
        about="proposal-3",
        asked_by="styret i ROR-IKT",
        text=long_text(LONGEST_DECISION) if long else "Er fylket spurt?",
        recorded_by="p-kari",
        recorded_at=AT,
    )


def report(*, long: bool = False, gain: Gain | None = None) -> Reported:
    made = ProgressReport(
        id="report-1",
        committee_id="bestillerutvalget",
        about="proposal-3",
        state=_S.IN_PROGRESS,
        text=long_text(LONGEST_REPORT) if long else "Avtalen er signert.",
        by="p-kari",
        at=AT,
        gain=gain,
    )
    return Reported(report=made, by="Ola Eksempel")


def anchored(*, long: bool = False) -> tuple[Anchored, ...]:
    """Three of four."""
    found = []
    for n, name in enumerate(MUNICIPALITIES):
        reference = long_text(LONGEST_ANCHORING) if long else f"sak {n + 40}/26 i kommunestyret"
        record = Anchoring(
            id=f"proposal-3:{name}",
            committee_id="bestillerutvalget",
            about="proposal-3",
            organisation_id=name.lower(),
            reference=reference,
            by="p-kari",
            at=AT,
        )
        found.append(Anchored(organisation_id=name.lower(), name=name, record=record if n < 3 else None, by="Kari"))
    return tuple(found)


_WHO = {
    _S.SUBMITTED: Who.ASSURERS,
    _S.SENT_BACK: Who.PROPOSER,
    _S.WITH_OFFICE: Who.OFFICE,
    _S.ESCALATED: Who.BODY,
    _S.READY: Who.LEADERS,
    _S.IN_PROGRESS: Who.RESPONSIBLE,
    _S.EVALUATED: Who.NOBODY,
    _S.DEFERRED: Who.CLOCK,
}
_DONE = (_S.IN_PROGRESS, _S.EVALUATED)


def view(state: ProposalState, *, long: bool = False, **changed: Any) -> ProposalView:
    """The case in a state, with all that its card tells of it."""
    facts = CaseFacts(
        who=_WHO.get(state, Who.MEETING),
        names=("Kari Eksempel",),
        result=Result.OFFICE,
        office="daglig leder ROR-IKT",
        body="styret i ROR-IKT",
        decision=decision(long=long) if state in _DONE else None,
        question=question(long=long) if state is _S.READY else None,
        rested_by="Ola Eksempel" if state in (_S.DEFERRED, _S.WITHDRAWN) else "",
        responsible="Ola Eksempel" if state in _DONE else "",
        reports=(report(long=long), report(long=long, gain=Gain.MORE)) if state in _DONE else (),
        anchored=anchored(long=long) if state in _DONE else (),
    )
    made = proposal_view(state, long=long, facts=replace(facts, **changed))
    case = made.proposal
    if state in (_S.DEFERRED, _S.WITHDRAWN):
        until = date(2027, 3, 1) if state is _S.DEFERRED else None
        reason = long_text(1000) if long else "Venter på budsjettet."
        case = replace(case, rest=Rest(was=_S.READY, reason=reason, by="p-kari", at=AT, until_on=until))
    return replace(made, proposal=case)


def history(*, long: bool = False) -> tuple[HistoryLine, ...]:
    """One of everything that is told."""
    before = proposal(long=long).form
    after = replace(before, cost="300 000 kr i året", need=f"{before.need} Og de ansatte to.", personal_data=False)
    texts = dict.fromkeys(("reason", "text", "reference", "decider", "asked_by"), long_text(900) if long else "Fordi.")
    return tuple(
        HistoryLine(
            at=AT + timedelta(days=n),
            action=action,
            who="Kari Eksempel",
            details={**texts, "version": 2},
            changes=changes(before, after) if action == "proposal.revised" else (),
        )
        for n, action in enumerate((*TOLD, "something.else"))
    )


def _form(act: Act, state: ProposalState, words: Words, *, long: bool = False, **more: Any) -> Card:
    return case_form(act, view(state, long=long), words, **more)


def _list(words: Words, views: list[ProposalView], *, total: int | None = None, chosen: str = ALL) -> Card:
    count = len(views) if total is None else total
    counts = {ALL: count, **dict.fromkeys(FILTERS, 0), "open": count}
    return cases_card(CaseList(mandate=mandate(), chosen=chosen, views=views, total=count, counts=counts), words)


def numbered(number: int, *, long: bool = False) -> ProposalView:
    made = view(_S.ON_AGENDA, long=long)
    return replace(made, proposal=proposal(number=number, long=long))


def awaited() -> tuple[AwaitedCase, ...]:
    acts = (Act.OFFICE, Act.BODY, Act.START, Act.REPORT, Act.EVALUATE, Act.ANCHOR, None)
    return tuple(AwaitedCase(mandate=mandate(), proposal=proposal(_S.DECIDED), act=act) for act in acts)


def draft(title: str = "Felles meldingsbok") -> Draft:
    form = ProposalForm(title=title)
    return Draft(id="draft-1", committee_id="bestillerutvalget", about="p-kari", form=form, saved_at=AT)


def _written(words: Words, writing: Writing, faults: dict[str, str] | None = None) -> Card:
    services = (Service(id="epost", name="E-post og kalender", description="Outlook"),)
    form = proposal().form
    return proposal_form(form, words, writing=writing, services=services, faults=faults or {}, longest=_FORM_LONGEST)


Draw = Callable[[Words], Card]
_STATES = (_S.READY, _S.IN_PROGRESS, _S.EVALUATED, _S.DEFERRED, _S.WITHDRAWN, _S.WITH_OFFICE, _S.SUBMITTED)
_FORMS = {
    Act.OFFICE: _S.WITH_OFFICE,
    Act.BODY: _S.ESCALATED,
    Act.START: _S.DECIDED,
    Act.REPORT: _S.IN_PROGRESS,
    Act.EVALUATE: _S.REALISED,
    Act.ANCHOR: _S.DECIDED,
    Act.DEFER: _S.READY,
    Act.WITHDRAW: _S.READY,
    Act.STOP: _S.VOTING,
    Act.CORRECT: _S.DECIDED,
}
_FAULTS = dict.fromkeys(("text", "reason", "reference", "ground"), "field_too_long") | {
    "answer": "field_not_chosen", "gain": "field_not_chosen", "until": "field_day_to_come",
    "responsible": "field_no_person",
}  # fmt: skip
CARDS: dict[str, Draw] = {
    **{f"case_{one}": lambda words, one=one: proposal_card(view(one), words) for one in _STATES},
    "case_whole": lambda words: case_card(view(_S.READY), tuple(Act), words, history=history()),
    "case_for_others": lambda words: case_card(view(_S.EVALUATED), (), words),
    "case_asked_office": lambda words: office_card(view(_S.WITH_OFFICE), (Act.OFFICE, Act.START), words),
    "case_asked_body": lambda words: body_asked_card(view(_S.ESCALATED), (Act.BODY,), words),
    "case_to_follow_up": lambda words: started_card(view(_S.IN_PROGRESS), (Act.REPORT,), words),
    "case_stopped": lambda words: stopped_card(view(_S.ON_AGENDA), (Act.REVISE,), words),
    "case_decided": lambda words: answer_card(view(_S.DECIDED), decision(), words),
    "case_not_followed": lambda words: answer_card(
        view(_S.DECIDED),
        decision(by=DecidedBy.OFFICE, decider="daglig leder ROR-IKT", followed=False, reference="",
                 ruling=Ruling.REJECTED),
        words,
    ),
    "case_question": lambda words: answer_card(view(_S.READY), question(), words),
    **{
        f"form_{act.value}": lambda words, act=act, state=state: _form(act, state, words)
        for act, state in _FORMS.items()
    },
    **{
        f"form_{act.value}_faults": lambda words, act=act, state=state: _form(act, state, words, faults=_FAULTS)
        for act, state in _FORMS.items()
    },
    "proposal_form_draft": lambda words: _written(words, replace(_NEW, is_draft=True)),
    "proposal_form_draft_leaving": lambda words: _written(words, replace(_NEW, is_draft=True, is_leaving=True)),
    "proposal_form_assured": lambda words: _written(words, replace(_NEW, version=1, is_assured=True)),
    "proposal_form_voted": lambda words: _written(
        words, replace(_NEW, version=2, is_assured=True, is_voted=True), {"why": "field_empty"}
    ),
    "cases": lambda words: _list(words, [numbered(n) for n in range(3, 0, -1)]),
    "cases_many": lambda words: _list(words, [numbered(n) for n in range(60, 47, -1)], total=60, chosen="open"),
    "cases_none_here": lambda words: cases_card(
        CaseList(mandate=mandate(), chosen="over", views=(), total=0, counts={ALL: 3, **dict.fromkeys(FILTERS, 1)}),
        words,
    ),
    "cases_others": lambda words: cases_card(
        CaseList(
            mandate=mandate(), chosen=ALL, views=(), total=0, counts={ALL: 0, **dict.fromkeys(FILTERS, 0)},
            others=(mandate(id="styret", name="styret i ROR-IKT"),),
        ),
        words,
    ),
    "cases_none": lambda words: _list(words, []),
    "pending_cases": lambda words: pending_card(
        replace(pending(), cases=awaited(), own_drafts=(draft(), draft(""))), words
    ),
}  # fmt: skip
LONG_CARDS: dict[str, Draw] = {
    "case": lambda words: proposal_card(view(_S.EVALUATED, long=True), words),
    "case_whole": lambda words: case_card(view(_S.EVALUATED, long=True), tuple(Act), words, history=history(long=True)),
    "case_resting": lambda words: proposal_card(view(_S.DEFERRED, long=True), words),
    "case_asked": lambda words: proposal_card(view(_S.READY, long=True), words),
    "case_decided": lambda words: answer_card(view(_S.DECIDED, long=True), decision(long=True), words),
    "cases": lambda words: _list(words, [numbered(n, long=True) for n in range(60, 47, -1)], total=60),
    **{
        f"form_{act.value}": lambda words, act=act, state=state: _form(act, state, words, long=True)
        for act, state in _FORMS.items()
    },
}
