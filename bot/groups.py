"""Groups below a committee: what people write, and the dialogs they fill in."""

import uuid
from collections.abc import Mapping

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.office import Card, Visit
from bot.search import name_of
from cards.group_forms import group_end_form, group_form, group_report_form
from cards.groups import groups_card, new_group_card
from committee.errors import CommitteeError, FormError
from committee.group_forms import GroupForm, form_of_group
from committee.group_rights import kinds_for, may_change, may_end, may_report, require_seen
from committee.group_views import view_groups
from committee.groups import Group, GroupKind, GroupState
from committee.members import Member
from committee.ports import Transaction
from committee.workflows.groups import change_group, end_group, report_group, require_kinds, set_up_group
from committee.workflows.report_backs import day_in
from locales import N_

#: So many of a person's committees are looked through for their list.
_MOST_COMMITTEES = 10
#: So many of the committee's people are offered before anything is typed.
_MOST_OFFERED = 40


def places_of(visit: Visit) -> list[Member]:
    """The visitor in each committee that an answer is about: the channel's, or in a chat all where they have a seat."""
    own = visit.directory.committees_of(visit.person) if visit.sender.is_personal else ()
    places = list(dict.fromkeys((visit.committee_id, *own)))[:_MOST_COMMITTEES]
    return [visit.member_of(one) for one in places]


def committee_named(visit: Visit, data: Data) -> str:
    """The committee that the dialog is for."""
    named = field_of(data, "committee")
    return named if named in visit.directory.mandates else visit.committee_id


def offered_people(visit: Visit, committee_id: str, *chosen: str) -> list[tuple[str, str]]:
    """The committee's own people and those who are chosen, as (id, name); all others are found by typing."""
    directory = visit.directory
    own = [one.person.id for one in directory.members(committee_id)][:_MOST_OFFERED]
    ids = dict.fromkeys((*own, *(one for one in chosen if one in directory.people)))
    return [(one, name_of(directory, directory.people[one])) for one in ids]


async def _list(visit: Visit) -> Card:
    today = day_in(visit.directory, visit.committee_id, visit.office.now())

    def look(tx: Transaction) -> Card:
        views = view_groups(tx, visit.directory, places_of(visit), in_private=visit.sender.is_personal)
        if not views:
            raise CommitteeError("no_seat")
        return groups_card(views, visit.words, today=today)

    return await visit.office.store.read(look)


async def _offer_new(visit: Visit) -> Card:
    places = [one.committee_id for one in places_of(visit) if kinds_for(visit.directory, one)]
    if not places:
        require_kinds(visit.directory, visit.member)
    return new_group_card([visit.directory.mandate(one) for one in places], visit.words)


async def _fetch_group(visit: Visit, data: Data) -> Answer:
    if field_of(data, "group"):
        group, member = await _read(visit, data)
        if not may_change(member, group):
            raise CommitteeError("no_right_change_group")
        _refuse_ended(group)
        return _group_dialog(visit, form_of_group(group), group.committee_id, {"group": group.id})
    committee_id = committee_named(visit, data)
    kinds = require_kinds(visit.directory, visit.member_of(committee_id))
    ids = {"committee": committee_id, "new": uuid.uuid4().hex}
    return _group_dialog(visit, GroupForm(leader_id=visit.person.id), committee_id, ids, kinds=kinds)


def _group_dialog(
    visit: Visit,
    form: GroupForm,
    committee_id: str,
    ids: Mapping[str, str],
    *,
    kinds: tuple[GroupKind, ...] = (),
    faults: Mapping[str, str] | None = None,
) -> Answer:
    people = offered_people(visit, committee_id, form.leader_id, *form.members)
    card = group_form(form, visit.words, data=ids, kinds=kinds, people=people, faults=faults)
    return show_dialog(visit.words("Gruppe"), card)


async def _submit_group(visit: Visit, data: Data) -> Answer:
    typed = _read_form(data)
    if field_of(data, "group"):
        return await _correct(visit, data, typed)
    committee_id, group_id = committee_named(visit, data), field_of(data, "new")
    member, directory = visit.member_of(committee_id), visit.directory
    try:
        group = await visit.office.store.write(
            lambda tx: set_up_group(tx, directory, member, typed, group_id=group_id, now=visit.office.now())
        )
    except FormError as error:
        ids = {"committee": committee_id, "new": group_id}
        kinds = kinds_for(directory, member)
        return _group_dialog(visit, typed, committee_id, ids, kinds=kinds, faults=error.fields)
    visit.office.nudge()
    if group.is_private:
        return tell_in_dialog(visit.words("Gruppen er satt ned. Bare kommunen og gruppens medlemmer ser den."))
    return tell_in_dialog(visit.words("Gruppen er satt ned, og medlemmene og kanalen har fått beskjed."))


