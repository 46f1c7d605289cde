"""A deputy is called, answers, and gives the place back; every step is in the record (C7)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from committee.deputies import (
    CallAnswer,
    CallReason,
    DeputyCall,
    called_for,
    may_cast,
    next_deputy,
    ordinary_members,
)
from committee.errors import CommitteeError
from committee.meetings import Meeting, Presence
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.recusals import recused_in
from committee.voting import Voting
from committee.workflows.errands import LEADERS, show, tell


def follow_attendance(
    tx: Transaction, directory: Directory, actor: Member, meeting: Meeting, presence: Presence, *, now: datetime
) -> None:
    """An apology calls the deputy when nobody else of the organisation comes; whoever comes after all takes it back.

    A deputy who cannot come gives the call on to the next.
    """
    organisation_id = actor.organisation_id
    if actor.seat is None or organisation_id is None:
        return
    if actor.seat.is_deputy:
        if presence is Presence.APOLOGY:
            _give_on(tx, directory, actor, meeting.id, now=now)
        return
    own = ordinary_members(directory, actor.committee_id, organisation_id)
    if all(one.person.id != actor.person.id for one in own):
        return
    if presence is not Presence.APOLOGY:
        end_calls(tx, directory, actor, meeting.id, now=now)
        return
    if all(meeting.presence_of(one.person.id) is Presence.APOLOGY for one in own):
        if call_deputy(tx, directory, actor, meeting.id, CallReason.APOLOGY, now=now) is None:
            _tell_missing(tx, directory, actor, "deputy_none", f"meeting:{meeting.id}:{organisation_id}", now=now)
        return
    for proposal in (tx.proposal(one) for one in meeting.agenda):
        provide_deputy(tx, directory, actor, proposal, now=now)


def provide_deputy(
    tx: Transaction, directory: Directory, absent: Member, proposal: Proposal, *, now: datetime
) -> DeputyCall | None:
    """In a case in which somebody of the organisation is inhabil: its deputy is called when nobody else can vote."""
    organisation_id, out = absent.organisation_id or "", recused_in(tx, proposal.id)
    own = directory.representatives(absent.committee_id, organisation_id)
    gone = {*out, *_apologies(tx, proposal.meeting_id)}
    calls = _standing(tx, organisation_id, proposal.id, proposal.meeting_id, proposal.voting_id)
    if all(one.person.id not in out for one in own) or any(one.person_id not in out for one in calls):
        return None
    if any(one.person.id not in gone for one in ordinary_members(directory, absent.committee_id, organisation_id)):
        return None
    if absent.seat and absent.seat.is_deputy:
        mine = next((one for one in calls if one.person_id == absent.person.id), None)
        if mine is None or mine.for_id not in directory.people:
            return None
        absent = directory.member(directory.people[mine.for_id], absent.committee_id)
    call = call_deputy(tx, directory, absent, proposal.id, CallReason.RECUSED, now=now)
    if call is None:
        _tell_missing(tx, directory, absent, "deputy_none", f"case:{proposal.id}:{organisation_id}", now=now)
    return call


def call_deputy(
    tx: Transaction, directory: Directory, absent: Member, about: str, reason: CallReason, *, now: datetime
) -> DeputyCall | None:
    """The organisation's next deputy who can come is called; None when there is nobody to call.

    Repeating changes nothing while a call stands.
    """
    organisation_id = absent.organisation_id or ""
    barred = _barred(tx, about, reason)
    calls = [one for one in tx.records_about(DeputyCall, about) if one.organisation_id == organisation_id]
    if standing := next((one for one in calls if one.stands and one.person_id not in barred), None):
        return standing
    asked = {one.person_id for one in calls if one.answer is CallAnswer.DECLINED} | {absent.person.id} | barred
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
    _follow(tx, call, now=now)
    return call


def _barred(tx: Transaction, about: str, reason: CallReason) -> set[str]:
    """Deputies who could not take the place: away from the meeting, or inhabil themselves."""
    if reason is CallReason.APOLOGY:
        return _apologies(tx, about)
    proposal = tx.proposal(about if reason is CallReason.RECUSED else tx.voting(about).proposal_id)
    return _apologies(tx, proposal.meeting_id) | set(recused_in(tx, proposal.id))


def _apologies(tx: Transaction, meeting_id: str | None) -> set[str]:
    if meeting_id is None:
        return set()
    return {one.person_id for one in tx.meeting(meeting_id).attendance if one.presence is Presence.APOLOGY}


def _standing(tx: Transaction, organisation_id: str, *subject_ids: str | None) -> list[DeputyCall]:
    calls = [one for subject_id in subject_ids if subject_id for one in tx.records_about(DeputyCall, subject_id)]
    return [one for one in calls if one.stands and one.organisation_id == organisation_id]


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
        _require_not_voted(tx, call)
    answered = replace(call, answer=answer, answered_at=now)
    _save(tx, answered, actor.person.id, f"deputy.{answer.value}", now=now)
    absent = directory.people.get(call.for_id)
    if absent:
        tell(tx, directory.member(absent, call.committee_id), "deputy_answered", call.id, now=now)
    if not accept:
        _follow(tx, answered, now=now)
        _call_next(tx, directory, answered, now=now)
    return answered


def _give_on(tx: Transaction, directory: Directory, deputy: Member, meeting_id: str, *, now: datetime) -> None:
    """A deputy who has been called sends an apology: as a no, unless they have voted already."""
    for call in tx.records_about(DeputyCall, meeting_id):
        if call.stands and call.person_id == deputy.person.id and not _have_voted(tx, call):
            answer_call(tx, directory, deputy, call.id, accept=False, now=now)


def _call_next(tx: Transaction, directory: Directory, declined: DeputyCall, *, now: datetime) -> None:
    absent = directory.people.get(declined.for_id)
    member = directory.member(absent, declined.committee_id) if absent else None
    if member and call_deputy(tx, directory, member, declined.about, declined.reason, now=now):
        return
    deputy = directory.member(directory.people[declined.person_id], declined.committee_id)
    _tell_missing(tx, directory, deputy, "deputy_missing", declined.id, now=now)


def _tell_missing(
    tx: Transaction, directory: Directory, absent: Member, card: str, subject_id: str, *, now: datetime
) -> None:
    for function in LEADERS:
        for leader in directory.holders(absent.committee_id, function):
            tell(tx, leader, card, subject_id, now=now)


def end_calls(tx: Transaction, directory: Directory, back: Member, about: str, *, now: datetime) -> None:
    """One of the organisation is back: the deputy gives the ballot back, save where they have voted already."""
    for call in _standing(tx, back.organisation_id or "", about):
        _end(tx, directory, call, back.person.id, now=now)


def _end(tx: Transaction, directory: Directory, call: DeputyCall, by: str, *, now: datetime) -> None:
    ended = replace(call, ended_at=now)
    _save(tx, ended, by, "deputy.ended", now=now)
    _follow(tx, ended, now=now)
    if deputy := directory.people.get(call.person_id):
        tell(tx, directory.member(deputy, call.committee_id), "deputy_called", call.id, now=now)


def hand_over(tx: Transaction, directory: Directory, actor: Member, voting_id: str, *, now: datetime) -> DeputyCall:
    """A member hands their organisation's ballot in one voting to the deputy; both may see it and change it.

    Raises CommitteeError("not_found", "voting_closed", "no_vote_to_hand_over", "no_deputy").
    """
    voting = _own_voting(tx, actor, voting_id)
    if not voting.is_open or now >= voting.closes_at:
        raise CommitteeError("voting_closed")
    if not may_cast(voting, actor) or (actor.seat and actor.seat.is_deputy):
        raise CommitteeError("no_vote_to_hand_over")
    call = call_deputy(tx, directory, actor, voting_id, CallReason.HANDED_OVER, now=now)
    if call is None:
        raise CommitteeError("no_deputy")
    return call


def take_back(tx: Transaction, directory: Directory, actor: Member, voting_id: str, *, now: datetime) -> None:
    """The member takes the ballot back, unless the deputy has voted. Repeating changes nothing.

    Raises CommitteeError("not_found", "deputy_has_voted").
    """
    _own_voting(tx, actor, voting_id)
    for call in tx.records_about(DeputyCall, voting_id):
        if call.stands and call.for_id == actor.person.id:
            _require_not_voted(tx, call)
            _end(tx, directory, call, actor.person.id, now=now)


def _own_voting(tx: Transaction, actor: Member, voting_id: str) -> Voting:
    voting = tx.voting(voting_id)
    if voting.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return voting


def tell_called(tx: Transaction, directory: Directory, voting: Voting, *, now: datetime) -> None:
    """A voting has opened: the deputies who hold a ballot in it get the way to it in their own chat."""
    for subject_id in filter(None, (voting.meeting_id, voting.proposal_id)):
        for call in tx.records_about(DeputyCall, subject_id):
            deputy = directory.people.get(call.person_id)
            if call.stands and deputy and call.person_id not in voting.recused:
                tell(tx, directory.member(deputy, call.committee_id), "deputy_called", call.id, now=now)


def _follow(tx: Transaction, call: DeputyCall, *, now: datetime) -> None:
    """The open votings hold those who are called now, and those who were and have voted."""
    for voting in _open_votings(tx, call):
        calls = called_for(tx, voting.id, voting.meeting_id, voting.proposal_id)
        ballot = tx.ballot(voting.id, call.organisation_id)
        voted = (ballot.person_id,) if ballot and ballot.person_id in voting.called else ()
        others = tuple(one for one in voting.called if one != call.person_id and one not in calls)
        called = tuple(dict.fromkeys((*others, *calls, *voted)))
        if called != voting.called:
            tx.put_voting(replace(voting, called=called))
            show(tx, voting.committee_id, "voting", voting.id, now=now)


def _require_not_voted(tx: Transaction, call: DeputyCall) -> None:
    if _have_voted(tx, call):
        raise CommitteeError("deputy_has_voted")


def _have_voted(tx: Transaction, call: DeputyCall) -> bool:
    ballots: Sequence[object] = [
        ballot
        for voting in _open_votings(tx, call)
        if (ballot := tx.ballot(voting.id, call.organisation_id)) and ballot.person_id == call.person_id
    ]
    return bool(ballots)


def _open_votings(tx: Transaction, call: DeputyCall) -> list[Voting]:
    found = tx.votings(call.committee_id, open_only=True)
    return [one for one in found if call.about in (one.id, one.meeting_id, one.proposal_id)]


def _save(tx: Transaction, call: DeputyCall, actor_id: str, action: str, *, now: datetime) -> None:
    tx.keep(call)
    details = {"deputy": call.person_id, "for": call.for_id, "reason": call.reason.value, "about": call.about}
    tx.record(call.committee_id, at=now, actor_id=actor_id, action=action, subject_id=call.id, details=details)
