"""How it stands with a database: its version, what is in it, and whether somebody has it."""

import fcntl
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from storage.database import reached, version
from storage.engines import open_engine, read_address, sqlite_path
from storage.errors import StorageError
from storage.schema import HEAD, errands, metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseStatus:
    """`rows` by table and `errands` by state, both empty unless the tables are this version's."""

    #: Without password.
    address: str
    version: str | None
    rows: dict[str, int]
    errands: dict[str, int]
    #: Whether a process has the SQLite file; None for PostgreSQL, which many may have.
    in_use: bool | None

    @property
    def is_current(self) -> bool:
        return self.version == HEAD


def look_at(database_url: str) -> DatabaseStatus:
    """Changes nothing. Raises StorageError when there is no such database."""
    path = sqlite_path(database_url)
    if path is not None and not path.exists():
        raise StorageError(f"There is no database {path}: «utvalgsbot run» or «utvalgsbot db migrate» makes it.")
    engine = open_engine(database_url, writable=False)
    try:
        with reached(engine) as connection:
            found = version(connection)
            current = found == HEAD
            return DatabaseStatus(
                address=read_address(database_url).set(query={}).render_as_string(),
                version=found,
                rows=_rows(connection) if current else {},
                errands=_errands(connection) if current else {},
                in_use=None if path is None else _is_held(path),
            )
    finally:
        engine.dispose()


def _rows(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def _errands(connection: Connection) -> dict[str, int]:
    query = select(errands.c.state, func.count()).group_by(errands.c.state).order_by(errands.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def _is_held(path: Path) -> bool:
    """Takes the lock for a moment, shared; whoever opens the database tries twice (`storage.database.hold`)."""
    lock_file = path.with_name(path.name + ".lock")
    if not lock_file.exists():
        return False
    with lock_file.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
