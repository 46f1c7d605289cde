"""Any register and any mandate: every breach with its sentence, none twice, none missed, and terms as a calendar has
them."""

from calendar import isleap
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from committee.composition import Breach, BreachCode, check_composition, open_seats
from committee.mandate import Mandate, Organisation
from committee.mandate_book import MandateBook
from committee.members import Person, Seat
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind, Region, SeatRule
from committee.terms import ends_soon, last_day_of_term, months_after
from locales import words
from locales.compositions import breach_sentence
from tests.unit.composition_makers import MANDATE, TODAY, person
from tests.unit.slow_composition import Matter, in_six_months, slow_breaches, whole_term

DAY = timedelta(days=1)
DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))

# Few of each, so that seats and lines meet. The days are those around which something changes.
ORGANISATIONS = ("aukra", "molde", "hedmark", "ks", "ror-ikt")
FUNCTIONS = tuple(Function)
KINDS = (OrganisationKind.MUNICIPALITY, OrganisationKind.COOPERATION, OrganisationKind.HOST)
REGIONS = {
    "viken": Region(id="viken", name="Viken", valid_from=date(2020, 1, 1), valid_until=TODAY - DAY),
    "agder": Region(id="agder", name="Agder", valid_from=date(2020, 1, 1), valid_until=TODAY),
    "nordland": Region(id="nordland", name="Nordland", valid_from=date(2020, 1, 1)),
}
PEOPLE: dict[str, Person] = {
    "p1": person("p1", "Marte Øyen", level="Kommunalsjef"),
    "p2": person("p2", "Ingrid Moen", level="enhetsleder"),
    "p3": person("p3", "Kåre Lien"),
}
NEAR = st.sampled_from(
    [None, None]
    + [TODAY + days * DAY for days in (-400, -2, -1, 0, 1, 2, 30)]
    + [date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 3)]
    + [date(2024, 3, 2), date(2024, 3, 3), date(2026, 3, 1), date(2026, 3, 2), date(2028, 3, 2)]
)
BEGUN = st.sampled_from([None, date(2021, 6, 1), date(2022, 3, 2), date(2022, 3, 3), date(2024, 3, 3), TODAY - DAY])


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    listed = st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=2).map(tuple)
    return st.one_of(st.just(()), st.just(()), listed)


@st.composite
def organisations(draw: st.DrawFn) -> tuple[Organisation, ...]:
    ids = draw(st.lists(st.sampled_from(ORGANISATIONS), unique=True, min_size=1))
    return tuple(
        Organisation(
            id=one,
            name=one.title(),
            kind=draw(st.sampled_from(KINDS)),
            weight=1,
            region=draw(st.sampled_from([None, *REGIONS])),
        )
        for one in ids
    )


@st.composite
def lines(draw: st.DrawFn, number: int) -> SeatRule:
    least = draw(st.sampled_from([0, 1, 1, 2]))
    return SeatRule(
        id=f"linje-{number}",
        name=f"Linje {number}",
        function=draw(st.sampled_from([Function.REPRESENTATIVE] * 4 + [Function.CHAIR, *FUNCTIONS])),
        kinds=draw(st.one_of(st.just((OrganisationKind.MUNICIPALITY,)), some(KINDS))),
        tolerated=draw(st.one_of(st.just((OrganisationKind.COOPERATION,)), some(KINDS))),
        organisations=draw(some(ORGANISATIONS)),
        regions=draw(some((*REGIONS, "ukjent"))),
        each=draw(st.booleans()),
        least=least,
        most=draw(st.sampled_from([None, least, least, least + 1])),
        nominated_by=draw(st.sampled_from([None, "ks"])),
        level=draw(st.sampled_from(["", "kommunalsjef", "direktør eller -leder"])),
        term_years=draw(st.sampled_from([None, 1, 2, 4, 4])),
        source=draw(st.sampled_from(["", f"Setning {number}"])),
    )


@st.composite
def mandates(draw: st.DrawFn) -> Mandate:
    chair = ChairRule(
        by=draw(st.sampled_from(ChairBy)),
        organisation=draw(st.sampled_from([None, *ORGANISATIONS])),
        among=draw(some(KINDS)),
        source=draw(st.sampled_from(["", "Setningen om lederen"])),
    )
    return replace(
        MANDATE,
        organisations=draw(organisations()),
        seats=tuple(draw(lines(number)) for number in range(draw(st.integers(0, 4)))),
        seat_count=draw(st.one_of(st.none(), st.integers(0, 8))),
        chair=chair,
    )


