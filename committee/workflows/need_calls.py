"""Municipalities are asked from time to time what they need, reminded once, and the leader gets what they share."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from committee.case_results import leaders_of
from committee.deadlines import local_day
from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.needs import Need, NeedCall, NeedCallView, answered_by, call_id, note_answer, open_call
from committee.outbox import Errand
from committee.ports import Holidays, Transaction
from committee.rights import Right, require
from committee.workflows.case_follow import remind_on, sent_by
from committee.workflows.errands import CLOCK, tell
from committee.workflows.needs import speaking_for

ABOUT = "need_call"
#: Nobody is asked at night, on the committee's own clock.
_MORNING = time(8)
#: Those who have not answered are reminded so long before the last day.
_REMIND_BEFORE = timedelta(days=3)


def is_time_to_call(
    tx: Transaction, directory: Directory, committee_id: str, *, closed: Holidays, now: datetime
) -> bool:
    """From the first working day of a month that the mandate names, until it has been done that month; reads only."""
    mandate = directory.mandate(committee_id)
    local = now.astimezone(ZoneInfo(mandate.time_zone))
    if mandate.needs is None or local.month not in mandate.needs.months or local.time() < _MORNING:
        return False
    if local.date() < _open_day(local.date().replace(day=1), closed):
        return False
    id_ = call_id(committee_id, local.date())
    return all(one.id != id_ for one in tx.records(NeedCall, committee_id))


def call_for_needs(
    tx: Transaction, directory: Directory, committee_id: str, *, closed: Holidays, now: datetime
) -> None:
    """Asks each municipality's representatives; at another time, or again, it does nothing (000-22)."""
    rules = directory.mandate(committee_id).needs
    if rules is None or not is_time_to_call(tx, directory, committee_id, closed=closed, now=now):
        return
    today = local_day(directory.mandate(committee_id), now)
    answer_by = _open_day(today + rules.answer_within, closed)
    call = NeedCall(
        id=call_id(committee_id, today), committee_id=committee_id, about="", asked_at=now, answer_by=answer_by
    )
    tx.keep(call)
    _record(tx, call, "needs.called", CLOCK, {"answer_by": answer_by.isoformat()}, now=now)
    _tell_voters(tx, directory, call, "need_call", now=now)
    for stage, day in (("missing", answer_by - _REMIND_BEFORE), ("told", answer_by + timedelta(days=1))):
        remind_on(tx, directory, committee_id, ABOUT, call.id, day=day, due_on=answer_by, stage=stage, now=now)


def look_at_call(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """The clock reminds those that have not answered, and then gives the leader and secretary what came of it."""
    call = tx.find(NeedCall, errand.payload["subject_id"])
    if call.told_at:
        return
    if errand.payload["stage"] == "missing":
        _tell_voters(tx, directory, call, "need_call_reminder", but=answered_by(tx, call), now=now)
        return
    tx.keep(replace(call, told_at=now))
    _record(tx, call, "needs.told", CLOCK, {"answered": sorted(answered_by(tx, call))}, now=now)
    for one in leaders_of(directory, call.committee_id):
        tell(tx, one, "need_summary", call.id, now=now)


def answer_nothing(tx: Transaction, directory: Directory, actor: Member, call_id: str, *, now: datetime) -> NeedCall:
    """A municipality has no new needs; it may still tell of some. Twice, or too late, changes nothing.

    Raises CommitteeError("no_right_decide", "no_vote_organisation", "not_found").
    """
    call = _of(tx, actor, call_id)
    organisation_id = speaking_for(directory, actor)
    if note_answer(tx, call, organisation_id, actor.person.id, now=now):
        _record(tx, call, "needs.answered", actor.person.id, {"organisation": organisation_id}, now=now)
    return call


def awaiting_needs(tx: Transaction, directory: Directory, member: Member) -> tuple[NeedCall, ...]:
    """The call that the member's municipality has not answered."""
    if directory.mandate(member.committee_id).needs is None or not _may_answer(directory, member):
        return ()
    call = open_call(tx, member.committee_id)
    return (call,) if call and member.organisation_id not in answered_by(tx, call) else ()


def view_call(tx: Transaction, directory: Directory, member: Member, call_id: str) -> NeedCallView:
    """Raises CommitteeError("no_seat", "not_found")."""
    require(member, Right.READ)
    call = _of(tx, member, call_id)
    mandate, answered = directory.mandate(call.committee_id), answered_by(tx, call)
    own = next((one for one in mandate.voters if one.id == member.organisation_id), None)
    needs = [one for one in tx.records(Need, call.committee_id) if one.stands]
    return NeedCallView(
        call=call,
        committee=mandate.name,
        answered=tuple(one.name for one in mandate.voters if one.id in answered),
        missing=tuple(one.name for one in mandate.voters if one.id not in answered),
        own=own.name if own else "",
        own_titles=tuple(one.title for one in needs if own and own.id in one.organisations),
        may_answer=own is not None and _may_answer(directory, member),
        has_answered=own is not None and own.id in answered,
    )


def _may_answer(directory: Directory, member: Member) -> bool:
    try:
        return bool(speaking_for(directory, member))
    except CommitteeError:
        return False


def _tell_voters(
    tx: Transaction, directory: Directory, call: NeedCall, card: str, *, but: set[str] | None = None, now: datetime
) -> None:
    for one in directory.mandate(call.committee_id).voters:
        if one.id not in (but or ()):
            for member in sent_by(directory, call.committee_id, one.id):
                tell(tx, member, card, call.id, now=now)


def _open_day(day: date, closed: Holidays) -> date:
    while closed(day):
        day += timedelta(days=1)
    return day


def _of(tx: Transaction, actor: Member, id_: str) -> NeedCall:
    call = tx.find(NeedCall, id_)
    if call.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return call


def _record(
    tx: Transaction, call: NeedCall, action: str, actor_id: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.record(call.committee_id, at=now, actor_id=actor_id, action=action, subject_id=call.id, details=details)
