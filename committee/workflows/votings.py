"""A voting is opened, ballots are cast, and it is closed by the chair or the clock."""

import hashlib
from dataclasses import replace
from datetime import datetime

from committee.errors import CommitteeError
from committee.meetings import MeetingState
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState, advance
from committee.rights import Right, require
from committee.seat_rules import Function
from committee.voting import (
    Ballot,
    Choice,
    Outcome,
    RollEntry,
    Tally,
    Voting,
    check_ballot,
    count_ballot,
    outcome,
)
from committee.workflows.errands import CLOCK, EDIT_PAUSE, show, tell
from committee.workflows.escalation import escalate

REMEMBERED_PRESSES = 8


def open_voting(tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, now: datetime) -> Voting:
    """The chair opens the voting on a case of the meeting, by the mandate that governs the case.

    Its rules and weights are frozen here, so that a version that has come since counts for new cases only.

    Repeating gives the voting that is open. Raises CommitteeError("no_right_lead", "proposal_not_on_agenda",
    "meeting_not_in_session").
    """
    require(actor, Right.LEAD)
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if proposal.state is ProposalState.VOTING and proposal.voting_id:
        return tx.voting(proposal.voting_id)
    if proposal.state is not ProposalState.ON_AGENDA or proposal.meeting_id is None:
        raise CommitteeError("proposal_not_on_agenda", case=proposal.case_number)
    if tx.meeting(proposal.meeting_id).state is not MeetingState.IN_SESSION:
        raise CommitteeError("meeting_not_in_session")
    return _open(tx, directory, actor, proposal, proposal.meeting_id, now=now)


def _open(
    tx: Transaction, directory: Directory, actor: Member, proposal: Proposal, meeting_id: str, *, now: datetime
) -> Voting:
    mandate = directory.governing(proposal.mandate)
    roll = tuple(RollEntry(organisation_id=one.id, name=one.name, weight=one.weight) for one in mandate.voters)
    voting = Voting(
        id=tx.new_id(),
        committee_id=mandate.id,
        proposal_id=proposal.id,
        meeting_id=meeting_id,
        mandate=mandate.stamp,
        rules=mandate.rules,
        tally=Tally(roll_count=len(roll), roll_weight=sum(entry.weight for entry in roll)),
        opened_at=now,
        opened_by=actor.person.id,
        closes_at=now + mandate.rules.open_for,
    )
    tx.put_voting(voting)
    tx.put_roll(voting.id, roll)
    tx.put_proposal(advance(proposal, ProposalState.VOTING, voting_id=voting.id))
    details = {
        "case": proposal.case_number,
        "mandate": mandate.sha256,
        "roll": {e.organisation_id: e.weight for e in roll},
    }
    _record(tx, voting, actor.person.id, "voting.opened", details, now=now)
    for card, subject_id in (("voting", voting.id), ("meeting", meeting_id), ("proposal", proposal.id)):
        show(tx, mandate.id, card, subject_id, now=now)
    return voting


_NO_VOTE = {
    Function.CHAIR: "no_vote_chair",
    Function.SECRETARY: "no_vote_secretary",
    Function.HOST_MEMBER: "no_vote_host_member",
    Function.UNION: "no_vote_union",
    Function.OBSERVER: "no_vote_observer",
}


def voice_of(tx: Transaction, voting: Voting, actor: Member) -> RollEntry:
    """The organisation whose ballot the member casts. Raises CommitteeError("no_vote_…") saying kindly why not."""
    if actor.seat is None or actor.committee_id != voting.committee_id:
        raise CommitteeError("no_vote_outsider")
    if actor.seat.function is not Function.REPRESENTATIVE:
        raise CommitteeError(_NO_VOTE[actor.seat.function])
    entry = tx.roll_entry(voting.id, actor.seat.organisation_id)
    if entry is None:
        raise CommitteeError("no_vote_organisation")
    return entry


def cast_ballot(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    voting_id: str,
    choice: Choice,
    *,
    remark: str | None = None,
    escalation_demanded: bool | None = None,
    seen_revision: int = 0,
    now: datetime,
) -> tuple[Voting, Ballot]:
    """Casts or changes the organisation's one ballot (002-04, C3); the last before closing counts.

    A remark or demand that is None stays as it was: whoever only changes their mind loses no words.
    `seen_revision` is the ballot's revision on the card that was pressed: the same press delivered again, in any
    order, changes nothing. Raises CommitteeError("no_vote_…", "voting_closed", "ballot_is_final", …).
    """
    voting = tx.voting(voting_id)
    entry = voice_of(tx, voting, actor)
    before = tx.ballot(voting_id, entry.organisation_id)
    remark = (before.remark if before else "") if remark is None else remark.strip()
    if escalation_demanded is None:
        escalation_demanded = before is not None and before.escalation_demanded
    press = f"{actor.person.id}:{seen_revision}:{choice}:{hash_of(remark)}:{int(escalation_demanded)}"
    if before and (press in before.presses or _says_the_same(before, actor, choice, remark, escalation_demanded)):
        return voting, before
    ballot = Ballot(
        voting_id=voting_id,
        organisation_id=entry.organisation_id,
        person_id=actor.person.id,
        choice=choice,
        weight=entry.weight,
        cast_at=now,
        remark=remark,
        escalation_demanded=escalation_demanded,
        revision=before.revision + 1 if before else 1,
        presses=((*before.presses, press) if before else (press,))[-REMEMBERED_PRESSES:],
    )
    check_ballot(voting, ballot, before, now=now)
    return _count(tx, directory, voting, before, ballot, now=now), ballot


