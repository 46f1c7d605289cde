"""Views made by hand, with made-up people, for the tests of cards."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from committee.mandate import Approval, Mandate, Organisation, PlanningRule
from committee.meetings import ClosedDay, Meeting, MeetingState
from committee.members import Directory, Member, Person, Seat
from committee.minutes import Attendee, BallotLine, CaseRecord, Minutes, MinutesState
from committee.outbox import Errand, ErrandKind, ErrandState
from committee.pending import PendingView
from committee.proposals import (
    LONGEST,
    LONGEST_ASSESSMENT,
    LONGEST_REASON,
    LONGEST_RECOMMENDATION,
    Assurance,
    Proposal,
    ProposalForm,
    ProposalState,
)
from committee.seat_rules import Function, OrganisationKind
from committee.views import AgendaItem, MeetingView, ProposalView, PublicBallot, VotingFrame, VotingView
from committee.voting import LONGEST_REMARK, Ballot, Choice, Outcome, Reason, RollEntry, Tally, Verdict, Voting

AT = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
MUNICIPALITIES = ("Aukra", "Molde", "Rauma", "Vestnes")
#: Each municipality's choice and remark, none of which may be seen before closing.
CHOICES = (Choice.FOR, Choice.AGAINST, Choice.FOR, Choice.ABSTAIN)
REMARKS = ("hemmelig-aukra", "hemmelig-molde", "hemmelig-rauma", "hemmelig-vestnes")
NASTY = "*Ærlig_talt* [her](https://example.no/a_b) <at>Alle</at> `x` ~~nei~~\n# 1\n- to\n3. tre \\ &lt; "


def long_text(length: int) -> str:
    """As much as the field takes, full of what must be escaped."""
    return (NASTY * (length // len(NASTY) + 1))[:length]


def mandate(**changes: Any) -> Mandate:
    organisations = [
        Organisation(id=name.lower(), name=name, kind=OrganisationKind.MUNICIPALITY, weight=1)
        for name in MUNICIPALITIES
    ]
    host = Organisation(id="ror-ikt", name="ROR-IKT", kind=OrganisationKind.HOST, weight=0)
    made = Mandate(
        id="bestillerutvalget",
        name="Bestillerutvalget",
        prefix="BU",
        valid_from=date(2021, 4, 14),
        sha256="9f2c" * 16,
        source="mandat",
        approval=Approval(reference="PS-6/21", approved_on=date(2021, 4, 14), approved_by="styret"),
        organisations=(*organisations, host),
        superior="styret",
        planning=PlanningRule(before="styret"),
        checklist=("Behovet er avklart med fagmiljøene", "Kostnad og kapasitet er vurdert av ROR-IKT"),
    )
    return replace(made, **changes)


def board() -> Mandate:
    return mandate(id="styret", name="styret i ROR-IKT", prefix="ST", superior=None, planning=None)


def member(function: Function | None = Function.REPRESENTATIVE, organisation: str = "molde") -> Member:
    person = Person(id="p-kari", name="Kari Eksempel", tenant_id="t", object_id="o", address="kari@example.no")
    seat = Seat(committee_id="bestillerutvalget", person_id=person.id, function=function, organisation_id=organisation)
    return Member(person=person, committee_id="bestillerutvalget", seat=seat if function else None)


def proposal(state: ProposalState = ProposalState.ON_AGENDA, *, long: bool = False, number: int = 3) -> Proposal:
    texts = (
        {name: long_text(size) for name, size in LONGEST.items()}
        if long
        else {
            "title": "Felles innbyggerdialog",
            "need": "Innbyggerne møter fire ulike skjemaløsninger.",
            "affected": "Servicetorgene i alle kommunene",
            "cost": "250 000 kr i året",
            "benefit": "Ett sted å henvende seg",
        }
    )
    early = state in (ProposalState.SUBMITTED, ProposalState.SENT_BACK)
    assurance = Assurance(
        checked=(),
        assessment=long_text(LONGEST_ASSESSMENT) if long else "ROR-IKT har kapasitet.",
        recommendation=long_text(LONGEST_RECOMMENDATION) if long else "Utvalget tilrår at løsningen anskaffes.",
        assured_by="p-ror",
        assured_at=AT,
    )
    reason = long_text(LONGEST_REASON) if long else "Skriv hva det koster i drift."
    return Proposal(
        id=f"proposal-{number}",
        committee_id="bestillerutvalget",
        number=number,
        year=2026,
        prefix="BU",
        mandate=mandate().stamp,
        form=ProposalForm(kind="new", personal_data=True, **texts),
        proposer_id="p-kari",
        organisation_id="molde",
        state=state,
        submitted_at=AT,
        assurance=None if early else assurance,
        sent_back_reason=reason if state is ProposalState.SENT_BACK else "",
    )


def meeting(state: MeetingState = MeetingState.PLANNED, **changes: Any) -> Meeting:
    made = Meeting(
        id="meeting-1",
        committee_id="bestillerutvalget",
        starts_at=AT,
        ends_at=AT + timedelta(hours=2),
        state=state,
        mandate=mandate().stamp,
        planned_before="board-1",
        join_url="https://teams.example/join/1",
        agenda=("proposal-3", "proposal-4"),
    )
    return replace(made, **changes)


def board_meeting() -> Meeting:
    at = AT + timedelta(days=14)
    return meeting(id="board-1", committee_id="styret", starts_at=at, ends_at=at + timedelta(hours=2))


def verdict_of(reason: Reason) -> Verdict:
    lost = (Reason.TIE, Reason.NOT_UNANIMOUS, Reason.QUORUM_MISSED, Reason.ESCALATION_DEMANDED,
            Reason.AWAITS_CHAIR, Reason.NEW_VOTING)  # fmt: skip
    return Verdict(outcome=Outcome.NO_AGREEMENT if reason in lost else Outcome.ADOPTED, reason=reason)


def voting(reason: Reason | None = None, roll: int = 4) -> Voting:
    return Voting(
        id="voting-1",
        committee_id="bestillerutvalget",
        proposal_id="proposal-3",
        meeting_id="meeting-1",
        mandate=mandate().stamp,
        rules=mandate().rules,
        tally=Tally(roll_count=roll, roll_weight=roll, weight_for=2, weight_against=1, weight_abstain=1, cast_count=4),
        opened_at=AT,
        opened_by="p-leder",
        closes_at=AT + timedelta(days=7),
        voted=tuple(name.lower() for name in MUNICIPALITIES),
        closed_at=AT + timedelta(hours=1) if reason else None,
        closed_by="p-leder" if reason else None,
        verdict=verdict_of(reason) if reason else None,
    )


def ballot(n: int, *, long: bool = False) -> Ballot:
    return Ballot(
        voting_id="voting-1",
        organisation_id=MUNICIPALITIES[n].lower(),
        person_id="p-kari",
        choice=CHOICES[n],
        weight=1,
        cast_at=AT,
        remark=long_text(LONGEST_REMARK) if long else REMARKS[n],
    )


def entries() -> tuple[RollEntry, ...]:
    return tuple(RollEntry(organisation_id=name.lower(), name=name, weight=1) for name in MUNICIPALITIES)


def voting_view(reason: Reason | None = None, *, long: bool = False, **changes: Any) -> VotingView:
    """Lines as `committee.views` makes them: no ballot in any of them while the voting is open."""
    state = ProposalState.VOTING if reason is None else ProposalState.RECOMMENDED
    made = VotingView(
        mandate=mandate(),
        proposal=proposal(state, long=long),
        voting=voting(reason),
        lines=tuple(
            PublicBallot(entry=entry, has_voted=True, ballot=ballot(n, long=long) if reason else None)
            for n, entry in enumerate(entries())
        ),
        board=board(),
        board_meeting=None,
    )
    return replace(made, **changes)


def own_view(reason: Reason | None = None, **changes: Any) -> VotingView:
    """Molde's own view."""
    mine = {"viewer": member(), "own_entry": entries()[1], "own_ballot": ballot(1), "own_ballot_by": "Kari Eksempel"}
    return voting_view(reason, **{**mine, **changes})


