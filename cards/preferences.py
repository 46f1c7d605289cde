"""Cards of a ranking and of a choice between alternatives: asked, answered, counted, confirmed."""

from collections.abc import Mapping, Sequence

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
    input_choice,
    input_date,
    input_text,
    open_dialog,
    quiet,
    shorten,
    subheading,
    table,
    text,
)
from cards.forms import Faults, dialog_card
from committee.preference_count import PreferenceCount
from committee.preference_views import PreferencesView, PreferenceView
from committee.preferences import (
    HIGHEST_SCORE,
    LONGEST,
    METHODS,
    MOST_OPTIONS,
    Method,
    Preference,
    PreferenceForm,
    Purpose,
)
from committee.proposals import Proposal
from locales import N_, Words

_LONGEST_NAME = 90
_LONGEST_TEXT = 500
#: A table of pairs has at most four columns on a phone: so many options are shown as one.
_MOST_PAIRED = 12
_MOST_LINES = 12
_METHODS = {
    Method.SCHULZE: N_("Rangering: hver kommune setter dem i rekkefølge, og de sammenlignes to og to (Schulze)"),
    Method.SCORE: N_("Poeng: hver kommune gir hver sak 0–10 poeng"),
    Method.DOTS: N_("Prikker: hver kommune fordeler et antall prikker"),
    Method.PLURALITY: N_("Én stemme: flest stemmer vinner"),
    Method.APPROVAL: N_("Godkjenning: hver kommune krysser av alle de kan godta"),
}


def preference_card(view: PreferenceView, words: Words) -> Card:
    """The shared card while it is open: what is asked, until when, who has answered. Then the result."""
    preference = view.preference
    title = _title(preference, words)
    body: list[Element] = [heading(title)]
    if preference.is_open:
        body += [*_asked(view, words), *_options(preference, words)]
    else:
        body += _result(view, words)
    return card(body, words, summary=title, actions=_actions(view, words))


def _title(preference: Preference, words: Words) -> str:
    kind = words("Prioritering") if preference.purpose is Purpose.RANKING else words("Alternativer")
    return f"{kind}: {escape(shorten(preference.title, _LONGEST_NAME))}"


def _asked(view: PreferenceView, words: Words) -> list[Element]:
    preference = view.preference
    when = words.moment(preference.closes_at, view.mandate.time_zone)
    answered = words("{n} av {all} har svart", n=len(view.answered), all=len(preference.roll))
    lines = [
        box([text(words("Frist: {when}", when=when), weight="Bolder"), text(answered)], "accent"),
        quiet(words(_METHODS[preference.method])),
    ]
    cast = {one.organisation_id for one in view.answered}
    waiting = [escape(one.name) for one in preference.roll if one.organisation_id not in cast]
    if waiting and len(waiting) <= _MOST_LINES:
        lines.append(text(words("Venter på: {names}", names=words.join(waiting)), spacing="Small"))
    return lines


def _options(preference: Preference, words: Words) -> list[Element]:
    longest = _LONGEST_NAME if preference.purpose is Purpose.RANKING else _LONGEST_TEXT
    name = words("Saker") if preference.purpose is Purpose.RANKING else words("Forslag til vedtak")
    lines = [
        text(f"{_letter(n)}. {escape(shorten(one.name, longest))}", spacing="Small")
        for n, one in enumerate(preference.options)
    ]
    return [subheading(name), *lines]


def _letter(n: int) -> str:
    return chr(ord("A") + n)


def _result(view: PreferenceView, words: Words) -> list[Element]:
    preference, result = view.preference, view.result
    assert result is not None
    lines = [quiet(words(_METHODS[preference.method])), subheading(words("Rekkefølge"))]
    place = 1
    longest = _LONGEST_NAME if preference.purpose is Purpose.RANKING else _LONGEST_TEXT
    for group in result.order:
        for n in group:
            told = f"**{place}.** {_letter(n)}. {escape(shorten(preference.options[n].name, longest))}"
            if result.totals:
                told += f" ({result.totals[n]})"
            lines.append(text(told, spacing="Small"))
        place += len(group)
    if any(len(group) > 1 for group in result.order):
        lines.append(quiet(_tied(preference, words)))
    lines += [*_explained(preference, result, words), *_pairs(preference, result, words), *_ballots(view, words)]
    return [*lines, *_confirmed(view, words), *_chosen(preference, words)]


