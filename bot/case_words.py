"""«saker», and «sak BU 3/26»: the cases of a committee, and one of them by its number."""

import re
from collections import Counter
from collections.abc import Sequence

from bot.cases import own_card, require_insight
from bot.command import Command
from bot.dialogs import Data, field_of
from bot.office import Card, Visit
from cards.case_lists import ALL, FILTERS, CaseList, cases_card
from committee.errors import CommitteeError
from committee.ports import Transaction
from committee.proposals import Proposal
from committee.strategy import goals_offered
from committee.views import view_proposal
from locales import N_

#: So many are drawn; the others are counted.
_MOST_VIEWED = 13
_NUMBER = re.compile(
    r"(?:\b(?:sak|saken|saka|case)\b\s*)?(?:nr\.?\s*)?([a-zæøå]{1,6})[\s-]*(\d{1,5})\s*/\s*(\d{2}|\d{4})[?.!]*"
)


async def _list(visit: Visit) -> Card:
    require_insight(visit, visit.committee_id)
    return await visit.office.store.read(lambda tx: _listed(tx, visit, visit.committee_id, ALL))


async def _filter(visit: Visit, data: Data) -> Card:
    """The same list with a filter. Raises CommitteeError("unknown_action", "unknown_committee")."""
    chosen, committee_id, goal = (field_of(data, name) for name in ("filter", "committee", "goal"))
    if chosen != ALL and chosen not in FILTERS:
        raise CommitteeError("unknown_action")
    visit.directory.mandate(committee_id)
    require_insight(visit, committee_id)
    return await visit.office.store.read(lambda tx: _listed(tx, visit, committee_id, chosen, goal))


def _listed(tx: Transaction, visit: Visit, committee_id: str, chosen: str, goal: str = "") -> Card:
    """With a `goal` that is offered, only the cases that are tagged with it."""
    offered, every = goals_offered(visit.directory.guided_by(committee_id), committee_id), tx.proposals(committee_id)
    goal = goal if goal in offered else ""
    proposals = [one for one in reversed(every) if not goal or goal in one.form.goals]
    counts = {ALL: len(proposals), **{name: len(_in(proposals, name)) for name in FILTERS}}
    wanted = proposals if chosen == ALL else _in(proposals, chosen)
    views = [view_proposal(tx, visit.directory, one.id) for one in wanted[:_MOST_VIEWED]]
    mandate = visit.directory.mandate(committee_id)
    own = visit.directory.committees_of(visit.person) if visit.sender.is_personal else ()
    others = tuple(visit.directory.mandate(one) for one in own if one != committee_id)
    tags = Counter(tag for one in every for tag in one.form.goals)
    listed = CaseList(
        mandate=mandate, chosen=chosen, views=views, total=len(wanted), counts=counts, others=others, goal=goal,
        goals=[(tag, name, tags[tag]) for tag, name in offered.items() if tags[tag]],
    )  # fmt: skip
    return cases_card(listed, visit.words)


def _in(proposals: Sequence[Proposal], name: str) -> list[Proposal]:
    return [one for one in proposals if one.state in FILTERS[name]]


async def answer_about_case(visit: Visit, text: str) -> Card | None:
    """The case that the words name by its number, of whichever committee; None when they name none."""
    found = _NUMBER.fullmatch(text.strip().casefold())
    if found is None:
        return None
    prefix, number, year = found[1].upper(), int(found[2]), int(found[3]) % 100
    ids = [one.id for one in visit.directory.mandates.values() if one.prefix == prefix]

    def look(tx: Transaction) -> Card:
        for committee_id in ids:
            require_insight(visit, committee_id)
            for one in tx.proposals(committee_id):
                if (one.prefix, one.number, one.year % 100) == (prefix, number, year):
                    return own_card(tx, visit, one.id)
        raise CommitteeError("no_such_case", case=f"{prefix} {number}/{year:02d}")

    return await visit.office.store.read(look)


ACTIONS = {"cases.view": _filter}
CASES = Command(
    phrases=("saker", "alle saker", "saksoversikt", "status", "hvilke saker har vi", "cases"),
    does=N_("viser sakene og hvor de står. Skriv «sak» og nummeret for å se en av dem"),
    run=_list,
)
COMMANDS: tuple[Command, ...] = (CASES,)
