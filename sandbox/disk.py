"""Plain files that are replaced whole, so that a kill never leaves half a one."""

import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson


def write_bytes(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Replace the file with `content`, atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).chmod(mode)
    Path(temporary).replace(path)


def write_json(path: Path, value: Any) -> None:
    """Replace the file with `value` as indented JSON, atomically."""
    write_bytes(path, orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def read_json(path: Path, default: Any = None) -> Any:
    """The file's JSON, or `default` when there is no such file."""
    return orjson.loads(path.read_bytes()) if path.exists() else default


def file_stem(name: str) -> str:
    """A file name that shows the id and is allowed on every file system."""
    return re.sub(r"[^\w.@-]+", "-", name).strip("-.") or "_"


def now() -> datetime:
    """The time now, UTC."""
    return datetime.now(UTC)


def stamp(at: datetime) -> str:
    """An instant as Microsoft writes it: UTC, milliseconds, Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
