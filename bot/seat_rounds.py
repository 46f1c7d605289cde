"""Looks after all committees' seats once a working day, a hundred committees at a time."""

from collections.abc import Callable
from datetime import date, datetime, time

from bot.office import Office
from bot.shelf import DAYS_OF
from committee.members import Directory
from committee.ports import Transaction
from committee.workflows.notices import look_after_seats, look_at_seats

#: Nobody is told of an empty seat at night.
MORNING = time(8)
#: So many committees are read, or written, in one transaction, so that nobody's vote waits for all of them.
AT_A_TIME = 100


class SeatRounds:
    """The day's look at everybody's seats.

    What has been told stands in the database, so that a restart, or another process, tells nothing twice; here is only
    kept that the day's look is done. All other rounds of the day cost one comparison, however many committees there
    are.
    """

    def __init__(self, office: Office, closed: Callable[[date], str | None]) -> None:
        self._office = office
        self._closed = closed
        self._looked_on: date | None = None

    async def go(self, now: datetime) -> None:
        """The first round after eight o'clock on a working day looks; a day that is closed is skipped."""
        local = now.astimezone(DAYS_OF)
        if self._looked_on == local.date() or local.time() < MORNING:
            return
        if self._closed(local.date()) is None:
            await self._look(self._office.directory, now)
        self._looked_on = local.date()

    async def _look(self, directory: Directory, now: datetime) -> None:
        """Reads on the readers' threads; writes only where there is something to note or to tell."""
        # A mandate whose body has no place in the register is not run here.
        ids = tuple(one for one in directory.spaces if one in directory.mandates)
        office, told = self._office, frozenset[str]()
        for first in range(0, len(ids), AT_A_TIME):
            some = ids[first : first + AT_A_TIME]

            def find(tx: Transaction, some: tuple[str, ...] = some) -> tuple[str, ...]:
                return tuple(one for one in some if look_at_seats(tx, directory, one, now=now).is_needed)

            found = await office.store.read(find)
            if found:
                told |= await office.store.write(
                    lambda tx, found=found, told=told: look_after_seats(tx, directory, found, now=now, told=told)
                )
