"""Whatever people press, in whatever order and however often it is delivered, a voting holds what it promises.

The model is a dictionary: each organisation's last ballot. `UTVALG_MACHINE=5000` goes deeper, by chance instead of by
the same path each time.
"""

import asyncio
import json
import os
import shutil
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from committee.audit import check_chain
from committee.deputies import CallAnswer, DeputyCall
from committee.errors import CommitteeError
from committee.mandate import (
    Agreement,
    Approval,
    BallotKind,
    Mandate,
    Organisation,
    Tie,
    TooFew,
    Visibility,
    VotingRules,
)
from committee.mandate_book import MandateBook
from committee.meetings import Meeting, MeetingState, Presence
from committee.members import Directory, Member, Person, Seat
from committee.proposals import Assurance, Proposal, ProposalForm, ProposalState
from committee.recusals import Recusal, RecusalState
from committee.seat_rules import Function, OrganisationKind
from committee.voting import WHOLE, Ballot, Choice, outcome, split_ballot, tally
from committee.voting_check import check_proof
from committee.voting_proof import make_proof
from committee.workflows.ballots import cast_ballot
from committee.workflows.deputies import answer_call, hand_over, take_back
from committee.workflows.entered_ballots import enter_ballot
from committee.workflows.meetings import record_attendance
from committee.workflows.recusals import decide_recusal, raise_recusal
from committee.workflows.votings import close_voting, open_voting
from storage.store import SqlStore, migrate, open_store
from tests.unit.test_voting_proof import script

T = TypeVar("T")
DEEPER = os.environ.get("UTVALG_MACHINE")
AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
ORGANISATIONS = ("aukra", "molde", "rauma", "vestnes")
#: Of each organisation two who vote and a deputy; three who never vote; one from outside.
VOTERS = tuple(f"{one}{n}" for one in ORGANISATIONS for n in (1, 2))
DEPUTIES = tuple(f"{one}-vara" for one in ORGANISATIONS)
OTHERS = ("leder", "sekretaer", "tillitsvalgt", "utenfor")
EVERYBODY = (*VOTERS, *DEPUTIES, *OTHERS)
#: Mostly those who may vote, so that much happens before it is over.
PEOPLE = st.sampled_from((*VOTERS, *VOTERS, *EVERYBODY))
#: So many times out of ten somebody really closes.
SURE = st.integers(0, 9)
CHOICES = st.sampled_from(WHOLE)
#: A whole ballot, or the parts of one that is split.
Said = Choice | tuple[int, int, int]
RULES = st.builds(
    VotingRules,
    agreement=st.sampled_from((Agreement.SIMPLE, Agreement.ABSOLUTE, Agreement.CONSENSUS)),
    quorum=st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(3, 4))),
    tie=st.sampled_from((Tie.ESCALATE, Tie.CHAIR, Tie.CHAIR, Tie.REJECT)),
    too_few=st.sampled_from(TooFew),
    abstention_allowed=st.booleans(),
    abstentions_count=st.booleans(),
    ballot_may_change=st.sampled_from((True, True, False)),
    escalation_may_be_demanded=st.booleans(),
    ballots=st.sampled_from(Visibility),
    ballot=st.sampled_from(BallotKind),
)


#: Mostly alike, so that there are ties.
WEIGHTS = st.sampled_from(([1, 1, 1, 1], [2, 2, 2, 2])) | st.lists(st.integers(1, 3), min_size=4, max_size=4)


def said_in(ballot: Ballot) -> Said:
    return ballot.choice if ballot.parts is None else ballot.parts


def mark_of(person: str, seen: int, said: Said) -> str:
    """How a press begins in the ballot that knows it."""
    told = said if isinstance(said, Choice) else f"split-{said[0]}-{said[1]}-{said[2]}"
    return f"{person}:{seen}:{told}:"


