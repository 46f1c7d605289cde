"""Cards of cases treated in writing: the papers with the ballot, the list, and what people are told on the way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    heading,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.urgency import grounds
from cards.votings import voting_card
from committee.procedure_views import ProceduresView, ProcedureView, ReadyCase
from committee.procedures import Ending
from locales import Words
from locales.outcomes import outcome_name

_SHOWN = 1200
_LONGEST_TITLE = 80
_MOST_STARTED = 5
_MOST_LISTED = 6


def papers_card(view: ProcedureView, words: Words) -> Card:
    """To every member at once: why, until when, what the case is about, and the ballot itself."""
    title = _title(view, words)
    body = [heading(title), *_frame(view, words)]
    form, assurance = view.proposal.form, view.proposal.assurance
    told = [(words("Behov"), form.need), (words("Berører"), form.affected), (words("Kostnad"), form.cost)]
    told += [(words("Gevinst"), form.benefit)]
    if assurance:
        told.append((words("Vurdering"), assurance.assessment))
    for name, content in told:
        body += [subheading(name), text(escape(shorten(content, _SHOWN)))] if content else []
    if view.voting.voting.is_open:
        body += with_papers(voting_card(replace(view.voting, procedure=None), words)["body"])
    else:
        body += _over(view, words)
    return card(body, words, summary=title, actions=_actions(view, words))


def with_papers(elements: Sequence[Any]) -> list[Any]:
    """The ballot's elements, whose presses are answered with the papers again, not with the voting alone."""
    found: list[Any] = []
    for one in elements:
        if not isinstance(one, dict):
            found.append(one)
            continue
        changed: Element = {name: with_papers(part) if isinstance(part, list) else part for name, part in one.items()}
        if one.get("verb") == "ballot.cast":
            changed["data"] = {**one["data"], "papers": True}
        found.append(changed)
    return found


def _title(view: ProcedureView, words: Words) -> str:
    kind = words("Hastesak") if view.procedure.urgency else words("Skriftlig behandling")
    name = shorten(view.proposal.form.title, _LONGEST_TITLE)
    return f"{kind}: {view.proposal.case_number} {escape(name)}"


def _frame(view: ProcedureView, words: Words) -> list[Element]:
    """Until when, what was written along with it, and why it cannot wait."""
    procedure, zone = view.procedure, view.mandate.time_zone
    deadline = words("Frist: {when}", when=words.moment(procedure.closes_at, zone))
    lines = [box([text(deadline, weight="Bolder")], "accent")]
    if procedure.message:
        lines.append(text(escape(procedure.message)))
    if procedure.urgency:
        declared = words.join([escape(one) for one in view.declared_by if one])
        lines.append(grounds(procedure.urgency, declared, words))
    lines.append(quiet(words("Den som ikke svarer, regnes ikke som enig.")))
    return lines


def _over(view: ProcedureView, words: Words) -> list[Element]:
    procedure = view.procedure
    if procedure.ending:
        told = _ended(view, words)
        return [box([text(told, weight="Bolder"), text(escape(procedure.end_ground))], "warning")]
    verdict = view.voting.voting.verdict
    return [box([text(outcome_name(verdict.outcome if verdict else None, words), weight="Bolder")], "good")]


def _ended(view: ProcedureView, words: Words) -> str:
    """Who ended it before its time, and what follows."""
    name = escape(view.ended_by)
    if view.procedure.ending is Ending.TEXT_CORRECTED:
        return words("{name} stoppet avstemningen fordi teksten må rettes. Ingenting er avgjort.", name=name)
    return words("{name} krevde at saken behandles i møte. Ingenting er avgjort.", name=name)


def _actions(view: ProcedureView, words: Words) -> list[Element]:
    if not view.voting.voting.is_open:
        return []
    data = {"procedure": view.procedure.id}
    found = []
    if view.may_vote:
        found = [
            open_dialog(words("Be om mer tid"), "procedure_extend", data),
            open_dialog(words("Krev møte"), "procedure_meeting", data),
        ]
    elif view.may_lead:
        found = [open_dialog(words("Ta saken i møte"), "procedure_meeting", data)]
    if view.may_lead:
        found.append(open_dialog(words("Ny frist"), "procedure_answer", data))
    if view.voting.may_close:
        stop = {"proposal": view.procedure.about}
        found.append(open_dialog(words("Stopp avstemningen"), "case_stop", stop))
    return found


def procedures_card(view: ProceduresView, words: Words) -> Card:
    """What is being treated in writing, what was, and what can be."""
    title = words("Skriftlig behandling")
    names = words.join([escape(one.name) for one in view.mandates])
    body: list[Element] = [heading(title), quiet(names)]
    if not any(one.written.allowed for one in view.mandates):
        body.append(text(words("Mandatet åpner ikke for skriftlig behandling.")))
    elif not view.running:
        body.append(text(words("Ingen saker behandles skriftlig nå.")))
    for one in view.running[:_MOST_LISTED]:
        body += _listed(one, words)
    for one in view.over:
        told = f"**{_title(one, words)}**"
        body += [text(told, separator=True), *_over(one, words)]
    return card([*body, *_start(view, words)], words, summary=title)


