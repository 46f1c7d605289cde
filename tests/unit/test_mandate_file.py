"""An administrator who writes a mandate wrongly is told where, and what was expected; a right one becomes a value."""

import hashlib
import re
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committee.catalogue_file import load_catalogue
from committee.mandate import Agreement, Base, Mandate, PlanningRule, Tie, TooFew, Visibility, VotingRules
from committee.mandate_file import load_book
from committee.seat_rules import OrganisationKind
from committee.yaml_file import YamlFileError

ROOT = Path(__file__).resolve().parents[2]
PLAIN = """\
id: radet
name: Rådet
prefix: RÅ
valid_from: 2024-02-29
source: Mandat for rådet
approval: { reference: PS-1/24, on: 2024-02-29, by: styret }
organisations:
  - { id: nord, name: Nord, kind: municipality, weight: 2 }
  - { id: vert, name: Vert, kind: host, weight: 0 }
"""


def newest(folder: Path) -> dict[str, Mandate]:
    """Each committee's newest version."""
    return {id_: versions[-1] for id_, versions in load_book(folder).versions.items()}


def load(folder: Path, **files: str | bytes) -> dict[str, Mandate]:
    for name, text in files.items():
        content = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.yaml").write_bytes(content)
    return newest(folder)


def mistakes(folder: Path, **files: str | bytes) -> list[str]:
    """Each mistake, with the file named from the folder."""
    with pytest.raises(YamlFileError) as caught:
        load(folder, **files)
    assert str(caught.value) == "\n".join(caught.value.lines)
    return [line.removeprefix(f"{folder}/") for line in caught.value.lines]


def other(id_: str, prefix: str, more: str = "") -> str:
    return PLAIN.replace("id: radet", f"id: {id_}").replace("prefix: RÅ", f"prefix: {prefix}") + more


def test_bestillerutvalgets_mandate_is_what_the_board_approved() -> None:
    found = newest(ROOT / "mandates")["bestillerutvalget"]
    assert {one.name: one.weight for one in found.voters} == {"Aukra": 1, "Molde": 1, "Rauma": 1, "Vestnes": 1}
    weightless = {(one.name, one.kind) for one in found.organisations if one.weight == 0}
    assert weightless == {("ROR-IKT", OrganisationKind.HOST), ("Arbeidstakerorganisasjonene", OrganisationKind.UNION)}
    assert (found.prefix, found.superior) == ("BU", "styret")
    assert (found.approval.reference, found.approval.approved_on) == ("PS-6/21", date(2021, 4, 14))
    assert found.planning == PlanningRule(before="styret", lead=timedelta(days=14))
    assert found.rules == VotingRules()
    assert 4 <= len(found.checklist) <= 5


def test_the_board_is_topmost_and_gets_its_papers_a_week_before() -> None:
    found = newest(ROOT / "mandates")["styret"]
    assert (found.prefix, found.superior, found.planning) == ("ST", None, None)
    assert [one.id for one in found.voters] == ["aukra", "molde", "rauma", "vestnes"]
    assert found.papers_lead == timedelta(days=7)


def test_what_a_mandate_leaves_out_gets_the_documented_default(tmp_path: Path) -> None:
    found = load(tmp_path, radet=PLAIN)["radet"]
    assert found.rules == VotingRules()
    assert (found.superior, found.planning, found.checklist) == (None, None, ())
    assert (found.papers_lead, found.language, found.time_zone) == (timedelta(days=7), "nb", "Europe/Oslo")
    assert found.minutes_folder == "Referater"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{ agreement: absolute }", VotingRules(agreement=Agreement.ABSOLUTE)),
        ("{ agreement: share }", VotingRules(agreement=Agreement.SHARE, share=Fraction(2, 3))),
        (
            "{ agreement: share, share: 3/4, of: all, too_few: escalate }",
            VotingRules(agreement=Agreement.SHARE, share=Fraction(3, 4), of=Base.ALL, too_few=TooFew.ESCALATE),
        ),
        ("{ abstentions_count: true, tie: chair }", VotingRules(abstentions_count=True, tie=Tie.CHAIR)),
        ("{ ballots: closed, tie: new_voting }", VotingRules(ballots=Visibility.CLOSED, tie=Tie.NEW_VOTING)),
        ("{ tie: new_voting, votes_anew: 1 }", VotingRules(tie=Tie.NEW_VOTING, votes_anew=1)),
        ("{ quorum: 1/3 }", VotingRules(quorum=Fraction(1, 3))),
        ("{ quorum_weight: 2/3 }", VotingRules(quorum_weight=Fraction(2, 3))),
        ("{ quorum_organisations: 0/1 }", VotingRules(quorum=Fraction(0), quorum_weight=Fraction(1, 2))),
        ("{ quorum: 1/3, quorum_organisations: 1/4, quorum_weight: 1/4 }", VotingRules(quorum=Fraction(1, 4))),
    ],
)
def test_how_a_voting_is_decided_is_the_mandates_to_say(tmp_path: Path, rules: str, expected: VotingRules) -> None:
    """Complaint 3: two thirds, of what is cast or of all, is a rule and not something that people reckon out."""
    assert load(tmp_path, radet=PLAIN + f"rules: {rules}\n")["radet"].rules == expected


