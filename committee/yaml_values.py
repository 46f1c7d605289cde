"""YAML 1.2 as plain values and where each of them stands: what is written counts as it is written, and nothing else."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from yaml.cyaml import CBaseLoader
from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

_DEEPEST = 20
#: %YAML 1.1 would make NO false and 12:30 a number.
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
#: What YAML 1.2 does not let a file hold, and line breaks that no editor shows as such.
_UNSEEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_KEYWORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class NotPlainYaml(ValueError):
    """A file that cannot be read at all; `line` and `column` count from 0."""

    def __init__(self, told: str, line: int, column: int) -> None:
        super().__init__(told)
        self.told = told
        self.line = line
        self.column = column


class Place:
    """Where a value begins, and where the things in it are; `line` and `column` count from 0."""

    __slots__ = ("inner", "mark", "name")

    def __init__(self, mark: Any, inner: Any = None) -> None:
        self.mark = mark
        #: By name or number.
        self.inner: dict[str, Place] | list[Place] | None = inner
        #: Where its name stands, for a value in a mapping.
        self.name: Any = None

    def find(self, location: tuple[str | int, ...], *, of_name: bool = False) -> tuple[int, int]:
        """Line and column of what is there, or of the nearest thing around it; `of_name`: of its name."""
        at, mark = self, self.mark
        for n, step in enumerate(location, start=1):
            found = at._step(step)
            if found is None:
                break
            at, mark = found, found.name if of_name and n == len(location) and found.name else found.mark
        return mark.line, mark.column

    def _step(self, step: str | int) -> "Place | None":
        if isinstance(self.inner, dict):
            return self.inner.get(str(step))
        if isinstance(self.inner, list) and isinstance(step, int) and step < len(self.inner):
            return self.inner[step]
        return None


def read_text(text: str) -> tuple[Any, Place, list[tuple[str, int, int]]]:
    """Mappings as dicts, lists as tuples; where they stand; and each name that stands twice, with line and column.

    Raises NotPlainYaml.
    """
    if found := _DIRECTIVE.search(text):
        raise _at(text, found.start(), "leave out lines that begin with %")
    if found := _UNSEEN.search(text):
        raise _at(text, found.start(), "a character that cannot be seen; write this word anew")
    try:
        return _Reading(text).whole()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise NotPlainYaml(error.problem or "this is not YAML", line, column) from None


def _at(text: str, position: int, told: str) -> NotPlainYaml:
    before = text[:position]
    return NotPlainYaml(told, before.count("\n"), position - before.rfind("\n") - 1)


def _stop(event: Any, told: str) -> NotPlainYaml:
    return NotPlainYaml(told, event.start_mark.line, event.start_mark.column)


class _Reading:
    """One text on its way through libyaml's parser; no value stands elsewhere than where it counts, and no text can
    grow by itself."""

    def __init__(self, text: str) -> None:
        self._next: Callable[[], Any] = CBaseLoader(text).get_event
        self._twice: list[tuple[str, int, int]] = []

    def whole(self) -> tuple[Any, Place, list[tuple[str, int, int]]]:
        self._next()
        first = self._next()
        if type(first) is StreamEndEvent:
            return None, Place(first.start_mark), []
        value, place = self._value(self._next(), 0)
        self._next()
        after = self._next()
        if type(after) is DocumentStartEvent:
            raise _stop(after, "expected one document, but found another document")
        return value, place, self._twice

    def _value(self, event: Any, depth: int) -> tuple[Any, Place]:
        if type(event) is AliasEvent:
            raise _stop(event, "write the value itself in place of * and its name")
        if event.tag is not None:
            raise _stop(event, "leave out ! and the word after it")
        if type(event) is ScalarEvent:
            return _scalar(event), Place(event.start_mark)
        if depth == _DEEPEST:
            raise _stop(event, "lists within lists within lists: too deep")
        if type(event) is MappingStartEvent:
            return self._mapping(event, depth + 1)
        return self._sequence(event, depth + 1)

    def _mapping(self, start: MappingStartEvent, depth: int) -> tuple[dict[Any, Any], Place]:
        values: dict[Any, Any] = {}
        places: dict[str, Place] = {}
        while type(event := self._next()) is not MappingEndEvent:
            if type(event) in (MappingStartEvent, SequenceStartEvent):
                raise _stop(event, "expected a name that is text")
            mark = event.start_mark
            name, _ = self._value(event, depth)
            value, place = self._value(self._next(), depth)
            place.name = mark
            if value is None or not isinstance(name, str):
                # Of a value left empty only its name can be seen; and a name that is no text is what is wrong.
                place.mark = mark
            if name in values:
                self._twice.append((str(name), mark.line, mark.column))
            values[name] = value
            places[str(name)] = place
        return values, Place(start.start_mark, places)

    def _sequence(self, start: SequenceStartEvent, depth: int) -> tuple[tuple[Any, ...], Place]:
        values: list[Any] = []
        places: list[Place] = []
        while type(event := self._next()) is not SequenceEndEvent:
            value, place = self._value(event, depth)
            values.append(value)
            places.append(place)
        return tuple(values), Place(start.start_mark, places)


def _scalar(event: ScalarEvent) -> Any:
    if not event.implicit[0]:
        return event.value
    try:
        return _resolved(event.value)
    except ValueError as error:
        # Looks like a date or a number and is none, such as 31 February.
        raise _stop(event, str(error)) from None


@lru_cache(maxsize=4096)
def _resolved(text: str) -> Any:
    """What an unquoted word is: YAML 1.2's core schema, and dates."""
    if text in _KEYWORDS:
        return _KEYWORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
