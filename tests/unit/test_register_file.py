"""An administrator who writes the register wrongly is told where; a right one says who sits where."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from committee.composition import check_composition
from committee.errors import CommitteeError
from committee.mandate_book import MandateBook
from committee.mandate_file import load_book
from committee.members import Directory
from committee.register import Register, make_directory
from committee.register_file import load_register
from committee.seat_rules import ChairBy, ChairRule, Function
from committee.yaml_file import YamlFileError
from sandbox.world import CHANNELS, EVERYONE, PERSONAS, TEAM_ID, TENANT_ID

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
ONE, TWO, THREE = (f"aad00000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
PLAIN = f"""\
tenant: {TENANT_ID}
people:
  - {{ id: per, name: Per, object_id: {ONE} }}
  - {{ id: kari, name: Kari, object_id: {TWO} }}
committees:
  - id: styret
    team_id: {TEAM_ID}
    channel_id: 19:styret@thread.tacv2
    calendar: styrekalender@ror-ikt.example
    seats:
      - {{ person: per, function: chair, organisation: ror-ikt }}
      - {{ person: kari, function: representative, organisation: molde }}
"""
UTVALG = f"""\
  - id: bestillerutvalget
    team_id: {TEAM_ID}
    channel_id: 19:utvalget@thread.tacv2
    calendar: utvalget@ror-ikt.example
