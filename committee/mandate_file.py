"""Mandates as files: read, checked against each other, and turned into values."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from committee.mandate import Agreement, Approval, Mandate, Organisation, PlanningRule, VotingRules
from committee.seat_rules import OrganisationKind
from committee.yaml_file import FileModel, YamlFile, YamlFileError, matching, one_of, parse


def _zone(value: object) -> object:
    if not isinstance(value, str) or value not in available_timezones():
        raise ValueError("expected a time zone such as Europe/Oslo")
    return value


def _fraction(value: object) -> object:
    """Only text: a decimal number in the file has already lost its exact value."""
    try:
        share = Fraction(value) if isinstance(value, str) else None
    except (ValueError, ZeroDivisionError):
        share = None
    if share is None:
        raise ValueError("expected a fraction such as 1/2")
    if not 0 <= share < 1:
        raise ValueError("expected a fraction from 0 to below 1")
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
Weight = Annotated[int, Field(ge=0, le=1_000_000)]
Days = Annotated[int, Field(ge=0, le=366)]
Share = Annotated[str, BeforeValidator(_fraction)]
Zone = Annotated[str, BeforeValidator(_zone)]
Language = Annotated[str, BeforeValidator(one_of("nb", "nn", "en"))]
Kind = Annotated[str, BeforeValidator(one_of(*OrganisationKind))]
AgreementName = Annotated[str, BeforeValidator(one_of(*Agreement))]


class _Organisation(FileModel):
    id: Id
    name: Text
    kind: Kind
    weight: Weight


class _Approval(FileModel):
    reference: Text
    on: date
    by: Text


class _Rules(FileModel):
    agreement: AgreementName = "simple"
    quorum: Share = "1/2"
    abstention_allowed: bool = True
    ballot_may_change: bool = True
    escalation_may_be_demanded: bool = True
    open_for_days: Annotated[int, Field(ge=1, le=60)] = 7


class _Planning(FileModel):
    before: Id
    days: Days = 14
    longest_days: Days = 28
    lasts_minutes: Annotated[int, Field(ge=15, le=1440)] = 120


class _Mandate(FileModel):
    id: Id
    name: Text
    prefix: Prefix
    valid_from: date
    source: Text
    approval: _Approval
    organisations: tuple[_Organisation, ...]
    superior: Id | None = None
    rules: _Rules = _Rules()
    planning: _Planning | None = None
    papers_days: Days = 7
    language: Language = "nb"
    time_zone: Zone = "Europe/Oslo"
    checklist: tuple[Text, ...] = ()
    minutes_folder: Folder = "Referater"


def load_mandates(folder: Path) -> dict[str, Mandate]:
    """Every mandate in the folder and below, by id. Raises YamlFileError with every mistake in every file."""
    mistakes: list[str] = []
    read: list[tuple[YamlFile, Mandate]] = []
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        raise YamlFileError([f"{folder}:1:1: expected at least one mandate (*.yaml) in this folder"])
    for path in paths:
        try:
            file = parse(path)
            read.append((file, _value(file, file.read(_Mandate))))
        except YamlFileError as error:
            mistakes += error.lines
    for file, mandate in read:
        mistakes += _check_alone(file, mandate)
    mistakes += _check_names(read)
    if len(read) == len(paths):
        # A body may stand in a file that could not be read: only now is it known to be missing.
        mistakes += _check_bodies(read)
    if mistakes:
        raise YamlFileError(mistakes)
    return {mandate.id: mandate for _, mandate in read}


def _value(file: YamlFile, model: _Mandate) -> Mandate:
    rules, planning = model.rules, model.planning
    return Mandate(
        id=model.id,
        name=model.name,
        prefix=model.prefix,
        valid_from=model.valid_from,
        sha256=file.sha256,
        source=model.source,
        approval=Approval(
            reference=model.approval.reference, approved_on=model.approval.on, approved_by=model.approval.by
        ),
        organisations=tuple(
            Organisation(id=one.id, name=one.name, kind=OrganisationKind(one.kind), weight=one.weight)
            for one in model.organisations
        ),
        superior=model.superior,
        rules=VotingRules(
            agreement=Agreement(rules.agreement),
            quorum=Fraction(rules.quorum),
            abstention_allowed=rules.abstention_allowed,
            ballot_may_change=rules.ballot_may_change,
            escalation_may_be_demanded=rules.escalation_may_be_demanded,
            open_for=timedelta(days=rules.open_for_days),
        ),
        planning=PlanningRule(
            before=planning.before,
            lead=timedelta(days=planning.days),
            longest_lead=timedelta(days=planning.longest_days),
            lasts=timedelta(minutes=planning.lasts_minutes),
        )
        if planning
        else None,
        papers_lead=timedelta(days=model.papers_days),
        language=model.language,
        time_zone=model.time_zone,
        checklist=model.checklist,
        minutes_folder=model.minutes_folder,
    )


def _check_alone(file: YamlFile, mandate: Mandate) -> list[str]:
    ids = [one.id for one in mandate.organisations]
    mistakes = [
        file.mistake(("organisations", n, "id"), f"organisations.{n}.id: {one} stands here twice")
        for n, one in enumerate(ids)
        if one in ids[:n]
    ]
    if not mandate.voters:
        mistakes.append(file.mistake(("organisations",), "organisations: at least one must have a weight above 0"))
    if mandate.planning and mandate.planning.longest_lead < mandate.planning.lead:
        mistakes.append(file.mistake(("planning",), "planning: longest_days is shorter than days"))
    return mistakes


def _check_names(read: list[tuple[YamlFile, Mandate]]) -> list[str]:
    mistakes, ids, prefixes = [], set[str](), set[str]()
    for file, mandate in read:
        if mandate.id in ids:
            mistakes.append(file.mistake(("id",), f"id: {mandate.id} is the id of another mandate"))
        elif mandate.prefix in prefixes:
            told = f"prefix: {mandate.prefix} begins another committee's case numbers"
            mistakes.append(file.mistake(("prefix",), told))
        ids.add(mandate.id)
        prefixes.add(mandate.prefix)
    return mistakes


def _check_bodies(read: list[tuple[YamlFile, Mandate]]) -> list[str]:
    mistakes: list[str] = []
    above = {mandate.id: mandate.superior for _, mandate in read}
    before = {mandate.id: mandate.planning.before if mandate.planning else None for _, mandate in read}
    for file, mandate in read:
        superior, planned = mandate.superior, before[mandate.id]
        if superior is not None and superior not in above:
            mistakes.append(file.mistake(("superior",), f"superior: no mandate has the id {superior}"))
        elif _leads_back(mandate.id, above):
            mistakes.append(file.mistake(("superior",), "superior: this body would be above itself"))
        if planned is not None and planned not in above:
            where = ("planning", "before")
            mistakes.append(file.mistake(where, f"planning.before: no mandate has the id {planned}"))
        elif _leads_back(mandate.id, before):
            where = ("planning", "before")
            mistakes.append(file.mistake(where, "planning.before: this body would meet before itself"))
    return mistakes


def _leads_back(start: str, steps: Mapping[str, str | None]) -> bool:
    seen, at = set[str](), steps.get(start)
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = steps.get(at)
    return False
