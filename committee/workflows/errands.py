"""Names the errands that workflows leave behind for delivery."""

from datetime import date, datetime, timedelta

from committee.members import Member
from committee.outbox import ErrandKind
from committee.ports import Transaction
from committee.seat_rules import Function


def post_key(card: str, subject_id: str, committee_id: str) -> str:
    """Which card stands in which committee's channel."""
    return f"{card}:{subject_id}:{committee_id}"


#: A card that changes with each ballot is edited no more often than this: edits make the channel jump.
EDIT_PAUSE = timedelta(seconds=2)


def show(
    tx: Transaction, committee_id: str, card: str, subject_id: str, *, now: datetime, after: timedelta = timedelta(0)
) -> None:
    """The committee's channel shall show the card as it is when delivered; forty changes cost one edit."""
    key = f"show:{post_key(card, subject_id, committee_id)}"
    payload = {"card": card, "subject_id": subject_id}
    tx.send(committee_id, ErrandKind.SHOW, key, payload, now=now, due_at=now + after)


def show_again(tx: Transaction, committee_id: str, card: str, subject_id: str, *, now: datetime) -> None:
    """The card that stands in the channel, or is on its way there, shall be as it is now; no other is posted."""
    key = post_key(card, subject_id, committee_id)
    if tx.post(key) or tx.is_under_way(f"show:{key}"):
        show(tx, committee_id, card, subject_id, now=now)


def tell(tx: Transaction, to: Member, card: str, subject_id: str, *, now: datetime) -> None:
    """The person shall get the card in their own chat."""
    key = f"tell:{to.person.id}:{card}:{subject_id}"
    payload = {"card": card, "subject_id": subject_id, "person_id": to.person.id}
    tx.send(to.committee_id, ErrandKind.TELL, key, payload, now=now)


def put_in_calendar(tx: Transaction, committee_id: str, meeting_id: str, *, now: datetime) -> None:
    """The calendar shall agree with the meeting: created, moved or cancelled."""
    tx.send(committee_id, ErrandKind.EVENT, f"event:{meeting_id}", {"meeting_id": meeting_id}, now=now)


def put_in_files(tx: Transaction, committee_id: str, minutes_id: str, file_format: str, *, now: datetime) -> None:
    """The channel's files shall hold the minutes as `pdf` or `docx`."""
    payload = {"minutes_id": minutes_id, "format": file_format}
    tx.send(committee_id, ErrandKind.FILE, f"file:{minutes_id}:{file_format}", payload, now=now)


def remind_later(
    tx: Transaction,
    committee_id: str,
    about: str,
    subject_id: str,
    *,
    stage: str,
    due_on: date,
    now: datetime,
    at: datetime,
) -> None:
    """At `at` somebody looks whether what is due on `due_on` is still awaited (see `workflows.report_backs`)."""
    key = f"remind:{about}:{subject_id}:{stage}:{due_on}"
    payload = {"about": about, "subject_id": subject_id, "stage": stage, "due_on": due_on.isoformat()}
    tx.send(committee_id, ErrandKind.REMIND, key, payload, now=now, due_at=at)


#: Who acts when nobody does: a deadline, the board's calendar.
CLOCK = "clock"
LEADERS = (Function.CHAIR, Function.SECRETARY)
