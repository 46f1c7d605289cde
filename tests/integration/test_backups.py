"""A copy taken while the bot runs, restored, verified and worked on: by the steps of docs/operations.md."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from committee.ports import Transaction
from storage.store import open_store
from tests.integration.storage_objects import ballot, fresh_store, note, open_case
from tests.postgres_fixture import _programs, empty_postgres


def fill(tx: Transaction) -> None:
    open_case(tx)
    tx.put_ballot(ballot())
    for number in range(40):
        note(tx, str(number), "c1")


def more(tx: Transaction) -> None:
    note(tx, "after", "c1")


def verify(url: str) -> Result:
    return CliRunner().invoke(app, ["verify", "--url", url])


def vacuum(source: Path, copy: Path) -> None:
    with sqlite3.connect(source) as opened:
        opened.execute("VACUUM INTO ?", (str(copy),))


def back_up(source: Path, copy: Path) -> None:
    with sqlite3.connect(source) as opened, sqlite3.connect(copy) as made:
        opened.backup(made)


@pytest.mark.parametrize("take", [vacuum, back_up])
async def test_a_sqlite_copy_taken_while_the_bot_runs_is_whole_and_can_be_worked_on(tmp_path: Path, take) -> None:
    live, copy = tmp_path / "utvalgsbot.db", tmp_path / "backup.db"
    async with fresh_store(f"sqlite:///{live}") as store:
        await store.write(fill)
        take(live, copy)
        await store.write(more)
        assert len(await store.read(lambda tx: tx.entries("c1"))) == 41
    restored = f"sqlite:///{copy}"
    told = verify(restored)
    assert told.exit_code == 0, told.output
    async with open_store(restored) as store:
        assert len(await store.read(lambda tx: tx.entries("c1"))) == 40
        await store.write(more)
    assert verify(restored).exit_code == 0


@pytest.fixture
def two_databases() -> Iterator[tuple[str, str]]:
    with empty_postgres() as live, empty_postgres() as other:
        yield live, other


async def test_a_postgresql_dump_taken_while_the_bot_runs_is_whole(
    two_databases: tuple[str, str], tmp_path: Path
) -> None:
    live, restored = two_databases
    dump = tmp_path / "utvalgsbot.dump"
    async with fresh_store(live) as store:
        await store.write(fill)
        run("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={live}")
        await store.write(more)
    run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={restored}", str(dump))
    told = verify(restored)
    assert told.exit_code == 0, told.output
    async with open_store(restored) as store:
        assert len(await store.read(lambda tx: tx.entries("c1"))) == 40
        await store.write(more)
    assert verify(restored).exit_code == 0


async def test_a_copy_with_a_changed_entry_is_found(tmp_path: Path) -> None:
    live, copy = tmp_path / "utvalgsbot.db", tmp_path / "backup.db"
    async with fresh_store(f"sqlite:///{live}") as store:
        await store.write(fill)
        vacuum(live, copy)
    with sqlite3.connect(copy) as opened:
        opened.execute("UPDATE audit SET action = 'note.other' WHERE position = 7")
    assert verify(f"sqlite:///{copy}").exit_code == 1


def run(name: str, *words: str) -> None:
    subprocess.run([_programs() / name, *words], check=True, env={**os.environ, "PGCONNECT_TIMEOUT": "10"})
