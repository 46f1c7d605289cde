"""Those who look after privacy and security are asked about a case, before it can be ready."""

from datetime import datetime
from zoneinfo import ZoneInfo

from committee.case_results import leaders_of
from committee.members import Directory
from committee.outbox import Errand
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.reviews import REMIND_AFTER, Review, lacks_reviewer, needed_reviews, reviews_of
from committee.workflows.errands import CLOCK, remind_later, tell


def ask_reviewers(tx: Transaction, directory: Directory, proposal: Proposal, *, now: datetime) -> None:
    """Each that the register names gets the case in their own chat; asked again for the same text changes nothing.

    Where the register names reviewers, but nobody for this committee's organisations, its leaders are told.
    """
    known = {one.id for one in reviews_of(tx, proposal)}
    new = [one for one in needed_reviews(tx, directory, proposal, now=now) if one.id not in known]
    for one in new:
        tx.keep(one)
        _tell(tx, directory, one, "review_asked", now=now)
    if new:
        zone = ZoneInfo(directory.governing(proposal.mandate).time_zone)
        at = now + REMIND_AFTER
        day = at.astimezone(zone).date()
        remind_later(tx, proposal.committee_id, "review", proposal.id, stage="late", due_on=day, now=now, at=at)
        details = {"case": proposal.case_number, "asked": [f"{one.organisation}: {one.role.value}" for one in new]}
        tx.record(
            proposal.committee_id, at=now, actor_id=CLOCK, action="review.asked", subject_id=proposal.id,
            details=details,
        )  # fmt: skip
    elif directory.reviewers and lacks_reviewer(tx, directory, proposal):
        for leader in leaders_of(directory, proposal.committee_id):
            tell(tx, leader, "review_nobody", proposal.id, now=now)


def remind_reviewers(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """Those who have not answered, and nobody else."""
    proposal = tx.proposal(errand.payload["subject_id"])
    for one in reviews_of(tx, proposal):
        if one.is_open:
            _tell(tx, directory, one, "review_reminder", now=now)


def _tell(tx: Transaction, directory: Directory, review: Review, card: str, *, now: datetime) -> None:
    for person_id in review.people:
        person = directory.people.get(person_id)
        if person:
            tell(tx, directory.member(person, review.committee_id), card, review.id, now=now)
