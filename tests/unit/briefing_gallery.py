"""Orienteringer in each of their states, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cards.briefings import asked_card, briefing_entered_card, briefing_form, briefings_card
from cards.meetings import meeting_card
from cards.minutes import minutes_card
from cards.themes import theme_card
from committee.briefing_views import BriefingsView
from committee.briefings import LONGEST, MOST_EACH, Briefing, BriefingForm, BriefingLine, line_of
from committee.mandate import BriefingRules
from committee.minutes import MinutesState
from tests.unit.card_views import NASTY, long_text, mandate, meeting, meeting_view, minutes

AT = datetime(2026, 11, 26, 7, tzinfo=UTC)
PEOPLE = (("p-kari", "Kari Eksempel (Molde)"), ("p-ola", "Ola Eksempel (Aukra)"))


def briefing(*, long: bool = False, **changes: Any) -> Briefing:
    made = Briefing(
        id="briefing-1",
        committee_id="bestillerutvalget",
        about="",
        person_id="p-kari",
        name="Kari Eksempel",
        organisation="Molde",
        title=long_text(LONGEST["title"]) if long else NASTY,
        text=long_text(LONGEST["text"]) if long else "Prøvd i to skoler.",
        minutes=10,
        region="",
        given_at=AT,
    )
    return replace(made, **changes)


def lines(*, long: bool = False) -> tuple[BriefingLine, ...]:
    return (
        line_of(briefing(long=long)),
        line_of(briefing(long=long, region="Vestland", minutes=0, text="")),
        line_of(briefing(long=long, entered_by="p-ola")),
    )


def view(**changes: Any) -> BriefingsView:
    made = BriefingsView(
        mandate=mandate(briefings=BriefingRules()),
        meeting=meeting(),
        lines=(),
        ids=(),
        own=(),
        withdrawn=None,
        has_said_nothing=False,
        region="",
    )
    return replace(made, **changes)


_FORM = BriefingForm(title="Ny KI-strategi", minutes="10", person_id="p-kari")
_FAULTS = {"title": "field_empty", "text": "field_too_long", "minutes": "field_not_chosen", "person": "field_no_member"}
CARDS = {
    "briefing_asked": lambda words: asked_card(view(), words),
    "briefing_reminder": lambda words: asked_card(view(), words, is_reminder=True),
    "briefing_given": lambda words: asked_card(view(own=(briefing(), briefing(minutes=0, text=""))), words),
    "briefing_withdrawn": lambda words: asked_card(view(withdrawn=briefing(), has_said_nothing=True), words),
    "briefing_nothing": lambda words: asked_card(view(has_said_nothing=True), words, is_reminder=True),
    "briefing_no_meeting": lambda words: asked_card(view(meeting=None), words),
    "briefings": lambda words: briefings_card(view(lines=lines()), words),
    "briefings_none": lambda words: briefings_card(view(), words),
    "briefings_leader": lambda words: briefings_card(
        view(lines=lines(), ids=("a", "b", "c"), asked=5, missing=("Ola Eksempel", NASTY), may_enter=True), words
    ),
    "briefing_form": lambda words: briefing_form(BriefingForm(), words, data={"new": "a" * 32}, region="Vestland"),
    "briefing_form_faults": lambda words: briefing_form(
        _FORM, words, data={"new": "a" * 32}, members=PEOPLE, faults=_FAULTS
    ),
    "briefing_entered": lambda words: briefing_entered_card(briefing(), mandate(), NASTY, words),
    "briefing_entered_over": lambda words: briefing_entered_card(briefing(about="m"), mandate(), "Ola", words),
    "theme": lambda words: theme_card(mandate(), NASTY, words),
    "meeting_briefings": lambda words: meeting_card(meeting_view(), words, briefings=lines()),
    "minutes_briefings": lambda words: minutes_card(replace(minutes(MinutesState.PUBLISHED), briefings=lines()), words),
}
_CROWD = tuple(f"Eksempel Eksempelsen-Etternavn {n}" for n in range(60))
LONG_CARDS = {
    "asked": lambda words: asked_card(view(own=(briefing(long=True),) * MOST_EACH), words),
    "briefings": lambda words: briefings_card(
        view(lines=lines(long=True) * 12, ids=("a" * 32,) * 36, asked=60, missing=_CROWD, may_enter=True), words
    ),
    "meeting": lambda words: meeting_card(meeting_view(long=True), words, briefings=lines(long=True) * 12),
    "minutes": lambda words: minutes_card(
        replace(minutes(MinutesState.PUBLISHED, long=True, cases=8), briefings=lines(long=True) * 12), words
    ),
    "form": lambda words: briefing_form(
        BriefingForm(title=long_text(120), text=long_text(1500)), words, data={}, members=PEOPLE, faults=_FAULTS
    ),
    "entered": lambda words: briefing_entered_card(briefing(long=True), mandate(), NASTY, words),
}