"""


@pytest.fixture(scope="module")
def book() -> MandateBook:
    return load_book(ROOT / "mandates")


def read(folder: Path, book: MandateBook, text: str) -> Register:
    path = folder / "register.yaml"
    path.write_text(text, encoding="utf-8")
    return load_register(path, book, TODAY)


def load(folder: Path, book: MandateBook, text: str) -> Directory:
    return make_directory(book, read(folder, book, text), (), {}, TODAY)


def sample(book: MandateBook) -> Directory:
    register = load_register(ROOT / "sandbox" / "register.sample.yaml", book, TODAY)
    return make_directory(book, register, (), {}, TODAY)


def mistakes(folder: Path, book: MandateBook, text: str) -> list[str]:
    with pytest.raises(YamlFileError) as caught:
        load(folder, book, text)
    return [line.removeprefix(f"{folder}/register.yaml:") for line in caught.value.lines]


def test_the_samples_people_are_the_sandboxs_personas(book: MandateBook) -> None:
    directory = sample(book)
    for persona in PERSONAS:
        person = directory.person(TENANT_ID, persona.aad)
        assert person is not None, persona.key
        assert (person.id, person.name, person.address) == (persona.key, persona.name, persona.upn)
    assert len(directory.people) == len(PERSONAS)


def test_the_samples_seats_are_those_of_the_case(book: MandateBook) -> None:
    directory = sample(book)
    seats = {(one.person.id, one.function, one.organisation_id) for one in directory.members("bestillerutvalget")}
    assert seats == {
        ("leder", Function.CHAIR, "ror-ikt"),
        ("sekretaer", Function.SECRETARY, "ror-ikt"),
        ("rorikt", Function.HOST_MEMBER, "ror-ikt"),
        ("molde1", Function.REPRESENTATIVE, "molde"),
        ("molde2", Function.REPRESENTATIVE, "molde"),
        ("aukra", Function.REPRESENTATIVE, "aukra"),
        ("rauma", Function.REPRESENTATIVE, "rauma"),
        ("vestnes", Function.REPRESENTATIVE, "vestnes"),
        ("tillitsvalgt", Function.UNION, "tillitsvalgte"),
    }
    outsider = directory.people["utenfor"]
    assert directory.committees_of(outsider) == ()
    assert directory.member(outsider, "bestillerutvalget").seat is None


def test_the_samples_places_are_in_the_sandbox(book: MandateBook) -> None:
    directory = sample(book)
    channels, mailboxes = {one.id for one in CHANNELS}, {one.aad for one in EVERYONE if not one.is_person}
    assert set(directory.spaces) == set(book.versions)
    for space in directory.spaces.values():
        assert (space.team_id, space.channel_id in channels, space.calendar in mailboxes) == (TEAM_ID, True, True)
        assert directory.committee_in(space.channel_id) == space.committee_id
    assert len({space.calendar for space in directory.spaces.values()}) == len(directory.spaces)


def test_the_samples_co_operation_has_something_to_act_on(book: MandateBook) -> None:
    """A leader to elect, seats that stand empty, a term that ends: for whoever tries it."""
    directory = sample(book)
    told = {
        (breach.committee_id, breach.code, breach.acts)
        for mandate in directory.mandates.values()
        for breach in check_composition(
            mandate, directory.seats_of(mandate.id), directory.people, on=TODAY, regions=book.regions
        )
    }
    assert {one for one in told if one[1] not in ("region_dissolved", "level_differs")} == {
        ("faggruppe-teknisk", "no_chair", None),
        ("faggruppe-arkiv", "too_few", "vestnes"),
        ("faggruppe-arkiv", "too_few", "tillitsvalgte"),
        ("digitaliseringsutvalget", "term_ends_soon", "ks"),
        ("digitaliseringsutvalget", "stand_in_kind", "ks"),
    }


def test_an_id_is_known_however_its_letters_are_written(tmp_path: Path, book: MandateBook) -> None:
    directory = load(tmp_path, book, PLAIN.replace(ONE, ONE.upper()))
    assert directory.person(TENANT_ID, ONE) is directory.people["per"]
    assert directory.person(TENANT_ID, TWO) is directory.people["kari"]
    assert directory.person("00000000-0000-0000-0000-000000000000", ONE) is None


def test_a_guest_is_known_by_their_own_tenant(tmp_path: Path, book: MandateBook) -> None:
    """Two tenants may give the same object id; that is two people."""
    home = "11111111-0000-4000-8000-000000000000"
    guest = PLAIN.replace(f"object_id: {TWO}", f"object_id: {ONE}, tenant: {home}, language: nn")
    directory = load(tmp_path, book, guest)
    assert directory.person(home, ONE) is directory.people["kari"]
    assert directory.person(TENANT_ID, ONE) is directory.people["per"]
    assert [directory.people[one].language for one in ("per", "kari")] == ["nb", "nn"]


WRONG = [
    ("id: kari", "id: per", "4:11: people.1.id: per stands here twice", "12:19: committees.0.seats.1.person: kari is"),
    (TWO, ONE, "4:40: people.1.object_id: another person has this Entra id"),
    (TWO, ONE.upper(), "4:40: people.1.object_id: another person has this Entra id"),
    (TWO, "kari", "4:40: people.1.object_id: expected an Entra id, as in 00000000-"),
    (f"tenant: {TENANT_ID}", "tenant: 7", "1:9: tenant: expected an Entra id"),
    ("name: Kari", "name: Kari, language: se", "4:39: people.1.language: expected one of nb, nn, en"),
    ("name: Kari", "name: Kari, mobil: 9", "4:29: people.1.mobil is not known here"),
    ("function: chair", "function: leder", "11:34: committees.0.seats.0.function: expected one of chair, secretary,"),
    ("function: chair", "function: secretary", "11:7: committees.0.seats: a chair is missing"),
    ("person: kari", "person: ola", "12:19: committees.0.seats.1.person: ola is not among the people"),
    ("person: kari", "person: per", "12:19: committees.0.seats.1.person: per has a seat here already"),
    (
        "organisation: molde",
        "organisation: hustadvika",
        "12:65: committees.0.seats.1.organisation: expected one of aukra, molde, rauma, vestnes, ror-ikt",
    ),
    ("id: styret", "id: radet", "6:9: committees.0.id: no mandate has the id radet"),
    ("calendar: ", "kalender: ", "6:5: committees.0.calendar is missing", "9:5: committees.0.kalender is not known"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), [(one[0], one[1], one[2:]) for one in WRONG])
def test_each_mistake_is_told_where_it_stands(
    tmp_path: Path, book: MandateBook, right: str, wrong: str, told: tuple[str, ...]
) -> None:
    found = mistakes(tmp_path, book, PLAIN.replace(right, wrong, 1))
    assert len(found) == len(told), found
    for line, expected in zip(found, told, strict=True):
        assert line.startswith(expected), line


def test_all_mistakes_are_told_at_once(tmp_path: Path, book: MandateBook) -> None:
    text = PLAIN.replace("person: kari", "person: ola").replace("function: chair", "function: union")
    found = mistakes(tmp_path, book, text.replace("organisation: molde", "organisation: hustadvika"))
    assert [line.split(": ", 1)[0] for line in found] == ["12:19", "12:64", "11:7"]


def test_two_committees_cannot_have_one_channel(tmp_path: Path, book: MandateBook) -> None:
    text = PLAIN + UTVALG.replace("19:utvalget", "19:styret")
    assert mistakes(tmp_path, book, text) == ["15:17: committees.1.channel_id: another committee has this channel"]


def test_a_committee_stands_once(tmp_path: Path, book: MandateBook) -> None:
    text = PLAIN + UTVALG.replace("id: bestillerutvalget", "id: styret")
    assert mistakes(tmp_path, book, text) == ["13:9: committees.1.id: styret stands here twice"]


def test_a_committee_needs_the_board_that_its_cases_go_to(tmp_path: Path, book: MandateBook) -> None:
    """Without the board's place, planning would find no calendar and a lifted case no channel."""
    text = PLAIN[: PLAIN.index("  - id: styret")] + UTVALG
    assert mistakes(tmp_path, book, text) == [
        "6:9: committees.0.id: its mandate names styret, which must stand among the committees too"
    ]
    assert set(load(tmp_path, book, PLAIN + UTVALG).spaces) == {"styret", "bestillerutvalget"}


