"""Whoever writes the service catalogue wrongly is told where; a right one is what people look services up in."""

from pathlib import Path

import pytest

from committee.catalogue_file import Service, load_catalogue
from committee.yaml_file import YamlFileError

PLAIN = """\
services:
  - { id: epost, name: E-post og kalender, description: Outlook for ansatte }
  - id: sak-arkiv
    name: Sak og arkiv
"""


def load(folder: Path, text: str) -> tuple[Service, ...]:
    path = folder / "katalog.yaml"
    path.write_text(text, encoding="utf-8")
    return load_catalogue(path)


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(YamlFileError) as caught:
        load(folder, text)
    return [line.removeprefix(f"{folder}/katalog.yaml:") for line in caught.value.lines]


def test_services_are_in_the_order_they_are_written(tmp_path: Path) -> None:
    assert load(tmp_path, PLAIN) == (
        Service(id="epost", name="E-post og kalender", description="Outlook for ansatte"),
        Service(id="sak-arkiv", name="Sak og arkiv"),
    )


def test_a_catalogue_may_be_empty(tmp_path: Path) -> None:
    assert load(tmp_path, "services: []\n") == ()


WRONG = [
    ("name: Sak og arkiv", "name: ''", ["4:11: services.1.name: expected text"]),
    ("name: Sak og arkiv", "name: 7", ["4:11: services.1.name: expected text"]),
    ("name: Sak og arkiv", f"name: {'x' * 101}", ["4:11: services.1.name: expected at most 100 characters"]),
    ("    name: Sak og arkiv\n", "", ["3:5: services.1.name is missing"]),
    (
        "id: sak-arkiv",
        "ide: sak-arkiv",
        ["3:5: services.1.id is missing", "3:5: services.1.ide is not known here; check the spelling"],
    ),
    ("id: sak-arkiv", "id: Sak", ["3:9: services.1.id: expected small letters a to z, digits and hyphens"]),
    ("id: sak-arkiv", "id: epost", ["3:9: services.1.id: epost stands here twice"]),
    (
        "Outlook for ansatte",
        "y" * 301,
        ["2:57: services.0.description: expected at most 300 characters"],
    ),
    ("services:", "tjenester:", ["1:1: services is missing", "1:1: tjenester is not known here; check the spelling"]),
]


@pytest.mark.parametrize(("right", "wrong", "told"), WRONG)
def test_each_mistake_is_told_where_it_stands(tmp_path: Path, right: str, wrong: str, told: list[str]) -> None:
    assert mistakes(tmp_path, PLAIN.replace(right, wrong, 1)) == told


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = PLAIN.replace("id: epost", "id: E-post").replace("name: Sak og arkiv", "name:")
    assert [line.split(": ", 1)[0] for line in mistakes(tmp_path, text)] == ["2:11", "4:5"]


def test_a_catalogue_that_is_not_there_is_told_and_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(YamlFileError) as caught:
        load_catalogue(tmp_path / "katalog.yaml")
    assert str(caught.value).startswith(f"{tmp_path}/katalog.yaml: there is no such file")
