"""Whatever the file and the database say, each person sits where a slow and obvious reading says that they sit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from committee.appointments import Appointment
from committee.mandate import Approval, Mandate, Organisation
from committee.mandate_book import MandateBook
from committee.members import Directory, Person, Seat
from committee.register import Register, make_directory, seats_in_force
from committee.rights import Right, may
from committee.seat_rules import Function, OrganisationKind

TODAY = date(2026, 11, 23)
DAYS = st.integers(-3, 3).map(lambda n: TODAY + timedelta(days=n))
PEOPLE = ("aud", "bo", "cato")


@st.composite
def file_seats(draw: st.DrawFn) -> Seat:
    return Seat(
        committee_id=draw(st.sampled_from(["ku", "bu"])),
        person_id=draw(st.sampled_from(PEOPLE)),
        function=draw(st.sampled_from([Function.REPRESENTATIVE, Function.UNION])),
        organisation_id=draw(st.sampled_from(["molde", "aukra"])),
        leads=draw(st.booleans()),
        from_on=draw(st.none() | DAYS),
        until_on=draw(st.none() | DAYS),
    )


@st.composite
def appointments(draw: st.DrawFn) -> list[Appointment]:
    return [
        Appointment(
            id=f"a{n}",
            committee_id=draw(st.sampled_from(["ku", "bu"])),
            person_id=draw(st.sampled_from(PEOPLE)),
            function=Function.REPRESENTATIVE,
            organisation_id=draw(st.sampled_from(["molde", "aukra"])),
            leads=draw(st.booleans()),
            from_on=draw(DAYS),
            until_on=draw(st.none() | DAYS),
            ended_on=draw(st.none() | DAYS),
            origin_id="n",
        )
        for n in range(draw(st.integers(0, 6)))
    ]


def counts_on(one: Appointment, day: date) -> bool:
    return one.from_on <= day and all(last is None or day <= last for last in (one.until_on, one.ended_on))


def ever_counts(one: Appointment) -> bool:
    return any(counts_on(one, TODAY + timedelta(days=n)) for n in range(-4, 5))


def in_days(seat: Seat) -> bool:
    if seat.from_on is not None and seat.from_on > TODAY:
        return False
    return seat.until_on is None or seat.until_on >= TODAY


def obvious_seat(
    person: str, committee: str, seats: Sequence[Seat], all_of: Sequence[Appointment]
) -> tuple[str, bool] | None:
    """For one person in one committee: which seat, by its appointment or its organisation, and whether it leads."""
    theirs = [one for one in all_of if (one.person_id, one.committee_id) == (person, committee) and ever_counts(one)]
    in_file = [one for one in seats if (one.person_id, one.committee_id) == (person, committee)]
    has_one_in_file = bool(in_file)
    appointed = [one for one in theirs if not one.leads]
    if any(one.from_on <= TODAY for one in appointed):
        in_file = []
    in_file = [one for one in in_file if in_days(one)]
    from_database = appointed or ([] if has_one_in_file else theirs)
    sources = [(one.organisation_id, one.leads) for one in in_file]
    sources += [(one.id, False) for one in from_database if counts_on(one, TODAY)]
    if not sources:
        return None
    source, leads_in_file = sources[0]
    elections = [one for one in all_of if one.committee_id == committee and one.leads and ever_counts(one)]
    begun = [one for one in elections if one.from_on <= TODAY]
    if not begun:
        return source, leads_in_file
    return source, begun[-1].person_id == person and counts_on(begun[-1], TODAY)


@settings(max_examples=400)
@given(st.lists(file_seats(), max_size=6), appointments())
def test_the_quick_reading_is_the_obvious_one(seats: list[Seat], all_of: list[Appointment]) -> None:
    held, other = seats_in_force(seats, all_of, TODAY)
    found = {(one.person_id, one.committee_id): (one.appointment_id or one.organisation_id, one.leads) for one in held}
    assert len(found) == len(held), "nobody has two seats in a committee"
    for person in PEOPLE:
        for committee in ("ku", "bu"):
            assert found.get((person, committee)) == obvious_seat(person, committee, seats, all_of), (person, committee)
    assert all(one.is_held(TODAY) for one in held)
    assert not any(one.is_held(TODAY) for one in other)


@given(st.lists(file_seats(), max_size=6), appointments())
def test_at_most_one_is_led_by_once_there_was_an_election(seats: list[Seat], all_of: list[Appointment]) -> None:
    held, _ = seats_in_force(seats, all_of, TODAY)
    for committee in {one.committee_id for one in all_of if one.leads and one.from_on <= TODAY and ever_counts(one)}:
        assert sum(one.leads for one in held if one.committee_id == committee) <= 1


def person(person_id: str, language: str = "nb") -> Person:
    return Person(
        id=person_id, name=person_id.title(), tenant_id="t", object_id=person_id, address="", language=language
    )


MANDATE = Mandate(
    id="ku",
    name="Kulturutvalget",
    prefix="KU",
    valid_from=date(2021, 1, 1),
    sha256="a" * 64,
    source="",
    approval=Approval(reference="1/21", approved_on=date(2021, 1, 1), approved_by="styret"),
    organisations=(Organisation(id="molde", name="Molde", kind=OrganisationKind.MUNICIPALITY, weight=1),),
)
AUD = Seat(committee_id="ku", person_id="aud", function=Function.REPRESENTATIVE, organisation_id="molde")
REGISTER = Register(
    people={one: person(one) for one in PEOPLE}, seats=(AUD, replace(AUD, person_id="bo")), spaces={}, contacts={}
)


def elected(who: str, on: date = TODAY, **changes: object) -> Appointment:
    base = Appointment(
        id=f"valg-{who}", committee_id="ku", person_id=who, function=Function.REPRESENTATIVE, organisation_id="molde",
        leads=True, from_on=on, origin_id="v",
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def directory(*appointed: Appointment, on: date = TODAY, **languages: str) -> Directory:
    return make_directory(MandateBook.of([MANDATE]), REGISTER, appointed, languages, on)


def test_an_elected_leader_leads_and_still_votes_for_their_municipality() -> None:
    found = directory(elected("aud"))
    aud = found.member(found.people["aud"], "ku")
    assert [one.person.id for one in found.holders("ku", Function.CHAIR)] == ["aud"]
    assert [one.person.id for one in found.representatives("ku", "molde")] == ["aud", "bo"]
    assert may(aud, Right.LEAD)
    assert may(aud, Right.PROPOSE)


def test_the_one_elected_last_leads_from_the_day_it_begins() -> None:
    bo_later = elected("bo", TODAY + timedelta(days=1))
    assert [one.person.id for one in directory(elected("aud"), bo_later).holders("ku", Function.CHAIR)] == ["aud"]
    tomorrow = directory(elected("aud"), bo_later, on=TODAY + timedelta(days=1))
    assert [one.person.id for one in tomorrow.holders("ku", Function.CHAIR)] == ["bo"]


def test_the_files_seat_holds_until_the_new_term_begins() -> None:
    tomorrow = TODAY + timedelta(days=1)
    term = elected("aud", tomorrow, leads=False, organisation_id="aukra", ended_on=tomorrow)
    for day, organisation in ((TODAY, "molde"), (tomorrow, "aukra"), (tomorrow + timedelta(days=1), None)):
        found = directory(term, on=day)
        assert found.member(found.people["aud"], "ku").organisation_id == organisation, day


def test_whoever_has_left_the_register_has_no_seat() -> None:
    gone = elected("dag", leads=False)
    assert {one.person.id for one in directory(gone).members("ku")} == {"aud", "bo"}


def test_what_one_has_chosen_goes_before_the_registers_language() -> None:
    found = directory(aud="nn", bo="en", ukjent="nn")
    assert [found.people[one].language for one in PEOPLE] == ["nn", "en", "nb"]


def test_a_version_whose_file_was_changed_still_governs_what_it_governed() -> None:
    changed = replace(MANDATE, sha256="b" * 64, name="Kultur- og idrettsutvalget")
    found = make_directory(MandateBook.of([changed]), REGISTER, (), {}, TODAY, [MANDATE])
    assert found.governing(MANDATE.stamp).name == "Kulturutvalget"
    assert found.mandate("ku").name == "Kultur- og idrettsutvalget"
    assert set(found.mandates) == {"ku"}
