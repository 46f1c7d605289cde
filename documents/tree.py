"""The tree of bodies as a picture: SVG that is read by people, by screen readers and by `git diff` (000-07)."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape

from committee.bodies import BodyTree, Link
from documents.archive_text import legible_text
from locales import Words
from locales.relations import link_told, relations_told, service_told

#: Points; a body's box, and the room between boxes.
_WIDTH, _GAP_X, _GAP_Y, _MARGIN = 290, 46, 14, 24
_LINE, _SMALL_LINE, _PADDING = 19, 15, 11
#: Letters that a line holds, with room to spare in any sans-serif.
_LETTERS, _SMALL_LETTERS = 31, 42
_MOST_LINES = 3
_FONT = "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
_INK, _MUTED, _EDGE, _PAPER = "#1b1b1b", "#4a4a4a", "#6b7c88", "#ffffff"
#: Fill and border by depth: light, and never the only sign of anything.
_LOOKS = (("#dcebf7", "#17405c"), ("#e5f3e6", "#2f6b3a"), ("#fdf2dc", "#8a6116"), ("#f1e8f7", "#5f3d7a"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    body_id: str
    depth: int
    #: Its upper edge.
    y: float
    height: int
    name: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def x(self) -> int:
        return _MARGIN + self.depth * (_WIDTH + _GAP_X)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def draw_tree(tree: BodyTree, words: Words) -> str:
    """The whole tree from left to right, each body beside the one it stands under; the same text for the same tree."""
    boxes = _place(tree, words)
    width = max((one.x for one in boxes.values()), default=0) + _WIDTH + _MARGIN
    height = max((one.y + one.height for one in boxes.values()), default=0) + _MARGIN
    title = words("Utvalg og organer")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" width="{width}"'
        f' height="{height:g}" role="img" aria-labelledby="title desc" lang="{words.tag}" font-family="{_FONT}">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(describe_tree(tree, words))}</desc>',
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>',
        *(_edge(boxes[above], boxes[one], tree) for one, above in tree.parents.items()),
        *(line for one in boxes.values() for line in _drawn(one)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def describe_tree(tree: BodyTree, words: Words) -> str:
    """The picture in sentences, for those who cannot see it."""
    return " ".join(_sentence(tree, one, words) for root in tree.roots for one in tree.family(root))


def _sentence(tree: BodyTree, body_id: str, words: Words) -> str:
    told = [link_told(link, tree.name(link.to), words) for link in tree.links[body_id]]
    if body_id in tree.served_by:
        told.append(service_told(tree.served_by[body_id], words))
    name = legible_text(_called(tree, body_id))
    return f"{name}: {legible_text('; '.join(told))}." if told else f"{name}."


def _called(tree: BodyTree, body_id: str) -> str:
    """The body's name where it stands alone: «Styret i ROR-IKT»."""
    name = tree.name(body_id)
    return name[:1].upper() + name[1:]


def _place(tree: BodyTree, words: Words) -> dict[str, _Box]:
    """Leaves one under the other; a body with others under it beside the middle of them."""
    found: dict[str, _Box] = {}
    y = float(_MARGIN)
    for body_id, depth in _upwards(tree):
        box = _box(tree, body_id, depth, y, words)
        below = [found[one] for one in tree.children.get(body_id, ())]
        if below:
            middle = (below[0].middle + below[-1].middle) / 2
            box = _box(tree, body_id, depth, max(_MARGIN, middle - box.height / 2), words)
        found[body_id] = box
        y = max(y, box.y + box.height + _GAP_Y)
    return found


def _upwards(tree: BodyTree) -> Iterator[tuple[str, int]]:
    """Each body after those under it, with how deep it stands."""
    waiting = [(root, 0, False) for root in reversed(tree.roots)]
    while waiting:
        one, depth, seen = waiting.pop()
        below = tree.children.get(one, ())
        if seen or not below:
            yield one, depth
            continue
        waiting.append((one, depth, True))
        waiting += [(child, depth + 1, False) for child in reversed(below)]


def _box(tree: BodyTree, body_id: str, depth: int, y: float, words: Words) -> _Box:
    name = _wrapped(_called(tree, body_id), _LETTERS)
    notes = tuple(line for note in _notes(tree, body_id, words) for line in _wrapped(note, _SMALL_LETTERS))
    height = 2 * _PADDING + _LINE * len(name) + _SMALL_LINE * len(notes)
    return _Box(body_id=body_id, depth=depth, y=y, height=height, name=name, notes=notes)


def _notes(tree: BodyTree, body_id: str, words: Words) -> Iterator[str]:
    above = tree.parents.get(body_id)
    for link in tree.links[body_id]:
        # The line in the picture tells to whom.
        yield relations_told(link, words) if link.to == above else link_told(link, tree.name(link.to), words)
    if body_id in tree.served_by:
        yield service_told(tree.served_by[body_id], words)


def _wrapped(text: str, letters: int) -> tuple[str, ...]:
    lines = wrap(" ".join(legible_text(text).split()), letters)
    return tuple(lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"])


def _edge(above: _Box, below: _Box, tree: BodyTree) -> str:
    link = next(one for one in tree.links[below.body_id] if one.to == above.body_id)
    start, end = above.x + _WIDTH, below.x
    turn = start + _GAP_X / 2
    dashes = "" if _commands(link) else ' stroke-dasharray="5 4"'
    path = f"M{end:g} {below.middle:g}H{turn:g}V{above.middle:g}H{start:g}"
    return f'<path d="{path}" fill="none" stroke="{_EDGE}" stroke-width="1.6"{dashes}/>'


def _commands(link: Link) -> bool:
    """Whether it reports or escalates there, and does not only give advice."""
    return any(one != "advises" for one in link.relations)


def _drawn(box: _Box) -> Iterator[str]:
    fill, border = _LOOKS[min(box.depth, len(_LOOKS) - 1)]
    yield (
        f'<rect x="{box.x}" y="{box.y:g}" width="{_WIDTH}" height="{box.height}" rx="7" fill="{fill}"'
        f' stroke="{border}" stroke-width="1.2"/>'
    )
    y = box.y + _PADDING
    for line in box.name:
        y += _LINE
        yield _text(box, y - 5, line, f'font-size="15" font-weight="600" fill="{_INK}"')
    for line in box.notes:
        y += _SMALL_LINE
        yield _text(box, y - 4, line, f'font-size="12" fill="{_MUTED}"')


def _text(box: _Box, y: float, line: str, looks: str) -> str:
    return f'<text x="{box.x + 12}" y="{y:g}" {looks}>{escape(line)}</text>'