def _listed(view: ProcedureView, words: Words) -> list[Element]:
    tally, zone = view.voting.voting.tally, view.mandate.time_zone
    answered = words("{n} av {all} har svart", n=tally.cast_count, all=tally.roll_count)
    when = words.moment(view.procedure.closes_at, zone)
    lines = [
        text(f"**{_title(view, words)}**", separator=True),
        quiet(words("Frist: {when}", when=when) + f" · {answered}"),
    ]
    see = execute(words("Vis papirer og stem"), "procedure.view", {"procedure": view.procedure.id})
    return [*lines, *buttons([see])]


def _start(view: ProceduresView, words: Words) -> list[Element]:
    """A row for each of the cases that can be sent out: what the seat may do with it."""
    found: list[Element] = []
    for one in view.ready[:_MOST_STARTED]:
        if made := _ready_actions(one, words):
            title = f"**{one.proposal.case_number}** {escape(shorten(one.proposal.form.title, _LONGEST_TITLE))}"
            found += [text(title, separator=True), *_asked(one, words), *buttons(made)]
    left = len(view.ready) - _MOST_STARTED
    if found and left > 0:
        found.append(quiet(words.plural("og {n} sak til", "og {n} saker til", left)))
    return [subheading(words("Saker som kan sendes ut")), *found] if found else []


def _asked(one: ReadyCase, words: Words) -> list[Element]:
    names = words.join([escape(name) for name, _ in one.requests])
    return [quiet(words("Ber om hastebehandling: {names}", names=names))] if names else []


def _ready_actions(one: ReadyCase, words: Words) -> list[Element]:
    data = {"proposal": one.proposal.id}
    made = []
    if one.may_send_out:
        made.append(open_dialog(words("Send ut skriftlig"), "procedure_start", data))
    if one.may_call_meeting:
        made.append(open_dialog(words("Kall inn til ekstramøte"), "urgency_meeting", data))
    if one.may_ask:
        title = words("Endre ønsket om hast") if one.is_asked else words("Be om hastebehandling")
        made.append(open_dialog(title, "urgency_ask", data))
    return made


def extension_card(view: ProcedureView, words: Words) -> Card:
    """To leader and secretary: somebody asks for more time."""
    title = words("{case}: noen ber om mer tid", case=view.proposal.case_number)
    asked = view.procedure.open_extension
    if asked is None:
        return card([heading(title), text(words("Spørsmålet er besvart."))], words, summary=title)
    body = [
        heading(title),
        text(words("{name} skriver:", name=escape(view.asked_by))),
        box([text(escape(asked.ground))]),
        quiet(words("Frist: {when}", when=words.moment(view.procedure.closes_at, view.mandate.time_zone))),
    ]
    answer = open_dialog(words("Svar"), "procedure_answer", {"procedure": view.procedure.id})
    return card(body, words, summary=title, actions=[answer])


def no_extension_card(view: ProcedureView, words: Words) -> Card:
    """To the one who asked: the deadline stands."""
    title = words("{case}: fristen står", case=view.proposal.case_number)
    refused = [one for one in view.procedure.extensions if one.answered_by and one.until is None]
    body = [heading(title)]
    if refused:
        body.append(box([text(escape(refused[-1].answer))]))
    body.append(text(words("Frist: {when}", when=words.moment(view.procedure.closes_at, view.mandate.time_zone))))
    return card(body, words, summary=title, actions=_open(view, words))


def put_off_card(view: ProcedureView, words: Words) -> Card:
    """To all: there is more time."""
    title = words("{case}: ny frist", case=view.proposal.case_number)
    told = words("Frist: {when}", when=words.moment(view.procedure.closes_at, view.mandate.time_zone))
    given = [one for one in view.procedure.extensions if one.until]
    body = [heading(title), text(told, weight="Bolder")]
    if given and given[-1].answer:
        body.append(text(escape(given[-1].answer)))
    return card(body, words, summary=title, actions=_open(view, words))


def to_meeting_card(view: ProcedureView, words: Words) -> Card:
    """To all: the case is taken to a meeting instead."""
    title = words("{case}: saken tas i møte", case=view.proposal.case_number)
    return card([heading(title), *_over(view, words)], words, summary=title)


def stopped_card(view: ProcedureView, words: Words) -> Card:
    """To all who were asked: the text must be corrected, and they will be asked again."""
    title = words("{case}: avstemningen er stoppet", case=view.proposal.case_number)
    after = text(
        words("Stemmene som er avgitt, teller ikke. Når teksten er rettet og kvalitetssikret, stemmes det på nytt.")
    )
    return card([heading(title), *_over(view, words), after], words, summary=title)


def reminder_card(view: ProcedureView, words: Words) -> Card:
    """To those whose organisation has not answered, and to nobody else."""
    title = words("{case} venter på svar fra dere", case=view.proposal.case_number)
    told = words("Frist: {when}", when=words.moment(view.procedure.closes_at, view.mandate.time_zone))
    body = [
        heading(title),
        text(escape(view.proposal.form.title)),
        text(told, weight="Bolder"),
        quiet(words("Den som ikke svarer, regnes ikke som enig.")),
    ]
    return card(body, words, summary=title, actions=_open(view, words))


def _open(view: ProcedureView, words: Words) -> list[Element]:
    return [execute(words("Vis papirer og stem"), "procedure.view", {"procedure": view.procedure.id})]
