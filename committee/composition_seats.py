"""What may be wrong with each seat by itself: whom it is for, and whether the mandate has such a seat."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from committee.breaches import Breach, BreachCode, Severity, on_seat
from committee.members import Person
from committee.seat_rules import Function
from committee.seating import Seating, stands_in

#: These sit by office: a mandate that has no line for them has still not forbidden them.
_BY_OFFICE = (Function.CHAIR, Function.SECRETARY)


def seat_breaches(sat: Seating, people: Mapping[str, Person]) -> Iterator[Breach]:
    """Of the seats that are held on the day."""
    yield from _unknown(sat)
    yield from _outside(sat)
    yield from _stand_ins(sat)
    yield from _levels(sat, people)
    yield from _lone_deputies(sat)


def _unknown(sat: Seating) -> Iterator[Breach]:
    for seat in sat.held:
        if seat.organisation_id not in sat.organisations:
            yield on_seat(sat.mandate, None, seat, BreachCode.ORGANISATION_UNKNOWN, found=seat.organisation_id)


def _outside(sat: Seating) -> Iterator[Breach]:
    """The secretary must act: the organisation has no such seat to fill."""
    ruled = {rule.function for rule in sat.mandate.seats}
    if not ruled:
        return
    for seat in sat.counted:
        by_office = seat.function in _BY_OFFICE and seat.function not in ruled
        if seat.organisation_id in sat.organisations and sat.rule_of(seat) is None and not by_office:
            found = on_seat(sat.mandate, None, seat, BreachCode.SEAT_OUTSIDE_RULES, found=seat.function.value)
            yield replace(found, acts=None)


def _stand_ins(sat: Seating) -> Iterator[Breach]:
    """Tolerated, and told (004-18)."""
    for seat in sat.counted:
        rule, organisation = sat.rule_of(seat), sat.organisations.get(seat.organisation_id)
        if rule and organisation and stands_in(rule, organisation):
            kinds = ", ".join(rule.kinds)
            code, found = BreachCode.STAND_IN_KIND, organisation.kind.value
            yield on_seat(sat.mandate, rule, seat, code, Severity.WARNING, found=found, wanted=kinds)


def _levels(sat: Seating, people: Mapping[str, Person]) -> Iterator[Breach]:
    """A level that the register does not tell breaks nothing (000-09)."""
    for seat in sat.counted:
        rule, person = sat.rule_of(seat), people.get(seat.person_id)
        if not (rule and rule.level and person and person.level):
            continue
        if not _is_level(person.level, rule.level):
            code, level = BreachCode.LEVEL_DIFFERS, person.level
            yield on_seat(sat.mandate, rule, seat, code, Severity.WARNING, found=level, wanted=rule.level)


def _is_level(level: str, wanted: str) -> bool:
    """Any of those in «digitaliseringsdirektør eller -sjef»; what begins with a hyphen is how the level's name ends."""
    for one in wanted.casefold().split(" eller "):
        if level.casefold() == one or (one.startswith("-") and level.casefold().endswith(one[1:])):
            return True
    return False


def _lone_deputies(sat: Seating) -> Iterator[Breach]:
    represented = {seat.organisation_id for seat in sat.counted}
    for seat in sat.held:
        known = seat.organisation_id in sat.organisations
        if seat.is_deputy and known and seat.organisation_id not in represented:
            yield on_seat(sat.mandate, sat.rule_of(seat), seat, BreachCode.DEPUTY_WITHOUT_MEMBER, Severity.WARNING)
