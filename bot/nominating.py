"""The dialog in which somebody is nominated."""

import uuid
from datetime import date, timedelta

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named
from bot.office import Visit
from bot.search import name_of
from cards.nomination_forms import nomination_form
from committee.errors import FormError
from committee.members import Directory, Seat
from committee.nomination_rights import Place, is_contact, require_place, seating_of, today_in
from committee.nominations import NominationForm, Term, is_full
from committee.workflows.nominations import nominate

#: So many of an organisation's people are offered before anything is typed.
_MOST_OFFERED = 40


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


def _sits_for(seat: Seat, place: Place) -> bool:
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


DIALOGS: dict[str, Dialog] = {"nominate": Dialog(fetch=_fetch_nominate, submit=_submit_nominate)}
