"""Typeahead: a card's field asks for suggestions while a person types."""

from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz, process, utils

from bot.body_names import search_bodies
from bot.office import Office, Visit
from bot.setups import SEARCHED, find_for_setup
from committee.errors import CommitteeError
from committee.insight import is_inside
from committee.members import Directory, Person
from committee.rights import Right, may

#: Teams shows no more (facts: application/search).
MOST_SHOWN = 15
_GOOD_ENOUGH = 60
#: Names are short, and one letter wrong is one of few.
_ALIKE_ENOUGH = 75
SEARCH_RESPONSE = "application/vnd.microsoft.search.searchResponse"


async def answer_search(visit: Visit, value: Mapping[str, Any]) -> dict[str, Any]:
    """What is nearest to what is typed: services for those who may propose, people for those with a seat and
    those who choose an organisation's people."""
    dataset, typed = value.get("dataset"), value.get("queryText")
    words = typed if isinstance(typed, str) else ""
    match dataset:
        case "services":
            found = find_services(visit.office, words) if may(visit.member, Right.PROPOSE) else []
        case "people":
            found = find_people(visit, words) if is_inside(visit.directory, visit.person) else []
        case str(name) if name.startswith(SEARCHED):
            found = (await find_for_setup(visit, name, words))[:MOST_SHOWN]
        case "bodies":
            bodies = search_bodies(visit.directory, words, most=MOST_SHOWN)
            found = [{"title": name, "value": body_id} for body_id, name in bodies]
        case _:
            raise CommitteeError("unknown_action")
    return {"statusCode": 200, "type": SEARCH_RESPONSE, "value": {"results": found}}


def find_services(office: Office, words: str) -> list[dict[str, str]]:
    """At most MOST_SHOWN services, the nearest first; all in catalogue order when nothing is typed."""
    services = office.services
    if words.strip():
        names = {service.id: f"{service.name} {service.description}" for service in services}
        hits = process.extract(
            words, names, scorer=fuzz.partial_token_set_ratio, processor=utils.default_process, limit=MOST_SHOWN,
            score_cutoff=_GOOD_ENOUGH,
        )  # fmt: skip
        order = [service_id for _, _, service_id in hits]
        services = sorted((one for one in services if one.id in order), key=lambda one: order.index(one.id))
    return [{"title": service.name, "value": service.id} for service in services[:MOST_SHOWN]]


def find_people(visit: Visit, words: str) -> list[dict[str, str]]:
    """At most MOST_SHOWN people of the register by name; the committee's own when nothing is typed."""
    directory, asked = visit.directory, words.strip().casefold()
    if not asked:
        found = [member.person for member in directory.members(visit.committee_id)]
    else:
        found = [one for one in directory.people.values() if asked in one.name.casefold()] or _alike(directory, asked)
    return [{"title": name_of(directory, one), "value": one.id} for one in found[:MOST_SHOWN]]


def _alike(directory: Directory, asked: str) -> list[Person]:
    names = {one.id: one.name for one in directory.people.values()}
    hits = process.extract(
        asked, names, scorer=fuzz.partial_ratio, processor=utils.default_process, limit=MOST_SHOWN,
        score_cutoff=_ALIKE_ENOUGH,
    )  # fmt: skip
    return [directory.people[person_id] for _, _, person_id in hits]


def name_of(directory: Directory, person: Person) -> str:
    """«Ingrid Moen (Molde)»: with the organisation of their first seat, so that two of a name are told apart."""
    for committee_id in directory.committees_of(person)[:1]:
        organisation = directory.organisation_of(directory.member(person, committee_id))
        if organisation:
            return f"{person.name} ({organisation.name})"
    return person.name
