"""A written procedure under way: more time is asked for and given, or the case is taken to a meeting (004-15)."""

from dataclasses import replace
from datetime import datetime

from committee.case_results import leaders_of
from committee.errors import CommitteeError
from committee.mandate import Mandate
from committee.members import Directory, Member
from committee.ports import Holidays, Transaction
from committee.procedures import Ending, Extension, Procedure, check_new_deadline
from committee.proposals import ProposalState, advance
from committee.recusals import require_not_recused
from committee.rights import Right, may, require
from committee.urgency import check_texts, refuse
from committee.voting import Outcome, Reason, Verdict, Voting
from committee.workflows.ballots import voice_of
from committee.workflows.errands import show, tell
from committee.workflows.procedures import own_procedure, remind_in_time, require_running, save_procedure
from committee.workflows.proposals import fill_next_agenda


def ask_for_extension(
    tx: Transaction, directory: Directory, actor: Member, procedure_id: str, ground: str, *, now: datetime
) -> Procedure:
    """One who may vote asks for more time; the leader and secretary are told. One question at a time.

    Raises FormError, CommitteeError("no_vote_…", "procedure_over", "extension_asked").
    """
    procedure, voting = require_running(tx, actor, procedure_id, now=now)
    voice_of(tx, voting, actor)
    if waiting := procedure.open_extension:
        if waiting.asked_by == actor.person.id:
            return procedure
        raise CommitteeError("extension_asked")
    refuse(check_texts({"ground": ground}))
    asked = Extension(asked_by=actor.person.id, asked_at=now, ground=ground.strip())
    procedure = replace(procedure, extensions=(*procedure.extensions, asked))
    save_procedure(tx, procedure, actor.person.id, "procedure.extension_asked", {"ground": asked.ground}, now=now)
    for member in leaders_of(directory, procedure.committee_id):
        tell(tx, member, "procedure_extension", procedure.id, now=now)
    return procedure


def answer_extension(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    procedure_id: str,
    *,
    closes_on: str,
    answer: str,
    closed: Holidays,
    now: datetime,
) -> Procedure:
    """The leader or secretary gives a new deadline, told to all, or says no with a reason (`closes_on` empty).

    A deadline may be put off without anybody having asked. Repeating changes nothing.
    Raises FormError, CommitteeError("no_right_plan", "procedure_over", "nothing_asked").
    """
    require(actor, Right.PLAN)
    procedure, voting = require_running(tx, actor, procedure_id, now=now)
    require_not_recused(tx, actor, procedure.about)
    if _says_the_same(procedure, actor, closes_on, answer):
        return procedure
    mandate = directory.governing(voting.mandate)
    until = None
    if closes_on:
        until = check_new_deadline(closes_on, mandate, closed, was=procedure.closes_at, now=now)
    elif procedure.open_extension is None:
        raise CommitteeError("nothing_asked")
    else:
        refuse(check_texts({"answer": answer}))
    procedure, given = _answered(procedure, actor, answer.strip(), until, now=now)
    details = {"until": until.isoformat() if until else None, "answer": given.answer}
    save_procedure(tx, procedure, actor.person.id, "procedure.extension_answered", details, now=now)
    if until:
        _put_off(tx, directory, mandate, procedure, replace(voting, closes_at=until), closed, now=now)
    elif person := directory.people.get(given.asked_by):
        tell(tx, directory.member(person, procedure.committee_id), "procedure_no_extension", procedure.id, now=now)
    return procedure


def _says_the_same(procedure: Procedure, actor: Member, closes_on: str, answer: str) -> bool:
    """Whether it is the answer that was given last, delivered again."""
    last = procedure.extensions[-1] if procedure.extensions else None
    if last is None or last.answered_by != actor.person.id:
        return False
    until = last.until.date().isoformat() if last.until else ""
    return (until, last.answer) == (closes_on.strip(), answer.strip())


def _answered(
    procedure: Procedure, actor: Member, answer: str, until: datetime | None, *, now: datetime
) -> tuple[Procedure, Extension]:
    asked = procedure.open_extension or Extension(asked_by=actor.person.id, asked_at=now, ground="")
    given = replace(asked, answered_by=actor.person.id, answer=answer, until=until)
    others = tuple(one for one in procedure.extensions if not one.is_open)
    return replace(procedure, extensions=(*others, given), closes_at=until or procedure.closes_at), given


