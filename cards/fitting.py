"""Keeps a card within what Teams takes: the first lines that there is room for, and how many are left out."""

import json
from collections.abc import Sequence

from cards.build import Element, quiet
from locales import Words


def weight_of(elements: Sequence[Element]) -> int:
    """Bytes of JSON, as the card is sent."""
    return sum(len(json.dumps(one, ensure_ascii=False).encode()) + 2 for one in elements)


def fit(lines: Sequence[Element], words: Words, *, most: int, most_bytes: int) -> list[Element]:
    """At most so many lines of at most so many bytes together, then «og 3 til» for the others."""
    shown: list[Element] = []
    room = most_bytes
    for line in lines[:most]:
        room -= weight_of([line])
        if room < 0:
            break
        shown.append(line)
    left = len(lines) - len(shown)
    return [*shown, *([quiet(words.plural("og {n} til", "og {n} til", left))] if left else [])]
