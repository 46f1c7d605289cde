"""YAML files that people write: every mistake is told as file:line:column and what was expected, all at once."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent, ScalarEvent
from ruamel.yaml.nodes import MappingNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scanner import Scanner

M = TypeVar("M", bound=BaseModel)
Location = tuple[str | int, ...]

#: What pydantic's kinds of mistake are called here; the braces are filled from the mistake's own context.
_EXPECTED = {
    "string_type": "expected text",
    "string_too_short": "expected text",
    "string_too_long": "expected at most {max_length} characters",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "date_type": "expected a date such as 2021-04-14",
    "tuple_type": "expected a list",
    "model_type": "expected names with values, as in 'name: value'",
    "greater_than_equal": "expected a whole number of at least {ge}",
    "less_than_equal": "expected a whole number of at most {le}",
    "invalid_key": "expected a name that is text",
}
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)


class YamlFileError(ValueError):
    """A file people wrote has mistakes; `lines` tells each as `file:line:column: what was expected`."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class FileModel(BaseModel):
    """What a part of a file may hold: no more, and nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def one_of(*known: str) -> Callable[[object], object]:
    """For BeforeValidator: lets through only these words."""

    def check(value: object) -> object:
        if value not in known:
            raise ValueError(f"expected one of {', '.join(known)}")
        return value

    return check


def matching(pattern: str, expected: str) -> Callable[[str], str]:
    """For AfterValidator: lets through only text that is the pattern as a whole."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"expected {expected}")
        return value

    return check


class YamlFile:
    """A parsed file that knows where each of its values stands; `sha256` is of the very bytes that were parsed."""

    def __init__(self, path: Path, content: Any, *, sha256: str) -> None:
        self.path = path
        self.content = content
        self.sha256 = sha256

    def place(self, location: Location, *, of_name: bool = False) -> str:
        """`file:line:column` of a value or its name, or of the nearest thing around it. Both count from 1."""
        line, column, node = 1, 1, self.content
        for n, step in enumerate(location, start=1):
            found = _position(node, step, of_name=of_name and n == len(location))
            if found is None:
                break
            line, column = found
            node = node[step]
        return f"{self.path}:{line}:{column}"

    def mistake(self, location: Location, expected: str) -> str:
        return f"{self.place(location)}: {expected}"

    def read(self, model: type[M]) -> M:
        """The content as a model. Raises YamlFileError naming every mistake."""
        try:
            return model.model_validate(_plain(self.content))
        except ValidationError as error:
            raise YamlFileError([self._explain(one) for one in error.errors(include_url=False)]) from None

    def _explain(self, error: Mapping[str, Any]) -> str:
        location, kind = error["loc"], error["type"]
        name = ".".join(str(step) for step in location) or "the file"
        if kind == "missing":
            return self.mistake(location, f"{name} is missing")
        if kind == "extra_forbidden":
            return f"{self.place(location, of_name=True)}: {name} is not known here; check the spelling"
        if kind in _EXPECTED:
            return self.mistake(location, f"{name}: {_EXPECTED[kind].format(**error.get('ctx', {}))}")
        return self.mistake(location, f"{name}: {error['msg'].removeprefix('Value error, ')}")


def parse(path: Path) -> YamlFile:
    """Raises YamlFileError for what is not plain YAML 1.2, a name that stands twice or an unreadable file."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise YamlFileError([f"{path}:1:1: the file cannot be read as UTF-8 ({type(error).__name__})"]) from None
    if directive := _DIRECTIVE.search(text):
        # %YAML 1.1 would make NO false and 12:30 a number.
        raise YamlFileError([f"{path}:{_at(text, directive.start())}: leave out lines that begin with %"])
    try:
        return YamlFile(path, _load(text), sha256=hashlib.sha256(content).hexdigest())
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        what = (error.problem or "this is not YAML").splitlines()[0]
        raise YamlFileError([f"{path}:{at}: {what}"]) from None
    except ReaderError as error:
        at = _at(text, error.position)
        raise YamlFileError([f"{path}:{at}: a character that cannot be seen; write this word anew"]) from None
    except RecursionError:
        raise YamlFileError([f"{path}:1:1: lists within lists within lists: too deep"]) from None


class _AsWritten(Composer):
    """A mandate is read by people: each value stands where it counts and as it is, and no file can grow by itself."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent):
            raise ComposerError(None, None, "write the value itself in place of * and its name", event.start_mark)
        if getattr(event, "tag", None) is not None:
            raise ComposerError(None, None, "leave out ! and the word after it", event.start_mark)
        is_name = isinstance(parent, MappingNode) and index is None
        if is_name and not isinstance(event, ScalarEvent):
            raise ComposerError(None, None, "expected a name that is text", event.start_mark)
        return super().compose_node(parent, index)


class _WithPlaces(RoundTripConstructor):
    """Tells where a value stands that looks like a date or a number and is none, such as 31 February."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except ValueError as error:
            raise ConstructorError(None, None, str(error), node.start_mark) from None


def _load(text: str) -> Any:
    yaml = YAML(typ="rt", pure=True)
    # The round-trip one keeps comments, which nobody asks for here, and fails on some.
    yaml.Scanner = Scanner
    yaml.Composer = _AsWritten
    yaml.Constructor = _WithPlaces
    return yaml.load(StringIO(text))


def _at(text: str, position: int) -> str:
    before = text[:position]
    return f"{before.count(chr(10)) + 1}:{position - before.rfind(chr(10))}"


def _position(node: Any, step: str | int, *, of_name: bool) -> tuple[int, int] | None:
    try:
        if isinstance(node, Mapping):
            # Of a value left empty, YAML only knows where the next thing begins.
            by_name = of_name or node[step] is None
            line, column = node.lc.key(step) if by_name else node.lc.value(step)  # type: ignore[attr-defined]
        else:
            line, column = node.lc.item(step)
    except (AttributeError, KeyError, IndexError, TypeError):
        return None
    return line + 1, column + 1


def _plain(value: Any) -> Any:
    """Without ruamel's own types, and lists as tuples, which strict models ask for."""
    if isinstance(value, Mapping):
        return {str(key) if isinstance(key, str) else key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return tuple(_plain(one) for one in value)
    if isinstance(value, str):
        return str(value)
    return value
