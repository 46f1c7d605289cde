"""A mandate as a value: who sits in the committee, what each vote weighs, and when it meets."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from committee.seat_rules import ChairRule, OrganisationKind, SeatRule


class Agreement(StrEnum):
    """How an innstilling comes about; mandates that are silent get a weighted simple majority (C1)."""

    #: More weight for than against.
    SIMPLE = "simple"
    #: More than half of all weight, whoever has voted.
    ABSOLUTE = "absolute"
    #: At least a share, of what is cast or of all.
    SHARE = "share"
    CONSENSUS = "consensus"


class Base(StrEnum):
    """What a share is a share of."""

    CAST = "cast"
    ALL = "all"


class Tie(StrEnum):
    """What happens when as much weight is for as against."""

    ESCALATE = "escalate"
    #: The leader decides and says why, though without weight.
    CHAIR = "chair"
    REJECT = "reject"
    NEW_VOTING = "new_voting"


class TooFew(StrEnum):
    """What happens when most are for, but fewer than it takes."""

    REJECT = "reject"
    ESCALATE = "escalate"


class Result(StrEnum):
    """What the committee's outcome is: a decision, or advice that somebody else decides on."""

    DECISION = "decision"
    #: An office decides, and says whether it follows the advice (001-13, 002-03).
    OFFICE = "office"
    BODY = "body"


class BallotKind(StrEnum):
    """Whether an organisation's weight is one answer, or may be given to several."""

    WHOLE = "whole"
    SPLIT = "split"


