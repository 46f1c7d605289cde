"""The copy of a case that another body gets, and the fields that ask which bodies it touches."""

from collections.abc import Mapping, Sequence

from cards.build import (
    Card,
    Element,
    buttons,
    card,
    escape,
    execute,
    heading,
    input_choice,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.detail import LEVELS, Detail
from cards.hearings import input_box
from committee.case_links import CaseLinks
from committee.copies import ALL, NONE
from committee.hearings import takes_answers
from committee.views import ProposalView
from locales import Words
from locales.outcomes import state_name

_SHOWN = 800


def copy_card(view: ProposalView, committee_id: str, words: Words) -> Card:
    """In the other body's channel: what the case is, where it stands, and the way to say something of it."""
    proposal, form = view.proposal, view.proposal.form
    title = words("Til orientering: {case} fra {committee}", case=proposal.case_number,
                  committee=escape(view.mandate.name))  # fmt: skip
    state = words("Saken er {state}.", state=state_name(proposal.state, words))
    lines = [
        heading(title),
        text(escape(form.title), weight="Bolder"),
        text(words("Forslagsstilleren mener at saken berører fagområdet deres.")),
        quiet(state),
        subheading(words("Behov")),
        text(escape(shorten(form.need, _SHOWN))),
    ]
    data = {"proposal": proposal.id, "committee": committee_id}
    made = [open_dialog(words("Gi innspill"), "copy_input", data)] if takes_answers(proposal) else []
    made.append(execute(words("Se saken"), "case.view", {"proposal": proposal.id}))
    return card([*lines, *buttons(made)], words, summary=title)


def copy_lines(links: CaseLinks, zone: str, words: Words, detail: Detail = LEVELS[0]) -> list[Element]:
    """Who has a copy, and what they have said."""
    if not links.copies:
        return []
    names = words.join([escape(one) for one in links.copies])
    longest = max(detail.text // 2, 60)
    boxes = [input_box(given, by, zone, words, longest=longest) for given, by in links.inputs[: detail.answers]]
    return [text(words("Berører også: {names}", names=names)), *boxes]


def touches_field(touches: Sequence[str], areas: Mapping[str, str], words: Words) -> list[Element]:
    """«Berører saken andre områder?»; nothing where there are no others."""
    if not areas:
        return []
    choices = [
        (NONE, words("Nei, bare vårt eget")),
        (ALL, words("Ja, alle områder")),
        *areas.items(),
    ]
    label = words("Berører saken andre områder? De får en kopi og kan gi innspill")
    chosen = ",".join(touches) or NONE
    return [input_choice("touches", label, choices, chosen, isMultiSelect=True, style="compact")]
