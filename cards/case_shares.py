"""A case as a member puts it in a message: whoever reads the message sees this and no more."""

from cards.build import Card, card, escape, heading, quiet, sentence_case, shorten, text
from cards.case_parts import case_name
from committee.mandate import Mandate
from committee.proposals import Proposal
from locales import Words
from locales.outcomes import state_name

_LONGEST_TITLE = 300


def shared_case_card(case: Proposal, mandate: Mandate, words: Words) -> Card:
    """Number, title and where it stands. No texts, votes, names or buttons: the conversation may have outsiders."""
    title = shorten(case_name(case, words), _LONGEST_TITLE)
    body = [
        heading(title),
        text(escape(mandate.name), spacing="Small"),
        text(sentence_case(state_name(case.state, words))),
        quiet(words("Skriv «sak {case}» til Utvalgsbot for å se hele saken.", case=case.case_number)),
    ]
    return card(body, words, summary=words("Sak {case}: {state}", case=case.case_number, state=_state(case, words)))


def shared_case_line(case: Proposal, mandate: Mandate, words: Words) -> str:
    """Under the title among the results, plain text."""
    return words("{committee}: {state}", committee=mandate.name, state=_state(case, words))


def _state(case: Proposal, words: Words) -> str:
    return state_name(case.state, words)
