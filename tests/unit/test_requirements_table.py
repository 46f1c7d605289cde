"""The table of what the mandates ask names tests that are there, and every row of the mandates once."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
#: How many sentences each mandate has.
SENTENCES = {"000": 28, "001": 20, "002": 25, "003": 22, "004": 23}


@cache
def defined_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_test_that_the_table_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE)
    assert len(named) > 60
    assert [f"{path}::{name}" for path, name in named if name not in defined_in(path)] == []


def test_every_sentence_of_the_mandates_has_one_place_in_it() -> None:
    ticked = re.findall(r"^\| ✓ (00\d-\d\d) ", TABLE, re.MULTILINE)
    later = re.findall(r"00\d-\d\d", TABLE[TABLE.index("## Not built yet") : TABLE.index("## Where the mandates")])
    wanted = {f"{mandate}-{n:02}" for mandate, last in SENTENCES.items() for n in range(1, last + 1)}
    assert Counter(ticked + later) == Counter(wanted)


#: The rows about cases, referrals, hearings and voting that the mandates only wish for, each ticked or reasoned.
WISHED = {
    "000": (2, 5, 20, 21, 24, 25, 27, 28),
    "001": (2, 4, 8, 9, 15, 16, 19),
    "002": (2, 15, 17, 22),
    "003": (9, 13, 16, 17),
    "004": (4, 6, 10, 11),
}


def test_every_wish_about_cases_is_ticked_or_has_its_reason() -> None:
    section = TABLE[TABLE.index("## Left out, and why") : TABLE.index("## Where the mandates")]
    rows = re.findall(r"^\| (00\d-\d\d) \| ([SI]) \| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    assert len(rows) == len(re.findall(r"^\| 00", section, re.MULTILINE))
    assert all(len(why.split()) > 8 for *_, why in rows)
    ticked = re.findall(r"^\| ✓ (00\d-\d\d) ", TABLE, re.MULTILINE)
    wished = {f"{mandate}-{n:02}" for mandate, numbers in WISHED.items() for n in numbers}
    assert wished <= {*ticked, *(row for row, *_ in rows)}
    musts = re.findall(r"^\| ✓ (00\d-\d\d) \| M \| [^|]+ \| [^|]+ \| ([^|]+) \|$", TABLE, re.MULTILINE)
    assert [row for row, shown in musts if "`tests/" not in shown] == []


def complaints() -> dict[int, set[str]]:
    """The tests that name each complaint at the head of their docstring."""
    found: dict[int, set[str]] = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for one in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            says = ast.get_docstring(one) or ""
            if named := re.match(r"Complaints? (\d+(?:(?:, | and )\d+)*)", says):
                for number in re.findall(r"\d+", named[1]):
                    found.setdefault(int(number), set()).add(f"{path.relative_to(ROOT).as_posix()}::{one.name}")
    return found


def test_every_complaint_has_its_row_and_the_tests_that_name_it() -> None:
    section = TABLE[TABLE.index("## What others' users") : TABLE.index("## Not built yet")]
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    assert [int(number) for number, *_ in rows] == list(range(1, 35))
    shown = {int(number): set(re.findall(r"`(tests/[^`]+)`", tests)) for number, _, _, tests in rows}
    assert {number: tests for number, tests in shown.items() if tests} == complaints()
