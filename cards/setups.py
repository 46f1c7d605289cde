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
    input_search,
    input_text,
    quiet,
    shorten,
    text,
)
from cards.forms import Faults, form_lines
from cards.setup_review import LONGEST_NAME, STEP_NAMES, question_name, review_card
from committee.mandate import Mandate
from committee.members import Directory
from committee.setups import (
    STEPS,
    Setup,
    SetupState,
    SetupStep,
    TeamMet,
    bodies_to_place,
    bodies_with_calendar,
    offered,
    plans_after,
    seat_questions,
)
from locales import Words

#: By field, what was typed.
TypedAnswers = Mapping[str, str]
_MOST_TEAMS = 6
#: So many choices in all stand on a card without typing, and at least so many in each field.
_AT_ONCE, _FEWEST = 60, 3


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
        execute(words("Nytt utvalg i {team}", team=shorten(one.name, LONGEST_NAME)), "setup.begin", {"team": one.id})
        for one in teams[:_MOST_TEAMS]
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
) -> Card:
    """The step that the setup stands at."""
    filled = typed or {}
    match setup.step:
        case SetupStep.COMMITTEE:
            free = offered(directory, known, setup.id)
            return _step(setup, _committee_lines(setup, free, filled, words), words, faults=faults, is_empty=not free)
        case SetupStep.CHANNELS:
            return _step(setup, _channel_lines(setup, directory, filled, words), words, faults=faults)
        case SetupStep.PEOPLE:
            return _step(setup, _people_lines(setup, directory, filled, words), words, faults=faults)
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
    bodies = bodies_to_place(setup, directory)
    for body in bodies:
        field, is_own = f"channel_{body.id}", body.id == setup.committee_id
        chosen = typed.get(field, setup.place(body.id).channel_id)
        choices = _first((chosen,), [(one.id, one.name) for one in setup.channels], at_once=_AT_ONCE // len(bodies))
        if not is_own:
            choices.insert(0, ("", words("Ingen ennå – saker dit venter")))
        label = words("Kanalen til {committee}", committee=body.name)
        hint = words("Skriv noen bokstaver av navnet")
        lines.append(input_search(field, label, f"channels:{setup.id}", choices, chosen, hint=hint))
    lines.append(quiet(words("Mangler kanalen, lager du den i Teams og går ett steg tilbake og fram igjen.")))
    return lines


def _first(chosen: Sequence[str], known: Sequence[tuple[str, str]], *, at_once: int) -> list[tuple[str, str]]:
    """What a field offers without typing: what is chosen, and the first of the others."""
    picked = [one for one in known if one[0] in chosen]
    others = [one for one in known if one[0] not in chosen][:at_once]
    return [(id_, shorten(name, LONGEST_NAME)) for id_, name in (*picked, *others)]


def _people_lines(setup: Setup, directory: Directory, typed: TypedAnswers, words: Words) -> list[Element]:
    told = words("Velg blant dem som er med i teamet. Den du ikke finner, legger du til i teamet først.")
    lines: list[Element] = [text(told)]
    questions = seat_questions(directory.mandate(setup.committee_id))
    known = list({one.object_id: (one.object_id, one.name) for one in (*setup.roster, *setup.people)}.values())
    for number, question in enumerate(questions):
        field = f"seat_{number}"
        chosen = typed.get(field, ",".join(one.object_id for one in setup.named(question)))
        offered_now = _first(chosen.split(","), known, at_once=max(_FEWEST, _AT_ONCE // len(questions)))
        lines.append(
            input_search(
                field,
                question_name(question, words),
                f"roster:{setup.id}",
                offered_now,
                chosen,
                several=not question.is_single,
                hint=words("Skriv noen bokstaver av navnet"),
            )
        )
    return lines


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
