"""What is measured: the cells of the table, and the two questions only this product is asked."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.errors import BenchmarkError
from benchmarks.load import LoadResult, ask_once, check_card, run_load
from benchmarks.messages import VoteStream
from benchmarks.openid import TokenIssuer
from benchmarks.processes import RunningServer, Server, start_server

CONNECTIONS = (1, 16, 64)
VOTERS = 100
TOKENS = 4
ERRANDS = 100
GROUP_CHANNELS = 30
#: Errands under way are given so many seconds; the pace of a team alone takes most of them.
LONGEST_DELIVERY = 60.0
VOTED = (10, 100, 1_000, 10_000)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One server at one number of connections."""

    load: LoadResult
    cpu_us: float

    @property
    def core_share(self) -> float:
        """The share of its core that the server had; low at many connections when the machine was busy elsewhere."""
        return self.cpu_us * self.load.per_second / 1e6


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """One start of one server: seconds to its first answer, a cell for each number of connections, memory in MB."""

    start_s: float
    cells: dict[int, Cell]
    memory_mb: float
    peak_mb: float
    forgery_status: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrandsResult:
    """p99 at 64 connections before and during the delivery of errands, milliseconds; seconds the delivery took."""

    quiet_p99_ms: float
    busy_p99_ms: float
    answered: int
    seconds: float
    finished: bool


def stream_votes(port: int, issuer: TokenIssuer, voters: Sequence[int]) -> VoteStream:
    """Votes from these voters with freshly signed tokens."""
    return VoteStream(port=port, tokens=[issuer.sign() for _ in range(TOKENS)], voters=voters)


async def measure_cell(
    running: RunningServer, issuer: TokenIssuer, voters: Sequence[int], connections: int, seconds: float
) -> Cell:
    """Load the server after a warm-up of a sixth of the time. Raises BenchmarkError."""
    votes = stream_votes(running.port, issuer, voters)
    await run_load(port=running.port, votes=votes, connections=connections, seconds=max(0.5, seconds / 6))
    cpu_from = running.cpu_seconds()
    load = await run_load(port=running.port, votes=votes, connections=connections, seconds=seconds)
    cpu = running.cpu_seconds() - cpu_from
    return Cell(load=load, cpu_us=cpu / load.answered * 1e6)


async def measure_round(server: Server, issuer: TokenIssuer, seconds: float) -> Round:
    """Start the server, see that it answers a vote and refuses a forged token, and fill its cells."""
    extra = ["--organisations", str(VOTERS), "--voted", "0", "--errands", "0"] if server.sized else []
    voters = range(VOTERS)
    async with start_server(server, issuer.address, extra) as running:
        check_card(*await ask_once(running.port, stream_votes(running.port, issuer, voters).next()))
        start_s = time.perf_counter() - running.started
        forgery = VoteStream(port=running.port, tokens=[issuer.forge()], voters=voters)
        forgery_status, _ = await ask_once(running.port, forgery.next())
        if forgery_status == 200:
            raise BenchmarkError("it took a forged token: its token check is off")
        cells = {c: await measure_cell(running, issuer, voters, c, seconds) for c in CONNECTIONS}
        memory_mb, peak_mb = running.memory_mb()
    return Round(start_s=start_s, cells=cells, memory_mb=memory_mb, peak_mb=peak_mb, forgery_status=forgery_status)


async def measure_under_errands(
    server: Server, issuer: TokenIssuer, seconds: float, *, errands: int = 0, channels: int = 0
) -> ErrandsResult:
    """p99 at 64 connections in the same process, first quiet and then from DELIVER until DELIVERED."""
    extra = ["--organisations", str(VOTERS), "--voted", "0", "--errands", str(errands), "--channels", str(channels)]
    async with start_server(server, issuer.address, extra) as running:
        quiet = await measure_cell(running, issuer, range(VOTERS), 64, seconds)
        votes = stream_votes(running.port, issuer, range(VOTERS))
        running.begin_errands()
        busy = await run_load(
            port=running.port, votes=votes, connections=64, seconds=LONGEST_DELIVERY, until=running.delivered
        )
        return ErrandsResult(
            quiet_p99_ms=quiet.load.p99_ms,
            busy_p99_ms=busy.p99_ms,
            answered=busy.answered,
            seconds=busy.seconds,
            finished=running.delivered.is_set(),
        )


async def measure_by_size(server: Server, issuer: TokenIssuer, seconds: float, rounds: int) -> dict[int, Cell]:
    """A vote's cost at 16 connections when so many organisations have voted; ten of them change their votes."""
    cells: dict[int, list[Cell]] = {voted: [] for voted in VOTED}
    for _ in range(rounds):
        for voted in VOTED:
            extra = ["--organisations", str(voted), "--voted", str(voted), "--errands", "0"]
            async with start_server(server, issuer.address, extra) as running:
                cells[voted].append(await measure_cell(running, issuer, range(10), 16, seconds))
    return {voted: take_median(found) for voted, found in cells.items()}


def take_median(cells: Sequence[Cell]) -> Cell:
    """The cell whose figures are each the median of the given cells'."""
    loads = [cell.load for cell in cells]
    seconds = median(load.seconds for load in loads)
    return Cell(
        load=LoadResult(
            answered=round(median(load.per_second for load in loads) * seconds),
            seconds=seconds,
            p50_ms=median(load.p50_ms for load in loads),
            p99_ms=median(load.p99_ms for load in loads),
            client_busy=max(load.client_busy for load in loads),
        ),
        cpu_us=median(cell.cpu_us for cell in cells),
    )


def summarise_rounds(rounds: Sequence[Round]) -> Round:
    """Medians of a server's rounds; peak memory is the highest seen."""
    return Round(
        start_s=median(r.start_s for r in rounds),
        cells={c: take_median([r.cells[c] for r in rounds]) for c in CONNECTIONS},
        memory_mb=median(r.memory_mb for r in rounds),
        peak_mb=max(r.peak_mb for r in rounds),
        forgery_status=rounds[0].forgery_status,
    )
