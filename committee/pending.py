"""What waits for one member: for the help card, and for «hva venter på meg»."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from committee.absence_views import CallView, awaited_calls, awaited_recusals
from committee.assessments import awaits_assessment
from committee.case_records import Draft
from committee.case_views import AwaitedCase, own_drafts, view_awaited_cases
from committee.election_views import awaiting_ballot, awaiting_leading
from committee.elections import Election
from committee.link_awaits import AwaitedLink, view_awaited_links
from committee.mandate import Mandate
from committee.meetings import Meeting, MeetingState
from committee.members import Directory, Member
from committee.minutes import Minutes, MinutesState
from committee.needs import NeedCall
from committee.nomination_views import AwaitedSeats, view_awaited
from committee.outbox import Errand, ErrandState
from committee.plan_follow_ups import PlanFollowUp, unwritten
from committee.ports import Transaction
from committee.procedures import Procedure
from committee.proposals import Proposal, ProposalState
from committee.recusals import Recusal, leads_case
from committee.rights import Right, may
from committee.strategy import StrategyDocument
from committee.urgency import BoardChoice
from committee.views import procedure_of, voice_in
from committee.voting import Voting
from committee.workflows.briefing_rounds import awaiting_briefing
from committee.workflows.need_calls import awaiting_needs
from committee.workflows.proposals import next_meeting
from committee.workflows.urgency_requests import asked_urgent
from committee.workflows.urgent_boards import awaits_choice

#: So many of a person's committees are looked through.
_MOST_PLACES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingView:
    """What waits for one member here; the help card and «hva venter på meg» show it."""

    mandate: Mandate
    member: Member
    meeting: Meeting | None
    to_vote: tuple[tuple[Proposal, Voting], ...]
    to_assure: tuple[Proposal, ...]
    to_mend: tuple[Proposal, ...]
    to_open: tuple[Proposal, ...]
    open_votings: tuple[tuple[Proposal, Voting], ...]
    drafts: tuple[Minutes, ...]
    approved: tuple[Minutes, ...]
    orphaned: tuple[Meeting, ...]
    parked: tuple[Errand, ...]
    published: tuple[Minutes, ...]
    #: Cases that go on without the serving organisation's assessment.
    to_assess: tuple[Proposal, ...] = ()
    #: The committees that ask one's municipality what it needs.
    need_calls: tuple[tuple[Mandate, NeedCall], ...] = ()
    #: The meetings that one is asked to tell something in.
    to_brief: tuple[tuple[Mandate, Meeting], ...] = ()
    #: For the leaders: strategies and plans to be followed up.
    to_follow_up: tuple[tuple[StrategyDocument, PlanFollowUp], ...] = ()
    #: Ties that the mandate leaves to the leader.
    ties: tuple[tuple[Proposal, Voting], ...] = ()
    #: Elections of a leader: to vote in, and to close or bring to the next round.
    to_elect: tuple[tuple[Mandate, Election], ...] = ()
    to_settle: tuple[tuple[Mandate, Election], ...] = ()
    #: Seats to answer for, to confirm and to fill: in one's own chat.
    seats: AwaitedSeats = field(default_factory=AwaitedSeats)
    #: Cases that wait for an answer, to be carried out, or to be anchored.
    cases: tuple[AwaitedCase, ...] = ()
    #: For the leaders: more time that is asked for in writing, cases that organisations would have treated at once,
    #: and lifted hastesaker whose board meeting is to be chosen.
    extensions: tuple[tuple[Proposal, Procedure], ...] = ()
    asked_urgent: tuple[Proposal, ...] = ()
    board_choices: tuple[tuple[Proposal, BoardChoice], ...] = ()
    #: Hearings and reviews of other bodies' cases.
    links: tuple[AwaitedLink, ...] = ()
    #: One's own that are not sent: in one's own chat.
    own_drafts: tuple[Draft, ...] = ()
    #: As a deputy: calls that are not answered. For whoever writes it down: questions of inhabilitet.
    calls: tuple[CallView, ...] = ()
    recusals: tuple[tuple[Proposal, Recusal, str], ...] = ()


def view_pending(
    tx: Transaction, directory: Directory, member: Member, *, now: datetime, everywhere: bool = False
) -> PendingView:
    """What the member can and must do here now, by seat and by what is pending.

    With `everywhere` also the elections of their other committees, and seats.
    """
    committee_id = member.committee_id
    proposals = tx.proposals(committee_id)
    open_votings = tuple((tx.proposal(one.proposal_id), one) for one in tx.votings(committee_id, open_only=True))
    meeting = next_meeting(tx, committee_id, now=now)
    minutes = [found for one in tx.meetings(committee_id, MeetingState.ENDED) if (found := tx.minutes_of(one.id))]
    leads, writes = may(member, Right.LEAD), may(member, Right.WRITE_MINUTES)
    some_are_out = any(one.is_recused for one in tx.records(Recusal, committee_id))

    def leads_this(case: Proposal) -> bool:
        return leads_case(tx, directory, member, case.id) if some_are_out else leads

    others = directory.committees_of(member.person)[:_MOST_PLACES] if everywhere else ()
    places = [directory.member(member.person, one) for one in dict.fromkeys((committee_id, *others))]
    return PendingView(
        mandate=directory.mandate(committee_id),
        member=member,
        meeting=meeting,
        to_vote=tuple(pair for pair in open_votings if _awaits_ballot(tx, pair[1], member)),
        to_assure=_in_state(proposals, ProposalState.SUBMITTED) if may(member, Right.ASSURE) else (),
        to_assess=tuple(one for one in proposals if awaits_assessment(tx, directory, one, member)),
        need_calls=tuple(
            (directory.mandate(p.committee_id), one) for p in places for one in awaiting_needs(tx, directory, p)
        ),
        to_brief=tuple(
            (directory.mandate(p.committee_id), one)
            for p in places
            for one in awaiting_briefing(tx, directory, p, now=now)
        ),
        to_follow_up=tuple(_plans(tx, directory, places)),
        to_mend=tuple(
            one
            for one in _in_state(proposals, ProposalState.SENT_BACK)
            if one.proposer_id == member.person.id and not one.came_from  # which is mended where it came from
        ),
        to_open=tuple(one for one in _openable(tx, meeting) if leads_this(one)),
        open_votings=tuple(pair for pair in open_votings if leads_this(pair[0])),
        ties=tuple(pair for pair in _ties(tx, proposals) if leads_this(pair[0])),
        drafts=tuple(one for one in minutes if one.state is MinutesState.DRAFT) if writes else (),
        approved=tuple(one for one in minutes if one.state is MinutesState.APPROVED) if writes else (),
        orphaned=tuple(tx.meetings(committee_id, MeetingState.ORPHANED)) if may(member, Right.PLAN) else (),
        parked=_parked(tx, member),
        published=tuple(one for one in minutes if one.state is MinutesState.PUBLISHED),
        to_elect=tuple((directory.mandate(p.committee_id), one) for p in places for one in awaiting_ballot(tx, p)),
        to_settle=tuple(
            (directory.mandate(p.committee_id), one) for p in places for one in awaiting_leading(tx, directory, p)
        ),
        seats=view_awaited(tx, directory, member.person, committee_id, now=now) if everywhere else AwaitedSeats(),
        cases=view_awaited_cases(tx, directory, member, places, everywhere=everywhere),
        links=view_awaited_links(tx, directory, member, places, everywhere=everywhere),
        own_drafts=own_drafts(tx, member.person) if everywhere else (),
        calls=awaited_calls(tx, directory, member),
        recusals=awaited_recusals(tx, directory, member),
        extensions=_extensions(tx, open_votings) if may(member, Right.PLAN) else (),
        asked_urgent=tuple(asked_urgent(tx, proposals)) if may(member, Right.PLAN) else (),
        board_choices=tuple(_board_choices(tx, committee_id, now=now)) if leads else (),
    )


def _plans(
    tx: Transaction, directory: Directory, places: Sequence[Member]
) -> Iterator[tuple[StrategyDocument, PlanFollowUp]]:
    for one in places:
        if may(one, Right.PLAN):
            yield from unwritten(tx, one.committee_id, directory.guided_by(one.committee_id))


def _extensions(
    tx: Transaction, open_votings: Sequence[tuple[Proposal, Voting]]
) -> tuple[tuple[Proposal, Procedure], ...]:
    found = [(one, procedure) for one, voting in open_votings if (procedure := procedure_of(tx, voting))]
    return tuple((one, procedure) for one, procedure in found if procedure.open_extension)


def _board_choices(tx: Transaction, committee_id: str, *, now: datetime) -> Iterator[tuple[Proposal, BoardChoice]]:
    for one in tx.records(BoardChoice, committee_id):
        if awaits_choice(tx, one, now=now):
            yield tx.proposal(one.about), one


def _ties(tx: Transaction, proposals: Sequence[Proposal]) -> tuple[tuple[Proposal, Voting], ...]:
    under_way = [one for one in _in_state(proposals, ProposalState.VOTING) if one.voting_id]
    votings = [(one, tx.voting(one.voting_id or "")) for one in under_way]
    return tuple((one, voting) for one, voting in votings if voting.verdict and voting.verdict.awaits_chair)


def _awaits_ballot(tx: Transaction, voting: Voting, member: Member) -> bool:
    entry, _ = voice_in(tx, voting, member)
    return entry is not None and tx.ballot(voting.id, entry.organisation_id) is None


def _in_state(proposals: Sequence[Proposal], state: ProposalState) -> tuple[Proposal, ...]:
    return tuple(one for one in proposals if one.state is state)


def _openable(tx: Transaction, meeting: Meeting | None) -> tuple[Proposal, ...]:
    if meeting is None or meeting.state is not MeetingState.IN_SESSION:
        return ()
    return _in_state([tx.proposal(one) for one in meeting.agenda], ProposalState.ON_AGENDA)


def _parked(tx: Transaction, member: Member) -> tuple[Errand, ...]:
    if not may(member, Right.SEE_DELIVERIES):
        return ()
    return tuple(one for one in tx.errands(member.committee_id) if one.state is ErrandState.PARKED)
