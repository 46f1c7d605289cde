"""`utvalgsbot`: run the bot, prepare its database, check its record and its mandates."""

import asyncio
import contextlib
import logging
import signal
import sys

import typer

from bot.database_commands import database
from bot.docs_commands import docs
from bot.doctor import doctor
from bot.mandate_commands import check_mandates, compare_mandates
from bot.manifest_commands import manifest
from bot.proof_commands import export, verify
from bot.provision_commands import provision
from bot.tree_command import draw_mandates
from committee.yaml_file import YamlFileError

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
mandate = typer.Typer(help="The committees' mandates.")
app.add_typer(database, name="db")
app.add_typer(mandate, name="mandate")
app.add_typer(export, name="export")
app.add_typer(docs, name="docs")
app.add_typer(manifest, name="manifest")
app.add_typer(provision, name="provision")
app.command("verify")(verify)
app.command("doctor")(doctor)
mandate.command("check")(check_mandates)
mandate.command("diff")(compare_mandates)
mandate.command("tree")(draw_mandates)


@app.command()
def run() -> None:
    """Run the bot until it is told to stop. A SQLite database is made or migrated first."""
    _configure_log()
    from bot.command_settings import read_or_exit

    settings = read_or_exit()
    from bot.app import serve
    from storage.database import is_current, migrate
    from storage.errors import StorageError

    try:
        if settings.database_url.startswith("sqlite") and not is_current(settings.database_url):
            migrate(settings.database_url)
        _run_until_stopped(serve, settings)
    except YamlFileError as error:
        _fail(*error.lines)
    except (StorageError, OSError, ValueError) as error:
        _fail(str(error))


def _run_until_stopped(serve, settings) -> None:
    async def main() -> None:
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(name, stopped.set)
        await serve(settings, stopped)

    try:
        import uvloop
    except ImportError:  # Windows has none
        asyncio.run(main())
    else:
        uvloop.run(main())


def _configure_log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    for noisy in ("apscheduler", "azure", "httpx", "msrest", "msal"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _fail(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
    raise typer.Exit(1)


def main() -> None:
    """The command `utvalgsbot`."""
    app()


if __name__ == "__main__":
    main()
