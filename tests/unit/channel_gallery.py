"""A committee's channels in each of their states, for the tests of cards."""

from datetime import UTC, datetime

from cards.channels import (
    channel_form,
    channel_ready_card,
    channels_card,
    channels_done_card,
    channels_under_way_card,
    channels_unseen_card,
    welcome_card,
)
from committee.channel_names import Mended
from committee.spaces import ChannelReport, GroupChannel, StepProblem
from committee.team_plan import Note, NoteKind, Step, StepKind, TeamPlan
from tests.unit.card_views import NASTY, long_text, mandate

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
_STEPS = tuple(Step(kind=kind, name=NASTY, names=(NASTY, "Referater"), other=NASTY) for kind in StepKind)
_MENDED = Step(kind=StepKind.CREATE, name="Plan-bygg", mended=tuple(Mended))
_NOTES = tuple(Note(kind=kind, name=NASTY) for kind in NoteKind)
_GROUPS = (GroupChannel(id="g1", name=NASTY, is_archived=False), GroupChannel(id="g2", name=NASTY, is_archived=True))
_PROBLEMS = tuple(
    StepProblem(step=step, name=NASTY, kind=kind, code=code)
    for step, kind, code in (
        ("create", "Forbidden", "Forbidden"),
        ("add", "Gone", "NotFound"),
        ("folders", "Gone", "channelNotMade"),
        ("tab", "Refused", NASTY),
    )
)


def _plan(*steps: Step, notes: tuple[Note, ...] = ()) -> TeamPlan:
    return TeamPlan(team_id="t", steps=steps, notes=notes)


def _report(done: int, *problems: StepProblem) -> ChannelReport:
    return ChannelReport(id="b", committee_id="b", about="", at=AT, done=done, problems=problems)


CARDS = {
    "channels": lambda words: channels_card(_plan(_MENDED, *_STEPS, notes=_NOTES), _GROUPS, mandate(), words),
    "channels_in_order": lambda words: channels_card(_plan(), (), mandate(), words),
    "channels_under_way": lambda words: channels_under_way_card(mandate(), words),
    "channels_unseen": lambda words: channels_unseen_card(mandate(), words),
    "channels_done": lambda words: channels_done_card(_report(3, *_PROBLEMS), mandate(), words),
    "channels_nothing_done": lambda words: channels_done_card(_report(0), mandate(), words),
    "channel_ready": lambda words: channel_ready_card(NASTY, mandate(), words),
    "channel_welcome": lambda words: welcome_card(mandate(), words),
    "channel_form": lambda words: channel_form([("g1", NASTY)], words, data={"committee": "b"}),
    "channel_form_mended": lambda words: channel_form(
        [("g1", NASTY)],
        words,
        data={"committee": "b", "seen": "Plan-bygg"},
        typed={"group": "g1", "name": NASTY, "kind": "private"},
        called="Plan-bygg",
        why="Teams tar ikke alle tegnene.",
        faults={"name": "field_too_long"},
    ),
}
LONG_CARDS = {
    "list": lambda words: channels_card(
        _plan(*(Step(kind=StepKind.DESCRIBE, name=long_text(1024)) for _ in range(40)), notes=_NOTES * 5),
        _GROUPS * 20,
        mandate(),
        words,
    ),
    "done": lambda words: channels_done_card(_report(1, *(_PROBLEMS * 10)), mandate(), words),
}
