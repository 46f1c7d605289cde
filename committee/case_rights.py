"""What a person may do with a case where it stands now; every workflow asks again."""

from enum import StrEnum

from committee.case_awaits import body_of
from committee.case_facts import is_anchored
from committee.case_records import DecidedBy
from committee.case_results import answers_for, office_holders
from committee.members import Directory, Member, Person
from committee.proposals import NEXT, Proposal, ProposalState, Ruling
from committee.referrals import is_elsewhere
from committee.rights import Right, may
from committee.workflows.decisions import may_answer_as_office, may_answer_for_body

_S = ProposalState
#: Where a case is before it is voted on, and its text may become another.
BEFORE_VOTING = (_S.SUBMITTED, _S.SENT_BACK, _S.ASSURED, _S.READY, _S.ON_AGENDA)
#: Where a correction sets aside what was voted.
AFTER_VOTING = (_S.RECOMMENDED, _S.NOT_RECOMMENDED, _S.NO_AGREEMENT, _S.WITH_OFFICE)


#: Where a case is when it may be voted on before the next meeting.
WAITING = (_S.READY, _S.ON_AGENDA)


class Act(StrEnum):
    """What one can do with a case; the values are the dialogs' names, save those of buttons, which have a dot."""

    OFFICE = "case_office"
    BODY = "case_body"
    REVISE = "proposal"
    START = "case_start"
    REPORT = "case_report"
    EVALUATE = "case_evaluate"
    ANCHOR = "case_anchor"
    DEFER = "case_defer"
    WITHDRAW = "case_withdraw"
    STOP = "case_stop"
    UNDO = "case.undo"
    #: Between the meetings: in writing, in an extra meeting, and an organisation's wish for either.
    SEND_OUT = "procedure_start"
    EXTRA_MEETING = "urgency_meeting"
    ASK_URGENCY = "urgency_ask"
    #: An answer that was written down wrongly.
    CORRECT = "case_correct"
    #: A case without agreement.
    TAKE_UP = "case.take_up"
    #: Somebody may be inhabil.
    RECUSE = "recusal_raise"


def acts_of(proposal: Proposal, directory: Directory, person: Person) -> tuple[Act, ...]:
    """All that they may do now, what most want first."""
    member = directory.member(person, proposal.committee_id)
    allowed = {
        Act.OFFICE: may_answer_as_office(proposal, directory, person),
        Act.BODY: may_answer_for_body(proposal, directory, person),
        Act.REVISE: may_revise(proposal, member),
        Act.START: may_start(proposal, directory, person),
        Act.REPORT: may_report(proposal, member),
        Act.EVALUATE: proposal.state is _S.REALISED and may_report(proposal, member),
        Act.ANCHOR: may_anchor(proposal, directory, member),
        Act.SEND_OUT: may_send_out(proposal, directory) and may(member, Right.PLAN),
        Act.EXTRA_MEETING: proposal.state in WAITING and may(member, Right.LEAD),
        Act.ASK_URGENCY: may_send_out(proposal, directory) and has_vote(proposal, directory, member),
        Act.DEFER: may_defer(proposal, member),
        Act.WITHDRAW: may_withdraw(proposal, member),
        Act.STOP: proposal.state is _S.VOTING and may(member, Right.LEAD),
        Act.UNDO: may_undo(proposal, member),
        Act.CORRECT: may_correct(proposal, directory, person),
        Act.TAKE_UP: may_take_up(proposal, member),
        Act.RECUSE: member.seat is not None and proposal.state in (*BEFORE_VOTING, _S.VOTING),
    }
    return tuple(act for act, is_allowed in allowed.items() if is_allowed)


def may_send_out(proposal: Proposal, directory: Directory) -> bool:
    return proposal.state in WAITING and directory.governing(proposal.mandate).written.allowed


