"""A committee's setup seen as a whole: the answers, what is missing, and the start."""

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    facts,
    heading,
    quiet,
    sentence_case,
    shorten,
    text,
)
from committee.mandate import Mandate
from committee.members import Directory
from committee.setups import (
    STEPS,
    SeatQuestion,
    Setup,
    SetupState,
    SetupStep,
    bodies_to_place,
    missing_step,
    names_of,
    seat_questions,
)
from locales import N_, Words
from locales.outcomes import function_name

STEP_NAMES = {
    SetupStep.COMMITTEE: N_("Utvalg"),
    SetupStep.CHANNELS: N_("Kanal"),
    SetupStep.PEOPLE: N_("Folk"),
    SetupStep.CALENDARS: N_("Kalender"),
    SetupStep.REVIEW: N_("Se over"),
}
LONGEST_NAME = 80


def review_card(setup: Setup, directory: Directory, words: Words) -> Card:
    """All answers, each with a button to change it; the start when none is missing, and afterwards the way back."""
    mandate = directory.mandate(setup.committee_id)
    missing = missing_step(setup, directory)
    data = {"setup": setup.id}
    title = _review_title(setup, mandate, words)
    body: list[Element] = [quiet(escape(setup.team.name)), heading(title), *_told(setup, missing, words)]
    body.append(facts(_answers(setup, directory, words)))
    steps = [one for one in STEPS[:-1] if one is not SetupStep.COMMITTEE or setup.state is SetupState.OPEN]
    body += buttons(
        [
            execute(words("Endre: {what}", what=words(STEP_NAMES[one])), "setup.turn", {**data, "step": one.value})
            for one in steps
        ]
    )
    actions = []
    if not setup.is_in_force and missing is None:
        actions.append(execute(words("Start utvalget"), "setup.start", data, style="positive"))
    if setup.is_in_force:
        actions.append(execute(words("Angre oppsettet"), "setup.take_back", data, style="destructive"))
    elif setup.state is SetupState.OPEN:
        actions.append(execute(words("Avbryt oppsettet"), "setup.drop", data))
    return card(body, words, summary=title, actions=actions)


def _review_title(setup: Setup, mandate: Mandate, words: Words) -> str:
    name = escape(mandate.name)
    if setup.is_in_force:
        return words("{committee} er i gang", committee=name)
    return words("{committee}: se over", committee=name)


def _told(setup: Setup, missing: SetupStep | None, words: Words) -> list[Element]:
    if setup.is_in_force:
        told = words(
            "Jeg har hilst i kanalen. Medlemmene skriver «hjelp» til meg, og lederen skriver «møter» for å se "
            "møtene. Du kan angre til den første saken kommer."
        )
        return [box([text(told)], "good")]
    if setup.state is SetupState.TAKEN_BACK:
        told = words(
            "Oppsettet er tatt tilbake, og møtene er avlyst. Svarene er her, så du kan rette og starte på nytt."
        )
        return [box([text(told)], "warning")]
    if missing:
        return [box([text(words("Det mangler et svar: {what}.", what=words(STEP_NAMES[missing])))], "warning")]
    return [text(words("Når du starter, hilser jeg i kanalen og kaller inn til møtene."))]


def _answers(setup: Setup, directory: Directory, words: Words) -> list[tuple[str, str]]:
    names = names_of(setup)
    rows: list[tuple[str, str]] = []
    for body in bodies_to_place(setup, directory):
        place = setup.place(body.id)
        channel = names.get(place.channel_id, "") or words("ingen kanal ennå")
        rows.append((sentence_case(body.name), " · ".join(escape(one) for one in (channel, place.calendar) if one)))
    questions = seat_questions(directory.mandate(setup.committee_id))
    rows += [(question_name(one, words), _named(setup, one, words)) for one in questions]
    if setup.meetings_seen is not None:
        rows.append((words("Møter funnet"), _meetings_told(setup.meetings_seen, words)))
    return rows


def _named(setup: Setup, question: SeatQuestion, words: Words) -> str:
    named = [escape(shorten(one.name, LONGEST_NAME)) for one in setup.named(question)]
    return ", ".join(named) or words("ingen ennå")


def _meetings_told(seen: int, words: Words) -> str:
    if not seen:
        return words("ingen – se at møtene har riktig kategori")
    return words.plural("{n} møte det neste året", "{n} møter det neste året", seen)


def question_name(question: SeatQuestion, words: Words) -> str:
    """«Representant – Molde»."""
    return f"{sentence_case(function_name(question.function, words))} – {question.organisation}"
