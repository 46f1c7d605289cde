"""Inhabilitet: who takes no part in a case, by whose decision and by which rule (forvaltningsloven § 6 and § 8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST = {"ground": 1000, "decision": 1000}


class Paragraph(StrEnum):
    """Which rule of forvaltningsloven § 6 makes somebody inhabil."""

    #: Party, family, represents or leads a party.
    FIRST = "first"
    #: Other particular circumstances that are apt to weaken confidence.
    SECOND = "second"
    #: A superior is inhabil.
    THIRD = "third"


class RecusalState(StrEnum):
    #: Declared or asked about; the others have not decided.
    RAISED = "raised"
    RECUSED = "recused"
    NOT_RECUSED = "not_recused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """Whether one member is inhabil in one case; decided by the others without them (§ 8 second paragraph)."""

    id: str
    committee_id: str
    #: The case.
    about: str
    person_id: str
    organisation_id: str
    ground: str
    raised_by: str
    raised_at: datetime
    state: RecusalState = RecusalState.RAISED
    paragraph: Paragraph | None = None
    decision: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None

    @property
    def is_recused(self) -> bool:
        return self.state is RecusalState.RECUSED
