"""What of a case's card ties it to others: the way it has gone, what another body advises, and what it waits for."""

from collections.abc import Callable, Sequence

from cards.build import Element, box, buttons, escape, execute, open_dialog, quiet, shorten, subheading, text
from cards.hearings import hearing_summary, input_box
from cards.voting_results import positions
from committee.case_links import Advice, CaseLinks, LinkAct
from committee.hearing_views import HearingView
from committee.proposals import Proposal, ProposalState
from committee.referrals import Link, Referral
from locales import Words
from locales.outcomes import arithmetic

_SHOWN = 600
_MOST_BUTTONS = 6
#: Of a hearing's answers the case shows so many, so long; the hearing's own card has the rest.
_MOST_ANSWERS = 8
_SHORT = 250
_TITLES: dict[LinkAct, Callable[[Words], str]] = {
    LinkAct.VEDTAK: lambda words: words("Før inn vedtaket"),
    LinkAct.HEAR: lambda words: words("Send på høring"),
    LinkAct.SEND_BACK: lambda words: words("Spør avsenderen"),
}


def chain_line(links: CaseLinks, words: Words) -> list[Element]:
    """«Kommer fra FO 2/26 → BU 5/26 → styret i ROR-IKT», where the case has travelled."""
    if not links.chain:
        return []
    chain = " → ".join(_link(one) for one in links.chain)
    if links.chain[0].is_here:
        return [text(words("Sendt videre: {chain}", chain=chain), spacing="Small")]
    return [text(words("Kommer fra {chain}", chain=chain), spacing="Small")]


def _link(link: Link) -> str:
    told = escape(link.case_number or link.name)
    if link.reference:
        told = f"{told} ({escape(link.reference)})"
    return f"**{told}**" if link.is_here else told


def link_lines(links: CaseLinks | None, zone: str, words: Words) -> list[Element]:
    """Everything that ties the case to others; nothing for one that stands alone."""
    if links is None:
        return []
    lines = [*_asked(links.asked, words), *_awaited(links, words)]
    if links.advice:
        lines += advice_lines(links.advice, words)
    for one in links.answers:
        lines += advice_lines(one, words)
    for one in links.hearings:
        lines += _hearing(one, zone, words)
    return lines


def _hearing(view: HearingView, zone: str, words: Words) -> list[Element]:
    """How far the hearing has come, and the answers in short; the whole is one press away."""
    shown = view.answered[:_MOST_ANSWERS]
    answers = [input_box(one.given, one.by, zone, words, longest=_SHORT) for one in shown if one.given]
    see = execute(words("Se høringen"), "hearing.view", {"hearing": view.hearing.id})
    summary = box(hearing_summary(view, words), "accent" if view.hearing.is_open else "emphasis")
    return [subheading(words("Høring")), summary, *answers, *buttons([see])]


def _asked(asked: Referral | None, words: Words) -> list[Element]:
    if asked is None:
        return []
    told = words("{sender} spør:", sender=escape(asked.from_name))
    lines = [text(told, weight="Bolder"), text(escape(asked.question))]
    if asked.due_on:
        lines.append(text(words("Svar ønskes innen {day}.", day=words.date(asked.due_on))))
    return [box(lines, "warning" if asked.answered_at is None else "emphasis")]


def _awaited(links: CaseLinks, words: Words) -> list[Element]:
    if links.awaited is None:
        return []
    told = words("Venter på svar fra {committee}", committee=escape(links.awaited_name))
    return [box([text(told, weight="Bolder"), text(escape(links.awaited.question))], "warning")]


def advice_lines(advice: Advice, words: Words) -> list[Element]:
    """What a body recommends, how it voted, and what each said, with the way to its own case."""
    sent = advice.proposal
    told = _ADVISED.get(sent.advice, _UNSETTLED)(words)
    lines = [
        subheading(words("{committee}, sak {case}", committee=escape(advice.name), case=sent.case_number)),
        text(told, weight="Bolder"),
        text(escape(shorten(sent.recommendation, _SHOWN))),
    ]
    if sent.assurance and sent.assurance.assessment:
        assessment = escape(shorten(sent.assurance.assessment, _SHOWN))
        lines.append(text(words("Vurdering: {text}", text=assessment)))
    if advice.voting and advice.voting.voting.verdict:
        counted = arithmetic(advice.voting.voting.tally, advice.voting.voting.verdict, words, superior=advice.superior)
        lines += [text(counted), *positions(advice.voting, words)]
    return [box(lines, "good"), *see_case(sent, words)]


_ADVISED: dict[ProposalState | None, Callable[[Words], str]] = {
    ProposalState.RECOMMENDED: lambda words: words("Tilrår:"),
    ProposalState.NOT_RECOMMENDED: lambda words: words("Rår fra forslaget. Innstillingen som ble forkastet:"),
}


def _UNSETTLED(words: Words) -> str:
    return words("Ble ikke enige. Innstillingen det ble stemt over:")


def see_case(proposal: Proposal, words: Words) -> list[Element]:
    title = words("Se {case}", case=proposal.case_number)
    return buttons([execute(title, "case.view", {"proposal": proposal.id})])


def link_buttons(proposal: Proposal, acts: Sequence[LinkAct], words: Words) -> list[Element]:
    """What the one who looks may do, beside `cards.cases`' own."""
    made = [open_dialog(link_title(act, words), act.value, {"proposal": proposal.id}) for act in acts]
    rows = [made[n : n + _MOST_BUTTONS] for n in range(0, len(made), _MOST_BUTTONS)]
    return [element for row in rows for element in buttons(row)]


def link_title(act: LinkAct, words: Words) -> str:
    """What the button and its dialog are called."""
    return _TITLES[act](words)


def waits_line(links: CaseLinks | None, words: Words) -> list[Element]:
    """What holds an assured case back, in one line for those who assure it."""
    if links is None or links.awaited is None:
        return []
    return [quiet(words("Venter på svar fra {committee}", committee=escape(links.awaited_name)))]
