"""A group's cards: in the channel, for its own people, and in the list."""

from collections.abc import Sequence
from datetime import date

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    day_of,
    escape,
    facts,
    heading,
    open_dialog,
    open_url,
    quiet,
    shorten,
    subheading,
    text,
)
from committee.group_views import GroupsView, GroupView
from committee.groups import Group, GroupState
from committee.mandate import Mandate
from locales import Words
from locales.groups import group_kind, group_state

#: A card shows this much of a long text; the minutes have the whole.
_SHOWN = 1500
_SHOWN_IN_LIST = 200
_MOST_LISTED = 12
_MOST_NAMED = 15
#: Teams shows six buttons.
_MOST_COMMITTEES = 6


def group_card(view: GroupView, words: Words) -> Card:
    """The group as those who may see it do: its task, its people, its deadline and where it stands."""
    group = view.group
    title = _title(group, words)
    body = [
        heading(title),
        box([text(_standing(view, words), weight="Bolder")], "good" if group.state is GroupState.ENDED else "accent"),
        facts(_facts(view, words)),
        subheading(words("Oppgave")),
        text(escape(group.task)),
    ]
    if group.report:
        body += [subheading(words("Rapport")), text(escape(shorten(group.report, _SHOWN)))]
    if group.is_private:
        body.append(quiet(words("Bare kommunens representanter og gruppens medlemmer ser denne gruppen.")))
    return card(body, words, summary=title, actions=_actions(view, words))


def _title(group: Group, words: Words) -> str:
    return words("{kind}: {name}", kind=group_kind(group.kind, words), name=escape(group.name))


def _standing(view: GroupView, words: Words) -> str:
    group, zone = view.group, view.mandate.time_zone
    if group.state is GroupState.ENDED:
        if group.end_reason:
            return words("Avsluttet: {reason}", reason=escape(group.end_reason))
        return group_state(group.state, words)
    if view.noted_in:
        return words("Rapporten er behandlet {day}", day=day_of(view.noted_in.starts_at, zone, words))
    if group.awaits_meeting:
        return words("Har rapportert. Rapporten står på sakslisten for neste møte.")
    return group_state(group.state, words)


def _facts(view: GroupView, words: Words) -> tuple[tuple[str, str], ...]:
    names = [escape(one) for one in view.members[:_MOST_NAMED]]
    left = len(view.members) - len(names)
    if left:
        names.append(words.plural("{n} til", "{n} til", left))
    return (
        (words("Utvalg"), escape(view.mandate.name)),
        (words("Kommune"), escape(view.organisation)),
        (words("Oppdragsgiver"), escape(view.group.client)),
        (words("Leder"), escape(view.leader)),
        (words("Medlemmer"), words.join(names)),
        (words("Frist"), words.date(view.group.deadline_on)),
    )


def _actions(view: GroupView, words: Words) -> list[Element]:
    data = {"group": view.group.id}
    found = []
    if view.may_report:
        found.append(open_dialog(words("Rapporter"), "group_report", data, style="positive"))
    if view.may_change:
        found.append(open_dialog(words("Rett"), "group", data))
    if view.group.document:
        found.append(open_url(words("Åpne resultatet"), view.group.document))
    if view.may_end:
        found.append(open_dialog(words("Avslutt"), "group_end", data))
    return found


def group_report_card(view: GroupView, words: Words) -> Card:
    """What the channel gets when a group has reported."""
    group = view.group
    title = words("Tilbakemelding fra {name}", name=escape(group.name))
    body = [
        heading(title),
        text(escape(shorten(group.report, _SHOWN))),
        quiet(words("Rapporten tas opp i neste møte.")),
    ]
    return card(body, words, summary=title)


def group_end_card(view: GroupView, words: Words) -> Card:
    """What the channel gets when a group is ended."""
    group = view.group
    title = words("{name} er avsluttet", name=escape(group.name))
    told = words("Gruppen er ferdig med oppgaven. Takk for innsatsen!")
    if group.end_reason:
        told = words("Begrunnelse: {reason}", reason=escape(group.end_reason))
    return card([heading(title), text(told)], words, summary=title)