def seats() -> tuple[Seat, ...]:
    def seat(person: str, function: Function, organisation: str, *, deputy: bool = False) -> Seat:
        return Seat(
            person_id=person, committee_id="bu", function=function, organisation_id=organisation, is_deputy=deputy
        )

    ordinary = [seat(one, Function.REPRESENTATIVE, one[:-1]) for one in VOTERS]
    deputies = [seat(one, Function.REPRESENTATIVE, one.removesuffix("-vara"), deputy=True) for one in DEPUTIES]
    return (
        seat("leder", Function.CHAIR, "ror"),
        seat("sekretaer", Function.SECRETARY, "ror"),
        seat("tillitsvalgt", Function.UNION, "union"),
        *ordinary,
        *deputies,
    )


def directory(rules: VotingRules, weights: dict[str, int]) -> Directory:
    voters = [
        Organisation(id=one, name=one.title(), kind=OrganisationKind.MUNICIPALITY, weight=weights[one])
        for one in ORGANISATIONS
    ]
    mandate = Mandate(
        id="bu",
        name="Utvalget",
        prefix="BU",
        valid_from=date(2021, 4, 14),
        sha256="a" * 64,
        source="Mandat",
        approval=Approval(reference="PS-6/21", approved_on=date(2021, 4, 14), approved_by="styret"),
        organisations=(*voters, Organisation(id="ror", name="ROR", kind=OrganisationKind.HOST, weight=0)),
        rules=rules,
        superior="styret",
    )
    people = {
        one: Person(id=one, name=one.title(), tenant_id="t", object_id=f"o-{one}", address=f"{one}@x.example")
        for one in EVERYBODY
    }
    return Directory(
        mandates={"bu": mandate},
        people=people,
        seats=seats(),
        spaces={},
        book=MandateBook(versions={"bu": (mandate,)}),
    )


@cache
def template() -> Path:
    path = Path(mkdtemp(prefix="machine-")) / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


