"""`utvalgsbot db`: make or update the tables, see how it stands, move to PostgreSQL."""

from pathlib import Path

import typer

from bot.ballot_box import key_folder

database = typer.Typer(help="The database.")
_URL = typer.Option("sqlite:///var/utvalgsbot.db", envvar="UTVALGSBOT_DATABASE_URL", help="The database's address.")
_TO = typer.Option(help="The address of an empty PostgreSQL database.")


@database.command("migrate")
def migrate_database(url: str = _URL) -> None:
    """Bring the database to this version's tables."""
    from storage.database import migrate
    from storage.errors import StorageError

    try:
        migrate(url)
    except (StorageError, OSError) as error:
        _fail(str(error))
    typer.echo("The database is up to date.")


@database.command("status")
def show_status(url: str = _URL) -> None:
    """Tell the database's version and what is in it; ends with 1 when it must be migrated."""
    from storage.errors import StorageError
    from storage.schema import HEAD
    from storage.status import look_at

    try:
        found = look_at(url)
    except (StorageError, OSError) as error:
        _fail(str(error))
        return
    in_use = {True: " (a process has it open)", False: " (nobody has it open)", None: ""}[found.in_use]
    typer.echo(f"Database: {found.address}{in_use}")
    if not found.is_current:
        _fail(f"Version: {found.version or 'none'}, this program needs {HEAD}: run «utvalgsbot db migrate».")
    typer.echo(f"Version: {found.version}, up to date")
    typer.echo("Rows: " + (", ".join(f"{name} {count}" for name, count in found.rows.items() if count) or "none"))
    typer.echo("Errands: " + (", ".join(f"{state} {count}" for state, count in found.errands.items()) or "none"))


@database.command("move")
def move_database(to: str = _TO, url: str = _URL) -> None:
    """Copy a SQLite database that nobody uses to PostgreSQL, all or nothing, and prove that all came over."""
    from storage.errors import StorageError
    from storage.move import move

    try:
        moved = move(url, to)
    except (StorageError, OSError) as error:
        _fail(str(error))
        return
    for table in moved.tables:
        if table.rows:
            typer.echo(f"{table.name}: {table.rows} rows, checksum {table.checksum[:16]} in both")
    for chain in moved.chains:
        typer.echo(f"{chain.committee_id}: {chain.entries} entries followed in both, head {chain.head}")
    typer.echo("Everything came over. Set UTVALGSBOT_DATABASE_URL to the new address, and keep the file as a backup.")
    _tell_of_keys(url)


def _tell_of_keys(url: str) -> None:
    """Keys of elections are files beside the SQLite database: without them an open election cannot be counted."""
    folder = key_folder(None, url).path
    if folder is not None and any(Path(folder).glob("*.key")):
        typer.echo(f"Keys of elections lie in {folder.resolve()}: set UTVALGSBOT_ELECTION_KEYS_PATH to it.")


def _fail(*lines: str) -> None:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
