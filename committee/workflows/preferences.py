"""A ranking is opened, ballots are cast, it is closed, and what came of it is confirmed or chosen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from committee.case_results import office_holders
from committee.deputies import called_for
from committee.errors import CommitteeError, FormError
from committee.form_checks import require_form_id
from committee.mandate import Mandate
from committee.members import Directory, Member
from committee.outbox import Errand
from committee.ports import Transaction
from committee.preference_count import PreferenceCount, count_preferences
from committee.preferences import (
    LONGEST,
    Confirmation,
    Method,
    Option,
    Preference,
    PreferenceBallot,
    PreferenceForm,
    Purpose,
    Voice,
    check_order,
    check_preference,
    read_marks,
)
from committee.proposals import Proposal, ProposalState
from committee.recusals import recused_in, require_lead_of, require_not_recused
from committee.rights import Right, may, require
from committee.seat_rules import Function
from committee.workflows.errands import CLOCK, LEADERS, remind_later, show, tell

_CLOSES, _MORNING = time(16), time(8)
#: The cases that can be ranked: assured, and not yet voted on.
RANKED = (ProposalState.READY, ProposalState.ON_AGENDA)
_LONGEST_NAME = 120


def open_preference(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    form: PreferenceForm,
    *,
    preference_id: str,
    proposal_id: str = "",
    now: datetime,
) -> Preference:
    """The leader or secretary opens a ranking of cases, or with `proposal_id` a choice between texts for that case.

    `preference_id` was made when the form was opened: delivered twice it is one. The deadline is on the committee's own
    clock. Raises FormError, CommitteeError("no_right_plan", "proposal_not_ready_for_choice").
    """
    require(actor, Right.PLAN)
    require_form_id(preference_id)
    if known := _known(tx, actor, preference_id):
        return known
    mandate = directory.mandate(actor.committee_id)
    zone = ZoneInfo(mandate.time_zone)
    purpose = Purpose.ALTERNATIVES if proposal_id else Purpose.RANKING
    day = check_preference(form, purpose, today=now.astimezone(zone).date())
    if proposal_id:
        title, options = _alternatives(tx, actor, proposal_id, form)
    else:
        title, options = form.title.strip(), _cases(tx, actor, form)
    preference = Preference(
        id=preference_id,
        committee_id=mandate.id,
        about=proposal_id,
        purpose=purpose,
        method=Method(form.method),
        title=title,
        options=options,
        roll=_roll(mandate),
        opened_by=actor.person.id,
        opened_at=now,
        closes_at=datetime.combine(day, _CLOSES, tzinfo=zone),
    )
    details: dict[str, object] = {
        "method": str(preference.method),
        "options": {one.id: one.name for one in options},
        "roll": {one.organisation_id: one.weight for one in preference.roll},
        "mandate": mandate.sha256,
    }
    _save(tx, preference, actor.person.id, "preference.opened", details, now=now)
    for stage, at in (("last_day", datetime.combine(day, _MORNING, tzinfo=zone)), ("close", preference.closes_at)):
        remind_later(tx, mandate.id, "preference", preference.id, stage=stage, due_on=day, now=now, at=max(at, now))
    return preference


def _known(tx: Transaction, actor: Member, preference_id: str) -> Preference | None:
    try:
        return of(tx, actor, preference_id)
    except CommitteeError:
        return None


def of(tx: Transaction, actor: Member, preference_id: str) -> Preference:
    """Raises CommitteeError("not_found")."""
    preference = tx.find(Preference, preference_id)
    if preference.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return preference


def rankable(tx: Transaction, committee_id: str) -> tuple[Proposal, ...]:
    """The cases that a ranking can be about."""
    return tuple(one for one in tx.proposals(committee_id) if one.state in RANKED)


def _cases(tx: Transaction, actor: Member, form: PreferenceForm) -> tuple[Option, ...]:
    known = {one.id: one for one in rankable(tx, actor.committee_id)}
    if any(one not in known for one in form.cases):
        raise FormError({"cases": "preference_options"}, longest=LONGEST)
    chosen = [one for one in known.values() if one.id in form.cases]
    return tuple(Option(id=one.id, name=f"{one.case_number} {one.form.title}"[:_LONGEST_NAME]) for one in chosen)


def _alternatives(
    tx: Transaction, actor: Member, proposal_id: str, form: PreferenceForm
) -> tuple[str, tuple[Option, ...]]:
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    require_not_recused(tx, actor, proposal_id)
    if proposal.state not in RANKED or proposal.assurance is None:
        raise CommitteeError("proposal_not_ready_for_choice")
    if any(one.is_open for one in tx.records_about(Preference, proposal_id)):
        raise CommitteeError("choice_is_open")
    texts = list(dict.fromkeys(one.strip() for one in form.texts if one.strip()))
    options = tuple(Option(id=str(n), name=one) for n, one in enumerate(texts, start=1))
    return f"{proposal.case_number} {proposal.form.title}"[:_LONGEST_NAME], options


def _roll(mandate: Mandate) -> tuple[Voice, ...]:
    return tuple(Voice(organisation_id=one.id, name=one.name, weight=one.weight) for one in mandate.voters)


def voice_in(tx: Transaction, preference: Preference, actor: Member) -> Voice:
    """The organisation that the member ranks for. Raises CommitteeError("no_vote_…", "recused", "no_right_decide").

    A choice between texts is part of its case: whoever is inhabil in it takes no part, and a deputy who is called does.
    """
    if actor.seat is None:
        raise CommitteeError("no_vote_outsider")
    if actor.seat.function is not Function.REPRESENTATIVE:
        raise CommitteeError("no_right_decide")
    if preference.about and actor.person.id in recused_in(tx, preference.about):
        raise CommitteeError("recused")
    if actor.seat.is_deputy and not (preference.about and actor.person.id in called_for(tx, preference.about)):
        raise CommitteeError("no_vote_deputy")
    voice = preference.voice(actor.organisation_id)
    if voice is None:
        raise CommitteeError("no_vote_organisation")
    return voice


def cast_preference(
    tx: Transaction, actor: Member, preference_id: str, typed: Sequence[str], *, now: datetime
) -> PreferenceBallot:
    """Casts or changes the organisation's ballot; the last before closing counts. Repeating changes nothing.

    Raises FormError, CommitteeError("no_vote_…", "preference_closed").
    """
    preference = of(tx, actor, preference_id)
    voice = voice_in(tx, preference, actor)
    if not preference.is_open or now >= preference.closes_at:
        raise CommitteeError("preference_closed")
    marks = read_marks(preference, [*typed, *[""] * len(preference.options)][: len(preference.options)])
    before = ballot_of(tx, preference, voice.organisation_id)
    if before and (before.marks, before.person_id) == (marks, actor.person.id):
        return before
    ballot = PreferenceBallot(
        id=f"{preference.id}:{voice.organisation_id}",
        committee_id=preference.committee_id,
        about=preference.id,
        organisation_id=voice.organisation_id,
        person_id=actor.person.id,
        weight=voice.weight,
        marks=marks,
        cast_at=now,
        revision=before.revision + 1 if before else 1,
    )
    tx.keep(ballot)
    details: dict[str, object] = {
        "organisation": voice.organisation_id,
        "weight": voice.weight,
        "marks": list(marks),
        "revision": ballot.revision,
    }
    _record(tx, preference, actor.person.id, "preference.cast", details, now=now)
    show(tx, preference.committee_id, "preference", preference.id, now=now)
    return ballot


def ballot_of(tx: Transaction, preference: Preference, organisation_id: str) -> PreferenceBallot | None:
    """The organisation's ballot as it stands."""
    return next((one for one in ballots_in(tx, preference) if one.organisation_id == organisation_id), None)


