"""What an older version wrote is there when the tables have been changed."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from storage.database import migrate, open_engine

ROOT = Path(__file__).parents[2]
ROWS = (
    "INSERT INTO meetings VALUES ('m', 'bu', '2026-01-01', 'ended', '{}')",
    "INSERT INTO proposals VALUES ('p', 'bu', 2026, 1, '{}')",
    "INSERT INTO votings VALUES ('v', 'bu', 'p', 'm', '2026-01-01', '2026-01-08', NULL, '{}')",
    "INSERT INTO roll VALUES ('v', 'molde', 0, 'Molde', 1)",
    "INSERT INTO ballots VALUES ('v', 'molde', 'kari', 'for', 1, '2026-01-02', '', 0, 1, '[]')",
)


def test_a_ballot_survives_that_its_voting_need_not_have_a_meeting(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    engine = open_engine(url, writable=True)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "storage/migrations"))
    config.attributes["engine"] = engine
    command.upgrade(config, "0004")
    with engine.connect() as connection:
        for row in ROWS:
            connection.exec_driver_sql(row)
    engine.dispose()
    migrate(url)
    with engine.connect() as connection:
        found = "SELECT v.meeting_id, b.choice, b.entered_by FROM ballots b JOIN votings v ON v.id = b.voting_id"
        assert connection.exec_driver_sql(found).all() == [("m", "for", "")]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()
