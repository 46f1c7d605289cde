"""The yearly look at a strategy or a plan: told by the clock, and written down by leader or secretary."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named
from bot.office import Card, Office, Visit
from bot.seat_rounds import MORNING
from bot.shelf import DAYS_OF
from cards.help import message_card
from cards.plan_follow_ups import follow_up_card, follow_up_form
from cards.strategy import strategy_card
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.plan_follow_ups import PlanFollowUp
from committee.ports import Holidays, Transaction
from committee.rights import Right, require
from committee.strategy_views import DocumentView, view_strategy
from committee.workflows.plan_follow_ups import plans_due, tell_plans_due, write_follow_up
from committee.workflows.strategy import may_adopt
from locales import Words


class PlanRounds:
    """The day's look, in the morning of a working day; who has been told stands in the database."""

    def __init__(self, office: Office, closed: Holidays) -> None:
        self._office = office
        self._closed = closed
        self._looked_on: date | None = None

    async def go(self, now: datetime) -> None:
        local = now.astimezone(DAYS_OF)
        if self._looked_on == local.date() or local.time() < MORNING:
            return
        directory, store = self._office.directory, self._office.store
        is_open = directory.strategy and self._closed(local.date()) is None
        if is_open and await store.read(lambda tx: plans_due(tx, directory, now=now)):
            await store.write(lambda tx: tell_plans_due(tx, directory, now=now))
        self._looked_on = local.date()


def _seen(tx: Transaction, directory: Directory, member: Member, follow_up: PlanFollowUp) -> DocumentView | None:
    """The document with its cases; None when it is in force no more."""
    documents = view_strategy(tx, directory, member).documents
    return next((one for one in documents if one.document.key == follow_up.about), None)


def _personal(tx: Transaction, directory: Directory, member: Member, follow_up_id: str, say: Words) -> Card:
    follow_up = tx.find(PlanFollowUp, follow_up_id)
    view = _seen(tx, directory, member, follow_up)
    if view is None:
        return message_card(say("Følg opp planen"), say("Planen gjelder ikke lenger."), say)
    return follow_up_card(view, follow_up, directory.mandate(member.committee_id), say)


async def _view(visit: Visit, data: Data) -> Card:
    member = visit.member_of(committee_named(visit, data))
    adopts = may_adopt(visit.directory, member)
    return await visit.office.store.read(
        lambda tx: strategy_card(view_strategy(tx, visit.directory, member), visit.words, may_adopt=adopts)
    )


async def _read(visit: Visit, data: Data) -> tuple[PlanFollowUp, Member, str]:
    """The look, whoever asks for it, and the document's title."""

    def look(tx: Transaction) -> tuple[PlanFollowUp, Member, str]:
        follow_up = tx.find(PlanFollowUp, field_of(data, "follow_up"))
        member = visit.member_of(follow_up.committee_id)
        require(member, Right.PLAN)
        view = _seen(tx, visit.directory, member, follow_up)
        if view is None:
            raise CommitteeError("plan_over")
        return follow_up, member, view.document.title

    return await visit.office.store.read(look)


async def _fetch(visit: Visit, data: Data) -> Answer:
    follow_up, _, title = await _read(visit, data)
    return _dialog(visit, follow_up, title, follow_up.text)


def _dialog(visit: Visit, of: PlanFollowUp, title: str, typed: str, faults: dict[str, str] | None = None) -> Answer:
    card = follow_up_form(title, visit.words, data={"follow_up": of.id}, typed=typed, faults=faults)
    return show_dialog(visit.words("Følg opp planen"), card)


async def _submit(visit: Visit, data: Data) -> Answer:
    follow_up, member, title = await _read(visit, data)
    typed, now = field_of(data, "text"), visit.office.now()
    try:
        await visit.office.store.write(lambda tx: write_follow_up(tx, member, follow_up.id, typed, now=now))
    except FormError as error:
        return _dialog(visit, follow_up, title, typed, dict(error.fields))
    return tell_in_dialog(visit.words("Takk! Det står på kortet som dere får med «mål»."))


PERSONAL: dict[str, Callable[..., Card]] = {"plan_follow_up": _personal}
ACTIONS: dict[str, Any] = {"plan.view": _view}
DIALOGS = {"plan_follow_up": Dialog(fetch=_fetch, submit=_submit)}
