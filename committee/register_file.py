"""The register file: people with their Entra ids, their seats, and the committees' places in Teams."""

from datetime import date
from pathlib import Path

from committee.mandate_book import MandateBook
from committee.members import Person, Seat, Space
from committee.register import Register
from committee.register_checks import check_register
from committee.register_models import PersonModel, RegisterModel, SeatModel
from committee.seat_rules import Function
from committee.yaml_file import YamlFileError, parse


def load_register(path: Path, book: MandateBook, on: date) -> Register:
    """People, seats and places, checked against the mandates in force on a day and those that come after.

    Time alone never makes a right file wrong: a term that runs out and a seat without anybody are the composition's
    to tell. Raises YamlFileError with every mistake.
    """
    file = parse(path)
    model = file.read(RegisterModel)
    mistakes = check_register(file, model, book, on)
    if mistakes:
        raise YamlFileError(mistakes)
    return Register(
        people={one.id: _person(one, model.tenant) for one in model.people},
        seats=tuple(_seat(committee.id, one) for committee in model.committees for one in committee.seats),
        spaces={
            one.id: Space(
                committee_id=one.id,
                team_id=one.team_id or "",
                channel_id=one.channel_id or "",
                calendar=one.calendar,
            )
            for one in model.committees
        },
        home_tenant=model.tenant,
        contacts=dict(model.contacts),
        reviewers={id_: {"privacy": one.privacy, "security": one.security} for id_, one in model.reviewers.items()},
    )


def _person(one: PersonModel, tenant: str) -> Person:
    return Person(
        id=one.id,
        name=one.name,
        tenant_id=one.tenant or tenant,
        object_id=one.object_id,
        address=one.address,
        language=one.language,
        level=one.level,
        background=one.background,
        others=tuple((other.tenant, other.object_id) for other in one.also),
    )


def _seat(committee_id: str, one: SeatModel) -> Seat:
    return Seat(
        committee_id=committee_id,
        person_id=one.person,
        function=Function(one.function),
        organisation_id=one.organisation,
        leads=one.leads,
        is_deputy=one.deputy,
        from_on=one.from_on,
        until_on=one.until_on,
        term_reason=one.reason,
    )
