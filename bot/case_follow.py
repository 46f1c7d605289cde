"""What the words and buttons that follow up a decided case have in common."""

from collections.abc import Callable

from bot.dialogs import Data, field_of
from bot.office import Card, Visit
from cards.case_follow import followed_card
from committee.members import Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.workflows.case_follow import all_followed, case_to_follow, followed


def case_in(tx: Transaction, visit: Visit, data: Data) -> tuple[Proposal, Member]:
    """The decided case that the data names, and the visitor in its committee. Raises as `followed` does."""
    id_ = field_of(data, "proposal")
    member = visit.member_of(tx.proposal(id_).committee_id)
    return followed(tx, member, id_), member


def case_to_follow_in(tx: Transaction, visit: Visit, data: Data) -> Proposal:
    """As `case_in`, before a form is opened. Raises CommitteeError("no_right_follow") too."""
    id_ = field_of(data, "proposal")
    return case_to_follow(tx, visit.member_of(tx.proposal(id_).committee_id), id_)


async def list_cases(
    visit: Visit, title: str, none: str, verb: str, told: Callable[[Transaction, Proposal], str]
) -> Card:
    """The committee's decided cases, each with what is `told` of it; `verb` shows one."""

    def look(tx: Transaction) -> Card:
        cases = [(one, told(tx, one)) for one in all_followed(tx, visit.committee_id)]
        return followed_card(title, none, verb, cases, visit.words)

    return await visit.office.store.read(look)
