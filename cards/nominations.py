"""A nomination as the one who is asked, those who follow it and the channel see it; and a seat given or ended."""

from collections.abc import Mapping

from cards.build import (
    Card,
    Element,
    box,
    buttons,
    card,
    escape,
    execute,
    facts,
    fault,
    heading,
    input_text,
    open_dialog,
    quiet,
    shorten,
    subheading,
    text,
)
from committee.appointments import NominationState
from committee.errors import CommitteeError
from committee.nomination_views import AppointmentView, NominationView
from committee.nominations import LONGEST
from locales import Words
from locales.nominations import nomination_state, seat_for
from locales.outcomes import function_name
from locales.refusals import refusal

_SHOWN = 600
_SHOWN_ADVICE = 300
_SHOWN_IN_LIST = 120


def nomination_card(
    view: NominationView, words: Words, *, faults: Mapping[str, str] | None = None, typed: str = "", note: str = ""
) -> Card:
    """The whole nomination; the one who is asked answers here, the others follow it."""
    nomination = view.nomination
    asks = view.is_nominee and nomination.state is NominationState.ASKED
    title = words("Vil du sitte i {committee}?", committee=escape(view.mandate.name))
    if not asks:
        title = words("Nominering til {committee}", committee=escape(view.mandate.name))
    told = [box([text(note)], "good")] if note else []
    body = [heading(title), *told, *_standing(view, words), facts(_facts(view, words)), *_advice(view, words)]
    if asks:
        body += _answer(view, words, faults or {}, typed)
    else:
        body += buttons(nomination_actions(view, words))
    return card(body, words, summary=title)


def _standing(view: NominationView, words: Words) -> list[Element]:
    nomination = view.nomination
    if view.is_nominee and nomination.state is NominationState.ASKED:
        seat = words("{organisation} vil ha deg som {function}.", organisation=escape(view.organisation),
                     function=_function(view, words))  # fmt: skip
        return [text(seat)]
    if view.is_nominee and nomination.state is NominationState.APPOINTED:
        told = words("Du er oppnevnt. Velkommen! Skriv «hjelp» for å se hva du kan gjøre i utvalget.")
    elif view.is_nominee and nomination.state is NominationState.ACCEPTED:
        appoints = escape(view.appointed_by)
        told = words("Takk! Du har sagt ja. {organisation} oppnevner, og du får beskjed.", organisation=appoints)
    elif view.is_nominee and nomination.state is NominationState.DECLINED:
        told = words("Takk for svaret. Den som nominerte deg, har fått beskjed.")
    else:
        told = f"{nomination_state(nomination.state, words)}."
    look = {NominationState.APPOINTED: "good", NominationState.ASKED: "accent", NominationState.ACCEPTED: "accent"}
    lines = [text(told, weight="Bolder")]
    if nomination.reason and not nomination.is_open:
        lines.append(text(words("Begrunnelse: {reason}", reason=escape(nomination.reason))))
    return [box(lines, look.get(nomination.state, "warning"))]


def _function(view: NominationView, words: Words) -> str:
    name = function_name(view.nomination.function, words)
    return words("{function} (vara)", function=name) if view.nomination.is_deputy else name


def _facts(view: NominationView, words: Words) -> tuple[tuple[str, str], ...]:
    nomination = view.nomination
    by = escape(view.nominated_by)
    if nomination.on_behalf:
        by = words("{name}, etter skriftlig beskjed fra organisasjonen", name=by)
    return (
        (words("Nominert"), escape(view.person)),
        (words("Plass"), escape(seat_for(nomination.function, nomination.is_deputy, view.organisation, words))),
        (words("Periode"), term_of(view, words)),
        (words("Hvorfor denne perioden"), escape(nomination.term_reason)),
        (words("Bakgrunn"), escape(shorten(nomination.background, _SHOWN))),
        (words("Plassen er tenkt for"), escape(view.rule.level) if view.rule else ""),
        (words("Nominert av"), by),
        (words("Oppnevnes av"), escape(view.appointed_by)),
        (words("Oppnevnt uten alle råd, fordi"), escape(nomination.without_advice)),
    )


def term_of(view: NominationView | AppointmentView, words: Words) -> str:
    """«1. januar 2027 – 31. desember 2030», «fra 1. januar 2027»."""
    term = view.nomination if isinstance(view, NominationView) else view.appointment
    begins = words.long_date(term.from_on)
    if term.until_on is None:
        return words("fra {day}", day=begins)
    return f"{begins} – {words.long_date(term.until_on)}"


def _advice(view: NominationView, words: Words) -> list[Element]:
    """Whose advice is asked, for those who appoint (004-21, 004-22)."""
    if not view.advice or not view.may_confirm:
        return []
    lines = [
        text(f"**{escape(who)}:** {escape(shorten(answer, _SHOWN_ADVICE)) if answer else words('ikke ført inn')}",
             spacing="Small")
        for who, answer in view.advice
    ]  # fmt: skip
    return [subheading(words("Råd som skal hentes inn")), *lines]


def _answer(view: NominationView, words: Words, faults: Mapping[str, str], typed: str) -> list[Element]:
    data = {"nomination": view.nomination.id}
    told = words("Sier du ja, får du plassen med en gang, og utvalget får beskjed.")
    if view.appointed_by:
        told = words("Sier du ja, går saken til {organisation}, som oppnevner.", organisation=escape(view.appointed_by))
    elif view.nomination.from_on > view.nomination.nominated_at.date():
        told = words("Sier du ja, får du plassen fra den første dagen i perioden, og utvalget får beskjed.")
    field = input_text("reason", words("Vil du si hvorfor, hvis du takker nei? (kan stå tom)"), typed)
    wrong = [fault(_fault(faults["reason"], words))] if "reason" in faults else []
    accept = execute(words("Ja, jeg tar plassen"), "nomination.accept", data, style="positive")
    decline = execute(words("Nei takk"), "nomination.decline", data)
    return [text(told), field, *wrong, *buttons([accept, decline])]


