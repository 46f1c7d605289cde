"""The papers of a case treated in writing, as one member sees them."""

from bot.office import Card, Visit
from cards.procedures import papers_card
from committee.ports import Transaction
from committee.procedure_views import ProcedureView, view_procedure
from committee.procedures import Procedure
from committee.rights import Right, require


async def show_papers(visit: Visit, procedure_id: str) -> Card:
    """Raises CommitteeError("not_found", "no_seat")."""
    return await visit.office.store.read(
        lambda tx: papers_card(own_procedure_view(tx, visit, procedure_id), visit.words)
    )


def own_procedure_view(tx: Transaction, visit: Visit, procedure_id: str) -> ProcedureView:
    """Raises CommitteeError("not_found", "no_seat")."""
    procedure = tx.find(Procedure, procedure_id)
    member = visit.member_of(procedure.committee_id)
    require(member, Right.READ)
    return view_procedure(tx, visit.directory, member, procedure.id)
