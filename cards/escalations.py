"""A case without agreement goes to the superior body, and both channels are told."""

from cards.build import Card, box, card, escape, heading, shorten, subheading, text
from cards.review_lines import weight_lines
from cards.voting_results import positions
from committee.views import ProposalView
from locales import Words
from locales.outcomes import arithmetic

#: The notice shows this much of the need; the whole stands in the case's own channel.
_SHOWN = 600


def escalation_card(view: ProposalView, words: Words, *, for_superior: bool) -> Card:
    """What the case is, what each municipality holds, and when the superior body treats it (002-24)."""
    proposal, board = view.proposal, view.board
    body_name = board.name if board else words("overordnet organ")
    title = words("{case} løftes til {body}", case=proposal.case_number, body=body_name)
    if for_superior:
        title = words("Til behandling: {case} fra {committee}", case=proposal.case_number, committee=view.mandate.name)
    when = words("Saken tas opp så snart neste møte er satt opp.")
    if view.board_meeting:
        at = words.moment(view.board_meeting.starts_at, view.mandate.time_zone)
        when = words("Saken behandles i {body} {when}.", body=body_name, when=at)
    lines = [heading(title), text(escape(proposal.form.title), weight="Bolder"), text(when)]
    if view.links:
        lines += weight_lines(view.links, words)
    if view.voting and view.voting.voting.verdict:
        told = arithmetic(view.voting.voting.tally, view.voting.voting.verdict, words, superior=body_name)
        lines.append(box([text(told, weight="Bolder")]))
    if for_superior:
        lines += [subheading(words("Behov")), text(escape(shorten(proposal.form.need, _SHOWN)))]
    lines += [subheading(words("Innstilling")), text(escape(proposal.recommendation))]
    if view.voting:
        lines += [subheading(words("Kommunenes syn")), *positions(view.voting, words)]
    return card(lines, words, summary=title)