def _tied(preference: Preference, words: Words) -> str:
    if preference.purpose is Purpose.RANKING:
        return words("De som står med samme tall, står likt. Den som stadfester listen, avgjør rekkefølgen mellom dem.")
    return words("De som står med samme tall, står likt. Lederen velger blant de beste og sier hvorfor.")


def _explained(preference: Preference, result: PreferenceCount, words: Words) -> list[Element]:
    """Why the one stands before the other, for each two neighbours."""
    if preference.method is not Method.SCHULZE:
        return []
    lines = []
    for before, after in zip(result.order, result.order[1:], strict=False):
        a, b = before[0], after[0]
        pro, con = result.preferred[a][b], result.preferred[b][a]
        told = words("{a} foran {b}: {pro} mot {con} i stemmevekt.", a=_letter(a), b=_letter(b), pro=pro, con=con)
        if pro <= con:
            told = words(
                "{a} foran {b}: sammenligningene fra {a} til {b} er sterkere ({pro}) enn den andre veien ({con}).",
                a=_letter(a), b=_letter(b), pro=result.paths[a][b], con=result.paths[b][a],
            )  # fmt: skip
        lines.append(text(told, spacing="Small"))
    return [subheading(words("Hvorfor")), *lines[:_MOST_LINES]] if lines else []


def _pairs(preference: Preference, result: PreferenceCount, words: Words) -> list[Element]:
    """Each two held against each other: how much weight prefers which."""
    if preference.method is not Method.SCHULZE or len(preference.options) > _MOST_PAIRED:
        return []
    rows = []
    for a in range(len(preference.options)):
        wins = [_letter(b) for b in range(len(preference.options)) if result.preferred[a][b] > result.preferred[b][a]]
        against = ", ".join(
            f"{_letter(b)} {result.preferred[a][b]}–{result.preferred[b][a]}"
            for b in range(len(preference.options))
            if b != a
        )
        rows.append((_letter(a), against, words.join(wins) or "–"))
    header = (
        words("Sak") if preference.purpose is Purpose.RANKING else words("Forslag"),
        words("Mot hver av de andre"),
        words("Vinner over"),
    )
    return [subheading(words("To og to")), table(header, rows, (1, 4, 2))]


def _ballots(view: PreferenceView, words: Words) -> list[Element]:
    preference = view.preference
    names = {one.organisation_id: f"{escape(one.name)} ({one.weight})" for one in preference.roll}
    rows = [(names[one.organisation_id], _marks(preference, one.marks)) for one in view.ballots]
    if not rows:
        return [text(words("Ingen svarte."))]
    return [subheading(words("Svarene")), table((words("Kommune"), words("Svar")), rows, (1, 3))]


def _marks(preference: Preference, marks: Sequence[int]) -> str:
    """«B > A = C» for an order, «A 3, B 0» for sums."""
    if preference.method is not Method.SCHULZE:
        return ", ".join(f"{_letter(n)} {mark}" for n, mark in enumerate(marks))
    groups: dict[int, list[str]] = {}
    for n, mark in enumerate(marks):
        groups.setdefault(mark or 10_000, []).append(_letter(n))
    return " > ".join(" = ".join(groups[mark]) for mark in sorted(groups))


def _confirmed(view: PreferenceView, words: Words) -> list[Element]:
    confirmation = view.preference.confirmation
    if confirmation is None:
        if view.preference.purpose is Purpose.RANKING:
            return [quiet(words("Listen er ikke stadfestet ennå."))]
        return []
    letters = {one.id: f"{_letter(n)}. {one.name}" for n, one in enumerate(view.preference.options)}
    day = day_of(confirmation.at, view.mandate.time_zone, words)
    told = words("Stadfestet av {name} {day}", name=escape(view.confirmed_by), day=day)
    lines = [text(told, weight="Bolder")]
    lines += [
        text(f"{n}. {escape(shorten(letters[one], _LONGEST_NAME))}", spacing="Small")
        for n, one in enumerate(confirmation.order, start=1)
    ]
    if confirmation.reason:
        lines.append(text(escape(confirmation.reason)))
    return [box(lines, "good")]


def _chosen(preference: Preference, words: Words) -> list[Element]:
    if not preference.chosen:
        return []
    n = next(n for n, one in enumerate(preference.options) if one.id == preference.chosen)
    lines = [text(words("{letter} er nå innstillingen i saken.", letter=_letter(n)), weight="Bolder")]
    if preference.chosen_reason:
        lines.append(text(escape(preference.chosen_reason)))
    return [box(lines, "good")]


