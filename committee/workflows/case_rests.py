"""A case is withdrawn or deferred with a reason, and comes back: undone by a person, or by the clock on its day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from committee.case_rights import may_defer, may_undo, may_withdraw
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.outbox import Errand
from committee.ports import Transaction
from committee.proposals import LONGEST_REASON, Proposal, ProposalState, Rest, advance, check_text
from committee.recusals import require_not_recused
from committee.workflows.errands import CLOCK, remind_later, show
from committee.workflows.proposals import make_ready, take_off_agenda
from committee.workflows.referral_answers import withdraw_sent

_S = ProposalState
#: The hour of the committee's own clock at which a deferred case comes back.
_MORNING = time(7)
#: A case is deferred for so long at most.
LONGEST_DEFERRAL = timedelta(days=2 * 366)
RETURN = "case_return"


def withdraw_case(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, reason: str, now: datetime
) -> Proposal:
    """The proposer, leader or secretary withdraws it; a repeated delivery changes nothing.

    Raises FormError, CommitteeError("no_right_withdraw", "proposal_state").
    """
    proposal = _of(tx, actor, proposal_id)
    if proposal.state is _S.WITHDRAWN:
        return proposal
    if not may_withdraw(proposal, actor):
        raise _refused(proposal, actor, "no_right_withdraw")
    if proposal.proposer_id != actor.person.id:
        require_not_recused(tx, actor, proposal_id)
    text = check_text("reason", reason, LONGEST_REASON)
    rest = Rest(was=_resumes_at(proposal), reason=text, by=actor.person.id, at=now)
    withdrawn = _rest(tx, proposal, _S.WITHDRAWN, rest, "case.withdrawn", now=now)
    withdraw_sent(tx, withdrawn, now=now)
    return withdrawn


def defer_case(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, reason: str, until: str, now: datetime
) -> Proposal:
    """Leader or secretary lets it wait until a day (`2027-03-01`), when the clock brings it back.

    Raises FormError, CommitteeError("no_right_defer", "proposal_state").
    """
    proposal = _of(tx, actor, proposal_id)
    zone = ZoneInfo(directory.mandate(proposal.committee_id).time_zone)
    if proposal.state is _S.DEFERRED and proposal.rest and str(proposal.rest.until_on) == until:
        return proposal
    if not may_defer(proposal, actor):
        raise _refused(proposal, actor, "no_right_defer")
    require_not_recused(tx, actor, proposal_id)
    day, text = _checked(reason, until, today=now.astimezone(zone).date())
    rest = Rest(was=_resumes_at(proposal), reason=text, by=actor.person.id, at=now, until_on=day)
    deferred = _rest(tx, proposal, _S.DEFERRED, rest, "case.deferred", now=now)
    at = datetime.combine(day, _MORNING, tzinfo=zone)
    remind_later(tx, proposal.committee_id, RETURN, proposal.id, stage="due", due_on=day, now=now, at=at)
    return deferred


def _checked(reason: str, until: str, *, today: date) -> tuple[date, str]:
    faults: dict[str, str] = {}
    text, day = reason.strip(), today
    if not text:
        faults["reason"] = "field_empty"
    elif len(text) > LONGEST_REASON:
        faults["reason"] = "field_too_long"
    try:
        day = date.fromisoformat(until)
    except ValueError:
        faults["until"] = "field_no_day"
    else:
        if not today < day <= today + LONGEST_DEFERRAL:
            faults["until"] = "field_day_to_come"
    if faults:
        raise FormError(faults, longest={"reason": LONGEST_REASON})
    return day, text


def undo_rest(tx: Transaction, actor: Member, proposal_id: str, *, now: datetime) -> Proposal:
    """A withdrawn or deferred case goes on from where it was. Raises CommitteeError("no_right_undo")."""
    proposal = _of(tx, actor, proposal_id)
    if proposal.rest is None and proposal.state not in (_S.WITHDRAWN, _S.DEFERRED):
        return proposal
    if not may_undo(proposal, actor):
        raise _refused(proposal, actor, "no_right_undo")
    return _resume(tx, proposal, actor_id=actor.person.id, now=now)


def return_deferred(tx: Transaction, _: Directory, errand: Errand, *, now: datetime) -> None:
    """The clock brings a deferred case back on its day, unless it came back before or the day was changed."""
    proposal = tx.proposal(errand.payload["subject_id"])
    if proposal.state is _S.DEFERRED and proposal.rest and str(proposal.rest.until_on) == errand.payload["due_on"]:
        _resume(tx, proposal, actor_id=CLOCK, now=now)


def _resumes_at(proposal: Proposal) -> ProposalState:
    """Where it goes on from: of an agenda it comes off, and a case that was deferred before is not so again."""
    if proposal.state is _S.DEFERRED and proposal.rest:
        return proposal.rest.was
    return _S.READY if proposal.state is _S.ON_AGENDA else proposal.state


def _rest(
    tx: Transaction, proposal: Proposal, state: ProposalState, rest: Rest, action: str, *, now: datetime
) -> Proposal:
    resting = take_off_agenda(tx, advance(proposal, state, rest=rest), now=now)
    tx.put_proposal(resting)
    details: dict[str, object] = {"case": proposal.case_number, "reason": rest.reason, "was": proposal.state.value}
    if rest.until_on:
        details["until_on"] = rest.until_on.isoformat()
    tx.record(proposal.committee_id, at=now, actor_id=rest.by, action=action, subject_id=proposal.id, details=details)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return resting


def _resume(tx: Transaction, proposal: Proposal, *, actor_id: str, now: datetime) -> Proposal:
    assert proposal.rest is not None
    # What is assured passes what may have been opened meanwhile before it is ready.
    was = _S.ASSURED if proposal.rest.was is _S.READY else proposal.rest.was
    tx.put_proposal(advance(proposal, was, rest=None))
    details = {"case": proposal.case_number, "state": was.value}
    tx.record(
        proposal.committee_id, at=now, actor_id=actor_id, action="case.resumed", subject_id=proposal.id, details=details
    )
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return make_ready(tx, proposal.id, now=now)


def _refused(proposal: Proposal, actor: Member, code: str) -> CommitteeError:
    """For the seat when somebody else may, else for where the case stands."""
    is_late = proposal.state in (_S.VOTING, _S.DECIDED, _S.REALISED, _S.EVALUATED)
    if is_late and actor.seat is not None:
        return CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    return CommitteeError(code)


def _of(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return proposal
