"""A body whose seats are not as the mandate says is told so: what, by which sentence, and who must act."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from committee.composition import Breach, BreachCode, Severity, check_composition, fits, open_seats
from committee.mandate import Mandate, Organisation
from committee.members import Seat
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind, Region, SeatRule
from locales import BABEL, words
from locales.compositions import breach_sentence, breach_source, breach_told, organisation_kind_name
from tests.unit.composition_makers import (
    CHAIR_SENTENCE,
    COOPERATION,
    EACH_SENTENCE,
    HOST,
    MANDATE,
    ORGANISATIONS,
    PEOPLE,
    REPRESENTATIVE,
    SEATS,
    TODAY,
    UNION,
    UNION_SENTENCE,
    person,
    ruled,
    seat,
)

DAY = timedelta(days=1)
VIKEN = Region(
    id="viken",
    name="Viken",
    valid_from=date(2020, 1, 1),
    valid_until=date(2023, 12, 31),
    successors=("akershus", "buskerud"),
)
REGIONS = {"viken": VIKEN}


def check(mandate: Mandate = MANDATE, seats: Sequence[Seat] = SEATS, on: date = TODAY) -> tuple[Breach, ...]:
    return check_composition(mandate, seats, PEOPLE, on=on, regions=REGIONS)


def only(mandate: Mandate = MANDATE, seats: Sequence[Seat] = SEATS, on: date = TODAY) -> Breach:
    found = check(mandate, seats, on)
    assert len(found) == 1, found
    return found[0]


def told(breach: Breach, mandate: Mandate = MANDATE, language: str = "nb") -> str:
    return breach_sentence(breach, mandate, PEOPLE, REGIONS, words(language))


def without(*people: str) -> list[Seat]:
    return [one for one in SEATS if one.person_id not in people]


def changed(person_id: str, **fields: object) -> list[Seat]:
    return [replace(one, **fields) if one.person_id == person_id else one for one in SEATS]


def test_a_body_with_everybody_in_place_has_nothing_told_of_it() -> None:
    assert check() == ()
    assert open_seats(MANDATE, SEATS, on=TODAY) == ()


# How many


def test_a_municipality_without_a_representative_is_named_and_asked() -> None:
    breach = only(seats=without("m"))
    assert (breach.code, breach.organisation_id, breach.acts) == (BreachCode.TOO_FEW, "molde", "molde")
    assert breach.severity is Severity.BREACH
    assert told(breach) == (
        "Molde mangler en representant i Faggruppe oppvekst. Molde velger hvem som får plassen. "
        f"Mandatet sier: «{EACH_SENTENCE}»"
    )


def test_the_unions_seat_left_empty_is_told_to_the_unions() -> None:
    breach = only(seats=without("u"))
    assert (breach.acts, breach.source) == ("unions", UNION_SENTENCE)
    assert told(breach).startswith("Fagforeningene mangler en tillitsvalgt i Faggruppe oppvekst.")


def test_another_that_chooses_is_asked_in_the_organisations_place() -> None:
    mandate = ruled("vert", nominated_by="unions")
    breach = only(mandate, without("r"))
    assert (breach.organisation_id, breach.acts) == ("ror-ikt", "unions")
    assert "ROR-IKT mangler et medlem" in told(breach, mandate)
    assert "Fagforeningene velger hvem" in told(breach, mandate)


def test_a_second_representative_is_one_too_many_where_the_mandate_says_one() -> None:
    breach = only(seats=[*SEATS, seat("m2", "molde")])
    assert (breach.code, breach.organisation_id) == (BreachCode.TOO_MANY, "molde")
    assert "Molde har 2 representanter i Faggruppe oppvekst, og mandatet gir plass til 1." in told(breach)


def test_where_the_mandate_says_minimum_one_there_may_be_more() -> None:
    assert check(ruled("kommuner", most=None), [*SEATS, seat("m2", "molde"), seat("m3", "molde")]) == ()


def test_a_deputy_fills_no_seat() -> None:
    found = check(seats=[*without("m"), seat("v", "molde", is_deputy=True)])
    assert [one.code for one in found] == [BreachCode.TOO_FEW, BreachCode.DEPUTY_WITHOUT_MEMBER]
    assert check(seats=[*SEATS, seat("v", "molde", is_deputy=True)]) == ()


def test_a_seat_fills_its_place_from_its_first_day_through_its_last() -> None:
    held = changed("m", from_on=TODAY, until_on=date(2040, 1, 1))
    assert check(seats=held) == ()
    assert only(seats=held, on=TODAY - DAY).organisation_id == "molde"
    assert [one.code for one in check(seats=held, on=date(2040, 1, 2))] == [BreachCode.TOO_FEW, BreachCode.TERM_ENDED]


def test_a_line_that_counts_all_together_is_about_none_of_them() -> None:
    mandate = ruled("kommuner", each=False, least=3, most=None, source="")
    breach = only(mandate)
    assert (breach.organisation_id, breach.acts, breach.found, breach.wanted) == (None, None, 2, 3)
    assert told(breach, mandate) == (
        "Faggruppe oppvekst mangler en representant på plassen «Kommunene». Sekretæren spør dem det gjelder om hvem som"
        " får plassen. Kilde: Mandat for faggruppene"
    )


def test_a_line_for_a_region_is_told_by_the_region() -> None:
    aukra, molde, *others = ORGANISATIONS
    mandate = ruled("kommuner", each=False, regions=("viken",), nominated_by="unions", least=2)
    regional = replace(mandate, organisations=(replace(aukra, region="viken"), replace(molde, region="viken"), *others))
    breach = only(regional, without("m"), VIKEN.valid_from)
    assert (breach.region, breach.organisation_id, breach.acts) == ("viken", None, "unions")
    assert "Faggruppe oppvekst mangler en representant fra Viken." in told(breach, regional)


def test_a_seat_counts_under_the_first_line_it_fits_only() -> None:
    """Molde's own line takes Molde's seats; the line for each municipality then asks the others."""
    own = SeatRule(id="molde", name="Molde", function=REPRESENTATIVE, organisations=("molde",), least=2, most=2)
    mandate = replace(MANDATE, seats=(own, *MANDATE.seats))
    breach = only(mandate)
    assert (breach.rule_id, breach.found, breach.wanted) == ("molde", 1, 2)


def test_too_many_in_all_is_told_only_when_no_line_has_told_it() -> None:
    mandate = replace(ruled("kommuner", most=None), seat_count=4)
    assert check(mandate) == ()
    assert only(mandate, without("m")).code is BreachCode.TOO_FEW
    breach = only(mandate, [*SEATS, seat("m2", "molde")])
    assert (breach.code, breach.found, breach.wanted, breach.acts) == (BreachCode.WRONG_TOTAL, 5, 4, None)
    assert "Faggruppe oppvekst har 5 medlemmer, men skal ha 4." in told(breach, mandate)
    found = check(mandate, [*without("u"), seat("m2", "molde"), seat("m3", "molde")])
    assert [one.code for one in found] == [BreachCode.TOO_FEW, BreachCode.WRONG_TOTAL]


def test_the_secretary_and_those_who_listen_are_not_among_the_members() -> None:
    listening = SeatRule(id="lytter", name="Observatører", function=Function.OBSERVER, least=0)
    mandate = replace(MANDATE, seats=(*MANDATE.seats, listening), seat_count=4)
    others = [seat("s", "molde", Function.SECRETARY), seat("o", "molde", Function.OBSERVER)]
    assert check(mandate, [*SEATS, *others]) == ()


# Whose


def test_a_seat_that_the_mandate_does_not_have_is_told_to_the_secretary() -> None:
    breach = only(seats=[*SEATS, seat("m2", "molde", UNION)])
    assert (breach.code, breach.person_id, breach.acts) == (BreachCode.SEAT_OUTSIDE_RULES, "m2", None)
    assert "m2 står i Faggruppe oppvekst som tillitsvalgt for Molde, men mandatet har ingen slik plass." in told(breach)


def test_a_secretary_and_a_chair_by_office_need_no_line_of_their_own() -> None:
    mandate = replace(MANDATE, chair=ChairRule(by=ChairBy.OFFICE, organisation="ror-ikt"))
    office = [seat("s", "ror-ikt", Function.SECRETARY), seat("d", "ror-ikt", Function.CHAIR)]
    assert check(mandate, [*changed("a", leads=False), *office]) == ()
    rule = SeatRule(id="sekretariat", name="Sekretariat", function=Function.SECRETARY, organisations=("ror-ikt",))
    with_line = replace(mandate, seats=(*mandate.seats, rule))
    assert check(with_line, [*changed("a", leads=False), *office]) == ()
    office[0] = seat("s", "molde", Function.SECRETARY)
    found = check(with_line, [*changed("a", leads=False), *office])
    assert [one.code for one in found] == [BreachCode.TOO_FEW, BreachCode.SEAT_OUTSIDE_RULES]


def test_a_mandate_that_says_nothing_of_its_seats_forbids_none() -> None:
    mandate = replace(MANDATE, seats=())
    assert check(mandate, [*SEATS, seat("m2", "molde", UNION)]) == ()


def test_a_seat_for_an_organisation_that_the_mandate_does_not_know_is_told_once() -> None:
    breach = only(seats=[*SEATS, seat("x", "fræna")])
    assert (breach.code, breach.acts, breach.source) == (
        BreachCode.ORGANISATION_UNKNOWN,
        None,
        "Mandat for faggruppene",
    )
    assert "x står i Faggruppe oppvekst for fræna, som mandatet ikke nevner." in told(breach)


def test_a_kind_that_is_only_tolerated_may_sit_with_a_warning() -> None:
    """004-18: Hedmark IKT is a co-operation, and sits where a municipality would."""
    hedmark = Organisation(id="hedmark", name="Hedmark IKT", kind=COOPERATION, weight=0)
    mandate = replace(ruled("kommuner", tolerated=(COOPERATION,)), organisations=(*ORGANISATIONS, hedmark))
    assert check(mandate) == (), "nobody asks it to sit"
    breach = only(mandate, [*SEATS, seat("h", "hedmark")])
    assert (breach.code, breach.severity) == (BreachCode.STAND_IN_KIND, Severity.WARNING)
    assert (
        "Hedmark IKT er et samarbeid mellom kommuner, og har en plass i Faggruppe oppvekst som ellers er for en kommune"
        in told(breach, mandate)
    )


def test_a_lower_level_than_the_mandates_is_a_warning_only_when_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    mandate = ruled("kommuner", level="KommunalSjef")
    assert check(mandate) == ()
    monkeypatch.setitem(PEOPLE, "m", person("m", "Ingrid Moen", level="Kommunalsjef"))
    assert check(mandate) == ()
    monkeypatch.setitem(PEOPLE, "m", person("m", "Ingrid Moen", level="enhetsleder"))
    breach = only(mandate)
    assert (breach.code, breach.severity, breach.acts) == (BreachCode.LEVEL_DIFFERS, Severity.WARNING, "molde")
    monkeypatch.setitem(PEOPLE, "m", person("m", "Ingrid Moen", level="assisterende kommunalsjef"))
    assert only(mandate).code is BreachCode.LEVEL_DIFFERS
    assert "Ingrid Moen i Faggruppe oppvekst er enhetsleder. Plassen er tenkt for KommunalSjef." in told(breach)


@pytest.mark.parametrize("level", ["digitaliseringsdirektør", "Digitaliseringssjef", "IT-sjef"])
def test_any_of_the_levels_that_the_mandate_names_will_do(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    """004-17: «typisk digitaliseringsdirektører/-sjefer»."""
    mandate = ruled("kommuner", level="digitaliseringsdirektør eller -sjef")
    monkeypatch.setitem(PEOPLE, "m", person("m", "Ingrid Moen", level=level))
    assert check(mandate) == ()
    monkeypatch.setitem(PEOPLE, "m", person("m", "Ingrid Moen", level="rådgiver"))
    assert only(mandate).code is BreachCode.LEVEL_DIFFERS


def test_a_region_that_is_no_more_is_told_from_the_day_after_its_last() -> None:
    molde = replace(ORGANISATIONS[1], region="viken")
    mandate = replace(
        MANDATE,
        organisations=(molde,),
        seats=(replace(MANDATE.seats[0], regions=("viken", "ukjent")),),
    )
    seats = changed("m", leads=True)[1:2]
    assert check(mandate, seats, date(2023, 12, 31)) == ()
    breach = only(mandate, seats, date(2024, 1, 1))
    assert (breach.code, breach.severity, breach.region) == (BreachCode.REGION_DISSOLVED, Severity.WARNING, "viken")
    assert breach.wanted == "akershus, buskerud"
    assert "Viken var en region til og med søndag 31. desember 2023" in told(breach, mandate)


# The leader


def test_a_body_without_a_leader_is_told_by_the_sentence_on_its_leader() -> None:
    breach = only(seats=changed("a", leads=False))
    assert (breach.code, breach.acts, breach.source) == (BreachCode.NO_CHAIR, None, CHAIR_SENTENCE)
    assert told(breach) == (
        "Faggruppe oppvekst har ingen leder. Sekretæren sørger for at utvalget får en leder. "
        f"Mandatet sier: «{CHAIR_SENTENCE}»"
    )


def test_the_organisation_that_names_the_leader_is_asked_to() -> None:
    mandate = replace(MANDATE, chair=ChairRule(by=ChairBy.ORGANISATION, organisation="ror-ikt"))
    assert only(mandate, changed("a", leads=False)).acts == "ror-ikt"
    assert check(mandate, [*changed("a", leads=False)[:2], replace(SEATS[2], leads=True), SEATS[3]]) == ()
    breach = only(mandate)
    assert (breach.code, breach.person_id, breach.acts) == (BreachCode.WRONG_CHAIR, "a", "ror-ikt")
    assert (
        "Marte Øyen leder Faggruppe oppvekst for Aukra, men lederen skal komme fra ROR-IKT. ROR-IKT peker ut en ny"
        in told(breach, mandate)
    )


def test_a_line_for_the_leaders_own_seat_tells_that_it_is_empty() -> None:
    line = SeatRule(id="leder", name="Leder", function=Function.CHAIR, organisations=("ror-ikt",), source="KS leder.")
    mandate = replace(
        MANDATE, seats=(*MANDATE.seats, line), chair=ChairRule(by=ChairBy.ORGANISATION, organisation="ror-ikt")
    )
    breach = only(mandate, changed("a", leads=False))
    assert (breach.code, breach.rule_id, breach.acts) == (BreachCode.TOO_FEW, "leder", "ror-ikt")
    assert "ROR-IKT mangler en leder i Faggruppe oppvekst." in told(breach, mandate)


def test_only_the_kinds_that_the_mandate_names_may_be_elected() -> None:
    breach = only(seats=[*changed("a", leads=False)[:2], replace(SEATS[2], leads=True), SEATS[3]])
    assert (breach.code, breach.person_id, breach.source) == (BreachCode.WRONG_CHAIR, "r", CHAIR_SENTENCE)
    assert "men lederen skal komme fra en kommune." in told(breach)


def test_two_leaders_are_one_too_many_but_not_one_person_with_two_seats() -> None:
    assert only(seats=changed("m", leads=True)).code is BreachCode.SEVERAL_CHAIRS
    mandate = replace(MANDATE, chair=ChairRule())
    assert check(mandate, [*SEATS, seat("a", "aukra", Function.CHAIR)]) == ()


def test_a_body_that_others_run_is_not_asked_for_a_leader() -> None:
    """KommIT-rådet stands in the book as the body above; nobody's seat there is ours."""
    assert check(replace(MANDATE, seats=(), chair=ChairRule()), []) == ()


