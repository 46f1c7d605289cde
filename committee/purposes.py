"""What a mandate is for, point by point: cases are tagged with it as with the goals of a strategy (004-06, 003-15)."""

from collections.abc import Iterable

from committee.mandate import Mandate
from committee.strategy import Goal, StrategyDocument, StrategyKind


def purposes_of(mandates: Iterable[Mandate]) -> tuple[StrategyDocument, ...]:
    """Each mandate's points as a document of its own, with the decision's name, numbered as the mandate has them."""
    return tuple(_document(one) for one in mandates if one.purposes)


def _document(mandate: Mandate) -> StrategyDocument:
    return StrategyDocument(
        id=f"mandat-{mandate.id}",
        kind=StrategyKind.PURPOSE,
        name=mandate.approval.reference,
        version=mandate.valid_from.isoformat(),
        committees=(mandate.id,),
        source=mandate.source,
        from_on=mandate.valid_from,
        until_on=mandate.valid_until,
        goals=tuple(Goal(id=str(n), name=f"{n}. {point}") for n, point in enumerate(mandate.purposes, start=1)),
    )
