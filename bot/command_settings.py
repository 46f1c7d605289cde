"""Settings for a command: one line about each that is wrong, and the exit code that says so."""

import typer
from pydantic import ValidationError

from bot.settings import Settings, UnknownSettings, explain_problems, read_settings

WRONG_SETTINGS = 2


def read_or_exit() -> Settings:
    """The settings of the environment. Raises: typer.Exit with WRONG_SETTINGS."""
    try:
        return read_settings()
    except (ValidationError, UnknownSettings) as error:
        for line in explain_problems(error):
            typer.echo(line, err=True)
        raise typer.Exit(WRONG_SETTINGS) from None
