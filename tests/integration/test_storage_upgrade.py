"""What an older version wrote is there when the tables have been changed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from committee.audit import GENESIS, check_chain, digest
from storage.bodies import stamp
from storage.database import migrate, open_engine, sqlite_path
from storage.store import open_reader, open_store

pytestmark = pytest.mark.both_databases
ROOT = Path(__file__).parents[2]
ROWS = (
    "INSERT INTO meetings VALUES ('m', 'bu', '2026-01-01', 'ended', '{}')",
    "INSERT INTO proposals VALUES ('p', 'bu', 2026, 1, '{}')",
    "INSERT INTO votings VALUES ('v', 'bu', 'p', 'm', '2026-01-01', '2026-01-08', NULL, '{}')",
    "INSERT INTO roll VALUES ('v', 'molde', 0, 'Molde', 1)",
    "INSERT INTO ballots VALUES ('v', 'molde', 'kari', 'for', 1, '2026-01-02', '', FALSE, 1, '[]')",
)


AT = datetime(2026, 1, 2, 9, 0, 0, 1, tzinfo=UTC)


def made_at(version: str, url: str) -> Engine:
    engine = open_engine(url, writable=True)
    if path := sqlite_path(url):
        path.parent.mkdir(exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "storage/migrations"))
    config.attributes["engine"] = engine
    command.upgrade(config, version)
    return engine


async def test_a_record_begun_by_the_first_version_goes_on_and_holds(empty_url: str) -> None:
    url = empty_url
    engine = made_at("0001", url)
    said = {"committee_id": "bu", "position": 1, "actor_id": "kari", "action": "ballot.cast", "subject_id": "v"}
    sha256 = digest(**said, at=AT, details={"choice": "for"}, previous=GENESIS)  # type: ignore[arg-type]
    row = {**said, "at": stamp(AT), "details": '{"choice":"for"}', "previous": GENESIS, "sha256": sha256}
    columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO audit ({columns}) VALUES ({values})"), row)
        connection.execute(text("INSERT INTO chain_heads VALUES ('bu', 1, :sha256)"), row)
    engine.dispose()
    migrate(url)
    async with open_store(url) as store:
        more = {"at": AT, "actor_id": "kari", "action": "voting.closed", "subject_id": "v", "details": {}}
        await store.write(lambda tx: tx.record("bu", **more))
    with open_reader(url) as tx:
        entries = tx.entries("bu")
        assert [one.action for one in entries] == ["ballot.cast", "voting.closed"]
        assert check_chain(entries, head=tx.head("bu")) == []


def test_a_ballot_survives_that_its_voting_need_not_have_a_meeting(empty_url: str) -> None:
    url = empty_url
    engine = made_at("0004", url)
    with engine.begin() as connection:
        for row in ROWS:
            connection.exec_driver_sql(row)
    engine.dispose()
    migrate(url)
    with engine.connect() as connection:
        found = "SELECT v.meeting_id, b.choice, b.entered_by FROM ballots b JOIN votings v ON v.id = b.voting_id"
        assert connection.exec_driver_sql(found).all() == [("m", "for", "")]
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()
