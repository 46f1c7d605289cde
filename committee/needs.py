"""What municipalities need, and turn out to share: «3 av 4 har dette behovet» (000-22, 001-11, 002-18)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

LONGEST = {"title": 120, "description": 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One need, with the organisations that have it in the order they said so."""

    id: str
    committee_id: str
    #: The need that this one was joined with; empty for one that stands by itself.
    about: str
    title: str
    description: str
    organisations: tuple[str, ...]
    registered_by: str
    registered_at: datetime
    #: Nobody has it any more, or the leader has put it away.
    closed_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.closed_at is None and not self.about

    @property
    def case_id(self) -> str:
        """The case that is made of it, when one is: made of the need's own id, so that there is one."""
        return hashlib.sha256(f"need:{self.id}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """A need, the names of those who have it, the needs joined with it, and its case number when it has one."""

    need: Need
    having: tuple[str, ...]
    voters: int
    joined: tuple[Need, ...]
    case_number: str
    has_own: bool
