"""The committee's cases by where they stand, and the history of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    day_of,
    escape,
    execute,
    heading,
    input_choice,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.case_parts import turn_line
from committee.case_history import HistoryLine
from committee.mandate import Mandate
from committee.proposals import ProposalState
from committee.views import ProposalView
from locales import N_, Words
from locales.case_history import change_told, happening
from locales.outcomes import state_name

_S = ProposalState
_MOST_LISTED = 12
#: Teams shows six buttons in a row.
_MOST_BUTTONS = 6
_MOST_HAPPENINGS = 20
_MOST_CHANGES = 12
_MOST_GOALS = 20
_LONGEST_GOAL = 80
_SHOWN = 300
#: What «saker» can show, by the filter's name.
FILTERS: Mapping[str, frozenset[ProposalState]] = {
    "open": frozenset(
        {_S.SUBMITTED, _S.SENT_BACK, _S.ASSURED, _S.READY, _S.ON_AGENDA, _S.VOTING, _S.NO_AGREEMENT, _S.DEFERRED}
    ),
    "away": frozenset({_S.RECOMMENDED, _S.NOT_RECOMMENDED, _S.WITH_OFFICE, _S.ESCALATED}),
    "decided": frozenset({_S.DECIDED, _S.IN_PROGRESS, _S.REALISED}),
    "over": frozenset({_S.EVALUATED, _S.WITHDRAWN}),
}
ALL = "all"
_NAMES = {
    ALL: N_("Alle"),
    "open": N_("Til behandling"),
    "away": N_("Venter på svar"),
    "decided": N_("Avgjort"),
    "over": N_("Ferdige"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """A committee's cases that a filter lets through, the newest first, and how many each would."""

    mandate: Mandate
    chosen: str
    #: The first of them.
    views: Sequence[ProposalView]
    total: int
    counts: Mapping[str, int]
    #: One's other committees, in one's own chat.
    others: Sequence[Mandate] = ()
    #: The goals and purposes to choose by, with how many cases each has, as (tag, name, number); and the chosen one.
    goals: Sequence[tuple[str, str, int]] = ()
    goal: str = ""


def cases_card(listed: CaseList, words: Words) -> Card:
    """The committee's cases, each with where it stands and whose turn it is."""
    title = words("Saker i {committee}", committee=listed.mandate.name)
    if not listed.counts[ALL] and not listed.goal:
        empty = text(words("Ingen saker ennå. Skriv «forslag» for å sende inn den første."))
        return card([heading(title), empty, *_other_committees(listed, words)], words, summary=title)
    body: list[Element] = [heading(title), *_goals(listed, words), *buttons(_filters(listed, words))]
    shown = listed.views[:_MOST_LISTED]
    body += [_row(one, words) for one in shown]
    if not shown:
        body.append(text(words("Ingen saker her nå.")))
    left = listed.total - len(shown)
    if left:
        body.append(quiet(words.plural("og {n} eldre sak", "og {n} eldre saker", left)))
        case = listed.views[-1].proposal.case_number
        body.append(quiet(words("Skriv «sak {case}» for å se en sak når du har nummeret.", case=case)))
    return card([*body, *_other_committees(listed, words)], words, summary=title)


def _other_committees(listed: CaseList, words: Words) -> list[Element]:
    data = [(one.name, {"committee": one.id, "filter": ALL}) for one in listed.others[:_MOST_BUTTONS]]
    found = buttons([execute(name, "cases.view", each) for name, each in data])
    return [quiet(words("Saker i andre utvalg")), *found] if found else []


def _goals(listed: CaseList, words: Words) -> list[Element]:
    """By what the cases are for; the buttons below keep what is chosen."""
    offered = [
        (tag, words("{name} ({n})", name=shorten(name, _LONGEST_GOAL), n=n))
        for tag, name, n in listed.goals[:_MOST_GOALS]
    ]
    if not offered:
        return []
    data = {"committee": listed.mandate.id, "filter": ALL}
    field = input_choice("goal", words("Mål eller formål"), [("", words("Alle")), *offered], listed.goal)
    return [field, *buttons([execute(words("Vis"), "cases.view", data)])]


def _filters(listed: CaseList, words: Words) -> list[Element]:
    def title(name: str) -> str:
        told = words("{name} ({n})", name=words(_NAMES[name]), n=listed.counts[name])
        return f"✓ {told}" if name == listed.chosen else told

    data = {"committee": listed.mandate.id}
    return [execute(title(name), "cases.view", {**data, "filter": name}) for name in _NAMES if listed.counts[name]]


def _row(view: ProposalView, words: Words) -> Element:
    proposal = view.proposal
    lines = [
        text(f"**{proposal.case_number}** {escape(proposal.form.title)}"),
        text(state_name(proposal.state, words), spacing="Small"),
    ]
    if told := turn_line(view, words):
        lines.append(quiet(told))
    see = execute(words("Se saken"), "case.view", {"proposal": proposal.id})
    return box([*lines, *buttons([see])])


def history_lines(history: Sequence[HistoryLine], zone: str, words: Words) -> list[Element]:
    """What has happened, the newest first; a changed text word by word."""
    told = [(one, happening(one.action, one.who, one.details, words)) for one in reversed(history)]
    told = [(one, line) for one, line in told if line]
    if not told:
        return []
    found: list[Element] = [subheading(words("Dette har skjedd"))]
    for one, line in told[:_MOST_HAPPENINGS]:
        day = day_of(one.at, zone, words)
        found.append(text(words("{day}: {text}", day=day, text=escape(shorten(line, _SHOWN))), spacing="Small"))
        changed = [change_told(c.field, c.before, c.after, words) for c in one.changes]
        found += [quiet(escape(shorten(each, _SHOWN))) for each in changed[:_MOST_CHANGES]]
    left = len(told) - _MOST_HAPPENINGS
    if left > 0:
        found.append(quiet(words.plural("og {n} hendelse før dette", "og {n} hendelser før dette", left)))
    return found
