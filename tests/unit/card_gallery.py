"""Every card in each of its states, and with the longest texts, for the tests of cards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from cards.build import Card
from cards.deliveries import deliveries_card
from cards.escalations import escalation_card
from cards.help import help_card, message_card, pending_card, propose_card, unknown_card
from cards.meetings import meeting_card, meetings_card, next_meeting_card, orphaned_card
from cards.minutes import minutes_card, minutes_draft_card, minutes_form
from cards.proposals import Writing, assurance_card, proposal_card, proposal_form, sent_back_card
from cards.votings import ballot_differs_card, ballot_form, voting_card
from committee.meetings import ClosedDay, MeetingState
from committee.minutes import MinutesState
from committee.outbox import ErrandState
from committee.proposals import LONGEST, ProposalForm, ProposalState
from committee.seat_rules import Function
from committee.views import AgendaItem
from committee.voting import Reason
from locales import Words
from tests.unit import (
    absence_gallery,
    assessment_gallery,
    briefing_gallery,
    case_gallery,
    channel_gallery,
    digest_gallery,
    election_gallery,
    follow_gallery,
    group_gallery,
    link_gallery,
    lookup_gallery,
    need_gallery,
    nomination_gallery,
    plan_gallery,
    preference_gallery,
    procedure_gallery,
    proof_gallery,
    remark_gallery,
    setup_gallery,
    share_gallery,
    strategy_gallery,
    voting_gallery,
)
from tests.unit.card_views import (
    NASTY,
    ballot,
    board_meeting,
    crowded_view,
    errand,
    mandate,
    meeting,
    meeting_view,
    member,
    minutes,
    own_view,
    pending,
    proposal,
    proposal_view,
    voting_view,
)


def filled_form(*, long: bool = False) -> ProposalForm:
    return replace(proposal(long=long).form, kind="change", service="epost")


def _form(words: Words, *, long: bool = False, faults: dict[str, str] | None = None) -> Card:
    from committee.catalogue_file import Service

    services = (Service(id="epost", name="E-post og kalender", description="Outlook"),)
    writing = Writing(proposal_id="proposal-3", committee_id="bestillerutvalget")
    form = filled_form(long=long) if not faults else ProposalForm(title="x" * 130)
    return proposal_form(form, words, writing=writing, services=services, faults=faults or {}, longest=LONGEST)


_FAULTS = {"title": "field_too_long", "need": "field_empty", "kind": "field_not_chosen"}
_ASSURANCE_FAULTS = {"checklist": "checklist_incomplete", "assessment": "field_empty", "reason": "field_empty"}
_PRESENT = {"may_approve": True, "may_edit": True}
_TYPED = {"assessment": NASTY, "check_0": "true"}
Draw = Callable[[Words], Card]
#: Every card in each of its states, by the name of its golden file.
CARDS: dict[str, Draw] = {
    **case_gallery.CARDS,
    **lookup_gallery.CARDS,
    "help_representative": lambda words: help_card(pending(), words),
    "help_outsider": lambda words: help_card(pending(None), words),
    "help_chair": lambda words: help_card(pending(Function.CHAIR, full=True), words),
    "help_host_member": lambda words: help_card(pending(Function.HOST_MEMBER), words),
    "pending": lambda words: pending_card(pending(full=True), words),
    "pending_nothing": lambda words: pending_card(pending(), words),
    "propose": lambda words: propose_card(mandate(), words),
    "unknown": lambda words: unknown_card(NASTY, (("møte", "viser neste møte"), ("hjelp", "viser hjelp")), words),
    "message": lambda words: message_card(words("Leveranser"), words("Alt er levert."), words),
    "proposal_form": _form,
    "proposal_form_faults": lambda words: _form(words, faults=_FAULTS),
    "assurance": lambda words: assurance_card(proposal_view(ProposalState.SUBMITTED), words),
    "assurance_faults": lambda words: assurance_card(
        proposal_view(ProposalState.SUBMITTED), words, faults=_ASSURANCE_FAULTS, typed=_TYPED
    ),
    "assurance_done": lambda words: assurance_card(proposal_view(ProposalState.READY), words),
    "assurance_sent_back": lambda words: assurance_card(proposal_view(ProposalState.SENT_BACK), words),
    "sent_back": lambda words: sent_back_card(proposal_view(ProposalState.SENT_BACK), words),
    "sent_back_mended": lambda words: sent_back_card(proposal_view(ProposalState.SUBMITTED), words),
    "voting_shared": lambda words: voting_card(voting_view(), words),
    "voting_own": lambda words: voting_card(own_view(), words),
    "ballot_form": lambda words: ballot_form(own_view(), words),
    "ballot_form_faults": lambda words: ballot_form(
        own_view(), words, typed={"demand": "true"}, faults={"choice": "unknown_choice", "remark": "remark_too_long"}
    ),
    "voting_not_yet_voted": lambda words: voting_card(own_view(own_ballot=None, own_ballot_by=""), words),
    "voting_by_colleague": lambda words: voting_card(
        own_view(own_ballot=replace(ballot(1), person_id="p-ola"), own_ballot_by="Ola Eksempel"), words
    ),
    "voting_chair": lambda words: voting_card(
        voting_view(viewer=member(Function.CHAIR), no_vote="no_vote_chair", may_close=True), words
    ),
    "voting_outsider": lambda words: voting_card(voting_view(viewer=member(None), no_vote="no_vote_outsider"), words),
    "voting_closed": lambda words: voting_card(voting_view(Reason.MAJORITY), words),
    "voting_tie": lambda words: voting_card(voting_view(Reason.TIE, board_meeting=board_meeting()), words),
    "voting_tie_no_board_meeting": lambda words: voting_card(voting_view(Reason.TIE), words),
    "ballot_differs": lambda words: ballot_differs_card(own_view(own_ballot_by="Ola Eksempel"), words),
    "meeting_none": lambda words: next_meeting_card(None, words),
    "meeting_chair": lambda words: next_meeting_card(
        meeting_view(MeetingState.IN_SESSION, viewer=member(Function.CHAIR)), words
    ),
    "meeting_representative": lambda words: next_meeting_card(
        meeting_view(MeetingState.IN_SESSION, viewer=member()), words
    ),
    "meeting_outsider": lambda words: next_meeting_card(meeting_view(viewer=member(None)), words),
    "meeting_no_cases": lambda words: meeting_card(meeting_view(agenda=()), words),
    "meetings": lambda words: meetings_card(
        [meeting(), meeting(moved_past=(ClosedDay(day=date(2027, 4, 3), reason="lørdag"),))], mandate(), words
    ),
    "meetings_none": lambda words: meetings_card([], mandate(), words),
    "orphaned": lambda words: orphaned_card(meeting_view(MeetingState.ORPHANED), words),
    "orphaned_kept": lambda words: orphaned_card(meeting_view(), words),
    "orphaned_cancelled": lambda words: orphaned_card(meeting_view(MeetingState.CANCELLED), words),
    "minutes_form": lambda words: minutes_form(minutes(), words),
    "minutes_form_faults": lambda words: minutes_form(minutes(), words, faults={"other": "field_too_long"}),
    "minutes_published": lambda words: minutes_card(minutes(MinutesState.PUBLISHED), words),
    "escalation": lambda words: escalation_card(proposal_view(ProposalState.ESCALATED), words, for_superior=False),
    "escalation_superior": lambda words: escalation_card(
        proposal_view(ProposalState.ESCALATED, board_meeting=None), words, for_superior=True
    ),
    "deliveries": lambda words: deliveries_card([errand(), errand(ErrandState.WAITING, 2)], "Europe/Oslo", words),
    "deliveries_none": lambda words: deliveries_card([], "Europe/Oslo", words),
    **{
        f"proposal_{state}": lambda words, state=state: proposal_card(proposal_view(state), words)
        for state in ProposalState
    },
    **{
        f"meeting_{state}": lambda words, state=state: meeting_card(meeting_view(state), words)
        for state in MeetingState
    },
    **{
        f"minutes_{state}_draft": lambda words, state=state: minutes_draft_card(minutes(state), words, **_PRESENT)
        for state in MinutesState
    },
    **group_gallery.CARDS,
    **election_gallery.CARDS,
    **nomination_gallery.CARDS,
    **voting_gallery.CARDS,
    **proof_gallery.CARDS,
    **procedure_gallery.CARDS,
    **channel_gallery.CARDS,
    **setup_gallery.CARDS,
    **need_gallery.CARDS,
    **follow_gallery.CARDS,
    **remark_gallery.CARDS,
    **strategy_gallery.CARDS,
    **preference_gallery.CARDS,
    **absence_gallery.CARDS,
    **assessment_gallery.CARDS,
    **link_gallery.CARDS,
    **briefing_gallery.CARDS,
    **digest_gallery.CARDS,
    **plan_gallery.CARDS,
    **share_gallery.CARDS,
}
#: The same with all that people may write, in the longest texts that the server takes.
LONG_CARDS: dict[str, Draw] = {
    **share_gallery.LONG_CARDS,
    **{f"lookup_{name}": draw for name, draw in lookup_gallery.LONG_CARDS.items()},
    **{f"case_{name}": draw for name, draw in case_gallery.LONG_CARDS.items()},
    "pending": lambda words: pending_card(pending(full=True, many=40), words),
    "proposal_form": lambda words: _form(words, long=True),
    "proposal": lambda words: proposal_card(proposal_view(ProposalState.ESCALATED, long=True), words),
    "assurance": lambda words: assurance_card(proposal_view(ProposalState.READY, long=True), words),
    "assurance_sent_back": lambda words: assurance_card(proposal_view(ProposalState.SENT_BACK, long=True), words),
    "sent_back": lambda words: sent_back_card(proposal_view(ProposalState.SENT_BACK, long=True), words),
    "voting_shared": lambda words: voting_card(voting_view(long=True), words),
    "voting_own": lambda words: voting_card(own_view(long=True, own_ballot=ballot(1, long=True)), words),
    "ballot_form": lambda words: ballot_form(own_view(long=True, own_ballot=ballot(1, long=True)), words),
    "voting_closed": lambda words: voting_card(voting_view(Reason.MAJORITY, long=True), words),
    **{f"rule_{name}": draw for name, draw in voting_gallery.LONG_CARDS.items()},
    "voting_crowded": lambda words: voting_card(crowded_view(), words),
    "escalation": lambda words: escalation_card(
        proposal_view(ProposalState.ESCALATED, long=True), words, for_superior=True
    ),
    "meeting": lambda words: meeting_card(
        meeting_view(
            MeetingState.IN_SESSION,
            agenda=tuple(AgendaItem(proposal=proposal(long=True, number=n), voting=None) for n in range(60)),
        ),
        words,
    ),
    "minutes": lambda words: minutes_card(minutes(MinutesState.PUBLISHED, long=True, cases=40), words),
    "minutes_form": lambda words: minutes_form(minutes(long=True, cases=2), words),
    "deliveries": lambda words: deliveries_card([errand(n=n) for n in range(50)], "Europe/Oslo", words),
    **group_gallery.LONG_CARDS,
    **election_gallery.LONG_CARDS,
    **nomination_gallery.LONG_CARDS,
    **{f"link_{name}": draw for name, draw in link_gallery.LONG_CARDS.items()},
    **{f"briefings_{name}": draw for name, draw in briefing_gallery.LONG_CARDS.items()},
    **{f"regions_{name}": draw for name, draw in digest_gallery.LONG_CARDS.items()},
    **{f"plans_{name}": draw for name, draw in plan_gallery.LONG_CARDS.items()},
    **{f"absences_{name}": draw for name, draw in absence_gallery.LONG_CARDS.items()},
    **{f"preferences_{name}": draw for name, draw in preference_gallery.LONG_CARDS.items()},
    **{f"assessments_{name}": draw for name, draw in assessment_gallery.LONG_CARDS.items()},
    **{f"remarks_{name}": draw for name, draw in remark_gallery.LONG_CARDS.items()},
    **{f"follow_{name}": draw for name, draw in follow_gallery.LONG_CARDS.items()},
    **{f"channels_{name}": draw for name, draw in channel_gallery.LONG_CARDS.items()},
    **{f"setup_{name}": draw for name, draw in setup_gallery.LONG_CARDS.items()},
    **{f"needs_{name}": draw for name, draw in need_gallery.LONG_CARDS.items()},
    **{f"strategy_{name}": draw for name, draw in strategy_gallery.LONG_CARDS.items()},
    **{f"procedures_{name}": draw for name, draw in procedure_gallery.LONG_CARDS.items()},
    **{f"proof_{name}": draw for name, draw in proof_gallery.LONG_CARDS.items()},
}
