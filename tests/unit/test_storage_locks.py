"""The order in which several processes lock what they share."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from storage.batch import Batch
from storage.connection import Connection
from storage.kinds import HEADS, VOTINGS
from storage.memory import Memory


class Rows:
    """Answers as a database does, and keeps what was asked for."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def rows(self, statement: Any, _: Any) -> list[Any]:
        self.asked.append(statement)
        return []


def test_a_ballots_committee_is_locked_before_its_voting() -> None:
    """Who closes the voting locks in this order too: otherwise the two would wait for each other."""
    memory, database = Memory(alone=False), Rows()
    memory.known[VOTINGS] = {"v": SimpleNamespace(committee_id="bestillerutvalget")}
    Batch(cast(Connection, database), memory).prepare({("v", "molde")}, ())
    assert HEADS.load not in database.asked, "whose voting it is was not known yet"
    memory.known.clear()
    database.asked.clear()
    Batch(cast(Connection, database), memory).prepare({("v", "molde")}, ())
    assert database.asked[:2] == [HEADS.load, VOTINGS.load]


class Deadlocked(Rows):
    """A database that gives up on the committee's row, as PostgreSQL does when two wait for each other."""

    def rows(self, statement: Any, _: Any) -> list[Any]:
        if statement is HEADS.load:
            raise TimeoutError
        return super().rows(statement, _)


def test_a_committee_that_could_not_be_locked_is_locked_first_the_next_time() -> None:
    """Otherwise who closes a voting would go the same way again, and into the same votes."""
    batch = Batch(cast(Connection, Deadlocked()), Memory(alone=False))
    with pytest.raises(TimeoutError):
        batch.get(HEADS, "bestillerutvalget")
    assert batch.committees == {"bestillerutvalget"}
