"""Reads a language's .po file; the compiled .mo beside it is used when it is there and not older."""

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

ROOM = Path(__file__).parent
DOMAIN = "utvalgsbot"


def source_of(language: str) -> Path:
    return ROOM / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def load_translations(language: str) -> NullTranslations:
    """The catalogue of a language; compiled in memory when no fresh .mo exists, so that nothing needs to be built."""
    source = source_of(language)
    if not source.exists():
        return NullTranslations()
    return GNUTranslations(BytesIO(_read_compiled(source) or compile_source(source)))  # type: ignore[arg-type]


def _read_compiled(source: Path) -> bytes | None:
    compiled = source.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        return None
    return compiled.read_bytes()


def compile_source(source: Path) -> bytes:
    """The .mo content of a .po file; fuzzy translations are left out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as stream:
        catalogue = read_po(stream)
    content = BytesIO()
    write_mo(content, catalogue)
    return content.getvalue()
