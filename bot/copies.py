"""Copies of cases that touch other bodies: the card in their channel, and what they say."""

from collections.abc import Callable, Mapping

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.copies import copy_card
from cards.hearing_forms import input_form
from committee.copies import CaseCopy, copy_id
from committee.errors import CommitteeError, FormError
from committee.hearings import CaseInput, takes_answers
from committee.members import Directory
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.rights import Right, require
from committee.views import view_proposal
from committee.workflows.copies import comment_copy
from locales import Words


def _copied(tx: Transaction, visit: Visit, data: Data) -> tuple[Proposal, str]:
    """The case, and what the visitor has said of it. Raises CommitteeError("not_found", "no_seat", "hearing_over")."""
    committee_id = field_of(data, "committee")
    copy = tx.find(CaseCopy, copy_id(field_of(data, "proposal"), committee_id))
    require(visit.member_of(committee_id), Right.READ)
    proposal = tx.proposal(copy.about)
    if not takes_answers(proposal):
        raise CommitteeError("hearing_over")
    own = f"{copy.id}:{visit.person.id}"
    said = next((one.text for one in tx.records_about(CaseInput, proposal.id) if one.id == own), "")
    return proposal, said


async def _fetch(visit: Visit, data: Data) -> Answer:
    proposal, said = await visit.office.store.read(lambda tx: _copied(tx, visit, data))
    return _show(visit, proposal, data, typed=said)


def _show(
    visit: Visit, proposal: Proposal, data: Data, *, typed: str, faults: Mapping[str, str] | None = None
) -> Answer:
    ids = {"proposal": proposal.id, "committee": field_of(data, "committee")}
    card = input_form(proposal, "", visit.words, data=ids, form="copy_input", typed=typed, faults=faults)
    return show_dialog(visit.words("Innspill"), card)


async def _submit(visit: Visit, data: Data) -> Answer:
    text, member = field_of(data, "text"), visit.member_of(field_of(data, "committee"))
    id_ = field_of(data, "proposal")
    try:
        await visit.office.store.write(lambda tx: comment_copy(tx, member, id_, text, now=visit.office.now()))
    except FormError as error:
        proposal = await visit.office.store.read(lambda tx: tx.proposal(id_))
        return _show(visit, proposal, data, typed=text, faults=error.fields)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Takk! Innspillet står på saken."))


def _drawn(tx: Transaction, directory: Directory, committee_id: str, proposal_id: str, say: Words) -> Card:
    return copy_card(view_proposal(tx, directory, proposal_id), committee_id, say)


CHANNEL: Mapping[str, Callable[..., Card]] = {"case_copy": _drawn}
DIALOGS: dict[str, Dialog] = {"copy_input": Dialog(fetch=_fetch, submit=_submit)}
