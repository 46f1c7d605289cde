"""Engines for SQLite and PostgreSQL: how each is opened so that what it has answered is durable."""

import sqlite3
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from storage.errors import StorageError

READERS = 4
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "wal_autocheckpoint=4000")
#: What SQLAlchemy calls the one driver that each is used with.
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
#: For a server that has gone away without saying so; the address may name others.
_PATIENCE = {"connect_timeout": "10", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"}
#: A process that is stopped in the middle of a transaction must not hold the others up for ever.
_ABANDONED_AFTER = "60s"


def read_address(database_url: str) -> URL:
    """The address, with the driver that we use. Raises StorageError, which never shows a password."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError):
        raise StorageError("The database's address cannot be read; it is like postgresql://user@host/name.") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise StorageError(f"«{url.drivername}» is no database of ours: use sqlite:///file or postgresql://…")
    if driver == "sqlite" and (not url.database or url.database == ":memory:"):
        raise StorageError("A SQLite database needs a file: sqlite:///var/utvalgsbot.db")
    return url.set(drivername=driver)


def sqlite_path(database_url: str) -> Path | None:
    """Where the SQLite file is; None for another database. Raises StorageError."""
    url = read_address(database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def open_engine(database_url: str, *, writable: bool) -> Engine:
    """An engine whose connections leave transactions to us. Raises StorageError for an address that is none."""
    url = read_address(database_url)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, writable=writable)
    return _postgresql(url, writable=writable)


def _pool(writable: bool) -> dict[str, Any]:
    return {"poolclass": NullPool} if writable else {"pool_size": READERS}


def _sqlite(url: URL, *, writable: bool) -> Engine:
    engine = create_engine(url, **_pool(writable))

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS if writable else (*_PRAGMAS[1:], "query_only=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgresql(url: URL, *, writable: bool) -> Engine:
    """A writer sees what the others have committed and locks what it reads; a reader sees one moment."""
    arguments = {name: value for name, value in _PATIENCE.items() if name not in url.query}
    engine = create_engine(
        url, paramstyle="format", pool_pre_ping=not writable, connect_args=arguments, **_pool(writable)
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: "psycopg.Connection[Any]", _record: object) -> None:
        levels = psycopg.IsolationLevel
        connection.isolation_level = levels.READ_COMMITTED if writable else levels.REPEATABLE_READ
        connection.read_only = not writable
        if writable:
            connection.execute(f"SET idle_in_transaction_session_timeout = '{_ABANDONED_AFTER}'")
            connection.commit()

    return engine
