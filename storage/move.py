"""Moving from SQLite to PostgreSQL: all is copied in one transaction, and proved to be there before it is kept."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from sqlalchemy import Connection, Engine, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from committee.audit import check_chain
from storage.bodies import entry_of
from storage.connection import is_unwritable
from storage.database import check_version, hold, reached, require_ours, upgrade, version
from storage.engines import open_engine, sqlite_path
from storage.errors import StorageError
from storage.schema import HEAD, MIGRATING, audit, chain_heads, metadata

ROWS_AT_A_TIME = 1000
_SUMS_TO = 2**256
_NOTHING = "Nothing was moved."


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSum:
    """How many rows a table has, and a checksum of them all in any order."""

    name: str
    rows: int
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEnd:
    """A committee's log, followed from its first entry to its head."""

    committee_id: str
    entries: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that a database holds, so that two can be compared."""

    tables: tuple[TableSum, ...]
    chains: tuple[ChainEnd, ...]


def move(source_url: str, target_url: str) -> Contents:
    """Copies a SQLite database that nobody uses to an empty PostgreSQL database: all of it, or nothing.

    What stands in both is compared before the copy is kept. The source is left as it is. Raises StorageError.
    """
    _require_files(source_url, target_url)
    with hold(source_url), _engines(source_url, target_url) as (source, target):
        check_version(source)
        _make_tables(target)
        with reached(source) as reading, reached(target) as writing:
            reading.exec_driver_sql("BEGIN")
            before = contents(reading)
            _lock(writing)
            _require_empty(writing)
            _copy(reading, writing)
            _require_same(before, contents(writing))
            writing.commit()
    return before


def contents(connection: Connection) -> Contents:
    """Raises StorageError when a log does not hold, or a text is one that PostgreSQL cannot keep."""
    tables = tuple(_sum(connection, table) for table in metadata.sorted_tables)
    return Contents(tables=tables, chains=tuple(_chains(connection)))


def _require_files(source_url: str, target_url: str) -> None:
    source = sqlite_path(source_url)
    if source is None or sqlite_path(target_url) is not None:
        raise StorageError("Moving goes from SQLite to PostgreSQL: --url sqlite:///file --to postgresql://…")
    if not source.exists():
        raise StorageError(f"There is no database {source}.")


@contextmanager
def _engines(source_url: str, target_url: str) -> Iterator[tuple[Engine, Engine]]:
    source = open_engine(source_url, writable=False)
    target = open_engine(target_url, writable=True)
    try:
        yield source, target
    finally:
        source.dispose()
        target.dispose()


def _make_tables(target: Engine) -> None:
    with reached(target) as connection:
        require_ours(connection)
        found = version(connection)
    if found is None:
        upgrade(target)
    elif found != HEAD:
        raise StorageError(
            f"The database to move to is at version {found}, not {HEAD}: run «utvalgsbot db migrate» on it."
        )


def _lock(writing: Connection) -> None:
    """Nobody else fills the database meanwhile; a bot that looks sees nothing until all is there."""
    names = ", ".join(_quoted(writing, table.name) for table in metadata.sorted_tables)
    try:
        writing.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        writing.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
        writing.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
        writing.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    except DBAPIError as problem:
        raise StorageError(f"The database to move to is in use: {_first_line(problem)}. Stop what uses it.") from None


def _require_empty(writing: Connection) -> None:
    for table in metadata.sorted_tables:
        if writing.execute(select(text("1")).select_from(table).limit(1)).first():
            raise StorageError(f"The database to move to is not empty: «{table.name}» has rows. {_NOTHING}")


def _copy(reading: Connection, writing: Connection) -> None:
    for table in metadata.sorted_tables:
        try:
            _copy_table(reading, writing, table)
        except (DBAPIError, psycopg.Error, ValueError) as problem:
            raise StorageError(f"«{table.name}» cannot be copied: {_first_line(problem)}. {_NOTHING}") from None


def _copy_table(reading: Connection, writing: Connection, table: Table) -> None:
    columns = ", ".join(_quoted(writing, name) for name in table.c.keys())  # noqa: SIM118 - a collection, not a dict
    driver: Any = writing.connection.dbapi_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {_quoted(writing, table.name)} ({columns}) FROM STDIN") as copy:
        for row in _rows(reading, table):
            copy.write_row(row)


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    options = {"yield_per": ROWS_AT_A_TIME}
    for row in connection.execute(select(table), execution_options=options):
        yield tuple(row)


def _sum(connection: Connection, table: Table) -> TableSum:
    total, rows = 0, 0
    for row in _rows(connection, table):
        if any(map(is_unwritable, row)):
            raise StorageError(f"«{table.name}» has a text with a NUL character, in {row[:2]}: PostgreSQL has none.")
        total += int.from_bytes(hashlib.sha256(orjson.dumps([table.name, *row])).digest())
        rows += 1
    return TableSum(name=table.name, rows=rows, checksum=f"{total % _SUMS_TO:064x}")


def _chains(connection: Connection) -> Iterator[ChainEnd]:
    heads = _pairs(connection, select(chain_heads.c.committee_id, chain_heads.c.sha256))
    logs = _pairs(connection, select(audit.c.committee_id, func.count()).group_by(audit.c.committee_id))
    for committee_id in sorted({*heads, *logs}):
        found = select(audit).where(audit.c.committee_id == committee_id).order_by(audit.c.position)
        rows = connection.execute(found, execution_options={"yield_per": ROWS_AT_A_TIME})
        breaches = check_chain((entry_of(tuple(row)) for row in rows), head=heads.get(committee_id, ""))
        if breaches:
            at = f"entry {breaches[0].position} is {breaches[0].code}"
            raise StorageError(f"The log of {committee_id} does not hold ({at}): see «utvalgsbot verify». {_NOTHING}")
        yield ChainEnd(committee_id=committee_id, entries=logs[committee_id], head=heads[committee_id])


def _pairs(connection: Connection, query: Any) -> dict[str, Any]:
    return dict(tuple(row) for row in connection.execute(query))


def _require_same(before: Contents, after: Contents) -> None:
    for left, right in zip((*before.tables, *before.chains), (*after.tables, *after.chains), strict=True):
        if left != right:
            raise StorageError(f"What came over is not what was sent: {left} became {right}. {_NOTHING}")


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


def _first_line(problem: Exception) -> str:
    said = str(problem.orig if isinstance(problem, DBAPIError) else problem).strip().splitlines()
    return said[0].rstrip(".") if said else type(problem).__name__
