"""The team's files: real files in a folder, one top folder a channel."""

import base64
import hashlib
import mimetypes
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from sandbox.disk import write_bytes

_FORBIDDEN = re.compile(r'["*:<>?/\\|\x00-\x1f]')  # SharePoint's list, support.microsoft.com
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveEntry:
    """A file or folder; `path` is relative to the team's files, "" for the root."""

    id: str
    path: str
    name: str
    is_folder: bool
    size: int
    version: str
    created_at: datetime
    modified_at: datetime
    child_count: int
    media_type: str


def entry_id(path: str) -> str:
    """The stable id of a path."""
    digest = hashlib.sha256(path.encode()).digest()[:20]
    return "01" + base64.b32encode(digest).decode()


def is_allowed_file_name(name: str) -> bool:
    """Whether SharePoint takes this as a file's or folder's name."""
    return bool(name) and name == name.strip() and name not in {".", ".."} and not _FORBIDDEN.search(name)


class Drive:
    """Looks up and changes the files under one folder; what is put there by hand is found too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._paths: dict[str, str] = {}
        self._scan()

    def _scan(self) -> None:
        self._paths = {entry_id(""): ""}
        for path in self.folder.rglob("*"):
            if not path.name.startswith("."):
                relative = path.relative_to(self.folder).as_posix()
                self._paths[entry_id(relative)] = relative

    def locate(self, path: str) -> Path:
        """Where a path lies on disk. Raises: ValueError when it would leave the folder."""
        parts = PurePosixPath(path).parts
        if any(not is_allowed_file_name(part) for part in parts):
            raise ValueError(path)
        return self.folder.joinpath(*parts)

    def find(self, item: str) -> DriveEntry | None:
        """The entry with this id ("root" is the root), or None."""
        if item == "root":
            return self.look("")
        if item not in self._paths:
            self._scan()
        path = self._paths.get(item)
        return None if path is None else self.look(path)

    def look(self, path: str) -> DriveEntry | None:
        """The entry at this path, or None. Raises: ValueError for a path that is not allowed."""
        place = self.locate(path)
        if not place.exists():
            return None
        stat = place.stat()
        is_folder = place.is_dir()
        self._paths[entry_id(path)] = path
        return DriveEntry(
            id=entry_id(path),
            path=path,
            name=place.name if path else "root",
            is_folder=is_folder,
            size=0 if is_folder else stat.st_size,
            version=f"{stat.st_mtime_ns}-{stat.st_size}",
            created_at=datetime.fromtimestamp(stat.st_ctime, UTC),
            modified_at=datetime.fromtimestamp(stat.st_mtime, UTC),
            child_count=sum(1 for child in place.iterdir() if not child.name.startswith(".")) if is_folder else 0,
            media_type=guess_media_type(place.name),
        )

    def children(self, path: str) -> list[DriveEntry]:
        """A folder's entries by name."""
        place = self.locate(path)
        names = sorted(child.name for child in place.iterdir() if not child.name.startswith("."))
        return [entry for name in names if (entry := self.look(join(path, name)))]

    def make_folder(self, path: str) -> DriveEntry:
        """Make a folder and those above it; one that is there stays."""
        self.locate(path).mkdir(parents=True, exist_ok=True)
        entry = self.look(path)
        assert entry is not None
        return entry

    def put(self, path: str, content: bytes) -> DriveEntry:
        """Write a file whole, in place of what was there."""
        place = self.locate(path)
        write_bytes(place, content)
        entry = self.look(path)
        assert entry is not None
        return entry

    def free_path(self, path: str) -> str:
        """The path, or with a number after the name when it is taken («fil 1.pdf»)."""
        pure = PurePosixPath(path)
        tried, number = path, 0
        while self.look(tried):
            number += 1
            tried = join(str(pure.parent) if str(pure.parent) != "." else "", f"{pure.stem} {number}{pure.suffix}")
        return tried

    def delete(self, path: str) -> None:
        """Remove a file or a folder with all in it."""
        place = self.locate(path)
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)


def join(parent: str, name: str) -> str:
    """A path below another."""
    return f"{parent}/{name}" if parent else name


def guess_media_type(name: str) -> str:
    """The media type a file's name tells."""
    if name.lower().endswith(".docx"):
        return DOCX
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
