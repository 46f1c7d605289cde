"""A file's forms become mandates: each body takes what it says itself, and the rest from the text it shares."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cache
from typing import Any

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
from committee.mandate_form import (
    OWN,
    REQUIRED,
    ApprovalForm,
    BodyForm,
    BriefingsForm,
    ChairForm,
    MandateForm,
    NeedsForm,
    OrganisationForm,
    PlanningForm,
    RegionForm,
    RegionsForm,
    RulesForm,
    SeatForm,
    WrittenForm,
)
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind, Region, SeatRule
from committee.yaml_file import Location, Places, YamlFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A mandate, and where in which file its fields stand."""

    places: Places
    mandate: Mandate
    #: Its number among the bodies that share the file's text; None: the file is its own.
    number: int | None = None
    #: What it says itself when it shares a text.
    own: frozenset[str] = frozenset()

    def mistake(self, location: Location, told: str) -> str:
        """One line; `location` as if the body had the file for itself. Empty: the body as a whole."""
        if self.number is not None and (not location or location[0] in self.own):
            location = ("instances", self.number, *location)
        name = ".".join(str(step) for step in location)
        return self.places.mistake(location, f"{name}: {told}" if name else told)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRegion:
    """A region, and where in which file it stands."""

    places: Places
    #: Its number among the file's regions.
    number: int
    region: Region

    def mistake(self, location: Location, told: str) -> str:
        """One line; `location` as the region has it."""
        location = ("regions", self.number, *location)
        return self.places.mistake(location, f"{'.'.join(str(step) for step in location)}: {told}")


def missing(file: YamlFile) -> list[str]:
    """A line for each field that no body can be without: one for all of those that share a text, when all lack it."""
    content = file.content if isinstance(file.content, dict) else None
    if content is None:
        return []
    bodies = content.get("instances")
    if "instances" not in content:
        return [file.mistake((), f"{name} is missing") for name in REQUIRED if name not in content]
    if not isinstance(bodies, tuple) or not all(isinstance(one, dict) for one in bodies):
        return []
    lines: list[str] = []
    for name in REQUIRED:
        without = [n for n, one in enumerate(bodies) if name not in one]
        if name in OWN:
            if name in content:
                lines.append(file.mistake((name,), f"{name}: each of the instances has its own; leave this out"))
        elif name in content:
            continue
        elif len(without) == len(bodies):
            lines.append(file.mistake((), f"{name} is missing"))
            continue
        lines += [file.mistake(("instances", n), f"instances.{n}.{name} is missing") for n in without]
    return lines


def bodies(file: YamlFile, form: MandateForm) -> Iterator[Written]:
    """The mandates of a file without mistakes of form, in its order; what they share is made once."""
    shared = _values(form)
    if "instances" not in form.model_fields_set:
        yield Written(places=file.places, mandate=Mandate(sha256=file.sha256, **shared))
    for n, one in enumerate(form.instances):
        sha256 = hashlib.sha256(f"{file.sha256}:{one.id}".encode()).hexdigest()
        mandate = Mandate(sha256=sha256, **{**shared, **_values(one)})
        yield Written(places=file.places, mandate=mandate, number=n, own=frozenset(one.model_fields_set))


def regions(file: YamlFile, form: RegionsForm) -> Iterator[WrittenRegion]:
    """A file's regions, in its order."""
    for n, one in enumerate(form.regions):
        yield WrittenRegion(places=file.places, number=n, region=_region(one))


def _region(form: RegionForm) -> Region:
    return Region(
        id=form.id,
        name=form.name,
        valid_from=form.valid_from,
        valid_until=form.valid_until,
        successors=form.successors,
        source=form.source,
    )


def _values(form: BodyForm) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in form.model_fields_set - {"instances"}:
        field, convert = _CONVERTED.get(name, (name, _same))
        values[field] = convert(getattr(form, name))
    return values


def _same(value: Any) -> Any:
    return value


