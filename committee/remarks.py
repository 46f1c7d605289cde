"""Comments on a case, and forbehold: a concern that stops the voting until it is withdrawn or put in the minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from committee.members import Directory

LONGEST = {"text": 1000}


class RemarkKind(StrEnum):
    COMMENT = "comment"
    RESERVATION = "reservation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What somebody with a seat has said about a case; withdrawn it is still known to have been there."""

    id: str
    committee_id: str
    #: The case.
    about: str
    person_id: str
    kind: RemarkKind
    text: str
    at: datetime
    withdrawn_at: datetime | None = None
    #: The leader has had the forbehold put in the minutes: it stands there, and stops nothing more.
    minuted_at: datetime | None = None
    minuted_by: str = ""
    #: The author's, as it was then.
    name: str = ""

    @property
    def blocks(self) -> bool:
        return self.kind is RemarkKind.RESERVATION and self.withdrawn_at is None and self.minuted_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkLine:
    """A remark with its author's name."""

    remark: Remark
    name: str


def named(directory: Directory, remarks: Iterable[Remark]) -> tuple[RemarkLine, ...]:
    """In the order they were made."""
    made = sorted(remarks, key=lambda one: (one.at, one.id))
    return tuple(RemarkLine(remark=one, name=directory.name_of(one.person_id)) for one in made)