def group_due_card(view: GroupView, words: Words, *, overdue: bool) -> Card:
    """Reminds the group's leader, once before the deadline and once after."""
    group = view.group
    title = words("Rapport fra {name}", name=escape(group.name))
    day = words.date(group.deadline_on)
    told = words("Fristen er {day}.", day=day)
    if overdue:
        told = words("Fristen var {day}, og rapporten er ikke kommet.", day=day)
    if group.state is not GroupState.ACTIVE:
        return card([heading(title), text(_standing(view, words))], words, summary=title)
    hint = words("Noen linjer er nok: hva dere har gjort, og hva dere foreslår. Den tas opp i neste møte.")
    if group.is_private:
        hint = words("Noen linjer er nok: hva dere har gjort, og hva dere foreslår.")
    body = [heading(title), text(told, weight="Bolder"), text(hint)]
    return card(body, words, summary=f"{title}. {told}", actions=_actions(view, words))


def group_gone_card(words: Words) -> Card:
    """To one who is no longer in the group."""
    title = words("Du er ikke med i denne gruppen lenger")
    return card([heading(title)], words, summary=title)


def groups_card(views: Sequence[GroupsView], words: Words, *, today: date) -> Card:
    """The groups that one may see, by committee, with what one may do with each."""
    title = words("Grupper")
    body = [heading(title)]
    room = _MOST_LISTED
    for view in views:
        body += _committee(view, words, today=today, room=room)
        room = max(room - len(view.groups), 0)
    return card(body, words, summary=title, actions=_new_buttons([one.mandate for one in views if one.kinds], words))


def _committee(view: GroupsView, words: Words, *, today: date, room: int) -> list[Element]:
    lines = [subheading(escape(view.mandate.name))]
    if not view.groups:
        lines.append(text(words("Ingen grupper er i arbeid.")))
    shown = view.groups[:room]
    lines += [box([*_line(one, words, today=today), *buttons(_actions(one, words))]) for one in shown]
    left = len(view.groups) - len(shown)
    if left:
        lines.append(quiet(words.plural("og {n} gruppe til", "og {n} grupper til", left)))
    if view.ended:
        lines.append(quiet(words.plural("{n} gruppe er avsluttet", "{n} grupper er avsluttet", view.ended)))
    return lines


def _line(view: GroupView, words: Words, *, today: date) -> list[Element]:
    group = view.group
    when = words("Frist {day}", day=words.date(group.deadline_on))
    if group.is_due(today) and group.deadline_on < today:
        when = words("Fristen var {day}", day=words.date(group.deadline_on))
    return [
        text(f"**{_title(group, words)}**"),
        text(words("{state}. Leder: {leader}. {when}.", state=_standing(view, words).rstrip("."),
                   leader=escape(view.leader), when=when), spacing="Small"),
        *([quiet(words("Oppdragsgiver: {client}", client=escape(group.client)))] if group.client else []),
        quiet(escape(shorten(group.task, _SHOWN_IN_LIST))),
    ]  # fmt: skip


def new_group_card(mandates: Sequence[Mandate], words: Words) -> Card:
    """The way to the form, for those who write «ny gruppe»: a message cannot open a dialog by itself."""
    title = words("Ny gruppe")
    told = words("Gi gruppen en oppgave, en leder, medlemmer og en frist. Den melder tilbake til utvalgets møte.")
    return card([heading(title), text(told)], words, summary=title, actions=_new_buttons(mandates, words))


def _new_buttons(mandates: Sequence[Mandate], words: Words) -> list[Element]:
    if len(mandates) == 1:
        return [open_dialog(words("Ny gruppe"), "group", {"committee": mandates[0].id})]
    return [
        open_dialog(words("Ny gruppe i {committee}", committee=one.name), "group", {"committee": one.id})
        for one in mandates[:_MOST_COMMITTEES]
    ]
