"""A group is set up, corrected, reports to its committee, and is ended (000-17, 002-10, 002-11, 003-10)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from committee.errors import CommitteeError
from committee.form_checks import require_form_id
from committee.group_forms import GroupForm, check_group, check_one_text, check_report
from committee.group_rights import kinds_for, may_change, may_end, may_report, require_seen
from committee.groups import Group, GroupKind, GroupState
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.workflows.errands import show, tell
from committee.workflows.report_backs import await_report, day_in, show_agenda


def set_up_group(
    tx: Transaction, directory: Directory, actor: Member, form: GroupForm, *, group_id: str, now: datetime
) -> Group:
    """The committee gets an arbeidsgruppe or prosjektgruppe, or a municipality a digitaliseringsgruppe of its own.

    `group_id` was made when the form was opened, so that a form delivered twice is one group. Its people are told, and
    of the committee's groups the channel too. Raises FormError, CommitteeError("no_seat", "no_right_set_up_group").
    """
    allowed = require_kinds(directory, actor)
    require_form_id(group_id)
    if known := _known(tx, group_id):
        require_seen(actor, known)
        return known
    checked = check_group(form, directory.people, today=day_in(directory, actor.committee_id, now))
    kind = GroupKind(checked.kind)
    if kind not in allowed:
        raise CommitteeError("no_right_own_group" if kind is GroupKind.MUNICIPAL else "no_right_set_up_group")
    group = Group(
        id=group_id,
        committee_id=actor.committee_id,
        kind=kind,
        name=checked.name,
        task=checked.task,
        leader_id=checked.leader_id,
        members=checked.members,
        deadline_on=checked.deadline_on,
        created_by=actor.person.id,
        created_at=now,
        organisation_id=actor.organisation_id if kind is GroupKind.MUNICIPAL else None,
        client=checked.client,
    )
    _save(tx, actor, group, "group.set_up", _described(group), now=now)
    _tell(tx, directory, actor, group, group.members, now=now)
    await_report(tx, directory, group, now=now)
    return group


def require_kinds(directory: Directory, actor: Member) -> tuple[GroupKind, ...]:
    """What the actor may set up here. Raises CommitteeError("no_seat", "no_right_set_up_group") when it is nothing."""
    allowed = kinds_for(directory, actor)
    if not allowed:
        raise CommitteeError("no_right_set_up_group" if actor.seat else "no_seat")
    return allowed


def change_group(
    tx: Transaction, directory: Directory, actor: Member, group_id: str, form: GroupForm, *, now: datetime
) -> Group:
    """Name, task, people and deadline are corrected; of what kind it is stands. Those who are new are told.

    Raises FormError, CommitteeError("not_found", "no_seat", "no_right_change_group", "group_ended").
    """
    group = _of(tx, actor, group_id)
    if not may_change(actor, group):
        raise CommitteeError("no_right_change_group")
    _require_active(group)
    today = day_in(directory, group.committee_id, now)
    checked = check_group(replace(form, kind=group.kind), directory.people, today=today, was=group.deadline_on)
    changed = replace(
        group,
        name=checked.name,
        task=checked.task,
        leader_id=checked.leader_id,
        members=checked.members,
        deadline_on=checked.deadline_on,
        client=checked.client,
    )
    if changed == group:
        return group
    _save(tx, actor, changed, "group.changed", _described(changed), now=now)
    new = [one for one in changed.members if one not in group.members]
    if changed.leader_id != group.leader_id:
        new.append(changed.leader_id)
    _tell(tx, directory, actor, changed, new, now=now)
    if changed.deadline_on != group.deadline_on:
        await_report(tx, directory, changed, now=now)
    return changed


def report_group(
    tx: Transaction, actor: Member, group_id: str, text: str, *, document: str = "", now: datetime
) -> Group:
    """The group's leader or a member sends its report, in place of one sent before; it goes to the next meeting.

    Raises FormError, CommitteeError("not_found", "no_seat", "no_right_report_group", "group_ended").
    """
    group = _of(tx, actor, group_id)
    if not may_report(actor, group):
        raise CommitteeError("no_right_report_group")
    _require_active(group)
    report, document = check_report(text, document)
    if (report, document) == (group.report, group.document):
        return group
    reported = replace(
        group,
        state=GroupState.REPORTED,
        report=report,
        document=document,
        reported_by=actor.person.id,
        reported_at=now,
        noted_in=None,
    )
    _save(
        tx,
        actor,
        reported,
        "group.reported",
        {} if group.is_private else {"report": report, "document": document},
        now=now,
    )
    if not group.is_private:
        show(tx, group.committee_id, "group_report", group.id, now=now)
    return reported


def end_group(tx: Transaction, actor: Member, group_id: str, *, reason: str, now: datetime) -> Group:
    """Ends a group whose report a meeting has noted, or with a reason one that has not reported (set up by mistake).

    Repeating changes nothing.
    Raises FormError, CommitteeError("not_found", "no_seat", "no_right_end_group", "group_report_not_noted").
    """
    group = _of(tx, actor, group_id)
    if not may_end(actor, group):
        raise CommitteeError("no_right_end_group")
    if group.state is GroupState.ENDED:
        return group
    if group.awaits_meeting:
        raise CommitteeError("group_report_not_noted")
    if group.state is GroupState.ACTIVE or reason.strip():
        reason = check_one_text("reason", reason)
    ended = replace(group, state=GroupState.ENDED, ended_at=now, ended_by=actor.person.id, end_reason=reason.strip())
    details = {"reason": ended.end_reason} if ended.end_reason and not group.is_private else {}
    _save(tx, actor, ended, "group.ended", details, now=now)
    if not group.is_private:
        show(tx, group.committee_id, "group_end", group.id, now=now)
    return ended


def _known(tx: Transaction, group_id: str) -> Group | None:
    try:
        return tx.group(group_id)
    except CommitteeError:
        return None


def _of(tx: Transaction, actor: Member, group_id: str) -> Group:
    group = tx.group(group_id)
    require_seen(actor, group)
    return group


def _require_active(group: Group) -> None:
    if group.state is GroupState.ENDED:
        raise CommitteeError("group_ended")


def _described(group: Group) -> dict[str, object]:
    """What the log keeps: of a municipality's own group no name and no task (C14)."""
    if group.is_private:
        return {"organisation_id": group.organisation_id}
    return {
        "kind": group.kind.value,
        "name": group.name,
        "task": group.task,
        "client": group.client,
        "leader_id": group.leader_id,
        "members": list(group.members),
        "deadline_on": group.deadline_on.isoformat(),
    }


def _save(
    tx: Transaction, actor: Member, group: Group, action: str, details: Mapping[str, object], *, now: datetime
) -> None:
    tx.put_group(group)
    tx.record(group.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=group.id, details=details)
    if not group.is_private:
        show(tx, group.committee_id, "group", group.id, now=now)
        show_agenda(tx, group.committee_id, now=now)


def _tell(
    tx: Transaction, directory: Directory, actor: Member, group: Group, people: Iterable[str], *, now: datetime
) -> None:
    for person_id in dict.fromkeys(people):
        if person_id != actor.person.id:
            tell(tx, directory.member(directory.people[person_id], group.committee_id), "group", group.id, now=now)
