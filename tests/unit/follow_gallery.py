"""What is followed up after a case is decided, in each state, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from cards.build import Card
from cards.capacity import answer_form, capacities_card, capacity_card, request_form
from cards.case_follow import followed_card
from cards.gains import gain_card, gain_form, gains_card, measurement_form
from cards.groups import group_card
from cards.introductions import introduction_card, introduction_form, steps_form
from committee.capacity import CapacityAnswer, CapacityLine, CapacityRequest, CapacityView, Offer
from committee.gains import GainView, Measurement, PlannedGain
from committee.introductions import Introduction, IntroductionLine, IntroductionView, step_id
from committee.proposals import ProposalState
from locales import Words
from tests.unit.card_views import MUNICIPALITIES, NASTY, long_text, proposal
from tests.unit.group_gallery import group, group_view

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
_STEPS = ("Opplæring av superbrukere", NASTY)


def introduction(*, long: bool = False, **changes: Any) -> IntroductionView:
    steps = tuple((f"{n:012}", long_text(80)) for n in range(10)) if long else tuple((step_id(s), s) for s in _STEPS)
    record = Introduction(
        id="i-1", committee_id="bestillerutvalget", about="proposal-3", organisation_id="molde",
        planned_on=date(2026, 12, 1), done=(steps[0][0],), done_on=None,
        deviation=long_text(500) if long else NASTY, by="p-ola", at=AT,
    )  # fmt: skip
    done = replace(record, done_on=date(2026, 12, 1), done=tuple(one for one, _ in steps), deviation="")
    late = [
        (record, False, True),
        (done, True, False),
        (replace(record, deviation=""), False, False),
        (None, False, False),
    ]
    lines = tuple(
        IntroductionLine(
            organisation_id=f"o-{n}", name=MUNICIPALITIES[n % 4], record=record if long else late[n][0],
            by="Ola Eksempel", is_own=n == 0, is_done=not long and late[n][1], is_late=long or late[n][2],
        )
        for n in range(17 if long else 4)
    )  # fmt: skip
    view = IntroductionView(
        proposal_id="proposal-3", case_number="BU 3/26", title=long_text(120) if long else NASTY, steps=steps,
        lines=lines, may_set=True,
    )  # fmt: skip
    return replace(view, **changes)


def _followed(words: Words, n: int, *, long: bool = False) -> Card:
    case = proposal(ProposalState.DECIDED, long=long)
    told = words("{n} av {all} har innført", n=3, all=4)
    none = words("Ingen saker er til innføring nå.")
    return followed_card(words("Innføring"), none, "introduction.view", [(case, told)] * n, words)


def capacity(*, long: bool = False, **changes: Any) -> CapacityView:
    request = CapacityRequest(
        id="r-1", committee_id="bestillerutvalget", about="proposal-3", role=long_text(120) if long else NASTY,
        hours=400, from_on=date(2027, 1, 4), until_on=date(2027, 6, 30), answer_by=date(2026, 12, 10), by="p-kari",
        at=AT,
    )  # fmt: skip
    answer = CapacityAnswer(
        id="a-1", committee_id="bestillerutvalget", about="r-1", organisation_id="molde", offer=Offer.PARTLY,
        person=long_text(120) if long else NASTY, hours=50, words=long_text(500) if long else NASTY, by="p-ola",
        at=AT,
    )  # fmt: skip
    yes, no = replace(answer, offer=Offer.YES, words="", hours=1), replace(answer, offer=Offer.NO, hours=0, person="")
    answers = (answer, yes, no, None)
    lines = tuple(
        CapacityLine(name=MUNICIPALITIES[n % 4], answer=answer if long else answers[n], by="Ola Eksempel")
        for n in range(17 if long else 4)
    )
    view = CapacityView(
        request=request, case_number="BU 3/26", title=long_text(120) if long else NASTY, lines=lines,
        asked_by="Kari Eksempel", own="Molde", own_answer=answer, may_withdraw=True,
    )  # fmt: skip
    return replace(view, **changes)


def _capacities(words: Words, *views: CapacityView, long: bool = False) -> Card:
    return capacities_card(proposal(ProposalState.DECIDED, long=long), views, words, may_ask=True)


_WITHDRAWN = replace(capacity().request, withdrawn_at=AT)


def gain(*, long: bool = False, measured: int = 2, **changes: Any) -> GainView:
    planned = PlannedGain(
        id="g-1", committee_id="bestillerutvalget", about="proposal-3", what=long_text(120) if long else NASTY,
        unit=long_text(30) if long else "timer i uken", baseline="12", target="4.5", due_on=date(2027, 3, 1),
        owner_id="p-ola", by="p-kari", at=AT,
    )  # fmt: skip
    found = Measurement(
        id="m-1", committee_id="bestillerutvalget", about="g-1", value="7.5", measured_on=date(2026, 12, 1),
        text=long_text(500) if long else NASTY, by="p-ola", at=AT,
    )  # fmt: skip
    view = GainView(
        gain=planned, case_number="BU 3/26", title=long_text(120) if long else NASTY, owner="Ola Eksempel",
        measured=((found, "Ola Eksempel"),) * measured, may_measure=True, may_change=True,
    )  # fmt: skip
    return replace(view, **changes)


def _gains(words: Words, *views: GainView, long: bool = False) -> Card:
    return gains_card(proposal(ProposalState.DECIDED, long=long), views, words, may_plan=True)


_PEOPLE = (("p-ola", "Ola Eksempel"), ("p-kari", "Kari Eksempel"))
_DROPPED = replace(gain().gain, dropped_at=AT)
_NO_MORE = replace(gain().gain, due_on=None)
CARDS = {
    "group_commissioned": lambda words: group_card(
        group_view(group(client=NASTY, document="https://ror-ikt.example/arkiv.docx")), words
    ),
    "gain_due": lambda words: gain_card(gain(), words, told=words("En påminnelse: Det er på tide å måle.")),
    "gains": lambda words: _gains(
        words, gain(), gain(gain=_NO_MORE, may_change=False), gain(gain=_DROPPED, measured=0, may_measure=False)
    ),
    "gains_none": _gains,
    "gain_form": lambda words: gain_form(
        proposal(ProposalState.DECIDED),
        words,
        people=_PEOPLE,
        data={"new": "a" * 32},
        typed={"what": NASTY},
        faults={"target": "field_as_before", "baseline": "field_no_number"},
    ),
    "gain_measure_form": lambda words: measurement_form(
        gain(), words, data={"new": "a" * 32}, typed={"text": NASTY}, faults={"value": "field_no_number"}
    ),
    "capacity_asked": lambda words: capacity_card(capacity(), words, told=words("Kommunen blir spurt om å bidra.")),
    "capacity_withdrawn": lambda words: capacity_card(
        capacity(request=_WITHDRAWN), words, told=words("Dere trenger ikke å svare.")
    ),
    "capacities": lambda words: _capacities(words, capacity(), capacity(own="", may_withdraw=False)),
    "capacities_none": _capacities,
    "capacity_form": lambda words: request_form(
        proposal(ProposalState.DECIDED),
        words,
        data={"new": "a" * 32},
        typed={"role": NASTY},
        faults={"hours": "field_no_hours", "answer_by": "field_no_day"},
    ),
    "capacity_answer_form": lambda words: answer_form(capacity(), words),
    "capacity_answer_form_faults": lambda words: answer_form(
        capacity(), words, typed={"words": NASTY}, faults={"offer": "field_not_chosen"}
    ),
    "introduction": lambda words: introduction_card(introduction(), words),
    "introduction_late": lambda words: introduction_card(
        introduction(may_set=False), words, told=words("Dagen dere satte, er passert. Kryss av, eller sett en ny dag.")
    ),
    "introduction_form": lambda words: introduction_form(introduction(), words),
    "introduction_form_faults": lambda words: introduction_form(
        introduction(steps=()), words, typed={"deviation": NASTY}, faults={"planned_on": "field_no_day"}
    ),
    "introduction_steps_form": lambda words: steps_form(
        introduction(), words, typed=NASTY, faults={"steps": "field_too_many_steps"}
    ),
    "followed": lambda words: _followed(words, 2),
    "followed_none": lambda words: _followed(words, 0),
}
LONG_CARDS = {
    "gain": lambda words: gain_card(gain(long=True, measured=9), words, told=words("Det er kommet en ny måling.")),
    "gains": lambda words: _gains(words, *(gain(long=True) for _ in range(9)), long=True),
    "capacity": lambda words: capacity_card(capacity(long=True), words),
    "capacities": lambda words: _capacities(words, *(capacity(long=True) for _ in range(9)), long=True),
    "introduction": lambda words: introduction_card(introduction(long=True), words),
    "followed": lambda words: _followed(words, 40, long=True),
}