class VotingMachine(RuleBasedStateMachine):
    """A voting in a meeting, with everything that people may do to it."""

    @initialize(rules=RULES, weights=WEIGHTS)
    def open(self, rules: VotingRules, weights: list[int]) -> None:
        self.folder = Path(mkdtemp(prefix="machine-"))
        shutil.copy(template(), self.folder / "bot.db")
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.store: SqlStore = self.run(self.stack.enter_async_context(open_store(f"sqlite:///{self.folder}/bot.db")))
        self.weights = dict(zip(ORGANISATIONS, weights, strict=True))
        self.directory = directory(rules, self.weights)
        self.now = AT
        self.rules = rules
        #: The model: what each organisation has voted, and by whom.
        self.votes: dict[str, tuple[Said, str, bool, bool]] = {}
        self.out: set[str] = set()
        self.pressed: list[tuple[str, Said, int, bool]] = []
        self.write(self._put_case)
        voting = self.write(lambda tx: open_voting(tx, self.directory, self.member("leder"), "p" * 32, now=self.now))
        self.voting_id: str = voting.id
        self.closed = False
        self.at_closing: Any = None

    def _put_case(self, tx: Any) -> None:
        stamp = self.directory.mandates["bu"].stamp
        assured = Assurance(checked=(), assessment="x", recommendation="Ja", assured_by="leder", assured_at=AT)
        form = ProposalForm(title="Skjema", kind="new", need="x")
        case = Proposal(
            id="p" * 32, committee_id="bu", number=1, year=2026, prefix="BU", mandate=stamp, form=form,
            proposer_id="molde1", organisation_id="molde", state=ProposalState.ON_AGENDA, submitted_at=AT,
            assurance=assured, meeting_id="m1",
        )  # fmt: skip
        meeting = Meeting(
            id="m1", committee_id="bu", starts_at=AT, ends_at=AT + timedelta(hours=2), state=MeetingState.IN_SESSION,
            mandate=stamp, agenda=("p" * 32,),
        )  # fmt: skip
        tx.put_meeting(meeting)
        tx.put_proposal(case)

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    def write(self, work: Callable[[Any], T]) -> T:
        self.now += timedelta(seconds=1)
        return self.run(self.store.write(work))

    def read(self, work: Callable[[Any], T]) -> T:
        return self.run(self.store.read(work))

    def member(self, person: str) -> Member:
        return self.directory.member(self.directory.people[person], "bu")

    def organisation(self, person: str) -> str | None:
        return next((one for one in ORGANISATIONS if person.startswith(one)), None)

    def tried(self, work: Callable[[Any], T]) -> T | None:
        """What the rules allow happens; what they refuse is refused kindly, never by a fault of ours."""
        try:
            return self.write(work)
        except CommitteeError:
            return None

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.run(self.stack.aclose())
            self.loop.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # What people do

    @rule(person=PEOPLE, choice=CHOICES, demand=st.booleans(), times=st.integers(1, 4))
    def vote(self, person: str, choice: Said, demand: bool, times: int) -> None:
        organisation = self.organisation(person)
        before = self.votes.get(organisation or "")
        seen = self.read(lambda tx: tx.ballot(self.voting_id, organisation or ""))
        press = (person, choice, seen.revision if seen else 0, demand)
        delivered = [self.deliver(press) for _ in range(times)]
        self.pressed.append(press)
        if any(delivered) and organisation:
            allowed = self.rules.ballot_may_change or before is None or before[2]
            said = (choice, person, False, demand)
            if before != said:
                assert allowed, "a final ballot was changed"
            self.votes[organisation] = said

    @rule(person=st.sampled_from((*VOTERS, *DEPUTIES)), yes=st.integers(0, 3), no=st.integers(0, 3), more=SURE)
    def split(self, person: str, yes: int, no: int, more: int) -> None:
        """Mostly all of the weight, and now and then more than there is."""
        weight = self.weights[self.organisation(person) or ""]
        parts = (yes, no, max(0, weight - yes - no) + (more == 9))
        choice, split = split_ballot(parts)
        self.vote(person, choice if split is None and sum(parts) == weight else parts, False, 2)

    def deliver(self, press: tuple[str, Said, int, bool]) -> bool:
        person, said, seen, demand = press
        choice, parts = (said, None) if isinstance(said, Choice) else (Choice.SPLIT, said)
        return bool(
            self.tried(
                lambda tx: cast_ballot(
                    tx, self.directory, self.member(person), self.voting_id, choice, parts=parts,
                    remark="Fordi." if demand else "", escalation_demanded=demand, seen_revision=seen, now=self.now,
                )
            )
        )  # fmt: skip

    @precondition(lambda self: self.pressed)
    @rule(data=st.data())
    def an_old_press_comes_once_more(self, data: st.DataObject) -> None:
        """Teams delivers late and twice: one that was answered before changes nothing."""
        self.comes_again(data.draw(st.sampled_from(self.pressed[-8:])))

    @rule(person=st.sampled_from(VOTERS), first=CHOICES, second=CHOICES)
    def the_first_of_two_presses_comes_last(self, person: str, first: Choice, second: Choice) -> None:
        self.vote(person, first, False, 1)
        press = self.pressed[-1]
        self.vote(person, second, False, 1)
        self.comes_again(press)

    def comes_again(self, press: tuple[str, Said, int, bool]) -> None:
        organisation = self.organisation(press[0])
        stood = self.votes.get(organisation or "")
        known = self.read(lambda tx: tx.ballot(self.voting_id, organisation or ""))
        mark = mark_of(press[0], press[2], press[1])
        if known is None or not any(one.startswith(mark) for one in known.presses):
            return
        self.deliver(press)
        assert self.votes.get(organisation or "") == stood

    @rule(person=st.sampled_from(VOTERS), choice=CHOICES, by=PEOPLE)
    def enter(self, person: str, choice: Choice, by: str) -> None:
        entered = self.tried(
            lambda tx: enter_ballot(
                tx, self.directory, self.member(by), self.voting_id,
                person_id=person, choice=choice.value, ground="E-post.", now=self.now,
            )
        )  # fmt: skip
        if entered:
            organisation = self.organisation(person) or ""
            assert by in ("leder", "sekretaer")
            assert organisation not in self.votes or self.votes[organisation][2], "a vote of their own was overwritten"
            self.votes[organisation] = (choice, person, True, False)

    @rule(person=st.sampled_from(VOTERS), choice=CHOICES, other=CHOICES, by=st.sampled_from(("leder", "sekretaer")))
    def enter_over_what_was_cast(self, person: str, choice: Choice, other: Choice, by: str) -> None:
        self.vote(person, choice, False, 1)
        self.enter(person, other, by)

    @rule(person=st.sampled_from((*VOTERS, "leder")), yes=st.booleans())
    def recuse(self, person: str, yes: bool) -> None:
        by = "sekretaer" if person == "leder" or "leder" in self.out else "leder"
        raised = self.tried(
            lambda tx: raise_recusal(tx, self.directory, self.member(person), "p" * 32, ground="x", now=self.now)
        )
        if raised is None:
            return
        decided = self.tried(
            lambda tx: decide_recusal(
                tx, self.directory, self.member(by), raised.id,
                recused=yes, paragraph="second", decision="x", now=self.now,
            )
        )  # fmt: skip
        if decided is None:
            return
        self.out.discard(person)
        if decided.state is RecusalState.RECUSED:
            self.out.add(person)
            organisation = self.organisation(person)
            if organisation and not self.closed and self.votes.get(organisation, ("", ""))[1] == person:
                del self.votes[organisation]

    @rule(person=st.sampled_from(VOTERS), choice=CHOICES, sure=SURE)
    def vote_and_be_found_inhabil(self, person: str, choice: Choice, sure: int) -> None:
        """Rarely, so that there are some left to vote."""
        if sure > 2:
            return
        self.vote(person, choice, False, 1)
        self.recuse(person, True)

    @rule(person=st.sampled_from(VOTERS), choice=CHOICES)
    def demand_and_think_better_of_it(self, person: str, choice: Choice) -> None:
        self.vote(person, choice, True, 1)
        self.vote(person, choice, False, 1)

    @rule(person=st.sampled_from(VOTERS), back=st.booleans())
    def hand_over_or_take_back(self, person: str, back: bool) -> None:
        def act(tx: Any) -> Any:
            if back:
                return take_back(tx, self.directory, self.member(person), self.voting_id, now=self.now)
            return hand_over(tx, self.directory, self.member(person), self.voting_id, now=self.now)

        self.tried(act)

    @rule(person=st.sampled_from(VOTERS), presence=st.sampled_from(Presence))
    def attend(self, person: str, presence: Presence) -> None:
        self.tried(lambda tx: record_attendance(tx, self.directory, self.member(person), "m1", presence, now=self.now))

    @rule(data=st.data(), accept=st.booleans())
    def answer(self, data: st.DataObject, accept: bool) -> None:
        calls = self.read(lambda tx: [one for one in tx.records(DeputyCall, "bu") if one.stands])
        if not calls:
            return
        call = data.draw(st.sampled_from(calls))
        answered = self.tried(
            lambda tx: answer_call(
                tx, self.directory, self.member(call.person_id), call.id, accept=accept, now=self.now
            )
        )
        if answered and not accept:
            assert answered.answer is CallAnswer.DECLINED

    @rule(by=st.sampled_from((*OTHERS, "molde1")), ground=st.sampled_from(("", "Alle er enige.")), sure=SURE)
    def close(self, by: str, ground: str, sure: int) -> None:
        """Rarely, and rarely early, so that there is something to close."""
        if sure > 2 or len(self.votes) < 3:
            return
        member = self.member(by)
        self._end(lambda tx: close_voting(tx, self.directory, member, self.voting_id, ground=ground, now=self.now), by)

    @rule(choice=CHOICES, by=st.sampled_from((*OTHERS, "molde1")), sure=SURE, out=st.booleans(), split=st.booleans())
    def all_vote_and_somebody_closes(self, choice: Choice, by: str, sure: int, out: bool, split: bool) -> None:
        """Sometimes by a leader who is inhabil, or with a tie; then one votes once more, and one closes anew."""
        if sure > 3:
            return
        if out:
            self.recuse("leder", True)
        for number, person in enumerate(VOTERS[::2]):
            self.vote(person, (Choice.FOR, Choice.AGAINST)[number % 2] if split else choice, False, 1)
        for one in (by, "leder"):
            self.close(one, "Alle er enige.", 0)
        self.vote("molde1", Choice.AGAINST, False, 1)
        self.now += timedelta(days=8)
        self.close("leder", "Alle er enige.", 0)

    @rule(sure=SURE)
    def a_tie_is_closed_twice(self, sure: int) -> None:
        if sure > 2:
            return
        for number, person in enumerate(VOTERS[::2]):
            self.vote(person, (Choice.FOR, Choice.AGAINST)[number % 2], False, 1)
        for _ in range(2):
            self.close("leder", "Alle er enige.", 0)

    @precondition(lambda self: len(getattr(self, "votes", ())) >= 3)
    @rule(sure=SURE)
    def the_deadline_passes(self, sure: int) -> None:
        if sure > 0:
            return
        self.now += timedelta(days=8)
        self._end(lambda tx: close_voting(tx, self.directory, None, self.voting_id, now=self.now), "clock")

    def _end(self, work: Callable[[Any], Any], by: str) -> None:
        was = self.closed
        if self.tried(work) is None or was:
            return
        assert by in ("clock", "leader", "leder", "sekretaer")
        assert by != "leder" or "leder" not in self.out, "one who is inhabil has led the case"
        assert by != "sekretaer" or "leder" in self.out
        self.closed = True
        self.at_closing = self._seen()

    def _seen(self) -> Any:
        return self.read(lambda tx: (tx.voting(self.voting_id), list(tx.ballots(self.voting_id))))

    # What always holds

    @invariant()
    def the_ballots_are_those_of_the_model(self) -> None:
        if not hasattr(self, "voting_id"):
            return
        voting, ballots = self._seen()
        found = {one.organisation_id: (said_in(one), one.person_id, bool(one.entered_by)) for one in ballots}
        assert found == {name: vote[:3] for name, vote in self.votes.items()}
        roll = self.read(lambda tx: list(tx.roll(self.voting_id)))
        assert voting.tally == tally(roll, ballots)
        assert set(voting.voted) == set(found)
        assert voting.closed_at is not None or not {one.person_id for one in ballots} & self.out
        assert all(one.weight == self.weights[one.organisation_id] for one in ballots)
        assert all(sum(weight for _, weight in one.shares) == one.weight for one in ballots)
        assert all(one.parts is None or self.rules.ballot is BallotKind.SPLIT for one in ballots)

    @invariant()
    def closed_is_closed_and_anyone_can_count_it(self) -> None:
        if not getattr(self, "closed", False):
            return
        voting, ballots = self._seen()
        was, had = self.at_closing
        assert (replace(voting, recused=(), called=()), ballots) == (replace(was, recused=(), called=()), had)
        assert voting.verdict == outcome(self.rules, voting.tally)
        proof = json.loads(
            json.dumps(self.read(lambda tx: make_proof(tx, self.voting_id, with_ballots=True, now=self.now)))
        )
        assert check_proof(proof).faults == ()
        assert script.check(proof)[0] == []

    @invariant()
    def the_record_is_whole(self) -> None:
        if hasattr(self, "voting_id"):
            entries, head = self.read(lambda tx: (tx.entries("bu"), tx.head("bu")))
            assert check_chain(entries, head=head) == []

    @invariant()
    def who_is_out_is_known(self) -> None:
        if hasattr(self, "voting_id"):
            recusals = self.read(lambda tx: list(tx.records_about(Recusal, "p" * 32)))
            last = {one.person_id: one.is_recused for one in recusals}
            assert {one for one, is_out in last.items() if is_out} == self.out


VotingMachine.TestCase.settings = settings(
    max_examples=int(DEEPER or 200),
    stateful_step_count=40,
    deadline=None,
    derandomize=not DEEPER,
    # What is found is made small by whoever goes deeper; red is enough for the rest, and quick.
    phases=tuple(Phase) if DEEPER else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
TestVoting = pytest.mark.timeout(0 if DEEPER else 300)(VotingMachine.TestCase)
