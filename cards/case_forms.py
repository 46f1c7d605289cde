"""The dialogs about a case that has left the committee, rests, or is carried out: nothing typed is lost."""

from collections.abc import Callable, Mapping, Sequence

from cards.build import (
    Card,
    Element,
    buttons,
    card,
    escape,
    fault,
    input_choice,
    input_date,
    input_people,
    input_text,
    quiet,
    submit,
    text,
)
from cards.case_parts import case_name
from committee.case_records import DecidedBy
from committee.case_rights import Act
from committee.errors import CommitteeError
from committee.proposals import LONGEST_REASON, ProposalState
from committee.views import ProposalView
from committee.workflows.case_texts import LONGEST_WHY
from committee.workflows.decisions import LONGEST_DECISION, LONGEST_REFERENCE, BodyAnswer, OfficeAnswer
from committee.workflows.progress import LONGEST_ANCHORING, LONGEST_REPORT
from locales import Words
from locales.cases import gains
from locales.refusals import refusal

Typed = Mapping[str, str]
Faults = Mapping[str, str]
People = Sequence[tuple[str, str]]
_Fields = Callable[[ProposalView, Typed, People, Words], list[Element]]
_LONGEST = {
    Act.OFFICE: {"text": LONGEST_REASON},
    Act.BODY: {"text": LONGEST_DECISION, "reference": LONGEST_REFERENCE},
    Act.REPORT: {"text": LONGEST_REPORT},
    Act.EVALUATE: {"text": LONGEST_REPORT},
    Act.ANCHOR: {"reference": LONGEST_ANCHORING},
    Act.DEFER: {"reason": LONGEST_REASON},
    Act.WITHDRAW: {"reason": LONGEST_REASON},
    Act.STOP: {"ground": LONGEST_WHY},
    Act.CORRECT: {"text": LONGEST_DECISION, "reference": LONGEST_REFERENCE},
}


def case_form(
    act: Act,
    view: ProposalView,
    words: Words,
    *,
    typed: Typed | None = None,
    faults: Faults | None = None,
    people: People = (),
) -> Card:
    """The dialog for one thing to do with a case; `people` are offered at once, as (id, name)."""
    proposal = view.proposal
    title = case_form_title(act, words)
    lines: list[Element] = [text(case_name(proposal, words), weight="Bolder")]
    for element in _FIELDS[act](view, typed or {}, people, words):
        lines.append(element)
        code = (faults or {}).get(element.get("id", ""))
        if code:
            longest = _LONGEST.get(act, {}).get(element["id"], 0)
            lines.append(fault(refusal(CommitteeError(code, longest=longest), words)))
    send = submit(_SENDS[act](words), act.value, {"proposal": proposal.id})
    return card([*lines, *buttons([send])], words, summary=title)


def case_form_title(act: Act, words: Words) -> str:
    """What the dialog is called, and the button that opens it."""
    return _TITLES[act](words)


def _office(view: ProposalView, typed: Typed, _: People, words: Words) -> list[Element]:
    rejected = view.proposal.advice is ProposalState.NOT_RECOMMENDED
    advice = words("Utvalget rår fra forslaget.") if rejected else words("Utvalget tilrår innstillingen:")
    answers = [
        (OfficeAnswer.FOLLOWED.value, words("Vi følger rådet")),
        (OfficeAnswer.NOT_FOLLOWED.value, words("Vi følger ikke rådet")),
        (OfficeAnswer.QUESTION.value, words("Utvalget bør se på saken igjen")),
    ]
    if view.board:
        answers.append((OfficeAnswer.LIFTED.value, words("Saken løftes til {body}", body=view.board.name)))
    return [
        text(advice),
        text(escape(view.proposal.recommendation)),
        input_choice("answer", words("Hva er svaret?"), answers, typed.get("answer", ""), style="expanded"),
        input_text(
            "text",
            words("Begrunnelse"),
            typed.get("text", ""),
            lines=True,
            hint=words("Kan stå tom når rådet følges"),
        ),
    ]


def _body(view: ProposalView, typed: Typed, _: People, words: Words) -> list[Element]:
    answers = (
        (BodyAnswer.APPROVED.value, words("Vedtatt")),
        (BodyAnswer.REJECTED.value, words("Ikke vedtatt")),
        (BodyAnswer.QUESTION.value, words("Sendes tilbake til utvalget med et spørsmål")),
    )
    return [
        text(escape(view.proposal.recommendation)),
        input_choice("answer", words("Hva ble utfallet?"), answers, typed.get("answer", ""), style="expanded"),
        input_text("text", words("Vedtaket, eller spørsmålet til utvalget"), typed.get("text", ""), lines=True),
        input_text(
            "reference",
            words("Saksnummer for vedtaket"),
            typed.get("reference", ""),
            hint=words("For eksempel «PS 12/26»"),
        ),
    ]


