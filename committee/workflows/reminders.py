"""What the clock looks after on a day that was named: each kind of reminder has its own look."""

from collections.abc import Callable
from datetime import datetime

from committee.members import Directory
from committee.outbox import Errand
from committee.ports import Transaction
from committee.workflows.capacity import ABOUT as CAPACITY
from committee.workflows.capacity import look_at_capacity
from committee.workflows.case_rests import RETURN, return_deferred
from committee.workflows.deliveries import finish_errand
from committee.workflows.gains import ABOUT as GAIN
from committee.workflows.gains import look_at_gain
from committee.workflows.hearings import look_at_hearing
from committee.workflows.introductions import ABOUT as INTRODUCTION
from committee.workflows.introductions import UNPLANNED, look_at_introduction, look_at_unplanned
from committee.workflows.need_calls import ABOUT as NEED_CALL
from committee.workflows.need_calls import look_at_call
from committee.workflows.preferences import look_after_preference
from committee.workflows.procedures import remind_missing
from committee.workflows.report_backs import remind
from committee.workflows.review_requests import remind_reviewers

Look = Callable[..., None]
#: By what the reminder is about (`workflows.errands.remind_later`); called with `directory` and `now`.
LOOKS: dict[str, Look] = {
    RETURN: return_deferred,
    "procedure": remind_missing,
    "hearing": look_at_hearing,
    "review": remind_reviewers,
    CAPACITY: look_at_capacity,
    GAIN: look_at_gain,
    INTRODUCTION: look_at_introduction,
    UNPLANNED: look_at_unplanned,
    NEED_CALL: look_at_call,
    "preference": look_after_preference,
}


def look_after(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """Does what the reminder is for, once for each errand."""
    look = LOOKS.get(errand.payload["about"])
    if look is None:
        remind(tx, directory, errand, now=now)
        return
    look(tx, directory, errand, now=now)
    finish_errand(tx, errand)
