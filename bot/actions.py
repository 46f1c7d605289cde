"""What a pressed button does: each verb of an Action.Execute is one function."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot import (
    bodies,
    briefings,
    capacity,
    case_words,
    cases,
    channels,
    deputies,
    digests,
    elections,
    gains,
    hearings,
    introductions,
    needs,
    nominations,
    plan_follow_ups,
    preferences,
    procedures,
    proofs,
    proposals,
    recusals,
    remarks,
    reviews,
    setups,
    urgency,
)
from bot.ballots import cast
from bot.commands import run_command
from bot.office import Card, Visit
from cards.deliveries import deliveries_card
from cards.meetings import orphaned_card
from cards.minutes import minutes_draft_card
from cards.votings import voting_card
from committee.errors import CommitteeError
from committee.meetings import Presence
from committee.members import Member
from committee.ports import Transaction
from committee.rights import Right, may, require
from committee.views import view_meeting, view_voting
from committee.workflows.deliveries import retry_errand
from committee.workflows.meetings import end_meeting, record_attendance, start_meeting
from committee.workflows.minutes import approve_minutes, publish_minutes
from committee.workflows.planning import settle_orphan
from committee.workflows.votings import close_voting, open_voting

Data = Mapping[str, Any]
Action = Callable[[Visit, Data], Awaitable[Card]]

CARD = "application/vnd.microsoft.card.adaptive"


async def answer_action(visit: Visit, value: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the answer to an `adaptiveCard/action`. Raises CommitteeError when a rule says no."""
    action = value.get("action")
    action = action if isinstance(action, dict) else {}
    data = action.get("data")
    act = ACTIONS.get(str(action.get("verb")))
    if act is None:
        raise CommitteeError("unknown_action")
    return {"statusCode": 200, "type": CARD, "value": await act(visit, data if isinstance(data, dict) else {})}


def text_of(data: Data, name: str) -> str:
    """What a card's field holds, as text; a missing one is empty."""
    value = data.get(name)
    return value if isinstance(value, str) else ""


async def _write(visit: Visit, work: Callable[[Transaction], Card]) -> Card:
    card = await visit.office.store.write(work)
    visit.office.nudge()
    return card


async def _view_voting(visit: Visit, data: Data) -> Card:
    def look(tx: Transaction) -> Card:
        voting = tx.voting(text_of(data, "voting"))
        view = view_voting(tx, visit.directory, voting.id, visit.member_of(voting.committee_id))
        return voting_card(view, visit.words)

    return await visit.office.store.read(look)


async def _view_meeting(visit: Visit, data: Data) -> Card:
    def look(tx: Transaction) -> Card:
        meeting = tx.meeting(text_of(data, "meeting"))
        member = visit.member_of(meeting.committee_id)
        require(member, Right.PLAN)
        return orphaned_card(view_meeting(tx, visit.directory, meeting.id, member), visit.words)

    return await visit.office.store.read(look)


