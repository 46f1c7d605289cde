"""Hastesaker: organisations ask for one, the leader calls an extra meeting, and chooses the board's meeting."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.procedure_forms import extra_meeting_form, urgency_form
from cards.urgency import board_choice_card, extra_meeting_card, urgency_asked_card
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.procedure_views import ReadyCase, view_board_choice, view_extra_meeting, view_ready
from committee.proposals import Proposal
from committee.rights import Right, may, require
from committee.urgency import BoardChoice, ExtraMeeting, ExtraMeetingForm
from committee.workflows.extra_meetings import call_extra_meeting, cancel_extra_meeting
from committee.workflows.procedures import require_ready
from committee.workflows.urgency import ask_for_urgency, withdraw_urgency
from committee.workflows.urgency_requests import own_request
from committee.workflows.urgent_boards import choose_board_meeting
from locales import Words

T = TypeVar("T")


def _proposal(tx: Transaction, visit: Visit, data: Data) -> tuple[Proposal, Member]:
    proposal = tx.proposal(field_of(data, "proposal"))
    return proposal, visit.member_of(proposal.committee_id)


async def _write(visit: Visit, work: Callable[[Transaction], T]) -> T:
    done = await visit.office.store.write(work)
    visit.office.nudge()
    return done


# Organisations ask


async def _fetch_request(visit: Visit, data: Data) -> Answer:
    def look(tx: Transaction) -> tuple[ReadyCase, dict[str, str]]:
        proposal, member = _proposal(tx, visit, data)
        require(member, Right.DECIDE)
        require_ready(tx, proposal)
        own = own_request(tx, member, proposal.id)
        typed = {"why_urgent": own.why_urgent, "why_not_wait": own.why_not_wait} if own else {}
        return view_ready(tx, visit.directory, member, proposal.id), typed

    view, typed = await visit.office.store.read(look)
    return show_dialog(visit.words("Hastesak"), urgency_form(view, visit.words, typed=typed))


async def _submit_request(visit: Visit, data: Data) -> Answer:
    if field_of(data, "withdraw") == "yes":
        return await _withdraw(visit, data)
    why = {name: field_of(data, name) for name in ("why_urgent", "why_not_wait")}
    closed, now = visit.office.closed, visit.office.now()

    def work(tx: Transaction) -> bool:
        proposal, member = _proposal(tx, visit, data)
        return ask_for_urgency(tx, visit.directory, member, proposal.id, **why, closed=closed, now=now) is not None

    try:
        is_declared = await _write(visit, work)
    except FormError as error:
        view = await visit.office.store.read(lambda tx: _ready(tx, visit, data))
        return show_dialog(visit.words("Hastesak"), urgency_form(view, visit.words, typed=why, faults=error.fields))
    if is_declared:
        return tell_in_dialog(visit.words("Saken er nå en hastesak og er sendt til alle medlemmene."))
    return tell_in_dialog(visit.words("Ønsket er ført opp, og leder og sekretær har fått beskjed."))


def _ready(tx: Transaction, visit: Visit, data: Data) -> ReadyCase:
    proposal, member = _proposal(tx, visit, data)
    return view_ready(tx, visit.directory, member, proposal.id)


async def _withdraw(visit: Visit, data: Data) -> Answer:
    def work(tx: Transaction) -> None:
        proposal, member = _proposal(tx, visit, data)
        withdraw_urgency(tx, member, proposal.id, now=visit.office.now())

    await _write(visit, work)
    return tell_in_dialog(visit.words("Ønsket er trukket."))


# The leader calls an extra meeting


async def _fetch_meeting(visit: Visit, data: Data) -> Answer:
    def look(tx: Transaction) -> Proposal:
        proposal, member = _proposal(tx, visit, data)
        require(member, Right.LEAD)
        require_ready(tx, proposal)
        return proposal

    proposal = await visit.office.store.read(look)
    return _meeting_dialog(visit, proposal, ExtraMeetingForm(), uuid.uuid4().hex)


def _meeting_dialog(
    visit: Visit, proposal: Proposal, form: ExtraMeetingForm, new: str, faults: dict[str, str] | None = None
) -> Answer:
    card = extra_meeting_form(proposal, form, visit.words, new=new, faults=faults)
    return show_dialog(visit.words("Ekstramøte"), card)


async def _submit_meeting(visit: Visit, data: Data) -> Answer:
    form = ExtraMeetingForm(
        day=field_of(data, "day"),
        time=field_of(data, "time"),
        why_urgent=field_of(data, "why_urgent"),
        why_not_wait=field_of(data, "why_not_wait"),
    )

    def work(tx: Transaction) -> ExtraMeeting:
        proposal, member = _proposal(tx, visit, data)
        return call_extra_meeting(
            tx, visit.directory, member, proposal.id, form,
            meeting_id=field_of(data, "new"), closed=visit.office.closed, now=visit.office.now(),
        )  # fmt: skip

    try:
        called = await _write(visit, work)
    except FormError as error:
        proposal = await visit.office.store.read(lambda tx: _proposal(tx, visit, data)[0])
        return _meeting_dialog(visit, proposal, form, field_of(data, "new"), error.fields)
    meeting = await visit.office.store.read(lambda tx: tx.meeting(called.id))
    when = visit.words.moment(meeting.starts_at, visit.directory.mandate(called.committee_id).time_zone)
    return tell_in_dialog(visit.words("Alle er kalt inn til ekstramøte {when}.", when=when))


async def _cancel_meeting(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        meeting = tx.meeting(field_of(data, "meeting"))
        member = visit.member_of(meeting.committee_id)
        cancel_extra_meeting(tx, visit.directory, member, meeting.id, now=visit.office.now())
        return extra_meeting_card(view_extra_meeting(tx, visit.directory, member, meeting.id), visit.words)

    return await _write(visit, work)


# The board's meeting


async def _see_choice(visit: Visit, data: Data) -> Card:
    def look(tx: Transaction) -> Card:
        choice = tx.find(BoardChoice, field_of(data, "choice"))
        member = visit.member_of(choice.committee_id)
        require(member, Right.LEAD)
        return board_choice_card(view_board_choice(tx, visit.directory, member, choice.id), visit.words)

    return await visit.office.store.read(look)


async def _choose(visit: Visit, data: Data) -> Card:
    answer = field_of(data, "take")
    if answer not in ("yes", "no"):
        raise CommitteeError("unknown_action")

    def work(tx: Transaction) -> Card:
        choice = tx.find(BoardChoice, field_of(data, "choice"))
        member = visit.member_of(choice.committee_id)
        choose_board_meeting(tx, member, choice.id, take=answer == "yes", now=visit.office.now())
        return board_choice_card(view_board_choice(tx, visit.directory, member, choice.id), visit.words)

    return await _write(visit, work)


def _asked(tx: Transaction, directory: Directory, member: Member, proposal_id: str, say: Words) -> Card:
    return urgency_asked_card(view_ready(tx, directory, member, proposal_id), say, may_lead=may(member, Right.LEAD))


def _extra(tx: Transaction, directory: Directory, member: Member, meeting_id: str, say: Words) -> Card:
    return extra_meeting_card(view_extra_meeting(tx, directory, member, meeting_id), say)


def _board(tx: Transaction, directory: Directory, member: Member, choice_id: str, say: Words) -> Card:
    return board_choice_card(view_board_choice(tx, directory, member, choice_id), say)


PERSONAL: dict[str, Callable[..., Card]] = {
    "urgency_asked": _asked,
    "extra_meeting": _extra,
    "urgency_board": _board,
}
ACTIONS: dict[str, Any] = {
    "urgency.choose": _see_choice,
    "urgency.board": _choose,
    "urgency.cancel_meeting": _cancel_meeting,
}
DIALOGS = {
    "urgency_ask": Dialog(fetch=_fetch_request, submit=_submit_request),
    "urgency_meeting": Dialog(fetch=_fetch_meeting, submit=_submit_meeting),
}