def _actions(view: PreferenceView, words: Words) -> list[Element]:
    preference = view.preference
    data = {"preference": preference.id}
    if preference.is_open:
        actions = [open_dialog(words("Svar"), "preference_ballot", data)]
        if view.may_close:
            actions.append(execute(words("Tell opp nå"), "preference.close", data))
        return actions
    actions = []
    if view.may_confirm:
        actions.append(open_dialog(words("Stadfest listen"), "preference_confirm", data))
    if view.may_choose:
        actions.append(open_dialog(words("Ta inn i saken"), "preference_choose", data))
    return actions


def preferences_card(view: PreferencesView, words: Words) -> Card:
    """The committee's rankings, and the buttons that open new ones."""
    title = words("Prioriteringer")
    body: list[Element] = [heading(title), quiet(escape(view.mandate.name))]
    if not view.listed:
        body.append(text(words("Ingenting er prioritert ennå.")))
    for one in view.listed:
        body.append(text(f"**{_title(one.preference, words)}**", separator=True))
        body.append(quiet(_state(one, words)))
        body += buttons([execute(words("Vis"), "preference.view", {"preference": one.preference.id})])
    actions = []
    if view.may_open and len(view.ready) >= METHODS_LEAST:
        actions.append(open_dialog(words("Ny prioritering"), "preference_open", {"committee": view.mandate.id}))
    if view.may_open and view.ready:
        actions.append(open_dialog(words("Nye alternativer"), "alternatives_open", {"committee": view.mandate.id}))
    if view.may_open and not view.ready:
        body.append(quiet(words("Saker kan prioriteres når de er kvalitetssikret.")))
    return card(body, words, summary=title, actions=actions)


METHODS_LEAST = 2


def _state(view: PreferenceView, words: Words) -> str:
    preference = view.preference
    if preference.is_open:
        when = words.moment(preference.closes_at, view.mandate.time_zone)
        answered = words("{n} av {all} har svart", n=len(view.answered), all=len(preference.roll))
        return words("Frist: {when}", when=when) + f" · {answered}"
    if preference.confirmation:
        return words("Stadfestet")
    return words("Avgjort") if preference.chosen else words("Talt opp")


def reminder_card(view: PreferenceView, words: Words) -> Card:
    """To those whose organisation has not answered."""
    title = words("Prioriteringen venter på svar fra dere")
    when = words.moment(view.preference.closes_at, view.mandate.time_zone)
    body = [heading(title), text(_title(view.preference, words)), text(words("Frist: {when}", when=when))]
    answer = open_dialog(words("Svar"), "preference_ballot", {"preference": view.preference.id})
    return card(body, words, summary=title, actions=[answer])


def open_form(
    form: PreferenceForm,
    cases: Sequence[Proposal],
    words: Words,
    *,
    purpose: Purpose,
    data: Mapping[str, str],
    proposal_id: str = "",
    faults: Faults | None = None,
) -> Card:
    """A ranking of cases, or alternatives for one."""
    named = [(one.id, f"{one.case_number} {shorten(one.form.title, _LONGEST_NAME)}") for one in cases]
    methods = [(one.value, words(_METHODS[one])) for one in METHODS[purpose]]
    lines: list[Element]
    if purpose is Purpose.RANKING:
        name, chosen = words("Hva skal prioriteres?"), ",".join(form.cases)
        lines = [
            input_text("title", name, form.title, hint=words("For eksempel «Delportefølje 2027»")),
            input_choice("cases", words("Saker (2 til 12)"), named, chosen, isMultiSelect=True),
        ]
    else:
        texts = [*form.texts, *[""] * MOST_OPTIONS[purpose]][: MOST_OPTIONS[purpose]]
        lines = [input_choice("proposal", words("Sak"), named, proposal_id)]
        lines += [
            input_text(f"text_{n}", words("Forslag {letter}", letter=_letter(n)), one, lines=True)
            for n, one in enumerate(texts)
        ]
    lines += [
        input_choice("method", words("Hvordan"), methods, form.method, style="expanded"),
        input_date("closes_on", words("Frist (klokken 16)"), form.closes_on),
    ]
    ranking = purpose is Purpose.RANKING
    title = words("Ny prioritering") if ranking else words("Nye alternativer")
    longest = {**LONGEST, **{f"text_{n}": LONGEST["alternative"] for n in range(MOST_OPTIONS[purpose])}}
    name = "preference_open" if ranking else "alternatives_open"
    return dialog_card(title, name, lines, data, words, faults=faults, longest=longest)