# Terms


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (date(2026, 9, 2), BreachCode.TERM_ENDS_SOON),
        (date(2026, 9, 3), None),
        (TODAY, BreachCode.TERM_ENDS_SOON),
    ],
)
def test_a_term_is_told_of_from_six_months_before_it_ends(last: date, code: BreachCode | None) -> None:
    assert [one.code for one in check(seats=changed("m", until_on=last))] == [code][: code is not None]


def test_a_term_that_ends_soon_is_told_to_those_who_choose_the_next() -> None:
    breach = only(seats=changed("m", until_on=date(2026, 6, 30)))
    assert (breach.severity, breach.acts) == (Severity.WARNING, "molde")
    assert (
        "Perioden til Ingrid Moen i Faggruppe oppvekst går ut tirsdag 30. juni 2026. Molde velger hvem som har plassen"
        in told(breach)
    )


def test_nothing_is_told_of_a_term_when_somebody_is_ready_to_follow() -> None:
    ending = changed("m", until_on=date(2026, 6, 30))
    assert check(seats=[*ending, seat("n", "molde", from_on=date(2026, 7, 1))]) == ()
    other = seat("n", "aukra", from_on=date(2026, 7, 1))
    assert only(seats=[*ending, other]).code is BreachCode.TERM_ENDS_SOON


