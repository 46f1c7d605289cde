"""Who acts next with a case in each of its states, and who those people are."""

from enum import StrEnum

from committee.case_results import advised_body, answers_for, leaders_of, office_holders, result_of
from committee.mandate import Mandate, Result
from committee.members import Directory, Person
from committee.proposals import Proposal, ProposalState, Ruling
from committee.seat_rules import Function
from committee.workflows.escalation import superior_of


class Who(StrEnum):
    """Whose turn it is."""

    PROPOSER = "proposer"
    #: The co-operation's member, who does kvalitetssikring.
    ASSURERS = "assurers"
    #: Those who are heard, or who review it.
    HEARD = "heard"
    #: The committee's leader and secretary.
    LEADERS = "leaders"
    #: The committee, in its next meeting.
    MEETING = "meeting"
    VOTERS = "voters"
    OFFICE = "office"
    #: Leader and secretary of the body that has the case.
    BODY = "body"
    #: Whoever follows up what was decided.
    RESPONSIBLE = "responsible"
    #: It comes back by itself on its day.
    CLOCK = "clock"
    NOBODY = "nobody"


_S = ProposalState
#: By state; `awaits` knows the two that depend on more.
NEXT_TO_ACT: dict[ProposalState, Who] = {
    _S.DRAFT: Who.PROPOSER,
    _S.SUBMITTED: Who.ASSURERS,
    _S.SENT_BACK: Who.PROPOSER,
    _S.ASSURED: Who.HEARD,
    _S.READY: Who.LEADERS,
    _S.ON_AGENDA: Who.MEETING,
    _S.VOTING: Who.VOTERS,
    _S.RECOMMENDED: Who.BODY,
    _S.NOT_RECOMMENDED: Who.BODY,
    _S.NO_AGREEMENT: Who.LEADERS,
    _S.WITH_OFFICE: Who.OFFICE,
    _S.ESCALATED: Who.BODY,
    _S.DECIDED: Who.LEADERS,
    _S.IN_PROGRESS: Who.RESPONSIBLE,
    _S.REALISED: Who.RESPONSIBLE,
    _S.EVALUATED: Who.NOBODY,
    _S.WITHDRAWN: Who.NOBODY,
    _S.DEFERRED: Who.CLOCK,
}


def awaits(proposal: Proposal, result: Result) -> Who:
    """Whose turn it is; `result` is what the committee's outcome is (`committee.case_results.result_of`)."""
    # What was decided in another body's case is carried out there.
    if proposal.state is ProposalState.DECIDED and (proposal.ruling is Ruling.REJECTED or proposal.went_to):
        return Who.NOBODY
    advised = proposal.state in (ProposalState.RECOMMENDED, ProposalState.NOT_RECOMMENDED)
    if advised and result is Result.OFFICE and not proposal.went_to:
        return Who.OFFICE
    return NEXT_TO_ACT[proposal.state]


def who_acts(proposal: Proposal, directory: Directory) -> tuple[Person, ...]:
    """The people whose turn it is, each once; nobody when it is for the clock, a meeting, or those who are heard.

    Of those who vote: all who may, whether they have or not.
    """
    mandate = directory.governing(proposal.mandate)
    match awaits(proposal, result_of(mandate, directory)):
        case Who.PROPOSER:
            found = [directory.people.get(proposal.proposer_id)]
        case Who.RESPONSIBLE if proposal.responsible_id in directory.people:
            found = [directory.people[proposal.responsible_id]]
        case Who.ASSURERS:
            found = [one.person for one in directory.holders(proposal.committee_id, Function.HOST_MEMBER)]
        case Who.VOTERS:
            found = [one.person for one in directory.holders(proposal.committee_id, Function.REPRESENTATIVE)]
        case Who.OFFICE:
            found = list(office_holders(mandate, directory))
        case Who.BODY:
            body = body_of(proposal, mandate, directory)
            found = [one.person for one in answers_for(directory, body, proposal.committee_id)] if body else []
        case Who.LEADERS | Who.RESPONSIBLE:
            found = [one.person for one in leaders_of(directory, proposal.committee_id)]
        case Who.HEARD | Who.MEETING | Who.CLOCK | Who.NOBODY:
            found = []
    return tuple(dict.fromkeys(one for one in found if one))


def body_of(proposal: Proposal, mandate: Mandate, directory: Directory) -> str | None:
    """The other body that has the case now, or gets it without agreement."""
    if proposal.state in (ProposalState.RECOMMENDED, ProposalState.NOT_RECOMMENDED):
        return advised_body(mandate, directory)
    return superior_of(directory, proposal)
