"""Who sees a group, and who may set it up, correct it, report for it and end it."""

from committee.errors import CommitteeError
from committee.groups import Delegate, Group, GroupKind
from committee.members import Directory, Member
from committee.rights import Right, may
from committee.seat_rules import Function, OrganisationKind


def kinds_for(directory: Directory, actor: Member) -> tuple[GroupKind, ...]:
    """The kinds of group that one may set up: the committee's by leader, secretary and representatives (000-17,
    002-10, 003-10), a municipality's own by its representatives alone (002-11).
    """
    own = directory.organisation_of(actor) if actor.function is Function.REPRESENTATIVE else None
    committees = (GroupKind.WORKING, GroupKind.PROJECT) if may(actor, Right.PLAN) or may(actor, Right.DECIDE) else ()
    return (*committees, *((GroupKind.MUNICIPAL,) if own and own.kind is OrganisationKind.MUNICIPALITY else ()))


def sees_group(actor: Member, group: Group) -> bool:
    """The group's own people always; else everyone with a seat, but a municipality's own is for it alone (C14)."""
    if actor.person.id in group.members:
        return True
    return _represents(actor, group) if group.is_private else actor.seat is not None


def may_report(actor: Member, group: Group) -> bool:
    """The group's leader and members, whether they have a seat or not."""
    return actor.person.id in group.members


def may_change(actor: Member, group: Group) -> bool:
    """The committee's leader and secretary, and whoever set the group up; a municipality's own: its representatives."""
    if group.is_private:
        return _represents(actor, group)
    return may(actor, Right.PLAN) or (may(actor, Right.DECIDE) and actor.person.id == group.created_by)


def may_end(actor: Member, group: Group) -> bool:
    """The committee's leader and secretary; a municipality's own: its representatives."""
    return _represents(actor, group) if group.is_private else may(actor, Right.PLAN)


def may_speak_for(actor: Member, delegate: Delegate) -> bool:
    """The delegate, and the adviser who goes with them."""
    return actor.person.id in (delegate.person_id, delegate.adviser_id)


def require_seen(actor: Member, group: Group) -> None:
    """Raises CommitteeError("not_found") for a group that one may not know of, ("no_seat") for an outsider."""
    if group.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if not sees_group(actor, group):
        raise CommitteeError("not_found" if group.is_private else "no_seat")


def _represents(actor: Member, group: Group) -> bool:
    return actor.function is Function.REPRESENTATIVE and actor.organisation_id == group.organisation_id
