"""The Teams app's two icons, held against Microsoft's rules pixel by pixel."""

import struct
import zlib

Pixel = tuple[int, int, int, int]
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR, _OUTLINE, _SYMBOL = 192, 32, range(48, 144)
_LARGEST = 512


class NotAPicture(ValueError):
    """The bytes are no PNG of a kind that can be read here: 8-bit RGB or RGBA, not interlaced, at most 512 pixels."""


def icon_problems(colour: bytes, outline: bytes) -> list[str]:
    """A line for each rule that is broken; none when Teams takes both (Microsoft: app icons, 192×192 and 32×32)."""
    return [*_problems("colour", colour, _COLOUR), *_problems("outline", outline, _OUTLINE)]


def _problems(kind: str, raw: bytes, side: int) -> list[str]:
    try:
        rows = read_png(raw)
    except NotAPicture as error:
        return [f"the {kind} icon: {error}"]
    width, height = len(rows[0]), len(rows)
    if (width, height) != (side, side):
        return [f"the {kind} icon is {width}×{height} pixels; Teams wants {side}×{side}"]
    return _colour_problems(rows) if side == _COLOUR else _outline_problems(rows)


def _colour_problems(rows: list[list[Pixel]]) -> list[str]:
    around = {rows[y][x] for y in range(_COLOUR) for x in range(_COLOUR) if not (x in _SYMBOL and y in _SYMBOL)}
    if len(around) != 1:
        return ["the colour icon has more than one colour outside the central 96×96 pixels"]
    (edge,) = around
    if edge[3] != 255:
        return ["the colour icon is see-through at its edges; Teams wants a solid square"]
    if all(pixel == edge for row in rows for pixel in row):
        return ["the colour icon shows nothing but one colour"]
    return []


def _outline_problems(rows: list[list[Pixel]]) -> list[str]:
    seen = {pixel[:3] for row in rows for pixel in row if pixel[3]}
    if not seen:
        return ["the outline icon shows nothing"]
    if seen != {(255, 255, 255)}:
        return ["the outline icon has another colour than white; Teams wants white on nothing"]
    if all(pixel[3] for row in rows for pixel in row):
        return ["the outline icon is see-through nowhere; Teams wants white on nothing"]
    return []


def read_png(raw: bytes) -> list[list[Pixel]]:
    """Its pixels, row by row, as red, green, blue and how solid, each 0-255. Raises NotAPicture."""
    try:
        return _read(raw)
    except (struct.error, zlib.error, IndexError, ValueError) as error:
        if isinstance(error, NotAPicture):
            raise
        raise NotAPicture("cannot be read as a PNG") from error


def _read(raw: bytes) -> list[list[Pixel]]:
    if not raw.startswith(_SIGNATURE):
        raise NotAPicture("is no PNG")
    header, packed = _chunks(raw)
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if depth != 8 or kind not in (2, 6) or interlaced:
        raise NotAPicture("must be an 8-bit RGB or RGBA PNG without interlacing")
    if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
        raise NotAPicture(f"is {width}×{height} pixels, which is no icon")
    size = 4 if kind == 6 else 3
    plain = zlib.decompressobj().decompress(packed, height * (width * size + 1))
    step, above, rows = width * size + 1, bytes(width * size), list[list[Pixel]]()
    for start in range(0, height * step, step):
        above = _unfilter(plain[start], plain[start + 1 : start + step], above, size)
        rows.append([_pixel(above[at : at + size]) for at in range(0, width * size, size)])
    return rows


def _chunks(raw: bytes) -> tuple[bytes, bytes]:
    """The header's bytes and the packed pixels."""
    header, packed, at = b"", b"", len(_SIGNATURE)
    while at < len(raw):
        (length,) = struct.unpack_from(">I", raw, at)
        name, content = raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length]
        if zlib.crc32(name + content) != struct.unpack_from(">I", raw, at + 8 + length)[0]:
            raise NotAPicture("is damaged")
        header = content if name == b"IHDR" else header
        packed += content if name == b"IDAT" else b""
        at += 12 + length
    return header, packed


def _pixel(values: bytes) -> Pixel:
    red, green, blue, *solid = values
    return red, green, blue, solid[0] if solid else 255


def _unfilter(kind: int, line: bytes, above: bytes, size: int) -> bytes:
    """A row as it was before PNG's filter (RFC 2083 §6)."""
    if len(line) != len(above) or kind > 4:
        raise NotAPicture("cannot be read as a PNG")
    found = bytearray()
    for at, value in enumerate(line):
        left = found[at - size] if at >= size else 0
        corner = above[at - size] if at >= size else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
        found.append((value + guess) % 256)
    return bytes(found)


def _paeth(left: int, above: int, corner: int) -> int:
    middle = left + above - corner
    return min((left, above, corner), key=lambda one: abs(middle - one))
