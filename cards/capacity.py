"""Whom a case needs from the municipalities, what they answer, and the dialogs where it is written."""

from collections.abc import Mapping, Sequence

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    heading,
    input_choice,
    input_date,
    input_text,
    open_dialog,
    quiet,
    shorten,
    text,
)
from cards.case_parts import case_name
from cards.forms import Faults, dialog_card
from committee.capacity import LONGEST, CapacityLine, CapacityView, Offer
from committee.proposals import Proposal
from locales import N_, Words

_MOST = 3
_FEW = 6
_OFFERS = {Offer.YES: N_("Ja"), Offer.PARTLY: N_("Delvis"), Offer.NO: N_("Nei")}


def capacity_card(view: CapacityView, words: Words, *, told: str = "") -> Card:
    """One request, to those who are asked and to whoever asked."""
    title = words("Kapasitet til sak {case}", case=view.case_number)
    body: list[Element] = [heading(title), *([text(told, weight="Bolder")] if told else [])]
    body += [text(escape(view.title), weight="Bolder"), *_request(view, words)]
    see = execute(words("Se saken"), "case.view", {"proposal": view.request.about})
    return card(body, words, summary=title, actions=[see])


def capacities_card(proposal: Proposal, views: Sequence[CapacityView], words: Words, *, may_ask: bool) -> Card:
    """All that a case has asked for."""
    title = words("Kapasitet til sak {case}", case=proposal.case_number)
    body: list[Element] = [heading(title), text(escape(proposal.form.title), weight="Bolder")]
    if not views:
        body.append(text(words("Ingen er spurt ennå.")))
    for one in views[:_MOST]:
        body += _request(one, words, few=len(views) > 1)
    left = len(views) - _MOST
    if left > 0:
        body.append(quiet(words.plural("og {n} forespørsel til", "og {n} forespørsler til", left)))
    data = {"proposal": proposal.id}
    ask = [open_dialog(words("Be om kapasitet"), "capacity", data)] if may_ask else []
    return card(body, words, summary=title, actions=[*ask, execute(words("Se saken"), "case.view", data)])


def _request(view: CapacityView, words: Words, *, few: bool = False) -> list[Element]:
    request = view.request
    period = words("{first} – {last}", first=words.date(request.from_on), last=words.date(request.until_on))
    lines: list[Element] = [text(f"**{escape(request.role)}**", separator=True), text(period, spacing="Small")]
    total = words("{n} av {all} timer er meldt inn", n=view.hours, all=request.hours)
    lines.append(text(total, weight="Bolder", spacing="Small"))
    if request.withdrawn_at:
        lines.append(text(words("Forespørselen er trukket."), spacing="Small"))
    else:
        due = words("{name} ber om svar innen {day}", name=escape(view.asked_by), day=words.date(request.answer_by))
        lines.append(quiet(due))
    longest = 500 if not few and len(view.lines) <= _FEW else 60
    lines.append(box([_line(one, words, longest) for one in view.lines]))
    return [*lines, *buttons(_acts(view, words))]


def _line(line: CapacityLine, words: Words, longest: int) -> Element:
    name, answer = escape(line.name), line.answer
    if answer is None:
        return text(words("**{organisation}**: har ikke svart", organisation=name), spacing="Small")
    parts = [words(_OFFERS[answer.offer])]
    if answer.offer is not Offer.NO:
        hours = words.plural("{n} time", "{n} timer", answer.hours)
        parts.append(words("{name}, {hours}", name=escape(shorten(answer.person, longest)), hours=hours))
    if answer.words:
        parts.append(escape(shorten(answer.words, longest)))
    told = ". ".join(parts)
    return text(words("**{organisation}**: {told}", organisation=name, told=told), spacing="Small")


def _acts(view: CapacityView, words: Words) -> list[Element]:
    data, acts = {"request": view.request.id}, []
    is_open = view.request.withdrawn_at is None
    if view.own and is_open:
        acts.append(open_dialog(words("Svar for {organisation}", organisation=view.own), "capacity_answer", data))
    if view.may_withdraw:
        title = words("Trekk forespørselen") if is_open else words("Ta opp igjen")
        acts.append(execute(title, "capacity.withdraw" if is_open else "capacity.resume", data))
    return acts


def request_form(
    proposal: Proposal,
    words: Words,
    *,
    data: Mapping[str, str],
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Card:
    """What is asked of every municipality."""
    typed = typed or {}
    lines = [
        text(case_name(proposal, words), weight="Bolder"),
        input_text("role", words("Hvilken rolle eller kompetanse?"), typed.get("role", "")),
        input_text("hours", words("Hvor mange timer til sammen?"), typed.get("hours", "")),
        input_date("from_on", words("Fra og med"), typed.get("from_on", "")),
        input_date("until_on", words("Til og med"), typed.get("until_on", "")),
        input_date("answer_by", words("Svar innen"), typed.get("answer_by", "")),
    ]
    return dialog_card(words("Be om kapasitet"), "capacity", lines, data, words, faults=faults, longest=LONGEST)


def answer_form(
    view: CapacityView, words: Words, *, typed: Mapping[str, str] | None = None, faults: Faults | None = None
) -> Card:
    """A municipality's answer."""
    own = view.own_answer
    standing = (
        {"offer": own.offer, "person": own.person, "hours": str(own.hours or ""), "words": own.words} if own else {}
    )
    filled = standing if typed is None else typed
    choices = [(one.value, words(title)) for one, title in _OFFERS.items()]
    lines = [
        text(escape(view.request.role), weight="Bolder"),
        input_choice("offer", words("Kan dere bidra?"), choices, filled.get("offer", ""), style="expanded"),
        input_text("person", words("Hvem? (ved ja og delvis)"), filled.get("person", "")),
        input_text("hours", words("Hvor mange timer? (ved ja og delvis)"), filled.get("hours", "")),
        input_text(
            "words", words("Hva kan dere ikke, og hvorfor? (ved delvis og nei)"), filled.get("words", ""), lines=True
        ),
    ]
    title = words("Svar for {organisation}", organisation=view.own)
    data = {"request": view.request.id}
    return dialog_card(title, "capacity_answer", lines, data, words, faults=faults, longest=LONGEST)
