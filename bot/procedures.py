"""Cases treated in writing between meetings: what people write, press and fill in."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import places_of
from bot.office import Card, Visit
from bot.papers import own_procedure_view, show_papers
from cards.procedure_forms import answer_form, ground_form, ground_title, start_form
from cards.procedures import (
    extension_card,
    no_extension_card,
    papers_card,
    procedures_card,
    put_off_card,
    reminder_card,
    stopped_card,
    to_meeting_card,
)
from committee.deadlines import earliest_deadline
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.procedure_views import ProcedureView, view_procedure, view_procedures
from committee.procedures import Procedure, ProcedureForm, require_allowed
from committee.proposals import Proposal
from committee.rights import Right, may, require
from committee.workflows.procedure_changes import answer_extension, ask_for_extension, demand_meeting
from committee.workflows.procedures import require_ready, require_running, start_procedure
from locales import N_, Words

T = TypeVar("T")


async def _list(visit: Visit) -> Card:
    """In one's own chat those of all one's committees; an outsider is told so of the one they stand in."""
    places = [one for one in places_of(visit) if one.seat] or [visit.member]
    return await visit.office.store.read(
        lambda tx: procedures_card(view_procedures(tx, visit.directory, places), visit.words)
    )


async def _view(visit: Visit, data: Data) -> Card:
    return await show_papers(visit, field_of(data, "procedure"))


def _find(tx: Transaction, visit: Visit, data: Data) -> ProcedureView:
    return own_procedure_view(tx, visit, field_of(data, "procedure"))


def _proposal(tx: Transaction, visit: Visit, data: Data) -> tuple[Proposal, Member]:
    proposal = tx.proposal(field_of(data, "proposal"))
    return proposal, visit.member_of(proposal.committee_id)


# A case is sent out


async def _fetch_start(visit: Visit, data: Data) -> Answer:
    def look(tx: Transaction) -> Proposal:
        proposal, member = _proposal(tx, visit, data)
        require(member, Right.PLAN)
        require_allowed(visit.directory.governing(proposal.mandate))
        require_ready(tx, proposal)
        return proposal

    proposal = await visit.office.store.read(look)
    urgent = field_of(data, "urgent") == "yes" and _may_urge(visit, proposal)
    first = _earliest(visit, proposal, urgent=urgent).isoformat()
    return _start_dialog(visit, proposal, ProcedureForm(closes_on=first, urgent=urgent), uuid.uuid4().hex)


def _may_urge(visit: Visit, proposal: Proposal) -> bool:
    return may(visit.member_of(proposal.committee_id), Right.LEAD)


def _earliest(visit: Visit, proposal: Proposal, *, urgent: bool) -> date:
    mandate = visit.directory.governing(proposal.mandate)
    return earliest_deadline(mandate, visit.office.closed, urgent=urgent, now=visit.office.now())


def _start_dialog(
    visit: Visit, proposal: Proposal, form: ProcedureForm, new: str, faults: dict[str, str] | None = None
) -> Answer:
    may_urge, day = _may_urge(visit, proposal), visit.words.date(_earliest(visit, proposal, urgent=False))
    least = visit.words("Tidligst {day}.", day=day)
    if may_urge:
        urgent = visit.words.date(_earliest(visit, proposal, urgent=True))
        least = visit.words("Tidligst {day}. For en hastesak tidligst {urgent}.", day=day, urgent=urgent)
    data = {"proposal": proposal.id, "new": new}
    card = start_form(proposal, form, visit.words, data=data, least=least, faults=faults or {}, may_urge=may_urge)
    return show_dialog(visit.words("Skriftlig behandling"), card)


async def _submit_start(visit: Visit, data: Data) -> Answer:
    form = ProcedureForm(
        closes_on=field_of(data, "closes_on"),
        message=field_of(data, "message"),
        urgent=field_of(data, "urgent") == "true",
        why_urgent=field_of(data, "why_urgent"),
        why_not_wait=field_of(data, "why_not_wait"),
    )

    def work(tx: Transaction) -> Procedure:
        proposal, member = _proposal(tx, visit, data)
        return start_procedure(
            tx, visit.directory, member, proposal.id, form,
            procedure_id=field_of(data, "new"), closed=visit.office.closed, now=visit.office.now(),
        )  # fmt: skip

    try:
        procedure = await _write(visit, work)
    except FormError as error:
        proposal = await visit.office.store.read(lambda tx: _proposal(tx, visit, data)[0])
        return _start_dialog(visit, proposal, form, field_of(data, "new"), error.fields)
    zone = visit.directory.mandate(procedure.committee_id).time_zone
    when = visit.words.moment(procedure.closes_at, zone)
    return tell_in_dialog(visit.words("Saken er sendt til alle medlemmene. Frist: {when}.", when=when))


# More time, or a meeting


def _ground_dialog(form: str) -> Dialog:
    async def fetch(visit: Visit, data: Data) -> Answer:
        def look(tx: Transaction) -> ProcedureView:
            view = _find(tx, visit, data)
            require_running(tx, visit.member_of(view.procedure.committee_id), view.procedure.id, now=visit.office.now())
            if view.voting.no_vote and not (form == "procedure_meeting" and view.may_lead):
                raise CommitteeError(view.voting.no_vote)
            return view

        view = await visit.office.store.read(look)
        return show_dialog(ground_title(view, form, visit.words), ground_form(view, form, visit.words))

    async def submit(visit: Visit, data: Data) -> Answer:
        ground, now = field_of(data, "ground"), visit.office.now()

        def work(tx: Transaction) -> None:
            procedure = tx.find(Procedure, field_of(data, "procedure"))
            member = visit.member_of(procedure.committee_id)
            if form == "procedure_meeting":
                demand_meeting(tx, visit.directory, member, procedure.id, ground, now=now)
            else:
                ask_for_extension(tx, visit.directory, member, procedure.id, ground, now=now)

        try:
            await _write(visit, work)
        except FormError as error:
            view = await visit.office.store.read(lambda tx: _find(tx, visit, data))
            card = ground_form(view, form, visit.words, typed=ground, faults=error.fields)
            return show_dialog(ground_title(view, form, visit.words), card)
        return tell_in_dialog(visit.words(_DONE[form]))

    return Dialog(fetch=fetch, submit=submit)


_DONE = {
    "procedure_meeting": N_("Saken tas i møte, og alle har fått beskjed."),
    "procedure_extend": N_("Leder og sekretær har fått spørsmålet. Du får svar i chatten."),
}


async def _fetch_answer(visit: Visit, data: Data) -> Answer:
    def look(tx: Transaction) -> ProcedureView:
        view = _find(tx, visit, data)
        member = visit.member_of(view.procedure.committee_id)
        require(member, Right.PLAN)
        require_running(tx, member, view.procedure.id, now=visit.office.now())
        return view

    view = await visit.office.store.read(look)
    return show_dialog(visit.words("Ny frist"), answer_form(view, visit.words))


async def _submit_answer(visit: Visit, data: Data) -> Answer:
    closes_on, answer = field_of(data, "closes_on"), field_of(data, "answer")

    def work(tx: Transaction) -> Procedure:
        procedure = tx.find(Procedure, field_of(data, "procedure"))
        return answer_extension(
            tx, visit.directory, visit.member_of(procedure.committee_id), procedure.id,
            closes_on=closes_on, answer=answer, closed=visit.office.closed, now=visit.office.now(),
        )  # fmt: skip

    try:
        await _write(visit, work)
    except FormError as error:
        view = await visit.office.store.read(lambda tx: _find(tx, visit, data))
        card = answer_form(view, visit.words, closes_on=closes_on, answer=answer, faults=error.fields)
        return show_dialog(visit.words("Ny frist"), card)
    told = visit.words("Alle har fått den nye fristen.") if closes_on else visit.words("Den som spurte, har fått svar.")
    return tell_in_dialog(told)


async def _write(visit: Visit, work: Callable[[Transaction], T]) -> T:
    done = await visit.office.store.write(work)
    visit.office.nudge()
    return done


def _personal(draw: Callable[[ProcedureView, Words], Card]) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, member: Member, procedure_id: str, say: Words) -> Card:
        return draw(view_procedure(tx, directory, member, procedure_id), say)

    return drawn


PERSONAL: dict[str, Callable[..., Card]] = {
    "procedure_papers": _personal(papers_card),
    "procedure_extension": _personal(extension_card),
    "procedure_no_extension": _personal(no_extension_card),
    "procedure_put_off": _personal(put_off_card),
    "procedure_to_meeting": _personal(to_meeting_card),
    "procedure_stopped": _personal(stopped_card),
    "procedure_reminder": _personal(reminder_card),
}
ACTIONS: dict[str, Any] = {"procedure.view": _view}
DIALOGS = {
    "procedure_start": Dialog(fetch=_fetch_start, submit=_submit_start),
    "procedure_extend": _ground_dialog("procedure_extend"),
    "procedure_meeting": _ground_dialog("procedure_meeting"),
    "procedure_answer": Dialog(fetch=_fetch_answer, submit=_submit_answer),
}
COMMANDS = (
    Command(
        phrases=(
            "skriftlig", "skriftlig behandling", "skriftlig saksbehandling", "hastesak", "hastebehandling",
            "skriftleg handsaming", "written procedure", "urgent case",
        ),
        does=N_("viser saker som behandles skriftlig, og sender ut nye"),
        run=_list,
    ),
)  # fmt: skip
