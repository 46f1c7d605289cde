"""What is kept about a case beside the case itself: drafts, earlier texts, answers, reports and who has anchored it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from committee.proposals import Assurance, ProposalForm, ProposalState, Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A case that is not sent; `id` is the case's own, `about` the proposer, who alone may see it."""

    id: str
    committee_id: str
    about: str
    form: ProposalForm
    saved_at: datetime
    #: False once it is sent or thrown away; its words are gone then.
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVersion:
    """The text of a case before it was changed."""

    id: str
    committee_id: str
    #: The case.
    about: str
    number: int
    form: ProposalForm
    assurance: Assurance | None
    #: Who changed it, when, and what they said of it.
    replaced_by: str
    replaced_at: datetime
    why: str = ""


class DecidedBy(StrEnum):
    COMMITTEE = "committee"
    OFFICE = "office"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided in a case, by whom; the last one recorded holds, those before it were corrected."""

    id: str
    committee_id: str
    #: The case.
    about: str
    ruling: Ruling
    by: DecidedBy
    #: The committee's, office's or body's name as it was then.
    decider: str
    text: str
    #: The version of the text that it is about.
    version: int
    recorded_by: str
    recorded_at: datetime
    #: Of a body: its committee id.
    body_id: str = ""
    #: As «PS 12/26».
    reference: str = ""
    #: Of an office: whether it follows the advice; `text` says why.
    followed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Why an office or a body sends the case back to the committee."""

    id: str
    committee_id: str
    #: The case.
    about: str
    #: The office's or body's name.
    asked_by: str
    text: str
    recorded_by: str
    recorded_at: datetime


class Gain(StrEnum):
    """What came of it, against what was hoped for."""

    MORE = "more"
    AS_EXPECTED = "as_expected"
    LESS = "less"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReport:
    """What is told of the work with what was decided."""

    id: str
    committee_id: str
    #: The case.
    about: str
    #: Where the case stands after it.
    state: ProposalState
    text: str
    by: str
    at: datetime
    #: Only when it is evaluated.
    gain: Gain | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchoring:
    """An organisation has anchored the decision at home (000-08, 000-26); one of each, `id` is made of the two."""

    id: str
    committee_id: str
    #: The case.
    about: str
    organisation_id: str
    #: As «sak 45/26 i kommunestyret».
    reference: str
    by: str
    at: datetime
    #: Taken back by one who had erred.
    is_undone: bool = False


def anchoring_id(proposal_id: str, organisation_id: str) -> str:
    """One record for each organisation, written over when it is corrected."""
    return f"{proposal_id}:{organisation_id}"
