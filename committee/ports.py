"""What the rules need of the world, as small Protocols."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from committee.audit import AuditEntry
from committee.meetings import Meeting, MeetingState
from committee.minutes import Minutes
from committee.outbox import Errand, ErrandKind, Post
from committee.proposals import Proposal
from committee.record_ports import Records
from committee.seat_ports import SeatRecords
from committee.voting import Ballot, RollEntry, Voting

T = TypeVar("T")


class Transaction(SeatRecords, Records, Protocol):
    """One workflow's view of the database: reads see its own writes; nothing is kept when it raises.

    Every look-up by id raises CommitteeError("not_found") for an id that is not there. Lists come in the order named.
    """

    def new_id(self) -> str: ...

    def proposal(self, proposal_id: str) -> Proposal: ...
    def proposals(self, committee_id: str) -> Sequence[Proposal]:
        """All of a committee's, oldest first."""
        ...

    def put_proposal(self, proposal: Proposal) -> None: ...
    def next_number(self, committee_id: str, year: int) -> int:
        """The next case number of the year, from 1; a number is never given twice."""
        ...

    def meeting(self, meeting_id: str) -> Meeting: ...
    def meetings(self, committee_id: str, *states: MeetingState) -> Sequence[Meeting]:
        """A committee's, by start; all states when none is named."""
        ...

    def put_meeting(self, meeting: Meeting) -> None: ...

    def voting(self, voting_id: str) -> Voting: ...
    def votings(self, committee_id: str, *, open_only: bool = False) -> Sequence[Voting]:
        """A committee's, by opening."""
        ...

    def votings_due(self, now: datetime) -> Sequence[Voting]:
        """Open votings of all committees whose deadline has passed."""
        ...

    def put_voting(self, voting: Voting) -> None: ...
    def roll_entry(self, voting_id: str, organisation_id: str) -> RollEntry | None: ...
    def roll(self, voting_id: str) -> Sequence[RollEntry]:
        """In the mandate's order."""
        ...

    def put_roll(self, voting_id: str, roll: Sequence[RollEntry]) -> None: ...
    def ballot(self, voting_id: str, organisation_id: str) -> Ballot | None: ...
    def ballots(self, voting_id: str) -> Sequence[Ballot]: ...
    def put_ballot(self, ballot: Ballot) -> None: ...
    def remove_ballot(self, voting_id: str, organisation_id: str) -> None:
        """The organisation has not voted any more; what it voted stays in the record."""
        ...

    def minutes(self, minutes_id: str) -> Minutes: ...
    def minutes_of(self, meeting_id: str) -> Minutes | None: ...
    def put_minutes(self, minutes: Minutes) -> None: ...

    def record(
        self,
        committee_id: str,
        *,
        at: datetime,
        actor_id: str,
        action: str,
        subject_id: str,
        details: Mapping[str, object],
    ) -> None:
        """Appends to the committee's hash chain; `details` is JSON."""
        ...

    def head(self, committee_id: str) -> str:
        """SHA-256 of the chain's last entry so far, this transaction's included."""
        ...

    def entries(self, committee_id: str) -> Sequence[AuditEntry]: ...
    def entries_about(self, committee_id: str, subject_id: str) -> Sequence[AuditEntry]:
        """A committee's entries about one thing, from the first."""
        ...

    def committees_with_log(self) -> Sequence[str]: ...

    def send(
        self,
        committee_id: str,
        kind: ErrandKind,
        key: str,
        payload: Mapping[str, str],
        *,
        now: datetime,
        due_at: datetime | None = None,
    ) -> None:
        """Adds an errand, due at once unless told otherwise, unless one with this key already waits."""
        ...

    def errand(self, errand_id: str) -> Errand: ...
    def errands(self, committee_id: str, *, unfinished: bool = True) -> Sequence[Errand]: ...
    def put_errand(self, errand: Errand) -> None: ...
    def errands_under_way(self) -> Sequence[Errand]:
        """All committees' that are SENDING, whoever has them."""
        ...

    def is_under_way(self, key: str) -> bool:
        """Whether somebody delivers an errand with this key now, so that what changes meanwhile may not be in it."""
        ...

    def errands_due(self, now: datetime) -> bool:
        """Whether `take_errand` would find one."""
        ...

    def take_errand(self, *, now: datetime, lease_until: datetime) -> Errand | None:
        """The oldest that is due (or whose lease ran out, which makes it AMBIGUOUS), now SENDING and leased."""
        ...

    def post(self, key: str) -> Post | None: ...
    def put_post(self, post: Post) -> None: ...

    def service_url(self, tenant_id: str) -> str | None:
        """Where Teams was last heard from for a tenant."""
        ...

    def put_service_url(self, tenant_id: str, url: str) -> None: ...


class Store(Protocol):
    """The database: every workflow runs in one transaction, with no network inside it."""

    async def write(self, work: Callable[[Transaction], T], *, ballot: tuple[str, str] | None = None) -> T:
        """Runs `work` and answers when what it wrote is durable. Whatever it raises undoes all of it.

        `ballot` (voting id, organisation id) says which one `work` will ask for, so that votes that are committed
        together are read together.
        """
        ...

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Runs `work` on a snapshot; it must not write."""
        ...


class Holidays(Protocol):
    def __call__(self, day: date) -> str | None:
        """Why a day is closed, or None when it is open."""
        ...
