"""The sentence for each thing that a new version of a mandate changes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from locales import N_, Words
from locales.compositions import organisation_kind_name
from locales.difference_texts import CAME_AND_WENT, CHANGED, EARLIER, SWITCHED, WEIGHTLESS
from locales.mandate_rules import (
    agreement_told,
    ballots_told,
    kinds_told,
    line_told,
    quorum_told,
    tie_told,
    too_few_told,
)
from locales.outcomes import function_name


class Differing(Protocol):
    """What is needed of `committee.mandate_diff.Difference`."""

    @property
    def code(self) -> str: ...
    @property
    def before(self) -> Any: ...
    @property
    def after(self) -> Any: ...
    @property
    def about(self) -> Mapping[str, str]: ...


_LEADING = {
    "office": N_("følger av en stilling"),
    "election": N_("velges i hemmelig valg"),
    "organisation": N_("pekes ut av en organisasjon"),
}
_RESULTS = {
    "decision": N_("en beslutning"),
    "office": N_("et råd til en stilling"),
    "body": N_("et råd til et organ"),
}
_LANGUAGES = {"nb": N_("bokmål"), "nn": N_("nynorsk"), "en": N_("engelsk")}


def difference_sentence(difference: Differing, words: Words, names: Mapping[str, str] | None = None) -> str:
    """One sentence, plain text, to be escaped as a whole where it is shown.

    `names` are other bodies' and regions' names by id; what is not there is told as the mandate has it.
    """
    show = _SHOWN.get(difference.code, _plainly)
    known = names or {}
    before = "" if _is_empty(difference.before) else show(difference.before, known, words)
    after = "" if _is_empty(difference.after) else show(difference.after, known, words)
    pattern = _pattern(difference)
    told = words(pattern, before=before, after=after, **difference.about)
    if not (before and after) or difference.code in SWITCHED or "{before}" in pattern:
        return told
    return f"{told} {words(EARLIER, before=before)}"


def _pattern(difference: Differing) -> str:
    code = difference.code
    if code in CHANGED:
        return CHANGED[code]
    if code in SWITCHED:
        return SWITCHED[code][0 if difference.after else 1]
    went = _is_empty(difference.after)
    if code == "organisations" and (difference.before if went else difference.after) == 0:
        return WEIGHTLESS[went]
    return CAME_AND_WENT[code][went]


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", ())


def _plainly(value: Any, _: Mapping[str, str], words: Words) -> str:
    if isinstance(value, date):
        return words.long_date(value)
    if isinstance(value, timedelta):
        return _span(value, words)
    return words.join(value) if isinstance(value, tuple) else str(value)


def _span(value: timedelta, words: Words) -> str:
    if value % timedelta(days=1):
        return words.plural("{n} minutt", "{n} minutter", value // timedelta(minutes=1))
    return words.plural("{n} dag", "{n} dager", value.days)


def _body(value: Any, names: Mapping[str, str], _: Words) -> str:
    return names.get(value, value)


def _quoted(value: Any, _: Mapping[str, str], words: Words) -> str:
    return words("«{text}»", text=value)


def _regions(value: Sequence[str], names: Mapping[str, str], words: Words) -> str:
    return words.join([names.get(one, one) for one in value])


def _line(value: Any, names: Mapping[str, str], words: Words) -> str:
    return line_told(value, lambda one: names.get(one, one), words)


_BALLOTS = {"whole": N_("hele vekten til ett svar"), "split": N_("vekten kan deles på flere svar")}
_CALLS = {"yearly": N_("én gang i året"), "twice_a_year": N_("to ganger i året")}
_Show = Callable[[Any, Mapping[str, str], Words], str]
#: What is told otherwise than as it stands.
_SHOWN: dict[str, _Show] = {
    "name": _quoted,
    "organisations.kind": lambda value, _, words: organisation_kind_name(value, words),
    "organisations.region": _body,
    "rules.agreement": lambda value, _, words: agreement_told(value, words),
    "rules.quorum": lambda value, _, words: quorum_told(value, words),
    "rules.tie": lambda value, _, words: tie_told(value, words),
    "rules.votes_anew": lambda value, _, words: words.plural("{n} gang", "{n} ganger", value),
    "rules.too_few": lambda value, _, words: too_few_told(value, words),
    "rules.ballot": lambda value, _, words: words(_BALLOTS[value]),
    "rules.ballots": lambda value, _, words: ballots_told(value, words),
    "seats": _line,
    "seats.name": _quoted,
    "seats.source": _quoted,
    "seats.term_years": lambda value, _, words: words.plural("{n} år", "{n} år", value),
    "seats.function": lambda value, _, words: function_name(value, words),
    "seats.kinds": lambda value, _, words: kinds_told(value, words),
    "seats.tolerated": lambda value, _, words: kinds_told(value, words),
    "seats.regions": _regions,
    "chair.by": lambda value, _, words: words(_LEADING[value]),
    "chair.among": lambda value, _, words: kinds_told(value, words),
    "chair.source": _quoted,
    "source": _quoted,
    "family": _quoted,
    "superior": _body,
    "reports_to": _body,
    "advises": _body,
    "cuts_across": _body,
    "result": lambda value, _, words: words(_RESULTS[value]),
    "planning.before": _body,
    "needs.call": lambda value, _, words: words(_CALLS[value]),
    "needs.month": lambda value, _, words: words.month(value),
    "language": lambda value, _, words: words(_LANGUAGES[value]),
}
