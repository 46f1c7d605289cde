"""One workflow's view of the database: `committee.ports.Transaction` over a shared batch."""

import itertools
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from committee.audit import GENESIS, AuditEntry, digest
from committee.errors import CommitteeError
from committee.meetings import Meeting, MeetingState
from committee.minutes import Minutes
from committee.outbox import Errand, ErrandKind, ErrandState, Post
from committee.proposals import Proposal
from committee.voting import Ballot, RollEntry, Voting
from storage import kinds, queries
from storage.batch import Batch
from storage.bodies import details_text, entry_of, stamp
from storage.connection import Statement
from storage.kinds import Key, Kind
from storage.memory import Objects
from storage.record_rows import RecordRows
from storage.seats import SeatRows

#: In `Errand.error`: it may have been delivered already, so look for it before sending.
AMBIGUOUS = "ambiguous"
_counter = itertools.count(secrets.randbits(8))


class SqlTransaction(SeatRows, RecordRows):
    """Reads see the workflow's own writes, then the batch's, then the database's. Writes wait in `written`."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self.written: Objects = {}

    def new_id(self) -> str:
        """Sorts by time of making, for the sake of the indexes."""
        return f"{time.time_ns() // 1_000_000:012x}{next(_counter) & 0xFFFF:04x}{secrets.token_hex(8)}"

    # Proposals

    def proposal(self, proposal_id: str) -> Proposal:
        return self._require(kinds.PROPOSALS, proposal_id)

    def proposals(self, committee_id: str) -> Sequence[Proposal]:
        found = self._select(
            kinds.PROPOSALS, queries.PROPOSALS, (committee_id,), lambda one: one.committee_id == committee_id
        )
        return sorted(found, key=lambda one: (one.year, one.number))

    def put_proposal(self, proposal: Proposal) -> None:
        self._put(kinds.PROPOSALS, proposal.id, proposal)

    def next_number(self, committee_id: str, year: int) -> int:
        number = (self._get(kinds.NUMBERS, (committee_id, year)) or 0) + 1
        self._put(kinds.NUMBERS, (committee_id, year), number)
        return number

    # Meetings and minutes

    def meeting(self, meeting_id: str) -> Meeting:
        return self._require(kinds.MEETINGS, meeting_id)

    def meetings(self, committee_id: str, *states: MeetingState) -> Sequence[Meeting]:
        def matches(one: Meeting) -> bool:
            return one.committee_id == committee_id and (not states or one.state in states)

        found = self._select(kinds.MEETINGS, queries.MEETINGS, (committee_id,), matches)
        return sorted(found, key=lambda one: (one.starts_at, one.id))

    def put_meeting(self, meeting: Meeting) -> None:
        self._put(kinds.MEETINGS, meeting.id, meeting)

    def minutes(self, minutes_id: str) -> Minutes:
        return self._require(kinds.MINUTES, minutes_id)

    def minutes_of(self, meeting_id: str) -> Minutes | None:
        found = self._select(kinds.MINUTES, queries.MINUTES_OF, (meeting_id,), lambda one: one.meeting_id == meeting_id)
        return found[0] if found else None

    def put_minutes(self, minutes: Minutes) -> None:
        self._put(kinds.MINUTES, minutes.id, minutes)

    # Votings

    def voting(self, voting_id: str) -> Voting:
        return self._require(kinds.VOTINGS, voting_id)

    def votings(self, committee_id: str, *, open_only: bool = False) -> Sequence[Voting]:
        def matches(one: Voting) -> bool:
            return one.committee_id == committee_id and (one.is_open or not open_only)

        query = queries.VOTINGS_OPEN if open_only else queries.VOTINGS
        found = self._select(kinds.VOTINGS, query, (committee_id,), matches)
        return sorted(found, key=lambda one: (one.opened_at, one.id))

    def votings_due(self, now: datetime) -> Sequence[Voting]:
        """By deadline; one that closes at `now` is due."""
        found = self._select(
            kinds.VOTINGS, queries.VOTINGS_DUE, (stamp(now),), lambda one: one.is_open and one.closes_at <= now
        )
        return sorted(found, key=lambda one: (one.closes_at, one.id))

    def put_voting(self, voting: Voting) -> None:
        self._put(kinds.VOTINGS, voting.id, voting)

    def roll_entry(self, voting_id: str, organisation_id: str) -> RollEntry | None:
        placed = self._get(kinds.ROLL, (voting_id, organisation_id))
        return placed[1] if placed else None

    def roll(self, voting_id: str) -> Sequence[RollEntry]:
        return [entry for _, entry in sorted(self._roll(voting_id).values(), key=lambda placed: placed[0])]

    def put_roll(self, voting_id: str, roll: Sequence[RollEntry]) -> None:
        """Raises ValueError when the voting has one: a roll is frozen."""
        if self._roll(voting_id):
            raise ValueError(f"voting {voting_id} has its roll")
        for position, entry in enumerate(roll):
            self._put(kinds.ROLL, (voting_id, entry.organisation_id), (position, entry))

    def _roll(self, voting_id: str) -> dict[Key, tuple[int, RollEntry]]:
        found = self._by_key(kinds.ROLL, queries.ROLL, (voting_id,))
        return {key: placed for key, placed in found.items() if key[0] == voting_id}

    def ballot(self, voting_id: str, organisation_id: str) -> Ballot | None:
        return self._get(kinds.BALLOTS, (voting_id, organisation_id))

    def ballots(self, voting_id: str) -> Sequence[Ballot]:
        """By when they were cast."""
        found = self._select(kinds.BALLOTS, queries.BALLOTS, (voting_id,), lambda one: one.voting_id == voting_id)
        return sorted(found, key=lambda one: (one.cast_at, one.organisation_id))

    def put_ballot(self, ballot: Ballot) -> None:
        self._put(kinds.BALLOTS, (ballot.voting_id, ballot.organisation_id), ballot)

    def remove_ballot(self, voting_id: str, organisation_id: str) -> None:
        self._put(kinds.BALLOTS, (voting_id, organisation_id), None)

    # The record

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
        last, previous = self._get(kinds.HEADS, committee_id) or (0, GENESIS)
        position, salt = last + 1, secrets.token_hex(8)
        sha256 = digest(
            committee_id=committee_id,
            position=position,
            at=at,
            actor_id=actor_id,
            action=action,
            subject_id=subject_id,
            details=details,
            previous=previous,
            salt=salt,
        )
        text = details_text(details)
        row = (committee_id, position, stamp(at), actor_id, action, subject_id, text, previous, sha256, salt)
        self._put(kinds.AUDIT, (committee_id, position), row)
        self._put(kinds.HEADS, committee_id, (position, sha256))

    def head(self, committee_id: str) -> str:
        """GENESIS for a committee without entries."""
        found = self._get(kinds.HEADS, committee_id)
        return found[1] if found else GENESIS

    def entries(self, committee_id: str) -> Sequence[AuditEntry]:
        """From the first."""
        rows = self._select(kinds.AUDIT, queries.AUDIT, (committee_id,), lambda row: row[0] == committee_id)
        return [entry_of(row) for row in sorted(rows, key=lambda row: row[1])]

    def entries_about(self, committee_id: str, subject_id: str) -> Sequence[AuditEntry]:
        """From the first."""
        rows = self._select(
            kinds.AUDIT,
            queries.AUDIT_ABOUT,
            (committee_id, subject_id),
            lambda row: (row[0], row[5]) == (committee_id, subject_id),
        )
        return [entry_of(row) for row in sorted(rows, key=lambda row: row[1])]

    def committees_with_log(self) -> list[str]:
        """Ids of the committees that have a chain, sorted; what this transaction wrote is not counted."""
        return [row[0] for row in self._batch.connection.rows(queries.COMMITTEES_WITH_LOG, ())]

    # Errands

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
        if self._get(kinds.WAITING, key):
            return
        errand = Errand(
            id=self.new_id(),
            committee_id=committee_id,
            kind=kind,
            key=key,
            payload=payload,
            created_at=now,
            due_at=due_at or now,
        )
        self._put(kinds.ERRANDS, errand.id, errand)
        self._put(kinds.WAITING, key, errand.id)

    def errand(self, errand_id: str) -> Errand:
        return self._require(kinds.ERRANDS, errand_id)

    def errands(self, committee_id: str, *, unfinished: bool = True) -> Sequence[Errand]:
        """Oldest first."""

        def matches(one: Errand) -> bool:
            return one.committee_id == committee_id and not (unfinished and one.state is ErrandState.DONE)

        query = queries.ERRANDS_UNFINISHED if unfinished else queries.ERRANDS
        found = self._select(kinds.ERRANDS, query, (committee_id,), matches)
        return sorted(found, key=lambda one: (one.created_at, one.id))

    def errands_under_way(self) -> Sequence[Errand]:
        """Oldest first."""
        rows = self._batch.connection.rows(queries.ERRANDS_HELD, ())
        found = [one for one in self._merge(kinds.ERRANDS, rows).values() if one.state is ErrandState.SENDING]
        return sorted(found, key=lambda one: (one.created_at, one.id))

    def is_under_way(self, key: str) -> bool:
        return self._get(kinds.UNDER_WAY, key) is not None

    def put_errand(self, errand: Errand) -> None:
        """One that goes back to waiting behind a newer one with its key is DONE, and the newer waits as long as it."""
        waiting = self._get(kinds.WAITING, errand.key)
        if errand.state is ErrandState.WAITING and waiting and waiting != errand.id:
            self._put(kinds.ERRANDS, waiting, _merged(self.errand(waiting), errand))
            errand = replace(errand, state=ErrandState.DONE, error="superseded", lease_until=None)
        self._put(kinds.ERRANDS, errand.id, errand)
        self._note(kinds.WAITING, errand, errand.state is ErrandState.WAITING)
        self._note(kinds.UNDER_WAY, errand, errand.state in kinds.HELD)

    def take_errand(self, *, now: datetime, lease_until: datetime) -> Errand | None:
        """By due time; never one whose key is under way. `error` is AMBIGUOUS for what may have been delivered."""
        rows = self._batch.connection.rows(queries.ERRANDS_DUE, (stamp(now), stamp(now)))
        found = self._merge(kinds.ERRANDS, rows).values()
        due = sorted((one for one in found if _is_due(one, now)), key=lambda one: (one.due_at, one.created_at, one.id))
        for errand in due:
            mine = self._claimed(errand)
            if mine and _is_due(mine, now) and self._get(kinds.UNDER_WAY, mine.key) in (None, mine.id):
                return self._taken(mine, lease_until)
        return None

    def _claimed(self, errand: Errand) -> Errand | None:
        """The errand as it now is, kept to this transaction; None when another process is taking it."""
        if errand.id in self._merge(kinds.ERRANDS, ()):
            return errand
        rows = self._batch.connection.rows(queries.ERRAND_TO_TAKE, (errand.id,))
        return self._batch.object_of(kinds.ERRANDS, errand.id, rows[0]) if rows else None

    def errands_due(self, now: datetime) -> bool:
        """Whether a look with `take_errand` may be worth a transaction; what this transaction wrote is not counted."""
        return bool(self._batch.connection.rows(queries.ANY_ERRAND_DUE, (stamp(now), stamp(now))))

    def _taken(self, errand: Errand, lease_until: datetime) -> Errand:
        taken = replace(
            errand,
            state=ErrandState.SENDING,
            attempts=errand.attempts + 1,
            lease_until=lease_until,
            error=errand.error if errand.state is ErrandState.WAITING else AMBIGUOUS,
        )
        self.put_errand(taken)
        return taken

    def _note(self, kind: Kind, errand: Errand, holds: bool) -> None:
        if holds:
            self._put(kind, errand.key, errand.id)
        elif self._get(kind, errand.key) == errand.id:
            self._put(kind, errand.key, None)

    # What stands in Teams

    def post(self, key: str) -> Post | None:
        return self._get(kinds.POSTS, key)

    def put_post(self, post: Post) -> None:
        self._put(kinds.POSTS, post.key, post)

    def service_url(self, tenant_id: str) -> str | None:
        return self._get(kinds.SERVICE_URLS, tenant_id)

    def put_service_url(self, tenant_id: str, url: str) -> None:
        """Costs no commit when it is the one we know."""
        if self.service_url(tenant_id) != url:
            self._put(kinds.SERVICE_URLS, tenant_id, url)

    # Workflow, then batch, then database

    def _get(self, kind: Kind, key: Key) -> Any:
        mine = self.written.get(kind)
        if mine is not None and key in mine:
            return mine[key]
        return self._batch.get(kind, key)

    def _require(self, kind: Kind, key: Key) -> Any:
        found = self._get(kind, key)
        if found is None:
            raise CommitteeError("not_found")
        return found

    def _put(self, kind: Kind, key: Key, value: Any) -> None:
        if not self._batch.connection.writable:
            raise RuntimeError("a read must not write")
        mine = self.written.get(kind)
        if mine is None:
            mine = self.written[kind] = {}
        mine[key] = value

    def _select(self, kind: Kind, query: Statement, values: Sequence[Any], matches: Callable[[Any], bool]) -> list[Any]:
        return [one for one in self._by_key(kind, query, values).values() if matches(one)]

    def _by_key(self, kind: Kind, query: Statement, values: Sequence[Any]) -> dict[Key, Any]:
        return self._merge(kind, self._batch.connection.rows(query, values))

    def _merge(self, kind: Kind, rows: Sequence[tuple[Any, ...]]) -> dict[Key, Any]:
        found = {key: self._batch.object_of(kind, key, row) for row in rows for key in (kind.key_of(row),)}
        found.update(self._batch.written(kind))
        found.update(self.written.get(kind) or {})
        return {key: one for key, one in found.items() if one is not None}


def _merged(newer: Errand, older: Errand) -> Errand:
    """The newer says what to show; it inherits how long to wait, and since when the older may have been delivered."""
    return replace(
        newer,
        created_at=min(newer.created_at, older.created_at),
        due_at=max(newer.due_at, older.due_at),
        attempts=max(newer.attempts, older.attempts),
        error=older.error,
    )


def _is_due(errand: Errand, now: datetime) -> bool:
    if errand.state is ErrandState.SENDING:
        return errand.lease_until is None or errand.lease_until <= now
    return errand.state in (ErrandState.WAITING, ErrandState.AMBIGUOUS) and errand.due_at <= now
