"""When which version of a committee's mandate took effect, as the record has it."""

from dataclasses import dataclass, replace
from datetime import datetime

from committee.mandate import Mandate, MandateStamp


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateChange:
    """From `at` on the version governs what is new; what was under way keeps the one it had."""

    committee_id: str
    #: From 1, for each committee.
    number: int
    stamp: MandateStamp
    at: datetime
    #: False for the first one that the bot knew of, and when nothing but the file's wording is another.
    is_news: bool


def says_the_same(one: Mandate, other: Mandate) -> bool:
    """Whether two versions differ in nothing but their files: a comment, the order of the lines."""
    return replace(one, sha256=other.sha256) == other
