"""Where each municipality has people, and where somebody is missing (000-12, 003-05)."""

from cards.build import Card, Element, card, escape, execute, heading, quiet, shorten, table, text
from cards.members import document_language_field, file_is_coming
from committee.coverage import Cell, CellState
from committee.coverage_view import CoverageView
from locales import Words

_MOST_ROWS = 30
_MOST_MISSING = 6
_LONGEST_NAME = 60


def coverage_card(
    view: CoverageView, words: Words, *, may_file: bool, asked_for: bool = False, document_language: str = ""
) -> Card:
    """Municipality by municipality: in how many bodies its seats are filled, and the bodies where one is missing."""
    title = words("Dekning i {body}", body=_short(view.name))
    day = words("Per {day}.", day=words.long_date(view.on))
    gaps = len(view.matrix.gaps)
    told = words("Alle kommuner har noen i hvert utvalg som ber om det.")
    if gaps:
        told = words.plural("Det mangler noen {n} sted.", "Det mangler noen {n} steder.", gaps)
    body = [heading(title), quiet(day), text(told, weight="Bolder"), *_rows(view, words)]
    if asked_for:
        body.append(file_is_coming(words))
    actions = []
    if may_file:
        body.append(document_language_field(document_language or words.language, words))
        data = {"list": "coverage", "committee": view.committee_id, "format": "csv"}
        actions = [execute(words("Lagre som CSV"), "list.save", data)]
    return card(body, words, summary=f"{title}. {told}", actions=actions)


def _rows(view: CoverageView, words: Words) -> list[Element]:
    matrix = view.matrix
    if not matrix.organisations:
        return [text(words("Ingen kommuner har plass i disse utvalgene."))]
    # Those that must act come first; otherwise the mandates' order.
    order = sorted(matrix.organisations, key=lambda one: -len(matrix.gaps_of(one)))
    rows = [_row(view, one, words) for one in order[:_MOST_ROWS]]
    lines = [table((words("Kommune"), words("På plass"), words("Mangler i")), rows, (3, 2, 5))]
    left = len(order) - _MOST_ROWS
    if left > 0:
        lines.append(quiet(words.plural("og {n} til – se filen", "og {n} til – se filen", left)))
    return lines


def _row(view: CoverageView, organisation_id: str, words: Words) -> tuple[str, str, str]:
    cells = view.matrix.rows.get(organisation_id, {}).values()
    filled = sum(cell.state is CellState.FILLED for cell in cells)
    gaps = view.matrix.gaps_of(organisation_id)
    asked = sum(cell.state is not CellState.NOT_ASKED for cell in cells)
    told = words("✓ {filled} av {asked}", filled=filled, asked=asked)
    return _short(view.matrix.organisations[organisation_id]), told, _missing(view, gaps, words) or "–"


def _missing(view: CoverageView, gaps: tuple[Cell, ...], words: Words) -> str:
    names = [_short(view.matrix.committees[one.committee_id]) for one in gaps[:_MOST_MISSING]]
    left = len(gaps) - _MOST_MISSING
    if left > 0:
        return f"{', '.join(names)} {words.plural('og {n} til', 'og {n} til', left)}"
    return words.join(names)


def _short(name: str) -> str:
    return escape(shorten(name, _LONGEST_NAME))
