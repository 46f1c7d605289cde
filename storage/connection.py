"""Statements compiled once, run on the driver's own cursor: SQLAlchemy's execution layer costs more than the query."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

from storage.bodies import Row
from storage.errors import TransactionLost


class Statement:
    """SQL whose parameters are given by position, in the order they stand in the text.

    `locks` says that a write transaction keeps what it selects to itself until it ends; False for what never changes,
    and for a first look. `skip_locked` passes over what another process keeps.
    """

    def __init__(self, clause: ClauseElement | Table, *, locks: bool = True, skip_locked: bool = False) -> None:
        self._clause = clause
        self._locks = locks
        self._skip_locked = skip_locked
        self._texts: dict[tuple[str, bool], str] = {}

    def text(self, engine: Engine, locking: bool) -> str:
        """For one dialect; `locking` takes row locks where the database has them (SQLite has one writer)."""
        found = self._texts.get((engine.name, locking))
        if found is None:
            found = self._texts[engine.name, locking] = self._compiled(engine, locking)
        return found

    def _compiled(self, engine: Engine, locking: bool) -> str:
        clause = self._clause
        if isinstance(clause, Table):
            clause = _upsert(clause, engine.name)
        elif isinstance(clause, Select) and locking and self._locks:
            # NO KEY: a row that refers to this one (a ballot to its voting) may be written meanwhile.
            clause = clause.with_for_update(key_share=True, skip_locked=self._skip_locked)
        return str(clause.compile(dialect=engine.dialect))


def _upsert(table: Table, dialect: str) -> ClauseElement:
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in table.c.keys() if name not in keys}  # noqa: SIM118
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


def is_unwritable(value: object) -> bool:
    """PostgreSQL's text has no NUL, and what one database refuses the other does not keep either."""
    return type(value) is str and "\0" in value


class Connection:
    """One database connection, used by one thread at a time; transactions are begun and ended by hand."""

    def __init__(self, engine: Engine, *, writable: bool) -> None:
        self._engine = engine
        self.writable = writable
        self._pooled = engine.raw_connection()
        self._cursor = self._pooled.cursor()

    def begin(self) -> None:
        """A write transaction locks first; a read one sees one moment. PostgreSQL begins by itself."""
        if self._engine.name == "sqlite":
            self._cursor.execute("BEGIN IMMEDIATE" if self.writable else "BEGIN")

    def rows(self, statement: Statement, values: Sequence[Any]) -> list[Row]:
        """Nothing for a key that cannot be kept, without asking: PostgreSQL takes it for a fault."""
        if any(map(is_unwritable, values)):
            return []
        self._cursor.execute(statement.text(self._engine, self.writable), values)
        return list(self._cursor.fetchall())

    def run(self, statement: Statement, rows: list[Row]) -> None:
        text = statement.text(self._engine, False)
        if len(rows) == 1:
            self._cursor.execute(text, rows[0])
        elif rows:
            self._cursor.executemany(text, rows)

    @property
    def is_lost(self) -> bool:
        """Whether the server has gone away."""
        connection: Any = self._pooled.dbapi_connection
        return self._engine.name == "postgresql" and (connection is None or connection.broken)

    def commit(self) -> None:
        """Raises TransactionLost when the server has undone it: PostgreSQL answers such a COMMIT without complaint."""
        connection: Any = self._pooled.dbapi_connection
        if self._engine.name == "postgresql" and connection.info.transaction_status == TransactionStatus.INERROR:
            raise TransactionLost
        self._pooled.commit()

    def rollback(self) -> None:
        self._pooled.rollback()

    def close(self) -> None:
        self._pooled.close()

    def discard(self) -> None:
        """Undoes and closes a connection that may be broken, so that nobody gets it again."""
        # An open cursor would keep SQLite's lock after the close.
        with suppress(self._engine.dialect.loaded_dbapi.Error):
            self._cursor.close()
            self._pooled.rollback()
        self._pooled.invalidate()
