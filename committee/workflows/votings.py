"""A voting is opened, and closed by the chair or the clock; the chair decides a tie that the mandate leaves to them."""

from dataclasses import replace
from datetime import datetime

from committee.case_records import CaseVersion
from committee.deputies import called_for
from committee.errors import CommitteeError
from committee.mandate import Mandate, Tie, VotingRules
from committee.meetings import MeetingState
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState, advance
from committee.recusals import leads_case, recused_in, require_lead_of
from committee.voting import (
    LONGEST_GROUND,
    Closing,
    Outcome,
    Reason,
    RollEntry,
    Tally,
    Verdict,
    Voting,
    closes_early,
    outcome,
)
from committee.voting_proof import tell_rules
from committee.workflows.conclusions import conclude
from committee.workflows.deputies import tell_called
from committee.workflows.errands import CLOCK, show, tell
from committee.workflows.escalation import superior_of
from committee.workflows.remarks import require_no_reservation
from committee.workflows.report_backs import show_agenda


def open_voting(tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, now: datetime) -> Voting:
    """The chair opens the voting on a case of the meeting, by the mandate that governs the case.

    Its rules and weights are frozen here, so that a version that has come since counts for new cases only.

    Repeating gives the voting that is open. Raises CommitteeError("no_right_lead", "proposal_not_on_agenda",
    "meeting_not_in_session").
    """
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    require_lead_of(tx, directory, actor, proposal_id)
    if proposal.state is ProposalState.VOTING and proposal.voting_id:
        return tx.voting(proposal.voting_id)
    if proposal.state is not ProposalState.ON_AGENDA or proposal.meeting_id is None:
        raise CommitteeError("proposal_not_on_agenda", case=proposal.case_number)
    if tx.meeting(proposal.meeting_id).state is not MeetingState.IN_SESSION:
        raise CommitteeError("meeting_not_in_session")
    return begin_voting(tx, directory, proposal, opened_by=actor.person.id, meeting_id=proposal.meeting_id, now=now)


def begin_voting(
    tx: Transaction,
    directory: Directory,
    proposal: Proposal,
    *,
    opened_by: str,
    meeting_id: str | None = None,
    procedure_id: str | None = None,
    closes_at: datetime | None = None,
    now: datetime,
) -> Voting:
    """A voting on the case, in a meeting or in writing, until `closes_at` or as long as the mandate says.

    The caller has seen to it that the actor may. Raises CommitteeError("proposal_state", "reservation_stands").
    """
    require_no_reservation(tx, proposal.id)
    mandate = directory.governing(proposal.mandate)
    roll = tuple(RollEntry(organisation_id=one.id, name=one.name, weight=one.weight) for one in mandate.voters)
    voting = Voting(
        id=tx.new_id(),
        committee_id=mandate.id,
        proposal_id=proposal.id,
        meeting_id=meeting_id,
        procedure_id=procedure_id,
        mandate=mandate.stamp,
        rules=_rules(tx, directory, proposal, mandate),
        tally=Tally(roll_count=len(roll), roll_weight=sum(entry.weight for entry in roll)),
        opened_at=now,
        opened_by=opened_by,
        closes_at=closes_at or now + mandate.rules.open_for,
        recused=recused_in(tx, proposal.id),
        called=called_for(tx, meeting_id, proposal.id),
    )
    _keep_opened(tx, voting, roll, proposal, now=now)
    tell_called(tx, directory, voting, now=now)
    _show(tx, voting, now=now)
    return voting


def _keep_opened(
    tx: Transaction, voting: Voting, roll: tuple[RollEntry, ...], proposal: Proposal, *, now: datetime
) -> None:
    """The voting, its roll and the case under it, with all that decides the outcome in the record."""
    tx.put_voting(voting)
    tx.put_roll(voting.id, roll)
    tx.put_proposal(advance(proposal, ProposalState.VOTING, voting_id=voting.id))
    details = {
        "case": proposal.case_number,
        "mandate": voting.mandate.sha256,
        "text": proposal.recommendation,
        "rules": tell_rules(voting.rules),
        "roll": {e.organisation_id: e.weight for e in roll},
    }
    _record(tx, voting, voting.opened_by, "voting.opened", details, now=now)


def _rules(tx: Transaction, directory: Directory, proposal: Proposal, mandate: Mandate) -> VotingRules:
    """The mandate's, for this voting: a tie is not voted on anew for ever (then it goes as C1 says), and nobody demands
    that a case is lifted where there is no body to lift it to."""
    rules, is_topmost = mandate.rules, superior_of(directory, proposal) is None
    if rules.tie is Tie.NEW_VOTING and _ties_before(tx, proposal) >= rules.votes_anew:
        rules = replace(rules, tie=Tie.REJECT if is_topmost else Tie.ESCALATE)
    return replace(rules, escalation_may_be_demanded=False) if is_topmost else rules


def _ties_before(tx: Transaction, proposal: Proposal) -> int:
    """How many times running the text as it is has been tied."""
    earlier = tx.records_about(CaseVersion, proposal.id)
    since = max((one.replaced_at for one in earlier), default=None)
    votings = [one for one in tx.votings(proposal.committee_id) if one.proposal_id == proposal.id]
    count = 0
    for one in sorted(votings, key=lambda voting: (voting.opened_at, voting.id)):
        is_tie = one.verdict is not None and one.verdict.reason is Reason.NEW_VOTING
        count = count + 1 if is_tie and (since is None or one.opened_at >= since) else 0
    return count


