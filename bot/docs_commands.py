"""`utvalgsbot docs …`: pages of the documentation that are made from the code."""

from pathlib import Path

import typer

from documents.case_states import draw_case_states

docs = typer.Typer(help="Pages that are made from the code.")


@docs.callback()
def about() -> None:
    """Pages that are made from the code."""


@docs.command("states")
def draw_states(
    out: Path | None = typer.Option(None, help="The Markdown file to write; without it the page is printed."),  # noqa: B008
) -> None:
    """Draw the states of a case, and who acts next in each."""
    page = draw_case_states()
    if out is None:
        typer.echo(page, nl=False)
        return
    out.write_text(page, encoding="utf-8")
    typer.echo(f"{out}: written")
