"""What an installation is made from says the same as the code: image, compose file, Bicep."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import ENV_PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose/compose.yaml").read_text(encoding="utf-8"))
AZURE = ROOT / "deploy" / "azure"
BICEP = sorted(AZURE.rglob("*.bicep"))
SETTINGS = {f"{ENV_PREFIX}{name.upper()}" for name in Settings.model_fields}


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order, lines joined."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split(None, 1)[0], line.split(None, 1)[1].strip()) for line in text.splitlines() if line.strip()]


def last_stage() -> dict[str, str]:
    found = instructions()
    begin = max(n for n, (name, _) in enumerate(found) if name == "FROM")
    return dict(found[begin:])


def variables(text: str) -> set[str]:
    return set(re.findall(rf"\b{ENV_PREFIX}[A-Z_]+", text))


def test_the_image_copies_what_the_wheel_is_made_of_and_no_more() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])
    copied = {
        one for name, rest in instructions() if name == "COPY" and "--from" not in rest for one in rest.split()[:-1]
    }
    assert copied == rooms | {"deploy/build.lock", "requirements.lock", "pyproject.toml", "README.md", "LICENSE"}


def test_the_build_is_sent_only_what_it_copies() -> None:
    """Neither a register with people nor a database reaches the image."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [one for one in lines if one and not one.startswith("#")]
    assert rules[0] == "*"
    copied = {
        one for name, rest in instructions() if name == "COPY" and "--from" not in rest for one in rest.split()[:-1]
    }
    assert {one.removeprefix("!") for one in rules if one.startswith("!")} == copied
    assert "**/register.yaml" in rules


def test_the_image_runs_as_nobody_in_particular_and_tells_how_it_is() -> None:
    stage = last_stage()
    assert stage["USER"] == "10001:10001"
    assert "/readyz" in stage["HEALTHCHECK"]
    assert (stage["ENTRYPOINT"], stage["CMD"]) == ('["utvalgsbot"]', '["run"]')
    assert "slim" in stage["FROM"]


