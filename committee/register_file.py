"""The register: people with their Entra ids, their seats, and the committees' places in Teams. Never in a mandate."""

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from committee.mandate import Mandate
from committee.members import Directory, Person, Seat, Space
from committee.seat_rules import Function
from committee.yaml_file import FileModel, Location, YamlFile, YamlFileError, one_of, parse


def _guid(value: object) -> object:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise ValueError("expected an Entra id, as in 00000000-0000-0000-0000-000000000000") from None


Guid = Annotated[str, BeforeValidator(_guid)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Language = Annotated[str, BeforeValidator(one_of("nb", "nn", "en"))]


class _Person(FileModel):
    id: Text
    name: Text
    tenant: Guid | None = None
    object_id: Guid
    address: str = ""
    language: Language = "nb"


class _Seat(FileModel):
    person: Text
    function: Annotated[str, BeforeValidator(one_of(*Function))]
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
            mistakes.append(_at(file, ("people", n, "id"), f"{one.id} stands here twice"))
        if identity in objects:
            mistakes.append(_at(file, ("people", n, "object_id"), "another person has this Entra id"))
        ids.add(one.id)
        objects.add(identity)
    return mistakes


def _check_committees(file: YamlFile, model: _Register, mandates: Mapping[str, Mandate]) -> list[str]:
    mistakes, ids, channels = [], {one.id for one in model.committees}, [one.channel_id for one in model.committees]
    people = {one.id for one in model.people}
    for n, committee in enumerate(model.committees):
        where, mandate = ("committees", n), mandates.get(committee.id)
        if committee.id in [one.id for one in model.committees[:n]]:
            mistakes.append(_at(file, (*where, "id"), f"{committee.id} stands here twice"))
        elif mandate is None:
            mistakes.append(_at(file, (*where, "id"), f"no mandate has the id {committee.id}"))
        else:
            mistakes += _check_bodies(file, where, mandate, ids)
            mistakes += _check_seats(file, (*where, "seats"), committee, mandate, people)
        if committee.channel_id in channels[:n]:
            mistakes.append(_at(file, (*where, "channel_id"), "another committee has this channel"))
    return mistakes


def _check_bodies(file: YamlFile, where: Location, mandate: Mandate, ids: Set[str]) -> list[str]:
    """What is lifted must reach a channel, and planning reads the other body's calendar."""
    needed = [mandate.superior, mandate.planning.before if mandate.planning else None]
    return [
        _at(file, (*where, "id"), f"its mandate names {body}, which must stand among the committees too")
        for body in dict.fromkeys(needed)
        if body is not None and body not in ids
    ]


def _check_seats(
    file: YamlFile, where: Location, committee: _Committee, mandate: Mandate, people: Set[str]
) -> list[str]:
    mistakes, taken = [], set[str]()
    known = [one.id for one in mandate.organisations]
    for n, seat in enumerate(committee.seats):
        if seat.person not in people:
            mistakes.append(_at(file, (*where, n, "person"), f"{seat.person} is not among the people"))
        if seat.person in taken:
            mistakes.append(_at(file, (*where, n, "person"), f"{seat.person} has a seat here already"))
        if seat.organisation not in known:
            mistakes.append(_at(file, (*where, n, "organisation"), f"expected one of {', '.join(known)}"))
        taken.add(seat.person)
    if committee.seats and Function.CHAIR not in {seat.function for seat in committee.seats}:
        mistakes.append(_at(file, where, "a chair is missing"))
    return mistakes


def _at(file: YamlFile, location: Location, expected: str) -> str:
    return file.mistake(location, f"{'.'.join(str(step) for step in location)}: {expected}")
