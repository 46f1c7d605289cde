"""Cases treated in writing between meetings, and hastesaker: what people write, press and fill in."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.procedure_forms import answer_form, ground_form, start_form, urgency_form
from cards.procedures import (
    extension_card,
    no_extension_card,
    papers_card,
    procedures_card,
    put_off_card,
    reminder_card,
    to_meeting_card,
    urgency_asked_card,
)
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.procedure_views import ProcedureView, view_procedure, view_procedures
from committee.procedures import Procedure, ProcedureForm, earliest_deadline
from committee.proposals import Proposal
from committee.rights import Right, require
from committee.workflows.procedures import (
    answer_extension,
    ask_for_extension,
    demand_meeting,
    require_ready,
    require_running,
    start_procedure,
)
from committee.workflows.urgency import ask_for_urgency, requests_for
from locales import N_, Words

T = TypeVar("T")


async def _list(visit: Visit) -> Card:
    return await visit.office.store.read(
        lambda tx: procedures_card(view_procedures(tx, visit.directory, visit.member), visit.words)
    )


async def _view(visit: Visit, data: Data) -> Card:
    return await visit.office.store.read(lambda tx: papers_card(_find(tx, visit, data), visit.words))


def _find(tx: Transaction, visit: Visit, data: Data) -> ProcedureView:
    procedure = tx.find(Procedure, field_of(data, "procedure"))
    member = visit.member_of(procedure.committee_id)
    require(member, Right.READ)
    return view_procedure(tx, visit.directory, member, procedure.id)


def _proposal(tx: Transaction, visit: Visit, data: Data) -> tuple[Proposal, Member]:
    proposal = tx.proposal(field_of(data, "proposal"))
    return proposal, visit.member_of(proposal.committee_id)


# A case is sent out


async def _fetch_start(visit: Visit, data: Data) -> Answer:
    def look(tx: Transaction) -> Proposal:
        proposal, member = _proposal(tx, visit, data)
        require(member, Right.PLAN)
        require_ready(tx, proposal)
        return proposal

    proposal = await visit.office.store.read(look)
    form = ProcedureForm(urgent=field_of(data, "urgent") == "yes")
    return _start_dialog(visit, proposal, form, uuid.uuid4().hex)


def _start_dialog(
    visit: Visit, proposal: Proposal, form: ProcedureForm, new: str, faults: dict[str, str] | None = None
) -> Answer:
    mandate, now = visit.directory.governing(proposal.mandate), visit.office.now()
    ordinary, urgent = (
        visit.words.date(earliest_deadline(mandate, visit.office.closed, urgent=one, now=now)) for one in (False, True)
    )
    least = visit.words("Tidligst {day}. For en hastesak tidligst {urgent}.", day=ordinary, urgent=urgent)
    data = {"proposal": proposal.id, "new": new}
    card = start_form(proposal, form, visit.words, data=data, least=least, faults=faults or {})
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


def _ground_dialog(form: str, title: str) -> Dialog:
    async def fetch(visit: Visit, data: Data) -> Answer:
        def look(tx: Transaction) -> ProcedureView:
            view = _find(tx, visit, data)
            require_running(tx, visit.member_of(view.procedure.committee_id), view.procedure.id)
            if view.voting.no_vote:
                raise CommitteeError(view.voting.no_vote)
            return view

        view = await visit.office.store.read(look)
        return show_dialog(visit.words(title), ground_form(view, form, visit.words))

    async def submit(visit: Visit, data: Data) -> Answer:
        ground, now = field_of(data, "ground"), visit.office.now()

        def work(tx: Transaction) -> None:
            procedure = tx.find(Procedure, field_of(data, "procedure"))
            member = visit.member_of(procedure.committee_id)
            if form == "procedure_meeting":
                demand_meeting(tx, visit.directory, member, procedure.id, ground, now=now)
            else:
                ask_for_extension(tx, member, procedure.id, ground, now=now, directory=visit.directory)

        try:
            await _write(visit, work)
        except FormError as error:
            view = await visit.office.store.read(lambda tx: _find(tx, visit, data))
            card = ground_form(view, form, visit.words, typed=ground, faults=error.fields)
            return show_dialog(visit.words(title), card)
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
        require_running(tx, member, view.procedure.id)
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


# A hastesak is asked for


async def _fetch_urgency(visit: Visit, data: Data) -> Answer:
    def look(tx: Transaction) -> Proposal:
        proposal, member = _proposal(tx, visit, data)
        require(member, Right.DECIDE)
        require_ready(tx, proposal)
        return proposal

    proposal = await visit.office.store.read(look)
    return show_dialog(visit.words("Hastesak"), urgency_form(proposal, visit.words))


async def _submit_urgency(visit: Visit, data: Data) -> Answer:
    typed = {name: field_of(data, name) for name in ("why_urgent", "why_not_wait")}

    def work(tx: Transaction) -> Procedure | None:
        proposal, member = _proposal(tx, visit, data)
        return ask_for_urgency(
            tx, visit.directory, member, proposal.id, **typed, closed=visit.office.closed, now=visit.office.now()
        )

    try:
        declared = await _write(visit, work)
    except FormError as error:
        proposal = await visit.office.store.read(lambda tx: _proposal(tx, visit, data)[0])
        return show_dialog(
            visit.words("Hastesak"), urgency_form(proposal, visit.words, typed=typed, faults=error.fields)
        )
    if declared:
        return tell_in_dialog(visit.words("Saken er nå en hastesak og er sendt til alle medlemmene."))
    return tell_in_dialog(visit.words("Ønsket er ført opp, og leder og sekretær har fått beskjed."))


async def _write(visit: Visit, work: Callable[[Transaction], T]) -> T:
    done = await visit.office.store.write(work)
    visit.office.nudge()
    return done


def _urgency_asked(tx: Transaction, directory: Directory, _: Member, proposal_id: str, say: Words) -> Card:
    proposal = tx.proposal(proposal_id)
    mandate = directory.governing(proposal.mandate)
    names = {one.id: one.name for one in mandate.organisations}
    requests = [(names.get(one.organisation_id, ""), one) for one in requests_for(tx, proposal_id)]
    return urgency_asked_card(proposal, mandate, requests, say)


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
    "procedure_reminder": _personal(reminder_card),
    "urgency_asked": _urgency_asked,
}
ACTIONS: dict[str, Any] = {"procedure.view": _view}
DIALOGS = {
    "procedure_start": Dialog(fetch=_fetch_start, submit=_submit_start),
    "procedure_extend": _ground_dialog("procedure_extend", N_("Be om mer tid")),
    "procedure_meeting": _ground_dialog("procedure_meeting", N_("Krev møte")),
    "procedure_answer": Dialog(fetch=_fetch_answer, submit=_submit_answer),
    "urgency_ask": Dialog(fetch=_fetch_urgency, submit=_submit_urgency),
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
