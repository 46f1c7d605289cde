"""A case is tagged with goals, and a kommunestyre's adoption of the strategy is written down."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import ProposalForm
from committee.rights import Right, may, require
from committee.strategy import (
    LONGEST,
    Adoption,
    StrategyDocument,
    StrategyKind,
    adoption_id,
    documents_for,
    goals_offered,
    name_goals,
)


def tag_form(
    tx: Transaction, directory: Directory, form: ProposalForm, *, committee_id: str, proposal_id: str
) -> ProposalForm:
    """The form with those of its goals that are in force, or that the case had already, and their names then."""
    offered = goals_offered(directory.guided_by(committee_id), committee_id)
    try:
        known = tx.proposal(proposal_id)
    except CommitteeError:
        known = None
    if known and known.committee_id == committee_id:
        offered |= dict(zip(known.form.goals, known.form.goal_names, strict=True))
    goals, names = name_goals(form.goals, offered)
    return replace(form, goals=goals, goal_names=names)


def goals_for(directory: Directory, form: ProposalForm, committee_id: str) -> dict[str, str]:
    """What a form offers: the goals in force, and those that the case carries from before, as name by tag."""
    own = zip(form.goals, form.goal_names, strict=False)
    return {**goals_offered(directory.guided_by(committee_id), committee_id), **dict(own)}


def adopt_strategy(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    key: str,
    *,
    organisation_id: str,
    reference: str,
    adopted_on: str,
    now: datetime,
) -> Adoption:
    """A representative writes down their own kommunestyre's vedtak, leader and secretary anyone's (001-04).

    Written again it is corrected. Raises FormError, CommitteeError("no_right_adopt", "not_found").
    """
    document = strategy_of(directory, actor, key)
    organisation_id = require_may_adopt(directory, actor, organisation_id)
    mandate = directory.mandate(actor.committee_id)
    today = now.astimezone(ZoneInfo(mandate.time_zone)).date()
    day, faults = _day(adopted_on, today)
    if organisation_id not in {one.id for one in mandate.voters}:
        faults["organisation"] = "field_not_chosen"
    if not reference.strip():
        faults["reference"] = "field_empty"
    elif len(reference) > LONGEST["reference"]:
        faults["reference"] = "field_too_long"
    if faults or day is None:
        raise FormError(faults, longest=LONGEST)
    adoption = Adoption(
        id=adoption_id(document, organisation_id),
        committee_id=actor.committee_id,
        about=document.key,
        organisation_id=organisation_id,
        reference=reference.strip(),
        adopted_on=day,
        by=actor.person.id,
        at=now,
    )
    before = find_adoption(tx, document, organisation_id)
    if before and (before.reference, before.adopted_on) == (adoption.reference, day):
        return before
    details: dict[str, object] = {
        "organisation": organisation_id,
        "reference": adoption.reference,
        "on": day.isoformat(),
    }
    _save(tx, actor, adoption, "strategy.adopted", details, now=now)
    return adoption


def undo_adoption(
    tx: Transaction, directory: Directory, actor: Member, key: str, *, organisation_id: str, now: datetime
) -> None:
    """Taken back by one who had erred; repeating changes nothing.

    Raises FormError, CommitteeError("no_right_adopt", "not_found").
    """
    document = strategy_of(directory, actor, key)
    organisation_id = require_may_adopt(directory, actor, organisation_id)
    if not organisation_id:
        raise FormError({"organisation": "field_not_chosen"})
    adoption = find_adoption(tx, document, organisation_id)
    if adoption:
        undone = replace(adoption, is_undone=True, by=actor.person.id, at=now)
        _save(tx, actor, undone, "strategy.adoption_undone", {"organisation": organisation_id}, now=now)


def require_may_adopt(directory: Directory, actor: Member, organisation_id: str) -> str:
    """For which organisation the actor writes: their own, or for leader and secretary the one that is chosen.

    Raises CommitteeError("no_seat", "no_right_adopt").
    """
    require(actor, Right.READ)
    if may(actor, Right.PLAN):
        return organisation_id
    own = actor.organisation_id or ""
    voters = {one.id for one in directory.mandate(actor.committee_id).voters}
    if not may(actor, Right.DECIDE) or own not in voters or organisation_id not in ("", own):
        raise CommitteeError("no_right_adopt")
    return own


def may_adopt(directory: Directory, actor: Member) -> bool:
    try:
        require_may_adopt(directory, actor, "")
    except CommitteeError:
        return False
    return True


def find_adoption(tx: Transaction, document: StrategyDocument, organisation_id: str) -> Adoption | None:
    """The one that stands."""
    wanted = adoption_id(document, organisation_id)
    return next(
        (one for one in tx.records_about(Adoption, document.key) if one.id == wanted and not one.is_undone), None
    )


def strategy_of(directory: Directory, actor: Member, key: str) -> StrategyDocument:
    """The strategy in force that guides the actor's committee. Raises CommitteeError("not_found")."""
    own = documents_for(directory.guided_by(actor.committee_id), actor.committee_id)
    found = next((one for one in own if one.key == key and one.kind is StrategyKind.STRATEGY), None)
    if found is None:
        raise CommitteeError("not_found")
    return found


def _day(written: str, today: date) -> tuple[date | None, dict[str, str]]:
    try:
        day = date.fromisoformat(written.strip())
    except ValueError:
        return None, {"adopted_on": "field_no_day"}
    return (day, {}) if date(2000, 1, 1) <= day <= today else (None, {"adopted_on": "field_day_passed"})


def _save(
    tx: Transaction, actor: Member, adoption: Adoption, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.keep(adoption)
    details = {"document": adoption.about, **details}
    tx.record(
        actor.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=adoption.id, details=details
    )
