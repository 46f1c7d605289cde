"""The leader's dialogs: why a voting is closed before all have voted, and how a tie is decided."""

from collections.abc import Mapping

from cards.build import Card, Element, box, escape, input_choice, input_text, subheading, text
from cards.forms import dialog_card
from committee.views import VotingView
from committee.voting import LONGEST_GROUND, Outcome
from locales import Words
from locales.outcomes import outcome_name

Texts = Mapping[str, str]
_LONGEST = {"ground": LONGEST_GROUND}


def close_form(view: VotingView, words: Words, *, typed: Texts | None = None, faults: Texts | None = None) -> Card:
    """Why not all are waited for. Who is missing stands first: one may close this and remind them instead."""
    voting = view.voting
    missing = [escape(line.entry.name) for line in view.lines if not line.has_voted]
    told = words.plural("{n} kommune har ikke stemt ennå.", "{n} kommuner har ikke stemt ennå.", voting.missing_count)
    lines: list[Element] = [text(escape(view.proposal.form.title), weight="Bolder"), text(told)]
    if missing:
        lines.append(text(words("Venter på: {names}", names=words.join(missing)), spacing="Small"))
    until = words.moment(voting.closes_at, view.mandate.time_zone)
    lines += [
        text(words("Fristen er {moment}. Når avstemningen er lukket, kan den ikke åpnes igjen.", moment=until)),
        _ground(words("Hvorfor lukkes den før alle har stemt?"), typed or {}, words),
    ]
    title, send = words("Lukk avstemningen i {case}", case=view.proposal.case_number), words("Lukk avstemningen")
    data = {"voting": voting.id}
    return dialog_card(title, "voting_close", lines, data, words, faults=faults, longest=_LONGEST, send=send)


def tie_form(view: VotingView, words: Words, *, typed: Texts | None = None, faults: Texts | None = None) -> Card:
    """Which way the leader decides, and why."""
    typed = typed or {}
    choices = [(one.value, outcome_name(one, words)) for one in (Outcome.ADOPTED, Outcome.REJECTED)]
    lines: list[Element] = [
        text(escape(view.proposal.form.title), weight="Bolder"),
        box([subheading(words("Innstilling")), text(escape(view.proposal.recommendation))]),
        input_choice("decision", words("Din avgjørelse"), choices, typed.get("decision", ""), style="expanded"),
        _ground(words("Begrunnelse"), typed, words),
    ]
    title, data = words("Stemmelikhet i {case}", case=view.proposal.case_number), {"voting": view.voting.id}
    send = words("Avgjør saken")
    return dialog_card(title, "voting_tie", lines, data, words, faults=faults, longest=_LONGEST, send=send)


def _ground(label: str, typed: Texts, words: Words) -> Element:
    return input_text("ground", label, typed.get("ground", ""), lines=True, hint=words("Står på kortet og i referatet"))
