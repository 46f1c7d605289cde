"""`utvalgsbot provision`: what the teams need for their committees' channels, told and carried out."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import typer

from committee.errors import CommitteeError
from committee.microsoft_errors import Ambiguous, MicrosoftError, Throttled, Unavailable
from committee.team_plan import Step, TeamPlan
from committee.yaml_file import YamlFileError
from locales import Words, words
from locales.spaces import mended_words, note_words, problem_words, step_words

if TYPE_CHECKING:
    from bot.provisioning import Provisioning
    from bot.settings import Settings
    from bot.team_run import TeamRun

provision = typer.Typer(help="The committees' channels in Teams.")
_TEAM = typer.Option("", help="One team's id; all teams when not given.")
_LANGUAGE = typer.Option("en", help="nb, nn or en.")
_PEOPLE = typer.Option(False, help="Also add and remove people, as the plan says.")
_YES = typer.Option(False, "--yes", help="Do not ask first.")
#: What may have been done is looked up after this; a service that is away is asked again.
_LOOK_UP_AFTER = timedelta(seconds=3)
_PAUSE = timedelta(seconds=5)
#: So many waits in a row without anything done, and it is left for another time.
_MOST_WAITS = 60


@provision.command("plan")
def show_plan(team: str = _TEAM, language: str = _LANGUAGE) -> None:
    """Tell what would be done, and do nothing; ends with 1 when there is something."""
    say = words(language)
    plans: list[TeamPlan] = []

    async def work(provisioning: "Provisioning") -> None:
        for space in await provisioning.spaces():
            if team in ("", space.id):
                plan = await (await provisioning.run(space.id, actor_id="")).plan()
                plans.append(plan)
                _print_plan(plan, say)

    _run(work)
    _require_team(plans, team)
    if any(one.steps for one in plans):
        raise typer.Exit(1)


@provision.command("apply")
def apply(team: str = _TEAM, language: str = _LANGUAGE, people: bool = _PEOPLE, yes: bool = _YES) -> None:
    """Carry the plan out; may be stopped and begun again at any time. Ends with 1 when something could not be done."""
    say = words(language)
    seen: list[TeamPlan] = []
    left = 0

    async def work(provisioning: "Provisioning") -> None:
        nonlocal left
        for space in await provisioning.spaces():
            if team not in ("", space.id):
                continue
            plan = await (await provisioning.run(space.id, actor_id="")).plan()
            seen.append(plan)
            _print_plan(plan, say)
            steps = plan.steps if people else plan.works
            if steps and (yes or typer.confirm("Do this?")):
                left += await _apply(provisioning, space.id, len(steps), say, people=people)

    _run(work)
    _require_team(seen, team)
    if left:
        raise typer.Exit(1)


def _require_team(plans: list[TeamPlan], team: str) -> None:
    if not plans:
        _fail(f"No team {team} is declared." if team else "No team is declared: see docs/operations.md, «Channels».")


async def _apply(provisioning: "Provisioning", team_id: str, steps: int, say: Words, *, people: bool) -> int:
    """How much could not be done."""
    done = 0

    def report(step: Step) -> None:
        nonlocal done
        done += 1
        typer.echo(f"[{done}/{max(steps, done)}] {_told(step, say)}")

    run = await provisioning.run(team_id, actor_id="", people=people, report=report)
    await _to_the_end(run)
    for one in run.problems:
        step = one.step
        typer.echo(f"! {_told(step, say)}", err=True)
        typer.echo(f"  {problem_words(step.kind, one.kind, one.code, say, name=step.name)}", err=True)
    typer.echo(f"{len(run.done)} done, {len(run.problems)} could not be done.")
    return len(run.problems)


async def _to_the_end(run: "TeamRun") -> None:
    """Goes on until all is done, waiting when Microsoft asks for it. Raises MicrosoftError when that does not help."""
    waits, before = 0, -1
    while True:
        try:
            await run.go()
        except (Throttled, Unavailable, Ambiguous) as problem:
            waits = waits + 1 if len(run.done) == before else 0
            before = len(run.done)
            if waits >= _MOST_WAITS:
                raise
            wait = _wait(problem)
            typer.echo(f"Microsoft is not ready ({problem.code}): going on in {wait.total_seconds():.0f} s.")
            await asyncio.sleep(wait.total_seconds())
        else:
            return


def _wait(problem: MicrosoftError) -> timedelta:
    if isinstance(problem, Ambiguous):
        return _LOOK_UP_AFTER
    asked = problem.retry_after if isinstance(problem, Throttled | Unavailable) else None
    return _PAUSE if asked is None else asked


def _print_plan(plan: TeamPlan, say: Words) -> None:
    typer.echo(f"Team {plan.team_id}")
    if not plan.steps:
        typer.echo("  Everything is as declared.")
    for step in plan.steps:
        typer.echo(f"  - {_told(step, say)}")
        if step.mended:
            typer.echo(f"    {mended_words(step.mended, say)}")
    for note in plan.notes:
        typer.echo(f"  ! {note_words(note.kind, say, name=note.name)}")


def _told(step: Step, say: Words) -> str:
    told = step_words(step.kind, say, name=step.name, names=step.names, other=step.other)
    return f"{step.id}: {told}" if step.id else told


def _run(work: "Callable[[Provisioning], Awaitable[None]]") -> None:
    from bot.command_settings import read_or_exit
    from storage.errors import StorageError

    settings = read_or_exit()
    try:
        asyncio.run(_open(settings, work))
    except YamlFileError as error:
        _fail(*error.lines)
    except CommitteeError as error:
        _fail(error.code)
    except MicrosoftError as error:
        _fail(f"Microsoft 365 did not answer as expected: {error}. Nothing is half done; run the command again.")
    except (StorageError, OSError) as error:
        _fail(str(error), "While the bot runs on SQLite, write «kanaler» to it in Teams instead, or stop it first.")


async def _open(settings: "Settings", work: "Callable[[Provisioning], Awaitable[None]]") -> None:
    from bot.app import file_places
    from bot.microsoft import open_graph, open_tokens
    from bot.provisioning import Provisioning
    from bot.shelf import open_shelf
    from storage.store import open_store

    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database_url))
        shelf = await open_shelf(file_places(settings), store, datetime.now(UTC))
        tokens = open_tokens(settings)
        stack.push_async_callback(tokens.close)
        graph = await stack.enter_async_context(open_graph(settings, tokens))
        await work(Provisioning(shelf=shelf, store=store, teams=graph, now=lambda: datetime.now(UTC)))


def _fail(*lines: str) -> None:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
