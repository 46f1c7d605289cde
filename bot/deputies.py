"""Vara: what people write and press."""

from collections.abc import Callable
from typing import Any

from bot.command import Command
from bot.dialogs import Data, field_of
from bot.office import Card, Visit
from cards.deputies import answered_card, call_card, deputies_card, missing_card, no_deputy_card
from committee.absence_views import view_call, view_deputies, view_missing
from committee.deputies import DeputyCall
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.workflows.deputies import answer_call, hand_over, take_back
from locales import N_, Words


async def _list(visit: Visit) -> Card:
    return await visit.office.store.read(lambda tx: _draw(tx, visit, visit.committee_id))


def _draw(tx: Transaction, visit: Visit, committee_id: str) -> Card:
    return deputies_card(view_deputies(tx, visit.directory, visit.member_of(committee_id)), visit.words)


def _answer(accept: bool) -> Callable[..., Any]:
    async def act(visit: Visit, data: Data) -> Card:
        def work(tx: Transaction) -> Card:
            call = tx.find(DeputyCall, field_of(data, "call"))
            member, now = visit.member_of(call.committee_id), visit.office.now()
            call = answer_call(tx, visit.directory, member, call.id, accept=accept, now=now)
            return call_card(view_call(tx, visit.directory, call, viewer=member), visit.words)

        return await _write(visit, work)

    return act


async def _hand_over(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        voting = tx.voting(field_of(data, "voting"))
        hand_over(tx, visit.directory, visit.member_of(voting.committee_id), voting.id, now=visit.office.now())
        return _draw(tx, visit, voting.committee_id)

    return await _write(visit, work)


async def _take_back(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        voting = tx.voting(field_of(data, "voting"))
        take_back(tx, visit.directory, visit.member_of(voting.committee_id), voting.id, now=visit.office.now())
        return _draw(tx, visit, voting.committee_id)

    return await _write(visit, work)


async def _write(visit: Visit, work: Callable[[Transaction], Card]) -> Card:
    card = await visit.office.store.write(work)
    visit.office.nudge()
    return card


def _called(tx: Transaction, directory: Directory, member: Member, call_id: str, say: Words) -> Card:
    return call_card(view_call(tx, directory, tx.find(DeputyCall, call_id), viewer=member), say)


def _answered(tx: Transaction, directory: Directory, member: Member, call_id: str, say: Words) -> Card:
    return answered_card(view_call(tx, directory, tx.find(DeputyCall, call_id), viewer=member), say)


def _declined(tx: Transaction, directory: Directory, _: Member, call_id: str, say: Words) -> Card:
    return no_deputy_card(view_call(tx, directory, tx.find(DeputyCall, call_id)), say)


def _none(tx: Transaction, directory: Directory, member: Member, subject_id: str, say: Words) -> Card:
    return missing_card(view_missing(tx, directory, member.committee_id, subject_id), say)


PERSONAL: dict[str, Callable[..., Card]] = {
    "deputy_called": _called,
    "deputy_answered": _answered,
    "deputy_missing": _declined,
    "deputy_none": _none,
}
ACTIONS: dict[str, Any] = {
    "deputy.accept": _answer(accept=True),
    "deputy.decline": _answer(accept=False),
    "deputy.hand_over": _hand_over,
    "deputy.take_back": _take_back,
}
COMMANDS = (
    Command(
        phrases=("vara", "varamedlem", "kall inn vara", "overlat stemmen til vara", "deputy"),
        does=N_("viser hvem som er kalt inn som vara, og overlater en stemme"),
        run=_list,
    ),
)
