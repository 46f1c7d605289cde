"""The table, printed and written to docs/performance.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import CONNECTIONS, ERRANDS, GROUP_CHANNELS, Cell, ErrandsResult, Round
from benchmarks.processes import BARE, PRODUCT, SERVERS, TEAMS_SDK

NOTES = """\
- One request is one vote: a Teams `adaptiveCard/action` with a signed token, answered with the voting card.
  Each has its own activity id, 100 voters take turns and change their choice every round, four tokens are in
  use. The client waits for each answer before it sends the next on that connection (a closed loop), so latency
  is what a member waits under full load.
- Every answer must be 200 with a card, or the run stops; the first is read in full. Every server must refuse a
  token that another key signed: the table says with what.
- The peers' bots keep ballots in memory: no durability, no seats, no rules, no audit. Bare aiohttp writes
  the same rows as the product (ballot, tally, chained log and its head, an errand) durably (WAL, synchronous=FULL,
  group commit) by hand-written SQL, but reads nothing and knows no seats, rules or states. It runs on asyncio's
  own loop; the line with uvloop, which the product runs on too, tells what that alone gives.
- botbuilder 4.17.1 answers every invoke with 500 because it serializes the body twice; the second serialization
  is replaced by the identity, nothing else. Key address and issuer are given by its settings for other clouds.
  It answers a forged token with 500.
- Teams SDK: key address by its cloud setting; a no-op OpenTelemetry meter, or it keeps 2.7 kB for every
  activity; uvicorn's access log is off; otherwise as it comes (FastAPI, uvicorn, h11, asyncio's own loop).
- Agents SDK: it has no setting for the key address, so the entry in its table is replaced; the issuer check,
  off by default, is turned on; the token it asks for with every activity is handed out ready. It checks neither
  serviceurl nor endorsements.
- CPU is user and system time of the whole server process, threads included, at 16 connections. Start is from
  the process's start to its first vote answered. Figures are medians of the rounds, which are interleaved;
  memory's peak is the highest seen.
- Treat factors under 1.3 as equal on a shared machine. At 16 and 64 connections a server fills its core: where its
  share is well under 90 %, others were running and requests/s says little; CPU µs holds better."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """All that was measured, by server name; the product's own two questions may be unanswered."""

    machine: Sequence[str]
    run: str
    rounds: Mapping[str, Round]
    skipped: Sequence[str]
    errands: ErrandsResult | None
    channels: ErrandsResult | None
    by_size: Mapping[int, Cell]


def write_table(findings: Findings) -> list[str]:
    """The main table in Markdown."""
    heads = [f"{count} conn." for count in CONNECTIONS]
    lines = [
        "| requests/s, share of the core (p50 / p99 ms) | start s | "
        + " | ".join(heads)
        + " | CPU µs | RSS MB (peak) | forged token |",
        "|---|---|" + "---|" * len(heads) + "---|---|---|",
    ]
    for name, result in findings.rounds.items():
        cells = [write_cell(result.cells[count]) for count in CONNECTIONS]
        lines.append(
            f"| {name} | {result.start_s:.2f} | {' | '.join(cells)} | {result.cells[16].cpu_us:.0f} "
            f"| {result.memory_mb:.0f} ({result.peak_mb:.0f}) | {result.forgery_status} |"
        )
    return lines


def write_cell(cell: Cell) -> str:
    """Throughput and latencies of one cell; a star where the client may have been the limit."""
    limit = "*" if cell.load.client_busy > 0.9 else ""
    share = f" {cell.core_share:.0%}"
    return f"{cell.load.per_second:,.0f}{limit}{share} ({cell.load.p50_ms:.2f} / {cell.load.p99_ms:.2f})"


def judge(met: bool) -> str:
    """Whether a demand is met."""
    return "met" if met else "**not met**"


