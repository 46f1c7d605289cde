"""How long 10,000 committees take to read: as instances of one text, and as files of their own.

    python -m benchmarks.mandates [number]

Prints seconds for each; the aim is under 5 s for 10,000.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from committee.mandate_file import load_book

TEXT = Path(__file__).resolve().parents[1] / "mandates" / "ror-ikt" / "faggrupper.yaml"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def prefix(number: int) -> str:
    """A case number's beginning for each committee: AAAA, AAAB …"""
    return "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(3, -1, -1))


def shared_text() -> str:
    """The faggrupper's text, without its instances and without a body above them."""
    text = TEXT.read_text(encoding="utf-8").split("instances:")[0]
    return text.replace("superior: bestillerutvalget", "")


def write_instances(folder: Path, number: int) -> None:
    """One file with every committee."""
    bodies = (f"  - {{ id: gruppe-{n}, name: Gruppe {n}, prefix: {prefix(n)} }}\n" for n in range(number))
    (folder / "grupper.yaml").write_text(shared_text() + "instances:\n" + "".join(bodies), encoding="utf-8")


def write_files(folder: Path, number: int) -> None:
    """A whole file for each committee."""
    text = shared_text()
    for n in range(number):
        own = f"id: gruppe-{n}\nname: Gruppe {n}\nprefix: {prefix(n)}\n"
        (folder / f"gruppe-{n}.yaml").write_text(own + text, encoding="utf-8")


def measure(write: Callable[[Path, int], None], number: int) -> float:
    """Seconds to read and check what `write` has written."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), number)
        started = perf_counter()
        found = load_book(Path(folder))
        took = perf_counter() - started
    assert len(found.versions) == number
    return took


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{number} instances in one file: {measure(write_instances, number):.2f} s")
    print(f"{number} files: {measure(write_files, number):.2f} s")


if __name__ == "__main__":
    main()
