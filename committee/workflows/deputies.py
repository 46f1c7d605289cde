"""A deputy is called, answers, and gives the place back; every step is in the record (C7)."""

from dataclasses import replace
from datetime import datetime

from committee.deputies import CallAnswer, CallReason, DeputyCall, may_cast, next_deputy, ordinary_members
from committee.errors import CommitteeError
from committee.meetings import Meeting, Presence
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.voting import Voting
from committee.workflows.errands import LEADERS, show, tell


def follow_attendance(
    tx: Transaction, directory: Directory, actor: Member, meeting: Meeting, presence: Presence, *, now: datetime
) -> None:
    """An apology calls the deputy when nobody else of the organisation comes; whoever comes after all takes it back."""
    if actor.organisation_id is None or not _is_ordinary(directory, actor):
        return
    if presence is Presence.PRESENT:
        end_calls(tx, actor, meeting.id, now=now)
        return
    others = ordinary_members(directory, actor.committee_id, actor.organisation_id)
    if all(meeting.presence_of(one.person.id) is Presence.APOLOGY for one in others):
        call_deputy(tx, directory, actor, meeting.id, CallReason.APOLOGY, now=now)


def _is_ordinary(directory: Directory, member: Member) -> bool:
    if member.organisation_id is None:
        return False
    own = ordinary_members(directory, member.committee_id, member.organisation_id)
    return any(one.person.id == member.person.id for one in own)


def call_deputy(
    tx: Transaction, directory: Directory, absent: Member, about: str, reason: CallReason, *, now: datetime
) -> DeputyCall | None:
    """The organisation's next deputy is called; leader and secretary are told when there is nobody to call.

    Repeating changes nothing while a call stands.
    """
    organisation_id = absent.organisation_id or ""
    calls = [one for one in tx.records_about(DeputyCall, about) if one.organisation_id == organisation_id]
    if standing := next((one for one in calls if one.stands), None):
        return standing
    asked = {one.person_id for one in calls if one.answer is CallAnswer.DECLINED} | {absent.person.id}
    deputy = next_deputy(directory, absent.committee_id, organisation_id, asked)
    if deputy is None:
        return None
    call = DeputyCall(
        id=tx.new_id(),
        committee_id=absent.committee_id,
        about=about,
        organisation_id=organisation_id,
        person_id=deputy.person.id,
        for_id=absent.person.id,
        reason=reason,
        called_at=now,
    )
    _save(tx, call, absent.person.id, "deputy.called", now=now)
    tell(tx, deputy, "deputy_called", call.id, now=now)
    for voting in _open_votings(tx, call):
        tx.put_voting(replace(voting, called=(*voting.called, call.person_id)))
        show(tx, voting.committee_id, "voting", voting.id, now=now)
    return call


def answer_call(
    tx: Transaction, directory: Directory, actor: Member, call_id: str, *, accept: bool, now: datetime
) -> DeputyCall:
    """The deputy says yes or no; after a no the next one is called, or leader and secretary are told.

    Raises CommitteeError("not_found", "deputy_call_over", "deputy_has_voted").
    """
    call = tx.find(DeputyCall, call_id)
    if call.person_id != actor.person.id or call.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    answer = CallAnswer.ACCEPTED if accept else CallAnswer.DECLINED
    if call.answer is answer:
        return call
    if not call.stands:
        raise CommitteeError("deputy_call_over")
    if not accept:
        _leave(tx, call, now=now)
    answered = replace(call, answer=answer, answered_at=now)
    _save(tx, answered, actor.person.id, f"deputy.{answer.value}", now=now)
    if not accept:
        _call_next(tx, directory, answered, now=now)
    return answered


def _call_next(tx: Transaction, directory: Directory, declined: DeputyCall, *, now: datetime) -> None:
    absent = directory.people.get(declined.for_id)
    member = directory.member(absent, declined.committee_id) if absent else None
    if member and call_deputy(tx, directory, member, declined.about, declined.reason, now=now):
        return
    for function in LEADERS:
        for leader in directory.holders(declined.committee_id, function):
            tell(tx, leader, "deputy_missing", declined.id, now=now)


def end_calls(tx: Transaction, absent: Member, about: str, *, now: datetime) -> None:
    """Whoever was away is back: the deputy gives the ballot back, save where they have voted already."""
    for call in tx.records_about(DeputyCall, about):
        if call.stands and call.for_id == absent.person.id:
            _leave(tx, call, now=now, unless_voted=True)
            _save(tx, replace(call, ended_at=now), absent.person.id, "deputy.ended", now=now)


def hand_over(tx: Transaction, directory: Directory, actor: Member, voting_id: str, *, now: datetime) -> DeputyCall:
    """A member hands their organisation's ballot in one voting to the deputy; both may see it and change it.

    Raises CommitteeError("no_vote_…", "voting_closed", "no_deputy").
    """
    voting = tx.voting(voting_id)
    if voting.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if not voting.is_open or now >= voting.closes_at:
        raise CommitteeError("voting_closed")
    if not may_cast(voting, actor) or (actor.seat and actor.seat.is_deputy):
        raise CommitteeError("no_vote_to_hand_over")
    call = call_deputy(tx, directory, actor, voting_id, CallReason.HANDED_OVER, now=now)
    if call is None:
        raise CommitteeError("no_deputy")
    return call


def take_back(tx: Transaction, actor: Member, voting_id: str, *, now: datetime) -> None:
    """The member takes the ballot back, unless the deputy has voted. Raises CommitteeError("deputy_has_voted")."""
    voting = tx.voting(voting_id)
    if voting.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    for call in tx.records_about(DeputyCall, voting_id):
        if call.stands and call.for_id == actor.person.id:
            _leave(tx, call, now=now)
            _save(tx, replace(call, ended_at=now), actor.person.id, "deputy.ended", now=now)


def called_for(tx: Transaction, *subject_ids: str | None) -> tuple[str, ...]:
    """The deputies who are called for any of these: a meeting, a case, a voting."""
    calls = [one for subject_id in subject_ids if subject_id for one in tx.records_about(DeputyCall, subject_id)]
    return tuple(dict.fromkeys(one.person_id for one in calls if one.stands))


def _leave(tx: Transaction, call: DeputyCall, *, now: datetime, unless_voted: bool = False) -> None:
    """Raises CommitteeError("deputy_has_voted") unless that only means that they keep what they have voted in."""
    for voting in _open_votings(tx, call):
        ballot = tx.ballot(voting.id, call.organisation_id)
        if ballot and ballot.person_id == call.person_id:
            if not unless_voted:
                raise CommitteeError("deputy_has_voted")
            continue
        left = tuple(one for one in voting.called if one != call.person_id)
        tx.put_voting(replace(voting, called=left))
        show(tx, voting.committee_id, "voting", voting.id, now=now)


def _open_votings(tx: Transaction, call: DeputyCall) -> list[Voting]:
    found = tx.votings(call.committee_id, open_only=True)
    return [one for one in found if call.about in (one.id, one.meeting_id, one.proposal_id)]


def _save(tx: Transaction, call: DeputyCall, actor_id: str, action: str, *, now: datetime) -> None:
    tx.keep(call)
    details = {"deputy": call.person_id, "for": call.for_id, "reason": call.reason.value, "about": call.about}
    tx.record(call.committee_id, at=now, actor_id=actor_id, action=action, subject_id=call.id, details=details)
