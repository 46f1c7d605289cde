"""The goals in force: in the proposal's form, on the case, and «mål» with what covers them and who has adopted them."""

from collections.abc import Mapping, Sequence

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    heading,
    input_choice,
    input_date,
    input_text,
    input_toggle,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.forms import Faults, dialog_card
from committee.strategy import LONGEST, StrategyDocument
from committee.strategy_views import DocumentView, GoalLine, StrategyView
from committee.views import ProposalView
from locales import Words
from locales.outcomes import state_name

_MOST_GOALS = 14
_MOST_CASES = 4
_MOST_ADOPTED = 12
_SHOWN = 300


def goals_field(chosen: Sequence[str], offered: Mapping[str, str], words: Words) -> list[Element]:
    """Which goals and plan items the proposal serves, as (tag, name); no field when none are in force."""
    if not offered:
        return []
    label = words("Hvilke mål og tiltak bidrar forslaget til? (ingen, ett eller flere)")
    more = {"isMultiSelect": True, "style": "filtered", "placeholder": words("Begynn å skrive, eller velg fra listen")}
    return [input_choice("goals", label, offered.items(), ",".join(chosen), **more)]


def goals_told(view: ProposalView) -> str:
    """The names that the case was tagged with, with the versions of then."""
    return escape(shorten("; ".join(view.proposal.form.goal_names), _SHOWN))


def goals_warning(view: ProposalView, words: Words) -> list[Element]:
    """To whoever assures a case that is tagged with no goal, where there are goals to choose from (000-02)."""
    if view.proposal.form.goals or not view.strategy:
        return []
    names = words.join([escape(one.title) for one in view.strategy])
    told = words("Forslaget er ikke knyttet til noe mål i {names}. Det er lov, men spør gjerne hvorfor.", names=names)
    return [box([text(told)], "warning")]


def strategy_card(view: StrategyView, words: Words, *, may_adopt: bool) -> Card:
    """Each goal in force with its cases, those without, and who has adopted the strategy."""
    title = words("Mål for {committee}", committee=escape(view.mandate.name))
    body: list[Element] = [heading(title)]
    if not view.documents:
        body.append(text(words("Utvalget har ingen strategi eller handlingsplan i registeret nå.")))
    for one in view.documents:
        body += _document(one, words)
        if may_adopt and one.adopted:
            body += buttons([_adopt_button(view, one.document, words)])
    if view.documents and view.untagged:
        told = words.plural(
            "{n} sak er ikke knyttet til noe mål.", "{n} saker er ikke knyttet til noe mål.", view.untagged
        )
        body.append(text(told, separator=True))
    see = execute(words("Se sakene"), "cases.view", {"committee": view.mandate.id, "filter": "all"})
    return card(body, words, summary=title, actions=[see] if view.documents else [])


def _adopt_button(view: StrategyView, document: StrategyDocument, words: Words) -> Element:
    data = {"committee": view.mandate.id, "document": document.key}
    return open_dialog(words("Før inn kommunestyrets vedtak"), "strategy_adopt", data)


def _document(one: DocumentView, words: Words) -> list[Element]:
    document = one.document
    days = words("Gjelder fra {day}", day=words.long_date(document.from_on))
    if document.until_on:
        days = words(
            "Gjelder {first}–{last}", first=words.long_date(document.from_on), last=words.long_date(document.until_on)
        )
    lines = [subheading(escape(document.title)), quiet(f"{days}. {escape(document.source)}")]
    lines += [_goal(each, words) for each in one.goals[:_MOST_GOALS]]
    left = len(one.goals) - _MOST_GOALS
    if left > 0:
        lines.append(quiet(words.plural("og {n} mål til", "og {n} mål til", left)))
    if one.without_cases and one.without_cases < len(one.goals):
        told = words("{n} av {all} har ingen saker ennå.", n=one.without_cases, all=len(one.goals))
        lines.append(quiet(told))
    return [*lines, *_followed(one, words), *_adopted(one, words)]


def _followed(one: DocumentView, words: Words) -> list[Element]:
    """What the committee wrote when it last followed the document up."""
    last = one.followed
    if last is None or not last.at:
        return []
    day = words.long_date(last.at.date())
    told = words("Fulgt opp {day}: {text}", day=day, text=escape(shorten(last.text, _SHOWN)))
    return [text(told, spacing="Small")]


def _goal(line: GoalLine, words: Words) -> Element:
    name = f"**{escape(line.goal.name.strip())}**"
    if not line.cases:
        return text(words("{goal}: ingen saker ennå", goal=name), spacing="Small", color="Warning")
    cases = [f"{one.case_number} ({state_name(one.state, words)})" for one in line.cases[-_MOST_CASES:]]
    told = words("{goal}: {cases}", goal=name, cases=words.join(cases))
    left = len(line.cases) - len(cases)
    if left:
        told += " " + words.plural("og {n} sak til", "og {n} saker til", left)
    return text(told, spacing="Small")


def _adopted(one: DocumentView, words: Words) -> list[Element]:
    if not one.adopted:
        return []
    done = [each for each in one.adopted if each.adoption]
    told = words("Vedtatt av {n} av {all} kommunestyrer", n=len(done), all=len(one.adopted))
    lines = [text(told, weight="Bolder")]
    for each in done[:_MOST_ADOPTED]:
        assert each.adoption
        reference, day = escape(each.adoption.reference), words.long_date(each.adoption.adopted_on)
        lines.append(text(words("{name}: {reference}, {day}", name=escape(each.name), reference=reference, day=day),
                          spacing="Small"))  # fmt: skip
    missing = [escape(each.name) for each in one.adopted if not each.adoption][:_MOST_ADOPTED]
    if missing:
        lines.append(quiet(words("Venter på {names}", names=words.join(missing))))
    return [box(lines)]


def adopt_form(
    document: StrategyDocument,
    words: Words,
    *,
    data: Mapping[str, str],
    organisations: Sequence[tuple[str, str]] = (),
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Card:
    """A kommunestyre's vedtak; `organisations` are chosen among by leader and secretary."""
    typed = typed or {}
    lines: list[Element] = [text(escape(document.title), weight="Bolder")]
    if organisations:
        lines.append(
            input_choice("organisation", words("Hvilken kommune?"), organisations, typed.get("organisation", ""))
        )
    hint = words("For eksempel «PS 45/26»")
    lines += [
        input_text("reference", words("Saksnummer i kommunestyret"), typed.get("reference", ""), hint=hint),
        input_date("adopted_on", words("Vedtatt når?"), typed.get("adopted_on", "")),
    ]
    lines.append(input_toggle("undo", words("Ta bort det som er ført inn"), label=words("Ble det feil?")))
    title = words("Kommunestyrets vedtak")
    return dialog_card(title, "strategy_adopt", lines, data, words, faults=faults, longest=LONGEST)
