"""A hearing's cards: asked of a body, answered, reminded of, compiled on its case, and listed."""

from collections.abc import Sequence

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    day_of,
    escape,
    execute,
    heading,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from committee.hearing_views import HearingLine, HearingsView, HearingView
from committee.hearings import CaseInput
from committee.proposals import Proposal
from locales import Words

_SHOWN = 600
#: Of all answers together, so that the card stays small; each gets its share.
_ALL_ANSWERS = 7000
_MOST_ANSWERS = 30
_MOST_LISTED = 20
_MOST_HEARINGS = 12
_MOST_BUTTONS = 6


def asked_card(view: HearingView, words: Words, *, committee_id: str = "", told: str = "") -> Card:
    """To a body's channel (`committee_id`), or to one who may answer: what is asked, by when, and the way to answer."""
    proposal = view.proposal
    title = words("Høring: {case} fra {committee}", case=proposal.case_number, committee=escape(view.mandate.name))
    lines = [heading(title), text(escape(proposal.form.title), weight="Bolder")]
    if told:
        lines.append(text(told))
    lines += [box([text(escape(view.hearing.question))], "accent"), text(_when(view, words), weight="Bolder")]
    lines += [subheading(words("Behov")), text(escape(shorten(proposal.form.need, _SHOWN)))]
    if proposal.recommendation:
        lines += [subheading(words("Innstilling")), text(escape(shorten(proposal.recommendation, _SHOWN)))]
    here = [one for one in view.lines if one.asked.committee_id == committee_id and not one.asked.is_outside]
    lines += _standing(here, words)
    return card([*lines, *buttons(_answer_buttons(view, committee_id, words))], words, summary=title)


def _standing(lines: Sequence[HearingLine], words: Words) -> list[Element]:
    """Who in this body has answered, and who has not."""
    done = [escape(one.asked.name) for one in lines if one.given]
    left = [escape(one.asked.name) for one in lines if one.given is None]
    found = []
    if done:
        found.append(text(words("Har svart: {names}", names=words.join(done))))
    if left:
        found.append(quiet(words("Har ikke svart: {names}", names=words.join(left))))
    return found


def _answer_buttons(view: HearingView, committee_id: str, words: Words) -> list[Element]:
    see = execute(words("Se saken"), "case.view", {"proposal": view.proposal.id})
    if not view.takes_answers:
        return [see]
    data = {"hearing": view.hearing.id, "committee": committee_id}
    return [open_dialog(words("Gi innspill"), "hearing_input", data, style="positive"), see]


def _when(view: HearingView, words: Words) -> str:
    hearing, zone = view.hearing, view.mandate.time_zone
    if hearing.is_open:
        return words("Frist: {when}", when=words.moment(hearing.closes_at, zone))
    if view.takes_answers:
        return words("Høringen er over. Innspill tas med til det stemmes, men merkes som sene.")
    return words("Høringen er over.")


def hearing_card(view: HearingView, words: Words) -> Card:
    """The whole hearing: what was said, by whom, who is missing; with what the one who looks may do."""
    proposal = view.proposal
    title = words("Høring av sak {case}", case=proposal.case_number)
    lines = [
        heading(title),
        text(escape(proposal.form.title), weight="Bolder"),
        box([text(escape(view.hearing.question))]),
        *hearing_summary(view, words),
        *_answers([(one.given, one.by) for one in view.answered if one.given], view.mandate.time_zone, words),
    ]
    return card([*lines, *_hearing_buttons(view, words)], words, summary=title)


def hearing_summary(view: HearingView, words: Words, *, names: int = _MOST_LISTED) -> list[Element]:
    """«2 av 3 har svart», the deadline or how it ended, and who is missing."""
    told = words("{n} av {all} har svart", n=len(view.answered), all=len(view.lines))
    lines = [text(told, weight="Bolder"), text(_when(view, words), spacing="Small")]
    if view.hearing.end_ground:
        ground = escape(shorten(view.hearing.end_ground, _SHOWN))
        lines.append(text(words("Avsluttet før fristen av {name}: {ground}", name=escape(view.ended_by),
                                ground=ground)))  # fmt: skip
    if view.missing:
        shown = [escape(shorten(one.asked.name, 80)) for one in view.missing[:names]]
        left = len(view.missing) - len(shown)
        if left:
            shown.append(words.plural("{n} til", "{n} til", left))
        lines.append(quiet(words("Har ikke svart: {names}", names=words.join(shown))))
    return lines


