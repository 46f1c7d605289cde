"""The help card, what waits for one, and the answer to words that nobody understood."""

from collections.abc import Sequence

from cards.awaited_cases import awaited_cases, awaited_drafts
from cards.awaited_links import awaited_links
from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    heading,
    open_dialog,
    quiet,
    sentence_case,
    shorten,
    subheading,
    text,
)
from committee.mandate import Mandate
from committee.meetings import MeetingState
from committee.pending import PendingView
from committee.rights import Right, may
from locales import Words
from locales.outcomes import function_name

_MOST_WAITING = 12


def help_card(pending: PendingView, words: Words) -> Card:
    """What *this* member can do here: what waits first, then what the seat allows."""
    mandate, member = pending.mandate, pending.member
    title = words("Hei! Jeg hjelper {committee}.", committee=mandate.name)
    if member.seat is None:
        told = words("Du har ingen plass i utvalget, men du kan følge med på saker og møter.")
    else:
        function = function_name(member.seat.function, words)
        if member.seat.leads:
            function = words("leder og {function}", function=function)
        told = words("Du er her som {function}.", function=function)
    body = [heading(title), text(told), *_waiting(pending, words), subheading(words("Dette kan du gjøre"))]
    return card([*body, *_offers(pending, words)], words, summary=title)


def _offers(pending: PendingView, words: Words) -> list[Element]:
    member = pending.member
    first: list[Element] = []
    if may(member, Right.PROPOSE):
        first.append(_propose_button(pending.mandate, words))
    first += [_command("møte", words("Neste møte"), words), _command("saker", words("Saker"), words)]
    second: list[Element] = [_command("møter", words("Møteplan"), words)]
    if pending.published or pending.drafts or pending.approved:
        second.append(_command("referat", words("Referat"), words))
    if may(member, Right.PLAN):
        second.append(_command("planlegg", words("Planlegg møter"), words))
    if may(member, Right.SEAT) or pending.seats.has_places:
        second.append(_command("plasser", words("Plasser"), words))
    if may(member, Right.SEE_DELIVERIES):
        second.append(_command("leveranser", words("Leveranser"), words))
    third = [_command("mandat", words("Mandat"), words), _command("utvalg", words("Alle utvalg"), words)]
    if member.seat is not None:
        third[:0] = [_command("medlemmer", words("Medlemmer"), words), _command("grupper", words("Grupper"), words)]
    if may(member, Right.SEAT):
        third.append(_command("dekning", words("Dekning"), words))
    third.append(_command("språk", words("Språk"), words))
    hint = text(
        words("Du kan også skrive med egne ord, for eksempel «når er neste møte?»"), isSubtle=True, size="Small"
    )
    return [*buttons(first), *buttons(second), quiet(words("Mer")), *buttons(third), hint]


def _propose_button(mandate: Mandate, words: Words) -> Element:
    return open_dialog(words("Nytt forslag"), "proposal", {"committee": mandate.id}, style="positive")


def _command(name: str, title: str, words: Words) -> Element:
    return execute(title, "command.run", {"command": name})


def pending_card(pending: PendingView, words: Words) -> Card:
    """«Hva venter på meg?»"""
    title = words("Dette venter på deg")
    waiting = _waiting(pending, words)
    if waiting:
        return card([heading(title), *waiting], words, summary=title)
    lines = [heading(words("Ingenting venter på deg nå"))]
    if pending.meeting:
        when = words.moment(pending.meeting.starts_at, pending.mandate.time_zone)
        lines.append(text(words("Neste møte er {when}.", when=when)))
    return card(lines, words, summary=words("Ingenting venter på deg nå"))


