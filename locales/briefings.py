"""Who tells an orientering, in words that cards and documents share."""

from typing import Protocol

from locales import Words


class Told(Protocol):
    """What is needed of `committee.briefings.BriefingLine`."""

    @property
    def name(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def minutes(self) -> int: ...
    @property
    def region(self) -> str: ...
    @property
    def is_entered(self) -> bool: ...


def teller_told(one: Told, words: Words) -> str:
    """Who tells it, for how long, where it comes from, and that it is written down for them; plain text."""
    told = [f"{one.name} ({one.organisation})" if one.organisation else one.name]
    if one.minutes:
        told.append(words.plural("{n} minutt", "{n} minutter", one.minutes))
    if one.region:
        told.append(words("fra {region}", region=one.region))
    if one.is_entered:
        told.append(words("ført inn av sekretæren"))
    return ", ".join(told)