def _put_off(
    tx: Transaction,
    directory: Directory,
    mandate: Mandate,
    procedure: Procedure,
    voting: Voting,
    closed: Holidays,
    *,
    now: datetime,
) -> None:
    tx.put_voting(voting)
    tx.record(
        voting.committee_id, at=now, actor_id=procedure.extensions[-1].answered_by, action="voting.put_off",
        subject_id=voting.id, details={"closes_at": voting.closes_at.isoformat()},
    )  # fmt: skip
    show(tx, procedure.committee_id, "voting", voting.id, now=now)
    for member in directory.members(procedure.committee_id):
        tell(tx, member, "procedure_put_off", procedure.id, now=now)
    remind_in_time(tx, mandate, procedure, closed, now=now)


def demand_meeting(
    tx: Transaction, directory: Directory, actor: Member, procedure_id: str, ground: str, *, now: datetime
) -> Procedure:
    """Anyone who may vote has the case taken to a meeting instead: nothing is decided in writing, and all are told.

    So may leader and secretary, who sent it out. The ballots that were cast stay in the record and count for nothing.
    Repeating changes nothing.
    Raises FormError, CommitteeError("no_vote_…", "procedure_over").
    """
    procedure = own_procedure(tx, actor, procedure_id)
    if procedure.ending is Ending.MEETING_DEMANDED and procedure.ended_by == actor.person.id:
        return procedure
    procedure, voting = require_running(tx, actor, procedure_id, now=now)
    if not may(actor, Right.PLAN):
        voice_of(tx, voting, actor)
    require_not_recused(tx, actor, procedure.about)
    refuse(check_texts({"ground": ground}))
    procedure = replace(procedure, ending=Ending.MEETING_DEMANDED, ended_by=actor.person.id, end_ground=ground.strip())
    verdict = Verdict(outcome=Outcome.NO_AGREEMENT, reason=Reason.MEETING_DEMANDED)
    tx.put_voting(replace(voting, closed_at=now, closed_by=actor.person.id, verdict=verdict))
    tx.record(
        voting.committee_id, at=now, actor_id=actor.person.id, action="voting.cancelled", subject_id=voting.id,
        details={"ground": procedure.end_ground},
    )  # fmt: skip
    details: dict[str, object] = {"ground": procedure.end_ground}
    save_procedure(tx, procedure, actor.person.id, "procedure.meeting_demanded", details, now=now)
    _take_to_meeting(tx, directory, procedure, now=now)
    return procedure


def _take_to_meeting(tx: Transaction, directory: Directory, procedure: Procedure, *, now: datetime) -> None:
    """The case waits for the next meeting's saksliste, and everybody is told."""
    tx.put_proposal(advance(tx.proposal(procedure.about), ProposalState.READY, voting_id=None))
    fill_next_agenda(tx, procedure.committee_id, now=now)
    for card, subject_id in (("voting", procedure.voting_id), ("proposal", procedure.about)):
        show(tx, procedure.committee_id, card, subject_id, now=now)
    for member in directory.members(procedure.committee_id):
        tell(tx, member, "procedure_to_meeting", procedure.id, now=now)


def end_procedure(
    tx: Transaction, directory: Directory, actor: Member, procedure_id: str, ground: str, *, now: datetime
) -> None:
    """The leader has stopped its voting because the text must be corrected; all who were asked are told.

    The proposer is told by whoever stops the voting, with the way to correct the text.
    """
    procedure = replace(
        tx.find(Procedure, procedure_id), ending=Ending.TEXT_CORRECTED, ended_by=actor.person.id, end_ground=ground
    )
    save_procedure(tx, procedure, actor.person.id, "procedure.stopped", {"ground": ground}, now=now)
    proposer_id = tx.proposal(procedure.about).proposer_id
    for member in directory.members(procedure.committee_id):
        if member.person.id != proposer_id:
            tell(tx, member, "procedure_stopped", procedure.id, now=now)
