"""The matrix municipality × committee, cut to what one person answers for (000-12, 003-05)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from committee.body_views import tree_of
from committee.coverage import Matrix, coverage
from committee.errors import CommitteeError
from committee.insight import speaks_for, tends_seats
from committee.members import Directory, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageView:
    """What is shown: all organisations for one who looks after seats, one's own for a contact."""

    #: The body asked about; the matrix has all bodies under the same root.
    committee_id: str
    name: str
    matrix: Matrix
    on: date


def require_coverage(directory: Directory, person: Person, committee_id: str) -> None:
    """Raises CommitteeError("no_right_see_coverage")."""
    if not tends_seats(directory, person, committee_id) and not speaks_for(directory, person):
        raise CommitteeError("no_right_see_coverage")


def view_coverage(directory: Directory, person: Person, committee_id: str, *, on: date) -> CoverageView:
    """The matrix of the co-operation that the body belongs to: all under the same root, and nothing of others. For a
    contact it is the co-operation that their organisation is in, wherever they ask.

    Raises CommitteeError("no_right_see_coverage", "unknown_committee").
    """
    directory.mandate(committee_id)
    require_coverage(directory, person, committee_id)
    own = () if tends_seats(directory, person, committee_id) else speaks_for(directory, person)
    committee_id = _where(directory, own, committee_id)
    matrix = matrix_of(directory, committee_id, on=on)
    if own:
        matrix = only(matrix, own)
    root = directory.mandate(tree_of(directory).root(committee_id))
    return CoverageView(committee_id=committee_id, name=root.name, matrix=matrix, on=on)


def _where(directory: Directory, own: Iterable[str], committee_id: str) -> str:
    """The body asked about when it has to do with one of these organisations; else the first that has."""
    bodies = directory.keep("bodies_of_organisations", lambda: _by_organisation(directory))
    known = [one for organisation_id in own for one in bodies.get(organisation_id, ())]
    return committee_id if committee_id in known or not known else known[0]


def _by_organisation(directory: Directory) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mandate in directory.mandates.values():
        for one in mandate.organisations:
            found.setdefault(one.id, []).append(mandate.id)
    return found


def matrix_of(directory: Directory, committee_id: str, *, on: date) -> Matrix:
    """Worked out once for each root and day."""
    tree = tree_of(directory)

    def work() -> Matrix:
        bodies = tree.family(committee_id)
        seats = (member.seat for one in bodies for member in directory.members(one) if member.seat)
        return coverage({one: directory.mandates[one] for one in bodies}, seats, on=on)

    return directory.keep(("coverage", tree.root(committee_id), on), work)


def only(matrix: Matrix, organisations: Iterable[str]) -> Matrix:
    """The rows of these alone, and the committees that they have to do with."""
    wanted = [one for one in organisations if one in matrix.organisations]
    rows = {one: matrix.rows[one] for one in wanted}
    met = {committee_id for row in rows.values() for committee_id in row}
    return Matrix(
        organisations={one: matrix.organisations[one] for one in wanted},
        committees={one: name for one, name in matrix.committees.items() if one in met},
        rows=rows,
    )