async def _correct(visit: Visit, data: Data, typed: GroupForm) -> Answer:
    group, member = await _read(visit, data)
    try:
        await visit.office.store.write(
            lambda tx: change_group(tx, visit.directory, member, group.id, typed, now=visit.office.now())
        )
    except FormError as error:
        return _group_dialog(visit, typed, group.committee_id, {"group": group.id}, faults=error.fields)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Rettelsen er lagret."))


def _read_form(data: Data) -> GroupForm:
    chosen = (one.strip() for one in field_of(data, "members").split(","))
    return GroupForm(
        kind=field_of(data, "kind"),
        name=field_of(data, "name"),
        task=field_of(data, "task"),
        leader_id=field_of(data, "leader"),
        members=tuple(one for one in chosen if one),
        deadline=field_of(data, "deadline"),
        client=field_of(data, "client"),
    )


async def _fetch_report(visit: Visit, data: Data) -> Answer:
    group, member = await _read(visit, data)
    if not may_report(member, group):
        raise CommitteeError("no_right_report_group")
    _refuse_ended(group)
    return show_dialog(visit.words("Rapporter"), group_report_form(group, visit.words))


async def _submit_report(visit: Visit, data: Data) -> Answer:
    group, member = await _read(visit, data)
    text, document, now = field_of(data, "report"), field_of(data, "document"), visit.office.now()
    try:
        await visit.office.store.write(lambda tx: report_group(tx, member, group.id, text, document=document, now=now))
    except FormError as error:
        card = group_report_form(group, visit.words, typed=text, document=document, faults=error.fields)
        return show_dialog(visit.words("Rapporter"), card)
    visit.office.nudge()
    if group.is_private:
        return tell_in_dialog(visit.words("Takk! Rapporten er lagret."))
    return tell_in_dialog(visit.words("Takk! Rapporten står på sakslisten for neste møte."))


async def _fetch_end(visit: Visit, data: Data) -> Answer:
    group, member = await _read(visit, data)
    if not may_end(member, group):
        raise CommitteeError("no_right_end_group")
    _refuse_ended(group)
    if group.awaits_meeting:
        raise CommitteeError("group_report_not_noted")
    return show_dialog(visit.words("Avslutt gruppen"), group_end_form(group, visit.words))


async def _submit_end(visit: Visit, data: Data) -> Answer:
    group, member = await _read(visit, data)
    reason = field_of(data, "reason")
    try:
        await visit.office.store.write(
            lambda tx: end_group(tx, member, group.id, reason=reason, now=visit.office.now())
        )
    except FormError as error:
        card = group_end_form(group, visit.words, typed=reason, faults=error.fields)
        return show_dialog(visit.words("Avslutt gruppen"), card)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Gruppen er avsluttet."))


async def _read(visit: Visit, data: Data) -> tuple[Group, Member]:
    """The group, when the visitor may know of it."""
    group = await visit.office.store.read(lambda tx: tx.group(field_of(data, "group")))
    member = visit.member_of(group.committee_id)
    require_seen(member, group)
    return group, member


def _refuse_ended(group: Group) -> None:
    if group.state is GroupState.ENDED:
        raise CommitteeError("group_ended")


DIALOGS: dict[str, Dialog] = {
    "group": Dialog(fetch=_fetch_group, submit=_submit_group),
    "group_report": Dialog(fetch=_fetch_report, submit=_submit_report),
    "group_end": Dialog(fetch=_fetch_end, submit=_submit_end),
}
COMMANDS: tuple[Command, ...] = (
    Command(
        phrases=("grupper", "arbeidsgrupper", "prosjektgrupper", "hvilke grupper har vi", "groups"),
        does=N_("viser gruppene, fristene og hva de har meldt tilbake"),
        run=_list,
    ),
    Command(
        phrases=("ny gruppe", "ny arbeidsgruppe", "ny prosjektgruppe", "sett ned gruppe", "new group"),
        does=N_("setter ned en arbeidsgruppe eller prosjektgruppe"),
        run=_offer_new,
    ),
)
