"""Orienteringer are given, changed, withdrawn and taken up again until the meeting begins (004-08)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from committee.briefings import (
    LONGEST,
    MOST_EACH,
    Briefing,
    BriefingForm,
    NoBriefing,
    form_faults,
    nothing_id,
    region_of,
)
from committee.errors import CommitteeError, FormError
from committee.form_checks import require_form_id
from committee.meetings import MeetingState
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.rights import Right, may, require
from committee.workflows.briefing_rounds import begun_at, meeting_ahead, still_waiting
from committee.workflows.errands import show_again, tell


def give_briefing(
    tx: Transaction, directory: Directory, actor: Member, form: BriefingForm, *, briefing_id: str, now: datetime
) -> Briefing:
    """A member will tell something in the next meeting; leader or secretary may write it down for another.

    `briefing_id` was made when the form was opened: delivered twice it is one.
    Raises FormError, CommitteeError("no_seat", "no_right_plan", "briefings_not_here", "briefing_too_many").
    """
    require_round(directory, actor)
    require_form_id(briefing_id)
    if known := _known(tx, actor, briefing_id):
        return known
    teller = _teller(directory, actor, form)
    if len(waiting_of(tx, teller)) >= MOST_EACH:
        raise CommitteeError("briefing_too_many")
    organisation = directory.organisation_of(teller)
    briefing = Briefing(
        id=briefing_id,
        committee_id=actor.committee_id,
        about="",
        person_id=teller.person.id,
        name=teller.person.name,
        organisation=organisation.name if organisation else "",
        given_at=now,
        entered_by=actor.person.id if teller.person.id != actor.person.id else "",
        **_typed(directory, teller, form, was=""),
    )
    _save(tx, actor, briefing, "briefing.given", now=now)
    if briefing.entered_by:
        tell(tx, teller, "briefing_entered", briefing.id, now=now)
    return briefing


def require_round(directory: Directory, actor: Member) -> None:
    """Raises CommitteeError("no_seat", "briefings_not_here")."""
    require(actor, Right.READ)
    if directory.mandate(actor.committee_id).briefings is None:
        raise CommitteeError("briefings_not_here")


def _teller(directory: Directory, actor: Member, form: BriefingForm) -> Member:
    """Whose it is, when nothing is wrong with the form. Raises FormError, CommitteeError("no_right_plan")."""
    faults, teller = form_faults(form), actor
    if form.person_id not in ("", actor.person.id):
        require(actor, Right.PLAN)
        person = directory.people.get(form.person_id)
        teller = directory.member(person, actor.committee_id) if person else actor
        if person is None or teller.seat is None:
            faults["person"] = "field_no_member"
    if faults:
        raise FormError(faults, longest=LONGEST)
    return teller


def _typed(directory: Directory, teller: Member | None, form: BriefingForm, *, was: str) -> dict[str, Any]:
    """`was` is the region that stands, for one who has left the register since."""
    region = region_of(directory, teller) if teller else was
    return {
        "title": form.title.strip(),
        "text": form.text.strip(),
        "minutes": int(form.minutes or 0),
        "region": region if form.is_regional else "",
    }


def change_briefing(
    tx: Transaction, directory: Directory, actor: Member, briefing_id: str, form: BriefingForm, *, now: datetime
) -> Briefing:
    """Its member, or leader or secretary, words it otherwise until the meeting begins; whose it is, stays.

    Raises FormError, CommitteeError("not_found", "not_your_briefing", "briefing_begun").
    """
    briefing = open_briefing(tx, actor, briefing_id)
    if briefing.withdrawn_at:
        raise CommitteeError("not_found")
    faults = form_faults(form)
    if faults:
        raise FormError(faults, longest=LONGEST)
    person = directory.people.get(briefing.person_id)
    teller = directory.member(person, actor.committee_id) if person else None
    changed = replace(briefing, **_typed(directory, teller, form, was=briefing.region))
    if changed != briefing:
        _save(tx, actor, changed, "briefing.changed", now=now)
    return changed


def withdraw_briefing(tx: Transaction, actor: Member, briefing_id: str, *, now: datetime) -> Briefing:
    """Taken back until the meeting begins; its member has answered all the same. Repeating changes nothing.

    Raises CommitteeError("not_found", "not_your_briefing", "briefing_begun").
    """
    briefing = open_briefing(tx, actor, briefing_id)
    if briefing.withdrawn_at:
        return briefing
    withdrawn = replace(briefing, withdrawn_at=now)
    _save(tx, actor, withdrawn, "briefing.withdrawn", now=now)
    meeting = meeting_ahead(tx, actor.committee_id, now=now)
    if meeting:
        _keep_nothing(tx, actor.committee_id, meeting.id, briefing.person_id, now=now)
    return withdrawn


def restore_briefing(tx: Transaction, actor: Member, briefing_id: str, *, now: datetime) -> Briefing:
    """Withdrawn by an error: it waits for the next meeting again. Repeating changes nothing.

    Raises CommitteeError("not_found", "not_your_briefing", "briefing_begun").
    """
    briefing = open_briefing(tx, actor, briefing_id)
    if briefing.withdrawn_at is None:
        return briefing
    restored = replace(briefing, withdrawn_at=None)
    _save(tx, actor, restored, "briefing.restored", now=now)
    return restored


def tell_nothing(tx: Transaction, directory: Directory, actor: Member, meeting_id: str, *, now: datetime) -> None:
    """«Ingenting denne gang» is an answer too; what one has given already, stays. Repeating changes nothing.

    Raises CommitteeError("no_seat", "not_found", "briefing_begun").
    """
    require_round(directory, actor)
    meeting = tx.meeting(meeting_id)
    if meeting.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if meeting.state not in (MeetingState.PLANNED, MeetingState.ORPHANED):
        raise CommitteeError("briefing_begun")
    if not waiting_of(tx, actor) and _keep_nothing(tx, actor.committee_id, meeting_id, actor.person.id, now=now):
        tx.record(
            actor.committee_id, at=now, actor_id=actor.person.id, action="briefing.nothing", subject_id=meeting_id,
            details={},
        )  # fmt: skip


def _keep_nothing(tx: Transaction, committee_id: str, meeting_id: str, person_id: str, *, now: datetime) -> bool:
    """Whether it was not said before."""
    id_ = nothing_id(meeting_id, person_id)
    if any(one.id == id_ for one in tx.records_about(NoBriefing, meeting_id)):
        return False
    tx.keep(NoBriefing(id=id_, committee_id=committee_id, about=meeting_id, person_id=person_id, at=now))
    return True


def waiting_of(tx: Transaction, member: Member) -> tuple[Briefing, ...]:
    """The member's own that no meeting has begun with, oldest first."""
    return tuple(one for one in still_waiting(tx, member.committee_id) if one.person_id == member.person.id)


