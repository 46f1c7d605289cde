"""Opening a database: engines, SQLite's pragmas, the lock beside the file and the schema's version."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from storage.errors import DatabaseInUse, SchemaOutOfDate, StorageError
from storage.schema import HEAD

READERS = 4
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "wal_autocheckpoint=4000")


def open_engine(database_url: str, *, writable: bool) -> Engine:
    """An engine whose connections leave transactions to us. Raises StorageError for a database in memory."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, writable=writable)
    options: dict[str, Any] = {"poolclass": NullPool} if writable else {"pool_size": READERS}
    return create_engine(url, paramstyle="format", pool_pre_ping=not writable, **options)


def _sqlite(url: URL, *, writable: bool) -> Engine:
    sqlite_path(url)
    options: dict[str, Any] = {"poolclass": NullPool} if writable else {"pool_size": READERS}
    engine = create_engine(url, **options)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS if writable else (*_PRAGMAS[1:], "query_only=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def sqlite_path(url: URL) -> Path | None:
    """Where the SQLite file is; None for another database. Raises StorageError for a database in memory."""
    if url.get_backend_name() != "sqlite":
        return None
    if not url.database or url.database == ":memory:":
        raise StorageError("A SQLite database needs a file: sqlite:///var/utvalgsbot.db")
    return Path(url.database)


@contextmanager
def hold(database_url: str) -> Iterator[None]:
    """Keeps a SQLite database to this process; makes its folder. Raises DatabaseInUse when another has it."""
    path = sqlite_path(make_url(database_url))
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"The database {path} is in use by another process: stop it, or use PostgreSQL for several."
            raise DatabaseInUse(message) from None
        yield


def version(engine: Engine) -> str | None:
    """The migration the tables are at; None for a database without tables."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_version(engine: Engine) -> None:
    """Raises SchemaOutOfDate unless the tables are at HEAD."""
    found = version(engine)
    if found != HEAD:
        raise SchemaOutOfDate(f"The database is at version {found or 'none'}, not {HEAD}: run «utvalgsbot db migrate».")


def is_current(database_url: str) -> bool:
    """Whether `migrate` has nothing to do; cheap, without Alembic."""
    path = sqlite_path(make_url(database_url))
    if path is not None and not path.exists():
        return False
    engine = open_engine(database_url, writable=False)
    try:
        return version(engine) == HEAD
    finally:
        engine.dispose()


def migrate(database_url: str) -> None:
    """Brings the tables to HEAD, making the database if need be; idempotent. Raises DatabaseInUse."""
    from alembic import command
    from alembic.config import Config

    with hold(database_url):
        engine = open_engine(database_url, writable=True)
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["engine"] = engine
        try:
            command.upgrade(config, "head")
        finally:
            engine.dispose()