def test_all_that_is_installed_in_the_image_is_hashed() -> None:
    installs = re.findall(r"pip install ([^&\n]+)", DOCKERFILE)
    assert len(installs) == 3
    assert all("--require-hashes" in one or "--no-index" in one for one in installs)
    pins = re.findall(r"^(\S+==\S+) \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", _lock(), re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\w", _lock(), re.MULTILINE))
    assert any(name.startswith("hatchling==") for name, _ in pins)


def _lock() -> str:
    return (ROOT / "deploy" / "build.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [ROOT / "Dockerfile", *sorted((ROOT / "deploy").rglob("*.*"))], ids=lambda one: str(one.relative_to(ROOT))
)
def test_each_setting_that_a_file_names_is_one(path: Path) -> None:
    """A misspelt setting stops the bot's start."""
    others = {"UTVALGSBOT_HOSTNAME", "UTVALGSBOT_VERSION"}  # the compose file's own
    assert variables(path.read_text(encoding="utf-8")) - SETTINGS <= others


def test_compose_lets_teams_in_and_nobody_else() -> None:
    services = COMPOSE["services"]
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert services["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert "inside" not in services["proxy"]["networks"]


@pytest.mark.parametrize("name", ["bot", "migrate"])
def test_compose_runs_the_bot_with_least_rights(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_compose_migrates_before_the_bot_starts() -> None:
    assert COMPOSE["services"]["migrate"]["command"] == ["db", "migrate"]
    assert COMPOSE["services"]["bot"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_each_variable_that_compose_asks_for_stands_in_the_example_without_a_value() -> None:
    text = (ROOT / "deploy/compose/compose.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{(\w+)", text)) - {"UTVALGSBOT_VERSION"}
    example = (ROOT / "deploy/compose/.env.example").read_text(encoding="utf-8")
    given = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    assert given.keys() == asked
    assert set(given.values()) == {""}


# Bicep is not compiled here (its compiler is not on the registries that the tests reach): what can be read, is.


def declared(text: str, kind: str) -> list[str]:
    return re.findall(rf"^{kind} (\w+)\b", text, re.MULTILINE)


def without_comments_and_texts(text: str) -> str:
    return re.sub(r"'(?:\\.|[^'\\])*'", "''", re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


@pytest.mark.parametrize("path", BICEP, ids=lambda one: one.name)
def test_each_parameter_is_described_and_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in declared(text, "param"):
        before = text[: re.search(rf"^param {name}\b", text, re.MULTILINE).start()]  # type: ignore[union-attr]
        assert "@description('" in before.rpartition("\n\n")[2], name
        assert len(re.findall(rf"\b{name}\b", text)) > 1, name
    assert set(declared(text, "var")) <= {one for one in declared(text, "var") if text.count(one) > 1}


@pytest.mark.parametrize("path", BICEP, ids=lambda one: one.name)
def test_brackets_meet(path: Path) -> None:
    bare, opened = without_comments_and_texts(path.read_text(encoding="utf-8")), []
    for sign in re.findall(r"[\[\](){}]", bare):
        if sign in "[({":
            opened.append(sign)
        else:
            assert opened, sign
            assert opened.pop() + sign in ("[]", "()", "{}")
    assert not opened


def test_each_module_gets_the_parameters_that_it_asks_for_and_gives_what_is_read() -> None:
    main = (AZURE / "main.bicep").read_text(encoding="utf-8")
    modules = re.findall(r"^module (\w+) '([^']+)' = \{\n(.+?)^\}", main, re.MULTILINE | re.DOTALL)
    assert {path for _, path, _ in modules} == {f"modules/{one.name}" for one in (AZURE / "modules").glob("*.bicep")}
    for name, path, body in modules:
        text = (AZURE / path).read_text(encoding="utf-8")
        given = re.findall(r"^    (\w+):", body.partition("params: {")[2], re.MULTILINE)
        assert sorted(given) == sorted(declared(text, "param")), name
        assert set(re.findall(rf"\b{name}\.outputs\.(\w+)", main)) <= set(declared(text, "output")), name


def test_the_parameter_file_names_real_parameters_and_no_real_id() -> None:
    text = (AZURE / "main.bicepparam").read_text(encoding="utf-8")
    main = (AZURE / "main.bicep").read_text(encoding="utf-8")
    assert set(declared(text, "param")) <= set(declared(main, "param"))
    without_default = set(re.findall(r"^param (\w+) \w+$", main, re.MULTILINE))
    assert without_default <= set(declared(text, "param"))
    for path in (*BICEP, AZURE / "main.bicepparam"):
        guids = re.findall(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", path.read_text(encoding="utf-8"))
        assert set(guids) <= {"4633458b-17de-408a-b874-0445c86b69e6"}  # Microsoft's role «Key Vault Secrets User»


def test_no_secret_leaves_azure_and_the_bot_has_none() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in BICEP}
    assert all("CLIENT_SECRET" not in text for text in texts.values())
    for name, text in texts.items():
        for param in re.findall(r"^param (\w*[pP]assword\w*)", text, re.MULTILINE):
            assert re.search(rf"@secure\(\)\nparam {param}\b", text), (name, param)
        outputs = "\n".join(line for line in text.splitlines() if line.startswith("output "))
        assert not re.search(r"[pP]assword|listKeys", outputs), name
    assert "disableLocalAuth: true" in texts["bot.bicep"]
    assert "minReplicas: 1" in texts["app.bicep"]
    assert set(re.findall(r"path: '(/\w+)'", texts["app.bicep"])) == {"/livez", "/readyz"}


def test_the_manifest_command_finds_the_app_where_it_is_installed() -> None:
    """The wheel holds the folder beside the rooms; the path is theirs, not a checkout's."""
    from bot.app_package import FOLDER, read_folder

    assert FOLDER == ROOT / "manifest"
    assert json.dumps(read_folder().manifest)
