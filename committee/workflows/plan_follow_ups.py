"""Leader and secretary are told that a plan is to be followed up, and write what came of it (002-17)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from committee.case_results import leaders_of
from committee.deadlines import local_day
from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.plan_follow_ups import LONGEST, PlanFollowUp, due_day, follow_up_id
from committee.ports import Transaction
from committee.proposals import check_text
from committee.rights import Right, require
from committee.strategy import StrategyDocument, StrategyKind
from committee.workflows.errands import CLOCK, tell


def plans_due(tx: Transaction, directory: Directory, *, now: datetime) -> tuple[PlanFollowUp, ...]:
    """Those of all committees that are to be told and are not; reads only."""
    return tuple(
        made
        for document, committee_id in _guided(directory)
        if (made := _due(directory, document, committee_id, now=now)) and not _is_told(tx, made)
    )


def _guided(directory: Directory) -> Iterator[tuple[StrategyDocument, str]]:
    for document in directory.strategy:
        if document.kind is StrategyKind.PURPOSE:
            continue
        for committee_id in document.committees:
            if committee_id in directory.mandates and leaders_of(directory, committee_id):
                yield document, committee_id


def _due(directory: Directory, document: StrategyDocument, committee_id: str, *, now: datetime) -> PlanFollowUp | None:
    day = due_day(document, local_day(directory.mandate(committee_id), now))
    if day is None:
        return None
    id_ = follow_up_id(document, committee_id, day)
    return PlanFollowUp(id=id_, committee_id=committee_id, about=document.key, due_on=day, told_at=now)


def _is_told(tx: Transaction, made: PlanFollowUp) -> bool:
    return any(one.id == made.id for one in tx.records_about(PlanFollowUp, made.about))


def tell_plans_due(tx: Transaction, directory: Directory, *, now: datetime) -> None:
    """Leader and secretary of each are told, once a year; repeating changes nothing."""
    for made in plans_due(tx, directory, now=now):
        tx.keep(made)
        _record(tx, made, CLOCK, "plan.follow_up_due", {"due_on": made.due_on.isoformat()}, now=now)
        for leader in leaders_of(directory, made.committee_id):
            tell(tx, leader, "plan_follow_up", made.id, now=now)


def write_follow_up(tx: Transaction, actor: Member, follow_up_id: str, text: str, *, now: datetime) -> PlanFollowUp:
    """What the committee found and does about it; written again it is corrected, and the record keeps both.

    Raises FormError, CommitteeError("no_right_plan", "not_found").
    """
    require(actor, Right.PLAN)
    follow_up = tx.find(PlanFollowUp, follow_up_id)
    if follow_up.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    text = check_text("text", text, LONGEST["text"])
    if follow_up.text == text:
        return follow_up
    written = replace(follow_up, text=text, by=actor.person.id, at=now)
    tx.keep(written)
    _record(tx, written, actor.person.id, "plan.followed_up", {"text": text}, now=now)
    return written


def _record(
    tx: Transaction, made: PlanFollowUp, actor_id: str, action: str, details: dict[str, object], *, now: datetime
) -> None:
    details = {"document": made.about, **details}
    tx.record(made.committee_id, at=now, actor_id=actor_id, action=action, subject_id=made.id, details=details)