def _waiting(pending: PendingView, words: Words) -> list[Element]:
    found: list[Element] = []

    def wait(told: str, action: Element) -> None:
        found.append(box([text(told), *buttons([action])], "accent"))

    for proposal, voting in pending.to_vote:
        told = words("Stem i {case}: {title}", case=proposal.case_number, title=escape(proposal.form.title))
        wait(told, execute(words("Stem nå"), "voting.view", {"voting": voting.id}, style="positive"))
    for call in pending.calls:
        told = words("Du er kalt inn som vara for {organisation}", organisation=escape(call.organisation))
        wait(told, _command("vara", words("Svar"), words))
    for mandate, one in pending.to_elect:
        told = words("Stem i valget av leder i {committee}", committee=escape(mandate.name))
        wait(told, open_dialog(words("Stem nå"), "election_ballot", {"election": one.id}, style="positive"))
    _add_seats(pending, words, wait)
    for proposal in pending.to_assure:
        told = words("Kvalitetssikre {case}: {title}", case=proposal.case_number, title=escape(proposal.form.title))
        wait(told, execute(words("Åpne"), "proposal.view", {"proposal": proposal.id}))
    for proposal in pending.to_assess:
        told = words("Vurder {case}: {title}", case=proposal.case_number, title=escape(proposal.form.title))
        wait(told, open_dialog(words("Vurder saken"), "assessment", {"proposal": proposal.id}))
    _add_asked(pending, words, wait)
    for proposal in pending.to_mend:
        told = words(
            "{case} er sendt tilbake: {reason}",
            case=proposal.case_number,
            reason=escape(shorten(proposal.sent_back_reason, 200)),
        )
        wait(told, open_dialog(words("Rett opp"), "proposal", {"proposal": proposal.id}))
    cases, links = awaited_cases(pending.cases, words), awaited_links(pending.links, words)
    for told, action in (*cases, *links, *awaited_drafts(pending.own_drafts, words)):
        wait(told, action)
    _add_leading(pending, words, wait)
    left = len(found) - _MOST_WAITING
    return found if left <= 0 else [*found[:_MOST_WAITING], quiet(words.plural("og {n} til", "og {n} til", left))]


def _add_asked(pending: PendingView, words: Words, wait) -> None:
    for mandate, meeting in pending.to_brief:
        when = words.moment(meeting.starts_at, mandate.time_zone)
        told = words("Har du noe å orientere {committee} om {when}?", committee=escape(mandate.name), when=when)
        wait(told, execute(words("Svar"), "briefing.view", {"committee": mandate.id}))
    for document, look in pending.to_follow_up:
        told = words("På tide å følge opp {plan}", plan=escape(document.title))
        wait(told, open_dialog(words("Skriv hva dere gjør"), "plan_follow_up", {"follow_up": look.id}))
    for mandate, call in pending.need_calls:
        names = {"committee": escape(mandate.name), "day": words.date(call.answer_by)}
        told = words("{committee} spør hvilke behov dere har nå. Svar innen {day}.", **names)
        wait(told, execute(words("Svar"), "need.call", {"call": call.id}))


def _add_seats(pending: PendingView, words: Words, wait) -> None:
    for one in pending.seats.to_answer:
        told = words("Du er spurt om å sitte i {committee}", committee=escape(one.mandate.name))
        wait(told, execute(words("Svar"), "nomination.view", {"nomination": one.nomination.id}, style="positive"))
    for one in pending.seats.to_confirm:
        names = {"person": escape(one.person), "committee": escape(one.mandate.name)}
        told = words("{person} venter på oppnevning i {committee}", **names)
        wait(told, execute(words("Åpne"), "nomination.view", {"nomination": one.nomination.id}))
    for mandate in pending.seats.to_fill:
        told = words("En plass i {committee} mangler noen fra dere", committee=escape(mandate.name))
        wait(told, open_dialog(words("Nominer"), "nominate", {"committee": mandate.id}))


