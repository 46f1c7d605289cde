"""The house keeps its own rules: what is in which room, what is let in, and what never leaves this machine."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: The rooms of the product that hold code, and those that hold data alone.
CODE = ("bot", "cards", "committee", "documents", "graph", "locales", "scheduler", "storage")
DATA = ("mandates", "manifest")
OUTSIDE = ("sandbox", "tests", "docs", "benchmarks")
PARSERS = {"pydantic", "yaml", "babel", "orjson"}

#: Where a bug is caught, told with a reference and outlived (the activity handler, the job runner, the delivery loop).
CATCHES_ALL = {"bot/web.py", "bot/delivery.py", "scheduler/clock.py"}
#: Catches all to hand it to those who wait for the commit, and keeps none of it.
HANDS_ON = {"storage/writer.py"}


def sources(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def catches_all(path: Path) -> list[int]:
    """The lines where any error at all is caught and not raised again."""
    return [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _raises_again(node)
    ]


def _is_broad(caught: ast.expr | None) -> bool:
    names = [caught] if not isinstance(caught, ast.Tuple) else caught.elts
    return any(one is None or (isinstance(one, ast.Name) and one.id in BROAD) for one in names)


BROAD = {"Exception", "BaseException"}


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def tracked() -> list[Path]:
    """What git would give to others; all files when there is no git here."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"this folder is not a git checkout, so what would be published is not known: {error}")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts_of(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            yield path, content.decode("utf-8", errors="replace")


def hits(pattern: str, paths: list[Path]) -> list[str]:
    return [
        f"{named(path)}:{number}"
        for path, text in texts_of(paths)
        for number, line in enumerate(text.split("\n"), start=1)
        if re.search(pattern, line)
    ]


@pytest.mark.parametrize("room", [*CODE, *DATA, *OUTSIDE])
def test_no_installed_library_claims_the_name_of_a_room(room: str) -> None:
    """One that did would be imported in place of ours, or ours in place of theirs."""
    assert packages_distributions().get(room, []) in ([], ["utvalgsbot"])


def test_what_is_installed_is_every_room_and_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]) == {*CODE, *DATA}
    assert "Private :: Do Not Upload" in project["project"]["classifiers"]


def test_every_folder_with_code_is_a_room_that_the_checks_know() -> None:
    """A new folder of code must be given a place in the house: installed, typed, and under the import rules."""
    here = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert here - set(OUTSIDE) == set(CODE)
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert set(tools["pyright"]["include"]) >= set(CODE)
    assert set(tools["importlinter"]["root_packages"]) >= set(CODE)


def test_a_room_of_data_holds_no_code() -> None:
    assert sources(*DATA) == []


@pytest.mark.parametrize("path", sources("committee", "cards", "locales"), ids=named)
def test_the_hall_the_cards_and_the_words_need_no_library_but_what_parses(path: Path) -> None:
    allowed = {*sys.stdlib_module_names, "committee", "locales", *PARSERS}
    allowed |= {"cards"} if path.is_relative_to(ROOT / "cards") else set()
    assert set(imported(path)) <= allowed


@pytest.mark.parametrize("path", sources("committee", "cards"), ids=named)
def test_the_hall_asks_nobody_for_the_time_and_meets_no_network(path: Path) -> None:
    """The time is an argument, so that the same things always give the same answer."""
    assert not {"asyncio", "socket", "ssl", "sqlite3", "subprocess", "threading", "time", "urllib"} & set(
        imported(path)
    )
    asked = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "today", "utcnow"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]
    assert asked == []


@pytest.mark.parametrize("path", sources("committee"), ids=named)
def test_votes_are_never_counted_in_decimal_numbers(path: Path) -> None:
    """0.1 + 0.2 is not 0.3, and one grain may decide."""
    rounded = [
        node.lineno
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id in {"float", "round"})
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
    ]
    assert rounded == []


def test_every_error_is_caught_by_name_but_in_the_three_places_that_must_outlive_a_bug() -> None:
    found = {named(path) for path in sources(*CODE) if catches_all(path)}
    assert found == CATCHES_ALL | HANDS_ON


@pytest.mark.parametrize("path", sources(*CODE, "sandbox"), ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert (ast.get_docstring(tree(path)) or "").rstrip().endswith(".")


@pytest.mark.parametrize("path", sources(*CODE, "sandbox"), ids=named)
def test_nothing_is_called_by_a_word_that_says_nothing(path: Path) -> None:
    empty = {
        node.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and re.search(r"Manager|Helper|^_?handle_|^_?do_|^_?process_", node.name)
    }
    assert not empty
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc", "data"}


#: Written in parts, so that these lines are not themselves what is looked for.
MACHINE = r"(?<![\w.*}<>/-])/(?:" + "|".join(["ro" + "ot", "wo" + "rk", "ho" + "me", "Us" + "ers"]) + r")/\w"
REGISTRIES = (
    r"py" + r"pi\.org",
    r"python" + r"hosted",
    r"registry\." + r"npmjs",
    r"npm" + r"mirror",
    r"artifac" + r"tory",
)
INDEX = r"^\s*(?:-i|--(?:extra-)?index-" + r"url|--find-" + r"links)\b|^\s*\"resolved\"|^registry\s*="


def test_no_published_file_names_a_path_of_this_machine() -> None:
    assert hits(MACHINE, tracked()) == []


def test_no_published_file_names_the_host_that_packages_came_from() -> None:
    """Whoever installs decides where from; the hashes say what."""
    assert hits("(?i)" + "|".join(REGISTRIES), tracked()) == []
    locks = [path for path in tracked() if "lock" in path.name or path.name == ".npmrc"]
    assert {"requirements.lock", "requirements-dev.lock", "package-lock.json"} <= {path.name for path in locks}
    assert hits(INDEX, locks) == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_its_hash(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    packages = [n for n, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
    assert len(packages) > 30
    for n in packages:
        assert "==" in lines[n], lines[n]
        assert re.fullmatch(r"\s+--hash=sha256:[0-9a-f]{64}(?: \\)?", lines[n + 1]), lines[n]


def test_the_register_of_real_people_is_never_published() -> None:
    names = {path.name for path in tracked()}
    assert "register.yaml" not in names
    assert "register.sample.yaml" in names
