"""The leader's dialogs: why a voting is closed before all have voted, and how a tie is decided."""

from collections.abc import Mapping

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    fault,
    input_choice,
    input_text,
    subheading,
    submit,
    text,
)
from committee.errors import CommitteeError
from committee.views import VotingView
from committee.voting import LONGEST_GROUND, Outcome
from locales import Words
from locales.outcomes import outcome_name
from locales.refusals import refusal

Texts = Mapping[str, str]


def close_form(view: VotingView, words: Words, *, typed: Texts | None = None, faults: Texts | None = None) -> Card:
    """Why not all are waited for. Who is missing stands first: one may close this and remind them instead."""
    typed, faults = typed or {}, faults or {}
    voting = view.voting
    missing = [escape(line.entry.name) for line in view.lines if not line.has_voted]
    told = words.plural("{n} kommune har ikke stemt ennå.", "{n} kommuner har ikke stemt ennå.", voting.missing_count)
    body: list[Element] = [text(escape(view.proposal.form.title), weight="Bolder"), text(told)]
    if missing:
        body.append(text(words("Venter på: {names}", names=words.join(missing)), spacing="Small"))
    until = words.moment(voting.closes_at, view.mandate.time_zone)
    body += [
        text(words("Fristen er {moment}. Når avstemningen er lukket, kan den ikke åpnes igjen.", moment=until)),
        *_ground(words("Hvorfor lukkes den før alle har stemt?"), typed, faults, words),
        *buttons([submit(words("Lukk avstemningen"), "voting_close", {"voting": voting.id})]),
    ]
    return card(body, words, summary=words("Lukk avstemningen i {case}", case=view.proposal.case_number))


def tie_form(view: VotingView, words: Words, *, typed: Texts | None = None, faults: Texts | None = None) -> Card:
    """Which way the leader decides, and why."""
    typed, faults = typed or {}, faults or {}
    choices = [(one.value, outcome_name(one, words)) for one in (Outcome.ADOPTED, Outcome.REJECTED)]
    body: list[Element] = [
        text(escape(view.proposal.form.title), weight="Bolder"),
        box([subheading(words("Innstilling")), text(escape(view.proposal.recommendation))]),
        input_choice("decision", words("Din avgjørelse"), choices, typed.get("decision", ""), style="expanded"),
        *_wrong(faults.get("decision"), words),
        *_ground(words("Begrunnelse"), typed, faults, words),
        *buttons([submit(words("Avgjør saken"), "voting_tie", {"voting": view.voting.id})]),
    ]
    return card(body, words, summary=words("Stemmelikhet i {case}", case=view.proposal.case_number))


def _ground(label: str, typed: Texts, faults: Texts, words: Words) -> list[Element]:
    hint = words("Står på kortet og i referatet")
    return [
        input_text("ground", label, typed.get("ground", ""), lines=True, hint=hint),
        *_wrong(faults.get("ground"), words),
    ]


def _wrong(code: str | None, words: Words) -> list[Element]:
    return [fault(refusal(CommitteeError(code, longest=LONGEST_GROUND), words))] if code else []
