"""The register: people with their Entra ids, their seats, and the committees' places in Teams. Never in a mandate."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from committee.mandate import Mandate
from committee.members import Directory, Function, Person, Seat, Space
from committee.yaml_file import FileModel, YamlFile, YamlFileError, parse


def _guid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        raise ValueError("expected an Entra id, as in 00000000-0000-0000-0000-000000000000") from None


def _function(value: str) -> str:
    if value not in set(Function):
        raise ValueError(f"expected one of {', '.join(Function)}")
    return value


Guid = Annotated[str, AfterValidator(_guid)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Language = Annotated[str, Field(pattern="^(nb|nn|en)$")]


class _Person(FileModel):
    id: Text
    name: Text
    tenant: Guid | None = None
    object_id: Guid
    address: str = ""
    language: Language = "nb"


class _Seat(FileModel):
    person: Text
    function: Annotated[str, AfterValidator(_function)]
    organisation: Text


class _Committee(FileModel):
    id: Text
    team_id: Guid
    channel_id: Text
    calendar: Text
    seats: tuple[_Seat, ...] = ()


class _Register(FileModel):
    tenant: Guid
    people: tuple[_Person, ...]
    committees: tuple[_Committee, ...]


def load_register(path: Path, mandates: Mapping[str, Mandate]) -> Directory:
    """People, seats and places, checked against the mandates. Raises YamlFileError with every mistake."""
    file = parse(path)
    model = file.read(_Register)
    mistakes = [*_check_people(file, model), *_check_committees(file, model, mandates)]
    if mistakes:
        raise YamlFileError(mistakes)
    return Directory(
        mandates=dict(mandates),
        people={one.id: _person(one, model.tenant) for one in model.people},
        seats=tuple(
            Seat(
                committee_id=committee.id,
                person_id=seat.person,
                function=Function(seat.function),
                organisation_id=seat.organisation,
            )
            for committee in model.committees
            for seat in committee.seats
        ),
        spaces={
            one.id: Space(committee_id=one.id, team_id=one.team_id, channel_id=one.channel_id, calendar=one.calendar)
            for one in model.committees
        },
    )


def _person(one: _Person, tenant: str) -> Person:
    return Person(
        id=one.id,
        name=one.name,
        tenant_id=one.tenant or tenant,
        object_id=one.object_id,
        address=one.address,
        language=one.language,
    )


def _check_people(file: YamlFile, model: _Register) -> list[str]:
    mistakes, ids, objects = [], set[str](), set[tuple[str, str]]()
    for n, one in enumerate(model.people):
        identity = (one.tenant or model.tenant, one.object_id)
        if one.id in ids:
            mistakes.append(file.mistake(("people", n, "id"), f"people.{n}.id: {one.id} stands here twice"))
        if identity in objects:
            mistakes.append(
                file.mistake(("people", n, "object_id"), f"people.{n}.object_id: another person has this Entra id")
            )
        ids.add(one.id)
        objects.add(identity)
    return mistakes


def _check_committees(file: YamlFile, model: _Register, mandates: Mapping[str, Mandate]) -> list[str]:
    mistakes, people = [], {one.id for one in model.people}
    for n, committee in enumerate(model.committees):
        mandate = mandates.get(committee.id)
        if mandate is None:
            mistakes.append(
                file.mistake(("committees", n, "id"), f"committees.{n}.id: no mandate has the id {committee.id}")
            )
            continue
        for m, seat in enumerate(committee.seats):
            where = f"committees.{n}.seats.{m}"
            if seat.person not in people:
                place = ("committees", n, "seats", m, "person")
                mistakes.append(file.mistake(place, f"{where}.person: {seat.person} is not among the people"))
            if mandate.organisation(seat.organisation) is None:
                place = ("committees", n, "seats", m, "organisation")
                known = ", ".join(one.id for one in mandate.organisations)
                mistakes.append(file.mistake(place, f"{where}.organisation: expected one of {known}"))
        taken = [seat.person for seat in committee.seats]
        if len(set(taken)) < len(taken):
            mistakes.append(file.mistake(("committees", n, "seats"), f"committees.{n}.seats: a person has two seats"))
        if committee.seats and Function.CHAIR not in {seat.function for seat in committee.seats}:
            mistakes.append(file.mistake(("committees", n, "seats"), f"committees.{n}.seats: a chair is missing"))
    return mistakes