STRANGERS = [
    (TENANT_ID, None),
    (TENANT_ID, ""),
    (TENANT_ID, THREE),
    ("", ONE),
    (TENANT_ID, "per"),
]


@pytest.mark.parametrize(("tenant", "object_id"), STRANGERS)
def test_only_a_persons_own_tenant_and_id_make_them_known(
    tmp_path: Path, book: MandateBook, tenant: str, object_id: str | None
) -> None:
    assert load(tmp_path, book, PLAIN).person(tenant, object_id) is None


def test_a_seat_counts_in_its_own_committee_only(tmp_path: Path, book: MandateBook) -> None:
    directory = load(tmp_path, book, PLAIN + UTVALG)
    kari = directory.people["kari"]
    assert directory.committees_of(kari) == ("styret",)
    here, there = directory.member(kari, "styret"), directory.member(kari, "bestillerutvalget")
    assert (here.function, here.organisation_id) == (Function.REPRESENTATIVE, "molde")
    assert (there.function, there.organisation_id, directory.organisation_of(there)) == (None, None, None)
    assert [one.person.id for one in directory.representatives("styret", "molde")] == ["kari"]
    assert directory.representatives("bestillerutvalget", "molde") == ()
    assert [one.person.id for one in directory.holders("styret", Function.CHAIR)] == ["per"]


@pytest.mark.parametrize("channel", [None, "", "19:general@thread.tacv2"])
def test_another_channel_is_no_committees(tmp_path: Path, book: MandateBook, channel: str | None) -> None:
    assert load(tmp_path, book, PLAIN).committee_in(channel) is None


def test_a_committee_that_is_not_there_is_refused_with_its_reason(tmp_path: Path, book: MandateBook) -> None:
    with pytest.raises(CommitteeError) as caught:
        load(tmp_path, book, PLAIN).mandate("radet")
    assert caught.value.code == "unknown_committee"


TERM = "function: representative, organisation: molde }"
FULL = """\
contacts:
  molde: [per, kari]
  aukra: []
"""


def test_a_seats_term_and_what_is_known_of_a_person_are_read(tmp_path: Path, book: MandateBook) -> None:
    text = PLAIN.replace("name: Kari", "name: Kari, level: digitaliseringssjef, background: Leder skjemaprosjektet")
    text = text.replace(
        TERM, TERM.replace(" }", ", from: 2026-01-01, until: 2027-12-31, reason: Kommunesammenslåing, deputy: true }")
    )
    directory = load(tmp_path, book, text + FULL)
    kari = directory.people["kari"]
    assert (kari.level, kari.background) == ("digitaliseringssjef", "Leder skjemaprosjektet")
    seat = directory.member(kari, "styret").seat
    assert seat is not None
    assert (seat.from_on, seat.until_on, seat.term_reason) == (
        date(2026, 1, 1),
        date(2027, 12, 31),
        "Kommunesammenslåing",
    )
    assert (seat.is_deputy, seat.leads, seat.appointment_id) == (True, False, "")
    assert [one.id for one in directory.contacts_of("molde")] == ["per", "kari"]
    assert directory.contacts_of("aukra") == directory.contacts_of("rauma") == ()


WRONG_TERMS = [
    (
        TERM,
        TERM.replace(" }", ", from: 2026-02-01, until: 2026-01-31 }"),
        "12:97: committees.0.seats.1.until: expected a day",
    ),
    (TERM, TERM.replace(" }", ", until: i mai }"), "12:79: committees.0.seats.1.until: expected a date such as"),
    (TERM, TERM.replace(" }", ", leads: ja }"), "12:79: committees.0.seats.1.leads: expected true or false"),
    (TERM, TERM.replace(" }", ", leads: true }"), "12:79: committees.0.seats.1.leads: per leads here on the same days"),
    (TERM, "function: chair, organisation: molde }", "12:35: committees.0.seats.1.function: per leads here on the"),
    (
        TERM,
        "function: chair, organisation: molde, until: 2020-01-01 }\n"
        "      - { person: kari, function: union, organisation: molde, from: 2020-01-01 }",
        "13:19: committees.0.seats.2.person: kari has a seat here already",
        "12:35: committees.0.seats.1.function: per leads here on the",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "told"), [(one[0], one[1], one[2:]) for one in WRONG_TERMS])
