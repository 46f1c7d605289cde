"""The dialog where the organisation that serves assesses a case."""

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.assessments import assessment_form
from cards.forms import Faults
from committee.assessments import AssessmentForm, advisers, assessment_of
from committee.case_links import LinkAct, case_actions
from committee.errors import CommitteeError, FormError
from committee.members import Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.workflows.assessments import assess_case

_FIELDS = ("technical", "cost", "capacity", "hours", "adviser")


def _case(tx: Transaction, visit: Visit, data: Data) -> tuple[Proposal, Member]:
    """Raises CommitteeError("no_right_assess", "not_found")."""
    proposal = tx.proposal(field_of(data, "proposal"))
    if LinkAct.ASSESS not in case_actions(tx, visit.directory, visit.person, proposal):
        raise CommitteeError("no_right_assess")
    return proposal, visit.member_of(proposal.committee_id)


async def _form(visit: Visit, data: Data, typed: dict[str, str], faults: Faults | None = None) -> Answer:
    def look(tx: Transaction) -> Card:
        proposal, member = _case(tx, visit, data)
        people = advisers(visit.directory, member)
        return assessment_form(
            proposal, assessment_of(tx, proposal), people, visit.words, typed=typed, faults=faults
        )  # fmt: skip

    card = await visit.office.store.read(look)
    return show_dialog(card["fallbackText"], card)


async def _fetch(visit: Visit, data: Data) -> Answer:
    return await _form(visit, data, {})


async def _submit(visit: Visit, data: Data) -> Answer:
    typed = {name: field_of(data, name) for name in _FIELDS}

    def work(tx: Transaction) -> None:
        proposal, member = _case(tx, visit, data)
        assess_case(tx, visit.directory, member, proposal.id, AssessmentForm(**typed), now=visit.office.now())

    try:
        await visit.office.store.write(work)
    except FormError as error:
        return await _form(visit, data, typed, error.fields)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Takk! Vurderingen står på saken."))


DIALOGS = {LinkAct.ASSESS.value: Dialog(fetch=_fetch, submit=_submit)}
