"""What a card needs to know of groups and delegates, and what its reader may do with each."""

from collections.abc import Iterable
from dataclasses import dataclass

from committee.group_rights import (
    kinds_for,
    may_change,
    may_end,
    may_report,
    may_speak_for,
    sees_group,
)
from committee.groups import Delegate, Group, GroupKind, GroupState
from committee.mandate import Mandate
from committee.meetings import Meeting
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.rights import Right, may


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group for its card; without a viewer it is the channel's, where the server checks who presses."""

    mandate: Mandate
    group: Group
    leader: str
    #: Without the leader.
    members: tuple[str, ...]
    #: Whose it is, when it is a municipality's own.
    organisation: str
    #: The meeting that noted the report.
    noted_in: Meeting | None
    may_report: bool
    may_change: bool
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsView:
    """A committee's groups that are not ended, as one person may see them."""

    mandate: Mandate
    groups: tuple[GroupView, ...]
    ended: int
    #: What the person may set up here.
    kinds: tuple[GroupKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateView:
    """A delegate for its card."""

    mandate: Mandate
    delegate: Delegate
    person: str
    adviser: str
    may_report: bool
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegatesView:
    """A committee's delegates that are not ended."""

    mandate: Mandate
    delegates: tuple[DelegateView, ...]
    may_name: bool


def view_group(tx: Transaction, directory: Directory, group: Group, viewer: Member | None) -> GroupView:
    """The group; whether the viewer may see it is asked before."""
    mandate, active = directory.mandate(group.committee_id), group.state is not GroupState.ENDED
    organisation = mandate.organisation(group.organisation_id or "")
    return GroupView(
        mandate=mandate,
        group=group,
        leader=directory.name_of(group.leader_id),
        members=tuple(directory.name_of(one) for one in group.members if one != group.leader_id),
        organisation=organisation.name if organisation else "",
        noted_in=tx.meeting(group.noted_in) if group.noted_in else None,
        may_report=active and (viewer is None or may_report(viewer, group)),
        may_change=active and viewer is not None and may_change(viewer, group),
        may_end=active and viewer is not None and may_end(viewer, group) and not group.awaits_meeting,
    )


def view_groups(
    tx: Transaction, directory: Directory, members: Iterable[Member], *, in_private: bool
) -> tuple[GroupsView, ...]:
    """The groups that a person may see in each of these committees; `members` are the same person in each.

    A municipality's own are left out where others read along (C14).
    """
    found = []
    for member in members:
        seen = [
            one
            for one in tx.groups(member.committee_id)
            if sees_group(member, one) and (in_private or not one.is_private)
        ]
        kinds = kinds_for(directory, member)
        if not seen and member.seat is None:
            continue
        running = tuple(view_group(tx, directory, one, member) for one in seen if one.state is not GroupState.ENDED)
        mandate = directory.mandate(member.committee_id)
        found.append(GroupsView(mandate=mandate, groups=running, ended=len(seen) - len(running), kinds=kinds))
    return tuple(found)


def view_delegate(directory: Directory, delegate: Delegate, viewer: Member | None) -> DelegateView:
    """The delegate, as everyone in the committee may see it."""
    return DelegateView(
        mandate=directory.mandate(delegate.committee_id),
        delegate=delegate,
        person=directory.name_of(delegate.person_id),
        adviser=directory.name_of(delegate.adviser_id),
        may_report=delegate.is_active and (viewer is None or may_speak_for(viewer, delegate)),
        may_change=delegate.is_active and viewer is not None and may(viewer, Right.PLAN),
    )


def view_delegates(tx: Transaction, directory: Directory, member: Member) -> DelegatesView:
    """The committee's delegates; one without a seat sees those that they are themselves."""
    active = [one for one in tx.delegates(member.committee_id) if one.is_active]
    seen = [one for one in active if member.seat or may_speak_for(member, one)]
    return DelegatesView(
        mandate=directory.mandate(member.committee_id),
        delegates=tuple(view_delegate(directory, one, member) for one in seen),
        may_name=may(member, Right.PLAN),
    )
