"""`utvalgsbot export voting` and `utvalgsbot verify`: the record taken out, and checked."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from committee.audit import check_chain
from committee.errors import CommitteeError
from committee.ports import Transaction
from committee.voting import Ballot
from committee.voting_check import Recount, check_proof
from committee.voting_proof import make_proof

export = typer.Typer(help="Take out of the record what others shall check.")
_URL = typer.Option("sqlite:///var/utvalgsbot.db", envvar="UTVALGSBOT_DATABASE_URL")
_NAMED = typer.Argument(help="The voting's id, or its case number such as «BU 3/26» (the last voting on it).")
_FILE = typer.Argument(None, help="An exported voting; without one the whole database is checked.")
_OUT = typer.Option(None, help="Where to write; the screen when not given.")
_WITH_BALLOTS = typer.Option(False, help="Also those that the mandate shows to their organisation only.")
_HEAD = typer.Option("", help="A published checksum, or its beginning, that must still be part of the record.")


@export.command("voting")
def export_voting(
    named: str = _NAMED,
    url: str = _URL,
    out: Path | None = _OUT,
    with_ballots: bool = _WITH_BALLOTS,
) -> None:
    """Write a closed voting as a file from which anyone can count it again."""
    from storage.errors import StorageError
    from storage.store import open_reader

    try:
        with open_reader(url) as tx:
            proof = make_proof(tx, _find(tx, named), with_ballots=with_ballots, now=datetime.now(UTC))
    except CommitteeError as error:
        _fail(_REFUSALS[error.code].format(named=named))
    except (StorageError, OSError) as error:
        _fail(str(error))
    else:
        text = json.dumps(proof, ensure_ascii=False, indent=1)
        if out is None:
            typer.echo(text)
        else:
            out.write_text(text + "\n", encoding="utf-8")
            typer.echo(f"{out}: {proof['case']}, to {proof['head']}.")


_REFUSALS = {
    "not_found": "There is no voting «{named}» in this database.",
    "voting_still_open": "The voting «{named}» is still open: it can be exported when it is closed.",
}


def _find(tx: Transaction, named: str) -> str:
    """The id of the voting. Raises CommitteeError("not_found")."""
    wanted = " ".join(named.split()).casefold()
    for committee_id in tx.committees_with_log():
        for proposal in tx.proposals(committee_id):
            if proposal.case_number.casefold() == wanted and proposal.voting_id:
                return proposal.voting_id
    return tx.voting(named).id


def verify(file: Path | None = _FILE, url: str = _URL, head: str = _HEAD) -> None:
    """Check an exported voting, or every committee's hash chain; ends with 1 when something does not agree."""
    if file is None:
        _verify_database(url, head)
    else:
        _verify_file(file, head)


def _verify_file(path: Path, head: str) -> None:
    try:
        proof: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found = check_proof(proof, head=head)
    except (OSError, ValueError, CommitteeError) as error:
        _fail(f"{path} is no exported voting: {error}")
        return
    typer.echo(f"{proof['committee']} {proof['case']}: {proof['title']}")
    for line in _tell(found):
        typer.echo(line)
    if found.faults:
        _fail(*found.faults)
    typer.echo(f"Everything agrees, to {proof['head']}.")


def _tell(found: Recount) -> list[str]:
    if found.cancelled:
        return ["Stopped before it was counted: nothing is decided."]
    if found.verdict is None or found.tally is None:
        return ["The ballots are not shown: the sums are those of the record."] if not found.faults else []
    choices = {one.organisation_id: _said(one) for one in found.ballots}
    lines = [f"{one.name} (weight {one.weight}): {choices.get(one.organisation_id, '-')}" for one in found.roll]
    count, verdict = found.tally, found.verdict
    sums = f"for {count.weight_for}, against {count.weight_against}, abstain {count.weight_abstain}"
    return [*lines, f"{sums}: {verdict.outcome} ({verdict.reason})"]


def _said(ballot: Ballot) -> str:
    if ballot.parts is None:
        return ballot.choice.value
    return ", ".join(f"{choice} {weight}" for choice, weight in ballot.shares if weight)


def _verify_database(url: str, head: str) -> None:
    from storage.errors import StorageError
    from storage.store import open_reader

    try:
        with open_reader(url) as tx:
            chains = {one: list(tx.entries(one)) for one in tx.committees_with_log()}
            heads = {one: tx.head(one) for one in chains}
    except (StorageError, OSError) as error:
        _fail(str(error))
        return
    faults: list[str] = []
    for committee_id, entries in chains.items():
        breaches = check_chain(entries, head=heads[committee_id])
        faults += [f"{one.committee_id}: entry {one.position} is {one.code}" for one in breaches]
        typer.echo(f"{committee_id}: {len(entries)} entries, head {heads[committee_id]}")
    if head and not any(entry.sha256.startswith(head) for entries in chains.values() for entry in entries):
        faults.append(f"No entry has the checksum {head}: the record was cut or altered after it was published.")
    if faults:
        _fail(*faults)
    typer.echo("The record is whole.")


def _fail(*lines: str) -> None:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
