"""YAML files that people write: every mistake is told as file:line:column and what was expected, all at once."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from committee.yaml_places import find_place
from committee.yaml_values import NotPlainYaml, read_text

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


@dataclass(frozen=True, slots=True)
class Places:
    """Where in a file people wrote its values stand."""

    path: Path
    text: str

    def place(self, location: Location, *, of_name: bool = False) -> str:
        """`file:line:column` of a value or its name, or of the nearest thing around it. Both count from 1."""
        line, column = find_place(self.text, location, of_name=of_name)
        return f"{self.path}:{line + 1}:{column + 1}"

    def mistake(self, location: Location, expected: str) -> str:
        return f"{self.place(location)}: {expected}"


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file; `sha256` is of the very bytes that were parsed."""

    places: Places
    content: Any
    sha256: str
    #: A line for each name that stands twice.
    twice: Sequence[str] = ()

    @property
    def path(self) -> Path:
        return self.places.path

    def mistake(self, location: Location, expected: str) -> str:
        return self.places.mistake(location, expected)

    def read(self, model: type[M], *, mistakes: Sequence[str] = ()) -> M:
        """The content as a model. Raises YamlFileError naming every mistake; `mistakes` are those found before."""
        found = [*self.twice, *mistakes]
        try:
            value = model.model_validate(self.content)
        except ValidationError as error:
            found += [self._explain(one) for one in error.errors(include_url=False)]
            raise YamlFileError(found) from None
        if found:
            raise YamlFileError(found)
        return value

    def _explain(self, error: Mapping[str, Any]) -> str:
        location, kind = error["loc"], error["type"]
        name = ".".join(str(step) for step in location) or "the file"
        if kind == "missing":
            return self.mistake(location, f"{name} is missing")
        if kind == "extra_forbidden":
            return f"{self.places.place(location, of_name=True)}: {name} is not known here; check the spelling"
        if kind in _EXPECTED:
            return self.mistake(location, f"{name}: {_EXPECTED[kind].format(**error.get('ctx', {}))}")
        return self.mistake(location, f"{name}: {error['msg'].removeprefix('Value error, ')}")


def parse(path: Path) -> YamlFile:
    """Raises YamlFileError for what is not plain YAML 1.2 or an unreadable file; names that stand twice wait for
    `read`, which tells them with the rest."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        raise YamlFileError([f"{path}: there is no such file"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise YamlFileError([f"{path}:1:1: the file cannot be read as UTF-8 ({type(error).__name__})"]) from None
    try:
        value, twice = read_text(text)
    except NotPlainYaml as error:
        raise YamlFileError([f"{path}:{error.line + 1}:{error.column + 1}: {error.told}"]) from None
    told = [f"{path}:{line + 1}:{column + 1}: {name} stands here twice" for name, line, column in twice]
    return YamlFile(Places(path, text), value, hashlib.sha256(content).hexdigest(), told)