def ballots_in(tx: Transaction, preference: Preference) -> tuple[PreferenceBallot, ...]:
    """In the roll's order."""
    found = {one.organisation_id: one for one in tx.records_about(PreferenceBallot, preference.id)}
    return tuple(found[one.organisation_id] for one in preference.roll if one.organisation_id in found)


def count(tx: Transaction, preference: Preference) -> PreferenceCount:
    """The order that the ballots give now."""
    cast = [(one.weight, one.marks) for one in ballots_in(tx, preference)]
    return count_preferences(preference.method, len(preference.options), cast)


def close_preference(
    tx: Transaction, directory: Directory, actor: Member | None, preference_id: str, *, now: datetime
) -> Preference:
    """Leader or secretary closes when all have answered; the clock when the deadline has passed. No way back.

    Raises CommitteeError("no_right_plan", "preference_waits").
    """
    preference = tx.find(Preference, preference_id) if actor is None else of(tx, actor, preference_id)
    if actor is not None:
        require(actor, Right.PLAN)
    if not preference.is_open:
        return preference
    everybody = len(ballots_in(tx, preference)) == len(preference.roll)
    if now < preference.closes_at and not (actor and everybody):
        raise CommitteeError("preference_waits")
    closed = replace(preference, closed_at=now, closed_by=actor.person.id if actor else CLOCK)
    result = count(tx, preference)
    order = [[preference.options[n].id for n in group] for group in result.order]
    _save(tx, closed, closed.closed_by, "preference.closed", {"order": order}, now=now)
    for person in _asked_next(directory, closed):
        tell(tx, person, "preference_next", closed.id, now=now)
    return closed


def _asked_next(directory: Directory, preference: Preference) -> tuple[Member, ...]:
    """Who confirms a ranking, or takes the chosen text into the case."""
    mandate = directory.mandate(preference.committee_id)
    if preference.purpose is Purpose.RANKING:
        return tuple(directory.member(one, preference.committee_id) for one in office_holders(mandate, directory))
    return tuple(one for kind in LEADERS for one in directory.holders(preference.committee_id, kind))


