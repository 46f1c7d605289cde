"""Whether a register file agrees with itself and with the mandates."""

from collections.abc import Iterator, Sequence, Set
from datetime import date
from itertools import chain

from committee.mandate import Mandate
from committee.mandate_book import MandateBook
from committee.register_models import CommitteeModel, RegisterModel, SeatModel
from committee.seat_rules import ChairBy, Function
from committee.yaml_file import Location, YamlFile


def check_register(file: YamlFile, model: RegisterModel, book: MandateBook, on: date) -> list[str]:
    """Every mistake, as file:line:column and what was expected."""
    people = {one.id for one in model.people}
    return [
        *_check_people(file, model),
        *_check_contacts(file, model, book, people),
        *_check_reviewers(file, model, book, people),
        *_check_committees(file, model, book, people, on),
    ]


def _check_people(file: YamlFile, model: RegisterModel) -> Iterator[str]:
    ids, objects = set[str](), set[tuple[str, str]]()
    for n, one in enumerate(model.people):
        own: list[tuple[Location, str, str]] = [
            (("people", n, "object_id"), one.tenant or model.tenant, one.object_id),
            *(
                (("people", n, "also", m, "object_id"), other.tenant, other.object_id)
                for m, other in enumerate(one.also)
            ),
        ]
        if one.id in ids:
            yield _at(file, ("people", n, "id"), f"{one.id} stands here twice")
        ids.add(one.id)
        for where, tenant, object_id in own:
            if (tenant, object_id) in objects:
                yield _at(file, where, "another person has this Entra id")
            objects.add((tenant, object_id))


def _check_contacts(file: YamlFile, model: RegisterModel, book: MandateBook, people: Set[str]) -> Iterator[str]:
    if not model.contacts:
        return
    known = {one.id for mandate in chain.from_iterable(book.versions.values()) for one in mandate.organisations}
    for organisation, contacts in model.contacts.items():
        where = ("contacts", organisation)
        if organisation not in known:
            yield _at(file, where, f"no mandate has the organisation {organisation}")
        for n, person in enumerate(contacts):
            if person not in people:
                yield _at(file, (*where, n), f"{person} is not among the people")
            elif person in contacts[:n]:
                yield _at(file, (*where, n), f"{person} stands here twice")


def _check_reviewers(file: YamlFile, model: RegisterModel, book: MandateBook, people: Set[str]) -> Iterator[str]:
    if not model.reviewers:
        return
    known = {one.id for mandate in chain.from_iterable(book.versions.values()) for one in mandate.organisations}
    for organisation, named in model.reviewers.items():
        where = ("reviewers", organisation)
        if organisation not in known:
            yield _at(file, where, f"no mandate has the organisation {organisation}")
        for role, persons in (("privacy", named.privacy), ("security", named.security)):
            for n, person in enumerate(persons):
                if person not in people:
                    yield _at(file, (*where, role, n), f"{person} is not among the people")
                elif person in persons[:n]:
                    yield _at(file, (*where, role, n), f"{person} stands here twice")


def _check_committees(
    file: YamlFile, model: RegisterModel, book: MandateBook, people: Set[str], on: date
) -> Iterator[str]:
    ids, seen, channels = {one.id for one in model.committees}, set[str](), set[str]()
    for n, committee in enumerate(model.committees):
        where, versions = ("committees", n), book.versions.get(committee.id, ())
        if committee.id in seen:
            yield _at(file, (*where, "id"), f"{committee.id} stands here twice")
        elif not versions:
            yield _at(file, (*where, "id"), f"no mandate has the id {committee.id}")
        else:
            coming = _from(versions, on)
            yield from _check_bodies(file, where, coming, ids)
            yield from _check_seats(file, (*where, "seats"), committee, (*coming, *versions), people)
            yield from _check_chair(file, (*where, "seats"), committee.seats, coming)
        yield from _check_place(file, where, committee, channels)
        seen.add(committee.id)
        channels.add(committee.channel_id or "")


def _check_place(file: YamlFile, where: Location, committee: CommitteeModel, channels: Set[str]) -> Iterator[str]:
    """A committee whose channel is still to be made has neither line, or the team alone."""
    if committee.channel_id and committee.channel_id in channels:
        yield _at(file, (*where, "channel_id"), "another committee has this channel")
    if committee.channel_id and not committee.team_id:
        yield _at(file, (*where, "channel_id"), "write team_id too: the team that the channel is in")


def _from(versions: Sequence[Mandate], on: date) -> tuple[Mandate, ...]:
    """The version in force and those that come after; the last one when all are over."""
    begun = sum(one.valid_from <= on for one in versions)
    return tuple(versions[max(begun - 1, 0) :])


def _check_bodies(file: YamlFile, where: Location, versions: Sequence[Mandate], ids: Set[str]) -> Iterator[str]:
    """What is lifted must reach a channel, and planning reads the other body's calendar."""
    needed = [body for one in versions for body in one.bodies_above]
    for body in dict.fromkeys(needed):
        if body not in ids:
            yield _at(file, (*where, "id"), f"its mandate names {body}, which must stand among the committees too")


def _check_seats(
    file: YamlFile, where: Location, committee: CommitteeModel, versions: Sequence[Mandate], people: Set[str]
) -> Iterator[str]:
    known = dict.fromkeys(one.id for version in versions for one in version.organisations)
    for n, seat in enumerate(committee.seats):
        earlier = committee.seats[:n]
        if seat.person not in people:
            yield _at(file, (*where, n, "person"), f"{seat.person} is not among the people")
        if any(one.person == seat.person and _overlap(one, seat) for one in earlier):
            yield _at(file, (*where, n, "person"), f"{seat.person} has a seat here already")
        if seat.organisation not in known:
            yield _at(file, (*where, n, "organisation"), f"expected one of {', '.join(known)}")
        if seat.from_on and seat.until_on and seat.until_on < seat.from_on:
            yield _at(file, (*where, n, "until"), "expected a day that is not before from")


def _check_chair(
    file: YamlFile, where: Location, seats: Sequence[SeatModel], versions: Sequence[Mandate]
) -> Iterator[str]:
    """One who is elected or named by an organisation may be missing for a while: the composition tells."""
    leaders = [(n, one) for n, one in enumerate(seats) if _leads(one)]
    for place, (n, seat) in enumerate(leaders):
        other = next((one for _, one in leaders[:place] if one.person != seat.person and _overlap(one, seat)), None)
        if other:
            name = "function" if seat.function == Function.CHAIR else "leads"
            yield _at(file, (*where, n, name), f"{other.person} leads here on the same days")
    if seats and not leaders and versions[0].chair.by is ChairBy.OFFICE:
        yield _at(file, where, "a chair is missing")


def _leads(seat: SeatModel) -> bool:
    return not seat.deputy and (seat.leads or seat.function == Function.CHAIR)


def _overlap(one: SeatModel, other: SeatModel) -> bool:
    """Whether both are held on some day."""
    begins = max(one.from_on or date.min, other.from_on or date.min)
    return begins <= min(one.until_on or date.max, other.until_on or date.max)


def _at(file: YamlFile, location: Location, expected: str) -> str:
    return file.mistake(location, f"{'.'.join(str(step) for step in location)}: {expected}")
