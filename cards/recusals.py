"""Cards about inhabilitet: the question, the decision, the case's own lines, and the list."""

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
    input_choice,
    input_text,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from cards.forms import Faults, dialog_card
from committee.absence_views import RecusalsView, RecusalView
from committee.proposals import Proposal
from committee.recusals import LONGEST, NamedRecusal, RecusalState
from committee.views import VotingView
from locales import Words
from locales.recusals import PARAGRAPHS, recusal_rule

_LONGEST_TITLE = 80
_SHOWN = 600
_MOST_LISTED = 6


def recusal_card(view: RecusalView, words: Words) -> Card:
    """Where a question of inhabilitet stands, with the decision to whoever writes it down."""
    title = words("Inhabilitet i {case}", case=view.proposal.case_number)
    recusal = view.recusal
    body: list[Element] = [
        heading(title),
        text(escape(shorten(view.proposal.form.title, _LONGEST_TITLE)), weight="Bolder"),
        facts(((words("Gjelder"), escape(view.name)), (words("Grunn"), escape(shorten(recusal.ground, _SHOWN))))),
        *_decided(view, words),
    ]
    if view.may_decide:
        body.append(quiet(words("Utvalget avgjør uten den det gjelder (forvaltningsloven § 8).")))
    return card(body, words, summary=title, actions=_acts(view, words))


def _acts(view: RecusalView, words: Words) -> list[Element]:
    data, made = {"recusal": view.recusal.id}, []
    if view.may_decide:
        name = words("Før inn avgjørelsen") if view.recusal.is_open else words("Ny avgjørelse")
        made.append(open_dialog(name, "recusal_decide", data))
    if view.may_withdraw:
        made.append(execute(words("Trekk spørsmålet"), "recusal.withdraw", data))
    return made


def _decided(view: RecusalView, words: Words) -> list[Element]:
    recusal = view.recusal
    if recusal.is_open:
        return [box([text(words("Utvalget har ikke avgjort det ennå."))], "accent")]
    if recusal.state is RecusalState.WITHDRAWN:
        return [box([text(words("Spørsmålet er trukket."))])]
    lines = [text(_told(view.named, words), weight="Bolder"), text(escape(shorten(recusal.decision, _SHOWN)))]
    lines += _lead(view.named, words)
    return [box(lines, "warning" if recusal.is_recused else "good")]


def _told(one: NamedRecusal, words: Words) -> str:
    """«Kari er inhabil etter forvaltningsloven § 6 andre ledd.»"""
    name = escape(one.name)
    if one.recusal.is_open:
        return words("{name}: inhabilitet er ikke avgjort", name=name)
    if one.recusal.paragraph is None:
        return words("{name} er ikke inhabil.", name=name)
    rule = recusal_rule(one.recusal.paragraph, words)
    return words("{name} er inhabil etter forvaltningsloven {rule}.", name=name, rule=rule)


def _lead(one: NamedRecusal, words: Words) -> list[Element]:
    return [text(words("{name} leder saken.", name=escape(one.lead)))] if one.lead else []


def recusal_lines(recusals: Sequence[NamedRecusal], words: Words) -> list[Element]:
    """On the case's card: who takes no part in it, and who may not."""
    lines: list[Element] = []
    for one in recusals[:_MOST_LISTED]:
        lines += [text(_told(one, words), spacing="Small"), *_lead(one, words)]
    left = len(recusals) - _MOST_LISTED
    if left > 0:
        lines.append(quiet(words.plural("og {n} til", "og {n} til", left)))
    return [subheading(words("Inhabilitet")), *lines] if lines else []


