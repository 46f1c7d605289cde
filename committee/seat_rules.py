"""What a mandate asks of its seats: how many, from whom, chosen by whom; and who leads."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Function(StrEnum):
    """What a seat is for; rights follow from it (see `committee.rights`)."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    REPRESENTATIVE = "representative"
    HOST_MEMBER = "host_member"
    UNION = "union"
    OBSERVER = "observer"


class OrganisationKind(StrEnum):
    MUNICIPALITY = "municipality"
    #: Fylkeskommune.
    COUNTY = "county"
    #: The co-operation that the committee serves, as ROR-IKT; it hosts the bot.
    HOST = "host"
    #: The unions.
    UNION = "union"
    #: An association of municipalities, as KS.
    ASSOCIATION = "association"
    #: A co-operation of other municipalities that may sit where a municipality does (004-18).
    COOPERATION = "cooperation"


class ChairBy(StrEnum):
    """How a body gets its leader."""

    #: Whoever holds an office: the seat with function CHAIR (002-06).
    OFFICE = "office"
    #: Elected among representatives by secret ballot (000-13, 003-06).
    ELECTION = "election"
    #: Named by an organisation (004-19).
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRule:
    """One line of a body's composition.

    A seat belongs to the first rule whose `function`, `kinds`, `organisations` and `regions` it fits. `least` and
    `most` (None: no upper limit) count seats that are not deputies': for each of the organisations that the mandate
    has and that fit the rule when `each`, otherwise for all together.
    """

    id: str
    name: str
    function: Function
    #: Empty: any. Several narrow together.
    kinds: tuple[OrganisationKind, ...] = ()
    organisations: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    each: bool = False
    least: int = 1
    most: int | None = None
    #: Who chooses the people: an organisation's id; None: the organisation that the seat belongs to.
    nominated_by: str | None = None
    #: Who confirms what others have nominated: an organisation's id; None: nobody, the nomination holds.
    appointed_by: str | None = None
    #: Whose advice is asked before somebody is appointed (004-21, 004-22); free text, each answered and recorded.
    consulted: tuple[str, ...] = ()
    #: The level that those who sit here should have, as «kommunalsjef» (000-09): a warning when the register differs.
    level: str = ""
    #: For how long one is appointed (004-23); None: no term.
    term_years: int | None = None
    #: Kinds that may sit here though the rule names others, with a warning (004-18: Hedmark IKT).
    tolerated: tuple[OrganisationKind, ...] = ()
    #: The mandate's own sentence.
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChairRule:
    """Who leads the body."""

    by: ChairBy = ChairBy.OFFICE
    #: BY ORGANISATION or OFFICE: whose person it is. ELECTION: empty.
    organisation: str | None = None
    #: ELECTION: the kinds of organisations whose representatives may be elected.
    among: tuple[OrganisationKind, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region that seats are distributed by, and how long it was one."""

    id: str
    name: str
    valid_from: date
    #: The last day; None while it still is one.
    valid_until: date | None = None
    successors: tuple[str, ...] = ()
    source: str = ""
