"""What a register file may hold."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from committee.seat_rules import Function
from committee.yaml_file import FileModel, one_of


def _guid(value: object) -> object:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise ValueError("expected an Entra id, as in 00000000-0000-0000-0000-000000000000") from None


Guid = Annotated[str, BeforeValidator(_guid)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(max_length=300)]
Language = Annotated[str, BeforeValidator(one_of("nb", "nn", "en"))]


class IdentityModel(FileModel):
    tenant: Guid
    object_id: Guid


class PersonModel(FileModel):
    id: Text
    name: Text
    tenant: Guid | None = None
    object_id: Guid
    address: str = ""
    language: Language = "nb"
    level: Words = ""
    background: Words = ""
    also: tuple[IdentityModel, ...] = ()


class SeatModel(FileModel):
    person: Text
    function: Annotated[str, BeforeValidator(one_of(*Function))]
    organisation: Text
    from_on: date | None = Field(default=None, alias="from")
    until_on: date | None = Field(default=None, alias="until")
    reason: Words = ""
    deputy: bool = False
    leads: bool = False


class CommitteeModel(FileModel):
    id: Text
    team_id: Guid | None = None
    channel_id: Text | None = None
    calendar: Text
    seats: tuple[SeatModel, ...] = ()


class ReviewersModel(FileModel):
    privacy: tuple[Text, ...] = ()
    security: tuple[Text, ...] = ()


class RegisterModel(FileModel):
    tenant: Guid
    people: tuple[PersonModel, ...]
    contacts: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    reviewers: dict[str, ReviewersModel] = Field(default_factory=dict)
    committees: tuple[CommitteeModel, ...]
