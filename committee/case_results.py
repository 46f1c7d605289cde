"""Whether a committee decides its cases itself or advises an office or a body, and who that is (001-13, 002-03)."""

from committee.mandate import Mandate, Result
from committee.members import Directory, Member, Person
from committee.rights import Right, may
from committee.seat_rules import ChairBy, Function, OrganisationKind


def result_of(mandate: Mandate, directory: Directory) -> Result:
    """As the mandate says; else advice to the first that it advises, and a decision where it advises nobody."""
    if mandate.result is not None:
        return mandate.result
    if not mandate.advises:
        return Result.DECISION
    return Result.BODY if mandate.advises[0] in directory.mandates else Result.OFFICE


def advised_body(mandate: Mandate, directory: Directory) -> str | None:
    """The body that gets the advice: the first that it advises, else the superior."""
    return next((one for one in mandate.advises if one in directory.mandates), mandate.superior)


def advised_office(mandate: Mandate, directory: Directory) -> str:
    """The office's name, as the mandate has it; empty when it names none."""
    return next((one for one in mandate.advises if one not in directory.mandates), "")


def office_holders(mandate: Mandate, directory: Directory) -> tuple[Person, ...]:
    """Who answers for the office that is advised: whoever leads by office, else those who act for the co-operation;
    when the register has neither, the committee's own leader and secretary write the answer down."""
    if mandate.chair.by is ChairBy.OFFICE:
        led = directory.holders(mandate.id, Function.CHAIR)
        if led:
            return tuple(one.person for one in led)
    hosts = [one.id for one in mandate.organisations if one.kind is OrganisationKind.HOST]
    contacts = dict.fromkeys(person for host in hosts for person in directory.contacts_of(host))
    return tuple(contacts) or tuple(one.person for one in leaders_of(directory, mandate.id))


def leaders_of(directory: Directory, committee_id: str) -> tuple[Member, ...]:
    """Leader and secretary of a committee, in the register's order."""
    return tuple(one for one in directory.members(committee_id) if may(one, Right.PLAN))


def answers_for(directory: Directory, body: str, committee_id: str) -> tuple[Member, ...]:
    """Who writes a body's answer to a committee's case down: its leader and secretary, or where the register knows
    neither, the committee's own."""
    return leaders_of(directory, body) or leaders_of(directory, committee_id)
