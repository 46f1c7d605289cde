"""«Hvilke behov har dere nå?»: the question to municipalities, and what came of it, to the leader."""

from collections.abc import Sequence

from cards.build import Card, Element, box, card, escape, execute, heading, open_dialog, quiet, shorten, text
from cards.needs import needs_card
from committee.mandate import Mandate
from committee.needs import NeedCallView, NeedView
from locales import Words

_MOST_TITLES = 10
_LONGEST_TITLE = 100


def need_call_card(view: NeedCallView, words: Words, *, is_reminder: bool = False) -> Card:
    """To a municipality's representatives, with what it has told of before."""
    title = words("Hvilke behov har dere nå?")
    asked = words(
        "{committee} samler kommunenes behov, for å finne dem som er felles.", committee=escape(view.committee)
    )
    body: list[Element] = [heading(title), text(asked), _state(view, words, is_reminder=is_reminder)]
    if view.own_titles:
        titles = words.join([f"«{escape(shorten(one, _LONGEST_TITLE))}»" for one in view.own_titles[:_MOST_TITLES]])
        body.append(quiet(words("Dere har meldt: {titles}", titles=titles)))
    actions, data = [], {"committee": view.call.committee_id}
    if view.may_answer:
        actions.append(open_dialog(words("Meld et behov"), "need", data, style="positive"))
    actions.append(execute(words("Se alle behov"), "need.list", data))
    if view.may_answer and not view.has_answered and view.call.told_at is None:
        actions.append(execute(words("Ingen nye behov"), "need.none", {"call": view.call.id}))
    return card(body, words, summary=title, actions=actions)


def _state(view: NeedCallView, words: Words, *, is_reminder: bool) -> Element:
    if view.has_answered:
        return box([text(words("{organisation} har svart. Takk!", organisation=escape(view.own)))], "good")
    if view.call.told_at:
        return text(words("Svarene er samlet inn. Behov kan likevel meldes når som helst."))
    told = words("Svar innen {day}.", day=words.date(view.call.answer_by))
    if is_reminder:
        told = words("Vi har ikke hørt fra dere ennå. {told}", told=told)
    return text(told, weight="Bolder")


def need_summary_card(
    view: NeedCallView, needs: Sequence[NeedView], mandate: Mandate, words: Words, *, may_join: bool
) -> Card:
    """To leader and secretary: who has answered, and the needs that most share first."""
    all_ = len(view.answered) + len(view.missing)
    told = [text(words("{n} av {all} kommuner har svart på hvilke behov de har.", n=len(view.answered), all=all_))]
    if view.missing:
        names = words.join([escape(one) for one in view.missing])
        told.append(quiet(words("Har ikke svart: {names}", names=names)))
    return needs_card(needs, mandate, words, may_register=False, may_join=may_join, may_propose=False, told=told)
