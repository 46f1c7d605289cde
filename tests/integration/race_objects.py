"""A committee of many, and several stores on one database, for tests of what happens at the same time."""

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, timedelta
from typing import Any, TypeVar

from committee.mandate import Approval, Mandate, Organisation
from committee.meetings import Meeting, MeetingState
from committee.members import Directory, Member, Person, Seat, Space
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalForm, ProposalState
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind
from committee.workflows.votings import open_voting
from storage.store import SqlStore, open_store
from tests.integration.storage_objects import NOW

T = TypeVar("T")
COMMITTEES = ("bu", "au")
MUNICIPALITIES = 12


def _mandate(committee_id: str) -> Mandate:
    return Mandate(
        id=committee_id,
        name=f"Utvalg {committee_id}",
        prefix=committee_id.upper(),
        valid_from=date(2021, 4, 14),
        sha256=committee_id * 32,
        source="mandat",
        approval=Approval(reference="PS-6/21", approved_on=date(2021, 4, 14), approved_by="styret"),
        organisations=tuple(
            Organisation(id=f"o{n}", name=f"Kommune {n}", kind=OrganisationKind.MUNICIPALITY, weight=1 + n % 3)
            for n in range(MUNICIPALITIES)
        ),
        superior=None,
        chair=ChairRule(by=ChairBy.ELECTION, among=(OrganisationKind.MUNICIPALITY,), source="§ 4"),
    )


def _directory() -> Directory:
    people = {one: Person(id=one, name=one, tenant_id="t", object_id=one, address="") for one in _people()}
    seats = [
        Seat(committee_id=committee_id, person_id=one, function=Function.REPRESENTATIVE, organisation_id=one[:-1])
        for committee_id in COMMITTEES
        for one in people
        if one != "leder"
    ]
    seats += [
        Seat(committee_id=one, person_id="leder", function=Function.CHAIR, organisation_id="o0") for one in COMMITTEES
    ]
    return Directory(
        mandates={one: _mandate(one) for one in COMMITTEES},
        people=people,
        seats=tuple(seats),
        spaces={one: Space(committee_id=one, team_id="t", channel_id=f"19:{one}", calendar="") for one in COMMITTEES},
    )


def _people() -> list[str]:
    """Two of each municipality, who share its ballot."""
    return ["leder", *(f"o{n}{which}" for n in range(MUNICIPALITIES) for which in "ab")]


DIRECTORY = _directory()


def member(person_id: str, committee_id: str = "bu") -> Member:
    return DIRECTORY.member(DIRECTORY.people[person_id], committee_id)


VOTERS = tuple(one for one in DIRECTORY.people if one != "leder")


def open_for_votes(tx: Transaction, committee_id: str = "bu", number: int = 1) -> str:
    """A voting that is open on a case of its own; gives its id."""
    meeting_id, proposal_id = f"m-{committee_id}-{number}", f"p-{committee_id}-{number}"
    tx.put_meeting(
        Meeting(
            id=meeting_id,
            committee_id=committee_id,
            starts_at=NOW,
            ends_at=NOW + timedelta(hours=2),
            state=MeetingState.IN_SESSION,
        )
    )
    tx.put_proposal(
        Proposal(
            id=proposal_id,
            committee_id=committee_id,
            number=number,
            year=2026,
            prefix=committee_id.upper(),
            mandate=DIRECTORY.mandates[committee_id].stamp,
            form=ProposalForm(title="Felles innbyggerdialog", kind="new"),
            proposer_id="o1a",
            organisation_id="o1",
            state=ProposalState.ON_AGENDA,
            submitted_at=NOW,
            meeting_id=meeting_id,
        )
    )
    return open_voting(tx, DIRECTORY, member("leder", committee_id), proposal_id, now=NOW).id


@asynccontextmanager
async def open_stores(database_url: str, many: int) -> AsyncIterator[list[SqlStore]]:
    """So many stores on one database, each as in a process of its own; on SQLite one, which is all it lets in."""
    async with AsyncExitStack() as stack:
        many = 1 if database_url.startswith("sqlite") else many
        yield [await stack.enter_async_context(open_store(database_url)) for _ in range(many)]


class Together:
    """Has several workflows wait for each other once: all have looked before any has written."""

    def __init__(self, many: int = 2) -> None:
        self._barrier = threading.Barrier(many)
        self._met = threading.local()

    def first_time(self) -> None:
        """A workflow that is run again does not wait."""
        if not getattr(self._met, "done", False):
            self._met.done = True
            self._barrier.wait(30)


def pausing(work: Callable[[Transaction], T]) -> tuple[Callable[[Transaction], T], threading.Event, threading.Event]:
    """The work held up after it has done all, before it is committed; what it sets then, and what lets it go."""
    done, go = threading.Event(), threading.Event()

    def held(tx: Transaction) -> T:
        result = work(tx)
        done.set()
        assert go.wait(30)
        return result

    return held, done, go


Work = Callable[[Transaction], Any]
