"""A comment or a forbehold is made, withdrawn, and put in the minutes."""

from dataclasses import replace
from datetime import datetime

from committee.errors import CommitteeError, FormError
from committee.form_checks import require_form_id
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.recusals import require_lead_of, require_not_recused
from committee.remarks import LONGEST, Remark, RemarkKind
from committee.rights import Right, require
from committee.workflows.errands import LEADERS, show, tell

#: After these nothing is voted on any more, and a concern stops nothing.
_DECIDED = (
    ProposalState.VOTING,
    ProposalState.RECOMMENDED,
    ProposalState.NOT_RECOMMENDED,
    ProposalState.WITH_OFFICE,
    ProposalState.ESCALATED,
    ProposalState.DECIDED,
    ProposalState.IN_PROGRESS,
    ProposalState.REALISED,
    ProposalState.EVALUATED,
    ProposalState.WITHDRAWN,
)


def make_remark(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    *,
    remark_id: str,
    kind: str,
    text: str,
    now: datetime,
) -> Remark:
    """Anyone with a seat comments on a case, or has a forbehold before it is voted on (002-01).

    `remark_id` was made when the form was opened: delivered twice it is one. The proposer is told of a comment, leader
    and secretary of a forbehold. Raises FormError, CommitteeError("no_seat", "reservation_too_late").
    """
    require(actor, Right.READ)
    proposal = _case(tx, actor, proposal_id)
    require_form_id(remark_id)
    if known := _known(tx, actor, remark_id):
        return known
    require_not_recused(tx, actor, proposal_id)
    faults = {} if kind in set(RemarkKind) else {"kind": "field_not_chosen"}
    if not text.strip():
        faults["text"] = "field_empty"
    elif len(text) > LONGEST["text"]:
        faults["text"] = "field_too_long"
    if faults:
        raise FormError(faults, longest=LONGEST)
    remark = Remark(
        id=remark_id,
        committee_id=actor.committee_id,
        about=proposal_id,
        person_id=actor.person.id,
        kind=RemarkKind(kind),
        text=text.strip(),
        at=now,
        name=actor.person.name,
    )
    if remark.blocks and proposal.state in _DECIDED:
        raise CommitteeError("reservation_too_late")
    _save(tx, remark, actor, f"{remark.kind}.made", {"text": remark.text}, now=now)
    for member in _told(directory, proposal, remark):
        if member.person.id != actor.person.id:
            tell(tx, member, "remark", remark.id, now=now)
    return remark


def _told(directory: Directory, proposal: Proposal, remark: Remark) -> list[Member]:
    if remark.kind is RemarkKind.RESERVATION:
        return [one for function in LEADERS for one in directory.holders(remark.committee_id, function)]
    proposer = directory.people.get(proposal.proposer_id)
    return [directory.member(proposer, remark.committee_id)] if proposer else []


def withdraw_remark(tx: Transaction, _: Directory, actor: Member, remark_id: str, *, now: datetime) -> Remark:
    """Whoever made it takes it back. Repeating changes nothing. Raises CommitteeError("not_your_remark")."""
    remark = _of(tx, actor, remark_id)
    if remark.person_id != actor.person.id:
        raise CommitteeError("not_your_remark")
    if remark.withdrawn_at:
        return remark
    withdrawn = replace(remark, withdrawn_at=now)
    _save(tx, withdrawn, actor, f"{remark.kind}.withdrawn", {}, now=now)
    return withdrawn


def minute_remark(tx: Transaction, directory: Directory, actor: Member, remark_id: str, *, now: datetime) -> Remark:
    """The leader has a forbehold put in the minutes, with name and words: then the case can be voted on.

    Repeating changes nothing. Raises CommitteeError("no_right_lead", "not_found").
    """
    remark = _of(tx, actor, remark_id)
    require_lead_of(tx, directory, actor, remark.about)
    if remark.kind is not RemarkKind.RESERVATION or remark.withdrawn_at:
        raise CommitteeError("not_found")
    if remark.minuted_at:
        return remark
    minuted = replace(remark, minuted_at=now, minuted_by=actor.person.id)
    _save(tx, minuted, actor, "reservation.minuted", {"name": remark.name, "text": remark.text}, now=now)
    return minuted


def require_no_reservation(tx: Transaction, proposal_id: str) -> None:
    """Raises CommitteeError("reservation_stands") while a forbehold stops the voting."""
    standing = [one.name for one in tx.records_about(Remark, proposal_id) if one.blocks]
    if standing:
        raise CommitteeError("reservation_stands", names=", ".join(dict.fromkeys(standing)))


def _case(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return proposal


def _known(tx: Transaction, actor: Member, remark_id: str) -> Remark | None:
    try:
        return _of(tx, actor, remark_id)
    except CommitteeError:
        return None


def _of(tx: Transaction, actor: Member, remark_id: str) -> Remark:
    remark = tx.find(Remark, remark_id)
    if remark.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return remark


def _save(
    tx: Transaction, remark: Remark, actor: Member, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.keep(remark)
    details = {"remark": remark.id, **details}
    tx.record(
        remark.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=remark.about, details=details
    )
    show(tx, remark.committee_id, "proposal", remark.about, now=now)
