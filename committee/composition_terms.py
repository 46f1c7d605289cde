"""What may be wrong with a seat's term: over, soon over, or another than the mandate's without a reason (004-23)."""

from collections.abc import Iterator

from committee.breaches import Breach, BreachCode, Severity, on_seat
from committee.members import Seat
from committee.seating import Seating
from committee.terms import ends_soon, last_day_of_term

_Place = tuple[str, str, bool]


def term_breaches(sat: Seating) -> Iterator[Breach]:
    """Of members' and deputies' seats alike; a seat that has not begun is judged when it begins."""
    places: dict[_Place, list[Seat]] = {}
    for seat in sat.listed:
        places.setdefault(_place(seat), []).append(seat)
    for seat in sat.listed:
        yield from _ends(sat, seat, places[_place(seat)])
        if seat.is_held(sat.on):
            yield from _length(sat, seat)


def _place(seat: Seat) -> _Place:
    return seat.function, seat.organisation_id, seat.is_deputy


def _ends(sat: Seating, seat: Seat, place: list[Seat]) -> Iterator[Breach]:
    """Nothing is told of a seat that somebody has followed in, or will."""
    last = seat.until_on
    if last is None or any(_follows(other, seat, sat) for other in place):
        return
    rule, mandate = sat.rule_of(seat), sat.mandate
    if last < sat.on:
        yield on_seat(mandate, rule, seat, BreachCode.TERM_ENDED, found=last)
    elif seat.is_held(sat.on) and ends_soon(last, sat.on):
        yield on_seat(mandate, rule, seat, BreachCode.TERM_ENDS_SOON, Severity.WARNING, found=last)


def _follows(other: Seat, seat: Seat, sat: Seating) -> bool:
    """Begins when the other is over. One without a first day, held now, follows whoever has left already."""
    last = seat.until_on
    if last is None or other is seat:
        return False
    if other.from_on is None:
        return last < sat.on and other.is_held(sat.on)
    return last < other.from_on


def _length(sat: Seating, seat: Seat) -> Iterator[Breach]:
    """A term without an end is too long when a whole one has passed."""
    rule = sat.rule_of(seat)
    if not (rule and rule.term_years and seat.from_on) or seat.term_reason.strip():
        return
    whole = last_day_of_term(seat.from_on, rule.term_years)
    if (seat.until_on or sat.on) > whole:
        yield on_seat(sat.mandate, rule, seat, BreachCode.TERM_TOO_LONG, found=seat.until_on, wanted=whole)
    elif seat.until_on and seat.until_on < whole:
        yield on_seat(sat.mandate, rule, seat, BreachCode.TERM_WITHOUT_REASON, found=seat.until_on, wanted=whole)
