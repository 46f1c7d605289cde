"""The measured processes: the register of servers, starting one on its core, and reading what it cost."""

import asyncio
import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import BenchmarkError
from benchmarks.terms import FOLDER_VARIABLE, OPENID_METADATA_VARIABLE

ROOT = Path(__file__).resolve().parent.parent
PEER_PYTHON = ROOT / "benchmarks" / ".venv" / "bin" / "python"
SERVER_CORE, CLIENT_CORE = 0, 1
START_PATIENCE = 90.0
"""Seconds a server may take to print READY."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """One entry of the register; a server that is `sized` also takes --organisations, --voted and --errands."""

    name: str
    module: str
    python: Path
    does: str
    sized: bool = False
    arguments: tuple[str, ...] = ()

    @property
    def is_present(self) -> bool:
        """Whether its module is in this checkout."""
        return importlib.util.find_spec(self.module) is not None


PRODUCT = Server(
    name="utvalgsbot",
    module="benchmarks.servers.utvalgsbot",
    python=Path(sys.executable),
    does="this product's vote path: token, seat, rules, durable commit with audit entry, card",
    sized=True,
)
BARE = Server(
    name="bare aiohttp",
    module="benchmarks.servers.bare",
    python=Path(sys.executable),
    does="token remembered, durable group commit of the same rows as ours; no seats, rules or states",
)
BARE_UVLOOP = Server(
    name="bare aiohttp, uvloop",
    module="benchmarks.servers.bare",
    python=Path(sys.executable),
    does="the same on the loop that the product runs on",
    arguments=("--uvloop",),
)
TEAMS_SDK = Server(
    name="Teams SDK",
    module="benchmarks.servers.teams_sdk",
    python=PEER_PYTHON,
    does="token verified for every request; in memory",
)
AGENTS_SDK = Server(
    name="Agents SDK",
    module="benchmarks.servers.agents_sdk",
    python=PEER_PYTHON,
    does="token verified for every request, serviceurl and endorsements are not; in memory",
)
BOTBUILDER = Server(
    name="botbuilder",
    module="benchmarks.servers.botbuilder_stock",
    python=PEER_PYTHON,
    does="token verified for every request; in memory; invoke answer mended",
)
SERVERS = (BOTBUILDER, AGENTS_SDK, TEAMS_SDK, BARE, BARE_UVLOOP, PRODUCT)


class RunningServer:
    """A started server: its process, its port, and the lines it has printed."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, started: float) -> None:
        self.process = process
        self.port = port
        self.started = started
        self.delivered = asyncio.Event()

    async def follow_output(self) -> None:
        """Read what it prints until it ends; the line DELIVERED sets the event."""
        assert self.process.stdout
        async for line in self.process.stdout:
            if line.startswith(b"DELIVERED"):
                self.delivered.set()

    def begin_errands(self) -> None:
        """Tell it, by a line on standard input, that its prepared errands are to be delivered now."""
        assert self.process.stdin
        self.process.stdin.write(b"DELIVER\n")

    def cpu_seconds(self) -> float:
        """Processor time of all its threads so far, from /proc, in ticks of a hundredth of a second."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> tuple[float, float]:
        """Resident memory now and at its peak, in MB (2**20 bytes)."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("VmRSS", "VmHWM"))}
        return sizes["VmRSS"] / 1024, sizes["VmHWM"] / 1024


def pin_to(core: int) -> None:
    """Keep this process on one core, if the machine has it."""
    with contextlib.suppress(OSError):
        os.sched_setaffinity(0, {core})


def find_free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.asynccontextmanager
async def start_server(server: Server, openid_address: str, extra: Sequence[str] = ()) -> AsyncIterator[RunningServer]:
    """Start the server in an empty folder and end it afterwards. Raises BenchmarkError when it does not get ready."""
    (ROOT / "var").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "var"))
    errors = folder / "stderr.log"
    running: RunningServer | None = None
    following: asyncio.Task[None] | None = None
    try:
        running = await launch(server, openid_address, extra, folder, errors)
        await wait_until_ready(running, errors)
        following = asyncio.create_task(running.follow_output())
        yield running
    except BenchmarkError as error:
        raise BenchmarkError(f"{server.name}: {error}") from error
    finally:
        if following:
            following.cancel()
        if running and running.process.returncode is None:
            os.killpg(running.process.pid, signal.SIGKILL)  # and with it the sandbox that it may have started
            await running.process.wait()
        shutil.rmtree(folder, ignore_errors=True)


async def launch(
    server: Server, openid_address: str, extra: Sequence[str], folder: Path, errors: Path
) -> RunningServer:
    """Start the process on its core; it inherits nothing but the benchmark's own variables and the usual ones."""
    port = find_free_port()
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    wanted = {OPENID_METADATA_VARIABLE: openid_address, FOLDER_VARIABLE: str(folder), "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    with errors.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(server.python, "-m", server.module, "--port", str(port), *server.arguments, *extra),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            cwd=folder,
            env=kept | wanted,
            preexec_fn=lambda: pin_to(SERVER_CORE),
            start_new_session=True,
        )
    return RunningServer(process, port, started)


async def wait_until_ready(running: RunningServer, errors: Path) -> None:
    """Read lines until READY. Raises BenchmarkError with the end of its log when it stops or is too slow."""
    assert running.process.stdout
    ready = f"READY {running.port}".encode()
    try:
        async with asyncio.timeout(START_PATIENCE):
            async for line in running.process.stdout:
                if line.strip() == ready:
                    return
    except TimeoutError:
        pass
    raise BenchmarkError(f"it did not get ready:\n{read_tail(errors)}")


def read_tail(log: Path) -> str:
    """The last 15 lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
