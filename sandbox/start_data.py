"""What has happened before one comes: played once in a fresh tenant, by the people's own dialogs and buttons."""

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from sandbox.deliver import send_invoke
from sandbox.disk import now, read_json, write_json
from sandbox.tenant import Tenant
from sandbox.world import Persona, find_persona

_log = logging.getLogger(__name__)
STORY = Path(__file__).with_name("start_data.sample.yaml")
#: The fields of a dialog's button that name what the dialog makes; a case's own form has only the case.
_NEW = ("new", "proposal")
#: What an earlier step made or kept, by its name.
_NAMED = re.compile(r"\$([\w-]+)")
_AHEAD = re.compile(r"\+(\d+)")
#: A day on which nobody works is refused; so many days later are tried (Easter and Christmas take five).
_DAYS_TRIED = 7
_PLAYED = "start_data.json"
Step = Mapping[str, Any]


def prepare(state: Path) -> None:
    """Asks for the story in a tenant that is about to be made; one that is there already is left as it is."""
    if not state.exists():
        write_json(state / _PLAYED, {})


async def play(tenant: Tenant, *, today: date | None = None) -> None:
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
            made = await _play_step(tenant, step, played, today or now().date())
        except (LookupError, TypeError) as error:
            _log.warning("the start data's step %s was not played: %r", key, error)
            made = {key: ""}
        if made is None:
            return
        played |= {key: "", **made}
        write_json(path, played)


def _read_story() -> list[Step]:
    """The steps; one that several people do alike is one for each of them."""
    steps = yaml.safe_load(STORY.read_text(encoding="utf-8"))
    return [
        {**one, "who": who} for one in steps for who in ([one["who"]] if isinstance(one["who"], str) else one["who"])
    ]


async def _play_step(tenant: Tenant, step: Step, played: Mapping[str, str], today: date) -> Mapping[str, str] | None:
    """What the step names and the ids it got; None when the bot does not answer. Raises: LookupError, TypeError."""
    person = find_persona(step["who"])
    if person is None:
        raise LookupError(step["who"])
    if "verb" in step:
        return await _press(tenant, person, step, played)
    return await _fill_in(tenant, person, step, played, today)


async def _press(tenant: Tenant, person: Persona, step: Step, played: Mapping[str, str]) -> Mapping[str, str] | None:
    action = {"type": "Action.Execute", "verb": step["verb"], "data": _named(step["data"], played)}
    pressed = {"action": action, "trigger": "manual"}
    done = await _invoke(tenant, person, "adaptiveCard/action", pressed, channel=step.get("channel", ""))
    if done is None:
        return None
    if not isinstance(done.get("value"), dict):
        raise LookupError("the button was refused")
    return {name: _first(done["value"], field) for name, field in step.get("keep", {}).items()}


def _first(card: Any, field: str) -> str:
    """What the first button of the card that has the field, carries in it. Raises LookupError when none has."""
    for one in _nodes(card):
        carried = one.get("data") if str(one.get("type")).startswith("Action.") else None
        if isinstance(carried, dict) and carried.get(field):
            return carried[field]
    raise LookupError(f"no button of the answer has {field}")


async def _fill_in(
    tenant: Tenant, person: Persona, step: Step, played: Mapping[str, str], today: date
) -> Mapping[str, str] | None:
    """What is filled in already is left as it is."""
    opened = await _invoke(
        tenant, person, "task/fetch", {"data": {"form": step["form"], **_named(step["open"], played)}}
    )
    if opened is None:
        return None
    if opened["task"]["type"] == "message":
        raise LookupError(opened["task"]["value"])
    card = opened["task"]["value"]["card"]
    button = next(one for one in _sent_by(card) if one.get("form") == step["form"])
    standing = {one["id"]: one["value"] for one in _nodes(card) if "id" in one and "value" in one}
    for later in range(_DAYS_TRIED):
        typed = {name: _day(value, today, later) for name, value in _named(step["fields"], played).items()}
        sent = await _invoke(tenant, person, "task/submit", {"data": {**standing, **button, **typed}})
        if sent is None:
            return None
        if sent["task"]["type"] == "message":
            made = next((button[name] for name in _NEW if button.get(name)), "")
            return {step["id"]: made} if "id" in step else {}
    raise LookupError("the dialog came back with faults")


def _named(data: Mapping[str, Any], played: Mapping[str, str]) -> dict[str, Any]:
    """With `$name` as what an earlier step made or kept under that name."""
    return {
        name: _NAMED.sub(lambda found: played[found[1]], value) if isinstance(value, str) else value
        for name, value in data.items()
    }


def _day(value: Any, today: date, later: int) -> Any:
    """`+90` is ninety days from now, and so many `later`."""
    ahead = _AHEAD.fullmatch(str(value))
    return (today + timedelta(days=int(ahead[1]) + later)).isoformat() if ahead else value


def _sent_by(card: Any) -> Iterator[dict[str, Any]]:
    """What the buttons that send a dialog carry."""
    yield from (one.get("data") or {} for one in _nodes(card) if one.get("type") == "Action.Submit")


def _nodes(card: Any) -> Iterator[dict[str, Any]]:
    """Every part of a card, as one reads it."""
    if isinstance(card, dict):
        yield card
        for value in card.values():
            yield from _nodes(value)
    elif isinstance(card, list):
        for one in card:
            yield from _nodes(one)


async def _invoke(
    tenant: Tenant, person: Persona, name: str, value: Any, *, channel: str = ""
) -> dict[str, Any] | None:
    """In the person's own chat, or in the channel of the body that is named."""
    conversation = f"19:{channel}@thread.tacv2" if channel else person.conversation
    answer = await send_invoke(tenant, person, conversation, None, name=name, value=value)
    return None if answer.status != 200 else answer.body or {}
