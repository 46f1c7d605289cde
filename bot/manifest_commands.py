"""`utvalgsbot manifest check` and `manifest build`: the Teams app, looked at and packed for one installation."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import typer

from bot.app_installation import PLACEHOLDER_HOST, Installation, PackageError

manifest = typer.Typer(help="The Teams app that people install.")

_FOLDER = typer.Option(
    None, help="The folder with manifest.json, languages and icons; unset, the one that came with the bot."
)
_APP_ID = typer.Option(..., help="The app's own GUID in Teams: make one once, and keep it for later versions.")
_BOT_ID = typer.Option(..., envvar="UTVALGSBOT_APP_ID", help="The bot's application id in Entra.")
_DEVELOPER = typer.Option(..., help="Who runs the bot, at most 32 characters.")
_WEBSITE = typer.Option(..., help="Their https page.")
_PRIVACY = typer.Option(..., help="Their https page about privacy.")
_TERMS = typer.Option(..., help="Their https page about terms of use.")
_VERSION = typer.Option(None, help="As 1.0.2; raise it for each upload. Unset: the manifest's own.")
_OUT = typer.Option(Path("utvalgsbot.zip"), help="The package to write.")
_VERSION_FORM = re.compile(r"(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}")
#: The schema's longest, for `developer.name` and the addresses.
_LONGEST_NAME, _LONGEST_URL = 32, 2048


@manifest.command("check")
def check_app(folder: Path | None = _FOLDER) -> None:
    """Tell every mistake in the app's texts, commands and icons, one line each; ends with 1 when there is one."""
    from bot.app_package import FOLDER, find_problems, read_folder

    try:
        problems = find_problems(read_folder(folder or FOLDER))
    except PackageError as error:
        problems = list(error.lines)
    _fail(problems)
    typer.echo("The app is whole: texts in each language, commands that the bot knows, icons by the rules.")


@manifest.command("build")
def build_app(
    app_id: str = _APP_ID,
    bot_id: str = _BOT_ID,
    developer: str = _DEVELOPER,
    website: str = _WEBSITE,
    privacy: str = _PRIVACY,
    terms: str = _TERMS,
    version: str | None = _VERSION,
    out: Path = _OUT,
    folder: Path | None = _FOLDER,
) -> None:
    """Write the package to upload in Teams, with this installation's own ids and addresses."""
    from bot.app_package import FOLDER, build_package, read_folder

    own = Installation(
        app_id=app_id.strip().lower(), bot_id=bot_id.strip().lower(), developer=developer.strip(), website=website,
        privacy=privacy, terms=terms, version=version,
    )  # fmt: skip
    _fail(_wrong(own))
    try:
        packed = build_package(read_folder(folder or FOLDER), own)
        out.write_bytes(packed)
    except PackageError as error:
        _fail(list(error.lines))
    except OSError as error:
        _fail([f"{out}: {error.strerror}"])
    typer.echo(f"{out}: written, {out.stat().st_size} bytes")


def _fail(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line, err=True)
    if lines:
        raise typer.Exit(1)


def _wrong(own: Installation) -> list[str]:
    """What is wrong with the options, one line each."""
    checks: list[tuple[str, str, Callable[[str], str]]] = [
        ("--app-id", own.app_id, _guid_fault),
        ("--bot-id", own.bot_id, _guid_fault),
        ("--developer", own.developer, _name_fault),
        ("--website", own.website, _url_fault),
        ("--privacy", own.privacy, _url_fault),
        ("--terms", own.terms, _url_fault),
        ("--version", own.version or "0.0.0", _version_fault),
    ]
    found = [f"{option}: {wrong}" for option, value, fault in checks if (wrong := fault(value))]
    if own.app_id == own.bot_id:
        found.append("--app-id: is the bot's id; the app in Teams has a GUID of its own")
    return found


def _guid_fault(value: str) -> str:
    try:
        return "" if str(UUID(value)) == value and UUID(value).int else "expected a GUID that is not all zeros"
    except ValueError:
        return "expected a GUID"


def _name_fault(value: str) -> str:
    return "" if 0 < len(value) <= _LONGEST_NAME else f"expected 1 to {_LONGEST_NAME} characters"


def _url_fault(value: str) -> str:
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        return "expected an https address"
    if parts.scheme != "https" or "." not in host or re.search(r"\s", value) or len(value) > _LONGEST_URL:
        return "expected an https address"
    return f"{PLACEHOLDER_HOST} is nobody's address" if host == PLACEHOLDER_HOST else ""


def _version_fault(value: str) -> str:
    return "" if _VERSION_FORM.fullmatch(value) else "expected three numbers with dots, as 1.0.2"
