"""Typeahead: a card's field asks for suggestions while a person types."""

from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz, process, utils

from bot.office import Office, Visit
from committee.errors import CommitteeError
from committee.rights import Right, may

#: Teams shows no more (facts: application/search).
MOST_SHOWN = 15
_GOOD_ENOUGH = 60
SEARCH_RESPONSE = "application/vnd.microsoft.search.searchResponse"


async def answer_search(visit: Visit, value: Mapping[str, Any]) -> dict[str, Any]:
    """Services of the catalogue whose name is nearest to what is typed, for those who may propose."""
    if value.get("dataset") != "services":
        raise CommitteeError("unknown_action")
    words = value.get("queryText")
    found = (
        find_services(visit.office, words if isinstance(words, str) else "") if may(visit.member, Right.PROPOSE) else []
    )
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
