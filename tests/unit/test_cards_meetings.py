"""A meeting's cards show what each may press, and what became of the meeting."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cards.build import Card
from cards.help import help_card, pending_card
from cards.meetings import meeting_card, next_meeting_card, orphaned_card
from cards.minutes import minutes_draft_card
from committee.mandate import PlanningRule
from committee.meetings import ClosedDay, MeetingState
from committee.members import Member
from committee.minutes import MinutesState
from committee.seat_rules import Function
from committee.views import AgendaItem
from locales import words
from tests.unit import card_views as views

NB = words("nb")
EVERYONE = None
CHAIR, MOLDE, OUTSIDER = views.member(Function.CHAIR), views.member(), views.member(None)


def titles(node: Any) -> list[str]:
    """The titles of all buttons, in order."""
    if isinstance(node, list):
        return [found for one in node for found in titles(one)]
    if not isinstance(node, dict):
        return []
    own = [node["title"]] if str(node.get("type")).startswith("Action.") else []
    return own + [found for one in node.values() for found in titles(one)]


def told(card: Card) -> str:
    return json.dumps(card, ensure_ascii=False)


JOIN, AWAY, HERE = "Bli med på nett", "Meld forfall", "Jeg er til stede"
START, COMES = "Start møtet", "Jeg kommer likevel"
BEFORE = (
    (EVERYONE, [JOIN, AWAY, COMES, START]),
    (CHAIR, [JOIN, AWAY, START]),
    (MOLDE, [JOIN, AWAY]),
    (OUTSIDER, [JOIN]),
)
OPEN, VOTE, SEE, END = "Åpne avstemning: BU 4/26", "Stem i BU 3/26", "Se avstemningen i BU 3/26", "Avslutt møtet"
DURING = (
    (EVERYONE, [JOIN, HERE, AWAY, OPEN, VOTE, END]),
    (CHAIR, [JOIN, HERE, AWAY, OPEN, SEE, END]),
    (MOLDE, [JOIN, HERE, AWAY, VOTE]),
    (OUTSIDER, [JOIN, SEE]),
)


@pytest.mark.parametrize(("viewer", "expected"), BEFORE)
def test_before_the_meeting_each_sees_what_they_may_press(viewer: Member | None, expected: list[str]) -> None:
    assert titles(meeting_card(views.meeting_view(viewer=viewer), NB)) == expected


@pytest.mark.parametrize(("viewer", "expected"), DURING)
def test_in_the_meeting_each_sees_what_they_may_press(viewer: Member | None, expected: list[str]) -> None:
    assert titles(meeting_card(views.meeting_view(MeetingState.IN_SESSION, viewer=viewer), NB)) == expected


def test_an_ended_meeting_leads_to_its_minutes() -> None:
    assert titles(meeting_card(views.meeting_view(MeetingState.ENDED), NB)) == ["Les referatet"]
    assert titles(meeting_card(views.meeting_view(MeetingState.ENDED, minutes=None), NB)) == []


def test_a_cancelled_meeting_says_so_and_offers_nothing() -> None:
    card = meeting_card(views.meeting_view(MeetingState.CANCELLED), NB)
    assert card["speak"].startswith("Avlyst: Møte i Bestillerutvalget")
    assert "Saksliste" not in told(card)
    assert titles(card) == []


def test_a_meeting_without_its_board_meeting_waits_for_an_answer() -> None:
    card = meeting_card(views.meeting_view(MeetingState.ORPHANED), NB)
    assert "Venter på svar: møtet det skulle holdes før, er avlyst" in told(card)
    assert titles(card) == []
    assert titles(orphaned_card(views.meeting_view(MeetingState.ORPHANED), NB)) == ["Behold møtet", "Avlys møtet"]
    assert titles(orphaned_card(views.meeting_view(MeetingState.CANCELLED), NB)) == []


def test_the_card_says_why_the_meeting_is_not_on_the_usual_day() -> None:
    shown = told(meeting_card(views.meeting_view(), NB))
    assert "To uker før møtet i styret i ROR-IKT torsdag 17. desember 2026" in shown
    assert "Ikke torsdag 25. mars 2027: skjærtorsdag" in shown


def test_a_saturday_is_not_explained_by_being_a_saturday() -> None:
    moved = views.meeting(moved_past=(ClosedDay(day=date(2027, 4, 3), reason="lørdag"),))
    shown = told(meeting_card(views.meeting_view(meeting=moved), NB))
    assert "Ikke lørdag 3. april 2027" in shown
    assert "2027: lørdag" not in shown


def test_another_lead_than_two_weeks_is_not_called_two_weeks() -> None:
    rule = PlanningRule(before="styret", lead=timedelta(days=10))
    shown = told(meeting_card(views.meeting_view(mandate=views.mandate(planning=rule)), NB))
    assert "To uker" not in shown
    assert "Før møtet i styret i ROR-IKT torsdag 17. desember 2026" in shown


def test_many_cases_are_counted_rather_than_listed() -> None:
    agenda = tuple(AgendaItem(proposal=views.proposal(number=n), voting=None) for n in range(1, 31))
    card = meeting_card(views.meeting_view(MeetingState.IN_SESSION, agenda=agenda), NB)
    assert "og 5 saker til" in told(card)
    assert len([title for title in titles(card) if title.startswith("Åpne avstemning")]) == 4


def test_no_meeting_is_answered_kindly() -> None:
    assert next_meeting_card(None, NB)["speak"] == "Ingen møter er planlagt ennå"


@pytest.mark.parametrize(
    ("state", "approves", "edits", "expected"),
    [
        (MinutesState.DRAFT, True, True, ["Rediger ordlyden", "Godkjenn og publiser"]),
        (MinutesState.DRAFT, False, True, ["Rediger ordlyden"]),
        (MinutesState.DRAFT, False, False, []),
        (MinutesState.APPROVED, True, True, []),
        (MinutesState.PUBLISHED, True, True, ["Åpne PDF", "Åpne Word"]),
    ],
)
def test_minutes_offer_what_the_reader_may_do(
    state: MinutesState, approves: bool, edits: bool, expected: list[str]
) -> None:
    card = minutes_draft_card(views.minutes(state), NB, may_approve=approves, may_edit=edits)
    assert titles(card) == expected


@pytest.mark.parametrize(
    ("function", "offered", "withheld"),
    [
        (Function.REPRESENTATIVE, "Nytt forslag", "Planlegg møter"),
        (Function.CHAIR, "Planlegg møter", "Nytt forslag"),
        (Function.SECRETARY, "Leveranser", "Nytt forslag"),
        (None, "Neste møte", "Nytt forslag"),
    ],
)
def test_help_offers_what_the_seat_may_do(function: Function | None, offered: str, withheld: str) -> None:
    shown = titles(help_card(views.pending(function), NB))
    assert offered in shown
    assert withheld not in shown


def test_what_waits_comes_first_and_a_long_list_is_cut() -> None:
    many = pending_card(views.pending(full=True, many=40), NB)
    assert titles(many)[0] == "Stem nå"
    assert "til" in many["body"][-1]["text"]
    assert len(titles(many)) == 12


def test_nothing_waiting_tells_when_the_next_meeting_is() -> None:
    assert "Neste møte er torsdag 3. desember 2026 kl. 09.00." in told(pending_card(views.pending(), NB))
    assert titles(pending_card(replace(views.pending(), meeting=None), NB)) == []
