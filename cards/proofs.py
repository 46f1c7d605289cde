"""Closed votings, each to be saved so that anyone can count it again."""

from cards.build import Card, Element, buttons, card, day_of, escape, execute, heading, quiet, shorten, text
from cards.members import file_is_coming
from committee.mandate import Mandate
from committee.voting_views import ClosedVoting
from locales import Words
from locales.outcomes import outcome_name

_LONGEST_TITLE = 80


def proofs_card(
    mandate: Mandate, closed: tuple[ClosedVoting, ...], words: Words, *, may_file: bool, asked_for: bool = False
) -> Card:
    """The newest closed votings; whoever has the file can check it without us."""
    title = words("Lukkede avstemninger")
    body = [heading(title), quiet(escape(mandate.name))]
    if asked_for:
        body.append(file_is_coming(words))
    if not closed:
        body.append(text(words("Ingen avstemning er lukket ennå.")))
        return card(body, words, summary=title)
    body.append(text(words("En avstemning kan lagres som en fil som alle kan telle på nytt, uten meg.")))
    for one in closed:
        body += _listed(one, mandate, words, may_file=may_file)
    return card(body, words, summary=title)


def _listed(one: ClosedVoting, mandate: Mandate, words: Words, *, may_file: bool) -> list[Element]:
    case = f"{one.proposal.case_number} {shorten(one.proposal.form.title, _LONGEST_TITLE)}"
    lines = [text(f"**{escape(case)}**", spacing="Medium")]
    if one.voting.verdict and one.voting.closed_at:
        outcome = outcome_name(one.voting.verdict.outcome, words)
        day = day_of(one.voting.closed_at, mandate.time_zone, words)
        lines.append(quiet(f"{outcome} · {day}"))
    if may_file:
        lines += buttons([execute(words("Lagre bevis"), "proof.save", {"voting": one.voting.id})])
    return lines
