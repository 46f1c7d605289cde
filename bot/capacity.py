"""«kapasitet»: whom decided cases need from the municipalities, and what they answer."""

import uuid
from collections.abc import Callable
from typing import Any

from bot.case_follow import case_in, case_to_follow_in, list_cases
from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.capacity import answer_form, capacities_card, capacity_card, request_form
from committee.capacity import AnswerForm, CapacityRequest, CapacityView, RequestForm
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.workflows.capacity import (
    answer_capacity,
    ask_for_capacity,
    requests_of,
    view_capacity,
    withdraw_capacity,
)
from committee.workflows.case_follow import may_follow
from locales import N_, Words

_ASKED = ("role", "hours", "from_on", "until_on", "answer_by")
_ANSWERED = ("offer", "person", "hours", "words")


async def _see(visit: Visit, data: Data) -> Card:
    def look(tx: Transaction) -> Card:
        proposal, member = case_in(tx, visit, data)
        views = [view_capacity(tx, visit.directory, member, one.id) for one in requests_of(tx, proposal.id)]
        return capacities_card(proposal, views, visit.words, may_ask=may_follow(proposal, member))

    return await visit.office.store.read(look)


async def _list(visit: Visit) -> Card:
    def told(tx: Transaction, case: Proposal) -> str:
        n = sum(request.withdrawn_at is None for request in requests_of(tx, case.id))
        return visit.words.plural("{n} forespørsel", "{n} forespørsler", n) if n else ""

    title, none = visit.words("Kapasitet"), visit.words("Ingen vedtatte saker trenger noen ennå.")
    return await list_cases(visit, title, none, "capacity.view", told)


def _request(tx: Transaction, visit: Visit, data: Data) -> tuple[CapacityView, Member]:
    request = tx.find(CapacityRequest, field_of(data, "request"))
    member = visit.member_of(request.committee_id)
    return view_capacity(tx, visit.directory, member, request.id), member


def _withdrawing(*, withdraws: bool) -> Callable[..., Any]:
    async def act(visit: Visit, data: Data) -> Card:
        def work(tx: Transaction) -> Card:
            view, member = _request(tx, visit, data)
            id_, now = view.request.id, visit.office.now()
            withdraw_capacity(tx, visit.directory, member, id_, withdraws=withdraws, now=now)
            return capacity_card(view_capacity(tx, visit.directory, member, id_), visit.words)

        card = await visit.office.store.write(work)
        visit.office.nudge()
        return card

    return act


async def _fetch(visit: Visit, data: Data) -> Answer:
    proposal = await visit.office.store.read(lambda tx: case_to_follow_in(tx, visit, data))
    ids = {"proposal": proposal.id, "new": uuid.uuid4().hex}
    return show_dialog(visit.words("Be om kapasitet"), request_form(proposal, visit.words, data=ids))


async def _submit(visit: Visit, data: Data) -> Answer:
    typed, new = {name: field_of(data, name) for name in _ASKED}, field_of(data, "new")

    def work(tx: Transaction) -> None:
        proposal, member = case_in(tx, visit, data)
        form, now = RequestForm(**typed), visit.office.now()
        ask_for_capacity(tx, visit.directory, member, proposal.id, form, request_id=new, now=now)

    try:
        await visit.office.store.write(work)
    except FormError as error:
        proposal = await visit.office.store.read(lambda tx: case_in(tx, visit, data)[0])
        ids = {"proposal": proposal.id, "new": new}
        card = request_form(proposal, visit.words, data=ids, typed=typed, faults=error.fields)
        return show_dialog(visit.words("Be om kapasitet"), card)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Kommunene er spurt. Du får beskjed når de svarer."))


async def _fetch_answer(visit: Visit, data: Data) -> Answer:
    view, _ = await visit.office.store.read(lambda tx: _request(tx, visit, data))
    if not view.own:
        raise CommitteeError("no_vote_organisation")
    if view.request.withdrawn_at:
        raise CommitteeError("capacity_withdrawn")
    card = answer_form(view, visit.words)
    return show_dialog(card["fallbackText"], card)


async def _submit_answer(visit: Visit, data: Data) -> Answer:
    typed = {name: field_of(data, name) for name in _ANSWERED}

    def work(tx: Transaction) -> None:
        view, member = _request(tx, visit, data)
        now = visit.office.now()
        answer_capacity(tx, visit.directory, member, view.request.id, AnswerForm(**typed), now=now)

    try:
        await visit.office.store.write(work)
    except FormError as error:
        view, _ = await visit.office.store.read(lambda tx: _request(tx, visit, data))
        card = answer_form(view, visit.words, typed=typed, faults=error.fields)
        return show_dialog(card["fallbackText"], card)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Takk! Svaret er lagret. Det kan endres."))


def _drawn(told: str) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, member: Member, request_id: str, say: Words) -> Card:
        return capacity_card(view_capacity(tx, directory, member, request_id), say, told=say(told))

    return drawn


PERSONAL = {
    "capacity_asked": _drawn(N_("Kommunen blir spurt om å bidra.")),
    "capacity_reminder": _drawn(N_("En påminnelse: Kommunen har ikke svart ennå.")),
    "capacity_answered": _drawn(N_("Det er kommet svar på forespørselen din.")),
    "capacity_withdrawn": _drawn(N_("Dere trenger ikke å svare.")),
}
ACTIONS: dict[str, Any] = {
    "capacity.view": _see,
    "capacity.withdraw": _withdrawing(withdraws=True),
    "capacity.resume": _withdrawing(withdraws=False),
}
DIALOGS = {
    "capacity": Dialog(fetch=_fetch, submit=_submit),
    "capacity_answer": Dialog(fetch=_fetch_answer, submit=_submit_answer),
}
COMMANDS = (
    Command(
        phrases=("kapasitet", "be om kapasitet", "kapasitetsbehov", "hvem kan bidra", "capacity"),
        does=N_("viser hvem vedtatte saker trenger fra kommunene"),
        run=_list,
    ),
)
