"""What has happened before one comes: played once in a fresh tenant, by the people's own dialogs and buttons."""

import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from sandbox.deliver import send_invoke
from sandbox.disk import now, read_json, write_json
from sandbox.tenant import Tenant
from sandbox.world import Persona, find_persona

_log = logging.getLogger(__name__)
STORY = Path(__file__).with_name("start_data.sample.yaml")
#: The fields of a dialog's button that name what the dialog makes.
_NEW = ("proposal", "new")
_PLAYED = "start_data.json"
Step = Mapping[str, Any]


def prepare(state: Path) -> None:
    """Asks for the story in a tenant that is about to be made; one that is there already is left as it is."""
    if not state.exists():
        write_json(state / _PLAYED, {})


async def play(tenant: Tenant) -> None:
    """Plays what was asked for and has not been played: stopped half-way, the next start goes on.

    A step that fails is told in one line and passed over.
    """
    path = tenant.settings.state / _PLAYED
    played: dict[str, str] | None = read_json(path)
    if played is None:
        return
    for number, step in enumerate(_read_story()):
        key = step.get("id") or str(number)
        if key in played:
            continue
        try:
            made = await _play_step(tenant, step, played)
        except (LookupError, TypeError) as error:
            _log.warning("the start data's step %s was not played: %r", key, error)
            made = ""
        if made is None:
            return
        played[key] = made
        write_json(path, played)


def _read_story() -> list[Step]:
    return yaml.safe_load(STORY.read_text(encoding="utf-8"))


async def _play_step(tenant: Tenant, step: Step, played: Mapping[str, str]) -> str | None:
    """The id of what was made, or nothing; None when the bot does not answer. Raises: LookupError, TypeError."""
    person = find_persona(step["who"])
    if person is None:
        raise LookupError(step["who"])
    if "verb" in step:
        data = {name: played[value[1:]] if value.startswith("$") else value for name, value in step["data"].items()}
        action = {"type": "Action.Execute", "verb": step["verb"], "data": data}
        done = await _invoke(tenant, person, "adaptiveCard/action", {"action": action, "trigger": "manual"})
        if done and not isinstance(done.get("value"), dict):
            raise LookupError("the button was refused")
        return None if done is None else ""
    return await _fill_in(tenant, person, step)


async def _fill_in(tenant: Tenant, person: Persona, step: Step) -> str | None:
    opened = await _invoke(tenant, person, "task/fetch", {"data": {"form": step["form"], **step["open"]}})
    if opened is None:
        return None
    button = next(one for one in _buttons(opened["task"]["value"]["card"]) if one.get("form") == step["form"])
    fields = {name: _day(value) for name, value in step["fields"].items()}
    sent = await _invoke(tenant, person, "task/submit", {"data": {**button, **fields}})
    if sent is None:
        return None
    if sent["task"]["type"] != "message":
        raise LookupError("the dialog came back with faults")
    return next((button[name] for name in _NEW if button.get(name)), "")


def _day(value: str) -> str:
    """`+90` is ninety days from now."""
    if str(value)[:1] != "+":
        return value
    return (now().date() + timedelta(days=int(value))).isoformat()


def _buttons(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "Action.Submit":
            yield node.get("data") or {}
        for value in node.values():
            yield from _buttons(value)
    elif isinstance(node, list):
        for one in node:
            yield from _buttons(one)


async def _invoke(tenant: Tenant, person: Persona, name: str, value: Any) -> dict[str, Any] | None:
    answer = await send_invoke(tenant, person, person.conversation, None, name=name, value=value)
    return None if answer.status != 200 else answer.body or {}