def open_briefing(tx: Transaction, actor: Member, briefing_id: str) -> Briefing:
    """One that the actor may still change. Raises as `withdraw_briefing`."""
    require(actor, Right.READ)
    briefing = tx.find(Briefing, briefing_id)
    if briefing.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if briefing.person_id != actor.person.id and not may(actor, Right.PLAN):
        raise CommitteeError("not_your_briefing")
    begun = begun_at(tx, briefing.committee_id)
    if briefing.about or (begun and briefing.given_at <= begun):
        raise CommitteeError("briefing_begun")
    return briefing


def _known(tx: Transaction, actor: Member, briefing_id: str) -> Briefing | None:
    try:
        known = tx.find(Briefing, briefing_id)
    except CommitteeError:
        return None
    if known.committee_id != actor.committee_id or actor.person.id not in (known.person_id, known.entered_by):
        raise CommitteeError("not_found")
    return known


def _save(tx: Transaction, actor: Member, briefing: Briefing, action: str, *, now: datetime) -> None:
    """The saksliste in the channel is made anew too."""
    tx.keep(briefing)
    details = {"title": briefing.title, "for": briefing.person_id}
    tx.record(
        actor.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=briefing.id, details=details
    )
    meeting = meeting_ahead(tx, actor.committee_id, now=now)
    if meeting:
        show_again(tx, actor.committee_id, "meeting", meeting.id, now=now)
