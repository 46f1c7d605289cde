"""A database is moved from SQLite to PostgreSQL whole, or not at all, and the proof is made before it is kept."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from bot.__main__ import app
from committee.audit import check_chain
from committee.ports import Transaction
from storage import schema
from storage.database import hold, migrate, open_engine
from storage.errors import DatabaseInUse, SchemaOutOfDate, StorageError
from storage.move import Contents, contents, move
from storage.store import open_reader, open_store
from tests.integration.storage_objects import NOW, ballot, fresh_store, note, open_case, proposal, voting
from tests.postgres_fixture import empty_postgres, migrated_postgres

ROOT = Path(__file__).parents[2]
#: So many that they are read and written in several parts.
ENTRIES = 1203


def fill(tx: Transaction) -> None:
    open_case(tx)
    tx.put_proposal(proposal("p2", number=2, proposer_id="Å\\t\n\"'𝄞"))
    tx.put_voting(voting("v2", proposal_id="p2", meeting_id=None, closed_at=NOW))
    tx.put_ballot(ballot(remark="Krav\tom\nløft \\N «'\"", escalation_demanded=True))
    tx.put_ballot(ballot("aukra"))
    tx.put_language("per1", "nn")
    for number in range(ENTRIES):
        note(tx, str(number), f"c{number % 2}")


@pytest.fixture
async def source(tmp_path: Path) -> str:
    """A SQLite database with something of most kinds."""
    url = f"sqlite:///{tmp_path}/utvalgsbot.db"
    async with fresh_store(url) as store:
        await store.write(fill)
    return url


@pytest.fixture
def target() -> Iterator[str]:
    with empty_postgres() as url:
        yield url


def contents_of(url: str) -> Contents:
    engine = open_engine(url, writable=False)
    with engine.connect() as connection:
        found = contents(connection)
    engine.dispose()
    return found


@contextmanager
def talk_to(url: str) -> Iterator[Any]:
    """Statements of one's own, each kept at once."""
    engine = open_engine(url, writable=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection
    engine.dispose()


def is_empty(url: str) -> bool:
    with talk_to(url) as connection:
        tables = [name for name in schema.metadata.tables if connection.dialect.has_table(connection, name)]
        return not any(connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first() for name in tables)


async def test_everything_comes_over_equal_and_the_record_goes_on(source: str, target: str) -> None:
    before = contents_of(source)
    moved = move(source, target)
    assert moved == before == contents_of(source) == contents_of(target)
    rows = {one.name: one.rows for one in moved.tables}
    assert (rows["audit"], rows["ballots"], rows["roll"], rows["votings"]) == (ENTRIES, 2, 3, 2)
    assert [(one.committee_id, one.entries) for one in moved.chains] == [("c0", 602), ("c1", 601)]
    with open_reader(source) as old, open_reader(target) as new:
        for look in (lambda tx: tx.ballots("v1"), lambda tx: tx.proposals("bu"), lambda tx: tx.roll("v1")):
            assert list(look(old)) == list(look(new)) != []
    async with open_store(target) as store:
        await store.write(lambda tx: note(tx, "after", "c0"))
    with open_reader(target) as tx:
        assert len(tx.entries("c0")) == 603
        assert check_chain(tx.entries("c0"), head=tx.head("c0")) == []


def test_a_database_that_was_prepared_with_migrate_can_be_moved_to(source: str) -> None:
    with migrated_postgres() as target:
        assert move(source, target) == contents_of(target)


async def test_a_database_with_something_in_it_is_refused_and_left_as_it_was(source: str) -> None:
    with migrated_postgres() as target:
        async with open_store(target) as store:
            await store.write(lambda tx: tx.put_service_url("tenant", "https://smba.example/"))
        before = contents_of(target)
        with pytest.raises(StorageError, match=r"not empty: «service_urls» has rows. Nothing was moved"):
            move(source, target)
        assert contents_of(target) == before
        with pytest.raises(StorageError, match="not empty"):
            move(source, target)


def test_another_schema_is_refused(source: str, target: str) -> None:
    with talk_to(target) as connection:
        connection.execute(text("CREATE TABLE ballots (name text)"))
    with pytest.raises(StorageError, match="«ballots» that is not ours"):
        move(source, target)
    with migrated_postgres() as older:
        with talk_to(older) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
        with pytest.raises(StorageError, match=f"at version 0003, not {schema.HEAD}"):
            move(source, older)


def test_the_source_must_be_whole_current_and_nobodys(source: str, target: str, tmp_path: Path) -> None:
    with hold(source), pytest.raises(DatabaseInUse):
        move(source, target)
    with talk_to(source) as connection:
        connection.execute(text("UPDATE audit SET details = '{}' WHERE committee_id = 'c1' AND position = 77"))
    with pytest.raises(StorageError, match=r"log of c1 does not hold \(entry 77 is altered\)"):
        move(source, target)
    with talk_to(source) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    with pytest.raises(SchemaOutOfDate, match="db migrate"):
        move(source, target)
    with pytest.raises(StorageError, match="There is no database"):
        move(f"sqlite:///{tmp_path}/nowhere.db", target)
    assert not list(tmp_path.glob("nowhere*")), "nothing is made by looking"
    assert is_empty(target)


def test_only_from_sqlite_to_postgresql(source: str, target: str) -> None:
    for one, other in ((target, source), (source, source), (target, target)):
        with pytest.raises(StorageError, match="from SQLite to PostgreSQL"):
            move(one, other)


def test_a_text_that_postgresql_cannot_keep_is_named(source: str, target: str) -> None:
    with talk_to(source) as connection:
        connection.execute(text("UPDATE ballots SET remark = 'a' || char(0) || 'b' WHERE organisation_id = 'aukra'"))
    with pytest.raises(StorageError, match=r"«ballots» has a text with a NUL character, in \('v1', 'aukra'\)"):
        move(source, target)


TRIGGER = """
CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does} END $$;
CREATE TRIGGER meddle BEFORE INSERT ON ballots FOR EACH ROW EXECUTE FUNCTION meddle();
"""
MEDDLING = {
    "a row is changed": "NEW.remark := upper(NEW.remark); RETURN NEW;",
    "a row is lost": "IF NEW.organisation_id = 'aukra' THEN RETURN NULL; END IF; RETURN NEW;",
    "a row is refused": "RAISE EXCEPTION 'disk full'; RETURN NEW;",
}


@pytest.mark.parametrize("how", MEDDLING)
def test_what_does_not_come_over_as_it_was_is_not_kept(source: str, how: str) -> None:
    with migrated_postgres() as target:
        with talk_to(target) as connection:
            connection.execute(text(TRIGGER.format(does=MEDDLING[how]).replace(":=", r"\:=")))
        with pytest.raises(StorageError, match=r"ballots.*Nothing was moved"):
            move(source, target)
        assert is_empty(target)


def test_a_move_that_is_killed_leaves_nothing_and_can_be_done_again(source: str) -> None:
    """It is killed while it writes: a trigger makes it wait for a lock that the test has."""
    with migrated_postgres() as target:
        plain = make_url(target).set(drivername="postgresql").render_as_string(hide_password=False)
        with closing(psycopg.connect(plain, autocommit=True)) as connection:
            connection.execute(TRIGGER.format(does="PERFORM pg_advisory_xact_lock(42); RETURN NEW;"))
            connection.execute("SELECT pg_advisory_lock(42)")
            command = [sys.executable, "-m", "bot", "db", "move", "--url", source, "--to", target]
            with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as moving:
                _wait_for(connection, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", 1)
                moving.kill()
            connection.execute("SELECT pg_advisory_unlock(42)")
            others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'"
            _wait_for(connection, others, 1)
            connection.execute("DROP TRIGGER meddle ON ballots")
        assert is_empty(target)
        assert move(source, target) == contents_of(target)


def _wait_for(connection: Any, query: str, wanted: int) -> None:
    until = time.monotonic() + 30
    while connection.execute(query).fetchone()[0] != wanted:
        assert time.monotonic() < until, query
        time.sleep(0.01)


# What an administrator sees


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["db", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_the_command_shows_the_proof_and_what_to_do_next(source: str, target: str, tmp_path: Path) -> None:
    keys = tmp_path / "utvalgsbot.db.election-keys"
    keys.mkdir()
    (keys / "1.key").write_bytes(b"k")
    code, said = run("move", "--url", source, "--to", target)
    assert code == 0
    assert f"audit: {ENTRIES} rows, checksum " in said
    assert "c0: 602 entries followed in both, head " in said
    assert "Set UTVALGSBOT_DATABASE_URL to the new address" in said
    assert f"Keys of elections lie in {keys}: set UTVALGSBOT_ELECTION_KEYS_PATH" in said
    code, said = run("move", "--url", source, "--to", target)
    assert (code, said.count("\n")) == (1, 1)
    assert "not empty" in said


@pytest.mark.both_databases
def test_status_tells_the_version_and_what_is_there(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        code, said = run("status", "--url", database_url)
        assert (code, said.count("\n")) == (1, 1)
        assert "There is no database" in said
    migrate(database_url)
    code, said = run("status", "--url", database_url)
    assert code == 0
    assert f"Version: {schema.HEAD}, up to date" in said
    assert "Rows: none" in said
    assert ("(nobody has it open)" in said) == database_url.startswith("sqlite")
    with talk_to(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    code, said = run("status", "--url", database_url)
    assert code == 1
    assert f"Version: 0003, this program needs {schema.HEAD}: run «utvalgsbot db migrate»." in said


def test_status_and_migrate_beside_a_bot_that_runs_on_sqlite(source: str) -> None:
    with hold(source):
        assert "(a process has it open)" in run("status", "--url", source)[1]
        code, said = run("migrate", "--url", source)
        assert (code, said.count("\n")) == (1, 1)
        assert "in use by another process: stop it, or use PostgreSQL for several" in said
    assert run("migrate", "--url", source) == (0, "The database is up to date.\n")


def test_a_database_that_cannot_be_reached_is_told_in_one_line_without_its_password(source: str) -> None:
    nowhere = "postgresql://somebody:hush@127.0.0.1:9/nowhere"
    for command in (
        ["status", "--url", nowhere],
        ["migrate", "--url", nowhere],
        ["move", "--url", source, "--to", nowhere],
    ):
        code, said = run(*command)
        assert (code, said.count("\n")) == (1, 1), said
        assert "127.0.0.1:9/nowhere cannot be reached" in said
        assert "hush" not in said


@pytest.mark.parametrize("wrong", ["mysql://root@x/y", "utvalgsbot.db", "sqlite://", "postgresql+asyncpg://x/y"])
def test_an_address_that_is_none_of_ours_is_told_in_one_line(wrong: str) -> None:
    for command in ("status", "migrate"):
        code, said = run(command, "--url", wrong)
        assert (code, said.count("\n")) == (1, 1), said
