"""Finds what Teams would refuse, draw wrongly or hide in a card, before anyone sees it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cards.build import VERSION, Card
from cards.verbs import FORMS, VERBS

#: Teams takes 100 KB counted as UTF-16; a card this small arrives whole everywhere (facts, 2.5).
LONGEST_CARD = 28 * 1024
MOST_ACTIONS = 6
MOST_REFRESHED = 60
#: Ids of ours and what was chosen are short; a longer value is someone's text, which a button never carries.
LONGEST_DATUM = 64
#: A phone does not scroll sideways.
MOST_COLUMNS = 4

_BASE = frozenset({"type", "id", "spacing", "separator", "isVisible", "height"})
_LABELLED = _BASE | {"label", "value", "placeholder", "isRequired", "errorMessage"}
_ACTION = frozenset({"type", "id", "title", "style", "tooltip", "mode", "isEnabled"})
#: Every element that the house draws: what it may have, and what it must have.
_ELEMENTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "TextBlock": (
        _BASE | {"text", "wrap", "size", "weight", "color", "isSubtle", "style", "maxLines", "horizontalAlignment"},
        frozenset({"text", "wrap"}),
    ),
    "Container": (_BASE | {"items", "style", "bleed"}, frozenset({"items"})),
    "ColumnSet": (_BASE | {"columns", "style"}, frozenset({"columns"})),
    "Column": (_BASE | {"items", "width", "style"}, frozenset({"items"})),
    "FactSet": (_BASE | {"facts"}, frozenset({"facts"})),
    "Table": (
        _BASE | {"columns", "rows", "firstRowAsHeader", "showGridLines", "gridStyle"},
        frozenset({"columns", "rows", "firstRowAsHeader"}),
    ),
    "TableRow": (frozenset({"type", "cells", "style"}), frozenset({"cells"})),
    "TableCell": (frozenset({"type", "items", "style"}), frozenset({"items"})),
    "ActionSet": (_BASE | {"actions"}, frozenset({"actions"})),
    "Input.Text": (_LABELLED | {"isMultiline", "maxLength"}, frozenset({"id", "label"})),
    "Input.Date": (_LABELLED | {"min", "max"}, frozenset({"id", "label"})),
    "Input.Toggle": (_LABELLED | {"title", "wrap"}, frozenset({"id", "label", "title"})),
    "Input.ChoiceSet": (
        _LABELLED | {"choices", "style", "choices.data", "isMultiSelect", "wrap"},
        frozenset({"id", "label", "choices"}),
    ),
    "Chart.HorizontalBar": (
        _BASE | {"title", "displayMode", "data", "fallback"},
        frozenset({"title", "data", "fallback"}),
    ),
    "Action.Execute": (_ACTION | {"verb", "data", "associatedInputs"}, frozenset({"title", "verb", "data"})),
    "Action.Submit": (_ACTION | {"data", "associatedInputs"}, frozenset({"title", "data"})),
    "Action.OpenUrl": (_ACTION | {"url"}, frozenset({"title", "url"})),
}
_CARD = frozenset(
    {"type", "$schema", "version", "lang", "speak", "fallbackText", "msteams", "body", "actions", "refresh"}
)
_CARD_NEEDS = frozenset({"version", "lang", "speak", "fallbackText", "body"})
_CHILDREN = ("body", "items", "columns", "rows", "cells", "actions")
_CONTAINERS = frozenset({"default", "emphasis", "good", "attention", "warning", "accent"})
_STYLES: Mapping[str, frozenset[str]] = {
    "TextBlock": frozenset({"default", "heading"}),
    "Input.ChoiceSet": frozenset({"compact", "expanded", "filtered"}),
    "Action": frozenset({"default", "positive", "destructive"}),
}
_WORDS: Mapping[str, frozenset[str]] = {
    "size": frozenset({"Small", "Default", "Medium", "Large", "ExtraLarge"}),
    "weight": frozenset({"Lighter", "Default", "Bolder"}),
    "color": frozenset({"Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention"}),
    "spacing": frozenset({"None", "Small", "Default", "Medium", "Large", "ExtraLarge", "Padding"}),
    "gridStyle": _CONTAINERS,
}

_CHART_MODES = ("AbsoluteWithAxis", "AbsoluteNoAxis", "PartToWhole")
_CHART_COLOURS = frozenset({"good", "warning", "attention", "neutral"})


def lint(card: Card, *, longest: int = LONGEST_CARD) -> list[str]:
    """What is wrong with a card, each as `where: what`; nothing for one that is fit to send. `longest` is in bytes."""
    found = [*_whole(card), *_refresh(card)]
    ids: set[str] = set()
    for where, element in _elements(card, "card"):
        found += [f"{where}: {fault}" for fault in _element(element)]
        name = element.get("id")
        if name in ids:
            found.append(f"{where}: the id {name!r} is used before")
        if name is not None:
            ids.add(name)
    size = len(json.dumps(card, ensure_ascii=False).encode())
    return [*found, *([f"card: {size} bytes, more than {longest}"] if size > longest else [])]


def _whole(card: Card) -> Iterator[str]:
    if card.get("type") != "AdaptiveCard":
        yield "card: not an AdaptiveCard"
    if card.get("version") != VERSION:
        yield f"card: version {card.get('version')!r}, Teams draws {VERSION}"
    for name in sorted(card.keys() - _CARD):
        yield f"card: unknown property {name}"
    for name in sorted(_CARD_NEEDS):
        if not card.get(name):
            yield f"card: {name} is missing"
    if card.get("msteams", {"width": "Full"}) != {"width": "Full"}:
        yield "card: msteams says more than the width"


def _refresh(card: Card) -> Iterator[str]:
    if "refresh" not in card:
        return
    refresh = card["refresh"]
    action = refresh.get("action", {})
    if action.get("type") != "Action.Execute":
        yield "refresh: its action is not Action.Execute"
    else:
        yield from (f"refresh: {fault}" for fault in _element(action))
    if refresh.keys() - {"action", "userIds"}:
        yield "refresh: unknown property"
    if len(refresh.get("userIds", ())) > MOST_REFRESHED:
        yield f"refresh: more than {MOST_REFRESHED} user ids"


def _elements(parent: Mapping[str, Any], where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every element and action with its place, the parent before its children."""
    for name in _CHILDREN:
        if parent.get("type") == "Table" and name == "columns":
            continue  # widths, not elements
        for n, child in enumerate(parent.get(name, ())):
            place = f"{where}.{name}[{n}]"
            yield place, child
            yield from _elements(child, place)
    if isinstance(parent.get("fallback"), dict):
        yield f"{where}.fallback", parent["fallback"]
        yield from _elements(parent["fallback"], f"{where}.fallback")


