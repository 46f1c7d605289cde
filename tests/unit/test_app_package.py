"""`utvalgsbot manifest build`: one installation's own package, the same each time, and every mistake in one line."""

import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.app_icons import icon_problems
from bot.app_package import FOLDER
from sandbox.world import BOT_APP_ID

APP, BOT = "0a1b2c3d-1111-4222-8333-444455556666", "9f8e7d6c-1111-4222-8333-444455556666"
OPTIONS = {
    "--app-id": APP,
    "--bot-id": BOT,
    "--developer": "Kystringen IKT",
    "--website": "https://www.kystringen.no/utvalgsbot",
    "--privacy": "https://www.kystringen.no/personvern",
    "--terms": "https://www.kystringen.no/vilkar",
    "--version": "1.4.0",
}


def build(out: Path, **changes: str) -> Result:
    options = OPTIONS | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    words = [one for pair in options.items() for one in pair]
    return CliRunner().invoke(app, ["manifest", "build", *words, "--out", str(out)])


def opened(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "manifest"))


def check(folder: Path) -> Result:
    return CliRunner().invoke(app, ["manifest", "check", "--folder", str(folder)])


def change(path: Path, how: Callable[[dict[str, Any]], Any]) -> None:
    found = json.loads(path.read_text(encoding="utf-8"))
    how(found)
    path.write_text(json.dumps(found), encoding="utf-8")


def test_the_package_holds_the_installations_own_ids_and_nothing_of_ours(tmp_path: Path) -> None:
    out = tmp_path / "app.zip"
    result = build(out)
    assert result.exit_code == 0, result.output
    files = opened(out)
    assert set(files) == {"manifest.json", "nn.json", "en.json", "color.png", "outline.png"}
    made = json.loads(files["manifest.json"])
    assert (made["id"], made["version"], made["developer"]["name"]) == (APP, "1.4.0", "Kystringen IKT")
    ids = {made["bots"][0]["botId"], made["composeExtensions"][0]["botId"], made["webApplicationInfo"]["id"]}
    assert ids == {BOT}
    assert b"utvalgsbot.example" not in files["manifest.json"]
    assert BOT_APP_ID.encode() not in files["manifest.json"]


def test_all_else_is_as_in_the_folder(tmp_path: Path) -> None:
    out = tmp_path / "app.zip"
    build(out)
    made, ours = json.loads(opened(out)["manifest.json"]), json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    changed = {"id", "version", "developer", "bots", "composeExtensions", "webApplicationInfo"}
    assert made.keys() == ours.keys()
    assert all(made[key] == ours[key] for key in ours.keys() - changed)
    assert made["bots"][0]["commandLists"] == ours["bots"][0]["commandLists"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    build(one)
    build(other, bot_id=f" {BOT.upper()} ")
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("app_id", "my-app", "--app-id: expected a GUID"),
        ("app_id", "00000000-0000-0000-0000-000000000000", "--app-id: expected a GUID that is not all zeros"),
        ("app_id", BOT, "--app-id: is the bot's id; the app in Teams has a GUID of its own"),
        ("bot_id", "{" + BOT + "}", "--bot-id: expected a GUID that is not all zeros"),
        ("developer", " ", "--developer: expected 1 to 32 characters"),
        ("developer", "x" * 33, "--developer: expected 1 to 32 characters"),
        ("website", "http://www.kystringen.no", "--website: expected an https address"),
        ("privacy", "https://[", "--privacy: expected an https address"),
        ("terms", "https://utvalgsbot.example/vilkar", "--terms: utvalgsbot.example is nobody's address"),
        ("version", "1.4", "--version: expected three numbers with dots, as 1.0.2"),
        ("version", "1.4.0-beta", "--version: expected three numbers with dots, as 1.0.2"),
    ],
)
def test_a_wrong_option_is_told_in_one_line_and_nothing_is_written(
    tmp_path: Path, option: str, value: str, told: str
) -> None:
    out = tmp_path / "app.zip"
    result = build(out, **{option: value})
    assert result.exit_code == 1
    assert result.output.splitlines() == [told]
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    result = build(tmp_path / "no" / "app.zip")
    assert result.exit_code == 1
    assert result.output.splitlines() == [f"{tmp_path / 'no' / 'app.zip'}: No such file or directory"]