@pytest.mark.parametrize("first", [None, date(2026, 1, 1)])
def test_a_seat_that_is_over_is_told_of_until_somebody_has_followed_in_it(first: date | None) -> None:
    over = changed("m", until_on=date(2025, 12, 31))
    found = check(seats=over)
    assert [one.code for one in found] == [BreachCode.TOO_FEW, BreachCode.TERM_ENDED]
    assert "gikk ut onsdag 31. desember 2025, og ingen har overtatt plassen" in told(found[1])
    assert check(seats=[*over, seat("n", "molde", from_on=first)]) == ()


def test_a_colleague_who_sat_beside_has_not_followed() -> None:
    mandate = ruled("kommuner", most=None)
    seats = [*changed("m", until_on=date(2025, 12, 31)), seat("m2", "molde", from_on=date(2020, 1, 1))]
    assert only(mandate, seats).code is BreachCode.TERM_ENDED


def test_a_deputys_term_is_told_of_too() -> None:
    breach = only(seats=[*SEATS, seat("v", "molde", is_deputy=True, until_on=date(2026, 4, 1))])
    assert (breach.code, breach.person_id, breach.acts) == (BreachCode.TERM_ENDS_SOON, "v", "molde")


FOUR_YEARS = ruled("kommuner", term_years=4)
BEGAN = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (date(2028, 12, 31), None),
        (date(2029, 1, 1), BreachCode.TERM_TOO_LONG),
        (date(2028, 12, 30), BreachCode.TERM_WITHOUT_REASON),
    ],
)
def test_another_term_than_the_mandates_wants_a_reason(last: date, code: BreachCode | None) -> None:
    """004-23: «for fire år om gangen, men det kan gjøres unntak for å sikre kontinuitet»."""
    found = check(FOUR_YEARS, changed("m", from_on=BEGAN, until_on=last))
    assert [one.code for one in found] == [code][: code is not None]
    assert check(FOUR_YEARS, changed("m", from_on=BEGAN, until_on=last, term_reason="For kontinuitet")) == ()
    blank = check(FOUR_YEARS, changed("m", from_on=BEGAN, until_on=last, term_reason="  "))
    assert [one.code for one in blank] == [code][: code is not None]


