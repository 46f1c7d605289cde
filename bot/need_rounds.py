"""Asks municipalities what they need, where the mandate says when."""

from datetime import datetime, timedelta

from bot.office import Office
from committee.members import Directory
from committee.ports import Holidays, Transaction
from committee.workflows.need_calls import call_for_needs, is_time_to_call

#: How often it is looked whether somebody is to be asked.
EVERY = timedelta(minutes=10)


class NeedRounds:
    """What has been asked stands in the database, so that a restart, or another process, asks nobody twice."""

    def __init__(self, office: Office, closed: Holidays) -> None:
        self._office = office
        self._closed = closed
        self._next_at: datetime | None = None

    async def go(self, now: datetime) -> None:
        if self._next_at is not None and now < self._next_at:
            return
        self._next_at = now + EVERY
        directory, closed = self._office.directory, self._closed
        asking = _asking(directory)

        def find(tx: Transaction) -> tuple[str, ...]:
            return tuple(one for one in asking if is_time_to_call(tx, directory, one, closed=closed, now=now))

        for committee_id in await self._office.store.read(find) if asking else ():
            await self._office.store.write(
                lambda tx, id_=committee_id: call_for_needs(tx, directory, id_, closed=closed, now=now)
            )


def _asking(directory: Directory) -> tuple[str, ...]:
    """The committees that ask for needs and have a place in the register."""

    def find() -> tuple[str, ...]:
        asking = (one.id for one in directory.mandates.values() if one.needs)
        return tuple(one for one in asking if one in directory.spaces)

    return directory.keep("committees that call for needs", find)
