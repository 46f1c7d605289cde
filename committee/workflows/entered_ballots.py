"""The secretary enters a ballot for an absent member who has sent it in writing (complaints 8 and 29 of the field)."""

from datetime import datetime

from committee.deputies import voters_of
from committee.errors import CommitteeError, FormError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.rights import Right, require
from committee.voting import Ballot, Choice, Voting, check_ballot
from committee.workflows.ballots import LONGEST_GROUND, count_cast
from committee.workflows.errands import tell
from committee.workflows.recusals import require_not_recused


def enter_ballot(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    voting_id: str,
    *,
    person_id: str,
    choice: str,
    ground: str,
    now: datetime,
) -> Voting:
    """Enters the ballot of the one who sent it, marked as entered; they are told, and may change it until closing.

    Never over a ballot that the organisation has cast itself. `ground` says how and when it was sent. Repeating changes
    nothing.
    Raises FormError, CommitteeError("no_right_write_minutes", "recused", "voting_closed", "ballot_is_their_own").
    """
    require(actor, Right.WRITE_MINUTES)
    voting = tx.voting(voting_id)
    if voting.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    require_not_recused(tx, actor, voting.proposal_id)
    member = _sender(directory, voting, person_id)
    faults = {} if member else {"person": "field_no_member"}
    if choice not in set(Choice):
        faults["choice"] = "field_not_chosen"
    if not ground.strip():
        faults["ground"] = "field_empty"
    elif len(ground) > LONGEST_GROUND:
        faults["ground"] = "field_too_long"
    if faults or member is None:
        raise FormError(faults, longest={"ground": LONGEST_GROUND})
    organisation_id = member.organisation_id or ""
    entry = tx.roll_entry(voting_id, organisation_id)
    if entry is None:
        raise CommitteeError("no_vote_organisation")
    before = tx.ballot(voting_id, organisation_id)
    if before and not before.entered_by:
        raise CommitteeError("ballot_is_their_own")
    if before and (before.choice, before.remark, before.person_id) == (choice, ground.strip(), person_id):
        return voting
    ballot = Ballot(
        voting_id=voting_id,
        organisation_id=organisation_id,
        person_id=person_id,
        choice=Choice(choice),
        weight=entry.weight,
        cast_at=now,
        remark=ground.strip(),
        revision=before.revision + 1 if before else 1,
        entered_by=actor.person.id,
    )
    check_ballot(voting, ballot, before, now=now)
    counted = count_cast(tx, directory, voting, before, ballot, now=now)
    tell(tx, member, "ballot_entered", voting_id, now=now)
    return counted


def _sender(directory: Directory, voting: Voting, person_id: str) -> Member | None:
    person = directory.people.get(person_id)
    member = directory.member(person, voting.committee_id) if person else None
    if member is None or member.organisation_id is None:
        return None
    allowed = voters_of(directory, voting, member.organisation_id)
    return next((one for one in allowed if one.person.id == person_id), None)
