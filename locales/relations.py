"""What a body is to another, in words."""

from collections.abc import Sequence
from typing import Protocol

from locales import N_, Words


class Linked(Protocol):
    """What is needed of `committee.bodies.Link`; relations are the enum's values, in its order."""

    @property
    def relations(self) -> Sequence[str]: ...


_SENTENCES = {
    ("reports",): N_("rapporterer til {body}"),
    ("escalates",): N_("løfter saker til {body}"),
    ("advises",): N_("gir råd til {body}"),
    ("reports", "escalates"): N_("rapporterer og løfter saker til {body}"),
    ("reports", "advises"): N_("rapporterer og gir råd til {body}"),
    ("escalates", "advises"): N_("løfter saker og gir råd til {body}"),
    ("reports", "escalates", "advises"): N_("rapporterer, løfter saker og gir råd til {body}"),
}


_VERBS = {"reports": N_("rapporterer"), "escalates": N_("løfter saker"), "advises": N_("gir råd")}


def relations_told(link: Linked, words: Words) -> str:
    """«rapporterer og løfter saker», where it is seen to whom."""
    return words.join([words(_VERBS[one]) for one in link.relations])


def link_told(link: Linked, name: str, words: Words) -> str:
    """«rapporterer og løfter saker til Bestillerutvalget»."""
    return words(_SENTENCES[tuple(str(one) for one in link.relations)], body=name)


def service_told(name: str, words: Words) -> str:
    """«oppgaven ligger hos virksomhetsforum»: an existing body that serves as this one (000-06)."""
    return words("oppgaven ligger hos {body}", body=name)
