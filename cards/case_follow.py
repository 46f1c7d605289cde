"""The way from a decided case to what is followed up about it, and the lists of such cases."""

from collections.abc import Sequence

from cards.build import Card, Element, buttons, card, escape, execute, heading, quiet, shorten, text
from committee.proposals import Proposal
from locales import Words

_MOST = 12


def follow_buttons(proposal: Proposal, words: Words) -> list[Element]:
    """On a decided case's card."""
    data = {"proposal": proposal.id}
    return buttons(
        [
            execute(words("Innføring"), "introduction.view", data),
            execute(words("Kapasitet"), "capacity.view", data),
            execute(words("Gevinster"), "gain.view", data),
        ]
    )


def followed_card(title: str, none: str, verb: str, cases: Sequence[tuple[Proposal, str]], words: Words) -> Card:
    """Decided cases, each with a line of how far it has come; a press shows one."""
    body: list[Element] = [heading(title)]
    if not cases:
        body.append(text(none))
    for case, told in cases[:_MOST]:
        name = words("Sak {case}: {title}", case=case.case_number, title=escape(shorten(case.form.title, 100)))
        body += [text(f"**{name}**", separator=True), *([quiet(told)] if told else [])]
        body += buttons([execute(words("Se {case}", case=case.case_number), verb, {"proposal": case.id})])
    left = len(cases) - _MOST
    if left > 0:
        body.append(quiet(words.plural("og {n} sak til", "og {n} saker til", left)))
    return card(body, words, summary=title)
