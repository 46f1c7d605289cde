"""Asks a committee's people something when its mandate says so: orienteringer before a meeting, needs once a year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.office import Office
from committee.mandate import Mandate
from committee.members import Directory
from committee.ports import Holidays, Transaction
from committee.workflows.briefing_rounds import go_round, look_at_round
from committee.workflows.need_calls import call_for_needs, is_time_to_call


class _Look(Protocol):
    def __call__(
        self, tx: Transaction, directory: Directory, committee_id: str, /, *, closed: Holidays, now: datetime
    ) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One kind of question: which mandates have it, whether it is due, and the workflow that asks."""

    name: str
    #: How often it is looked whether somebody is to be asked.
    every: timedelta
    has_it: Callable[[Mandate], object]
    is_due: _Look
    ask: _Look


ASKED = (
    Asking(
        name="briefings",
        every=timedelta(minutes=1),
        has_it=lambda mandate: mandate.briefings,
        is_due=look_at_round,
        ask=go_round,
    ),
    Asking(
        name="needs",
        every=timedelta(minutes=10),
        has_it=lambda mandate: mandate.needs,
        is_due=is_time_to_call,
        ask=call_for_needs,
    ),
)


class AskingRounds:
    """What has been asked stands in the database, so that a restart, or another process, asks nobody twice."""

    def __init__(self, office: Office, closed: Holidays) -> None:
        self._office = office
        self._closed = closed
        self._next_at: dict[str, datetime] = {}

    async def go(self, now: datetime) -> None:
        """Each question whose turn it is."""
        for asking in ASKED:
            if now >= self._next_at.get(asking.name, now):
                self._next_at[asking.name] = now + asking.every
                await self._ask(asking, now)

    async def _ask(self, asking: Asking, now: datetime) -> None:
        directory, closed = self._office.directory, self._closed
        committees = _having(directory, asking)

        def find(tx: Transaction) -> tuple[str, ...]:
            return tuple(one for one in committees if asking.is_due(tx, directory, one, closed=closed, now=now))

        for committee_id in await self._office.store.read(find) if committees else ():
            await self._office.store.write(
                lambda tx, id_=committee_id: asking.ask(tx, directory, id_, closed=closed, now=now)
            )


def _having(directory: Directory, asking: Asking) -> tuple[str, ...]:
    """The committees whose mandate has the question, and that have a place in the register."""

    def find() -> tuple[str, ...]:
        having = (one.id for one in directory.mandates.values() if asking.has_it(one))
        return tuple(one for one in having if one in directory.spaces)

    return directory.keep(("asked", asking.name), find)
