"""What is put into the database comes out equal."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.errors import CommitteeError
from committee.mandate import Agreement, Approval, Mandate, MandateStamp, Organisation, PlanningRule, VotingRules
from committee.mandate_changes import MandateChange
from committee.meetings import Attendance, ClosedDay, Meeting, MeetingState, Presence
from committee.minutes import Attendee, BallotLine, CaseRecord, Minutes, MinutesState, NewMandate
from committee.outbox import Errand, ErrandKind, ErrandState, Post
from committee.ports import Transaction
from committee.proposals import Assurance, Proposal, ProposalForm, ProposalState
from committee.seat_rules import ChairBy, ChairRule, Function, OrganisationKind, SeatRule
from committee.voting import Ballot, Choice, Outcome, Reason, RollEntry, Tally, Verdict, Voting
from storage import kinds
from storage.bodies import Body, ballot_of, ballot_row, stamp
from storage.store import SqlStore
from tests.integration.storage_objects import (
    NOW,
    ROLL,
    ballot,
    fresh_store,
    meeting,
    minutes,
    open_case,
    proposal,
    voting,
)

pytestmark = pytest.mark.both_databases
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
_TEXT = st.text(st.characters(codec="utf-8"))
st.register_type_strategy(str, _TEXT)
st.register_type_strategy(int, st.integers(0, 2**31))
st.register_type_strategy(Fraction, st.fractions())
_MANDATE = st.builds(Mandate, chair=st.from_type(ChairRule))
st.register_type_strategy(
    NewMandate,
    st.builds(NewMandate, mandate=_MANDATE, before=st.none() | _MANDATE, names=st.dictionaries(_TEXT, _TEXT)),
)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    async with fresh_store(database_url) as opened:
        yield opened


@given(st.from_type(Proposal))
def test_any_proposal_survives_its_row(value: Proposal) -> None:
    assert Body(Proposal).load((Body(Proposal).dump(value),)) == value


@given(st.from_type(Meeting))
def test_any_meeting_survives_its_row(value: Meeting) -> None:
    assert Body(Meeting).load((Body(Meeting).dump(value),)) == value


@given(st.from_type(Voting))
def test_any_voting_survives_its_row(value: Voting) -> None:
    assert kinds.VOTINGS.read(kinds.VOTINGS.row(value.id, value)) == value


@given(st.from_type(Minutes))
def test_any_minutes_survive_their_row(value: Minutes) -> None:
    assert Body(Minutes).load((Body(Minutes).dump(value),)) == value


@given(st.builds(Errand, payload=st.dictionaries(_TEXT, _TEXT)))
def test_any_errand_survives_its_row(value: Errand) -> None:
    assert kinds.ERRANDS.read(kinds.ERRANDS.row(value.id, value)) == value


@given(st.from_type(Ballot))
def test_any_ballot_survives_its_row(value: Ballot) -> None:
    assert ballot_of(ballot_row(value)) == value


@given(st.datetimes(timezones=st.timezones()), st.datetimes(timezones=st.timezones()))
def test_stamps_sort_as_the_times_they_stand_for(one: datetime, other: datetime) -> None:
    try:
        stamps = stamp(one), stamp(other)
    except OverflowError:
        return
    assert (stamps[0] < stamps[1]) == (one.astimezone(UTC) < other.astimezone(UTC))


FULL_PROPOSAL = proposal(
    form=ProposalForm(title="x" * 120, kind="change", service="Visma «Åre» \u0000 🗳", need="n\n\t", personal_data=True),
    state=ProposalState.ESCALATED,
    assurance=Assurance(
        checked=("personvern", "økonomi"), assessment="a", recommendation="r", assured_by="per2", assured_at=NOW
    ),
    meeting_id="m1",
    voting_id="v1",
    escalated_to="board",
)
FULL_MEETING = meeting(
    mandate=MandateStamp(committee_id="bu", valid_from=date(2021, 4, 14), sha256="b" * 64),
    starts_at=NOW.astimezone(timezone(timedelta(hours=1))),
    planned_before="board",
    moved_past=(ClosedDay(day=date(2026, 12, 25), reason="1. juledag"),),
    calendar_id="AAMk",
    join_url="https://teams.example/j",
    agenda=("p1",),
    attendance=(Attendance(person_id="per1", presence=Presence.APOLOGY, at=NOW),),
    started_at=NOW,
    ended_at=NOW,
)
FULL_VOTING = voting(
    rules=VotingRules(agreement=Agreement.CONSENSUS, quorum=Fraction(2, 3), open_for=timedelta(days=2, microseconds=1)),
    closed_at=NOW,
    closed_by="clock",
    verdict=Verdict(outcome=Outcome.NO_AGREEMENT, reason=Reason.TIE),
)
FULL_BALLOT = ballot(remark="Krav «løft»", escalation_demanded=True, revision=3, presses=("a:1:for", "b:2:against"))
FULL_MINUTES = minutes(
    present=(Attendee(name="Leder", organisation="ROR-IKT", function="chair"),),
    cases=(
        CaseRecord(
            proposal_id="p1",
            case_number="BU 1/26",
            title="t",
            need="n",
            recommendation="r",
            ballots=(
                BallotLine(organisation="Molde", weight=1, choice=None),
                BallotLine(organisation="Aukra", weight=1, choice=Choice.AGAINST, remark="m"),
            ),
            tally=Tally(roll_count=4, roll_weight=4, weight_for=2),
            outcome=Outcome.ADOPTED,
            reason=Reason.MAJORITY,
        ),
    ),
    state=MinutesState.APPROVED,
    approved_at=NOW,
)
POST = Post(
    key="voting:v1:bu", committee_id="bu", conversation_id="19:x", activity_id="1", service_url="u", posted_at=NOW
)


async def test_everything_put_is_read_back_equal_in_the_same_and_in_later_transactions(store: SqlStore) -> None:
    errand = Errand(
        id="e1", committee_id="bu", kind=ErrandKind.FILE, key="k", payload={"a": "å"}, created_at=NOW, due_at=NOW,
        state=ErrandState.SENDING, attempts=2, lease_until=NOW + timedelta(seconds=30), error="ambiguous",
    )  # fmt: skip

    def put(tx: Transaction) -> None:
        tx.put_meeting(FULL_MEETING)
        tx.put_proposal(FULL_PROPOSAL)
        tx.put_voting(FULL_VOTING)
        tx.put_roll("v1", ROLL)
        tx.put_ballot(FULL_BALLOT)
        tx.put_minutes(FULL_MINUTES)
        tx.put_errand(errand)
        tx.put_post(POST)
        tx.put_service_url("tenant", "https://smba.example/emea/")
        check(tx)

    def check(tx: Transaction) -> None:
        assert tx.meeting("m1") == FULL_MEETING
        assert tx.proposal("p1") == FULL_PROPOSAL
        assert tx.voting("v1") == FULL_VOTING
        assert tx.voting("v1").rules.quorum == Fraction(2, 3)
        assert tuple(tx.roll("v1")) == ROLL
        assert tx.roll_entry("v1", "aukra") == ROLL[1]
        assert tx.roll_entry("v1", "rauma") is None
        assert tx.ballot("v1", "molde") == FULL_BALLOT
        assert tx.ballot("v1", "aukra") is None
        assert list(tx.ballots("v1")) == [FULL_BALLOT]
        assert tx.minutes("r1") == FULL_MINUTES == tx.minutes_of("m1")
        assert tx.minutes_of("m2") is None
        assert tx.errand("e1") == errand
        assert tx.post(POST.key) == POST
        assert tx.post("other") is None
        assert tx.service_url("tenant") == "https://smba.example/emea/"
        assert tx.service_url("other") is None

    await store.write(put)
    await store.write(check)
    await store.read(check)


@pytest.mark.parametrize("kind", ["proposal", "meeting", "voting", "minutes", "errand"])
async def test_an_unknown_id_is_not_found(store: SqlStore, kind: str) -> None:
    for run in (store.read, store.write):
        with pytest.raises(CommitteeError) as refused:
            await run(lambda tx: getattr(tx, kind)("nowhere"))
        assert refused.value.code == "not_found"


async def test_lists_come_in_the_order_that_the_port_names(store: SqlStore) -> None:
    def put(tx: Transaction) -> None:
        open_case(tx)
        tx.put_proposal(proposal("p0", number=2))
        tx.put_proposal(proposal("p9", number=9, year=2025))
        tx.put_proposal(proposal("px", number=1, committee_id="styret"))
        tx.put_meeting(meeting("m0", starts_at=NOW + timedelta(days=1), state=MeetingState.PLANNED))
        tx.put_meeting(meeting("m9", starts_at=NOW - timedelta(days=1), state=MeetingState.ENDED))
        tx.put_voting(voting("v0", opened_at=NOW - timedelta(days=1), closed_at=NOW, proposal_id="p0"))
        tx.put_ballot(ballot("molde", cast_at=NOW + timedelta(seconds=1)))
        tx.put_ballot(ballot("vestnes", cast_at=NOW))
        check(tx)

    def check(tx: Transaction) -> None:
        assert [one.id for one in tx.proposals("bu")] == ["p9", "p1", "p0"]
        assert [one.id for one in tx.meetings("bu")] == ["m9", "m1", "m0"]
        assert [one.id for one in tx.meetings("bu", MeetingState.PLANNED, MeetingState.ENDED)] == ["m9", "m0"]
        assert [one.id for one in tx.votings("bu")] == ["v0", "v1"]
        assert [one.id for one in tx.votings("bu", open_only=True)] == ["v1"]
        assert [one.organisation_id for one in tx.roll("v1")] == ["molde", "aukra", "vestnes"]
        assert [one.organisation_id for one in tx.ballots("v1")] == ["vestnes", "molde"]
        assert tx.votings_due(NOW + timedelta(days=6)) == []
        assert [one.id for one in tx.votings_due(NOW + timedelta(days=7))] == ["v1"]

    await store.write(put)
    await store.write(check)
    await store.read(check)


async def test_a_list_shows_what_the_workflow_has_just_changed(store: SqlStore) -> None:
    await store.write(open_case)

    def close(tx: Transaction) -> None:
        tx.put_voting(replace(tx.voting("v1"), closed_at=NOW))
        tx.put_meeting(replace(tx.meeting("m1"), state=MeetingState.ENDED))
        assert tx.votings("bu", open_only=True) == []
        assert tx.votings_due(NOW + timedelta(days=30)) == []
        assert tx.meetings("bu", MeetingState.IN_SESSION) == []
        assert [one.id for one in tx.meetings("bu", MeetingState.ENDED)] == ["m1"]

    await store.write(close)


async def test_a_roll_is_frozen(store: SqlStore) -> None:
    await store.write(open_case)
    with pytest.raises(ValueError, match="has its roll"):
        await store.write(lambda tx: tx.put_roll("v1", [RollEntry(organisation_id="x", name="X", weight=9)]))
    assert tuple(await store.read(lambda tx: tx.roll("v1"))) == ROLL


async def test_a_read_cannot_write(store: SqlStore) -> None:
    with pytest.raises(RuntimeError, match="must not write"):
        await store.read(open_case)


async def test_an_id_is_never_given_twice_and_sorts_by_time(store: SqlStore) -> None:
    ids = await store.read(lambda tx: [tx.new_id() for _ in range(1000)])
    assert len(set(ids)) == 1000
    assert ids[0][:12] <= ids[-1][:12]


FULL_MANDATE = Mandate(
    id="bu",
    name="Bestillerutvalget «Åre»",
    prefix="BU",
    valid_from=date(2021, 4, 14),
    sha256="b" * 64,
    source="mandat",
    approval=Approval(reference="PS-6/21", approved_on=date(2021, 4, 14), approved_by="styret"),
    organisations=(
        Organisation(id="molde", name="Molde", kind=OrganisationKind.MUNICIPALITY, weight=2, region="romsdal"),
    ),
    superior="styret",
    rules=VotingRules(agreement=Agreement.CONSENSUS, quorum=Fraction(2, 3)),
    planning=PlanningRule(before="styret", lead=timedelta(days=15)),
    valid_until=date(2029, 1, 1),
    reviewed_on=date(2026, 1, 1),
    advises=("styret", "rådmannsutvalget"),
    fields=("Oppvekst",),
    seats=(
        SeatRule(
            id="kommuner",
            name="Kommunene",
            function=Function.REPRESENTATIVE,
            kinds=(OrganisationKind.MUNICIPALITY,),
            each=True,
            term_years=4,
            source="§ 3",
        ),
    ),
    seat_count=14,
    chair=ChairRule(by=ChairBy.ELECTION, among=(OrganisationKind.MUNICIPALITY,), source="§ 4"),
)


async def test_a_version_of_a_mandate_is_kept_whole(store: SqlStore) -> None:
    await store.write(lambda tx: tx.put_mandate_version(FULL_MANDATE))
    await store.write(lambda tx: tx.put_mandate_version(replace(FULL_MANDATE, sha256="a" * 64)))
    assert list(await store.read(lambda tx: tx.mandate_versions())) == [
        replace(FULL_MANDATE, sha256="a" * 64),
        FULL_MANDATE,
    ]


async def test_it_is_known_when_which_version_took_effect(store: SqlStore) -> None:
    def change(number: int, committee_id: str = "bu", *, is_news: bool = True) -> MandateChange:
        stamp = MandateStamp(committee_id=committee_id, valid_from=date(2021, 4, 14), sha256=str(number))
        at = NOW + timedelta(hours=number)
        return MandateChange(committee_id=committee_id, number=number, stamp=stamp, at=at, is_news=is_news)

    changes = [change(11), change(2, is_news=False), change(1, "styret")]
    for one in changes:
        await store.write(lambda tx, one=one: tx.put_mandate_change(one))
    assert list(await store.read(lambda tx: tx.mandate_changes("bu"))) == [changes[1], changes[0]]
    assert list(await store.read(lambda tx: tx.mandate_changes())) == [changes[2], changes[1], changes[0]]