def _approval(form: ApprovalForm) -> Approval:
    return Approval(reference=form.reference, approved_on=form.on, approved_by=form.by)


def _organisations(forms: tuple[OrganisationForm, ...]) -> tuple[Organisation, ...]:
    return tuple(
        Organisation(id=one.id, name=one.name, kind=OrganisationKind(one.kind), weight=one.weight, region=one.region)
        for one in forms
    )


def _seats(forms: tuple[SeatForm, ...]) -> tuple[SeatRule, ...]:
    return tuple(_seat(one) for one in forms)


def _seat(form: SeatForm) -> SeatRule:
    return SeatRule(
        id=form.id,
        name=form.name,
        function=Function(form.function),
        kinds=_kinds(form.kinds),
        organisations=form.organisations,
        regions=form.regions,
        each=form.each,
        least=form.least,
        most=form.most,
        nominated_by=form.nominated_by,
        appointed_by=form.appointed_by,
        consulted=form.consulted,
        level=form.level,
        term_years=form.term_years,
        tolerated=_kinds(form.tolerated),
        source=form.source,
    )


@cache
def _kinds(names: tuple[str, ...]) -> tuple[OrganisationKind, ...]:
    return tuple(OrganisationKind(one) for one in names)


def _chair(form: ChairForm) -> ChairRule:
    return ChairRule(by=ChairBy(form.by), organisation=form.organisation, among=_kinds(form.among), source=form.source)


def _rules(form: RulesForm) -> VotingRules:
    agreement, by_share = Agreement(form.agreement), form.agreement == Agreement.SHARE
    heads = Fraction(form.quorum_organisations or form.quorum)
    weight = Fraction(form.quorum_weight or form.quorum)
    return VotingRules(
        agreement=agreement,
        share=Fraction(form.share) if by_share else None,
        of=Base(form.of),
        quorum=heads,
        quorum_weight=weight if weight != heads else None,
        abstentions_count=form.abstentions_count,
        tie=Tie(form.tie),
        votes_anew=form.votes_anew,
        too_few=TooFew(form.too_few),
        ballots=Visibility(form.ballots),
        ballot=BallotKind(form.ballot),
        abstention_allowed=form.abstention_allowed,
        ballot_may_change=form.ballot_may_change,
        escalation_may_be_demanded=form.escalation_may_be_demanded,
        open_for=timedelta(days=form.open_for_days),
    )


def _planning(form: PlanningForm | None) -> PlanningRule | None:
    if form is None:
        return None
    return PlanningRule(
        before=form.before,
        lead=timedelta(days=form.days),
        longest_lead=timedelta(days=form.longest_days),
        lasts=timedelta(minutes=form.lasts_minutes),
    )


def _in_writing(form: WrittenForm) -> WrittenRules:
    return WrittenRules(
        allowed=form.allowed,
        working_days=form.working_days,
        urgent_working_days=form.urgent_working_days,
        urgent_share=Fraction(form.urgent_share),
    )


def _briefings(form: BriefingsForm | None) -> BriefingRules | None:
    return BriefingRules(lead=timedelta(days=form.days_before)) if form else None


def _needs(form: NeedsForm | None) -> NeedRules | None:
    if form is None:
        return None
    return NeedRules(call=NeedCallEvery(form.call), month=form.month, answer_within=timedelta(days=form.answer_days))


def _days(number: int) -> timedelta:
    return timedelta(days=number)


#: What becomes another value, by the file's name for it: the mandate's name, and how.
_CONVERTED: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "approval": ("approval", _approval),
    "organisations": ("organisations", _organisations),
    "seats": ("seats", _seats),
    "chair": ("chair", _chair),
    "rules": ("rules", _rules),
    "planning": ("planning", _planning),
    "written": ("written", _in_writing),
    "briefings": ("briefings", _briefings),
    "needs": ("needs", _needs),
    "papers_days": ("papers_lead", _days),
    "result": ("result", lambda written: Result(written) if written else None),
}
