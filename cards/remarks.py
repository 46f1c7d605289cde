"""Comments and forbehold: on the case, in a list of their own, and in the dialog that makes one."""

from collections.abc import Mapping, Sequence

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
    input_text,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.forms import Faults, dialog_card
from committee.proposals import Proposal
from committee.remarks import LONGEST, RemarkKind, RemarkLine
from locales import N_, Words

_SHOWN = 400
_MOST_SHOWN = 8
_MOST_CASES = 12
_KINDS = {
    RemarkKind.COMMENT: N_("Merknad"),
    RemarkKind.RESERVATION: N_("Forbehold: saken kan ikke stemmes over før det er trukket eller ført i referatet"),
}


def remark_lines(remarks: Sequence[RemarkLine], zone: str, words: Words) -> list[Element]:
    """On the case's card: those that stop it first, then the newest."""
    if not remarks:
        return []
    newest_first = [remarks[n] for n in range(len(remarks) - 1, -1, -1)]
    ordered = sorted(newest_first, key=lambda one: not one.remark.blocks)
    lines = [_line(one, zone, words) for one in ordered[:_MOST_SHOWN]]
    left = len(remarks) - _MOST_SHOWN
    if left > 0:
        lines.append(quiet(words.plural("og {n} merknad til", "og {n} merknader til", left)))
    return [subheading(words("Merknader og forbehold")), *lines]


def _line(one: RemarkLine, zone: str, words: Words) -> Element:
    remark = one.remark
    who = f"**{escape(one.name)}** ({day_of(remark.at, zone, words)})"
    if remark.withdrawn_at:
        return text(words("{who}: trukket", who=who), spacing="Small", isSubtle=True)
    told = f"{who}: {escape(shorten(remark.text, _SHOWN))}"
    if remark.kind is RemarkKind.COMMENT:
        return text(told, spacing="Small")
    state = words("forbehold, ført i referatet") if remark.minuted_at else words("forbehold, stopper saken")
    return box([text(f"{told}  \n_{state}_")], "default" if remark.minuted_at else "warning")


def remarks_card(
    proposal: Proposal, remarks: Sequence[RemarkLine], zone: str, words: Words, *, mine: str, may_lead: bool
) -> Card:
    """All that is said about a case, with what the one who looks may do; `mine` is their person id."""
    title = words("Merknader i {case}", case=proposal.case_number)
    body: list[Element] = [heading(title), text(escape(proposal.form.title), weight="Bolder")]
    if not remarks:
        body.append(text(words("Ingen har sagt noe om saken ennå.")))
    for one in list(reversed(remarks))[:_MOST_SHOWN]:
        body += [_line(one, zone, words), *buttons(_acts(one, words, mine=mine, may_lead=may_lead))]
    new = open_dialog(words("Ny merknad"), "remark", {"proposal": proposal.id})
    return card(body, words, summary=title, actions=[new])


def _acts(one: RemarkLine, words: Words, *, mine: str, may_lead: bool) -> list[Element]:
    remark, data = one.remark, {"remark": one.remark.id}
    acts = []
    if remark.person_id == mine and not remark.withdrawn_at:
        acts.append(execute(words("Trekk"), "remark.withdraw", data))
    if may_lead and remark.blocks:
        acts.append(execute(words("Før i referatet"), "remark.minute", data))
    return acts


def remark_told_card(proposal: Proposal, one: RemarkLine, zone: str, words: Words) -> Card:
    """To the proposer, or to leader and secretary: what was said."""
    title = words("Merknad i {case}", case=proposal.case_number)
    if one.remark.kind is RemarkKind.RESERVATION:
        title = words("Forbehold i {case}", case=proposal.case_number)
    see = execute(words("Vis merknadene"), "remark.view", {"proposal": proposal.id})
    body = [heading(title), text(escape(proposal.form.title), weight="Bolder"), _line(one, zone, words)]
    return card(body, words, summary=title, actions=[see])


def cases_to_remark_card(proposals: Sequence[tuple[Proposal, int]], words: Words) -> Card:
    """The open cases, with how much is said of each."""
    title = words("Merknader")
    if not proposals:
        return card([heading(title), text(words("Utvalget har ingen saker i gang."))], words, summary=title)
    body: list[Element] = [heading(title)]
    for one, count in proposals[:_MOST_CASES]:
        body.append(text(f"**{one.case_number}** {escape(shorten(one.form.title, 80))}", separator=True))
        body.append(quiet(words.plural("{n} merknad", "{n} merknader", count)))
        body += buttons([execute(words("Vis"), "remark.view", {"proposal": one.id})])
    return card(body, words, summary=title)


def remark_form(
    proposal: Proposal,
    words: Words,
    *,
    data: Mapping[str, str],
    kind: str = RemarkKind.COMMENT,
    typed: str = "",
    faults: Faults | None = None,
) -> Card:
    """A comment or a forbehold."""
    kinds = [(one.value, words(told)) for one, told in _KINDS.items()]
    lines = [
        text(f"**{proposal.case_number}** {escape(proposal.form.title)}"),
        input_choice("kind", words("Hva slags?"), kinds, kind, style="expanded"),
        input_text("text", words("Hva vil du si?"), typed, lines=True),
    ]
    return dialog_card(words("Ny merknad"), "remark", lines, data, words, faults=faults, longest=LONGEST)
