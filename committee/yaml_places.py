"""Where the things in a YAML text stand; looked for only when a mistake is told."""

from typing import Any

from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from committee.yaml_values import events, read_scalar

_BEGINS = (MappingStartEvent, SequenceStartEvent)
_ENDS = (MappingEndEvent, SequenceEndEvent)


def find_place(text: str, location: tuple[str | int, ...], *, of_name: bool = False) -> tuple[int, int]:
    """Line and column, both from 0, of what is there or of the nearest thing around it; `of_name`: of its name.

    The text must be one that `read_text` reads. Where a name stands twice, it is the last that counts.
    """
    if not location:
        # Of the whole there is nothing better to say than where the text begins.
        return 0, 0
    next_event = events(text)
    for _ in ("stream", "document"):
        next_event()
    return _Search(next_event, of_name=of_name).within(next_event(), location)


class _Search:
    def __init__(self, next_event: Any, *, of_name: bool) -> None:
        self._next = next_event
        self._of_name = of_name

    def within(self, event: Any, location: tuple[str | int, ...]) -> tuple[int, int]:
        """Where the rest of the way leads from a value; the events after the value come next."""
        here = event.start_mark.line, event.start_mark.column
        if location and type(event) is MappingStartEvent:
            return self._in_mapping(here, location)
        if location and type(event) is SequenceStartEvent:
            return self._in_list(here, location)
        self._pass(event)
        return here

    def _in_mapping(self, found: tuple[int, int], location: tuple[str | int, ...]) -> tuple[int, int]:
        while type(name := self._next()) is not MappingEndEvent:
            value = self._next()
            if name.value != str(location[0]):
                self._pass(value)
                continue
            place = self.within(value, location[1:])
            by_name = self._of_name and len(location) == 1
            # Of a value left empty only its name can be seen; and a name that is no text is what is wrong.
            if by_name or _is_empty(value) or not isinstance(read_scalar(name), str):
                place = name.start_mark.line, name.start_mark.column
            found = place
        return found

    def _in_list(self, found: tuple[int, int], location: tuple[str | int, ...]) -> tuple[int, int]:
        number = 0
        while type(event := self._next()) is not SequenceEndEvent:
            if number == location[0]:
                found = self.within(event, location[1:])
            else:
                self._pass(event)
            number += 1
        return found

    def _pass(self, event: Any) -> None:
        """Leaves a value, however much is in it."""
        depth = int(type(event) in _BEGINS)
        while depth:
            after = type(self._next())
            depth += (after in _BEGINS) - (after in _ENDS)


def _is_empty(event: Any) -> bool:
    return type(event) is ScalarEvent and read_scalar(event) is None
