"""What is decided is begun, reported on, realised and evaluated, and anchored in each organisation."""

from datetime import datetime

from committee.case_facts import is_anchored
from committee.case_records import Anchoring, Gain, ProgressReport, anchoring_id
from committee.case_rights import may_anchor, may_report, may_start
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState, advance, check_text
from committee.workflows.errands import show, tell

LONGEST_REPORT = 1500
LONGEST_ANCHORING = 200
_S = ProposalState


def start_case(
    tx: Transaction, directory: Directory, person: Person, proposal_id: str, *, responsible_id: str, now: datetime
) -> Proposal:
    """Somebody of the committee follows up what is decided, and is told.

    Raises FormError, CommitteeError("no_right_start", "proposal_state").
    """
    proposal = tx.proposal(proposal_id)
    if proposal.state is _S.IN_PROGRESS and proposal.responsible_id == responsible_id:
        return proposal
    if not may_start(proposal, directory, person):
        raise _refused(proposal, "no_right_start", is_early=proposal.state is not _S.DECIDED)
    if responsible_id not in directory.people:
        raise FormError({"responsible": "field_no_person"})
    started = advance(proposal, _S.IN_PROGRESS, responsible_id=responsible_id)
    tx.put_proposal(started)
    details: dict[str, object] = {"responsible": responsible_id}
    _record(tx, proposal, person.id, "case.started", details, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    if responsible_id != person.id:
        to = directory.member(directory.people[responsible_id], proposal.committee_id)
        tell(tx, to, "case_started", proposal.id, now=now)
    return started


def report_case(tx: Transaction, actor: Member, proposal_id: str, *, text: str, state: str, now: datetime) -> Proposal:
    """How the work goes; `state` is in_progress or realised, as it stands after this report.

    Raises FormError, CommitteeError("no_right_report_case", "proposal_state").
    """
    proposal = _of(tx, actor, proposal_id)
    if not may_report(proposal, actor):
        raise _refused(proposal, "no_right_report_case", is_early=proposal.state not in (_S.IN_PROGRESS, _S.REALISED))
    if state not in (_S.IN_PROGRESS, _S.REALISED):
        raise FormError({"state": "field_not_chosen"})
    text, after = check_text("text", text, LONGEST_REPORT), ProposalState(state)
    reports = tx.records_about(ProgressReport, proposal.id)
    if reports and (reports[-1].text, reports[-1].state, reports[-1].by) == (text, after, actor.person.id):
        return proposal
    reported = proposal if after is proposal.state else advance(proposal, after)
    return _keep(tx, actor, reported, text, None, now=now)


def evaluate_case(tx: Transaction, actor: Member, proposal_id: str, *, text: str, gain: str, now: datetime) -> Proposal:
    """What came of it, against what was hoped for. Raises FormError, CommitteeError("no_right_report_case", …)."""
    proposal = _of(tx, actor, proposal_id)
    if proposal.state is _S.EVALUATED:
        return proposal
    if not may_report(proposal, actor):
        raise _refused(proposal, "no_right_report_case", is_early=proposal.state is not _S.REALISED)
    faults = {} if gain in set(Gain) else {"gain": "field_not_chosen"}
    try:
        text = check_text("text", text, LONGEST_REPORT)
    except FormError as error:
        raise FormError({**faults, **error.fields}, **error.params) from None
    if faults:
        raise FormError(faults)
    return _keep(tx, actor, advance(proposal, _S.EVALUATED), text, Gain(gain), now=now)


def _keep(
    tx: Transaction, actor: Member, proposal: Proposal, text: str, gain: Gain | None, *, now: datetime
) -> Proposal:
    report = ProgressReport(
        id=tx.new_id(),
        committee_id=proposal.committee_id,
        about=proposal.id,
        state=proposal.state,
        text=text,
        by=actor.person.id,
        at=now,
        gain=gain,
    )
    tx.put_proposal(proposal)
    tx.keep(report)
    details: dict[str, object] = {"state": proposal.state.value, "text": text}
    action = "case.evaluated" if gain else "case.reported"
    _record(tx, proposal, actor.person.id, action, {**details, "gain": gain} if gain else details, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return proposal


def anchor_case(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, reference: str, now: datetime
) -> Proposal:
    """The actor's organisation has anchored the decision at home; written again it is corrected (000-08, 000-26).

    Raises FormError, CommitteeError("no_right_anchor", "proposal_state").
    """
    proposal = _of(tx, actor, proposal_id)
    if not may_anchor(proposal, directory, actor):
        raise _refused(proposal, "no_right_anchor", is_early=not is_anchored(proposal) and actor.seat is not None)
    return _anchor(tx, actor, proposal, check_text("reference", reference, LONGEST_ANCHORING), now=now)


def undo_anchoring(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, now: datetime
) -> Proposal:
    """Taken back by one who had erred. Raises CommitteeError("no_right_anchor")."""
    proposal = _of(tx, actor, proposal_id)
    if not may_anchor(proposal, directory, actor):
        raise CommitteeError("no_right_anchor")
    return _anchor(tx, actor, proposal, "", now=now)


def own_anchoring(tx: Transaction, actor: Member, proposal_id: str) -> Anchoring | None:
    """What the actor's organisation has written."""
    wanted = anchoring_id(proposal_id, actor.organisation_id or "")
    kept = [one for one in tx.records_about(Anchoring, proposal_id) if one.id == wanted and not one.is_undone]
    return kept[0] if kept else None


def _anchor(tx: Transaction, actor: Member, proposal: Proposal, reference: str, *, now: datetime) -> Proposal:
    """An empty reference takes it back."""
    own = own_anchoring(tx, actor, proposal.id)
    if (own.reference if own else "") == reference:
        return proposal
    organisation_id = actor.organisation_id or ""
    tx.keep(
        Anchoring(
            id=anchoring_id(proposal.id, organisation_id),
            committee_id=proposal.committee_id,
            about=proposal.id,
            organisation_id=organisation_id,
            reference=reference or (own.reference if own else ""),
            by=actor.person.id,
            at=now,
            is_undone=not reference,
        )
    )
    action = "case.anchored" if reference else "case.anchoring_undone"
    details: dict[str, object] = {"organisation": organisation_id, "reference": reference}
    _record(tx, proposal, actor.person.id, action, details, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return proposal


def _refused(proposal: Proposal, code: str, *, is_early: bool) -> CommitteeError:
    if is_early:
        return CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    return CommitteeError(code)


def _record(
    tx: Transaction, proposal: Proposal, actor_id: str, action: str, details: dict[str, object], *, now: datetime
) -> None:
    told = {"case": proposal.case_number, **details}
    tx.record(proposal.committee_id, at=now, actor_id=actor_id, action=action, subject_id=proposal.id, details=told)


def _of(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return proposal
