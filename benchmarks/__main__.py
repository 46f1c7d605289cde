"""`python -m benchmarks`: set up the peers, load every server in turn, print the table and write the page."""

import argparse
import hashlib
import subprocess
import sys
import venv
from collections.abc import Sequence

import uvloop

from benchmarks.errors import BenchmarkError
from benchmarks.machine import describe_machine, read_load_average
from benchmarks.measure import (
    ERRANDS,
    GROUP_CHANNELS,
    ErrandsResult,
    Round,
    measure_by_size,
    measure_round,
    measure_under_errands,
    summarise_rounds,
)
from benchmarks.openid import TokenIssuer
from benchmarks.processes import CLIENT_CORE, PEER_PYTHON, PRODUCT, ROOT, SERVERS, Server, pin_to
from benchmarks.report import Findings, publish

LOCK = ROOT / "benchmarks" / "requirements.lock"
PAGE = ROOT / "docs" / "performance.md"


def read_arguments() -> argparse.Namespace:
    """What the run is asked to do."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0, help="seconds of load for each cell")
    parser.add_argument("--rounds", type=int, default=2, help="interleaved rounds; figures are medians")
    parser.add_argument("--only", nargs="+", choices=[s.name for s in SERVERS], help="measure these, write no page")
    return parser.parse_args()


def set_up_peers() -> None:
    """Make benchmarks/.venv from the hashed lock; a second call with the same lock does nothing."""
    folder = PEER_PYTHON.parent.parent
    stamp, digest = folder / "installed-lock", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if PEER_PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    print("setting up the peers in benchmarks/.venv", flush=True)
    venv.create(folder, with_pip=True, clear=True)
    command = [PEER_PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", LOCK]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise BenchmarkError(
            f"the peers could not be installed from benchmarks/requirements.lock:\n{done.stderr[-1500:]}"
        )
    stamp.write_text(digest)


def choose_servers(only: Sequence[str] | None) -> tuple[list[Server], list[str]]:
    """The servers to measure, and a line for each that is not there."""
    wanted = [server for server in SERVERS if not only or server.name in only]
    skipped = [f"{s.name}: not measured, {s.module} is not in this checkout" for s in wanted if not s.is_present]
    return [server for server in wanted if server.is_present], skipped


async def measure_all(servers: Sequence[Server], issuer: TokenIssuer, seconds: float, rounds: int) -> dict[str, Round]:
    """Every server in turn, as many times as there are rounds; medians by name."""
    found: dict[str, list[Round]] = {server.name: [] for server in servers}
    for number in range(1, rounds + 1):
        for server in servers:
            result = await measure_round(server, issuer, seconds)
            found[server.name].append(result)
            cells = "  ".join(f"{c}: {cell.load.per_second:,.0f}/s" for c, cell in result.cells.items())
            print(f"round {number}  {server.name:<12} start {result.start_s:.2f} s  {cells}", flush=True)
    return {name: summarise_rounds(results) for name, results in found.items()}


async def run(arguments: argparse.Namespace) -> Findings:
    """Measure all there is to measure. Raises BenchmarkError."""
    servers, skipped = choose_servers(arguments.only)
    for line in skipped:
        print(line, flush=True)
    machine, issuer, load_before = describe_machine(), TokenIssuer(), read_load_average()
    await issuer.start()
    try:
        rounds = await measure_all(servers, issuer, arguments.seconds, arguments.rounds)
        errands: ErrandsResult | None = None
        channels: ErrandsResult | None = None
        by_size = {}
        if PRODUCT in servers:
            errands = await measure_under_errands(PRODUCT, issuer, arguments.seconds, errands=ERRANDS)
            channels = await measure_under_errands(PRODUCT, issuer, arguments.seconds, channels=GROUP_CHANNELS)
            by_size = await measure_by_size(PRODUCT, issuer, arguments.seconds / 2, arguments.rounds)
    finally:
        await issuer.stop()
    noise = f"load average {load_before} before and {read_load_average()} after, the benchmark's own included after"
    how = f"{arguments.rounds} interleaved rounds of {arguments.seconds:g} s a cell after a warm-up of a sixth of that"
    return Findings(
        machine=[*machine, noise],
        run=how,
        rounds=rounds,
        skipped=skipped,
        errands=errands,
        channels=channels,
        by_size=by_size,
    )


def main() -> int:
    """Run the benchmark; 1 with one line on stderr when it cannot."""
    arguments = read_arguments()
    try:
        set_up_peers()
        pin_to(CLIENT_CORE)
        findings = uvloop.run(run(arguments))
    except (BenchmarkError, OSError) as error:
        print(f"benchmark stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    publish(findings, PAGE if not arguments.only else ROOT / "var" / "performance.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
