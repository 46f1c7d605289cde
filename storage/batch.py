"""What one database transaction has read and is about to write, and each workflow's own view of it."""

from collections.abc import Collection
from typing import Any

from committee.outbox import Errand, ErrandState
from storage.bodies import Row
from storage.connection import Connection
from storage.kinds import BALLOTS, ERRANDS, WRITTEN, Key, Kind
from storage.memory import Memory, Objects
from storage.queries import BALLOTS_OF, MOST_BALLOTS


class Batch:
    """Everything the workflows of one transaction share; lives no longer than it, but for what `memory` keeps."""

    def __init__(self, connection: Connection, memory: Memory | None = None) -> None:
        self.connection = connection
        self._memory = memory or Memory(alone=False)
        self._known = self._memory.known
        self._written: Objects = {}

    def get(self, kind: Kind, key: Key) -> Any:
        """The object, None when there is none: what was read or written before, else the database's."""
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = {}
        elif key in known:
            return known[key]
        rows = self.connection.rows(kind.load, key if type(key) is tuple else (key,))
        found = kind.read(rows[0]) if rows else None
        if self._memory.may_keep(kind, found):
            known[key] = found
        return found

    def read_ballots(self, keys: Collection[tuple[str, str]]) -> None:
        """Reads all of these ballots in few statements; those that are not there are known to be missing."""
        known = self._known.setdefault(BALLOTS, {})
        keys = [key for key in keys if key not in known]
        if len(keys) < 2:
            return
        for voting_id in {voting_id for voting_id, _ in keys}:
            organisations = [organisation_id for voting, organisation_id in keys if voting == voting_id]
            for first in range(0, len(organisations), MOST_BALLOTS):
                self._read_some(known, voting_id, organisations[first : first + MOST_BALLOTS])

    def _read_some(self, known: dict[Key, Any], voting_id: str, organisations: list[str]) -> None:
        size = next(one for one in BALLOTS_OF if one >= len(organisations))
        padded = organisations + organisations[:1] * (size - len(organisations))
        known.update(dict.fromkeys(((voting_id, one) for one in organisations), None))
        for row in self.connection.rows(BALLOTS_OF[size], (voting_id, *padded)):
            known[BALLOTS.key_of(row)] = BALLOTS.read(row)

    def object_of(self, kind: Kind, key: Key, row: Row) -> Any:
        """The object in a listed row, unless the batch already has it in a newer form."""
        known = self._known.get(kind)
        if known is not None and key in known:
            return known[key]
        return kind.read(row)

    def written(self, kind: Kind) -> dict[Key, Any]:
        return self._written.get(kind) or {}

    def take_over(self, written: Objects) -> None:
        """Makes one workflow's writes visible to those after it."""
        for kind, objects in written.items():
            self._known.setdefault(kind, {}).update(objects)
            if kind.save:
                self._written.setdefault(kind, {}).update(objects)

    def flush(self) -> None:
        """Sends the buffered writes to the database, each object once, one statement a table."""
        for kind in WRITTEN:
            objects = self._written.get(kind)
            if not objects or not kind.save:
                continue
            kept = [kind.row(key, one) for key, one in _ordered(kind, objects) if one is not None]
            self.connection.run(kind.save, kept)
            gone = [key if type(key) is tuple else (key,) for key, one in objects.items() if one is None]
            if gone and kind.erase:
                self.connection.run(kind.erase, gone)
        self._written.clear()


def _ordered(kind: Kind, objects: dict[Key, Any]) -> list[tuple[Key, Any]]:
    if kind is not ERRANDS:
        return list(objects.items())
    # One that stops waiting must do so before the next with its key begins to (unique index).
    return sorted(objects.items(), key=_waits)


def _waits(item: tuple[Key, Errand]) -> bool:
    return item[1].state is ErrandState.WAITING
