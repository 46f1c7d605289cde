"""What people write is shown letter by letter, whatever it is made of."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cards.build import NO_BREAK_SPACE, Card, escape, facts, sentence_case, shorten, table, with_marker
from cards.case_lists import ALL, FILTERS, CaseList, cases_card
from cards.escalations import escalation_card
from cards.help import pending_card, unknown_card
from cards.meetings import meeting_card
from cards.minutes import minutes_card, minutes_form
from cards.proposals import Writing, assurance_card, proposal_card, proposal_form, sent_back_card
from cards.votings import ballot_differs_card, ballot_form, voting_card
from committee.meetings import MeetingState
from committee.minutes import Attendee
from committee.proposals import LONGEST, Assurance, ProposalForm, ProposalState
from committee.views import ProposalView
from committee.voting import Voting
from locales import words
from tests.unit import card_views as views
from tests.unit.card_gallery import CARDS

_MARKUP = (
    *("*", "_", "**", "[", "](", ")", "<at>", "</at>", "<b>", "\\", "`", "~~", "\n", "\r\n", "\r", "\t", " ", "    "),
    *("1.", "12)", "-", "+", "---", "===", "#", "## ", ">", "|", "!", "&lt;", "&#65;", "&", "https://example.no/a_b"),
)
_PIECES = st.one_of(st.sampled_from(_MARKUP), st.text(alphabet="aøÅ 19.-#*\n", max_size=4))
TEXTS = st.lists(_PIECES, max_size=12).map("".join)
_OPENS = re.compile(r" {0,3}([-+#>=]|\d{1,9}[.)](\s|$))|( {4}|\t)")


def render(markdown: str) -> str:
    """What a reader sees, by a CommonMark reader that knows no markup: it fails on any that would take effect."""
    lines = markdown.split("\n\n")
    return "\n".join(_line(line) for line in lines)


def _line(line: str) -> str:
    assert "\n" not in line, f"a line break that Markdown would drop in {line!r}"
    assert not _OPENS.match(line), f"{line!r} opens a list, a header, a quotation, a rule or code"
    shown, n = "", 0
    while n < len(line):
        if line[n] == "\\":
            n += 1
            assert n < len(line), "a backslash at the end of a line is a line break"
            assert not line[n].isalnum(), f"a backslash that would show in {line!r}"
        else:
            assert line[n] not in "`*_[]~<", f"{line[n]!r} means something in {line!r}"
            assert not re.match(r"&#?\w+;", line[n:]), f"an entity in {line!r}"
        shown += line[n]
        n += 1
    return shown


def as_read(text: str) -> str:
    """The text with the line ends and the indents that it is shown with."""
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    return "\n".join(re.sub(r"^[ \t]+", _indent, one) for one in lines)


def _indent(run: re.Match[str]) -> str:
    return run[0].replace("\t", "    ").replace(" ", NO_BREAK_SPACE)


@settings(max_examples=400)
@given(TEXTS)
@example("1.")
@example("- ")
@example("    code")
@example("\\")
@example("&amp;")
@example("R&D; 5 < 6")
@example("a\n---\n# b\n> c")
def test_any_text_is_shown_as_it_was_written(text: str) -> None:
    assert render(escape(text)) == as_read(text)


@given(TEXTS)
def test_facts_and_cells_show_it_as_it_was_written(text: str) -> None:
    made = [facts((("Kostnad", escape(text)),)), table(("x",), ((escape(text),),), (1,))]
    shown = [one for element in made for one in markdown(element)]
    assert [render(one) for one in shown if one not in ("Kostnad", "x")] == [as_read(text)] * (2 if text else 1)


def markdown(card: Any) -> Iterator[str]:
    """Each text that Teams reads as Markdown."""
    for element in every(card):
        if element.get("type") == "TextBlock":
            yield element["text"]
        for fact in element.get("facts", ()):
            yield from (fact["title"], fact["value"])
    if isinstance(card, dict) and "fallbackText" in card:
        yield card["fallbackText"]


def plain(card: Any) -> Iterator[str]:
    """Each text that Teams shows as it stands: fields, labels and buttons."""
    for element in every(card):
        if str(element.get("type")).startswith(("Input.", "Action.")):
            yield from (element[name] for name in ("value", "label", "title", "placeholder") if name in element)


def every(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from every(value)
    elif isinstance(node, list):
        for one in node:
            yield from every(one)


def written_by_people(text: str) -> dict[str, Card]:
    """Every card with a person's text in it, that text in each place where people write."""
    say = words("nb")
    form = ProposalForm(kind="new", personal_data=False, **dict.fromkeys(LONGEST, text))
    assurance = Assurance(checked=(), assessment=text, recommendation=text, assured_by="p", assured_at=views.AT)
    case = replace(views.proposal(), form=form, assurance=assurance, sent_back_reason=text)
    back, entry = replace(case, state=ProposalState.SENT_BACK), replace(views.entries()[1], name=text)
    ballot = replace(views.ballot(1), remark=text, person_id="p-other")
    line = replace(views.voting_view().lines[1], entry=entry)
    opened = views.own_view(proposal=case, own_ballot=ballot, own_ballot_by=text, own_entry=entry, lines=(line,))
    closed = replace(opened, voting=_closed(), lines=(replace(line, ballot=ballot),))
    case_view = views.proposal_view(proposal=case, proposer=text, voting=closed)
    waiting = replace(case_view, proposal=replace(case, state=ProposalState.SUBMITTED))
    people = ((text, text),)
    meeting = views.meeting_view(MeetingState.IN_SESSION, present=people, apologies=people)
    agenda = (replace(meeting.agenda[1], proposal=case),)
    who = (Attendee(name=text, organisation=text, function="representative"),)
    drafted = views.minutes()
    cases = (replace(drafted.cases[0], title=text, wording=text),)
    minutes = replace(drafted, present=who, apologies=who, cases=cases, other=text, place=text)
    pending = replace(views.pending(), to_vote=((case, opened.voting),), to_mend=(back,), to_assure=(case,))
    writing = Writing(proposal_id="p", committee_id="c")
    typed = {"assessment": text, "recommendation": text, "reason": text}
    return {
        "proposal": proposal_card(case_view, say),
        "cases": cases_card(_listed(case_view), say),
        "proposal_form": proposal_form(form, say, writing=writing, services=(), faults={}, longest=LONGEST),
        "assurance": assurance_card(replace(case_view, proposal=replace(case, state=ProposalState.READY)), say),
        "assurance_form": assurance_card(waiting, say, typed=typed),
        "assurance_back": assurance_card(replace(case_view, proposal=back), say),
        "sent_back": sent_back_card(replace(case_view, proposal=back), say),
        "voting_own": voting_card(opened, say),
        "ballot_form": ballot_form(opened, say),
        "voting_shared": voting_card(replace(opened, viewer=None, own_entry=None, own_ballot=None), say),
        "voting_closed": voting_card(closed, say),
        "ballot_differs": ballot_differs_card(opened, say),
        "escalation": escalation_card(case_view, say, for_superior=True),
        "meeting": meeting_card(replace(meeting, agenda=agenda), say),
        "minutes": minutes_card(minutes, say),
        "minutes_form": minutes_form(minutes, say),
        "pending": pending_card(pending, say),
        "unknown": unknown_card(text, (), say),
    }  # fmt: skip


