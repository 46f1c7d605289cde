"""Graph's reading of channel messages: how a bot finds out whether a post of its own arrived."""

import uuid
from html import escape
from typing import Any

import orjson

from sandbox.answers import Answer, Call, refuse_graph
from sandbox.gateway import route
from sandbox.graph_members import demand_channel
from sandbox.graph_replies import reply_entity, reply_page
from sandbox.posts import BOT_AUTHOR, Post
from sandbox.tenant import Tenant
from sandbox.world import BOT_APP_ID, BOT_NAME, TEAM_ID, TENANT_ID, find_persona

PAGE_SIZE, MOST = 20, 50


def describe_message(post: Post) -> dict[str, Any]:
    """A post as Graph's chatMessage; a card is an attachment whose content is a JSON string."""
    attachments = [_describe_attachment(post, place, row) for place, row in enumerate(post.attachments)]
    marks = "".join(f'<attachment id="{row["id"]}"></attachment>' for row in attachments)
    content = marks or f"<p>{escape(post.text)}</p>"
    return {
        "id": post.id,
        "replyToId": None if post.root_id == post.id else post.root_id,
        "etag": post.id,
        "messageType": "message",
        "createdDateTime": post.at,
        "lastModifiedDateTime": post.edited_at or post.at,
        "lastEditedDateTime": post.edited_at,
        "deletedDateTime": post.edited_at if post.deleted else None,
        "subject": None,
        "importance": "normal",
        "locale": "en-us",
        "from": _describe_author(post),
        "body": {"contentType": "html", "content": "" if post.deleted else content},
        "channelIdentity": {"teamId": TEAM_ID, "channelId": post.conversation},
        "attachments": attachments,
        "mentions": [],
        "reactions": [],
    }


def _describe_attachment(post: Post, place: int, row: dict[str, Any]) -> dict[str, Any]:
    content = row.get("content")
    return {
        "id": uuid.uuid5(uuid.NAMESPACE_URL, f"{post.conversation}/{post.id}/{place}").hex,
        "contentType": row.get("contentType"),
        "contentUrl": row.get("contentUrl"),
        "content": orjson.dumps(content, option=orjson.OPT_INDENT_2).decode() if content is not None else None,
        "name": row.get("name"),
        "thumbnailUrl": None,
    }


def _describe_author(post: Post) -> dict[str, Any]:
    person = find_persona(post.author)
    if person is None or post.author == BOT_AUTHOR:
        bot = {"id": BOT_APP_ID, "displayName": BOT_NAME, "applicationIdentityType": "bot"}
        return {"application": bot, "device": None, "user": None}
    user = {"id": person.aad, "displayName": person.name, "userIdentityType": "aadUser", "tenantId": TENANT_ID}
    return {"application": None, "device": None, "user": user}


def list_messages(tenant: Tenant, call: Call, team: str, channel_id: str) -> Answer:
    """GET a channel's thread roots, newest first."""
    channel = demand_channel(tenant, team, channel_id)
    roots = [post for post in tenant.posts.list(channel.id) if post.root_id == post.id and not post.only_for]
    return _reply(tenant, call, roots[::-1])


def show_message(tenant: Tenant, call: Call, team: str, channel_id: str, message: str) -> Answer:
    """GET one thread root."""
    channel = demand_channel(tenant, team, channel_id)
    post = tenant.posts.find(channel.id, message)
    if post is None or post.root_id != post.id:
        raise refuse_graph(404, "NotFound", "Message not found.")
    return reply_entity(call, describe_message(post), "chatMessage/$entity")


def list_replies(tenant: Tenant, call: Call, team: str, channel_id: str, message: str) -> Answer:
    """GET a thread's replies, newest first."""
    channel = demand_channel(tenant, team, channel_id)
    if tenant.posts.find(channel.id, message) is None:
        raise refuse_graph(404, "NotFound", "Message not found.")
    replies = [p for p in tenant.posts.list(channel.id) if p.root_id == message and p.id != message and not p.only_for]
    return _reply(tenant, call, replies[::-1])


def refuse_post(tenant: Tenant, call: Call, *_place: str) -> Answer:
    """POST a message: refused to an application (Graph permissions: Teamwork.Migrate.All only)."""
    text = "Message POST is allowed in application-only context only for import purposes. Refer to the docs."
    raise refuse_graph(401, "Unauthorized", text)


def _reply(tenant: Tenant, call: Call, posts: list[Post]) -> Answer:
    rows = [describe_message(post) for post in posts]
    return reply_page(tenant, call, rows, "Collection(chatMessage)", size=PAGE_SIZE, most=MOST)


MESSAGE_ROUTES = (
    route("GET", "/teams/{}/channels/{}/messages", list_messages),
    route("POST", "/teams/{}/channels/{}/messages", refuse_post),
    route("GET", "/teams/{}/channels/{}/messages/{}", show_message),
    route("GET", "/teams/{}/channels/{}/messages/{}/replies", list_replies),
    route("POST", "/teams/{}/channels/{}/messages/{}/replies", refuse_post),
)
