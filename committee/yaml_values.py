"""YAML 1.2 as plain values: what is written counts as it is written, and nothing else."""

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


def read_text(text: str) -> tuple[Any, list[tuple[str, int, int]]]:
    """The value, with mappings as dicts and lists as tuples; and each name that stands twice, with line and column.

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


def events(text: str) -> Callable[[], Any]:
    """The next of the text's events with each call; the first says only that it begins."""
    return CBaseLoader(text).get_event


def _at(text: str, position: int, told: str) -> NotPlainYaml:
    before = text[:position]
    return NotPlainYaml(told, before.count("\n"), position - before.rfind("\n") - 1)


def _stop(event: Any, told: str) -> NotPlainYaml:
    return NotPlainYaml(told, event.start_mark.line, event.start_mark.column)


class _Reading:
    """One text on its way through libyaml's parser; no value stands elsewhere than where it counts, and no text can
    grow by itself."""

    def __init__(self, text: str) -> None:
        self._next = events(text)
        self._twice: list[tuple[str, int, int]] = []

    def whole(self) -> tuple[Any, list[tuple[str, int, int]]]:
        self._next()
        if type(self._next()) is StreamEndEvent:
            return None, []
        value = self._value(self._next(), 0)
        self._next()
        after = self._next()
        if type(after) is DocumentStartEvent:
            raise _stop(after, "expected one document, but found another document")
        return value, self._twice

    def _value(self, event: Any, depth: int) -> Any:
        if type(event) is ScalarEvent and event.tag is None:
            return read_scalar(event)
        if type(event) is AliasEvent:
            raise _stop(event, "write the value itself in place of * and its name")
        if event.tag is not None:
            raise _stop(event, "leave out ! and the word after it")
        if depth == _DEEPEST:
            raise _stop(event, "lists within lists within lists: too deep")
        if type(event) is MappingStartEvent:
            return self._mapping(depth + 1)
        return self._sequence(depth + 1)

    def _mapping(self, depth: int) -> dict[Any, Any]:
        values: dict[Any, Any] = {}
        while type(event := self._next()) is not MappingEndEvent:
            if type(event) in (MappingStartEvent, SequenceStartEvent):
                raise _stop(event, "expected a name that is text")
            name = self._value(event, depth)
            if name in values:
                self._twice.append((str(name), event.start_mark.line, event.start_mark.column))
            values[name] = self._value(self._next(), depth)
        return values

    def _sequence(self, depth: int) -> tuple[Any, ...]:
        values: list[Any] = []
        while type(event := self._next()) is not SequenceEndEvent:
            values.append(self._value(event, depth))
        return tuple(values)


def read_scalar(event: ScalarEvent) -> Any:
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
