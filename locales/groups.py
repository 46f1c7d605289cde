"""What groups are called, and where they stand."""

from locales import N_, Words

_KINDS = {
    "working": N_("Arbeidsgruppe"),
    "project": N_("Prosjektgruppe"),
    "municipal": N_("Digitaliseringsgruppe"),
}
_STATES = {
    "active": N_("I arbeid"),
    "reported": N_("Har rapportert"),
    "ended": N_("Avsluttet"),
}


def group_kind(kind: str | None, words: Words) -> str:
    """«Arbeidsgruppe»; None is an outside network that somebody represents the committee in."""
    return words(_KINDS[kind]) if kind else words("Nettverk")


def group_state(state: str, words: Words) -> str:
    """«I arbeid»."""
    return words(_STATES[state])
