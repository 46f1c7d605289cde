"""The linter finds each fault that a card can have."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from cards.build import (
    Card,
    box,
    buttons,
    card,
    execute,
    facts,
    input_choice,
    input_text,
    input_toggle,
    open_dialog,
    open_url,
    table,
    text,
)
from cards.linter import lint
from locales import words


def fit() -> Card:
    """A card with one of everything, in which nothing is wrong."""
    made = card(
        [
            text("Hei", size="Large", weight="Bolder", style="heading"),
            box([facts((("Frist", "i morgen"),))], "good"),
            table(("Kommune", "Stemme"), (("Molde", "For"),), (1, 2)),
            input_text("remark", "Merknad"),
            input_toggle("demand", "Krev at saken løftes", label="Krav"),
            input_choice("kind", "Hva gjelder det?", (("new", "Ny"),), style="expanded"),
            *buttons([open_dialog("Nytt", "proposal", {"proposal": "1"}), open_url("Les", "https://example.no")]),
        ],
        words("nb"),
        summary="Hei",
        actions=[execute("Se", "voting.view", {"voting": "1"})],
    )
    return {**made, "refresh": {"action": execute("Oppdater", "voting.view", {"voting": "1"})}}


BAR = {"x": "For", "y": 3, "color": "good"}
CHART = {"type": "Chart.HorizontalBar", "title": "Stemmevekt", "data": [BAR], "fallback": text("For 3")}
HEAD, BOX, TABLE, TEXT, TOGGLE, CHOICE, ROW = range(7)


def _put(place: int, name: str, value: Any) -> Callable[[Card], None]:
    return lambda made: made["body"][place].__setitem__(name, value)


def _drop(place: int, name: str) -> Callable[[Card], None]:
    return lambda made: made["body"][place].pop(name)


def _button(name: str, value: Any, *, place: int = ROW, n: int = 0) -> Callable[[Card], None]:
    return lambda made: made["body"][place]["actions"][n].__setitem__(name, value)


FAULTS: dict[str, tuple[Callable[[Card], Any], str]] = {
    "not a card": (lambda made: made.update(type="HeroCard"), "not an AdaptiveCard"),
    "version": (lambda made: made.update(version="1.6"), "version '1.6'"),
    "card property": (lambda made: made.update(rtl=True), "unknown property rtl"),
    "no fallback": (lambda made: made.pop("fallbackText"), "fallbackText is missing"),
    "nothing to say": (lambda made: made.update(speak=""), "speak is missing"),
    "no language": (lambda made: made.pop("lang"), "lang is missing"),
    "empty card": (lambda made: made.update(body=[]), "body is missing"),
    "msteams": (lambda made: made.update(msteams={"entities": []}), "more than the width"),
    "a chart without a fallback": (
        lambda made: made["body"].append({"type": "Chart.HorizontalBar", "title": "x", "data": [BAR]}),
        "Chart.HorizontalBar has no fallback",
    ),
    "a chart that is dropped": (
        lambda made: made["body"].append({**CHART, "fallback": "drop"}),
        "a chart needs an element as its fallback",
    ),
    "a bar that is not a whole number": (
        lambda made: made["body"].append({**CHART, "data": [{**BAR, "y": 1.5}]}),
        "a bar is not a name, a whole number and a colour",
    ),
    "a fault within a fallback": (
        lambda made: made["body"].append({**CHART, "fallback": {"type": "TextBlock", "text": "x"}}),
        "TextBlock has no wrap",
    ),
    "unknown element": (lambda made: made["body"].append({"type": "Chart.Donut"}), "unknown element 'Chart.Donut'"),
    "no type": (lambda made: made["body"].append({"text": "x"}), "unknown element ''"),
    "unknown property": (_put(HEAD, "txt", "x"), "TextBlock has no property txt"),
    "nested refresh": (_put(BOX, "refresh", {}), "only the whole card has"),
    "required": (_drop(HEAD, "text"), "TextBlock has no text"),
    "empty text": (_put(HEAD, "text", ""), "TextBlock has no text"),
    "clipped text": (_drop(HEAD, "wrap"), "TextBlock has no wrap"),
    "empty box": (_put(BOX, "items", []), "Container has no items"),
    "box style": (_put(BOX, "style", "danger"), "style of Container cannot be 'danger'"),
    "text style": (_put(HEAD, "style", "columnHeader"), "style of TextBlock cannot be"),
    "size": (_put(HEAD, "size", "Huge"), "size cannot be 'Huge'"),
    "weight": (_put(HEAD, "weight", "Bold"), "weight cannot be 'Bold'"),
    "colour": (_put(HEAD, "color", "Red"), "color cannot be 'Red'"),
    "spacing": (_put(HEAD, "spacing", "Tiny"), "spacing cannot be 'Tiny'"),
    "button style": (_button("style", "primary"), "style of Action.Submit cannot be"),
    "id twice": (_put(TOGGLE, "id", "remark"), "the id 'remark' is used before"),
    "no label": (_drop(TEXT, "label"), "Input.Text has no label"),
    "toggle without label": (_drop(TOGGLE, "label"), "Input.Toggle has no label"),
    "choice without label": (_drop(CHOICE, "label"), "Input.ChoiceSet has no label"),
    "label twice": (_put(TOGGLE, "label", "Krev at saken løftes"), "the label says the title once more"),
    "field without id": (_drop(TEXT, "id"), "Input.Text has no id"),
    "unknown verb": (_button("verb", "ballot.steal", place=ROW + 1), "unknown verb 'ballot.steal'"),
    "unknown form": (_button("data", {"form": "secrets"}), "unknown form"),
    "another task": (
        _button("data", {"form": "proposal", "msteams": {"type": "signin"}}),
        "something other than a dialog",
    ),
    "person's text in a button": (_button("data", {"form": "proposal", "title": "x" * 65}), "data.title is more"),
    "object in a button": (_button("data", {"form": "proposal", "who": {}}), "data.who is more than an id"),
    "address": (_button("url", "javascript:alert(1)", place=ROW, n=1), "not one of the web"),
    "untitled button": (_button("title", ""), "Action.Submit has no title"),
    "seven buttons": (
        lambda made: made["body"][ROW].update(actions=[open_url(str(n), "https://example.no") for n in range(7)]),
        "more than 6 buttons",
    ),
    "empty fact": (lambda made: made["body"][BOX]["items"][0]["facts"].append({"title": "x", "value": ""}), "a fact"),
    "untitled choice": (lambda made: made["body"][CHOICE]["choices"].append({"value": "x"}), "a choice without"),
    "search": (_put(CHOICE, "choices.data", {"type": "Query", "dataset": "services"}), "not a Data.Query"),
    "wide table": (lambda made: made["body"][TABLE].update(columns=[{"width": 1}] * 5), "a phone shows 4"),
    "short row": (lambda made: made["body"][TABLE]["rows"][1]["cells"].pop(), "a row has other cells"),
    "refresh by submit": (
        lambda made: made["refresh"]["action"].update(type="Action.Submit"),
        "its action is not Action.Execute",
    ),
    "refresh verb": (lambda made: made["refresh"]["action"].update(verb="x.y"), "refresh: unknown verb"),
    "refresh property": (lambda made: made["refresh"].update(expires="2026"), "refresh: unknown property"),
    "refresh for many": (lambda made: made["refresh"].update(userIds=["29:a"] * 61), "more than 60 user ids"),
    "too large": (_put(HEAD, "text", "ø" * 15_000), "bytes, more than 28672"),
}


def test_a_card_without_faults_passes() -> None:
    assert lint(fit()) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_named(fault: str) -> None:
    made = copy.deepcopy(fit())
    change, told = FAULTS[fault]
    change(made)
    assert any(told in one for one in lint(made)), lint(made)


def test_a_fault_tells_where_it_is() -> None:
    made = fit()
    made["body"][BOX]["items"][0]["colour"] = "x"
    assert lint(made) == ["card.body[1].items[0]: FactSet has no property colour"]
