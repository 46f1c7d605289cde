"""A meeting's cards: the notice with its saksliste, the meeting itself, and what planning asks."""

from collections.abc import Sequence
from datetime import timedelta

from cards.briefings import agenda_briefings
from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    day_of,
    escape,
    execute,
    facts,
    heading,
    open_url,
    quiet,
    sentence_case,
    subheading,
    text,
)
from committee.briefings import BriefingLine
from committee.groups import ReportBack
from committee.mandate import Mandate
from committee.meetings import ClosedDay, Meeting, MeetingState, Presence
from committee.proposals import ProposalState
from committee.rights import Right, may
from committee.seat_rules import Function
from committee.views import AgendaItem, MeetingView
from locales import N_, Words
from locales.groups import group_kind
from locales.outcomes import outcome_name, state_name

#: Teams shows six buttons; two are the meeting's own.
_MOST_VOTINGS = 4
_MOST_CASES = 25
_MOST_REPORTS = 12
_SATURDAY = 5


def meeting_card(view: MeetingView, words: Words, *, briefings: Sequence[BriefingLine] = ()) -> Card:
    """The notice, the meeting under way, or what became of it.

    With a viewer there are only buttons that the seat may use; the shared card has them all, and the server checks.
    """
    meeting = view.meeting
    when = words.time_span(meeting.starts_at, meeting.ends_at, view.mandate.time_zone)
    title = words("Møte i {committee}", committee=view.mandate.name)
    body = [heading(title), text(when, weight="Bolder"), *_state(view, words)]
    if meeting.state is MeetingState.CANCELLED:
        gone = sentence_case(state_name(meeting.state, words))
        return card(body, words, summary=f"{gone}: {title}, {when}")
    body += [
        *_why(view, words),
        *_urgent(view, words),
        *_agenda(view, words),
        *_in_writing(view, words),
        *agenda_briefings(briefings, words),
        *_reports(view, words),
        *_attendance(view, words),
        *_actions(view, words),
    ]
    return card(body, words, summary=f"{title}: {when}")


def _state(view: MeetingView, words: Words) -> list[Element]:
    state = view.meeting.state
    if state is MeetingState.PLANNED:
        return []
    style = {MeetingState.IN_SESSION: "accent", MeetingState.ENDED: "good"}.get(state, "warning")
    return [box([text(sentence_case(state_name(state, words)), weight="Bolder")], style)]


def _why(view: MeetingView, words: Words) -> list[Element]:
    lines = []
    planning = view.mandate.planning
    if view.board_meeting and view.board:
        day = day_of(view.board_meeting.starts_at, view.mandate.time_zone, words)
        told = words("Før møtet i {body} {day}", body=view.board.name, day=day)
        if planning and planning.lead == timedelta(days=14):
            told = words("To uker før møtet i {body} {day}", body=view.board.name, day=day)
        lines.append(quiet(told))
    return [*lines, *(quiet(_closed_day(closed, words)) for closed in view.meeting.moved_past)]


def _urgent(view: MeetingView, words: Words) -> list[Element]:
    """Of a meeting that is called for one hastesak: why."""
    if view.urgency is None:
        return []
    told = words("Ekstramøte for en hastesak: {why}", why=escape(view.urgency.why_urgent))
    return [box([text(told, weight="Bolder"), text(escape(view.urgency.why_not_wait))], "warning")]


def _closed_day(closed: ClosedDay, words: Words) -> str:
    """A Saturday is closed for being one, and its own name says so."""
    day = words.date(closed.day)
    if closed.day.weekday() >= _SATURDAY:
        return words("Ikke {day}", day=day)
    return words("Ikke {day}: {reason}", day=day, reason=escape(closed.reason))


def _agenda(view: MeetingView, words: Words) -> list[Element]:
    if not view.agenda:
        return [subheading(words("Saksliste")), text(words("Ingen saker er meldt ennå."))]
    lines = [text(_item(item, words), spacing="Small") for item in view.agenda[:_MOST_CASES]]
    left = len(view.agenda) - len(lines)
    if left:
        lines.append(quiet(words.plural("og {n} sak til", "og {n} saker til", left)))
    return [subheading(words("Saksliste")), *lines]


def _item(item: AgendaItem, words: Words) -> str:
    under_way = item.proposal.state in (ProposalState.ON_AGENDA, ProposalState.VOTING)
    verdict = item.voting.verdict if item.voting and not under_way else None
    state = outcome_name(verdict.outcome, words) if verdict else state_name(item.proposal.state, words)
    return f"**{item.proposal.case_number}** {escape(item.proposal.form.title)} – {state}"


def _in_writing(view: MeetingView, words: Words) -> list[Element]:
    """What was treated in writing since the last meeting is told in this one."""
    if not view.in_writing:
        return []
    lines = [
        text(f"**{case}** {escape(title)} – {outcome_name(outcome, words)}", spacing="Small")
        for case, title, outcome in view.in_writing[:_MOST_REPORTS]
    ]
    return [subheading(words("Skriftlig behandling siden forrige møte")), *lines]


def _reports(view: MeetingView, words: Words) -> list[Element]:
    if not view.reports:
        return []
    lines = [text(report_line(one, words), spacing="Small") for one in view.reports[:_MOST_REPORTS]]
    left = len(view.reports) - len(lines)
    if left:
        lines.append(quiet(words.plural("og {n} til", "og {n} til", left)))
    return [subheading(words("Tilbakemeldinger")), *lines]


