"""What the clock makes happen: due votings close, the board's calendar is read, seats are looked after, delivery is
woken."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.asking_rounds import AskingRounds
from bot.delivery import Delivery
from bot.office import Office
from bot.plan_follow_ups import PlanRounds
from bot.seat_rounds import SeatRounds
from committee.errors import CommitteeError
from committee.members import Directory
from committee.workflows.mandates import not_in_effect, take_effect_all
from committee.workflows.votings import close_voting
from scheduler.closed_days import norwegian_closed_day

_log = logging.getLogger(__name__)

#: How often the board's calendar is read without anybody asking.
PLAN_EVERY = timedelta(minutes=15)
#: So many committees' new versions are recorded in one transaction, so that nobody's vote waits for all of them.
AT_A_TIME = 100


class Rounds:
    """One round is one look at what is due; it keeps nothing that a restart would miss."""

    def __init__(self, office: Office, delivery: Delivery) -> None:
        self._office = office
        self._delivery = delivery
        self._plan_at: datetime | None = None
        self._open = False
        #: The directory whose versions in force have been recorded.
        self._followed: Directory | None = None
        self._seats = SeatRounds(office, norwegian_closed_day)
        self._plans = PlanRounds(office, norwegian_closed_day)
        self._asking = AskingRounds(office, norwegian_closed_day)

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
        await self.follow_mandates()
        await self._close_due()
        await self._plan()
        await self._seats.go(self._office.now())
        await self._plans.go(self._office.now())
        await self._asking.go(self._office.now())
        self._delivery.nudge()

    async def follow_mandates(self) -> None:
        """Reads what has changed; versions that are in force from now on are recorded and told, each once."""
        office, now = self._office, self._office.now()
        await office.refresh()
        directory, followed = office.directory, self._followed
        if directory is followed:
            return
        if followed is None or directory.mandates != followed.mandates:
            await self._record(directory, now)
        self._followed = directory

    async def _record(self, directory: Directory, now: datetime) -> None:
        office = self._office
        new = await office.store.read(lambda tx: not_in_effect(tx, directory))
        for first in range(0, len(new), AT_A_TIME):
            some = new[first : first + AT_A_TIME]
            await office.store.write(lambda tx, some=some: take_effect_all(tx, directory, some, now=now))

    async def _close_due(self) -> None:
        office, now = self._office, self._office.now()
        for voting in await office.store.read(lambda tx: tx.votings_due(now)):
            await office.store.write(lambda tx, id_=voting.id: close_voting(tx, office.directory, None, id_, now=now))

    async def _plan(self) -> None:
        now = self._office.now()
        if self._plan_at is not None and now < self._plan_at:
            return
        self._plan_at = now + PLAN_EVERY
        for committee_id in self._office.directory.planned:
            try:
                await self._office.plan(committee_id)
            except CommitteeError as error:
                _log.warning("planning of %s waits: %s", committee_id, error.code)
