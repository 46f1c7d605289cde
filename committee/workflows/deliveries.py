"""What delivery tells the record, and what the secretary does with parked errands."""

from dataclasses import replace
from datetime import datetime, timedelta

from committee.errors import CommitteeError
from committee.members import Member
from committee.outbox import Errand, ErrandState, Post
from committee.ports import Transaction
from committee.rights import Right, require

#: Attempts before an errand that keeps failing is parked for a person: about three hours, so that an outage of
#: Microsoft 365 ends by itself.
MOST_ATTEMPTS = 40


def finish_errand(tx: Transaction, errand: Errand) -> None:
    """The errand is done. One that was taken over by somebody else in the meantime is left alone."""
    if tx.errand(errand.id).attempts == errand.attempts:
        tx.put_errand(replace(errand, state=ErrandState.DONE, lease_until=None, error=""))


def finish_post(tx: Transaction, errand: Errand, post: Post) -> None:
    """The card stands in the channel: later changes edit it."""
    tx.put_post(post)
    finish_errand(tx, errand)


def finish_event(tx: Transaction, errand: Errand, *, calendar_id: str, join_url: str | None) -> None:
    """The meeting stands in the calendar."""
    meeting = tx.meeting(errand.payload["meeting_id"])
    tx.put_meeting(replace(meeting, calendar_id=calendar_id, join_url=join_url or meeting.join_url))
    finish_errand(tx, errand)


def postpone_errand(
    tx: Transaction, errand: Errand, *, error: str, wait: timedelta, ambiguous: bool = False, now: datetime
) -> Errand:
    """Tries again after `wait`; after MOST_ATTEMPTS it is parked."""
    if errand.attempts >= MOST_ATTEMPTS:
        return park_errand(tx, errand, error=error)
    state = ErrandState.AMBIGUOUS if ambiguous else ErrandState.WAITING
    return _leave(tx, errand, replace(errand, state=state, due_at=now + wait, lease_until=None, error=error))


def _leave(tx: Transaction, errand: Errand, left: Errand) -> Errand:
    """Writes what became of it, unless somebody took it over in the meantime: then it is theirs to tell."""
    current = tx.errand(errand.id)
    if current.attempts != errand.attempts:
        return current
    tx.put_errand(left)
    return tx.errand(errand.id)


def park_errand(tx: Transaction, errand: Errand, *, error: str) -> Errand:
    """Leaves the errand for the secretary, with the reason's code."""
    return _leave(tx, errand, replace(errand, state=ErrandState.PARKED, lease_until=None, error=error))


def retry_errand(tx: Transaction, actor: Member, errand_id: str, *, now: datetime) -> Errand:
    """The secretary or chair has a parked errand tried again. Raises CommitteeError("errand_not_parked")."""
    require(actor, Right.SEE_DELIVERIES)
    errand = tx.errand(errand_id)
    if errand.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if errand.state is not ErrandState.PARKED:
        raise CommitteeError("errand_not_parked")
    # Not 0: a card that may have been posted before it was parked is looked up, however long ago that was.
    retried = replace(errand, state=ErrandState.WAITING, attempts=1, due_at=now, error="")
    tx.put_errand(retried)
    tx.record(
        errand.committee_id, at=now, actor_id=actor.person.id, action="errand.retried", subject_id=errand.id, details={}
    )
    return retried


def yield_errand(tx: Transaction, errand: Errand, *, now: datetime) -> None:
    """Puts an errand back until `now`, since another with its key is under way; it does not count as an attempt."""
    waiting = replace(errand, state=ErrandState.WAITING, attempts=errand.attempts - 1, due_at=now, lease_until=None)
    tx.put_errand(waiting)


def resume_errands(tx: Transaction, *, now: datetime) -> None:
    """Ends at `now` the leases of a process that is no more: what it had under way is then looked up and done.

    The attempts begin anew at 1: that we were stopped tells nothing about Microsoft, so the pauses grow no longer.
    """
    for errand in tx.errands_under_way():
        tx.put_errand(replace(errand, attempts=1, lease_until=now))
