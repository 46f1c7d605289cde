"""The service catalogue that a proposal to change a service looks it up in (002-16)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from committee.yaml_file import FileModel, YamlFileError, matching, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service of the catalogue."""

    id: str
    name: str
    description: str = ""


class _Service(FileModel):
    id: Annotated[str, AfterValidator(matching(r"[a-z0-9][a-z0-9-]{0,60}", "small letters a to z, digits and hyphens"))]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    description: Annotated[str, Field(max_length=300)] = ""


class _Catalogue(FileModel):
    services: tuple[_Service, ...]


def load_catalogue(path: Path) -> tuple[Service, ...]:
    """The services, in the file's order. Raises YamlFileError with every mistake."""
    file = parse(path)
    services = file.read(_Catalogue).services
    ids = [one.id for one in services]
    twice = [
        file.mistake(("services", n, "id"), f"services.{n}.id: {one} stands here twice")
        for n, one in enumerate(ids)
        if one in ids[:n]
    ]
    if twice:
        raise YamlFileError(twice)
    return tuple(Service(id=one.id, name=one.name, description=one.description) for one in services)
