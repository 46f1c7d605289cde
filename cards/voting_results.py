"""How a voting ended: in words, as a table and as bars; and who voted what, where that is shown."""

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
    open_dialog,
    quiet,
    shorten,
    subheading,
    table,
    text,
)
from cards.charts import Bar, bars
from cards.mandate_line import governed_by
from committee.mandate import Visibility
from committee.views import VotingView
from committee.voting import LONGEST_GROUND, LONGEST_REMARK, Choice, Reason, counted_weight, needed_weight
from locales import Words
from locales.mandate_rules import ballots_told, required_told, took_part
from locales.outcomes import arithmetic, ballot_told, choice_name

#: A longer table has shorter remarks, so that the card stays small; the minutes have the whole.
_FEW_LINES = 10
_LONGEST_SHOWN = 100
_MOST_GROUNDS = 10
#: As a receipt's code has.
_SHOWN_OF_HEAD = 16


def result_card(view: VotingView, words: Words) -> Card:
    """The closed voting: what came of it and by which arithmetic, before who said what."""
    verdict = view.voting.verdict
    assert verdict is not None
    told = arithmetic(view.voting.tally, verdict, words, superior=view.board.name if view.board else "")
    body = [
        heading(words("Resultat: {case}", case=view.proposal.case_number)),
        text(escape(view.proposal.form.title), weight="Bolder"),
        box([text(told, weight="Bolder")], "good" if verdict.outcome == "adopted" else "warning"),
        facts(_reckoning(view, words)),
        *_grounds_of_closing(view, words),
        *sums(view, words),
        subheading(words("Innstilling")),
        text(escape(view.proposal.recommendation)),
        *_own(view, words),
        *positions(view, words),
        *_next(view, words),
        governed_by(view.mandate, view.voting.mandate, words),
        *_checksum(view, words),
    ]
    summary = words("Resultat: {case}. {arithmetic}", case=view.proposal.case_number, arithmetic=told)
    return card(body, words, summary=summary, actions=_actions(view, words))


def _checksum(view: VotingView, words: Words) -> list[Element]:
    """The head of the record when it closed: whoever has seen the card can find a record that was rewritten."""
    head = view.voting.head[:_SHOWN_OF_HEAD]
    return [quiet(words("Kontrollsum i loggen: {checksum}", checksum=head))] if head else []


def _reckoning(view: VotingView, words: Words) -> list[tuple[str, str]]:
    """What it took and what there was: anyone can follow it without a calculator."""
    rules, count = view.voting.rules, view.voting.tally
    required = required_told(rules, needed_weight(rules, count), counted_weight(rules, count), words)
    return [(words("Flertall"), required), (words("Vedtaksfør"), took_part(count, rules, words))]


def _grounds_of_closing(view: VotingView, words: Words) -> list[Element]:
    closing, lines = view.voting.closing, []
    if closing and closing.early_ground:
        ground = escape(shorten(closing.early_ground, LONGEST_GROUND))
        lines.append(text(words("Lukket før alle hadde stemt: {ground}", ground=ground)))
    if closing and closing.tie_ground:
        ground = escape(shorten(closing.tie_ground, LONGEST_GROUND))
        lines.append(text(words("Lederens begrunnelse: {ground}", ground=ground)))
    return lines


def sums(view: VotingView, words: Words) -> list[Element]:
    """The sums of a closed voting, as a table and as bars: nothing before."""
    if view.voting.is_open:
        return []
    count = view.voting.tally
    lines = [
        Bar(name=choice_name(Choice.FOR, words), figure=count.weight_for, colour="good"),
        Bar(name=choice_name(Choice.AGAINST, words), figure=count.weight_against, colour="attention"),
        Bar(name=choice_name(Choice.ABSTAIN, words), figure=count.weight_abstain),
        Bar(name=words("Ikke stemt"), figure=count.roll_weight - count.cast_weight),
    ]
    shown = [one for n, one in enumerate(lines) if n < 2 or one.figure]
    rows = [(one.name, str(one.figure)) for one in shown]
    rows.append((words("I alt"), str(count.roll_weight)))
    return [table((words("Stemme"), words("Stemmevekt")), rows, (2, 1)), bars(words("Stemmevekt"), shown)]