def write_demands(findings: Findings) -> list[str]:
    """The demands the product is held to, each with what was measured; empty when it was not measured."""
    ours = findings.rounds.get(PRODUCT.name)
    if ours is None:
        return []
    lines = ["| demand | measured | |", "|---|---|---|"]
    for peer, least in ((TEAMS_SDK, 5.0), (BARE, 0.7)):
        if other := findings.rounds.get(peer.name):
            lines += write_ratios(ours, other, f"at least {least} × {peer.name}", least)
    p99 = ours.cells[64].load.p99_ms
    lines.append(f"| p99 under 50 ms at 64 connections | {p99:.1f} ms | {judge(p99 < 50)} |")
    lines.append(f"| start to first answer under 3 s | {ours.start_s:.2f} s | {judge(ours.start_s < 3)} |")
    lines.append(f"| resident memory under 200 MB | {ours.peak_mb:.0f} MB | {judge(ours.peak_mb < 200)} |")
    lines += write_errands(findings.errands, f"{ERRANDS} Graph errands are delivered")
    lines += write_errands(findings.channels, f"a team is read and {GROUP_CHANNELS} channels are made at Teams' pace")
    return lines + write_sizes(findings.by_size)


def write_ratios(ours: Round, other: Round, demand: str, least: float) -> list[str]:
    """Requests a second against a peer's: under load, and with one vote at a time."""
    ratios = {c: ours.cells[c].load.per_second / other.cells[c].load.per_second for c in CONNECTIONS}
    loaded = [ratios[c] for c in CONNECTIONS if c > 1]
    shown = " / ".join(f"{ratio:.2f}" for ratio in loaded)
    return [
        f"| {demand} at 16 / 64 connections | {shown} | {judge(min(loaded) >= least)} |",
        f"| {demand} at one connection, each vote waiting for its own commit | {ratios[1]:.2f} "
        f"| {judge(ratios[1] >= least)} |",
    ]


def write_errands(errands: ErrandsResult | None, what: str) -> list[str]:
    """The demand about votes while errands are delivered."""
    if errands is None:
        return []
    ratio = errands.busy_p99_ms / errands.quiet_p99_ms
    end = f"done in {errands.seconds:.1f} s" if errands.finished else "still going at the end"
    return [
        f"| p99 at 64 connections at most doubled while {what} | "
        f"{errands.quiet_p99_ms:.1f} → {errands.busy_p99_ms:.1f} ms ({ratio:.2f}; {errands.answered:,} votes, {end}) "
        f"| {judge(ratio <= 2 and errands.finished)} |"
    ]


def write_sizes(by_size: Mapping[int, Cell]) -> list[str]:
    """The demand that a vote costs the same however many have voted; the ends may differ by 1.3 at most."""
    if not by_size:
        return []
    shown = ", ".join(f"{voted:,}: {cell.cpu_us:.0f}" for voted, cell in by_size.items())
    ratio = by_size[max(by_size)].cpu_us / by_size[min(by_size)].cpu_us
    return [f"| CPU µs a vote, by how many have voted | {shown} (most / fewest {ratio:.2f}) | {judge(ratio < 1.3)} |"]


def write_page(findings: Findings) -> str:
    """The whole of docs/performance.md."""
    about = [f"- {server.name}: {server.does}." for server in SERVERS if server.name in findings.rounds]
    demands = write_demands(findings)
    parts = [
        "# What a vote costs",
        "Written by `make bench`; do not edit. `benchmarks/` holds the client, every server and how each was set up.",
        "\n".join(write_table(findings)),
        "\n".join(about + [f"- {line}" for line in findings.skipped]),
        *(["## What this product is held to", "\n".join(demands)] if demands else []),
        "## What it was run on",
        "\n".join(f"- {line}" for line in [*findings.machine, findings.run]),
        "## How to read it",
        NOTES,
    ]
    return "\n\n".join(parts) + "\n"


def publish(findings: Findings, path: Path) -> None:
    """Print the table and write the page."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(write_page(findings), encoding="utf-8")
    print("\n".join(["", *write_table(findings), "", *write_demands(findings)]))
    print(f"\nwritten to {path}")
