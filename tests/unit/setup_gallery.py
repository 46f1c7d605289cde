"""The setting up of a committee by chat in each of its steps and states, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cards.build import Card
from cards.setups import introduction_card, setup_card, setups_card
from committee.mandate import Organisation, PlanningRule
from committee.members import Directory
from committee.seat_rules import Function, OrganisationKind, SeatRule
from committee.setups import NamedSeat, Placing, RosterPerson, Setup, SetupState, SetupStep, TeamChannel, TeamMet
from locales import Words
from tests.unit.card_views import NASTY, board, long_text, mandate

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
TEAM = TeamMet(id="19:team@thread.tacv2", group_id="g", tenant_id="t", name=NASTY, service_url="https://x", met_at=AT)
_RULE = SeatRule(id="r", name="Fra hver", function=Function.REPRESENTATIVE, each=True)
_OWN = mandate(superior="styret", planning=PlanningRule(before="styret"), seats=(_RULE,))
_MANY = tuple(
    Organisation(id=f"o{n}", name=long_text(60), kind=OrganisationKind.MUNICIPALITY, weight=1) for n in range(17)
)


def _directory(**changes: Any) -> Directory:
    own = replace(_OWN, **changes)
    return Directory(mandates={own.id: own, "styret": replace(board(), superior=None)}, people={}, seats=(), spaces={})


def _roster(name: str, many: int) -> tuple[RosterPerson, ...]:
    return tuple(
        RosterPerson(object_id=f"00000000-0000-4000-8000-{n:012d}", tenant_id="t", name=f"{name} {n}", address=NASTY)
        for n in range(many)
    )


def _setup(step: SetupStep, *, name: str = NASTY, many: int = 3, **changes: Any) -> Setup:
    people = _roster(name, many)
    seat = NamedSeat(function=Function.CHAIR, organisation_id=_OWN.organisations[0].id, object_id=people[0].object_id)
    filled = Setup(
        id="s",
        committee_id=_OWN.id,
        team=TEAM,
        begun_at=AT,
        step=step,
        channels=tuple(TeamChannel(id=f"19:{n}", name=name) for n in range(many)),
        roster=people,
        places=(
            Placing(committee_id=_OWN.id, channel_id="19:0", calendar=name),
            Placing(committee_id="styret", calendar=name),
        ),
        seats=(seat,),
        people=people[:1],
        meetings_seen=5,
    )
    return replace(filled, **changes)


def _draw(words: Words, setup: Setup, directory: Directory | None = None, **how: Any) -> Card:
    return setup_card(setup, directory or _directory(), (), words, **how)


def _at(step: SetupStep, **changes: Any) -> Any:
    return lambda words: _draw(words, _setup(step, **changes))


CARDS = {
    "introduction": lambda words: introduction_card(TEAM, words, has_administrator=True),
    "introduction_without_administrator": lambda words: introduction_card(TEAM, words, has_administrator=False),
    "setups": lambda words: setups_card(
        (TEAM,),
        [
            _setup(SetupStep.REVIEW, state=SetupState.STARTED),
            _setup(SetupStep.REVIEW, state=SetupState.TAKEN_BACK),
            _setup(SetupStep.COMMITTEE, committee_id=""),
        ],
        _directory().mandates,
        words,
    ),
    "setups_none": lambda words: setups_card((), (), {}, words),
    "setup_committee": _at(SetupStep.COMMITTEE, committee_id="", places=(), seats=(), people=()),
    "setup_committee_none": lambda words: _draw(
        words, _setup(SetupStep.COMMITTEE), Directory(mandates={}, people={}, seats=(), spaces={})
    ),
    "setup_channels": _at(SetupStep.CHANNELS),
    "setup_people": _at(SetupStep.PEOPLE),
    "setup_people_wrong": lambda words: _draw(
        words, _setup(SetupStep.PEOPLE), typed={"seat_0": ""}, faults={"seat_0": "field_not_chosen"}
    ),
    "setup_calendars": _at(SetupStep.CALENDARS),
    "setup_calendars_closed": lambda words: _draw(
        words,
        _setup(SetupStep.CALENDARS),
        typed={"mailbox_styret": NASTY},
        faults={"mailbox_styret": "mailbox_closed"},
    ),
    "setup_review": _at(SetupStep.REVIEW),
    "setup_review_unfinished": _at(SetupStep.REVIEW, seats=(), people=(), meetings_seen=0),
    "setup_started": _at(SetupStep.REVIEW, state=SetupState.STARTED),
    "setup_taken_back": _at(SetupStep.REVIEW, state=SetupState.TAKEN_BACK),
}
#: Seventeen organisations, and people and channels with the longest names.
LONG_CARDS = {
    step.value: lambda words, step=step: _draw(
        words, _setup(step, name=long_text(60), many=200), _directory(organisations=_MANY, chair=_OWN.chair)
    )
    for step in (SetupStep.CHANNELS, SetupStep.PEOPLE, SetupStep.CALENDARS, SetupStep.REVIEW)
}
