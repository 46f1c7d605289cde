"""What a card needs to know, gathered in one read: values in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from committee.case_facts import CaseFacts, case_facts
from committee.case_links import CaseLinks, case_links
from committee.case_versions import text_when
from committee.entitlements import Entitlements, entitlements, has_left, may_hand_over
from committee.errors import CommitteeError
from committee.groups import ReportBack
from committee.mandate import Mandate
from committee.meetings import Meeting
from committee.members import Directory, Member
from committee.minutes import Minutes
from committee.ports import Transaction
from committee.procedures import Procedure
from committee.proposals import Proposal, ProposalState
from committee.recusals import NamedRecusal, leads_case, recusals_in
from committee.remarks import Remark, RemarkLine, named
from committee.strategy import StrategyDocument, documents_for
from committee.urgency import Urgency
from committee.visibility import nameless_grounds, visible_ballots
from committee.voting import LONGEST_LISTED_ROLL, Ballot, Reason, RollEntry, Voting
from committee.workflows.ballots import voice_of
from committee.workflows.escalation import superior_of
from committee.workflows.extra_meetings import extra_meeting
from committee.workflows.procedures import procedures_to_report
from committee.workflows.report_backs import reports_to


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A case for its card; `board_meeting` is where an escalated case goes."""

    mandate: Mandate
    proposal: Proposal
    proposer: str
    organisation: str
    meeting: Meeting | None
    board: Mandate | None
    board_meeting: Meeting | None
    voting: "VotingView | None" = None
    #: Whose turn it is, and what has come of it.
    facts: CaseFacts | None = None
    #: What ties it to other cases, bodies and people.
    links: CaseLinks | None = None
    #: Comments and forbehold.
    remarks: tuple[RemarkLine, ...] = ()
    #: Who is inhabil in it, or may be.
    recusals: tuple[NamedRecusal, ...] = ()
    #: What it could be tagged with the goals of.
    strategy: tuple[StrategyDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicBallot:
    """An organisation's line: `ballot` is None unless all may see it (`committee.visibility`), whatever was cast."""

    entry: RollEntry
    has_voted: bool
    ballot: Ballot | None
    #: Cast by somebody who sits for the organisation no more.
    by_former: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingView:
    """A voting as one may see it: others' choices after closing where the mandate lets, one's own always.

    `no_vote` is the code that says why the viewer casts no ballot, None for one who does; without a viewer it is the
    shared card.
    """

    mandate: Mandate
    proposal: Proposal
    voting: Voting
    lines: tuple[PublicBallot, ...]
    board: Mandate | None
    board_meeting: Meeting | None
    viewer: Member | None = None
    own_entry: RollEntry | None = None
    own_ballot: Ballot | None = None
    own_ballot_by: str = ""
    own_by_former: bool = False
    no_vote: str | None = None
    may_close: bool = False
    #: The viewer is to decide a tie, or may hold the new voting that it calls for.
    may_decide_tie: bool = False
    may_vote_again: bool = False
    #: Why a lift was demanded, where who did is not shown.
    grounds: tuple[str, ...] = ()
    #: What it belongs to when the case is treated in writing.
    procedure: Procedure | None = None
    #: Who does not vote as usual, while it is open.
    entitled: Entitlements | None = None
    #: The viewer's organisation has a deputy who can take the ballot.
    may_hand_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    proposal: Proposal
    voting: Voting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting with its saksliste; `present` and `apologies` are (name, organisation)."""

    mandate: Mandate
    meeting: Meeting
    board: Mandate | None
    board_meeting: Meeting | None
    agenda: tuple[AgendaItem, ...]
    present: tuple[tuple[str, str], ...]
    apologies: tuple[tuple[str, str], ...]
    minutes: Minutes | None
    viewer: Member | None = None
    #: What groups and delegates report, or should have: as the minutes have it once the meeting is over.
    reports: tuple[ReportBack, ...] = ()
    #: Cases treated in writing since the last meeting: (case number, title, outcome).
    in_writing: tuple[tuple[str, str, str | None], ...] = ()
    #: Why it was called, when it is for one hastesak.
    urgency: Urgency | None = None


def view_proposal(tx: Transaction, directory: Directory, proposal_id: str) -> ProposalView:
    """A case as everyone in the committee may see it."""
    proposal = tx.proposal(proposal_id)
    mandate = directory.governing(proposal.mandate)
    organisation = mandate.organisation(proposal.organisation_id)
    proposer = directory.people.get(proposal.proposer_id)
    return ProposalView(
        mandate=mandate,
        proposal=proposal,
        proposer=proposer.name if proposer else "",
        organisation=organisation.name if organisation else "",
        meeting=tx.meeting(proposal.meeting_id) if proposal.meeting_id else None,
        board=directory.mandates.get(superior_of(directory, proposal) or ""),
        board_meeting=tx.meeting(proposal.escalated_to) if proposal.escalated_to else None,
        voting=view_voting(tx, directory, proposal.voting_id) if proposal.voting_id else None,
        facts=case_facts(tx, directory, proposal),
        links=case_links(tx, directory, proposal, view_voting),
        remarks=named(directory, tx.records_about(Remark, proposal_id)),
        recusals=recusals_in(tx, directory, proposal_id),
        strategy=documents_for(directory.strategy, proposal.committee_id),
    )


def view_voting(tx: Transaction, directory: Directory, voting_id: str, viewer: Member | None = None) -> VotingView:
    """A voting as one may see it, by the one policy (`committee.visibility`): cards, chat and notices all come here."""
    voting = tx.voting(voting_id)
    proposal = text_when(tx, tx.proposal(voting.proposal_id), voting.opened_at)
    mandate = directory.governing(voting.mandate)
    cast = tx.ballots(voting_id)
    has_voted, public = {one.organisation_id for one in cast}, visible_ballots(voting, cast)
    own_entry, no_vote = voice_in(tx, voting, viewer)
    own = visible_ballots(voting, cast, own_entry.organisation_id).get(own_entry.organisation_id) if own_entry else None
    here = viewer is not None and viewer.committee_id == voting.committee_id
    leads = here and viewer is not None and leads_case(tx, directory, viewer, proposal.id)
    listed = tx.roll(voting_id) if voting.tally.roll_count <= LONGEST_LISTED_ROLL else ()
    caster = directory.people.get(own.person_id) if own else None
    return VotingView(
        mandate=mandate,
        proposal=proposal,
        voting=voting,
        lines=tuple(
            PublicBallot(
                entry=entry,
                has_voted=entry.organisation_id in has_voted,
                ballot=(shown := public.get(entry.organisation_id)),
                by_former=shown is not None and _is_of_former(directory, voting, shown),
            )
            for entry in listed
        ),
        board=directory.mandates.get(superior_of(directory, proposal) or ""),
        board_meeting=tx.meeting(proposal.escalated_to) if proposal.escalated_to else None,
        viewer=viewer,
        own_entry=own_entry,
        own_ballot=own,
        own_ballot_by=caster.name if caster else "",
        own_by_former=own is not None and _is_of_former(directory, voting, own),
        no_vote=no_vote,
        may_close=leads and voting.is_open,
        may_decide_tie=leads and voting.verdict is not None and voting.verdict.awaits_chair,
        may_vote_again=leads and _awaits_new_voting(proposal, voting),
        grounds=nameless_grounds(voting, cast),
        procedure=procedure_of(tx, voting),
        entitled=entitlements(directory, voting, listed) if voting.is_open else None,
        may_hand_over=viewer is not None and may_hand_over(directory, voting, viewer),
    )


def _is_of_former(directory: Directory, voting: Voting, ballot: Ballot) -> bool:
    return has_left(directory, voting.committee_id, ballot.organisation_id, ballot.person_id)


def procedure_of(tx: Transaction, voting: Voting) -> Procedure | None:
    """What the voting belongs to when the case is treated in writing."""
    return tx.find(Procedure, voting.procedure_id) if voting.procedure_id else None


def voice_in(tx: Transaction, voting: Voting, viewer: Member | None) -> tuple[RollEntry | None, str | None]:
    """The line that the viewer votes for, or the code that says why they do not."""
    if viewer is None:
        return None, None
    try:
        return voice_of(tx, voting, viewer), None
    except CommitteeError as refusal:
        return None, refusal.code


def _awaits_new_voting(proposal: Proposal, voting: Voting) -> bool:
    tied = voting.verdict is not None and voting.verdict.reason is Reason.NEW_VOTING
    return tied and proposal.voting_id == voting.id and proposal.state is ProposalState.ON_AGENDA


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingFrame:
    """What of an open voting never changes, so that an answer to a ballot needs no read."""

    mandate: Mandate
    proposal: Proposal
    #: Empty when it is too long to be listed.
    roll: tuple[RollEntry, ...]
    #: Of the organisations, by id.
    names: Mapping[str, str]
    board: Mandate | None
    directory: Directory
    procedure: Procedure | None = None
    #: By who is inhabil and who is called: what is known already.
    _entitled: dict[tuple[object, object], Entitlements] = field(default_factory=dict, repr=False, compare=False)

    def entitled(self, voting: Voting) -> Entitlements:
        """Worked out once for each change of who may vote."""
        key = (voting.recused, voting.called)
        if key not in self._entitled:
            self._entitled[key] = entitlements(self.directory, voting, self.roll)
        return self._entitled[key]

    def view(self, voting: Voting, viewer: Member, ballot: Ballot) -> VotingView:
        """The voting as one who has just cast this ballot sees it."""
        name = self.names.get(ballot.organisation_id, ballot.organisation_id)
        return VotingView(
            mandate=self.mandate,
            proposal=self.proposal,
            voting=voting,
            lines=tuple(
                PublicBallot(entry=entry, has_voted=entry.organisation_id in voting.voted, ballot=None)
                for entry in self.roll
            ),
            board=self.board,
            board_meeting=None,
            viewer=viewer,
            own_entry=RollEntry(organisation_id=ballot.organisation_id, name=name, weight=ballot.weight),
            own_ballot=ballot,
            own_ballot_by=viewer.person.name if ballot.person_id == viewer.person.id else "",
            procedure=self.procedure,
            entitled=self.entitled(voting),
            may_hand_over=may_hand_over(self.directory, voting, viewer),
        )


def frame_voting(tx: Transaction, directory: Directory, voting_id: str) -> VotingFrame:
    """Read once for each voting; the proposal's text and the roll are frozen while it is open."""
    voting = tx.voting(voting_id)
    proposal = tx.proposal(voting.proposal_id)
    mandate = directory.governing(voting.mandate)
    short = voting.tally.roll_count <= LONGEST_LISTED_ROLL
    return VotingFrame(
        mandate=mandate,
        proposal=proposal,
        roll=tuple(tx.roll(voting_id)) if short else (),
        names={one.id: one.name for one in mandate.organisations},
        board=directory.mandates.get(superior_of(directory, proposal) or ""),
        directory=directory,
        procedure=procedure_of(tx, voting),
    )


def view_meeting(tx: Transaction, directory: Directory, meeting_id: str, viewer: Member | None = None) -> MeetingView:
    """A meeting with saksliste and attendance."""
    meeting = tx.meeting(meeting_id)
    mandate = directory.governing(meeting.mandate) if meeting.mandate else directory.mandate(meeting.committee_id)
    before = tx.meeting(meeting.planned_before) if meeting.planned_before else None
    minutes = tx.minutes_of(meeting_id)
    return MeetingView(
        mandate=mandate,
        meeting=meeting,
        board=directory.mandates.get(before.committee_id) if before else None,
        board_meeting=before,
        agenda=tuple(_item(tx, proposal_id) for proposal_id in meeting.agenda),
        present=_people(directory, meeting, "present"),
        apologies=_people(directory, meeting, "apology"),
        minutes=minutes,
        viewer=viewer,
        reports=minutes.reports if minutes else reports_to(tx, directory, meeting),
        in_writing=_in_writing(tx, meeting, minutes),
        urgency=extra.urgency if (extra := extra_meeting(tx, meeting.committee_id, meeting_id)) else None,
    )


def _in_writing(tx: Transaction, meeting: Meeting, minutes: Minutes | None) -> tuple[tuple[str, str, str | None], ...]:
    if minutes:
        return tuple((one.case_number, one.title, one.outcome) for one in minutes.cases if one.in_writing)
    found = []
    for one in procedures_to_report(tx, meeting.committee_id):
        proposal, verdict = tx.proposal(one.about), tx.voting(one.voting_id).verdict
        found.append((proposal.case_number, proposal.form.title, verdict.outcome if verdict else None))
    return tuple(found)


def _item(tx: Transaction, proposal_id: str) -> AgendaItem:
    proposal = tx.proposal(proposal_id)
    return AgendaItem(proposal=proposal, voting=tx.voting(proposal.voting_id) if proposal.voting_id else None)


def _people(directory: Directory, meeting: Meeting, presence: str) -> tuple[tuple[str, str], ...]:
    found = []
    for member in directory.members(meeting.committee_id):
        if meeting.presence_of(member.person.id) == presence:
            organisation = directory.organisation_of(member)
            found.append((member.person.name, organisation.name if organisation else ""))
    return tuple(found)
