"""What ties a case to others: where it came from and went, who is heard, who has looked at it, who has a copy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from committee.assessments import AssessmentView, may_assess, view_assessment
from committee.copies import CaseCopy
from committee.hearing_views import HearingView, view_hearing
from committee.hearings import CaseInput, Hearing, is_in_hearing
from committee.members import Directory, Person
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.referrals import (
    NOT_BEGUN,
    Link,
    Referral,
    Sending,
    awaits_below,
    chain_of,
    may_send_back,
    may_write_vedtak,
    sent_from,
    votes_here,
)
from committee.reviews import (
    Review,
    Significance,
    lacks_reviewer,
    may_pass,
    may_weigh,
    may_write_review,
    reviews_of,
    significance_of,
)
from committee.rights import Right, may


class LinkAct(StrEnum):
    """What one can do from the case's card; the values are the dialogs' names."""

    HEAR = "hearing_open"
    SEND_BACK = "referral_question"
    WEIGH = "significance"
    ASSESS = "assessment"
    SEEN = "review_seen"
    PASS = "review_pass"
    VEDTAK = "referral_vedtak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the body that sent the case advises, with its votes as all may see them."""

    name: str
    proposal: Proposal
    #: A `committee.views.VotingView`, or None when it was not voted on.
    voting: Any = None
    #: The body above, which a voting without agreement was lifted to.
    superior: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    review: Review
    #: Who is asked, and who answered or passed it by.
    names: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinks:
    chain: tuple[Link, ...] = ()
    #: From the body that sent the case up.
    advice: Advice | None = None
    #: From the committees below that were asked, once they have answered.
    answers: tuple[Advice, ...] = ()
    #: What was asked for from above, the last time.
    asked: Referral | None = None
    #: The committee below that the case waits for, and what it is asked.
    awaited: Referral | None = None
    awaited_name: str = ""
    #: Oldest first.
    hearings: tuple[HearingView, ...] = ()
    #: How weighty it is said to be, and by whom.
    significance: Significance | None = None
    weighed_by: str = ""
    #: From the organisation that serves.
    assessment: AssessmentView | None = None
    reviews: tuple[ReviewLine, ...] = ()
    #: It holds personal data, and the register names nobody to look at it.
    lacks_reviewer: bool = False
    #: Names of the bodies with a copy, and what they have said, with who said it.
    copies: tuple[str, ...] = ()
    inputs: tuple[tuple[CaseInput, str], ...] = ()
    #: Nobody votes in the body: what it decides is written down.
    is_written_down: bool = False


See = Callable[[Transaction, Directory, str], Any]


def case_links(tx: Transaction, directory: Directory, proposal: Proposal, see: See) -> CaseLinks:
    """Gathered from what is recorded; `see` draws a voting as all may see it."""
    sent, awaited, said = sent_from(tx, proposal), awaits_below(tx, proposal), significance_of(tx, proposal)
    asked = [one for one in tx.records_about(Referral, proposal.id) if one.way == "down"]
    return CaseLinks(
        chain=chain_of(tx, directory, proposal),
        advice=_advice(tx, directory, sent.from_case, see) if sent else None,
        answers=tuple(_advice(tx, directory, one, see) for one in _answered(tx, proposal)),
        asked=asked[-1] if asked else None,
        awaited=awaited,
        awaited_name=directory.mandate(awaited.committee_id).name if awaited else "",
        hearings=tuple(view_hearing(tx, directory, one.id) for one in tx.records_about(Hearing, proposal.id)),
        significance=said,
        weighed_by=directory.name_of(said.by) if said else "",
        assessment=view_assessment(tx, directory, proposal),
        reviews=tuple(_review(directory, one) for one in reviews_of(tx, proposal)),
        lacks_reviewer=lacks_reviewer(tx, directory, proposal),
        copies=tuple(_body(directory, one.committee_id) for one in tx.records_about(CaseCopy, proposal.id)),
        inputs=tuple(_input(directory, one) for one in tx.records_about(CaseInput, proposal.id) if not one.hearing_id),
        is_written_down=not votes_here(directory, proposal.committee_id),
    )


def _review(directory: Directory, review: Review) -> ReviewLine:
    names = tuple(filter(None, (directory.name_of(one) for one in review.people)))
    return ReviewLine(review=review, names=names, by=directory.name_of(review.passed_by or review.answered_by))


def _body(directory: Directory, committee_id: str) -> str:
    mandate = directory.mandates.get(committee_id)
    return mandate.name if mandate else committee_id


def _input(directory: Directory, given: CaseInput) -> tuple[CaseInput, str]:
    """Of a body with a copy: by its name as it is now."""
    return replace(given, name=_body(directory, given.name)), directory.name_of(given.by)


def _answered(tx: Transaction, proposal: Proposal) -> Sequence[str]:
    from_below = [tx.proposal(one.to_case) for one in _sent_down(tx, proposal)]
    return list(dict.fromkeys(one.id for one in from_below if one.went_to == proposal.id))


def _sent_down(tx: Transaction, proposal: Proposal) -> Sequence[Any]:
    return [one for one in tx.records_about(Sending, proposal.id) if tx.find(Referral, one.id).way == "down"]


def _advice(tx: Transaction, directory: Directory, proposal_id: str, see: See) -> Advice:
    proposal = tx.proposal(proposal_id)
    superior = directory.mandates.get(directory.governing(proposal.mandate).superior or "")
    return Advice(
        name=directory.governing(proposal.mandate).name,
        proposal=proposal,
        voting=see(tx, directory, proposal.voting_id) if proposal.voting_id else None,
        superior=superior.name if superior else "",
    )


def case_actions(tx: Transaction, directory: Directory, person: Person, proposal: Proposal) -> tuple[LinkAct, ...]:
    """What a person may do with it now, beside `committee.case_rights.acts_of`."""
    member = directory.member(person, proposal.committee_id)
    allowed = {
        LinkAct.VEDTAK: may_write_vedtak(tx, directory, proposal, member),
        LinkAct.HEAR: may(member, Right.PLAN) and proposal.state in NOT_BEGUN and not is_in_hearing(tx, proposal),
        LinkAct.SEEN: may_write_review(tx, directory, proposal, member),
        LinkAct.PASS: may_pass(tx, proposal, member),
        LinkAct.WEIGH: may_weigh(proposal, directory, member),
        LinkAct.ASSESS: may_assess(proposal, member),
        LinkAct.SEND_BACK: may_send_back(tx, proposal, member),
    }
    return tuple(act for act, is_allowed in allowed.items() if is_allowed)