def close_voting(
    tx: Transaction,
    directory: Directory,
    actor: Member | None,
    voting_id: str,
    *,
    ground: str = "",
    now: datetime,
) -> Voting:
    """The chair, or the clock when `actor` is None and the deadline has passed, closes; the outcome follows.

    A chair who closes before everybody has voted says why; it is logged and shown. Closed is closed: there is no way
    back, only a new voting. Repeating changes nothing.

    Raises CommitteeError("no_right_lead", "voting_not_due", "closing_needs_ground", "ground_too_long").
    """
    voting = tx.voting(voting_id)
    if actor is not None:
        _require_lead(tx, directory, actor, voting)
    if not voting.is_open:
        return voting
    if actor is None and now < voting.closes_at:
        raise CommitteeError("voting_not_due")
    early = closes_early(voting, now)
    ground = _checked(ground, "closing_needs_ground", missing=voting.missing_count) if early else ""
    verdict = outcome(voting.rules, voting.tally)
    closed = replace(
        voting,
        closed_at=now,
        closed_by=actor.person.id if actor else CLOCK,
        verdict=verdict,
        closing=Closing(early_ground=ground) if ground else None,
    )
    details = {"outcome": verdict.outcome.value, "reason": verdict.reason.value, "for": voting.tally.weight_for,
               "against": voting.tally.weight_against, "abstain": voting.tally.weight_abstain}  # fmt: skip
    told = {**details, "ground": ground} if ground else details
    _record(tx, closed, closed.closed_by or CLOCK, "voting.closed", told, now=now)
    closed = replace(closed, head=tx.head(closed.committee_id))
    tx.put_voting(closed)
    _give_receipts(tx, directory, closed, now=now)
    _go_on(tx, directory, closed, now=now)
    return closed


def decide_tie(
    tx: Transaction, directory: Directory, actor: Member, voting_id: str, *, adopted: bool, ground: str, now: datetime
) -> Voting:
    """The chair decides a tie that the mandate leaves to them, without any weight, and says why. Once only.

    Raises CommitteeError("no_right_lead", "no_tie_to_decide", "tie_needs_ground", "ground_too_long").
    """
    voting = tx.voting(voting_id)
    _require_lead(tx, directory, actor, voting)
    if voting.verdict and voting.verdict.reason is Reason.CHAIR_DECIDED:
        return voting
    if voting.verdict is None or not voting.verdict.awaits_chair:
        raise CommitteeError("no_tie_to_decide")
    ground = _checked(ground, "tie_needs_ground")
    result = Outcome.ADOPTED if adopted else Outcome.REJECTED
    decided = replace(
        voting,
        verdict=Verdict(outcome=result, reason=Reason.CHAIR_DECIDED),
        closing=replace(voting.closing or Closing(), tie_decided_by=actor.person.id, tie_ground=ground),
    )
    tx.put_voting(decided)
    details: dict[str, object] = {"outcome": result.value, "ground": ground}
    _record(tx, decided, actor.person.id, "voting.tie_decided", details, now=now)
    _go_on(tx, directory, decided, now=now)
    return decided


def _require_lead(tx: Transaction, directory: Directory, actor: Member, voting: Voting) -> None:
    if actor.committee_id != voting.committee_id:
        raise CommitteeError("not_found")
    require_lead_of(tx, directory, actor, voting.proposal_id)


def _give_receipts(tx: Transaction, directory: Directory, closed: Voting, *, now: datetime) -> None:
    """Whoever cast an organisation's ballot is told how it stands in the record."""
    for ballot in tx.ballots(closed.id):
        if person := directory.people.get(ballot.person_id):
            tell(tx, directory.member(person, closed.committee_id), "receipt", closed.id, now=now)


def _checked(ground: str, when_empty: str, **params: object) -> str:
    ground = ground.strip()
    if not ground:
        raise CommitteeError(when_empty, **params)
    if len(ground) > LONGEST_GROUND:
        raise CommitteeError("ground_too_long", longest=LONGEST_GROUND)
    return ground


def _go_on(tx: Transaction, directory: Directory, closed: Voting, *, now: datetime) -> None:
    """What follows: the chair is asked, the case is voted on anew, or it goes where its outcome takes it."""
    assert closed.verdict is not None
    if closed.verdict.awaits_chair:
        for one in directory.members(closed.committee_id):
            if leads_case(tx, directory, one, closed.proposal_id):
                tell(tx, one, "tie", closed.id, now=now)
    elif closed.verdict.reason is Reason.NEW_VOTING:
        back = ProposalState.ON_AGENDA if closed.meeting_id else ProposalState.READY
        tx.put_proposal(advance(tx.proposal(closed.proposal_id), back))
    else:
        conclude(tx, directory, closed, now=now)
    _show(tx, closed, now=now)


def _show(tx: Transaction, voting: Voting, *, now: datetime) -> None:
    for card, subject_id in (("voting", voting.id), ("meeting", voting.meeting_id), ("proposal", voting.proposal_id)):
        if subject_id:
            show(tx, voting.committee_id, card, subject_id, now=now)
    if voting.meeting_id is None:
        show_agenda(tx, voting.committee_id, now=now)


def _record(
    tx: Transaction, voting: Voting, actor_id: str, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.record(voting.committee_id, at=now, actor_id=actor_id, action=action, subject_id=voting.id, details=details)
