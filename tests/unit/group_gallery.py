"""The cards about groups and delegates in each of their states, and with the longest texts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from cards.build import Card
from cards.group_forms import delegate_end_form, delegate_form, delegate_report_form, group_end_form, group_form
from cards.group_forms import group_report_form as report_form
from cards.groups import (
    group_card,
    group_due_card,
    group_end_card,
    group_gone_card,
    group_report_card,
    groups_card,
    new_group_card,
)
from cards.meetings import meeting_card
from cards.minutes import minutes_card
from cards.networks import delegate_card, delegate_due_card, delegate_report_card, delegates_card
from committee.group_forms import LONGEST, MOST_MEMBERS, DelegateForm, GroupForm, form_of_delegate, form_of_group
from committee.group_views import DelegatesView, DelegateView, GroupsView, GroupView
from committee.groups import Delegate, Group, GroupKind, GroupState, ReportBack
from committee.minutes import MinutesState
from locales import Words
from tests.unit.card_views import AT, board, long_text, mandate, meeting, meeting_view, minutes

PEOPLE = (("p-kari", "Kari Eksempel (Molde)"), ("p-ola", "Ola Eksempel (Aukra)"), ("p-eva", "Eva Eksempel"))
TODAY = date(2026, 12, 12)
IDS = {"committee": "bestillerutvalget", "new": "a" * 32}


def group(*, long: bool = False, **changes: Any) -> Group:
    made = Group(
        id="group-1",
        committee_id="bestillerutvalget",
        kind=GroupKind.WORKING,
        name=long_text(LONGEST["name"]) if long else "Felles arkivplan",
        task=long_text(LONGEST["task"]) if long else "Lag et utkast til felles arkivplan.",
        leader_id="p-kari",
        members=("p-kari", "p-ola", "p-eva"),
        deadline_on=date(2026, 12, 10),
        created_by="p-kari",
        created_at=AT,
    )
    return replace(made, **changes)


def reported(*, long: bool = False, **changes: Any) -> Group:
    told = long_text(LONGEST["report"]) if long else "Planen er klar."
    return group(long=long, state=GroupState.REPORTED, report=told, reported_by="p-ola", reported_at=AT, **changes)


def group_view(of: Group | None = None, **changes: Any) -> GroupView:
    made = GroupView(
        mandate=mandate(),
        group=of or group(),
        leader="Kari Eksempel",
        members=("Ola Eksempel", "Eva Eksempel"),
        organisation="",
        noted_in=None,
        may_report=True,
        may_change=False,
        may_end=False,
    )
    return replace(made, **changes)


def own_view(**changes: Any) -> GroupView:
    own = group(kind=GroupKind.MUNICIPAL, organisation_id="molde", name="Digitale innbyggere")
    return group_view(own, organisation="Molde", may_change=True, may_end=True, **changes)


def groups_view(*groups: GroupView, **changes: Any) -> GroupsView:
    made = GroupsView(mandate=mandate(), groups=groups, ended=1, kinds=(GroupKind.WORKING, GroupKind.PROJECT))
    return replace(made, **changes)


def delegate(*, long: bool = False, **changes: Any) -> Delegate:
    made = Delegate(
        id="delegate-1",
        committee_id="bestillerutvalget",
        network=long_text(LONGEST["network"]) if long else "Fagnettverk oppvekst i DigiMR",
        person_id="p-kari",
        adviser_id="p-ola",
        from_on=date(2026, 6, 1),
        until_on=None,
        report_months=6,
        named_by="p-eva",
        named_at=AT,
    )
    return replace(made, **changes)


def delegate_view(of: Delegate | None = None, **changes: Any) -> DelegateView:
    made = DelegateView(
        mandate=mandate(),
        delegate=of or delegate(),
        person="Kari Eksempel",
        adviser="Ola Eksempel",
        may_report=True,
        may_change=True,
    )
    return replace(made, **changes)


def heard(*, long: bool = False, **changes: Any) -> Delegate:
    told = long_text(LONGEST["report"]) if long else "Nettverket tester et nytt skjema."
    return delegate(long=long, report=told, reported_at=AT, reported_on=AT.date(), **changes)


def report_backs(*, long: bool = False) -> tuple[ReportBack, ...]:
    name, told = ("Felles arkivplan", "Planen er klar.")
    if long:
        name, told = long_text(LONGEST["name"]), long_text(LONGEST["report"])
    day = date(2026, 12, 10)
    return (
        ReportBack(subject_id="group-1", kind=GroupKind.WORKING, name=name, who=("Kari Eksempel",), due_on=day,
                   report=told, reported_on=date(2026, 12, 8)),
        ReportBack(subject_id="group-2", kind=GroupKind.PROJECT, name="Sen gruppe", who=("Ola Eksempel",), due_on=day),
        ReportBack(subject_id="delegate-1", kind=None, name="Fagnettverk oppvekst i DigiMR", due_on=day,
                   who=("Kari Eksempel", "Ola Eksempel")),
    )  # fmt: skip


_GROUP_FAULTS = {
    "kind": "field_not_chosen", "name": "field_too_long", "task": "field_empty", "leader": "field_no_person",
    "members": "field_too_many", "deadline": "field_day_range",
}  # fmt: skip
_DELEGATE_FAULTS = {
    "network": "field_empty", "person": "field_no_member", "adviser": "field_no_person", "from_on": "field_day_far",
    "until_on": "field_day_order", "months": "field_not_chosen",
}  # fmt: skip


def _group_form(words: Words, form: GroupForm, kinds: tuple[GroupKind, ...], **more: Any) -> Card:
    return group_form(form, words, data=IDS, kinds=kinds, people=more.pop("people", PEOPLE), **more)


def _delegate_form(words: Words, form: DelegateForm, **more: Any) -> Card:
    return delegate_form(form, words, data=IDS, members=PEOPLE[:2], people=PEOPLE, **more)


Draw = Callable[[Words], Card]
CARDS: dict[str, Draw] = {
    "group": lambda words: group_card(group_view(), words),
    "group_reported": lambda words: group_card(group_view(reported(), may_change=True), words),
    "group_noted": lambda words: group_card(
        group_view(reported(noted_in="meeting-1"), noted_in=meeting(), may_change=True, may_end=True), words
    ),
    "group_ended": lambda words: group_card(
        group_view(group(state=GroupState.ENDED, end_reason="Satt ned to ganger"), may_report=False), words
    ),
    "group_own": lambda words: group_card(own_view(), words),
    "group_report": lambda words: group_report_card(group_view(reported()), words),
    "group_end": lambda words: group_end_card(group_view(replace(reported(), state=GroupState.ENDED)), words),
    "group_end_reason": lambda words: group_end_card(group_view(group(end_reason="Satt ned to ganger")), words),
    "group_soon": lambda words: group_due_card(group_view(), words, overdue=False),
    "group_overdue": lambda words: group_due_card(group_view(), words, overdue=True),
    "group_overdue_own": lambda words: group_due_card(own_view(), words, overdue=True),
    "group_overdue_reported": lambda words: group_due_card(group_view(reported()), words, overdue=True),
    "group_gone": group_gone_card,
    "groups": lambda words: groups_card(
        (
            groups_view(group_view(), group_view(reported(), may_change=True), own_view()),
            groups_view(mandate=board(), kinds=(), ended=0),
        ),
        words,
        today=TODAY,
    ),
    "groups_new": lambda words: new_group_card((mandate(), board()), words),
    "group_form": lambda words: _group_form(words, GroupForm(leader_id="p-kari"), tuple(GroupKind)),
    "group_form_correct": lambda words: _group_form(words, form_of_group(group()), ()),
    "group_form_faults": lambda words: _group_form(words, GroupForm(), tuple(GroupKind)[:2], faults=_GROUP_FAULTS),
    "group_report_form": lambda words: report_form(group(), words),
    "group_report_form_faults": lambda words: report_form(group(), words, typed=" ", faults={"report": "field_empty"}),
    "group_end_form": lambda words: group_end_form(reported(), words),
    "group_end_form_faults": lambda words: group_end_form(group(), words, faults={"reason": "field_empty"}),
    "delegate": lambda words: delegate_card(delegate_view(), words),
    "delegate_ended": lambda words: delegate_card(
        delegate_view(delegate(ended_at=AT), may_report=False, may_change=False), words
    ),
    "delegate_report": lambda words: delegate_report_card(delegate_view(heard()), words),
    "delegate_soon": lambda words: delegate_due_card(delegate_view(), words, overdue=False),
    "delegate_overdue": lambda words: delegate_due_card(delegate_view(), words, overdue=True),
    "delegate_overdue_ended": lambda words: delegate_due_card(
        delegate_view(delegate(ended_at=AT)), words, overdue=True
    ),
    "delegates": lambda words: delegates_card(
        DelegatesView(mandate=mandate(), delegates=(delegate_view(), delegate_view(heard())), may_name=True), words
    ),
    "delegates_none": lambda words: delegates_card(
        DelegatesView(mandate=mandate(), delegates=(), may_name=False), words
    ),
    "delegate_form": lambda words: _delegate_form(words, form_of_delegate(delegate())),
    "delegate_form_faults": lambda words: _delegate_form(words, DelegateForm(), faults=_DELEGATE_FAULTS),
    "delegate_report_form": lambda words: delegate_report_form(delegate(), words),
    "delegate_end_form": lambda words: delegate_end_form(delegate(), words),
    "meeting_reports": lambda words: meeting_card(meeting_view(reports=report_backs()), words),
    "minutes_reports": lambda words: minutes_card(
        replace(minutes(MinutesState.PUBLISHED), reports=report_backs()), words
    ),
}
_CROWD = tuple(
    (f"person-{n}", f"Eksempel Eksempelsen-Etternavn {n} (Eksempelkommune)") for n in range(2 * MOST_MEMBERS)
)
LONG_CARDS: dict[str, Draw] = {
    "group": lambda words: group_card(
        group_view(reported(long=True), members=tuple(name for _, name in _CROWD), may_change=True, may_end=True), words
    ),
    "group_report": lambda words: group_report_card(group_view(reported(long=True)), words),
    "group_end": lambda words: group_end_card(group_view(group(end_reason=long_text(LONGEST["reason"]))), words),
    "groups": lambda words: groups_card(
        [groups_view(*(group_view(group(long=True), may_change=True, may_end=True) for _ in range(30)))] * 3,
        words,
        today=TODAY,
    ),
    "group_form": lambda words: _group_form(
        words,
        replace(form_of_group(group(long=True)), members=tuple(one for one, _ in _CROWD)),
        tuple(GroupKind),
        people=_CROWD,
        faults=_GROUP_FAULTS,
    ),
    "group_report_form": lambda words: report_form(reported(long=True), words),
    "delegate_report": lambda words: delegate_report_card(delegate_view(heard(long=True)), words),
    "delegates": lambda words: delegates_card(
        DelegatesView(mandate=mandate(), delegates=(delegate_view(heard(long=True)),) * 30, may_name=True), words
    ),
    "meeting_reports": lambda words: meeting_card(meeting_view(reports=report_backs(long=True) * 20), words),
    "minutes_reports": lambda words: minutes_card(
        replace(minutes(MinutesState.PUBLISHED, long=True, cases=8), reports=report_backs(long=True) * 20), words
    ),
}
