"""The database opens only when its tables are right and nobody else has it."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import schema
from storage.database import hold, open_engine
from storage.errors import DatabaseInUse, SchemaOutOfDate, StorageError
from storage.store import is_current, migrate, open_reader, open_store

ROOT = Path(__file__).parents[2]


both_databases = pytest.mark.both_databases


@pytest.fixture
def url(empty_url: str) -> str:
    return empty_url


def test_the_constant_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "storage/migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


@both_databases
def test_the_migrations_make_the_tables_that_the_code_reads(url: str) -> None:
    migrate(url)
    engine = open_engine(url, writable=True)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    engine.dispose()


@both_databases
async def test_a_database_that_is_not_migrated_is_refused_with_what_to_do(url: str) -> None:
    assert not is_current(url)
    with pytest.raises(SchemaOutOfDate, match="utvalgsbot db migrate"):
        async with open_store(url):
            pass


@both_databases
async def test_a_database_of_another_version_is_refused_by_number(url: str) -> None:
    migrate(url)
    migrate(url)
    assert is_current(url)
    engine = open_engine(url, writable=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    assert not is_current(url)
    with pytest.raises(SchemaOutOfDate, match="9999"):
        async with open_store(url):
            pass
    with pytest.raises(SchemaOutOfDate), open_reader(url):
        pass


async def test_a_second_process_on_the_same_file_is_refused(url: str) -> None:
    migrate(url)
    program = f"""
import asyncio
from storage.store import open_store
async def main():
    async with open_store({url!r}):
        pass
asyncio.run(main())
"""
    command = [sys.executable, "-c", program]
    async with open_store(url):
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
        assert second.returncode != 0
        assert "in use by another process" in second.stderr
        with pytest.raises(DatabaseInUse):
            migrate(url)
        with open_reader(url) as transaction:
            assert transaction.committees_with_log() == []
    third = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert third.returncode == 0, third.stderr


def test_the_file_is_free_again_when_the_block_ends(url: str) -> None:
    for _ in range(2):
        with hold(url):
            pass


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(StorageError, match="needs a file"):
        open_engine("sqlite://", writable=True)


def test_the_file_is_durable_and_keeps_its_references(url: str) -> None:
    migrate(url)
    engine = open_engine(url, writable=True)
    with engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    engine.dispose()
    assert found == ["wal", 2, 1]


def test_starting_does_not_load_alembic() -> None:
    program = "import sys, storage.store; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=30, check=False).returncode == 0
