"""Plants each bug of `tests.planted_bugs` in a copy of the project, and sees that the tests go red: `make mutants`."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.planted_bugs import BUGS, Bug

ROOT = Path(__file__).resolve().parents[1]
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "__pycache__", ".hypothesis", "benchmarks")


def is_found(bug: Bug, copy: Path) -> bool:
    """Whether the tests go red with the bug in place. Raises ValueError when its place is gone."""
    path = copy / bug.file
    text = path.read_text(encoding="utf-8")
    if text.count(bug.right) != 1:
        raise ValueError(f"{bug.file} has {text.count(bug.right)} places for «{bug.what}»: mend tests/planted_bugs.py")
    path.write_text(text.replace(bug.right, bug.wrong), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", bug.found_by]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    finally:
        path.write_text(text, encoding="utf-8")
    return done.returncode == 1


def main() -> int:
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=_LEFT_OUT)
        for number, bug in enumerate(BUGS, start=1):
            found = is_found(bug, copy)
            print(f"{number:2} {'found ' if found else 'MISSED'} {bug.what} ({bug.file})", flush=True)
            missed += [] if found else [bug]
    print(f"{len(BUGS) - len(missed)} of {len(BUGS)} planted bugs were found.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
