"""Whoever writes strategies and plans wrongly is told where; a right one is what cases are tagged with (000-02)."""

from datetime import date
from pathlib import Path

import pytest

from committee.strategy import Goal, StrategyDocument, StrategyKind, goals_offered, name_goals
from committee.strategy_file import load_strategy
from committee.yaml_file import YamlFileError
from tests.sandbox_fixture import ROOT

PLAIN = """\
documents:
  - id: strategi
    kind: strategy
    name: Digitaliseringsstrategi
    version: 2025-2028
    committees: [bestillerutvalget]
    source: Representantskapet
    valid_from: 2025-01-01
    valid_until: 2028-12-31
    goals:
      - { id: innbygger, name: En vei inn }
      - { id: data, name: Data deles }
  - id: plan
    kind: plan
    name: Handlingsplan
    version: "2026"
    committees: [bestillerutvalget]
    source: Styret
    valid_from: 2026-01-01
    goals:
      - { id: minside, name: Min side, under: innbygger }
"""
COMMITTEES = ("bestillerutvalget", "styret")


def load(folder: Path, text: str) -> tuple[StrategyDocument, ...]:
    path = folder / "strategi.yaml"
    path.write_text(text, encoding="utf-8")
    return load_strategy(path, COMMITTEES)


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(YamlFileError) as caught:
        load(folder, text)
    return [line.removeprefix(f"{folder}/strategi.yaml:") for line in caught.value.lines]


def test_a_strategy_has_version_days_source_and_goals(tmp_path: Path) -> None:
    strategy, plan = load(tmp_path, PLAIN)
    assert (strategy.kind, strategy.title) == (StrategyKind.STRATEGY, "Digitaliseringsstrategi 2025-2028")
    assert (strategy.source, strategy.until_on) == ("Representantskapet", date(2028, 12, 31))
    assert plan.goals == (Goal(id="minside", name="Min side", under="innbygger"),)


def test_it_is_in_force_on_its_first_and_last_day(tmp_path: Path) -> None:
    strategy, plan = load(tmp_path, PLAIN)
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2028, 12, 31), date(2029, 1, 1))
    assert [strategy.is_in_force(one) for one in days] == [False, True, True, False]
    assert plan.is_in_force(date(2040, 1, 1))


def test_a_case_is_tagged_with_goals_of_what_guides_its_committee(tmp_path: Path) -> None:
    documents = load(tmp_path, PLAIN)
    offered = goals_offered(documents, "bestillerutvalget")
    assert list(offered) == ["strategi/2025-2028/innbygger", "strategi/2025-2028/data", "plan/2026/minside"]
    assert name_goals(["plan/2026/minside", "plan/2025/minside", "plan/2026/minside"], offered) == (
        ("plan/2026/minside",),
        ("Min side (Handlingsplan 2026)",),
    )
    assert goals_offered(documents, "styret") == {}


WRONG = [
    ("under: innbygger", "under: innbyger", ["21:47: documents.1.goals.0.under: no strategy has a goal innbyger"]),
    ("id: data", "id: innbygger", ["12:15: documents.0.goals.1.id: innbygger stands here twice"]),
    ("kind: plan", "kind: plann", ["14:11: documents.1.kind: expected one of strategy, plan"]),
    ("valid_until: 2028", "valid_until: 2024", ["9:18: documents.0.valid_until: is before valid_from"]),
    (
        "committees: [bestillerutvalget]",
        "committees: [bestilerutvalget]",
        ["6:18: documents.0.committees.0: no committee bestilerutvalget has a mandate"],
    ),
    ("    source: Styret\n", "", ["13:5: documents.1.source is missing"]),
    ('version: "2026"', "version: 2026", ["16:14: documents.1.version: expected text"]),
    ("id: plan", "id: strategi", ["19:17: documents.1.valid_from: 2025-2028 is in force then too"]),
]


@pytest.mark.parametrize(("right", "wrong", "told"), WRONG)
def test_each_mistake_is_told_where_it_stands(tmp_path: Path, right: str, wrong: str, told: list[str]) -> None:
    assert mistakes(tmp_path, PLAIN.replace(right, wrong, 1)) == told


def test_the_sandboxs_own_is_right() -> None:
    path = ROOT / "sandbox" / "strategy.sample.yaml"
    in_force = [one.title for one in load_strategy(path, COMMITTEES) if one.is_in_force(date(2026, 11, 23))]
    assert in_force == ["Digitaliseringsstrategi 2025-2028", "Handlingsplan 2026"]
