"""`utvalgsbot docs …`: pages of the documentation that are made from the code."""

from pathlib import Path

import typer

from documents.case_states import draw_case_states
from graph.permissions import PERMISSIONS, PermissionKind

PERMISSIONS_BEGIN = "<!-- permissions: made by «utvalgsbot docs permissions» -->"
PERMISSIONS_END = "<!-- permissions end -->"
_KINDS = {PermissionKind.RSC: "RSC, per team", PermissionKind.APPLICATION: "Graph, application"}

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


@docs.command("permissions")
def draw_permissions(
    out: Path | None = typer.Option(None, help="The page to write it in, between its markers; else it is printed."),  # noqa: B008
) -> None:
    """Write the table of the permissions that the bot asks for, and why."""
    table = permission_table()
    if out is None:
        typer.echo(table)
        return
    page = out.read_text(encoding="utf-8")
    before, begun, rest = page.partition(PERMISSIONS_BEGIN)
    _, ended, after = rest.partition(PERMISSIONS_END)
    if not begun or not ended:
        typer.echo(f"{out}: has no «{PERMISSIONS_BEGIN}» and «{PERMISSIONS_END}» to write between", err=True)
        raise typer.Exit(1)
    out.write_text(f"{before}{PERMISSIONS_BEGIN}\n{table}\n{PERMISSIONS_END}{after}", encoding="utf-8")
    typer.echo(f"{out}: written")


def permission_table() -> str:
    """The permissions as a Markdown table, in the order that they are asked for."""
    rows = ["| permission | kind | needed | for | without it |", "|---|---|---|---|---|"]
    for one in PERMISSIONS:
        needed = "where wanted" if one.is_optional else "yes"
        rows.append(f"| `{one.name}` | {_KINDS[one.kind]} | {needed} | {one.why} | {one.without} |")
    return "\n".join(rows)
