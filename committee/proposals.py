"""An IKT-forslag: the form, the case and the states it goes through (002-01, 002-16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from committee.errors import CommitteeError, FormError
from committee.mandate import MandateStamp


class ProposalKind(StrEnum):
    """002-16: new service(s) not in the catalogue, or a change to one that is there; or a joint strategy or plan."""

    NEW = "new"
    CHANGE = "change"
    #: To be heard in the other bodies before it is adopted (000-20, 002-17, 003-13).
    PLAN = "plan"


class ProposalState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    #: Kvalitetssikret, and waits for a hearing or a review.
    ASSURED = "assured"
    READY = "ready"
    ON_AGENDA = "on_agenda"
    VOTING = "voting"
    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not_recommended"
    #: Without agreement, and no body above to take it to.
    NO_AGREEMENT = "no_agreement"
    #: The office that the committee advises says whether it follows the advice (001-13).
    WITH_OFFICE = "with_office"
    #: With the superior body.
    ESCALATED = "escalated"
    DECIDED = "decided"
    IN_PROGRESS = "in_progress"
    REALISED = "realised"
    EVALUATED = "evaluated"
    WITHDRAWN = "withdrawn"
    DEFERRED = "deferred"


class Ruling(StrEnum):
    """What a case that is decided came to."""

    APPROVED = "approved"
    REJECTED = "rejected"


#: Longest text of each field of the form, in characters.
LONGEST = {"title": 120, "need": 2000, "affected": 500, "cost": 500, "benefit": 1000}
LONGEST_ASSESSMENT = 2000
LONGEST_RECOMMENDATION = 1000
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalForm:
    """What a member typed; `kind` and `personal_data` are None until chosen."""

    title: str = ""
    kind: str | None = None
    #: Of the catalogue, by id; its name as it was when the form was sent.
    service: str = ""
    service_name: str = ""
    need: str = ""
    affected: str = ""
    cost: str = ""
    benefit: str = ""
    personal_data: bool | None = None
    #: Ids of the other bodies whose fields it touches, or «all» (000-24).
    touches: tuple[str, ...] = ()
    #: Of the strategy and the plan in force, by tag (`committee.strategy`), with their names as they were then.
    goals: tuple[str, ...] = ()
    goal_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assurance:
    """ROR-IKT's kvalitetssikring of a proposal (001-12, 001-14)."""

    checked: tuple[str, ...]
    assessment: str
    recommendation: str
    assured_by: str
    assured_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Why a case is withdrawn or deferred, and where it goes on from when that is undone or over."""

    was: ProposalState
    reason: str
    by: str
    at: datetime
    #: The day a deferred case comes back; None for one that is withdrawn.
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A case before the committee; `number` runs from 1 each `year` in each committee."""

    id: str
    committee_id: str
    number: int
    year: int
    prefix: str
    mandate: MandateStamp
    form: ProposalForm
    proposer_id: str
    organisation_id: str
    state: ProposalState
    submitted_at: datetime
    assurance: Assurance | None = None
    sent_back_reason: str = ""
    meeting_id: str | None = None
    voting_id: str | None = None
    #: The superior body's meeting that an escalated case goes to.
    escalated_to: str | None = None
    #: The case in another body that this one came from, and the one that it became there.
    came_from: str | None = None
    went_to: str | None = None
    #: Of the text, from 1; the earlier ones are kept (`committee.case_records.CaseVersion`).
    version: int = 1
    #: RECOMMENDED or NOT_RECOMMENDED when the committee has said what it advises.
    advice: ProposalState | None = None
    #: What it came to; None until it is decided.
    ruling: Ruling | None = None
    #: «office» or «body» when one of them answered the committee itself, and may correct the answer.
    decided_by: str = ""
    #: Who follows up what is decided.
    responsible_id: str = ""
    rest: Rest | None = None

    @property
    def case_number(self) -> str:
        return f"{self.prefix} {self.number}/{self.year % 100:02d}"

    @property
    def recommendation(self) -> str:
        return self.assurance.recommendation if self.assurance else ""


