"""What sending a case and answering one have in common: the new case, what is told, and a question back."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from committee.case_records import Question
from committee.case_results import answers_for
from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalForm, ProposalState, advance
from committee.referrals import (
    Referral,
    Sending,
)
from committee.seat_rules import Function
from committee.workflows.errands import show, tell
from committee.workflows.proposals import make_ready

_S = ProposalState
Details = Mapping[str, object]


def new_case(
    tx: Transaction,
    directory: Directory,
    committee_id: str,
    form: ProposalForm,
    proposer_id: str,
    organisation_id: str,
    *,
    now: datetime,
) -> Proposal:
    """A case in the committee, with a number of its own, of what another body or an office has sent."""
    mandate = directory.mandate(committee_id)
    year = now.astimezone(ZoneInfo(mandate.time_zone)).year
    return Proposal(
        id=tx.new_id(),
        committee_id=committee_id,
        number=tx.next_number(committee_id, year),
        year=year,
        prefix=mandate.prefix,
        mandate=mandate.stamp,
        form=form,
        proposer_id=proposer_id,
        organisation_id=organisation_id,
        state=_S.SUBMITTED,
        submitted_at=now,
    )


def send_case(
    tx: Transaction, referral: Referral, sent: Proposal, received: Proposal, *, actor_id: str, now: datetime
) -> None:
    """Keeps that the case was sent, on both sides, and tells both channels."""
    tx.keep(referral)
    tx.keep(Sending(id=referral.id, committee_id=sent.committee_id, about=sent.id, to_case=received.id))
    details = {"from_case": sent.case_number, "to_case": received.case_number, "way": referral.way.value}
    if referral.question:
        details["question"] = referral.question
    record_case(tx, sent, actor_id, "case.referred", details, now=now)
    record_case(tx, received, actor_id, "case.received", details, now=now)
    show(tx, sent.committee_id, "referral", referral.id, now=now)
    for one in (sent, received):
        show(tx, one.committee_id, "proposal", one.id, now=now)


def ask_to_assure(tx: Transaction, directory: Directory, received: Proposal, *, now: datetime) -> None:
    """The member of the co-operation looks at it as at any other; where there is none it is ready at once."""
    assurers = directory.holders(received.committee_id, Function.HOST_MEMBER)
    for one in assurers:
        tell(tx, one, "assurance", received.id, now=now)
    if not assurers:
        for one in answers_for(directory, received.committee_id, received.committee_id):
            tell(tx, one, "case_received", received.id, now=now)
        make_ready(tx, received.id, now=now)


def ask_again(tx: Transaction, sent: Proposal, asker: str, text: str, actor_id: str, *, now: datetime) -> Question:
    """The case is the committee's again, with the question."""
    question = Question(
        id=tx.new_id(),
        committee_id=sent.committee_id,
        about=sent.id,
        asked_by=asker,
        text=text,
        recorded_by=actor_id,
        recorded_at=now,
    )
    tx.keep(question)
    tx.put_proposal(advance(sent, _S.READY, meeting_id=None, escalated_to=None, advice=None))
    return question


def case_of(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    """The case, which is in the actor's committee.

    Raises CommitteeError("not_found").
    """
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return proposal


def record_case(
    tx: Transaction, proposal: Proposal, actor_id: str, action: str, details: Details, *, now: datetime
) -> None:
    """Into the audit log of the case's committee."""
    details = {"case": proposal.case_number, **details}
    tx.record(proposal.committee_id, at=now, actor_id=actor_id, action=action, subject_id=proposal.id, details=details)
