"""The message extension: a member finds a case while writing in Teams, and puts a small card of it in the message."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz, process, utils

from bot.office import Card, Visit
from cards.case_shares import shared_case_card, shared_case_line
from committee.errors import CommitteeError
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState

COMMAND = "findCase"
CARD = "application/vnd.microsoft.card.adaptive"
_PREVIEW = "application/vnd.microsoft.card.thumbnail"
#: Teams shows 25 at once (docs: message extensions, respond to search command).
MOST_SHOWN = 15
_LONGEST_ASKED = 200
_GOOD_ENOUGH = 70
_NUMBER = re.compile(r"(?:(?:sak|saken|saka|case)\s+)?([a-zæøå]{1,6})?[\s-]*(\d{1,5})(?:\s*/\s*(\d{2}|\d{4})?)?")


async def answer_case_search(visit: Visit, value: Mapping[str, Any]) -> dict[str, Any]:
    """The cases nearest to what is typed, of the committees that the person has a seat in; the newest when nothing is.

    Raises CommitteeError("unknown_action", "no_seat_anywhere").
    """
    if value.get("commandId") != COMMAND:
        raise CommitteeError("unknown_action")
    own = visit.directory.committees_of(visit.person)
    if not own:
        raise CommitteeError("no_seat_anywhere")
    asked = _asked(value)
    found = await visit.office.store.read(lambda tx: _drawn(tx, visit, own, asked))
    if not found:
        return tell_in_search(visit.words("Fant ingen saker som ligner."))
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": found}}


def tell_in_search(sentence: str) -> dict[str, Any]:
    """A sentence in the place of the results."""
    return {"composeExtension": {"type": "message", "text": sentence}}


def _asked(value: Mapping[str, Any]) -> str:
    """What is typed in the search; at the first showing Teams sends another parameter, which is not read."""
    parameters = value.get("parameters")
    for one in parameters if isinstance(parameters, list) else ():
        if isinstance(one, dict) and one.get("name") == "case" and isinstance(one.get("value"), str):
            return one["value"].strip()[:_LONGEST_ASKED]
    return ""


def _drawn(tx: Transaction, visit: Visit, own: Sequence[str], asked: str) -> list[dict[str, Any]]:
    cases = [one for id_ in own for one in tx.proposals(id_) if one.state is not ProposalState.DRAFT]
    cases.sort(key=lambda one: one.submitted_at, reverse=True)
    return [_attachment(one, visit) for one in find_cases(cases, asked)[:MOST_SHOWN]]


def find_cases(cases: Sequence[Proposal], asked: str) -> list[Proposal]:
    """Those that a number names («BU 3/26», «3/26», «3»), else those whose title or need the words are in or near."""
    if not asked:
        return list(cases)
    numbered = _NUMBER.fullmatch(asked.casefold())
    if numbered:
        return [one for one in cases if _is_numbered(one, *numbered.groups())]
    told = {one.id: f"{one.case_number} {one.form.title} {one.form.need}" for one in cases}
    hits = process.extract(
        asked, told, scorer=fuzz.partial_token_set_ratio, processor=utils.default_process, limit=MOST_SHOWN,
        score_cutoff=_GOOD_ENOUGH,
    )  # fmt: skip
    by_id = {one.id: one for one in cases}
    return [by_id[proposal_id] for _, _, proposal_id in hits]


def _is_numbered(case: Proposal, prefix: str | None, number: str, year: str | None) -> bool:
    right_body = prefix is None or case.prefix.casefold() == prefix
    return right_body and case.number == int(number) and (year is None or case.year % 100 == int(year) % 100)


def _attachment(case: Proposal, visit: Visit) -> dict[str, Any]:
    mandate, words = visit.directory.governing(case.mandate), visit.words
    drawn: Card = shared_case_card(case, mandate, words)
    preview = {"title": f"{case.case_number} {case.form.title}", "text": shared_case_line(case, mandate, words)}
    return {"contentType": CARD, "content": drawn, "preview": {"contentType": _PREVIEW, "content": preview}}
