"""What must be over before an assured case is ready for a meeting: hearings, reviews, concerns."""

from collections.abc import Callable

from committee.hearings import is_in_hearing
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.referrals import is_asked_below
from committee.reviews import is_under_review

Hold = Callable[[Transaction, Proposal], bool]
#: Each says whether something of its own is still open; whoever closes one calls `workflows.proposals.make_ready`.
HOLDS: tuple[Hold, ...] = (is_asked_below, is_in_hearing, is_under_review)


def is_held(tx: Transaction, proposal: Proposal) -> bool:
    return any(hold(tx, proposal) for hold in HOLDS)
