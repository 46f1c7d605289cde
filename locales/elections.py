"""How a round of an election ended, in words that anyone can check."""

from collections.abc import Mapping
from typing import Protocol

from locales import N_, Words


class Elected(Protocol):
    """What is needed of `committee.elections.Election`; state and reason are the enums' values."""

    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def elected(self) -> str | None: ...
    @property
    def roll(self) -> Mapping[str, int]: ...
    @property
    def cast_weight(self) -> int: ...
    @property
    def sums(self) -> Mapping[str, int]: ...
    @property
    def blank(self) -> int: ...
    @property
    def between(self) -> tuple[str, ...]: ...


class DrawnLots(Protocol):
    """What is needed of `committee.elections.Lots`."""

    @property
    def among(self) -> tuple[str, ...]: ...
    @property
    def checksum(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def drawn(self) -> str: ...


#: More names than this are told by their number.
_MOST_NAMED = 10
_UNDECIDED = {
    "no_majority": N_("Ingen fikk mer enn halvparten av stemmene. Det blir en ny runde mellom {names}."),
    "quorum_missed": N_("For få har stemt, så stemmene er ikke talt opp. Det blir en ny runde mellom {names}."),
    "seat_lost": N_("Den som ble valgt, har ikke lenger plass i utvalget. Det blir en ny runde mellom {names}."),
}
#: When there is only one left to vote on, or nobody.
_ALONE = {
    "no_majority": N_("Ingen fikk mer enn halvparten av stemmene. Det blir en ny runde."),
    "quorum_missed": N_("For få har stemt, så stemmene er ikke talt opp. Det blir en ny runde."),
    "seat_lost": N_("Den som ble valgt, har ikke lenger plass i utvalget. Det blir en ny runde."),
}


def election_result(election: Elected, names: Mapping[str, str], words: Words) -> str:
    """«Marte Øyen er valgt til leder med 3 av 4 stemmer, 1 blank.»; `names` are the candidates', by person id."""
    if election.state == "cancelled":
        return words("Valget er avbrutt. Stemmene er ikke talt opp, og kan ikke lenger åpnes.")
    winner = names.get(election.elected or "", "")
    if election.reason == "lots":
        return words("Det ble likt, og loddet avgjorde: {name} er valgt til leder.", name=winner)
    if election.state == "elected":
        return words("{name} er valgt til leder med {count}.", name=winner, count=_count(election, words))
    between = [names[one] for one in election.between]
    if len(between) > 1:
        return words(_UNDECIDED[election.reason or ""], names=_joined(between, words))
    return words(_ALONE[election.reason or ""])


def _joined(names: list[str], words: Words) -> str:
    left = len(names) - _MOST_NAMED
    more = [words.plural("{n} til", "{n} til", left)] if left > 0 else []
    return words.join([*names[:_MOST_NAMED], *more])


def _count(election: Elected, words: Words) -> str:
    figures = {"won": election.sums.get(election.elected or "", 0), "cast": election.cast_weight}
    told = words("{won} av {cast} stemmer", **figures)
    if not has_equal_weights(election):
        told = words("{won} av {cast} i stemmevekt", **figures)
    if not election.blank:
        return told
    return f"{told}, {words.plural('{n} blank', '{n} blanke', election.blank)}"


def has_equal_weights(election: Elected) -> bool:
    """Whether one organisation is one vote."""
    return set(election.roll.values()) <= {1}


def how_drawn(lots: DrawnLots, election_id: str, names: Mapping[str, str], words: Words) -> str:
    """How anyone can draw the same lot again, from the committee's log and the election's number."""
    numbered = [f"{n} = {names[one]}" for n, one in enumerate(lots.among)]
    return words(
        "Slik ble loddet trukket: Kontrollsummen i loggen da valget ble lukket, settes sammen med valgets nummer:"
        " {seed}. SHA-256 av det er {digest}. Deles det tallet (heksadesimalt) på {n}, blir resten {rest}, og det er"
        " {name} ({numbered}). Ingen kunne vite kontrollsummen på forhånd, og alle kan regne den etter.",
        seed=f"{lots.checksum}:{election_id}",
        digest=lots.digest,
        n=len(lots.among),
        rest=lots.among.index(lots.drawn),
        name=names[lots.drawn],
        numbered=words.join(numbered),
    )


#: For those who ask without telling the name or number.
WITHOUT_PARAMS: dict[str, str] = {
    "election_by_organisation": N_("Lederen velges ikke her: Mandatet sier hvem som peker ut lederen."),
    "election_has_voted": N_(
        "Stemmen er alt avgitt, av deg eller en kollega. Valget er hemmelig, så den kan verken vises eller endres."
    ),
    "election_not_all_voted": N_("Ikke alle har stemt. Bekreft at valget skal lukkes likevel."),
}
#: A part of `locales.refusals.SENTENCES`.
REFUSALS: dict[str, str] = {
    "no_right_open_election": N_("Det er lederen og sekretæren som starter valg av leder. Spør en av dem."),
    "no_right_lead_election": N_("Det er lederen, sekretæren og den som startet valget, som kan gjøre dette."),
    "election_by_office": N_("Lederen velges ikke her: Mandatet sier at vervet følger en stilling."),
    "election_by_organisation": N_("Lederen velges ikke her: Mandatet sier at {organisation} peker ut lederen."),
    "election_stale": N_("Noe har skjedd siden du fikk kortet. Skriv «valg» for å se hvordan det står."),
    "election_needs_round": N_(
        "Forrige runde ga ingen leder. Skriv «valg» for å starte en ny runde eller avbryte valget."
    ),
    "election_no_candidates": N_(
        "Ingen kan velges nå: Ingen av representantene har plass fra en kommune som mandatet nevner. Si fra til"
        " kommunene, så de kan utpeke sine."
    ),
    "election_not_undecided": N_("Denne runden venter ikke på en ny. Skriv «valg» for å se hvordan det står."),
    "election_over": N_("Valget er avgjort, eller neste runde er i gang. Skriv «valg» for å se hvordan det står."),
    "election_not_due": N_("Fristen for valget er ikke ute ennå. Lederen kan lukke det før."),
    "election_not_all_voted": N_("{cast} av {all} har stemt. Bekreft at valget skal lukkes likevel."),
    "election_closed": N_("Valget er lukket, så stemmer kan ikke lenger avgis. Skriv «valg» for å se resultatet."),
    "election_has_voted": N_(
        "Stemmen for {organisation} er alt avgitt, av deg eller en kollega. Valget er hemmelig, så den kan verken vises"
        " eller endres."
    ),
    "election_no_such_candidate": N_("Velg en av kandidatene, eller blank."),
    "election_box_lost": N_(
        "Stemmene kan ikke åpnes: Nøkkelen til valget mangler, eller det lagrede er endret. Si fra til den som drifter"
        " boten. Hjelper ikke det, avbryt valget og hold det på nytt."
    ),
    "election_no_key_folder": N_(
        "Boten har ingen mappe for valgenes nøkler, så et hemmelig valg kan ikke holdes. Si fra til driften."
    ),
    "no_election_vote_chair": N_("Lederen av møtet har ingen stemme i valget. Det er representantene som stemmer."),
    "no_election_vote_secretary": N_("Sekretæren har ingen stemme i valget. Det er representantene som stemmer."),
    "no_election_vote_host_member": N_(
        "Medlemmet fra IKT-organisasjonen har ingen stemme i valget, og kan ikke velges. Det er representantene som"
        " stemmer."
    ),
    "no_election_vote_union": N_(
        "Tillitsvalgte har ingen stemme i valget, og kan ikke velges. Det er representantene som stemmer."
    ),
    "no_election_vote_observer": N_("Observatører har ingen stemme i valget. Det er representantene som stemmer."),
    "no_election_vote_outsider": N_(
        "Du har ingen plass i dette utvalget, og kan derfor ikke stemme. Spør sekretæren hvis du mener at du skal"
        " ha det."
    ),
    "no_election_vote_organisation": N_(
        "Organisasjonen din har ingen stemmevekt i dette valget. Spør sekretæren hvis det er feil."
    ),
}