async def _open_voting(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        proposal = tx.proposal(text_of(data, "proposal"))
        member = visit.member_of(proposal.committee_id)
        voting = open_voting(tx, visit.directory, member, proposal.id, now=visit.office.now())
        assert voting.meeting_id, "what is opened by button is opened in a meeting"
        return _meeting(tx, visit, voting.meeting_id, member)

    return await _write(visit, work)


async def _close_voting(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        member = visit.member_of(tx.voting(text_of(data, "voting")).committee_id)
        id_, ground, now = text_of(data, "voting"), text_of(data, "ground"), visit.office.now()
        voting = close_voting(tx, visit.directory, member, id_, ground=ground, now=now)
        return voting_card(view_voting(tx, visit.directory, voting.id, member), visit.words)

    return await _write(visit, work)


async def _start_meeting(visit: Visit, data: Data) -> Card:
    return await _change_meeting(
        visit, data, lambda tx, member, id_: start_meeting(tx, member, id_, now=visit.office.now())
    )


async def _attend(visit: Visit, data: Data) -> Card:
    try:
        presence = Presence(text_of(data, "presence"))
    except ValueError:
        raise CommitteeError("unknown_action") from None
    return await _change_meeting(
        visit,
        data,
        lambda tx, member, id_: record_attendance(tx, visit.directory, member, id_, presence, now=visit.office.now()),
    )


async def _end_meeting(visit: Visit, data: Data) -> Card:
    return await _change_meeting(
        visit, data, lambda tx, member, id_: end_meeting(tx, visit.directory, member, id_, now=visit.office.now())
    )


async def _settle_meeting(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        meeting = tx.meeting(text_of(data, "meeting"))
        member = visit.member_of(meeting.committee_id)
        keep = text_of(data, "keep") == "yes"
        settle_orphan(tx, visit.directory, member, meeting.id, keep=keep, now=visit.office.now())
        return orphaned_card(view_meeting(tx, visit.directory, meeting.id, member), visit.words)

    return await _write(visit, work)


async def _change_meeting(visit: Visit, data: Data, change: Callable[[Transaction, Member, str], object]) -> Card:
    def work(tx: Transaction) -> Card:
        meeting = tx.meeting(text_of(data, "meeting"))
        member = visit.member_of(meeting.committee_id)
        change(tx, member, meeting.id)
        return _meeting(tx, visit, meeting.id, member)

    return await _write(visit, work)


def _meeting(tx: Transaction, visit: Visit, meeting_id: str, member: Member) -> Card:
    return briefings.draw_meeting(tx, visit.directory, meeting_id, member, visit.words)


async def _approve_minutes(visit: Visit, data: Data) -> Card:
    return await _change_minutes(visit, data, approve_minutes)


async def _publish_minutes(visit: Visit, data: Data) -> Card:
    return await _change_minutes(visit, data, publish_minutes)


async def _change_minutes(visit: Visit, data: Data, change: Callable[..., Any]) -> Card:
    def work(tx: Transaction) -> Card:
        member = visit.member_of(tx.minutes(text_of(data, "minutes")).committee_id)
        minutes = change(tx, member, text_of(data, "minutes"), now=visit.office.now())
        return minutes_draft_card(
            minutes,
            visit.words,
            may_approve=may(member, Right.APPROVE_MINUTES),
            may_edit=may(member, Right.WRITE_MINUTES),
        )

    return await _write(visit, work)


async def _retry_errand(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        errand = tx.errand(text_of(data, "errand"))
        retry_errand(tx, visit.member_of(errand.committee_id), errand.id, now=visit.office.now())
        return deliveries_card(
            tx.errands(errand.committee_id), visit.directory.mandate(errand.committee_id).time_zone, visit.words
        )

    return await _write(visit, work)


async def _run_command(visit: Visit, data: Data) -> Card:
    return await run_command(visit, text_of(data, "command"))


ACTIONS: dict[str, Action] = {
    "ballot.cast": cast,
    "voting.view": _view_voting,
    "meeting.view": _view_meeting,
    "voting.open": _open_voting,
    "voting.close": _close_voting,
    "meeting.start": _start_meeting,
    "meeting.attend": _attend,
    "meeting.end": _end_meeting,
    "meeting.settle": _settle_meeting,
    "minutes.approve": _approve_minutes,
    "minutes.publish": _publish_minutes,
    "errand.retry": _retry_errand,
    "command.run": _run_command,
    **bodies.ACTIONS,
    **briefings.ACTIONS,
    **channels.ACTIONS,
    **cases.ACTIONS,
    **case_words.ACTIONS,
    **proposals.ACTIONS,
    **elections.ACTIONS,
    **nominations.ACTIONS,
    **proofs.ACTIONS,
    **procedures.ACTIONS,
    **hearings.ACTIONS,
    **reviews.ACTIONS,
    **urgency.ACTIONS,
    **recusals.ACTIONS,
    **deputies.ACTIONS,
    **digests.ACTIONS,
    **preferences.ACTIONS,
    **remarks.ACTIONS,
    **needs.ACTIONS,
    **plan_follow_ups.ACTIONS,
    **introductions.ACTIONS,
    **gains.ACTIONS,
    **capacity.ACTIONS,
    **setups.ACTIONS,
}