def ballot_form(
    view: PreferenceView, words: Words, *, typed: Sequence[str] | None = None, faults: Faults | None = None
) -> Card:
    """One field for each option; on a phone it is a list to tap through."""
    preference = view.preference
    given = list(typed) if typed is not None else [str(one or "") for one in (view.own.marks if view.own else ())]
    given = [*given, *[""] * len(preference.options)][: len(preference.options)]
    lines: list[Element] = [text(words(_HELP[preference.method], n=preference.dots))]
    for n, one in enumerate(preference.options):
        label = f"{_letter(n)}. {shorten(one.name, _LONGEST_TEXT)}"
        if preference.method is Method.DOTS:
            lines.append(input_text(f"mark_{n}", label, given[n]))
        else:
            lines.append(input_choice(f"mark_{n}", label, _choices(preference, words), given[n], style="compact"))
    data, title = {"preference": preference.id}, _title(preference, words)
    return dialog_card(title, "preference_ballot", lines, data, words, faults=faults)


_HELP = {
    Method.SCHULZE: N_(
        "Gi det viktigste 1, det neste 2 og så videre. To kan ha samme tall. De du lar stå, kommer sist."
    ),
    Method.SCORE: N_("Gi hver sak fra 0 til 10 poeng."),
    Method.DOTS: N_("Fordel {n} prikker. Alle kan ligge på én sak."),
    Method.PLURALITY: N_("Velg ett forslag."),
    Method.APPROVAL: N_("Kryss av alle forslagene dere kan godta."),
}


def _choices(preference: Preference, words: Words) -> list[tuple[str, str]]:
    match preference.method:
        case Method.SCHULZE:
            return [("", "–"), *((str(n), str(n)) for n in range(1, len(preference.options) + 1))]
        case Method.SCORE:
            return [(str(n), str(n)) for n in range(HIGHEST_SCORE + 1)]
        case _:
            return [("", words("Nei")), ("1", words("Ja"))]


def confirm_form(
    view: PreferenceView, words: Words, *, typed: Mapping[str, str] | None = None, faults: Faults | None = None
) -> Card:
    """The order as it came out, to be confirmed or changed with a reason."""
    preference, typed = view.preference, typed or {}
    assert view.result is not None
    order = [n for group in view.result.order for n in group]
    places = [(str(n), str(n)) for n in range(1, len(order) + 1)]
    lines: list[Element] = [text(words("Endre tallene hvis rekkefølgen skal være en annen, og skriv hvorfor."))]
    for place, n in enumerate(order, start=1):
        label = f"{_letter(n)}. {shorten(preference.options[n].name, _LONGEST_NAME)}"
        value = typed.get(f"place_{n}", str(place))
        lines.append(input_choice(f"place_{n}", label, places, value, style="compact"))
    reason = words("Begrunnelse (må fylles ut når rekkefølgen er en annen)")
    lines.append(input_text("reason", reason, typed.get("reason", ""), lines=True))
    data = {"preference": preference.id}
    title, send = words("Stadfest listen"), words("Stadfest")
    return dialog_card(title, "preference_confirm", lines, data, words, faults=faults, longest=LONGEST, send=send)


def choose_form(view: PreferenceView, words: Words, *, reason: str = "", faults: Faults | None = None) -> Card:
    """The winner becomes the innstilling; of several that share the first place one is picked, with a reason."""
    preference = view.preference
    assert view.result is not None
    winners = [
        (preference.options[n].id, f"{_letter(n)}. {shorten(preference.options[n].name, _LONGEST_TEXT)}")
        for n in view.result.winners
    ]
    lines: list[Element] = [
        input_choice("option", words("Forslaget som vant"), winners, winners[0][0], style="expanded"),
        quiet(words("Teksten blir innstillingen i saken. Den som sto der, står i loggen.")),
    ]
    label = words("Begrunnelse") if len(winners) > 1 else words("Merknad (kan stå tom)")
    lines.append(input_text("reason", label, reason, lines=True))
    data, title = {"preference": preference.id}, words("Ta inn i saken")
    return dialog_card(title, "preference_choose", lines, data, words, faults=faults, longest=LONGEST)
