"""Who sits in a committee, as a card; and the file of it, when it is there (003-21)."""

from collections.abc import Iterator

from cards.build import (
    Card,
    Element,
    box,
    card,
    escape,
    execute,
    heading,
    input_choice,
    open_url,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.fitting import weight_of
from cards.languages import NAMES
from committee.member_list import ListedSeat, MemberList, OrganisationSeats
from locales import Words
from locales.seats import as_of, empty_told, seat_told, shared_told, term_told

#: What the lines may weigh together (bytes of JSON), so that the whole card stays within what Teams takes.
_MOST_BYTES = 22_000
_LONGEST_NAME = 120


def members_card(
    listed: MemberList, words: Words, *, may_file: bool, asked_for: bool = False, document_language: str = ""
) -> Card:
    """The list with empty seats in words; `may_file` offers it as Word and CSV, `asked_for` says that one is coming."""
    mandate = listed.mandate
    title = words("Medlemmer i {committee}", committee=escape(mandate.name))
    stamp = as_of(listed.at, mandate.time_zone, words)
    body = [heading(title), quiet(f"{stamp}. {_count(listed, words)}"), *_lines(listed, words)]
    if asked_for:
        body.append(file_is_coming(words))
    actions = []
    if may_file:
        body.append(document_language_field(document_language or mandate.language, words))
        actions = [_save(listed, words("Lagre som Word"), "docx"), _save(listed, words("Lagre som CSV"), "csv")]
    return card(body, words, summary=f"{title}. {stamp}", actions=actions)


def _count(listed: MemberList, words: Words) -> str:
    people = words.plural("{n} medlem", "{n} medlemmer", listed.held_count)
    if not listed.empty_count:
        return words("{people}, ingen ledige plasser.", people=people)
    empty = words.plural("{n} ledig plass", "{n} ledige plasser", listed.empty_count)
    return words("{people}, {empty}.", people=people, empty=empty)


def _lines(listed: MemberList, words: Words) -> list[Element]:
    shown: list[Element] = []
    left = _MOST_BYTES
    groups = [*_groups(listed, words)]
    for n, (_, lines) in enumerate(groups):
        left -= weight_of(lines)
        if left < 0:
            unseen = sum(count for count, _ in groups[n:])
            return [*shown, quiet(words.plural("og {n} til – se filen", "og {n} til – se filen", unseen))]
        shown += lines
    return shown or [text(words("Ingen har plass i utvalget ennå."))]


def _groups(listed: MemberList, words: Words) -> Iterator[tuple[int, list[Element]]]:
    """How many people and empty seats, and the lines that show them."""
    for one in listed.organisations:
        # A large organisation's people are cut one by one, not all at once.
        yield 0, [subheading(_name(one.name))]
        yield from ((1, [line]) for line in _organisation(one, words))
    if listed.shared:
        yield 0, [subheading(words("Plasser som flere kan fylle"))]
        yield from ((1, [_empty(shared_told(one, words))]) for one in listed.shared)


def _organisation(one: OrganisationSeats, words: Words) -> Iterator[Element]:
    yield from (text(_seat(seat, seat_told(seat, words), words), spacing="Small") for seat in one.held)
    for seat in one.coming:
        told = words("{seat}, ikke begynt ennå", seat=seat_told(seat, words))
        yield text(_seat(seat, told, words), spacing="Small", isSubtle=True)
    yield from (_empty(empty_told(empty, words)) for empty in one.empty)


def _seat(seat: ListedSeat, told: str, words: Words) -> str:
    """«Ingrid Moen – representant, leder (01.01.2024–31.12.2027)»; who leads is in bold."""
    name, term = _name(seat.name), term_told(seat, words)
    who = f"**{name}**" if seat.leads else name
    return f"{who} – {told} ({term})" if term else f"{who} – {told}"


def _empty(told: str) -> Element:
    return text(f"○ {escape(told)}", spacing="Small", color="Attention")


def _name(name: str) -> str:
    return escape(shorten(" ".join(name.split()), _LONGEST_NAME))


def _save(listed: MemberList, title: str, file_format: str) -> Element:
    return execute(title, "list.save", {"list": "members", "committee": listed.mandate.id, "format": file_format})


def document_language_field(chosen: str, words: Words) -> Element:
    """The language of the file; it may be another than the reader's."""
    return input_choice("document_language", words("Språk i filen"), NAMES.items(), chosen, style="compact")


def file_is_coming(words: Words) -> Element:
    """Said at once when a file is asked for."""
    return box([text(words("Filen lages nå. Du får lenken i chatten når den ligger i kanalens filer."))], "good")


def list_filed_card(title: str, url: str, folder: str, words: Words) -> Card:
    """To the one who asked: the file is there."""
    told = words("Filen ligger i kanalens filer, i mappen {folder}.", folder=folder)
    return card(
        [heading(escape(title)), text(told)], words, summary=escape(title), actions=[open_url(words("Åpne filen"), url)]
    )
