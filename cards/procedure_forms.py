"""The dialogs of a written procedure: what was typed stays, and what is wrong stands beside its field."""

from collections.abc import Mapping

from cards.build import Card, Element, escape, input_date, input_text, input_toggle, quiet, text
from cards.forms import Faults, dialog_card
from committee.procedure_views import ProcedureView
from committee.procedures import LONGEST, ProcedureForm
from committee.proposals import Proposal
from locales import Words


def start_form(
    proposal: Proposal, form: ProcedureForm, words: Words, *, data: Mapping[str, str], least: str, faults: Faults
) -> Card:
    """The leader or secretary sends a case out; `least` tells the first day that may be chosen."""
    fields = [
        input_date("closes_on", words("Frist for å svare (klokken 16)"), form.closes_on),
        quiet(least),
        input_text("message", words("Melding til medlemmene (kan stå tom)"), form.message, lines=True),
        input_toggle("urgent", words("Saken kan ikke vente"), label=words("Hastesak"), on=form.urgent),
        input_text("why_urgent", words("Hvorfor haster det?"), form.why_urgent, lines=True),
        input_text("why_not_wait", words("Hvorfor kan det ikke vente til neste møte?"), form.why_not_wait, lines=True),
        quiet(words("De to siste feltene trengs bare for en hastesak. Da kan fristen være kortere.")),
    ]
    title = words("Send ut {case}", case=proposal.case_number)
    lines = [_named(proposal), *fields]
    return dialog_card(title, "procedure_start", lines, data, words, faults=faults, longest=LONGEST)


def ground_form(view: ProcedureView, form: str, words: Words, *, typed: str = "", faults: Faults | None = None) -> Card:
    """More time is asked for, or a meeting demanded: with a ground."""
    title = words("Krev møte") if form == "procedure_meeting" else words("Be om mer tid")
    told = words("Saken stoppes her og settes på sakslisten til neste møte. Stemmene som er avgitt, teller ikke.")
    if form == "procedure_extend":
        told = words("Leder og sekretær får spørsmålet, og svarer deg her.")
    field = input_text("ground", words("Begrunnelse"), typed, lines=True)
    lines = [_named(view.proposal), text(told), field]
    data = {"procedure": view.procedure.id}
    return dialog_card(title, form, lines, data, words, faults=faults, longest=LONGEST)


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


def urgency_form(
    proposal: Proposal, words: Words, *, typed: Mapping[str, str] | None = None, faults: Faults | None = None
) -> Card:
    """An organisation asks for a hastesak, with both grounds."""
    typed = typed or {}
    fields = [
        input_text("why_urgent", words("Hvorfor haster det?"), typed.get("why_urgent", ""), lines=True),
        input_text(
            "why_not_wait",
            words("Hvorfor kan det ikke vente til neste møte?"),
            typed.get("why_not_wait", ""),
            lines=True,
        ),
    ]
    lines, data = [_named(proposal), *fields], {"proposal": proposal.id}
    title = words("Be om hastebehandling")
    return dialog_card(title, "urgency_ask", lines, data, words, faults=faults, longest=LONGEST)


def _named(proposal: Proposal) -> Element:
    return text(f"**{proposal.case_number}** {escape(proposal.form.title)}")