def has_vote(proposal: Proposal, directory: Directory, member: Member) -> bool:
    """Whether their organisation has a ballot in the case; a deputy's too."""
    voters = {one.id for one in directory.governing(proposal.mandate).voters}
    return may(member, Right.DECIDE) and member.organisation_id in voters


def may_revise(proposal: Proposal, member: Member) -> bool:
    """The proposer changes the text until the first ballot; what was voted on, they or the leaders correct.

    What another body has sent keeps its text, and so does what is sent on: it goes back with a question first.
    """
    is_proposer = proposal.proposer_id == member.person.id and may(member, Right.PROPOSE)
    if proposal.state in BEFORE_VOTING or proposal.state is _S.VOTING:
        return is_proposer and not proposal.came_from
    return proposal.state in AFTER_VOTING and not proposal.went_to and (is_proposer or may(member, Right.PLAN))


def may_withdraw(proposal: Proposal, member: Member) -> bool:
    """The proposer until it is decided; leader and secretary also when the work has begun.

    A case from another body is sent back to it, not withdrawn.
    """
    if _S.WITHDRAWN not in NEXT[proposal.state] or proposal.state is _S.DRAFT or is_elsewhere(proposal):
        return False
    if proposal.came_from and proposal.state is not _S.IN_PROGRESS:
        return False
    is_proposer = proposal.proposer_id == member.person.id and member.seat is not None
    return may(member, Right.PLAN) or (is_proposer and proposal.state is not _S.IN_PROGRESS)


def may_defer(proposal: Proposal, member: Member) -> bool:
    may_wait = _S.DEFERRED in NEXT[proposal.state] and proposal.state is not _S.WITHDRAWN
    return may_wait and not is_elsewhere(proposal) and may(member, Right.PLAN)


def may_undo(proposal: Proposal, member: Member) -> bool:
    """Whoever withdrew or deferred it, and leader and secretary, take that back."""
    if proposal.rest is None or proposal.state not in (_S.WITHDRAWN, _S.DEFERRED):
        return False
    return may(member, Right.PLAN) or (member.seat is not None and proposal.rest.by == member.person.id)


def may_start(proposal: Proposal, directory: Directory, person: Person) -> bool:
    """Leader, secretary and the office that is advised say who follows up what is decided."""
    if proposal.state is not _S.DECIDED or proposal.ruling is not Ruling.APPROVED or proposal.went_to:
        return False
    member = directory.member(person, proposal.committee_id)
    return may(member, Right.PLAN) or person in office_holders(directory.governing(proposal.mandate), directory)


def may_report(proposal: Proposal, member: Member) -> bool:
    """Whoever follows up; leader, secretary and the co-operation's member too."""
    if proposal.state not in (_S.IN_PROGRESS, _S.REALISED):
        return False
    is_responsible = bool(proposal.responsible_id) and proposal.responsible_id == member.person.id
    return is_responsible or may(member, Right.PLAN) or may(member, Right.ASSURE)


def may_anchor(proposal: Proposal, directory: Directory, member: Member) -> bool:
    """An organisation's own representatives, when there is a decision to anchor."""
    return is_anchored(proposal) and has_vote(proposal, directory, member)


def may_correct(proposal: Proposal, directory: Directory, person: Person) -> bool:
    """Whoever answers for the office or the body that decided, until work has begun; not when the answer has gone on
    to other bodies."""
    if proposal.state is not _S.DECIDED or proposal.came_from or proposal.went_to:
        return False
    mandate = directory.governing(proposal.mandate)
    if proposal.decided_by == DecidedBy.OFFICE:
        return person in office_holders(mandate, directory)
    body = body_of(proposal, mandate, directory) if proposal.decided_by == DecidedBy.BODY else None
    return body is not None and person in [one.person for one in answers_for(directory, body, proposal.committee_id)]


def may_take_up(proposal: Proposal, member: Member) -> bool:
    """A case without agreement that no other body has."""
    return proposal.state is _S.NO_AGREEMENT and not is_elsewhere(proposal) and may(member, Right.PLAN)
