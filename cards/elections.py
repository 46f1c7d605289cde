"""The election of a leader: the shared card, one's own, the result, and who leads where."""

from collections.abc import Mapping, Sequence

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
    subheading,
    table,
    text,
)
from cards.mandate_line import governed_by
from committee.election_views import ElectionView, LeaderView, why_not_elected
from committee.elections import Candidate, Election, ElectionReason, ElectionState
from committee.errors import CommitteeError
from locales import Words
from locales.elections import election_result, has_equal_weights, how_drawn
from locales.refusals import refusal, refusal_of

#: More names than this are told by their number.
MOST_NAMED = 30
_MOST_BODIES = 12


def election_card(view: ElectionView, words: Words) -> Card:
    """The shared card without a viewer, which lets Teams ask for each one's own; else the viewer's own."""
    election = view.election
    title = election_title(view, words)
    if not election.is_open:
        return _closed(view, title, words)
    body = [
        *_own(view, words),
        heading(title),
        text(words("Stemmen er hemmelig, og den er endelig: Den kan ikke endres etterpå.")),
        *_candidates(election, words),
        facts(_rules(view, words)),
        *turnout(election, words),
        governed_by(view.mandate, view.election.mandate, words),
    ]
    made = card([*body, *_open_buttons(view, words)], words, summary=title)
    if view.viewer is not None:
        return made
    see = execute(words("Oppdater"), "election.view", {"election": election.id})
    return {**made, "refresh": {"action": {name: see[name] for name in ("type", "title", "verb", "data")}}}


def election_title(view: ElectionView, words: Words) -> str:
    """«Valg av leder i Faggruppe Oppvekst, runde 2»."""
    if view.election.round_number == 1:
        return words("Valg av leder i {committee}", committee=escape(view.mandate.name))
    number = view.election.round_number
    return words("Valg av leder i {committee}, runde {n}", committee=escape(view.mandate.name), n=number)


def _candidates(election: Election, words: Words) -> list[Element]:
    shown = election.candidates[:MOST_NAMED]
    lines = [subheading(words("Kandidater"))]
    lines += [text(named(one, election.names), spacing="Small") for one in shown]
    left = len(election.candidates) - len(shown)
    return [*lines, quiet(words.plural("og {n} til", "og {n} til", left))] if left else lines


def named(candidate: Candidate, organisations: Mapping[str, str]) -> str:
    """«Marte Øyen (Aukra)»."""
    name, organisation = candidate.name, organisations.get(candidate.organisation_id, "")
    return escape(f"{name} ({organisation})" if organisation else name)


def _rules(view: ElectionView, words: Words) -> list[tuple[str, str]]:
    election = view.election
    wins = words("Den som får mer enn halvparten av stemmene. Blanke stemmer teller med.")
    if election.round_number > 1:
        wins = words(
            "Den som får mer enn halvparten av stemmene. Faller ingen kandidat ut, er flest stemmer nok, og står det"
            " likt, avgjør loddet."
        )
    weights = [escape(f"{election.names[one]} {weight}") for one, weight in election.roll.items()]
    return [
        (words("Frist"), words.moment(election.closes_at, view.mandate.time_zone)),
        (words("Valgt blir"), wins),
        (words("Stemmevekt"), words.join(weights) if len(weights) <= MOST_NAMED else ""),
    ]


def turnout(election: Election, words: Words) -> list[Element]:
    """Who has voted, never what."""
    told = words("{cast} av {all} har stemt", cast=len(election.voted), all=len(election.roll))
    lines: list[Element] = [subheading(told)]
    if len(election.roll) > MOST_NAMED:
        return lines
    voted = [escape(election.names[one]) for one in election.roll if one in election.voted]
    waiting = [escape(election.names[one]) for one in election.roll if one not in election.voted]
    if voted:
        lines.append(text(words("Har stemt: {names}", names=words.join(voted)), spacing="Small"))
    if waiting:
        lines.append(text(words("Venter på: {names}", names=words.join(waiting)), spacing="Small"))
    return lines


def _own(view: ElectionView, words: Words) -> list[Element]:
    if view.viewer is None:
        return []
    if view.organisation_id is None:
        return [box([text(refusal_of(view.no_vote or "no_election_vote_outsider", words))])]
    organisation = escape(view.election.names[view.organisation_id])
    if view.has_voted:
        told = words("Stemmen for {organisation} er avgitt. Takk!", organisation=organisation)
        return [box([text(f"✓ {told}", weight="Bolder")], "good")]
    return [box([text(words("Du stemmer for {organisation}.", organisation=organisation), weight="Bolder")], "accent")]


def _open_buttons(view: ElectionView, words: Words) -> list[Element]:
    data = {"election": view.election.id}
    made = []
    if view.viewer is None or view.may_vote:
        made.append(open_dialog(words("Stem"), "election_ballot", data, style="positive"))
    if view.may_lead:
        made.append(execute(words("Lukk valget"), "election.close", data))
        made.append(execute(words("Avbryt valget"), "election.cancel", data))
    return buttons(made)


