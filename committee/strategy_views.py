"""How far the cases of a committee cover the strategy, and which municipalities have adopted it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from committee.mandate import Mandate
from committee.members import Directory, Member
from committee.plan_follow_ups import PlanFollowUp, last_follow_up
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.rights import Right, require
from committee.strategy import LEFT_OUT, Adoption, Goal, StrategyDocument, StrategyKind, documents_for


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """A goal with the cases that serve it, the oldest first; a strategy's goal is served by its plan's items too."""

    goal: Goal
    cases: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionLine:
    """An organisation's line; `adoption` is None until its kommunestyre has decided."""

    organisation_id: str
    name: str
    adoption: Adoption | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    document: StrategyDocument
    goals: tuple[GoalLine, ...]
    adopted: tuple[AdoptionLine, ...]
    #: The committee's last yearly look at it, written or not.
    followed: PlanFollowUp | None = None

    @property
    def without_cases(self) -> int:
        return sum(not one.cases for one in self.goals)


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyView:
    """The documents in force for a committee, and how many of its cases are tagged with none of their goals."""

    mandate: Mandate
    documents: tuple[DocumentView, ...]
    untagged: int


def view_strategy(tx: Transaction, directory: Directory, member: Member) -> StrategyView:
    """Raises CommitteeError("no_seat")."""
    require(member, Right.READ)
    mandate = directory.mandate(member.committee_id)
    documents = documents_for(directory.guided_by(mandate.id), mandate.id)
    cases = [one for one in tx.proposals(mandate.id) if one.state not in LEFT_OUT]
    tags = {document.tag(goal) for document in documents for goal in document.goals}
    return StrategyView(
        mandate=mandate,
        documents=tuple(
            DocumentView(
                document=one,
                goals=tuple(_line(one, goal, documents, cases) for goal in one.goals),
                adopted=_adopted(tx, mandate, one),
                followed=last_follow_up(tx, mandate.id, one),
            )
            for one in documents
        ),
        untagged=sum(tags.isdisjoint(one.form.goals) for one in cases),
    )


def _line(
    document: StrategyDocument, goal: Goal, documents: Iterable[StrategyDocument], cases: Sequence[Proposal]
) -> GoalLine:
    tags = {document.tag(goal)}
    if document.kind is StrategyKind.STRATEGY:
        tags |= {
            plan.tag(one)
            for plan in documents
            for one in plan.goals
            if plan.kind is StrategyKind.PLAN and one.under == goal.id
        }
    return GoalLine(goal=goal, cases=tuple(one for one in cases if not tags.isdisjoint(one.form.goals)))


def _adopted(tx: Transaction, mandate: Mandate, document: StrategyDocument) -> tuple[AdoptionLine, ...]:
    """Only a strategy is anchored by the kommunestyrer (001-04)."""
    if document.kind is not StrategyKind.STRATEGY:
        return ()
    kept: Mapping[str, Adoption] = {
        one.organisation_id: one for one in tx.records_about(Adoption, document.key) if not one.is_undone
    }
    return tuple(
        AdoptionLine(organisation_id=one.id, name=one.name, adoption=kept.get(one.id)) for one in mandate.voters
    )