_S = ProposalState
#: Where a case can go from each state. SUBMITTED from later ones: its text was changed, and is assured anew.
NEXT: dict[ProposalState, frozenset[ProposalState]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.SUBMITTED: frozenset({_S.ASSURED, _S.SENT_BACK, _S.DEFERRED, _S.WITHDRAWN}),
    _S.SENT_BACK: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.ASSURED: frozenset({_S.READY, _S.SUBMITTED, _S.SENT_BACK, _S.DEFERRED, _S.WITHDRAWN}),
    # DECIDED: by a body that votes elsewhere, whose decision is written down.
    _S.READY: frozenset({_S.ON_AGENDA, _S.VOTING, _S.DECIDED, _S.ASSURED, _S.SUBMITTED, _S.DEFERRED, _S.WITHDRAWN}),
    _S.ON_AGENDA: frozenset({_S.VOTING, _S.DECIDED, _S.READY, _S.ASSURED, _S.SUBMITTED, _S.DEFERRED, _S.WITHDRAWN}),
    _S.VOTING: frozenset(
        {_S.RECOMMENDED, _S.NOT_RECOMMENDED, _S.NO_AGREEMENT, _S.ESCALATED, _S.DECIDED, _S.READY, _S.ON_AGENDA}
    ),
    _S.RECOMMENDED: frozenset({_S.WITH_OFFICE, _S.ESCALATED, _S.DECIDED, _S.READY, _S.SUBMITTED}),
    _S.NOT_RECOMMENDED: frozenset({_S.WITH_OFFICE, _S.ESCALATED, _S.DECIDED, _S.READY, _S.SUBMITTED}),
    _S.NO_AGREEMENT: frozenset({_S.ESCALATED, _S.READY, _S.SUBMITTED, _S.DEFERRED, _S.WITHDRAWN}),
    _S.WITH_OFFICE: frozenset({_S.DECIDED, _S.ESCALATED, _S.READY, _S.SUBMITTED}),
    _S.ESCALATED: frozenset({_S.DECIDED, _S.READY}),
    _S.DECIDED: frozenset({_S.IN_PROGRESS}),
    _S.IN_PROGRESS: frozenset({_S.REALISED, _S.WITHDRAWN}),
    _S.REALISED: frozenset({_S.EVALUATED, _S.IN_PROGRESS}),
    _S.EVALUATED: frozenset(),
    # Undone: it goes on from where it was.
    _S.WITHDRAWN: frozenset(
        {_S.SUBMITTED, _S.SENT_BACK, _S.ASSURED, _S.READY, _S.NO_AGREEMENT, _S.IN_PROGRESS, _S.DEFERRED}
    ),
    _S.DEFERRED: frozenset({_S.SUBMITTED, _S.ASSURED, _S.READY, _S.NO_AGREEMENT, _S.WITHDRAWN}),
}


def advance(proposal: Proposal, state: ProposalState, **changes: object) -> Proposal:
    """The proposal in its next state. Raises CommitteeError("proposal_state") when it cannot go there.

    One that is withdrawn or deferred goes on only by whoever says with `rest` that it rests no more, or otherwise.
    """
    sleeps = proposal.state in (_S.WITHDRAWN, _S.DEFERRED) and "rest" not in changes
    if sleeps or state not in NEXT[proposal.state]:
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    return replace(proposal, state=state, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class _Faults:
    fields: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, value: str, longest: int) -> None:
        if not value.strip():
            self.fields[name] = "field_empty"
        elif len(value) > longest:
            self.fields[name] = "field_too_long"


def check_form(form: ProposalForm, catalogue: Mapping[str, str]) -> ProposalForm:
    """The form, trimmed; `catalogue` has the services' names by id.

    Raises FormError naming every field that is empty, too long or not in the catalogue.
    """
    faults = _Faults()
    for name, longest in LONGEST.items():
        faults.text(name, getattr(form, name), longest)
    if form.kind not in set(ProposalKind):
        faults.fields["kind"] = "field_not_chosen"
    if form.kind == ProposalKind.CHANGE and form.service not in catalogue:
        faults.fields["service"] = "field_not_in_catalogue"
    if form.personal_data is None:
        faults.fields["personal_data"] = "field_not_chosen"
    if faults.fields:
        raise FormError(faults.fields, longest=LONGEST)
    trimmed = {name: getattr(form, name).strip() for name in LONGEST}
    service = form.service if form.kind == ProposalKind.CHANGE else ""
    return replace(form, service=service, service_name=catalogue.get(service, ""), **trimmed)


def check_text(name: str, value: str, longest: int) -> str:
    """The text, trimmed. Raises FormError when it is empty or too long."""
    faults = _Faults()
    faults.text(name, value, longest)
    if faults.fields:
        raise FormError(faults.fields, longest={name: longest})
    return value.strip()
