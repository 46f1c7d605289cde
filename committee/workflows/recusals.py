"""Inhabilitet is declared or asked about, and decided by the others without the one it is about."""

from dataclasses import replace
from datetime import datetime

from committee.deputies import ordinary_members
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.proposals import Proposal, ProposalState
from committee.recusals import LONGEST, Paragraph, Recusal, RecusalState, deciders, recused_in
from committee.rights import Right, may, require
from committee.seat_rules import Function
from committee.voting import Ballot, Voting, recount_without
from committee.workflows.deputies import end_calls, provide_deputy
from committee.workflows.errands import show, tell

#: After these the committee has the case no more.
OVER = (ProposalState.DECIDED, ProposalState.IN_PROGRESS, ProposalState.REALISED, ProposalState.EVALUATED)


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
    if proposal.state in OVER:
        raise CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    known = [one for one in tx.records_about(Recusal, proposal_id) if one.person_id == member.person.id]
    if standing := next((one for one in known if one.is_open or one.is_recused), None):
        return standing
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
    details: dict[str, object] = {"person": recusal.person_id, "ground": recusal.ground}
    _save(tx, directory, recusal, actor.person.id, "recusal.raised", details, now=now)
    for decider in deciders(tx, directory, recusal):
        tell(tx, decider, "recusal_raised", recusal.id, now=now)
    if member.person.id != actor.person.id:
        tell(tx, member, "recusal_asked", recusal.id, now=now)
    return recusal


def withdraw_recusal(
    tx: Transaction, directory: Directory, actor: Member, recusal_id: str, *, now: datetime
) -> Recusal:
    """Whoever asked takes it back before it is decided. Raises CommitteeError("not_found", "recusal_decided")."""
    recusal = _of(tx, actor, recusal_id)
    if recusal.raised_by != actor.person.id:
        raise CommitteeError("not_found")
    if recusal.state is RecusalState.WITHDRAWN:
        return recusal
    if not recusal.is_open:
        raise CommitteeError("recusal_decided")
    withdrawn = replace(recusal, state=RecusalState.WITHDRAWN)
    _save(tx, directory, withdrawn, actor.person.id, "recusal.withdrawn", {"person": recusal.person_id}, now=now)
    return withdrawn


def decide_recusal(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    recusal_id: str,
    *,
    recused: bool,
    paragraph: str,
    decision: str,
    lead_id: str = "",
    now: datetime,
) -> Recusal:
    """The others' decision is written down, with its ground and the rule; a new one takes the place of the old.

    Whoever is inhabil loses the ballot they may have cast in an open voting; their organisation's weight stays, and its
    deputy is called when nobody else of it can vote. Of a leader the others may choose who leads the case, `lead_id`.
    Raises FormError, CommitteeError("no_right_decide_recusal", "recusal_withdrawn").
    """
    recusal = _of(tx, actor, recusal_id)
    if recusal.state is RecusalState.WITHDRAWN:
        raise CommitteeError("recusal_withdrawn")
    if not any(one.person.id == actor.person.id for one in deciders(tx, directory, recusal)):
        raise CommitteeError("no_right_decide_recusal")
    rule, ground = _read_decision(recused, paragraph, decision)
    state = RecusalState.RECUSED if recused else RecusalState.NOT_RECUSED
    lead_id = lead_id if recused and _may_lead(tx, directory, recusal, lead_id) else ""
    if (recusal.state, recusal.paragraph, recusal.decision, recusal.lead_id) == (state, rule, ground, lead_id):
        return recusal
    decided = replace(
        recusal, state=state, paragraph=rule, decision=ground, decided_by=actor.person.id, decided_at=now,
        lead_id=lead_id,
    )  # fmt: skip
    details = {"person": recusal.person_id, "paragraph": rule.value if rule else None, "decision": ground}
    if lead_id:
        details["lead"] = lead_id
    _save(tx, directory, decided, actor.person.id, f"recusal.{state.value}", details, now=now)
    _apply(tx, directory, decided, now=now)
    for person_id in filter(None, (recusal.person_id, lead_id)):
        if person := directory.people.get(person_id):
            card = "recusal_decided" if person_id == recusal.person_id else "recusal_leads"
            tell(tx, directory.member(person, recusal.committee_id), card, recusal.id, now=now)
    return decided


def _read_decision(recused: bool, paragraph: str, decision: str) -> tuple[Paragraph | None, str]:
    """The rule, None of one who is habil, and the ground. Raises FormError."""
    faults = {} if not recused or paragraph in set(Paragraph) else {"paragraph": "field_not_chosen"}
    try:
        ground = _checked("decision", decision)
    except FormError as error:
        raise FormError({**faults, **error.fields}, longest=LONGEST) from None
    if faults:
        raise FormError(faults, longest=LONGEST)
    return (Paragraph(paragraph) if recused else None), ground


