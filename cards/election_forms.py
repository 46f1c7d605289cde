"""An election's ballot, in two steps, and what is asked once more before it is done."""

from cards.build import (
    Card,
    box,
    buttons,
    card,
    escape,
    execute,
    facts,
    fault,
    heading,
    input_choice,
    shorten,
    submit,
    text,
)
from cards.elections import MOST_NAMED, election_title, named, turnout
from committee.election_views import ElectionView, LeaderView
from committee.elections import Election
from locales import Words
from locales.refusals import refusal_of

#: The value of a blank ballot in the form; a candidate's is `candidate:<person id>`.
BLANK = "blank"
CANDIDATE = "candidate:"
_LONGEST_NAME = 80


def election_ballot_form(view: ElectionView, words: Words, *, choice: str = "", wrong: str | None = None) -> Card:
    """The dialog for the ballot of the viewer's organisation."""
    choices = [*_choices(view.election), (BLANK, words("Blank"))]
    body = [
        text(_whose(view, words), weight="Bolder"),
        input_choice("choice", words("Hvem skal lede?"), choices, choice, style="expanded"),
        *([fault(refusal_of(wrong, words))] if wrong else []),
        text(words("Stemmen er hemmelig. Neste steg er å bekrefte den, og da er den endelig.")),
        *buttons([submit(words("Gå videre"), "election_ballot", {"election": view.election.id})]),
    ]
    return card(body, words, summary=election_title(view, words))


def _choices(election: Election) -> list[tuple[str, str]]:
    """As plain text: a choice's title shows its letters as they are."""
    organisations = election.names
    return [
        (
            CANDIDATE + one.person_id,
            shorten(f"{one.name} ({organisations.get(one.organisation_id, '')})", _LONGEST_NAME),
        )
        for one in election.candidates
    ]


def _whose(view: ElectionView, words: Words) -> str:
    organisation = escape(view.election.names.get(view.organisation_id or "", ""))
    return words("Du stemmer for {organisation}.", organisation=organisation)


def election_confirm_form(view: ElectionView, words: Words, choice: str) -> Card:
    """The second step: what is about to be cast, and that it cannot be changed."""
    candidate = view.election.candidate(choice.removeprefix(CANDIDATE)) if choice != BLANK else None
    chosen = named(candidate, view.election.names) if candidate else words("Blank")
    data = {"election": view.election.id, "choice": choice}
    warning = words(
        "Når du har bekreftet, kan stemmen ikke endres, verken av deg eller en kollega. Ingenting som blir lagret,"
        " viser hva dere stemte."
    )
    body = [
        text(_whose(view, words), weight="Bolder"),
        box([text(words("Din stemme: {choice}", choice=chosen), weight="Bolder", size="Large")], "accent"),
        text(warning),
        *buttons(
            [
                submit(words("Bekreft og stem"), "election_ballot", {**data, "sure": "yes"}),
                {**submit(words("Gå tilbake"), "election_ballot", {**data, "sure": "back"}), "style": "default"},
            ]
        ),
    ]
    return card(body, words, summary=election_title(view, words))


# What is asked once more before it is done


def election_start_card(view: LeaderView, words: Words) -> Card:
    """Who can be elected and who votes, before an election is opened."""
    title = words("Start valg av leder i {committee}?", committee=escape(view.mandate.name))
    organisations = {one.id: one.name for one in view.mandate.organisations}
    names = [named(one, organisations) for one in view.candidates[:MOST_NAMED]]
    voters = [escape(one.name) for one in view.mandate.voters[:MOST_NAMED]]
    lines = [
        (words("Kandidater"), words.join(names)),
        (words("Stemmer"), words.join(voters)),
        (words("Frist"), words.plural("om {n} dag", "om {n} dager", view.mandate.rules.open_for.days)),
    ]
    seen = view.latest.election.id if view.latest else ""
    data = {"committee": view.mandate.id, "seen": seen}
    body = [
        heading(title),
        text(words("Lederen velges blant kommunenes representanter, i hemmelig avstemning.")),
        facts(lines),
        *buttons([execute(words("Start valget"), "election.open", data, style="positive")]),
    ]
    return card(body, words, summary=title)


def election_close_card(view: ElectionView, words: Words) -> Card:
    """Not all have voted: shall it be closed all the same?"""
    election, title = view.election, words("Lukke valget nå?")
    told = words("Ikke alle har stemt. Lukker du nå, kan de andre ikke stemme i denne runden.")
    otherwise = words("Ellers lukkes valget {when}.", when=words.moment(election.closes_at, view.mandate.time_zone))
    close = {"election": election.id, "sure": "yes"}
    body = [
        heading(title),
        text(told),
        *turnout(election, words),
        text(otherwise),
        *buttons(
            [
                execute(words("Lukk likevel"), "election.close", close),
                execute(words("La det stå åpent"), "election.view", {"election": election.id}),
            ]
        ),
    ]
    return card(body, words, summary=title)


def election_cancel_card(view: ElectionView, words: Words) -> Card:
    """Shall the election be called off?"""
    election, title = view.election, words("Avbryte valget?")
    told = words("Stemmene som er avgitt, blir aldri talt opp. Loggen viser at du avbrøt valget.")
    body = [
        heading(title),
        text(told),
        *buttons(
            [
                execute(words("Ja, avbryt valget"), "election.cancel", {"election": election.id, "sure": "yes"}),
                execute(words("Nei"), "election.view", {"election": election.id}),
            ]
        ),
    ]
    return card(body, words, summary=title)
