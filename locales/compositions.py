"""The sentence for each breach of a composition: what is missing, who can mend it, and where the mandate says so."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from locales import N_, Words
from locales.outcomes import function_name


class Told(Protocol):
    """What is needed of `committee.breaches.Breach`; codes, functions and kinds are the enums' values."""

    @property
    def code(self) -> str: ...
    @property
    def rule_id(self) -> str | None: ...
    @property
    def organisation_id(self) -> str | None: ...
    @property
    def person_id(self) -> str | None: ...
    @property
    def region(self) -> str | None: ...
    @property
    def function(self) -> str | None: ...
    @property
    def acts(self) -> str | None: ...
    @property
    def found(self) -> int | str | date | None: ...
    @property
    def wanted(self) -> int | str | date | None: ...
    @property
    def source(self) -> str: ...
    @property
    def is_quoted(self) -> bool: ...


class Named(Protocol):
    """What is needed of a person or a region."""

    @property
    def name(self) -> str: ...


class Listed(Named, Protocol):
    """What is needed of an organisation or a line of the composition."""

    @property
    def id(self) -> str: ...


class Body(Named, Protocol):
    """What is needed of `committee.mandate.Mandate`."""

    @property
    def organisations(self) -> Iterable[Listed]: ...
    @property
    def seats(self) -> Iterable[Listed]: ...


_ONE = {
    "chair": N_("en leder"),
    "secretary": N_("en sekretær"),
    "representative": N_("en representant"),
    "host_member": N_("et medlem"),
    "union": N_("en tillitsvalgt"),
    "observer": N_("en observatør"),
}
_SEVERAL = {
    "chair": N_("{n} ledere"),
    "secretary": N_("{n} sekretærer"),
    "representative": N_("{n} representanter"),
    "host_member": N_("{n} medlemmer"),
    "union": N_("{n} tillitsvalgte"),
    "observer": N_("{n} observatører"),
}
_KINDS = {
    "municipality": N_("en kommune"),
    "county": N_("en fylkeskommune"),
    "host": N_("IKT-organisasjonen"),
    "union": N_("en fagforening"),
    "association": N_("en sammenslutning av kommuner"),
    "cooperation": N_("et samarbeid mellom kommuner"),
}
_SENTENCES = {
    "too_few_of_organisation": N_("{organisation} mangler {seats} i {committee}."),
    "too_few_of_region": N_("{committee} mangler {seats} fra {region}."),
    "too_few": N_("{committee} mangler {seats} på plassen «{rule}»."),
    "too_many_of_organisation": N_("{organisation} har {seats} i {committee}, og mandatet gir plass til {wanted}."),
    "too_many_of_region": N_("{committee} har {seats} fra {region}, og mandatet gir plass til {wanted}."),
    "too_many": N_("{committee} har {seats} på plassen «{rule}», og mandatet gir plass til {wanted}."),
    "stand_in_kind": N_(
        "{organisation} er {kind}, og har en plass i {committee} som ellers er for {kinds}. Det er lov, men tenk på det"
        " når plassen skal fylles på nytt."
    ),
    "level_differs": N_(
        "{person} i {committee} er {found}. Plassen er tenkt for {wanted}. {person} kan delta som før, men tenk på det"
        " neste gang noen skal velges."
    ),
    "term_ended": N_("Perioden til {person} i {committee} gikk ut {found}, og ingen har overtatt plassen."),
    "term_ends_soon": N_("Perioden til {person} i {committee} går ut {found}."),
    "term_too_long": N_(
        "Perioden til {person} i {committee} varer til {found}, men en hel periode er over {wanted}. Rett datoen, eller"
        " skriv hvorfor perioden er lengre."
    ),
    "term_open": N_(
        "{person} sitter i {committee} uten sluttdato, men en hel periode var over {wanted}. Sett en dato, eller skriv"
        " hvorfor perioden er lengre."
    ),
    "term_without_reason": N_(
        "Perioden til {person} i {committee} går ut {found}, men en hel periode varer til {wanted}. Rett datoen, eller"
        " skriv hvorfor perioden er kortere."
    ),
    "region_dissolved": N_(
        "{region} var en region til og med {found}, men mandatet til {committee} fordeler fortsatt plasser etter den"
        " («{rule}»). Ta opp med dem som eier mandatet hvordan plassene skal fordeles nå."
    ),
    "seat_outside_rules": N_(
        "{person} står i {committee} som {function} for {organisation}, men mandatet har ingen slik plass. Sekretæren"
        " retter listen, eller tar opp om mandatet skal endres."
    ),
    "organisation_unknown": N_(
        "{person} står i {committee} for {organisation}, som mandatet ikke nevner. Sekretæren retter listen, eller tar"
        " opp om mandatet skal endres."
    ),
    "deputy_without_member": N_(
        "{person} er vara for {organisation} i {committee}, men {organisation} har ikke noe fast medlem der."
    ),
    "no_chair": N_("{committee} har ingen leder."),
    "wrong_chair": N_("{person} leder {committee} for {organisation}, men lederen skal komme fra {leader}."),
    "several_chairs": N_("{committee} har {found} ledere, men skal ha én. Sekretæren retter listen."),
    "wrong_total": N_(
        "{committee} har {found} medlemmer, men skal ha {wanted}. Sekretæren finner ut hvem som mangler, eller hvem som"
        " er for mange."
    ),
}
#: What to do: when an organisation must act, and when it is the secretary's to find out.
_STEPS = {
    "too_few": (
        N_("{acts} velger hvem som får plassen."),
        N_("Sekretæren spør dem det gjelder om hvem som får plassen."),
    ),
    "too_many": (
        N_("{acts} velger hvem som blir sittende."),
        N_("Sekretæren spør dem det gjelder om hvem som blir sittende."),
    ),
    "term_ended": (
        N_("{acts} velger noen til plassen, gjerne den samme på nytt."),
        N_("Sekretæren finner ut hvem som får plassen."),
    ),
    "term_ends_soon": (
        N_("{acts} velger hvem som har plassen etter det, gjerne den samme på nytt."),
        N_("Sekretæren finner ut hvem som har plassen etter det."),
    ),
    "deputy_without_member": (N_("{acts} velger et fast medlem."), N_("Sekretæren finner ut hvem som er fast medlem.")),
    "no_chair": (N_("{acts} peker ut lederen."), N_("Sekretæren sørger for at utvalget får en leder.")),
    "wrong_chair": (N_("{acts} peker ut en ny leder."), N_("Sekretæren sørger for at utvalget velger en ny leder.")),
}