def _own(view: VotingView, words: Words) -> list[Element]:
    """One's own organisation's ballot, where the others' are not shown."""
    own = view.own_ballot
    if own is None or view.own_entry is None or view.voting.rules.ballots is Visibility.OPEN:
        return []
    organisation, choice = escape(view.own_entry.name), ballot_told(own, words)
    lines = [text(words("Din stemme for {organisation}: {choice}", organisation=organisation, choice=choice))]
    if own.entered_by:
        lines.append(text(words("Ført inn av sekretæren.")))
    if own.remark:
        lines.append(text(words("Merknad: {remark}", remark=escape(shorten(own.remark, LONGEST_REMARK)))))
    return [box(lines, "accent")]


def positions(view: VotingView, words: Words) -> list[Element]:
    """What each organisation said: nothing before the voting is closed, nor of a roll too long to list."""
    if view.voting.is_open:
        return []
    if view.voting.rules.ballots is Visibility.CLOSED:
        return _nameless(view, words)
    if not view.lines:
        return []
    rows = []
    longest = LONGEST_REMARK if len(view.lines) <= _FEW_LINES else _LONGEST_SHOWN
    for line in view.lines:
        ballot = line.ballot
        choice = ballot_told(ballot, words) if ballot else words("Ikke stemt")
        demanded = " " + words("(krever løft)") if ballot and ballot.escalation_demanded else ""
        demanded += " " + words("(ført inn av sekretæren)") if ballot and ballot.entered_by else ""
        demanded += " " + words("(avgitt av en som har gått ut)") if line.by_former else ""
        remark = escape(shorten(ballot.remark, longest)) if ballot else ""
        rows.append((escape(line.entry.name), str(line.entry.weight), choice + demanded, remark or "–"))
    header = (words("Kommune"), words("Vekt"), words("Stemme"), words("Merknad"))
    return [table(header, rows, (2, 1, 2, 3))]


def _nameless(view: VotingView, words: Words) -> list[Element]:
    """Who has voted, and why a lift is demanded, but of nobody what they voted."""
    lines = [quiet(ballots_told(view.voting.rules.ballots, words))]
    waited_for = [escape(line.entry.name) for line in view.lines if not line.has_voted]
    if waited_for:
        lines.append(text(words("Har ikke stemt: {names}", names=words.join(waited_for))))
    longest = LONGEST_REMARK if len(view.grounds) <= _FEW_LINES else _LONGEST_SHOWN
    shown = [escape(shorten(one, longest)) for one in view.grounds[:_MOST_GROUNDS]]
    return [*lines, *(text(words("Begrunnet krav om løft: {ground}", ground=one)) for one in shown)]


def _next(view: VotingView, words: Words) -> list[Element]:
    verdict = view.voting.verdict
    if verdict is None or verdict.outcome != "no_agreement":
        return []
    if verdict.awaits_chair:
        return [text(words("Det er stemmelikhet. Saken venter til lederen har avgjort og sagt hvorfor."))]
    if verdict.reason == "text_corrected":
        return [text(words("Teksten skal rettes. Når den er kvalitetssikret på nytt, stemmes det igjen."))]
    if verdict.reason == "new_voting":
        return [text(words("Det er stemmelikhet. Lederen kan åpne en ny avstemning i samme sak."))]
    if view.board_meeting and view.board:
        when = words.moment(view.board_meeting.starts_at, view.mandate.time_zone)
        return [text(words("Saken behandles i {body} {when}.", body=view.board.name, when=when))]
    if view.board is None and verdict.reason is not Reason.MEETING_DEMANDED:
        return [text(words("Lederen og sekretæren kan ta saken opp igjen, utsette den eller trekke den."))]
    return [text(words("Saken tas opp så snart neste møte er satt opp."))]


def _actions(view: VotingView, words: Words) -> list[Element]:
    if view.may_decide_tie:
        return [open_dialog(words("Avgjør saken"), "voting_tie", {"voting": view.voting.id})]
    if view.may_vote_again:
        return [execute(words("Ny avstemning"), "voting.open", {"proposal": view.proposal.id})]
    return []


def tie_card(view: VotingView, words: Words) -> Card:
    """To the leader: the tie is theirs to decide."""
    title = words("Stemmelikhet i {case}", case=view.proposal.case_number)
    if not view.may_decide_tie:
        return result_card(view, words)
    verdict = view.voting.verdict
    assert verdict is not None
    body = [
        heading(title),
        text(escape(view.proposal.form.title), weight="Bolder"),
        text(arithmetic(view.voting.tally, verdict, words)),
        text(words("Mandatet lar lederen avgjøre når det er like mange for som mot. Du må skrive hvorfor.")),
        *buttons(_actions(view, words)),
    ]
    return card(body, words, summary=title)
