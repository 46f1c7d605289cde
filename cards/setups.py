"""Setting up a committee by chat: the bot's introduction in a team, and one card for each step."""

from collections.abc import Mapping, Sequence

from cards.build import (
    Card,
    Element,
    buttons,
    card,
    escape,
    execute,
    heading,
    input_choice,
    input_text,
    quiet,
    shorten,
    text,
)
from cards.forms import Faults, form_lines
from cards.setup_review import STEP_NAMES, question_name, review_card
from committee.mandate import Mandate
from committee.members import Directory
from committee.setups import (
    STEPS,
    RosterPerson,
    SeatQuestion,
    Setup,
    SetupState,
    SetupStep,
    TeamMet,
    bodies_to_place,
    offered,
    plans_after,
    seat_questions,
)
from committee.workflows.setups import bodies_with_calendar
from locales import Words

#: By field, what was typed.
TypedAnswers = Mapping[str, str]
_MOST_NAMED = 6
_LONGEST_NAME = 80


def introduction_card(team: TeamMet, words: Words, *, has_administrator: bool) -> Card:
    """What the bot says in a team that no committee lives in yet."""
    title = words("Hei! Jeg er Utvalgsbot.")
    body: list[Element] = [
        heading(title),
        text(words("Jeg hjelper utvalg med saker, møter, avstemninger og referater. Her er det ikke noe utvalg ennå.")),
    ]
    if not has_administrator:
        told = words("Den som drifter meg, må først bestemme hvem som kan sette opp utvalg (ADMINISTRATORS).")
        return card([*body, text(told)], words, summary=title)
    body.append(
        text(words("En administrator setter opp utvalget på ti minutter. Du kan ta pauser og angre underveis."))
    )
    begin = execute(words("Sett opp et utvalg"), "setup.begin", {"team": team.id}, style="positive")
    return card(body, words, summary=title, actions=[begin])


def setups_card(
    teams: Sequence[TeamMet], setups: Sequence[Setup], mandates: Mapping[str, Mandate], words: Words
) -> Card:
    """What is under way and what was set up, and a button to begin in each team."""
    title = words("Oppsett av utvalg")
    body: list[Element] = [heading(title)]
    for setup in setups:
        mandate = mandates.get(setup.committee_id)
        named = escape(mandate.name) if mandate else words("Utvalg som ikke er valgt ennå")
        told = words(
            "{committee} i {team}: {state}", committee=named, team=escape(setup.team.name), state=_state(setup, words)
        )
        label = words("Fortsett") if setup.state is SetupState.OPEN else words("Se og endre")
        body += [text(told, separator=True), *buttons([execute(label, "setup.view", {"setup": setup.id})])]
    if not teams:
        body.append(text(words("Legg appen til i et team i Teams først. Da hilser jeg i teamet, og du kan begynne.")))
    actions = [
        execute(words("Nytt utvalg i {team}", team=shorten(one.name, _LONGEST_NAME)), "setup.begin", {"team": one.id})
        for one in teams[:_MOST_NAMED]
    ]
    return card(body, words, summary=title, actions=actions)


def _state(setup: Setup, words: Words) -> str:
    names = {
        SetupState.STARTED: words("i gang"),
        SetupState.TAKEN_BACK: words("tatt tilbake"),
        SetupState.OPEN: words("settes opp"),
    }
    return names[setup.state]


def setup_card(
    setup: Setup,
    directory: Directory,
    known: Sequence[Setup],
    words: Words,
    *,
    typed: TypedAnswers | None = None,
    faults: Faults | None = None,
    at_once: int,
) -> Card:
    """The step that the setup stands at; `at_once` people of the team are offered without typing."""
    filled = typed or {}
    match setup.step:
        case SetupStep.COMMITTEE:
            free = offered(directory, known, setup.id)
            return _step(setup, _committee_lines(setup, free, filled, words), words, faults=faults, is_empty=not free)
        case SetupStep.CHANNELS:
            return _step(setup, _channel_lines(setup, directory, filled, words), words, faults=faults)
        case SetupStep.PEOPLE:
            return _step(setup, _people_lines(setup, directory, filled, words, at_once), words, faults=faults)
        case SetupStep.CALENDARS:
            return _step(setup, _calendar_lines(setup, directory, filled, words), words, faults=faults)
        case SetupStep.REVIEW:
            return review_card(setup, directory, words)


