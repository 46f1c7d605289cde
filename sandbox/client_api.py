"""What the page asks: conversations, messages, buttons pressed, faults."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from sandbox.activities import AT_BOT
from sandbox.answers import Answer
from sandbox.deliver import send_invoke, send_message, start
from sandbox.disk import now, stamp
from sandbox.gateway import TENANT, write_answer
from sandbox.posts import BOT_AUTHOR, Post, split_conversation
from sandbox.tenant import Tenant
from sandbox.world import BOT_MRI, BOT_NAME, PERSONAS, TEAM_ID, TEAM_NAME, Persona, find_persona

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def allow_loopback_only(request: web.Request, handler: Respond) -> web.StreamResponse:
    """Refuse the page and its API to other hosts and origins (DNS rebinding, foreign pages)."""
    if request.path == "/" or request.path.startswith(("/client/", "/assets/")):
        origin = request.headers.get("Origin")
        hosts = [urlsplit(f"//{request.host}").hostname]
        hosts += [urlsplit(origin).hostname] if origin else []
        if any(host not in LOOPBACK for host in hosts):
            return web.Response(status=403, text="Only from this machine.")
    return await handler(request)


def show_world(request: web.Request) -> web.Response:
    """GET /client/world: who and what there is."""
    tenant = request.app[TENANT]
    people = [
        {"key": p.key, "name": p.name, "organisation": p.organisation, "title": p.title, "aad": p.aad, "mri": p.mri}
        for p in PERSONAS
    ]
    channels = [{"id": channel.id, "name": channel.name} for channel in tenant.channels.list()]
    return reply(
        {
            "personas": people,
            "bot": {"id": BOT_MRI, "name": BOT_NAME},
            "teams": [{"id": TEAM_ID, "name": TEAM_NAME, "channels": channels}],
        }
    )


def list_conversations(request: web.Request) -> web.Response:
    """GET /client/conversations: a persona's chat with the bot and the team's channels."""
    tenant, person = request.app[TENANT], demand_persona(request.query.get("persona"))
    posts = tenant.posts
    rows: list[dict[str, Any]] = [
        {
            "id": person.conversation,
            "kind": "personal",
            "name": BOT_NAME,
            "unread": posts.count_unread(person.key, person.conversation),
        }
    ]
    rows += [
        {
            "id": channel.id,
            "kind": "channel",
            "name": f"{channel.name} (arkivert)" if channel.archived else channel.name,
            "teamName": TEAM_NAME,
            "unread": posts.count_unread(person.key, channel.id),
        }
        for channel in tenant.channels.list()
        if tenant.reads(person, channel)
    ]
    return reply(rows)


def list_messages(request: web.Request) -> web.Response:
    """GET /client/messages: all of a conversation, oldest first; the persona has then read them."""
    tenant, person = request.app[TENANT], demand_persona(request.query.get("persona"))
    bare, root = split_conversation(request.query.get("conversation", ""))
    demand_conversation(tenant, person, bare)
    rows = [
        show_post(post)
        for post in tenant.posts.list(bare)
        if post.only_for in {None, person.key} and (root is None or post.root_id == root)
    ]
    tenant.posts.mark_read(person.key, bare)
    return reply({"messages": rows})


def show_post(post: Post) -> dict[str, Any]:
    """A message as the page reads it."""
    author = find_persona(post.author)
    shown = {
        "id": post.id,
        "rootId": post.root_id,
        "from": {
            "id": author.mri if author else BOT_MRI,
            "name": author.name if author else BOT_NAME,
            "isBot": post.author == BOT_AUTHOR,
        },
        "at": post.at,
        "text": post.text,
        "textFormat": post.text_format,
    }
    extra = {"editedAt": post.edited_at, "card": post.card, "deleted": post.deleted, "onlyForYou": bool(post.only_for)}
    return shown | {name: value for name, value in extra.items() if value}


async def post_message(request: web.Request) -> web.Response:
    """POST /client/messages: a persona writes, or presses an Action.Submit (`value`)."""
    tenant, sent = request.app[TENANT], await read_object(request)
    person = demand_persona(sent.get("persona"))
    bare, root = split_conversation(sent.get("conversation") or "")
    demand_conversation(tenant, person, bare)
    root = sent.get("rootId") or root
    in_channel = bare.startswith("19:")
    if root and tenant.posts.find(bare, root) is None:
        raise web.HTTPNotFound(text="No such thread.")
    mention = bool(sent.get("mentionBot")) and in_channel
    if sent.get("value") is not None:
        return reply({"id": _submit(tenant, person, bare, root, sent)}, 201)
    text = str(sent.get("text") or "").strip()
    if not text:
        raise web.HTTPBadRequest(text="Nothing was written.")
    if mention and AT_BOT not in text:
        text = f"{AT_BOT} {text}"
    post = tenant.posts.add(conversation=bare, author=person.key, root_id=root, text=text)
    tenant.stream.tell("message", conversation=bare, id=post.id, persona=None if in_channel else person.key)
    if mention or not in_channel:
        start(tenant, _deliver(tenant, person, post, mention=mention))
    return reply({"id": post.id}, 201)


def _submit(tenant: Tenant, person: Persona, bare: str, root: str | None, sent: dict[str, Any]) -> str:
    post_id = tenant.posts.new_id()
    post = Post(id=post_id, conversation=bare, root_id=root, author=person.key, at=stamp(now()))
    work = _deliver(tenant, person, post, mention=False, value=sent["value"], reply_to=sent.get("messageId"))
    start(tenant, work)
    return post_id


async def _deliver(tenant: Tenant, person: Persona, post: Post, **how: Any) -> None:
    await send_message(tenant, person, post, **how)


async def post_invoke(request: web.Request) -> web.Response:
    """POST /client/invoke: a button, dialog or search; the bot's own status and body come back."""
    tenant, sent = request.app[TENANT], await read_object(request)
    person = demand_persona(sent.get("persona"))
    bare, root = split_conversation(sent.get("conversation") or "")
    demand_conversation(tenant, person, bare)
    card = sent.get("messageId")
    post = tenant.posts.find(bare, card) if card else None
    if card and (post is None or post.deleted):
        raise web.HTTPNotFound(text="No such message.")
    root = root or (post.root_id if post else None)
    answer = await send_invoke(
        tenant, person, bare, root, name=str(sent.get("name") or ""), value=sent.get("value"), card=card
    )
    return reply({"status": answer.status, "body": answer.body})


