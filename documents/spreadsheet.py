"""Rows as a CSV file that Norwegian Excel opens at once, and in which no cell can act."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from documents.archive_text import legible_text

#: Excel reads UTF-8 only when the file says so, and parts cells by semicolons where the comma is for decimals.
_BYTE_ORDER_MARK = "\ufeff"
_SEPARATOR = ";"
#: What makes a spreadsheet read a cell as a formula (OWASP, «CSV Injection»), also in full width as East Asian
#: keyboards write them.
_FORMULA = tuple("=+-@＝＋－＠")


def write_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as UTF-8; a cell that would be read as a formula begins with an apostrophe."""
    written = StringIO()
    writer = csv.writer(written, delimiter=_SEPARATOR, lineterminator="\r\n")
    writer.writerow([harmless_cell(one) for one in head])
    writer.writerows([harmless_cell(one) for one in row] for row in rows)
    return (_BYTE_ORDER_MARK + written.getvalue()).encode()


def harmless_cell(text: str) -> str:
    """The text on one line, never a formula."""
    line = " ".join(legible_text(text).split())
    return f"'{line}" if line.startswith(_FORMULA) else line
