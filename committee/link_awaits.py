"""What waits for a person of other bodies' cases: to be heard, and to look at privacy and security."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from committee.hearings import Asked, CaseInput, Hearing, may_answer, takes_answers
from committee.mandate import Mandate
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.reviews import Review, may_answer_review


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedLink:
    """One thing to answer; `hearing` or `review` is None."""

    mandate: Mandate
    proposal: Proposal
    hearing: Hearing | None = None
    #: The body that is asked.
    committee_id: str = ""
    review: Review | None = None


def view_awaited_links(
    tx: Transaction, directory: Directory, member: Member, places: Sequence[Member], *, everywhere: bool
) -> tuple[AwaitedLink, ...]:
    """The hearings that wait for the member in `places`; with `everywhere` also what they review, seat or none."""
    found = [link for one in places for link in _hearings(tx, directory, member.person, one.committee_id)]
    if everywhere:
        found += _reviews(tx, directory, member.person)
    return tuple(found)


def _hearings(tx: Transaction, directory: Directory, person: Person, committee_id: str) -> Iterator[AwaitedLink]:
    told = set[str]()
    for asked in tx.records(Asked, committee_id):
        if asked.is_outside or asked.about in told or not may_answer(directory, asked, person):
            continue
        hearing = tx.find(Hearing, asked.about)
        proposal = tx.proposal(hearing.about)
        if not hearing.is_open or not takes_answers(proposal) or _has_answered(tx, asked, proposal):
            continue
        told.add(asked.about)
        mandate = directory.governing(proposal.mandate)
        yield AwaitedLink(mandate=mandate, proposal=proposal, hearing=hearing, committee_id=committee_id)


def _has_answered(tx: Transaction, asked: Asked, proposal: Proposal) -> bool:
    return any(one.id == asked.id for one in tx.records_about(CaseInput, proposal.id))


def _reviews(tx: Transaction, directory: Directory, person: Person) -> Iterator[AwaitedLink]:
    own = {one for one, roles in directory.reviewers.items() if any(person.id in people for people in roles.values())}
    if not own:
        return
    for mandate in directory.mandates.values():
        if not own.intersection(one.id for one in mandate.organisations):
            continue
        for review in tx.records(Review, mandate.id):
            if review.is_open and person.id in review.people:
                proposal = tx.proposal(review.about)
                if may_answer_review(proposal, review, person):
                    yield AwaitedLink(mandate=mandate, proposal=proposal, review=review)
