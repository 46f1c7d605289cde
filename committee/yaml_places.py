"""Where the things in a YAML text stand; looked for only when a mistake is told."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from committee.yaml_values import events, read_scalar

Mark = tuple[int, int]


class _Place(NamedTuple):
    """Line and column, both from 0, of a value and of its name, and the places of what is in it."""

    value: Mark
    name: Mark | None
    #: By name or number; a name that stands twice has the place of the last, which is the one that counts.
    inner: dict[str, "_Place"]


def find_place(text: str, location: tuple[str | int, ...], *, of_name: bool = False) -> Mark:
    """Line and column, both from 0, of what is there or of the nearest thing around it; `of_name`: of its name.

    The text must be one that `read_text` reads.
    """
    if not location:
        # Of the whole there is nothing better to say than where the text begins.
        return 0, 0
    place = _places(text)
    for n, step in enumerate(location, start=1):
        found = place.inner.get(str(step))
        if found is None:
            return place.value
        place = found
        if of_name and n == len(location) and place.name:
            return place.name
    return place.value


@lru_cache(maxsize=2)
def _places(text: str) -> _Place:
    """Of the whole text. Remembered: one wrong line in a shared text may be many mistakes."""
    next_event = events(text)
    for _ in ("stream", "document"):
        next_event()
    return _walk(next_event(), next_event)


def _walk(event: Any, next_event: Callable[[], Any]) -> _Place:
    inner: dict[str, _Place] = {}
    if type(event) is MappingStartEvent:
        while type(name := next_event()) is not MappingEndEvent:
            inner[name.value] = _named(name, next_event)
    elif type(event) is SequenceStartEvent:
        while type(item := next_event()) is not SequenceEndEvent:
            inner[str(len(inner))] = _walk(item, next_event)
    return _Place(_mark(event), None, inner)


def _named(name: Any, next_event: Callable[[], Any]) -> _Place:
    event, mark = next_event(), _mark(name)
    place = _walk(event, next_event)
    # Of a value left empty only its name can be seen; and a name that is no text is what is wrong.
    is_empty = type(event) is ScalarEvent and read_scalar(event) is None
    by_name = is_empty or not isinstance(read_scalar(name), str)
    return place._replace(name=mark, value=mark if by_name else place.value)


def _mark(event: Any) -> Mark:
    return event.start_mark.line, event.start_mark.column
