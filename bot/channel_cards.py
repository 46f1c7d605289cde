"""Which card an errand means, drawn from the present state."""

from collections.abc import Callable

from bot import (
    briefings,
    capacity,
    cases,
    channels,
    copies,
    deputies,
    digests,
    elections,
    entered_ballots,
    gains,
    group_cards,
    hearings,
    introductions,
    mandate_cards,
    needs,
    nominations,
    plan_follow_ups,
    preferences,
    procedures,
    recusals,
    referrals,
    remarks,
    reviews,
    urgency,
    votings,
)
from bot.filings import list_filed
from bot.office import Card
from cards.escalations import escalation_card
from cards.meetings import orphaned_card
from cards.minutes import minutes_card, minutes_draft_card
from cards.proposals import assurance_card, proposal_card, sent_back_card
from cards.votings import ballot_differs_card, voting_card
from committee.errors import CommitteeError
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.rights import Right, may
from committee.views import view_meeting, view_proposal, view_voting
from locales import Words, words

ChannelCard = Callable[[Transaction, Directory, str, str, Words], Card]
PersonalCard = Callable[[Transaction, Directory, Member, str, Words], Card]


def draw_channel_card(tx: Transaction, directory: Directory, committee_id: str, card: str, subject_id: str) -> Card:
    """The card as the committee's channel shall show it now. Raises CommitteeError("not_found")."""
    draw = _CHANNEL.get(card)
    if draw is None:
        raise CommitteeError("unknown_card")
    return draw(tx, directory, committee_id, subject_id, words(directory.mandate(committee_id).language))


def draw_personal_card(
    tx: Transaction, directory: Directory, committee_id: str, person: Person, card: str, subject_id: str
) -> Card:
    """The card as the person shall see it now. Raises CommitteeError("not_found")."""
    draw = _PERSONAL.get(card)
    if draw is None:
        raise CommitteeError("unknown_card")
    return draw(tx, directory, directory.member(person, committee_id), subject_id, words(person.language))


def _escalation(tx: Transaction, directory: Directory, committee_id: str, subject_id: str, say: Words) -> Card:
    view = view_proposal(tx, directory, subject_id)
    return escalation_card(view, say, for_superior=committee_id != view.proposal.committee_id)


_CHANNEL: dict[str, ChannelCard] = {
    "proposal": lambda tx, directory, _, id_, say: proposal_card(view_proposal(tx, directory, id_), say),
    "voting": lambda tx, directory, _, id_, say: voting_card(view_voting(tx, directory, id_), say),
    "meeting": lambda tx, directory, _, id_, say: briefings.draw_meeting(tx, directory, id_, None, say),
    "minutes": lambda tx, _, __, id_, say: minutes_card(tx.minutes(id_), say),
    "escalation": _escalation,
    **group_cards.CHANNEL,
    **mandate_cards.CHANNEL,
    **cases.CHANNEL,
    **channels.CHANNEL,
    **referrals.CHANNEL,
    **hearings.CHANNEL,
    **copies.CHANNEL,
    **elections.CHANNEL,
    **nominations.CHANNEL,
    **preferences.CHANNEL,
}


def _minutes_draft(tx: Transaction, _: Directory, member: Member, minutes_id: str, say: Words) -> Card:
    approves, edits = may(member, Right.APPROVE_MINUTES), may(member, Right.WRITE_MINUTES)
    return minutes_draft_card(tx.minutes(minutes_id), say, may_approve=approves, may_edit=edits)


_PERSONAL: dict[str, PersonalCard] = {
    "assurance": lambda tx, directory, _, id_, say: assurance_card(view_proposal(tx, directory, id_), say),
    "sent_back": lambda tx, directory, _, id_, say: sent_back_card(view_proposal(tx, directory, id_), say),
    "ballot_differs": lambda tx, directory, member, id_, say: ballot_differs_card(
        view_voting(tx, directory, id_, member), say
    ),
    "orphaned": lambda tx, directory, member, id_, say: orphaned_card(view_meeting(tx, directory, id_, member), say),
    "minutes_draft": _minutes_draft,
    **group_cards.PERSONAL,
    **briefings.PERSONAL,
    **cases.PERSONAL,
    **channels.PERSONAL,
    **referrals.PERSONAL,
    **hearings.PERSONAL,
    **reviews.PERSONAL,
    **elections.PERSONAL,
    **nominations.PERSONAL,
    **votings.PERSONAL,
    **procedures.PERSONAL,
    **urgency.PERSONAL,
    **recusals.PERSONAL,
    **deputies.PERSONAL,
    **digests.PERSONAL,
    **entered_ballots.PERSONAL,
    **preferences.PERSONAL,
    **remarks.PERSONAL,
    **introductions.PERSONAL,
    **gains.PERSONAL,
    **needs.PERSONAL,
    **capacity.PERSONAL,
    **plan_follow_ups.PERSONAL,
    "list_filed": list_filed,
}
