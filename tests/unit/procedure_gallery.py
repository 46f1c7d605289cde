"""Cards and dialogs of written procedures in each of their states, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cards.build import Card
from cards.procedure_forms import answer_form, extra_meeting_form, ground_form, start_form, urgency_form
from cards.procedures import (
    extension_card,
    no_extension_card,
    papers_card,
    procedures_card,
    put_off_card,
    reminder_card,
    stopped_card,
    to_meeting_card,
)
from cards.urgency import board_choice_card, extra_meeting_card, urgency_asked_card
from committee.mandate import WrittenRules
from committee.meetings import Meeting, MeetingState
from committee.procedure_views import BoardChoiceView, ExtraMeetingView, ProceduresView, ProcedureView, ReadyCase
from committee.procedures import Ending, Extension, Procedure, ProcedureForm
from committee.urgency import BoardChoice, ExtraMeetingForm, Urgency, UrgencyRequest
from committee.voting import Reason
from locales import Words
from tests.unit.card_views import NASTY, long_text, mandate, own_view, proposal, voting_view

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CLOSES = datetime(2026, 12, 2, 15, tzinfo=UTC)


def procedure(*, long: bool = False, **changes: Any) -> Procedure:
    words = long_text(1000) if long else NASTY
    made = Procedure(
        id="procedure-1",
        committee_id="bestillerutvalget",
        about="proposal-3",
        voting_id="voting-1",
        started_by="leder",
        started_at=AT,
        closes_at=CLOSES,
        message=words,
    )
    return replace(made, **changes)


def urgency(*, long: bool = False) -> Urgency:
    words = long_text(500) if long else NASTY
    return Urgency(why_urgent=words, why_not_wait=words, declared_by=("molde1", "aukra"))


def asked(*, long: bool = False, **changes: Any) -> Extension:
    return replace(Extension(asked_by="rauma", asked_at=AT, ground=long_text(500) if long else NASTY), **changes)


def view(made: Procedure, reason: Reason | None = None, *, long: bool = False, **changes: Any) -> ProcedureView:
    seen = own_view(reason) if not long else voting_view(reason, long=True)
    found = ProcedureView(
        mandate=mandate(),
        proposal=proposal(long=long),
        procedure=made,
        voting=seen,
        started_by="Per Eksempel",
        asked_by="Ola Eksempel",
        ended_by="Ola Eksempel",
        declared_by=("Kari Eksempel", "Ola Eksempel") if made.urgency else (),
        may_lead=True,
    )
    return replace(found, **changes)


def ready(*, long: bool = False, **changes: Any) -> ReadyCase:
    content = long_text(500) if long else NASTY
    request = UrgencyRequest(
        id="r1", committee_id="bestillerutvalget", about="proposal-3", organisation_id="molde", person_id="molde1",
        why_urgent=content, why_not_wait=content, asked_at=AT,
    )  # fmt: skip
    found = ReadyCase(
        mandate=mandate(),
        proposal=proposal(long=long),
        requests=(("Molde", request),) * (9 if long else 1),
        is_asked=True,
        may_send_out=True,
        may_call_meeting=True,
        may_ask=True,
    )
    return replace(found, **changes)


def meeting(**changes: Any) -> Meeting:
    made = Meeting(
        id="meeting-7",
        committee_id="bestillerutvalget",
        starts_at=datetime(2026, 11, 25, 8, tzinfo=UTC),
        ends_at=datetime(2026, 11, 25, 9, tzinfo=UTC),
        state=MeetingState.PLANNED,
    )
    return replace(made, **changes)


def _extra(words: Words, *, long: bool = False, **changes: Any) -> Card:
    found = ExtraMeetingView(
        mandate=mandate(),
        proposal=proposal(long=long),
        meeting=meeting(),
        urgency=urgency(long=long),
        called_by="Kari Eksempel",
        may_cancel=True,
    )
    return extra_meeting_card(replace(found, **changes), words)


def _board(words: Words, *, taken: bool | None = None, goes_to: Meeting | None = None) -> Card:
    choice = BoardChoice(
        id="choice-1", committee_id="bestillerutvalget", about="proposal-3", meeting_id="meeting-7", asked_at=AT,
        taken=taken,
    )  # fmt: skip
    found = BoardChoiceView(
        mandate=mandate(),
        proposal=proposal(),
        choice=choice,
        body="Styret",
        time_zone="Europe/Oslo",
        earlier=meeting(),
        goes_to=goes_to,
    )
    return board_choice_card(found, words)


def _list(words: Words, *, long: bool = False, **changes: Any) -> Card:
    ended = procedure(ending=Ending.MEETING_DEMANDED, end_ground=NASTY, ended_by="rauma")
    found = ProceduresView(
        mandates=(mandate(),),
        running=(view(procedure(long=long), long=long), view(procedure(urgency=urgency()))) * (4 if long else 1),
        over=(view(procedure(), Reason.MAJORITY), view(ended, Reason.MEETING_DEMANDED)),
        ready=(ready(long=long),) * (20 if long else 1),
    )
    return procedures_card(replace(found, **changes), words)


_FAULTS = {"closes_on": "deadline_too_soon", "why_urgent": "field_empty", "message": "field_too_long"}
_FORM = ProcedureForm(closes_on="2026-12-02", message=NASTY, urgent=True, why_urgent=NASTY, why_not_wait=NASTY)
_DATA = {"proposal": "proposal-3", "new": "a" * 32}
CARDS = {
    "procedure_papers": lambda words: papers_card(view(procedure()), words),
    "procedure_papers_urgent": lambda words: papers_card(view(procedure(urgency=urgency())), words),
    "procedure_papers_closed": lambda words: papers_card(view(procedure(), Reason.MAJORITY), words),
    "procedures": _list,
    "procedures_none": lambda words: _list(words, running=(), over=(), ready=()),
    "procedures_not_allowed": lambda words: _list(
        words, mandates=(replace(mandate(), written=WrittenRules(allowed=False)),), running=(), over=(), ready=()
    ),
    "procedures_to_ask": lambda words: _list(
        words,
        running=(),
        over=(),
        ready=(ready(requests=(), is_asked=False, may_send_out=False, may_call_meeting=False),),
    ),
    "procedure_extension": lambda words: extension_card(view(procedure(extensions=(asked(),))), words),
    "procedure_extension_answered": lambda words: extension_card(view(procedure()), words),
    "procedure_no_extension": lambda words: no_extension_card(
        view(procedure(extensions=(asked(answered_by="leder", answer=NASTY),))), words
    ),
    "procedure_put_off": lambda words: put_off_card(
        view(procedure(extensions=(asked(answered_by="leder", answer=NASTY, until=CLOSES),))), words
    ),
    "procedure_to_meeting": lambda words: to_meeting_card(
        view(procedure(ending=Ending.MEETING_DEMANDED, end_ground=NASTY), Reason.MEETING_DEMANDED), words
    ),
    "procedure_stopped": lambda words: stopped_card(
        view(procedure(ending=Ending.TEXT_CORRECTED, end_ground=NASTY), Reason.TEXT_CORRECTED), words
    ),
    "procedure_reminder": lambda words: reminder_card(view(procedure()), words),
    "urgency_asked": lambda words: urgency_asked_card(ready(), words),
    "urgency_asked_secretary": lambda words: urgency_asked_card(ready(), words, may_lead=False),
    "urgency_asked_over": lambda words: urgency_asked_card(ready(requests=()), words),
    "extra_meeting": _extra,
    "extra_meeting_cancelled": lambda words: _extra(words, meeting=meeting(state=MeetingState.CANCELLED)),
    "extra_meeting_form": lambda words: extra_meeting_form(
        proposal(),
        ExtraMeetingForm(day="2026-11-25", time="9", why_urgent=NASTY),
        words,
        new="a" * 32,
        faults={"time": "meeting_too_soon", "why_not_wait": "field_empty"},
    ),
    "board_choice": lambda words: _board(words, goes_to=meeting(starts_at=CLOSES)),
    "board_choice_open": _board,
    "board_choice_taken": lambda words: _board(words, taken=True, goes_to=meeting()),
    "board_choice_waits": lambda words: _board(words, taken=False, goes_to=meeting(starts_at=CLOSES)),
    "procedure_papers_leader": lambda words: papers_card(
        view(procedure(), voting=replace(own_view(), own_entry=None, no_vote="no_vote_chair")), words
    ),
    "procedure_start_form_secretary": lambda words: start_form(
        proposal(), ProcedureForm(), words, data=_DATA, least="Tidligst mandag.", faults={}, may_urge=False
    ),
    "procedure_start_form": lambda words: start_form(
        proposal(), ProcedureForm(), words, data=_DATA, least="Tidligst mandag.", faults={}
    ),
    "procedure_start_form_faults": lambda words: start_form(
        proposal(), _FORM, words, data=_DATA, least="Tidligst mandag.", faults=_FAULTS
    ),
    "procedure_extend_form": lambda words: ground_form(view(procedure()), "procedure_extend", words),
    "procedure_meeting_form": lambda words: ground_form(
        view(procedure()), "procedure_meeting", words, typed=NASTY, faults={"ground": "field_empty"}
    ),
    "procedure_answer_form": lambda words: answer_form(
        view(procedure(extensions=(asked(),))), words, answer=NASTY, faults={"closes_on": "deadline_not_later"}
    ),
    "urgency_form": lambda words: urgency_form(
        ready(is_asked=False), words, typed={"why_urgent": NASTY}, faults={"why_not_wait": "field_empty"}
    ),
    "urgency_form_again": lambda words: urgency_form(
        ready(), words, typed={"why_urgent": NASTY, "why_not_wait": NASTY}
    ),
}
LONG_CARDS = {
    "procedure_papers": lambda words: papers_card(
        view(procedure(long=True, urgency=urgency(long=True)), long=True), words
    ),
    "procedures": lambda words: _list(words, long=True),
    "urgency_asked": lambda words: urgency_asked_card(ready(long=True), words),
    "extra_meeting": lambda words: _extra(words, long=True),
}
