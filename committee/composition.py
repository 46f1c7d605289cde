"""A body's seats held against its mandate: every breach once, with the sentence it breaks and who must act."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from committee.breaches import Breach, BreachCode, Severity, on_rule
from committee.composition_chair import chair_breaches
from committee.composition_counts import Count, counts
from committee.composition_seats import seat_breaches
from committee.composition_terms import term_breaches
from committee.mandate import Mandate
from committee.members import Person, Seat
from committee.seat_rules import Function, Region
from committee.seating import Seating, fits, seating

__all__ = ["Breach", "BreachCode", "OpenSeat", "Severity", "check_composition", "fits", "open_seats"]

#: Those whom «sytten medlemmer» does not count.
_NOT_MEMBERS = (Function.SECRETARY, Function.OBSERVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSeat:
    """Seats that a line of the composition asks for and that nobody holds on the day."""

    committee_id: str
    rule_id: str
    function: Function
    #: Whose they are; None when several organisations may fill them.
    organisation_id: str | None
    region: str | None
    missing: int
    #: The organisation that chooses the people; None: the secretary finds out who does.
    nominated_by: str | None
    #: Seats in the same place that begin later: somebody has been chosen already.
    coming: int


def check_composition(
    mandate: Mandate,
    seats: Sequence[Seat],
    people: Mapping[str, Person],
    *,
    on: date,
    regions: Mapping[str, Region],
) -> tuple[Breach, ...]:
    """Every breach of the mandate's composition on a day, none twice: by line, then organisation, as the mandate has
    them; what concerns no line comes last.

    `seats` may hold other bodies' seats, and seats that are over or have not begun. Those have no part in any number;
    one that is over is told of until somebody follows in it or it is taken off the list. Deputies are not counted.
    """
    sat = seating(mandate, seats, on)
    found = [
        *_numbers(sat),
        *seat_breaches(sat, people),
        *term_breaches(sat),
        *_dissolved(sat, regions),
        *chair_breaches(sat),
        *_total(sat),
    ]
    unique: dict[str, Breach] = {}
    for one in found:
        unique.setdefault(one.key, one)
    return _in_order(mandate, unique.values())


def open_seats(mandate: Mandate, seats: Sequence[Seat], *, on: date) -> tuple[OpenSeat, ...]:
    """What somebody must be nominated to, in the mandate's order; `seats` as for `check_composition`."""
    sat = seating(mandate, seats, on)
    coming: dict[tuple[Function, str], int] = {}
    for seat in sat.listed:
        if not seat.is_deputy and seat.from_on is not None and seat.from_on > on:
            place = (seat.function, seat.organisation_id)
            coming[place] = coming.get(place, 0) + 1
    return tuple(_open(mandate, count, coming) for count in counts(sat) if count.missing)


def _open(mandate: Mandate, count: Count, coming: Mapping[tuple[Function, str], int]) -> OpenSeat:
    rule = count.rule
    return OpenSeat(
        committee_id=mandate.id,
        rule_id=rule.id,
        function=rule.function,
        organisation_id=count.organisation_id,
        region=rule.regions[0] if len(rule.regions) == 1 else None,
        missing=count.missing,
        nominated_by=count.chooser,
        coming=sum(coming.get((rule.function, one.id), 0) for one in count.organisations),
    )


def _numbers(sat: Seating) -> Iterator[Breach]:
    for count in counts(sat):
        about = {"organisation_id": count.organisation_id, "acts": count.chooser, "found": count.number}
        if count.missing:
            yield on_rule(sat.mandate, count.rule, BreachCode.TOO_FEW, **about, wanted=count.least)
        if count.surplus:
            yield on_rule(sat.mandate, count.rule, BreachCode.TOO_MANY, **about, wanted=count.rule.most)


def _dissolved(sat: Seating, regions: Mapping[str, Region]) -> Iterator[Breach]:
    for rule in sat.mandate.seats:
        for region in (regions[one] for one in rule.regions if one in regions):
            if region.valid_until is not None and region.valid_until < sat.on:
                yield on_rule(
                    sat.mandate,
                    rule,
                    BreachCode.REGION_DISSOLVED,
                    Severity.WARNING,
                    region=region.id,
                    found=region.valid_until,
                    wanted=", ".join(region.successors) or None,
                )


def _total(sat: Seating) -> Iterator[Breach]:
    """Only what would still be wrong when each line had what it asks: otherwise the line has told it (004-16)."""
    mandate = sat.mandate
    if mandate.seat_count is None:
        return
    members = [
        seat
        for seat in sat.counted
        if seat.function not in _NOT_MEMBERS and (not mandate.seats or sat.rule_of(seat) is not None)
    ]
    told = sum(one.missing - one.surplus for one in counts(sat) if one.rule.function not in _NOT_MEMBERS)
    if mandate.seat_count not in (len(members), len(members) + told):
        yield on_rule(mandate, None, BreachCode.WRONG_TOTAL, found=len(members), wanted=mandate.seat_count)


def _in_order(mandate: Mandate, found: Iterable[Breach]) -> tuple[Breach, ...]:
    rules = {rule.id: place for place, rule in enumerate(mandate.seats)}
    organisations = {one.id: place for place, one in enumerate(mandate.organisations)}
    codes = {code: place for place, code in enumerate(BreachCode)}

    def place(one: Breach) -> tuple[int, int, int]:
        rule = rules.get(one.rule_id or "", len(rules))
        return rule, organisations.get(one.organisation_id or "", len(organisations)), codes[one.code]

    return tuple(sorted(found, key=place))
