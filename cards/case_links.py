"""What of a case's card ties it to others: the way it has gone, what another body advises, and what it waits for."""

from collections.abc import Callable, Sequence

from cards.assessments import assessment_lines
from cards.build import Element, box, buttons, escape, execute, open_dialog, quiet, shorten, subheading, text
from cards.copies import copy_lines
from cards.detail import LEVELS, Detail, fitting
from cards.hearings import hearing_summary, input_box
from cards.review_lines import review_lines, weight_lines
from cards.voting_results import positions
from committee.case_links import Advice, CaseLinks, LinkAct
from committee.hearing_views import HearingView
from committee.proposals import Proposal, ProposalState
from committee.referrals import Link, Referral
from locales import Words
from locales.outcomes import arithmetic

_MOST_BUTTONS = 6
_TITLES: dict[LinkAct, Callable[[Words], str]] = {
    LinkAct.VEDTAK: lambda words: words("Før inn vedtaket"),
    LinkAct.HEAR: lambda words: words("Send på høring"),
    LinkAct.SEEN: lambda words: words("Før inn hvem som har sett saken"),
    LinkAct.PASS: lambda words: words("Gå videre uten svar"),
    LinkAct.WEIGH: lambda words: words("Vesentlig sak?"),
    LinkAct.ASSESS: lambda words: words("Vurder saken"),
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


def link_lines(links: CaseLinks | None, zone: str, words: Words, *, room: int) -> list[Element]:
    """Everything that ties the case to others, as fully as `room` bytes take; nothing for one that stands alone."""
    if links is None:
        return []
    return fitting(lambda detail: _lines(links, zone, words, detail), lambda: _elsewhere(links, words), room)


def _lines(links: CaseLinks, zone: str, words: Words, detail: Detail) -> list[Element]:
    lines = [*_asked(links.asked, words, detail), *_awaited(links, words, detail), *weight_lines(links, words, detail)]
    for advice in (links.advice, *links.answers):
        lines += advice_lines(advice, words, detail) if advice else []
    for one in links.hearings:
        lines += _hearing(one, zone, words, detail)
    lines += assessment_lines(links.assessment, words, detail)
    return [*lines, *review_lines(links, words, detail), *copy_lines(links, zone, words, detail)]


def _elsewhere(links: CaseLinks, words: Words) -> list[Element]:
    """Where the rest stands, when the card has no room for it."""
    advised = [one.proposal for one in (links.advice, *links.answers) if one]
    made = [_see_case(one, words) for one in advised[:2]] + [_see_hearing(one, words) for one in links.hearings[-2:]]
    return [quiet(words("Kortet har ikke plass til alt som hører til saken.")), *buttons(made)]


def _asked(asked: Referral | None, words: Words, detail: Detail) -> list[Element]:
    if asked is None:
        return []
    told = words("{sender} spør:", sender=escape(asked.from_name))
    lines = [text(told, weight="Bolder"), text(escape(shorten(asked.question, detail.text)))]
    if asked.due_on:
        lines.append(text(words("Svar ønskes innen {day}.", day=words.date(asked.due_on))))
    return [box(lines, "warning" if asked.answered_at is None else "emphasis")]


def _awaited(links: CaseLinks, words: Words, detail: Detail) -> list[Element]:
    if links.awaited is None:
        return []
    told = words("Venter på svar fra {committee}", committee=escape(links.awaited_name))
    question = escape(shorten(links.awaited.question, detail.text))
    return [box([text(told, weight="Bolder"), text(question)], "warning")]


def advice_lines(advice: Advice, words: Words, detail: Detail = LEVELS[0]) -> list[Element]:
    """What a body recommends, how it voted, and what each said, with the way to its own case."""
    sent = advice.proposal
    told = _ADVISED.get(sent.advice, _unsettled)(words)
    lines = [
        subheading(words("{committee}, sak {case}", committee=escape(advice.name), case=sent.case_number)),
        text(told, weight="Bolder"),
        text(escape(shorten(sent.recommendation, detail.text))),
    ]
    if sent.assurance and sent.assurance.assessment:
        assessment = escape(shorten(sent.assurance.assessment, detail.text))
        lines.append(text(words("Vurdering: {text}", text=assessment)))
    if advice.voting and advice.voting.voting.verdict:
        counted = arithmetic(advice.voting.voting.tally, advice.voting.voting.verdict, words, superior=advice.superior)
        lines += [text(counted), *(positions(advice.voting, words) if detail.has_votes else [])]
    return [box(lines, "good"), *buttons([_see_case(sent, words)])]


_ADVISED: dict[ProposalState | None, Callable[[Words], str]] = {
    ProposalState.RECOMMENDED: lambda words: words("Tilrår:"),
    ProposalState.NOT_RECOMMENDED: lambda words: words("Rår fra forslaget. Innstillingen som ble forkastet:"),
}


def _unsettled(words: Words) -> str:
    return words("Ble ikke enige. Innstillingen det ble stemt over:")


def _see_case(proposal: Proposal, words: Words) -> Element:
    return execute(words("Se {case}", case=proposal.case_number), "case.view", {"proposal": proposal.id})


def _hearing(view: HearingView, zone: str, words: Words, detail: Detail) -> list[Element]:
    """How far the hearing has come, and the answers in short; the whole is one press away."""
    longest = max(detail.text // 2, 60)
    shown = [one for one in view.answered if one.given][: detail.answers]
    answers = [input_box(one.given, one.by, zone, words, longest=longest) for one in shown if one.given]
    summary = box(hearing_summary(view, words, names=detail.names), "accent" if view.hearing.is_open else "emphasis")
    return [subheading(words("Høring")), summary, *answers, *buttons([_see_hearing(view, words)])]


def _see_hearing(view: HearingView, words: Words) -> Element:
    return execute(words("Se høringen"), "hearing.view", {"hearing": view.hearing.id})


def link_buttons(proposal: Proposal, acts: Sequence[LinkAct], words: Words) -> list[Element]:
    """What the one who looks may do, beside `cards.cases`' own."""
    made = [open_dialog(link_title(act, words), act.value, {"proposal": proposal.id}) for act in acts]
    rows = [made[n : n + _MOST_BUTTONS] for n in range(0, len(made), _MOST_BUTTONS)]
    return [element for row in rows for element in buttons(row)]


def link_title(act: LinkAct, words: Words) -> str:
    """What the button and its dialog are called."""
    return _TITLES[act](words)


def advised_text(links: CaseLinks | None) -> str:
    """What the body that sent the case recommends, for whoever words the innstilling here; empty for anything else."""
    advice = links.advice if links else None
    if advice is None or advice.proposal.advice is not ProposalState.RECOMMENDED:
        return ""
    return advice.proposal.recommendation
