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


class Ruling(Protocol):
    """What is needed of `committee.mandate.VotingRules`; all but shares are the enums' values."""

    @property
    def agreement(self) -> str: ...
    @property
    def share(self) -> Fraction | None: ...
    @property
    def of(self) -> str: ...
    @property
    def abstentions_count(self) -> bool: ...
    @property
    def quorum(self) -> Fraction: ...
    @property
    def quorum_weight(self) -> Fraction | None: ...
    @property
    def tie(self) -> str: ...
    @property
    def too_few(self) -> str: ...
    @property
    def ballots(self) -> str: ...


class Between(Protocol):
    """What is needed of `committee.mandate.WrittenRules`."""

    @property
    def allowed(self) -> bool: ...
    @property
    def working_days(self) -> int: ...
    @property
    def urgent_working_days(self) -> int: ...
    @property
    def urgent_share(self) -> Fraction: ...


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


_SHARES = {
    Fraction(1, 2): N_("halvparten"),
    Fraction(1, 3): N_("en tredel"),
    Fraction(2, 3): N_("to tredeler"),
    Fraction(1, 4): N_("en firedel"),
    Fraction(3, 4): N_("tre firedeler"),
    Fraction(3, 5): N_("tre femdeler"),
    Fraction(4, 5): N_("fire femdeler"),
}


def share_told(share: Fraction, words: Words) -> str:
    """«to tredeler»; «5/8» where there is no word for it."""
    return words(_SHARES[share]) if share in _SHARES else str(share)


def agreement_told(rules: Ruling, words: Words) -> str:
    """«Minst to tredeler av den avgitte stemmevekten må være for»: «minst» is enough with exactly that."""
    if rules.agreement == "consensus":
        return words("Alle må være enige")
    if rules.agreement == "absolute":
        return words("Mer enn halvparten av all stemmevekt må være for")
    if rules.agreement == "share":
        share = share_told(Fraction(2, 3) if rules.share is None else rules.share, words)
        if share == "1":
            return (
                words("All stemmevekt må være for") if rules.of == "all" else words("All avgitt stemmevekt må være for")
            )
        if rules.of == "all":
            return words("Minst {share} av all stemmevekt må være for", share=share)
        return words("Minst {share} av den avgitte stemmevekten må være for", share=share)
    if rules.abstentions_count:
        return words("Mer enn halvparten av den avgitte stemmevekten må være for")
    return words("Mest stemmevekt for eller mot avgjør")


def required_told(rules: Ruling, needed: int, counted: int, words: Words) -> str:
    """«Minst to tredeler av den avgitte stemmevekten må være for: 3 av 4 er nok»: the rule with the figures it came to.

    `needed` of `counted` are weights. What is told without figures can be read off the count itself.
    """
    told = agreement_told(rules, words)
    if rules.agreement == "consensus" or (rules.agreement == "simple" and not rules.abstentions_count):
        return told
    return words("{rule}: {needed} av {counted} er nok", rule=told, needed=needed, counted=counted)


def abstention_told(rules: Ruling, words: Words) -> str:
    """Whether whoever abstains counts; empty where the rule itself leaves no doubt."""
    if rules.agreement == "simple" and rules.abstentions_count:
        return words("Avholdende regnes med i det som er avgitt")
    if rules.agreement == "share" and rules.of == "cast":
        if rules.abstentions_count:
            return words("Avholdende regnes med i det som er avgitt")
        return words("Avholdende regnes ikke med i det som er avgitt")
    return ""