def _fault(code: str, words: Words) -> str:
    return refusal(CommitteeError(code, longest=LONGEST["reason"]), words)


def nomination_actions(view: NominationView, words: Words) -> list[Element]:
    """What those who follow or confirm the nomination may do with it."""
    nomination, data = view.nomination, {"nomination": view.nomination.id}
    if not nomination.is_open:
        if nomination.state is NominationState.APPOINTED or not view.may_follow:
            return []
        return [open_dialog(words("Nominer en annen"), "nominate", nominate_data(view))]
    found = []
    if view.may_confirm and nomination.state is NominationState.ACCEPTED:
        found.append(open_dialog(words("Oppnevn"), "nomination_confirm", data, style="positive"))
    if view.may_confirm and view.advice:
        found.append(open_dialog(words("Før inn råd"), "nomination_consult", data))
    if view.may_follow:
        found.append(execute(words("Minn på"), "nomination.remind", data))
        found.append(open_dialog(words("Trekk tilbake"), "nomination_withdraw", data))
    return found


def nominate_data(view: NominationView) -> dict[str, str]:
    """What the form is opened with for the same seat."""
    one = view.nomination
    return {"committee": one.committee_id, "rule": one.rule_id, "organisation": one.organisation_id}


def nomination_answered_card(view: NominationView, words: Words) -> Card:
    """To the one who nominated: what became of it."""
    nomination = view.nomination
    names = {"person": escape(view.person), "committee": escape(view.mandate.name)}
    title = words("{person} har takket nei til plassen i {committee}", **names)
    told = words("Plassen er fortsatt ledig. Vil du nominere en annen?")
    if nomination.state is NominationState.APPOINTED:
        title = words("{person} er oppnevnt i {committee}", **names)
        told = words("Plassen er fylt, og utvalget har fått beskjed.")
    body = [heading(title), text(told)]
    if nomination.reason:
        body.append(box([text(words("Begrunnelse: {reason}", reason=escape(nomination.reason)))]))
    return card(body, words, summary=title, actions=nomination_actions(view, words))


def nomination_confirm_card(view: NominationView, words: Words) -> Card:
    """To whoever appoints: somebody has said yes (004-16)."""
    if view.nomination.state is not NominationState.ACCEPTED:
        return nomination_card(view, words)
    title = words("Skal {person} oppnevnes i {committee}?", person=escape(view.person),
                  committee=escape(view.mandate.name))  # fmt: skip
    told = words("{person} har sagt ja, og venter på svar fra {organisation}.", person=escape(view.person),
                 organisation=escape(view.appointed_by))  # fmt: skip
    body = [heading(title), text(told), facts(_facts(view, words)), *_advice(view, words)]
    return card(body, words, summary=title, actions=nomination_actions(view, words))


def nomination_line(view: NominationView, words: Words) -> Element:
    """The nomination in a list, with what may be done with it."""
    nomination = view.nomination
    seat = escape(
        shorten(seat_for(nomination.function, nomination.is_deputy, view.organisation, words), _SHOWN_IN_LIST)
    )
    state = nomination_state(nomination.state, words)
    lines = [
        text(f"**{escape(view.person)}** – {seat}"),
        quiet(words("{state}. Nominert {day}.", state=state, day=words.long_date(nomination.nominated_at.date()))),
    ]
    missing = [escape(who) for who, answer in view.advice if answer is None]
    if missing and view.may_confirm:
        lines.append(quiet(words("Mangler råd fra: {names}", names=words.join(missing))))
    return box([*lines, *buttons(nomination_actions(view, words))])


# What the channel is told


def appointed_card(view: AppointmentView, words: Words) -> Card:
    """«Ingrid Moen er oppnevnt som representant for Molde.»"""
    appointment = view.appointment
    seat = escape(seat_for(appointment.function, appointment.is_deputy, view.organisation, words))
    title = words("{person} er oppnevnt som {seat}", person=escape(view.person), seat=seat)
    told = [
        text(words("Velkommen til {committee}!", committee=escape(view.mandate.name))),
        facts([(words("Periode"), term_of(view, words)), (words("Hvorfor denne perioden"),
                                                         escape(appointment.term_reason))]),
    ]  # fmt: skip
    return card([heading(title), *told], words, summary=title)


def seat_ended_card(view: AppointmentView, words: Words, *, own: bool = False) -> Card:
    """To the channel, or to the one who leaves; why is for those who look after the seats."""
    appointment = view.appointment
    seat = escape(seat_for(appointment.function, appointment.is_deputy, view.organisation, words))
    day = words.long_date(appointment.ended_on or appointment.from_on)
    if own:
        title = words("Plassen din i {committee} er avsluttet", committee=escape(view.mandate.name))
        told = words("Siste dag er {day}. Takk for innsatsen! Er noe feil, si fra til sekretæren.", day=day)
    else:
        title = words("{person} slutter som {seat}", person=escape(view.person), seat=seat)
        told = words("Siste dag er {day}. Takk for innsatsen!", day=day)
    return card([heading(title), text(told)], words, summary=title)
