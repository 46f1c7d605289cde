"""Names as people write them, made such as Teams takes them, and what was changed."""

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_NAME = 50
"""Microsoft, limits-specifications-teams: a channel's name."""
LONGEST_DESCRIPTION = 1024
_SPOKEN = {"&": " og ", "+": " og ", "%": " prosent", "#": " nr. "}
_DROPPED = re.compile(r"[\x00-\x1f\x80-\x9f'\"’*?~{}]")
_TURNED = re.compile(r"\s*[/\\|:<>]+\s*")
_RESERVED = re.compile(r"(forms|con|conin\$|conout\$|prn|aux|nul|com[1-9]|lpt[1-9]|desktop\.ini)", re.IGNORECASE)


class Mended(StrEnum):
    """What was done to a name, so that one who reads it knows why it is another."""

    #: Signs that Teams does not take were written in another way.
    SIGNS = "signs"
    TOO_LONG = "too_long"
    #: Teams keeps the name for itself.
    RESERVED = "reserved"
    #: Another channel has the name, or had it before it was deleted.
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class TeamsName:
    """A name that Teams takes; `mended` is empty when it is the one that was written."""

    name: str
    mended: tuple[Mended, ...] = ()


def teams_name(written: str, *, instead: str = "Kanal") -> TeamsName:
    """The nearest name that Teams takes: «Plan/bygg» is «Plan-bygg», «Helse & omsorg» is «Helse og omsorg».

    `instead` stands where nothing is left. The rules: Microsoft, limits-specifications-teams.
    """
    name = " ".join(written.split())
    mended = []
    plain = _plain(name) or instead
    if plain != name:
        mended.append(Mended.SIGNS)
    if _RESERVED.fullmatch(plain):
        plain, mended = f"{plain}-kanal", [*mended, Mended.RESERVED]
    if len(plain) > LONGEST_NAME:
        plain, mended = shorten_name(plain, LONGEST_NAME), [*mended, Mended.TOO_LONG]
    return TeamsName(plain, tuple(mended))


def numbered(name: TeamsName, number: int) -> TeamsName:
    """The name with a number behind it, for one that is taken."""
    ending = f" {number}"
    mended = name.mended if Mended.TAKEN in name.mended else (*name.mended, Mended.TAKEN)
    return TeamsName(shorten_name(name.name, LONGEST_NAME - len(ending)) + ending, mended)


def is_numbered(name: str, plain: TeamsName) -> bool:
    """Whether it is the plain name with a number behind it."""
    found = re.fullmatch(r".* ([2-9]|[1-9]\d)", name)
    return found is not None and numbered(plain, int(found[1])).name == name


def shorten_name(name: str, longest: int) -> str:
    """Cut at a word where there is one in the last half."""
    if len(name) <= longest:
        return name
    cut = name[:longest]
    at = cut.rfind(" ") if name[longest] != " " else longest
    return (cut[:at] if at > longest // 2 else cut).rstrip(" -.,")


def _plain(name: str) -> str:
    for sign, spoken in _SPOKEN.items():
        name = name.replace(sign, spoken)
    name = _TURNED.sub("-", _DROPPED.sub("", name).replace(",", ""))
    name = re.sub(r"_vti_", "vti", re.sub(r"\.{2,}", ".", name), flags=re.IGNORECASE)
    return " ".join(name.split()).lstrip("_. -").rstrip(". -")
