"""The bricks of Adaptive Cards 1.5, as plain dicts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from locales import Words

Element = dict[str, Any]
Card = dict[str, Any]

VERSION = "1.5"
_MARKS = re.compile(r"([\\`*_\[\]()~<>#|!])")
_LIST_MARK = re.compile(r"^(\s*)([-+]|\d+\.)(?=\s)", re.MULTILINE)


def escape(text: str) -> str:
    """A person's text, so that Teams shows it letter by letter and never as Markdown, a mention or a tag."""
    escaped = _MARKS.sub(r"\\\1", text.replace("\r\n", "\n"))
    escaped = _LIST_MARK.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", escaped)
    return escaped.replace("\n", "\n\n")


def day_of(at: datetime, zone: str, words: Words) -> str:
    """The day on the clock of `zone`."""
    return words.date(at.astimezone(ZoneInfo(zone)))


def text(content: str, **looks: Any) -> Element:
    """A paragraph that wraps; `content` is ours, or has been through `escape`."""
    return {"type": "TextBlock", "text": content, "wrap": True, **looks}


def heading(content: str) -> Element:
    return text(content, size="Large", weight="Bolder", style="heading")


def subheading(content: str) -> Element:
    return text(content, weight="Bolder", spacing="Medium")


def quiet(content: str) -> Element:
    return text(content, isSubtle=True, size="Small", spacing="Small")


def facts(pairs: Iterable[tuple[str, str]]) -> Element:
    """Names and values; empty values are left out."""
    return {"type": "FactSet", "facts": [{"title": name, "value": value} for name, value in pairs if value]}


def box(items: Sequence[Element], style: str = "emphasis", **more: Any) -> Element:
    return {"type": "Container", "style": style, "items": list(items), "spacing": "Medium", **more}


def table(header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> Element:
    """A table whose first row is its header; at most four columns, since phones do not scroll sideways."""
    return {
        "type": "Table",
        "firstRowAsHeader": True,
        "showGridLines": True,
        "gridStyle": "default",
        "columns": [{"width": width} for width in widths],
        "rows": [_row(header), *(_row(row) for row in rows)],
    }


def _row(cells: Sequence[str]) -> Element:
    return {"type": "TableRow", "cells": [{"type": "TableCell", "items": [text(cell)]} for cell in cells]}


def execute(title: str, verb: str, data: Mapping[str, Any], *, style: str = "default") -> Element:
    """A button that the bot answers; `data` holds ids only."""
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": dict(data), "style": style}


def open_dialog(title: str, form: str, data: Mapping[str, str], *, style: str = "default") -> Element:
    content = {"msteams": {"type": "task/fetch"}, "form": form, **data}
    return {"type": "Action.Submit", "title": title, "data": content, "style": style}


def submit(title: str, form: str, data: Mapping[str, str]) -> Element:
    """The button that sends a dialog."""
    return {"type": "Action.Submit", "title": title, "style": "positive", "data": {"form": form, **data}}


def open_url(title: str, url: str) -> Element:
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def buttons(actions: Sequence[Element]) -> list[Element]:
    """Buttons inside the card, which older clients show too; nothing when there are none."""
    return [{"type": "ActionSet", "actions": list(actions), "spacing": "Medium"}] if actions else []


def input_text(
    field: str, label: str, value: str = "", *, lines: bool = False, longest: int = 0, hint: str = ""
) -> Element:
    """A text field. Length and presence are checked by the server: a client that checks would hide our own words."""
    element: Element = {"type": "Input.Text", "id": field, "label": label, "value": value}
    if lines:
        element["isMultiline"] = True
    if hint:
        element["placeholder"] = hint
    return element


def input_choice(field: str, label: str, choices: Iterable[tuple[str, str]], value: str = "", **more: Any) -> Element:
    """One of several, as (value, title)."""
    listed = [{"title": title, "value": one} for one, title in choices]
    return {"type": "Input.ChoiceSet", "id": field, "label": label, "choices": listed, "value": value, **more}


def input_toggle(field: str, title: str, *, on: bool = False, label: str = "") -> Element:
    element: Element = {"type": "Input.Toggle", "id": field, "title": title, "value": "true" if on else "false"}
    element["label"] = label or title
    return element


def fault(sentence: str) -> Element:
    """What is wrong with a field, beside it."""
    return text(f"⚠ {sentence}", color="Attention", spacing="Small", size="Small")


def card(body: Sequence[Element], words: Words, *, summary: str, actions: Sequence[Element] = ()) -> Card:
    """A whole card; `summary` is read aloud and shown where cards are not."""
    made: Card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        "lang": words.language,
        "fallbackText": summary,
        "speak": summary,
        "msteams": {"width": "Full"},
        "body": [*body, *buttons(actions)],
    }
    return made


def with_marker(made: Card, marker: str) -> Card:
    """The card with an id on its first element, by which its post can be found again."""
    first, *rest = made["body"]
    return {**made, "body": [{**first, "id": marker}, *rest]}
