"""Inhabilitet is declared or asked about, and decided by the others without the one it is about."""

from dataclasses import replace
from datetime import datetime

from committee.deputies import CallReason, ordinary_members
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.recusals import LONGEST, Paragraph, Recusal, RecusalState
from committee.rights import Right, may, require
from committee.seat_rules import Function
from committee.voting import Voting, recount_without
from committee.workflows.deputies import call_deputy, end_calls
from committee.workflows.errands import show, tell

#: After these the committee has the case no more.
_OVER = (ProposalState.DECIDED, ProposalState.IN_PROGRESS, ProposalState.REALISED, ProposalState.EVALUATED)


def raise_recusal(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    *,
    person_id: str = "",
    ground: str,
    now: datetime,
) -> Recusal:
    """A member says that they may be inhabil in a case, or the leader or secretary asks about another (§ 8).

    One at a time for each person and case; repeating changes nothing.
    Raises FormError, CommitteeError("no_seat", "no_right_raise_recusal", "proposal_state").
    """
    require(actor, Right.READ)
    proposal = _proposal(tx, actor, proposal_id)
    person = directory.people.get(person_id or actor.person.id)
    member = directory.member(person, actor.committee_id) if person else None
    if member is None or member.seat is None:
        raise FormError({"person": "field_no_member"}, longest=LONGEST)
    if member.person.id != actor.person.id and not may(actor, Right.PLAN):
        raise CommitteeError("no_right_raise_recusal")
    if proposal.state in _OVER:
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    known = [one for one in tx.records_about(Recusal, proposal_id) if one.person_id == member.person.id]
    if known and known[-1].state is not RecusalState.NOT_RECUSED:
        return known[-1]
    recusal = Recusal(
        id=tx.new_id(),
        committee_id=actor.committee_id,
        about=proposal_id,
        person_id=member.person.id,
        organisation_id=member.organisation_id or "",
        ground=_checked("ground", ground),
        raised_by=actor.person.id,
        raised_at=now,
    )
    _save(
        tx, recusal, actor.person.id, "recusal.raised", {"person": recusal.person_id, "ground": recusal.ground}, now=now
    )
    for decider in deciders(tx, directory, recusal):
        tell(tx, decider, "recusal_raised", recusal.id, now=now)
    if member.person.id != actor.person.id:
        tell(tx, member, "recusal_asked", recusal.id, now=now)
    show(tx, actor.committee_id, "proposal", proposal_id, now=now)
    return recusal


def deciders(tx: Transaction, directory: Directory, recusal: Recusal) -> tuple[Member, ...]:
    """Who writes down what the others have decided: the leader, and the secretary when it is about the leader."""
    members = directory.members(recusal.committee_id)
    leaders = [one for one in members if may(one, Right.LEAD) and not _is_out(tx, one, recusal)]
    return tuple(leaders) or tuple(
        one for one in members if one.function is Function.SECRETARY and not _is_out(tx, one, recusal)
    )


def _is_out(tx: Transaction, member: Member, recusal: Recusal) -> bool:
    return member.person.id == recusal.person_id or member.person.id in recused_in(tx, recusal.about)


def decide_recusal(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    recusal_id: str,
    *,
    recused: bool,
    paragraph: str,
    decision: str,
    now: datetime,
) -> Recusal:
    """The others' decision is written down, with its ground and the rule; a new one takes the place of the old.

    Whoever is inhabil loses the ballot they may have cast in an open voting; their organisation's weight stays, and its
    deputy is called when nobody else of it has a seat. Raises FormError, CommitteeError("no_right_decide_recusal").
    """
    recusal = tx.find(Recusal, recusal_id)
    if recusal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    if not any(one.person.id == actor.person.id for one in deciders(tx, directory, recusal)):
        raise CommitteeError("no_right_decide_recusal")
    faults = {} if not recused or paragraph in set(Paragraph) else {"paragraph": "field_not_chosen"}
    try:
        ground = _checked("decision", decision)
    except FormError as error:
        raise FormError({**faults, **error.fields}, longest=LONGEST) from None
    if faults:
        raise FormError(faults, longest=LONGEST)
    state = RecusalState.RECUSED if recused else RecusalState.NOT_RECUSED
    rule = Paragraph(paragraph) if recused else None
    if (recusal.state, recusal.paragraph, recusal.decision) == (state, rule, ground):
        return recusal
    decided = replace(recusal, state=state, paragraph=rule, decision=ground, decided_by=actor.person.id, decided_at=now)
    details = {"person": recusal.person_id, "paragraph": rule.value if rule else None, "decision": ground}
    _save(tx, decided, actor.person.id, f"recusal.{state.value}", details, now=now)
    _apply(tx, directory, decided, now=now)
    person = directory.people.get(recusal.person_id)
    if person:
        tell(tx, directory.member(person, recusal.committee_id), "recusal_decided", recusal.id, now=now)
    show(tx, recusal.committee_id, "proposal", recusal.about, now=now)
    return decided