async def listen(request: web.Request) -> web.StreamResponse:
    """GET /client/events: Server-Sent Events; the first, «reset», asks the page to fetch anew."""
    tenant, person = request.app[TENANT], demand_persona(request.query.get("persona"))
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    try:
        await response.write(b'retry: 1000\ndata: {"type":"reset","conversation":"","id":""}\n\n')
        async for event in tenant.stream.listen(person.key):
            await response.write(b": ping\n\n" if event is None else b"data: " + orjson.dumps(event) + b"\n\n")
    except ConnectionError:
        pass
    return response


def show_faults(request: web.Request) -> web.Response:
    """GET /client/faults: the rules in force."""
    return reply(request.app[TENANT].faults.show())


async def add_faults(request: web.Request) -> web.Response:
    """POST /client/faults: one rule, or `rules` to take the place of all."""
    faults, sent = request.app[TENANT].faults, await read_object(request)
    rules = sent.get("rules")
    try:
        if rules is not None:
            faults.clear()
        for rule in [sent] if rules is None else rules:
            faults.add_json(rule)
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise web.HTTPBadRequest(text=f"Not a fault rule: {problem}") from None
    return reply(faults.show(), 201)


def clear_faults(request: web.Request) -> web.Response:
    """DELETE /client/faults: no faults any more."""
    request.app[TENANT].faults.clear()
    return reply(request.app[TENANT].faults.show())


def show_permissions(request: web.Request) -> web.Response:
    """GET /client/permissions: what the bot has been granted."""
    return reply(request.app[TENANT].grants.show())


async def change_permissions(request: web.Request) -> web.Response:
    """PUT /client/permissions: lists that take the place of what is granted; those left out stay."""
    grants, sent = request.app[TENANT].grants, await read_object(request)
    try:
        grants.change_json(sent)
    except ValueError as problem:
        raise web.HTTPBadRequest(text=str(problem)) from None
    return reply(grants.show())


def reply(value: Any, status: int = 200) -> web.Response:
    """A JSON answer to the page."""
    return write_answer(Answer(status, value, {"Cache-Control": "no-store"}))


async def read_object(request: web.Request) -> dict[str, Any]:
    """The body as a JSON object. Raises: HTTPBadRequest."""
    try:
        sent = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        sent = None
    if not isinstance(sent, dict):
        raise web.HTTPBadRequest(text="A JSON object is expected.")
    return sent


def demand_persona(key: Any) -> Persona:
    """The persona. Raises: HTTPNotFound."""
    person = find_persona(key if isinstance(key, str) else None)
    if person is None:
        raise web.HTTPNotFound(text="No such persona.")
    return person


def demand_conversation(tenant: Tenant, person: Persona, bare: str) -> None:
    """Raises: HTTPNotFound unless the persona is in the conversation."""
    channel = tenant.channels.find(bare)
    if bare != person.conversation and (channel is None or not tenant.reads(person, channel)):
        raise web.HTTPNotFound(text="No such conversation.")