def recusal_form(
    proposals: Sequence[Proposal],
    people: Sequence[tuple[str, str]],
    words: Words,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Card:
    """Somebody says that they may be inhabil; `people` are others that the leader or secretary may ask about."""
    typed = typed or {}
    cases = [(one.id, f"{one.case_number} {shorten(one.form.title, _LONGEST_TITLE)}") for one in proposals]
    lines = [input_choice("proposal", words("Sak"), cases, typed.get("proposal", ""))]
    if people:
        lines.append(input_choice("person", words("Hvem gjelder det?"), people, typed.get("person", "")))
    lines.append(input_text("ground", words("Hva er grunnen?"), typed.get("ground", ""), lines=True))
    lines.append(quiet(words("Lederen får beskjed, og utvalget avgjør uten den det gjelder.")))
    return dialog_card(words("Meld inhabilitet"), "recusal_raise", lines, {}, words, faults=faults, longest=LONGEST)


def recusal_decision_form(
    view: RecusalView,
    leads: Sequence[tuple[str, str]],
    words: Words,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Card:
    """The others' decision is written down; `leads` are who can lead the case when it is about the leader."""
    typed = typed or {}
    outcomes = [("yes", words("Inhabil")), ("no", words("Ikke inhabil"))]
    rules = [(one, words(told)) for one, told in PARAGRAPHS.items()]
    lines = [
        text(f"**{escape(view.name)}**: {escape(shorten(view.recusal.ground, _SHOWN))}"),
        input_choice("recused", words("Utvalget vedtok"), outcomes, typed.get("recused", ""), style="expanded"),
        input_choice("paragraph", words("Regel i forvaltningsloven"), rules, typed.get("paragraph", "")),
        input_text("decision", words("Begrunnelse"), typed.get("decision", ""), lines=True),
    ]
    if leads:
        lines.append(input_choice("lead", words("Hvem leder saken i stedet?"), leads, typed.get("lead", "")))
        lines.append(quiet(words("De andre velger en møteleder for saken. Velger dere ingen, leder sekretæren.")))
    title, data = words("Inhabilitet"), {"recusal": view.recusal.id}
    return dialog_card(title, "recusal_decide", lines, data, words, faults=faults, longest=LONGEST)


def recusals_card(view: RecusalsView, words: Words) -> Card:
    """Questions of inhabilitet in the committee's cases, and the button that asks one."""
    title = words("Inhabilitet")
    body: list[Element] = [heading(title)]
    if not view.recusals:
        body.append(text(words("Ingen har meldt inhabilitet i sakene som er i gang.")))
    for one in view.recusals[:_MOST_LISTED]:
        body.append(text(f"**{one.proposal.case_number}** {_told(one.named, words)}", separator=True))
        body += [*_lead(one.named, words), *buttons(_acts(one, words))]
    left = len(view.recusals) - _MOST_LISTED
    if left > 0:
        body.append(quiet(words.plural("og {n} til", "og {n} til", left)))
    actions = [open_dialog(words("Meld inhabilitet"), "recusal_raise", {"committee": view.committee_id})]
    return card(body, words, summary=title, actions=actions)


def leading_card(view: RecusalView, words: Words) -> Card:
    """To the one whom the others chose to lead the case in the leader's place."""
    title = words("Du leder {case}", case=view.proposal.case_number)
    body = [
        heading(title),
        text(escape(shorten(view.proposal.form.title, _LONGEST_TITLE)), weight="Bolder"),
        text(words("{name} er inhabil, og de andre har valgt deg. Du åpner og lukker avstemningen.",
                   name=escape(view.name))),
    ]  # fmt: skip
    data = {"proposal": view.proposal.id}
    made = [execute(words("Se saken"), "case.view", data)]
    if view.leads and view.may_open:
        made.insert(0, execute(words("Åpne avstemning"), "voting.open", data))
    return card(body, words, summary=title, actions=made)


def ballot_removed_card(view: VotingView, words: Words) -> Card:
    """To the others of an organisation whose ballot was cast by one who is inhabil: they vote anew."""
    title = words("Stem på nytt i {case}", case=view.proposal.case_number)
    told = words("Den som stemte for dere, er inhabil i saken, og stemmen er tatt bort. Stemmevekten deres står.")
    made = [execute(words("Stem nå"), "voting.view", {"voting": view.voting.id})] if view.voting.is_open else []
    return card([heading(title), text(told)], words, summary=title, actions=made)
