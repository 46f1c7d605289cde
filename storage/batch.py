"""What one database transaction has read and is about to write, and each workflow's own view of it."""

from collections.abc import Collection
from typing import Any

from committee.errors import CommitteeError
from committee.outbox import Errand, ErrandState
from storage.bodies import Row
from storage.connection import Connection, is_unwritable
from storage.errors import Overtaken
from storage.kinds import BALLOTS, ERRANDS, HEADS, VOTINGS, WRITTEN, Key, Kind
from storage.memory import Memory, Objects
from storage.queries import BALLOTS_OF, MOST_BALLOTS, POSITIONS


class Batch:
    """Everything the workflows of one transaction share; lives no longer than it, but for what `memory` keeps."""

    def __init__(self, connection: Connection, memory: Memory | None = None) -> None:
        self.connection = connection
        self._memory = memory or Memory(alone=False)
        self._known = self._memory.known
        self._written: Objects = {}
        #: What was looked for and not found: it is added, so that another process that came first is noticed.
        self._missing: set[tuple[Kind, Key]] = set()
        #: Each chain's length before anything was read.
        self._positions: dict[str, int] | None = None
        #: Those whose chain was asked for: what a second try should lock first.
        self.committees: set[str] = set()

    def prepare(self, ballots: Collection[tuple[str, str]], committees: Collection[str]) -> None:
        """Locks committees first, those of the votings too where they are known, then the votings; reads the ballots.

        One order for all processes: two that take the locks in different orders would wait for each other.
        """
        if not self._memory.alone:
            votings, owners = sorted({voting_id for voting_id, _ in ballots}), self._memory.committee_of
            for committee_id in sorted({*committees, *(owners[one] for one in votings if one in owners)}):
                self.get(HEADS, committee_id)
            for voting_id in votings:
                if found := self.get(VOTINGS, voting_id):
                    owners[voting_id] = found.committee_id
            self._positions = dict(self.connection.rows(POSITIONS, ()))
        self.read_ballots(ballots)

    def get(self, kind: Kind, key: Key) -> Any:
        """The object, None when there is none: what was read or written before, else the database's."""
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = {}
        elif key in known:
            return known[key]
        if kind is HEADS and not self._memory.alone:
            self.committees.add(key)  # also when it cannot be locked: then it is the first to be the next time
        rows = self.connection.rows(kind.load, key if type(key) is tuple else (key,))
        found = kind.read(rows[0]) if rows else None
        if not self._memory.alone:
            self._watch(kind, key, found)
        if self._memory.may_keep(kind, found):
            known[key] = found
        return found

    def _watch(self, kind: Kind, key: Key, found: Any) -> None:
        """Raises Overtaken when somebody wrote to the chain after this transaction began to read what it is about.

        Every change of a committee's affairs is an entry in its chain, and who has locked its head is alone in writing
        one: so all that was read of the committee still holds, also that something was not there.
        """
        if found is None:
            self._missing.add((kind, key))
        if kind is HEADS:
            position = found[0] if found else 0
            if self._positions is not None and position != self._positions.get(key, 0):
                raise Overtaken(key)

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
        self._missing.update((BALLOTS, (voting_id, one)) for one in organisations if known[voting_id, one] is None)

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
        """Sends the buffered writes to the database, each object once, at most three statements a table.

        Raises CommitteeError("unwritable_text").
        """
        for kind in WRITTEN:
            objects = self._written.get(kind)
            if objects and kind.save:
                self._send(kind, objects)
        self._written.clear()
        self._missing.clear()

    def _send(self, kind: Kind, objects: dict[Key, Any]) -> None:
        saved: list[Row] = []
        added: list[Row] = []
        for key, one in _ordered(kind, objects):
            if one is not None:
                row = kind.row(key, one)
                if any(map(is_unwritable, row)):
                    raise CommitteeError("unwritable_text")
                (added if (kind, key) in self._missing else saved).append(row)
        gone = [key if type(key) is tuple else (key,) for key, one in objects.items() if one is None]
        for statement, rows in ((kind.save, saved), (kind.add or kind.save, added), (kind.erase, gone)):
            if statement and rows:
                self.connection.run(statement, rows)


def _ordered(kind: Kind, objects: dict[Key, Any]) -> list[tuple[Key, Any]]:
    if kind is not ERRANDS:
        return list(objects.items())
    # One must leave its state before the next with its key enters it (unique indexes).
    return sorted(objects.items(), key=_stage)


def _stage(item: tuple[Key, Errand]) -> int:
    return _STAGES.get(item[1].state, 0)


_STAGES = {ErrandState.SENDING: 1, ErrandState.AMBIGUOUS: 1, ErrandState.WAITING: 2}
