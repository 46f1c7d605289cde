"""Comments and forbehold: what people write, press and fill in."""

import uuid
from collections.abc import Callable
from typing import Any

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.remarks import cases_to_remark_card, remark_form, remark_told_card, remarks_card
from committee.absence_views import open_cases
from committee.errors import FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.recusals import leads_case
from committee.remarks import Remark, RemarkKind, named
from committee.rights import Right, require
from committee.workflows.remarks import make_remark, minute_remark, withdraw_remark
from locales import N_, Words


async def _list(visit: Visit) -> Card:
    def look(tx: Transaction) -> Card:
        require(visit.member, Right.READ)
        cases = open_cases(tx, visit.committee_id)
        counted = [(one, len(tx.records_about(Remark, one.id))) for one in reversed(cases)]
        return cases_to_remark_card(counted, visit.words)

    return await visit.office.store.read(look)


async def _view(visit: Visit, data: Data) -> Card:
    return await visit.office.store.read(lambda tx: _draw(tx, visit, field_of(data, "proposal")))


def _draw(tx: Transaction, visit: Visit, proposal_id: str) -> Card:
    proposal = tx.proposal(proposal_id)
    member = visit.member_of(proposal.committee_id)
    require(member, Right.READ)
    remarks = named(visit.directory, tx.records_about(Remark, proposal_id))
    zone = visit.directory.mandate(proposal.committee_id).time_zone
    leads = leads_case(tx, visit.directory, member, proposal_id)
    return remarks_card(proposal, remarks, zone, visit.words, mine=visit.person.id, may_lead=leads)


def _acting(act: Callable[..., Remark]) -> Callable[..., Any]:
    async def run(visit: Visit, data: Data) -> Card:
        def work(tx: Transaction) -> Card:
            remark = tx.find(Remark, field_of(data, "remark"))
            member = visit.member_of(remark.committee_id)
            require(member, Right.READ)
            act(tx, visit.directory, member, remark.id, now=visit.office.now())
            return _draw(tx, visit, remark.about)

        card = await visit.office.store.write(work)
        visit.office.nudge()
        return card

    return run


async def _fetch(visit: Visit, data: Data) -> Answer:
    def look(tx: Transaction) -> Proposal:
        proposal = tx.proposal(field_of(data, "proposal"))
        require(visit.member_of(proposal.committee_id), Right.READ)
        return proposal

    proposal = await visit.office.store.read(look)
    ids = {"proposal": proposal.id, "new": uuid.uuid4().hex}
    return show_dialog(visit.words("Ny merknad"), remark_form(proposal, visit.words, data=ids))


async def _submit(visit: Visit, data: Data) -> Answer:
    kind, typed = field_of(data, "kind"), field_of(data, "text")

    def work(tx: Transaction) -> Remark:
        proposal = tx.proposal(field_of(data, "proposal"))
        return make_remark(
            tx, visit.directory, visit.member_of(proposal.committee_id), proposal.id,
            remark_id=field_of(data, "new"), kind=kind, text=typed, now=visit.office.now(),
        )  # fmt: skip

    try:
        remark = await visit.office.store.write(work)
    except FormError as error:
        proposal = await visit.office.store.read(lambda tx: tx.proposal(field_of(data, "proposal")))
        ids = {"proposal": proposal.id, "new": field_of(data, "new")}
        card = remark_form(proposal, visit.words, data=ids, kind=kind, typed=typed, faults=error.fields)
        return show_dialog(visit.words("Ny merknad"), card)
    visit.office.nudge()
    if remark.kind is RemarkKind.RESERVATION:
        return tell_in_dialog(visit.words("Forbeholdet står i saken, og lederen har fått beskjed."))
    return tell_in_dialog(visit.words("Merknaden står i saken."))


def _told(tx: Transaction, directory: Directory, _: Member, remark_id: str, say: Words) -> Card:
    remark = tx.find(Remark, remark_id)
    (line,) = named(directory, (remark,))
    return remark_told_card(tx.proposal(remark.about), line, directory.mandate(remark.committee_id).time_zone, say)


PERSONAL: dict[str, Callable[..., Card]] = {"remark": _told}
ACTIONS: dict[str, Any] = {
    "remark.view": _view,
    "remark.withdraw": _acting(withdraw_remark),
    "remark.minute": _acting(minute_remark),
}
DIALOGS = {"remark": Dialog(fetch=_fetch, submit=_submit)}
COMMANDS = (
    Command(
        phrases=("merknad", "merknader", "forbehold", "kommentar", "ta forbehold", "merknadar", "remarks"),
        does=N_("sier noe om en sak, eller tar forbehold"),
        run=_list,
    ),
)
