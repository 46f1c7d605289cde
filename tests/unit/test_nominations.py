"""When a seat has room for somebody, how long a term may be, and who is absent: rules without any I/O."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.appointments import Nomination, NominationState
from committee.errors import CommitteeError, FormError
from committee.mandate import Mandate
from committee.mandate_book import MandateBook
from committee.meetings import Attendance, Meeting, MeetingState, Presence
from committee.members import Directory, Seat, Space
from committee.nomination_rights import (
    MOST_PLACES,
    Place,
    committees_to_fill,
    may_choose,
    places_for,
    require_place,
    who_acts,
)
from committee.nominations import NominationForm, Term, check_nomination, is_full
from committee.seat_matters import absences, breaches_of, seat_matters
from committee.seat_rules import Function
from committee.seating import seating
from tests.unit.composition_makers import MANDATE, PEOPLE, SEATS, TODAY, UNION, person, ruled, seat

NEW = "ny"
EVERYONE = {**PEOPLE, NEW: person(NEW, "Ny Eksempel"), "kontakt": person("kontakt", "Kontakt Eksempel")}
FORM = NominationForm(rule_id="kommuner", organisation_id="molde", person_id=NEW, from_on=TODAY.isoformat())


def place(organisation: str = "molde", mandate: Mandate = MANDATE, rule_id: str = "kommuner") -> Place:
    rule = next(one for one in mandate.seats if one.id == rule_id)
    found = mandate.organisation(organisation)
    assert found is not None
    return Place(committee_id=mandate.id, rule=rule, organisation=found, missing=0)


def asked(**changes: Any) -> Nomination:
    made = Nomination(
        id="n", committee_id=MANDATE.id, rule_id="kommuner", organisation_id="molde", person_id="annen",
        function=Function.REPRESENTATIVE, is_deputy=False, from_on=TODAY, until_on=None, term_reason="", background="",
        nominated_by="kontakt", nominated_at=datetime(2026, 3, 1, tzinfo=UTC), mandate=MANDATE.stamp,
    )  # fmt: skip
    return replace(made, **changes)


def check(
    form: NominationForm, seats: tuple[Seat, ...], *waiting: Nomination, mandate: Mandate = MANDATE, **more: Any
) -> Term:
    values = {"on_behalf": False, **more}
    where = place(form.organisation_id, mandate, form.rule_id)
    return check_nomination(form, where, EVERYONE, seating(mandate, seats, TODAY), waiting, **values)


def faults(form: NominationForm, seats: tuple[Seat, ...], *waiting: Nomination, **more: Any) -> dict[str, str]:
    with pytest.raises(FormError) as caught:
        check(form, seats, *waiting, **more)
    return caught.value.fields


WITHOUT_MOLDE = tuple(one for one in SEATS if one.organisation_id != "molde")


def test_there_is_room_where_nobody_sits_and_none_where_somebody_does() -> None:
    assert check(FORM, WITHOUT_MOLDE) == Term(from_on=TODAY, until_on=None)
    assert faults(FORM, SEATS) == {"seat": "seat_is_full"}


def test_a_deputy_always_has_room_and_takes_none() -> None:
    assert check(replace(FORM, is_deputy=True), SEATS)
    assert check(FORM, (*WITHOUT_MOLDE, seat("d", "molde", is_deputy=True)))


def test_a_successor_begins_the_day_after_and_not_before() -> None:
    last = TODAY + timedelta(days=30)
    seats = (*WITHOUT_MOLDE, seat("m", "molde", until_on=last))
    assert faults(replace(FORM, from_on=last.isoformat()), seats) == {"seat": "seat_is_full"}
    assert check(replace(FORM, from_on=(last + timedelta(days=1)).isoformat()), seats)


def test_one_who_begins_later_has_the_seat_already() -> None:
    later = seat("m", "molde", from_on=TODAY + timedelta(days=90))
    assert faults(FORM, (*WITHOUT_MOLDE, later)) == {"seat": "seat_is_full"}
    until = (TODAY + timedelta(days=89)).isoformat()
    assert check(replace(FORM, until_on=until), (*WITHOUT_MOLDE, later))


def test_another_organisations_seat_is_no_room_of_ours_when_each_has_its_own() -> None:
    without_aukra = tuple(one for one in SEATS if one.organisation_id != "aukra")
    assert faults(FORM, without_aukra) == {"seat": "seat_is_full"}


def test_a_line_that_counts_all_together_is_full_whoever_sits_there() -> None:
    together = ruled("kommuner", each=False, most=2, least=2)
    assert faults(FORM, SEATS, mandate=together) == {"seat": "seat_is_full"}
    assert check(FORM, WITHOUT_MOLDE, mandate=together)
    assert faults(FORM, WITHOUT_MOLDE, asked(organisation_id="aukra"), mandate=together) == {"seat": "seat_is_asked"}


def test_a_seat_that_somebody_is_asked_about_waits_for_the_answer() -> None:
    assert faults(FORM, WITHOUT_MOLDE, asked()) == {"seat": "seat_is_asked"}
    assert check(FORM, WITHOUT_MOLDE, asked(is_deputy=True))
    assert check(FORM, WITHOUT_MOLDE, asked(organisation_id="aukra"))


def test_nobody_has_or_is_asked_about_two_seats_in_a_committee() -> None:
    assert faults(replace(FORM, person_id="a"), WITHOUT_MOLDE) == {"person": "person_has_seat"}
    assert faults(FORM, WITHOUT_MOLDE, asked(person_id=NEW, is_deputy=True)) == {"person": "person_is_asked"}
    left = seat(NEW, "aukra", until_on=TODAY - timedelta(days=1))
    assert check(FORM, (*WITHOUT_MOLDE, left)), "who has left may come back"


@given(
    st.lists(st.tuples(st.integers(-5, 15), st.integers(0, 12)), max_size=6),
    st.integers(0, 12),
    st.one_of(st.none(), st.integers(0, 12)),
    st.integers(1, 3),
    st.integers(0, 1),
)
def test_a_line_is_full_exactly_when_it_is_on_some_day(
    terms: list[tuple[int, int]], begins: int, lasts: int | None, most: int, rivals: int
) -> None:
    """Day by day says the same."""
    mandate = ruled("kommuner", most=most)
    seats = [
        seat(f"p{n}", "molde", from_on=TODAY + timedelta(days=start), until_on=TODAY + timedelta(days=start + length))
        for n, (start, length) in enumerate(terms)
    ]
    first = TODAY + timedelta(days=begins)
    until = None if lasts is None else first + timedelta(days=lasts)
    days = [first + timedelta(days=n) for n in range(60)]
    wanted = any(
        sum(one.is_held(day) for one in seats) + rivals >= most for day in days if until is None or day <= until
    )
    sat = seating(mandate, seats, TODAY)
    assert is_full(place(mandate=mandate), Term(from_on=first, until_on=until), sat, rivals=rivals) == wanted


TERMED = ruled("kommuner", term_years=4)


def test_a_term_left_open_is_the_mandates() -> None:
    assert check(FORM, WITHOUT_MOLDE, mandate=TERMED).until_on == date(2030, 3, 1)


@pytest.mark.parametrize("until", ["2028-03-01", "2030-02-28", "2030-03-02"])
def test_another_term_is_reasoned(until: str) -> None:
    form = replace(FORM, until_on=until)
    assert faults(form, WITHOUT_MOLDE, mandate=TERMED) == {"term_reason": "term_needs_reason"}
    assert faults(replace(form, term_reason="  "), WITHOUT_MOLDE, mandate=TERMED)
    assert check(replace(form, term_reason="Kontinuitet"), WITHOUT_MOLDE, mandate=TERMED)


def test_every_fault_is_told_at_once() -> None:
    form = replace(FORM, person_id="ukjent", from_on="når som helst", until_on="2020-01-01", background="x" * 1001)
    assert faults(form, SEATS, on_behalf=True) == {
        "person": "field_no_person",
        "from_on": "field_no_day",
        "until_on": "field_day_order",
        "background": "field_too_long",
        "told": "nomination_not_told",
    }


# Who may


def directory(*seats: Seat, mandate: Mandate = MANDATE, **contacts: tuple[str, ...]) -> Directory:
    return Directory(
        mandates={mandate.id: mandate},
        people=EVERYONE,
        seats=seats or SEATS,
        spaces={mandate.id: Space(committee_id=mandate.id, team_id="t", channel_id="c", calendar="k")},
        book=MandateBook.of([mandate]),
        contacts=contacts,
    )


def test_a_contact_has_the_seats_of_its_own_organisation_empty_ones_first() -> None:
    of = directory(*WITHOUT_MOLDE, molde=("kontakt",), aukra=("kontakt",))
    found = places_for(of, EVERYONE["kontakt"], MANDATE.id, TODAY)
    assert [(one.organisation.id, one.missing) for one in found] == [("molde", 1), ("aukra", 0)]
    with pytest.raises(CommitteeError, match="no_right_nominate"):
        require_place(of, EVERYONE["m"], MANDATE.id, TODAY)


def test_who_chooses_for_others_chooses_instead_of_them() -> None:
    chosen = ruled("kommuner", nominated_by="ror-ikt")
    of = directory(mandate=chosen, molde=("kontakt",))
    assert places_for(of, EVERYONE["kontakt"], MANDATE.id, TODAY) == ()
    of = directory(mandate=chosen, **{"ror-ikt": ("kontakt",)})
    assert {one.organisation.id for one in places_for(of, EVERYONE["kontakt"], MANDATE.id, TODAY)} == {
        "aukra", "molde", "ror-ikt",
    }  # fmt: skip


def test_the_elected_leader_and_the_secretary_may_enter_for_anyone() -> None:
    secretary = seat("kontakt", "ror-ikt", Function.SECRETARY)
    of = directory(*SEATS, secretary)
    assert may_choose(of, EVERYONE["kontakt"], MANDATE.id, "molde")
    assert may_choose(of, EVERYONE["a"], MANDATE.id, "molde"), "leads"
    assert not may_choose(of, EVERYONE["m"], MANDATE.id, "molde")


def test_without_a_contact_the_secretary_acts_then_the_leader_then_nobody() -> None:
    secretary = seat("kontakt", "ror-ikt", Function.SECRETARY)
    assert who_acts(directory(molde=("m",)), MANDATE.id, "molde") == (EVERYONE["m"],)
    assert who_acts(directory(*SEATS, secretary), MANDATE.id, "molde") == (EVERYONE["kontakt"],)
    assert who_acts(directory(), MANDATE.id, "molde") == (EVERYONE["a"],)
    assert who_acts(directory(seat("m", "molde")), MANDATE.id, "molde") == ()


def test_a_contact_of_thousands_of_committees_looks_through_a_few_the_near_ones_first() -> None:
    mandates = {f"u{n}": replace(MANDATE, id=f"u{n}") for n in range(MOST_PLACES * 3)}
    spaces = {one: Space(committee_id=one, team_id="t", channel_id=one, calendar="k") for one in mandates}
    of = Directory(mandates=mandates, people=EVERYONE, seats=(), spaces=spaces, contacts={"molde": ("kontakt",)})
    found = committees_to_fill(of, EVERYONE["kontakt"], ("u100",))
    assert (len(found), found[0]) == (MOST_PLACES, "u100")
    assert committees_to_fill(of, EVERYONE["m"], ("u100",)) == []


# What is to be done


def test_what_somebody_is_asked_about_is_under_way_and_nothing_else() -> None:
    of = directory(seat("a", "aukra", leads=True), seat("r", "ror-ikt", Function.HOST_MEMBER), molde=("kontakt",))
    found = {one.organisation_id: one for one in seat_matters(of, MANDATE.id, TODAY, [asked()])}
    assert {of: one.is_under_way for of, one in found.items()} == {"molde": True, "unions": False}
    declined = [one for one in [asked(state=NominationState.DECLINED)] if one.is_open]
    assert not next(one for one in seat_matters(of, MANDATE.id, TODAY, declined) if one.organisation_id == "molde"
                    ).is_under_way  # fmt: skip


def test_warnings_that_the_mandate_allows_are_told_to_nobody() -> None:
    leveled = ruled("kommuner", level="kommunalsjef")
    people = {**EVERYONE, "m": replace(EVERYONE["m"], level="rådgiver")}
    of = replace(directory(mandate=leveled), people=people)
    assert breaches_of(of, MANDATE.id, TODAY) == ()


def meeting(n: int, *present: str, apologies: tuple[str, ...] = ()) -> Meeting:
    at = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(weeks=n)
    came = [Attendance(person_id=one, presence=Presence.PRESENT, at=at) for one in present]
    sorry = [Attendance(person_id=one, presence=Presence.APOLOGY, at=at) for one in apologies]
    return Meeting(
        id=f"m{n}", committee_id=MANDATE.id, starts_at=at, ends_at=at, state=MeetingState.ENDED,
        attendance=(*came, *sorry),
    )  # fmt: skip


def absent(*meetings: Meeting, seats: tuple[Seat, ...] = SEATS) -> dict[str, int]:
    return {one.organisation_id: one.meetings for one in absences(seating(MANDATE, seats, TODAY), meetings)}


@pytest.mark.parametrize(
    ("present", "wanted"),
    [
        (["amru", "amru"], {}),
        (["amru", "aru"], {}),
        (["amru", "aru", "aru"], {"molde": 2}),
        (["aru", "aru", "aru"], {"molde": 3}),
        (["aru", "aru", "amru"], {}),
        (["aru", "amru", "aru"], {}),
        (["au", "a"], {"molde": 2, "ror-ikt": 2}),
    ],
)
def test_absence_is_counted_from_the_last_meeting_backwards(present: list[str], wanted: dict[str, int]) -> None:
    assert absent(*(meeting(n, *people) for n, people in enumerate(present))) == wanted


def test_a_deputy_is_somebody_and_an_apology_is_nobody() -> None:
    seats = (*SEATS, seat("vara", "molde", is_deputy=True))
    assert absent(meeting(0, *"aru", "vara"), meeting(1, *"aru"), seats=seats) == {}
    assert absent(meeting(0, *"aru", apologies=("m",)), meeting(1, *"aru", apologies=("m",))) == {"molde": 2}


def test_meetings_before_the_seat_or_without_anybody_do_not_count() -> None:
    begun = (*WITHOUT_MOLDE, seat("m", "molde", from_on=meeting(1).starts_at.date()))
    assert absent(meeting(0, *"aru"), meeting(1, *"aru"), seats=begun) == {}
    assert absent(meeting(0, *"aru"), meeting(1), meeting(2, *"amru")) == {}
    assert absent(meeting(0, *"aru"), meeting(1), meeting(2, *"aru")) == {"molde": 2}


def test_one_who_sat_before_came_for_the_organisation_and_one_on_no_list_may_have() -> None:
    left = seat("før", "molde", until_on=meeting(1).starts_at.date())
    assert absent(meeting(0, *"aru"), meeting(1, *"aru", "før"), meeting(2, *"aru"), seats=(*SEATS, left)) == {}
    assert absent(meeting(0, *"aru"), meeting(1, *"aru", "slettet"), meeting(2, *"aru")) == {}


def test_an_empty_seat_is_no_absence() -> None:
    assert absent(meeting(0, *"aru"), meeting(1, *"aru"), seats=WITHOUT_MOLDE) == {}
    assert UNION in {one.function for one in WITHOUT_MOLDE}
