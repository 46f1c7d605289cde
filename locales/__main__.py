"""`python -m locales` brings the .po files up to date with the source; `--check` only tells what is missing."""

import sys
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from locales import BABEL, DEFAULT
from locales.extraction import Found, find_all
from locales.translations import DOMAIN, source_of

LANGUAGES = tuple(one for one in BABEL if one != DEFAULT)


def read_source(language: str) -> Catalog:
    """The .po file of a language; an empty catalogue when there is none."""
    source = source_of(language)
    if not source.exists():
        return Catalog(locale=BABEL[language], domain=DOMAIN, project=DOMAIN, fuzzy=False)
    with source.open("rb") as stream:
        return read_po(stream, locale=BABEL[language], domain=DOMAIN)


def updated(language: str, texts: list[Found]) -> Catalog:
    """The catalogue with exactly these texts: what is translated is kept, what is gone is dropped, nothing guessed."""
    before = read_source(language)
    template = Catalog(domain=DOMAIN, creation_date=before.creation_date)
    for one in texts:
        template.add((one.msgid, one.plural) if one.plural else one.msgid, locations=[(one.place.split(":")[0], 0)])
    before.update(template, no_fuzzy_matching=True, update_header_comment=False)
    before.obsolete.clear()
    before.header_comment = f"# The words of Utvalgsbot in {BABEL[language]}; `python -m locales` keeps them in step."
    before.msgid_bugs_address = before.last_translator = before.language_team = before.copyright_holder = DOMAIN
    before.version = "1"
    return before


def written(catalogue: Catalog) -> bytes:
    """The .po file, the same bytes for the same texts."""
    content = BytesIO()
    write_po(content, catalogue, width=110, sort_output=True, include_lineno=False)
    return content.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """Msgids with no translation, an incomplete plural, or one marked as a guess."""
    return [str(message.id) for message in catalogue if message.id and (message.fuzzy or not all(_forms(message)))]


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def main(arguments: list[str]) -> int:
    """0 when every text is there in every language."""
    texts, faults = find_all(), 0
    for language in LANGUAGES:
        catalogue = updated(language, texts)
        content, source = written(catalogue), source_of(language)
        stale = not source.exists() or source.read_bytes() != content
        if stale and "--check" not in arguments:
            source.parent.mkdir(parents=True, exist_ok=True)
            source.write_bytes(content)
            stale = False
        missing = untranslated(catalogue)
        sys.stdout.write(
            f"{language}: {len(catalogue)} texts, {len(missing)} untranslated{', stale' if stale else ''}\n"
        )
        sys.stdout.writelines(f"  {one}\n" for one in missing)
        faults += len(missing) + stale
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
