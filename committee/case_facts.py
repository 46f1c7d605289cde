"""What a case's card tells beyond its text: whose turn it is, the answer, how the work goes, who has anchored it."""

from dataclasses import dataclass

from committee.case_awaits import Who, awaits, body_of, who_acts
from committee.case_records import Anchoring, Decision, ProgressReport, Question, anchoring_id
from committee.case_results import advised_office, result_of
from committee.introductions import Introduction, IntroductionSteps, introduced_count
from committee.mandate import Result
from committee.members import Directory
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState, Ruling

_S = ProposalState
#: Where a decision that is to be carried out can stand.
CARRIED_OUT = (_S.DECIDED, _S.IN_PROGRESS, _S.REALISED, _S.EVALUATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """One organisation's line; `record` is None until it has anchored the decision."""

    organisation_id: str
    name: str
    record: Anchoring | None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report, and by name who wrote it."""

    report: ProgressReport
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    who: Who
    #: Whose turn it is, by name; empty when it is nobody's in particular.
    names: tuple[str, ...]
    result: Result
    #: Of the office that is advised.
    office: str = ""
    #: Of the body that has the case, or gets it.
    body: str = ""
    decision: Decision | None = None
    #: The last one, while the committee has not voted again.
    question: Question | None = None
    responsible: str = ""
    reports: tuple[Reported, ...] = ()
    #: Who withdrew or deferred it.
    rested_by: str = ""
    #: Empty until there is a decision to anchor.
    anchored: tuple[Anchored, ...] = ()
    #: How many have taken it into use; None while none has said when it will.
    introduced: int | None = None
    introducing: int = 0

    @property
    def anchored_count(self) -> int:
        return sum(one.record is not None for one in self.anchored)


def case_facts(tx: Transaction, directory: Directory, proposal: Proposal) -> CaseFacts:
    """Gathered from what is recorded about the case."""
    mandate = directory.governing(proposal.mandate)
    result = result_of(mandate, directory)
    body = directory.mandates.get(body_of(proposal, mandate, directory) or "")
    decisions = tx.records_about(Decision, proposal.id)
    questions = tx.records_about(Question, proposal.id)
    asked = questions[-1] if questions and proposal.ruling is None and proposal.advice is None else None
    return CaseFacts(
        who=awaits(proposal, result),
        names=tuple(one.name for one in who_acts(proposal, directory)),
        result=result,
        office=advised_office(mandate, directory),
        body=body.name if body else "",
        decision=decisions[-1] if decisions and proposal.ruling else None,
        question=asked,
        responsible=directory.name_of(proposal.responsible_id),
        reports=tuple(
            Reported(report=one, by=directory.name_of(one.by)) for one in tx.records_about(ProgressReport, proposal.id)
        ),
        rested_by=directory.name_of(proposal.rest.by) if proposal.rest else "",
        anchored=_anchored(tx, directory, proposal),
        introduced=introduced_count(
            tx.records_about(Introduction, proposal.id), tx.records_about(IntroductionSteps, proposal.id)
        ),
        introducing=len(mandate.voters),
    )


def is_anchored(proposal: Proposal) -> bool:
    """Whether there is a decision that the organisations are to anchor."""
    return proposal.state in CARRIED_OUT and proposal.ruling is Ruling.APPROVED and not proposal.went_to


def _anchored(tx: Transaction, directory: Directory, proposal: Proposal) -> tuple[Anchored, ...]:
    if not is_anchored(proposal):
        return ()
    kept = {one.id: one for one in tx.records_about(Anchoring, proposal.id) if not one.is_undone}
    lines = []
    for one in directory.governing(proposal.mandate).voters:
        record = kept.get(anchoring_id(proposal.id, one.id))
        by = directory.name_of(record.by) if record else ""
        lines.append(Anchored(organisation_id=one.id, name=one.name, record=record, by=by))
    return tuple(lines)
