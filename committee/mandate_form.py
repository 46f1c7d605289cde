"""What a mandate's file may hold: each field's form, and which fields a committee cannot be without."""

from datetime import date
from fractions import Fraction
from functools import cache
from typing import Annotated, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from committee.mandate import Agreement, BallotKind, Base, NeedCallEvery, Result, Tie, TooFew, Visibility
from committee.seat_rules import ChairBy, Function, OrganisationKind
from committee.yaml_file import FileModel, matching, one_of

#: What every committee must say, itself or in the text it shares with others.
REQUIRED = ("id", "name", "prefix", "valid_from", "source", "approval", "organisations")
#: What bodies that share a text cannot share.
OWN = ("id", "name", "prefix")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(value: object) -> object:
    if not isinstance(value, str) or value not in _zones():
        raise ValueError("expected a time zone such as Europe/Oslo")
    return value


def _fraction(value: object, such_as: str) -> Fraction:
    """Only text: a decimal number in the file has already lost its exact value."""
    try:
        share = Fraction(value) if isinstance(value, str) else None
    except (ValueError, ZeroDivisionError):
        share = None
    if share is None:
        raise ValueError(f"expected a fraction such as {such_as}")
    return share


def _quorum(value: object) -> object:
    if not 0 <= _fraction(value, "1/2") < 1:
        raise ValueError("expected a fraction from 0 to below 1")
    return value


def _majority(value: object) -> object:
    if not Fraction(1, 2) < _fraction(value, "2/3") <= 1:
        raise ValueError("expected a fraction above 1/2, at most 1")
    return value


Id = Annotated[
    str, AfterValidator(matching(r"[a-z0-9][a-z0-9-]{0,40}", "small letters a to z, digits and hyphens, at most 41"))
]
Prefix = Annotated[str, AfterValidator(matching(r"[A-ZÆØÅ]{1,6}", "one to six capital letters"))]
Folder = Annotated[
    str,
    AfterValidator(matching(r"\w([\w .-]{0,59}\w)?", "a folder's name: letters, digits, spaces, dots and hyphens")),
]
Text = Annotated[str, Field(min_length=1, max_length=300)]
#: A point that a case is tagged with, short enough to choose by.
Purpose = Annotated[str, Field(min_length=1, max_length=95)]
#: A sentence of the mandate, which may be long.
Sentence = Annotated[str, Field(min_length=1, max_length=1000)]
Weight = Annotated[int, Field(ge=0, le=1_000_000)]
Days = Annotated[int, Field(ge=0, le=366)]
Number = Annotated[int, Field(ge=0, le=1000)]
Share = Annotated[str, BeforeValidator(_quorum)]
Majority = Annotated[str, BeforeValidator(_majority)]
Zone = Annotated[str, BeforeValidator(_zone)]
Language = Annotated[str, BeforeValidator(one_of("nb", "nn", "en"))]
Kind = Annotated[str, BeforeValidator(one_of(*OrganisationKind))]


class OrganisationForm(FileModel):
    id: Id
    name: Text
    kind: Kind
    weight: Weight
    region: Id | None = None


class ApprovalForm(FileModel):
    reference: Text
    on: date
    by: Text


class RulesForm(FileModel):
    agreement: Annotated[str, BeforeValidator(one_of(*Agreement))] = "simple"
    share: Majority = "2/3"
    of: Annotated[str, BeforeValidator(one_of(*Base))] = "cast"
    quorum: Share = "1/2"
    quorum_organisations: Share | None = None
    quorum_weight: Share | None = None
    abstention_allowed: bool = True
    abstentions_count: bool = False
    tie: Annotated[str, BeforeValidator(one_of(*Tie))] = "escalate"
    votes_anew: Annotated[int, Field(ge=1, le=9)] = 2
    too_few: Annotated[str, BeforeValidator(one_of(*TooFew))] = "reject"
    ballots: Annotated[str, BeforeValidator(one_of(*Visibility))] = "open"
    ballot: Annotated[str, BeforeValidator(one_of(*BallotKind))] = "whole"
    ballot_may_change: bool = True
    escalation_may_be_demanded: bool = True
    open_for_days: Annotated[int, Field(ge=1, le=60)] = 7

    @model_validator(mode="after")
    def _share_is_asked_for(self) -> Self:
        if self.agreement != Agreement.SHARE and self.model_fields_set & {"share", "of"}:
            raise ValueError("share and of say something only with agreement: share")
        return self


