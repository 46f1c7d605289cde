"""`utvalgsbot mandate check` and `mandate diff`: mandates looked at before they are put to use."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import typer

from committee.mandate import Mandate
from committee.mandate_book import MandateBook
from committee.mandate_diff import differences, pair_versions
from committee.mandate_warnings import warn_all
from committee.yaml_file import YamlFileError
from locales import Words, words
from locales.differences import difference_sentence
from locales.warnings import warning_sentence

_FOLDER = typer.Argument(Path("mandates"))
_REGISTER = typer.Option(None, help="A register file to check against them.")
_ON = typer.Option(None, formats=["%Y-%m-%d"], help="The day; today when not given.")
_LANGUAGE = typer.Option("nb", help="Of the sentences: nb, nn or en.")


def check_mandates(
    folder: Path = _FOLDER,
    register: Path | None = _REGISTER,
    on: datetime | None = _ON,
    language: str = _LANGUAGE,
) -> None:
    """Tell every mistake as file:line:column; without any, what is in force, what comes, and what to act on."""
    from bot.shelf import DAYS_OF
    from committee.mandate_file import load_book
    from committee.register_file import load_register

    day = (on or datetime.now(DAYS_OF)).date()
    try:
        book = load_book(folder)
        if register:
            load_register(register, book, day)
    except YamlFileError as error:
        _fail(error)
        return
    for line in (*_in_force(book, day), *_coming(book, day), *_to_act_on(book, day, words(language))):
        typer.echo(line)


def compare_mandates(
    old: Path = typer.Argument(..., help="A file or a folder, as it was."),  # noqa: B008 - how typer declares arguments
    new: Path = typer.Argument(..., help="The same, as it is now."),  # noqa: B008
    language: str = _LANGUAGE,
) -> None:
    """Tell in words what changes from one file or folder of mandates to another."""
    try:
        was, names = _read(old)
        now, others = _read(new)
    except YamlFileError as error:
        _fail(error)
        return
    pairs = pair_versions(was, now)
    for before, after in pairs:
        for line in _told(before, after, {**names, **others}, words(language)):
            typer.echo(line)
    if not pairs:
        typer.echo("No differences.")


def _fail(error: YamlFileError) -> None:
    for line in error.lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)


def _line(one: Mandate) -> str:
    until = f" until {one.valid_until}" if one.valid_until else ""
    return f"{one.id}: {one.name}, valid from {one.valid_from}{until}, approved {one.approval.reference}"


def _in_force(book: MandateBook, day: date) -> list[str]:
    return [f"In force on {day}:", *(f"  {_line(one)}" for one in book.in_force(day).values())]


def _coming(book: MandateBook, day: date) -> list[str]:
    found = [one for versions in book.versions.values() for one in versions if one.valid_from > day]
    return ["Coming:", *(f"  {_line(one)}" for one in found)] if found else []


def _to_act_on(book: MandateBook, day: date, say: Words) -> list[str]:
    found = warn_all(book, day)
    return ["To act on:", *(f"  {warning_sentence(one, say)}" for one in found)] if found else []


def _read(path: Path) -> tuple[Mapping[str, Sequence[Mandate]], dict[str, str]]:
    """The versions by committee, and what bodies and regions are called. Raises YamlFileError."""
    from committee.mandate_file import load_book, load_file

    book = load_book(path) if path.is_dir() else MandateBook.of(load_file(path))
    names = {id_: versions[-1].name for id_, versions in book.versions.items()}
    return book.versions, names | {one.id: one.name for one in book.regions.values()}


def _told(before: Mandate | None, after: Mandate | None, names: Mapping[str, str], say: Words) -> list[str]:
    if after is None:
        return [f"Gone – {_line(before)}"] if before else []
    if before is None:
        return [f"New – {_line(after)}"]
    sentences = [difference_sentence(one, say, names) for one in differences(before, after)]
    return [f"{_line(after)}:", *(f"  - {one}" for one in sentences)]