def quorum_told(rules: Ruling, words: Words) -> str:
    """«Mer enn halvparten av kommunene og av stemmevekten må stemme»."""
    heads, weight = rules.quorum, rules.quorum if rules.quorum_weight is None else rules.quorum_weight
    if heads == weight == 0:
        return words("Minst én kommune må stemme")
    if heads == weight == Fraction(1, 2):
        return words("Mer enn halvparten av kommunene og av stemmevekten må stemme")
    if heads == weight:
        return words("Mer enn {share} av kommunene og av stemmevekten må stemme", share=share_told(heads, words))
    if heads == 0:
        return words("Mer enn {share} av stemmevekten må stemme", share=share_told(weight, words))
    if weight == 0:
        return words("Mer enn {share} av kommunene må stemme", share=share_told(heads, words))
    return words(
        "Mer enn {share} av kommunene og mer enn {weight} av stemmevekten må stemme",
        share=share_told(heads, words),
        weight=share_told(weight, words),
    )


class Counted(Protocol):
    """What is needed of `committee.voting.Tally`."""

    @property
    def roll_count(self) -> int: ...
    @property
    def roll_weight(self) -> int: ...
    @property
    def cast_count(self) -> int: ...
    @property
    def cast_weight(self) -> int: ...


def took_part(count: Counted, rules: Ruling, words: Words) -> str:
    """«3 av 4 kommuner og 5 av 6 stemmevekt har stemt. Mer enn halvparten …»: the quorum with its figures."""
    return words(
        "{cast} av {all} kommuner og {weight} av {whole} stemmevekt har stemt. {rule}.",
        cast=count.cast_count,
        all=count.roll_count,
        weight=count.cast_weight,
        whole=count.roll_weight,
        rule=quorum_told(rules, words),
    )


_ON_TIE = {
    "escalate": N_("Saken løftes"),
    "chair": N_("Lederen avgjør, og sier hvorfor"),
    "reject": N_("Innstillingen er forkastet"),
    "new_voting": N_("Det holdes en ny avstemning"),
}
_ON_TOO_FEW = {"reject": N_("Innstillingen er forkastet"), "escalate": N_("Saken løftes")}
_SHOWN = {
    "open": N_("Vises for utvalget når avstemningen er lukket"),
    "closed": N_("Lukket: andre ser bare summene, hver kommune ser sin egen"),
}


def tie_told(tie: str, words: Words, *, is_topmost: bool = False, anew: int = 0) -> str:
    """«Lederen avgjør, og sier hvorfor»: what follows when as much is for as against.

    `is_topmost` is a body with none above it, which has nowhere to take a case; `anew` how many times it is voted on
    anew, where that is told.
    """
    if anew and tie == "new_voting":
        after = words(_ON_TIE["reject" if is_topmost else "escalate"])
        return words.plural(
            "Det holdes en ny avstemning, høyst {n} gang. Deretter: {after}",
            "Det holdes en ny avstemning, høyst {n} ganger. Deretter: {after}",
            anew,
            after=after,
        )
    return not_lifted_told(words) if is_topmost and tie == "escalate" else words(_ON_TIE[tie])


def not_lifted_told(words: Words) -> str:
    """What follows without agreement where no body is above."""
    return words("Saken er ikke vedtatt, og lederen kan ta den opp igjen")


def too_few_told(too_few: str, words: Words) -> str:
    """What follows when most are for, but fewer than it takes."""
    return words(_ON_TOO_FEW[too_few])


def ballots_told(ballots: str, words: Words) -> str:
    """Who sees what each organisation voted."""
    return words(_SHOWN[ballots])


def split_told(words: Words) -> str:
    """Where an organisation need not give all of its weight to one answer."""
    return words("En kommune med mer enn én i stemmevekt kan dele den")


def between_told(rules: Between, words: Words) -> str:
    """How cases are treated between the meetings, when they are."""
    if not rules.allowed:
        return words("Bare i møte")
    return words(
        "Skriftlig, med minst {n} virkedager til å svare (hastesak: {urgent}). Hastesak når lederen sier det, "
        "eller når {share} av dem med stemme ber om det",
        n=rules.working_days,
        urgent=rules.urgent_working_days,
        share=share_told(rules.urgent_share, words),
    )


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
