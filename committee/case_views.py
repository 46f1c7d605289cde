"""What waits for a person among the cases that the committee has let go of, or that are to be carried out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from committee.case_awaits import Who, awaits, body_of, who_acts
from committee.case_records import Anchoring, Draft, anchoring_id
from committee.case_results import result_of
from committee.case_rights import Act, may_anchor
from committee.insight import speaks_for
from committee.mandate import Mandate
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.referrals import is_elsewhere

_S = ProposalState
#: What is asked for in each state; the others have lists of their own in `committee.views.PendingView`.
_ASKED: dict[ProposalState, Act | None] = {
    _S.WITH_OFFICE: Act.OFFICE,
    _S.RECOMMENDED: Act.BODY,
    _S.NOT_RECOMMENDED: Act.BODY,
    _S.ESCALATED: Act.BODY,
    _S.DECIDED: Act.START,
    _S.IN_PROGRESS: Act.REPORT,
    _S.REALISED: Act.EVALUATE,
    #: To be seen and thought over: no meeting takes it, or nobody agrees.
    _S.READY: None,
    _S.NO_AGREEMENT: None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedCase:
    """A case that waits for a person; `act` is None when all they can do is look into it."""

    mandate: Mandate
    proposal: Proposal
    act: Act | None


def view_awaited_cases(
    tx: Transaction, directory: Directory, member: Member, places: Sequence[Member], *, everywhere: bool
) -> tuple[AwaitedCase, ...]:
    """Those that wait for the member in `places`; with `everywhere` also for an office or a body they answer for."""
    here = [one.committee_id for one in places]
    ids = dict.fromkeys((*here, *_below(directory, here), *(_advising(directory, member.person) if everywhere else ())))
    found: list[AwaitedCase] = []
    for committee_id in ids:
        for proposal in tx.proposals(committee_id):
            found += _awaited(tx, directory, member.person, proposal, here)
    return tuple(found)


def _below(directory: Directory, here: Iterable[str]) -> tuple[str, ...]:
    """The committees whose cases go to one of these."""
    below = directory.keep("cases below", lambda: _by_body(directory))
    return tuple(dict.fromkeys(one for body in here for one in below.get(body, ())))


def _by_body(directory: Directory) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in directory.mandates.values():
        for body in dict.fromkeys((one.superior or "", *one.advises)):
            found.setdefault(body, []).append(one.id)
    return found


def _advising(directory: Directory, person: Person) -> tuple[str, ...]:
    """The committees that advise an organisation's office that the person answers for, without a seat there."""
    by_organisation = directory.keep("committees of organisations", lambda: _by_organisation(directory))
    own = speaks_for(directory, person)
    return tuple(dict.fromkeys(one for organisation in own for one in by_organisation.get(organisation, ())))


def _by_organisation(directory: Directory) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in directory.mandates.values():
        for organisation in one.organisations:
            found.setdefault(organisation.id, []).append(one.id)
    return found


def _awaited(
    tx: Transaction, directory: Directory, person: Person, proposal: Proposal, here: Sequence[str]
) -> Iterator[AwaitedCase]:
    mandate = directory.governing(proposal.mandate)
    if proposal.state in _ASKED and not is_elsewhere(proposal) and person in who_acts(proposal, directory):
        who = awaits(proposal, result_of(mandate, directory))
        act = Act.OFFICE if who is Who.OFFICE else _ASKED[proposal.state]
        body = body_of(proposal, mandate, directory) if who is Who.BODY else None
        if body is None or body in here or proposal.committee_id in here:
            yield AwaitedCase(mandate=mandate, proposal=proposal, act=act)
    member = directory.member(person, proposal.committee_id)
    if proposal.committee_id in here and may_anchor(proposal, directory, member):
        own = anchoring_id(proposal.id, member.organisation_id or "")
        if all(one.id != own or one.is_undone for one in tx.records_about(Anchoring, proposal.id)):
            yield AwaitedCase(mandate=mandate, proposal=proposal, act=Act.ANCHOR)


def own_drafts(tx: Transaction, person: Person) -> tuple[Draft, ...]:
    """A person's unsent cases, for their own eyes alone."""
    return tuple(one for one in tx.records_about(Draft, person.id) if one.is_open)