def test_every_rule_can_be_set(tmp_path: Path) -> None:
    rules = "{ agreement: consensus, quorum: 2/3, abstention_allowed: false, ballot_may_change: false,"
    rules += " escalation_may_be_demanded: false, open_for_days: 3 }"
    planning = "{ before: styret, days: 10, longest_days: 20, lasts_minutes: 90 }"
    more = f"superior: styret\nrules: {rules}\nplanning: {planning}\npapers_days: 5\nlanguage: nn\n"
    found = load(tmp_path, radet=PLAIN + more, styret=other("styret", "ST"))["radet"]
    assert found.rules == VotingRules(
        agreement=Agreement.CONSENSUS,
        quorum=Fraction(2, 3),
        abstention_allowed=False,
        ballot_may_change=False,
        escalation_may_be_demanded=False,
        open_for=timedelta(days=3),
    )
    assert found.planning == PlanningRule(
        before="styret", lead=timedelta(days=10), longest_lead=timedelta(days=20), lasts=timedelta(minutes=90)
    )
    assert (found.papers_lead, found.language) == (timedelta(days=5), "nn")


def test_the_frozen_version_is_the_hash_of_the_files_bytes(tmp_path: Path) -> None:
    content = (PLAIN + "# a comment is part of the file\n").replace("\n", "\r\n").encode()
    assert load(tmp_path, radet=content)["radet"].stamp.sha256 == hashlib.sha256(content).hexdigest()


def test_mandates_lie_in_any_subfolder_and_under_any_name(tmp_path: Path) -> None:
    (tmp_path / "nord" / "dypt").mkdir(parents=True)
    (tmp_path / "nord" / "dypt" / "hva som helst.yaml").write_text(PLAIN, encoding="utf-8-sig")
    assert list(newest(tmp_path)) == ["radet"]


@pytest.mark.parametrize("name", ["NO", "12:30", "on", "yes"])
def test_words_that_older_yaml_turns_into_something_else_stay_words(tmp_path: Path, name: str) -> None:
    assert load(tmp_path, radet=PLAIN.replace("name: Rådet", f"name: {name}"))["radet"].name == name


