"""The Teams app is installable: valid, complete in each language, and it asks for no more than it says."""

import json
import os
import re
import struct
import subprocess
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from bot.case_search import COMMAND
from bot.commands import find_command
from sandbox.world import BOT_APP_ID

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / "manifest"
MANIFEST: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
TRANSLATIONS = {one["languageTag"]: one["file"] for one in MANIFEST["localizationInfo"]["additionalLanguages"]}
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
LOCALISABLE = re.compile(
    r"(name|description)\.(short|full)|(bots|composeExtensions)\[0\]\.command\S+\.(title|description)"
)
PURPLE = (0x5B, 0x5F, 0xC7)
WHITE = (255, 255, 255)
#: What Teams cuts or refuses; a translation is held to the same lengths as what it translates.
LONGEST = {"name.short": 30, "name.full": 100, "description.short": 80, "description.full": 4000}
#: Of a command, and of the search in messages.
LONGEST_TITLES, LONGEST_DESCRIPTIONS, MOST_COMMANDS = (128, 32), (4000, 128), 10

Pixels = list[list[tuple[int, ...]]]


def schema() -> dict[str, Any]:
    """Microsoft's schema 1.25 from the shared references; where they are absent, skips with a warning."""
    shared = Path(os.environ.get("UTVALG_SHARED", REPOSITORY.parent / "shared"))
    path = shared / "schemas" / "teams-manifest" / "MicrosoftTeams-v1.25.schema.json"
    if not path.is_file():
        reason = "The Teams app was NOT checked by Microsoft's schema 1.25: set UTVALG_SHARED to the references"
        warnings.warn(reason, stacklevel=2)
        pytest.skip(reason)
    return json.loads(path.read_text(encoding="utf-8"))


def translation(language: str) -> dict[str, str]:
    found = json.loads((FOLDER / TRANSLATIONS[language]).read_text(encoding="utf-8"))
    return {key: text for key, text in found.items() if key != "$schema"}


def localisable() -> dict[str, str]:
    """Each text of the manifest that Teams lets a language file replace, by its path."""
    return {path: text for path, text in texts(MANIFEST) if LOCALISABLE.fullmatch(path)}


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value


def in_language(language: str) -> dict[str, str]:
    return localisable() if language == "nb" else translation(language)


def titles(language: str) -> list[str]:
    """What Teams sends as words when a suggested command is pressed."""
    return [text for path, text in in_language(language).items() if path.startswith("bots") and path.endswith(".title")]


def read_png(path: Path) -> Pixels:
    """The pixels of an 8-bit RGB or RGBA PNG, row by row."""
    raw = path.read_bytes()
    assert raw.startswith(b"\x89PNG\r\n\x1a\n")
    at, packed, header = 8, b"", b""
    while at < len(raw):
        (length,) = struct.unpack_from(">I", raw, at)
        kind, body = raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack_from(">I", raw, at + 8 + length)[0], f"{path.name} is damaged"
        header = body if kind == b"IHDR" else header
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    assert (depth, interlaced) == (8, 0)
    assert colour in (2, 6), f"{path.name} is neither RGB nor RGBA"
    return unpack_rows(zlib.decompress(packed), width, height, 3 if colour == 2 else 4)


def unpack_rows(stream: bytes, width: int, height: int, channels: int) -> Pixels:
    """Undoes the PNG filters (PNG specification, 9.2)."""
    size, above, rows = width * channels, bytes(width * channels), []
    for start in range(0, height * (size + 1), size + 1):
        kind, line = stream[start], bytearray(stream[start + 1 : start + 1 + size])
        for i in range(size):
            left, corner = (line[i - channels], above[i - channels]) if i >= channels else (0, 0)
            line[i] = (line[i] + predicted(kind, left, above[i], corner)) % 256
        above = bytes(line)
        rows.append([tuple(line[i : i + channels]) for i in range(0, size, channels)])
    return rows


def predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


def test_teams_takes_the_manifest() -> None:
    """Microsoft's own schema finds nothing to refuse."""
    problems = Draft4Validator(schema()).iter_errors(MANIFEST)
    assert [f"{list(one.absolute_path)}: {one.message}" for one in problems] == []


def test_the_schema_refuses_what_teams_would() -> None:
    """The check above has teeth: a key too many is found."""
    assert not Draft4Validator(schema()).is_valid(MANIFEST | {"packageName": "utvalgsbot"})


def test_ids_are_guids_and_the_bot_is_the_sandboxs() -> None:
    """An unreplaced or mistyped id is refused at upload; the one that permissions are given to is the bot."""
    bot = MANIFEST["bots"][0]["botId"]
    assert all(GUID.fullmatch(one) for one in (MANIFEST["id"], bot, MANIFEST["webApplicationInfo"]["id"]))
    assert bot == MANIFEST["webApplicationInfo"]["id"] == BOT_APP_ID
    assert MANIFEST["id"] != bot
    assert MANIFEST["webApplicationInfo"]["resource"]


