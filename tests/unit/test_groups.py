"""When groups and delegates are to report, what a form must hold, and who may do what."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.group_forms import group_end_form, group_form, group_report_form
from cards.groups import group_card, group_due_card, group_end_card, group_report_card, groups_card
from cards.meetings import meeting_card
from cards.minutes import minutes_card
from cards.networks import delegate_card, delegate_report_card, delegates_card
from committee.errors import FormError
from committee.group_forms import LONGEST, MOST_MEMBERS, DelegateForm, GroupForm, check_delegate, check_group
from committee.group_rights import kinds_for, may_change, may_end, may_report, sees_group
from committee.group_views import DelegatesView
from committee.groups import Delegate, Group, GroupKind, GroupState, months_after
from committee.members import Directory, Member, Person, Seat
from committee.seat_rules import Function
from locales import words
from tests.unit import group_gallery as gallery
from tests.unit.card_views import mandate, meeting_view, minutes

TODAY = date(2026, 11, 23)
PEOPLE = {"a", "b", "c"}
FORM = GroupForm(kind="working", name=" Arkiv ", task="Plan", leader_id="b", members=("a", "b"), deadline="2026-12-10")
NETWORK = DelegateForm(network=" DigiMR ", person_id="a", adviser_id="b", from_on="2026-06-01", months="6")
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1))


# Days


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 6, 1), 6, date(2026, 12, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 15), 24, date(2028, 1, 15)),
    ],
)
def test_the_same_day_so_many_months_later(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@given(DAYS, st.integers(1, 24))
def test_months_never_slip(day: date, months: int) -> None:
    """In the month that was meant, on the day that was meant or the month's last."""
    then = months_after(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (then + timedelta(days=1)).day == 1


def delegate(**changes: Any) -> Delegate:
    return replace(gallery.delegate(), **changes)


def test_a_delegate_reports_every_so_many_months_until_the_last_day() -> None:
    assert delegate().due_on == date(2026, 12, 1)
    assert delegate(reported_on=date(2026, 10, 5)).due_on == date(2027, 4, 5)
    assert delegate(until_on=date(2026, 9, 30)).due_on == date(2026, 9, 30)
    assert delegate(until_on=date(2026, 9, 30), reported_on=date(2026, 9, 1)).due_on == date(2026, 9, 30)
    assert delegate(until_on=date(2026, 9, 30), reported_on=date(2026, 9, 30)).due_on is None
    assert delegate(ended_at=gallery.AT).due_on is None


@given(DAYS, DAYS, st.integers(1, 24), st.none() | DAYS)
def test_a_report_is_never_due_on_the_day_it_came(
    begins: date, reported: date, months: int, until: date | None
) -> None:
    due = delegate(from_on=begins, reported_on=reported, report_months=months, until_on=until).due_on
    assert due is None or due > reported


def test_what_awaits_a_meeting_is_what_none_has_noted() -> None:
    assert not gallery.group().awaits_meeting
    assert gallery.reported().awaits_meeting
    assert not gallery.reported(noted_in="m").awaits_meeting
    assert not gallery.reported(kind=GroupKind.MUNICIPAL).awaits_meeting
    day = gallery.group().deadline_on
    assert [gallery.group().is_due(day + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, True]
    assert not gallery.reported().is_due(day)


# Forms


def faults_of(form: GroupForm, **more: Any) -> dict[str, str]:
    with pytest.raises(FormError) as refused:
        check_group(form, PEOPLE, today=TODAY, **more)
    return refused.value.fields


def test_a_form_is_trimmed_and_the_leader_is_a_member() -> None:
    checked = check_group(replace(FORM, leader_id="c"), PEOPLE, today=TODAY)
    assert (checked.name, checked.members, checked.deadline_on) == ("Arkiv", ("c", "a", "b"), date(2026, 12, 10))
    assert check_group(FORM, PEOPLE, today=TODAY).members == ("b", "a")


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"kind": "board"}, {"kind": "field_not_chosen"}),
        ({"name": " \n"}, {"name": "field_empty"}),
        ({"name": "å" * (LONGEST["name"] + 1)}, {"name": "field_too_long"}),
        ({"leader_id": ""}, {"leader": "field_no_person"}),
        ({"members": ("a", "x")}, {"members": "field_no_person"}),
        ({"members": ("a",) * (MOST_MEMBERS + 1)}, {"members": "field_too_many"}),
        ({"deadline": ""}, {"deadline": "field_no_day"}),
        ({"deadline": "2026-11-22"}, {"deadline": "field_day_range"}),
        ({"deadline": "2126-11-22"}, {"deadline": "field_day_range"}),
    ],
)
def test_each_fault_stands_at_its_field(changes: dict[str, Any], faults: dict[str, str]) -> None:
    assert faults_of(replace(FORM, **changes)) == faults


