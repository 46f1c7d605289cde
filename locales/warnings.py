"""The sentence for each warning about a mandate: what is the matter, and what a secretary can do."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from locales import N_, Words


class Warned(Protocol):
    """What is needed of `committee.mandate_warnings.MandateWarning`."""

    @property
    def code(self) -> str: ...
    @property
    def committee(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def day(self) -> date | None: ...
    @property
    def successors(self) -> Sequence[str]: ...
    @property
    def seats(self) -> Sequence[str]: ...


_SENTENCES = {
    "no_weight": N_(
        "{about} er med i {committee}, men har ingen stemmevekt. Ta opp med dem som eier mandatet, om kommunen skal ha"
        " det."
    ),
    "not_reviewed": N_(
        "Mandatet for {committee} er ikke gjennomgått siden {day}. Les gjennom det, og si fra til dem som eier mandatet"
        " hvis noe ikke stemmer lenger."
    ),
    "body_not_in_force": N_(
        "Mandatet for {committee} viser til {about}, som ikke har noe mandat som gjelder. Finn ut hvilket organ det"
        " skal være nå."
    ),
    "region_dissolved": N_(
        "{about} var en region til og med {day}, men mandatet for {committee} fordeler fortsatt plasser etter den. Ta"
        " opp med dem som eier mandatet, hvordan plassene skal fordeles nå."
    ),
    "runs_out": N_(
        "Mandatet for {committee} gjelder til og med {day}, og det er ikke lagt inn noe nytt. Ta opp med dem som eier"
        " mandatet, hva som skal gjelde etterpå."
    ),
    "tie_without_effect": N_(
        "Mandatet for {committee} sier hva som skjer ved stemmelikhet, men når alle må være enige, kan det ikke bli"
        " stemmelikhet. Ta bort det ene."
    ),
    "too_few_without_effect": N_(
        "Mandatet for {committee} sier hva som skjer når flest er for, men for få, men med det flertallet som kreves,"
        " er flest alltid nok. Ta bort det ene."
    ),
    "abstentions_without_effect": N_(
        "Mandatet for {committee} sier at avholdende regnes med, men det gjør ingen forskjell med de andre reglene."
        " Ta bort det ene."
    ),
    "ballots_guessed": N_(
        "I {committee} skal ikke andre se hva hver enkelt stemte, men det er så få som stemmer at alle kan regne"
        " det ut av summene."
    ),
}
#: Of a region that became one other, and of one that became several.
_SUCCEEDED = (
    N_(
        "{about} ble en del av {successors} etter {day}, men mandatet for {committee} fordeler fortsatt plasser etter"
        " den. Ta opp med dem som eier mandatet, hvordan plassene skal fordeles nå."
    ),
    N_(
        "{about} ble delt i {successors} etter {day}, men mandatet for {committee} fordeler fortsatt plasser etter den."
        " Ta opp med dem som eier mandatet, hvordan plassene skal fordeles nå."
    ),
)


def warning_sentence(warning: Warned, words: Words) -> str:
    """Plain text, to be escaped as a whole where it is shown."""
    return words(
        _SUCCEEDED[len(warning.successors) > 1] if warning.successors else _SENTENCES[warning.code],
        committee=warning.committee,
        about=warning.about,
        day=words.long_date(warning.day) if warning.day else "",
        successors=words.join(list(warning.successors)),
    )
