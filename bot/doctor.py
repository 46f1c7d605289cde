"""`utvalgsbot doctor`: looks at an installation from outside, and says what is wrong and what to do."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.doctor_findings import Check, Finding, Installation, Recorded
    from bot.settings import Settings
    from committee.mandate_book import MandateBook
    from committee.register import Register

WARNINGS, FAULTS = 1, 2
CHECK_TIMEOUT = timedelta(minutes=2)
_JSON = typer.Option(False, "--json", help="Findings as JSON, for monitoring.")
_CLOSED = typer.Option("", help="A mailbox that the bot shall not reach: doctor sees that it does not.")
_PUBLIC = typer.Option("", help="The bot's https address as Teams calls it, to look at its certificate.")
_MARKS = {"well": "ok", "unchecked": "--", "warning": "!", "fault": "X"}


def doctor(as_json: bool = _JSON, closed_mailbox: str = _CLOSED, public_url: str = _PUBLIC) -> None:
    """Check the whole installation; ends with 0 when all is well, 1 with warnings, 2 with faults."""
    from pydantic import ValidationError

    from bot.doctor_findings import fault
    from bot.settings import UnknownSettings, explain_problems, read_settings

    try:
        settings = read_settings()
    except (ValidationError, UnknownSettings) as error:
        findings = [fault("settings", f"{one}.", "Mend the variable.") for one in explain_problems(error)]
    else:
        findings = asyncio.run(diagnose(settings, closed_mailbox=closed_mailbox, public_url=public_url))
    typer.echo(_as_json(findings) if as_json else _as_text(findings))
    raise typer.Exit(exit_code(findings))


def exit_code(findings: "Sequence[Finding]") -> int:
    """0 all well (also what could not be checked for want of a place), 1 warnings, 2 faults."""
    states = {one.state.value for one in findings}
    return FAULTS if "fault" in states else WARNINGS if "warning" in states else 0


def _as_json(findings: "Sequence[Finding]") -> str:
    return json.dumps({"exit": exit_code(findings), "findings": [asdict(one) for one in findings]}, ensure_ascii=False)


def _as_text(findings: "Sequence[Finding]") -> str:
    lines = []
    for one in findings:
        lines.append(f"{_MARKS[one.state.value]:>2}  {one.check}: {one.says}")
        if one.do:
            lines.append(f"      -> {one.do}")
    states = [one.state.value for one in findings]
    lines.append(f"{states.count('fault')} faults, {states.count('warning')} warnings.")
    return "\n".join(lines)


def _time_now() -> datetime:
    return datetime.now(UTC)


async def diagnose(
    settings: "Settings",
    *,
    closed_mailbox: str = "",
    public_url: str = "",
    team_pause: timedelta | None = None,
    now: Callable[[], datetime] = _time_now,
    clock: Callable[[], datetime] = _time_now,
) -> "list[Finding]":
    """All findings, in a fixed order. `now` is what errands and mandates are judged by, `clock` the machine's time.

    `team_pause` is kept between two requests about one team; None: as long as Teams wants it.
    """
    import aiohttp

    from bot.doctor_findings import Installation, well
    from bot.microsoft import graph_address, open_tokens
    from graph.client import Graph

    book, from_file, from_files = await asyncio.to_thread(_read_files, settings, now())
    recorded, from_database = await asyncio.to_thread(_read_database, settings, from_file)
    register = _with_setups(book, from_file, recorded)
    async with AsyncExitStack() as stack:
        timeout = aiohttp.ClientTimeout(total=10)
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        tokens = open_tokens(settings)
        stack.push_async_callback(tokens.close)
        graph = await stack.enter_async_context(
            Graph(graph_address(settings), tokens, warm_up_after=None, team_pause=team_pause)
        )
        place = Installation(
            settings=settings,
            register=register,
            recorded=recorded,
            tokens=tokens,
            graph=graph,
            session=session,
            now=now(),
            clock=clock,
            closed_mailbox=closed_mailbox,
            public_url=public_url,
        )
        asked = await _ask_all(place)
    return [well("settings", "All settings can be read."), *from_files, *from_database, *asked]


async def _ask_all(place: "Installation") -> "list[Finding]":
    """Every check at once; one that breaks or takes too long is told of and stops no other."""
    from bot import doctor_checks, doctor_microsoft, doctor_permissions
    from bot.doctor_findings import State, unchecked

    tokens = await _run({"token": doctor_microsoft.check_tokens}, place)
    with_token = {
        "permissions": doctor_permissions.check_permissions,
        "mailboxes": doctor_microsoft.check_mailboxes,
        "channels": doctor_microsoft.check_channels,
        "roster": doctor_microsoft.check_roster,
        "people": doctor_microsoft.check_people,
        "reach": doctor_microsoft.check_reach,
    }
    without = {
        "clock": doctor_checks.check_clock,
        "openid": doctor_microsoft.check_openid,
        "outbox": doctor_checks.check_outbox,
        "election keys": doctor_checks.check_election_keys,
        "certificates": doctor_checks.check_certificates,
    }
    if any(one.state is State.FAULT for one in tokens):
        waiting = [unchecked(name, "There is no token to ask with.", "Mend the token first.") for name in with_token]
        return [*tokens, *waiting, *await _run(without, place)]
    return [*tokens, *await _run({**with_token, **without}, place)]


async def _run(checks: "Mapping[str, Check]", place: "Installation") -> "list[Finding]":
    from bot.doctor_findings import fault
    from committee.microsoft_errors import MicrosoftError

    seconds = CHECK_TIMEOUT.total_seconds()
    works = [asyncio.wait_for(check(place), seconds) for check in checks.values()]
    found: list[Finding] = []
    for name, answer in zip(checks, await asyncio.gather(*works, return_exceptions=True), strict=True):
        if isinstance(answer, BaseException):
            says = str(answer) if isinstance(answer, MicrosoftError) else type(answer).__name__
            do = "See that this machine reaches Microsoft 365, and run doctor again."
            found.append(fault(name, f"The check did not end well: {says}.", do))
        else:
            found += answer
    return found


def _with_setups(
    book: "MandateBook | None", register: "Register | None", recorded: "Recorded | None"
) -> "Register | None":
    from committee.register_setups import with_setups

    if book is None or register is None or recorded is None:
        return register
    return with_setups(register, recorded.setups, book)


def _read_files(settings: "Settings", now: datetime) -> "tuple[MandateBook | None, Register | None, list[Finding]]":
    from bot.doctor_findings import fault, unchecked, well
    from bot.shelf import DAYS_OF, read_register
    from committee.mandate_file import load_book
    from committee.yaml_file import YamlFileError

    on = now.astimezone(DAYS_OF).date()
    try:
        book = load_book(settings.mandates_path)
    except (YamlFileError, OSError) as error:
        says = _first_lines(error)
        return (
            None,
            None,
            [
                fault("mandates", says, "Mend the file; «utvalgsbot mandate check» tells every mistake."),
                unchecked("register", "It is checked against the mandates."),
            ],
        )
    told = _told_of(book, on)
    try:
        register = read_register(settings.register_path, book, on, home_tenant=settings.home_tenant)
    except (YamlFileError, OSError) as error:
        do = "Mend the file; «utvalgsbot mandate check --register FILE» tells every mistake."
        return book, None, [well("mandates", told), fault("register", _first_lines(error), do)]
    if not register.spaces:
        says = "There is no committee in a register file; those that were set up by chat are looked at."
        return book, register, [well("mandates", told), well("register", says)]
    says = f"The register agrees with the mandates: {len(register.spaces)} committees, {len(register.people)} people."
    return book, register, [well("mandates", told), well("register", says)]


def _told_of(book: "MandateBook", on: date) -> str:
    from committee.mandate_warnings import warn_all

    warnings = len(warn_all(book, on))
    more = f" «utvalgsbot mandate check» has {warnings} things to act on." if warnings else ""
    return f"Mandates in force: {len(book.in_force(on))}.{more}"


def _first_lines(error: Exception) -> str:
    lines = list(getattr(error, "lines", ())) or [str(error)]
    more = f" (and {len(lines) - 3} more)" if len(lines) > 3 else ""
    return "; ".join(lines[:3]) + more


def _read_database(settings: "Settings", register: "Register | None") -> "tuple[Recorded | None, list[Finding]]":
    from bot.doctor_findings import fault, well
    from storage.errors import StorageError
    from storage.status import look_at

    try:
        status = look_at(settings.database_url)
        if not status.is_current:
            says = f"Its tables are at version {status.version or 'none'}, not this program's."
            return None, [fault("database", says, "Run «utvalgsbot db migrate», or the version that made it.")]
        recorded = _read_record(settings, register)
    except (StorageError, OSError) as error:
        return None, [
            fault("database", str(error), "If it should be there, check DATABASE_URL and that the server answers.")
        ]
    return recorded, [well("database", f"{status.address} answers and is up to date.")]


def _read_record(settings: "Settings", register: "Register | None") -> "Recorded":
    from bot.doctor_findings import Recorded
    from committee.outbox import ErrandState
    from committee.setups import Setup
    from committee.spaces import ChannelBinding
    from storage.store import open_reader

    tenants = {settings.tenant_id, *settings.allowed_tenants, *([register.home_tenant] if register else [])}
    with open_reader(settings.database_url) as tx:
        urls = {one: url for one in tenants if (url := tx.service_url(one))}
        errands = [one for id_ in tx.committees_with_log() for one in tx.errands(id_, unfinished=False)]
        made = {one.committee_id: one.channel_id for one in tx.all_records(ChannelBinding) if not one.about}
        setups = tuple(one for one in tx.all_records(Setup) if one.is_placed)
    done = [one.created_at for one in errands if one.state is ErrandState.DONE]
    unfinished = tuple(one for one in errands if one.state is not ErrandState.DONE)
    return Recorded(
        service_urls=urls, errands=unfinished, last_done_at=max(done, default=None), made=made, setups=setups
    )