class PlanningForm(FileModel):
    before: Id
    days: Days = 14
    longest_days: Days = 28
    lasts_minutes: Annotated[int, Field(ge=15, le=1440)] = 120


class WrittenForm(FileModel):
    allowed: bool = True
    working_days: Annotated[int, Field(ge=1, le=60)] = 5
    urgent_working_days: Annotated[int, Field(ge=1, le=30)] = 2
    urgent_share: Share = "1/3"


class BriefingsForm(FileModel):
    days_before: Annotated[int, Field(ge=1, le=60)] = 7


class NeedsForm(FileModel):
    call: Annotated[str, BeforeValidator(one_of(*NeedCallEvery))] = "yearly"
    month: Annotated[int, Field(ge=1, le=12)] = 2
    answer_days: Annotated[int, Field(ge=5, le=60)] = 14


class SeatForm(FileModel):
    id: Id
    name: Text
    function: Annotated[str, BeforeValidator(one_of(*Function))]
    kinds: tuple[Kind, ...] = ()
    organisations: tuple[Id, ...] = ()
    regions: tuple[Id, ...] = ()
    each: bool = False
    least: Number = 1
    most: Number | None = None
    nominated_by: Id | None = None
    appointed_by: Id | None = None
    consulted: tuple[Text, ...] = ()
    level: Annotated[str, Field(max_length=100)] = ""
    term_years: Annotated[int, Field(ge=1, le=20)] | None = None
    tolerated: tuple[Kind, ...] = ()
    source: Annotated[str, Field(max_length=1000)] = ""


class ChairForm(FileModel):
    by: Annotated[str, BeforeValidator(one_of(*ChairBy))]
    organisation: Id | None = None
    among: tuple[Kind, ...] = ()
    source: Annotated[str, Field(max_length=1000)] = ""


class BodyForm(FileModel):
    """What one body says for itself; `REQUIRED` is looked after where the shared text is known too."""

    id: Id = ""
    name: Text = ""
    prefix: Prefix = ""
    valid_from: date = date.min
    valid_until: date | None = None
    reviewed_on: date | None = None
    source: Text = ""
    approval: ApprovalForm = ApprovalForm(reference="-", on=date.min, by="-")
    organisations: tuple[OrganisationForm, ...] = ()
    seats: tuple[SeatForm, ...] = ()
    seat_count: Annotated[int, Field(ge=1, le=1000)] | None = None
    chair: ChairForm = ChairForm(by=ChairBy.OFFICE)
    superior: Id | None = None
    reports_to: Id | None = None
    advises: tuple[Text, ...] = ()
    result: Annotated[str, BeforeValidator(one_of(*Result))] | None = None
    family: Annotated[str, Field(max_length=100)] = ""
    served_by: Annotated[str, Field(max_length=300)] = ""
    fields: tuple[Text, ...] = ()
    cuts_across: tuple[Id, ...] = ()
    rules: RulesForm = RulesForm()
    planning: PlanningForm | None = None
    written: WrittenForm = WrittenForm()
    briefings: BriefingsForm | None = None
    needs: NeedsForm | None = None
    papers_days: Days = 7
    language: Language = "nb"
    time_zone: Zone = "Europe/Oslo"
    checklist: tuple[Text, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    minutes_folder: Folder = "Referater"


class MandateForm(BodyForm):
    """A file: one body, or the text that several share with what each says for itself."""

    instances: tuple[BodyForm, ...] = ()


class RegionForm(FileModel):
    id: Id
    name: Text
    valid_from: date
    valid_until: date | None = None
    successors: tuple[Id, ...] = ()
    source: Annotated[str, Field(max_length=1000)] = ""


class RegionsForm(FileModel):
    """A file of regions: what stands there is no committee."""

    regions: tuple[RegionForm, ...]
