"""Signs activities and brings them to the bot as the Bot Framework does."""

import asyncio
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import orjson

from sandbox.activities import build_channel_change, build_installation, build_invoke, build_message
from sandbox.channels import Channel
from sandbox.disk import now, read_json, stamp, write_json
from sandbox.posts import Post
from sandbox.tenant import Tenant
from sandbox.world import ADMINISTRATOR, BOT_APP_ID, PERSONAS, TEAM_THREAD, Persona

log = logging.getLogger(__name__)
CARD_INVOKE = "adaptiveCard/action"
GATEWAY_TIMEOUT = 504


@dataclass(frozen=True, slots=True, kw_only=True)
class BotAnswer:
    """What the bot said: its HTTP status (504 after the time limit, 502 when it is not there) and body."""

    status: int
    body: Any = None

    @property
    def failed(self) -> bool:
        """Whether Teams would take this as not delivered."""
        return self.status >= 500


def sign(tenant: Tenant, activity: dict[str, Any]) -> str:
    """The token that proves this activity to the bot."""
    return tenant.keys.sign_activity(audience=BOT_APP_ID, service_url=activity["serviceUrl"])


async def deliver(tenant: Tenant, activity: dict[str, Any], *, timeout: timedelta) -> BotAnswer:
    """POST one activity to the bot, once."""
    headers = {"Authorization": f"Bearer {sign(tenant, activity)}", "Content-Type": "application/json; charset=utf-8"}
    limit = aiohttp.ClientTimeout(total=timeout.total_seconds())
    assert tenant.session is not None
    try:
        async with tenant.session.post(
            tenant.settings.bot_url, data=orjson.dumps(activity), headers=headers, timeout=limit
        ) as reply:
            raw = await reply.read()
            return BotAnswer(status=reply.status, body=_parse(raw))
    except TimeoutError:
        return BotAnswer(status=GATEWAY_TIMEOUT, body={"error": {"code": "GatewayTimeout"}})
    except aiohttp.ClientError:
        return BotAnswer(status=502, body={"error": {"code": "BotUnreachable"}})


def _parse(raw: bytes) -> Any:
    try:
        return orjson.loads(raw) if raw else None
    except orjson.JSONDecodeError:
        return raw.decode("utf-8", "replace")


async def deliver_message(tenant: Tenant, activity: dict[str, Any]) -> BotAnswer:
    """Deliver a message; one that is not answered in time is sent again, at last under a new id."""
    answer = await deliver(tenant, activity, timeout=tenant.settings.message_timeout)
    for wait, new_id in tenant.settings.message_resends:
        if not answer.failed:
            break
        log.warning("activity %s was not taken by the bot (%s); it is sent again", activity["id"], answer.status)
        await asyncio.sleep(wait)
        if new_id:
            activity = {**activity, "id": tenant.posts.new_id(), "timestamp": stamp(now())}
        answer = await deliver(tenant, activity, timeout=tenant.settings.message_timeout)
    return answer


async def send_message(
    tenant: Tenant, person: Persona, post: Post, *, mention: bool, value: Any = None, reply_to: str | None = None
) -> BotAnswer:
    """Deliver what a person wrote (or the data of an Action.Submit)."""
    activity = build_message(tenant.settings.service_url, person, post, mention=mention, value=value, reply_to=reply_to)
    return await deliver_message(tenant, activity)


async def send_invoke(
    tenant: Tenant,
    person: Persona,
    conversation: str,
    root: str | None,
    *,
    name: str,
    value: Any,
    card: str | None = None,
) -> BotAnswer:
    """Deliver an invoke within Teams' time limit, as many times as the fault in force says."""
    activity = build_invoke(tenant.settings.service_url, person, conversation, root, name=name, value=value, card=card)
    fault = tenant.faults.take("invoke", "POST", name)
    if fault and fault.action == "slow":
        await asyncio.sleep(fault.seconds)
    if not fault or fault.action != "duplicate":
        return await _invoke_once(tenant, activity)
    copies = [activity] + [
        activity if fault.same_id else {**activity, "id": f"f:{uuid.uuid4()}"} for _ in range(fault.copies - 1)
    ]
    answers = await asyncio.gather(*(_invoke_once(tenant, copy) for copy in copies))
    return answers[0]


async def _invoke_once(tenant: Tenant, activity: dict[str, Any]) -> BotAnswer:
    settings = tenant.settings
    if activity["name"] == CARD_INVOKE:
        return await deliver(tenant, activity, timeout=settings.card_timeout)
    answer = await deliver(tenant, activity, timeout=settings.dialog_timeout)
    for _ in range(settings.dialog_resends):
        if answer.status != GATEWAY_TIMEOUT:
            break
        answer = await deliver(tenant, activity, timeout=settings.dialog_timeout)
    return answer


async def introduce(tenant: Tenant, people: Sequence[Persona] = PERSONAS) -> None:
    """Tell the bot, once, that it was added to the team and to these people's chats."""
    path = tenant.settings.state / "introduced.json"
    done = set(read_json(path, []))
    places = [(ADMINISTRATOR, TEAM_THREAD), *((person, person.conversation) for person in people)]
    for person, conversation in places:
        if conversation in done:
            continue
        for activity in build_installation(tenant.settings.service_url, person, conversation):
            answer = await deliver(tenant, activity, timeout=tenant.settings.message_timeout)
            if answer.failed:
                return
        done.add(conversation)
        write_json(path, sorted(done))


def tell_channel_change(tenant: Tenant, channel: Channel, event: str) -> None:
    """Begin telling the bot that a channel was made, renamed or deleted."""
    activity = build_channel_change(tenant.settings.service_url, PERSONAS[0], channel, event)
    start(tenant, _forget_answer(deliver_message(tenant, activity)))


def start(tenant: Tenant, work: Any) -> None:
    """Let work go on beside the requests until the server stops."""
    task = asyncio.get_running_loop().create_task(work)
    tenant.tasks.add(task)
    task.add_done_callback(tenant.tasks.discard)


async def _forget_answer(work: Any) -> None:
    await work
