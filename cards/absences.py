"""Cards about who takes part in a case: inhabilitet, deputies, and ballots entered for those who are away."""

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
    text,
)
from cards.forms import Faults, dialog_card
from committee.absence_views import AbsencesView, CallView, RecusalView
from committee.deputies import CallAnswer, CallReason
from committee.proposals import Proposal
from committee.recusals import LONGEST, RecusalState
from committee.views import VotingView
from locales import N_, Words
from locales.outcomes import choice_name
from locales.recusals import PARAGRAPHS, recusal_rule

_LONGEST_TITLE = 80
_MOST_LISTED = 6
_REASONS = {
    CallReason.APOLOGY: N_("{name} har meldt forfall til møtet {when}."),
    CallReason.HANDED_OVER: N_("{name} overlater stemmen i {case} til deg."),
    CallReason.RECUSED: N_("{name} er inhabil i {case}."),
}


def recusal_card(view: RecusalView, words: Words) -> Card:
    """Where a question of inhabilitet stands, with the decision to whoever writes it down."""
    title = words("Inhabilitet i {case}", case=view.proposal.case_number)
    recusal = view.recusal
    body: list[Element] = [
        heading(title),
        text(escape(shorten(view.proposal.form.title, _LONGEST_TITLE)), weight="Bolder"),
        facts(((words("Gjelder"), escape(view.name)), (words("Grunn"), escape(recusal.ground)))),
        *_decided(view, words),
    ]
    actions = []
    if view.may_decide:
        name = words("Før inn avgjørelsen") if recusal.state is RecusalState.RAISED else words("Ny avgjørelse")
        body.append(quiet(words("Utvalget avgjør uten den det gjelder (forvaltningsloven § 8).")))
        actions = [open_dialog(name, "recusal_decide", {"recusal": recusal.id})]
    return card(body, words, summary=title, actions=actions)


def _decided(view: RecusalView, words: Words) -> list[Element]:
    recusal = view.recusal
    if recusal.state is RecusalState.RAISED:
        return [box([text(words("Utvalget har ikke avgjort det ennå."))], "accent")]
    lines = [text(recusal_told(view, words), weight="Bolder"), text(escape(recusal.decision))]
    return [box(lines, "warning" if recusal.is_recused else "good")]


def recusal_told(view: RecusalView, words: Words) -> str:
    """«Kari er inhabil etter forvaltningsloven § 6 andre ledd …»"""
    name = escape(view.name)
    if view.recusal.paragraph is None:
        return words("{name} er ikke inhabil.", name=name)
    return words(
        "{name} er inhabil etter forvaltningsloven {rule}.", name=name, rule=recusal_rule(view.recusal.paragraph, words)
    )


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
    view: RecusalView, words: Words, *, typed: Mapping[str, str] | None = None, faults: Faults | None = None
) -> Card:
    """The others' decision is written down."""
    typed = typed or {}
    outcomes = [("yes", words("Inhabil")), ("no", words("Ikke inhabil"))]
    rules = [(one, words(told)) for one, told in PARAGRAPHS.items()]
    lines = [
        text(f"**{escape(view.name)}**: {escape(view.recusal.ground)}"),
        input_choice("recused", words("Utvalget vedtok"), outcomes, typed.get("recused", ""), style="expanded"),
        input_choice("paragraph", words("Regel i forvaltningsloven"), rules, typed.get("paragraph", "")),
        input_text("decision", words("Begrunnelse"), typed.get("decision", ""), lines=True),
    ]
    title, data = words("Inhabilitet"), {"recusal": view.recusal.id}
    return dialog_card(title, "recusal_decide", lines, data, words, faults=faults, longest=LONGEST)


def recusals_card(view: AbsencesView, words: Words) -> Card:
    """Questions of inhabilitet in the committee's cases, and the button that asks one."""
    title = words("Inhabilitet")
    body: list[Element] = [heading(title)]
    if not view.recusals:
        body.append(text(words("Ingen har meldt inhabilitet i sakene som er i gang.")))
    for one in view.recusals[:_MOST_LISTED]:
        body.append(text(f"**{one.proposal.case_number}** {escape(one.name)}", separator=True))
        state = words("Ikke avgjort") if one.recusal.state is RecusalState.RAISED else recusal_told(one, words)
        body.append(quiet(state))
        if one.may_decide:
            data = {"recusal": one.recusal.id}
            body += buttons([open_dialog(words("Før inn avgjørelsen"), "recusal_decide", data)])
    actions = [open_dialog(words("Meld inhabilitet"), "recusal_raise", {"committee": view.mandate.id})]
    return card(body, words, summary=title, actions=actions)


def call_card(view: CallView, words: Words) -> Card:
    """To a deputy who is called: why, for what, and yes or no."""
    title = words("Du er kalt inn som vara for {organisation}", organisation=escape(view.organisation))
    body: list[Element] = [heading(title), text(_why(view, words))]
    body += [text(f"**{one.case_number}** {escape(shorten(one.form.title, _LONGEST_TITLE))}") for one in view.cases]
    call = view.call
    data = {"call": call.id}
    if not call.stands:
        body.append(box([text(words("Innkallingen gjelder ikke lenger."))]))
        return card(body, words, summary=title)
    body.append(text(words("Du har stemmen så lenge innkallingen gjelder.")))
    actions = [execute(words("Stem i {case}", case=case), "voting.view", {"voting": id_}) for id_, case in view.votings]
    if call.answer is CallAnswer.WAITING:
        actions += [execute(words("Jeg stiller"), "deputy.accept", data)]
    actions.append(execute(words("Jeg kan ikke"), "deputy.decline", data))
    return card(body, words, summary=title, actions=actions[:_MOST_LISTED])


