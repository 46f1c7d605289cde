"""The dialogs of a written procedure: what was typed stays, and what is wrong stands beside its field."""

from collections.abc import Mapping

from cards.build import (
    Card,
    Element,
    buttons,
    escape,
    input_date,
    input_text,
    input_toggle,
    quiet,
    submit,
    text,
)
from cards.forms import Faults, dialog_card
from cards.urgency import needed_told
from committee.procedure_views import ProcedureView, ReadyCase
from committee.procedures import ProcedureForm
from committee.proposals import Proposal
from committee.urgency import LONGEST, ExtraMeetingForm
from locales import Words

Typed = Mapping[str, str]


def start_form(
    proposal: Proposal,
    form: ProcedureForm,
    words: Words,
    *,
    data: Mapping[str, str],
    least: str,
    faults: Faults,
    may_urge: bool = True,
) -> Card:
    """The leader or secretary sends a case out; `least` tells the first day that may be chosen.

    `may_urge`: a hastesak is the leader's to declare.
    """
    fields: list[Element] = [
        input_date("closes_on", words("Frist for å svare (klokken 16)"), form.closes_on),
        quiet(least),
        input_text("message", words("Melding til medlemmene (kan stå tom)"), form.message, lines=True),
    ]
    if may_urge:
        fields += _urgent_fields(form, words)
    title = words("Send ut {case}", case=proposal.case_number)
    lines = [_named(proposal), *fields]
    return dialog_card(title, "procedure_start", lines, data, words, faults=faults, longest=LONGEST)


def _urgent_fields(form: ProcedureForm, words: Words) -> list[Element]:
    return [
        input_toggle("urgent", words("Saken kan ikke vente"), label=words("Hastesak"), on=form.urgent),
        *_both_grounds({"why_urgent": form.why_urgent, "why_not_wait": form.why_not_wait}, words),
        quiet(words("De to siste feltene trengs bare for en hastesak. Da kan fristen være kortere.")),
    ]


def ground_form(view: ProcedureView, form: str, words: Words, *, typed: str = "", faults: Faults | None = None) -> Card:
    """More time is asked for, or a meeting demanded: with a ground."""
    title = ground_title(view, form, words)
    told = words("Saken stoppes her og settes på sakslisten til neste møte. Stemmene som er avgitt, teller ikke.")
    if form == "procedure_extend":
        told = words("Leder og sekretær får spørsmålet, og svarer deg her.")
    field = input_text("ground", words("Begrunnelse"), typed, lines=True)
    lines = [_named(view.proposal), text(told), field]
    data = {"procedure": view.procedure.id}
    return dialog_card(title, form, lines, data, words, faults=faults, longest=LONGEST)


def ground_title(view: ProcedureView, form: str, words: Words) -> str:
    """What the dialog is called, and the button that opens it: who has no vote demands nothing."""
    if form == "procedure_extend":
        return words("Be om mer tid")
    return words("Krev møte") if view.may_vote else words("Ta saken i møte")


def answer_form(
    view: ProcedureView, words: Words, *, closes_on: str = "", answer: str = "", faults: Faults | None = None
) -> Card:
    """A new deadline, or no with a reason."""
    lines: list[Element] = [_named(view.proposal)]
    asked = view.procedure.open_extension
    if asked:
        lines += [text(words("{name} skriver:", name=escape(view.asked_by))), text(escape(asked.ground))]
    now = words("Frist: {when}", when=words.moment(view.procedure.closes_at, view.mandate.time_zone))
    fields = [
        quiet(now),
        input_date("closes_on", words("Ny frist (klokken 16; la stå tom for å si nei)"), closes_on),
        input_text("answer", words("Svar til medlemmene"), answer, lines=True),
    ]
    data = {"procedure": view.procedure.id}
    return dialog_card(
        words("Ny frist"), "procedure_answer", [*lines, *fields], data, words, faults=faults, longest=LONGEST
    )


def urgency_form(view: ReadyCase, words: Words, *, typed: Typed, faults: Faults | None = None) -> Card:
    """An organisation asks for a hastesak, with both grounds, or takes that back."""
    data = {"proposal": view.proposal.id}
    title = words("Be om hastebehandling")
    lines = [_named(view.proposal), quiet(needed_told(view, words)), *_both_grounds(typed, words)]
    made = dialog_card(title, "urgency_ask", lines, data, words, faults=faults, longest=LONGEST)
    if view.is_asked:
        away = submit(words("Trekk ønsket"), "urgency_ask", {**data, "withdraw": "yes"})
        made["body"] += buttons([{**away, "style": "default"}])
    return made


def extra_meeting_form(
    proposal: Proposal, form: ExtraMeetingForm, words: Words, *, new: str, faults: Faults | None = None
) -> Card:
    """The leader calls a meeting for one case; `new` is the id that the meeting gets."""
    typed = {"why_urgent": form.why_urgent, "why_not_wait": form.why_not_wait}
    lines = [
        _named(proposal),
        input_date("day", words("Dag"), form.day),
        input_text("time", words("Klokkeslett"), form.time, hint="09.00"),
        quiet(words("Minst et døgn fram. Møtet varer en time, og bare denne saken står på sakslisten.")),
        *_both_grounds(typed, words),
    ]
    data = {"proposal": proposal.id, "new": new}
    title = words("Kall inn til ekstramøte")
    return dialog_card(title, "urgency_meeting", lines, data, words, faults=faults, longest=LONGEST)


def _both_grounds(typed: Typed, words: Words) -> list[Element]:
    later = words("Hvorfor kan det ikke vente til neste møte?")
    return [
        input_text("why_urgent", words("Hvorfor haster det?"), typed.get("why_urgent", ""), lines=True),
        input_text("why_not_wait", later, typed.get("why_not_wait", ""), lines=True),
    ]


def _named(proposal: Proposal) -> Element:
    return text(f"**{proposal.case_number}** {escape(proposal.form.title)}")
