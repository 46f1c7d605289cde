"""Errands: what must happen outside, written in the same transaction as what caused it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ErrandKind(StrEnum):
    #: Make a channel show the present state of a card: post it once, edit it after that.
    SHOW = "show"
    #: Tell one person something in their own chat.
    TELL = "tell"
    #: Make the calendar agree with a meeting.
    EVENT = "event"
    #: Put a document in the channel's files.
    FILE = "file"
    #: Look, when it is due, whether somebody must be reminded.
    REMIND = "remind"
    #: Close, when its deadline comes, what nobody has closed.
    CLOSE = "close"
    #: Make the committee's channels in Teams such as they shall be.
    CHANNELS = "channels"


class ErrandState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    #: A POST that may have been delivered: looked up before it is ever sent again.
    AMBIGUOUS = "ambiguous"
    DONE = "done"
    #: Cannot be delivered without a person; the secretary sees it under «leveranser».
    PARKED = "parked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One thing to do outside; while one with this `key` waits, a second is not added."""

    id: str
    committee_id: str
    kind: ErrandKind
    key: str
    payload: Mapping[str, str]
    created_at: datetime
    due_at: datetime
    state: ErrandState = ErrandState.WAITING
    attempts: int = 0
    #: While SENDING: who died holding it is known by this having passed.
    lease_until: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A card that stands in a channel, known by what it shows."""

    #: `<card>:<subject id>:<committee id>`.
    key: str
    committee_id: str
    conversation_id: str
    activity_id: str
    service_url: str
    posted_at: datetime