def _correct(view: ProposalView, typed: Typed, people: People, words: Words) -> list[Element]:
    """The same fields, without what would send the case on its way again."""
    fields = (_office if view.proposal.decided_by == DecidedBy.OFFICE else _body)(view, typed, people, words)
    for one in fields:
        if one.get("id") == "answer":
            one["choices"] = one["choices"][:2]
    return fields


def _start(_: ProposalView, typed: Typed, people: People, words: Words) -> list[Element]:
    hint = words("Skriv noen bokstaver av navnet")
    label = words("Hvem følger opp at dette blir gjort?")
    return [input_people("responsible", label, people, typed.get("responsible", ""), hint=hint)]


def _report(view: ProposalView, typed: Typed, _: People, words: Words) -> list[Element]:
    states = (("in_progress", words("Arbeidet pågår")), ("realised", words("Det er realisert, og tatt i bruk")))
    chosen = typed.get("state", view.proposal.state.value)
    return [
        input_text("text", words("Hvordan går det?"), typed.get("text", ""), lines=True,
                   hint=words("Noen linjer er nok")),
        input_choice("state", words("Hvor står saken nå?"), states, chosen, style="expanded"),
    ]  # fmt: skip


def _evaluate(view: ProposalView, typed: Typed, _: People, words: Words) -> list[Element]:
    hoped = words("Dette ventet dere: {benefit}", benefit=escape(view.proposal.form.benefit))
    return [
        text(hoped),
        input_choice("gain", words("Hva ble gevinsten?"), gains(words).items(), typed.get("gain", ""),
                     style="expanded"),
        input_text("text", words("Hva har dere sett, og hva lærte dere?"), typed.get("text", ""), lines=True),
    ]  # fmt: skip


def _anchor(_: ProposalView, typed: Typed, __: People, words: Words) -> list[Element]:
    hint = words("For eksempel «sak 45/26 i kommunestyret» eller «ledergruppen 3. mai»")
    return [input_text("reference", words("Hvor er beslutningen forankret?"), typed.get("reference", ""), hint=hint)]


def _defer(_: ProposalView, typed: Typed, __: People, words: Words) -> list[Element]:
    return [
        input_text("reason", words("Hvorfor utsettes saken?"), typed.get("reason", ""), lines=True),
        input_date("until", words("Når skal den tas opp igjen?"), typed.get("until", "")),
        quiet(words("Saken kommer tilbake av seg selv den dagen.")),
    ]


def _stop(_: ProposalView, typed: Typed, __: People, words: Words) -> list[Element]:
    told = words("Stemmene som er avgitt, teller ikke. Når teksten er rettet og kvalitetssikret, stemmes det på nytt.")
    return [
        input_text("ground", words("Hva må rettes?"), typed.get("ground", ""), lines=True),
        quiet(told),
    ]


def _withdraw(_: ProposalView, typed: Typed, __: People, words: Words) -> list[Element]:
    return [
        input_text("reason", words("Hvorfor trekkes saken?"), typed.get("reason", ""), lines=True),
        quiet(words("Dette kan angres fra saken.")),
    ]


_FIELDS: dict[Act, _Fields] = {
    Act.OFFICE: _office,
    Act.BODY: _body,
    Act.START: _start,
    Act.REPORT: _report,
    Act.EVALUATE: _evaluate,
    Act.ANCHOR: _anchor,
    Act.DEFER: _defer,
    Act.WITHDRAW: _withdraw,
    Act.STOP: _stop,
    Act.CORRECT: _correct,
}
_TITLES: dict[Act, Callable[[Words], str]] = {
    Act.OFFICE: lambda words: words("Svar på rådet"),
    Act.BODY: lambda words: words("Før inn svaret"),
    Act.REVISE: lambda words: words("Rett teksten"),
    Act.START: lambda words: words("Sett i gang"),
    Act.REPORT: lambda words: words("Meld fremdrift"),
    Act.EVALUATE: lambda words: words("Evaluer"),
    Act.ANCHOR: lambda words: words("Forankret hos oss"),
    Act.SEND_OUT: lambda words: words("Send ut skriftlig"),
    Act.EXTRA_MEETING: lambda words: words("Kall inn til ekstramøte"),
    Act.ASK_URGENCY: lambda words: words("Be om hastebehandling"),
    Act.DEFER: lambda words: words("Utsett"),
    Act.WITHDRAW: lambda words: words("Trekk saken"),
    Act.STOP: lambda words: words("Stopp avstemningen"),
    Act.UNDO: lambda words: words("Angre"),
    Act.CORRECT: lambda words: words("Rett svaret"),
    Act.TAKE_UP: lambda words: words("Ta opp igjen"),
    Act.RECUSE: lambda words: words("Meld inhabilitet"),
}
_SENDS: dict[Act, Callable[[Words], str]] = {
    **dict.fromkeys(_TITLES, lambda words: words("Lagre")),
    Act.WITHDRAW: lambda words: words("Trekk saken"),
    Act.DEFER: lambda words: words("Utsett"),
    Act.STOP: lambda words: words("Stopp avstemningen"),
}
