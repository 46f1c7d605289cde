"""Nominations and seats: what people write, the buttons, and the dialogs they fill in."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named
from bot.office import Card, Visit
from bot.search import name_of
from cards.nomination_forms import confirm_form, consultation_form, nomination_form, seat_end_form, withdraw_form
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
from committee.nomination_rights import (
    Place,
    chooser_of_seat,
    is_contact,
    may_confirm,
    may_end,
    may_follow,
    require_place,
    seating_of,
    today_in,
)
from committee.nomination_views import (
    NominationView,
    require_sight,
    view_appointment,
    view_nomination,
    view_places,
    view_seats,
    view_told,
)
from committee.nominations import NominationForm, Term, is_full
from committee.ports import Transaction
from committee.rights import Right
from committee.workflows.appointments import end_appointment, require_seat
from committee.workflows.nominations import (
    accept_nomination,
    confirm_nomination,
    decline_nomination,
    nominate,
    record_consultation,
    remind_of_nomination,
    withdraw_nomination,
)
from committee.workflows.notices import read_subject
from locales import N_, Words

#: So many of an organisation's people are offered before anything is typed.
_MOST_OFFERED = 40


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


def _view(visit: Visit, nomination: Nomination) -> NominationView:
    return view_nomination(visit.directory, nomination, visit.person)


async def _see(visit: Visit, data: Data) -> Card:
    def look(tx: Transaction) -> Card:
        nomination = tx.nomination(field_of(data, "nomination"))
        require_sight(visit.directory, nomination, visit.person)
        return nomination_card(_view(visit, nomination), visit.words)

    return await visit.office.store.read(look)


async def _change(visit: Visit, change: Callable[[Transaction], Nomination]) -> NominationView:
    """Does it, and has whoever got a seat have it at once."""
    nomination = await visit.office.store.write(change)
    await visit.office.refresh()
    visit.office.nudge()
    return _view(visit, nomination)


async def _accept(visit: Visit, data: Data) -> Card:
    id_, now = field_of(data, "nomination"), visit.office.now()
    view = await _change(visit, lambda tx: accept_nomination(tx, visit.directory, visit.person, id_, now=now))
    return nomination_card(view, visit.words)


async def _decline(visit: Visit, data: Data) -> Card:
    id_, reason = field_of(data, "nomination"), field_of(data, "reason")

    def work(tx: Transaction) -> Nomination:
        return decline_nomination(tx, visit.directory, visit.person, id_, reason=reason, now=visit.office.now())

    try:
        return nomination_card(await _change(visit, work), visit.words)
    except FormError as error:
        nomination = await visit.office.store.read(lambda tx: tx.nomination(id_))
        return nomination_card(_view(visit, nomination), visit.words, faults=error.fields, typed=reason)


async def _remind(visit: Visit, data: Data) -> Card:
    id_, now = field_of(data, "nomination"), visit.office.now()
    view = await _change(visit, lambda tx: remind_of_nomination(tx, visit.directory, visit.person, id_, now=now))
    return nomination_card(view, visit.words, note=visit.words("Påminnelsen er sendt."))


# The dialog of a nomination


async def _fetch_nominate(visit: Visit, data: Data) -> Answer:
    committee_id = committee_named(visit, data)
    on = today_in(visit.directory.mandate(committee_id), visit.office.now())
    places = require_place(visit.directory, visit.person, committee_id, on)
    place = _preferred(places, field_of(data, "rule"), field_of(data, "organisation"))
    begins = _first_day(visit.directory, place, committee_id, on)
    form = NominationForm(
        rule_id=place.rule.id if place else "",
        organisation_id=place.organisation.id if place else "",
        from_on=begins.isoformat(),
    )
    return _nominate_dialog(visit, form, committee_id, uuid.uuid4().hex, places)


def _preferred(places: tuple[Place, ...], rule_id: str, organisation_id: str) -> Place | None:
    """The one that the button names, as far as it names it; without a name the first empty one, or the only one."""
    found = [
        one
        for one in places
        if (not rule_id or one.rule.id == rule_id) and (not organisation_id or one.organisation.id == organisation_id)
    ]
    named = bool(rule_id or organisation_id)
    return found[0] if found and (named or found[0].missing or len(places) == 1) else None


def _first_day(directory: Directory, place: Place | None, committee_id: str, on: date) -> date:
    """Today, or the day after whoever has the seat is done."""
    sat = seating_of(directory, committee_id, on)
    if place is None or not is_full(place, Term(from_on=on, until_on=on), sat):
        return on
    ends = [
        one.until_on
        for one in sat.counted
        if sat.rule_of(one) is place.rule and one.until_on and (not place.rule.each or _sits_for(one, place))
    ]
    return min(ends) + timedelta(days=1) if ends else on


def _sits_for(seat: Any, place: Place) -> bool:
    return seat.organisation_id == place.organisation.id


def _nominate_dialog(
    visit: Visit,
    form: NominationForm,
    committee_id: str,
    nomination_id: str,
    places: tuple[Place, ...],
    error: FormError | None = None,
) -> Answer:
    directory = visit.directory
    chosen = next((one for one in places if (one.rule.id, one.organisation.id) == _seat_of(form)), None)
    years = (chosen.rule.term_years or 0) if chosen else 0
    card = nomination_form(
        form,
        visit.words,
        mandate=directory.mandate(committee_id),
        nomination_id=nomination_id,
        places=places,
        people=_offered(directory, committee_id, {one.organisation.id for one in places}, form.person_id),
        on_behalf=any(not is_contact(directory, visit.person, one.chooser) for one in places),
        faults=error.fields if error else None,
        years=years,
    )
    return show_dialog(visit.words("Nominer"), card)


def _seat_of(form: NominationForm) -> tuple[str, str]:
    return form.rule_id, form.organisation_id


def _offered(directory: Directory, committee_id: str, organisations: set[str], chosen: str) -> list[tuple[str, str]]:
    """Whoever sits or has sat for these organisations, their contacts and the one who is chosen, as (id, name)."""
    seats = directory.seats_of(committee_id)
    ids = [one.person_id for one in seats if one.organisation_id in organisations]
    ids += [one.id for organisation_id in sorted(organisations) for one in directory.contacts_of(organisation_id)]
    known = [one for one in dict.fromkeys(ids) if one in directory.people][:_MOST_OFFERED]
    if chosen in directory.people and chosen not in known:
        known.append(chosen)
    return [(one, name_of(directory, directory.people[one])) for one in known]


async def _submit_nominate(visit: Visit, data: Data) -> Answer:
    committee_id, nomination_id = committee_named(visit, data), field_of(data, "new")
    typed, directory, now = _read_form(data), visit.directory, visit.office.now()
    try:
        nomination = await visit.office.store.write(
            lambda tx: nominate(tx, directory, visit.person, committee_id, typed, nomination_id=nomination_id, now=now)
        )
    except FormError as error:
        places = require_place(directory, visit.person, committee_id, today_in(directory.mandate(committee_id), now))
        return _nominate_dialog(visit, typed, committee_id, nomination_id, places, error)
    visit.office.nudge()
    name = directory.people[nomination.person_id].name
    told = visit.words(
        "{name} er spurt, og svarer i sin egen chat. Du får beskjed. Skriv «plasser» for å se hvordan det står.",
        name=name,
    )
    return tell_in_dialog(told)


def _read_form(data: Data) -> NominationForm:
    rule_id, _, organisation_id = field_of(data, "seat").partition("/")
    return NominationForm(
        rule_id=rule_id,
        organisation_id=organisation_id,
        person_id=field_of(data, "person"),
        is_deputy=field_of(data, "deputy") == "true",
        from_on=field_of(data, "from_on"),
        until_on=field_of(data, "until_on"),
        term_reason=field_of(data, "term_reason"),
        background=field_of(data, "background"),
        is_told=field_of(data, "told") == "true",
    )


# The dialogs of those who follow a nomination


async def _read(visit: Visit, data: Data, *, confirms: bool) -> NominationView:
    """Raises CommitteeError("not_found", "no_right_nominate", "no_right_confirm", "nomination_settled")."""
    nomination = await visit.office.store.read(lambda tx: tx.nomination(field_of(data, "nomination")))
    allowed = may_confirm if confirms else may_follow
    if not allowed(visit.directory, visit.person, nomination):
        raise CommitteeError("no_right_confirm" if confirms else "no_right_nominate")
    if not nomination.is_open:
        raise CommitteeError("nomination_settled")
    return _view(visit, nomination)


async def _fetch_consult(visit: Visit, data: Data) -> Answer:
    view = await _read(visit, data, confirms=True)
    return show_dialog(visit.words("Før inn råd"), consultation_form(view, visit.words))


async def _submit_consult(visit: Visit, data: Data) -> Answer:
    view, typed = await _read(visit, data, confirms=True), field_of(data, "consulted")
    answer, id_, now = field_of(data, "answer"), field_of(data, "nomination"), visit.office.now()
    named = {str(n): who for n, (who, _) in enumerate(view.advice)}.get(typed, "")

    def work(tx: Transaction) -> Nomination:
        return record_consultation(tx, visit.directory, visit.person, id_, consulted=named, answer=answer, now=now)

    try:
        await _change(visit, work)
    except FormError as error:
        card = consultation_form(view, visit.words, consulted=typed, answer=answer, faults=error.fields)
        return show_dialog(visit.words("Før inn råd"), card)
    return tell_in_dialog(visit.words("Rådet er ført inn."))


async def _fetch_confirm(visit: Visit, data: Data) -> Answer:
    view = await _read(visit, data, confirms=True)
    return show_dialog(visit.words("Oppnevn"), confirm_form(view, visit.words))


async def _submit_confirm(visit: Visit, data: Data) -> Answer:
    id_, reason, now = field_of(data, "nomination"), field_of(data, "reason"), visit.office.now()

    def work(tx: Transaction) -> Nomination:
        return confirm_nomination(tx, visit.directory, visit.person, id_, reason=reason, now=now)

    try:
        view = await _change(visit, work)
    except FormError as error:
        view = await _read(visit, data, confirms=True)
        card = confirm_form(view, visit.words, reason=reason, faults=error.fields)
        return show_dialog(visit.words("Oppnevn"), card)
    return tell_in_dialog(visit.words("{name} er oppnevnt.", name=view.person))


async def _fetch_withdraw(visit: Visit, data: Data) -> Answer:
    view = await _read(visit, data, confirms=False)
    return show_dialog(visit.words("Trekk tilbake"), withdraw_form(view, visit.words))


async def _submit_withdraw(visit: Visit, data: Data) -> Answer:
    id_, reason, now = field_of(data, "nomination"), field_of(data, "reason"), visit.office.now()

    def work(tx: Transaction) -> Nomination:
        return withdraw_nomination(tx, visit.directory, visit.person, id_, reason=reason, now=now)

    try:
        await _change(visit, work)
    except FormError as error:
        view = await _read(visit, data, confirms=False)
        card = withdraw_form(view, visit.words, reason=reason, faults=error.fields)
        return show_dialog(visit.words("Trekk tilbake"), card)
    return tell_in_dialog(visit.words("Nomineringen er trukket tilbake."))


# The dialog of one who leaves


async def _fetch_end(visit: Visit, data: Data) -> Answer:
    committee_id = committee_named(visit, data)
    on = today_in(visit.directory.mandate(committee_id), visit.office.now())
    return _end_dialog(visit, committee_id, on, {"last_day": on.isoformat()})


def _end_dialog(
    visit: Visit, committee_id: str, on: date, typed: Mapping[str, str], faults: Mapping[str, str] | None = None
) -> Answer:
    directory = visit.directory
    seats = [one for one in directory.seats_of(committee_id) if one.until_on is None or one.until_on >= on]
    mine = [one for one in seats if may_end(directory, visit.person, one, on)]
    if not mine:
        raise CommitteeError("no_right_end_seat")
    others = [one for one in mine if not is_contact(directory, visit.person, chooser_of_seat(directory, one, on))]
    people = dict.fromkeys(one.person_id for one in mine)
    card = seat_end_form(
        directory.mandate(committee_id),
        visit.words,
        people=[(one, name_of(directory, directory.people[one])) for one in people],
        on_behalf=bool(others),
        typed=typed,
        faults=faults,
    )
    return show_dialog(visit.words("Noen slutter"), card)


async def _submit_end(visit: Visit, data: Data) -> Answer:
    committee_id, now = committee_named(visit, data), visit.office.now()
    on = today_in(visit.directory.mandate(committee_id), now)
    typed = {name: field_of(data, name) for name in ("person", "last_day", "reason", "told")}
    if typed["person"] not in visit.directory.people:
        return _end_dialog(visit, committee_id, on, typed, {"person": "field_no_person"})
    require_seat(visit.directory, visit.person, committee_id, typed["person"], on)

    def work(tx: Transaction) -> None:
        end_appointment(
            tx,
            visit.directory,
            visit.person,
            committee_id,
            typed["person"],
            last_day=typed["last_day"],
            reason=typed["reason"],
            is_told=typed["told"] == "true",
            now=now,
        )

    try:
        await visit.office.store.write(work)
    except FormError as error:
        return _end_dialog(visit, committee_id, on, typed, error.fields)
    await visit.office.refresh()
    visit.office.nudge()
    return tell_in_dialog(visit.words("Det er ført inn, og utvalget har fått beskjed."))


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
DIALOGS: dict[str, Dialog] = {
    "nominate": Dialog(fetch=_fetch_nominate, submit=_submit_nominate),
    "nomination_consult": Dialog(fetch=_fetch_consult, submit=_submit_consult),
    "nomination_confirm": Dialog(fetch=_fetch_confirm, submit=_submit_confirm),
    "nomination_withdraw": Dialog(fetch=_fetch_withdraw, submit=_submit_withdraw),
    "seat_end": Dialog(fetch=_fetch_end, submit=_submit_end),
}
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