def test_a_deadline_that_stands_may_be_kept_though_it_has_passed() -> None:
    late = replace(FORM, deadline="2026-11-01")
    assert check_group(late, PEOPLE, today=TODAY, was=date(2026, 11, 1)).deadline == "2026-11-01"
    assert faults_of(late, was=date(2026, 11, 2)) == {"deadline": "field_day_range"}


@given(*[st.text(max_size=12)] * 6)
def test_no_text_at_all_breaks_a_form(
    kind: str, name: str, leader: str, deadline: str, months: str, until: str
) -> None:
    form = GroupForm(kind=kind, name=name, task=name, leader_id=leader, members=(leader,), deadline=deadline)
    sent = DelegateForm(
        network=name, person_id=leader, adviser_id=kind, from_on=deadline, until_on=until, months=months
    )
    with suppress(FormError):
        check_group(form, PEOPLE, today=TODAY)
    with suppress(FormError):
        check_delegate(sent, PEOPLE, {"a"}, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"network": ""}, {"network": "field_empty"}),
        ({"person_id": "b", "adviser_id": ""}, {"person": "field_no_member"}),
        ({"adviser_id": "a"}, {"adviser": "field_no_person"}),
        ({"from_on": "i går"}, {"from_on": "field_no_day"}),
        ({"from_on": "2016-01-01"}, {"from_on": "field_day_far"}),
        ({"until_on": "snart"}, {"until_on": "field_no_day"}),
        ({"until_on": "2026-11-22"}, {"until_on": "field_day_order"}),
        ({"from_on": "2027-02-01", "until_on": "2027-01-31"}, {"until_on": "field_day_order"}),
        ({"months": "25"}, {"months": "field_not_chosen"}),
        ({"months": "-6"}, {"months": "field_not_chosen"}),
        ({"months": "²"}, {"months": "field_not_chosen"}),
    ],
)
def test_each_fault_of_a_delegate_stands_at_its_field(changes: dict[str, Any], faults: dict[str, str]) -> None:
    with pytest.raises(FormError) as refused:
        check_delegate(replace(NETWORK, **changes), PEOPLE, {"a"}, today=TODAY)
    assert refused.value.fields == faults


# Who may


def person(id_: str) -> Person:
    return Person(id=id_, name=id_, tenant_id="t", object_id=id_, address="")


SEATS = {
    "leader": (Function.CHAIR, "ror-ikt", {}),
    "secretary": (Function.SECRETARY, "ror-ikt", {}),
    "molde": (Function.REPRESENTATIVE, "molde", {}),
    "deputy": (Function.REPRESENTATIVE, "molde", {"is_deputy": True}),
    "elected": (Function.REPRESENTATIVE, "aukra", {"leads": True}),
    "host": (Function.HOST_MEMBER, "ror-ikt", {}),
    "for_host": (Function.REPRESENTATIVE, "ror-ikt", {}),
    "union": (Function.UNION, "ror-ikt", {}),
}
DIRECTORY = Directory(
    mandates={"bestillerutvalget": mandate()},
    people={one: person(one) for one in (*SEATS, "outsider", "p-kari")},
    seats=tuple(
        Seat(committee_id="bestillerutvalget", person_id=id_, function=function, organisation_id=organisation, **more)
        for id_, (function, organisation, more) in SEATS.items()
    ),
    spaces={},
)


def member(id_: str) -> Member:
    return DIRECTORY.member(DIRECTORY.people[id_], "bestillerutvalget")


COMMITTEES = {GroupKind.WORKING, GroupKind.PROJECT}
ALL = set(GroupKind)
MAY_SET_UP = {
    "leader": COMMITTEES, "secretary": COMMITTEES, "molde": ALL, "deputy": ALL, "elected": ALL,
    "for_host": COMMITTEES, "host": set(), "union": set(), "outsider": set(),
}  # fmt: skip


