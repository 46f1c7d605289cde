"""What is not as the mandate says about a body's seats: one value for each matter, with the sentence it breaks."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from committee.mandate import Mandate
from committee.members import Seat
from committee.seat_rules import Function, SeatRule


class Severity(StrEnum):
    #: The mandate says otherwise.
    BREACH = "breach"
    #: The mandate allows it, or says that it should be otherwise; somebody ought to know.
    WARNING = "warning"


class BreachCode(StrEnum):
    """In the order that they are told within one rule and organisation; the comment says what found and wanted are."""

    #: Seats (int) and the rule's least.
    TOO_FEW = "too_few"
    #: Seats (int) and the rule's most.
    TOO_MANY = "too_many"
    #: The organisation's kind, and the kinds that the rule names, parted by commas (004-18).
    STAND_IN_KIND = "stand_in_kind"
    #: The person's level and the rule's (000-09).
    LEVEL_DIFFERS = "level_differs"
    #: The last day of the term; nothing.
    TERM_ENDED = "term_ended"
    #: The last day of the term; nothing.
    TERM_ENDS_SOON = "term_ends_soon"
    #: The last day (None: open), and the last day of a term as long as the mandate's (004-23).
    TERM_TOO_LONG = "term_too_long"
    #: Ends before a whole term is over, and nobody has said why: the same two days.
    TERM_WITHOUT_REASON = "term_without_reason"
    #: The region's last day; the ids of the regions that followed it, parted by commas.
    REGION_DISSOLVED = "region_dissolved"
    #: The seat's function; nothing.
    SEAT_OUTSIDE_RULES = "seat_outside_rules"
    #: The organisation's id; nothing.
    ORGANISATION_UNKNOWN = "organisation_unknown"
    #: Nothing; nothing.
    DEPUTY_WITHOUT_MEMBER = "deputy_without_member"
    #: 0 and 1.
    NO_CHAIR = "no_chair"
    #: The leader's organisation; whose person the leader should be (an id), or the kinds, parted by commas.
    WRONG_CHAIR = "wrong_chair"
    #: How many lead, and 1.
    SEVERAL_CHAIRS = "several_chairs"
    #: Seats (int), and how many the mandate says in all (004-16).
    WRONG_TOTAL = "wrong_total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One matter that somebody should act on; the same matter has the same `key` on every day until it is mended."""

    committee_id: str
    code: BreachCode
    severity: Severity
    #: The line of the composition; None when no line is concerned.
    rule_id: str | None = None
    #: Whom it is about; None: the body as a whole, or several of its organisations together.
    organisation_id: str | None = None
    person_id: str | None = None
    #: The region that the line counts, when it counts one.
    region: str | None = None
    #: What the seat, or the line, is for.
    function: Function | None = None
    #: The organisation that must act; None: the body's secretary.
    acts: str | None = None
    found: int | str | date | None = None
    wanted: int | str | date | None = None
    #: Where the mandate says so; never empty.
    source: str
    #: Whether `source` is the mandate's own sentence; otherwise it is the mandate's name.
    is_quoted: bool

    @property
    def key(self) -> str:
        """`<committee>:<code>:<rule>:<whom>[:<region>]`, where a person is `<organisation>/<person>`; for `Notice.key`.

        Two matters of one verdict never share it.
        """
        whom = "/".join(part for part in (self.organisation_id, self.person_id) if part)
        where = f":{self.region}" if self.code is BreachCode.REGION_DISSOLVED else ""
        return f"{self.committee_id}:{self.code}:{self.rule_id or '-'}:{whom or '-'}{where}"


def on_rule(
    mandate: Mandate,
    rule: SeatRule | None,
    code: BreachCode,
    severity: Severity = Severity.BREACH,
    *,
    organisation_id: str | None = None,
    region: str | None = None,
    acts: str | None = None,
    found: int | str | date | None = None,
    wanted: int | str | date | None = None,
) -> Breach:
    """A breach of a line of the composition; without one, of the mandate as a whole."""
    return Breach(
        committee_id=mandate.id,
        code=code,
        severity=severity,
        rule_id=rule.id if rule else None,
        organisation_id=organisation_id,
        region=region or (rule.regions[0] if rule and len(rule.regions) == 1 else None),
        function=rule.function if rule else None,
        acts=acts,
        found=found,
        wanted=wanted,
        source=(rule.source if rule else "") or mandate.source,
        is_quoted=bool(rule and rule.source),
    )


def on_seat(
    mandate: Mandate,
    rule: SeatRule | None,
    seat: Seat,
    code: BreachCode,
    severity: Severity = Severity.BREACH,
    *,
    found: int | str | date | None = None,
    wanted: int | str | date | None = None,
) -> Breach:
    """A breach by one seat: whoever chooses its people must act, or the secretary when the mandate knows nobody."""
    known = mandate.organisation(seat.organisation_id) is not None
    chooser = (rule.nominated_by if rule else None) or (seat.organisation_id if known else None)
    about = on_rule(mandate, rule, code, severity, organisation_id=seat.organisation_id, acts=chooser)
    return replace(about, person_id=seat.person_id, function=seat.function, found=found, wanted=wanted)