@st.composite
def registers(draw: st.DrawFn, mandate: Mandate) -> list[Seat]:
    """Mostly seats that the mandate may have; some for others, some elsewhere."""
    functions = [rule.function for rule in mandate.seats] * 4 + [Function.REPRESENTATIVE, *FUNCTIONS]
    known = [one.id for one in mandate.organisations] * 4 + [*ORGANISATIONS, "fremmed"]
    # Without dates seats crowd the lines; with them their terms are tried.
    begins = draw(st.sampled_from([st.none(), NEAR, BEGUN, BEGUN]))
    ends = draw(st.sampled_from([st.none(), NEAR, NEAR]))
    seat = st.builds(
        Seat,
        committee_id=st.sampled_from([MANDATE.id] * 9 + ["helse"]),
        person_id=st.sampled_from(["p1", "p2", "p3", "p4"]),
        function=st.sampled_from(functions),
        organisation_id=st.sampled_from(known),
        leads=st.sampled_from([False, False, False, True]),
        is_deputy=st.sampled_from([False, False, False, True]),
        from_on=begins,
        until_on=ends,
        term_reason=st.sampled_from(["", "", " ", "For kontinuitet"]),
    )
    return draw(st.lists(seat, max_size=9))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Mandate, list[Seat]]:
    mandate = draw(mandates())
    return mandate, draw(registers(mandate))


def matter(breach: Breach) -> Matter:
    region = breach.region if breach.code is BreachCode.REGION_DISSOLVED else None
    return breach.code.value, breach.rule_id, breach.organisation_id, breach.person_id, region, breach.source


@settings(max_examples=500)
@given(world=worlds(), on=st.sampled_from([TODAY, TODAY + DAY, date(2025, 8, 31), date(2028, 2, 29)]))
def test_every_breach_is_told_none_twice_and_none_missed(world: tuple[Mandate, list[Seat]], on: date) -> None:
    mandate, seats = world
    told = check_composition(mandate, seats, PEOPLE, on=on, regions=REGIONS)
    matters = [matter(one) for one in told]
    assert sorted(matters, key=repr) == sorted(slow_breaches(mandate, seats, PEOPLE, on, REGIONS), key=repr)
    for code in {one.code for one in told}:
        event(code.value)


@given(world=worlds())
def test_each_breach_has_its_own_key_a_source_and_a_sentence(world: tuple[Mandate, list[Seat]]) -> None:
    mandate, seats = world
    told = check_composition(mandate, seats, PEOPLE, on=TODAY, regions=REGIONS)
    assert len({one.key for one in told}) == len(told)
    for one in told:
        assert one.source
        assert one.source in breach_sentence(one, mandate, PEOPLE, REGIONS, words("nb"))


@given(world=worlds(), at=st.randoms(use_true_random=False))
def test_the_order_of_the_register_changes_no_matter(world: tuple[Mandate, list[Seat]], at: object) -> None:
    mandate, seats = world
    shuffled = list(seats)
    at.shuffle(shuffled)  # type: ignore[attr-defined]
    one = check_composition(mandate, seats, PEOPLE, on=TODAY, regions=REGIONS)
    other = check_composition(mandate, shuffled, PEOPLE, on=TODAY, regions=REGIONS)
    assert {each.key for each in one} == {each.key for each in other}


@given(world=worlds())
def test_what_is_open_is_what_is_too_few(world: tuple[Mandate, list[Seat]]) -> None:
    mandate, seats = world
    told = check_composition(mandate, seats, PEOPLE, on=TODAY, regions=REGIONS)
    few = [
        (one.rule_id, one.organisation_id, one.wanted - one.found, one.acts)
        for one in told
        if one.code is BreachCode.TOO_FEW and isinstance(one.found, int) and isinstance(one.wanted, int)
    ]
    empty = open_seats(mandate, seats, on=TODAY)
    assert [(one.rule_id, one.organisation_id, one.missing, one.nominated_by) for one in empty] == few


@given(world=worlds())
def test_filling_what_is_open_leaves_nothing_open(world: tuple[Mandate, list[Seat]]) -> None:
    """Whoever fills each empty seat with somebody that fits has done what was asked."""
    mandate, seats = world
    filled = list(seats)
    for number, empty in enumerate(open_seats(mandate, seats, on=TODAY)):
        rule = next(one for one in mandate.seats if one.id == empty.rule_id)
        taken = {one.id for line in mandate.seats[: mandate.seats.index(rule)] for one in sitting(mandate, line, rule)}
        fitting = [one.id for one in sitting(mandate, rule, rule) if one.id not in taken]
        assume(fitting)
        filled += [
            Seat(
                committee_id=mandate.id,
                person_id=f"ny-{number}-{again}",
                function=rule.function,
                organisation_id=empty.organisation_id or fitting[0],
            )
            for again in range(empty.missing)
        ]
    assert open_seats(mandate, filled, on=TODAY) == ()


def sitting(mandate: Mandate, line: SeatRule, rule: SeatRule) -> list[Organisation]:
    """Those that may sit by `line`, for what `rule` is about."""
    return [
        one
        for one in mandate.organisations
        if line.function is rule.function
        and (not line.kinds or one.kind in (*line.kinds, *line.tolerated))
        and (not line.organisations or one.id in line.organisations)
        and (not line.regions or one.region in line.regions)
    ]


