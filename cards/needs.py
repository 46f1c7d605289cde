"""Needs that municipalities have: the list of them, and the dialogs that register and join them."""

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
    input_text,
    open_dialog,
    quiet,
    shorten,
    text,
)
from cards.forms import Faults, dialog_card
from committee.mandate import Mandate
from committee.needs import LONGEST, NeedView
from locales import Words

_SHOWN = 300
_MOST_LISTED = 10
_LONGEST_TITLE = 100


def needs_card(
    needs: Sequence[NeedView],
    mandate: Mandate,
    words: Words,
    *,
    may_register: bool,
    may_join: bool,
    may_propose: bool,
    told: Sequence[Element] = (),
) -> Card:
    """What municipalities need, those that most of them share first; `told` stands before them."""
    title = words("Behov i {committee}", committee=escape(mandate.name))
    body: list[Element] = [heading(title), *told]
    if not needs:
        body.append(text(words("Ingen har meldt behov ennå.")))
    for one in needs[:_MOST_LISTED]:
        body += _listed(one, words, may_register=may_register, may_propose=may_propose)
    left = len(needs) - _MOST_LISTED
    if left > 0:
        body.append(quiet(words.plural("og {n} behov til", "og {n} behov til", left)))
    actions, data = [], {"committee": mandate.id}
    if may_register:
        actions.append(open_dialog(words("Meld et behov"), "need", data))
    if may_join and len(needs) > 1:
        actions.append(open_dialog(words("Slå sammen to"), "need_join", data))
    return card(body, words, summary=title, actions=actions)


def _listed(one: NeedView, words: Words, *, may_register: bool, may_propose: bool) -> list[Element]:
    told = words("{n} av {all} har dette behovet", n=len(one.having), all=one.voters)
    names = words.join([escape(name) for name in one.having])
    lines = [
        text(f"**{escape(shorten(one.need.title, _LONGEST_TITLE))}**", separator=True),
        text(f"{told}: {names}", spacing="Small"),
        quiet(escape(shorten(one.need.description, _SHOWN))),
    ]
    if one.joined:
        titles = words.join([f"«{escape(shorten(other.title, _LONGEST_TITLE))}»" for other in one.joined])
        lines.append(quiet(words("Slått sammen med {titles}", titles=titles)))
    return [*lines, *buttons(_acts(one, words, may_register=may_register, may_propose=may_propose))]


def _acts(one: NeedView, words: Words, *, may_register: bool, may_propose: bool) -> list[Element]:
    data = {"need": one.need.id}
    acts = []
    if may_register:
        title = words("Ikke lenger") if one.has_own else words("Vi har det også")
        acts.append(execute(title, "need.leave" if one.has_own else "need.share", data))
    if one.case_number:
        acts.append(execute(words("Se {case}", case=one.case_number), "case.view", {"proposal": one.need.case_id}))
    elif may_propose:
        acts.append(open_dialog(words("Lag forslag"), "proposal", data))
    acts += [
        execute(words("Skill ut «{title}»", title=shorten(other.title, 30)), "need.part", {"need": other.id})
        for other in one.joined[:3]
        if not may_register
    ]
    return acts


def need_form(
    words: Words,
    *,
    data: Mapping[str, str],
    typed: Mapping[str, str] | None = None,
    alike: Sequence[str] = (),
    faults: Faults | None = None,
) -> Card:
    """A municipality says what it needs; `alike` are titles of needs that may be the same."""
    typed = typed or {}
    lines: list[Element] = [
        input_text("title", words("Hva trenger dere?"), typed.get("title", "")),
        input_text("description", words("Hvorfor, og for hvem?"), typed.get("description", ""), lines=True),
    ]
    if alike:
        names = words.join([f"«{escape(one)}»" for one in alike])
        lines.insert(0, text(words("Ligner på {names}. Er det det samme, trykk «Vi har det også» der.", names=names)))
        lines.append(quiet(words("Send en gang til hvis det er et annet behov.")))
    return dialog_card(words("Meld et behov"), "need", lines, data, words, faults=faults, longest=LONGEST)


def join_form(
    needs: Sequence[tuple[str, str]],
    words: Words,
    *,
    data: Mapping[str, str],
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Card:
    """Two needs that are the same become one; it can be undone in the list."""
    typed = typed or {}
    lines = [
        input_choice("need", words("Dette behovet"), needs, typed.get("need", "")),
        input_choice("into", words("er det samme som"), needs, typed.get("into", "")),
    ]
    return dialog_card(words("Slå sammen to"), "need_join", lines, data, words, faults=faults)
