"""Those who represent a committee in outside networks: what people write, and the dialogs they fill in."""

import uuid
from collections.abc import Mapping

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named, offered_people
from bot.office import Card, Visit
from bot.search import name_of
from cards.group_forms import delegate_end_form, delegate_form, delegate_report_form
from cards.networks import delegates_card
from committee.errors import CommitteeError, FormError
from committee.group_forms import DelegateForm, form_of_delegate
from committee.group_rights import may_speak_for
from committee.group_views import view_delegates
from committee.groups import Delegate
from committee.members import Member
from committee.ports import Transaction
from committee.workflows.delegates import end_delegate, name_delegate, report_delegate, require_naming
from committee.workflows.report_backs import day_in
from locales import N_


async def _list(visit: Visit) -> Card:
    def look(tx: Transaction) -> Card:
        view = view_delegates(tx, visit.directory, visit.member)
        if visit.member.seat is None and not view.delegates:
            raise CommitteeError("no_seat")
        return delegates_card(view, visit.words)

    return await visit.office.store.read(look)


async def _fetch_delegate(visit: Visit, data: Data) -> Answer:
    if field_of(data, "delegate"):
        delegate, member = await _read(visit, data)
        require_naming(member)
        _refuse_ended(delegate)
        return _dialog(visit, form_of_delegate(delegate), delegate.committee_id, delegate.id)
    committee_id = committee_named(visit, data)
    require_naming(visit.member_of(committee_id))
    today = day_in(visit.directory, committee_id, visit.office.now())
    form = DelegateForm(from_on=today.isoformat(), months="6")
    return _dialog(visit, form, committee_id, uuid.uuid4().hex)


def _dialog(
    visit: Visit, form: DelegateForm, committee_id: str, delegate_id: str, faults: Mapping[str, str] | None = None
) -> Answer:
    directory = visit.directory
    members = [(one.person.id, name_of(directory, one.person)) for one in directory.members(committee_id)]
    card = delegate_form(
        form,
        visit.words,
        data={"committee": committee_id, "new": delegate_id},
        members=members,
        people=offered_people(visit, committee_id, form.adviser_id),
        faults=faults,
    )
    return show_dialog(visit.words("Representant i nettverk"), card)


async def _submit_delegate(visit: Visit, data: Data) -> Answer:
    committee_id, delegate_id = committee_named(visit, data), field_of(data, "new")
    member, typed = visit.member_of(committee_id), _read_form(data)
    try:
        await visit.office.store.write(
            lambda tx: name_delegate(
                tx, visit.directory, member, typed, delegate_id=delegate_id, now=visit.office.now()
            )
        )
    except FormError as error:
        return _dialog(visit, typed, committee_id, delegate_id, error.fields)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Lagret. De som er ført inn, og kanalen, har fått beskjed."))


def _read_form(data: Data) -> DelegateForm:
    return DelegateForm(
        network=field_of(data, "network"),
        person_id=field_of(data, "person"),
        adviser_id=field_of(data, "adviser"),
        from_on=field_of(data, "from_on"),
        until_on=field_of(data, "until_on"),
        months=field_of(data, "months"),
    )


async def _fetch_report(visit: Visit, data: Data) -> Answer:
    delegate, member = await _read(visit, data)
    if not may_speak_for(member, delegate):
        raise CommitteeError("no_right_report_delegate" if member.seat else "no_seat")
    _refuse_ended(delegate)
    return show_dialog(visit.words("Rapporter"), delegate_report_form(delegate, visit.words))


async def _submit_report(visit: Visit, data: Data) -> Answer:
    delegate, member = await _read(visit, data)
    text = field_of(data, "report")
    try:
        await visit.office.store.write(
            lambda tx: report_delegate(tx, visit.directory, member, delegate.id, text, now=visit.office.now())
        )
    except FormError as error:
        card = delegate_report_form(delegate, visit.words, typed=text, faults=error.fields)
        return show_dialog(visit.words("Rapporter"), card)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Takk! Rapporten står på sakslisten for neste møte."))


async def _fetch_end(visit: Visit, data: Data) -> Answer:
    delegate, member = await _read(visit, data)
    require_naming(member)
    _refuse_ended(delegate)
    return show_dialog(visit.words("Avslutt oppdraget"), delegate_end_form(delegate, visit.words))


async def _submit_end(visit: Visit, data: Data) -> Answer:
    delegate, member = await _read(visit, data)
    await visit.office.store.write(lambda tx: end_delegate(tx, member, delegate.id, now=visit.office.now()))
    visit.office.nudge()
    return tell_in_dialog(visit.words("Oppdraget er avsluttet."))


async def _read(visit: Visit, data: Data) -> tuple[Delegate, Member]:
    delegate = await visit.office.store.read(lambda tx: tx.delegate(field_of(data, "delegate")))
    return delegate, visit.member_of(delegate.committee_id)


def _refuse_ended(delegate: Delegate) -> None:
    if not delegate.is_active:
        raise CommitteeError("delegate_ended")


DIALOGS: dict[str, Dialog] = {
    "delegate": Dialog(fetch=_fetch_delegate, submit=_submit_delegate),
    "delegate_report": Dialog(fetch=_fetch_report, submit=_submit_report),
    "delegate_end": Dialog(fetch=_fetch_end, submit=_submit_end),
}
COMMANDS: tuple[Command, ...] = (
    Command(
        phrases=("nettverk", "fagnettverk", "hvem representerer oss", "networks"),
        does=N_("viser hvem som representerer utvalget i nettverk"),
        run=_list,
    ),
)
