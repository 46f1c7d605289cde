"""A case's text: kept as a draft, sent, and changed as a new version until it is voted on (peers' complaint 15)."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from committee.case_records import Draft
from committee.case_rights import AFTER_VOTING, BEFORE_VOTING, may_revise
from committee.case_versions import keep_version
from committee.errors import CommitteeError, FormError
from committee.form_checks import require_form_id
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import LONGEST, Proposal, ProposalForm, ProposalState, advance, check_form, check_text
from committee.recusals import require_lead_of, require_not_recused
from committee.rights import Right, may, require
from committee.seat_rules import Function
from committee.voting import Outcome, Reason, Verdict, Voting
from committee.workflows.copies import send_copies
from committee.workflows.errands import show, tell
from committee.workflows.procedure_changes import end_procedure
from committee.workflows.proposals import submit_proposal, take_off_agenda

LONGEST_WHY = 300
_S = ProposalState


def save_draft(tx: Transaction, actor: Member, form: ProposalForm, *, draft_id: str, now: datetime) -> Draft:
    """What is written so far, for the proposer's eyes alone; it has no number, and nobody is told.

    Raises FormError for one without a word or with too many, CommitteeError("no_seat", "no_right_propose").
    """
    require(actor, Right.PROPOSE)
    require_form_id(draft_id)
    if find_case(tx, draft_id):
        raise CommitteeError("not_found")
    known = find_draft(tx, draft_id)
    if known and (known.about, known.committee_id) != (actor.person.id, actor.committee_id):
        raise CommitteeError("not_found")
    _check_draft(form)
    draft = Draft(
        id=draft_id, committee_id=actor.committee_id, about=actor.person.id, form=form, saved_at=now, is_open=True
    )
    tx.keep(draft)
    _record(tx, draft, actor, "case.drafted", now=now)
    return draft


def _check_draft(form: ProposalForm) -> None:
    faults = {name: "field_too_long" for name, longest in LONGEST.items() if len(getattr(form, name)) > longest}
    if not any(getattr(form, name).strip() for name in LONGEST):
        faults["title"] = "field_empty"
    if faults:
        raise FormError(faults, longest=LONGEST)


def discard_draft(tx: Transaction, person: Person, draft_id: str, *, now: datetime) -> None:
    """The words are gone for good. Repeating changes nothing. Raises CommitteeError("not_found")."""
    draft = find_draft(tx, draft_id)
    if draft is None or draft.about != person.id:
        raise CommitteeError("not_found")
    if draft.is_open:
        _close_draft(tx, draft)
        tx.record(
            draft.committee_id,
            at=now,
            actor_id=person.id,
            action="case.draft_discarded",
            subject_id=draft.id,
            details={},
        )


def find_draft(tx: Transaction, draft_id: str) -> Draft | None:
    try:
        return tx.find(Draft, draft_id)
    except CommitteeError:
        return None


def find_case(tx: Transaction, proposal_id: str) -> Proposal | None:
    try:
        return tx.proposal(proposal_id)
    except CommitteeError:
        return None


def _close_draft(tx: Transaction, draft: Draft) -> None:
    tx.keep(replace(draft, form=ProposalForm(), is_open=False))


def send_text(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    form: ProposalForm,
    *,
    proposal_id: str,
    catalogue: Mapping[str, str],
    seen: int = 0,
    why: str = "",
    now: datetime,
) -> Proposal:
    """The form is sent: a new case, or a new version of the one that it was opened on, whose version was `seen`.

    Raises FormError, CommitteeError("no_seat", "no_right_propose", "not_your_proposal", "text_frozen", …).
    """
    known = find_case(tx, proposal_id)
    if known and known.committee_id == actor.committee_id and seen:
        return revise_case(tx, directory, actor, known, form, seen=seen, why=why, catalogue=catalogue, now=now)
    draft = find_draft(tx, proposal_id)
    if draft and draft.about != actor.person.id:
        raise CommitteeError("not_found")
    proposal = submit_proposal(tx, directory, actor, form, proposal_id=proposal_id, catalogue=catalogue, now=now)
    if draft and draft.is_open:
        _close_draft(tx, draft)
    return proposal


def revise_case(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal: Proposal,
    form: ProposalForm,
    *,
    seen: int,
    why: str,
    catalogue: Mapping[str, str],
    now: datetime,
) -> Proposal:
    """A new version of the text; the one before is kept. What was assured is assured anew, what was voted on is voted
    on anew. The first ballot freezes the text until the voting is over.

    A repeated delivery changes nothing. Raises FormError, CommitteeError("not_your_proposal", "text_frozen",
    "proposal_state", "text_changed_since").
    """
    require_revisable(tx, proposal, actor)
    if seen != proposal.version:
        if check_form(form, catalogue) == proposal.form:
            return proposal
        raise CommitteeError("text_changed_since")
    checked = check_form(form, catalogue)
    why = check_text("why", why, LONGEST_WHY) if proposal.state in AFTER_VOTING else why.strip()[:LONGEST_WHY]
    if checked == proposal.form and proposal.state is not _S.SENT_BACK:
        return proposal
    proposal = _stop_unvoted(tx, actor, proposal, now=now)
    keep_version(tx, proposal, by=actor.person.id, why=why, now=now)
    revised = _renewed(tx, proposal, checked, now=now)
    tx.put_proposal(revised)
    action = "proposal.resubmitted" if proposal.state is _S.SENT_BACK else "proposal.revised"
    details = {"case": proposal.case_number, "version": revised.version, "why": why, **asdict(checked)}
    tx.record(
        proposal.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=proposal.id, details=details
    )
    send_copies(tx, directory, revised, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    for assurer in directory.holders(proposal.committee_id, Function.HOST_MEMBER):
        tell(tx, assurer, "assurance", proposal.id, now=now)
    return revised


def require_revisable(tx: Transaction, proposal: Proposal, actor: Member) -> None:
    """Raises CommitteeError("not_your_proposal", "text_frozen", "proposal_state")."""
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if proposal.proposer_id != actor.person.id:
        require_not_recused(tx, actor, proposal.id)
    if not may_revise(proposal, actor):
        if proposal.proposer_id != actor.person.id and not may(actor, Right.PLAN):
            raise CommitteeError("not_your_proposal")
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    if proposal.state is _S.VOTING:
        voting = tx.voting(proposal.voting_id or "")
        if voting.tally.cast_count or voting.procedure_id:
            raise CommitteeError("text_frozen")


def _stop_unvoted(tx: Transaction, actor: Member, proposal: Proposal, *, now: datetime) -> Proposal:
    """A voting in which nobody has voted yet is stopped when the text becomes another."""
    if proposal.state is not _S.VOTING:
        return proposal
    return _stop(tx, actor, proposal, tx.voting(proposal.voting_id or ""), "", now=now)


def stop_voting(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, ground: str, now: datetime
) -> Proposal:
    """The leader stops a voting because the text must be corrected: its ballots count for nothing, and stay in the
    record; the correction is a new version, and voted on anew (peers' complaint 15). Repeating changes nothing.

    Of a voting in writing all who were asked are told. Raises FormError, CommitteeError("no_right_lead", "not_found",
    "proposal_state").
    """
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    require_lead_of(tx, directory, actor, proposal_id)
    voting = tx.voting(proposal.voting_id) if proposal.voting_id else None
    if voting and _was_stopped(voting) and proposal.state is not _S.VOTING:
        return proposal
    if voting is None or proposal.state is not _S.VOTING or not voting.is_open:
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    ground = check_text("ground", ground, LONGEST_WHY)
    stopped = _stop(tx, actor, proposal, voting, ground, now=now)
    if voting.procedure_id:
        end_procedure(tx, directory, actor, voting.procedure_id, ground, now=now)
    proposer = directory.people.get(proposal.proposer_id)
    if proposer:
        tell(tx, directory.member(proposer, proposal.committee_id), "case_stopped", proposal.id, now=now)
    return stopped


def _was_stopped(voting: Voting) -> bool:
    return voting.verdict is not None and voting.verdict.reason is Reason.TEXT_CORRECTED


def _stop(
    tx: Transaction, actor: Member, proposal: Proposal, voting: Voting, ground: str, *, now: datetime
) -> Proposal:
    verdict = Verdict(outcome=Outcome.NO_AGREEMENT, reason=Reason.TEXT_CORRECTED)
    tx.put_voting(replace(voting, closed_at=now, closed_by=actor.person.id, verdict=verdict))
    tx.record(
        voting.committee_id, at=now, actor_id=actor.person.id, action="voting.cancelled", subject_id=voting.id,
        details={"ground": ground, "case": proposal.case_number},
    )  # fmt: skip
    stopped = advance(proposal, _S.ON_AGENDA if voting.meeting_id else _S.READY)
    tx.put_proposal(stopped)
    for card, subject_id in (("voting", voting.id), ("meeting", voting.meeting_id), ("proposal", proposal.id)):
        if subject_id:
            show(tx, voting.committee_id, card, subject_id, now=now)
    return stopped


def _renewed(tx: Transaction, proposal: Proposal, form: ProposalForm, *, now: datetime) -> Proposal:
    """With the new text, waiting for kvalitetssikring, and nothing of what was said of the text before."""
    revised = take_off_agenda(tx, proposal, now=now) if proposal.state in BEFORE_VOTING else proposal
    if proposal.state is not _S.SUBMITTED:
        revised = advance(revised, _S.SUBMITTED)
    return replace(
        revised,
        form=form,
        version=proposal.version + 1,
        sent_back_reason="",
        assurance=None,
        meeting_id=None,
        escalated_to=None,
        advice=None,
    )


def _record(tx: Transaction, draft: Draft, actor: Member, action: str, *, now: datetime) -> None:
    """That there is a draft, never what it says."""
    tx.record(draft.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=draft.id, details={})
