"""Opening a database: the lock beside SQLite's file, and the schema's version."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.engines import READERS, open_engine, sqlite_path
from storage.errors import DatabaseInUse, SchemaOutOfDate, StorageError
from storage.schema import HEAD, metadata

__all__ = ["READERS", "check_version", "hold", "is_current", "migrate", "open_engine", "sqlite_path", "version"]


#: Seconds: `db status` has the lock for a moment.
LOOK_AGAIN = 0.05


@contextmanager
def hold(database_url: str) -> Iterator[None]:
    """Keeps a SQLite database to this process; makes its folder. Raises DatabaseInUse when another has it."""
    path = sqlite_path(database_url)
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("a") as lock:
        if not (_locks(lock) or _locks(lock, after=LOOK_AGAIN)):
            raise DatabaseInUse(
                f"The database {path} is in use by another process: stop it, or use PostgreSQL for several."
            )
        yield


def _locks(lock: IO[str], *, after: float = 0) -> bool:
    time.sleep(after)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def reached(engine: Engine) -> Iterator[Connection]:
    """A connection; raises StorageError in one line when the database cannot be reached."""
    try:
        connection = engine.connect()
    except DBAPIError as problem:
        said = str(problem.orig).strip().splitlines() or [type(problem.orig).__name__]
        where = engine.url.set(query={}).render_as_string()
        raise StorageError(f"The database {where} cannot be reached: {said[0]}") from None
    with connection:
        yield connection


def version(connection: Connection) -> str | None:
    """The migration the tables are at; None for a database without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_version(engine: Engine) -> None:
    """Raises SchemaOutOfDate unless the tables are at HEAD; StorageError when it cannot be reached."""
    with reached(engine) as connection:
        found = version(connection)
    if found != HEAD:
        raise SchemaOutOfDate(f"The database is at version {found or 'none'}, not {HEAD}: run «utvalgsbot db migrate».")


def is_current(database_url: str) -> bool:
    """Whether `migrate` has nothing to do; cheap, without Alembic. Raises StorageError."""
    path = sqlite_path(database_url)
    if path is not None and not path.exists():
        return False
    engine = open_engine(database_url, writable=False)
    try:
        with reached(engine) as connection:
            return version(connection) == HEAD
    finally:
        engine.dispose()


def migrate(database_url: str) -> None:
    """Brings the tables to HEAD, making a SQLite database if need be; idempotent. Raises StorageError."""
    with hold(database_url):
        engine = open_engine(database_url, writable=True)
        try:
            with reached(engine) as connection:
                require_ours(connection)
            upgrade(engine)
        finally:
            engine.dispose()


def upgrade(engine: Engine) -> None:
    """Runs the migrations that are missing, all or none; of several processes one does it and the others wait."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["engine"] = engine
    try:
        command.upgrade(config, "head")
    except CommandError as problem:
        raise SchemaOutOfDate(f"The database is not one that this version can bring to {HEAD}: {problem}") from None


def require_ours(connection: Connection) -> None:
    """Raises StorageError for a database whose tables or letters are another program's."""
    found = inspect(connection)
    taken = sorted(set(found.get_table_names()) & set(metadata.tables))
    if taken and not found.has_table("alembic_version"):
        raise StorageError(f"The database has a table «{taken[0]}» that is not ours: give Utvalgsbot one of its own.")
    if connection.dialect.name == "postgresql":
        letters = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if letters != "UTF8":
            raise StorageError(
                f"The database's encoding is {letters}: make one with ENCODING 'UTF8' TEMPLATE template0."
            )