# Terms


@given(day=DATES, months=st.integers(0, 60))
@example(day=date(2025, 8, 31), months=6)
@example(day=date(2023, 8, 31), months=6)
@example(day=date(2024, 2, 29), months=12)
@example(day=date(2025, 12, 31), months=2)
def test_so_many_months_later_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@given(day=DATES, months=st.integers(0, 60))
def test_a_later_day_is_never_earlier_some_months_on(day: date, months: int) -> None:
    assert months_after(day, months) <= months_after(day + DAY, months)


@given(on=DATES, days=st.integers(-3, 200))
@example(on=date(2025, 8, 31), days=181)
@example(on=date(2025, 8, 31), days=182)
@example(on=date(2027, 8, 31), days=182)
def test_a_term_ends_soon_from_today_through_the_day_in_six_months(on: date, days: int) -> None:
    last = on + days * DAY
    assert ends_soon(last, on) == (last >= on and in_six_months(last, on))


@given(first=DATES, years=st.integers(1, 8))
@example(first=date(2024, 2, 29), years=4)
@example(first=date(2024, 2, 29), years=1)
@example(first=date(2024, 3, 1), years=4)
@example(first=date(2025, 3, 1), years=3)
def test_a_whole_term_ends_the_day_before_its_date_comes_round(first: date, years: int) -> None:
    last = last_day_of_term(first, years)
    assert last == whole_term(first, years)
    if (first.month, first.day) != (2, 29):
        assert last + DAY == first.replace(year=first.year + years)
    else:
        comes_round = isleap(first.year + years)
        assert last + DAY == date(first.year + years, *((2, 29) if comes_round else (3, 1)))


@given(first=DATES, years=st.integers(1, 4), others=st.integers(1, 4))
def test_a_term_after_a_term_is_as_long_as_both(first: date, years: int, others: int) -> None:
    assume((first.month, first.day) != (2, 29))
    next_first = last_day_of_term(first, years) + DAY
    assert last_day_of_term(next_first, others) == last_day_of_term(first, years + others)


def test_a_day_beyond_the_calendar_is_its_last() -> None:
    assert last_day_of_term(date(9998, 1, 1), 4) == date.max
    assert months_after(date(9999, 10, 1), 6) == date.max


# Versions of mandates


@st.composite
def books(draw: st.DrawFn) -> MandateBook:
    versions: dict[str, tuple[Mandate, ...]] = {}
    for committee in draw(st.lists(st.sampled_from(["oppvekst", "helse", "teknisk"]), unique=True)):
        begins = sorted(draw(st.lists(st.integers(0, 60), unique=True, min_size=1, max_size=4)))
        ends = [draw(st.one_of(st.none(), st.integers(begin, 70))) for begin in begins]
        versions[committee] = tuple(
            replace(
                MANDATE,
                id=committee,
                valid_from=TODAY + begin * DAY,
                valid_until=None if end is None else TODAY + end * DAY,
            )
            for begin, end in zip(begins, ends, strict=True)
        )
    return MandateBook(versions=versions)


def day_by_day(versions: tuple[Mandate, ...], on: date) -> Mandate | None:
    """A version takes over on its first day, and is over when its last day is past."""
    current, day = None, TODAY - DAY
    while day <= on:
        for version in versions:
            if version.valid_from == day:
                current = version
        if current is not None and current.valid_until is not None and day > current.valid_until:
            current = None
        day += DAY
    return current


@given(book=books(), days=st.integers(-5, 80))
def test_the_version_in_force_is_the_one_that_took_over_last(book: MandateBook, days: int) -> None:
    on = TODAY + days * DAY
    wanted = {one: found for one in book.versions if (found := day_by_day(book.versions[one], on)) is not None}
    assert book.in_force(on) == wanted
    assert {one: book.at(one, on) for one in wanted} == wanted
    assert book.at("finnes-ikke", on) is None


@given(book=books(), days=st.integers(-5, 80))
def test_the_next_version_is_the_first_to_begin_on_a_later_day(book: MandateBook, days: int) -> None:
    on = TODAY + days * DAY
    for committee, versions in book.versions.items():
        day, found = on + DAY, None
        while found is None and day <= TODAY + 70 * DAY:
            found = next((one for one in versions if one.valid_from == day), None)
            day += DAY
        assert book.next_after(committee, on) == found
    assert book.next_after("finnes-ikke", on) is None


@given(book=books())
def test_every_version_is_found_again_by_its_stamp(book: MandateBook) -> None:
    for versions in book.versions.values():
        for version in versions:
            assert book.version(version.stamp) == version
            assert book.version(replace(version.stamp, sha256="endret")) is None
