"""Whose turn it is with a case, what it came to, and what has happened to it, in words."""

from collections.abc import Mapping, Sequence

from locales import N_, Words

CASE_STATES = {
    "draft": N_("utkast"),
    "submitted": N_("venter på kvalitetssikring"),
    "sent_back": N_("sendt tilbake"),
    "assured": N_("kvalitetssikret, venter på innspill"),
    "ready": N_("kvalitetssikret"),
    "on_agenda": N_("på sakslisten"),
    "voting": N_("under avstemning"),
    "recommended": N_("innstillingen er vedtatt"),
    "not_recommended": N_("innstillingen er forkastet"),
    "no_agreement": N_("uten enighet"),
    "with_office": N_("rådet er gitt, venter på svar"),
    "escalated": N_("løftet til overordnet organ"),
    "decided": N_("avgjort"),
    "in_progress": N_("under gjennomføring"),
    "realised": N_("realisert"),
    "evaluated": N_("evaluert"),
    "withdrawn": N_("trukket"),
    "deferred": N_("utsatt"),
}
#: Whose turn it is, by `committee.case_awaits.Who`.
_TURNS = {
    "proposer": N_("Nå er det {names} sin tur"),
    "assurers": N_("Nå kvalitetssikrer {names} saken"),
    "heard": N_("Nå ventes det på innspill"),
    "leaders": N_("Nå er det lederen og sekretæren sin tur"),
    "meeting": N_("Nå ventes det på møtet"),
    "voters": N_("Nå stemmer kommunene"),
    "office": N_("Nå er det {office} sin tur"),
    "body": N_("Nå er det {body} sin tur"),
    "responsible": N_("Nå følger {names} opp"),
    "clock": N_("Saken kommer tilbake {day}"),
    "nobody": N_("Ingen skal gjøre noe nå"),
}
#: The same when nobody is named.
_NAMELESS = {
    "proposer": N_("Nå er det forslagsstilleren sin tur"),
    "assurers": N_("Nå skal saken kvalitetssikres"),
    "office": N_("Nå er det den som får rådet, sin tur"),
    "body": N_("Nå er det organet som får saken, sin tur"),
    "responsible": N_("Nå er det den som følger opp, sin tur"),
}
_RULINGS = {"approved": N_("vedtatt"), "rejected": N_("ikke vedtatt")}
_GAINS = {
    "more": N_("mer enn ventet"),
    "as_expected": N_("som ventet"),
    "less": N_("mindre enn ventet"),
    "none": N_("ingen gevinst"),
}


def turn_told(
    who: str, words: Words, *, names: Sequence[str] = (), office: str = "", body: str = "", day: str = ""
) -> str:
    """«Nå er det daglig leder ROR-IKT sin tur»; the names are to be escaped already."""
    needed = {"office": office, "body": body}.get(who, " " if names else "")
    pattern = _NAMELESS[who] if who in _NAMELESS and not needed else _TURNS[who]
    return words(pattern, names=words.join(list(names)), office=office, body=body, day=day)


def ruling_name(ruling: str, words: Words) -> str:
    """«vedtatt»."""
    return words(_RULINGS[ruling])


def gain_name(gain: str, words: Words) -> str:
    """«som ventet»."""
    return words(_GAINS[gain])


def gains(words: Words) -> Mapping[str, str]:
    """Every answer to what came of it, in order."""
    return {one: words(told) for one, told in _GAINS.items()}