def _apply(tx: Transaction, directory: Directory, recusal: Recusal, *, now: datetime) -> None:
    person = directory.people.get(recusal.person_id)
    member = directory.member(person, recusal.committee_id) if person else None
    for voting in tx.votings(recusal.committee_id, open_only=True):
        if voting.proposal_id == recusal.about:
            _keep_out(tx, voting, recusal, now=now)
    if member is None or member.function is not Function.REPRESENTATIVE:
        return
    others = ordinary_members(directory, recusal.committee_id, recusal.organisation_id)
    out = recused_in(tx, recusal.about)
    if recusal.is_recused and all(one.person.id in out for one in others):
        call_deputy(tx, directory, member, recusal.about, CallReason.RECUSED, now=now)
    elif not recusal.is_recused:
        end_calls(tx, member, recusal.about, now=now)


def _keep_out(tx: Transaction, voting: Voting, recusal: Recusal, *, now: datetime) -> None:
    others = tuple(one for one in voting.recused if one != recusal.person_id)
    if not recusal.is_recused:
        tx.put_voting(replace(voting, recused=others))
        show(tx, voting.committee_id, "voting", voting.id, now=now)
        return
    ballot = tx.ballot(voting.id, recusal.organisation_id)
    kept = replace(voting, recused=(*others, recusal.person_id))
    if ballot and ballot.person_id == recusal.person_id:
        kept = recount_without(kept, ballot)
        tx.remove_ballot(voting.id, recusal.organisation_id)
        details: dict[str, object] = {"organisation": recusal.organisation_id, "recusal": recusal.id}
        tx.record(
            voting.committee_id, at=now, actor_id=recusal.decided_by, action="ballot.removed", subject_id=voting.id,
            details=details,
        )  # fmt: skip
    tx.put_voting(kept)
    show(tx, voting.committee_id, "voting", voting.id, now=now)


def recused_in(tx: Transaction, proposal_id: str) -> tuple[str, ...]:
    """Those who are inhabil in the case, by person id."""
    return tuple(one.person_id for one in tx.records_about(Recusal, proposal_id) if one.is_recused)


def require_not_recused(tx: Transaction, actor: Member, proposal_id: str) -> None:
    """Raises CommitteeError("recused") for one who takes no part in the case."""
    if actor.person.id in recused_in(tx, proposal_id):
        raise CommitteeError("recused")


def require_lead_of(tx: Transaction, directory: Directory, actor: Member, proposal_id: str) -> None:
    """The leader leads the case; when every leader is inhabil in it the secretary does, as whoever is left to.

    Raises CommitteeError("recused", "no_seat", "no_right_lead").
    """
    out = recused_in(tx, proposal_id)
    if actor.person.id in out:
        raise CommitteeError("recused")
    if out and not may(actor, Right.LEAD) and may(actor, Right.PLAN):
        leaders = [one for one in directory.members(actor.committee_id) if may(one, Right.LEAD)]
        if all(one.person.id in out for one in leaders):
            return
    require(actor, Right.LEAD)


def _proposal(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return proposal


def _checked(name: str, value: str) -> str:
    if not value.strip():
        raise FormError({name: "field_empty"}, longest=LONGEST)
    if len(value) > LONGEST[name]:
        raise FormError({name: "field_too_long"}, longest=LONGEST)
    return value.strip()


def _save(
    tx: Transaction, recusal: Recusal, actor_id: str, action: str, details: dict[str, object], *, now: datetime
) -> None:
    tx.keep(recusal)
    tx.record(recusal.committee_id, at=now, actor_id=actor_id, action=action, subject_id=recusal.about, details=details)
