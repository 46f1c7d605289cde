"""`utvalgsbot mandate tree`: draws the tree of bodies from the mandates in force."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from committee.bodies import body_tree
from committee.yaml_file import YamlFileError
from documents import draw_tree
from locales import words


def draw_mandates(
    folder: Path = typer.Argument(Path("mandates")),  # noqa: B008 - how typer declares arguments
    out: Path | None = typer.Option(None, help="The SVG file to write; without it the picture is printed."),  # noqa: B008
    on: datetime | None = typer.Option(None, formats=["%Y-%m-%d"], help="The day; today when not given."),  # noqa: B008
    language: str = typer.Option("nb", help="nb, nn or en."),
) -> None:
    """Draw who reports to, escalates to and advises whom, as an SVG picture."""
    from committee.mandate_file import load_book

    try:
        book = load_book(folder)
    except YamlFileError as error:
        for line in error.lines:
            typer.echo(line, err=True)
        raise typer.Exit(1) from None
    day = (on or datetime.now(UTC)).date()
    picture = draw_tree(body_tree(book.in_force(day)), words(language))
    if out is None:
        typer.echo(picture, nl=False)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(picture, encoding="utf-8")
    typer.echo(f"{out}: {len(book.in_force(day))} bodies as of {day}")
