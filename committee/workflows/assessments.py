"""The organisation that serves writes what it says of a case, and corrects it until the case is voted on."""

from dataclasses import replace
from datetime import datetime

from committee.assessments import (
    LONGEST,
    Assessment,
    AssessmentForm,
    advisers,
    assessment_faults,
    assessment_id,
    assessment_of,
    may_assess,
    read_role_hours,
)
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.recusals import require_not_recused
from committee.workflows.errands import show


def assess_case(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, form: AssessmentForm, *, now: datetime
) -> Assessment:
    """Repeating changes nothing; what stood before is in the audit log.

    Raises FormError, CommitteeError("no_right_assess", "not_found", "recused").
    """
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    require_not_recused(tx, actor, proposal_id)
    organisation = directory.organisation_of(actor)
    if organisation is None or not may_assess(proposal, actor):
        raise CommitteeError("no_right_assess")
    if faults := assessment_faults(form, {one.id: one.name for one in advisers(directory, actor)}):
        raise FormError(faults, longest=LONGEST)
    made = Assessment(
        id=assessment_id(proposal), committee_id=proposal.committee_id, about=proposal_id,
        organisation=organisation.name, technical=form.technical.strip(), cost=form.cost.strip(),
        capacity=form.capacity.strip(), hours=read_role_hours(form.hours) or (), adviser_id=form.adviser,
        by=actor.person.id, at=now,
    )  # fmt: skip
    known = assessment_of(tx, proposal)
    if known and replace(known, by=made.by, at=made.at) == made:
        return known
    tx.keep(made)
    details = {"organisation": made.organisation, "technical": made.technical, "cost": made.cost,
               "capacity": made.capacity, "hours": [list(one) for one in made.hours],
               "adviser": made.adviser_id}  # fmt: skip
    tx.record(proposal.committee_id, at=now, actor_id=actor.person.id, action="case.assessed",
              subject_id=proposal_id, details=details)  # fmt: skip
    show(tx, proposal.committee_id, "proposal", proposal_id, now=now)
    return made
