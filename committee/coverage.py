"""Which municipality sits in which committee: the matrix that tells where somebody is missing (000-12, 003-05)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from committee.mandate import Mandate, Organisation
from committee.members import Seat
from committee.seat_rules import Function, OrganisationKind
from committee.seating import Seating, seating, stands_in


class CellState(StrEnum):
    FILLED = "filled"
    MISSING = "missing"
    #: The committee asks nothing of the organisation, and it has nobody there.
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One organisation in one committee; deputies are not counted."""

    organisation_id: str
    committee_id: str
    filled: int = 0
    #: How many more the mandate asks of this organisation.
    missing: int = 0

    @property
    def state(self) -> CellState:
        if self.missing:
            return CellState.MISSING
        return CellState.FILLED if self.filled else CellState.NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Organisations and committees in the order they were met; only cells with something in them are kept."""

    #: Names by id.
    organisations: Mapping[str, str]
    committees: Mapping[str, str]
    rows: Mapping[str, Mapping[str, Cell]]

    def cell(self, organisation_id: str, committee_id: str) -> Cell:
        found = self.rows.get(organisation_id, {}).get(committee_id)
        return found or Cell(organisation_id=organisation_id, committee_id=committee_id)

    def gaps_of(self, organisation_id: str) -> tuple[Cell, ...]:
        """Where the organisation lacks somebody that the mandate asks for, in the committees' order."""
        return tuple(cell for cell in self.rows.get(organisation_id, {}).values() if cell.missing)

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """Everybody's, by organisation."""
        return tuple(cell for one in self.organisations for cell in self.gaps_of(one))


def coverage(
    mandates: Mapping[str, Mandate],
    seats: Iterable[Seat],
    *,
    on: date,
    kind: OrganisationKind = OrganisationKind.MUNICIPALITY,
) -> Matrix:
    """The organisations of that kind against all committees with something to ask of them, or somebody from them.

    A line asks something of one organisation when it counts each, or when it is about that organisation alone; where
    one of several will do, as «elleve representanter fra kommuner utenom Oslo», none of them is found missing.
    """
    by_committee: dict[str, list[Seat]] = {}
    for seat in seats:
        by_committee.setdefault(seat.committee_id, []).append(seat)
    organisations: dict[str, str] = {}
    committees: dict[str, str] = {}
    rows: dict[str, dict[str, Cell]] = {}
    for mandate in mandates.values():
        names = {one.id: one.name for one in mandate.organisations if one.kind is kind}
        for cell in _cells(seating(mandate, by_committee.get(mandate.id, ()), on), names):
            organisations.setdefault(cell.organisation_id, names[cell.organisation_id])
            committees[mandate.id] = mandate.name
            rows.setdefault(cell.organisation_id, {})[mandate.id] = cell
    return Matrix(organisations=organisations, committees=committees, rows=rows)


def _cells(sat: Seating, wanted: Mapping[str, str]) -> Iterator[Cell]:
    missing = _missing(sat)
    filled: dict[str, int] = {}
    for seat in sat.counted:
        # A mandate without a composition still has representatives.
        has_place = sat.rule_of(seat) is not None or (
            not sat.mandate.seats and seat.function is Function.REPRESENTATIVE
        )
        if has_place:
            filled[seat.organisation_id] = filled.get(seat.organisation_id, 0) + 1
    for one in wanted:
        if one in filled or one in missing:
            cell = Cell(
                organisation_id=one, committee_id=sat.mandate.id, filled=filled.get(one, 0), missing=missing.get(one, 0)
            )
            yield cell


def _missing(sat: Seating) -> dict[str, int]:
    """By organisation, over all lines."""
    missing: dict[str, int] = {}
    for rule, asked in zip(sat.mandate.seats, sat.asked, strict=True):
        about = sat.about(rule, asked)
        alone: tuple[Organisation, ...] = asked if rule.each or about is not None else ()
        for one in alone:
            lacks = rule.least - sat.number(rule, (one,))
            if lacks > 0 and not (rule.each and stands_in(rule, one)):
                missing[one.id] = missing.get(one.id, 0) + lacks
    return missing
