"""Orienteringer: what each is asked, what is given, and how it stands on saksliste and in the minutes."""

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
    input_people,
    input_text,
    input_toggle,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.forms import Faults, dialog_card
from committee.briefing_views import BriefingsView
from committee.briefings import LONGEST, MINUTES, MOST_EACH, Briefing, BriefingForm, BriefingLine
from committee.mandate import Mandate
from locales import Words
from locales.briefings import teller_told

_MOST_SHOWN = 12
_MOST_MINUTED = 8
_MOST_MISSING = 30
_SHOWN = 300
_SHOWN_MINUTED = 200


def briefing_line(one: BriefingLine, words: Words) -> str:
    """«**Nytt skjema** – Kari Eksempel (Molde), 5 minutter»."""
    return f"**{escape(one.title)}** – {escape(teller_told(one, words))}"


def agenda_briefings(lines: Sequence[BriefingLine], words: Words) -> list[Element]:
    """On a meeting's card; nothing when nobody has anything."""
    if not lines:
        return []
    shown = [text(briefing_line(one, words), spacing="Small") for one in lines[:_MOST_SHOWN]]
    return [subheading(words("Orienteringer")), *shown, *_left(len(lines) - _MOST_SHOWN, words)]


def minuted_briefings(lines: Sequence[BriefingLine], words: Words) -> list[Element]:
    """On the minutes' card."""
    found: list[Element] = []
    for one in lines[:_MOST_MINUTED]:
        found.append(text(briefing_line(one, words), separator=True))
        if one.text:
            found.append(text(escape(shorten(one.text, _SHOWN_MINUTED)), spacing="Small"))
    return [*found, *_left(len(lines) - _MOST_MINUTED, words)]


def _left(number: int, words: Words) -> list[Element]:
    if number <= 0:
        return []
    return [quiet(words.plural("og {n} orientering til", "og {n} orienteringer til", number))]


def asked_card(view: BriefingsView, words: Words, *, is_reminder: bool = False) -> Card:
    """What a member is asked before a meeting, with what they have given so far."""
    title = words("Har du noe å orientere om?")
    body = [heading(title), text(_when(view, words))]
    if is_reminder and not _has_answered(view):
        body.append(box([text(words("Du har ikke svart ennå. «Ingenting denne gang» er også et svar."))], "accent"))
    return card([*body, *_own(view, words)], words, summary=title, actions=_answers(view, words))


def _has_answered(view: BriefingsView) -> bool:
    return view.has_said_nothing or bool(view.own)


def _when(view: BriefingsView, words: Words) -> str:
    committee = escape(view.mandate.name)
    if view.meeting is None:
        told = words("{committee} har ikke satt opp neste møte ennå.", committee=committee)
        return f"{told} {words('Det du melder nå, kommer på sakslisten når møtet er satt opp.')}"
    when = words.moment(view.meeting.starts_at, view.mandate.time_zone)
    told = words("{committee} møtes {when}.", committee=committee, when=when)
    return f"{told} {words('Fortell de andre om tiltak, planer og erfaringer som de kan ha nytte av.')}"


def _own(view: BriefingsView, words: Words) -> list[Element]:
    lines: list[Element] = []
    if view.own:
        lines.append(subheading(words("Dette har du meldt")))
    for one in view.own:
        lines += [text(_shown(one, words), separator=True), *buttons(_changes(one.id, words))]
    if view.own:
        lines.append(quiet(words("Du kan endre eller trekke det til møtet begynner.")))
    elif view.withdrawn:
        told = words("Trukket: «{title}»", title=escape(shorten(view.withdrawn.title, LONGEST["title"])))
        undo = execute(words("Angre"), "briefing.restore", {"briefing": view.withdrawn.id})
        lines.append(box([text(told), *buttons([undo])]))
    elif view.has_said_nothing:
        lines.append(text(words("Du har svart: ingenting denne gang. Du kan likevel melde noe til møtet begynner.")))
    return lines


def _shown(one: Briefing, words: Words) -> str:
    told = f"**{escape(one.title)}**"
    if one.minutes:
        told += f" ({words.plural('{n} minutt', '{n} minutter', one.minutes)})"
    return f"{told}  \n{escape(shorten(one.text, _SHOWN))}" if one.text else told


def _changes(briefing_id: str, words: Words) -> list[Element]:
    data = {"briefing": briefing_id}
    return [open_dialog(words("Endre"), "briefing", data), execute(words("Trekk"), "briefing.withdraw", data)]


