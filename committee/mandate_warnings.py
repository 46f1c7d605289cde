"""What a secretary should act on in a mandate that has no mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from committee.mandate import Agreement, Base, Mandate, Tie, TooFew, Visibility
from committee.mandate_book import MandateBook
from committee.seat_rules import OrganisationKind

#: How long before a mandate runs out it is told (as for terms, 004-23).
SOON = timedelta(days=183)
#: Of two, each knows what the other voted from the sums and its own.
_FEWEST_UNSEEN = 3


class WarningCode(StrEnum):
    #: A municipality that takes part and weighs nothing (C12).
    NO_WEIGHT = "no_weight"
    #: Older than a year and not read through since (001-01).
    NOT_REVIEWED = "not_reviewed"
    #: The body above it, that it reports to or that it meets before has no mandate on the day.
    BODY_NOT_IN_FORCE = "body_not_in_force"
    #: Seats are distributed by a region that is one no longer.
    REGION_DISSOLVED = "region_dissolved"
    #: Ends soon, and nothing comes after.
    RUNS_OUT = "runs_out"
    #: A rule of votings is written that the others leave nothing to say for.
    TIE_WITHOUT_EFFECT = "tie_without_effect"
    TOO_FEW_WITHOUT_EFFECT = "too_few_without_effect"
    ABSTENTIONS_WITHOUT_EFFECT = "abstentions_without_effect"
    #: Ballots are not shown, but so few vote that each can reckon out the other's.
    BALLOTS_GUESSED = "ballots_guessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateWarning:
    """One thing to act on; `locales.warnings` has a sentence for each code."""

    committee_id: str
    code: WarningCode
    #: The committee's name.
    committee: str
    #: The name of the organisation, body or region it is about.
    about: str = ""
    #: Since when it has not been reviewed; the last day of the region or the mandate.
    day: date | None = None
    #: What came in the region's place.
    successors: tuple[str, ...] = ()
    #: The lines of the composition that it concerns.
    seats: tuple[str, ...] = ()
    #: The mandate's own sentence, or the mandate.
    source: str = ""


def warn(mandate: Mandate, book: MandateBook, on: date) -> tuple[MandateWarning, ...]:
    """Everything to act on about a mandate on a day, in the codes' order."""
    return (
        *_weightless(mandate),
        *_not_reviewed(mandate, on),
        *_missing_bodies(mandate, book, on),
        *_dissolved(mandate, book, on),
        *_running_out(mandate, book, on),
        *_rules_without_effect(mandate),
        *_guessed(mandate),
    )


def warn_all(book: MandateBook, on: date) -> tuple[MandateWarning, ...]:
    """Of every mandate in force on a day."""
    return tuple(one for mandate in book.in_force(on).values() for one in warn(mandate, book, on))


def _warning(
    mandate: Mandate, code: WarningCode, *, about: str = "", day: date | None = None, source: str = ""
) -> MandateWarning:
    return MandateWarning(
        committee_id=mandate.id,
        committee=mandate.name,
        code=code,
        about=about,
        day=day,
        source=source or mandate.source,
    )


def _rules_without_effect(mandate: Mandate) -> Iterator[MandateWarning]:
    rules = mandate.rules
    of_cast = rules.agreement is Agreement.SIMPLE or (rules.agreement is Agreement.SHARE and rules.of is Base.CAST)
    by_difference = rules.agreement is Agreement.SIMPLE and not rules.abstentions_count
    if rules.agreement is Agreement.CONSENSUS and rules.tie is not Tie.ESCALATE:
        yield _warning(mandate, WarningCode.TIE_WITHOUT_EFFECT)
    if rules.too_few is TooFew.ESCALATE and (rules.agreement is Agreement.CONSENSUS or by_difference):
        yield _warning(mandate, WarningCode.TOO_FEW_WITHOUT_EFFECT)
    if rules.abstentions_count and not (of_cast and rules.abstention_allowed):
        yield _warning(mandate, WarningCode.ABSTENTIONS_WITHOUT_EFFECT)


def _guessed(mandate: Mandate) -> Iterator[MandateWarning]:
    if mandate.rules.ballots is Visibility.CLOSED and 0 < len(mandate.voters) < _FEWEST_UNSEEN:
        yield _warning(mandate, WarningCode.BALLOTS_GUESSED)


def _weightless(mandate: Mandate) -> Iterator[MandateWarning]:
    for one in mandate.organisations:
        if one.kind is OrganisationKind.MUNICIPALITY and one.weight == 0:
            yield _warning(mandate, WarningCode.NO_WEIGHT, about=one.name)


def _not_reviewed(mandate: Mandate, on: date) -> Iterator[MandateWarning]:
    since = max(mandate.valid_from, mandate.reviewed_on or mandate.valid_from)
    if _a_year_after(since) < on:
        yield _warning(mandate, WarningCode.NOT_REVIEWED, day=since)


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)


def _missing_bodies(mandate: Mandate, book: MandateBook, on: date) -> Iterator[MandateWarning]:
    named = (mandate.superior, mandate.reports_to, mandate.planning.before if mandate.planning else None)
    for body in dict.fromkeys(named):
        if body is not None and book.at(body, on) is None:
            yield _warning(mandate, WarningCode.BODY_NOT_IN_FORCE, about=_name(book, body), day=on)


def _name(book: MandateBook, committee_id: str) -> str:
    versions = book.versions.get(committee_id, ())
    return versions[-1].name if versions else committee_id


def _dissolved(mandate: Mandate, book: MandateBook, on: date) -> Iterator[MandateWarning]:
    rules = {region: [one for one in mandate.seats if region in one.regions] for region in _regions(mandate)}
    for id_, lines in rules.items():
        region = book.regions.get(id_)
        if region is not None and region.valid_until is not None and region.valid_until < on:
            yield MandateWarning(
                committee_id=mandate.id,
                committee=mandate.name,
                code=WarningCode.REGION_DISSOLVED,
                about=region.name,
                day=region.valid_until,
                successors=tuple(book.regions[one].name if one in book.regions else one for one in region.successors),
                seats=tuple(one.name for one in lines),
                source=next((one.source for one in lines if one.source), mandate.source),
            )


def _regions(mandate: Mandate) -> tuple[str, ...]:
    return tuple(dict.fromkeys(region for rule in mandate.seats for region in rule.regions))


def _running_out(mandate: Mandate, book: MandateBook, on: date) -> Iterator[MandateWarning]:
    until = mandate.valid_until
    if until is not None and until - on <= SOON and book.next_after(mandate.id, mandate.valid_from) is None:
        yield _warning(mandate, WarningCode.RUNS_OUT, day=until)
