"""What is looked at before a case is voted on: privacy, security and how weighty it is (001-06, 001-08, 001-09)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.referrals import NOT_BEGUN, sent_from
from committee.rights import Right, may

LONGEST = {"text": 2000, "ground": 500, "who": 200, "significant_ground": 500}
#: Those who have not answered are reminded after this long.
REMIND_AFTER = timedelta(days=5)


class ReviewRole(StrEnum):
    """Whom an organisation names for it, in the register."""

    PRIVACY = "privacy"
    SECURITY = "security"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One organisation's personvernrådgiver or sikkerhetsansvarlig looks at one version of a case.

    `id` is made of the case, the version, the organisation and the role, so that each has one answer.
    """

    id: str
    committee_id: str
    #: The case.
    about: str
    version: int
    role: ReviewRole
    #: Empty for one that the leader has written down, where the register names nobody.
    organisation_id: str
    organisation: str
    #: Person ids; any of them answers.
    people: tuple[str, ...]
    asked_at: datetime
    #: Empty: no remark.
    remark: str = ""
    #: The organisation's contact is told.
    is_flagged: bool = False
    #: Person id; of one that is written down, whoever wrote it.
    answered_by: str = ""
    #: Who has seen it, of one that is written down.
    seen_by: str = ""
    answered_at: datetime | None = None
    #: The leader went on without an answer, and why.
    passed_by: str = ""
    pass_ground: str = ""

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and not self.passed_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """Whether a case is «av vesentlig art eller av stor betydning»; the last one recorded holds (001-06)."""

    id: str
    committee_id: str
    #: The case.
    about: str
    is_significant: bool
    ground: str
    by: str
    at: datetime


def reviews_of(tx: Transaction, proposal: Proposal) -> tuple[Review, ...]:
    """Of the text as it is now."""
    return tuple(one for one in tx.records_about(Review, proposal.id) if one.version == proposal.version)


def is_under_review(tx: Transaction, proposal: Proposal) -> bool:
    """A hold (`committee.case_holds`): somebody has been asked and has not answered."""
    return any(one.is_open for one in reviews_of(tx, proposal))


def review_id(proposal: Proposal, organisation_id: str, role: str) -> str:
    return f"{proposal.id}:{proposal.version}:{organisation_id}:{role}"


def needed_reviews(tx: Transaction, directory: Directory, proposal: Proposal, *, now: datetime) -> Iterator[Review]:
    """One for each organisation and role that the register names somebody for; none for a case without personal data.

    What has been looked at in the body that the case came from is not looked at again.
    """
    if not proposal.form.personal_data or _is_seen_below(tx, proposal):
        return
    for organisation in directory.governing(proposal.mandate).organisations:
        for role in ReviewRole:
            people = directory.reviewers_of(organisation.id, role.value)
            if people:
                yield Review(
                    id=review_id(proposal, organisation.id, role.value),
                    committee_id=proposal.committee_id,
                    about=proposal.id,
                    version=proposal.version,
                    role=role,
                    organisation_id=organisation.id,
                    organisation=organisation.name,
                    people=tuple(one.id for one in people),
                    asked_at=now,
                )


def _is_seen_below(tx: Transaction, proposal: Proposal) -> bool:
    sent = sent_from(tx, proposal)
    if sent is None:
        return False
    below = tx.proposal(sent.from_case)
    reviews = reviews_of(tx, below)
    return bool(reviews) and below.form == proposal.form


def lacks_reviewer(tx: Transaction, directory: Directory, proposal: Proposal) -> bool:
    """A case with personal data that nobody has been asked to look at, nor is written down as having seen it."""
    if not proposal.form.personal_data or reviews_of(tx, proposal) or _is_seen_below(tx, proposal):
        return False
    organisations = directory.governing(proposal.mandate).organisations
    return not any(directory.reviewers_of(one.id, role.value) for one in organisations for role in ReviewRole)


def may_write_review(tx: Transaction, directory: Directory, proposal: Proposal, member: Member) -> bool:
    """Leader and secretary write down who has seen it, where the register names nobody."""
    return proposal.state in NOT_BEGUN and may(member, Right.PLAN) and lacks_reviewer(tx, directory, proposal)


def may_pass(tx: Transaction, proposal: Proposal, member: Member) -> bool:
    """Leader and secretary go on without those who have not answered."""
    return proposal.state in NOT_BEGUN and may(member, Right.PLAN) and is_under_review(tx, proposal)


def may_answer_review(proposal: Proposal, review: Review, person: Person) -> bool:
    """Any of those who were asked, also to correct the answer, until the case is voted on."""
    is_current = review.version == proposal.version and proposal.state in NOT_BEGUN
    return is_current and not review.passed_by and person.id in review.people


# How weighty


def significance_of(tx: Transaction, proposal: Proposal) -> Significance | None:
    found = tx.records_about(Significance, proposal.id)
    return found[-1] if found else None


def is_significant(tx: Transaction, proposal: Proposal) -> bool:
    last = significance_of(tx, proposal)
    return last is not None and last.is_significant


def may_weigh(proposal: Proposal, directory: Directory, member: Member) -> bool:
    """Leader and secretary say otherwise than was said in kvalitetssikringen, until it is voted on."""
    if directory.governing(proposal.mandate).superior is None:
        return False
    return proposal.state in (*NOT_BEGUN, ProposalState.VOTING) and may(member, Right.PLAN)


def check_significance(answer: str, ground: str, *, needs_ground: bool = False) -> tuple[bool, str]:
    """`answer` is yes or no; yes needs a ground, and so does a no with `needs_ground`.

    Raises FormError for `significant` and `significant_ground`.
    """
    faults = {} if answer in ("yes", "no") else {"significant": "field_not_chosen"}
    ground = ground.strip()
    if not ground and (answer == "yes" or needs_ground):
        faults["significant_ground"] = "field_empty"
    if len(ground) > LONGEST["significant_ground"]:
        faults["significant_ground"] = "field_too_long"
    if faults:
        raise FormError(faults, longest=LONGEST)
    return answer == "yes", ground


def find_review(tx: Transaction, id_: str) -> tuple[Review, Proposal]:
    """Raises CommitteeError("not_found")."""
    review = tx.find(Review, id_)
    proposal = tx.proposal(review.about)
    if proposal.committee_id != review.committee_id:
        raise CommitteeError("not_found")
    return review, proposal