def _answers(inputs: Sequence[tuple[CaseInput, str]], zone: str, words: Words) -> list[Element]:
    shown = inputs[:_MOST_ANSWERS]
    longest = max(_ALL_ANSWERS // max(len(shown), 1), 120)
    boxes = [input_box(given, by, zone, words, longest=longest) for given, by in shown]
    left = len(inputs) - len(shown)
    if left:
        boxes.append(quiet(words.plural("og {n} svar til", "og {n} svar til", left)))
    return boxes


def input_box(given: CaseInput, by: str, zone: str, words: Words, *, longest: int) -> Element:
    """One answer: who, when, whether it came late or was written down for them, and the words."""
    who = words("{name} ({person})", name=escape(given.name), person=escape(by)) if by else escape(given.name)
    if given.is_entered:
        who = words("{name}, ført inn av {person}", name=escape(given.name), person=escape(by))
    when = day_of(given.at, zone, words)
    if given.is_late:
        when = words("{day}, etter fristen", day=when)
    style = "warning" if given.is_late else "emphasis"
    return box([text(who, weight="Bolder"), quiet(when), text(escape(shorten(given.text, longest)))], style)


def _hearing_buttons(view: HearingView, words: Words) -> list[Element]:
    data = {"hearing": view.hearing.id}
    made = []
    if view.own and view.takes_answers:
        is_writing_down = all(one.is_outside for one in view.own)
        title = words("Før inn et svar") if is_writing_down else words("Gi innspill")
        made.append(open_dialog(title, "hearing_input", data))
    if view.may_lead and view.hearing.is_open:
        made += [
            open_dialog(words("Ny frist"), "hearing_extend", data),
            open_dialog(words("Avslutt høringen"), "hearing_close", data),
        ]
    made.append(execute(words("Se saken"), "case.view", {"proposal": view.proposal.id}))
    return buttons(made)


def hearing_over_card(view: HearingView, words: Words) -> Card:
    """In the committee's channel when it is over: what came in."""
    title = words("Høringen av sak {case} er over", case=view.proposal.case_number)
    lines = [heading(title), text(escape(view.proposal.form.title), weight="Bolder"), *hearing_summary(view, words)]
    inputs = [(one.given, one.by) for one in view.answered if one.given]
    lines += _answers(inputs, view.mandate.time_zone, words)
    if not inputs:
        lines.append(text(words("Det kom ingen innspill.")))
    see = execute(words("Se saken"), "case.view", {"proposal": view.proposal.id})
    return card(lines, words, summary=title, actions=[see])


def hearing_complete_card(view: HearingView, words: Words) -> Card:
    """To leader and secretary: all have answered."""
    title = words("Alle har svart på høringen av sak {case}", case=view.proposal.case_number)
    lines = [
        heading(title),
        text(escape(view.proposal.form.title), weight="Bolder"),
        text(words("Dere kan avslutte høringen nå, så går saken videre.")),
    ]
    return card([*lines, *_hearing_buttons(view, words)], words, summary=title)


def hearing_outside_card(view: HearingView, words: Words) -> Card:
    """To leader and secretary: those outside have not answered, and cannot be reminded from here."""
    title = words("Høringen av sak {case}: noen utenfor har ikke svart", case=view.proposal.case_number)
    names = [escape(one.asked.name) for one in view.missing if one.asked.is_outside]
    told = words("Mangler: {names}. Purr gjerne, og før inn svarene her.", names=words.join(names))
    return card([heading(title), text(told), text(_when(view, words)), *_hearing_buttons(view, words)], words,
                summary=title)  # fmt: skip


def hearings_card(view: HearingsView, words: Words) -> Card:
    """«høring»: what is asked of us, what we have out, and the cases that may be sent out."""
    title = words("Høringer i {committee}", committee=escape(view.mandate.name))
    lines: list[Element] = [heading(title)]
    for name, views in (
        (words("Dere er bedt om innspill"), view.asked),
        (words("Ute på høring"), view.out),
        (words("Ferdige høringer"), view.over),
    ):
        if views:
            lines.append(subheading(name))
            lines += [_listed(one, words) for one in views[:_MOST_HEARINGS]]
            left = len(views) - _MOST_HEARINGS
            if left > 0:
                lines.append(quiet(words.plural("og {n} til", "og {n} til", left)))
    if not (view.asked or view.out or view.over):
        lines.append(text(words("Ingen høringer nå.")))
    return card([*lines, *_offered(view.may_open, words)], words, summary=title)


def _listed(view: HearingView, words: Words) -> Element:
    named = f"**{view.proposal.case_number}** {escape(view.proposal.form.title)}"
    see = execute(words("Se høringen"), "hearing.view", {"hearing": view.hearing.id})
    told = words("{n} av {all} har svart", n=len(view.answered), all=len(view.lines))
    return box([text(named), text(told, spacing="Small"), quiet(_when(view, words)), *buttons([see])])


def _offered(cases: Sequence[Proposal], words: Words) -> list[Element]:
    if not cases:
        return []
    newest = list(reversed(cases))[:_MOST_BUTTONS]
    made = [
        open_dialog(words("Send {case} på høring", case=one.case_number), "hearing_open", {"proposal": one.id})
        for one in newest
    ]
    lines = [subheading(words("Send en sak på høring")), *buttons(made)]
    if len(cases) > len(newest):
        lines.append(quiet(words("Eldre saker sendes fra sakens eget kort.")))
    return lines
