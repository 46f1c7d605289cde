"""Values written as YAML, one thing a line, by somebody who knows where each of them stands."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Location = tuple[str | int, ...]


class Page:
    """A text, and the line and column, both from 1, of each value in it."""

    def __init__(self, value: Any) -> None:
        self._lines: list[str] = []
        self._places: dict[Location, tuple[int, int]] = {}
        self._write(value, (), "")

    @property
    def text(self) -> str:
        return "\n".join(self._lines) + "\n"

    def place(self, location: Location) -> str:
        line, column = self._places[location] if location else (1, 1)
        return f"{line}:{column}"

    def twice(self, location: Location) -> tuple[str, str]:
        """The text with a field of one line written again below itself, and where it then stands."""
        line, _ = self._places[location]
        written = self._lines[line - 1]
        again = written.replace("- ", "  ") if written.lstrip().startswith("- ") else written
        column = len(again) - len(again.lstrip()) + 1
        return "\n".join([*self._lines[:line], again, *self._lines[line:]]) + "\n", f"{line + 1}:{column}"

    def _write(self, value: Any, at: Location, lead: str) -> None:
        """`lead` is what stands on the line already, of which nothing is written yet."""
        begins = lead.rstrip().endswith("-") or not lead
        if isinstance(value, dict) and value:
            indent = " " * len(lead) if begins else self._below(lead)
            self._places[at] = len(self._lines) + 1, len(indent) + 1
            for n, (name, one) in enumerate(value.items()):
                self._write(one, (*at, name), f"{lead if begins and n == 0 else indent}{name}: ")
        elif isinstance(value, list) and value:
            indent = self._below(lead)
            self._places[at] = len(self._lines) + 1, len(indent) + 1
            for n, one in enumerate(value):
                self._write(one, (*at, n), f"{indent}- ")
        else:
            self._places[at] = len(self._lines) + 1, len(lead) + 1
            self._lines.append(lead + _scalar(value))

    def _below(self, lead: str) -> str:
        self._lines.append(lead.rstrip())
        return " " * (len(lead) - len(lead.lstrip(" -")) + 2)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def fields(value: Any, at: Location = ()) -> Iterator[Location]:
    """Where everything that has a name stands."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield (*at, name)
            yield from fields(one, (*at, name))
    elif isinstance(value, list):
        for n, one in enumerate(value):
            yield from fields(one, (*at, n))


def at(value: Any, location: Location) -> Any:
    for step in location:
        value = value[step]
    return value


def changed(value: Any, location: Location, change: Callable[[Any, str | int], None]) -> Any:
    """A copy where `change` was done to what holds the field."""
    if len(location) > 1:
        copy = value.copy()
        copy[location[0]] = changed(value[location[0]], location[1:], change)
        return copy
    copy = value.copy()
    change(copy, location[0])
    return copy


def without(value: Any, location: Location) -> Any:
    return changed(value, location, lambda held, name: held.pop(name))


def put(value: Any, location: Location, new: Any) -> Any:
    return changed(value, location, lambda held, name: held.__setitem__(name, new))
