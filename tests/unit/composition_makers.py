"""A faggruppe, as small as one gets, for the tests of compositions."""

from dataclasses import replace
from datetime import date

from committee.mandate import Approval, Mandate, Organisation
from committee.members import Person, Seat
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind, SeatRule

TODAY = date(2026, 3, 2)
REPRESENTATIVE, HOST, UNION = Function.REPRESENTATIVE, Function.HOST_MEMBER, Function.UNION
MUNICIPALITY, COOPERATION = OrganisationKind.MUNICIPALITY, OrganisationKind.COOPERATION

EACH_SENTENCE = "Hver kommune samt ROR-IKT skal ha en representant i hver faggruppe."
CHAIR_SENTENCE = "Faggruppens leder skal velges blant en av eierkommunenes representanter."
UNION_SENTENCE = "I tillegg skal det sitte en tillitsvalgt i hver faggruppe."

ORGANISATIONS = (
    Organisation(id="aukra", name="Aukra", kind=MUNICIPALITY, weight=1),
    Organisation(id="molde", name="Molde", kind=MUNICIPALITY, weight=1),
    Organisation(id="ror-ikt", name="ROR-IKT", kind=OrganisationKind.HOST, weight=0),
    Organisation(id="unions", name="Fagforeningene", kind=OrganisationKind.UNION, weight=0),
)
RULES = (
    SeatRule(
        id="kommuner",
        name="Kommunene",
        function=REPRESENTATIVE,
        kinds=(MUNICIPALITY,),
        each=True,
        most=1,
        source=EACH_SENTENCE,
    ),
    SeatRule(id="vert", name="ROR-IKT", function=HOST, organisations=("ror-ikt",), most=1, source=EACH_SENTENCE),
    SeatRule(
        id="tillitsvalgt",
        name="Tillitsvalgt",
        function=UNION,
        kinds=(OrganisationKind.UNION,),
        most=1,
        source=UNION_SENTENCE,
    ),
)
MANDATE = Mandate(
    id="oppvekst",
    name="Faggruppe oppvekst",
    prefix="FO",
    valid_from=date(2019, 2, 13),
    sha256="0" * 64,
    source="Mandat for faggruppene",
    approval=Approval(reference="ST 4/19", approved_on=date(2019, 2, 13), approved_by="styret"),
    organisations=ORGANISATIONS,
    seats=RULES,
    chair=ChairRule(by=ChairBy.ELECTION, among=(MUNICIPALITY,), source=CHAIR_SENTENCE),
)


def seat(person: str, organisation: str, function: Function = REPRESENTATIVE, **fields: object) -> Seat:
    told = Seat(committee_id=MANDATE.id, person_id=person, function=function, organisation_id=organisation)
    return replace(told, **fields)


def person(one: str, name: str, level: str = "") -> Person:
    return Person(id=one, name=name, tenant_id="t", object_id=one, address=f"{one}@example.invalid", level=level)


def ruled(rule_id: str, mandate: Mandate = MANDATE, **fields: object) -> Mandate:
    """The mandate with one line changed."""
    rules = tuple(replace(one, **fields) if one.id == rule_id else one for one in mandate.seats)
    return replace(mandate, seats=rules)


#: Everybody that the mandate asks for.
SEATS = (
    seat("a", "aukra", leads=True),
    seat("m", "molde"),
    seat("r", "ror-ikt", HOST),
    seat("u", "unions", UNION),
)
PEOPLE = {
    "a": person("a", "Marte Øyen"),
    "m": person("m", "Ingrid Moen"),
    "r": person("r", "Kåre Lien"),
    "u": person("u", "Per Sande"),
}
