"""A process killed while it writes has lost nothing that it had answered."""

import subprocess
import sys
from pathlib import Path

import pytest

from committee.audit import check_chain
from storage.store import migrate, open_reader

ROOT = Path(__file__).parents[2]
WRITER = """
import asyncio, itertools, os, sys
from storage.store import open_store
from tests.integration.storage_objects import NOW, note

async def keep_writing(store, name):
    for number in itertools.count():
        subject_id = f"{name}-{number}"
        def work(tx):
            note(tx, subject_id)
            return tx.next_number("bu", 2026)
        given = await store.write(work)
        os.write(1, f"{subject_id} {given}\\n".encode())

async def main():
    async with open_store(sys.argv[1]) as store:
        await asyncio.gather(*(keep_writing(store, f"{sys.argv[2]}-{writer}") for writer in range(8)))

asyncio.run(main())
"""


def _write_until_killed(url: str, name: str, after: int) -> list[str]:
    """The lines that were answered; at least `after`, and whatever stood in the pipe at the kill."""
    command = [sys.executable, "-c", WRITER, url, name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(after)]
        child.kill()
        lines += child.stdout.readlines()
    return [line for line in lines if line.endswith("\n")]


@pytest.mark.both_databases
def test_three_kills_lose_no_acknowledged_write(database_url: str) -> None:
    url = database_url
    migrate(url)
    answered: list[str] = []
    for kill, after in enumerate((60, 203, 507)):
        answered += _write_until_killed(url, str(kill), after)
        with open_reader(url) as tx:
            entries = tx.entries("bu")
            assert check_chain(entries, head=tx.head("bu")) == []
        assert {line.split()[0] for line in answered} <= {entry.subject_id for entry in entries}
    numbers = [int(line.split()[1]) for line in answered]
    assert len(numbers) == len(set(numbers)) >= 770
    assert len(entries) >= max(numbers)