def _listed(view: ProposalView) -> CaseList:
    counts = {ALL: 1, **dict.fromkeys(FILTERS, 0)}
    return CaseList(mandate=views.mandate(), chosen=ALL, views=[view], total=1, counts=counts)


def _closed() -> Voting:
    return views.voting(views.Reason.TIE)


WRITTEN = "Q*a*_b_ [c](https://example.no) <at>Alle</at>\n- d\n# e \\ Q"
FORMS = {"proposal_form": 5, "assurance_form": 3, "minutes_form": 2, "ballot_form": 1}
#: At least so many places where each card shows what people wrote.
SHOWN = {
    "proposal": 7, "cases": 1, "proposal_form": 0, "assurance": 8, "assurance_form": 6, "assurance_back": 7,
    "sent_back": 2, "voting_own": 6, "ballot_form": 2, "voting_shared": 4, "voting_closed": 4, "ballot_differs": 3,
    "escalation": 5,
    "meeting": 5, "minutes": 6, "minutes_form": 0, "pending": 3, "unknown": 1,
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_each_card_escapes_what_people_wrote(name: str) -> None:
    shown = list(markdown(written_by_people(WRITTEN)[name]))
    assert not [one for one in shown if WRITTEN in one]
    assert sum(one.count(escape(WRITTEN)) for one in shown) >= SHOWN[name]


@pytest.mark.parametrize("name", SHOWN)
def test_fields_hold_what_was_typed_and_buttons_no_backslash(name: str) -> None:
    card = written_by_people(WRITTEN)[name]
    fields = [one.get("value") for one in every(card) if one.get("type") == "Input.Text"]
    assert fields.count(WRITTEN) >= FORMS.get(name, 0)
    assert not [one for one in plain(card) if escape(WRITTEN) in one]


def test_a_label_in_the_minutes_form_is_plain() -> None:
    labels = [one["label"] for one in every(written_by_people(WRITTEN)["minutes_form"]) if "label" in one]
    assert f"BU 3/26 {WRITTEN}" in labels


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shorten("en to tre fire", 9) == "en to …"
    assert shorten("en to", 5) == "en to"


def test_a_name_that_stands_alone_begins_large() -> None:
    assert sentence_case("på sakslisten") == "På sakslisten"


def test_a_marker_is_found_in_the_card_and_changes_nothing_else() -> None:
    """The id is how a post that may have been delivered is looked for."""
    card = CARDS["voting_shared"](words("nb"))
    marked = with_marker(card, "ub-voting-1")
    assert marked["body"][0]["id"] == "ub-voting-1"
    assert "id" not in card["body"][0]
    assert {**marked["body"][0], "id": None} == {**card["body"][0], "id": None}
    assert marked["body"][1:] == card["body"][1:]
    assert {**marked, "body": None} == {**card, "body": None}
    assert with_marker(marked, "ub-2")["body"][0]["id"] == "ub-2"
