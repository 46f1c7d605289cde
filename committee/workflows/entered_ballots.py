"""The secretary enters a ballot for an absent member who has sent it in writing (complaint 8 of the field)."""

from datetime import datetime

from committee.deputies import voters_of
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.recusals import require_not_recused
from committee.rights import Right, require
from committee.voting import LONGEST_REMARK, WHOLE, Ballot, Choice, RollEntry, Voting, check_ballot
from committee.workflows.ballots import count_cast
from committee.workflows.errands import tell

LONGEST_RECEIVED = 200


def enter_ballot(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    voting_id: str,
    *,
    person_id: str,
    choice: str,
    ground: str,
    remark: str = "",
    escalation_demanded: bool = False,
    now: datetime,
) -> Voting:
    """Enters the ballot of the one who sent it, marked as entered; they are told, and may change it until closing.

    Never over a ballot that the organisation has cast itself. `ground` says how and when it was received, and stands in
    the record; `remark` is what they wrote for the minutes. Repeating changes nothing.
    Raises FormError, CommitteeError("no_right_write_minutes", "recused", "voting_closed", "ballot_is_their_own").
    """
    require(actor, Right.WRITE_MINUTES)
    voting = tx.voting(voting_id)
    if voting.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    require_not_recused(tx, actor, voting.proposal_id)
    member, entry = _sender(tx, directory, voting, person_id)
    _check(member, choice, ground, remark, escalation_demanded)
    assert member is not None
    if entry is None:
        raise CommitteeError("no_vote_organisation")
    before = tx.ballot(voting_id, entry.organisation_id)
    if before and not before.entered_by:
        raise CommitteeError("ballot_is_their_own")
    ballot = Ballot(
        voting_id=voting_id,
        organisation_id=entry.organisation_id,
        person_id=person_id,
        choice=Choice(choice),
        weight=entry.weight,
        cast_at=now,
        remark=remark.strip(),
        escalation_demanded=escalation_demanded,
        revision=before.revision + 1 if before else 1,
        entered_by=actor.person.id,
    )
    if before and _says(before) == _says(ballot) and received_as(tx, before) == ground.strip():
        return voting
    check_ballot(voting, ballot, before, now=now)
    counted = count_cast(tx, directory, voting, before, ballot, received=ground.strip(), now=now)
    tell(tx, member, "ballot_entered", voting_id, now=now)
    return counted


def _says(ballot: Ballot) -> tuple[object, ...]:
    return ballot.person_id, ballot.choice, ballot.remark, ballot.escalation_demanded


def _check(member: Member | None, choice: str, ground: str, remark: str, demanded: bool) -> None:
    """Raises FormError."""
    faults = {} if member else {"person": "field_no_member"}
    if choice not in WHOLE:
        faults["choice"] = "field_not_chosen"
    if not ground.strip():
        faults["ground"] = "field_empty"
    elif len(ground) > LONGEST_RECEIVED:
        faults["ground"] = "field_too_long"
    if len(remark) > LONGEST_REMARK:
        faults["remark"] = "field_too_long"
    elif demanded and not remark.strip():
        faults["remark"] = "escalation_needs_reason"
    if faults:
        raise FormError(faults, longest={"ground": LONGEST_RECEIVED, "remark": LONGEST_REMARK})


def _sender(
    tx: Transaction, directory: Directory, voting: Voting, person_id: str
) -> tuple[Member | None, RollEntry | None]:
    """Who may cast the ballot, and for which organisation."""
    person = directory.people.get(person_id)
    member = directory.member(person, voting.committee_id) if person else None
    if member is None or member.organisation_id is None:
        return None, None
    allowed = voters_of(directory, voting, member.organisation_id)
    if all(one.person.id != person_id for one in allowed):
        return None, None
    return member, tx.roll_entry(voting.id, member.organisation_id)


def received_as(tx: Transaction, ballot: Ballot) -> str:
    """How an entered ballot was received, from the record; empty for one that was cast."""
    if not ballot.entered_by:
        return ""
    told = [
        one.details.get("received")
        for one in tx.entries_about(tx.voting(ballot.voting_id).committee_id, ballot.voting_id)
        if one.action == "ballot.cast" and one.details.get("organisation") == ballot.organisation_id
    ]
    return str(told[-1] or "") if told else ""
