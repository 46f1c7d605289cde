"""What may be wrong with a body's leader: none, several, or another than the mandate lets lead."""

from collections.abc import Iterator
from dataclasses import replace

from committee.breaches import Breach, BreachCode, on_rule, on_seat
from committee.composition_counts import counts
from committee.members import Seat
from committee.seat_rules import ChairBy, Function
from committee.seating import Seating


def chair_breaches(sat: Seating) -> Iterator[Breach]:
    """A body that the mandate says nothing of, and that has no seats here, as one that others run, needs no leader.

    Where the mandate has a line for the leader's own seat, that line tells that it is empty.
    """
    mandate, rule = sat.mandate, sat.mandate.chair
    leaders = [seat for seat in sat.counted if seat.leads or seat.function is Function.CHAIR]
    heads = len({seat.person_id for seat in leaders})
    is_told = any(one.missing and one.rule.function is Function.CHAIR for one in counts(sat))
    if not leaders and not is_told and (mandate.seats or sat.counted or rule.source):
        acts = None if rule.by is ChairBy.ELECTION else rule.organisation
        yield _cited(sat, on_rule(mandate, None, BreachCode.NO_CHAIR, acts=acts, found=0, wanted=1))
    if heads > 1:
        yield _cited(sat, on_rule(mandate, None, BreachCode.SEVERAL_CHAIRS, found=heads, wanted=1))
    for seat in leaders:
        yield from _wrong(sat, seat)


def _wrong(sat: Seating, seat: Seat) -> Iterator[Breach]:
    """A leader for an organisation that the mandate does not know is told of as that."""
    rule, organisation = sat.mandate.chair, sat.organisations.get(seat.organisation_id)
    if organisation is None:
        return
    if rule.by is ChairBy.ELECTION:
        right, wanted = not rule.among or organisation.kind in rule.among, ", ".join(rule.among) or None
    else:
        right, wanted = rule.organisation in (None, organisation.id), rule.organisation
    if not right:
        acts = None if rule.by is ChairBy.ELECTION else rule.organisation
        found = on_seat(sat.mandate, None, seat, BreachCode.WRONG_CHAIR, found=organisation.id, wanted=wanted)
        yield replace(_cited(sat, found), acts=acts)


def _cited(sat: Seating, breach: Breach) -> Breach:
    source = sat.mandate.chair.source
    about = replace(breach, function=Function.CHAIR)
    return replace(about, source=source, is_quoted=True) if source else about
