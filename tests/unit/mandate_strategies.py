"""Mandates of every kind, for Hypothesis."""

from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from committee.mandate import (
    Agreement,
    Approval,
    BallotKind,
    Base,
    BriefingRules,
    Mandate,
    NeedCallEvery,
    NeedRules,
    Organisation,
    PlanningRule,
    Result,
    Tie,
    TooFew,
    Visibility,
    VotingRules,
    WrittenRules,
)
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind, SeatRule

IDS = st.sampled_from(("nord", "sor", "ost", "vest", "vert", "rad"))
WORDS = st.sampled_from(("Rådet", "Styret", "Nord", "Sør", "Verten", "Et organ"))
DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
SPANS = st.integers(1, 60).map(lambda days: timedelta(days=days))
NUMBERS = st.integers(0, 5)
KINDS = st.lists(st.sampled_from(OrganisationKind), unique=True, max_size=3).map(tuple)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, unique=True, max_size=3).map(tuple)


def each_its_own(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """No two with one id, as no file has."""
    return st.lists(values, unique_by=lambda one: one.id, max_size=4).map(tuple)


ORGANISATIONS = st.builds(
    Organisation,
    id=IDS,
    name=WORDS,
    kind=st.sampled_from(OrganisationKind),
    weight=NUMBERS,
    region=st.none() | IDS,
)
APPROVALS = st.builds(Approval, reference=WORDS, approved_on=DAYS, approved_by=WORDS)
RULES = st.builds(
    VotingRules,
    agreement=st.sampled_from(Agreement),
    quorum=st.sampled_from((Fraction(1, 2), Fraction(2, 3), Fraction(0))),
    quorum_weight=st.sampled_from((None, Fraction(3, 5), Fraction(0))),
    share=st.sampled_from((None, Fraction(2, 3), Fraction(5, 8), Fraction(1))),
    of=st.sampled_from(Base),
    abstentions_count=st.booleans(),
    tie=st.sampled_from(Tie),
    votes_anew=st.integers(1, 9),
    too_few=st.sampled_from(TooFew),
    ballots=st.sampled_from(Visibility),
    ballot=st.sampled_from(BallotKind),
    abstention_allowed=st.booleans(),
    ballot_may_change=st.booleans(),
    escalation_may_be_demanded=st.booleans(),
    open_for=SPANS,
)
PLANNING = st.builds(
    PlanningRule,
    before=IDS,
    lead=SPANS,
    longest_lead=SPANS,
    lasts=st.integers(15, 300).map(lambda n: timedelta(minutes=n)),
)
WRITTEN = st.builds(
    WrittenRules,
    allowed=st.booleans(),
    working_days=st.integers(1, 9),
    urgent_working_days=st.integers(1, 9),
    urgent_share=st.sampled_from((Fraction(1, 3), Fraction(1, 2))),
)
SEATS = st.builds(
    SeatRule,
    id=IDS,
    name=WORDS,
    function=st.sampled_from(Function),
    kinds=KINDS,
    organisations=some(IDS),
    regions=some(IDS),
    each=st.booleans(),
    least=NUMBERS,
    most=st.none() | NUMBERS,
    nominated_by=st.none() | IDS,
    appointed_by=st.none() | IDS,
    consulted=some(WORDS),
    level=st.just("") | WORDS,
    term_years=st.none() | st.integers(1, 6),
    tolerated=KINDS,
    source=st.just("") | WORDS,
)
CHAIRS = st.builds(
    ChairRule,
    by=st.sampled_from(ChairBy),
    organisation=st.none() | IDS,
    among=KINDS,
    source=st.just("") | WORDS,
)
PARTS: dict[str, st.SearchStrategy[Any]] = {
    "id": IDS,
    "name": WORDS,
    "prefix": st.sampled_from(("NO", "SØ", "ØS")),
    "valid_from": DAYS,
    "sha256": st.sampled_from(("0" * 64, "1" * 64)),
    "source": WORDS,
    "approval": APPROVALS,
    "organisations": each_its_own(ORGANISATIONS),
    "superior": st.none() | IDS,
    "rules": RULES,
    "planning": st.none() | PLANNING,
    "written": WRITTEN,
    "briefings": st.none() | st.builds(BriefingRules, lead=SPANS),
    "needs": st.none()
    | st.builds(NeedRules, call=st.sampled_from(NeedCallEvery), month=st.integers(1, 12), answer_within=SPANS),
    "papers_lead": SPANS,
    "language": st.sampled_from(("nb", "nn", "en")),
    "time_zone": st.sampled_from(("Europe/Oslo", "Europe/Lisbon")),
    "checklist": some(WORDS),
    "purposes": some(WORDS),
    "minutes_folder": WORDS,
    "valid_until": st.none() | DAYS,
    "reviewed_on": st.none() | DAYS,
    "family": st.just("") | WORDS,
    "served_by": st.just("") | WORDS,
    "advises": some(WORDS),
    "result": st.none() | st.sampled_from(Result),
    "reports_to": st.none() | IDS,
    "fields": some(WORDS),
    "cuts_across": some(IDS),
    "seats": each_its_own(SEATS),
    "seat_count": st.none() | st.integers(1, 20),
    "chair": CHAIRS,
}
MANDATES = st.builds(Mandate, **PARTS)


@st.composite
def versions(draw: st.DrawFn) -> tuple[Mandate, Mandate]:
    """Two versions that differ in a few of their parts, or in nothing; at times in one small thing of a part."""
    before = draw(MANDATES)
    names = draw(st.lists(st.sampled_from(sorted(PARTS)), unique=True, max_size=3))
    after = replace(before, **{name: draw(PARTS[name]) for name in names})
    return before, after


@st.composite
def one_part_changed(draw: st.DrawFn, name: str) -> tuple[Mandate, Mandate]:
    """Two versions that differ in one part, unless it comes out the same."""
    before = draw(MANDATES)
    return before, replace(before, **{name: draw(PARTS[name])})


@st.composite
def one_small_change(draw: st.DrawFn) -> tuple[Mandate, Mandate]:
    """Two versions where one field of one part may be another."""
    before = draw(MANDATES)
    part, strategy = draw(st.sampled_from((("seats", SEATS), ("organisations", ORGANISATIONS))))
    ones = list(getattr(before, part))
    if not ones:
        return before, before
    n = draw(st.integers(0, len(ones) - 1))
    name = draw(st.sampled_from([one.name for one in fields(ones[n]) if one.name != "id"]))
    ones[n] = replace(ones[n], **{name: getattr(draw(strategy), name)})
    return before, replace(before, **{part: tuple(ones)})