def voting_frame_of_four() -> VotingFrame:
    return VotingFrame(
        mandate=mandate(),
        proposal=proposal(ProposalState.VOTING),
        roll=entries(),
        names={one.organisation_id: one.name for one in entries()},
        board=board(),
        directory=directory_of_four(),
    )


def directory_of_four() -> Directory:
    """A member from each of the four municipalities."""
    people = {
        entry.organisation_id: replace(member().person, id=entry.organisation_id, object_id=entry.organisation_id)
        for entry in entries()
    }
    seats = tuple(
        Seat(committee_id="bestillerutvalget", person_id=one, function=Function.REPRESENTATIVE, organisation_id=one)
        for one in people
    )
    return Directory(mandates={"bestillerutvalget": mandate()}, people=people, seats=seats, spaces={})


def crowded_view() -> VotingView:
    """As many organisations as are listed by name, each with the longest remark."""
    lines = tuple(
        PublicBallot(
            entry=RollEntry(organisation_id=f"o{n}", name=f"Eksempelkommune {n}", weight=3),
            has_voted=True,
            ballot=ballot(0, long=True),
        )
        for n in range(30)
    )
    return voting_view(Reason.MAJORITY, long=True, lines=lines, voting=voting(Reason.MAJORITY, roll=30))


def proposal_view(
    state: ProposalState = ProposalState.ON_AGENDA, *, long: bool = False, **changes: Any
) -> ProposalView:
    reason = Reason.TIE if state is ProposalState.ESCALATED else None
    made = ProposalView(
        mandate=mandate(),
        proposal=proposal(state, long=long),
        proposer="Kari Eksempel",
        organisation="Molde",
        meeting=meeting() if state is ProposalState.ON_AGENDA else None,
        board=board(),
        board_meeting=board_meeting() if reason else None,
        voting=voting_view(reason, long=long) if reason else None,
    )
    return replace(made, **changes)


