"""What the benchmark was run on: processor, kernel, disk and the versions that matter."""

import os
import platform
import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.processes import PEER_PYTHON, ROOT

OURS = ("aiohttp", "uvloop", "orjson", "PyJWT", "cryptography", "SQLAlchemy")
PEERS = (
    "botbuilder-core",
    "microsoft-teams-apps",
    "microsoft-agents-hosting-core",
    "aiohttp",
    "fastapi",
    "uvicorn",
    "pydantic",
    "PyJWT",
)
ASK_VERSIONS = "import sys; from importlib.metadata import version; print(*(version(n) for n in sys.argv[1:]))"


def name_processor() -> str:
    """The processor's model name."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def time_flush_us() -> float:
    """Median time of writing a page and fdatasync where the databases are put, in microseconds."""
    (ROOT / "var").mkdir(exist_ok=True)
    times: list[float] = []
    with tempfile.NamedTemporaryFile(dir=ROOT / "var") as file:
        for _ in range(200):
            started = time.perf_counter()
            os.pwrite(file.fileno(), b"x" * 4096, 0)
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - started)
    return statistics.median(times) * 1e6


def read_load_average() -> str:
    """The load average of the last minute."""
    return Path("/proc/loadavg").read_text().split()[0]


def describe_machine() -> list[str]:
    """Lines that say what it was run on."""
    peers = subprocess.run([PEER_PYTHON, "-c", ASK_VERSIONS, *PEERS], capture_output=True, text=True, check=True)
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"{name_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        f"CPython {platform.python_version()}; the server on core 0, the client on core 1",
        f"a 4 kB write with fdatasync where the databases lie takes {time_flush_us():.0f} µs (median of 200)",
        "ours and bare: " + ", ".join(f"{name} {version(name)}" for name in OURS),
        "peers: " + ", ".join(f"{name} {number}" for name, number in zip(PEERS, peers.stdout.split(), strict=True)),
    ]
