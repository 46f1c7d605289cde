"""The hot path: a pressed vote becomes one durable commit and a card, with nothing read that is not needed."""

from collections.abc import Mapping
from typing import Any

from bot.dialogs import Data, field_of
from bot.office import Card, Visit
from bot.papers import show_papers
from cards.votings import voting_card
from committee.errors import CommitteeError
from committee.ports import Transaction
from committee.views import VotingView, view_voting
from committee.voting import Choice
from committee.workflows.ballots import cast_ballot


async def cast(visit: Visit, data: Mapping[str, Any]) -> Card:
    """Casts the ballot of the sender's organisation and answers with their own card of the voting.

    Delivery is not woken: the channel's card waits a moment for more votes, and the clock comes round by then.
    Raises CommitteeError as `cast_ballot` does.
    """
    voting_id = _text(data, "voting")
    try:
        choice = Choice(_text(data, "choice"))
    except ValueError:
        raise CommitteeError("unknown_choice") from None
    office = visit.office
    frame = await office.frame(voting_id)
    member = visit.member_of(frame.mandate.id)
    now = office.now()
    voting, ballot = await office.store.write(
        lambda tx: cast_ballot(
            tx,
            office.directory,
            member,
            voting_id,
            choice,
            remark=_text(data, "remark") if "remark" in data else None,
            escalation_demanded=_text(data, "demand") == "true" if "demand" in data else None,
            seen_revision=_whole(data, "revision"),
            now=now,
        ),
        ballot=(voting_id, member.organisation_id or ""),
    )
    if data.get("papers") and frame.procedure:
        return await show_papers(visit, frame.procedure.id)
    view = frame.view(voting, member, ballot)
    words = visit.words
    return voting_card(view, words, keep=office.drawings(voting_id, words.language).keep)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _whole(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name)
    return value if isinstance(value, int) else 0


async def view_own_ballot(visit: Visit, data: Data) -> VotingView:
    """Raises CommitteeError for one who has no vote here, or comes too late."""

    def look(tx: Transaction) -> VotingView:
        voting = tx.voting(field_of(data, "voting"))
        return view_voting(tx, visit.directory, voting.id, visit.member_of(voting.committee_id))

    view = await visit.office.store.read(look)
    if view.no_vote:
        raise CommitteeError(view.no_vote)
    if not view.voting.is_open:
        raise CommitteeError("voting_closed")
    return view
