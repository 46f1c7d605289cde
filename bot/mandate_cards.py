"""What a mandate's cards are drawn from: what has changed, and what its leader and secretary should look at."""

from collections import ChainMap
from collections.abc import Callable
from datetime import date
from typing import Any

from bot.office import Card, Visit
from cards.mandates import new_mandate_card
from committee.body_views import tree_of, version_before
from committee.composition import BreachCode, check_composition
from committee.errors import CommitteeError
from committee.insight import tends_seats
from committee.mandate import Mandate
from committee.mandate_diff import differences
from committee.mandate_warnings import warn
from committee.members import Directory
from committee.ports import Transaction
from committee.workflows.mandates import view_version
from locales import Words
from locales.compositions import breach_sentence
from locales.differences import difference_sentence
from locales.warnings import warning_sentence


def matters(visit: Visit, on: date) -> dict[str, tuple[str, ...]]:
    """What `cards.mandates.mandate_card` tells those who look after the committee's seats; nothing for others."""
    directory, committee_id = visit.directory, visit.committee_id
    if not tends_seats(directory, visit.person, committee_id):
        return {}
    mandate, regions = directory.mandate(committee_id), directory.book.regions
    seats = directory.seats_of(committee_id)
    breaches = check_composition(mandate, seats, directory.people, on=on, regions=regions)
    told = [warning_sentence(one, visit.words) for one in warn(mandate, directory.book, on)]
    told += [
        breach_sentence(one, mandate, directory.people, regions, visit.words)
        for one in breaches
        if one.code is not BreachCode.REGION_DISSOLVED  # among the warnings already
    ]
    return {"notes": tuple(told), "mistakes": visit.office.shelf.mistakes}


def find_before(tx: Transaction, directory: Directory, mandate: Mandate) -> Mandate | None:
    """The version that was in force before this one: as the record has it, else as the files have it."""
    try:
        return view_version(tx, directory, mandate.id, mandate.sha256).before or version_before(directory, mandate)
    except CommitteeError:
        return version_before(directory, mandate)


def changes_told(directory: Directory, mandate: Mandate, before: Mandate | None, words: Words) -> tuple[str, ...]:
    """What changed from one version to the next, a sentence for each."""
    if before is None:
        return ()
    regions = {one.id: one.name for one in directory.book.regions.values()}
    names = ChainMap(regions, tree_of(directory).names)
    return tuple(difference_sentence(one, words, names) for one in differences(before, mandate))


def _new_mandate(tx: Transaction, directory: Directory, committee_id: str, sha256: str, say: Words) -> Card:
    version = view_version(tx, directory, committee_id, sha256)
    told = changes_told(directory, version.mandate, version.before, say)
    return new_mandate_card(version.mandate, version.before, told, say)


#: For `bot.channel_cards`.
CHANNEL: dict[str, Callable[..., Any]] = {"mandate": _new_mandate}
