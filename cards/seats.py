"""What is to be done about seats: where one may nominate, what stands empty, and what waits for an answer."""

from collections.abc import Sequence

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    day_of,
    escape,
    execute,
    heading,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.fitting import fit
from cards.nominations import nomination_line
from committee.breaches import BreachCode
from committee.nomination_views import PlacesView, SeatsView
from committee.seat_matters import Absence, Matter
from committee.seat_rules import ChairBy
from locales import Words
from locales.compositions import breach_source, breach_told

_MOST_LINES = 24
#: Leaves room for the heading and the buttons below.
_MOST_BYTES = 20_000
_MOST_PLACES = 15
_LONGEST_SENTENCE = 500
_LONGEST_SOURCE = 200


def places_card(views: Sequence[PlacesView], words: Words) -> Card:
    """«nominer»: the committees in which one may choose people; a message cannot open a dialog by itself."""
    title = words("Nominer")
    told = words("Velg utvalget. Den du nominerer, blir spurt, og får plassen når svaret er ja.")
    lines = [_place(one, words) for one in views]
    shown = fit(lines, words, most=_MOST_PLACES, most_bytes=_MOST_BYTES)
    return card([heading(title), text(told), *shown], words, summary=title)


def _place(view: PlacesView, words: Words) -> Element:
    missing = words("Ingen ledige plasser nå. Du kan likevel nominere vara, eller noen til en senere periode.")
    if view.missing:
        missing = words.plural("{n} ledig plass.", "{n} ledige plasser.", view.missing)
    data = {"committee": view.mandate.id}
    button = open_dialog(words("Nominer"), "nominate", data, style="positive" if view.missing else "default")
    return box([text(f"**{escape(view.mandate.name)}**"), text(missing, spacing="Small"), *buttons([button])])


def seats_card(views: Sequence[SeatsView], words: Words, *, hides_asked: bool = False) -> Card:
    """«plasser»: what is to be done, committee by committee, and the nominations that wait."""
    title = words("Plasser")
    busy = [one for one in views if one.matters or one.nominations]
    lines = [line for one in busy for line in _committee(one, words)]
    if not busy:
        lines = [text(words("Ingenting å gjøre: Plassene er fylt."))]
    if hides_asked:
        lines.append(quiet(words("Hvem som er spurt, ser du når du skriver «plasser» i din egen chat med meg.")))
    shown = fit(lines, words, most=_MOST_LINES, most_bytes=_MOST_BYTES)
    first = next((one for one in (*busy, *views) if one.may_nominate), None)
    return card([heading(title), *shown], words, summary=title, actions=_general(first, words))


def _committee(view: SeatsView, words: Words) -> list[Element]:
    return [
        subheading(escape(view.mandate.name)),
        *(_matter(view, one, words) for one in view.matters),
        *(nomination_line(one, words) for one in view.nominations),
    ]


def _general(view: SeatsView | None, words: Words) -> list[Element]:
    found = [execute(words("Medlemmer"), "command.run", {"command": "medlemmer"})]
    if view is not None:
        data = {"committee": view.mandate.id}
        found = [
            open_dialog(words("Nominer"), "nominate", data),
            open_dialog(words("Noen slutter"), "seat_end", data),
            *found,
        ]
    return found


def seat_matters_card(views: Sequence[SeatsView], words: Words) -> Card:
    """To those who must act: everything in one card, and nothing when all is done meanwhile."""
    title = words("Noe å ta stilling til om plasser i utvalg")
    if not views:
        title = words("Plassene er i orden")
        return card([heading(title), text(words("Det som manglet, er gjort. Takk!"))], words, summary=title)
    lines = []
    for view in views:
        lines.append(subheading(escape(view.mandate.name)))
        lines += [_matter(view, one, words) for one in view.matters]
    told = words("Er det alt ordnet, trenger du ikke gjøre noe. Skriv «plasser» for å se alt som gjelder deg.")
    body = [heading(title), *fit(lines, words, most=_MOST_LINES, most_bytes=_MOST_BYTES), quiet(told)]
    return card(body, words, summary=title, actions=[execute(words("Plasser"), "command.run", {"command": "plasser"})])


def _matter(view: SeatsView, matter: Matter, words: Words) -> Element:
    if matter.absence:
        lines = [text(_absence(view, matter.absence, words))]
    else:
        assert matter.breach is not None
        told = breach_told(matter.breach, view.mandate, view.people, view.regions, words)
        lines = [
            text(escape(shorten(told, _LONGEST_SENTENCE))),
            quiet(escape(shorten(breach_source(matter.breach, words), _LONGEST_SOURCE))),
        ]
    if matter.is_under_way:
        return box([*lines, quiet(words("Noen er spurt, eller begynner senere."))])
    return box([*lines, *buttons(_actions(view, matter, words))], "warning")


def _absence(view: SeatsView, absence: Absence, words: Words) -> str:
    found, zone = view.mandate.organisation(absence.organisation_id), view.mandate.time_zone
    return words(
        "{organisation} har ikke hatt noen til stede i {committee} på de siste {n} møtene, fra {first} til {last}. Kan"
        " den som sitter der, ikke komme, kan dere sende en vara, eller velge noen andre.",
        organisation=escape(found.name if found else absence.organisation_id),
        committee=escape(view.mandate.name),
        n=absence.meetings,
        first=day_of(absence.first.starts_at, zone, words),
        last=day_of(absence.last.starts_at, zone, words),
    )


def _actions(view: SeatsView, matter: Matter, words: Words) -> list[Element]:
    data = {"committee": matter.committee_id}
    if matter.code == BreachCode.NO_CHAIR and view.mandate.chair.by is ChairBy.ELECTION:
        return [execute(words("Valg av leder"), "command.run", {"command": "valg"})]
    if not view.may_nominate:
        return []
    if matter.organisation_id:
        data["organisation"] = matter.organisation_id
    if matter.is_to_fill and matter.breach and matter.breach.rule_id:
        return [open_dialog(words("Nominer"), "nominate", {**data, "rule": matter.breach.rule_id}, style="positive")]
    if matter.absence:
        return [open_dialog(words("Nominer"), "nominate", data)]
    return [open_dialog(words("Noen slutter"), "seat_end", data)] if matter.breach and matter.breach.person_id else []
