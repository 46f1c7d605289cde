"""A committee's channels: what is to be done with them in Teams, what was done, and the dialog that asks for one."""

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
    input_text,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.forms import Faults, dialog_card
from committee.mandate import Mandate
from committee.spaces import ChannelReport, GroupChannel
from committee.team_plan import Step, TeamPlan
from locales import N_, Words
from locales.spaces import mended_words, note_words, problem_words, step_words

_MOST_SHOWN = 12
_MOST_NAMED = 10
_MOST_GROUPS = 6
_LONGEST = 100
LONGEST = {"name": 100}
_KINDS = {"standard": N_("Åpen for alle i teamet"), "private": N_("Privat, bare for gruppen")}


def channels_card(plan: TeamPlan, groups: Sequence[GroupChannel], mandate: Mandate, words: Words) -> Card:
    """What is to be done before the channels are such as they shall be, and the groups' channels."""
    title = words("Kanalene til {committee}", committee=escape(mandate.name))
    data = {"committee": mandate.id}
    body: list[Element] = [heading(title)]
    if not plan.steps:
        body.append(box([text(words("Alt i Teams er slik det skal være."))], "good"))
    body += _steps(words("Dette gjenstår"), plan.works, words)
    body += _steps(words("Hvem som er med"), plan.people, words)
    body += [quiet(escape(note_words(one.kind, words, name=one.name))) for one in plan.notes[:_MOST_SHOWN]]
    for group in groups[:_MOST_GROUPS]:
        body += _group(group, words)
    actions = []
    if plan.works:
        actions.append(execute(words("Gjør det"), "channels.apply", data, style="positive"))
    if plan.people:
        label = words("Gjør det, og endre hvem som er med") if plan.works else words("Endre hvem som er med")
        actions.append(execute(label, "channels.apply", {**data, "people": "yes"}))
    actions.append(open_dialog(words("Ny kanal til en gruppe"), "channel", data))
    actions.append(execute(words("Se på nytt"), "channels.view", data))
    return card(body, words, summary=title, actions=actions)


def _steps(title: str, steps: Sequence[Step], words: Words) -> list[Element]:
    if not steps:
        return []
    lines: list[Element] = [subheading(title)]
    for one in steps[:_MOST_SHOWN]:
        lines.append(text(f"- {_told(one, words)}", spacing="Small"))
        if one.mended:
            lines.append(quiet(mended_words(one.mended, words)))
    left = len(steps) - _MOST_SHOWN
    if left > 0:
        lines.append(quiet(words.plural("og {n} til", "og {n} til", left)))
    return lines


def _told(step: Step, words: Words) -> str:
    names = tuple(escape(shorten(one, _LONGEST)) for one in step.names[:_MOST_NAMED])
    name, other = escape(shorten(step.name, _LONGEST)), escape(shorten(step.other, _LONGEST))
    return step_words(step.kind, words, name=name, names=names, other=other)


def _group(group: GroupChannel, words: Words) -> list[Element]:
    name = escape(group.name)
    if group.is_archived:
        state = words("Kanalen til {name} er arkivert.", name=name)
        act = execute(words("Åpne igjen"), "channel.unarchive", {"group": group.id})
    else:
        state = words("Kanalen til {name} er i bruk.", name=name)
        act = execute(words("Arkiver"), "channel.archive", {"group": group.id})
    return [text(state, separator=True), *buttons([act])]


def channels_under_way_card(mandate: Mandate, words: Words) -> Card:
    """What was asked for is being done; the one who asked is told when it is."""
    title = words("Kanalene ordnes")
    told = words("Det kan ta noen minutter. Du får beskjed her når alt er på plass.")
    again = execute(words("Se hvordan det går"), "channels.view", {"committee": mandate.id})
    return card([heading(title), text(told)], words, summary=title, actions=[again])


def channels_unseen_card(mandate: Mandate, words: Words) -> Card:
    """Teams does not answer just now."""
    title = words("Kanalene til {committee}", committee=escape(mandate.name))
    told = words("Microsoft 365 svarer ikke akkurat nå. Ingenting er endret. Prøv igjen om litt.")
    again = execute(words("Prøv igjen"), "channels.view", {"committee": mandate.id})
    return card([heading(title), text(told)], words, summary=title, actions=[again])


def channels_done_card(report: ChannelReport, mandate: Mandate, words: Words) -> Card:
    """Told to the one who asked: what was done, and what could not be and why."""
    title = words("Kanalene til {committee}", committee=escape(mandate.name))
    done = words.plural("{n} ting er gjort i Teams.", "{n} ting er gjort i Teams.", report.done)
    told = done if report.done else words("Det var ingenting å gjøre.")
    body: list[Element] = [heading(title), box([text(told)], "warning" if report.problems else "good")]
    for one in report.problems[:_MOST_SHOWN]:
        name = escape(one.name)
        body.append(text(f"**{step_words(one.step, words, name=name, names=(name,), other='')}**", separator=True))
        body.append(text(problem_words(one.step, one.kind, escape(one.code), words, name=name), spacing="Small"))
    actions = [execute(words("Se kanalene"), "channels.view", {"committee": mandate.id})]
    return card(body, words, summary=title, actions=actions)


def channel_ready_card(name: str, mandate: Mandate, words: Words) -> Card:
    """Told to a member in their own chat: where their committee now meets."""
    title = words("{committee} har fått en kanal i Teams", committee=escape(mandate.name))
    told = words("Den heter «{name}». Der finner du møter, saker, avstemninger og referater.", name=escape(name))
    return card([heading(title), text(told)], words, summary=title)


def welcome_card(mandate: Mandate, words: Words) -> Card:
    """What a new channel shows first."""
    title = words("Velkommen til {committee}", committee=escape(mandate.name))
    return card(
        [
            heading(title),
            text(words("Her kommer møter, saker, avstemninger og referater. Dokumentene ligger under Filer.")),
            text(words("Skriv @Utvalgsbot hjelp for å se hva du kan gjøre her.")),
        ],
        words,
        summary=title,
    )


def channel_form(
    groups: Sequence[tuple[str, str]],
    words: Words,
    *,
    data: Mapping[str, str],
    typed: Mapping[str, str] | None = None,
    called: str = "",
    why: str = "",
    faults: Faults | None = None,
) -> Card:
    """A channel for one of the committee's groups; `called` is what Teams wants it to be called, and `why`."""
    typed = typed or {}
    lines: list[Element] = [
        input_choice("group", words("Gruppe"), groups, typed.get("group", "")),
        input_text("name", words("Kanalens navn"), typed.get("name", "")),
        input_choice(
            "kind",
            words("Hvem som ser den"),
            [(kind, words(name)) for kind, name in _KINDS.items()],
            typed.get("kind", "standard"),
        ),
    ]
    if called:
        told = words(
            "I Teams heter den «{name}». {why} Send en gang til hvis det er greit.", name=escape(called), why=why
        )
        lines.insert(0, box([text(told)], "warning"))
    return dialog_card(words("Ny kanal"), "channel", lines, data, words, faults=faults, longest=LONGEST)
