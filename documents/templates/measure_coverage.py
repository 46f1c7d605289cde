"""Writes documents/coverage.json: the characters that every face of the document's font in typst can show.

Run it again when typst's version changes; a test typesets all of them and fails when the file is wrong.
"""

import json
import struct
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import typst

FAMILY = "Libertinus Serif"
_HEADER = b"OTTO\x00"


def read_faces(binary: bytes) -> Iterator[tuple[str, set[int]]]:
    """Each OpenType font that lies whole inside typst's binary: its family and the characters of its cmap."""
    start = binary.find(_HEADER)
    while start >= 0:
        tables = _read_tables(binary, start)
        if {b"cmap", b"name", b"head"} <= tables.keys():
            yield _read_family(binary, start + tables[b"name"]), _read_cmap(binary, start + tables[b"cmap"])
        start = binary.find(_HEADER, start + 1)


def _read_tables(binary: bytes, start: int) -> dict[bytes, int]:
    (count,) = struct.unpack_from(">H", binary, start + 4)
    rows = (struct.unpack_from(">4sIII", binary, start + 12 + 16 * row) for row in range(min(count, 40)))
    return {tag: offset for tag, _, offset, _ in rows}


def _read_family(binary: bytes, at: int) -> str:
    _, count, texts = struct.unpack_from(">HHH", binary, at)
    names = {}
    for row in range(count):
        platform, _, _, name_id, length, offset = struct.unpack_from(">6H", binary, at + 6 + 12 * row)
        if platform == 3:
            names[name_id] = binary[at + texts + offset :][:length].decode("utf-16-be", "replace")
    return names.get(16) or names.get(1, "")


def _read_cmap(binary: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">H", binary, at + 2)
    found: set[int] = set()
    for row in range(count):
        (offset,) = struct.unpack_from(">I", binary, at + 8 + 8 * row)
        (kind,) = struct.unpack_from(">H", binary, at + offset)
        if kind == 12:
            found |= _read_groups(binary, at + offset)
        elif kind == 4:
            found |= _read_segments(binary, at + offset)
    return found


def _read_groups(binary: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">I", binary, at + 12)
    groups = (struct.unpack_from(">III", binary, at + 16 + 12 * row) for row in range(count))
    return {code for first, last, glyph in groups for code in range(first, last + 1) if glyph + code - first}


def _read_segments(binary: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", binary, at + 6)[0] // 2
    columns = [
        struct.unpack_from(f">{count}H", binary, at + 14 + 2 * count * column + (2 if column else 0))
        for column in range(4)
    ]
    ranges_at = at + 16 + 6 * count
    found = set()
    for row, (last, first, delta, offset) in enumerate(zip(*columns, strict=True)):
        for code in range(first, last + 1):
            place = ranges_at + 2 * row + offset + 2 * (code - first)
            glyph = struct.unpack_from(">H", binary, place)[0] if offset else (code + delta) & 0xFFFF
            if glyph and code != 0xFFFF:
                found.add(code)
    return found


def as_ranges(codes: set[int]) -> list[list[int]]:
    """First and last of each unbroken run, ascending."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ranges


def main() -> None:
    """Keep what all faces of the family share, so that bold and italic show it too."""
    binary = next(Path(typst.__file__).parent.glob("_typst*")).read_bytes()
    faces = [codes for family, codes in read_faces(binary) if family == FAMILY]
    shared = set.intersection(*faces)
    content = {"font": FAMILY, "typst": version("typst"), "faces": len(faces), "ranges": as_ranges(shared)}
    (Path(__file__).parent.parent / "coverage.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
