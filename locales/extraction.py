"""Finds every msgid in the source: each literal that `words(...)`, `N_(...)` or `words.plural(...)` is called with."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
ROOMS = ("bot", "cards", "documents", "locales", "scheduler")
#: What the translator is called, besides whatever is annotated as `Words`.
_NAMES = frozenset({"_", "N_", "words", "_words", "say", "spoken"})
_LANGUAGES = frozenset({"nb", "nn", "en", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A text to translate; `plural` is empty when it has one form only, `place` is `file:line`."""

    msgid: str
    plural: str
    place: str


class Untranslatable(ValueError):
    """A translator is called with a text put together on the spot, which no translation can match."""


def find_all(rooms: Iterable[str] = ROOMS) -> list[Found]:
    """All texts of the rooms, by file and line. Raises Untranslatable for an f-string given to a translator."""
    files = [file for room in rooms for file in sorted((REPOSITORY / room).rglob("*.py"))]
    return [found for file in files for found in find(file.read_text(), file.relative_to(REPOSITORY).as_posix())]


def find(source: str, place: str) -> Iterator[Found]:
    """The texts of one file, in the order they stand."""
    tree = ast.parse(source)
    names = _NAMES | set(_annotated(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        here = f"{place}:{node.lineno}"
        if isinstance(node.func, ast.Attribute) and node.func.attr == "plural" and len(node.args) >= 3:
            singular, plural = (_literals(argument, here) for argument in node.args[:2])
            yield from (Found(msgid=one, plural=many, place=here) for one, many in zip(singular, plural, strict=True))
        elif _called(node.func) in names:
            texts = (text for text in _literals(node.args[0], here) if text not in _LANGUAGES)
            yield from (Found(msgid=text, plural="", place=here) for text in texts)


def _annotated(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation and ast.unparse(node.annotation).strip("'\"") == "Words":
            yield node.arg


def _called(function: ast.expr) -> str:
    """The last name of what is called: `words` in `visit.words(...)` and in `words(language)(...)`."""
    if isinstance(function, ast.Call):
        return _called(function.func)
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literals(argument: ast.expr, place: str) -> list[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.IfExp):
        return [*_literals(argument.body, place), *_literals(argument.orelse, place)]
    if isinstance(argument, ast.JoinedStr):
        raise Untranslatable(f"{place}: an f-string cannot be translated; use {{name}} and an argument")
    return []