def report_line(one: ReportBack, words: Words) -> str:
    """«**Arbeidsgruppe: Felles arkivplan** – rapporten er levert», or when it was due."""
    state = words("rapporten er levert")
    if not one.report:
        state = words("rapporten er ikke levert (frist {day})", day=words.date(one.due_on))
    return f"**{group_kind(one.kind, words)}: {escape(one.name)}** – {state}"


def _attendance(view: MeetingView, words: Words) -> list[Element]:
    told = (
        (words("Til stede"), _names(view.present, words)),
        (words("Forfall"), _names(view.apologies, words)),
    )
    return [facts(told)] if any(names for _, names in told) else []


def _names(people: Sequence[tuple[str, str]], words: Words) -> str:
    return words.join([escape(f"{name} ({organisation})") for name, organisation in people]) if people else ""


def _actions(view: MeetingView, words: Words) -> list[Element]:
    meeting = view.meeting
    data = {"meeting": meeting.id}
    leads = view.viewer is None or may(view.viewer, Right.LEAD)
    attends = view.viewer is None or may(view.viewer, Right.READ)
    join = [open_url(words("Bli med på nett"), meeting.join_url)] if meeting.join_url else []
    away = [execute(words("Meld forfall"), "meeting.attend", {**data, "presence": "apology"})] if attends else []
    match meeting.state:
        case MeetingState.PLANNED:
            start = [execute(words("Start møtet"), "meeting.start", data)] if leads else []
            return buttons([*join, *away, *_coming(view, words), *start])
        case MeetingState.IN_SESSION:
            here = execute(
                words("Jeg er til stede"), "meeting.attend", {**data, "presence": "present"}, style="positive"
            )
            end = [execute(words("Avslutt møtet"), "meeting.end", data)] if leads else []
            attend = buttons([*join, *([here] if attends else []), *away])
            return [*attend, *_voting_buttons(view, words, leads=leads), *buttons(end)]
        case MeetingState.ENDED if view.minutes and view.minutes.pdf_url:
            return buttons([open_url(words("Les referatet"), view.minutes.pdf_url)])
    return []


def _coming(view: MeetingView, words: Words) -> list[Element]:
    """To those who have sent an apology: it can be taken back until the meeting begins, and then by coming."""
    viewer = view.viewer
    if viewer and view.meeting.presence_of(viewer.person.id) is not Presence.APOLOGY:
        return []
    data = {"meeting": view.meeting.id, "presence": Presence.COMING.value}
    return [execute(words("Jeg kommer likevel"), "meeting.attend", data)] if view.apologies else []


def _voting_buttons(view: MeetingView, words: Words, *, leads: bool) -> list[Element]:
    ready = [one.proposal for one in view.agenda if one.proposal.state is ProposalState.ON_AGENDA]
    waiting = ready[:_MOST_VOTINGS] if leads else []
    opened = [one.voting for one in view.agenda if one.voting and one.voting.is_open][:_MOST_VOTINGS]
    votes = view.viewer is None or view.viewer.function is Function.REPRESENTATIVE
    told = N_("Stem i {case}") if votes else N_("Se avstemningen i {case}")
    numbers = {one.voting.id: one.proposal.case_number for one in view.agenda if one.voting}
    return [
        *buttons(
            [
                execute(words("Åpne avstemning: {case}", case=one.case_number), "voting.open", {"proposal": one.id})
                for one in waiting
            ]
        ),
        *buttons([execute(words(told, case=numbers[one.id]), "voting.view", {"voting": one.id}) for one in opened]),
    ]


def orphaned_card(view: MeetingView, words: Words) -> Card:
    """The board's meeting is cancelled: shall the committee's be held all the same?"""
    meeting = view.meeting
    when = words.time_span(meeting.starts_at, meeting.ends_at, view.mandate.time_zone)
    title = words("Skal møtet holdes likevel?")
    if meeting.state is not MeetingState.ORPHANED:
        done = words("Møtet {when} er avlyst.", when=when)
        if meeting.state is not MeetingState.CANCELLED:
            done = words("Møtet {when} holdes som planlagt.", when=when)
        return card([heading(title), text(done)], words, summary=title)
    body = view.board.name if view.board else words("overordnet organ")
    told = words(
        "Møtet i {body} er avlyst. {committee} skulle møtes {when}. Hva vil dere gjøre?",
        body=body,
        committee=view.mandate.name,
        when=when,
    )
    answers = [
        execute(words("Behold møtet"), "meeting.settle", {"meeting": meeting.id, "keep": "yes"}, style="positive"),
        execute(words("Avlys møtet"), "meeting.settle", {"meeting": meeting.id, "keep": "no"}, style="destructive"),
    ]
    return card([heading(title), text(told)], words, summary=title, actions=answers)


def next_meeting_card(view: MeetingView | None, words: Words) -> Card:
    """The answer to «når er neste møte?»."""
    if view is None:
        title = words("Ingen møter er planlagt ennå")
        told = words("Møtene settes opp så snart styrets møter står i styrets kalender.")
        return card([heading(title), text(told)], words, summary=title)
    return meeting_card(view, words)


def meetings_card(meetings: Sequence[Meeting], mandate: Mandate, words: Words) -> Card:
    """The meetings to come."""
    title = words("Møteplan for {committee}", committee=mandate.name)
    if not meetings:
        return card([heading(title), text(words("Ingen møter er planlagt ennå"))], words, summary=title)
    lines = []
    for one in meetings:
        told = words.time_span(one.starts_at, one.ends_at, mandate.time_zone)
        for closed in one.moved_past[:1]:
            told += "  \n" + _closed_day(closed, words)
        lines.append(text(told, separator=True))
    return card([heading(title), *lines], words, summary=title)
