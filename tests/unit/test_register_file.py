"""An administrator who writes the register wrongly is told where; a right one says who sits where."""

from pathlib import Path

import pytest

from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.mandate_file import load_mandates
from committee.members import Directory
from committee.register_file import load_register
from committee.seat_rules import Function
from committee.yaml_file import YamlFileError
from sandbox.world import CHANNELS, EVERYONE, PERSONAS, TEAM_ID, TENANT_ID

ROOT = Path(__file__).resolve().parents[2]
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
def mandates() -> dict[str, Mandate]:
    return load_mandates(ROOT / "mandates")


def load(folder: Path, mandates: dict[str, Mandate], text: str) -> Directory:
    path = folder / "register.yaml"
    path.write_text(text, encoding="utf-8")
    return load_register(path, mandates)


def mistakes(folder: Path, mandates: dict[str, Mandate], text: str) -> list[str]:
    with pytest.raises(YamlFileError) as caught:
        load(folder, mandates, text)
    return [line.removeprefix(f"{folder}/register.yaml:") for line in caught.value.lines]


def test_the_samples_people_are_the_sandboxs_personas(mandates: dict[str, Mandate]) -> None:
    directory = load_register(ROOT / "sandbox" / "register.sample.yaml", mandates)
    for persona in PERSONAS:
        person = directory.person(TENANT_ID, persona.aad)
        assert person is not None, persona.key
        assert (person.id, person.name, person.address) == (persona.key, persona.name, persona.upn)
    assert len(directory.people) == len(PERSONAS)


def test_the_samples_seats_are_those_of_the_case(mandates: dict[str, Mandate]) -> None:
    directory = load_register(ROOT / "sandbox" / "register.sample.yaml", mandates)
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


def test_the_samples_places_are_in_the_sandbox(mandates: dict[str, Mandate]) -> None:
    directory = load_register(ROOT / "sandbox" / "register.sample.yaml", mandates)
    channels, mailboxes = {one.id for one in CHANNELS}, {one.aad for one in EVERYONE if not one.is_person}
    assert set(directory.spaces) == {"bestillerutvalget", "styret"}
    for space in directory.spaces.values():
        assert (space.team_id, space.channel_id in channels, space.calendar in mailboxes) == (TEAM_ID, True, True)
        assert directory.committee_in(space.channel_id) == space.committee_id
    assert len({space.calendar for space in directory.spaces.values()}) == 2


def test_an_id_is_known_however_its_letters_are_written(tmp_path: Path, mandates: dict[str, Mandate]) -> None:
    directory = load(tmp_path, mandates, PLAIN.replace(ONE, ONE.upper()))
    assert directory.person(TENANT_ID, ONE) is directory.people["per"]
    assert directory.person(TENANT_ID, TWO) is directory.people["kari"]
    assert directory.person("00000000-0000-0000-0000-000000000000", ONE) is None


def test_a_guest_is_known_by_their_own_tenant(tmp_path: Path, mandates: dict[str, Mandate]) -> None:
    """Two tenants may give the same object id; that is two people."""
    home = "11111111-0000-4000-8000-000000000000"
    guest = PLAIN.replace(f"object_id: {TWO}", f"object_id: {ONE}, tenant: {home}, language: nn")
    directory = load(tmp_path, mandates, guest)
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
    tmp_path: Path, mandates: dict[str, Mandate], right: str, wrong: str, told: tuple[str, ...]
) -> None:
    found = mistakes(tmp_path, mandates, PLAIN.replace(right, wrong, 1))
    assert len(found) == len(told), found
    for line, expected in zip(found, told, strict=True):
        assert line.startswith(expected), line


def test_all_mistakes_are_told_at_once(tmp_path: Path, mandates: dict[str, Mandate]) -> None:
    text = PLAIN.replace("person: kari", "person: ola").replace("function: chair", "function: union")
    found = mistakes(tmp_path, mandates, text.replace("organisation: molde", "organisation: hustadvika"))
    assert [line.split(": ", 1)[0] for line in found] == ["12:19", "12:64", "11:7"]


def test_two_committees_cannot_have_one_channel(tmp_path: Path, mandates: dict[str, Mandate]) -> None:
    text = PLAIN + UTVALG.replace("19:utvalget", "19:styret")
    assert mistakes(tmp_path, mandates, text) == ["15:17: committees.1.channel_id: another committee has this channel"]


def test_a_committee_stands_once(tmp_path: Path, mandates: dict[str, Mandate]) -> None:
    text = PLAIN + UTVALG.replace("id: bestillerutvalget", "id: styret")
    assert mistakes(tmp_path, mandates, text) == ["13:9: committees.1.id: styret stands here twice"]


def test_a_committee_needs_the_board_that_its_cases_go_to(tmp_path: Path, mandates: dict[str, Mandate]) -> None:
    """Without the board's place, planning would find no calendar and a lifted case no channel."""
    text = PLAIN[: PLAIN.index("  - id: styret")] + UTVALG
    assert mistakes(tmp_path, mandates, text) == [
        "6:9: committees.0.id: its mandate names styret, which must stand among the committees too"
    ]
    assert set(load(tmp_path, mandates, PLAIN + UTVALG).spaces) == {"styret", "bestillerutvalget"}


STRANGERS = [
    (TENANT_ID, None),
    (TENANT_ID, ""),
    (TENANT_ID, THREE),
    ("", ONE),
    (TENANT_ID, "per"),
]


@pytest.mark.parametrize(("tenant", "object_id"), STRANGERS)
def test_only_a_persons_own_tenant_and_id_make_them_known(
    tmp_path: Path, mandates: dict[str, Mandate], tenant: str, object_id: str | None
) -> None:
    assert load(tmp_path, mandates, PLAIN).person(tenant, object_id) is None


def test_a_seat_counts_in_its_own_committee_only(tmp_path: Path, mandates: dict[str, Mandate]) -> None:
    directory = load(tmp_path, mandates, PLAIN + UTVALG)
    kari = directory.people["kari"]
    assert directory.committees_of(kari) == ("styret",)
    here, there = directory.member(kari, "styret"), directory.member(kari, "bestillerutvalget")
    assert (here.function, here.organisation_id) == (Function.REPRESENTATIVE, "molde")
    assert (there.function, there.organisation_id, directory.organisation_of(there)) == (None, None, None)
    assert [one.person.id for one in directory.representatives("styret", "molde")] == ["kari"]
    assert directory.representatives("bestillerutvalget", "molde") == ()
    assert [one.person.id for one in directory.holders("styret", Function.CHAIR)] == ["per"]


@pytest.mark.parametrize("channel", [None, "", "19:general@thread.tacv2"])
def test_another_channel_is_no_committees(tmp_path: Path, mandates: dict[str, Mandate], channel: str | None) -> None:
    assert load(tmp_path, mandates, PLAIN).committee_in(channel) is None


def test_a_committee_that_is_not_there_is_refused_with_its_reason(tmp_path: Path, mandates: dict[str, Mandate]) -> None:
    with pytest.raises(CommitteeError) as caught:
        load(tmp_path, mandates, PLAIN).mandate("radet")
    assert caught.value.code == "unknown_committee"
