"""Whatever people press, in whatever order, a case goes only where it may, and its record tells of each step.

The model is slow and obvious: who sits where, which step leads where, and which words the record has of it. It asks
nothing of the product's own rules. `UTVALG_MACHINE=5000` goes deeper, by chance instead of by the same path each time.
"""

import asyncio
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from committee.audit import check_chain
from committee.case_rights import Act
from committee.errors import CommitteeError
from committee.hearings import Hearing, HearingForm
from committee.mandate import Approval, Mandate, Organisation, VotingRules
from committee.mandate_book import MandateBook
from committee.meetings import Meeting, MeetingState
from committee.members import Directory, Member, Person, Seat, Space
from committee.pending import view_pending
from committee.proposals import Proposal, ProposalForm, ProposalState
from committee.referrals import Referral, ReferralForm, Sending
from committee.remarks import Remark
from committee.seat_rules import Function, OrganisationKind
from committee.voting import WHOLE, Choice
from committee.workflows.ballots import cast_ballot
from committee.workflows.case_rests import RETURN, defer_case, return_deferred, undo_rest, withdraw_case
from committee.workflows.case_texts import send_text, stop_voting
from committee.workflows.decisions import AnswerForm, answer_as_office, answer_for_body
from committee.workflows.hearings import close_hearing, open_hearing
from committee.workflows.meetings import end_meeting, start_meeting
from committee.workflows.progress import evaluate_case, report_case, start_case
from committee.workflows.proposals import assure_proposal, fill_next_agenda, send_back_proposal
from committee.workflows.referral_answers import send_back_to_sender
from committee.workflows.referrals_down import refer_down
from committee.workflows.remarks import make_remark, minute_remark, withdraw_remark
from committee.workflows.votings import close_voting, open_voting
from storage.store import SqlStore, migrate, open_store

