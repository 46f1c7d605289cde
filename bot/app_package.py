"""The Teams app as one installation uploads it: checked, filled in with its own ids, and packed the same each time."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app_icons import icon_problems
from bot.app_installation import PLACEHOLDER_HOST, Installation, PackageError
from bot.commands import find_command

#: Where the app lies, in a checkout and when installed.
FOLDER = Path(__file__).resolve().parents[1] / "manifest"
#: Texts that a language file may replace (Microsoft: localize your app), by their path.
_LOCALISABLE = re.compile(
    r"(name|description)\.(short|full)|bots\[0\]\.commandLists\S+\.(title|description)"
    r"|composeExtensions\[0\]\.commands\S+\.(title|description)"
)
_FILE_NAME = re.compile(r"[\w-]+\.(json|png)")
_COMMAND_TITLE = re.compile(r"bots\[0\]\.commandLists\S+\.title")
#: What Teams cuts or refuses; the schema measures the first language only.
_LONGEST = {"name.short": 30, "name.full": 100, "description.short": 80, "description.full": 4000}
_LONGEST_TITLE, _LONGEST_SEARCH_TITLE, _LONGEST_SEARCH_DESCRIPTION, _LONGEST_DESCRIPTION = 128, 32, 128, 4000
_MOST_COMMANDS, _MOST_PERMISSIONS = 10, 16
#: The earliest that a zip can say: no clock stands in the package.
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppFolder:
    """The folder's content: the manifest, its languages by tag, and the files that it names by name."""

    manifest: dict[str, Any]
    translations: Mapping[str, dict[str, str]]
    files: Mapping[str, bytes]


def read_folder(folder: Path = FOLDER) -> AppFolder:
    """Raises PackageError."""
    manifest = _read_object(folder / "manifest.json")
    try:
        languages = {one["languageTag"]: one["file"] for one in manifest["localizationInfo"]["additionalLanguages"]}
        names = [*languages.values(), manifest["icons"]["color"], manifest["icons"]["outline"]]
    except (KeyError, TypeError) as error:
        raise PackageError(f"manifest.json: {error} is missing or of another kind") from None
    outside = [name for name in names if not _FILE_NAME.fullmatch(str(name))]
    if outside:
        raise PackageError(*(f"manifest.json: {name} must be the plain name of a file beside it" for name in outside))
    translations = {tag: _read_object(folder / name) for tag, name in languages.items()}
    return AppFolder(
        manifest=manifest, translations=translations, files={name: _read_bytes(folder / name) for name in names}
    )


def _read_object(path: Path) -> dict[str, Any]:
    raw = _read_bytes(path)
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise PackageError(f"{path.name}: {error}") from None
    if not isinstance(found, dict):
        raise PackageError(f"{path.name}: is no JSON object")
    return found


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackageError(f"{path.name}: {error.strerror}") from None


def find_problems(app: AppFolder) -> list[str]:
    """What Teams would refuse or show wrongly, beyond what Microsoft's schema says; one line each."""
    icons = app.manifest["icons"]
    return [
        *icon_problems(app.files[icons["color"]], app.files[icons["outline"]]),
        *(line for tag in app.translations for line in _untranslated(app, tag)),
        *(line for tag in ("nb", *app.translations) for line in _bad_texts(app, tag)),
        *_bad_commands(app),
        *_bad_permissions(app.manifest),
    ]


def in_language(app: AppFolder, tag: str) -> dict[str, str]:
    """Each text that Teams shows, by its path."""
    if tag in app.translations:
        return {path: text for path, text in app.translations[tag].items() if path != "$schema"}
    return {path: text for path, text in _texts(app.manifest) if _LOCALISABLE.fullmatch(path)}


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value


def _untranslated(app: AppFolder, tag: str) -> Iterator[str]:
    ours, theirs = in_language(app, "nb").keys(), in_language(app, tag).keys()
    yield from (f"{tag}: {path} is not translated" for path in sorted(ours - theirs))
    yield from (f"{tag}: {path} is no text of the manifest" for path in sorted(theirs - ours))


def _bad_texts(app: AppFolder, tag: str) -> Iterator[str]:
    for path, text in in_language(app, tag).items():
        if not isinstance(text, str) or not text.strip():
            yield f"{tag}: {path} is empty"
        elif len(text) > (longest := _longest(path)):
            yield f"{tag}: {path} is {len(text)} characters; Teams takes {longest}"


def _longest(path: str) -> int:
    if path.startswith("composeExtensions"):
        return _LONGEST_SEARCH_TITLE if path.endswith(".title") else _LONGEST_SEARCH_DESCRIPTION
    return _LONGEST.get(path, _LONGEST_TITLE if path.endswith(".title") else _LONGEST_DESCRIPTION)


def command_titles(app: AppFolder, tag: str) -> dict[str, str]:
    """The suggested commands by their path: Teams sends the title as the words."""
    return {path: text for path, text in in_language(app, tag).items() if _COMMAND_TITLE.fullmatch(path)}


def _bad_commands(app: AppFolder) -> Iterator[str]:
    meant: dict[str, str] = {}
    for tag in ("nb", *app.translations):
        for path, title in command_titles(app, tag).items():
            command, _ = find_command(title)
            if command is None:
                yield f"{tag}: the bot does not understand the command «{title}»"
            elif meant.setdefault(path, command.name) != command.name:
                yield f"{tag}: «{title}» means «{command.name}», not «{meant[path]}» as in bokmål"
    if len(meant) > _MOST_COMMANDS:
        yield f"{len(meant)} suggested commands; every version of Teams shows {_MOST_COMMANDS}"


def _bad_permissions(manifest: dict[str, Any]) -> Iterator[str]:
    asked = manifest.get("authorization", {}).get("permissions", {}).get("resourceSpecific", [])
    names = [one.get("name") for one in asked]
    if len(names) != len(set(names)):
        yield "a resource-specific permission is asked for twice"
    if len(names) > _MOST_PERMISSIONS:
        yield f"{len(names)} resource-specific permissions; Teams takes {_MOST_PERMISSIONS}"


def fill_in(manifest: dict[str, Any], own: Installation) -> dict[str, Any]:
    """The manifest with the installation's own ids, addresses and version; the one given is left as it was."""
    filled = deepcopy(manifest)
    filled["id"] = own.app_id
    filled["version"] = own.version or filled["version"]
    filled["developer"] = {
        "name": own.developer, "websiteUrl": own.website, "privacyUrl": own.privacy, "termsOfUseUrl": own.terms,
    }  # fmt: skip
    for one in (*filled["bots"], *filled["composeExtensions"]):
        one["botId"] = own.bot_id
    filled["webApplicationInfo"] = {"id": own.bot_id, "resource": f"api://botid-{own.bot_id}"}
    return filled


def build_package(app: AppFolder, own: Installation) -> bytes:
    """The zip to upload: the same bytes for the same input. Raises PackageError."""
    problems = find_problems(app)
    if problems:
        raise PackageError(*problems)
    filled = fill_in(app.manifest, own)
    text = json.dumps(filled, ensure_ascii=False, indent=2) + "\n"
    if PLACEHOLDER_HOST in text:
        raise PackageError(f"the manifest still names {PLACEHOLDER_HOST}")
    return _pack({"manifest.json": text.encode(), **app.files})


def _pack(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()