def _closed(view: ElectionView, title: str, words: Words) -> Card:
    election, names = view.election, _names(view.election)
    told = election_result(election, names, words)
    won = election.state is ElectionState.ELECTED
    body = [heading(title), box([text(told, weight="Bolder")], "good" if won else "warning"), *_sums(view, words)]
    winner = election.candidate(election.elected or "")
    if winner:
        organisation = escape(election.names.get(winner.organisation_id, ""))
        keeps = words("{name} beholder plassen og stemmen for {organisation}.", name=escape(winner.name),
                      organisation=organisation)  # fmt: skip
        body.append(text(keeps))
    if election.lots:
        body.append(quiet(how_drawn(election.lots, election.id, names, words)))
    body.append(quiet(words("Hva hver enkelt har stemt, er ikke lagret noe sted.")))
    if view.next_round:
        body.append(text(words("Neste runde er i gang.")))
    return card([*body, *buttons(_next_buttons(view, words))], words, summary=f"{title}. {told}")


def _names(election: Election) -> dict[str, str]:
    return {one.person_id: escape(one.name) for one in election.candidates}


def _sums(view: ElectionView, words: Words) -> list[Element]:
    """What was counted; nothing of a round that was not."""
    election = view.election
    uncounted = election.state is ElectionState.CANCELLED or election.reason is ElectionReason.QUORUM_MISSED
    cast = text(words("{cast} av {all} har stemt", cast=len(election.voted), all=len(election.roll)))
    if uncounted:
        return [cast]
    order = sorted(election.candidates, key=lambda one: -election.sums.get(one.person_id, 0))
    rows = [(named(one, election.names), str(election.sums.get(one.person_id, 0))) for one in order]
    rows = [*rows[:MOST_NAMED], (words("Blank"), str(election.blank))]
    unit = words("Stemmer") if has_equal_weights(election) else words("Stemmevekt")
    return [table((words("Kandidat"), unit), rows, (3, 1)), cast]


def _next_buttons(view: ElectionView, words: Words) -> list[Element]:
    if not view.may_lead or view.election.state is not ElectionState.UNDECIDED or view.next_round:
        return []
    data = {"election": view.election.id}
    return [
        execute(words("Start ny runde"), "election.again", data, style="positive"),
        execute(words("Avbryt valget"), "election.cancel", data),
    ]


def election_won_card(view: ElectionView, words: Words) -> Card:
    """To the one who was elected."""
    title = words("Du er valgt til leder i {committee}", committee=escape(view.mandate.name))
    told = words(
        "Gratulerer! Du styrer møtene og avstemningene fra nå av. Du representerer fortsatt {organisation}, og stemmer"
        " som før. Skriv «hjelp» for å se hva du kan gjøre.",
        organisation=escape(_winners_organisation(view.election)),
    )
    return card([heading(title), text(told)], words, summary=title)


def _winners_organisation(election: Election) -> str:
    winner = election.candidate(election.elected or "")
    return election.names.get(winner.organisation_id, "") if winner else ""


def leaders_card(views: Sequence[LeaderView], words: Words) -> Card:
    """«valg»: who leads each committee and how it came about, with what one can do."""
    title = words("Valg av leder")
    boxes = [box([*_leader(view, words), *buttons(_leader_buttons(view, words))]) for view in views[:_MOST_BODIES]]
    left = len(views) - len(boxes)
    more = [quiet(words.plural("og {n} til", "og {n} til", left))] if left else []
    return card([heading(title), *boxes, *more], words, summary=title)


def _leader(view: LeaderView, words: Words) -> list[Element]:
    led = words("Ingen leder ennå.")
    if view.leaders:
        named = [escape(f"{name} ({of})" if of else name) for name, of in view.leaders]
        led = words("Leder: {names}.", names=words.join(named))
    lines = [text(f"**{escape(view.mandate.name)}**"), text(led, spacing="Small")]
    other_way = why_not_elected(view.mandate)
    if isinstance(other_way, CommitteeError):
        return [*lines, quiet(refusal(other_way, words))]
    if view.latest is None:
        return [*lines, quiet(words("Lederen velges blant kommunenes representanter, i hemmelig avstemning."))]
    latest = view.latest.election
    if latest.is_open:
        when = words.moment(latest.closes_at, view.mandate.time_zone)
        return [*lines, text(words("Valget er åpent til {when}.", when=when)), *turnout(latest, words)]
    return [*lines, text(election_result(latest, _names(latest), words))]


def _leader_buttons(view: LeaderView, words: Words) -> list[Element]:
    made = []
    latest = view.latest
    if latest and latest.may_vote:
        made.append(open_dialog(words("Stem"), "election_ballot", {"election": latest.election.id}, style="positive"))
    if latest:
        made.append(execute(words("Se valget"), "election.view", {"election": latest.election.id}))
        made += _next_buttons(latest, words)
    if view.may_open:
        made.append(execute(words("Start valg"), "election.start", {"committee": view.mandate.id}))
    return made
