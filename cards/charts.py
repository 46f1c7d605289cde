"""Bars beside figures: a chart where Teams draws one, and the same bars of plain boxes where it does not."""

from collections.abc import Sequence
from dataclasses import dataclass

from cards.build import Element, text

#: How wide the names' column is, so that the bars begin under each other on a phone too.
_NAMES = "110px"
_BOX_STYLES = {"good": "good", "attention": "attention", "neutral": "emphasis"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar; the colour is never the only thing that tells it from another."""

    name: str
    figure: int
    #: `good`, `attention` or `neutral`.
    colour: str = "neutral"


def bars(title: str, shown: Sequence[Bar]) -> Element:
    """A bar chart that Teams draws beyond Adaptive Cards 1.5, with what older clients draw instead.

    The figures stand in the card's text and table as well: a chart is not read aloud. Microsoft: «Charts in Adaptive
    Cards», Chart.HorizontalBar.
    """
    return {
        "type": "Chart.HorizontalBar",
        "title": title,
        "displayMode": "AbsoluteNoAxis",
        "data": [{"x": one.name, "y": one.figure, "color": one.colour} for one in shown],
        "fallback": _boxes(shown),
    }


def _boxes(shown: Sequence[Bar]) -> Element:
    longest = max((one.figure for one in shown), default=0)
    return {"type": "Container", "items": [_box(one, longest) for one in shown], "spacing": "Medium"}


def _box(bar: Bar, longest: int) -> Element:
    """The name, the bar with its figure, and what is left up to the longest, in hundredths."""
    length = bar.figure * 100 // longest if longest else 0
    columns = [{"type": "Column", "width": _NAMES, "items": [text(bar.name)]}]
    if not bar.figure:
        columns.append({"type": "Column", "width": "stretch", "items": [text("0")]})
        return {"type": "ColumnSet", "columns": columns, "spacing": "Small"}
    filled = text(str(bar.figure), weight="Bolder")
    style = _BOX_STYLES[bar.colour]
    columns.append({"type": "Column", "width": max(length, 10), "style": style, "items": [filled]})
    if length < 90:
        columns.append({"type": "Column", "width": 100 - max(length, 10), "items": [text("\u00a0")]})
    return {"type": "ColumnSet", "columns": columns, "spacing": "Small"}
