"""The sentence for each refusal: why, and what to do or who can."""

from collections.abc import Mapping

from committee.errors import CommitteeError
from locales import N_, Words

SENTENCES: dict[str, str] = {
    "no_seat": N_("Du har ingen plass i dette utvalget. Spør sekretæren om du skal ha det."),
}
UNKNOWN = N_("Det går ikke akkurat nå. Skriv «hjelp» for å se hva du kan gjøre, eller spør sekretæren.")


def refusal(error: CommitteeError, words: Words) -> str:
    """The kind sentence for a refusal; a code without one gets a general sentence, never silence."""
    return words(SENTENCES.get(error.code, UNKNOWN))