@pytest.mark.parametrize("who", MAY_SET_UP)
def test_who_may_set_up_what(who: str) -> None:
    assert set(kinds_for(DIRECTORY, member(who))) == MAY_SET_UP[who]


OWN = gallery.group(kind=GroupKind.MUNICIPAL, organisation_id="molde", members=("outsider",), leader_id="outsider")
SHARED = gallery.group(members=("outsider",), leader_id="outsider", created_by="molde")
EVERYBODY = {*SEATS, "outsider", "p-kari"}


def those(ask: Any, group: Group) -> set[str]:
    return {one for one in EVERYBODY if ask(member(one), group)}


def test_a_municipalitys_own_group_is_for_it_and_its_people_alone() -> None:
    """C14."""
    assert those(sees_group, OWN) == {"molde", "deputy", "outsider"}
    assert those(may_report, OWN) == {"outsider"}
    assert those(may_change, OWN) == those(may_end, OWN) == {"molde", "deputy"}


def test_the_committees_group_is_seen_by_all_with_a_seat() -> None:
    assert those(sees_group, SHARED) == {*SEATS, "outsider"}
    assert those(may_report, SHARED) == {"outsider"}
    assert those(may_change, SHARED) == {"leader", "secretary", "elected", "molde"}
    assert those(may_end, SHARED) == {"leader", "secretary", "elected"}


# Cards


NASTY = "*fet* [her](https://example.no) <at>Alle</at> # 1"


def written_by_people() -> Iterator[dict[str, Any]]:
    """Every card with a person's text in it."""
    say = words("nb")
    group = replace(gallery.reported(), name=NASTY, task=NASTY, report=NASTY, end_reason=NASTY)
    view = gallery.group_view(group, leader=NASTY, members=(NASTY,), organisation=NASTY)
    sent = replace(gallery.heard(), network=NASTY, report=NASTY)
    delegate_view = gallery.delegate_view(sent, person=NASTY, adviser=NASTY)
    lines = tuple(replace(one, name=NASTY, report=NASTY) for one in gallery.report_backs())
    yield group_card(view, say)
    yield group_card(replace(view, group=replace(group, state=GroupState.ENDED)), say)
    yield group_report_card(view, say)
    yield group_end_card(view, say)
    yield group_due_card(replace(view, group=replace(group, state=GroupState.ACTIVE)), say, overdue=True)
    yield groups_card((gallery.groups_view(view),), say, today=TODAY)
    yield group_report_form(group, say)
    yield group_end_form(group, say)
    yield group_form(GroupForm(name=NASTY), say, data={}, kinds=(), people=())
    yield delegate_card(delegate_view, say)
    yield delegate_report_card(delegate_view, say)
    yield delegates_card(DelegatesView(mandate=mandate(), delegates=(delegate_view,), may_name=True), say)
    yield meeting_card(meeting_view(reports=lines), say)
    yield minutes_card(replace(minutes(), reports=lines), say)


def blocks(card: Any) -> Iterator[str]:
    if isinstance(card, dict):
        if card.get("type") == "TextBlock":
            yield card["text"]
        yield from (one["value"] for one in card.get("facts", ()))
        for value in card.values():
            yield from blocks(value)
    elif isinstance(card, list):
        for one in card:
            yield from blocks(one)


def test_what_people_write_is_never_formatting() -> None:
    for n, card in enumerate(written_by_people()):
        shown = "\n".join((*blocks(card), str(card["fallbackText"])))
        assert not re.search(r"(?<![\\*])(\*fet|\[her|<at>)", shown), (n, shown)


def test_an_ended_deadline_is_told_as_gone_only_when_it_is() -> None:
    view = gallery.groups_view(gallery.group_view())
    day = gallery.group().deadline_on
    for today, told in ((day, "Frist torsdag"), (day + timedelta(days=1), "Fristen var torsdag")):
        assert any(told in one for one in blocks(groups_card((view,), words("nb"), today=today)))


def test_a_report_is_dated_on_the_committees_own_clock() -> None:
    """23.30 UTC on the last of November is December in Oslo."""
    from committee.workflows.report_backs import day_in

    assert day_in(DIRECTORY, "bestillerutvalget", datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)