def _element(element: Mapping[str, Any]) -> Iterator[str]:
    kind = element.get("type", "")
    if kind not in _ELEMENTS:
        yield f"unknown element {kind!r}"
        return
    allowed, needed = _ELEMENTS[kind]
    for name in sorted(element.keys() - allowed):
        yield f"{kind} has no property {name}" + (" (only the whole card has)" if name == "refresh" else "")
    for name in sorted(needed):
        if element.get(name) in (None, "") or (element[name] == [] and name != "choices"):
            yield f"{kind} has no {name}"
    yield from _looks(kind, element)
    yield from _actions(kind, element)
    yield from _content(kind, element)


def _looks(kind: str, element: Mapping[str, Any]) -> Iterator[str]:
    for name, known in _WORDS.items():
        if name in element and element[name] not in known:
            yield f"{name} cannot be {element[name]!r}"
    styles = _STYLES.get("Action" if kind.startswith("Action.") else kind, _CONTAINERS)
    if element.get("style", "default") not in styles and "style" in element:
        yield f"style of {kind} cannot be {element['style']!r}"


def _actions(kind: str, element: Mapping[str, Any]) -> Iterator[str]:
    data = element.get("data")
    if kind == "Action.Execute" and element.get("verb") not in VERBS:
        yield f"unknown verb {element.get('verb')!r}"
    if kind == "Action.Submit" and (not isinstance(data, dict) or data.get("form") not in FORMS):
        yield "unknown form"
    if kind == "Action.OpenUrl" and not str(element.get("url")).startswith(("https://", "http://")):
        yield "the address is not one of the web"
    if isinstance(data, dict):
        yield from _data({name: value for name, value in data.items() if name != "msteams"})
        if data.get("msteams", {"type": "task/fetch"}) != {"type": "task/fetch"}:
            yield "msteams opens something other than a dialog"


def _data(data: Mapping[str, Any]) -> Iterator[str]:
    for name, value in data.items():
        if not isinstance(value, str | int) or len(str(value)) > LONGEST_DATUM:
            yield f"data.{name} is more than an id"


def _content(kind: str, element: Mapping[str, Any]) -> Iterator[str]:
    match kind:
        case "ActionSet" if len(element.get("actions", ())) > MOST_ACTIONS:
            yield f"more than {MOST_ACTIONS} buttons"
        case "FactSet" if any(set(one) != {"title", "value"} or not one["value"] for one in element.get("facts", ())):
            yield "a fact without a title or a value"
        case "Input.ChoiceSet" if any(set(one) != {"title", "value"} for one in element.get("choices", ())):
            yield "a choice without a title or a value"
        case "Input.ChoiceSet" if "choices.data" in element and element["choices.data"].get("type") != "Data.Query":
            yield "choices.data is not a Data.Query"
        case "Input.Toggle" if element.get("label") == element.get("title"):
            yield "the label says the title once more"
        case "Table":
            yield from _table(element)
        case "Chart.HorizontalBar":
            yield from _chart(element)


def _table(element: Mapping[str, Any]) -> Iterator[str]:
    columns = len(element.get("columns", ()))
    if columns > MOST_COLUMNS:
        yield f"{columns} columns, a phone shows {MOST_COLUMNS}"
    if any(len(row.get("cells", ())) != columns for row in element.get("rows", ())):
        yield "a row has other cells than there are columns"


def _chart(element: Mapping[str, Any]) -> Iterator[str]:
    """Teams draws charts beyond the version that the card says, so each must say what stands there otherwise."""
    if not isinstance(element.get("fallback"), dict):
        yield "a chart needs an element as its fallback"
    if element.get("displayMode", _CHART_MODES[0]) not in _CHART_MODES:
        yield f"displayMode cannot be {element['displayMode']!r}"
    for one in element.get("data", ()):
        if set(one) != {"x", "y", "color"} or not isinstance(one["y"], int) or one["color"] not in _CHART_COLOURS:
            yield "a bar is not a name, a whole number and a colour"
