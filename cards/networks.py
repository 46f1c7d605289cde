"""Who represents the committee in outside networks, and what they report."""

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    facts,
    heading,
    open_dialog,
    quiet,
    shorten,
    text,
)
from committee.group_views import DelegatesView, DelegateView
from locales import Words

_SHOWN = 1500
_SHOWN_IN_LIST = 200
_MOST_LISTED = 12


def delegate_card(view: DelegateView, words: Words) -> Card:
    """One who represents the committee: who, where, how long, and when they report."""
    title = words("{person} i {network}", person=escape(view.person), network=escape(view.delegate.network))
    body = [heading(title), *_content(view, words)]
    return card(body, words, summary=title, actions=_actions(view, words))


def _content(view: DelegateView, words: Words) -> list[Element]:
    delegate = view.delegate
    until = words.date(delegate.until_on) if delegate.until_on else ""
    due = words.date(delegate.due_on) if delegate.due_on else ""
    pairs = (
        (words("Representerer"), escape(view.mandate.name)),
        (words("Rådgiver"), escape(view.adviser)),
        (words("Fra og med"), words.date(delegate.from_on)),
        (words("Til og med"), until),
        (words("Melder tilbake innen"), due),
    )
    ended = [] if delegate.is_active else [box([text(words("Oppdraget er avsluttet."), weight="Bolder")], "good")]
    return [*ended, facts(pairs)]


def _actions(view: DelegateView, words: Words) -> list[Element]:
    data = {"delegate": view.delegate.id}
    found = []
    if view.may_report:
        found.append(open_dialog(words("Rapporter"), "delegate_report", data, style="positive"))
    if view.may_change:
        found.append(open_dialog(words("Rett"), "delegate", data))
        found.append(open_dialog(words("Avslutt"), "delegate_end", data))
    return found


def delegate_report_card(view: DelegateView, words: Words) -> Card:
    """What the channel gets when a delegate has reported."""
    title = words("Tilbakemelding fra {name}", name=escape(view.delegate.network))
    body = [
        heading(title),
        text(words("Fra {person}", person=escape(view.person)), isSubtle=True),
        text(escape(shorten(view.delegate.report, _SHOWN))),
        quiet(words("Rapporten tas opp i neste møte.")),
    ]
    return card(body, words, summary=title)


def delegate_due_card(view: DelegateView, words: Words, *, overdue: bool) -> Card:
    """Reminds the delegate, once before the day and once after."""
    title = words("Tilbakemelding fra {name}", name=escape(view.delegate.network))
    if view.delegate.due_on is None:
        return card([heading(title), text(words("Takk! Ingen tilbakemelding ventes nå."))], words, summary=title)
    day = words.date(view.delegate.due_on)
    told = words("Utvalget venter en tilbakemelding fra deg innen {day}.", day=day)
    if overdue:
        told = words("Utvalget ventet en tilbakemelding fra deg innen {day}.", day=day)
    body = [heading(title), text(told), text(words("Noen linjer er nok. Den tas opp i neste møte."))]
    return card(body, words, summary=f"{title}. {told}", actions=_actions(view, words))


def delegates_card(view: DelegatesView, words: Words) -> Card:
    """Who represents the committee where, with what one may do."""
    title = words("Nettverk der {committee} er representert", committee=escape(view.mandate.name))
    body = [heading(title)]
    if not view.delegates:
        body.append(text(words("Ingen er ført inn ennå.")))
    body += [box([*_line(one, words), *buttons(_actions(one, words))]) for one in view.delegates[:_MOST_LISTED]]
    left = len(view.delegates) - _MOST_LISTED
    if left > 0:
        body.append(quiet(words.plural("og {n} til", "og {n} til", left)))
    name = open_dialog(words("Før inn en representant"), "delegate", {"committee": view.mandate.id})
    return card(body, words, summary=title, actions=[name] if view.may_name else [])


def _line(view: DelegateView, words: Words) -> list[Element]:
    delegate = view.delegate
    who = words.join([escape(one) for one in (view.person, view.adviser) if one])
    lines = [text(f"**{escape(delegate.network)}**"), text(who, spacing="Small")]
    if delegate.due_on:
        told = words("Neste tilbakemelding innen {day}", day=words.date(delegate.due_on))
        lines.append(quiet(told))
    if delegate.report:
        lines.append(quiet(words("Sist: {text}", text=escape(shorten(delegate.report, _SHOWN_IN_LIST)))))
    return lines