def test_a_term_without_an_end_is_too_long_when_a_whole_one_has_passed() -> None:
    seats = changed("m", from_on=BEGAN)
    assert check(FOUR_YEARS, seats, date(2028, 12, 31)) == ()
    breach = only(FOUR_YEARS, seats, date(2029, 1, 1))
    assert breach.code is BreachCode.TERM_TOO_LONG
    assert "uten sluttdato, men en hel periode var over søndag 31. desember 2028" in told(breach)


def test_a_term_nobody_dated_is_not_judged() -> None:
    assert check(FOUR_YEARS, changed("m", until_on=date(2040, 1, 1))) == ()


# All of it


def test_breaches_come_by_line_and_then_organisation_and_what_concerns_no_line_last() -> None:
    found = check(seats=[seat("x", "fræna"), seat("v", "molde", is_deputy=True)])
    assert [(one.code.value, one.organisation_id) for one in found] == [
        ("too_few", "aukra"),
        ("too_few", "molde"),
        ("deputy_without_member", "molde"),
        ("too_few", "ror-ikt"),
        ("too_few", "unions"),
        ("organisation_unknown", "fræna"),
        ("no_chair", None),
    ]


def test_a_matter_keeps_its_key_from_day_to_day_and_shares_it_with_no_other() -> None:
    seats = changed("m", until_on=date(2025, 12, 31))
    today, later = check(seats=seats), check(seats=seats, on=TODAY + 30 * DAY)
    assert [one.key for one in today] == [one.key for one in later]
    assert [one.key for one in today] == [
        "oppvekst:too_few:kommuner:molde",
        "oppvekst:term_ended:kommuner:molde/m",
    ]


