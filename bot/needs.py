"""«behov»: what municipalities need, and what they turn out to share."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from rapidfuzz import fuzz

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named
from bot.office import Card, Visit
from cards.need_calls import need_call_card, need_summary_card
from cards.needs import join_form, need_form, needs_card
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.needs import Need, NeedCall
from committee.ports import Transaction
from committee.rights import Right, may, require
from committee.workflows.need_calls import answer_nothing, view_call
from committee.workflows.needs import join_needs, part_needs, register_need, share_need, view_needs
from locales import N_, Words

T = TypeVar("T")
#: So alike titles may be the same need.
_ALIKE = 75
_MOST_ALIKE = 3


async def _list(visit: Visit) -> Card:
    return await visit.office.store.read(lambda tx: _draw(tx, visit, visit.committee_id))


def _draw(tx: Transaction, visit: Visit, committee_id: str) -> Card:
    member = visit.member_of(committee_id)
    return needs_card(
        view_needs(tx, visit.directory, member),
        visit.directory.mandate(committee_id),
        visit.words,
        may_register=may(member, Right.DECIDE),
        may_join=may(member, Right.PLAN),
        may_propose=may(member, Right.PROPOSE),
    )


async def _write(visit: Visit, work: Callable[[Transaction], T]) -> T:
    done = await visit.office.store.write(work)
    visit.office.nudge()
    return done


def _sharing(*, has_it: bool) -> Callable[..., Any]:
    async def act(visit: Visit, data: Data) -> Card:
        def work(tx: Transaction) -> Card:
            need = tx.find(Need, field_of(data, "need"))
            member, now = visit.member_of(need.committee_id), visit.office.now()
            share_need(tx, visit.directory, member, need.id, has_it=has_it, now=now)
            return _draw(tx, visit, need.committee_id)

        return await _write(visit, work)

    return act


async def _part(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        need = tx.find(Need, field_of(data, "need"))
        part_needs(tx, visit.member_of(need.committee_id), need.id, now=visit.office.now())
        return _draw(tx, visit, need.committee_id)

    return await _write(visit, work)


async def _fetch(visit: Visit, data: Data) -> Answer:
    committee_id = committee_named(visit, data)
    require(visit.member_of(committee_id), Right.DECIDE)
    ids = {"committee": committee_id, "new": uuid.uuid4().hex}
    return show_dialog(visit.words("Meld et behov"), need_form(visit.words, data=ids))


async def _submit(visit: Visit, data: Data) -> Answer:
    committee_id, new = committee_named(visit, data), field_of(data, "new")
    typed = {name: field_of(data, name) for name in ("title", "description")}
    ids = {"committee": committee_id, "new": new}
    member = visit.member_of(committee_id)
    require(member, Right.DECIDE)
    alike = await visit.office.store.read(lambda tx: _alike(tx, visit, committee_id, new, typed["title"]))
    if alike and field_of(data, "seen") != "yes":
        card = need_form(visit.words, data={**ids, "seen": "yes"}, typed=typed, alike=alike)
        return show_dialog(visit.words("Meld et behov"), card)
    now = visit.office.now()
    try:
        await _write(visit, lambda tx: register_need(tx, visit.directory, member, need_id=new, **typed, now=now))
    except FormError as error:
        card = need_form(visit.words, data=ids, typed=typed, faults=error.fields)
        return show_dialog(visit.words("Meld et behov"), card)
    return tell_in_dialog(visit.words("Behovet er meldt. Skriv «behov» for å se hvem som deler det."))


def _alike(tx: Transaction, visit: Visit, committee_id: str, new: str, title: str) -> list[str]:
    """Titles of needs that may be the same; none for a form that is delivered once more."""
    needs = [one for one in tx.records(Need, committee_id) if one.stands]
    if any(one.id == new for one in needs) or not title.strip():
        return []
    close = [(fuzz.token_set_ratio(title.casefold(), one.title.casefold()), one.title) for one in needs]
    return [name for score, name in sorted(close, reverse=True)[:_MOST_ALIKE] if score >= _ALIKE]


async def _fetch_join(visit: Visit, data: Data) -> Answer:
    committee_id = committee_named(visit, data)
    require(visit.member_of(committee_id), Right.PLAN)
    return await _join_dialog(visit, committee_id)


async def _join_dialog(visit: Visit, committee_id: str, **filled: Any) -> Answer:
    views = await visit.office.store.read(lambda tx: view_needs(tx, visit.directory, visit.member_of(committee_id)))
    needs = [(one.need.id, one.need.title) for one in views]
    card = join_form(needs, visit.words, data={"committee": committee_id}, **filled)
    return show_dialog(visit.words("Slå sammen to"), card)


async def _submit_join(visit: Visit, data: Data) -> Answer:
    committee_id = committee_named(visit, data)
    typed = {name: field_of(data, name) for name in ("need", "into")}
    member, now = visit.member_of(committee_id), visit.office.now()
    require(member, Right.PLAN)
    if not typed["need"]:
        return await _join_dialog(visit, committee_id, typed=typed, faults={"need": "field_not_chosen"})
    try:
        await _write(visit, lambda tx: join_needs(tx, member, typed["need"], typed["into"], now=now))
    except FormError as error:
        return await _join_dialog(visit, committee_id, typed=typed, faults=error.fields)
    return tell_in_dialog(visit.words("De to er nå ett behov."))


# The question


async def _see_call(visit: Visit, data: Data) -> Card:
    return await visit.office.store.read(lambda tx: _draw_call(tx, visit, field_of(data, "call")))


def _draw_call(tx: Transaction, visit: Visit, id_: str) -> Card:
    member = visit.member_of(tx.find(NeedCall, id_).committee_id)
    return need_call_card(view_call(tx, visit.directory, member, id_), visit.words)


async def _nothing(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        id_ = field_of(data, "call")
        member = visit.member_of(tx.find(NeedCall, id_).committee_id)
        answer_nothing(tx, visit.directory, member, id_, now=visit.office.now())
        return _draw_call(tx, visit, id_)

    return await _write(visit, work)


async def _list_of(visit: Visit, data: Data) -> Card:
    committee_id = committee_named(visit, data)
    return await visit.office.store.read(lambda tx: _draw(tx, visit, committee_id))


def _asked(*, is_reminder: bool) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, member: Member, id_: str, say: Words) -> Card:
        return need_call_card(view_call(tx, directory, member, id_), say, is_reminder=is_reminder)

    return drawn


def _summary(tx: Transaction, directory: Directory, member: Member, id_: str, say: Words) -> Card:
    view, needs = view_call(tx, directory, member, id_), view_needs(tx, directory, member)
    mandate = directory.mandate(member.committee_id)
    return need_summary_card(view, needs, mandate, say, may_join=may(member, Right.PLAN))


def need_named(tx: Transaction, visit: Visit, need_id: str) -> Need:
    """A need that a case is to be made of. Raises CommitteeError("not_found", "need_has_case")."""
    need = tx.find(Need, need_id)
    require(visit.member_of(need.committee_id), Right.PROPOSE)
    try:
        tx.proposal(need.case_id)
    except CommitteeError:
        return need
    raise CommitteeError("need_has_case")


ACTIONS: dict[str, Any] = {
    "need.share": _sharing(has_it=True),
    "need.leave": _sharing(has_it=False),
    "need.part": _part,
    "need.call": _see_call,
    "need.none": _nothing,
    "need.list": _list_of,
}
PERSONAL: dict[str, Callable[..., Card]] = {
    "need_call": _asked(is_reminder=False),
    "need_call_reminder": _asked(is_reminder=True),
    "need_summary": _summary,
}
DIALOGS = {
    "need": Dialog(fetch=_fetch, submit=_submit),
    "need_join": Dialog(fetch=_fetch_join, submit=_submit_join),
}
COMMANDS = (
    Command(
        phrases=("behov", "meld behov", "felles behov", "hva trenger kommunene", "needs"),
        does=N_("viser hva kommunene trenger, og melder et behov"),
        run=_list,
    ),
)
