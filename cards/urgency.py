"""Cards of hastesaker: who asks, the extra meeting, and which of the board's meetings a lifted one goes to."""

from cards.build import (
    Card,
    Element,
    box,
    card,
    escape,
    execute,
    facts,
    heading,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from committee.meetings import MeetingState
from committee.procedure_views import BoardChoiceView, ExtraMeetingView, ReadyCase
from committee.urgency import Urgency, needed_requests
from locales import Words

_SHOWN = 300
_LONGEST_TITLE = 80
_MOST_LISTED = 6


def grounds(urgency: Urgency, declared: str, words: Words) -> Element:
    """Why it cannot wait, and who says so."""
    return facts(
        (
            (words("Hvorfor det haster"), escape(urgency.why_urgent)),
            (words("Hvorfor det ikke kan vente"), escape(urgency.why_not_wait)),
            (words("Bestemt av"), declared),
        )
    )


def urgency_asked_card(view: ReadyCase, words: Words, *, may_lead: bool = True) -> Card:
    """To leader and secretary: organisations ask for a hastesak."""
    title = words("{case}: noen ber om hastebehandling", case=view.proposal.case_number)
    body: list[Element] = [heading(title), text(escape(shorten(view.proposal.form.title, _LONGEST_TITLE)))]
    for name, one in view.requests[:_MOST_LISTED]:
        told = f"{shorten(one.why_urgent, _SHOWN)}\n\n{shorten(one.why_not_wait, _SHOWN)}"
        body += [subheading(escape(name)), text(escape(told))]
    if not view.requests:
        body.append(text(words("Ingen ber om det lenger.")))
        return card(body, words, summary=title)
    told = needed_told(view, words)
    data = {"proposal": view.proposal.id}
    actions = []
    if may_lead:
        actions = [
            open_dialog(words("Send ut som hastesak"), "procedure_start", {**data, "urgent": "yes"}),
            open_dialog(words("Kall inn til ekstramøte"), "urgency_meeting", data),
        ]
    return card([*body, quiet(told)], words, summary=title, actions=actions)


def needed_told(view: ReadyCase, words: Words) -> str:
    """How many it takes, and how many there are."""
    voters = len(view.mandate.voters)
    needed = needed_requests(view.mandate.written.urgent_share, voters)
    asked = {one.organisation_id for _, one in view.requests}
    return words(
        "Når {needed} av de {all} med stemmerett ber om det, sendes saken ut av seg selv. Nå er det {n}.",
        needed=needed,
        all=voters,
        n=len(asked),
    )


def extra_meeting_card(view: ExtraMeetingView, words: Words) -> Card:
    """To all: a meeting is called for this case alone, or is called off."""
    when = words.time_span(view.meeting.starts_at, view.meeting.ends_at, view.mandate.time_zone)
    title = words("Ekstramøte: {case}", case=view.proposal.case_number)
    name = text(escape(view.proposal.form.title), weight="Bolder")
    if view.meeting.state is MeetingState.CANCELLED:
        told = words("Ekstramøtet {when} er avlyst. Saken tas i neste møte.", when=when)
        return card([heading(title), name, box([text(told)], "warning")], words, summary=title)
    body = [heading(title), name, box([text(when, weight="Bolder")], "accent")]
    body.append(grounds(view.urgency, escape(view.called_by), words))
    body.append(quiet(words("Møtet står i kalenderen din. Meld forfall på møtekortet i kanalen om du ikke kan komme.")))
    actions = []
    if view.may_cancel:
        actions.append(execute(words("Avlys ekstramøtet"), "urgency.cancel_meeting", {"meeting": view.meeting.id}))
    return card(body, words, summary=title, actions=actions)


def board_choice_card(view: BoardChoiceView, words: Words) -> Card:
    """To the leader: the case goes to a later meeting of the board by itself; it may go to the first one (C13)."""
    title = words("{case} er løftet. Hvilket møte?", case=view.proposal.case_number)
    earlier = words.moment(view.earlier.starts_at, view.time_zone)
    body: list[Element] = [heading(title), text(escape(view.proposal.form.title), weight="Bolder")]
    if view.choice.taken is not None:
        told = words("Saken venter som vanlig til papirene kan sendes i tide.")
        if view.choice.taken:
            told = words("Saken går til møtet i {body} {when}.", body=escape(view.body), when=earlier)
        return card([*body, box([text(told, weight="Bolder")], "good")], words, summary=title)
    told = words("{body} møtes {when}, men papirene til det møtet er alt sendt.", body=escape(view.body), when=earlier)
    body.append(text(told))
    later = words("Ellers går saken til det neste møtet som blir satt opp.")
    if view.goes_to:
        later = words("Ellers går saken til møtet {when}.", when=words.moment(view.goes_to.starts_at, view.time_zone))
    body += [text(later), text(words("Dette er en hastesak. Skal den legges fram allerede i det første møtet?"))]
    actions = [
        execute(words("Ja, legg den fram nå"), "urgency.board", {"choice": view.choice.id, "take": "yes"}),
        execute(words("Nei, la den vente"), "urgency.board", {"choice": view.choice.id, "take": "no"}),
    ]
    return card(body, words, summary=title, actions=actions)
