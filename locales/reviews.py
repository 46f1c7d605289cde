"""Who looks after what in an organisation, in words."""

from locales import N_, Words

#: By `committee.reviews.ReviewRole`.
_ROLES = {"privacy": N_("personvernrådgiver"), "security": N_("sikkerhetsansvarlig")}


def role_name(role: str, words: Words) -> str:
    """«personvernrådgiver»."""
    return words(_ROLES[role])
