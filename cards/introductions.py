"""How far each municipality has come in taking a case into use, and the dialogs where it is written."""

from collections.abc import Mapping

from cards.build import (
    Card,
    Element,
    box,
    card,
    escape,
    execute,
    heading,
    input_date,
    input_text,
    input_toggle,
    open_dialog,
    quiet,
    shorten,
    text,
)
from cards.forms import Faults, dialog_card
from committee.introductions import LONGEST, ONLY_STEP, IntroductionLine, IntroductionView
from locales import Words

#: With more than these each municipality's steps are counted, not listed: the card would be too large.
_FEW = 6


def introduction_card(view: IntroductionView, words: Words, *, told: str = "") -> Card:
    """«3 av 4 har innført», each municipality's day, steps and deviation, and one's own way to write."""
    title = words("Innføring av sak {case}", case=view.case_number)
    count = introduced(view, words)
    body: list[Element] = [heading(title), *([text(told, weight="Bolder")] if told else [])]
    body += [text(escape(view.title), weight="Bolder"), text(count)]
    for one in view.lines:
        body.append(box(_municipality(one, view, words), _style(one)))
    actions, data = [], {"proposal": view.proposal_id}
    if view.own:
        name = view.own.name
        actions.append(open_dialog(words("Før inn for {organisation}", organisation=name), "introduction", data))
    if view.may_set:
        actions.append(open_dialog(words("Sett opp trinnene"), "introduction_steps", data))
    actions.append(execute(words("Se saken"), "case.view", data))
    return card(body, words, summary=f"{title}: {count}", actions=actions)


def introduced(view: IntroductionView, words: Words) -> str:
    return words("{n} av {all} har innført", n=view.introduced, all=len(view.lines))


def _style(line: IntroductionLine) -> str:
    if line.is_done:
        return "good"
    return "warning" if line.is_late else "emphasis"


def _municipality(line: IntroductionLine, view: IntroductionView, words: Words) -> list[Element]:
    name, record = escape(line.name), line.record
    if record is None:
        return [text(words("**{organisation}**: ikke planlagt ennå", organisation=name))]
    lines = [text(words("**{organisation}**: {told}", organisation=name, told=_when(line, words)))]
    many = len(view.lines) > _FEW
    if view.steps and many:
        done = sum(id_ in record.done for id_, _ in view.steps)
        lines.append(quiet(words("{n} av {all} trinn er gjort", n=done, all=len(view.steps))))
    elif view.steps:
        marks = [f"{'✓' if id_ in record.done else '–'} {escape(title)}" for id_, title in view.steps]
        lines += [text(one, spacing="Small") for one in marks]
    if record.deviation:
        lines.append(
            text(words("Avvik: {text}", text=escape(shorten(record.deviation, 120 if many else 500))), spacing="Small")
        )
    if line.by:
        lines.append(quiet(words("Ført inn av {name}", name=escape(line.by))))
    return lines


def _when(line: IntroductionLine, words: Words) -> str:
    record = line.record
    if record and line.is_done and record.done_on:
        return words("innført {day}", day=words.date(record.done_on))
    if record is None or record.planned_on is None:
        return words("ikke planlagt ennå")
    day = words.date(record.planned_on)
    return words("skulle vært innført {day}", day=day) if line.is_late else words("planlagt {day}", day=day)


def introduction_form(
    view: IntroductionView, words: Words, *, typed: Mapping[str, str] | None = None, faults: Faults | None = None
) -> Card:
    """A municipality's own day, steps and deviation."""
    own = view.own.record if view.own else None
    standing = {
        "planned_on": own.planned_on.isoformat() if own and own.planned_on else "",
        "done_on": own.done_on.isoformat() if own and own.done_on else "",
        "deviation": own.deviation if own else "",
        **{f"step_{one}": "true" for one in (own.done if own else ())},
    }
    filled = standing if typed is None else typed
    steps = view.steps or ((ONLY_STEP, words("Tatt i bruk")),)
    lines: list[Element] = [input_date("planned_on", words("Når planlegger dere å ta det i bruk?"),
                                       filled.get("planned_on", ""))]  # fmt: skip
    for n, (id_, title) in enumerate(steps, start=1):
        label = words("Trinn {n} av {all}", n=n, all=len(steps))
        lines.append(input_toggle(f"step_{id_}", title, label=label, on=filled.get(f"step_{id_}") == "true"))
    lines += [
        input_date("done_on", words("Når var det tatt i bruk? (tomt er i dag, når alt er gjort)"),
                   filled.get("done_on", "")),
        input_text("deviation", words("Gjør dere noe annerledes eller senere? Si hva, og hvorfor (kan stå tom)"),
                   filled.get("deviation", ""), lines=True),
    ]  # fmt: skip
    name = view.own.name if view.own else ""
    title = words("Før inn for {organisation}", organisation=name)
    data = {"proposal": view.proposal_id}
    return dialog_card(title, "introduction", lines, data, words, faults=faults, longest=LONGEST)


def steps_form(view: IntroductionView, words: Words, *, typed: str | None = None, faults: Faults | None = None) -> Card:
    """What every municipality does, one step a line."""
    standing = "\n".join(title for _, title in view.steps)
    lines = [
        input_text("steps", words("Hva gjør hver kommune? Ett trinn på hver linje, høyst ti"),
                   standing if typed is None else typed, lines=True),
        quiet(words("Det som er krysset av, står når ordene i trinnet er de samme. Uten trinn er det ett.")),
    ]  # fmt: skip
    data = {"proposal": view.proposal_id}
    return dialog_card(words("Sett opp trinnene"), "introduction_steps", lines, data, words, faults=faults)
