"""How much of what belongs to a case its card has room for: Teams takes no card above 28 KB."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cards.build import Element

#: A card's elements together; what is around them, and the marker of its post, has room beside.
ROOM = 25_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The longest text in characters, how many answers and names, and whether each vote is shown."""

    text: int
    answers: int
    names: int
    has_votes: bool


#: From all to little; when not even the last fits, the reader is shown where the rest stands.
LEVELS = (
    Detail(text=600, answers=8, names=20, has_votes=True),
    Detail(text=250, answers=6, names=10, has_votes=True),
    Detail(text=120, answers=4, names=6, has_votes=False),
    Detail(text=60, answers=2, names=4, has_votes=False),
)


def size_of(elements: Sequence[Element]) -> int:
    """In bytes, as they are sent."""
    return len(json.dumps(elements, ensure_ascii=False, separators=(",", ":")).encode())


def fitting(
    draw: Callable[[Detail], list[Element]], otherwise: Callable[[], list[Element]], room: int
) -> list[Element]:
    """The fullest drawing that the room takes, else what `otherwise` draws."""
    for level in LEVELS:
        drawn = draw(level)
        if size_of(drawn) <= room:
            return drawn
    return otherwise()
