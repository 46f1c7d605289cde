"""Other bodies get a copy of a case that touches them, and say what they think of it."""

from datetime import datetime

from committee.copies import CaseCopy, copied_to, copy_id
from committee.errors import CommitteeError
from committee.hearings import LONGEST, CaseInput, takes_answers
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal, check_text
from committee.rights import Right, require
from committee.workflows.errands import CLOCK, show, show_again


def send_copies(tx: Transaction, directory: Directory, proposal: Proposal, *, now: datetime) -> None:
    """The card in each body's channel; sent again, those that have it see the case as it is now."""
    known = {one.committee_id for one in tx.records_about(CaseCopy, proposal.id)}
    new = [one for one in copied_to(directory, proposal) if one not in known]
    for body in new:
        tx.keep(CaseCopy(id=copy_id(proposal.id, body), committee_id=body, about=proposal.id, at=now))
        show(tx, body, "case_copy", proposal.id, now=now)
    for body in known:
        show_again(tx, body, "case_copy", proposal.id, now=now)
    if new:
        details = {"case": proposal.case_number, "to": [directory.mandate(one).name for one in new]}
        tx.record(
            proposal.committee_id, at=now, actor_id=CLOCK, action="case.copied", subject_id=proposal.id, details=details
        )


def comment_copy(tx: Transaction, actor: Member, proposal_id: str, text: str, *, now: datetime) -> CaseInput:
    """Somebody of a body with a copy says what they think, or corrects it; it stands on the case.

    Repeating changes nothing. Raises FormError, CommitteeError("no_seat", "hearing_over", "not_found").
    """
    copy = tx.find(CaseCopy, copy_id(proposal_id, actor.committee_id))
    require(actor, Right.READ)
    proposal = tx.proposal(copy.about)
    if not takes_answers(proposal):
        raise CommitteeError("hearing_over")
    text = check_text("text", text, LONGEST["text"])
    id_ = f"{copy.id}:{actor.person.id}"
    before = next((one for one in tx.records_about(CaseInput, proposal.id) if one.id == id_), None)
    if before and before.text == text:
        return before
    given = CaseInput(
        id=id_,
        committee_id=proposal.committee_id,
        about=proposal.id,
        hearing_id="",
        name=copy.committee_id,
        text=text,
        by=actor.person.id,
        at=now,
    )
    tx.keep(given)
    details = {"case": proposal.case_number, "body": actor.committee_id, "text": text}
    for committee_id in (proposal.committee_id, actor.committee_id):
        tx.record(
            committee_id, at=now, actor_id=actor.person.id, action="copy.commented", subject_id=proposal.id,
            details=details,
        )  # fmt: skip
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return given
