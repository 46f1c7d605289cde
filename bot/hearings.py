"""Hearings: what people write and press, and the dialogs they fill in."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from cards.hearing_forms import close_form, extend_form, input_form, open_form
from cards.hearings import (
    asked_card,
    hearing_card,
    hearing_complete_card,
    hearing_outside_card,
    hearing_over_card,
    hearings_card,
)
from committee.deadlines import earliest_deadline
from committee.errors import CommitteeError, FormError
from committee.hearing_views import HearingView, view_hearing, view_hearings
from committee.hearings import Asked, Hearing, HearingForm, bodies_to_hear, inputs_of
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.rights import Right, require
from committee.workflows.hearings import close_hearing, extend_hearing, give_input, open_hearing, require_hearable
from locales import N_, Words

T = TypeVar("T")


async def _list(visit: Visit) -> Card:
    require(visit.member, Right.READ)
    return await visit.office.store.read(
        lambda tx: hearings_card(view_hearings(tx, visit.directory, visit.member), visit.words)
    )


async def _view(visit: Visit, data: Data) -> Card:
    return await visit.office.store.read(lambda tx: hearing_card(_find(tx, visit, data), visit.words))


def _find(tx: Transaction, visit: Visit, data: Data) -> HearingView:
    """For those with a seat in the committee that asks, or in one that is asked."""
    view = view_hearing(tx, visit.directory, field_of(data, "hearing"), visit.person)
    concerned = {view.hearing.committee_id, *(one.asked.committee_id for one in view.lines)}
    if not concerned.intersection(visit.directory.committees_of(visit.person)):
        raise CommitteeError("not_found")
    return view


# Sent out


async def _fetch_open(visit: Visit, data: Data) -> Answer:
    def look(tx: Transaction) -> Proposal:
        proposal = tx.proposal(field_of(data, "proposal"))
        require(visit.member_of(proposal.committee_id), Right.PLAN)
        require_hearable(tx, proposal)
        return proposal

    proposal = await visit.office.store.read(look)
    return _open_dialog(visit, proposal, HearingForm(), uuid.uuid4().hex)


def _open_dialog(
    visit: Visit, proposal: Proposal, form: HearingForm, new: str, faults: Mapping[str, str] | None = None
) -> Answer:
    mandate = visit.directory.governing(proposal.mandate)
    first = earliest_deadline(mandate, visit.office.closed, urgent=False, now=visit.office.now())
    least = visit.words("Tidligst {day}.", day=visit.words.date(first))
    bodies = bodies_to_hear(visit.directory, proposal.committee_id)
    card = open_form(proposal, form, visit.words, new=new, bodies=bodies, least=least, faults=faults)
    return show_dialog(visit.words("Høring"), card)


async def _submit_open(visit: Visit, data: Data) -> Answer:
    form = HearingForm(
        bodies=tuple(filter(None, (one.strip() for one in field_of(data, "bodies").split(",")))),
        each=field_of(data, "each") == "true",
        others=field_of(data, "others"),
        question=field_of(data, "question"),
        closes_on=field_of(data, "closes_on"),
    )

    def work(tx: Transaction) -> Hearing:
        proposal = tx.proposal(field_of(data, "proposal"))
        return open_hearing(
            tx, visit.directory, visit.member_of(proposal.committee_id), proposal.id, form,
            hearing_id=field_of(data, "new"), closed=visit.office.closed, now=visit.office.now(),
        )  # fmt: skip

    try:
        hearing = await _write(visit, work)
    except FormError as error:
        proposal = await visit.office.store.read(lambda tx: tx.proposal(field_of(data, "proposal")))
        return _open_dialog(visit, proposal, form, field_of(data, "new"), error.fields)
    zone = visit.directory.mandate(hearing.committee_id).time_zone
    when = visit.words.moment(hearing.closes_at, zone)
    return tell_in_dialog(visit.words("Saken er sendt på høring. Frist: {when}.", when=when))


# Answered


def _answering(tx: Transaction, visit: Visit, data: Data) -> tuple[HearingView, list[Asked]]:
    """Those whom the visitor may answer for: in the body whose card it was, when the card named one.

    Raises CommitteeError("no_right_input", "hearing_over").
    """
    view = view_hearing(tx, visit.directory, field_of(data, "hearing"), visit.person)
    body = field_of(data, "committee")
    own = [one for one in view.own if not body or (one.committee_id == body and not one.is_outside)]
    if not own:
        raise CommitteeError("no_right_input")
    if not view.takes_answers:
        raise CommitteeError("hearing_over")
    missing = {one.asked.id for one in view.missing}
    return view, sorted(own, key=lambda one: one.id not in missing)


async def _fetch_input(visit: Visit, data: Data) -> Answer:
    def look(tx: Transaction) -> tuple[HearingView, list[Asked], str]:
        view, own = _answering(tx, visit, data)
        given = inputs_of(tx, view.hearing).get(own[0].id)
        return view, own, given.text if given else ""

    view, own, typed = await visit.office.store.read(look)
    return _input_dialog(visit, view, own, data, typed=typed)


def _input_dialog(
    visit: Visit,
    view: HearingView,
    own: list[Asked],
    data: Data,
    *,
    chosen: str = "",
    typed: str = "",
    faults: Mapping[str, str] | None = None,
) -> Answer:
    ids = {"hearing": view.hearing.id, "committee": field_of(data, "committee")}
    card = input_form(
        view.proposal, view.hearing.question, visit.words, data=ids, form="hearing_input", own=own, chosen=chosen,
        typed=typed, faults=faults,
    )  # fmt: skip
    return show_dialog(visit.words("Innspill"), card)


async def _submit_input(visit: Visit, data: Data) -> Answer:
    chosen, typed = field_of(data, "asked"), field_of(data, "text")

    def work(tx: Transaction) -> None:
        _, own = _answering(tx, visit, data)
        asked = next((one for one in own if one.id == chosen), None) if chosen else own[0]
        if asked is None:
            raise CommitteeError("no_right_input")
        give_input(tx, visit.directory, visit.person, asked.id, typed, now=visit.office.now())

    try:
        await _write(visit, work)
    except FormError as error:
        view, own = await visit.office.store.read(lambda tx: _answering(tx, visit, data))
        return _input_dialog(visit, view, own, data, chosen=chosen, typed=typed, faults=error.fields)
    return tell_in_dialog(visit.words("Takk! Innspillet står på saken."))


# More time, and ended before


async def _fetch_led(visit: Visit, data: Data) -> HearingView:
    def look(tx: Transaction) -> HearingView:
        hearing = tx.find(Hearing, field_of(data, "hearing"))
        require(visit.member_of(hearing.committee_id), Right.PLAN)
        if not hearing.is_open:
            raise CommitteeError("hearing_over")
        return view_hearing(tx, visit.directory, hearing.id, visit.person)

    return await visit.office.store.read(look)


async def _fetch_extend(visit: Visit, data: Data) -> Answer:
    return show_dialog(visit.words("Ny frist"), extend_form(await _fetch_led(visit, data), visit.words))


async def _submit_extend(visit: Visit, data: Data) -> Answer:
    closes_on, ground = field_of(data, "closes_on"), field_of(data, "ground")

    def work(tx: Transaction) -> Hearing:
        hearing = tx.find(Hearing, field_of(data, "hearing"))
        return extend_hearing(
            tx, visit.directory, visit.member_of(hearing.committee_id), hearing.id,
            closes_on=closes_on, ground=ground, closed=visit.office.closed, now=visit.office.now(),
        )  # fmt: skip

    try:
        await _write(visit, work)
    except FormError as error:
        view = await _fetch_led(visit, data)
        card = extend_form(view, visit.words, closes_on=closes_on, ground=ground, faults=error.fields)
        return show_dialog(visit.words("Ny frist"), card)
    return tell_in_dialog(visit.words("De som ikke har svart, har fått den nye fristen."))


async def _fetch_close(visit: Visit, data: Data) -> Answer:
    return show_dialog(visit.words("Avslutt høringen"), close_form(await _fetch_led(visit, data), visit.words))


async def _submit_close(visit: Visit, data: Data) -> Answer:
    ground = field_of(data, "ground")

    def work(tx: Transaction) -> Hearing:
        hearing = tx.find(Hearing, field_of(data, "hearing"))
        member = visit.member_of(hearing.committee_id)
        return close_hearing(tx, visit.directory, member, hearing.id, ground=ground, now=visit.office.now())

    try:
        await _write(visit, work)
    except FormError as error:
        view = await _fetch_led(visit, data)
        card = close_form(view, visit.words, ground=ground, faults=error.fields)
        return show_dialog(visit.words("Avslutt høringen"), card)
    return tell_in_dialog(visit.words("Høringen er over, og saken går videre."))


async def _write(visit: Visit, work: Callable[[Transaction], T]) -> T:
    done = await visit.office.store.write(work)
    visit.office.nudge()
    return done


# Cards on their way


def _in_channel(tx: Transaction, directory: Directory, committee_id: str, hearing_id: str, say: Words) -> Card:
    return asked_card(view_hearing(tx, directory, hearing_id), say, committee_id=committee_id)


def _asked(told: str) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, member: Member, asked_id: str, say: Words) -> Card:
        asked = tx.find(Asked, asked_id)
        view = view_hearing(tx, directory, asked.about, member.person)
        return asked_card(view, say, committee_id=asked.committee_id, told=say(told) if told else "")

    return drawn


def _drawn(draw: Callable[[HearingView, Words], Card]) -> Callable[..., Card]:
    def drawn(tx: Transaction, directory: Directory, viewer: Any, hearing_id: str, say: Words) -> Card:
        person = viewer.person if isinstance(viewer, Member) else None
        return draw(view_hearing(tx, directory, hearing_id, person), say)

    return drawn


CHANNEL: Mapping[str, Callable[..., Card]] = {"hearing": _in_channel, "hearing_over": _drawn(hearing_over_card)}
PERSONAL: Mapping[str, Callable[..., Card]] = {
    "hearing_asked": _asked(""),
    "hearing_reminder": _asked(N_("En påminnelse: Vi har ikke fått svaret deres ennå.")),
    "hearing_extended": _asked(N_("Fristen er utsatt.")),
    "hearing_complete": _drawn(hearing_complete_card),
    "hearing_outside": _drawn(hearing_outside_card),
}
ACTIONS: dict[str, Any] = {"hearing.view": _view}
DIALOGS: dict[str, Dialog] = {
    "hearing_open": Dialog(fetch=_fetch_open, submit=_submit_open),
    "hearing_input": Dialog(fetch=_fetch_input, submit=_submit_input),
    "hearing_extend": Dialog(fetch=_fetch_extend, submit=_submit_extend),
    "hearing_close": Dialog(fetch=_fetch_close, submit=_submit_close),
}
COMMANDS: tuple[Command, ...] = (
    Command(
        phrases=("høring", "høringer", "send på høring", "innspill", "høyring", "høyringar", "hearing", "hearings"),
        does=N_("viser høringene, og sender saker på høring"),
        run=_list,
    ),
)
