"""Nominations and seats: what people write, the buttons, and what errands mean."""

from collections.abc import Callable, Mapping
from typing import Any

from bot import nominating, nomination_follow_up, seat_ends
from bot.command import Command
from bot.dialogs import Data, Dialog, field_of
from bot.nomination_follow_up import change_nomination, view_for
from bot.office import Card, Visit
from cards.nominations import (
    appointed_card,
    nomination_answered_card,
    nomination_card,
    nomination_confirm_card,
    seat_ended_card,
)
from cards.seats import places_card, seat_matters_card, seats_card
from committee.appointments import Nomination
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.nomination_views import (
    NominationView,
    require_sight,
    view_appointment,
    view_nomination,
    view_places,
    view_seats,
    view_told,
)
from committee.ports import Transaction
from committee.rights import Right
from committee.workflows.nominations import accept_nomination, decline_nomination, remind_of_nomination
from committee.workflows.notices import read_subject
from locales import N_, Words


async def _places(visit: Visit) -> Card:
    """In a chat all committees in which one may choose somebody, in a channel its own."""
    views = view_places(visit.directory, visit.person, (visit.committee_id,), now=visit.office.now())
    if not visit.sender.is_personal:
        views = tuple(one for one in views if one.mandate.id == visit.committee_id)
        if not views:
            raise CommitteeError("no_right_nominate")
    return places_card(views, visit.words)


async def _seats(visit: Visit) -> Card:
    private = visit.sender.is_personal

    def look(tx: Transaction) -> Card:
        now = visit.office.now()
        views = view_seats(tx, visit.directory, visit.person, visit.committee_id, now=now, in_private=private)
        return seats_card(views, visit.words, hides_asked=not private)

    return await visit.office.store.read(look)


# The buttons


async def _see(visit: Visit, data: Data) -> Card:
    def look(tx: Transaction) -> Card:
        nomination = tx.nomination(field_of(data, "nomination"))
        require_sight(visit.directory, nomination, visit.person)
        return nomination_card(view_for(visit, nomination), visit.words)

    return await visit.office.store.read(look)


async def _accept(visit: Visit, data: Data) -> Card:
    id_, now = field_of(data, "nomination"), visit.office.now()
    view = await change_nomination(visit, lambda tx: accept_nomination(tx, visit.directory, visit.person, id_, now=now))
    return nomination_card(view, visit.words)


async def _decline(visit: Visit, data: Data) -> Card:
    id_, reason = field_of(data, "nomination"), field_of(data, "reason")

    def work(tx: Transaction) -> Nomination:
        return decline_nomination(tx, visit.directory, visit.person, id_, reason=reason, now=visit.office.now())

    try:
        return nomination_card(await change_nomination(visit, work), visit.words)
    except FormError as error:
        nomination = await visit.office.store.read(lambda tx: tx.nomination(id_))
        return nomination_card(view_for(visit, nomination), visit.words, faults=error.fields, typed=reason)


async def _remind(visit: Visit, data: Data) -> Card:
    id_, now = field_of(data, "nomination"), visit.office.now()
    view = await change_nomination(
        visit, lambda tx: remind_of_nomination(tx, visit.directory, visit.person, id_, now=now)
    )
    return nomination_card(view, visit.words, note=visit.words("Påminnelsen er sendt."))


# What errands mean: see `bot.channel_cards`


def _own(draw: Callable[[NominationView, Words], Card]) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, member: Member, nomination_id: str, say: Words) -> Card:
        return draw(view_nomination(directory, tx.nomination(nomination_id), member.person), say)

    return drawn


def _matters(tx: Transaction, directory: Directory, member: Member, subject_id: str, say: Words) -> Card:
    on, committee_ids = read_subject(subject_id)
    return seat_matters_card(view_told(tx, directory, member.person, committee_ids, on), say)


CHANNEL: Mapping[str, Callable[..., Card]] = {
    "appointed": lambda tx, directory, _, id_, say: appointed_card(
        view_appointment(directory, tx.appointment(id_)), say
    ),
    "seat_ended": lambda tx, directory, _, id_, say: seat_ended_card(
        view_appointment(directory, tx.appointment(id_)), say
    ),
}
PERSONAL: Mapping[str, Callable[..., Card]] = {
    "nomination": _own(nomination_card),
    "nomination_confirm": _own(nomination_confirm_card),
    "nomination_answered": _own(nomination_answered_card),
    "seat_ended": lambda tx, directory, _, id_, say: seat_ended_card(
        view_appointment(directory, tx.appointment(id_)), say, own=True
    ),
    "seat_matters": _matters,
}
ACTIONS: dict[str, Any] = {
    "nomination.view": _see,
    "nomination.accept": _accept,
    "nomination.decline": _decline,
    "nomination.remind": _remind,
}
DIALOGS: dict[str, Dialog] = {**nominating.DIALOGS, **nomination_follow_up.DIALOGS, **seat_ends.DIALOGS}
COMMANDS: tuple[Command, ...] = (
    Command(
        phrases=("nominer", "nominere", "nominer noen", "utpek", "utpeke medlem", "oppnevn", "nominate"),
        does=N_("nominerer noen til en plass i et utvalg"),
        run=_places,
        needs=Right.SEAT,
    ),
    Command(
        phrases=(
            "plasser", "ledige plasser", "hvilke plasser er ledige", "tomme plasser", "nomineringer", "plassar",
            "ledige plassar", "seats", "empty seats", "nominations",
        ),
        does=N_("viser ledige plasser, perioder som går ut, og nomineringer"),
        run=_seats,
        needs=Right.SEAT,
    ),
)  # fmt: skip
