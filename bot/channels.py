"""«kanaler»: what leader and secretary see of their channels in Teams, and have done with them."""

from typing import Any

from bot.command import Command
from bot.dialogs import Answer, Data, Dialog, field_of, show_dialog, tell_in_dialog
from bot.groups import committee_named
from bot.office import Card, Visit
from cards.channels import (
    channel_form,
    channel_ready_card,
    channels_card,
    channels_done_card,
    channels_under_way_card,
    channels_unseen_card,
    welcome_card,
)
from committee.channel_names import teams_name
from committee.errors import CommitteeError, FormError
from committee.groups import GroupState
from committee.members import Directory, Member
from committee.microsoft_errors import MicrosoftError
from committee.ports import Transaction
from committee.rights import Right, require
from committee.spaces import ChannelBinding, ChannelReport, ChannelWish, GroupChannel
from committee.workflows.spaces import archive_group_channel, see_to_channels, wish_channel
from locales import N_, Words
from locales.spaces import mended_words


async def _list(visit: Visit) -> Card:
    return await _draw(visit, visit.committee_id)


async def _draw(visit: Visit, committee_id: str) -> Card:
    require(visit.member_of(committee_id), Right.PLAN)
    mandate, channels = visit.directory.mandate(committee_id), visit.office.channels
    if channels is None:
        raise CommitteeError("no_team")
    groups = await visit.office.store.read(lambda tx: _groups_with_channels(tx, committee_id))
    try:
        run = await channels.run_for(committee_id, actor_id=visit.person.id)
        plan = await run.plan()
    except MicrosoftError:
        return channels_unseen_card(mandate, visit.words)
    return channels_card(plan, groups, mandate, visit.words)


def _groups_with_channels(tx: Transaction, committee_id: str) -> list[GroupChannel]:
    wishes = tx.records(ChannelWish, committee_id)
    return [GroupChannel(id=one.id, name=tx.group(one.about).name, is_archived=one.is_archived) for one in wishes]


async def _view(visit: Visit, data: Data) -> Card:
    return await _draw(visit, _named(visit, data))


def _named(visit: Visit, data: Data) -> str:
    """Raises CommitteeError("unknown_committee") for a card that names none."""
    return visit.directory.mandate(field_of(data, "committee")).id


async def _apply(visit: Visit, data: Data) -> Card:
    committee_id = _named(visit, data)
    member, now = visit.member_of(committee_id), visit.office.now()
    people = field_of(data, "people") == "yes"
    await visit.office.store.write(lambda tx: see_to_channels(tx, member, people=people, now=now))
    visit.office.nudge()
    return channels_under_way_card(visit.directory.mandate(committee_id), visit.words)


def _archiving(*, archived: bool) -> Any:
    async def act(visit: Visit, data: Data) -> Card:
        def work(tx: Transaction) -> str:
            wish = tx.find(ChannelWish, field_of(data, "group"))
            member, now = visit.member_of(wish.committee_id), visit.office.now()
            archive_group_channel(tx, member, wish.id, archived=archived, now=now)
            see_to_channels(tx, member, people=False, now=now)
            return wish.committee_id

        committee_id = await visit.office.store.write(work)
        visit.office.nudge()
        return channels_under_way_card(visit.directory.mandate(committee_id), visit.words)

    return act


async def _fetch(visit: Visit, data: Data) -> Answer:
    committee_id = committee_named(visit, data)
    require(visit.member_of(committee_id), Right.PLAN)
    return await _dialog(visit, committee_id, typed={"group": field_of(data, "group")})


async def _dialog(visit: Visit, committee_id: str, *, seen: str = "", **filled: Any) -> Answer:
    groups = await visit.office.store.read(lambda tx: _groups_without(tx, committee_id))
    if not groups:
        return tell_in_dialog(
            visit.words("Alle gruppene har en kanal. Skriv «sett ned gruppe» for å lage en ny gruppe.")
        )
    data = {"committee": committee_id, "seen": seen}
    return show_dialog(visit.words("Ny kanal"), channel_form(groups, visit.words, data=data, **filled))


def _groups_without(tx: Transaction, committee_id: str) -> list[tuple[str, str]]:
    made = {one.id for one in tx.records(ChannelBinding, committee_id)}
    wished = {one.id for one in tx.records(ChannelWish, committee_id)}
    return [
        (one.id, one.name)
        for one in tx.groups(committee_id)
        if one.id not in made | wished and not one.is_private and one.state is not GroupState.ENDED
    ]


async def _submit(visit: Visit, data: Data) -> Answer:
    committee_id = committee_named(visit, data)
    typed = {name: field_of(data, name) for name in ("group", "name", "kind")}
    member, now = visit.member_of(committee_id), visit.office.now()
    require(member, Right.PLAN)
    if not typed["group"]:
        return await _dialog(visit, committee_id, typed=typed, faults={"group": "field_not_chosen"})
    called = teams_name(typed["name"], instead="")
    if called.name and called.mended and field_of(data, "seen") != called.name:
        why = mended_words(called.mended, visit.words)
        return await _dialog(visit, committee_id, seen=called.name, typed=typed, called=called.name, why=why)

    def work(tx: Transaction) -> None:
        wish_channel(tx, member, typed["group"], name=typed["name"], kind=typed["kind"], now=now)
        see_to_channels(tx, member, people=False, now=now)

    try:
        await visit.office.store.write(work)
    except FormError as error:
        return await _dialog(visit, committee_id, typed=typed, faults=error.fields)
    visit.office.nudge()
    return tell_in_dialog(visit.words("Kanalen lages nå. Du får beskjed når den er klar."))


def _done(tx: Transaction, directory: Directory, member: Member, committee_id: str, say: Words) -> Card:
    return channels_done_card(tx.find(ChannelReport, committee_id), directory.mandate(member.committee_id), say)


def _ready(tx: Transaction, directory: Directory, member: Member, channel_id: str, say: Words) -> Card:
    return channel_ready_card(tx.find(ChannelBinding, channel_id).name, directory.mandate(member.committee_id), say)


def _welcome(tx: Transaction, directory: Directory, committee_id: str, subject_id: str, say: Words) -> Card:
    return welcome_card(directory.mandate(committee_id), say)


ACTIONS: dict[str, Any] = {
    "channels.view": _view,
    "channels.apply": _apply,
    "channel.archive": _archiving(archived=True),
    "channel.unarchive": _archiving(archived=False),
}
DIALOGS = {"channel": Dialog(fetch=_fetch, submit=_submit)}
CHANNEL = {"welcome": _welcome}
PERSONAL = {"channels_done": _done, "channel_ready": _ready}
COMMANDS = (
    Command(
        phrases=("kanaler", "kanalane", "opprett kanal", "arkiver kanal", "channels", "create channel"),
        does=N_("viser kanalene i Teams, og lager og arkiverer dem"),
        run=_list,
        needs=Right.PLAN,
    ),
)
