"""Who sent an activity, read from what the gate has let in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_THREAD_MARK = ";messageid="


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The person behind an activity and the place they are in.

    Only (tenant_id, object_id) identifies a person; `name` is for addressing them and proves nothing. A sender without
    an Entra object id (anonymous in a meeting) has `object_id` None and no rights.
    """

    tenant_id: str
    object_id: str | None
    name: str
    #: As Teams gave it: in a channel `<channel>;messageid=<root>`.
    conversation_id: str
    #: "personal", "channel" or "groupChat".
    conversation_type: str
    channel_id: str | None
    team_id: str | None
    service_url: str
    activity_id: str
    locale: str | None
    #: Teams' own id (`29:…`), which a card's refresh list names people by.
    teams_user_id: str = ""

    @property
    def thread_root(self) -> str | None:
        """The id of the post that this thread hangs on, in a channel."""
        return self.conversation_id.partition(_THREAD_MARK)[2] or None

    @property
    def is_personal(self) -> bool:
        """Whether only this person reads what is answered."""
        return self.conversation_type == "personal"


def read_sender(activity: Mapping[str, Any]) -> Sender:
    """The sender of an activity that `InboundGate` admitted. Ids of tenant and person come in lower case."""
    conversation = activity["conversation"]
    channel_data = _mapping(activity, "channelData")
    account = _mapping(activity, "from")
    conversation_id = conversation["id"]
    tenant_id = conversation.get("tenantId") or _text(_mapping(channel_data, "tenant"), "id") or ""
    object_id = _text(account, "aadObjectId")
    kind = _text(conversation, "conversationType") or "personal"
    channel_id = _text(_mapping(channel_data, "channel"), "id")
    if channel_id is None and kind == "channel":
        channel_id = conversation_id.partition(_THREAD_MARK)[0]
    return Sender(
        tenant_id=tenant_id.lower(),
        object_id=object_id.lower() if object_id else None,
        name=_text(account, "name") or "",
        conversation_id=conversation_id,
        conversation_type=kind,
        channel_id=channel_id,
        team_id=_text(_mapping(channel_data, "team"), "id"),
        service_url=activity["serviceUrl"],
        activity_id=_text(activity, "id") or "",
        locale=_text(activity, "locale"),
        teams_user_id=_text(account, "id") or "",
    )


def _mapping(parent: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def _text(parent: Mapping[str, Any], key: str) -> str | None:
    value = parent.get(key)
    return value if isinstance(value, str) and value else None