def _add_leading(pending: PendingView, words: Words, wait) -> None:
    meeting = pending.meeting
    if meeting and meeting.state is MeetingState.IN_SESSION and (pending.to_open or may(pending.member, Right.LEAD)):
        wait(words("Møtet er i gang."), _command("møte", words("Gå til møtet"), words))
    for proposal in pending.to_open:
        told = words("Åpne avstemningen i {case}", case=proposal.case_number)
        wait(told, execute(words("Åpne avstemning"), "voting.open", {"proposal": proposal.id}))
    for proposal, voting in pending.open_votings:
        count = voting.tally
        told = words(
            "{case}: {cast} av {all} kommuner har stemt",
            case=proposal.case_number,
            cast=count.cast_count,
            all=count.roll_count,
        )
        wait(told, execute(words("Se og lukk"), "voting.view", {"voting": voting.id}))
    for proposal, voting in pending.ties:
        told = words("Stemmelikhet i {case}: du skal avgjøre saken.", case=proposal.case_number)
        wait(told, open_dialog(words("Avgjør saken"), "voting_tie", {"voting": voting.id}, style="positive"))
    _add_urgent(pending, words, wait)
    for mandate, one in pending.to_settle:
        told = words("Ingen ble valgt til leder i {committee} i forrige runde.", committee=escape(mandate.name))
        if one.is_open:
            told = words("Alle har stemt i valget av leder i {committee}.", committee=escape(mandate.name))
        wait(told, execute(words("Se valget"), "election.view", {"election": one.id}))
    for _minutes in (*pending.drafts, *pending.approved):
        wait(words("Et referat er ikke publisert ennå."), _command("referat", words("Åpne referatet"), words))
    for one in pending.orphaned:
        when = words.moment(one.starts_at, pending.mandate.time_zone)
        wait(
            words("Møtet det skulle holdes før, er avlyst. Skal møtet {when} holdes?", when=when),
            execute(words("Svar"), "meeting.view", {"meeting": one.id}),
        )
    if pending.parked:
        count_told = words.plural("{n} leveranse har stoppet.", "{n} leveranser har stoppet.", len(pending.parked))
        wait(count_told, _command("leveranser", words("Se leveranser"), words))


def _add_urgent(pending: PendingView, words: Words, wait) -> None:
    for proposal, recusal, name in pending.recusals:
        told = words("Er {name} inhabil i {case}?", name=escape(name), case=proposal.case_number)
        wait(told, open_dialog(words("Før inn avgjørelsen"), "recusal_decide", {"recusal": recusal.id}))
    for proposal, procedure in pending.extensions:
        told = words("{case}: noen ber om mer tid", case=proposal.case_number)
        wait(told, open_dialog(words("Svar"), "procedure_answer", {"procedure": procedure.id}))
    for proposal in pending.asked_urgent:
        told = words("{case}: noen ber om hastebehandling", case=proposal.case_number)
        wait(told, _command("skriftlig", words("Åpne"), words))
    for proposal, choice in pending.board_choices:
        told = words("{case} er løftet. Hvilket møte?", case=proposal.case_number)
        wait(told, execute(words("Svar"), "urgency.choose", {"choice": choice.id}, style="positive"))


def propose_card(mandate: Mandate, words: Words) -> Card:
    """The way to the form, for those who write «forslag»: a message cannot open a dialog by itself."""
    title = words("Nytt IKT-forslag til {committee}", committee=mandate.name)
    told = words("Skjemaet tar fem minutter. Et forslag er en ny tjeneste, eller en endring av en vi har.")
    return card([heading(title), text(told)], words, summary=title, actions=[_propose_button(mandate, words)])


def unknown_card(asked: str, nearest: Sequence[tuple[str, str]], words: Words) -> Card:
    """The three nearest commands for words that were not understood; never silence."""
    title = words("Det skjønte jeg ikke helt")
    offers = [
        box([text(f"**{name}** – {does}"), *buttons([_command(name, sentence_case(name), words)])])
        for name, does in nearest
    ]
    asked_told = [text(words("Du skrev: {text}", text=escape(asked[:200])))] if asked else []
    return card([heading(title), *asked_told, text(words("Mente du en av disse?")), *offers], words, summary=title)


def message_card(title: str, told: str, words: Words) -> Card:
    """A few kind words."""
    return card([heading(title), text(told)], words, summary=f"{title}. {told}")