class Visibility(StrEnum):
    """Who sees what each organisation voted, once the voting is closed."""

    OPEN = "open"
    #: Only the sums; an organisation sees its own.
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One that sends people to the committee; a `weight` of 0 means a seat without a vote (C2, C4)."""

    id: str
    name: str
    kind: OrganisationKind
    weight: int
    #: The region that it sits for, where seats are distributed by region (004-20).
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The decision that gave the committee this mandate."""

    reference: str
    approved_on: date
    approved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingRules:
    """What is frozen into a voting when it opens (defaults C1, C6, C9)."""

    agreement: Agreement = Agreement.SIMPLE
    #: More than this share of the organisations *and* of the weight must take part.
    quorum: Fraction = Fraction(1, 2)
    #: Of the weight, where that is another share than of the organisations.
    quorum_weight: Fraction | None = None
    abstention_allowed: bool = True
    ballot_may_change: bool = True
    #: An organisation may demand, with a reason, that the superior body decides.
    escalation_may_be_demanded: bool = True
    #: How long a voting stays open when nobody closes it before.
    open_for: timedelta = timedelta(days=7)
    #: At least this much must be for; None for every other agreement than a share.
    share: Fraction | None = None
    of: Base = Base.CAST
    #: Whether whoever abstains is among the cast that a majority is counted of; they have taken part in any case.
    abstentions_count: bool = False
    tie: Tie = Tie.ESCALATE
    #: So many times is a tie voted on anew where `tie` says so; then it goes up, or is lost where no body is above.
    votes_anew: int = 2
    too_few: TooFew = TooFew.REJECT
    ballots: Visibility = Visibility.OPEN
    ballot: BallotKind = BallotKind.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningRule:
    """Meetings fall this long before the other body's, at the same wall-clock time (002-12, C11)."""

    before: str
    lead: timedelta = timedelta(days=14)
    #: Never further ahead of the board than this; beyond it a person decides.
    longest_lead: timedelta = timedelta(days=28)
    lasts: timedelta = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRules:
    """Cases between meetings: in writing (004-14, 004-15), and when they cannot wait (000-19, C8)."""

    allowed: bool = True
    #: Working days that members have at least to answer, the day that it begins not counted.
    working_days: int = 5
    #: The same when the case is a hastesak.
    urgent_working_days: int = 2
    #: So much of the organisations with weight may together have a case treated as a hastesak.
    urgent_share: Fraction = Fraction(1, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingRules:
    """Members are asked before each meeting what they have to tell the others (004-08)."""

    #: So long before the meeting they are asked.
    lead: timedelta = timedelta(days=7)


class NeedCallEvery(StrEnum):
    """How often municipalities are asked what they need."""

    YEARLY = "yearly"
    TWICE_A_YEAR = "twice_a_year"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRules:
    """Municipalities are asked from time to time what they need (000-22)."""

    call: NeedCallEvery = NeedCallEvery.YEARLY
    #: From 1; with `TWICE_A_YEAR` also half a year later.
    month: int = 2
    answer_within: timedelta = timedelta(days=14)

    @property
    def months(self) -> tuple[int, ...]:
        return (self.month,) if self.call is NeedCallEvery.YEARLY else (self.month, (self.month + 5) % 12 + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateStamp:
    """Which version of which mandate governed a case, a voting or a meeting."""

    committee_id: str
    valid_from: date
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One version of one committee's mandate."""

    id: str
    name: str
    #: Before the case number: `BU 3/26`.
    prefix: str
    valid_from: date
    sha256: str
    source: str
    approval: Approval
    organisations: tuple[Organisation, ...]
    #: The body that gets a case without agreement; None for the topmost.
    superior: str | None = None
    rules: VotingRules = VotingRules()
    planning: PlanningRule | None = None
    written: WrittenRules = WrittenRules()
    #: None: nobody is asked for orienteringer.
    briefings: BriefingRules | None = None
    #: None: nobody is asked what they need.
    needs: NeedRules | None = None
    #: Papers are sent this long before a meeting; later cases wait for the next one (C13).
    papers_lead: timedelta = timedelta(days=7)
    language: str = "nb"
    time_zone: str = "Europe/Oslo"
    #: The points of kvalitetssikring, in the mandate's own words.
    checklist: tuple[str, ...] = ()
    #: What it is for, point by point: cases are tagged with them (004-06).
    purposes: tuple[str, ...] = ()
    minutes_folder: str = "Referater"
    #: The last day that this version holds; None: until the next one.
    valid_until: date | None = None
    #: When somebody last read it through and found it still true (001-01).
    reviewed_on: date | None = None
    #: Bodies made from one text share it: «faggruppe», «samstyringsutvalg». Empty for one of its own.
    family: str = ""
    #: An existing body that serves as this committee (000-06), as its own name; empty: none.
    served_by: str = ""
    #: The bodies or offices it advises, as ids of bodies or as names (001-13).
    advises: tuple[str, ...] = ()
    #: None: advice to the first that it advises, and a decision where it advises nobody (`committee.case_results`).
    result: Result | None = None
    #: The body it reports to when that is another than the superior (002-09).
    reports_to: str | None = None
    #: The fields, and the systems in them, that belong to it (002-20).
    fields: tuple[str, ...] = ()
    #: The bodies whose fields it cuts across: it gets a copy of a case that touches all of them (000-05).
    cuts_across: tuple[str, ...] = ()
    seats: tuple[SeatRule, ...] = ()
    #: How many seats in all (004-16); None: not said.
    seat_count: int | None = None
    chair: ChairRule = field(default_factory=ChairRule)

    @property
    def stamp(self) -> MandateStamp:
        return MandateStamp(committee_id=self.id, valid_from=self.valid_from, sha256=self.sha256)

    @property
    def voters(self) -> tuple[Organisation, ...]:
        """The organisations with weight, in the mandate's order."""
        return tuple(one for one in self.organisations if one.weight > 0)

    @property
    def bodies_above(self) -> tuple[str, ...]:
        """The bodies that it sends cases to and plans after: they must have a place too."""
        named = (self.superior, self.planning.before if self.planning else None)
        return tuple(dict.fromkeys(one for one in named if one is not None))

    def organisation(self, organisation_id: str) -> Organisation | None:
        return next((one for one in self.organisations if one.id == organisation_id), None)
