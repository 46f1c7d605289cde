"""What the organisation that serves says of a case, in each state, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, datetime

from cards.assessments import assessment_form
from cards.help import pending_card
from cards.proposals import proposal_card
from committee.assessments import Assessment, AssessmentView
from committee.case_links import CaseLinks
from committee.members import Person
from committee.seat_rules import Function
from committee.views import ProposalView
from tests.unit.card_views import NASTY, long_text, pending, proposal, proposal_view

AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
_PEOPLE = tuple(
    Person(id=f"p-{name}", name=name, tenant_id="t", object_id=name, address=f"{name}@example.org")
    for name in ("Ola Eksempel", NASTY)
)


def _made(*, long: bool = False) -> Assessment:
    said = long_text(1500) if long else NASTY
    return Assessment(
        id="assessment:proposal-3", committee_id="bestillerutvalget", about="proposal-3", organisation="ROR-IKT",
        technical=said, cost=said, capacity=said if long else "", adviser_id="p-Ola Eksempel", by="p-kari", at=AT,
        hours=((NASTY, 40), *((f"{n} {'rolle ' * 9}", 100_000) for n in range(9 if long else 1))),
    )  # fmt: skip


def _case(*, long: bool = False, is_made: bool = True) -> ProposalView:
    made = AssessmentView(assessment=_made(long=long), organisation="ROR-IKT", by="Kari Eksempel", adviser=NASTY)
    none = AssessmentView(assessment=None, organisation="ROR-IKT")
    return proposal_view(long=long, links=CaseLinks(assessment=made if is_made else none))


CARDS = {
    "assessed": lambda words: proposal_card(_case(), words),
    "assessed_not": lambda words: proposal_card(_case(is_made=False), words),
    "assessment_form": lambda words: assessment_form(proposal(), None, _PEOPLE, words),
    "pending_assess": lambda words: pending_card(
        replace(pending(Function.HOST_MEMBER), to_assess=(proposal(), proposal(long=True))), words
    ),
    "assessment_form_again": lambda words: assessment_form(proposal(), _made(), _PEOPLE, words),
    "assessment_form_faults": lambda words: assessment_form(
        proposal(), None, _PEOPLE, words, typed={"hours": NASTY},
        faults={"technical": "field_empty", "hours": "field_role_hours", "adviser": "field_not_chosen"},
    ),
}  # fmt: skip
LONG_CARDS = {
    "assessed": lambda words: proposal_card(_case(long=True), words),
    "assessment_form": lambda words: assessment_form(proposal(long=True), _made(long=True), _PEOPLE, words),
}
