"""Reads the board's calendar and lets the committee's meetings follow it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.shelf import Shelf
from committee.errors import CommitteeError
from committee.microsoft_errors import MicrosoftError
from committee.ports import Holidays, Store
from committee.workflows.planning import BoardEvent, PlanReport, plan_meetings
from graph.values import CalendarEvent

#: How far ahead the board's calendar is read.
HORIZON = timedelta(days=400)


class Calendar(Protocol):
    """What planning needs of `graph.client.Graph`."""

    async def list_calendar(self, mailbox: str, *, from_at: datetime, to_at: datetime) -> tuple[CalendarEvent, ...]: ...


def make_plan(
    store: Store,
    shelf: Shelf,
    calendar: Calendar,
    closed: Holidays,
    *,
    now: Callable[[], datetime],
    nudge: Callable[[], None],
) -> Callable[[str], Awaitable[PlanReport]]:
    """A function that plans one committee's meetings by the board's calendar.

    Only events in the category that bears the board's id count as its meetings. The function raises
    CommitteeError("nothing_to_plan", "calendar_unavailable").
    """

    async def plan(committee_id: str) -> PlanReport:
        directory = shelf.directory
        rule = directory.mandate(committee_id).planning
        space = directory.spaces.get(rule.before) if rule else None
        if rule is None or space is None:
            raise CommitteeError("nothing_to_plan")
        at = now()
        try:
            events = await calendar.list_calendar(space.calendar, from_at=at, to_at=at + HORIZON)
        except MicrosoftError as error:
            raise CommitteeError("calendar_unavailable") from error
        board = tuple(_board_event(event) for event in events if rule.before in event.categories)
        report = await store.write(
            lambda tx: plan_meetings(
                tx, shelf.directory, committee_id, board, until=at + HORIZON, closed=closed, now=at
            )
        )
        nudge()
        return report

    return plan


def _board_event(event: CalendarEvent) -> BoardEvent:
    return BoardEvent(
        calendar_id=event.id,
        subject=event.subject,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        cancelled=event.is_cancelled,
    )
