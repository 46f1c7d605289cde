"""A member is named to an outside network, reports from it, and is relieved (000-16)."""

from dataclasses import replace
from datetime import date, datetime

from committee.errors import CommitteeError
from committee.form_checks import require_form_id
from committee.group_forms import DelegateForm, check_delegate, check_one_text
from committee.group_rights import may_speak_for
from committee.groups import Delegate
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.rights import Right, may, require
from committee.workflows.errands import show, tell
from committee.workflows.report_backs import await_report, day_in, show_agenda


def require_naming(actor: Member) -> None:
    """Raises CommitteeError("no_seat", "no_right_name_delegate") for all but the leader and the secretary."""
    if not may(actor, Right.PLAN):
        raise CommitteeError("no_right_name_delegate" if actor.seat else "no_seat")


def name_delegate(
    tx: Transaction, directory: Directory, actor: Member, form: DelegateForm, *, delegate_id: str, now: datetime
) -> Delegate:
    """Records whom the committee has decided to send, or corrects what was recorded under the same id.

    Those named are told. Raises FormError, CommitteeError("no_seat", "no_right_name_delegate", "delegate_ended").
    """
    require_naming(actor)
    require_form_id(delegate_id)
    known = _known(tx, actor, delegate_id)
    own = {one.person.id for one in directory.members(actor.committee_id)}
    checked = check_delegate(form, directory.people, own, today=day_in(directory, actor.committee_id, now))
    delegate = Delegate(
        id=delegate_id,
        committee_id=actor.committee_id,
        network=checked.network,
        person_id=checked.person_id,
        adviser_id=checked.adviser_id or None,
        from_on=date.fromisoformat(checked.from_on),
        until_on=date.fromisoformat(checked.until_on) if checked.until_on else None,
        report_months=int(checked.months),
        named_by=actor.person.id,
        named_at=now,
    )
    if known is not None:
        delegate = _corrected(known, delegate)
    if delegate == known:
        return delegate
    action = "delegate.named" if known is None else "delegate.changed"
    _save(tx, actor, delegate, action, _described(delegate), now=now)
    for person_id in {delegate.person_id, delegate.adviser_id} - {None, actor.person.id}:
        tell(tx, directory.member(directory.people[person_id], delegate.committee_id), "delegate", delegate.id, now=now)
    if known is None or known.due_on != delegate.due_on:
        await_report(tx, directory, delegate, now=now)
    return delegate


def _known(tx: Transaction, actor: Member, delegate_id: str) -> Delegate | None:
    """Raises CommitteeError("not_found") for one of another committee's."""
    try:
        known = tx.delegate(delegate_id)
    except CommitteeError:
        return None
    if known.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return known


def _corrected(known: Delegate, typed: Delegate) -> Delegate:
    if not known.is_active:
        raise CommitteeError("delegate_ended")
    return replace(
        known,
        network=typed.network,
        person_id=typed.person_id,
        adviser_id=typed.adviser_id,
        from_on=typed.from_on,
        until_on=typed.until_on,
        report_months=typed.report_months,
    )


def report_delegate(
    tx: Transaction, directory: Directory, actor: Member, delegate_id: str, text: str, *, now: datetime
) -> Delegate:
    """The delegate or the adviser tells what the network does; the next report is due so many months later.

    Raises FormError, CommitteeError("not_found", "no_seat", "no_right_report_delegate", "delegate_ended").
    """
    delegate = _of(tx, actor, delegate_id)
    if not may_speak_for(actor, delegate):
        raise CommitteeError("no_right_report_delegate" if actor.seat else "no_seat")
    if not delegate.is_active:
        raise CommitteeError("delegate_ended")
    report = check_one_text("report", text)
    today = day_in(directory, delegate.committee_id, now)
    if report == delegate.report and delegate.reported_on == today:
        return delegate
    reported = replace(delegate, report=report, reported_at=now, reported_on=today, noted_in=None)
    _save(tx, actor, reported, "delegate.reported", {"report": report}, now=now)
    show(tx, delegate.committee_id, "delegate_report", delegate.id, now=now)
    await_report(tx, directory, reported, now=now)
    return reported


def end_delegate(tx: Transaction, actor: Member, delegate_id: str, *, now: datetime) -> Delegate:
    """The committee is no longer represented by them. Repeating changes nothing.

    Raises CommitteeError("not_found", "no_seat", "no_right_name_delegate").
    """
    delegate = _of(tx, actor, delegate_id)
    require_naming(actor)
    if not delegate.is_active:
        return delegate
    ended = replace(delegate, ended_at=now)
    _save(tx, actor, ended, "delegate.ended", {}, now=now)
    return ended


def _of(tx: Transaction, actor: Member, delegate_id: str) -> Delegate:
    delegate = tx.delegate(delegate_id)
    if delegate.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if not may_speak_for(actor, delegate):
        require(actor, Right.READ)
    return delegate


def _described(delegate: Delegate) -> dict[str, object]:
    return {
        "network": delegate.network,
        "person_id": delegate.person_id,
        "adviser_id": delegate.adviser_id,
        "from_on": delegate.from_on.isoformat(),
        "until_on": delegate.until_on.isoformat() if delegate.until_on else None,
        "report_months": delegate.report_months,
    }


def _save(
    tx: Transaction, actor: Member, delegate: Delegate, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.put_delegate(delegate)
    tx.record(
        delegate.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=delegate.id, details=details
    )
    show(tx, delegate.committee_id, "delegate", delegate.id, now=now)
    show_agenda(tx, delegate.committee_id, now=now)
