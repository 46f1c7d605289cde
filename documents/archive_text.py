"""Text as an archive document can show it: strict PDF refuses letters that its font does not have."""

import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

#: XML 1.0, and so DOCX, cannot hold these at all; neither mean anything to a reader.
_MEANINGLESS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LINE_ENDS = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\v": "\n", "\f": "\n"}
#: A longer word than any of Norwegian's may break anywhere after its first letters, so that none runs off the page.
LONGEST_UNBROKEN = 32
_KEPT_WHOLE = 12
_UNBROKEN = re.compile(rf"[^ \n-]{{{LONGEST_UNBROKEN + 1},}}")
_BREAK = "\u200b"
#: Beyond any field's limit: one text cannot make the document endless.
LONGEST_TEXT = 100_000


def legible_text(text: str) -> str:
    """The text in NFC; `?` stands for control, private and unassigned characters, and lines end in \\n."""
    for found, end in _LINE_ENDS.items():
        text = text.replace(found, end)
    return "".join(_legible(one) for one in unicodedata.normalize("NFC", text[:LONGEST_TEXT]))


def _legible(character: str) -> str:
    if character == "\n":
        return character
    if character == "\t":
        return " "
    kind = unicodedata.category(character)
    if kind == "Cf" or unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
        return ""
    return "?" if kind in _MEANINGLESS else character


def archive_text(text: str) -> str:
    """Legible text that the font covers: «👍» becomes «[thumbs up sign]»; the original stays in the record."""
    covered = coverage()
    return _with_breaks("".join(one if _shows(one, covered) else _told(one) for one in legible_text(text)))


def _shows(character: str, covered: frozenset[int]) -> bool:
    return character == "\n" or ord(character) in covered


def _told(character: str) -> str:
    if unicodedata.category(character).startswith("Z"):
        return " "
    return f"[{unicodedata.name(character, 'ukjent tegn').lower()}]"


def _with_breaks(text: str) -> str:
    return _UNBROKEN.sub(lambda run: run[0][:_KEPT_WHOLE] + "".join(_BREAK + one for one in run[0][_KEPT_WHOLE:]), text)


@lru_cache(maxsize=1)
def coverage() -> frozenset[int]:
    """Code points that every face of the document's font has; measured by `templates/measure_coverage.py`."""
    ranges = json.loads(Path(__file__).with_name("coverage.json").read_text())["ranges"]
    return frozenset(code for first, last in ranges for code in range(first, last + 1))