DEEPER = os.environ.get("UTVALG_MACHINE")
AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
S = ProposalState
#: A faggruppe that advises an utvalg, which advises daglig leder; above it a board where nobody votes here.
SEATS = {
    "fg-leder": ("fg", Function.CHAIR, "molde"),
    "fg-molde": ("fg", Function.REPRESENTATIVE, "molde"),
    "fg-aukra": ("fg", Function.REPRESENTATIVE, "aukra"),
    "fg-ror": ("fg", Function.HOST_MEMBER, "ror"),
    "bu-leder": ("bu", Function.CHAIR, "ror"),
    "bu-sekretaer": ("bu", Function.SECRETARY, "ror"),
    "bu-molde": ("bu", Function.REPRESENTATIVE, "molde"),
    "bu-aukra": ("bu", Function.REPRESENTATIVE, "aukra"),
    "bu-ror": ("bu", Function.HOST_MEMBER, "ror"),
    "bu-tillitsvalgt": ("bu", Function.UNION, "union"),
    "styret-leder": ("styret", Function.CHAIR, "ror"),
    "styret-sekretaer": ("styret", Function.SECRETARY, "ror"),
}
EVERYBODY = (*SEATS, "utenfor")
BODIES = ("fg", "bu", "styret")
VOTE_IN = ("fg", "bu")
LEAD = {body: f"{body}-leder" for body in BODIES}
PLAN = {"fg": {"fg-leder"}, "bu": {"bu-leder", "bu-sekretaer"}, "styret": {"styret-leder", "styret-sekretaer"}}
ASSURE = {"fg": {"fg-ror"}, "bu": {"bu-ror"}, "styret": set[str]()}
PROPOSE = {one for one, seat in SEATS.items() if seat[1] in (Function.REPRESENTATIVE, Function.HOST_MEMBER)}
#: Assured, and anywhere on its way to a meeting: the bot moves a case among these by itself.
WAITING = {S.ASSURED, S.READY, S.ON_AGENDA}
VOTED = {S.RECOMMENDED, S.NOT_RECOMMENDED, S.NO_AGREEMENT, S.WITH_OFFICE}
CLOSED = {S.RECOMMENDED, S.NOT_RECOMMENDED, S.NO_AGREEMENT, S.WITH_OFFICE, S.ESCALATED}
REST = {S.SUBMITTED, S.SENT_BACK, S.NO_AGREEMENT, S.DEFERRED, *WAITING}
#: Where each step may take the case that it is about, and what the record says of it.
STEPS: Mapping[str, tuple[set[ProposalState], set[ProposalState], set[str]]] = {
    "revise": (
        {S.SUBMITTED, S.SENT_BACK, S.VOTING, *WAITING, *VOTED},
        {S.SUBMITTED},
        {"proposal.revised", "proposal.resubmitted"},
    ),
    "assure": ({S.SUBMITTED}, WAITING, {"proposal.assured"}),
    "send_back": ({S.SUBMITTED, S.ASSURED}, {S.SENT_BACK}, {"proposal.sent_back"}),
    "withdraw": (REST | {S.IN_PROGRESS}, {S.WITHDRAWN}, {"case.withdrawn"}),
    "defer": ({S.SUBMITTED, S.NO_AGREEMENT, *WAITING}, {S.DEFERRED}, {"case.deferred"}),
    "undo": ({S.WITHDRAWN, S.DEFERRED}, REST | {S.IN_PROGRESS}, {"case.resumed"}),
    "day": ({S.DEFERRED}, {S.SUBMITTED, S.NO_AGREEMENT, *WAITING}, {"case.resumed"}),
    "hear": ({S.READY, S.ON_AGENDA}, {S.ASSURED}, {"hearing.opened"}),
    "heard": ({S.ASSURED}, {S.READY, S.ON_AGENDA}, {"hearing.ended"}),
    "open": ({S.ON_AGENDA}, {S.VOTING}, {"voting.opened"}),
    "stop": ({S.VOTING}, {S.ON_AGENDA, S.READY}, {"voting.cancelled"}),
    "close": ({S.VOTING}, CLOSED, {"voting.closed"}),
    "office": (
        {S.WITH_OFFICE},
        {S.DECIDED, S.ESCALATED, S.READY, S.ON_AGENDA},
        {"case.decided", "case.lifted", "case.question"},
    ),
    "body": ({S.ESCALATED}, {S.DECIDED, S.READY, S.ON_AGENDA}, {"case.decided", "case.question"}),
    "ask_sender": ({S.SUBMITTED, *WAITING}, {S.SENT_BACK}, {"case.question"}),
    "refer": ({S.READY, S.ON_AGENDA}, {S.ASSURED}, {"case.referred"}),
    "start": ({S.DECIDED}, {S.IN_PROGRESS}, {"case.started"}),
    "report": ({S.IN_PROGRESS, S.REALISED}, {S.IN_PROGRESS, S.REALISED}, {"case.reported"}),
    "evaluate": ({S.REALISED}, {S.EVALUATED}, {"case.evaluated"}),
    "adjourn": ({S.ON_AGENDA}, {S.READY, S.ON_AGENDA}, set()),
}  # fmt: skip
#: What a step in one body does to the case at the other end.
FOLLOWS = {
    "withdraw": {(S.SENT_BACK, S.WITHDRAWN)},
    "close": {(S.ASSURED, S.READY), (S.ASSURED, S.ON_AGENDA)}
    | {(S.SENT_BACK, one) for one in (S.SUBMITTED, *WAITING)}
    | {(S.WITHDRAWN, one) for one in (S.SUBMITTED, *WAITING)},
    "office": {(one, S.DECIDED) for one in CLOSED},
    "body": {(one, S.DECIDED) for one in CLOSED},
    "ask_sender": {(one, to) for one in CLOSED for to in (S.READY, S.ON_AGENDA)},
    "refer": {(one, to) for one in CLOSED for to in WAITING},
}
#: With the bot's own hand: what is ready goes on the agenda.
BY_ITSELF = {(S.READY, S.ON_AGENDA)}


def mandate(body: str, **more: Any) -> Mandate:
    municipalities = [
        Organisation(id=one, name=one.title(), kind=OrganisationKind.MUNICIPALITY, weight=1 if body in VOTE_IN else 0)
        for one in ("molde", "aukra")
    ]
    return Mandate(
        id=body,
        name=body.title(),
        prefix=body.upper(),
        valid_from=date(2021, 4, 14),
        sha256="a" * 64,
        source="Mandat",
        approval=Approval(reference="PS-6/21", approved_on=date(2021, 4, 14), approved_by="styret"),
        organisations=(*municipalities, Organisation(id="ror", name="ROR", kind=OrganisationKind.HOST, weight=0)),
        rules=VotingRules(escalation_may_be_demanded=True),
        **more,
    )


