"""A round of an election is closed and counted, lots are drawn where the rules say so, and whoever is elected leads."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from committee.appointments import Appointment
from committee.ballot_box import BallotBox, open_box
from committee.election_rights import may_lead, require_may
from committee.elections import (
    Election,
    ElectionReason,
    ElectionResult,
    ElectionState,
    candidates_of,
    count,
    draw_lots,
    has_quorum,
)
from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.seat_rules import Function
from committee.workflows.elections import record_election
from committee.workflows.errands import CLOCK, show, tell


def close_election(
    tx: Transaction,
    directory: Directory,
    box: BallotBox,
    actor: Member | None,
    election_id: str,
    *,
    sure: bool = False,
    now: datetime,
) -> Election:
    """Closes a round and counts it; the clock does when `actor` is None and the deadline has passed.

    Before the deadline not until all have voted, unless one is `sure`. The ballots of a round that missed its quorum
    are never opened. Repeating changes nothing. When it is committed the box's key shall be forgotten.
    Raises CommitteeError("no_seat", "no_right_lead_election", "election_not_all_voted", "election_not_due",
    "election_box_lost").
    """
    election = tx.election(election_id)
    if actor is not None:
        require_may(may_lead(directory, actor, election), actor, "no_right_lead_election")
    if not election.is_open:
        return election
    if now < election.closes_at:
        _require_ready(election, actor, sure)
    opened = open_box(box, election) if has_quorum(election) else replace(election, sealed="")
    result = _still_seated(count(opened), directory, opened)
    closed_by = actor.person.id if actor else CLOCK
    closed = replace(
        opened,
        state=result.state,
        reason=result.reason,
        elected=result.elected,
        between=result.between if result.state is ElectionState.UNDECIDED else (),
        closed_at=now,
        closed_by=closed_by,
    )
    details: dict[str, object] = {"state": closed.state.value, "reason": result.reason.value}
    if has_quorum(closed):
        details |= {"sums": dict(closed.sums), "blank": closed.blank}
    record_election(tx, closed, closed_by, "election.closed", details, now=now)
    if result.reason is ElectionReason.LOTS:
        closed = _drawn(tx, closed, result.between, now=now)
    tx.put_election(closed)
    _seat_leader(tx, directory, closed, now=now)
    show(tx, closed.committee_id, "election", closed.id, now=now)
    return closed


def _require_ready(election: Election, actor: Member | None, sure: bool) -> None:
    if actor is None:
        raise CommitteeError("election_not_due")
    if not election.all_have_voted and not sure:
        raise CommitteeError("election_not_all_voted", cast=len(election.voted), all=len(election.roll))


def _still_seated(result: ElectionResult, directory: Directory, election: Election) -> ElectionResult:
    """Whoever has lost the seat in the meantime cannot lead, and the others go on to a new round."""
    mandate = directory.mandate(election.committee_id)
    seated = {one.person_id for one in candidates_of(mandate, directory.members(mandate.id))}
    chosen = {result.elected, *result.between} - {None} if result.state is ElectionState.ELECTED else set()
    if chosen <= seated:
        return result
    left = tuple(one.person_id for one in election.candidates if one.person_id in seated)
    return ElectionResult(state=ElectionState.UNDECIDED, reason=ElectionReason.SEAT_LOST, between=left)


def _drawn(tx: Transaction, closed: Election, among: tuple[str, ...], *, now: datetime) -> Election:
    """Draws lots by the entry about the closing, which has just become the chain's head."""
    lots = draw_lots(among, tx.head(closed.committee_id), closed.id)
    details = {"among": list(among), "checksum": lots.checksum, "digest": lots.digest, "drawn": lots.drawn}
    record_election(tx, closed, CLOCK, "election.drawn", details, now=now)
    return replace(closed, elected=lots.drawn, lots=lots)


def _seat_leader(tx: Transaction, directory: Directory, closed: Election, *, now: datetime) -> None:
    """The one elected leads from today, in the seat that they have; whoever led by election before does so no more."""
    candidate = closed.candidate(closed.elected or "")
    if candidate is None:
        return
    zone = ZoneInfo(directory.mandate(closed.committee_id).time_zone)
    appointment = Appointment(
        id=tx.new_id(),
        committee_id=closed.committee_id,
        person_id=candidate.person_id,
        function=Function.REPRESENTATIVE,
        organisation_id=candidate.organisation_id,
        leads=True,
        from_on=now.astimezone(zone).date(),
        origin_id=closed.id,
    )
    tx.put_appointment(appointment)
    details = {"person": candidate.person_id, "organisation": candidate.organisation_id}
    record_election(tx, closed, CLOCK, "leader.elected", details, now=now)
    person = directory.people.get(candidate.person_id)
    if person:
        tell(tx, directory.member(person, closed.committee_id), "election_won", closed.id, now=now)