def possible_leads(tx: Transaction, directory: Directory, recusal: Recusal) -> tuple[Member, ...]:
    """Who can lead the case instead of the one it is about; empty when that is no leader, or another leader is left."""
    members = directory.members(recusal.committee_id)
    out = {*recused_in(tx, recusal.about), recusal.person_id}
    leaders = [one for one in members if may(one, Right.LEAD)]
    if all(one.person.id != recusal.person_id for one in leaders) or any(one.person.id not in out for one in leaders):
        return ()
    able = (Function.REPRESENTATIVE, Function.SECRETARY)
    return tuple(
        one
        for one in members
        if one.function in able and one.seat and not one.seat.is_deputy and one.person.id not in out
    )


def _may_lead(tx: Transaction, directory: Directory, recusal: Recusal, lead_id: str) -> bool:
    return any(one.person.id == lead_id for one in possible_leads(tx, directory, recusal))


def _apply(tx: Transaction, directory: Directory, recusal: Recusal, *, now: datetime) -> None:
    for voting in tx.votings(recusal.committee_id, open_only=True):
        if voting.proposal_id == recusal.about:
            _keep_out(tx, directory, voting, recusal, now=now)
    person = directory.people.get(recusal.person_id)
    member = directory.member(person, recusal.committee_id) if person else None
    if member is None or member.function is not Function.REPRESENTATIVE:
        return
    if recusal.is_recused:
        provide_deputy(tx, directory, member, tx.proposal(recusal.about), now=now)
    elif member.seat and not member.seat.is_deputy:
        end_calls(tx, directory, member, recusal.about, now=now)


def _keep_out(tx: Transaction, directory: Directory, voting: Voting, recusal: Recusal, *, now: datetime) -> None:
    """Out of an open voting, or in again; what they had cast is taken away, and stays in the record."""
    others = tuple(one for one in voting.recused if one != recusal.person_id)
    if not recusal.is_recused:
        tx.put_voting(replace(voting, recused=others))
        show(tx, voting.committee_id, "voting", voting.id, now=now)
        return
    ballot = tx.ballot(voting.id, recusal.organisation_id)
    kept = replace(voting, recused=(*others, recusal.person_id))
    if ballot and ballot.person_id == recusal.person_id:
        kept = recount_without(kept, ballot)
        _remove_ballot(tx, directory, ballot, recusal, now=now)
    tx.put_voting(kept)
    show(tx, voting.committee_id, "voting", voting.id, now=now)


def _remove_ballot(tx: Transaction, directory: Directory, ballot: Ballot, recusal: Recusal, *, now: datetime) -> None:
    """The organisation must vote anew, and its others are told so."""
    tx.remove_ballot(ballot.voting_id, ballot.organisation_id)
    details: dict[str, object] = {"organisation": recusal.organisation_id, "recusal": recusal.id}
    tx.record(
        recusal.committee_id, at=now, actor_id=recusal.decided_by, action="ballot.removed",
        subject_id=ballot.voting_id, details=details,
    )  # fmt: skip
    out = recused_in(tx, recusal.about)
    for one in ordinary_members(directory, recusal.committee_id, recusal.organisation_id):
        if one.person.id not in out:
            tell(tx, one, "ballot_removed", ballot.voting_id, now=now)


def _proposal(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return proposal


def _of(tx: Transaction, actor: Member, recusal_id: str) -> Recusal:
    recusal = tx.find(Recusal, recusal_id)
    if recusal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return recusal


def _checked(name: str, value: str) -> str:
    if not value.strip():
        raise FormError({name: "field_empty"}, longest=LONGEST)
    if len(value) > LONGEST[name]:
        raise FormError({name: "field_too_long"}, longest=LONGEST)
    return value.strip()


def _save(
    tx: Transaction,
    directory: Directory,
    recusal: Recusal,
    actor_id: str,
    action: str,
    details: dict[str, object],
    *,
    now: datetime,
) -> None:
    """Kept, recorded with the names that the case's history tells, and shown."""
    person = directory.people.get(recusal.person_id)
    details = {**details, "name": person.name if person else ""}
    tx.keep(recusal)
    tx.record(recusal.committee_id, at=now, actor_id=actor_id, action=action, subject_id=recusal.about, details=details)
    show(tx, recusal.committee_id, "proposal", recusal.about, now=now)
