"""Tests marked `both_databases` are run on SQLite and on PostgreSQL; the others on SQLite alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_fixture import empty_postgres, migrated_postgres

BOTH = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marked = metafunc.definition.get_closest_marker("both_databases")
    for name in ("database_url", "empty_url"):
        if marked and name in metafunc.fixturenames:
            metafunc.parametrize(name, BOTH, indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database with its tables; on SQLite it is made by whoever opens it."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{tmp_path}/utvalgsbot.db"
        return
    with migrated_postgres() as url:
        yield url


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database without tables; on SQLite not even the folder is there."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{tmp_path}/var/bot.db"
        return
    with empty_postgres() as url:
        yield url
