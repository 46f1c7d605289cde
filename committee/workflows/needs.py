"""A need is registered, shared by others, joined with one that is the same, and becomes a case."""

from dataclasses import replace
from datetime import datetime

from committee.errors import CommitteeError, FormError
from committee.form_checks import require_form_id, text_faults
from committee.members import Directory, Member
from committee.needs import LONGEST, Need, NeedView, note_answer, open_call
from committee.ports import Transaction
from committee.rights import Right, require


def register_need(
    tx: Transaction, directory: Directory, actor: Member, *, need_id: str, title: str, description: str, now: datetime
) -> Need:
    """A municipality's representative says what it needs. `need_id` was made when the form was opened.

    Raises FormError, CommitteeError("no_right_decide", "no_vote_organisation").
    """
    organisation_id = speaking_for(directory, actor)
    require_form_id(need_id)
    if known := _known(tx, actor, need_id):
        return known
    typed = {"title": title, "description": description}
    faults = text_faults(typed, LONGEST)
    if faults:
        raise FormError(faults, longest=LONGEST)
    need = Need(
        id=need_id,
        committee_id=actor.committee_id,
        about="",
        title=title.strip(),
        description=description.strip(),
        organisations=(organisation_id,),
        registered_by=actor.person.id,
        registered_at=now,
    )
    _save(tx, actor, need, "need.registered", {"title": need.title}, now=now)
    note_answer(tx, open_call(tx, need.committee_id), organisation_id, actor.person.id, now=now)
    return need


def share_need(
    tx: Transaction, directory: Directory, actor: Member, need_id: str, *, has_it: bool, now: datetime
) -> Need:
    """A municipality has the need too, or has it no more; one that nobody has is put away. Twice changes nothing."""
    organisation_id = speaking_for(directory, actor)
    need = _standing(tx, actor, need_id)
    others = tuple(one for one in need.organisations if one != organisation_id)
    having = (*others, organisation_id) if has_it else others
    if (organisation_id in need.organisations) == has_it:
        return need
    shared = replace(need, organisations=having, closed_at=None if having else now)
    action = "need.shared" if has_it else "need.left"
    _save(tx, actor, shared, action, {"organisation": organisation_id}, now=now)
    note_answer(tx, open_call(tx, need.committee_id), organisation_id, actor.person.id, now=now)
    return shared


def join_needs(tx: Transaction, actor: Member, need_id: str, into_id: str, *, now: datetime) -> Need:
    """Leader or secretary joins two that are the same: those who had the one have the other.

    Raises FormError for `into`, CommitteeError("no_right_plan", "not_found").
    """
    require(actor, Right.PLAN)
    need = _standing(tx, actor, need_id)
    if into_id == need_id or not into_id:
        raise FormError({"into": "field_not_chosen"}, longest={})
    into = _standing(tx, actor, into_id)
    both = tuple(dict.fromkeys((*into.organisations, *need.organisations)))
    joined = replace(into, organisations=both)
    _save(tx, actor, replace(need, about=into.id), "need.joined", {"into": into.id}, now=now)
    tx.keep(joined)
    return joined


def part_needs(tx: Transaction, actor: Member, need_id: str, *, now: datetime) -> Need:
    """Undoes a joining: the one stands by itself again, with those who had it then; the other keeps those it has.

    Raises CommitteeError("no_right_plan", "not_found").
    """
    require(actor, Right.PLAN)
    need = _of(tx, actor, need_id)
    if not need.about:
        return need
    parted = replace(need, about="")
    _save(tx, actor, parted, "need.parted", {"from": need.about}, now=now)
    return parted


def view_needs(tx: Transaction, directory: Directory, member: Member) -> tuple[NeedView, ...]:
    """Those that most have come first. Raises CommitteeError("no_seat")."""
    require(member, Right.READ)
    needs = tx.records(Need, member.committee_id)
    names = {one.id: one.name for one in directory.mandate(member.committee_id).organisations}
    voters = len(directory.mandate(member.committee_id).voters)
    views = [
        NeedView(
            need=one,
            having=tuple(names.get(organisation, organisation) for organisation in one.organisations),
            voters=voters,
            joined=tuple(other for other in needs if other.about == one.id),
            case_number=_case_number(tx, one),
            has_own=member.organisation_id in one.organisations,
        )
        for one in needs
        if one.stands
    ]
    return tuple(sorted(views, key=lambda one: (-len(one.having), one.need.registered_at, one.need.id)))


def _case_number(tx: Transaction, need: Need) -> str:
    try:
        return tx.proposal(need.case_id).case_number
    except CommitteeError:
        return ""


def speaking_for(directory: Directory, actor: Member) -> str:
    """The organisation whose needs they tell. Raises CommitteeError("no_right_decide", "no_vote_organisation")."""
    require(actor, Right.DECIDE)
    voters = directory.mandate(actor.committee_id).voters
    if not any(one.id == actor.organisation_id for one in voters):
        raise CommitteeError("no_vote_organisation")
    return actor.organisation_id or ""


def _known(tx: Transaction, actor: Member, need_id: str) -> Need | None:
    try:
        return _of(tx, actor, need_id)
    except CommitteeError:
        return None


def _of(tx: Transaction, actor: Member, need_id: str) -> Need:
    need = tx.find(Need, need_id)
    if need.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return need


def _standing(tx: Transaction, actor: Member, need_id: str) -> Need:
    need = _of(tx, actor, need_id)
    if not need.stands:
        raise CommitteeError("not_found")
    return need


def _save(
    tx: Transaction, actor: Member, need: Need, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.keep(need)
    tx.record(need.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=need.id, details=details)