def test_other_bodies_seats_are_passed_over() -> None:
    other = replace(seat("m2", "molde"), committee_id="helse")
    assert check(seats=[*SEATS, other]) == ()
    assert only(seats=[*without("m"), other]).organisation_id == "molde"


def test_what_must_be_filled_is_told_with_who_chooses_and_whether_somebody_is_coming() -> None:
    mandate = ruled("kommuner", least=2, most=None)
    seats = [*SEATS, seat("n", "molde", from_on=TODAY + DAY), seat("v", "molde", is_deputy=True, from_on=TODAY + DAY)]
    aukra, molde = open_seats(mandate, seats, on=TODAY)
    assert (aukra.organisation_id, aukra.rule_id, aukra.missing, aukra.coming) == ("aukra", "kommuner", 1, 0)
    assert (molde.organisation_id, molde.nominated_by, molde.missing, molde.coming) == ("molde", "molde", 1, 1)
    assert [one.organisation_id for one in open_seats(mandate, seats, on=TODAY + DAY)] == ["aukra"]
    (still,) = open_seats(ruled("kommuner", least=3, each=False, most=None), [*SEATS[1:], seats[-2]], on=TODAY + DAY)
    assert (still.organisation_id, still.missing, still.coming) == (None, 1, 0)


def test_a_seat_fits_a_line_by_what_it_is_for_and_whom_it_is_for() -> None:
    kommuner, vert, _ = MANDATE.seats
    aukra, _, ror_ikt, _ = ORGANISATIONS
    assert fits(kommuner, seat("a", "aukra"), aukra)
    assert not fits(kommuner, seat("a", "aukra", HOST), aukra)
    assert not fits(kommuner, seat("r", "ror-ikt"), ror_ikt)
    assert fits(vert, seat("r", "ror-ikt", HOST), ror_ikt)
    assert not fits(kommuner, seat("x", "fræna"), None)
    assert not fits(replace(kommuner, regions=("viken",)), seat("a", "aukra"), aukra)


