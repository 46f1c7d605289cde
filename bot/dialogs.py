"""What every dialog is made of: how it is opened, answered and read."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.office import Card, Visit

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
Data = Mapping[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """A form: `fetch` opens it, `submit` takes what was filled in. Both raise CommitteeError when a rule says no."""

    fetch: Callable[[Visit, Data], Awaitable[Answer]]
    submit: Callable[[Visit, Data], Awaitable[Answer]]


def show_dialog(title: str, card: Card) -> Answer:
    """A dialog with this card in it."""
    content = {"contentType": CARD_TYPE, "content": card}
    return {
        "task": {"type": "continue", "value": {"title": title, "height": "large", "width": "medium", "card": content}}
    }


def tell_in_dialog(text: str) -> Answer:
    """A dialog that only says something."""
    return {"task": {"type": "message", "value": text}}


def field_of(data: Data, name: str) -> str:
    """What a form's field holds, as text; a missing one is empty."""
    value = data.get(name)
    return value if isinstance(value, str) else ""
