"""Channels are made, found, renamed and archived for committees and their groups, and the record tells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from committee.channel_names import teams_name
from committee.errors import CommitteeError, FormError
from committee.group_rights import sees_group
from committee.groups import Group, GroupState
from committee.members import Member
from committee.outbox import Errand, ErrandKind, ErrandState
from committee.ports import Transaction
from committee.rights import Right, require
from committee.spaces import ChannelBinding, ChannelKind, ChannelReport, ChannelSpace, ChannelWish, StepProblem
from committee.workflows.deliveries import finish_errand
from committee.workflows.errands import show, tell

#: Teams' own limit is 50 after mending; a longer name is cut, visibly.
LONGEST_WISH = 100
#: The first word of the error of an errand that waits for its committee's channel.
NO_CHANNEL = "channelNotMade"


def bind_channel(
    tx: Transaction,
    wanted: ChannelSpace,
    *,
    team_id: str,
    channel_id: str,
    name: str,
    is_new: bool,
    actor_id: str,
    now: datetime,
) -> ChannelBinding:
    """The committee's or group's channel is this one from now on. Twice changes nothing.

    What has waited for the channel is due. Raises CommitteeError("channel_bound") for a channel that another has.
    """
    known = {one.id: one for one in tx.all_records(ChannelBinding)}
    mine = known.get(wanted.id)
    if mine and mine.channel_id == channel_id:
        return mine
    if any(one.channel_id == channel_id for one in known.values()):
        raise CommitteeError("channel_bound")
    about = wanted.id if wanted.id != wanted.committee_id else ""
    binding = ChannelBinding(
        id=wanted.id,
        committee_id=wanted.committee_id,
        about=about,
        team_id=team_id,
        channel_id=channel_id,
        name=name,
        made_at=now,
    )
    tx.keep(binding)
    tx.move_register()
    _record(tx, binding, "channel.made" if is_new else "channel.adopted", actor_id, {"name": name}, now=now)
    _wake(tx, binding, now=now)
    return binding


def _wake(tx: Transaction, binding: ChannelBinding, *, now: datetime) -> None:
    if binding.about:
        return
    for errand in tx.errands(binding.committee_id):
        if errand.state is ErrandState.PARKED and NO_CHANNEL in errand.error:
            tx.put_errand(replace(errand, state=ErrandState.WAITING, attempts=0, due_at=now, error=""))


def note_renamed(tx: Transaction, id_: str, name: str, *, actor_id: str, now: datetime) -> None:
    """The channel has another name in Teams."""
    binding = tx.find(ChannelBinding, id_)
    if binding.name != name:
        tx.keep(replace(binding, name=name))
        _record(tx, binding, "channel.renamed", actor_id, {"from": binding.name, "to": name}, now=now)


def note_archived(
    tx: Transaction, id_: str, committee_id: str, *, archived: bool, actor_id: str, now: datetime
) -> None:
    """The channel is closed for writing, or open again."""
    action = "channel.archived" if archived else "channel.unarchived"
    tx.record(committee_id, at=now, actor_id=actor_id, action=action, subject_id=id_, details={})


def note_person(
    tx: Transaction, committee_id: str, action: str, object_id: str, id_: str, *, actor_id: str, now: datetime
) -> None:
    """Somebody was let in or out; the record has their id in Entra, not their name."""
    details = {"object_id": object_id}
    tx.record(committee_id, at=now, actor_id=actor_id, action=action, subject_id=id_, details=details)


def welcome(tx: Transaction, id_: str, told: Sequence[Member] = (), *, now: datetime) -> None:
    """The channel shall have the card that tells what it is for, and these members are told of it. Twice is once."""
    binding = tx.find(ChannelBinding, id_)
    if not binding.is_welcomed:
        tx.keep(replace(binding, is_welcomed=True))
        if not binding.about:
            show(tx, binding.committee_id, "welcome", binding.id, now=now)
            for member in told:
                tell(tx, member, "channel_ready", binding.id, now=now)


def wish_channel(tx: Transaction, actor: Member, group_id: str, *, name: str, kind: str, now: datetime) -> ChannelWish:
    """Leader or secretary asks for a channel for a group. Twice changes the wish, until it is made.

    Raises FormError, CommitteeError("no_right_plan", "not_found", "group_ended", "channel_made_already").
    """
    require(actor, Right.PLAN)
    group = _group(tx, actor, group_id)
    if group.state is GroupState.ENDED:
        raise CommitteeError("group_ended")
    if any(one.id == group_id for one in tx.records(ChannelBinding, group.committee_id)):
        raise CommitteeError("channel_made_already")
    faults = _faults(name, kind)
    if faults:
        raise FormError(faults, longest={"name": LONGEST_WISH})
    wish = ChannelWish(
        id=group_id,
        committee_id=group.committee_id,
        about=group_id,
        name=name.strip(),
        kind=ChannelKind(kind),
        wished_by=actor.person.id,
        wished_at=now,
    )
    tx.keep(wish)
    details = {"name": wish.name, "kind": wish.kind.value}
    tx.record(
        wish.committee_id,
        at=now,
        actor_id=actor.person.id,
        action="channel.wished",
        subject_id=wish.id,
        details=details,
    )
    return wish


def archive_group_channel(
    tx: Transaction, actor: Member, group_id: str, *, archived: bool, now: datetime
) -> ChannelWish:
    """Leader or secretary closes a group's channel for writing, or opens it again. Twice changes nothing.

    Raises CommitteeError("no_right_plan", "not_found").
    """
    require(actor, Right.PLAN)
    wish = tx.find(ChannelWish, group_id)
    if wish.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if wish.is_archived is archived:
        return wish
    changed = replace(wish, is_archived=archived)
    tx.keep(changed)
    action = "channel.archive_wished" if archived else "channel.unarchive_wished"
    tx.record(wish.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=wish.id, details={})
    return changed


def see_to_channels(tx: Transaction, actor: Member, *, people: bool, now: datetime) -> None:
    """Leader or secretary has what is planned for the committee's channels carried out; with `people` also who is in.

    Raises CommitteeError("no_right_plan").
    """
    require(actor, Right.PLAN)
    payload = {"actor_id": actor.person.id, "people": "yes" if people else ""}
    key = f"channels:{actor.committee_id}" + (":people" if people else "")
    tx.send(actor.committee_id, ErrandKind.CHANNELS, key, payload, now=now)


def finish_channels(
    tx: Transaction, errand: Errand, actor: Member | None, done: int, problems: Sequence[StepProblem], *, now: datetime
) -> None:
    """What was asked for is done, as far as it goes; who asked is told."""
    committee_id = errand.committee_id
    report = ChannelReport(
        id=committee_id, committee_id=committee_id, about="", at=now, done=done, problems=tuple(problems)
    )
    tx.keep(report)
    finish_errand(tx, errand)
    if actor is not None:
        tell(tx, actor, "channels_done", committee_id, now=now)


def wished_channels(tx: Transaction, teams: Mapping[str, str]) -> list[tuple[str, ChannelSpace]]:
    """What was asked for by chat: the team and the channel, each in its committee's team (`teams`, by committee)."""
    found = []
    for wish in tx.all_records(ChannelWish):
        if wish.committee_id not in teams:
            continue
        group = tx.group(wish.about)
        channel = ChannelSpace(
            id=wish.id,
            committee_id=wish.committee_id,
            name=wish.name,
            kind=wish.kind,
            is_archived=wish.is_archived,
            people=group.members,
            folders=(),
        )
        found.append((teams[wish.committee_id], channel))
    return found


def _group(tx: Transaction, actor: Member, group_id: str) -> Group:
    group = tx.group(group_id)
    if group.committee_id != actor.committee_id or not sees_group(actor, group):
        raise CommitteeError("not_found")
    return group


def _faults(name: str, kind: str) -> dict[str, str]:
    faults = {}
    if not name.strip():
        faults["name"] = "field_empty"
    elif len(name.strip()) > LONGEST_WISH:
        faults["name"] = "field_too_long"
    elif not any(sign.isalnum() for sign in teams_name(name, instead="").name):
        faults["name"] = "channel_name_empty"
    if kind not in set(ChannelKind):
        faults["kind"] = "field_not_chosen"
    return faults


def _record(
    tx: Transaction, binding: ChannelBinding, action: str, actor_id: str, details: dict[str, str], *, now: datetime
) -> None:
    tx.record(binding.committee_id, at=now, actor_id=actor_id, action=action, subject_id=binding.id, details=details)
