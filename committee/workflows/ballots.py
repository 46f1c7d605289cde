"""An organisation's ballot is cast and changed."""

import hashlib
from datetime import datetime

from committee.deputies import may_cast
from committee.errors import CommitteeError
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.seat_rules import Function
from committee.voting import Ballot, Choice, RollEntry, Voting, check_ballot, count_ballot
from committee.workflows.errands import EDIT_PAUSE, show, tell

REMEMBERED_PRESSES = 8

_NO_VOTE = {
    Function.CHAIR: "no_vote_chair",
    Function.SECRETARY: "no_vote_secretary",
    Function.HOST_MEMBER: "no_vote_host_member",
    Function.UNION: "no_vote_union",
    Function.OBSERVER: "no_vote_observer",
}


def voice_of(tx: Transaction, voting: Voting, actor: Member) -> RollEntry:
    """The organisation whose ballot the member casts. Raises CommitteeError("no_vote_…") saying kindly why not."""
    if actor.seat is None or actor.committee_id != voting.committee_id:
        raise CommitteeError("no_vote_outsider")
    if actor.seat.function is not Function.REPRESENTATIVE:
        raise CommitteeError(_NO_VOTE[actor.seat.function])
    if not may_cast(voting, actor):
        raise CommitteeError("recused" if actor.person.id in voting.recused else "no_vote_deputy")
    entry = tx.roll_entry(voting.id, actor.seat.organisation_id)
    if entry is None:
        raise CommitteeError("no_vote_organisation")
    return entry


def cast_ballot(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    voting_id: str,
    choice: Choice,
    *,
    remark: str | None = None,
    parts: tuple[int, int, int] | None = None,
    escalation_demanded: bool | None = None,
    seen_revision: int = 0,
    now: datetime,
) -> tuple[Voting, Ballot]:
    """Casts or changes the organisation's one ballot (002-04, C3); the last before closing counts.

    `parts` are of a ballot that is split, where the mandate lets.

    A remark or demand that is None stays as it was: whoever only changes their mind loses no words.
    `seen_revision` is the ballot's revision on the card that was pressed: the same press delivered again, in any
    order, changes nothing. Raises CommitteeError("no_vote_…", "voting_closed", "ballot_is_final", …).
    """
    voting = tx.voting(voting_id)
    if (choice is Choice.SPLIT) != (parts is not None):
        raise CommitteeError("unknown_choice")
    entry = voice_of(tx, voting, actor)
    before = tx.ballot(voting_id, entry.organisation_id)
    remark = (before.remark if before else "") if remark is None else remark.strip()
    if escalation_demanded is None:
        escalation_demanded = before is not None and before.escalation_demanded
    said = choice if parts is None else f"{choice}-{'-'.join(map(str, parts))}"
    press = f"{actor.person.id}:{seen_revision}:{said}:{hash_of(remark)}:{int(escalation_demanded)}"
    same = before and _says_the_same(before, actor, choice, parts, remark, escalation_demanded)
    if before and (same or press in before.presses):
        return voting, before
    ballot = Ballot(
        voting_id=voting_id,
        organisation_id=entry.organisation_id,
        person_id=actor.person.id,
        choice=choice,
        parts=parts,
        weight=entry.weight,
        cast_at=now,
        remark=remark,
        escalation_demanded=escalation_demanded,
        revision=before.revision + 1 if before else 1,
        presses=((*before.presses, press) if before else (press,))[-REMEMBERED_PRESSES:],
    )
    check_ballot(voting, ballot, before, now=now)
    return count_cast(tx, directory, voting, before, ballot, now=now), ballot


def count_cast(
    tx: Transaction,
    directory: Directory,
    voting: Voting,
    before: Ballot | None,
    ballot: Ballot,
    *,
    received: str = "",
    now: datetime,
) -> Voting:
    """The ballot is kept, counted and recorded; a colleague whose ballot it changes is told.

    `received` is how one that is entered came.
    """
    counted = count_ballot(voting, before, ballot)
    tx.put_ballot(ballot)
    tx.put_voting(counted)
    details = {
        "organisation": ballot.organisation_id,
        "choice": ballot.choice.value,
        "weight": ballot.weight,
        "remark": ballot.remark,
        "escalation_demanded": ballot.escalation_demanded,
        "revision": ballot.revision,
    }
    if ballot.parts:
        details["parts"] = {one.value: weight for one, weight in ballot.shares}
    if ballot.entered_by:
        details |= {"entered_for": ballot.person_id, "received": received}
    tx.record(
        voting.committee_id,
        at=now,
        actor_id=ballot.entered_by or ballot.person_id,
        action="ballot.cast",
        subject_id=voting.id,
        details=details,
    )
    show(tx, voting.committee_id, "voting", voting.id, now=now, after=EDIT_PAUSE)
    if before and before.person_id != ballot.person_id and before.shares != ballot.shares:
        _tell_colleague(tx, directory, voting, before, now=now)
    return counted


def hash_of(remark: str) -> str:
    """A short mark of a remark, to know a repeated press by."""
    return hashlib.blake2s(remark.encode(), digest_size=4).hexdigest() if remark else ""


def _says_the_same(
    before: Ballot, actor: Member, choice: Choice, parts: tuple[int, int, int] | None, remark: str, demanded: bool
) -> bool:
    said = (before.person_id, before.choice, before.parts, before.remark, before.escalation_demanded)
    return said == (actor.person.id, choice, parts, remark, demanded) and not before.entered_by


def _tell_colleague(tx: Transaction, directory: Directory, voting: Voting, before: Ballot, *, now: datetime) -> None:
    colleague = directory.people.get(before.person_id)
    if colleague:
        tell(tx, directory.member(colleague, voting.committee_id), "ballot_differs", voting.id, now=now)
