"""What somebody should act on about a committee's seats: what the composition tells, and repeated absence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from committee.appointments import Nomination
from committee.breaches import Breach, BreachCode, Severity
from committee.composition import check_composition
from committee.meetings import Meeting, MeetingState, Presence
from committee.members import Directory
from committee.nomination_rights import seating_of, today_in
from committee.ports import Transaction
from committee.seat_rules import Function
from committee.seating import Seating

#: An organisation that nobody has come from in so many meetings in a row is asked about it (000-12, 004-13).
ABSENT_MEETINGS = 2
#: Those who sit to take part for their organisation.
_EXPECTED = frozenset({Function.REPRESENTATIVE, Function.HOST_MEMBER, Function.UNION})
#: Told to those who act; what the mandate allows with a warning is shown with the mandate.
_ALSO_TOLD = frozenset({BreachCode.TERM_ENDS_SOON})
#: Mended by seating somebody.
TO_FILL = frozenset({BreachCode.TOO_FEW, BreachCode.TERM_ENDED, BreachCode.TERM_ENDS_SOON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """An organisation without anybody present in the last so many meetings."""

    committee_id: str
    organisation_id: str
    meetings: int
    #: The first and the last of them.
    first: Meeting
    last: Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing to act on: a breach or an absence; `key` is that of `committee.notices.Notice`."""

    key: str
    code: str
    committee_id: str
    #: Whom it is about.
    organisation_id: str | None
    #: The organisation that must act; None: the committee's secretary.
    acts: str | None
    breach: Breach | None = None
    absence: Absence | None = None
    #: Somebody has been asked already, or is to begin.
    is_under_way: bool = False

    @property
    def is_to_fill(self) -> bool:
        """Whether it is mended by a nomination."""
        return self.breach is not None and self.breach.code in TO_FILL and self.breach.rule_id is not None


def matters_of(tx: Transaction, directory: Directory, committee_id: str, on: date) -> tuple[Matter, ...]:
    """Everything to act on in the committee, seats first; reads its nominations and its meetings."""
    waiting = [one for one in tx.nominations(committee_id) if one.is_open]
    found = seat_matters(directory, committee_id, on, waiting)
    ended = tx.meetings(committee_id, MeetingState.ENDED) if directory.members(committee_id) else ()
    sat = seating_of(directory, committee_id, on)
    return (*found, *(_absent(one) for one in absences(sat, ended)))


def seat_matters(
    directory: Directory, committee_id: str, on: date, waiting: Iterable[Nomination]
) -> tuple[Matter, ...]:
    """What the composition tells; `waiting` are the committee's nominations that await an answer."""
    asked = {(one.rule_id, one.organisation_id) for one in waiting if not one.is_deputy}
    rules = {rule_id for rule_id, _ in asked}
    sat = seating_of(directory, committee_id, on)
    coming = {
        (rule.id, one.organisation_id)
        for one in sat.listed
        if one.from_on and one.from_on > on and not one.is_deputy and (rule := sat.rule_of(one))
    }

    def under_way(breach: Breach) -> bool:
        if breach.code not in TO_FILL:
            return False
        if breach.organisation_id is None:
            return breach.rule_id in rules or any(breach.rule_id == rule_id for rule_id, _ in coming)
        return (breach.rule_id, breach.organisation_id) in asked | coming

    return tuple(
        Matter(
            key=one.key,
            code=one.code,
            committee_id=committee_id,
            organisation_id=one.organisation_id,
            acts=one.acts,
            breach=one,
            is_under_way=under_way(one),
        )
        for one in breaches_of(directory, committee_id, on)
    )


def breaches_of(directory: Directory, committee_id: str, on: date) -> tuple[Breach, ...]:
    """What is told of the composition, worked out once for each directory and day."""

    def work() -> tuple[Breach, ...]:
        mandate, seats = directory.mandate(committee_id), directory.seats_of(committee_id)
        found = check_composition(mandate, seats, directory.people, on=on, regions=directory.book.regions)
        return tuple(one for one in found if one.severity is Severity.BREACH or one.code in _ALSO_TOLD)

    return directory.keep(("seat_breaches", committee_id, on), work)


def absences(sat: Seating, ended: Sequence[Meeting]) -> tuple[Absence, ...]:
    """Organisations without anybody present in the last ABSENT_MEETINGS ended meetings or more; `ended` by start.

    Deputies are somebody, and an apology is nobody. Meetings before the organisation got a seat do not count, nor do
    those in which nobody at all said that they were there.
    """
    held = [one for one in ended if any(who.presence is Presence.PRESENT for who in one.attendance)]
    found = (_absence(sat, organisation_id, held) for organisation_id in _expected(sat))
    return tuple(one for one in found if one)


def _expected(sat: Seating) -> list[str]:
    """Organisations that take part, with a seat today, in the mandate's order."""
    seated = {one.organisation_id for one in sat.counted if one.function in _EXPECTED}
    return [one for one in sat.organisations if one in seated]


def _absence(sat: Seating, organisation_id: str, held: Sequence[Meeting]) -> Absence | None:
    own = [one for one in sat.listed if one.organisation_id == organisation_id and one.function in _EXPECTED]
    organisations = {one.person_id: one.organisation_id for one in sat.listed}
    begins = min((one.from_on or date.min for one in own), default=date.min)
    missed: list[Meeting] = []
    for meeting in reversed(held):
        present = (who.person_id for who in meeting.attendance if who.presence is Presence.PRESENT)
        # For whom one came who stands on no list any more, is not known: they are given the benefit of the doubt.
        came = any(organisations.get(one, organisation_id) == organisation_id for one in present)
        if came or today_in(sat.mandate, meeting.starts_at) < begins:
            break
        missed.append(meeting)
    if len(missed) < ABSENT_MEETINGS:
        return None
    return Absence(
        committee_id=sat.mandate.id,
        organisation_id=organisation_id,
        meetings=len(missed),
        first=missed[-1],
        last=missed[0],
    )


def _absent(one: Absence) -> Matter:
    return Matter(
        key=f"{one.committee_id}:absent:-:{one.organisation_id}",
        code="absent",
        committee_id=one.committee_id,
        organisation_id=one.organisation_id,
        acts=one.organisation_id,
        absence=one,
    )
