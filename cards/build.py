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
NO_BREAK_SPACE = "\u00a0"
#: What means something anywhere in a line; `&` only where it would be read as an entity, as in `&lt;`.
_MARKS = re.compile(r"[\\`*_\[\]()~<]|&(?=#?\w+;)")
#: What means something at the start of a line: lists, headers, quotations and rules.
_OPENING = re.compile(r"^([ \t]*)(\d*)([-+#>=]|\.(?=\s|$))?", re.MULTILINE)
_LINE_ENDS = re.compile(r"\r\n?")


def escape(text: str) -> str:
    """A person's text, so that Teams shows it letter by letter and never as Markdown, a mention or a tag.

    For what Teams draws as Markdown: TextBlock, facts, table cells, `fallbackText`. Not for button titles, labels and
    the values of fields: they are plain text, and would show the backslashes. Lines become paragraphs, and the spaces
    that a line opens with become no-break ones, since Markdown would drop them or see code.
    """
    escaped = _MARKS.sub(r"\\\g<0>", _LINE_ENDS.sub("\n", text))
    return _OPENING.sub(_disarmed, escaped).replace("\n", "\n\n")


def _disarmed(found: re.Match[str]) -> str:
    indent, digits, mark = found[1].replace("\t", "    "), found[2], found[3] or ""
    if mark and (not digits or mark == "."):
        mark = "\\" + mark
    return NO_BREAK_SPACE * len(indent) + digits + mark


def shorten(text: str, longest: int) -> str:
    """The text cut at a word so that a card stays small, with an ellipsis for what is left out."""
    if len(text) <= longest:
        return text
    return (text[:longest].rsplit(maxsplit=1) or [""])[0] + " …"


def sentence_case(name: str) -> str:
    """«Avlyst», where a name that is written small within a sentence stands alone."""
    return name[:1].upper() + name[1:]


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


def input_text(field: str, label: str, value: str = "", *, lines: bool = False, hint: str = "") -> Element:
    """A text field, all plain text. The server checks it: a client that checks would hide our own words."""
    element: Element = {"type": "Input.Text", "id": field, "label": label, "value": value}
    if lines:
        element["isMultiline"] = True
    if hint:
        element["placeholder"] = hint
    return element


def input_date(field: str, label: str, value: str = "") -> Element:
    """A day, as `2026-12-31`; one may also have typed something else, so the server checks it."""
    return {"type": "Input.Date", "id": field, "label": label, "value": value}


def input_choice(field: str, label: str, choices: Iterable[tuple[str, str]], value: str = "", **more: Any) -> Element:
    """One of several, as (value, title), plain text."""
    listed = [{"title": title, "value": one} for one, title in choices]
    return {"type": "Input.ChoiceSet", "id": field, "label": label, "choices": listed, "value": value, **more}


def input_search(
    field: str,
    label: str,
    dataset: str,
    offered: Iterable[tuple[str, str]],
    value: str = "",
    *,
    several: bool = False,
    hint: str = "",
) -> Element:
    """One of many, or with `several` some, found by typing; `offered` stand there at once, as (value, title).

    `value` is an id, or with `several` ids joined by commas.
    """
    query = {"type": "Data.Query", "dataset": dataset}
    more: dict[str, Any] = {"isMultiSelect": True} if several else {}
    return input_choice(
        field, label, offered, value, style="filtered", placeholder=hint, **{"choices.data": query}, **more
    )


def input_people(
    field: str, label: str, people: Iterable[tuple[str, str]], value: str = "", *, several: bool = False, hint: str = ""
) -> Element:
    """People of the register, found by typing a name; `people` are offered at once, as (id, name).

    `value` is an id, or with `several` ids joined by commas.
    """
    return input_search(field, label, "people", people, value, several=several, hint=hint)


def input_toggle(field: str, title: str, *, label: str, on: bool = False) -> Element:
    """A box to tick. The label stands above it, so it is not the title once more.

    Some clients read the title as Markdown and some do not: it is our own or the mandate's, never a member's.
    """
    return {"type": "Input.Toggle", "id": field, "label": label, "title": title, "value": "true" if on else "false"}


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
    """The card with an id on its first element, by which its post can be found again; drawn, it looks the same.

    A POST that may have reached Teams is looked for by this id among the channel's messages before it is sent again.
    The card given is left as it was; marked twice, the last marker holds.
    """
    first, *rest = made["body"]
    return {**made, "body": [{**first, "id": marker}, *rest]}
