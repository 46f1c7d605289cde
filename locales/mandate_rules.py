"""A mandate's rules in words: how agreement comes about, who sits where, who leads."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

from locales import N_, Words
from locales.compositions import seat_count


class Line(Protocol):
    """What is needed of `committee.seat_rules.SeatRule`; functions and kinds are the enums' values."""

    @property
    def function(self) -> str: ...
    @property
    def kinds(self) -> Sequence[str]: ...
    @property
    def organisations(self) -> Sequence[str]: ...
    @property
    def regions(self) -> Sequence[str]: ...
    @property
    def each(self) -> bool: ...
    @property
    def least(self) -> int: ...
    @property
    def most(self) -> int | None: ...
    @property
    def nominated_by(self) -> str | None: ...
    @property
    def appointed_by(self) -> str | None: ...
    @property
    def consulted(self) -> Sequence[str]: ...
    @property
    def level(self) -> str: ...
    @property
    def term_years(self) -> int | None: ...


class Leading(Protocol):
    """What is needed of `committee.seat_rules.ChairRule`."""

    @property
    def by(self) -> str: ...
    @property
    def organisation(self) -> str | None: ...
    @property
    def among(self) -> Sequence[str]: ...


class Approved(Protocol):
    """What is needed of `committee.mandate.Approval`."""

    @property
    def reference(self) -> str: ...
    @property
    def approved_on(self) -> date: ...
    @property
    def approved_by(self) -> str: ...


#: The name of an organisation or a region by its id.
Name = Callable[[str], str]
_EACH = {
    "municipality": N_("hver kommune"),
    "county": N_("hver fylkeskommune"),
    "host": N_("IKT-organisasjonen"),
    "union": N_("hver fagforening"),
    "association": N_("hver sammenslutning av kommuner"),
    "cooperation": N_("hvert samarbeid mellom kommuner"),
}
_TOGETHER = {
    "municipality": N_("kommunene"),
    "county": N_("fylkeskommunene"),
    "host": N_("IKT-organisasjonen"),
    "union": N_("fagforeningene"),
    "association": N_("sammenslutningene av kommuner"),
    "cooperation": N_("samarbeidene mellom kommuner"),
}


def approval_told(approval: Approved, words: Words) -> str:
    """«PS-6/21, styret, 14. april 2021»."""
    day = words.long_date(approval.approved_on)
    return words("{reference}, {body}, {day}", reference=approval.reference, body=approval.approved_by, day=day)


def agreement_told(agreement: str, words: Words) -> str:
    """«Mest stemmevekt for eller mot avgjør»."""
    if agreement == "consensus":
        return words("Alle må være enige")
    return words("Mest stemmevekt for eller mot avgjør")


def quorum_told(share: Fraction, words: Words) -> str:
    """«Mer enn halvparten av kommunene og av stemmevekten må stemme»."""
    if share == Fraction(1, 2):
        return words("Mer enn halvparten av kommunene og av stemmevekten må stemme")
    return words("Mer enn {share} av kommunene og av stemmevekten må stemme", share=share)


def line_told(line: Line, name: Name, words: Words) -> str:
    """«minst 1 representant fra hver kommune. Velges for 4 år. KS utnevner.»"""
    told = [_seats_from(line, name, words)]
    if line.nominated_by:
        told.append(words("{organisation} velger.", organisation=name(line.nominated_by)))
    if line.appointed_by:
        told.append(words("{organisation} bekrefter valget.", organisation=name(line.appointed_by)))
    if line.consulted:
        told.append(words("Spørres først: {names}.", names=words.join(list(line.consulted))))
    if line.level:
        told.append(words("Bør være {level}.", level=line.level))
    if line.term_years:
        told.append(words("For {n} år.", n=line.term_years))
    return " ".join(told)


def _seats_from(line: Line, name: Name, words: Words) -> str:
    seats, whom = _how_many(line, words), _whom(line, name, words)
    where = words.join([name(one) for one in line.regions])
    if whom and where:
        return words("{seats} fra {organisations} i {regions}.", seats=seats, organisations=whom, regions=where)
    if whom or where:
        return words("{seats} fra {organisations}.", seats=seats, organisations=whom or where)
    return words("{seats}.", seats=seats)


def _how_many(line: Line, words: Words) -> str:
    function, least, most = line.function, line.least, line.most
    if most is None and least == 0:
        return words("gjerne {seats}", seats=seat_count(function, 1, words))
    if most is None:
        return words("minst {seats}", seats=seat_count(function, least, words))
    if least == most:
        return seat_count(function, most, words)
    if least == 0:
        return words("inntil {seats}", seats=seat_count(function, most, words))
    return words("fra {least} til {seats}", least=least, seats=seat_count(function, most, words))


def _whom(line: Line, name: Name, words: Words) -> str:
    if line.organisations:
        names = words.join([name(one) for one in line.organisations])
        return words("hver av {names}", names=names) if line.each and len(line.organisations) > 1 else names
    kinds = _EACH if line.each else _TOGETHER
    return words.join([words(kinds[one]) for one in line.kinds])


def kinds_told(kinds: Sequence[str], words: Words) -> str:
    """«kommunene og fylkeskommunene»."""
    return words.join([words(_TOGETHER[one]) for one in kinds])


def chair_told(rule: Leading, name: Name, words: Words) -> str:
    """«Velges i hemmelig valg blant representantene for kommunene»."""
    if rule.by == "election":
        if not rule.among:
            return words("Velges i hemmelig valg blant representantene")
        kinds = kinds_told(rule.among, words)
        return words("Velges i hemmelig valg blant representantene for {kinds}", kinds=kinds)
    if rule.by == "organisation" and rule.organisation:
        return words("{organisation} peker ut lederen", organisation=name(rule.organisation))
    if rule.organisation:
        return words("Følger av en stilling i {organisation}", organisation=name(rule.organisation))
    return words("Følger av en stilling")
