"""What people look up: who sits in a body, its mandate, the tree of bodies, where somebody is missing; and language."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.command import Command
from bot.dialogs import field_of
from bot.mandate_cards import changes_told, find_before, matters
from bot.office import Card, Visit
from cards.bodies import bodies_card
from cards.coverage import coverage_card
from cards.languages import language_card
from cards.mandates import changes_card, mandate_card
from cards.members import members_card
from committee.body_views import view_mandate, view_tree
from committee.coverage_view import require_coverage, view_coverage
from committee.errors import CommitteeError
from committee.insight import filing_place, require_inside
from committee.member_list import list_members
from committee.ports import Transaction
from committee.rights import Right
from committee.workflows.languages import choose_language
from committee.workflows.lists import ListKind, ask_for_list
from committee.workflows.mandates import history
from locales import N_, words

Data = Mapping[str, Any]


def _today(visit: Visit, committee_id: str) -> date:
    """The day it is where the body is."""
    zone = ZoneInfo(visit.directory.mandate(committee_id).time_zone)
    return visit.office.now().astimezone(zone).date()


def _about(visit: Visit, data: Data) -> Visit:
    """The visit as it would be to the body that the card names, or that was chosen on it."""
    named = field_of(data, "committee") or field_of(data, "body") or visit.committee_id
    visit.directory.mandate(named)
    return replace(visit, committee_id=named)


def _filing_place(visit: Visit) -> str | None:
    here = visit.directory.committee_in(visit.sender.channel_id)
    return filing_place(visit.directory, visit.person, visit.committee_id, here)


async def _members(visit: Visit) -> Card:
    return _draw_members(visit)


def _draw_members(visit: Visit, **state: Any) -> Card:
    require_inside(visit.directory, visit.person)
    listed = list_members(visit.directory, visit.committee_id, at=visit.office.now())
    return members_card(listed, visit.words, may_file=_filing_place(visit) is not None, **state)


async def _mandate(visit: Visit) -> Card:
    directory, committee_id = visit.directory, visit.committee_id
    recorded = await visit.office.store.read(lambda tx: history(tx, directory, committee_id))
    on = _today(visit, committee_id)
    view = view_mandate(directory, committee_id, on=on, recorded=[one.mandate for one in recorded])
    return mandate_card(view, directory.book.regions, visit.words, **matters(visit, view.on))


async def _tree(visit: Visit) -> Card:
    return bodies_card(view_tree(visit.directory, visit.person, visit.committee_id), visit.words)


async def _coverage(visit: Visit) -> Card:
    return _draw_coverage(visit)


def _draw_coverage(visit: Visit, **state: Any) -> Card:
    view = view_coverage(visit.directory, visit.person, visit.committee_id, on=_today(visit, visit.committee_id))
    return coverage_card(view, visit.words, may_file=_filing_place(visit) is not None, **state)


async def _language(visit: Visit) -> Card:
    return language_card(visit.words)


async def _view_members(visit: Visit, data: Data) -> Card:
    return await _members(_about(visit, data))


async def _view_mandate(visit: Visit, data: Data) -> Card:
    return await _mandate(_about(visit, data))


async def _view_tree(visit: Visit, data: Data) -> Card:
    return await _tree(_about(visit, data))


async def _view_changes(visit: Visit, data: Data) -> Card:
    committee_id = _about(visit, data).committee_id
    mandate = visit.directory.mandate(committee_id)
    before = await visit.office.store.read(lambda tx: find_before(tx, visit.directory, mandate))
    return changes_card(mandate, before, changes_told(visit.directory, mandate, before, visit.words), visit.words)


async def _save_list(visit: Visit, data: Data) -> Card:
    """Has the list made, and shows the card again with word of it."""
    visit = _about(visit, data)
    kind = field_of(data, "list")
    draw: Callable[..., Card]
    if kind == ListKind.MEMBERS:
        require_inside(visit.directory, visit.person)
        draw = _draw_members
    elif kind == ListKind.COVERAGE:
        require_coverage(visit.directory, visit.person, visit.committee_id)
        draw = _draw_coverage
    else:
        raise CommitteeError("unknown_action")
    language = field_of(data, "document_language") or visit.directory.mandate(visit.committee_id).language
    place = _filing_place(visit)
    if place is None:
        raise CommitteeError("no_channel")

    def work(tx: Transaction) -> None:
        ask_for_list(
            tx,
            visit.directory,
            visit.member_of(place),
            ListKind(kind),
            visit.committee_id,
            file_format=field_of(data, "format"),
            language=language,
            now=visit.office.now(),
        )

    await visit.office.store.write(work)
    visit.office.nudge()
    return draw(visit, asked_for=True, document_language=language)


async def _choose_language(visit: Visit, data: Data) -> Card:
    language = field_of(data, "language")
    await visit.office.store.write(
        lambda tx: choose_language(
            tx, visit.directory, visit.person, visit.committee_id, language, now=visit.office.now()
        )
    )
    await visit.office.refresh()
    return language_card(words(language), just_chosen=True)


ACTIONS: dict[str, Callable[[Visit, Data], Awaitable[Card]]] = {
    "members.view": _view_members,
    "mandate.view": _view_mandate,
    "mandate.changes": _view_changes,
    "bodies.view": _view_tree,
    "list.save": _save_list,
    "language.choose": _choose_language,
}
MEMBERS = Command(
    phrases=(
        "medlemmer", "medlemsliste", "hvem sitter i utvalget", "hvem er med i utvalget", "medlemer",
        "kven sit i utvalet", "members", "who is on the committee",
    ),
    does=N_("viser hvem som sitter i utvalget, og hvilke plasser som er ledige"),
    run=_members,
)  # fmt: skip
MANDATE = Command(
    phrases=("mandat", "mandatet", "vis mandatet", "hva sier mandatet", "mandate"),
    does=N_("viser mandatet som gjelder, og hva som gjaldt før"),
    run=_mandate,
)
TREE = Command(
    phrases=(
        "utvalg", "organer", "organisasjonskart", "alle utvalg", "utval", "organ", "hvem rapporterer til hvem",
        "tree", "committees",
    ),
    does=N_("viser utvalgene, og hvem som rapporterer til hvem"),
    run=_tree,
)  # fmt: skip
COVERAGE = Command(
    phrases=("dekning", "dekningsoversikt", "representasjon", "hvilke kommuner mangler", "coverage"),
    does=N_("viser hvor kommunene mangler noen"),
    run=_coverage,
    needs=Right.SEAT,
)
LANGUAGE = Command(
    phrases=("språk", "bytt språk", "endre språk", "nynorsk", "bokmål", "engelsk", "language", "english"),
    does=N_("velger hvilket språk kortene dine har"),
    run=_language,
)
COMMANDS: tuple[Command, ...] = (MEMBERS, MANDATE, TREE, COVERAGE, LANGUAGE)
