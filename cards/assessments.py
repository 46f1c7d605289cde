"""What the organisation that serves says of a case: the section on its card, and the dialog where it is written."""

from collections.abc import Mapping, Sequence

from cards.build import Card, Element, box, escape, input_choice, input_text, quiet, shorten, subheading, text
from cards.detail import LEVELS, Detail
from cards.forms import Faults, dialog_card
from committee.assessments import LONGEST, Assessment, AssessmentView, write_role_hours
from committee.members import Person
from committee.proposals import Proposal
from locales import Words


def assessment_lines(view: AssessmentView | None, words: Words, detail: Detail = LEVELS[0]) -> list[Element]:
    """Nothing where nobody is to assess it; «Ikke vurdert» where the case has gone on without it."""
    if view is None:
        return []
    organisation = escape(view.organisation)
    if view.assessment is None:
        return [box([text(words("Ikke vurdert av {organisation}", organisation=organisation))], "warning")]
    lines = _said(view.assessment, words, detail.text)
    if view.adviser:
        lines.append(text(words("Rådgiver: {name}", name=escape(view.adviser))))
    if view.by:
        lines.append(quiet(words("Vurdert av {name}", name=escape(view.by))))
    return [subheading(words("Vurdering fra {organisation}", organisation=organisation)), box(lines, "emphasis")]


def _said(made: Assessment, words: Words, longest: int) -> list[Element]:
    said = (
        (words("Teknisk"), made.technical),
        (words("Kostnad"), made.cost),
        (words("Kapasitet"), made.capacity),
    )
    lines = [text(f"**{title}**: {escape(shorten(one, longest))}") for title, one in said if one]
    if made.hours:
        told = [words("{role} {n} timer", role=escape(role), n=hours) for role, hours in made.hours]
        lines.append(text(f"**{words('Timer')}**: {words.join(told)}"))
    return lines


def assessment_form(
    proposal: Proposal,
    known: Assessment | None,
    people: Sequence[Person],
    words: Words,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Card:
    """To whoever sits for the organisation that serves; what stands is filled in."""
    before = {name: getattr(known, name) for name in ("technical", "cost", "capacity")} if known else {}
    if known:
        before |= {"hours": write_role_hours(known.hours), "adviser": known.adviser_id}
    value = {"technical": "", "cost": "", "capacity": "", "hours": "", "adviser": "", **before, **(typed or {})}
    choices = [("", words("Ingen ennå")), *((one.id, one.name) for one in people)]
    lines = [
        text(escape(proposal.form.title), weight="Bolder"),
        input_text("technical", words("Teknisk"), value["technical"], lines=True),
        input_text("cost", words("Kostnad"), value["cost"], lines=True),
        input_text("capacity", words("Kapasitet"), value["capacity"], lines=True),
        input_text("hours", words("Timer for hver rolle"), value["hours"], lines=True, hint=words("Prosjektleder: 40")),
        input_choice("adviser", words("Rådgiver"), choices, value["adviser"]),
    ]
    data = {"proposal": proposal.id}
    title = words("Vurder saken")
    return dialog_card(title, "assessment", lines, data, words, faults=faults, longest=LONGEST, send=words("Lagre"))
