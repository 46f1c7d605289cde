"""A seat in words: what it is for, for how long, and who chooses when it is empty."""

from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from locales import Words
from locales.compositions import seat_count
from locales.outcomes import function_name


class Held(Protocol):
    """What is needed of `committee.member_list.ListedSeat`; `function` is the enum's value."""

    @property
    def function(self) -> str: ...
    @property
    def leads(self) -> bool: ...
    @property
    def is_deputy(self) -> bool: ...
    @property
    def from_on(self) -> date | None: ...
    @property
    def until_on(self) -> date | None: ...


class Empty(Protocol):
    """What is needed of `committee.member_list.EmptySeat`."""

    @property
    def function(self) -> str: ...
    @property
    def missing(self) -> int: ...
    @property
    def chosen_by(self) -> str: ...
    @property
    def rule(self) -> str: ...


def seat_told(seat: Held, words: Words) -> str:
    """«representant, leder», «representant (vara)»."""
    function = function_name(seat.function, words)
    if seat.is_deputy:
        return words("{function} (vara)", function=function)
    return words("{function}, leder", function=function) if seat.leads and seat.function != "chair" else function


def term_told(seat: Held, words: Words) -> str:
    """«01.01.2024–31.12.2027»; empty when the register has no days."""
    if seat.from_on and seat.until_on:
        return f"{words.short_date(seat.from_on)}–{words.short_date(seat.until_on)}"
    if seat.from_on:
        return words("fra {day}", day=words.short_date(seat.from_on))
    return words("til {day}", day=words.short_date(seat.until_on)) if seat.until_on else ""


def empty_told(empty: Empty, words: Words) -> str:
    """«Ledig: en representant. Aukra velger hvem.»"""
    seats = seat_count(empty.function, empty.missing, words)
    if not empty.chosen_by:
        return words("Ledig: {seats}. Sekretæren finner ut hvem som velger.", seats=seats)
    return words("Ledig: {seats}. {organisation} velger hvem.", seats=seats, organisation=empty.chosen_by)


def shared_told(empty: Empty, words: Words) -> str:
    """The same for a seat that several organisations may fill, with the mandate's name for it."""
    return f"{empty.rule}: {empty_told(empty, words)}" if empty.rule else empty_told(empty, words)


def as_of(at: datetime, zone: str, words: Words) -> str:
    """«Per 23. november 2026 kl. 10.15», wall-clock time in `zone`."""
    day = words.long_date(at.astimezone(ZoneInfo(zone)).date())
    return words("Per {day} kl. {time}", day=day, time=words.clock(at, zone))