def _count(
    tx: Transaction, directory: Directory, voting: Voting, before: Ballot | None, ballot: Ballot, *, now: datetime
) -> Voting:
    counted = count_ballot(voting, before, ballot)
    tx.put_ballot(ballot)
    tx.put_voting(counted)
    details = {
        "organisation": ballot.organisation_id,
        "choice": ballot.choice.value,
        "weight": ballot.weight,
        "remark": ballot.remark,
        "escalation_demanded": ballot.escalation_demanded,
        "revision": ballot.revision,
    }
    _record(tx, voting, ballot.person_id, "ballot.cast", details, now=now)
    show(tx, voting.committee_id, "voting", voting.id, now=now, after=EDIT_PAUSE)
    if before and before.person_id != ballot.person_id and before.choice is not ballot.choice:
        _tell_colleague(tx, directory, voting, before, now=now)
    return counted


def hash_of(remark: str) -> str:
    """A short mark of a remark, to know a repeated press by."""
    return hashlib.blake2s(remark.encode(), digest_size=4).hexdigest() if remark else ""


def _says_the_same(before: Ballot, actor: Member, choice: Choice, remark: str, demanded: bool) -> bool:
    said = (before.person_id, before.choice, before.remark, before.escalation_demanded)
    return said == (actor.person.id, choice, remark, demanded)


def _tell_colleague(tx: Transaction, directory: Directory, voting: Voting, before: Ballot, *, now: datetime) -> None:
    colleague = directory.people.get(before.person_id)
    if colleague:
        tell(tx, directory.member(colleague, voting.committee_id), "ballot_differs", voting.id, now=now)


def close_voting(
    tx: Transaction, directory: Directory, actor: Member | None, voting_id: str, *, now: datetime
) -> Voting:
    """The chair, or the clock when `actor` is None and the deadline has passed, closes; the outcome follows.

    Repeating changes nothing. Raises CommitteeError("no_right_lead", "voting_not_due").
    """
    voting = tx.voting(voting_id)
    if actor is not None:
        require(actor, Right.LEAD)
        if actor.committee_id != voting.committee_id:
            raise CommitteeError("not_found")
    if not voting.is_open:
        return voting
    if actor is None and now < voting.closes_at:
        raise CommitteeError("voting_not_due")
    verdict = outcome(voting.rules, voting.tally)
    closed = replace(voting, closed_at=now, closed_by=actor.person.id if actor else CLOCK, verdict=verdict)
    tx.put_voting(closed)
    details = {"outcome": verdict.outcome.value, "reason": verdict.reason.value, "for": voting.tally.weight_for,
               "against": voting.tally.weight_against, "abstain": voting.tally.weight_abstain}  # fmt: skip
    _record(tx, closed, closed.closed_by or CLOCK, "voting.closed", details, now=now)
    _conclude(tx, directory, closed, now=now)
    for card, subject_id in (("voting", closed.id), ("meeting", closed.meeting_id), ("proposal", closed.proposal_id)):
        show(tx, closed.committee_id, card, subject_id, now=now)
    return closed


_STATE_AFTER = {
    Outcome.ADOPTED: ProposalState.RECOMMENDED,
    Outcome.REJECTED: ProposalState.NOT_RECOMMENDED,
    Outcome.NO_AGREEMENT: ProposalState.ESCALATED,
}


def _conclude(tx: Transaction, directory: Directory, voting: Voting, *, now: datetime) -> None:
    assert voting.verdict is not None
    proposal = advance(tx.proposal(voting.proposal_id), _STATE_AFTER[voting.verdict.outcome])
    tx.put_proposal(proposal)
    if voting.verdict.outcome is Outcome.NO_AGREEMENT:
        escalate(tx, directory, proposal, now=now)


def _record(
    tx: Transaction, voting: Voting, actor_id: str, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.record(voting.committee_id, at=now, actor_id=actor_id, action=action, subject_id=voting.id, details=details)