def meeting_view(state: MeetingState = MeetingState.PLANNED, *, long: bool = False, **changes: Any) -> MeetingView:
    in_session = state is MeetingState.IN_SESSION
    waiting = AgendaItem(proposal=proposal(ProposalState.ON_AGENDA, number=4, long=long), voting=None)
    treated = AgendaItem(proposal=proposal(ProposalState.VOTING, long=long), voting=voting())
    made = MeetingView(
        mandate=mandate(),
        meeting=meeting(state, moved_past=(ClosedDay(day=date(2027, 3, 25), reason="skjærtorsdag"),)),
        board=board(),
        board_meeting=board_meeting(),
        agenda=(treated, waiting) if in_session else (waiting,),
        present=(("Kari Eksempel", "Molde"), ("Ola Eksempel", "Aukra")) if in_session else (),
        apologies=(("Eva Eksempel", "Rauma"),),
        minutes=minutes(MinutesState.PUBLISHED) if state is MeetingState.ENDED else None,
    )
    return replace(made, **changes)


def minutes(state: MinutesState = MinutesState.DRAFT, *, long: bool = False, cases: int = 2) -> Minutes:
    case = CaseRecord(
        proposal_id="proposal-3",
        case_number="BU 3/26",
        title=long_text(LONGEST["title"]) if long else "Felles innbyggerdialog",
        need="Behovet",
        recommendation="Utvalget tilrår at løsningen anskaffes.",
        ballots=(BallotLine(organisation="Aukra", weight=1, choice=Choice.FOR),),
        tally=voting(Reason.MAJORITY).tally,
        outcome=Outcome.ADOPTED,
        reason=Reason.MAJORITY,
        wording=long_text(4000) if long else "Utvalget drøftet kostnaden.",
    )
    untreated = replace(case, proposal_id="proposal-4", case_number="BU 4/26", tally=None, outcome=None, reason=None)
    more = tuple(replace(case, proposal_id=f"proposal-{n}", case_number=f"BU {n}/26") for n in range(5, 3 + cases))
    published = state is MinutesState.PUBLISHED
    return Minutes(
        id="minutes-1",
        committee_id="bestillerutvalget",
        committee_name="Bestillerutvalget",
        meeting_id="meeting-1",
        mandate_reference="PS-6/21",
        mandate_approved_by="styret",
        state=state,
        language="nb",
        time_zone="Europe/Oslo",
        place="Microsoft Teams",
        starts_at=AT,
        ended_at=AT + timedelta(hours=2),
        chair="Liv Eksempel",
        secretary="Per Eksempel",
        present=(Attendee(name="Kari Eksempel", organisation="Molde", function="representative"),),
        apologies=(Attendee(name="Eva Eksempel", organisation="Rauma", function="representative"),),
        cases=(case, untreated, *more),
        other=long_text(4000) if long else "Neste møte er før styrets møte i januar.",
        head_sha256="ab12" * 16 if state is not MinutesState.DRAFT else "",
        pdf_url="https://example.no/referat.pdf" if published else "",
        docx_url="https://example.no/referat.docx" if published else "",
    )


def errand(state: ErrandState = ErrandState.PARKED, n: int = 1) -> Errand:
    return Errand(
        id=f"errand-{n}",
        committee_id="bestillerutvalget",
        kind=ErrandKind.FILE,
        key="file:minutes-1",
        payload={},
        created_at=AT,
        due_at=AT,
        state=state,
        attempts=5,
        error="access_denied" if state is ErrandState.PARKED else "",
    )


def pending(function: Function | None = Function.REPRESENTATIVE, *, full: bool = False, many: int = 1) -> PendingView:
    sent_back = tuple(proposal(ProposalState.SENT_BACK, long=many > 1, number=n) for n in range(1, many + 1))
    open_one = ((proposal(ProposalState.VOTING, long=many > 1), voting()),)
    return PendingView(
        mandate=mandate(),
        member=member(function),
        meeting=meeting(MeetingState.IN_SESSION if full else MeetingState.PLANNED),
        to_vote=open_one if full else (),
        to_assure=(proposal(ProposalState.SUBMITTED),) if full else (),
        to_mend=sent_back if full else (),
        to_open=(proposal(number=4),) if full else (),
        open_votings=open_one if full else (),
        drafts=(minutes(),) if full else (),
        approved=(),
        orphaned=(meeting(MeetingState.ORPHANED),) if full else (),
        parked=(errand(),) if full else (),
        published=(minutes(MinutesState.PUBLISHED),) if full else (),
    )
