"""«orienter» and «orienteringer»: what members tell each other in a meeting, collected in advance."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named, places_of
from bot.office import Card, Visit
from cards.briefings import asked_card, briefing_entered_card, briefing_form, briefings_card
from cards.help import message_card
from cards.meetings import meeting_card
from committee.briefing_views import tellers, view_briefings
from committee.briefings import Briefing, BriefingForm, form_of, region_of
from committee.errors import FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.rights import Right, may, require
from committee.views import view_meeting
from committee.workflows.briefing_rounds import briefings_to, meeting_ahead
from committee.workflows.briefings import (
    change_briefing,
    give_briefing,
    open_briefing,
    require_round,
    restore_briefing,
    tell_nothing,
    withdraw_briefing,
)
from locales import N_, Words
from locales.refusals import refusal_of


def draw_meeting(tx: Transaction, directory: Directory, meeting_id: str, viewer: Member | None, words: Words) -> Card:
    """A meeting's card with its orienteringer, as the minutes have them once the meeting is over."""
    view = view_meeting(tx, directory, meeting_id, viewer)
    lines = view.minutes.briefings if view.minutes else briefings_to(tx, view.meeting)
    return meeting_card(view, words, briefings=lines)


def place_of(visit: Visit) -> Member | None:
    """The visitor in the committee that has such a round. Raises CommitteeError("no_seat")."""
    require(visit.member, Right.READ)
    asking = (one for one in places_of(visit) if visit.directory.mandate(one.committee_id).briefings and one.seat)
    return next(asking, None)


def no_round_card(visit: Visit) -> Card:
    """The answer in a body whose mandate says nothing of it."""
    return message_card(visit.words("Orienteringer"), refusal_of("briefings_not_here", visit.words), visit.words)


async def _tell(visit: Visit) -> Card:
    member = place_of(visit)
    if member is None:
        return no_round_card(visit)
    return await visit.office.store.read(lambda tx: _draw_own(tx, visit, member))


def _draw_own(tx: Transaction, visit: Visit, member: Member) -> Card:
    return asked_card(view_briefings(tx, visit.directory, member, now=visit.office.now()), visit.words)


async def _list(visit: Visit) -> Card:
    member = place_of(visit)
    if member is None:
        return no_round_card(visit)
    return await visit.office.store.read(lambda tx: _draw_all(tx, visit, member))


def _draw_all(tx: Transaction, visit: Visit, member: Member) -> Card:
    return briefings_card(view_briefings(tx, visit.directory, member, now=visit.office.now()), visit.words)


async def _view(visit: Visit, data: Data) -> Card:
    member = visit.member_of(committee_named(visit, data))
    return await visit.office.store.read(lambda tx: _draw_own(tx, visit, member))


async def _write(visit: Visit, work: Callable[[Transaction], Any]) -> Any:
    done = await visit.office.store.write(work)
    visit.office.nudge()
    return done


async def _nothing(visit: Visit, data: Data) -> Card:
    def work(tx: Transaction) -> Card:
        meeting = tx.meeting(field_of(data, "meeting"))
        member = visit.member_of(meeting.committee_id)
        tell_nothing(tx, visit.directory, member, meeting.id, now=visit.office.now())
        return _draw_own(tx, visit, member)

    return await _write(visit, work)


def _acting(act: Callable[..., Briefing]) -> Callable[..., Any]:
    async def run(visit: Visit, data: Data) -> Card:
        def work(tx: Transaction) -> Card:
            briefing = tx.find(Briefing, field_of(data, "briefing"))
            member = visit.member_of(briefing.committee_id)
            act(tx, member, briefing.id, now=visit.office.now())
            if briefing.person_id != visit.person.id:
                return _draw_all(tx, visit, member)
            return _draw_own(tx, visit, member)

        return await _write(visit, work)

    return run


async def _fetch(visit: Visit, data: Data) -> Answer:
    if field_of(data, "briefing"):
        briefing, member = await _read(visit, data)
        return _dialog(visit, form_of(briefing), {"briefing": briefing.id}, member, own=False)
    member = visit.member_of(committee_named(visit, data))
    require_round(visit.directory, member)
    ids = {"committee": member.committee_id, "new": uuid.uuid4().hex}
    return _dialog(visit, BriefingForm(person_id=visit.person.id), ids, member)


