"""Cards about who takes part in a case, in each of their states, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cards.build import Card
from cards.deputies import answered_card, call_card, deputies_card, missing_card, no_deputy_card
from cards.receipts import entered_card, entered_form, entries_card, receipts_card
from cards.recusals import (
    ballot_removed_card,
    leading_card,
    recusal_card,
    recusal_decision_form,
    recusal_form,
    recusals_card,
)
from cards.votings import voting_card
from committee.absence_views import CallView, DeputiesView, MissingView, OpenBallot, RecusalsView, RecusalView
from committee.deputies import CallAnswer, CallReason, DeputyCall
from committee.entitlements import Entitlements
from committee.recusals import NamedRecusal, Paragraph, Recusal, RecusalState
from locales import Words
from tests.unit.card_views import NASTY, ballot, long_text, own_view, proposal

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
PEOPLE = (("aukra", "Kari Eksempel"), ("rauma", NASTY))


def recusal(*, long: bool = False, lead: bool = False, **changes: Any) -> RecusalView:
    content = long_text(1000) if long else NASTY
    made = Recusal(
        id="recusal-1", committee_id="bestillerutvalget", about="proposal-3", person_id="aukra",
        organisation_id="aukra", ground=content, raised_by="aukra", raised_at=AT,
    )  # fmt: skip
    named = NamedRecusal(recusal=replace(made, **changes), name="Kari Eksempel", lead="Ola Eksempel" if lead else "")
    return RecusalView(named=named, proposal=proposal(long=long), may_decide=True, may_withdraw=named.recusal.is_open)


def decided(state: RecusalState, *, long: bool = False, lead: bool = False) -> RecusalView:
    rule = Paragraph.SECOND if state is RecusalState.RECUSED else None
    return recusal(long=long, lead=lead, state=state, paragraph=rule, decision=long_text(1000) if long else NASTY)


def call(
    reason: CallReason = CallReason.APOLOGY, *, long: bool = False, is_open: bool = True, **changes: Any
) -> CallView:
    made = DeputyCall(
        id="call-1", committee_id="bestillerutvalget", about="meeting-1", organisation_id="aukra", person_id="vara",
        for_id="aukra", reason=reason, called_at=AT,
    )  # fmt: skip
    return CallView(
        call=replace(made, **changes),
        deputy="Ola Eksempel",
        absent="Kari Eksempel",
        organisation="Aukra",
        cases=(proposal(long=long),) * (12 if long else 1),
        votings=(OpenBallot(voting_id="voting-1", case_number="BU 3/26", procedure_id=None),) if is_open else (),
        starts_at=AT if reason is CallReason.APOLOGY else None,
        zone="Europe/Oslo",
        may_take_back=reason is CallReason.HANDED_OVER,
    )


def _recusals(*recusals: RecusalView) -> RecusalsView:
    return RecusalsView(committee_id="bestillerutvalget", recusals=recusals)


def _deputies(*calls: CallView, to_hand_over: tuple[tuple[str, str], ...] = ()) -> DeputiesView:
    return DeputiesView(calls=calls, to_hand_over=to_hand_over)


def _missing(*, case: bool = False) -> MissingView:
    made = MissingView(organisation=NASTY, zone="Europe/Oslo", starts_at=AT)
    return replace(made, starts_at=None, proposal=proposal()) if case else made


def _entered(words: Words, **filled: Any) -> Card:
    return entered_form(own_view(), PEOPLE, words, **filled)


_RECEIPT = ("BU 3/26", "For", "2. desember", "0123456789abcdef")
_TYPED = {"proposal": "proposal-3", "person": "rauma", "ground": NASTY}
CARDS = {
    "recusal": lambda words: recusal_card(recusal(), words),
    "recusal_yes": lambda words: recusal_card(decided(RecusalState.RECUSED), words),
    "recusal_no": lambda words: recusal_card(decided(RecusalState.NOT_RECUSED), words),
    "recusals": lambda words: recusals_card(
        _recusals(recusal(), replace(decided(RecusalState.RECUSED, lead=True), may_decide=False)), words
    ),
    "recusals_none": lambda words: recusals_card(_recusals(), words),
    "recusal_form": lambda words: recusal_form((proposal(),), (), words),
    "recusal_form_faults": lambda words: recusal_form(
        (proposal(),), PEOPLE, words, typed=_TYPED, faults={"ground": "field_too_long", "person": "field_no_member"}
    ),
    "recusal_decision_form": lambda words: recusal_decision_form(
        recusal(),
        PEOPLE,
        words,
        typed={"decision": NASTY},
        faults={"recused": "field_not_chosen", "decision": "field_empty"},
    ),
    "recusal_withdrawn": lambda words: recusal_card(
        replace(recusal(state=RecusalState.WITHDRAWN), may_decide=False), words
    ),
    "recusal_leading": lambda words: leading_card(
        replace(decided(RecusalState.RECUSED, lead=True), leads=True, may_open=True), words
    ),
    "ballot_removed": lambda words: ballot_removed_card(own_view(), words),
    "deputy_called": lambda words: call_card(call(), words),
    "deputy_called_inhabil": lambda words: call_card(call(CallReason.RECUSED, answer=CallAnswer.ACCEPTED), words),
    "deputy_called_over": lambda words: call_card(call(CallReason.HANDED_OVER, ended_at=AT), words),
    "deputy_called_declined": lambda words: call_card(call(answer=CallAnswer.DECLINED), words),
    "deputy_answered": lambda words: answered_card(call(answer=CallAnswer.ACCEPTED), words),
    "deputy_answered_no": lambda words: answered_card(call(answer=CallAnswer.DECLINED), words),
    "deputy_none": lambda words: missing_card(_missing(), words),
    "deputy_none_case": lambda words: missing_card(_missing(case=True), words),
    "deputy_missing": lambda words: no_deputy_card(call(answer=CallAnswer.DECLINED), words),
    "deputies": lambda words: deputies_card(
        _deputies(
            replace(call(), may_answer=True), call(CallReason.HANDED_OVER), to_hand_over=(("voting-1", "BU 3/26"),)
        ),
        words,
    ),
    "deputies_none": lambda words: deputies_card(_deputies(), words),
    "ballot_entries": lambda words: entries_card((("voting-1", "BU 3/26"),), words),
    "ballot_entries_none": lambda words: entries_card((), words),
    "ballot_enter_form": _entered,
    "ballot_enter_form_faults": lambda words: _entered(
        words, typed={"ground": NASTY, "person": "rauma"}, faults={"choice": "field_not_chosen"}
    ),
    "ballot_entered": lambda words: entered_card(
        own_view(own_ballot=replace(ballot(1), entered_by="sekretaer", remark=NASTY, escalation_demanded=True)),
        f"E-post {NASTY}",
        words,
    ),
    "voting_with_absences": lambda words: voting_card(
        own_view(
            own_ballot=replace(ballot(1), entered_by="sekretaer"),
            may_hand_over=True,
            entitled=Entitlements(
                recused=((NASTY, "Aukra"), ("Leder Eksempel", "")),
                deputies=(("Ola Eksempel", "Aukra"),),
                voiceless=("Rauma", NASTY),
            ),
        ),
        words,
    ),
    "voting_of_former": lambda words: voting_card(
        own_view(own_ballot=replace(ballot(1), person_id="gone"), own_by_former=True), words
    ),
    "receipts": lambda words: receipts_card((_RECEIPT,), words),
    "receipts_none": lambda words: receipts_card((), words),
}
LONG_CARDS = {
    "recusal": lambda words: recusal_card(decided(RecusalState.RECUSED, long=True), words),
    "recusals": lambda words: recusals_card(_recusals(*[recusal(long=True)] * 30), words),
    "deputy_called": lambda words: call_card(call(long=True), words),
    "deputies": lambda words: deputies_card(_deputies(*[call(long=True)] * 40), words),
    "receipts": lambda words: receipts_card((_RECEIPT,) * 40, words),
}