def test_the_colour_icon_is_a_white_symbol_on_purple() -> None:
    """192×192, purple to the edges, with all that is drawn inside the central 96×96."""
    rows = read_png(FOLDER / MANIFEST["icons"]["color"])
    assert {len(rows), *map(len, rows)} == {192}
    middle = {rows[y][x][:3] for y in range(48, 144) for x in range(48, 144)}
    around = {rows[y][x] for y in range(192) for x in range(192) if not (48 <= x < 144 and 48 <= y < 144)}
    assert around in ({PURPLE}, {(*PURPLE, 255)})
    assert {WHITE, PURPLE} <= middle
    assert MANIFEST["accentColor"] == "#{:02X}{:02X}{:02X}".format(*PURPLE)


def test_the_outline_icon_is_white_on_nothing() -> None:
    """32×32, no colour but white wherever anything is seen, and mostly see-through."""
    rows = read_png(FOLDER / MANIFEST["icons"]["outline"])
    assert {len(rows), *map(len, rows)} == {32}
    pixels = [pixel for row in rows for pixel in row]
    assert all(len(pixel) == 4 for pixel in pixels)
    assert {pixel[:3] for pixel in pixels if pixel[3]} == {WHITE}
    assert any(pixel[3] == 255 for pixel in pixels)
    assert sum(pixel[3] == 0 for pixel in pixels) > len(pixels) / 2


def test_each_language_has_a_file() -> None:
    assert MANIFEST["localizationInfo"]["defaultLanguageTag"] == "nb"
    assert set(TRANSLATIONS) == {"nn", "en"}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_each_text_is_translated_and_no_other(language: str) -> None:
    """A text left out is shown in bokmål; a key that is not in the manifest makes Teams refuse the package."""
    assert translation(language).keys() == localisable().keys()


@pytest.mark.parametrize("language", ["nb", *TRANSLATIONS])
def test_no_text_is_empty_or_too_long(language: str) -> None:
    """The schema measures bokmål only."""
    for path, text in in_language(language).items():
        is_title, is_search = path.endswith(".title"), path.startswith("composeExtensions")
        longest = LONGEST.get(path, LONGEST_TITLES[is_search] if is_title else LONGEST_DESCRIPTIONS[is_search])
        assert 0 < len(text.strip()) <= longest, f"{language}: {path}"


def test_each_suggested_command_is_a_different_one() -> None:
    """At most ten: what every version of Teams shows."""
    found = titles("nb")
    assert len({name(title) for title in found}) == len(found) <= MOST_COMMANDS


@pytest.mark.parametrize("language", ["nb", *TRANSLATIONS])
def test_a_suggested_command_does_the_same_in_each_language(language: str) -> None:
    """Teams sends the translated title as the words: the bot understands it, and as the same command."""
    assert [name(title) for title in titles(language)] == [name(title) for title in titles("nb")]


def name(title: str) -> str:
    command, _ = find_command(title)
    assert command is not None, f"the bot does not understand {title!r}"
    return command.name


def test_each_permission_is_explained() -> None:
    """An owner who is asked for a permission finds in the README why, and nothing there is not asked for."""
    asked = MANIFEST["authorization"]["permissions"]["resourceSpecific"]
    section = (FOLDER / "README.md").read_text(encoding="utf-8").partition("## Permissions")[2].partition("\n## ")[0]
    explained = re.findall(r"^\| `([\w.]+)` \| \w.+ \|$", section, re.MULTILINE)
    assert [one["name"] for one in asked] == explained
    assert {one["type"] for one in asked} == {"Application"}


def test_the_search_in_messages_is_the_bots_own_and_the_one_it_answers() -> None:
    (extension,) = MANIFEST["composeExtensions"]
    assert extension["botId"] == MANIFEST["bots"][0]["botId"]
    assert [one["id"] for one in extension["commands"]] == [COMMAND]
    assert [one["name"] for one in extension["commands"][0]["parameters"]] == ["case"]


def test_microsofts_own_package_takes_the_manifest() -> None:
    """@microsoft/app-manifest, with the schemas that it carries; and it refuses what Teams would."""
    assert validate(MANIFEST) == []
    assert "additionalProperty" in str(validate(MANIFEST | {"packageName": "utvalgsbot"}))
    assert validate({**MANIFEST, "name": {"short": "x" * 31, "full": "x"}})


def validate(manifest: dict[str, Any]) -> list[str]:
    """What the validator says; skips where the client's packages are not installed."""
    client = REPOSITORY / "sandbox" / "client"
    if not (client / "node_modules" / "@microsoft" / "app-manifest").is_dir():
        pytest.skip("run `make setup`: @microsoft/app-manifest is not installed")
    script = (
        "const {AppManifestUtils} = require('@microsoft/app-manifest');"
        "AppManifestUtils.validateAgainstSchema(JSON.parse(require('fs').readFileSync(0)))"
        ".then((found) => console.log(JSON.stringify(found)));"
    )
    run = subprocess.run(
        ["node", "-e", script], cwd=client, input=json.dumps(manifest), capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout)
