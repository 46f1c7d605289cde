"""The Bot Connector's conversations: what the bot posts, edits and deletes."""

from typing import Any

from sandbox.answers import Answer, Call, refuse_connector
from sandbox.connector_members import MEMBER_ROUTES
from sandbox.gateway import Service, route
from sandbox.limits import check_size
from sandbox.posts import BOT_AUTHOR, CARD_TYPE, Post, split_conversation
from sandbox.tenant import Tenant
from sandbox.tokens import check_connector_token
from sandbox.world import Persona, find_by_id, find_persona


def create_conversation(tenant: Tenant, call: Call) -> Answer:
    """POST /v3/conversations: a new thread in a channel, or the chat with a person."""
    wanted = call.json()
    channel_id = ((wanted.get("channelData") or {}).get("channel") or {}).get("id")
    if channel_id:
        return _create_thread(tenant, call, wanted, channel_id)
    members = wanted.get("members") or []
    if wanted.get("isGroup") or len(members) != 1:
        raise refuse_connector(400, "BadSyntax", "Incorrect conversation creation parameters")
    person = find_by_id(members[0].get("id"))
    if person is None or not person.is_person:
        raise refuse_connector(400, "BadSyntax", "Failed to decrypt pairwise id")
    named = {name.lower(): value for name, value in wanted.items()}  # botbuilder for Python writes tenantID
    if not (named.get("tenantid") or ((wanted.get("channelData") or {}).get("tenant") or {}).get("id")):
        raise refuse_connector(400, "BadSyntax", "Bot needs to pass tenantId in the conversation creation request")
    tenant.limits.count_create(person.conversation)
    reply: dict[str, Any] = {"id": person.conversation}
    if wanted.get("activity"):
        check_size(wanted["activity"])
        reply["activityId"] = _store(tenant, person.conversation, None, wanted["activity"])
    return Answer(201, reply)


def _create_thread(tenant: Tenant, call: Call, wanted: dict[str, Any], channel_id: str) -> Answer:
    _demand_conversation(tenant, channel_id)
    if not wanted.get("activity"):
        raise refuse_connector(400, "BadSyntax", "Activity is required to create a conversation in a channel")
    check_size(wanted["activity"])
    tenant.limits.count_create(channel_id)
    post_id = _store(tenant, channel_id, None, wanted["activity"])
    return Answer(201, {"id": f"{channel_id};messageid={post_id}", "activityId": post_id})


def post_activity(tenant: Tenant, call: Call, conversation: str, reply_to: str | None = None) -> Answer:
    """POST activities: into the chat or thread; to a bare channel id it begins a new thread, as in Teams."""
    bare, root = split_conversation(conversation)
    _demand_conversation(tenant, bare)
    if root and tenant.posts.find(bare, root) is None:
        raise refuse_connector(404, "ConversationNotFound", "Conversation not found.")
    activity = call.json()
    check_size(activity)
    tenant.limits.count_send(bare)
    if activity.get("type", "message") == "typing":
        person = find_by_id(bare)
        tenant.stream.tell("typing", conversation=bare, persona=person.key if person else None)
        return Answer(201, {"id": tenant.posts.new_id()})
    targeted = call.query.get("isTargetedActivity") == "true"
    return Answer(201, {"id": _store(tenant, bare, root, activity, targeted=targeted, reply_to=reply_to)})


def edit_activity(tenant: Tenant, call: Call, conversation: str, activity_id: str) -> Answer:
    """PUT an activity: replaces the bot's own message for everyone."""
    post = _demand_own_post(tenant, conversation, activity_id)
    activity = call.json()
    check_size(activity)
    tenant.limits.count_send(post.conversation)
    tenant.posts.edit(
        post,
        text=activity.get("text") or "",
        text_format=activity.get("textFormat") or "markdown",
        attachments=activity.get("attachments") or [],
    )
    tenant.stream.tell("edited", conversation=post.conversation, id=post.id)
    return Answer(200, {"id": post.id})


def delete_activity(tenant: Tenant, call: Call, conversation: str, activity_id: str) -> Answer:
    """DELETE an activity: the bot's own message, for everyone."""
    post = _demand_own_post(tenant, conversation, activity_id)
    tenant.limits.count_send(post.conversation)
    tenant.posts.edit(post, text="", attachments=[], deleted=True)
    tenant.stream.tell("deleted", conversation=post.conversation, id=post.id)
    return Answer(200)


def _demand_own_post(tenant: Tenant, conversation: str, activity_id: str) -> Post:
    bare, _ = split_conversation(conversation)
    _demand_conversation(tenant, bare)
    post = tenant.posts.find(bare, activity_id)
    if post is None or post.deleted:
        raise refuse_connector(404, "ActivityNotFoundInConversation", "Activity not found in conversation.")
    if post.author != BOT_AUTHOR:
        raise refuse_connector(403, "NotEnoughPermissions", "The bot can change its own messages only.")
    return post


def _demand_conversation(tenant: Tenant, bare: str) -> Persona | None:
    if bare.startswith("19:"):
        channel = tenant.channels.find(bare)
        if channel is None:
            raise refuse_connector(404, "ConversationNotFound", "Conversation not found.")
        if not channel.has_bot:
            raise refuse_connector(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        return None
    person = find_persona(bare.removeprefix("a:1-"))
    if person is None or person.conversation != bare:
        raise refuse_connector(404, "ConversationNotFound", "Conversation not found.")
    return person


def _store(
    tenant: Tenant,
    bare: str,
    root: str | None,
    activity: dict[str, Any],
    *,
    targeted: bool = False,
    reply_to: str | None = None,
) -> str:
    """Keep a bot's message and return its id; text together with a card becomes two messages, as in Teams."""
    text = activity.get("text") or ""
    attachments = activity.get("attachments") or []
    if not text and not attachments:
        raise refuse_connector(400, "BadSyntax", "Activity must have text or attachments.")
    for attachment in attachments:
        if attachment.get("contentType") == CARD_TYPE and not isinstance(attachment.get("content"), dict):
            raise refuse_connector(400, "BadSyntax", "Attachment content is not an Adaptive Card.")
    reader = find_by_id((activity.get("recipient") or {}).get("id")) if targeted else None
    if targeted and reader is None:
        raise refuse_connector(400, "BadSyntax", "A targeted activity needs a recipient in the conversation.")
    common = {
        "conversation": bare,
        "author": BOT_AUTHOR,
        "text_format": activity.get("textFormat") or "markdown",
        "only_for": reader.key if reader else None,
        "reply_to": reply_to,
    }
    parts = [{"text": text, "attachments": []}, {"text": "", "attachments": attachments}]
    posts: list[Post] = []
    for part in parts:
        if part["text"] or part["attachments"]:
            posts.append(tenant.posts.add(**common, **part, root_id=posts[0].root_id if posts else root))
    person = reader or find_by_id(bare)
    for post in posts:
        tenant.stream.tell("message", conversation=bare, id=post.id, persona=person.key if person else None)
    return posts[0].id


def _check(tenant: Tenant, call: Call) -> None:
    check_connector_token(tenant.keys, call.headers.get("Authorization", ""))


CONNECTOR = Service(
    where="connector",
    prefix="/connector",
    check=_check,
    routes=(
        route("POST", "/v3/conversations", create_conversation),
        route("POST", "/v3/conversations/{}/activities", post_activity),
        route("POST", "/v3/conversations/{}/activities/{}", post_activity),
        route("PUT", "/v3/conversations/{}/activities/{}", edit_activity),
        route("DELETE", "/v3/conversations/{}/activities/{}", delete_activity),
        *MEMBER_ROUTES,
    ),
)
