"""A plan is to be followed up: what leader and secretary are told, and where they write what came of it."""

from collections.abc import Mapping

from cards.build import (
    Card,
    Element,
    box,
    card,
    escape,
    execute,
    heading,
    input_text,
    open_dialog,
    quiet,
    shorten,
    text,
)
from cards.forms import Faults, dialog_card
from committee.mandate import Mandate
from committee.plan_follow_ups import LONGEST, PlanFollowUp
from committee.strategy_views import DocumentView
from locales import Words

_MOST_GOALS = 8
_SHOWN = 600


def follow_up_card(view: DocumentView, follow_up: PlanFollowUp, mandate: Mandate, words: Words) -> Card:
    """«På tide å følge opp Handlingsplan 2026: 3 av 7 mål har saker»."""
    title = words("På tide å følge opp {plan}", plan=escape(view.document.title))
    covered = len(view.goals) - view.without_cases
    told = words("{n} av {all} mål har saker i {committee}.", n=covered, all=len(view.goals),
                 committee=escape(mandate.name))  # fmt: skip
    body = [heading(title), text(told, weight="Bolder"), *_without(view, words)]
    if follow_up.text:
        body.append(box([text(escape(shorten(follow_up.text, _SHOWN)))], "good"))
    else:
        body.append(text(words("Ta det opp i et møte, og skriv her hva dere fant ut og hva dere gjør.")))
    data = {"follow_up": follow_up.id}
    write = words("Rett det som står") if follow_up.text else words("Skriv hva dere gjør")
    actions = [
        open_dialog(write, "plan_follow_up", data, style="positive"),
        execute(words("Se målene"), "plan.view", {"committee": mandate.id}),
    ]
    return card(body, words, summary=f"{title}: {told}", actions=actions)


def _without(view: DocumentView, words: Words) -> list[Element]:
    names = [escape(shorten(one.goal.name.strip(), 100)) for one in view.goals if not one.cases]
    if not names:
        return []
    shown = [quiet(words("Ingen saker ennå: {names}", names=words.join(names[:_MOST_GOALS])))]
    left = len(names) - _MOST_GOALS
    return [*shown, quiet(words.plural("og {n} mål til", "og {n} mål til", left))] if left > 0 else shown


def follow_up_form(
    title: str, words: Words, *, data: Mapping[str, str], typed: str = "", faults: Faults | None = None
) -> Card:
    """What the committee found, and what it does about it."""
    lines = [
        text(escape(title), weight="Bolder"),
        input_text("text", words("Hva fant dere ut, og hva gjør dere?"), typed, lines=True),
    ]
    name = words("Følg opp planen")
    return dialog_card(name, "plan_follow_up", lines, data, words, faults=faults, longest=LONGEST)
