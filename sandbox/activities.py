"""Activities as Teams writes them."""

import uuid
from typing import Any

from sandbox.channels import Channel
from sandbox.disk import now, stamp
from sandbox.posts import Post
from sandbox.world import BOT_MRI, BOT_NAME, TEAM_ID, TEAM_NAME, TEAM_THREAD, TENANT_ID, Persona

AT_BOT = f"<at>{BOT_NAME}</at>"
CLIENT_INFO = {"type": "clientInfo", "locale": "nb-NO", "country": "NO", "platform": "Web", "timezone": "Europe/Oslo"}


def build_message(
    service_url: str, person: Persona, post: Post, *, mention: bool, value: Any = None, reply_to: str | None = None
) -> dict[str, Any]:
    """The message activity for a post; `value` is what an Action.Submit sent."""
    activity = _build(service_url, person, post.conversation, post.root_id, kind="message", id=post.id)
    activity["textFormat"] = "plain"
    activity["text"] = post.text
    activity["entities"] = [CLIENT_INFO]
    activity["attachments"] = [{"contentType": "text/html", "content": f"<p>{post.text}</p>"}]
    if mention:
        mentioned = {"id": BOT_MRI, "name": BOT_NAME}
        activity["entities"] += [{"type": "mention", "mentioned": mentioned, "text": AT_BOT}]
    if value is not None:
        activity.pop("text")
        activity.pop("attachments")
        activity["value"] = value
        activity["replyToId"] = reply_to
    return activity


def build_invoke(
    service_url: str, person: Persona, conversation: str, root: str | None, *, name: str, value: Any, card: str | None
) -> dict[str, Any]:
    """The invoke activity for a pressed button, a dialog or a search; `card` is the message it sits on."""
    activity = _build(service_url, person, conversation, root, kind="invoke", id=f"f:{uuid.uuid4()}")
    activity["name"] = name
    activity["value"] = value
    activity["entities"] = [CLIENT_INFO]
    activity["channelData"]["source"] = {"name": "message"}
    if card:
        activity["replyToId"] = card
        activity["channelData"]["legacy"] = {"replyToId": card}
    return activity


def build_installation(service_url: str, person: Persona, conversation: str) -> list[dict[str, Any]]:
    """What Teams sends once when the bot is added to a chat or to the team."""
    update = _build(service_url, person, conversation, None, kind="conversationUpdate", id=f"f:{uuid.uuid4()}")
    update["membersAdded"] = [{"id": BOT_MRI, "name": BOT_NAME}]
    installed = _build(service_url, person, conversation, None, kind="installationUpdate", id=f"f:{uuid.uuid4()}")
    installed["action"] = "add"
    if conversation.startswith("19:"):
        update["channelData"]["eventType"] = "teamMemberAdded"
        installed["channelData"]["settings"] = {"selectedChannel": {"id": conversation}}
    return [update, installed]


def build_channel_change(service_url: str, person: Persona, channel: Channel, event: str) -> dict[str, Any]:
    """What Teams sends when a channel is made, renamed or deleted."""
    update = _build(service_url, person, TEAM_THREAD, None, kind="conversationUpdate", id=f"f:{uuid.uuid4()}")
    update["channelData"] |= {"eventType": event, "channel": {"id": channel.id, "name": channel.name}}
    return update


def _build(
    service_url: str, person: Persona, conversation: str, root: str | None, *, kind: str, id: str
) -> dict[str, Any]:
    at = now()
    activity: dict[str, Any] = {
        "type": kind,
        "id": id,
        "timestamp": stamp(at),
        "localTimestamp": at.astimezone().isoformat(timespec="milliseconds"),
        "localTimezone": "Europe/Oslo",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": person.mri, "name": person.name, "aadObjectId": person.aad},
        "recipient": {"id": BOT_MRI, "name": BOT_NAME},
        "conversation": _describe_conversation(conversation, root),
        "channelData": {"tenant": {"id": TENANT_ID}},
        "locale": "nb-NO",
    }
    if conversation.startswith("19:"):
        team = {"id": TEAM_THREAD, "aadGroupId": TEAM_ID, "name": TEAM_NAME}
        activity["channelData"] |= {"teamsTeamId": TEAM_THREAD, "teamsChannelId": conversation}
        activity["channelData"] |= {"team": team, "channel": {"id": conversation}}
    return activity


def _describe_conversation(conversation: str, root: str | None) -> dict[str, Any]:
    if not conversation.startswith("19:"):
        return {"id": conversation, "conversationType": "personal", "tenantId": TENANT_ID}
    thread = f"{conversation};messageid={root}" if root else conversation
    return {"id": thread, "conversationType": "channel", "isGroup": True, "tenantId": TENANT_ID}
