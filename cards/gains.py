"""The gains of a case: what is hoped for, what is measured, and the dialogs where it is written."""

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
    input_date,
    input_people,
    input_text,
    open_dialog,
    quiet,
    shorten,
    text,
)
from cards.case_parts import case_name
from cards.forms import Faults, dialog_card
from committee.gains import LONGEST, GainView
from committee.proposals import Proposal
from locales import Words

_MOST = 5
_MOST_MEASURED = 3


def gain_card(view: GainView, words: Words, *, told: str = "") -> Card:
    """One gain, to its owner and to whoever leads the work."""
    title = words("Gevinst i sak {case}", case=view.case_number)
    body: list[Element] = [heading(title), *([text(told, weight="Bolder")] if told else [])]
    body += [text(escape(view.title), weight="Bolder"), *_gain(view, words, measured=_MOST_MEASURED)]
    see = execute(words("Se saken"), "case.view", {"proposal": view.gain.about})
    return card(body, words, summary=title, actions=[see] if view.may_see_case else [])


def gains_card(proposal: Proposal, views: Sequence[GainView], words: Words, *, may_plan: bool) -> Card:
    """All gains of a case."""
    title = words("Gevinster i sak {case}", case=proposal.case_number)
    body: list[Element] = [heading(title), text(escape(proposal.form.title), weight="Bolder")]
    if proposal.form.benefit:
        body.append(quiet(words("Ventet i forslaget: {text}", text=escape(shorten(proposal.form.benefit, 300)))))
    if not views:
        body.append(text(words("Ingen gevinster er planlagt ennå.")))
    for one in views[:_MOST]:
        body += _gain(one, words, measured=1)
    left = len(views) - _MOST
    if left > 0:
        body.append(quiet(words.plural("og {n} gevinst til", "og {n} gevinster til", left)))
    data = {"proposal": proposal.id}
    plan = [open_dialog(words("Ny gevinst"), "gain", data)] if may_plan else []
    return card(body, words, summary=title, actions=[*plan, execute(words("Se saken"), "case.view", data)])


def _gain(view: GainView, words: Words, *, measured: int) -> list[Element]:
    gain, unit = view.gain, escape(view.gain.unit)
    way = words("Fra {baseline} til {target} {unit}", baseline=number(gain.baseline, words),
                target=number(gain.target, words), unit=unit)  # fmt: skip
    lines: list[Element] = [text(f"**{escape(gain.what)}**", separator=True), text(way, spacing="Small")]
    found: list[Element] = []
    for one, by in view.measured[-measured:]:
        said = words(
            "{day}: {value} {unit}", day=words.date(one.measured_on), value=number(one.value, words), unit=unit
        )
        found.append(text(said, weight="Bolder", spacing="Small"))
        found += [text(escape(shorten(one.text, 300)), spacing="Small")] if one.text else []
        found += [quiet(escape(by))] if by else []
    if view.percent is not None:
        found.append(text(words("{n} prosent av målet er nådd", n=view.percent), spacing="Small"))
    lines.append(box(found or [text(words("Ikke målt ennå"))], "good" if (view.percent or 0) >= 100 else "emphasis"))
    return [*lines, quiet(_standing(view, words)), *buttons(_acts(view, words))]


def _standing(view: GainView, words: Words) -> str:
    if view.gain.dropped_at:
        return words("Følges ikke opp lenger")
    owner = escape(view.owner)
    if view.gain.due_on is None:
        return words("{owner} eier gevinsten. Ingen flere målinger er ventet.", owner=owner)
    return words("{owner} måler {day}", owner=owner, day=words.date(view.gain.due_on))


def _acts(view: GainView, words: Words) -> list[Element]:
    data, acts = {"gain": view.gain.id}, []
    stands = view.gain.dropped_at is None
    if view.may_measure and stands:
        acts.append(open_dialog(words("Før inn måling"), "gain_measure", data))
        if view.measured:
            acts.append(execute(words("Ta bort siste måling"), "gain.undo", data))
    if view.may_change:
        title = words("Følg ikke opp lenger") if stands else words("Følg opp igjen")
        acts.append(execute(title, "gain.drop" if stands else "gain.resume", data))
    return acts


def number(value: str, words: Words) -> str:
    """With the language's own mark between whole and part."""
    return value if words.language == "en" else value.replace(".", ",")


def gain_form(
    proposal: Proposal,
    words: Words,
    *,
    people: Sequence[tuple[str, str]],
    data: Mapping[str, str],
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Card:
    """What is to be better, by how much, and who measures it when."""
    typed = typed or {}
    lines = [
        text(case_name(proposal, words), weight="Bolder"),
        input_text("what", words("Hva skal bli bedre?"), typed.get("what", "")),
        input_text("unit", words("Hva måles det i? For eksempel timer i uken"), typed.get("unit", "")),
        input_text("baseline", words("Hvor mye er det nå?"), typed.get("baseline", "")),
        input_text("target", words("Hvor mye er målet?"), typed.get("target", "")),
        input_date("due_on", words("Når skal det måles?"), typed.get("due_on", "")),
        input_people("owner", words("Hvem eier gevinsten og måler?"), people, typed.get("owner", "")),
    ]
    return dialog_card(words("Ny gevinst"), "gain", lines, data, words, faults=faults, longest=LONGEST)


def measurement_form(
    view: GainView,
    words: Words,
    *,
    data: Mapping[str, str],
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Card:
    """What was found."""
    typed = typed or {}
    lines = [
        text(escape(view.gain.what), weight="Bolder"),
        input_text("value", words("Hvor mye er det nå, i {unit}?", unit=view.gain.unit), typed.get("value", "")),
        input_date("measured_on", words("Når ble det målt? (tomt er i dag)"), typed.get("measured_on", "")),
        input_text("text", words("Noe å legge til? (kan stå tom)"), typed.get("text", ""), lines=True),
        input_date("next_on", words("Neste måling (tomt: ingen flere)"), typed.get("next_on", "")),
    ]
    title = words("Før inn måling")
    return dialog_card(title, "gain_measure", lines, data, words, faults=faults, longest=LONGEST)
