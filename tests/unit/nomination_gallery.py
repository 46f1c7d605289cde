"""The cards about nominations and seats in each of their states, and with the longest texts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cards.build import Card
from cards.help import help_card, pending_card
from cards.nomination_forms import confirm_form, consultation_form, nomination_form, seat_end_form, withdraw_form
from cards.nominations import (
    appointed_card,
    nomination_answered_card,
    nomination_card,
    nomination_confirm_card,
    seat_ended_card,
)
from cards.seats import places_card, seat_matters_card, seats_card
from committee.appointments import Appointment, Consultation, Nomination, NominationState
from committee.breaches import BreachCode, on_rule
from committee.mandate import Mandate
from committee.meetings import MeetingState
from committee.nomination_rights import Place
from committee.nomination_views import AppointmentView, AwaitedSeats, NominationView, PlacesView, SeatsView
from committee.nominations import LONGEST, NominationForm
from committee.seat_matters import Absence, Matter
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind, SeatRule
from locales import Words
from tests.unit.card_views import AT, MUNICIPALITIES, NASTY, long_text, mandate, meeting, pending

Draw = Callable[[Words], Card]
_SOURCE = "Hver kommune utpeker sin(e) representant(er) i Bestillerutvalget."
RULE = SeatRule(
    id="bestillere",
    name="Bestillere fra kommunene",
    function=Function.REPRESENTATIVE,
    kinds=(OrganisationKind.MUNICIPALITY,),
    each=True,
    source=_SOURCE,
)
ADVISED = replace(
    RULE, appointed_by="ror-ikt", consulted=("Regionale *nettverk*", "Kommunedirektørutvalg"), term_years=4,
    level="kommunalsjef",
)  # fmt: skip
SEATED = mandate(seats=(RULE,))
PEOPLE = [("p-kari", "Kari Eksempel (Molde)"), ("p-eva", "Eva [Eksempel]")]


def nomination(*, long: bool = False, **changes: Any) -> Nomination:
    made = Nomination(
        id="nomination-1",
        committee_id="bestillerutvalget",
        rule_id="bestillere",
        organisation_id="molde",
        person_id="p-eva",
        function=Function.REPRESENTATIVE,
        is_deputy=False,
        from_on=date(2027, 1, 1),
        until_on=date(2030, 12, 31),
        term_reason=long_text(LONGEST["term_reason"]) if long else "",
        background=long_text(LONGEST["background"]) if long else "Har ledet innføringen av ny skoleportal.",
        nominated_by="p-kari",
        nominated_at=AT,
        mandate=SEATED.stamp,
    )
    return replace(made, **changes)


def view(of: Nomination | None = None, **changes: Any) -> NominationView:
    made = NominationView(
        mandate=SEATED,
        nomination=of or nomination(),
        rule=RULE,
        person="Eva [Eksempel]",
        organisation="Molde",
        nominated_by="Kari Eksempel",
        appointed_by="",
        advice=(),
        is_nominee=False,
        may_follow=False,
        may_confirm=False,
    )
    return replace(made, **changes)


_ADVICE = Consultation(consulted=ADVISED.consulted[0], answer="Støtter *forslaget*.", recorded_by="p", recorded_at=AT)


def advised(
    *, all_given: bool = False, state: NominationState = NominationState.ACCEPTED, **more: Any
) -> NominationView:
    last = "Ingen merknader." if all_given else None
    advice = ((ADVISED.consulted[0], _ADVICE.answer), (ADVISED.consulted[1], last))
    of = nomination(state=state, consultations=(_ADVICE,))
    values = {"rule": ADVISED, "appointed_by": "ROR-IKT", "advice": advice, "may_confirm": True, "may_follow": True}
    return view(of, **{**values, **more})


def given(**changes: Any) -> AppointmentView:
    appointment = Appointment(
        id="appointment-1",
        committee_id="bestillerutvalget",
        person_id="p-eva",
        function=Function.REPRESENTATIVE,
        organisation_id="molde",
        from_on=date(2027, 1, 1),
        until_on=date(2030, 12, 31),
        origin_id="nomination-1",
    )
    return AppointmentView(
        mandate=SEATED, appointment=replace(appointment, **changes), person="Eva [Eksempel]", organisation="Molde"
    )


def _empty(organisation: str, *, of: Mandate = SEATED, **changes: Any) -> Matter:
    breach = on_rule(of, of.seats[0], BreachCode.TOO_FEW, organisation_id=organisation, acts=organisation, found=0,
                     wanted=1)  # fmt: skip
    made = Matter(
        key=breach.key, code=breach.code, committee_id=of.id, organisation_id=organisation, acts=organisation,
        breach=breach,
    )  # fmt: skip
    return replace(made, **changes)


def _absent() -> Matter:
    last = meeting(MeetingState.ENDED)
    first = replace(last, starts_at=last.starts_at - timedelta(days=56))
    absence = Absence(committee_id="bestillerutvalget", organisation_id="aukra", meetings=2, first=first, last=last)
    return Matter(
        key="absent", code="absent", committee_id="bestillerutvalget", organisation_id="aukra", acts="aukra",
        absence=absence,
    )  # fmt: skip


def _no_chair() -> Matter:
    breach = on_rule(SEATED, None, BreachCode.NO_CHAIR, found=0, wanted=1)
    return Matter(
        key=breach.key, code=breach.code, committee_id=SEATED.id, organisation_id=None, acts=None, breach=breach
    )


def seats(*matters: Matter, **changes: Any) -> SeatsView:
    made = SeatsView(mandate=SEATED, matters=matters, nominations=(), may_nominate=True, people={}, regions={})
    return replace(made, **changes)


_ELECTS = replace(SEATED, name="Faggruppe Oppvekst", chair=ChairRule(by=ChairBy.ELECTION))
_LONG = replace(SEATED, name=long_text(100), seats=(replace(RULE, name=long_text(100), source=long_text(300)),))
PLACES = tuple(
    Place(committee_id="bestillerutvalget", rule=RULE, organisation=one, missing=int(one.id == "aukra"))
    for one in SEATED.organisations
    if one.name in MUNICIPALITIES
)
FORM = NominationForm(
    rule_id="bestillere", organisation_id="molde", person_id="p-eva", from_on="2027-01-01", background="Kan *mye*"
)
_FAULTS = {
    "seat": "seat_is_full", "person": "person_has_seat", "from_on": "field_no_day", "until_on": "field_day_order",
    "term_reason": "term_needs_reason", "background": "field_too_long", "told": "nomination_not_told",
}  # fmt: skip


def form(words: Words, **changes: Any) -> Card:
    values: dict[str, Any] = {"on_behalf": False, **changes}
    typed = values.pop("form", FORM)
    return nomination_form(typed, words, mandate=SEATED, nomination_id="a" * 32, places=PLACES, people=PEOPLE, **values)


def _awaited() -> AwaitedSeats:
    asked, accepted = view(is_nominee=True), advised()
    return AwaitedSeats(to_answer=(asked,), to_confirm=(accepted,), to_fill=(SEATED,), has_places=True)


CARDS: dict[str, Draw] = {
    "nomination_asked": lambda words: nomination_card(view(is_nominee=True), words),
    "nomination_asked_fault": lambda words: nomination_card(
        view(is_nominee=True), words, faults={"reason": "field_too_long"}, typed=NASTY
    ),
    "nomination_asked_by_others": lambda words: nomination_card(
        advised(state=NominationState.ASKED, is_nominee=True, may_confirm=False), words
    ),
    "nomination_on_behalf": lambda words: nomination_card(
        view(nomination(on_behalf=True, is_deputy=True, term_reason="Kontinuitet", until_on=None)), words
    ),
    "nomination_followed": lambda words: nomination_card(
        view(may_follow=True), words, note=words("Påminnelsen er sendt.")
    ),
    "nomination_accepted_own": lambda words: nomination_card(advised(is_nominee=True, may_confirm=False), words),
    "nomination_appointed_own": lambda words: nomination_card(
        view(nomination(state=NominationState.APPOINTED), is_nominee=True), words
    ),
    "nomination_declined_own": lambda words: nomination_card(
        view(nomination(state=NominationState.DECLINED, reason="Jeg skal i *permisjon*."), is_nominee=True), words
    ),
    "nomination_withdrawn": lambda words: nomination_card(
        view(nomination(state=NominationState.WITHDRAWN, reason="Feil person"), is_nominee=True), words
    ),
    "nomination_without_advice": lambda words: nomination_card(
        advised(nomination=nomination(state=NominationState.APPOINTED, without_advice="Ingen svarte.")), words
    ),
    "nomination_answered_no": lambda words: nomination_answered_card(
        view(nomination(state=NominationState.DECLINED, reason=NASTY), may_follow=True), words
    ),
    "nomination_answered_yes": lambda words: nomination_answered_card(
        view(nomination(state=NominationState.APPOINTED), may_follow=True), words
    ),
    "nomination_confirm": lambda words: nomination_confirm_card(advised(), words),
    "nomination_form": form,
    "nomination_form_faults": lambda words: form(words, on_behalf=True, faults=_FAULTS, years=4),
    "nomination_consult_form": lambda words: consultation_form(advised(), words),
    "nomination_consult_form_fault": lambda words: consultation_form(
        advised(), words, consulted="0", faults={"answer": "field_empty"}
    ),
    "nomination_confirm_form": lambda words: confirm_form(advised(all_given=True), words),
    "nomination_confirm_form_fault": lambda words: confirm_form(
        advised(), words, faults={"reason": "consultation_missing"}
    ),
    "nomination_withdraw_form": lambda words: withdraw_form(view(), words),
    "appointed": lambda words: appointed_card(given(term_reason="Kontinuitet"), words),
    "appointed_deputy": lambda words: appointed_card(given(is_deputy=True, until_on=None), words),
    "seat_ended": lambda words: seat_ended_card(given(ended_on=date(2028, 6, 30)), words),
    "seat_ended_own": lambda words: seat_ended_card(given(ended_on=date(2028, 6, 30)), words, own=True),
    "seat_end_form": lambda words: seat_end_form(
        SEATED, words, people=PEOPLE, on_behalf=False, typed={"last_day": "2026-12-03"}
    ),
    "seat_end_form_faults": lambda words: seat_end_form(
        SEATED,
        words,
        people=PEOPLE,
        on_behalf=True,
        typed={"person": "p-eva"},
        faults={"person": "field_no_person", "last_day": "field_day_outside_term", "told": "nomination_not_told"},
    ),
    "places": lambda words: places_card(
        [PlacesView(mandate=SEATED, missing=2), PlacesView(mandate=_ELECTS, missing=0)], words
    ),
    "seats": lambda words: seats_card(
        [
            seats(_empty("molde"), _empty("rauma", is_under_way=True), _absent(), nominations=(advised(), view())),
            seats(_no_chair(), mandate=_ELECTS),
            seats(mandate=replace(SEATED, name="Faggruppe Helse")),
        ],
        words,
    ),
    "seats_in_channel": lambda words: seats_card([seats(_empty("molde"))], words, hides_asked=True),
    "seats_none": lambda words: seats_card([seats()], words),
    "seat_matters": lambda words: seat_matters_card([seats(_empty("molde"), _absent())], words),
    "seat_matters_done": lambda words: seat_matters_card([], words),
    "help_contact": lambda words: help_card(replace(pending(None), seats=_awaited()), words),
    "pending_seats": lambda words: pending_card(replace(pending(None), seats=_awaited()), words),
}
LONG_CARDS: dict[str, Draw] = {
    "nomination": lambda words: nomination_card(
        advised(
            nomination=nomination(long=True, on_behalf=True),
            advice=tuple((long_text(200), long_text(LONGEST["answer"])) for _ in range(8)),
            person=long_text(200),
            nominated_by=long_text(200),
        ),
        words,
    ),
    "nomination_answer": lambda words: nomination_card(
        view(nomination(long=True), is_nominee=True, person=long_text(200)), words
    ),
    "nomination_form": lambda words: form(
        words,
        form=replace(FORM, background=long_text(LONGEST["background"]), term_reason=long_text(300)),
        on_behalf=True,
        faults=_FAULTS,
        years=4,
    ),
    "seats": lambda words: seats_card(
        [
            seats(
                *(_empty("molde", of=_LONG) for _ in range(10)),
                mandate=_LONG,
                nominations=tuple(advised(person=long_text(200)) for _ in range(20)),
            )
        ]
        * 5,
        words,
    ),
    "seat_matters": lambda words: seat_matters_card(
        [seats(*(_empty("molde", of=_LONG) for _ in range(10)), mandate=_LONG)] * 8, words
    ),
    "places": lambda words: places_card([PlacesView(mandate=_LONG, missing=3)] * 40, words),
}
