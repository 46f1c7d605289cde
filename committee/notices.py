"""What somebody has been told to act on, so that they are told once and not every day."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A matter (an empty seat, a term that ends, repeated absence), told until it is mended."""

    #: `<committee>:<code>:<what about>`: one matter.
    key: str
    committee_id: str
    organisation_id: str | None
    code: str
    first_seen_at: datetime
    told_at: datetime | None = None
    times: int = 0
    #: When the matter was found mended; a later one with the same key begins anew.
    mended_at: datetime | None = None
