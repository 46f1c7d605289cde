"""YAML files that people write: every mistake is told as file:line:column and what was expected, all at once."""

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

M = TypeVar("M", bound=BaseModel)
Path_ = tuple[str | int, ...]


class YamlFileError(ValueError):
    """A file people wrote has mistakes; `lines` tells each as `file:line:column: what was expected`."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class FileModel(BaseModel):
    """What a part of a file may hold: no more, and nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class YamlFile:
    """A parsed file that knows where each of its values stands."""

    def __init__(self, path: Path, content: Any) -> None:
        self.path = path
        self.content = content

    def place(self, location: Path_) -> str:
        """`file:line:column` of a value, or of the nearest thing around it that is there. Lines count from 1."""
        line, column, node = 1, 1, self.content
        for step in location:
            found = _position(node, step)
            if found is None:
                break
            line, column = found
            node = node[step]
        return f"{self.path}:{line}:{column}"

    def mistake(self, location: Path_, expected: str) -> str:
        return f"{self.place(location)}: {expected}"

    def read(self, model: type[M]) -> M:
        """The content as a model. Raises YamlFileError naming every mistake."""
        try:
            return model.model_validate(_plain(self.content))
        except ValidationError as error:
            lines = [self._explain(one["loc"], one["type"], one["msg"]) for one in error.errors(include_url=False)]
            raise YamlFileError(lines) from None

    def _explain(self, location: Path_, kind: str, message: str) -> str:
        name = ".".join(str(step) for step in location) or "the file"
        if kind == "missing":
            return self.mistake(location, f"{name} is missing")
        if kind == "extra_forbidden":
            return self.mistake(location, f"{name} is not known here; check the spelling")
        return self.mistake(location, f"{name}: {message.removeprefix('Value error, ')}")


def parse(path: Path) -> YamlFile:
    """Raises YamlFileError for what is not YAML 1.2, a duplicate key or an unreadable file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise YamlFileError([f"{path}:1:1: the file cannot be read ({type(error).__name__})"]) from None
    try:
        return YamlFile(path, YAML(typ="rt").load(StringIO(text)))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        what = (error.problem or "this is not YAML").splitlines()[0]
        raise YamlFileError([f"{path}:{at}: {what}"]) from None


def _position(node: Any, step: str | int) -> tuple[int, int] | None:
    try:
        if isinstance(node, Mapping):
            line, column = node.lc.value(step)  # type: ignore[attr-defined]
        else:
            line, column = node.lc.item(step)
    except (AttributeError, KeyError, IndexError, TypeError):
        return None
    return line + 1, column + 1


def _plain(value: Any) -> Any:
    """Without ruamel's own types, and lists as tuples, which strict models ask for."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return tuple(_plain(one) for one in value)
    if isinstance(value, str):
        return str(value)
    return value
