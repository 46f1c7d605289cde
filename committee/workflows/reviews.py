"""Privacy and security are answered for, or passed by with a ground; how weighty a case is, is said and corrected."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from committee.case_results import leaders_of
from committee.errors import CommitteeError
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Proposal, check_text
from committee.recusals import require_not_recused
from committee.reviews import (
    LONGEST,
    Review,
    ReviewRole,
    Significance,
    check_significance,
    find_review,
    may_answer_review,
    may_pass,
    may_weigh,
    may_write_review,
    review_id,
    reviews_of,
    significance_of,
)
from committee.rights import Right, require
from committee.workflows.errands import show, tell
from committee.workflows.proposals import make_ready


def answer_review(
    tx: Transaction,
    directory: Directory,
    person: Person,
    id_: str,
    *,
    remark: str = "",
    is_flagged: bool = False,
    now: datetime,
) -> Review:
    """One who was asked has no remark, or has one; a red flag tells the organisation's own contact (001-08).

    A remark with a flag needs words. Repeating changes nothing.
    Raises FormError, CommitteeError("no_right_review", "review_over", "not_found").
    """
    review, proposal = find_review(tx, id_)
    if person.id not in review.people:
        raise CommitteeError("no_right_review")
    if not may_answer_review(proposal, review, person):
        raise CommitteeError("review_over")
    remark = check_text("text", remark, LONGEST["text"]) if remark or is_flagged else ""
    given = (review.remark, review.is_flagged, review.answered_by)
    if review.answered_at and given == (remark, is_flagged, person.id):
        return review
    was_flagged = review.is_flagged
    review = replace(review, remark=remark, is_flagged=is_flagged, answered_by=person.id, answered_at=now)
    details = {"organisation": review.organisation, "role": review.role.value, "text": remark, "flag": is_flagged}
    _save(tx, review, proposal, person.id, "review.answered", details, now=now)
    if is_flagged and not was_flagged:
        _raise_flag(tx, directory, review, now=now)
    make_ready(tx, proposal.id, now=now)
    return review


def _raise_flag(tx: Transaction, directory: Directory, review: Review, *, now: datetime) -> None:
    contacts = [directory.member(one, review.committee_id) for one in directory.contacts_of(review.organisation_id)]
    told = {one.person.id: one for one in (*contacts, *leaders_of(directory, review.committee_id))}
    for member in told.values():
        tell(tx, member, "review_flag", review.id, now=now)


def write_review(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, who: str, remark: str, now: datetime
) -> Review:
    """Leader or secretary writes down who has seen the case, where the register names nobody.

    Raises FormError, CommitteeError("no_right_plan", "review_over", "not_found").
    """
    require(actor, Right.PLAN)
    proposal = _of(tx, actor, proposal_id)
    require_not_recused(tx, actor, proposal_id)
    id_ = review_id(proposal, "", ReviewRole.PRIVACY.value)
    known = next((one for one in reviews_of(tx, proposal) if one.id == id_), None)
    if known and (known.seen_by, known.remark) == (who.strip(), remark.strip()):
        return known
    if not may_write_review(tx, directory, proposal, actor):
        raise CommitteeError("review_over")
    who = check_text("who", who, LONGEST["who"])
    review = Review(
        id=id_,
        committee_id=proposal.committee_id,
        about=proposal.id,
        version=proposal.version,
        role=ReviewRole.PRIVACY,
        organisation_id="",
        organisation="",
        people=(),
        asked_at=now,
        remark=check_text("text", remark, LONGEST["text"]) if remark.strip() else "",
        answered_by=actor.person.id,
        seen_by=who,
        answered_at=now,
    )
    details = {"who_saw": who, "text": review.remark}
    _save(tx, review, proposal, actor.person.id, "review.written", details, now=now)
    return review


def pass_reviews(tx: Transaction, actor: Member, proposal_id: str, *, ground: str, now: datetime) -> Proposal:
    """Leader or secretary goes on without those who have not answered; the ground is kept and stands on the case.

    Repeating changes nothing. Raises FormError, CommitteeError("no_right_plan", "not_found").
    """
    require(actor, Right.PLAN)
    proposal = _of(tx, actor, proposal_id)
    require_not_recused(tx, actor, proposal_id)
    if not may_pass(tx, proposal, actor):
        return proposal
    ground = check_text("ground", ground, LONGEST["ground"])
    for one in reviews_of(tx, proposal):
        if one.is_open:
            passed = replace(one, passed_by=actor.person.id, pass_ground=ground)
            details = {"organisation": one.organisation, "role": one.role.value, "ground": ground}
            _save(tx, passed, proposal, actor.person.id, "review.passed", details, now=now)
    return make_ready(tx, proposal.id, now=now)


def weigh_case(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    *,
    answer: str,
    ground: str,
    now: datetime,
) -> Significance | None:
    """In kvalitetssikringen it is said whether a case is «av vesentlig art eller av stor betydning» (001-06).

    An empty answer is that of a card from before the question, and says nothing. Repeating changes nothing.
    Raises FormError, CommitteeError("no_right_assure", "not_found").
    """
    require(actor, Right.ASSURE)
    proposal = _of(tx, actor, proposal_id)
    require_not_recused(tx, actor, proposal_id)
    if not answer or directory.governing(proposal.mandate).superior is None:
        return None
    return _weigh(tx, actor, proposal, *check_significance(answer, ground), now=now)


def overrule_weight(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    *,
    answer: str,
    ground: str,
    now: datetime,
) -> Significance | None:
    """Leader or secretary says otherwise, always with a ground.

    Raises FormError, CommitteeError("no_right_plan", "proposal_state", "not_found").
    """
    require(actor, Right.PLAN)
    proposal = _of(tx, actor, proposal_id)
    require_not_recused(tx, actor, proposal_id)
    if not may_weigh(proposal, directory, actor):
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    return _weigh(tx, actor, proposal, *check_significance(answer, ground, needs_ground=True), now=now)


def _weigh(
    tx: Transaction, actor: Member, proposal: Proposal, is_significant: bool, ground: str, *, now: datetime
) -> Significance:
    last = significance_of(tx, proposal)
    if last and (last.is_significant, last.ground) == (is_significant, ground):
        return last
    said = Significance(
        id=tx.new_id(),
        committee_id=proposal.committee_id,
        about=proposal.id,
        is_significant=is_significant,
        ground=ground,
        by=actor.person.id,
        at=now,
    )
    details = {"significant": is_significant, "ground": ground}
    _save(tx, said, proposal, actor.person.id, "case.weighed", details, now=now)
    return said


def _of(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return proposal


def _save(
    tx: Transaction,
    kept: Review | Significance,
    proposal: Proposal,
    actor_id: str,
    action: str,
    details: Mapping[str, object],
    *,
    now: datetime,
) -> None:
    tx.keep(kept)
    tx.record(
        proposal.committee_id,
        at=now,
        actor_id=actor_id,
        action=action,
        subject_id=proposal.id,
        details={"case": proposal.case_number, **details},
    )
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
