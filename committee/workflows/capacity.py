"""Municipalities are asked for people to a case, answer, and are reminded while they have not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from committee.capacity import (
    LONGEST,
    AnswerForm,
    CapacityAnswer,
    CapacityLine,
    CapacityRequest,
    CapacityView,
    Offer,
    RequestForm,
    answer_faults,
    answer_id,
    read_hours,
    request_faults,
)
from committee.deadlines import local_day, read_day
from committee.errors import CommitteeError, FormError
from committee.form_checks import require_form_id
from committee.members import Directory, Member
from committee.outbox import Errand
from committee.ports import Transaction
from committee.rights import Right, may, require
from committee.workflows.case_follow import (
    case_to_follow,
    may_follow,
    municipality_of,
    remind_on,
    require_follow,
    sent_by,
)
from committee.workflows.errands import tell

ABOUT = "capacity"
#: Days before the answer is due, and on the day itself.
_REMINDED = {"soon": timedelta(days=2), "last_day": timedelta(0)}


def ask_for_capacity(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, form: RequestForm, *, request_id: str,
    now: datetime,
) -> CapacityRequest:  # fmt: skip
    """Leader, secretary and whoever follows up ask every municipality. `request_id` was made when the form was opened.

    Raises FormError, CommitteeError("no_right_follow", "proposal_state", "not_found").
    """
    proposal = case_to_follow(tx, actor, proposal_id)
    require_form_id(request_id)
    if known := next((one for one in tx.records_about(CapacityRequest, proposal_id) if one.id == request_id), None):
        return known
    mandate = directory.governing(proposal.mandate)
    faults = request_faults(form, today=local_day(mandate, now))
    begins, ends, answer_by = (read_day(one) for one in (form.from_on, form.until_on, form.answer_by))
    if faults or not begins or not ends or not answer_by:
        raise FormError(faults, longest=LONGEST)
    request = CapacityRequest(
        id=request_id, committee_id=proposal.committee_id, about=proposal_id, role=form.role.strip(),
        hours=read_hours(form.hours) or 0, from_on=begins, until_on=ends, answer_by=answer_by,
        by=actor.person.id, at=now,
    )  # fmt: skip
    tx.keep(request)
    _record(tx, request, actor, "capacity.asked", {"role": request.role, "hours": request.hours}, now=now)
    _tell(tx, directory, request, [one.id for one in mandate.voters], "capacity_asked", now=now)
    for stage, before in _REMINDED.items():
        day = answer_by - before
        if day > local_day(mandate, now):
            remind_on(
                tx, directory, mandate.id, ABOUT, request.id, day=day, due_on=answer_by, stage=stage, now=now
            )  # fmt: skip
    return request


def answer_capacity(
    tx: Transaction, directory: Directory, actor: Member, request_id: str, form: AnswerForm, *, now: datetime
) -> CapacityAnswer:
    """A municipality's representative answers, or answers otherwise; whoever asked is told.

    Raises FormError, CommitteeError("no_vote_organisation", "capacity_withdrawn", "not_found").
    """
    request = _of(tx, actor, request_id)
    proposal = tx.proposal(request.about)
    organisation_id = municipality_of(directory, proposal, actor)
    if request.withdrawn_at:
        raise CommitteeError("capacity_withdrawn")
    if faults := answer_faults(form):
        raise FormError(faults, longest=LONGEST)
    offer = Offer(form.offer)
    answer = CapacityAnswer(
        id=answer_id(request_id, organisation_id), committee_id=request.committee_id, about=request_id,
        organisation_id=organisation_id, offer=offer, person="" if offer is Offer.NO else form.person.strip(),
        hours=0 if offer is Offer.NO else read_hours(form.hours) or 0, words=form.words.strip(),
        by=actor.person.id, at=now,
    )  # fmt: skip
    own = next((one for one in _answers(tx, request_id) if one.id == answer.id), None)
    if own and replace(own, by=answer.by, at=answer.at) == answer:
        return own
    tx.keep(answer)
    details: dict[str, object] = {"organisation": organisation_id, "offer": offer, "hours": answer.hours,
                                  "person": answer.person, "words": answer.words}  # fmt: skip
    _record(tx, request, actor, "capacity.answered", details, now=now)
    if (asker := directory.people.get(request.by)) and asker != actor.person:
        tell(tx, directory.member(asker, request.committee_id), "capacity_answered", request.id, now=now)
    return answer


def withdraw_capacity(
    tx: Transaction, directory: Directory, actor: Member, request_id: str, *, withdraws: bool, now: datetime
) -> CapacityRequest:
    """Nobody is asked any more; or it is taken up again by one who had erred. Twice changes nothing.

    Raises CommitteeError("no_right_follow", "not_found").
    """
    request = _of(tx, actor, request_id)
    require_follow(tx.proposal(request.about), actor)
    if withdraws == (request.withdrawn_at is not None):
        return request
    changed = replace(request, withdrawn_at=now if withdraws else None)
    tx.keep(changed)
    _record(tx, changed, actor, "capacity.withdrawn" if withdraws else "capacity.resumed", {}, now=now)
    voters = [one.id for one in directory.governing(tx.proposal(request.about).mandate).voters]
    _tell(tx, directory, changed, voters, "capacity_withdrawn" if withdraws else "capacity_asked", now=now)
    return changed


def look_at_capacity(tx: Transaction, directory: Directory, errand: Errand, *, now: datetime) -> None:
    """The clock reminds those who have not answered, and nobody else; silent when it is withdrawn."""
    request = tx.find(CapacityRequest, errand.payload["subject_id"])
    if request.withdrawn_at:
        return
    answered = {one.organisation_id for one in _answers(tx, request.id)}
    voters = directory.governing(tx.proposal(request.about).mandate).voters
    missing = [one.id for one in voters if one.id not in answered]
    _tell(tx, directory, request, missing, "capacity_reminder", now=now)


def view_capacity(tx: Transaction, directory: Directory, member: Member, request_id: str) -> CapacityView:
    """Raises CommitteeError("no_seat", "not_found")."""
    request = _of(tx, member, request_id)
    proposal = tx.proposal(request.about)
    answers = {one.organisation_id: one for one in _answers(tx, request_id)}
    lines, own = [], ""
    for one in directory.governing(proposal.mandate).voters:
        answer = answers.get(one.id)
        lines.append(CapacityLine(name=one.name, answer=answer, by=directory.name_of(answer.by) if answer else ""))
        if one.id == member.organisation_id and may(member, Right.DECIDE):
            own = one.name
    return CapacityView(
        request=request, case_number=proposal.case_number, title=proposal.form.title, lines=tuple(lines),
        asked_by=directory.name_of(request.by), own=own, own_answer=answers.get(member.organisation_id or ""),
        may_withdraw=may_follow(proposal, member),
    )  # fmt: skip


def requests_of(tx: Transaction, proposal_id: str) -> Sequence[CapacityRequest]:
    """Those that stand first, then the newest."""
    kept = sorted(tx.records_about(CapacityRequest, proposal_id), key=lambda one: one.at, reverse=True)
    return sorted(kept, key=lambda one: one.withdrawn_at is not None)


def _answers(tx: Transaction, request_id: str) -> Sequence[CapacityAnswer]:
    return tx.records_about(CapacityAnswer, request_id)


def _of(tx: Transaction, actor: Member, request_id: str) -> CapacityRequest:
    require(actor, Right.READ)
    request = tx.find(CapacityRequest, request_id)
    if request.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return request


def _tell(
    tx: Transaction, directory: Directory, request: CapacityRequest, organisations: Sequence[str], card: str, *,
    now: datetime,
) -> None:  # fmt: skip
    for organisation_id in organisations:
        for member in sent_by(directory, request.committee_id, organisation_id):
            tell(tx, member, card, request.id, now=now)


def _record(
    tx: Transaction, request: CapacityRequest, actor: Member, action: str, details: dict[str, object], *, now: datetime
) -> None:
    told = {"request": request.id, **details}
    tx.record(request.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=request.about,
              details=told)  # fmt: skip
