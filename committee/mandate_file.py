"""Mandates as files: read, checked against each other, and turned into values."""

import hashlib
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field

from committee.mandate import Agreement, Approval, Mandate, Organisation, OrganisationKind, PlanningRule, VotingRules
from committee.yaml_file import FileModel, YamlFile, YamlFileError, parse


def _one_of(*known: str):
    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"expected one of {', '.join(known)}")
        return value

    return check


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("expected a time zone such as Europe/Oslo")
    return str(ZoneInfo(value))


def _fraction(value: str) -> str:
    try:
        share = Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise ValueError("expected a fraction such as 1/2") from None
    if not 0 <= share < 1:
        raise ValueError("expected a fraction from 0 to below 1")
    return value


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")]
Text = Annotated[str, Field(min_length=1, max_length=300)]
Weight = Annotated[int, Field(ge=0, le=1_000_000)]
Days = Annotated[int, Field(ge=0, le=366)]
Share = Annotated[str, AfterValidator(_fraction)]
Zone = Annotated[str, AfterValidator(_zone)]
Language = Annotated[str, AfterValidator(_one_of("nb", "nn", "en"))]
Kind = Annotated[str, AfterValidator(_one_of(*OrganisationKind))]
AgreementName = Annotated[str, AfterValidator(_one_of(*Agreement))]


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
    prefix: Annotated[str, Field(pattern=r"^[A-ZÆØÅ]{1,6}$")]
    valid_from: date
    source: Text
    approval: _Approval
    organisations: Annotated[tuple[_Organisation, ...], Field(min_length=1)]
    superior: Id | None = None
    rules: _Rules = _Rules()
    planning: _Planning | None = None
    papers_days: Days = 7
    language: Language = "nb"
    time_zone: Zone = "Europe/Oslo"
    checklist: tuple[Text, ...] = ()
    minutes_folder: Annotated[str, Field(pattern=r"^[\w ][\w .-]{0,60}$")] = "Referater"


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
    mistakes += _check_together(read) if not mistakes else []
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
        sha256=hashlib.sha256(file.path.read_bytes()).hexdigest(),
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


def _check_together(read: list[tuple[YamlFile, Mandate]]) -> list[str]:
    mistakes: list[str] = []
    known: dict[str, Mandate] = {}
    for file, mandate in read:
        if mandate.id in known:
            mistakes.append(file.mistake(("id",), f"id: {mandate.id} is the id of another mandate"))
        known[mandate.id] = mandate
    for file, mandate in read:
        mistakes += _check_organisations(file, mandate)
        if mandate.superior and mandate.superior not in known:
            mistakes.append(file.mistake(("superior",), f"superior: no mandate has the id {mandate.superior}"))
        elif _reports_to_itself(mandate, known):
            mistakes.append(file.mistake(("superior",), "superior: this body would be above itself"))
        if mandate.planning and mandate.planning.before not in known:
            where = ("planning", "before")
            mistakes.append(file.mistake(where, f"planning.before: no mandate has the id {mandate.planning.before}"))
        if mandate.planning and mandate.planning.longest_lead < mandate.planning.lead:
            mistakes.append(file.mistake(("planning",), "planning: longest_days is shorter than days"))
    return mistakes


def _check_organisations(file: YamlFile, mandate: Mandate) -> list[str]:
    ids = [one.id for one in mandate.organisations]
    mistakes = [
        file.mistake(("organisations", n, "id"), f"organisations.{n}.id: {one} stands here twice")
        for n, one in enumerate(ids)
        if one in ids[:n]
    ]
    if not mandate.voters:
        mistakes.append(file.mistake(("organisations",), "organisations: at least one must have a weight above 0"))
    return mistakes


def _reports_to_itself(mandate: Mandate, known: dict[str, Mandate]) -> bool:
    seen, above = {mandate.id}, mandate.superior
    while above in known:
        if above == mandate.id:
            return True
        if above in seen:
            return False
        seen.add(above)
        above = known[above].superior
    return False