def test_the_app_as_it_is_has_nothing_wrong() -> None:
    result = CliRunner().invoke(app, ["manifest", "check"])
    assert result.exit_code == 0, result.output


def test_a_text_that_is_not_translated_is_named(folder: Path) -> None:
    change(folder / "nn.json", lambda found: found.pop("name.full"))
    change(folder / "en.json", lambda found: found.update({"name.long": "x", "description.short": "y" * 81}))
    assert check(folder).output.splitlines() == [
        "nn: name.full is not translated",
        "en: name.long is no text of the manifest",
        "en: description.short is 81 characters; Teams takes 80",
    ]


def test_a_command_that_the_bot_does_not_know_is_named(folder: Path) -> None:
    change(folder / "en.json", lambda found: found.update({"bots[0].commandLists[0].commands[3].title": "qwertyuiop"}))
    change(folder / "nn.json", lambda found: found.update({"bots[0].commandLists[0].commands[3].title": "hjelp"}))
    result = check(folder)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "nn: «hjelp» means «hjelp», not «saker» as in bokmål",
        "en: the bot does not understand the command «qwertyuiop»",
    ]


def test_a_file_that_is_gone_or_no_json_or_outside_is_told(folder: Path) -> None:
    (folder / "en.json").write_text("{", encoding="utf-8")
    assert check(folder).output.startswith("en.json: ")
    (folder / "en.json").unlink()
    assert check(folder).output == "en.json: No such file or directory\n"
    change(folder / "manifest.json", lambda found: found["icons"].update(color="../secret.png"))
    assert "../secret.png must be the plain name" in check(folder).output


def png(width: int, height: int, pixel: Callable[[int, int], tuple[int, ...]]) -> bytes:
    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in pixel(x, y)) for y in range(height))

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


COLOUR, OUTLINE = (FOLDER / "color.png").read_bytes(), (FOLDER / "outline.png").read_bytes()
WHITE, PURPLE, NOTHING = (255, 255, 255, 255), (91, 95, 199, 255), (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("colour", "outline", "told"),
    [
        (png(96, 96, lambda x, y: PURPLE), OUTLINE, "96×96 pixels; Teams wants 192×192"),
        (png(192, 192, lambda x, y: WHITE if x < 50 else PURPLE), OUTLINE, "outside the central 96×96"),
        (png(192, 192, lambda x, y: PURPLE if 60 < x < 90 and 60 < y < 90 else NOTHING), OUTLINE, "see-through at its"),
        (png(192, 192, lambda x, y: PURPLE), OUTLINE, "nothing but one colour"),
        (COLOUR, png(192, 192, lambda x, y: WHITE), "192×192 pixels; Teams wants 32×32"),
        (COLOUR, png(32, 32, lambda x, y: PURPLE if x == y else NOTHING), "another colour than white"),
        (COLOUR, png(32, 32, lambda x, y: WHITE), "see-through nowhere"),
        (COLOUR, png(32, 32, lambda x, y: NOTHING), "shows nothing"),
        (COLOUR[:-30], OUTLINE, "cannot be read as a PNG"),
        (COLOUR[:100] + bytes([COLOUR[100] ^ 1]) + COLOUR[101:], OUTLINE, "is damaged"),
        (b"GIF89a", OUTLINE, "is no PNG"),
    ],
)
def test_an_icon_that_teams_would_refuse_is_told(colour: bytes, outline: bytes, told: str) -> None:
    (line,) = icon_problems(colour, outline)
    assert told in line
