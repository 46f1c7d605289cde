"""What a member passes on to their own region after a meeting, and that they have (004-11)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from committee.minutes import Minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionDigest:
    """A member's digest of one meeting, `about` its minutes, for the region that they sat for then."""

    id: str
    committee_id: str
    about: str
    person_id: str
    region: str
    offered_at: datetime
    #: When the member said that it was passed on.
    passed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """A digest with the minutes it is of; for leader and secretary how many of all have passed theirs on."""

    digest: RegionDigest | None
    minutes: Minutes
    offered: int = 0
    passed: tuple[str, ...] = ()
    #: The regions that have not heard yet.
    missing: tuple[str, ...] = ()


def digest_id(minutes_id: str, person_id: str) -> str:
    """One for each member and meeting."""
    return hashlib.sha256(f"digest:{minutes_id}:{person_id}".encode()).hexdigest()[:32]