async def _read(visit: Visit, data: Data) -> tuple[Briefing, Member]:
    def look(tx: Transaction) -> tuple[Briefing, Member]:
        briefing = tx.find(Briefing, field_of(data, "briefing"))
        member = visit.member_of(briefing.committee_id)
        return open_briefing(tx, member, briefing.id), member

    return await visit.office.store.read(look)


def _dialog(
    visit: Visit,
    form: BriefingForm,
    ids: Mapping[str, str],
    member: Member,
    *,
    own: bool = True,
    faults: Mapping[str, str] | None = None,
) -> Answer:
    directory = visit.directory
    person = directory.people.get(form.person_id, member.person)
    region = region_of(directory, directory.member(person, member.committee_id))
    members = tellers(directory, member) if own and may(member, Right.PLAN) else ()
    card = briefing_form(form, visit.words, data=ids, region=region, members=members, faults=faults)
    return show_dialog(visit.words("Meld en orientering"), card)


async def _submit(visit: Visit, data: Data) -> Answer:
    form, now = _typed(data), visit.office.now()
    if field_of(data, "briefing"):
        return await _submit_change(visit, data, form)
    member, directory = visit.member_of(committee_named(visit, data)), visit.directory
    new = field_of(data, "new")

    def work(tx: Transaction) -> str:
        give_briefing(tx, directory, member, form, briefing_id=new, now=now)
        meeting = meeting_ahead(tx, member.committee_id, now=now)
        zone = directory.mandate(member.committee_id).time_zone
        return visit.words.moment(meeting.starts_at, zone) if meeting else ""

    try:
        when = await _write(visit, work)
    except FormError as error:
        ids = {"committee": member.committee_id, "new": new}
        return _dialog(visit, form, ids, member, faults=error.fields)
    if when:
        return tell_in_dialog(visit.words("Takk! Orienteringen står på sakslisten for møtet {when}.", when=when))
    return tell_in_dialog(visit.words("Takk! Orienteringen kommer på sakslisten når neste møte er satt opp."))


async def _submit_change(visit: Visit, data: Data, form: BriefingForm) -> Answer:
    briefing, member = await _read(visit, data)
    directory, now = visit.directory, visit.office.now()
    try:
        await _write(visit, lambda tx: change_briefing(tx, directory, member, briefing.id, form, now=now))
    except FormError as error:
        return _dialog(visit, form, {"briefing": briefing.id}, member, own=False, faults=error.fields)
    return tell_in_dialog(visit.words("Endringen er lagret."))


def _typed(data: Data) -> BriefingForm:
    return BriefingForm(
        title=field_of(data, "title"),
        text=field_of(data, "text"),
        minutes=field_of(data, "minutes"),
        is_regional=field_of(data, "regional") == "true",
        person_id=field_of(data, "person"),
    )


def _asked(*, is_reminder: bool) -> Callable[..., Card]:
    def draw(tx: Transaction, directory: Directory, member: Member, meeting_id: str, say: Words) -> Card:
        view = view_briefings(tx, directory, member, now=tx.meeting(meeting_id).starts_at)
        return asked_card(view, say, is_reminder=is_reminder)

    return draw


def _entered(tx: Transaction, directory: Directory, member: Member, briefing_id: str, say: Words) -> Card:
    briefing = tx.find(Briefing, briefing_id)
    by = directory.name_of(briefing.entered_by)
    return briefing_entered_card(briefing, directory.mandate(member.committee_id), by, say)


PERSONAL: dict[str, Callable[..., Card]] = {
    "briefing_asked": _asked(is_reminder=False),
    "briefing_reminder": _asked(is_reminder=True),
    "briefing_entered": _entered,
}
ACTIONS: dict[str, Any] = {
    "briefing.view": _view,
    "briefing.nothing": _nothing,
    "briefing.withdraw": _acting(withdraw_briefing),
    "briefing.restore": _acting(restore_briefing),
}
DIALOGS = {"briefing": Dialog(fetch=_fetch, submit=_submit)}
COMMANDS = (
    Command(
        phrases=("orienter", "orientering", "meld orientering", "ny orientering", "fortell de andre"),
        does=N_("melder noe du vil orientere de andre om i neste møte"),
        run=_tell,
    ),
    Command(
        phrases=("orienteringer", "orienteringsrunde", "hva orienteres det om", "orienteringar", "briefings"),
        does=N_("viser hva det skal orienteres om i neste møte"),
        run=_list,
    ),
)