WRONG = [
    # what stands in the file instead of what, and every line that is told
    ("weight: 2", "weight: 2.0", "8:57: organisations.0.weight: expected a whole number"),
    ("weight: 2", "weight: true", "8:57: organisations.0.weight: expected a whole number"),
    ("weight: 2", "weight: '2'", "8:57: organisations.0.weight: expected a whole number"),
    ("weight: 2", "weight: 1/2", "8:57: organisations.0.weight: expected a whole number"),
    ("weight: 2", "weight: -1", "8:57: organisations.0.weight: expected a whole number of at least 0"),
    ("weight: 2", "weight: 1000001", "8:57: organisations.0.weight: expected a whole number of at most 1000000"),
    ("weight: 2", "weight: 0", "8:3: organisations: at least one must have a weight above 0"),
    ("weight: 2", "veight: 2", "8:5: organisations.0.weight is missing", "8:49: organisations.0.veight is not known"),
    (
        PLAIN[PLAIN.index("organisations") :],
        "organisations: []\n",
        "7:16: organisations: at least one must have a weight",
    ),
    (
        "kind: host",
        "kind: vert",
        "9:35: organisations.1.kind: expected one of municipality, county, host, union, association, cooperation",
    ),
    ("id: vert", "id: nord", "9:11: organisations.1.id: nord stands here twice"),
    ("id: radet", "id: Rådet 1", "1:5: id: expected small letters a to z, digits and hyphens, at most 41"),
    ("name: Rådet", "name:", "2:1: name: expected text"),
    ("name: Rådet", "name: ''", "2:7: name: expected text"),
    ("name: Rådet", f"name: {'x' * 301}", "2:7: name: expected at most 300 characters"),
    ("name: Rådet\n", "", "1:1: name is missing"),
    ("prefix: RÅ", "prefix: rå", "3:9: prefix: expected one to six capital letters"),
    ("valid_from: 2024-02-29", "valid_from: 2023-02-29", "4:13: day is out of range for month"),
    ("valid_from: 2024-02-29", "valid_from: 29.02.2024", "4:13: valid_from: expected a date such as 2021-04-14"),
    ("valid_from: 2024-02-29", "valid_from: 2024-02-29 10:00:00", "4:13: valid_from: expected a date such as 2021"),
    ("on: 2024-02-29", "on: i fjor", "6:37: approval.on: expected a date such as 2021-04-14"),
    ("source: ", "rules: { quorum: 0.5 }\nsource: ", "5:18: rules.quorum: expected a fraction such as 1/2"),
    ("source: ", "rules: { quorum: 1/0 }\nsource: ", "5:18: rules.quorum: expected a fraction such as 1/2"),
    ("source: ", "rules: { quorum: 1/1 }\nsource: ", "5:18: rules.quorum: expected a fraction from 0 to below 1"),
    (
        "source: ",
        "rules: { agreement: flertall }\nsource: ",
        "5:21: rules.agreement: expected one of simple, absolute, share, consensus",
    ),
    (
        "source: ",
        "rules: { agreement: share, share: 1/2 }\nsource: ",
        "5:35: rules.share: expected a fraction above 1/2, at most 1",
    ),
    (
        "source: ",
        "rules: { share: 2/3 }\nsource: ",
        "5:8: rules: share and of say something only with agreement: share",
    ),
    ("source: ", "rules: { ballot_may_change: ja }\nsource: ", "5:29: rules.ballot_may_change: expected true or false"),
    (
        "source: ",
        "rules: { open_for_days: 0 }\nsource: ",
        "5:25: rules.open_for_days: expected a whole number of at le",
    ),
    ("source: ", "rules: []\nsource: ", "5:8: rules: expected names with values, as in 'name: value'"),
    ("source: ", "time_zone: Oslo\nsource: ", "5:12: time_zone: expected a time zone such as Europe/Oslo"),
    ("source: ", "time_zone: {a: 1}\nsource: ", "5:12: time_zone: expected a time zone such as Europe/Oslo"),
    ("source: ", "language: bokmål\nsource: ", "5:11: language: expected one of nb, nn, en"),
    ("source: ", "checklist: Behov\nsource: ", "5:12: checklist: expected a list"),
    ("source: ", "minutes_folder: a/../b\nsource: ", "5:17: minutes_folder: expected a folder's name: letters"),
    ("source: ", "1: x\nsource: ", "5:1: 1: expected a name that is text"),
    ("source: ", "superior: styre\nsource: ", "5:11: superior: no mandate has the id styre"),
    ("source: ", "superior: radet\nsource: ", "5:11: superior: this body would be above itself"),
    ("source: ", "planning: { before: styre }\nsource: ", "5:21: planning.before: no mandate has the id styre"),
    ("source: ", "planning: { before: radet }\nsource: ", "5:21: planning.before: this body would meet before itself"),
    (
        "source: ",
        "planning: { before: radet, days: 29 }\nsource: ",
        "5:11: planning: longest_days is shorter than days",
        "5:21: planning.before: this body would meet before itself",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "told"), [(one[0], one[1], one[2:]) for one in WRONG])
def test_each_mistake_is_told_where_it_stands(tmp_path: Path, right: str, wrong: str, told: tuple[str, ...]) -> None:
    found = mistakes(tmp_path, radet=PLAIN.replace(right, wrong, 1))
    assert len(found) == len(told), found
    for line, expected in zip(found, told, strict=True):
        assert line.startswith(f"radet.yaml:{expected}"), line


NOT_YAML: list[tuple[str | bytes, str]] = [
    (PLAIN + "name: Et annet navn\n", "10:1: name stands here twice"),
    (PLAIN.replace("weight: 2", "weight: 2, weight: 3"), "8:60: weight stands here twice"),
    ("", "1:1: the file: expected names with values"),
    ("- id: radet\n", "1:1: the file: expected names with values"),
    ("id: radet\n\tname: x\n", "2:1: found a tab character"),
    ("id: radet\nname: R\x07det\n", "2:8: a character that cannot be seen"),
    ("id: &a radet\nname: *a\n", "2:7: write the value itself in place of *"),
    ("id: &a [*a]\n", "1:9: write the value itself in place of *"),
    (PLAIN.replace("name: Nord", "name: !!float Vestnes"), "8:23: leave out ! and the word after it"),
    (PLAIN.replace("weight: 2", "weight: !!int '2'"), "8:57: leave out ! and the word after it"),
    ("!!python/object:os.system\nid: radet\n", "1:1: leave out ! and the word after it"),
    ("id: radet\norganisations: !!omap []\n", "2:16: leave out ! and the word after it"),
    ("id: radet\n? - a\n: b\n", "2:3: expected a name that is text"),
    ("id: radet\n{a: b}: c\n", "2:1: expected a name that is text"),
    ("# først\n> # så\n", "1:1: the file: expected names with values"),
    ("# først\n%YAML 1.1\n---\n" + PLAIN, "2:1: leave out lines that begin with %"),
    ("id: radet\n---\nid: styret\n", "2:1: expected one document, but found another"),
    ("id: " + "[" * 500, "1:24: lists within lists within lists: too deep"),
    (PLAIN.replace("weight: 2", "weight: " + "2" * 5000), "8:57: Exceeds the limit"),
    (PLAIN.encode("utf-16"), "1:1: the file cannot be read as UTF-8"),
]


