"""«bevis»: closed votings, each to be saved as a file from which anyone can count it again."""

from dataclasses import replace
from typing import Any

from bot.command import Command
from bot.dialogs import Data, field_of
from bot.office import Card, Visit
from cards.proofs import proofs_card
from committee.ports import Transaction
from committee.rights import Right, require
from committee.voting_views import view_closed
from committee.workflows.lists import ListKind, ask_for_list
from locales import N_


async def _proofs(visit: Visit) -> Card:
    return await visit.office.store.read(lambda tx: _draw(tx, visit))


def _draw(tx: Transaction, visit: Visit, **state: Any) -> Card:
    require(visit.member, Right.READ)
    mandate = visit.directory.mandate(visit.committee_id)
    may_file = visit.committee_id in visit.directory.spaces
    return proofs_card(mandate, view_closed(tx, visit.committee_id), visit.words, may_file=may_file, **state)


async def _save(visit: Visit, data: Data) -> Card:
    """Has the file made, and shows the list again with word of it."""

    def work(tx: Transaction) -> Card:
        voting = tx.voting(field_of(data, "voting"))
        here = replace(visit, committee_id=voting.committee_id)
        language, now = here.directory.mandate(voting.committee_id).language, here.office.now()
        ask_for_list(
            tx, here.directory, here.member, ListKind.PROOF, voting.id, file_format="json", language=language, now=now
        )
        return _draw(tx, here, asked_for=True)

    card = await visit.office.store.write(work)
    visit.office.nudge()
    return card


ACTIONS = {"proof.save": _save}
COMMANDS = (
    Command(
        phrases=("bevis", "bevis for avstemning", "kontroller avstemning", "etterprøv", "prov", "proof"),
        does=N_("lagrer en lukket avstemning, så den kan telles på nytt"),
        run=_proofs,
    ),
)
