"""Inhabilitet: what people write, press and fill in."""

from collections.abc import Callable
from typing import Any

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.recusals import (
    ballot_removed_card,
    leading_card,
    recusal_card,
    recusal_decision_form,
    recusal_form,
    recusals_card,
)
from committee.absence_views import open_cases, view_recusal, view_recusals
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.recusals import Recusal
from committee.rights import Right, may, require
from committee.views import view_voting
from committee.workflows.recusals import decide_recusal, possible_leads, raise_recusal, withdraw_recusal
from locales import N_, Words


async def _list(visit: Visit) -> Card:
    return await visit.office.store.read(
        lambda tx: recusals_card(view_recusals(tx, visit.directory, visit.member), visit.words)
    )


def _committee(tx: Transaction, visit: Visit, data: Data) -> str:
    """That of the case, else the one that is named, else the visitor's own."""
    if proposal_id := field_of(data, "proposal"):
        return tx.proposal(proposal_id).committee_id
    named = field_of(data, "committee")
    return named if named in visit.directory.mandates else visit.committee_id


async def _fetch_raise(visit: Visit, data: Data) -> Answer:
    return await _raise_dialog(visit, data, {"proposal": field_of(data, "proposal")})


async def _raise_dialog(visit: Visit, data: Data, typed: dict[str, str], **faults: Any) -> Answer:
    def look(tx: Transaction) -> Card | None:
        member = visit.member_of(_committee(tx, visit, data))
        require(member, Right.READ)
        cases = open_cases(tx, member.committee_id)
        others = visit.directory.members(member.committee_id) if may(member, Right.PLAN) else ()
        people = [(one.person.id, one.person.name) for one in others]
        filled = {**typed, "person": typed.get("person") or visit.person.id} if people else typed
        return recusal_form(cases, people, visit.words, typed=filled, **faults) if cases else None

    form = await visit.office.store.read(look)
    if form is None:
        return tell_in_dialog(visit.words("Utvalget har ingen saker i gang."))
    return show_dialog(visit.words("Meld inhabilitet"), form)


async def _submit_raise(visit: Visit, data: Data) -> Answer:
    typed = {name: field_of(data, name) for name in ("proposal", "person", "ground")}
    if not typed["proposal"]:
        return await _raise_dialog(visit, data, typed, faults={"proposal": "field_not_chosen"})

    def work(tx: Transaction) -> Recusal:
        member = visit.member_of(tx.proposal(typed["proposal"]).committee_id)
        return raise_recusal(
            tx, visit.directory, member, typed["proposal"],
            person_id=typed["person"], ground=typed["ground"], now=visit.office.now(),
        )  # fmt: skip

    try:
        await visit.office.store.write(work)
    except FormError as error:
        return await _raise_dialog(visit, data, typed, faults=error.fields)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Takk. Utvalget avgjør det uten den det gjelder, før saken behandles."))


async def _fetch_decide(visit: Visit, data: Data) -> Answer:
    return await _decide_dialog(visit, data)


async def _decide_dialog(visit: Visit, data: Data, **filled: Any) -> Answer:
    def look(tx: Transaction) -> Card:
        recusal = tx.find(Recusal, field_of(data, "recusal"))
        view = view_recusal(tx, visit.directory, visit.member_of(recusal.committee_id), recusal.id)
        if not view.may_decide:
            raise CommitteeError("no_right_decide_recusal")
        able = possible_leads(tx, visit.directory, recusal)
        leads = [(one.person.id, one.person.name) for one in able]
        typed = filled.pop("typed", {"lead": recusal.lead_id})
        return recusal_decision_form(view, leads, visit.words, typed=typed, **filled)

    return show_dialog(visit.words("Inhabilitet"), await visit.office.store.read(look))


async def _submit_decide(visit: Visit, data: Data) -> Answer:
    typed = {name: field_of(data, name) for name in ("recused", "paragraph", "decision", "lead")}
    if typed["recused"] not in ("yes", "no"):
        return await _decide_dialog(visit, data, typed=typed, faults={"recused": "field_not_chosen"})

    def work(tx: Transaction) -> Recusal:
        recusal = tx.find(Recusal, field_of(data, "recusal"))
        return decide_recusal(
            tx, visit.directory, visit.member_of(recusal.committee_id), recusal.id,
            recused=typed["recused"] == "yes", paragraph=typed["paragraph"], decision=typed["decision"],
            lead_id=typed["lead"], now=visit.office.now(),
        )  # fmt: skip

    try:
        await visit.office.store.write(work)
    except FormError as error:
        return await _decide_dialog(visit, data, typed=typed, faults=error.fields)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Avgjørelsen er ført inn, og den det gjelder har fått beskjed."))


async def _withdraw(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        recusal = tx.find(Recusal, field_of(data, "recusal"))
        member = visit.member_of(recusal.committee_id)
        withdraw_recusal(tx, visit.directory, member, recusal.id, now=visit.office.now())
        return recusals_card(view_recusals(tx, visit.directory, member), visit.words)

    card = await visit.office.store.write(work)
    visit.office.nudge()
    return card


def _recusal(tx: Transaction, directory: Directory, member: Member, recusal_id: str, say: Words) -> Card:
    return recusal_card(view_recusal(tx, directory, member, recusal_id), say)


def _leading(tx: Transaction, directory: Directory, member: Member, recusal_id: str, say: Words) -> Card:
    return leading_card(view_recusal(tx, directory, member, recusal_id), say)


def _removed(tx: Transaction, directory: Directory, member: Member, voting_id: str, say: Words) -> Card:
    return ballot_removed_card(view_voting(tx, directory, voting_id, member), say)


PERSONAL: dict[str, Callable[..., Card]] = {
    "recusal_raised": _recusal,
    "recusal_asked": _recusal,
    "recusal_decided": _recusal,
    "recusal_leads": _leading,
    "ballot_removed": _removed,
}
ACTIONS: dict[str, Any] = {"recusal.withdraw": _withdraw}
DIALOGS = {
    "recusal_raise": Dialog(fetch=_fetch_raise, submit=_submit_raise),
    "recusal_decide": Dialog(fetch=_fetch_decide, submit=_submit_decide),
}
COMMANDS = (
    Command(
        phrases=("inhabil", "inhabilitet", "habilitet", "meld inhabilitet", "ugild", "conflict of interest"),
        does=N_("melder inhabilitet i en sak, og viser hva som er avgjort"),
        run=_list,
    ),
)