@pytest.mark.parametrize(("text", "told"), NOT_YAML, ids=range(len(NOT_YAML)))
def test_a_file_that_is_not_plain_yaml_is_one_mistake_with_its_place(
    tmp_path: Path, text: str | bytes, told: str
) -> None:
    (line,) = mistakes(tmp_path, radet=text)
    assert line.startswith(f"radet.yaml:{told}"), line


ODD = st.sampled_from(
    ["!!float x", "? ", "- ", "[", "{", "> ", "'", "&a ", "*a", "<<: ", ".nan", "\t", "\ufeff", "---", "# "]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(slips=st.lists(st.tuples(st.integers(0, len(PLAIN)), st.integers(0, 12), ODD | st.text(max_size=4)), max_size=3))
def test_however_a_file_is_spoilt_it_is_read_or_its_mistakes_are_told(
    tmp_path: Path, slips: list[tuple[int, int, str]]
) -> None:
    """Never a crash: whoever starts the bot sees where to look, one line for each mistake."""
    text = PLAIN
    for at, gone, new in slips:
        text = text[:at] + new + text[at + gone :]
    (tmp_path / "radet.yaml").write_bytes(text.encode())
    told: tuple[str, ...] = ()
    try:
        newest(tmp_path)
    except YamlFileError as error:
        told = error.lines
    place = re.escape(f"{tmp_path}/radet.yaml:") + r"[1-9]\d*:[1-9]\d*: \S.*"
    assert all(re.fullmatch(place, line) for line in told), told


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        a="id: [\n",
        b=other("b", "B").replace("kind: host", "kind: vert").replace("weight: 2", "weight: x"),
        c=other("c", "C", "papirer: 7\n").replace("weight: 2", "weight: 0"),
        d=other("d", "D").replace("weight: 2", "weight: 0"),
    )
    assert [line.split(": ", 1)[0] for line in found] == [
        "a.yaml:2:1",
        "b.yaml:8:57",
        "b.yaml:9:35",
        "c.yaml:10:1",
        "d.yaml:8:3",
    ]


def test_a_body_is_not_called_unknown_while_its_file_has_a_mistake(tmp_path: Path) -> None:
    board = other("styret", "ST", "papirer: 7\n")
    assert mistakes(tmp_path, radet=PLAIN + "superior: styret\n", styret=board) == [
        "styret.yaml:10:1: papirer is not known here; check the spelling"
    ]


def test_two_committees_cannot_share_a_day_to_begin_on_or_the_start_of_their_case_numbers(tmp_path: Path) -> None:
    assert mistakes(tmp_path, a=PLAIN, b=PLAIN, c=other("c", "RÅ")) == [
        "b.yaml:4:13: valid_from: another version of radet takes effect on 2024-02-29, in a.yaml",
        "c.yaml:3:9: prefix: RÅ begins another committee's case numbers",
    ]


def test_a_case_cannot_be_lifted_in_a_circle(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        a=other("a", "A", "superior: b\n"),
        b=other("b", "B", "superior: c\n"),
        c=other("c", "C", "superior: b\n"),
    )
    assert found == [f"{name}.yaml:10:11: superior: this body would be above itself" for name in "bc"]


def test_committees_cannot_wait_for_each_others_meetings(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path, a=other("a", "A", "planning: {before: b}\n"), b=other("b", "B", "planning: {before: a}\n")
    )
    assert found == [f"{name}.yaml:10:20: planning.before: this body would meet before itself" for name in "ab"]


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes(tmp_path)[0].endswith(":1:1: expected at least one mandate (*.yaml) in this folder")


def test_the_sample_catalogue_has_services_to_look_up() -> None:
    services = load_catalogue(ROOT / "sandbox" / "catalogue.sample.yaml")
    assert len(services) >= 25
    assert len({one.id for one in services}) == len(services)
    assert all(one.name and one.description for one in services)


def test_a_catalogues_mistakes_are_told_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "katalog.yaml"
    for text, told in [
        ("services:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", "3:10: services.1.id: a stands here twice"),
        ("services:\n  - {id: A, name: A}\n", "2:10: services.0.id: expected small letters a to z, digits and hyphens"),
    ]:
        path.write_text(text, encoding="utf-8")
        with pytest.raises(YamlFileError) as caught:
            load_catalogue(path)
        assert caught.value.lines == (f"{path}:{told}",)
