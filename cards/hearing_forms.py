"""The dialogs of a hearing: what was typed stays, and what is wrong stands beside its field."""

from collections.abc import Mapping, Sequence

from cards.build import Card, Element, escape, input_choice, input_date, input_text, input_toggle, quiet, text
from cards.forms import Faults, dialog_card
from committee.hearing_views import HearingView
from committee.hearings import LONGEST, Asked, HearingForm
from committee.proposals import Proposal
from locales import Words


def open_form(
    proposal: Proposal,
    form: HearingForm,
    words: Words,
    *,
    new: str,
    bodies: Mapping[str, str],
    least: str,
    faults: Faults | None = None,
) -> Card:
    """Leader or secretary asks others about a case; `least` tells the first day that may be chosen."""
    hint = words("Et nettverk, en kommune eller en person, ett navn på hver linje")
    fields: list[Element] = [
        _named(proposal),
        input_choice(
            "bodies", words("Hvem skal høres?"), bodies.items(), ",".join(form.bodies), isMultiSelect=True,
            style="compact",
        ),
        input_toggle("each", words("Hver kommune svarer for seg"), label=words("Hvordan de svarer"), on=form.each),
        input_text("others", words("Andre, som ikke er her i Teams"), form.others, lines=True, hint=hint),
        input_text("question", words("Hva vil dere ha innspill på?"), form.question, lines=True),
        input_date("closes_on", words("Frist for innspill (klokken 16)"), form.closes_on),
        quiet(least),
        quiet(words("Saken venter til høringen er over. De som ikke har svart, får en påminnelse.")),
    ]  # fmt: skip
    title = words("Send {case} på høring", case=proposal.case_number)
    data = {"proposal": proposal.id, "new": new}
    return dialog_card(
        title, "hearing_open", fields, data, words, faults=faults, longest=LONGEST, send=words("Send på høring")
    )


def input_form(
    proposal: Proposal,
    question: str,
    words: Words,
    *,
    data: Mapping[str, str],
    form: str,
    own: Sequence[Asked] = (),
    chosen: str = "",
    typed: str = "",
    faults: Faults | None = None,
) -> Card:
    """What one that is heard has to say; `own` are those whom the one who answers may answer for."""
    fields: list[Element] = [_named(proposal)]
    if question:
        fields.append(text(escape(question)))
    if len(own) > 1:
        choices = [(one.id, one.name) for one in own]
        fields.append(input_choice("asked", words("Hvem svarer dere for?"), choices, chosen or own[0].id))
    elif own:
        fields.append(text(words("Svar fra {name}", name=escape(own[0].name))))
    fields += [
        input_text("text", words("Innspill"), typed, lines=True),
        quiet(words("Innspillet står på saken, og alle i utvalget kan lese det. Du kan rette det senere.")),
    ]
    title = words("Innspill til {case}", case=proposal.case_number)
    return dialog_card(title, form, fields, data, words, faults=faults, longest=LONGEST)


def extend_form(
    view: HearingView, words: Words, *, closes_on: str = "", ground: str = "", faults: Faults | None = None
) -> Card:
    """More time, with a ground."""
    now = words("Frist: {when}", when=words.moment(view.hearing.closes_at, view.mandate.time_zone))
    fields = [
        _named(view.proposal),
        quiet(now),
        input_date("closes_on", words("Ny frist (klokken 16)"), closes_on),
        input_text("ground", words("Hvorfor trengs det mer tid?"), ground, lines=True),
    ]
    data = {"hearing": view.hearing.id}
    return dialog_card(words("Ny frist"), "hearing_extend", fields, data, words, faults=faults, longest=LONGEST)


def close_form(view: HearingView, words: Words, *, ground: str = "", faults: Faults | None = None) -> Card:
    """Ended before its deadline; a ground when somebody has not answered."""
    fields: list[Element] = [_named(view.proposal)]
    if view.missing:
        names = words.join([escape(one.asked.name) for one in view.missing[:20]])
        fields += [
            text(words("Har ikke svart: {names}", names=names)),
            input_text("ground", words("Hvorfor avsluttes høringen nå?"), ground, lines=True),
        ]
    else:
        fields.append(text(words("Alle har svart.")))
    data = {"hearing": view.hearing.id}
    title = words("Avslutt høringen")
    return dialog_card(title, "hearing_close", fields, data, words, faults=faults, longest=LONGEST, send=title)


def _named(proposal: Proposal) -> Element:
    return text(f"**{proposal.case_number}** {escape(proposal.form.title)}")
