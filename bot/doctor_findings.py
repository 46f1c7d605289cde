"""What `utvalgsbot doctor` looks at and what it finds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import aiohttp

from bot.settings import Settings
from committee.microsoft_errors import NEEDS, MicrosoftError
from committee.outbox import Errand
from committee.register import Register
from committee.setups import Setup
from graph.client import Graph
from graph.credentials import TokenSource


class State(StrEnum):
    WELL = "well"
    #: Could not be looked at, because something else is wrong or it is not known where to look.
    UNCHECKED = "unchecked"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found: in words for an administrator, and what to do. Never a secret or a person's name."""

    check: str
    state: State
    says: str
    do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where a committee meets."""

    committee_id: str
    team_id: str
    #: Empty until it is made.
    channel_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What the database tells."""

    #: By tenant.
    service_urls: dict[str, str]
    #: Those that are not done.
    errands: tuple[Errand, ...]
    #: The newest that was carried out; None when there is none.
    last_done_at: datetime | None
    #: Channels that we made or found, by committee.
    made: dict[str, str]
    #: Committees set up by chat.
    setups: tuple[Setup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One installation as the checks look at it; None for what could not be read."""

    settings: Settings
    register: Register | None
    recorded: Recorded | None
    tokens: TokenSource
    graph: Graph
    session: aiohttp.ClientSession
    #: The time errands are judged by.
    now: datetime
    #: The time of this machine.
    clock: Callable[[], datetime]
    #: A mailbox that must not be reached; empty when none was named.
    closed_mailbox: str = ""
    #: The bot's address as Teams calls it; empty when it was not named.
    public_url: str = ""

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Of the committees in the register."""
        made = self.recorded.made if self.recorded else {}
        return tuple(
            Channel(committee_id=id_, team_id=one.team_id, channel_id=one.channel_id or made.get(id_, ""))
            for id_, one in (self.register.spaces if self.register else {}).items()
            if one.team_id
        )


Check = Callable[[Installation], Awaitable[tuple[Finding, ...]]]


def well(check: str, says: str, do: str = "") -> Finding:
    return Finding(check=check, state=State.WELL, says=says, do=do)


def unchecked(check: str, says: str, do: str = "") -> Finding:
    return Finding(check=check, state=State.UNCHECKED, says=says, do=do)


def warning(check: str, says: str, do: str) -> Finding:
    return Finding(check=check, state=State.WARNING, says=says, do=do)


def fault(check: str, says: str, do: str) -> Finding:
    return Finding(check=check, state=State.FAULT, says=says, do=do)


def explain(problem: MicrosoftError) -> str:
    """The answer by its codes; never its text, which may quote what people wrote."""
    return f"the answer was {str(problem).partition(f' {NEEDS}')[0]}"
