"""The dialog in which it is entered that a member leaves."""

from collections.abc import Mapping
from datetime import date

from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named
from bot.office import Visit
from bot.search import name_of
from cards.nomination_forms import seat_end_form
from committee.errors import CommitteeError, FormError
from committee.nomination_rights import chooser_of_seat, is_contact, may_end, today_in
from committee.ports import Transaction
from committee.workflows.appointments import end_appointment, require_seat


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


DIALOGS: dict[str, Dialog] = {"seat_end": Dialog(fetch=_fetch_end, submit=_submit_end)}