def test_each_mistake_in_a_term_is_told_where_it_stands(
    tmp_path: Path, book: MandateBook, right: str, wrong: str, told: tuple[str, ...]
) -> None:
    test_each_mistake_is_told_where_it_stands(tmp_path, book, right, wrong, told)


def test_one_may_follow_another_and_oneself(tmp_path: Path, book: MandateBook) -> None:
    """Terms side by side are no mistake, nor a deputy for the chair; each holds on its own days."""
    text = PLAIN.replace(
        TERM,
        TERM.replace(" }", ", until: 2026-11-22 }") + "\n"
        "      - { person: kari, function: chair, organisation: molde, from: 2026-11-23, deputy: true }",
    )
    directory = load(tmp_path, book, text)
    assert directory.member(directory.people["kari"], "styret").function is Function.CHAIR
    assert [seat.function for seat in directory.other_seats] == [Function.REPRESENTATIVE]


WRONG_CONTACTS = [
    ("molde: [per, kari]", "molde: [per, ola]", "14:16: contacts.molde.1: ola is not among the people"),
    ("molde: [per, kari]", "molde: [per, per]", "14:16: contacts.molde.1: per stands here twice"),
    ("aukra: []", "nome: []", "15:9: contacts.nome: no mandate has the organisation nome"),
    ("aukra: []", "aukra: per", "15:10: contacts.aukra: expected a list"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), WRONG_CONTACTS)
def test_each_mistake_among_the_contacts_is_told(
    tmp_path: Path, book: MandateBook, right: str, wrong: str, told: str
) -> None:
    found = mistakes(tmp_path, book, PLAIN + FULL.replace(right, wrong))
    assert len(found) == 1, found
    assert found[0].startswith(told), found


REVIEWERS = """\
reviewers:
  molde: { privacy: [per], security: [kari, per] }
"""
WRONG_REVIEWERS = [
    ("[kari, per]", "[kari, ola]", "reviewers.molde.security.1: ola is not among the people"),
    ("[kari, per]", "[kari, kari]", "reviewers.molde.security.1: kari stands here twice"),
    ("molde:", "nome:", "reviewers.nome: no mandate has the organisation nome"),
    ("privacy: [per]", "personvern: [per]", "reviewers.molde.personvern"),
]


def test_who_looks_after_privacy_and_security_is_read(tmp_path: Path, book: MandateBook) -> None:
    directory = load(tmp_path, book, PLAIN + REVIEWERS)
    assert [one.id for one in directory.reviewers_of("molde", "security")] == ["kari", "per"]
    assert [one.id for one in directory.reviewers_of("molde", "privacy")] == ["per"]
    assert directory.reviewers_of("aukra", "privacy") == ()


@pytest.mark.parametrize(("right", "wrong", "told"), WRONG_REVIEWERS)
def test_each_mistake_among_the_reviewers_is_told(
    tmp_path: Path, book: MandateBook, right: str, wrong: str, told: str
) -> None:
    found = mistakes(tmp_path, book, PLAIN + REVIEWERS.replace(right, wrong))
    assert len(found) == 1, found
    assert told in found[0], found


def test_a_body_that_elects_its_leader_may_be_without_one(tmp_path: Path, book: MandateBook) -> None:
    """The composition tells of it until somebody is elected; a file with a leader by office has forgotten one."""
    text = PLAIN.replace("function: chair", "function: representative")
    assert mistakes(tmp_path, book, text) == ["11:7: committees.0.seats: a chair is missing"]
    board = book.versions["styret"][0]
    elected = MandateBook.of([replace(board, chair=ChairRule(by=ChairBy.ELECTION))])
    assert load(tmp_path, elected, text).holders("styret", Function.CHAIR) == ()


def test_a_committee_may_wait_for_its_first_mandate(tmp_path: Path, book: MandateBook) -> None:
    board = book.versions["styret"][0]
    coming = MandateBook.of([replace(board, valid_from=date(2027, 1, 1))])
    directory = load(tmp_path, coming, PLAIN)
    assert set(directory.spaces) == {"styret"}
    assert "styret" not in directory.mandates


def test_the_bodies_of_a_coming_version_must_have_their_places_in_time(tmp_path: Path, book: MandateBook) -> None:
    """Otherwise the file would become wrong by itself, on the day that the version takes effect."""
    board = book.versions["styret"][0]
    above = replace(board, id="radet")
    coming = replace(board, valid_from=date(2027, 1, 1), superior="radet")
    assert mistakes(tmp_path, MandateBook.of([board, above, coming]), PLAIN) == [
        "6:9: committees.0.id: its mandate names radet, which must stand among the committees too"
    ]
