"""Whoever keeps the mandates sees, before the bot does, what is wrong with them and what a change changes."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "kystringen"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["mandate", *map(str, words)])


def test_check_tells_what_is_in_force_what_comes_and_what_to_act_on() -> None:
    result = run("check", EXAMPLE, "--on", "2026-11-01")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "In force on 2026-11-01:"
    assert "  portefoljerad: Porteføljerådet, valid from 2024-01-01, approved SR 3/23" in lines
    coming = lines[lines.index("Coming:") + 1]
    assert coming == "  portefoljerad: Porteføljerådet, valid from 2027-01-01, approved SR 9/26"
    assert "To act on:" not in lines


def test_check_tells_warnings_in_the_language_asked_for_and_ends_well() -> None:
    result = run("check", EXAMPLE, "--on", "2027-01-16", "--language", "en")
    assert result.exit_code == 0
    assert "Coming:" not in result.stdout
    told = result.stdout.split("To act on:\n")[1]
    assert told.startswith("  The mandate of Samarbeidsrådet has not been reviewed since 15 January 2026.")


def test_check_tells_every_mistake_with_line_and_column_and_ends_with_1(tmp_path: Path) -> None:
    folder = tmp_path / "mandater"
    shutil.copytree(EXAMPLE, folder)
    council, networks = folder / "samarbeidsrad.yaml", folder / "fagnettverk.yaml"
    council.write_text(council.read_text().replace("weight: 2", "weight: to"))
    networks.write_text(networks.read_text().replace("name: Fagnettverk Skule", "navn: Fagnettverk Skule"))
    result = run("check", folder)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"{networks}:35:5: instances.0.name is missing",
        f"{networks}:36:5: instances.0.navn is not known here; check the spelling",
        f"{council}:13:67: organisations.0.weight: expected a whole number",
    ]


def test_check_holds_a_register_against_the_mandates(tmp_path: Path) -> None:
    register = tmp_path / "register.yaml"
    register.write_text("tenant: 6f3c2a10-0000-4000-8000-00000000c0de\npeople: []\ncommittees: 7\n")
    result = run("check", EXAMPLE, "--register", register)
    assert result.exit_code == 1
    assert result.stderr == f"{register}:3:13: committees: expected a list\n"


def test_diff_of_two_files_tells_in_words_what_changes() -> None:
    result = run("diff", EXAMPLE / "portefoljerad-2024.yaml", EXAMPLE / "portefoljerad-2027.yaml", "--language", "nn")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "portefoljerad: Porteføljerådet, valid from 2027-01-01, approved SR 9/26:"
    assert "  - Stemmevekta til Nordfjell er no 2. Tidlegare: 1." in lines
    assert "  - Lausund er no med, med stemmevekt 1." in lines
    assert all(line.startswith("  - ") for line in lines[1:])


def test_diff_of_two_folders_names_bodies_and_regions_and_leaves_out_what_is_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "nye"
    shutil.copytree(EXAMPLE, folder)
    path = folder / "portefoljerad-2027.yaml"
    path.write_text(path.read_text().replace("regions: [ytre]", "regions: [indre, ytre]").replace("[indre]", "[ytre]"))
    (folder / "fagnettverk.yaml").unlink()
    lines = run("diff", EXAMPLE, folder).stdout.splitlines()
    assert lines[:3] == [
        f"Gone – nettverk-{name}: Fagnettverk {name.title()}, valid from 2025-08-01, approved PR 12/25"
        for name in ("skule", "helse", "tryggleik")
    ]
    assert lines[3:] == [
        "portefoljerad: Porteføljerådet, valid from 2027-01-01, approved SR 9/26:",
        "  - Plassen «Indre kommunar» er nå bare for Ytre. Tidligere: Indre.",
        "  - Plassen «Ytre kommunar» er nå bare for Indre og Ytre. Tidligere: Ytre.",
    ]
    lines = run("diff", folder, EXAMPLE).stdout.splitlines()
    assert "New – nettverk-skule: Fagnettverk Skule, valid from 2025-08-01, approved PR 12/25" in lines


def test_a_version_that_is_added_is_held_against_the_one_before_it(tmp_path: Path) -> None:
    folder = tmp_path / "gamle"
    shutil.copytree(EXAMPLE, folder)
    (folder / "portefoljerad-2027.yaml").unlink()
    added = run("diff", folder, EXAMPLE).stdout.splitlines()
    assert added[0] == "portefoljerad: Porteføljerådet, valid from 2027-01-01, approved SR 9/26:"
    assert "  - Stemmevekten til Nordfjell er nå 2. Tidligere: 1." in added
    gone = run("diff", EXAMPLE, folder).stdout.splitlines()
    assert gone == ["Gone – portefoljerad: Porteføljerådet, valid from 2027-01-01, approved SR 9/26"]


@pytest.mark.parametrize("path", [EXAMPLE, EXAMPLE / "fagnettverk.yaml"])
def test_nothing_that_differs_is_said_to_be_nothing(path: Path) -> None:
    result = run("diff", path, path)
    assert (result.exit_code, result.stdout) == (0, "No differences.\n")


def test_diff_tells_the_mistakes_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "borte.yaml"
    result = run("diff", EXAMPLE, path)
    assert result.exit_code == 1
    assert result.stderr == f"{path}: there is no such file\n"