def breach_sentence(
    breach: Told, mandate: Body, people: Mapping[str, Named], regions: Mapping[str, Named], words: Words
) -> str:
    """What is wrong, what to do, and the mandate's sentence: plain text, to be escaped as a whole where it is shown."""
    return f"{breach_told(breach, mandate, people, regions, words)} {breach_source(breach, words)}"


def breach_told(
    breach: Told, mandate: Body, people: Mapping[str, Named], regions: Mapping[str, Named], words: Words
) -> str:
    """What is wrong and what to do, where the source stands by itself."""
    shown = _shown(breach, mandate, people, regions, words)
    parts = [words(_SENTENCES[_form(breach)], **shown)]
    if breach.code in _STEPS:
        somebody, secretary = _STEPS[breach.code]
        parts.append(words(somebody if breach.acts else secretary, **shown))
    return " ".join(parts)


def breach_source(breach: Told, words: Words) -> str:
    """«Mandatet sier: «Hver kommune …»», or the mandate's name when it has no sentence about it."""
    if breach.is_quoted:
        source = breach.source
        bare = source[1:-1] if source.startswith("«") and source.endswith("»") else source
        return words("Mandatet sier: «{source}»", source=bare)
    return words("Kilde: {source}", source=breach.source)


def organisation_kind_name(kind: str, words: Words) -> str:
    """«en kommune»."""
    return words(_KINDS[kind])


def seat_count(function: str, n: int, words: Words) -> str:
    """«en representant», «2 representanter»."""
    return words(_ONE[function]) if n == 1 else words(_SEVERAL[function], n=n)


def _form(breach: Told) -> str:
    if breach.code in ("too_few", "too_many"):
        if breach.organisation_id:
            return f"{breach.code}_of_organisation"
        return f"{breach.code}_of_region" if breach.region else breach.code
    if breach.code == "term_too_long" and breach.found is None:
        return "term_open"
    return breach.code


def _shown(
    breach: Told, mandate: Body, people: Mapping[str, Named], regions: Mapping[str, Named], words: Words
) -> dict[str, object]:
    organisations = {one.id: one.name for one in mandate.organisations}
    return {
        "committee": mandate.name,
        "organisation": organisations.get(breach.organisation_id or "", breach.organisation_id or ""),
        "acts": organisations.get(breach.acts or "", breach.acts or ""),
        "person": _name(people, breach.person_id),
        "region": _name(regions, breach.region),
        "rule": next((one.name for one in mandate.seats if one.id == breach.rule_id), breach.rule_id or ""),
        "function": function_name(breach.function, words) if breach.function else "",
        "seats": _seats(breach, words),
        "kind": _kinds(breach.found, words),
        "kinds": _kinds(breach.wanted, words),
        "leader": organisations.get(str(breach.wanted)) or _kinds(breach.wanted, words),
        "found": _figure(breach.found, words),
        "wanted": _figure(breach.wanted, words),
    }


def _name(named: Mapping[str, Named], one: str | None) -> str:
    found = named.get(one or "")
    return found.name if found else one or ""


def _figure(value: int | str | date | None, words: Words) -> str:
    return words.date(value) if isinstance(value, date) else str(value or 0)


def _kinds(value: int | str | date | None, words: Words) -> str:
    """Kinds parted by commas; what is no kind is told as it stands."""
    kinds = value.split(", ") if isinstance(value, str) else []
    return words.join([words(_KINDS[one]) if one in _KINDS else one for one in kinds])


def _seats(breach: Told, words: Words) -> str:
    """How many are missing, or how many there are."""
    found, wanted = breach.found, breach.wanted
    if breach.code not in ("too_few", "too_many") or not isinstance(found, int) or not isinstance(wanted, int):
        return ""
    return seat_count(breach.function or "representative", wanted - found if breach.code == "too_few" else found, words)