def may_confirm(directory: Directory, actor: Member, preference: Preference) -> bool:
    """Whether the ranking is the actor's to confirm: daglig leder's, where the committee advises the office."""
    return any(one.person.id == actor.person.id for one in _asked_next(directory, preference))


def confirm_ranking(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    preference_id: str,
    order: Sequence[str],
    *,
    reason: str,
    now: datetime,
) -> Preference:
    """The office confirms the order as it came out, or another one with a reason; both are kept (002-21).

    The delivery package is then told to the superior body too. A new confirmation takes the old one's place.
    Raises FormError, CommitteeError("no_right_confirm", "preference_open", "preference_order").
    """
    preference = of(tx, actor, preference_id)
    if preference.purpose is not Purpose.RANKING or not may_confirm(directory, actor, preference):
        raise CommitteeError("no_right_confirm")
    if preference.is_open:
        raise CommitteeError("preference_open")
    order = check_order(preference, order)
    reason = reason.strip()
    if not follows(preference, count(tx, preference), order) and not reason:
        raise FormError({"reason": "field_empty"}, longest=LONGEST)
    if len(reason) > LONGEST["reason"]:
        raise FormError({"reason": "field_too_long"}, longest=LONGEST)
    known = preference.confirmation
    if known and (known.order, known.reason) == (order, reason):
        return preference
    confirmation = Confirmation(order=order, reason=reason, by=actor.person.id, at=now)
    confirmed = replace(preference, confirmation=confirmation)
    details: dict[str, object] = {"order": list(order), "reason": reason}
    _save(tx, confirmed, actor.person.id, "preference.confirmed", details, now=now)
    superior = directory.mandate(preference.committee_id).superior
    if superior and superior in directory.spaces:
        show(tx, superior, "preference", preference.id, now=now)
    return confirmed


def follows(preference: Preference, result: PreferenceCount, order: Sequence[str]) -> bool:
    """Whether the order is the ranking's own: those that share a place may stand in any order among themselves."""
    place = {preference.options[n].id: group for group, ns in enumerate(result.order) for n in ns}
    places = [place[one] for one in order]
    return places == sorted(places)


def choose_alternative(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    preference_id: str,
    option_id: str,
    *,
    reason: str,
    now: datetime,
) -> Preference:
    """The leader takes the winning text into the case as its innstilling; after a tie one of the best, with a reason.

    The text that stood there stays in the record. Repeating changes nothing.
    Raises FormError, CommitteeError("no_right_lead", "preference_open", "alternative_lost",
    "proposal_not_ready_for_choice").
    """
    preference = of(tx, actor, preference_id)
    if preference.purpose is not Purpose.ALTERNATIVES:
        raise CommitteeError("not_found")
    require_lead_of(tx, directory, actor, preference.about)
    if preference.is_open:
        raise CommitteeError("preference_open")
    if preference.chosen:
        return preference
    winners = [preference.options[n].id for n in count(tx, preference).winners]
    if option_id not in winners:
        raise CommitteeError("alternative_lost")
    reason = reason.strip()
    if len(winners) > 1 and not reason:
        raise FormError({"reason": "field_empty"}, longest=LONGEST)
    proposal = tx.proposal(preference.about)
    if proposal.state not in RANKED or proposal.assurance is None:
        raise CommitteeError("proposal_not_ready_for_choice")
    text = next(one.name for one in preference.options if one.id == option_id)
    tx.put_proposal(replace(proposal, assurance=replace(proposal.assurance, recommendation=text)))
    details: dict[str, object] = {
        "case": proposal.case_number,
        "before": proposal.recommendation,
        "after": text,
        "reason": reason,
    }
    chosen = replace(preference, chosen=option_id, chosen_reason=reason)
    _save(tx, chosen, actor.person.id, "preference.chosen", details, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return chosen


def look_after_preference(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """In the morning of the last day those who have not answered are reminded; at the deadline it is closed."""
    preference = tx.find(Preference, errand.payload["subject_id"])
    if not preference.is_open:
        return
    if errand.payload["stage"] == "close":
        close_preference(tx, directory, None, preference.id, now=now)
        return
    answered = {one.organisation_id for one in ballots_in(tx, preference)}
    for voice in preference.roll:
        if voice.organisation_id not in answered:
            for member in directory.representatives(preference.committee_id, voice.organisation_id):
                if may(member, Right.DECIDE) and member.seat and not member.seat.is_deputy:
                    tell(tx, member, "preference_reminder", preference.id, now=now)


def _save(
    tx: Transaction, preference: Preference, actor_id: str, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.keep(preference)
    _record(tx, preference, actor_id, action, details, now=now)
    show(tx, preference.committee_id, "preference", preference.id, now=now)


def _record(
    tx: Transaction, preference: Preference, actor_id: str, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.record(
        preference.committee_id, at=now, actor_id=actor_id, action=action, subject_id=preference.id, details=details
    )