def _step(
    setup: Setup, lines: Sequence[Element], words: Words, *, faults: Faults | None, is_empty: bool = False
) -> Card:
    number = STEPS.index(setup.step) + 1
    title = words(STEP_NAMES[setup.step])
    at = words("Steg {n} av {total} · {team}", n=number, total=len(STEPS), team=escape(setup.team.name))
    data = {"setup": setup.id}
    actions = [] if is_empty else [execute(words("Neste"), f"setup.{setup.step}", data, style="positive")]
    if setup.step is SetupStep.PEOPLE:
        actions.append(execute(words("Hent folk på nytt"), "setup.roster", data))
    if number > 1:
        actions.append(execute(words("Tilbake"), "setup.turn", {**data, "step": STEPS[number - 2].value}))
    elif setup.state is SetupState.OPEN:
        actions.append(execute(words("Avbryt oppsettet"), "setup.drop", data))
    return card(
        [quiet(at), heading(title), *form_lines(lines, words, faults=faults)], words, summary=title, actions=actions
    )


def _committee_lines(setup: Setup, free: Sequence[Mandate], typed: TypedAnswers, words: Words) -> list[Element]:
    if not free:
        return [
            text(words("Alle utvalgene som har et mandat her, er satt opp. Legg inn et mandat til, og prøv igjen."))
        ]
    told = words("Mandatet bestemmer plassene, stemmevekten og når møtene er. Alt kan endres til slutt.")
    choices = [(one.id, one.name) for one in free]
    chosen = typed.get("committee", setup.committee_id)
    return [text(told), input_choice("committee", words("Hvilket utvalg?"), choices, chosen, style="filtered")]


def _channel_lines(setup: Setup, directory: Directory, typed: TypedAnswers, words: Words) -> list[Element]:
    lines: list[Element] = [text(words("Her legges møter, saker, avstemninger og referater."))]
    for body in bodies_to_place(setup, directory):
        field, is_own = f"channel_{body.id}", body.id == setup.committee_id
        choices = [(one.id, one.name) for one in setup.channels]
        if not is_own:
            choices.insert(0, ("", words("Ingen ennå – saker dit venter")))
        label = words("Kanalen til {committee}", committee=body.name)
        chosen = typed.get(field, setup.place(body.id).channel_id)
        lines.append(input_choice(field, label, choices, chosen))
    lines.append(quiet(words("Mangler kanalen, lager du den i Teams og går ett steg tilbake og fram igjen.")))
    return lines


def _people_lines(setup: Setup, directory: Directory, typed: TypedAnswers, words: Words, at_once: int) -> list[Element]:
    told = words("Velg blant dem som er med i teamet. Den du ikke finner, legger du til i teamet først.")
    lines: list[Element] = [text(told)]
    for number, question in enumerate(seat_questions(directory.mandate(setup.committee_id))):
        field = f"seat_{number}"
        named = setup.named(question)
        chosen = typed.get(field, ",".join(one.object_id for one in named))
        lines.append(_people_field(setup, question, field, chosen, words, at_once))
    return lines


def _people_field(setup: Setup, question: SeatQuestion, field: str, chosen: str, words: Words, at_once: int) -> Element:
    picked = set(chosen.split(","))
    known: dict[str, RosterPerson] = {one.object_id: one for one in (*setup.roster, *setup.people)}
    shown = [one for one in known.values() if one.object_id in picked]
    shown += [one for one in known.values() if one.object_id not in picked][:at_once]
    more = {} if question.is_single else {"isMultiSelect": True}
    query = {"type": "Data.Query", "dataset": f"roster:{setup.id}"}
    return input_choice(
        field,
        question_name(question, words),
        [(one.object_id, one.name) for one in shown],
        chosen,
        style="filtered",
        placeholder=words("Skriv noen bokstaver av navnet"),
        **{"choices.data": query},
        **more,
    )


def _calendar_lines(setup: Setup, directory: Directory, typed: TypedAnswers, words: Words) -> list[Element]:
    own = directory.mandate(setup.committee_id)
    lines: list[Element] = [text(words("Møtene står i utvalgets egen postkasse, og medlemmene blir kalt inn derfra."))]
    after = plans_after(own)
    if after:
        board = directory.mandate(after)
        lead = own.planning.lead.days if own.planning else 0
        told = words(
            "Møtene legges {n} dager før møtene i {board}, så jeg leser kalenderen deres. Møtene der må ha kategorien "
            "«{category}».",
            n=lead,
            board=escape(board.name),
            category=after,
        )
        lines.append(text(told))
    for body in bodies_with_calendar(setup, directory):
        field = f"mailbox_{body.id}"
        label = words("Postkassen til {committee}", committee=body.name)
        filled = typed.get(field, setup.place(body.id).calendar)
        lines.append(input_text(field, label, filled, hint="utvalg@kommune.example"))
    return lines