def _why(view: CallView, words: Words) -> str:
    case = view.cases[0].case_number if view.cases else ""
    when = words.moment(view.starts_at, view.zone) if view.starts_at else ""
    return words(_REASONS[view.call.reason], name=escape(view.absent), case=case, when=when)


def no_deputy_card(view: CallView, words: Words) -> Card:
    """To leader and secretary: nobody is left to call."""
    title = words("{organisation} mangler vara", organisation=escape(view.organisation))
    told = words("{name} kan ikke, og det er ingen flere å kalle inn. Snakk med kommunen.", name=escape(view.deputy))
    return card([heading(title), text(_why(view, words)), text(told)], words, summary=title)


def deputies_card(view: AbsencesView, words: Words) -> Card:
    """The open votings that one may hand over, and who has been called."""
    title = words("Vara")
    body: list[Element] = [heading(title)]
    if not view.calls and not view.to_hand_over:
        body.append(text(words("Ingen vara er kalt inn, og du har ingen åpen avstemning å overlate.")))
    for one in view.calls[:_MOST_LISTED]:
        told = f"**{escape(one.deputy)}** ({escape(one.organisation)}) – {_why(one, words)}"
        body.append(text(told, separator=True))
        body.append(quiet(words(_ANSWERS[one.call.answer] if one.call.ended_at is None else _ENDED)))
        if one.may_take_back:
            body += buttons([execute(words("Ta stemmen tilbake"), "deputy.take_back", {"voting": one.call.about})])
    actions = [
        execute(words("Overlat {case} til vara", case=case), "deputy.hand_over", {"voting": id_})
        for id_, case in view.to_hand_over[:_MOST_LISTED]
    ]
    return card(body, words, summary=title, actions=actions)


_ANSWERS = {
    CallAnswer.WAITING: N_("Ikke svart ennå"),
    CallAnswer.ACCEPTED: N_("Stiller"),
    CallAnswer.DECLINED: N_("Kan ikke"),
}
_ENDED = N_("Gjelder ikke lenger")


def entered_form(
    view: VotingView,
    people: Sequence[tuple[str, str]],
    words: Words,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Card:
    """The secretary enters a ballot that somebody has sent in writing."""
    typed = typed or {}
    choices = [(one, choice_name(one, words)) for one in ("for", "against", "abstain")]
    if not view.voting.rules.abstention_allowed:
        choices = choices[:2]
    lines = [
        text(f"**{view.proposal.case_number}** {escape(view.proposal.form.title)}"),
        input_choice("person", words("Hvem har sendt stemmen?"), people, typed.get("person", "")),
        input_choice("choice", words("Stemme"), choices, typed.get("choice", ""), style="expanded"),
        input_text("ground", words("Hvordan og når ble den mottatt?"), typed.get("ground", ""), lines=True),
        quiet(words("Den det gjelder får beskjed, og kan endre stemmen til avstemningen lukkes.")),
    ]
    title, data = words("Før inn en stemme"), {"voting": view.voting.id}
    return dialog_card(title, "ballot_enter", lines, data, words, faults=faults, longest={"ground": 500})


def entered_card(view: VotingView, words: Words) -> Card:
    """To the one whose ballot was entered: what it says, and the way to change it."""
    title = words("Stemmen din i {case} er ført inn", case=view.proposal.case_number)
    body: list[Element] = [heading(title), text(escape(shorten(view.proposal.form.title, _LONGEST_TITLE)))]
    own = view.own_ballot
    if own and own.entered_by:
        told = words("Sekretæren har ført inn: {choice}.", choice=choice_name(own.choice, words))
        body.append(box([text(told, weight="Bolder"), text(escape(own.remark))], "accent"))
    if not view.voting.is_open:
        return card(body, words, summary=title)
    body.append(text(words("Er det feil, kan du stemme selv til avstemningen lukkes.")))
    see = execute(words("Se stemmen"), "voting.view", {"voting": view.voting.id})
    return card(body, words, summary=title, actions=[see])


def entries_card(votings: Sequence[tuple[str, str]], words: Words) -> Card:
    """The open votings that a ballot can be entered in, as (voting id, case)."""
    title = words("Før inn en stemme")
    if not votings:
        return card([heading(title), text(words("Ingen avstemning er åpen."))], words, summary=title)
    told = text(words("Velg avstemningen der noen har sendt stemmen sin skriftlig."))
    actions = [open_dialog(case, "ballot_enter", {"voting": id_}) for id_, case in votings[:_MOST_LISTED]]
    return card([heading(title), told], words, summary=title, actions=actions)


def receipts_card(lines: Sequence[tuple[str, str, str, str]], words: Words, *, title: str = "") -> Card:
    """One's organisation's receipts: (case, choice, when, code)."""
    title = title or words("Kvitteringer")
    if not lines:
        return card(
            [heading(title), text(words("Dere har ingen stemmer å vise kvittering for."))], words, summary=title
        )
    body: list[Element] = [heading(title)]
    for case, choice, when, code in lines[: 2 * _MOST_LISTED]:
        body += [text(f"**{escape(case)}** – {choice}", separator=True), quiet(f"{when} · {code}")]
    body.append(quiet(words("Koden er kontrollsummen til innførselen i loggen. Den står i beviset for avstemningen.")))
    return card(body, words, summary=title)
