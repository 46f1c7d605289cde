"""The list of a committee's members: a page for Word, and rows for a spreadsheet (003-21)."""

from collections.abc import Iterator
from typing import Any

from committee.member_list import EmptySeat, ListedSeat, MemberList, OrganisationSeats
from documents.spreadsheet import write_csv
from locales import Words
from locales.outcomes import function_name
from locales.seats import as_of, empty_told, seat_told, shared_told, term_told

Page = dict[str, Any]


def lay_out_members(listed: MemberList, words: Words) -> Page:
    """JSON-ready for `templates/list.docx`, all in `words`' language."""
    mandate = listed.mandate
    stamp = as_of(listed.at, mandate.time_zone, words)
    approval = words(
        "Godkjent av {body} i {reference}", body=mandate.approval.approved_by, reference=mandate.approval.reference
    )
    return {
        "tag": words.tag,
        "title": words("Medlemmer"),
        "document_title": words("Medlemmer i {committee}. {stamp}", committee=mandate.name, stamp=stamp),
        "committee": mandate.name,
        "author": "Utvalgsbot",
        "facts": [
            [words("Listen gjelder"), stamp],
            [words("Mandat"), approval],
            [words("Medlemmer"), str(listed.held_count)],
            [words("Ledige plasser"), str(listed.empty_count)],
        ],
        "listed": {
            "head": [words("Organisasjon"), words("Navn"), words("Plass"), words("Periode")],
            "rows": [*_rows(listed, words)],
            "empty": words("Ingen har plass i utvalget ennå."),
        },
        "note": words("Listen er hentet fra registeret da den ble laget. Skriv «medlemmer» til boten for en ny."),
        "footer": f"{mandate.name}. {stamp}",
        "page": words("Side {page} av {pages}"),
    }


def _rows(listed: MemberList, words: Words) -> Iterator[list[str]]:
    for one in listed.organisations:
        for seat in one.held:
            yield [one.name, seat.name, seat_told(seat, words), term_told(seat, words)]
        for seat in one.coming:
            yield [one.name, seat.name, _coming(seat, words), term_told(seat, words)]
        for empty in one.empty:
            yield [one.name, "–", empty_told(empty, words), ""]
    for empty in listed.shared:
        yield ["–", "–", shared_told(empty, words), ""]


def _coming(seat: ListedSeat, words: Words) -> str:
    return words("{seat}, ikke begynt ennå", seat=seat_told(seat, words))


def members_csv(listed: MemberList, words: Words) -> bytes:
    """One row a seat, each with the day the list is of; days as `2026-12-31`, which every spreadsheet reads."""
    head = [
        words("Organisasjon"),
        words("Navn"),
        words("Plass"),
        words("Leder"),
        words("Vara"),
        words("Fra"),
        words("Til"),
        words("Merknad"),
        words("Listen gjelder"),
    ]
    stamp = as_of(listed.at, listed.mandate.time_zone, words)
    return write_csv(head, ([*row, stamp] for row in _cells(listed, words)))


def _cells(listed: MemberList, words: Words) -> Iterator[list[str]]:
    for one in listed.organisations:
        yield from (_seat_cells(one, seat, "", words) for seat in one.held)
        yield from (_seat_cells(one, seat, words("Ikke begynt ennå"), words) for seat in one.coming)
        yield from (_empty_cells(one.name, empty, empty_told(empty, words), words) for empty in one.empty)
    yield from (_empty_cells("", empty, shared_told(empty, words), words) for empty in listed.shared)


def _seat_cells(one: OrganisationSeats, seat: ListedSeat, remark: str, words: Words) -> list[str]:
    days = [day.isoformat() if day else "" for day in (seat.from_on, seat.until_on)]
    marks = [words("ja") if mark else "" for mark in (seat.leads, seat.is_deputy)]
    return [one.name, seat.name, function_name(seat.function, words), *marks, *days, remark]


def _empty_cells(organisation: str, empty: EmptySeat, told: str, words: Words) -> list[str]:
    return [organisation, "", function_name(empty.function, words), "", "", "", "", told]