@pytest.mark.parametrize("language", BABEL)
@pytest.mark.parametrize("code", BreachCode)
@pytest.mark.parametrize("acts", [None, "molde"])
def test_every_breach_has_a_sentence_in_every_language(language: str, code: BreachCode, acts: str | None) -> None:
    is_count = code in (BreachCode.TOO_FEW, BreachCode.TOO_MANY)
    found, wanted = (1, 2) if is_count else (date(2026, 1, 1), "municipality")
    by_region = {"organisation_id": None, "region": "viken"}
    shapes = [{"organisation_id": "aukra", "region": "viken"}]
    shapes += [by_region, {"organisation_id": None, "region": None}] if is_count else []
    for shape in shapes:
        breach = Breach(
            committee_id="oppvekst",
            code=code,
            severity=Severity.BREACH,
            rule_id="kommuner",
            person_id="a",
            function=UNION,
            acts=acts,
            found=found,
            wanted=wanted,
            source="«Hver kommune»",
            is_quoted=True,
            **shape,
        )
        spoken = words(language)
        said = breach_told(breach, MANDATE, PEOPLE, REGIONS, spoken)
        assert "{" not in said
        assert said.endswith(".")
        assert said in told(breach, MANDATE, language)
        assert "Faggruppe oppvekst" in said
        assert "  " not in said
        assert "Hver kommune" in breach_source(breach, spoken)
        assert "««" not in breach_source(breach, spoken)


@pytest.mark.parametrize("language", BABEL)
def test_every_kind_of_organisation_has_a_name(language: str) -> None:
    names = {organisation_kind_name(kind, words(language)) for kind in OrganisationKind}
    assert len(names) == len(OrganisationKind)
