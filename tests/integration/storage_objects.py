"""Committee objects for the tests of the database."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from committee.mandate import MandateStamp, VotingRules
from committee.meetings import Meeting, MeetingState
from committee.minutes import Minutes, MinutesState
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalForm, ProposalState
from committee.voting import Ballot, Choice, RollEntry, Tally, Voting
from storage.store import SqlStore, is_current, migrate, open_store

NOW = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
STAMP = MandateStamp(committee_id="bu", valid_from=date(2021, 4, 14), sha256="a" * 64)
ROLL = tuple(RollEntry(organisation_id=one, name=one.title(), weight=1) for one in ("molde", "aukra", "vestnes"))


def proposal(proposal_id: str = "p1", **changes: Any) -> Proposal:
    values: dict[str, Any] = {
        "committee_id": "bu",
        "number": 1,
        "year": 2026,
        "prefix": "BU",
        "mandate": STAMP,
        "form": ProposalForm(title="Ny journalløsning «Åre»", kind="new"),
        "proposer_id": "per1",
        "organisation_id": "molde",
        "state": ProposalState.SUBMITTED,
        "submitted_at": NOW,
    }
    return Proposal(id=proposal_id, **(values | changes))


def meeting(meeting_id: str = "m1", **changes: Any) -> Meeting:
    values: dict[str, Any] = {
        "committee_id": "bu",
        "starts_at": NOW,
        "ends_at": NOW + timedelta(hours=2),
        "state": MeetingState.IN_SESSION,
    }
    return Meeting(id=meeting_id, **(values | changes))


def voting(voting_id: str = "v1", **changes: Any) -> Voting:
    values: dict[str, Any] = {
        "committee_id": "bu",
        "proposal_id": "p1",
        "meeting_id": "m1",
        "mandate": STAMP,
        "rules": VotingRules(),
        "tally": Tally(roll_count=3, roll_weight=3),
        "opened_at": NOW,
        "opened_by": "chair",
        "closes_at": NOW + timedelta(days=7),
    }
    return Voting(id=voting_id, **(values | changes))


def ballot(organisation_id: str = "molde", **changes: Any) -> Ballot:
    values: dict[str, Any] = {
        "voting_id": "v1",
        "person_id": "per1",
        "choice": Choice.FOR,
        "weight": 1,
        "cast_at": NOW,
    }
    return Ballot(organisation_id=organisation_id, **(values | changes))


def minutes(minutes_id: str = "r1", **changes: Any) -> Minutes:
    values: dict[str, Any] = {
        "committee_id": "bu",
        "committee_name": "Bestillerutvalget",
        "meeting_id": "m1",
        "mandate_reference": "PS-6/21",
        "mandate_approved_by": "Styret",
        "state": MinutesState.DRAFT,
        "language": "nb",
        "time_zone": "Europe/Oslo",
        "place": "Teams",
        "starts_at": NOW,
        "ended_at": NOW,
        "chair": "Leder",
        "secretary": "Sekretær",
        "present": (),
        "apologies": (),
        "cases": (),
    }
    return Minutes(id=minutes_id, **(values | changes))


def open_case(tx: Transaction) -> None:
    """A meeting in session with one case and its voting open."""
    tx.put_meeting(meeting())
    tx.put_proposal(proposal())
    tx.put_voting(voting())
    tx.put_roll("v1", ROLL)


def note(tx: Transaction, subject_id: str, committee_id: str = "bu") -> None:
    """One entry in the committee's log."""
    tx.record(
        committee_id, at=NOW, actor_id="per1", action="noted", subject_id=subject_id, details={"text": "Ærlig", "n": 1}
    )


@asynccontextmanager
async def fresh_store(database_url: str) -> AsyncIterator[SqlStore]:
    """A store on a new database."""
    if not is_current(database_url):
        migrate(database_url)
    async with open_store(database_url) as store:
        yield store


async def write_together(store: SqlStore, *works: Callable[[Transaction], Any]) -> list[Any]:
    """Runs the works in one batch, in this order: they queue while the writer is busy. Exceptions are results."""
    started, go = threading.Event(), threading.Event()

    def block(_tx: Transaction) -> None:
        started.set()
        assert go.wait(30)

    blocked = asyncio.create_task(store.write(block))
    await asyncio.to_thread(started.wait, 30)
    waiting = [asyncio.ensure_future(store.write(work)) for work in works]
    await asyncio.sleep(0)
    go.set()
    await blocked
    return await asyncio.gather(*waiting, return_exceptions=True)
