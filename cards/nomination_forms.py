"""The dialogs about nominations and seats: what was typed stays, and what is wrong stands beside its field."""

from collections.abc import Iterable, Mapping, Sequence

from cards.build import (
    Card,
    Element,
    buttons,
    card,
    escape,
    fault,
    input_choice,
    input_date,
    input_people,
    input_text,
    input_toggle,
    quiet,
    submit,
    text,
)
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.nomination_rights import Place
from committee.nomination_views import NominationView
from committee.nominations import LONGEST, NominationForm
from locales import Words
from locales.nominations import seat_for
from locales.refusals import refusal

People = Sequence[tuple[str, str]]
Faults = Mapping[str, str]
#: A list of seats longer than this is not read to its end.
_MOST_PLACES = 60


def place_value(rule_id: str, organisation_id: str) -> str:
    """A seat among the form's choices."""
    return f"{rule_id}/{organisation_id}"


def nomination_form(
    form: NominationForm,
    words: Words,
    *,
    mandate: Mandate,
    nomination_id: str,
    places: Sequence[Place],
    people: People,
    on_behalf: bool,
    faults: Faults | None = None,
    years: int = 0,
) -> Card:
    """Whom, for which seat and how long; `people` are offered at once, as (id, name), all others found by typing.

    `on_behalf` asks whether the organisation has told it in writing; `years` is the mandate's term.
    """
    offered = [(place_value(one.rule.id, one.organisation.id), _place(one, words)) for one in places[:_MOST_PLACES]]
    chosen = place_value(form.rule_id, form.organisation_id) if form.rule_id else ""
    reason = words("Hvorfor en annen periode enn mandatets? (kan stå tom)")
    if years:
        reason = words("Mandatet sier {years} år. Hvorfor en annen periode? (kan stå tom)", years=years)
    fields = [
        input_choice("seat", words("Plass"), offered, chosen),
        input_people("person", words("Hvem?"), people, form.person_id, hint=words("Skriv noen bokstaver av navnet")),
        input_toggle("deputy", words("Møter når den faste ikke kan"), label=words("Vara?"), on=form.is_deputy),
        input_date("from_on", words("Fra og med"), form.from_on),
        input_date("until_on", words("Til og med (står den tom, gjelder mandatets periode)"), form.until_on),
        input_text("term_reason", reason, form.term_reason),
        input_text("background", words("Bakgrunn i feltet (kan stå tom)"), form.background, lines=True,
                   hint=words("Et par linjer er nok. Den som blir spurt, ser dette")),
        *_told(on_behalf, form.is_told, words),
    ]  # fmt: skip
    top = [text(escape(mandate.name), weight="Bolder")]
    data = {"committee": mandate.id, "new": nomination_id}
    lines = [*top, *_beside(fields, faults, words, years=years)]
    return _form(words("Nominer"), words("Send"), "nominate", lines, data, words, faults)


def _place(place: Place, words: Words) -> str:
    """«representant for Molde – Bestillere fra kommunene (ledig)», as plain text."""
    seat = seat_for(place.rule.function, False, place.organisation.name, words)
    named = f"{seat} – {place.rule.name}"
    return words("{seat} (ledig)", seat=named) if place.missing else named


def _told(on_behalf: bool, is_told: bool, words: Words) -> list[Element]:
    if not on_behalf:
        return []
    title = words("Organisasjonen har gitt beskjed om dette skriftlig")
    return [input_toggle("told", title, label=words("På vegne av organisasjonen"), on=is_told)]


def consultation_form(
    view: NominationView, words: Words, *, consulted: str = "", answer: str = "", faults: Faults | None = None
) -> Card:
    """What one whose advice is asked has answered (004-21, 004-22)."""
    # Numbered: what a mandate calls them may be longer than a choice should be.
    offered = [(str(n), who) for n, (who, _) in enumerate(view.advice)]
    first = next((str(n) for n, (_, given) in enumerate(view.advice) if given is None), "0")
    fields = [
        input_choice("consulted", words("Hvem har gitt råd?"), offered, consulted or first, style="expanded"),
        input_text("answer", words("Hva var rådet?"), answer, lines=True),
    ]
    lines = [text(escape(view.person), weight="Bolder"), *_beside(fields, faults, words)]
    data = {"nomination": view.nomination.id}
    return _form(words("Før inn råd"), words("Lagre"), "nomination_consult", lines, data, words, faults)


def confirm_form(view: NominationView, words: Words, *, reason: str = "", faults: Faults | None = None) -> Card:
    """Asks once more before somebody is appointed; without all the advice there must be a reason."""
    names = {"person": escape(view.person), "committee": escape(view.mandate.name)}
    lines: list[Element] = [text(words("{person} får plassen i {committee}, og alle får beskjed.", **names))]
    missing = [escape(who) for who, answer in view.advice if answer is None]
    if missing:
        lines.append(text(words("Ikke ført inn: råd fra {names}.", names=words.join(missing))))
        field = input_text("reason", words("Hvorfor venter dere ikke på det?"), reason, lines=True)
        lines += _beside([field], faults, words)
    data = {"nomination": view.nomination.id}
    return _form(words("Oppnevn"), words("Oppnevn"), "nomination_confirm", lines, data, words, faults)


def withdraw_form(view: NominationView, words: Words, *, reason: str = "", faults: Faults | None = None) -> Card:
    """Asks once more before a nomination is withdrawn."""
    told = words("{person} får beskjed om at nomineringen er trukket.", person=escape(view.person))
    field = input_text("reason", words("Begrunnelse (kan stå tom)"), reason, lines=True)
    data = {"nomination": view.nomination.id}
    lines = [text(told), *_beside([field], faults, words)]
    return _form(words("Trekk tilbake"), words("Trekk tilbake"), "nomination_withdraw", lines, data, words, faults)


def seat_end_form(
    mandate: Mandate,
    words: Words,
    *,
    people: People,
    on_behalf: bool,
    typed: Mapping[str, str],
    faults: Faults | None = None,
) -> Card:
    """A member leaves; `people` are those whose seats one may end, as (id, name)."""
    fields = [
        input_choice("person", words("Hvem slutter?"), people, typed.get("person", "")),
        input_date("last_day", words("Siste dag"), typed.get("last_day", "")),
        input_text("reason", words("Hvorfor?"), typed.get("reason", "")),
        *_told(on_behalf, typed.get("told") == "true", words),
    ]
    hint = quiet(words("Begrunnelsen er for dem som følger opp plassene. Kanalen får bare vite at noen slutter."))
    lines = [text(escape(mandate.name), weight="Bolder"), *_beside(fields, faults, words), hint]
    data = {"committee": mandate.id}
    return _form(words("Noen slutter"), words("Lagre"), "seat_end", lines, data, words, faults)


def _form(
    title: str,
    send: str,
    name: str,
    lines: Iterable[Element],
    data: Mapping[str, str],
    words: Words,
    faults: Faults | None,
) -> Card:
    told = words("Noe mangler. Se merknadene under feltene – det du har skrevet, er tatt vare på.")
    body = [*([fault(told)] if faults else []), *lines, *buttons([submit(send, name, data)])]
    return card(body, words, summary=title)


def _beside(fields: Iterable[Element], faults: Faults | None, words: Words, *, years: int = 0) -> list[Element]:
    found: list[Element] = []
    for field in fields:
        found.append(field)
        code = (faults or {}).get(field["id"])
        if code:
            params = {"longest": LONGEST.get(field["id"], 0), **({"years": years} if years else {})}
            found.append(fault(refusal(CommitteeError(code, **params), words)))
    return found
