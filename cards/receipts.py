"""Cards about an organisation's ballot: entered for one who is away, and what it said, with a receipt."""

from collections.abc import Mapping, Sequence

from cards.build import (
    Card,
    Element,
    box,
    card,
    escape,
    execute,
    heading,
    input_choice,
    input_text,
    input_toggle,
    open_dialog,
    quiet,
    shorten,
    text,
)
from cards.forms import Faults, dialog_card
from committee.views import VotingView
from committee.voting import LONGEST_REMARK, WHOLE, Choice
from committee.workflows.entered_ballots import LONGEST_RECEIVED
from locales import Words
from locales.outcomes import choice_name

_LONGEST_TITLE = 80
_MOST_LISTED = 6
_MOST_RECEIPTS = 12


def entered_form(
    view: VotingView,
    people: Sequence[tuple[str, str]],
    words: Words,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Card:
    """The secretary enters a ballot that somebody has sent in writing."""
    typed, rules = typed or {}, view.voting.rules
    choices = [
        (one.value, choice_name(one, words)) for one in WHOLE if one is not Choice.ABSTAIN or rules.abstention_allowed
    ]
    lines = [
        text(f"**{view.proposal.case_number}** {escape(view.proposal.form.title)}"),
        input_choice("person", words("Hvem har sendt stemmen?"), people, typed.get("person", "")),
        input_choice("choice", words("Stemme"), choices, typed.get("choice", ""), style="expanded"),
        input_text(
            "ground", words("Hvordan og når ble den mottatt?"), typed.get("ground", ""),
            hint=words("For eksempel «e-post 12. mars»"),
        ),
        input_text("remark", words("Merknad til referatet (valgfritt)"), typed.get("remark", ""), lines=True),
    ]  # fmt: skip
    if rules.escalation_may_be_demanded and view.board:
        demand = words("Krev at saken løftes til {body} (skriv hvorfor i merknaden)", body=view.board.name)
        on = typed.get("demand") == "true"
        lines.append(input_toggle("demand", demand, on=on, label=words("Krav om løft")))
    lines.append(quiet(words("Den det gjelder får beskjed, og kan endre stemmen til avstemningen lukkes.")))
    title, data = words("Før inn en stemme"), {"voting": view.voting.id}
    longest = {"ground": LONGEST_RECEIVED, "remark": LONGEST_REMARK}
    return dialog_card(title, "ballot_enter", lines, data, words, faults=faults, longest=longest)


def entered_card(view: VotingView, received: str, words: Words) -> Card:
    """To the one whose ballot was entered: what it says, and the way to confirm or change it."""
    title = words("Stemmen din i {case} er ført inn", case=view.proposal.case_number)
    body: list[Element] = [heading(title), text(escape(shorten(view.proposal.form.title, _LONGEST_TITLE)))]
    own = view.own_ballot
    is_entered = own is not None and bool(own.entered_by)
    if own and is_entered:
        told = words("Sekretæren har ført inn: {choice}.", choice=choice_name(own.choice, words))
        lines = [text(told, weight="Bolder")]
        if received:
            lines.append(text(words("Mottatt: {how}", how=escape(received))))
        if own.remark:
            lines.append(text(words("Merknad: {remark}", remark=escape(own.remark))))
        if own.escalation_demanded:
            lines.append(text(words("Dere krever at saken løftes.")))
        body.append(box(lines, "accent"))
    if not view.voting.is_open:
        return card(body, words, summary=title)
    body.append(text(words("Er det feil, kan du stemme selv til avstemningen lukkes.")))
    actions = [execute(words("Se stemmen"), "voting.view", {"voting": view.voting.id})]
    if own and is_entered:
        data = {"voting": view.voting.id, "choice": own.choice.value, "revision": own.revision}
        actions.insert(0, execute(words("Det stemmer"), "ballot.cast", data, style="positive"))
    return card(body, words, summary=title, actions=actions)


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
        told = words("Dere har ingen stemmer å vise kvittering for.")
        return card([heading(title), text(told)], words, summary=title)
    body: list[Element] = [heading(title)]
    for case, choice, when, code in lines[:_MOST_RECEIPTS]:
        body += [text(f"**{escape(case)}** – {choice}", separator=True), quiet(f"{when} · {code}")]
    body.append(quiet(words("Koden er kontrollsummen til innførselen i loggen. Den står i beviset for avstemningen.")))
    return card(body, words, summary=title)
