"""Asks members for orienteringer before each meeting, where the mandate has such a round."""

from datetime import datetime, timedelta

from bot.office import Office
from committee.members import Directory
from committee.ports import Holidays, Transaction
from committee.workflows.briefing_rounds import go_round, look_at_round

#: How often it is looked whether somebody is to be asked.
EVERY = timedelta(minutes=1)


class BriefingRounds:
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

        def find(tx: Transaction) -> tuple[str, ...]:
            looked = _asking(directory)
            return tuple(one for one in looked if look_at_round(tx, directory, one, closed=closed, now=now))

        for committee_id in await self._office.store.read(find) if _asking(directory) else ():
            await self._office.store.write(
                lambda tx, id_=committee_id: go_round(tx, directory, id_, closed=closed, now=now)
            )


def _asking(directory: Directory) -> tuple[str, ...]:
    """The committees that have such a round and a place in the register."""

    def find() -> tuple[str, ...]:
        asking = (one.id for one in directory.mandates.values() if one.briefings)
        return tuple(one for one in asking if one in directory.spaces)

    return directory.keep("briefing committees", find)