@cache
def directory() -> Directory:
    mandates = {
        "fg": mandate("fg", superior="bu", advises=("bu",)),
        "bu": mandate("bu", superior="styret", advises=("Daglig leder",)),
        "styret": mandate("styret"),
    }
    people = {
        one: Person(id=one, name=one.title(), tenant_id="t", object_id=f"o-{one}", address=f"{one}@x.example")
        for one in EVERYBODY
    }
    seats = tuple(
        Seat(person_id=one, committee_id=body, function=function, organisation_id=organisation)
        for one, (body, function, organisation) in SEATS.items()
    )
    spaces = {one: Space(committee_id=one, team_id="t", channel_id=f"c-{one}", calendar="x") for one in BODIES}
    book = MandateBook(versions={one: (found,) for one, found in mandates.items()})
    return Directory(mandates=mandates, people=people, seats=seats, spaces=spaces, book=book)


@cache
def template() -> Path:
    path = Path(mkdtemp(prefix="cases-")) / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


def text_of(word: str) -> ProposalForm:
    return ProposalForm(
        title=word, kind="new", need=word, affected="x", cost="x", benefit="x", personal_data=False
    )  # fmt: skip


class CaseMachine(RuleBasedStateMachine):
    """Cases of three bodies, with everything that people may do to them."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp(prefix="cases-"))
        shutil.copy(template(), self.folder / "bot.db")
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.store: SqlStore = self.run(self.stack.enter_async_context(open_store(f"sqlite:///{self.folder}/bot.db")))
        self.rows = sqlite3.connect(f"file:{self.folder}/bot.db?mode=ro", uri=True)
        self.directory = directory()
        self.now = AT
        self.count = self.asked_last = 0
        self.cases: dict[str, Proposal] = {}
        #: What the model knows besides: the texts that were voted on, the days, and where a case rests from.
        self.texts: dict[tuple[str, int], ProposalForm] = {}
        self.voted_on: set[str] = set()
        self.cast: set[str] = set()
        self.rests: dict[str, ProposalState] = {}
        self.told = 0
        self.meetings: dict[str, str] = {}
        for body in VOTE_IN:
            self.plan(body)
        self.version = self.file_version()
        for person in ("fg-molde", "bu-molde"):
            self.submit(person)
        for case in tuple(self.cases):
            self.go(case)

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    def read(self, work: Callable[[Any], Any]) -> Any:
        return self.run(self.store.read(work))

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            self.the_record_is_whole()
            self.rows.close()
            self.run(self.stack.aclose())
            self.loop.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def new_id(self) -> str:
        self.count += 1
        return UUID(int=self.count).hex

    def member(self, person: str, body: str) -> Member:
        return self.directory.member(self.directory.people[person], body)

    def plan(self, body: str) -> None:
        meeting = Meeting(
            id=self.new_id(), committee_id=body, starts_at=self.now, ends_at=self.now + timedelta(days=2000),
            state=MeetingState.PLANNED, mandate=self.directory.mandates[body].stamp, agenda=(),
        )  # fmt: skip
        self.meetings[body] = meeting.id

        def work(tx: Any) -> None:
            tx.put_meeting(meeting)
            fill_next_agenda(tx, body, now=self.now)

        self.run(self.store.write(work))
        self.version = self.file_version()

    # One step, and all that is checked after it

    def act(self, step: str, person: str, work: Callable[[Any], Any], case: Proposal | None = None) -> Any:
        self.now += timedelta(seconds=1)
        try:
            done = self.run(self.store.write(work))
        except CommitteeError:
            assert self.file_version() == self.version, f"{step} was refused, and left something behind"
            return None
        version = self.file_version()
        if version != self.version:
            assert person in self.who_may(step, case), f"{person} has no right to {step}"
            self.version = version
            self.look(step, case)
        return done

    def file_version(self) -> int:
        """Another one whenever anything at all is written: a row, an errand, a word in the record."""
        return self.rows.execute("PRAGMA data_version").fetchone()[0]

    def who_may(self, step: str, case: Proposal | None) -> set[str]:
        """By the seats alone; «clock» is the bot itself."""
        body = case.committee_id if case else ""
        match step:
            case "submit":
                return PROPOSE
            case "revise":
                own = {case.proposer_id} if case else set[str]()
                return own | (PLAN[body] if case and case.state in VOTED else set())
            case "assure" | "send_back":
                return ASSURE[body]
            case "withdraw":
                return PLAN[body] | ({case.proposer_id} if case and case.state is not S.IN_PROGRESS else set())
            case "undo":
                return PLAN[body] | ({case.rest.by} if case and case.rest else set())
            case "defer" | "hear" | "heard":
                return PLAN[body]
            case "refer":
                return PLAN["bu"]
            case "ask_sender":
                return PLAN[body] | ASSURE[body]
            case "open" | "stop" | "close" | "meet" | "adjourn" | "minute":
                return {LEAD[body]} if case else set(LEAD.values())
            case "office":
                return {"bu-leder"}
            case "body":
                return PLAN["styret"]
            case "start":
                return PLAN[body] | ({"bu-leder"} if body == "bu" else set())
            case "report" | "evaluate":
                return PLAN[body] | ASSURE[body] | ({case.responsible_id} if case else set())
            case "ballot":
                return {f"{body}-molde", f"{body}-aukra"}
            case "remark":
                return {one for one in SEATS if one.startswith(body)}
            case _:
                return {*EVERYBODY, "clock"}

    def look(self, step: str, case: Proposal | None) -> None:
        found: list[Proposal] = self.read(lambda tx: [one for body in BODIES for one in tx.proposals(body)])
        news = self.news()
        for one in found:
            before = self.cases.get(one.id)
            if before is not None and before.state is not one.state:
                self.moved(step, before, one, news, is_the_one=case is not None and case.id == one.id)
            key = (one.id, one.version)
            assert self.texts.setdefault(key, one.form) == one.form or one.id not in self.voted_on, (
                "the text became another after a ballot, under the same number"
            )
            self.texts[key] = one.form
        assert {one.id for one in found} >= set(self.cases), "a case is gone"
        self.cases = {one.id: one for one in found}

    def news(self) -> list[tuple[str, str, str]]:
        """What the record has got since: body, action and subject."""
        every = "SELECT committee_id, action, subject_id, rowid FROM audit WHERE rowid > ? ORDER BY rowid"
        fresh = self.rows.execute(every, (self.told,)).fetchall()
        self.told = fresh[-1][3] if fresh else self.told
        return [(body, action, subject) for body, action, subject, _ in fresh]

    def the_record_is_whole(self) -> None:
        for body in BODIES:
            entries, head = self.read(lambda tx, body=body: (tx.entries(body), tx.head(body)))
            assert check_chain(entries, head=head) == []

    def moved(
        self, step: str, was: Proposal, now: Proposal, news: list[tuple[str, str, str]], *, is_the_one: bool
    ) -> None:
        edge = (was.state, now.state)
        if is_the_one:
            start, end, words = STEPS[step]
            assert was.state in start, f"{step}: {was.state} became {now.state}"
            assert now.state in end, f"{step}: {was.state} became {now.state}"
            assert step != "revise" or was.state is not S.VOTING or was.voting_id not in self.cast, "not frozen"
            if step in ("undo", "day"):
                rested = self.rests[now.id]
                assert now.state is rested or {now.state, rested} <= WAITING, f"rested from {rested}, is {now.state}"
            if step in ("withdraw", "defer") and was.state is not S.DEFERRED:
                self.rests[now.id] = was.state
            of_it = [action for body, action, _ in news if body == now.committee_id and action in words]
            assert len(of_it) == (1 if words else 0), f"{step} is told as {of_it}"
        else:
            assert edge in BY_ITSELF | FOLLOWS.get(step, set()), f"{step} made another case {edge}"
            if edge == (S.SENT_BACK, S.WITHDRAWN):
                self.rests[now.id] = S.SENT_BACK
        subjects = (now.id, now.voting_id or "", was.meeting_id or "")
        about = [action for body, action, subject in news if body == now.committee_id and subject in subjects]
        assert about, f"{edge} without a word in the record"
        assert max(Counter(about).values()) == 1, f"told twice: {about}"
        if now.state is S.ON_AGENDA and step != "stop":
            assert about.count("proposal.on_agenda") == 1

    @invariant()
    def the_other_ends_agree(self) -> None:
        if not hasattr(self, "cases"):
            return

        def look(tx: Any) -> Any:
            return (
                {one.id: one for body in BODIES for one in tx.records(Referral, body)},
                {one.id: one for body in BODIES for one in tx.records(Sending, body)},
            )

        referrals, sendings = self.read(look)
        for one in sendings.values():
            assert (referrals[one.id].about, referrals[one.id].from_case) == (one.to_case, one.about)
        assert {one for one, found in referrals.items() if found.from_case} == set(sendings)
        for case in self.cases.values():
            if case.came_from and (sender := self.cases[case.came_from]).went_to == case.id:
                if case.state is S.DECIDED:
                    assert sender.state not in CLOSED, "what was decided did not come back"
                    assert sender.state is not S.DECIDED or sender.ruling == case.ruling
                if case.state is S.SENT_BACK:
                    assert sender.state not in CLOSED, "a question did not come back"

    @invariant()
    def what_holds_a_case_back_holds_it(self) -> None:
        """One that is out to be heard is not on its way to a meeting, and a forbehold stops the voting."""
        if not hasattr(self, "cases"):
            return
        heard, stopped = self.read(
            lambda tx: (
                {one.about for body in BODIES for one in tx.records(Hearing, body) if one.is_open},
                {one.about for body in BODIES for one in tx.records(Remark, body) if one.blocks},
            )
        )
        assert not [one for one in heard if self.cases[one].state in (S.READY, S.ON_AGENDA, S.VOTING)]
        assert not [one for one in stopped if self.cases[one].state is S.VOTING]

    @invariant()
    def each_sees_what_waits_for_them(self) -> None:
        if not hasattr(self, "cases"):
            return
        self.asked_last = (self.asked_last + 1) % len(EVERYBODY)
        person = EVERYBODY[self.asked_last]
        body = SEATS.get(person, ("bu", None, ""))[0]
        member = self.member(person, body)

        def look(tx: Any) -> Any:
            seen = view_pending(tx, self.directory, member, now=self.now, everywhere=True)
            votings = {one.proposal_id: set(one.voted) for two in VOTE_IN for one in tx.votings(two, open_only=True)}
            running = {two for two in VOTE_IN if tx.meetings(two, MeetingState.IN_SESSION)}
            return seen, votings, running

        seen, votings, running = self.read(look)
        pairs = [case.id for case, _ in seen.to_vote]
        found = Counter([one.id for one in (*seen.to_assure, *seen.to_mend, *seen.to_open)] + pairs)
        found += Counter(one.proposal.id for one in seen.cases if one.act is not Act.ANCHOR)
        wanted = {
            case.id for case in self.cases.values() if person in self.whose_turn(case, votings, running)
        }  # fmt: skip
        assert set(found) == wanted, f"{person} is shown {set(found)}, and it is their turn in {wanted}"
        assert not found or max(found.values()) == 1

    def whose_turn(self, case: Proposal, votings: dict[str, set[str]], running: set[str]) -> set[str]:
        body = case.committee_id
        match case.state:
            case S.SUBMITTED:
                return ASSURE[body]
            case S.SENT_BACK:
                return set() if case.came_from else {case.proposer_id}
            case S.ON_AGENDA:
                return {LEAD[body]} if body in running else set()
            case S.VOTING:
                left = {"molde", "aukra"} - votings.get(case.id, {"molde", "aukra"})
                return {f"{body}-{one}" for one in left}
            case S.WITH_OFFICE:
                return {"bu-leder"}
            case S.ESCALATED | S.RECOMMENDED | S.NOT_RECOMMENDED:
                return set() if case.went_to else PLAN["styret"]
            case S.NO_AGREEMENT:
                return set() if case.went_to else PLAN[body]
            case S.READY:
                return PLAN[body]
            case S.DECIDED:
                return PLAN[body] if case.ruling == "approved" and not case.went_to else set()
            case S.IN_PROGRESS | S.REALISED:
                return {case.responsible_id}
            case _:
                return set()

    # What people do

    def pick(self, data: st.DataObject, *states: ProposalState) -> Proposal:
        """Mostly a case where the step may lead somewhere."""
        every = list(self.cases.values())
        fit = [one for one in every if one.state in states]
        return data.draw(st.sampled_from(fit * 4 + every))

    def somebody(self, data: st.DataObject, step: str, case: Proposal | None) -> str:
        """Mostly one who may."""
        right = sorted(self.who_may(step, case) - {"", "clock"})
        return data.draw(st.sampled_from(right * (1 + 20 // max(1, len(right))) + list(EVERYBODY)))

    def submit(self, person: str) -> None:
        body, proposal_id = SEATS.get(person, ("bu",))[0], self.new_id()
        self.act(
            "submit", person,
            lambda tx: send_text(
                tx, self.directory, self.member(person, body), text_of("Skjema"),
                proposal_id=proposal_id, catalogue={}, now=self.now,
            ),
        )  # fmt: skip

    @rule(data=st.data())
    def somebody_submits(self, data: st.DataObject) -> None:
        if len(self.cases) < 5:
            self.submit(self.somebody(data, "submit", None))

    @rule(data=st.data())
    def something_is_done(self, data: st.DataObject) -> None:
        self.any_step(data)

    @rule(data=st.data())
    def something_more_is_done(self, data: st.DataObject) -> None:
        self.any_step(data)

    def any_step(self, data: st.DataObject) -> None:
        """Mostly a step that may lead somewhere from where the case is."""
        case = self.cases[data.draw(st.sampled_from(sorted(self.cases)))]
        every = sorted(STEPS.keys() - {"adjourn", "refer"})
        fit = [one for one in every if case.state in STEPS[one][0]]
        step = data.draw(st.sampled_from(fit * 5 + every))
        self.do(step, self.somebody(data, step, case), case, data.draw(st.integers(0, 2)))

    @rule(data=st.data(), way=st.integers(0, 2))
    def it_goes_on(self, data: st.DataObject, way: int) -> None:
        """The next step by one whose turn it is, so that cases get far."""
        self.go(data.draw(st.sampled_from(sorted(self.cases))), way)

    @rule(data=st.data(), way=st.integers(0, 2))
    def it_goes_far(self, data: st.DataObject, way: int) -> None:
        case = data.draw(st.sampled_from(sorted(self.cases)))
        for _ in range(3):
            self.go(case, way)

    @rule(data=st.data())
    def it_goes_up_and_the_sender_is_asked(self, data: st.DataObject) -> None:
        case_id = data.draw(st.sampled_from(sorted(self.cases)))
        for _ in range(8):
            if above := self.cases[case_id].went_to:
                case = self.cases[above]
                return self.do("ask_sender", min(self.who_may("ask_sender", case) - {""}, default="utenfor"), case, 1)
            self.go(case_id)

    @rule(data=st.data())
    def it_goes_all_the_way_up_and_is_decided(self, data: st.DataObject) -> None:
        case_id = data.draw(st.sampled_from(sorted(self.cases)))
        for _ in range(12):
            if self.cases[case_id].state is S.DECIDED:
                return
            self.go(case_id)
            case_id = self.cases[case_id].went_to or case_id

    def go(self, case_id: str, way: int = 0) -> None:
        case = self.cases[case_id]
        body = case.committee_id
        step = {
            S.SUBMITTED: "assure", S.SENT_BACK: "revise", S.ASSURED: "heard", S.ON_AGENDA: "open", S.VOTING: "vote",
            S.WITH_OFFICE: "office", S.ESCALATED: "body", S.DECIDED: "start", S.IN_PROGRESS: "report",
            S.REALISED: "evaluate", S.DEFERRED: "day", S.WITHDRAWN: "undo", S.READY: "meet",
        }.get(case.state)  # fmt: skip
        if step is None:
            return
        if step in ("open", "meet"):
            self.meet(body, LEAD[body], anew=step == "meet")
            case = self.cases[case_id]
        if step == "vote":
            for voter, choice in zip(("molde", "aukra"), (Choice.FOR, *WHOLE)[way : way + 2], strict=False):
                self.ballot(f"{body}-{voter}", self.cases[case_id], choice)
            step = "close"
        if step != "meet":
            self.do(step, min(self.who_may(step, case) - {""}, default="utenfor"), self.cases[case_id], way)

    def do(self, step: str, person: str, case: Proposal, way: int) -> None:
        if step == "day":
            return self.the_day_comes()
        if step == "send_back" and case.came_from and way:  # as the button does; else past it, which is refused
            step = "ask_sender"
        member, d, now = self.member(person, case.committee_id), self.directory, self.now + timedelta(seconds=1)
        human = self.directory.people[person]
        hearing_id, word = self.new_id(), f"Ord {self.count}"
        hearings: list[Hearing] = []
        if step == "heard":
            hearings = self.read(lambda tx: [one for one in tx.records_about(Hearing, case.id) if one.is_open])
        office = AnswerForm(answer=("followed", "question", "lifted")[way], text=word)
        body = AnswerForm(answer=("approved", "question", "rejected")[way], text=word, reference="PS 1/27")
        form = HearingForm(bodies=(), others="Nettverket", question="Hva mener dere?", closes_on="2027-01-20")
        until = str((now + timedelta(days=10 + way)).date())
        works: dict[str, Callable[[Any], Any]] = {
            "revise": lambda tx: send_text(tx, d, member, text_of(word), proposal_id=case.id, catalogue={},
                                           seen=case.version, why="Rettet.", now=now),
            "assure": lambda tx: assure_proposal(tx, d, member, case.id, checked=(), assessment="x",
                                                 recommendation="Ja.", now=now),
            "send_back": lambda tx: send_back_proposal(tx, d, member, case.id, reason=word, now=now),
            "withdraw": lambda tx: withdraw_case(tx, d, member, case.id, reason=word, now=now),
            "defer": lambda tx: defer_case(tx, d, member, case.id, reason=word, until=until, now=now),
            "undo": lambda tx: undo_rest(tx, member, case.id, now=now),
            "hear": lambda tx: open_hearing(tx, d, member, case.id, form, hearing_id=hearing_id,
                                            closed=lambda day: None, now=now),
            "heard": lambda tx: close_hearing(tx, d, member, hearings[0].id if hearings else "x" * 32,
                                              ground="Det haster.", now=now),
            "open": lambda tx: open_voting(tx, d, member, case.id, now=now),
            "stop": lambda tx: stop_voting(tx, d, member, case.id, ground=word, now=now),
            "close": lambda tx: close_voting(tx, d, member, case.voting_id or "", ground=word, now=now),
            "office": lambda tx: answer_as_office(tx, d, human, case.id, office, now=now),
            "body": lambda tx: answer_for_body(tx, d, human, case.id, body, now=now),
            "ask_sender": lambda tx: send_back_to_sender(tx, d, member, case.id, text=word, now=now),
            "start": lambda tx: start_case(tx, d, human, case.id, responsible_id="bu-molde", now=now),
            "report": lambda tx: report_case(tx, member, case.id, text=word, now=now,
                                             state="in_progress" if way == 2 else "realised"),
            "evaluate": lambda tx: evaluate_case(tx, member, case.id, text=word, gain="as_hoped", now=now),
        }  # fmt: skip
        self.act(step, person, works[step], case)

    @rule(data=st.data(), choice=st.sampled_from(WHOLE))
    def somebody_votes(self, data: st.DataObject, choice: Choice) -> None:
        case = self.pick(data, S.VOTING)
        self.ballot(self.somebody(data, "ballot", case), case, choice)

    def ballot(self, person: str, case: Proposal, choice: Choice) -> None:
        member, voting_id = self.member(person, case.committee_id), case.voting_id or ""
        done = self.act(
            "ballot", person,
            lambda tx: cast_ballot(
                tx, self.directory, member, voting_id, choice,
                remark="", escalation_demanded=False, seen_revision=0, now=self.now,
            ), case,
        )  # fmt: skip
        if done:
            self.voted_on.add(case.id)
            self.cast.add(voting_id)

    @rule(data=st.data(), block=st.booleans())
    def somebody_remarks(self, data: st.DataObject, block: bool) -> None:
        case = self.pick(data, S.READY, S.ON_AGENDA)
        self.remark(self.somebody(data, "remark", case), case, block=block)

    @rule(data=st.data())
    def a_forbehold_is_made_and_the_leader_opens(self, data: st.DataObject) -> None:
        case = self.pick(data, S.ON_AGENDA)
        self.remark(f"{case.committee_id}-molde", case, block=True)
        self.meet(case.committee_id, LEAD[case.committee_id], anew=False)
        self.do("open", LEAD[case.committee_id], self.cases[case.id], 0)

    @rule(data=st.data(), step=st.sampled_from(("assure", "send_back")))
    def a_case_is_withdrawn_while_another_looks_at_it(self, data: st.DataObject, step: str) -> None:
        case = self.pick(data, S.SUBMITTED)
        self.do("withdraw", LEAD[case.committee_id], case, 0)
        self.do(step, min(ASSURE[case.committee_id], default="utenfor"), self.cases[case.id], 0)

    def remark(self, person: str, case: Proposal, *, block: bool) -> None:
        remark_id = self.new_id()
        kind = "reservation" if block else "comment"
        member = self.member(person, case.committee_id)
        self.act("remark", person, lambda tx: make_remark(
            tx, self.directory, member, case.id, remark_id=remark_id, kind=kind, text="Nei.", now=self.now), case,
        )  # fmt: skip

    @rule(data=st.data(), minute=st.booleans())
    def a_remark_is_settled(self, data: st.DataObject, minute: bool) -> None:
        standing = self.read(lambda tx: [one for body in BODIES for one in tx.records(Remark, body) if one.blocks])
        if not standing:
            return
        remark = data.draw(st.sampled_from(standing))
        case = self.cases[remark.about]
        person = self.somebody(data, "minute", case) if minute else remark.person_id
        work = minute_remark if minute else withdraw_remark
        member = self.member(person, remark.committee_id)
        step = "minute" if minute else "remark"
        self.act(step, person, lambda tx: work(tx, self.directory, member, remark.id, now=self.now), case)

    @rule(data=st.data(), question=st.booleans())
    def the_utvalg_asks_the_faggruppe(self, data: st.DataObject, question: bool) -> None:
        case = self.pick(data, S.SUBMITTED, *WAITING)
        if len(self.cases) > 6:
            return
        person, referral_id = self.somebody(data, "refer", None), self.new_id()
        form = ReferralForm(to="fg", case="" if question else case.id, title="Spørsmål", question="Hva mener dere?")
        human = self.directory.people[person]
        self.act("refer", person, lambda tx: refer_down(
            tx, self.directory, human, "bu", form, referral_id=referral_id, now=self.now), case,
        )  # fmt: skip

    @rule(data=st.data(), body=st.sampled_from(VOTE_IN), anew=st.booleans())
    def they_meet(self, data: st.DataObject, body: str, anew: bool) -> None:
        self.meet(body, data.draw(st.sampled_from((LEAD[body],) * 5 + EVERYBODY)), anew=anew)

    def meet(self, body: str, person: str, *, anew: bool) -> None:
        """The meeting begins; or the one that runs is over, and the next is planned."""
        meeting_id, member = self.meetings[body], self.member(person, body)
        if not anew:
            self.act("meet", person, lambda tx: start_meeting(tx, member, meeting_id, now=self.now))
            return
        if not self.read(lambda tx: tx.meetings(body, MeetingState.IN_SESSION)):
            return

        def adjourn(tx: Any) -> Any:
            done = end_meeting(tx, self.directory, member, meeting_id, now=self.now)
            following = replace(
                tx.meeting(meeting_id), id=next_id, state=MeetingState.PLANNED, agenda=(), attendance=(),
                started_at=None, ended_at=None,
            )  # fmt: skip
            tx.put_meeting(following)
            fill_next_agenda(tx, body, now=self.now)
            return done

        next_id = self.new_id()
        if self.act("adjourn", person, adjourn):
            self.meetings[body] = next_id

    @rule(data=st.data(), by_itself=st.booleans())
    def the_text_is_changed_while_they_vote(self, data: st.DataObject, by_itself: bool) -> None:
        case = self.pick(data, S.ON_AGENDA, S.VOTING)
        if case.state is S.ON_AGENDA:
            self.meet(case.committee_id, LEAD[case.committee_id], anew=False)
            self.do("open", LEAD[case.committee_id], self.cases[case.id], 0)
        if not by_itself:
            self.ballot(f"{case.committee_id}-molde", self.cases[case.id], Choice.FOR)
        self.do("revise", case.proposer_id, self.cases[case.id], 0)

    @rule(data=st.data(), first=st.integers(0, 2), second=st.integers(0, 2))
    def the_day_is_changed(self, data: st.DataObject, first: int, second: int) -> None:
        """Deferred, taken back and deferred to another day: the errand for the first day is still there."""
        case_id = self.pick(data, *STEPS["defer"][0]).id
        for step, way in (("defer", first), ("undo", 0), ("defer", second)):
            self.do(step, LEAD[self.cases[case_id].committee_id], self.cases[case_id], way)
        self.the_day_comes()

    @rule()
    def the_day_comes(self) -> None:
        """Every errand for a deferred case is delivered, the old ones too; only the day that stands counts."""
        every = self.read(lambda tx: [one for body in BODIES for one in tx.errands(body, unfinished=False)])
        errands = [one for one in every if one.payload.get("about") == RETURN]
        for errand in errands[-3:]:
            case = self.cases[errand.payload["subject_id"]]
            is_due = case.state is S.DEFERRED and case.rest and str(case.rest.until_on) == errand.payload["due_on"]
            self.act("day", "clock", lambda tx, e=errand: return_deferred(tx, self.directory, e, now=self.now), case)
            assert (self.cases[case.id].state is not case.state) == bool(is_due)


CaseMachine.TestCase.settings = settings(
    max_examples=int(DEEPER or 200),
    stateful_step_count=40,
    deadline=None,
    derandomize=not DEEPER,
    # What is found is made small by whoever goes deeper; red is enough for the rest, and quick.
    phases=tuple(Phase) if DEEPER else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
TestCases = pytest.mark.timeout(0 if DEEPER else 300)(CaseMachine.TestCase)
