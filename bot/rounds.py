"""What the clock makes happen: due votings close, the board's calendar is read, delivery is woken."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.delivery import Delivery
from bot.office import Office
from committee.errors import CommitteeError
from committee.workflows.votings import close_voting

_log = logging.getLogger(__name__)

#: How often the board's calendar is read without anybody asking.
PLAN_EVERY = timedelta(minutes=15)


class Rounds:
    """One round is one look at what is due; it keeps nothing that a restart would miss."""

    def __init__(self, office: Office, delivery: Delivery) -> None:
        self._office = office
        self._delivery = delivery
        self._plan_at: datetime | None = None
        self._open = False

    def open(self) -> None:
        """The door is open."""
        self._open = True

    async def waiting_for(self) -> Sequence[str]:
        """What is not ready yet."""
        return () if self._open else ("the door",)

    def hurry(self) -> None:
        """The next round reads the calendar and delivers."""
        self._plan_at = None
        self._delivery.nudge()

    async def go(self) -> None:
        """One round."""
        await self._office.refresh()
        await self._close_due()
        await self._plan()
        self._delivery.nudge()

    async def _close_due(self) -> None:
        office, now = self._office, self._office.now()
        for voting in await office.store.read(lambda tx: tx.votings_due(now)):
            await office.store.write(lambda tx, id_=voting.id: close_voting(tx, office.directory, None, id_, now=now))

    async def _plan(self) -> None:
        now = self._office.now()
        if self._plan_at is not None and now < self._plan_at:
            return
        self._plan_at = now + PLAN_EVERY
        for mandate in self._office.directory.mandates.values():
            if mandate.planning is None:
                continue
            try:
                await self._office.plan(mandate.id)
            except CommitteeError as error:
                _log.warning("planning of %s waits: %s", mandate.id, error.code)