def _answers(view: BriefingsView, words: Words) -> list[Element]:
    actions = []
    if len(view.own) < MOST_EACH:
        data = {"committee": view.mandate.id}
        title = words("Meld en til") if view.own else words("Meld en orientering")
        actions.append(open_dialog(title, "briefing", data, style="positive"))
    if view.meeting and not _has_answered(view):
        actions.append(execute(words("Ingenting denne gang"), "briefing.nothing", {"meeting": view.meeting.id}))
    return actions


def briefings_card(view: BriefingsView, words: Words) -> Card:
    """«orienteringer»: what is given for the next meeting and, for leader and secretary, who has answered."""
    title = words("Orienteringer i {committee}", committee=escape(view.mandate.name))
    body: list[Element] = [heading(title), text(_when(view, words))]
    if not view.lines:
        body.append(text(words("Ingen har meldt noe ennå.")))
    for n, one in enumerate(view.lines[:_MOST_SHOWN]):
        body.append(text(briefing_line(one, words), separator=True))
        if one.text:
            body.append(text(escape(shorten(one.text, _SHOWN)), spacing="Small"))
        body += buttons(_changes(view.ids[n], words)) if view.ids else []
    body += [*_left(len(view.lines) - _MOST_SHOWN, words), *_total(view, words), *_answered(view, words)]
    return card(body, words, summary=title, actions=_acts(view, words))


def _total(view: BriefingsView, words: Words) -> list[Element]:
    wished = sum(one.minutes for one in view.lines)
    if not wished:
        return []
    told = words.plural("Ønsket taletid til sammen: {n} minutt", "Ønsket taletid til sammen: {n} minutter", wished)
    return [quiet(told)]


def _answered(view: BriefingsView, words: Words) -> list[Element]:
    if not view.asked or view.meeting is None:
        return []
    told = words("{n} av {all} har svart.", n=view.asked - len(view.missing), all=view.asked)
    lines = [subheading(words("Hvem har svart?")), text(told)]
    if view.missing:
        names = [escape(one) for one in view.missing[:_MOST_MISSING]]
        left = len(view.missing) - _MOST_MISSING
        names += [words.plural("{n} til", "{n} til", left)] if left > 0 else []
        lines.append(text(words("Mangler svar fra {names}.", names=words.join(names)), spacing="Small"))
    return lines


def _acts(view: BriefingsView, words: Words) -> list[Element]:
    own = execute(words("Mine orienteringer"), "briefing.view", {"committee": view.mandate.id})
    data = {"committee": view.mandate.id}
    if not view.may_enter:
        return [open_dialog(words("Meld en orientering"), "briefing", data, style="positive"), own]
    return [open_dialog(words("Meld, eller før inn for et medlem"), "briefing", data, style="positive"), own]


def briefing_form(
    form: BriefingForm,
    words: Words,
    *,
    data: Mapping[str, str],
    region: str = "",
    members: Sequence[tuple[str, str]] = (),
    faults: Faults | None = None,
) -> Card:
    """A briefing is given or changed; `members` are those on whose behalf one may write."""
    minutes = [("", words("Trenger ikke egen tid"))]
    minutes += [(str(one), words.plural("{n} minutt", "{n} minutter", one)) for one in MINUTES]
    lines: list[Element] = []
    if members:
        hint = words("Skriv noen bokstaver av navnet")
        lines.append(input_people("person", words("Hvem er den fra?"), members, form.person_id, hint=hint))
    lines += [
        input_text("title", words("Overskrift"), form.title, hint=words("For eksempel «Nytt skjema på nett»")),
        input_text("text", words("Noen linjer om det (kan stå tomt)"), form.text, lines=True),
        input_choice("minutes", words("Ønsker du tid til å fortelle i møtet?"), minutes, form.minutes),
    ]
    if region or members:
        label = words("Gjelder det hele regionen?")
        told = words("Ja, dette kommer fra regionen, og ikke bare fra egen organisasjon")
        lines.append(input_toggle("regional", told, label=label, on=form.is_regional))
    return dialog_card(words("Meld en orientering"), "briefing", lines, data, words, faults=faults, longest=LONGEST)


def briefing_entered_card(briefing: Briefing, mandate: Mandate, by: str, words: Words) -> Card:
    """To the member on whose behalf leader or secretary has written."""
    title = words("En orientering er ført inn for deg")
    told = words("{name} har ført inn dette til neste møte i {committee}.", name=escape(by), committee=mandate.name)
    body = [heading(title), text(told), text(_shown(briefing, words), separator=True)]
    if not briefing.waits:
        return card([*body, quiet(words("Den kan ikke endres lenger."))], words, summary=title)
    body.append(quiet(words("Du kan endre eller trekke det til møtet begynner.")))
    return card(body, words, summary=title, actions=_changes(briefing.id, words))
