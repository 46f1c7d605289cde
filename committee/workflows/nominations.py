"""Somebody is nominated, asked, and seated when they say yes and whoever appoints agrees (000-10, 002-04, 003-03)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from committee.appointments import Consultation, Nomination, NominationState
from committee.errors import CommitteeError, FormError
from committee.form_checks import require_form_id
from committee.members import Directory, Person
from committee.nomination_rights import (
    Place,
    as_member,
    is_contact,
    may_confirm,
    may_follow,
    require_place,
    rule_of,
    seating_of,
    today_in,
    who_acts,
)
from committee.nominations import LONGEST, NominationForm, Term, check_free_text, check_nomination, has_seat, is_full
from committee.ports import Transaction
from committee.seat_rules import SeatRule
from committee.workflows.appointments import appoint
from committee.workflows.errands import tell

#: Nobody is reminded by hand more often than this.
REMIND_AGAIN = timedelta(hours=20)


def nominate(
    tx: Transaction,
    directory: Directory,
    actor: Person,
    committee_id: str,
    form: NominationForm,
    *,
    nomination_id: str,
    now: datetime,
) -> Nomination:
    """An organisation's contact chooses somebody, or the leader or secretary enters what it has told in writing; the
    person is asked. `nomination_id` was made when the form was opened, so that one delivered twice is one nomination.

    Raises FormError, CommitteeError("no_right_nominate", "not_found").
    """
    mandate = directory.mandate(committee_id)
    on = today_in(mandate, now)
    places = require_place(directory, actor, committee_id, on)
    require_form_id(nomination_id)
    waiting = [one for one in tx.nominations(committee_id) if one.is_open]
    if known := _known(tx, nomination_id):
        if known.nominated_by != actor.id:
            raise CommitteeError("not_found")
        return known
    place = _place(places, form)
    on_behalf = place is not None and not is_contact(directory, actor, place.chooser)
    sat = seating_of(directory, committee_id, on)
    term = check_nomination(form, place, directory.people, sat, waiting, on_behalf=on_behalf)
    if place is None:
        raise CommitteeError("not_found")
    nomination = Nomination(
        id=nomination_id,
        committee_id=committee_id,
        rule_id=place.rule.id,
        organisation_id=place.organisation.id,
        person_id=form.person_id,
        function=place.rule.function,
        is_deputy=form.is_deputy,
        from_on=term.from_on,
        until_on=term.until_on,
        term_reason=form.term_reason.strip(),
        background=form.background.strip(),
        nominated_by=actor.id,
        nominated_at=now,
        mandate=mandate.stamp,
        on_behalf=on_behalf,
    )
    _save(tx, actor, nomination, "nomination.made", _described(nomination), now=now)
    _tell(tx, directory, nomination, nomination.person_id, "nomination", now=now)
    return nomination


def _known(tx: Transaction, nomination_id: str) -> Nomination | None:
    try:
        return tx.nomination(nomination_id)
    except CommitteeError:
        return None


def _place(places: tuple[Place, ...], form: NominationForm) -> Place | None:
    wanted = (form.rule_id, form.organisation_id)
    return next((one for one in places if (one.rule.id, one.organisation.id) == wanted), None)


def accept_nomination(
    tx: Transaction, directory: Directory, actor: Person, nomination_id: str, *, now: datetime
) -> Nomination:
    """The person says yes: the seat is theirs, or waits for whoever appoints (004-16). Repeating changes nothing.

    Raises CommitteeError("not_your_nomination", "nomination_settled", "nomination_place_gone", "nomination_too_late",
    "nomination_has_seat", "nomination_seat_taken").
    """
    nomination = _asked(tx, actor, nomination_id)
    if nomination.state in (NominationState.ACCEPTED, NominationState.APPOINTED):
        return nomination
    _require_open(nomination)
    rule = _require_room(directory, nomination, now=now)
    accepted = replace(nomination, state=NominationState.ACCEPTED)
    _save(tx, actor, accepted, "nomination.accepted", {}, now=now)
    if rule.appointed_by is None:
        return appoint(tx, directory, accepted, actor, now=now)
    for person in who_acts(directory, nomination.committee_id, rule.appointed_by):
        _tell(tx, directory, accepted, person.id, "nomination_confirm", now=now)
    return accepted


def decline_nomination(
    tx: Transaction, directory: Directory, actor: Person, nomination_id: str, *, reason: str, now: datetime
) -> Nomination:
    """The person says no, if they like with a reason; whoever nominated them is told. Repeating changes nothing.

    Raises FormError, CommitteeError("not_your_nomination", "nomination_settled").
    """
    nomination = _asked(tx, actor, nomination_id)
    if nomination.state is NominationState.DECLINED:
        return nomination
    if nomination.state is not NominationState.ASKED:
        raise CommitteeError("nomination_settled")
    text = check_free_text("reason", reason, needed=False)
    declined = replace(nomination, state=NominationState.DECLINED, reason=text, settled_at=now, settled_by=actor.id)
    # Why somebody says no is theirs: it is kept with the nomination, and not in the log, which forgets nothing.
    _save(tx, actor, declined, "nomination.declined", {}, now=now)
    _tell(tx, directory, declined, declined.nominated_by, "nomination_answered", now=now)
    return declined


def withdraw_nomination(
    tx: Transaction, directory: Directory, actor: Person, nomination_id: str, *, reason: str, now: datetime
) -> Nomination:
    """Undoes a nomination that is not settled; the person is told. Repeating changes nothing.

    Raises FormError, CommitteeError("no_right_nominate", "nomination_settled").
    """
    nomination = _followed(tx, directory, actor, nomination_id)
    if nomination.state is NominationState.WITHDRAWN:
        return nomination
    _require_open(nomination)
    text = check_free_text("reason", reason, needed=False)
    withdrawn = replace(nomination, state=NominationState.WITHDRAWN, reason=text, settled_at=now, settled_by=actor.id)
    _save(tx, actor, withdrawn, "nomination.withdrawn", {}, now=now)
    _tell(tx, directory, withdrawn, withdrawn.person_id, "nomination", now=now)
    return withdrawn


def remind_of_nomination(
    tx: Transaction, directory: Directory, actor: Person, nomination_id: str, *, now: datetime
) -> Nomination:
    """Whoever it waits for is told again: the person, or those who appoint.

    Raises CommitteeError("no_right_nominate", "nomination_settled", "nomination_reminded").
    """
    nomination = _followed(tx, directory, actor, nomination_id)
    _require_open(nomination)
    if now < (nomination.reminded_at or nomination.nominated_at) + REMIND_AGAIN:
        raise CommitteeError("nomination_reminded")
    reminded = replace(nomination, reminded_at=now)
    _save(tx, actor, reminded, "nomination.reminded", {}, now=now)
    if nomination.state is NominationState.ASKED:
        _tell(tx, directory, reminded, nomination.person_id, "nomination", now=now)
        return reminded
    rule = rule_of(directory, nomination)
    for person in who_acts(directory, nomination.committee_id, rule.appointed_by if rule else None):
        _tell(tx, directory, reminded, person.id, "nomination_confirm", now=now)
    return reminded


def record_consultation(
    tx: Transaction,
    directory: Directory,
    actor: Person,
    nomination_id: str,
    *,
    consulted: str,
    answer: str,
    now: datetime,
) -> Nomination:
    """Writes down what one whose advice is asked has answered (004-21, 004-22); a new answer takes the old one's place,
    and the log has both.

    Raises FormError, CommitteeError("no_right_confirm", "nomination_settled").
    """
    nomination = _confirmed_by(tx, directory, actor, nomination_id)
    _require_open(nomination)
    rule = rule_of(directory, nomination)
    if rule is None or consulted not in rule.consulted:
        raise FormError({"consulted": "field_not_chosen"}, longest=LONGEST)
    text = check_free_text("answer", answer)
    if any((one.consulted, one.answer) == (consulted, text) for one in nomination.consultations):
        return nomination
    others = tuple(one for one in nomination.consultations if one.consulted != consulted)
    new = Consultation(consulted=consulted, answer=text, recorded_by=actor.id, recorded_at=now)
    recorded = replace(nomination, consultations=(*others, new))
    _save(tx, actor, recorded, "nomination.consulted", {"consulted": consulted, "answer": text}, now=now)
    return recorded


def confirm_nomination(
    tx: Transaction, directory: Directory, actor: Person, nomination_id: str, *, reason: str, now: datetime
) -> Nomination:
    """Whoever appoints agrees, when all have given the advice that is asked, or with a reason why not (004-21).

    Repeating changes nothing. Raises FormError, CommitteeError("no_right_confirm", "nomination_settled",
    "nomination_not_accepted", "nomination_place_gone", "nomination_seat_taken", "nomination_too_late").
    """
    nomination = _confirmed_by(tx, directory, actor, nomination_id)
    if nomination.state is NominationState.APPOINTED:
        return nomination
    _require_open(nomination)
    if nomination.state is NominationState.ASKED:
        raise CommitteeError("nomination_not_accepted")
    rule = _require_room(directory, nomination, now=now)
    missing = unanswered(rule, nomination)
    text = check_free_text("reason", reason, needed=False)
    if missing and not text:
        raise FormError({"reason": "consultation_missing"}, longest=LONGEST)
    confirmed = replace(nomination, without_advice=text if missing else "")
    details = {"without": list(missing), "reason": text} if missing else {}
    _save(tx, actor, confirmed, "nomination.confirmed", details, now=now)
    appointed = appoint(tx, directory, confirmed, actor, now=now)
    _tell(tx, directory, appointed, appointed.person_id, "nomination", now=now)
    return appointed


def unanswered(rule: SeatRule, nomination: Nomination) -> tuple[str, ...]:
    """Those whose advice is asked and has not been written down."""
    answered = {one.consulted for one in nomination.consultations}
    return tuple(one for one in rule.consulted if one not in answered)


def _require_room(directory: Directory, nomination: Nomination, *, now: datetime) -> SeatRule:
    """The line, when the person can still be seated under it."""
    on = today_in(directory.mandate(nomination.committee_id), now)
    sat, rule = seating_of(directory, nomination.committee_id, on), rule_of(directory, nomination)
    organisation = sat.organisations.get(nomination.organisation_id)
    if rule is None or organisation is None:
        raise CommitteeError("nomination_place_gone")
    if nomination.until_on and nomination.until_on < on:
        raise CommitteeError("nomination_too_late")
    place = Place(committee_id=nomination.committee_id, rule=rule, organisation=organisation, missing=0)
    term = Term(from_on=nomination.from_on, until_on=nomination.until_on)
    if has_seat(nomination.person_id, term, sat):
        raise CommitteeError("nomination_has_seat")
    if not nomination.is_deputy and is_full(place, term, sat):
        raise CommitteeError("nomination_seat_taken")
    return rule


def _require_open(nomination: Nomination) -> None:
    if not nomination.is_open:
        raise CommitteeError("nomination_settled")


def _asked(tx: Transaction, actor: Person, nomination_id: str) -> Nomination:
    nomination = tx.nomination(nomination_id)
    if nomination.person_id != actor.id:
        raise CommitteeError("not_your_nomination")
    return nomination


def _followed(tx: Transaction, directory: Directory, actor: Person, nomination_id: str) -> Nomination:
    nomination = tx.nomination(nomination_id)
    if not may_follow(directory, actor, nomination):
        raise CommitteeError("no_right_nominate")
    return nomination


def _confirmed_by(tx: Transaction, directory: Directory, actor: Person, nomination_id: str) -> Nomination:
    nomination = tx.nomination(nomination_id)
    if not may_confirm(directory, actor, nomination):
        raise CommitteeError("no_right_confirm")
    return nomination


def _described(nomination: Nomination) -> dict[str, object]:
    """What the log keeps: who and for how long, but no words about the person."""
    return {
        "person_id": nomination.person_id,
        "rule": nomination.rule_id,
        "organisation_id": nomination.organisation_id,
        "is_deputy": nomination.is_deputy,
        "from_on": nomination.from_on.isoformat(),
        "until_on": nomination.until_on.isoformat() if nomination.until_on else "",
        "term_reason": nomination.term_reason,
        "on_behalf": nomination.on_behalf,
        "mandate": nomination.mandate.sha256,
    }


def _save(
    tx: Transaction, actor: Person, nomination: Nomination, action: str, details: Mapping[str, object], *, now: datetime
) -> None:
    tx.put_nomination(nomination)
    tx.record(
        nomination.committee_id, at=now, actor_id=actor.id, action=action, subject_id=nomination.id, details=details
    )


def _tell(
    tx: Transaction, directory: Directory, nomination: Nomination, person_id: str, card: str, *, now: datetime
) -> None:
    member = as_member(directory, person_id, nomination.committee_id)
    if member:
        tell(tx, member, card, nomination.id, now=now)
