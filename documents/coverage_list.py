"""The matrix municipality × committee as rows for a spreadsheet (000-12)."""

from committee.coverage import Cell
from committee.coverage_view import CoverageView
from documents.spreadsheet import write_csv
from locales import Words


def coverage_csv(view: CoverageView, words: Words) -> bytes:
    """One row a municipality and one column a body: how many sit there, and how many are missing."""
    matrix = view.matrix
    head = [words("Kommune"), *matrix.committees.values(), words("Mangler i alt"), words("Listen gjelder")]
    day = view.on.isoformat()
    rows = (
        [
            name,
            *(_told(matrix.cell(organisation_id, one), words) for one in matrix.committees),
            str(sum(cell.missing for cell in matrix.gaps_of(organisation_id))),
            day,
        ]
        for organisation_id, name in matrix.organisations.items()
    )
    return write_csv(head, rows)


def _told(cell: Cell, words: Words) -> str:
    if cell.missing:
        return words("mangler {n}", n=cell.missing)
    return str(cell.filled) if cell.filled else ""
