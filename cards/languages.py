"""One's own language, chosen by oneself."""

from cards.build import Card, buttons, card, execute, heading, text
from locales import N_, Words

#: As each language calls itself.
NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
_CALLED = {"nb": N_("bokmål"), "nn": N_("nynorsk"), "en": N_("engelsk")}


def language_card(words: Words, *, just_chosen: bool = False) -> Card:
    """Which language one's cards have, and the others to choose from."""
    title = words("Språk")
    told = words("Kortene dine er på {language}.", language=words(_CALLED[words.language]))
    if just_chosen:
        told += " " + words("Andre beskjeder fra meg følger etter i løpet av et kvarter.")
    others = [
        execute(name, "language.choose", {"language": code}) for code, name in NAMES.items() if code != words.language
    ]
    note = words(
        "Kort i kanalen har språket som står i utvalgets mandat. Det har referatet også, om ikke sekretæren velger et "
        "annet."
    )
    return card(
        [heading(title), text(told), *buttons(others), text(note, isSubtle=True, size="Small")], words, summary=told
    )
