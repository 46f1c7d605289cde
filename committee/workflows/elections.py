"""The election of a leader is opened, ballots are cast, and a round without a winner gets the next (000-13, 003-06)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from committee.ballot_box import BallotBox, drop_ballot, empty_box
from committee.election_rights import may_lead, may_open, require_elected_chair, require_may, voice_in
from committee.elections import Candidate, Election, ElectionState, candidates_of
from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.outbox import ErrandKind
from committee.ports import Transaction
from committee.workflows.errands import EDIT_PAUSE, show


def latest_election(tx: Transaction, committee_id: str) -> Election | None:
    """The last round that was opened."""
    return next(reversed(tx.elections(committee_id)), None)


def round_after(tx: Transaction, election: Election) -> Election | None:
    """The round that came after this one."""
    return next((one for one in tx.elections(election.committee_id) if one.after == election.id), None)


def open_election(
    tx: Transaction, directory: Directory, box: BallotBox, actor: Member, *, seen: str, now: datetime
) -> Election:
    """Opens the first round; candidates, roll and weights are frozen. One that is open is given back.

    `seen` is the latest election's id on the card that was pressed, so that an old card starts nothing.
    Raises CommitteeError("election_by_office", "election_by_organisation", "no_seat", "no_right_open_election",
    "election_stale", "election_needs_round", "election_no_candidates").
    """
    mandate = directory.mandate(actor.committee_id)
    require_elected_chair(mandate)
    require_may(may_open(directory, actor), actor, "no_right_open_election")
    latest = latest_election(tx, mandate.id)
    if latest and latest.is_open:
        return latest
    if seen != (latest.id if latest else ""):
        raise CommitteeError("election_stale")
    if latest and latest.state is ElectionState.UNDECIDED:
        raise CommitteeError("election_needs_round")
    candidates = candidates_of(mandate, directory.members(mandate.id))
    return _begin(tx, directory, box, actor, candidates, now=now)


def open_round(
    tx: Transaction, directory: Directory, box: BallotBox, actor: Member, election_id: str, *, now: datetime
) -> Election:
    """Opens the round after one in which nobody was elected; repeating gives the same round.

    Raises CommitteeError("no_seat", "no_right_lead_election", "election_not_undecided", "election_no_candidates").
    """
    before = _led(tx, directory, actor, election_id)
    known = round_after(tx, before)
    if known:
        return known
    if before.state is not ElectionState.UNDECIDED:
        raise CommitteeError("election_not_undecided")
    mandate = directory.mandate(before.committee_id)
    require_elected_chair(mandate)
    now_eligible = candidates_of(mandate, directory.members(mandate.id))
    candidates = tuple(one for one in now_eligible if one.person_id in before.between)
    election = _begin(tx, directory, box, actor, candidates, after=before, now=now)
    show(tx, before.committee_id, "election", before.id, now=now)
    return election


def _begin(
    tx: Transaction,
    directory: Directory,
    box: BallotBox,
    actor: Member,
    candidates: tuple[Candidate, ...],
    *,
    after: Election | None = None,
    now: datetime,
) -> Election:
    mandate = directory.mandate(actor.committee_id)
    if not candidates or not mandate.voters:
        raise CommitteeError("election_no_candidates")
    election = Election(
        id=tx.new_id(),
        committee_id=mandate.id,
        mandate=mandate.stamp,
        candidates=candidates,
        roll={one.id: one.weight for one in mandate.voters},
        names={one.id: one.name for one in mandate.organisations},
        quorum=mandate.rules.quorum,
        opened_at=now,
        opened_by=actor.person.id,
        closes_at=now + mandate.rules.open_for,
        round_number=after.round_number + 1 if after else 1,
        after=after.id if after else None,
    )
    tx.put_election(empty_box(box, election))
    details = {
        "mandate": mandate.sha256,
        "round": election.round_number,
        "after": election.after or "",
        "candidates": [one.person_id for one in candidates],
        "roll": dict(election.roll),
    }
    record_election(tx, election, actor.person.id, "election.opened", details, now=now)
    key, payload = f"close:election:{election.id}", {"election_id": election.id}
    tx.send(election.committee_id, ErrandKind.CLOSE, key, payload, now=now, due_at=election.closes_at)
    show(tx, election.committee_id, "election", election.id, now=now)
    return election


def cast_election_ballot(
    tx: Transaction, box: BallotBox, actor: Member, election_id: str, choice: str | None, *, now: datetime
) -> Election:
    """Casts the organisation's one ballot; `choice` is a candidate's person id, None is blank.

    It is final, since nothing ties it to the organisation afterwards. The log gets who has voted, not what.
    Raises CommitteeError("no_election_vote_…", "election_closed", "election_has_voted", "election_no_such_candidate",
    "election_box_lost").
    """
    election, organisation_id = may_cast(tx, actor, election_id, now=now)
    if choice is not None and election.candidate(choice) is None:
        raise CommitteeError("election_no_such_candidate")
    voted = drop_ballot(box, election, organisation_id, choice)
    tx.put_election(voted)
    record_election(tx, voted, actor.person.id, "election.voted", {"organisation": organisation_id}, now=now)
    show(tx, voted.committee_id, "election", voted.id, now=now, after=EDIT_PAUSE)
    return voted


def may_cast(tx: Transaction, actor: Member, election_id: str, *, now: datetime) -> tuple[Election, str]:
    """The election, and whose ballot the actor may cast in it now. Raises as `cast_election_ballot`."""
    election = tx.election(election_id)
    organisation_id = voice_in(election, actor)
    if not election.is_open or now >= election.closes_at:
        raise CommitteeError("election_closed")
    if organisation_id in election.voted:
        raise CommitteeError("election_has_voted", organisation=election.names[organisation_id])
    return election, organisation_id


def cancel_election(
    tx: Transaction, directory: Directory, actor: Member, election_id: str, *, now: datetime
) -> Election:
    """Calls off an open election, or one that waits for its next round; its ballots are never opened.

    Repeating changes nothing. Raises CommitteeError("no_seat", "no_right_lead_election", "election_over").
    """
    election = _led(tx, directory, actor, election_id)
    if election.state is ElectionState.CANCELLED:
        return election
    if election.state is ElectionState.ELECTED or round_after(tx, election):
        raise CommitteeError("election_over")
    cancelled = replace(
        election, state=ElectionState.CANCELLED, sealed="", closed_at=now, closed_by=actor.person.id, between=()
    )
    tx.put_election(cancelled)
    record_election(tx, cancelled, actor.person.id, "election.cancelled", {}, now=now)
    show(tx, cancelled.committee_id, "election", cancelled.id, now=now)
    return cancelled


def _led(tx: Transaction, directory: Directory, actor: Member, election_id: str) -> Election:
    election = tx.election(election_id)
    require_may(may_lead(directory, actor, election), actor, "no_right_lead_election")
    return election


def record_election(
    tx: Transaction, election: Election, actor_id: str, action: str, details: Mapping[str, object], *, now: datetime
) -> None:
    """One entry in the committee's log."""
    tx.record(election.committee_id, at=now, actor_id=actor_id, action=action, subject_id=election.id, details=details)
