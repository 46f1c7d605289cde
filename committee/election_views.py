"""What the cards about an election need to know; no view has what anybody voted."""

from collections.abc import Iterable
from dataclasses import dataclass

from committee.election_rights import may_lead, may_open, may_see, require_elected_chair, voice_in
from committee.elections import Candidate, Election, ElectionState, candidates_of
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.seat_rules import ChairBy, Function
from committee.workflows.elections import latest_election, round_after


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionView:
    """A round as one may see it; without a viewer it is the shared card.

    `no_vote` is the code that says why the viewer casts no ballot, None for one who does.
    """

    mandate: Mandate
    election: Election
    viewer: Member | None = None
    #: The viewer's, when it is on the roll.
    organisation_id: str | None = None
    no_vote: str | None = None
    may_lead: bool = False
    next_round: Election | None = None

    @property
    def has_voted(self) -> bool:
        return self.organisation_id in self.election.voted

    @property
    def may_vote(self) -> bool:
        return self.election.is_open and self.organisation_id is not None and not self.has_voted


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderView:
    """How one committee gets its leader, and how it stands."""

    mandate: Mandate
    viewer: Member
    #: Who lead it now: (name, organisation).
    leaders: tuple[tuple[str, str], ...]
    candidates: tuple[Candidate, ...]
    latest: ElectionView | None
    may_open: bool

    @property
    def is_elected(self) -> bool:
        return self.mandate.chair.by is ChairBy.ELECTION


def view_election(
    tx: Transaction, directory: Directory, election: Election, viewer: Member | None = None
) -> ElectionView:
    """A round for its card."""
    organisation_id, no_vote = _voice(election, viewer)
    return ElectionView(
        mandate=directory.governing(election.mandate),
        election=election,
        viewer=viewer,
        organisation_id=organisation_id,
        no_vote=no_vote,
        may_lead=viewer is not None and may_lead(directory, viewer, election),
        next_round=round_after(tx, election),
    )


def _voice(election: Election, viewer: Member | None) -> tuple[str | None, str | None]:
    if viewer is None:
        return None, None
    try:
        return voice_in(election, viewer), None
    except CommitteeError as refusal:
        return None, refusal.code


def view_leader(tx: Transaction, directory: Directory, viewer: Member) -> LeaderView:
    """How a committee gets its leader. Raises CommitteeError("no_seat") for one who has nothing to do with it."""
    mandate = directory.mandate(viewer.committee_id)
    if not may_see(directory, viewer):
        raise CommitteeError("no_seat")
    latest = latest_election(tx, mandate.id)
    return LeaderView(
        mandate=mandate,
        viewer=viewer,
        leaders=tuple(_named(directory, one) for one in directory.holders(mandate.id, Function.CHAIR)),
        candidates=candidates_of(mandate, directory.members(mandate.id)),
        latest=view_election(tx, directory, latest, viewer) if latest else None,
        may_open=mandate.chair.by is ChairBy.ELECTION
        and may_open(directory, viewer)
        and (latest is None or latest.state in (ElectionState.ELECTED, ElectionState.CANCELLED)),
    )


def view_leaders(tx: Transaction, directory: Directory, viewers: Iterable[Member]) -> tuple[LeaderView, ...]:
    """The same for several places, without those that one has nothing to do with."""
    return tuple(view_leader(tx, directory, one) for one in viewers if may_see(directory, one))


def leaderless_below(directory: Directory, viewer: Member) -> tuple[str, ...]:
    """The bodies just below that elect their leader and have none; found once for each directory."""
    below = directory.keep("leaderless", lambda: _leaderless(directory))
    return below.get(viewer.committee_id, ())


def _leaderless(directory: Directory) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one in directory.mandates.values():
        elects = one.chair.by is ChairBy.ELECTION and one.superior and directory.members(one.id)
        if elects and not directory.holders(one.id, Function.CHAIR):
            found.setdefault(one.superior or "", []).append(one.id)
    return {above: tuple(ids) for above, ids in found.items()}


def _named(directory: Directory, member: Member) -> tuple[str, str]:
    organisation = directory.organisation_of(member)
    return member.person.name, organisation.name if organisation else ""


def why_not_elected(mandate: Mandate) -> CommitteeError | None:
    """The refusal that tells how a leader who is not elected is found; None where the leader is elected."""
    try:
        require_elected_chair(mandate)
    except CommitteeError as refusal:
        return refusal
    return None


def awaiting_ballot(tx: Transaction, viewer: Member) -> tuple[Election, ...]:
    """Open elections in which the viewer's organisation has not voted."""
    return tuple(
        one
        for one in tx.elections(viewer.committee_id)
        if one.is_open and (voice := _voice(one, viewer)[0]) is not None and voice not in one.voted
    )


def awaiting_leading(tx: Transaction, directory: Directory, viewer: Member) -> tuple[Election, ...]:
    """What the viewer can bring on: all have voted, or a round ended without a winner."""
    latest = latest_election(tx, viewer.committee_id)
    if latest is None or not may_lead(directory, viewer, latest):
        return ()
    waits = latest.state is ElectionState.UNDECIDED or (latest.is_open and latest.all_have_voted)
    return (latest,) if waits else ()
