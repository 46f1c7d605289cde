"""Cases go from body to body: advice up, questions down, and what came of them all the way back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from committee.case_records import DecidedBy, Decision, Question
from committee.case_results import advised_body, answers_for
from committee.case_versions import keep_version
from committee.errors import CommitteeError, FormError
from committee.form_checks import require_form_id
from committee.mandate import Result
from committee.members import Directory, Member, Person
from committee.ports import Transaction
from committee.proposals import Assurance, Proposal, ProposalForm, ProposalState, Ruling, advance, check_text
from committee.recusals import require_not_recused
from committee.referrals import (
    AWAITING,
    LONGEST,
    NOT_BEGUN,
    Referral,
    ReferralForm,
    Sending,
    Way,
    asked_from,
    awaits_below,
    bodies_below,
    check_referral,
    is_elsewhere,
    may_send_back,
    may_write_vedtak,
    offices_of,
    receiver_of,
    sendings_of,
    sent_from,
)
from committee.reviews import significance_of
from committee.rights import Right, require
from committee.seat_rules import Function
from committee.workflows.errands import CLOCK, show, tell
from committee.workflows.proposals import fill_next_agenda, hold_back, make_ready, take_off_agenda

_S = ProposalState
Details = Mapping[str, object]


# Up


def hand_over(tx: Transaction, directory: Directory, proposal: Proposal, *, now: datetime) -> Proposal:
    """What a committee advises becomes a case, with a number of its own, of the body that it advises (003-14, 004-07).

    What that body, or the one above it, asked for goes back to it as an answer instead. A body that is not run here
    gets no case: those who answer for it are told.
    """
    asked = asked_from(tx, proposal)
    if asked and asked.from_case:
        return _answer_above(tx, directory, proposal, asked, now=now)
    mandate = directory.governing(proposal.mandate)
    receiver = receiver_of(mandate, directory, Result.BODY)
    if receiver is None:
        for one in answers_for(directory, advised_body(mandate, directory) or "", proposal.committee_id):
            tell(tx, one, "case_body", proposal.id, now=now)
        return proposal
    received = _receive(tx, directory, proposal, receiver, now=now)
    sent = replace(proposal, went_to=received.id)
    tx.put_proposal(sent)
    referral = Referral(
        id=tx.new_id(),
        committee_id=receiver,
        about=received.id,
        way=Way.UP,
        from_committee=proposal.committee_id,
        from_case=proposal.id,
        from_name=mandate.name,
        sent_by=CLOCK,
        sent_at=now,
    )
    _carry_weight(tx, sent, received, now=now)
    _send(tx, referral, sent, received, actor_id=CLOCK, now=now)
    _ask_to_assure(tx, directory, received, now=now)
    return sent


def _receive(tx: Transaction, directory: Directory, sent: Proposal, receiver: str, *, now: datetime) -> Proposal:
    """The case in the receiving body: the one that was sent back to be looked at again, or a new one."""
    known = tx.proposal(sent.went_to) if sent.went_to else None
    if known and known.committee_id == receiver and known.state in (_S.SENT_BACK, _S.WITHDRAWN):
        changed = {"form": sent.form, "assurance": None, "sent_back_reason": "", "rest": None}
        received = advance(known, _S.SUBMITTED, version=_next_version(tx, known, sent, now=now), **changed)
    else:
        received = _new_case(tx, directory, receiver, sent.form, sent.proposer_id, sent.organisation_id, now=now)
        received = replace(received, came_from=sent.id)
    if sent.assurance and not directory.holders(receiver, Function.HOST_MEMBER):
        received = advance(received, _S.ASSURED, assurance=sent.assurance)
    tx.put_proposal(received)
    return received


def _next_version(tx: Transaction, known: Proposal, sent: Proposal, *, now: datetime) -> int:
    """The number of the text that comes; another text than the one that is there is a new version, and that is kept."""
    if sent.form == known.form:
        return known.version
    keep_version(tx, known, by=sent.proposer_id, now=now)
    return known.version + 1


def _carry_weight(tx: Transaction, sent: Proposal, received: Proposal, *, now: datetime) -> None:
    """What was said of how weighty the case is, follows it; the receiver may say otherwise."""
    said = significance_of(tx, sent)
    if said and said.is_significant:
        tx.keep(replace(said, id=tx.new_id(), committee_id=received.committee_id, about=received.id, at=now))


def _new_case(
    tx: Transaction,
    directory: Directory,
    committee_id: str,
    form: ProposalForm,
    proposer_id: str,
    organisation_id: str,
    *,
    now: datetime,
) -> Proposal:
    mandate = directory.mandate(committee_id)
    year = now.astimezone(ZoneInfo(mandate.time_zone)).year
    return Proposal(
        id=tx.new_id(),
        committee_id=committee_id,
        number=tx.next_number(committee_id, year),
        year=year,
        prefix=mandate.prefix,
        mandate=mandate.stamp,
        form=form,
        proposer_id=proposer_id,
        organisation_id=organisation_id,
        state=_S.SUBMITTED,
        submitted_at=now,
    )


def _send(
    tx: Transaction, referral: Referral, sent: Proposal, received: Proposal, *, actor_id: str, now: datetime
) -> None:
    tx.keep(referral)
    tx.keep(Sending(id=referral.id, committee_id=sent.committee_id, about=sent.id, to_case=received.id))
    details = {"from_case": sent.case_number, "to_case": received.case_number, "way": referral.way.value}
    if referral.question:
        details["question"] = referral.question
    _record(tx, sent, actor_id, "case.referred", details, now=now)
    _record(tx, received, actor_id, "case.received", details, now=now)
    show(tx, sent.committee_id, "referral", referral.id, now=now)
    for one in (sent, received):
        show(tx, one.committee_id, "proposal", one.id, now=now)


def _ask_to_assure(tx: Transaction, directory: Directory, received: Proposal, *, now: datetime) -> None:
    """The member of the co-operation looks at it as at any other; where there is none it is ready at once."""
    assurers = directory.holders(received.committee_id, Function.HOST_MEMBER)
    for one in assurers:
        tell(tx, one, "assurance", received.id, now=now)
    if not assurers:
        for one in answers_for(directory, received.committee_id, received.committee_id):
            tell(tx, one, "case_received", received.id, now=now)
        make_ready(tx, received.id, now=now)


# The answer


def return_answer(
    tx: Transaction, directory: Directory, decided: Proposal, decision: Decision, *, now: datetime
) -> None:
    """What a case came to goes to every body that it came from, or that was asked about it, and on from there."""
    asked = asked_from(tx, decided)
    if asked:
        tx.keep(replace(asked, answered_at=now))
    up = sent_from(tx, decided)
    waiting = [tx.proposal(up.from_case)] if up else []
    waiting += [tx.proposal(one.about) for one in sendings_of(tx, decided) if one.way is Way.DOWN]
    if up and up.answered_at is None:
        tx.keep(replace(up, answered_at=now))
    for one in {case.id: case for case in waiting}.values():
        if is_elsewhere(one) and one.went_to == decided.id:
            _follow(tx, directory, one, decided, decision, now=now)


def _follow(
    tx: Transaction, directory: Directory, waiting: Proposal, there: Proposal, decision: Decision, *, now: datetime
) -> None:
    if waiting.state is _S.NO_AGREEMENT:
        waiting = advance(waiting, _S.ESCALATED)
    followed = (decision.ruling is Ruling.APPROVED) == (waiting.advice is _S.RECOMMENDED) if waiting.advice else None
    followed_by = advance(waiting, _S.DECIDED, ruling=decision.ruling)
    tx.put_proposal(followed_by)
    copy = replace(
        decision,
        id=tx.new_id(),
        committee_id=waiting.committee_id,
        about=waiting.id,
        by=DecidedBy.BODY,
        version=waiting.version,
        recorded_at=now,
        reference=", ".join(filter(None, (there.case_number, decision.reference))),
        followed=followed,
    )
    tx.keep(copy)
    details: dict[str, object] = {
        "ruling": copy.ruling.value,
        "decider": copy.decider,
        "reference": copy.reference,
        "followed": followed,
        "version": copy.version,
    }
    _record(tx, waiting, decision.recorded_by, "case.decided", details, now=now)
    show(tx, waiting.committee_id, "case_answer", copy.id, now=now)
    show(tx, waiting.committee_id, "proposal", waiting.id, now=now)
    proposer = directory.people.get(waiting.proposer_id)
    if proposer and decision.by is DecidedBy.COMMITTEE:  # else they are told with the decision itself
        tell(tx, directory.member(proposer, waiting.committee_id), "case_answer", copy.id, now=now)
    return_answer(tx, directory, followed_by, copy, now=now)


def _answer_above(
    tx: Transaction, directory: Directory, lower: Proposal, asked: Referral, *, now: datetime
) -> Proposal:
    """What a committee was asked about from above goes back there, with its votes, and the case there goes on."""
    answered = replace(lower, went_to=asked.from_case)
    tx.put_proposal(answered)
    tx.keep(replace(asked, answered_at=now))
    above = tx.proposal(asked.from_case)
    if above.state is _S.ASSURED and above.assurance is None and lower.assurance:
        above = replace(above, assurance=lower.assurance)
        tx.put_proposal(above)
    details = {"from_case": answered.case_number, "to_case": above.case_number, "advice": str(answered.advice or "")}
    for one in (answered, above):
        _record(tx, one, CLOCK, "case.answered", details, now=now)
        show(tx, one.committee_id, "referral_answer", asked.id, now=now)
        show(tx, one.committee_id, "proposal", one.id, now=now)
    sender = directory.people.get(asked.sent_by)
    if sender:
        tell(tx, directory.member(sender, above.committee_id), "referral_answer", asked.id, now=now)
    make_ready(tx, above.id, now=now)
    return answered


def send_back_to_sender(
    tx: Transaction, directory: Directory, actor: Member, proposal_id: str, *, text: str, now: datetime
) -> Proposal:
    """A body that has been given a case asks the sender about it, who takes it up again; told in both channels.

    A repeated delivery changes nothing.
    Raises FormError, CommitteeError("no_right_send_back", "proposal_state", "not_found").
    """
    received = _of(tx, actor, proposal_id)
    if received.state is _S.SENT_BACK and received.sent_back_reason == text.strip():
        return received
    referral = sent_from(tx, received)
    if referral is None or not may_send_back(tx, received, actor):
        raise _refused(received, actor, "no_right_send_back")
    require_not_recused(tx, actor, proposal_id)
    text = check_text("text", text, LONGEST["text"])
    if received.state in (_S.READY, _S.ON_AGENDA):
        received = take_off_agenda(tx, advance(received, _S.ASSURED), now=now)
    received = advance(received, _S.SENT_BACK, sent_back_reason=text)
    tx.put_proposal(received)
    asker = directory.mandate(received.committee_id).name
    sent = tx.proposal(referral.from_case)
    question = _ask(tx, sent, asker, text, actor.person.id, now=now)
    details = {"from_case": received.case_number, "to_case": sent.case_number, "asked_by": asker, "text": text}
    for one in (received, sent):
        _record(tx, one, actor.person.id, "case.question", details, now=now)
        show(tx, one.committee_id, "case_answer", question.id, now=now)
        show(tx, one.committee_id, "proposal", one.id, now=now)
    fill_next_agenda(tx, sent.committee_id, now=now)
    return received


def withdraw_sent(tx: Transaction, withdrawn: Proposal, *, now: datetime) -> None:
    """What a sender withdraws while it has been asked about it is withdrawn where it was sent too, and told there.

    When the sender takes it up again and recommends it, the case there goes on under its number (`hand_over`).
    """
    there = tx.proposal(withdrawn.went_to) if withdrawn.went_to else None
    if there is None or there.state is not _S.SENT_BACK or there.came_from != withdrawn.id or withdrawn.rest is None:
        return
    rest = replace(withdrawn.rest, was=_S.SENT_BACK)
    tx.put_proposal(advance(there, _S.WITHDRAWN, rest=rest))
    details = {"reason": rest.reason, "from_case": withdrawn.case_number}
    _record(tx, there, rest.by, "case.withdrawn", details, now=now)
    show(tx, there.committee_id, "proposal", there.id, now=now)


def _ask(tx: Transaction, sent: Proposal, asker: str, text: str, actor_id: str, *, now: datetime) -> Question:
    """The case is the committee's again, with the question."""
    question = Question(
        id=tx.new_id(),
        committee_id=sent.committee_id,
        about=sent.id,
        asked_by=asker,
        text=text,
        recorded_by=actor_id,
        recorded_at=now,
    )
    tx.keep(question)
    tx.put_proposal(advance(sent, _S.READY, meeting_id=None, escalated_to=None, advice=None))
    return question


def write_vedtak(
    tx: Transaction,
    directory: Directory,
    actor: Member,
    proposal_id: str,
    *,
    answer: str,
    text: str,
    reference: str,
    now: datetime,
) -> Proposal:
    """Leader or secretary of a body where nobody votes here writes down what it decided in a case of its own.

    Raises FormError, CommitteeError("no_right_write_vedtak", "proposal_state", "not_found").
    """
    proposal = _of(tx, actor, proposal_id)
    given = (answer, text.strip(), reference.strip())
    known = tx.records_about(Decision, proposal.id)
    if known and (known[-1].ruling, known[-1].text, known[-1].reference) == given:
        return proposal
    if not may_write_vedtak(tx, directory, proposal, actor):
        raise _refused(proposal, actor, "no_right_write_vedtak")
    require_not_recused(tx, actor, proposal_id)
    _check_vedtak(*given)
    decided = advance(take_off_agenda(tx, proposal, now=now), _S.DECIDED, ruling=Ruling(answer))
    tx.put_proposal(decided)
    decision = Decision(
        id=tx.new_id(),
        committee_id=proposal.committee_id,
        about=proposal.id,
        ruling=Ruling(answer),
        by=DecidedBy.BODY,
        decider=directory.mandate(proposal.committee_id).name,
        text=text.strip(),
        version=proposal.version,
        recorded_by=actor.person.id,
        recorded_at=now,
        reference=reference.strip(),
    )
    tx.keep(decision)
    details = {"ruling": answer, "text": decision.text, "reference": decision.reference, "version": decision.version}
    _record(tx, proposal, actor.person.id, "case.decided", details, now=now)
    show(tx, proposal.committee_id, "case_answer", decision.id, now=now)
    show(tx, proposal.committee_id, "proposal", proposal.id, now=now)
    return_answer(tx, directory, decided, decision, now=now)
    return decided


def _check_vedtak(answer: str, text: str, reference: str) -> None:
    faults = {} if answer in set(Ruling) else {"answer": "field_not_chosen"}
    for name, value in (("text", text), ("reference", reference)):
        if not value:
            faults[name] = "field_empty"
        elif len(value) > LONGEST[name]:
            faults[name] = "field_too_long"
    if faults:
        raise FormError(faults, longest=LONGEST)


# Down


def refer_down(
    tx: Transaction,
    directory: Directory,
    person: Person,
    sender_id: str,
    form: ReferralForm,
    *,
    referral_id: str,
    now: datetime,
) -> Proposal:
    """A body sends a case or a question to a committee below it; an office sends one to the committee that advises it.

    `sender_id` is the body's, empty for an office; `referral_id` was made when the form was opened, so that a form
    delivered twice is one referral. The case above waits for the answer. Gives the case below.
    Raises FormError, CommitteeError("no_right_plan", "no_right_refer", "proposal_state", "asked_below", "not_found").
    """
    require_form_id(referral_id)
    known = _known(tx, referral_id)
    if known:
        return tx.proposal(known.about)
    member = directory.member(person, sender_id) if sender_id else None
    may_have = bodies_below(directory, sender_id) if member else offices_of(directory, person)
    if member:
        require(member, Right.PLAN)
    if not may_have:
        raise CommitteeError("no_right_refer")
    zone = ZoneInfo(directory.mandate(form.to if form.to in directory.mandates else sender_id).time_zone)
    due_on = check_referral(form, may_have=may_have, today=now.astimezone(zone).date())
    above = _case_above(tx, directory, member, form, now=now) if member else None
    below = _case_below(tx, directory, person, form, above, now=now)
    referral = Referral(
        id=referral_id,
        committee_id=form.to,
        about=below.id,
        way=Way.DOWN,
        from_committee=sender_id if member else "",
        from_case=above.id if above else "",
        from_name=directory.mandate(sender_id).name if member else may_have[form.to],
        sent_by=person.id,
        sent_at=now,
        question=form.question.strip(),
        due_on=due_on,
    )
    if above:
        _send(tx, referral, above, below, actor_id=person.id, now=now)
    else:
        tx.keep(referral)
        details = {
            "from_case": referral.from_name,
            "to_case": below.case_number,
            "way": referral.way.value,
            "question": referral.question,
        }
        _record(tx, below, person.id, "case.received", details, now=now)
        show(tx, below.committee_id, "proposal", below.id, now=now)
    if below.state is _S.SUBMITTED:
        _ask_to_assure(tx, directory, below, now=now)
    else:
        make_ready(tx, below.id, now=now)
        fill_next_agenda(tx, below.committee_id, now=now)
    return tx.proposal(below.id)


def _known(tx: Transaction, referral_id: str) -> Referral | None:
    try:
        return tx.find(Referral, referral_id)
    except CommitteeError:
        return None


def _case_above(
    tx: Transaction, directory: Directory, member: Member, form: ReferralForm, *, now: datetime
) -> Proposal:
    """The body's own case that is asked about, which waits from now on; a new one for a question alone."""
    if form.case:
        case = _of(tx, member, form.case)
        if case.state not in NOT_BEGUN:
            raise CommitteeError("proposal_state", case=case.case_number, state=case.state)
        if awaits_below(tx, case):
            raise CommitteeError("asked_below")
        return hold_back(tx, case.id, now=now)
    text = ProposalForm(title=form.title.strip(), kind="new", need=form.question.strip())
    organisation = member.organisation_id or ""
    case = _new_case(tx, directory, member.committee_id, text, member.person.id, organisation, now=now)
    if not directory.holders(member.committee_id, Function.HOST_MEMBER):
        case = advance(case, _S.ASSURED)
    tx.put_proposal(case)
    return case


def _case_below(
    tx: Transaction,
    directory: Directory,
    person: Person,
    form: ReferralForm,
    above: Proposal | None,
    *,
    now: datetime,
) -> Proposal:
    """The committee's case: the one that it has answered before, asked about again, or a new one."""
    earlier = [tx.proposal(one.about) for one in sendings_of(tx, above)] if above else []
    again = next((one for one in reversed(earlier) if one.committee_id == form.to and one.state in AWAITING), None)
    if again and above:
        asker = directory.mandate(above.committee_id).name
        if again.state is _S.ESCALATED:
            again = replace(again, escalated_to=None)
        _ask(tx, again, asker, form.question.strip(), person.id, now=now)
        return tx.proposal(again.id)
    text = above.form if above else ProposalForm(title=form.title.strip(), kind="new", need=form.question.strip())
    case = _new_case(tx, directory, form.to, text, person.id, "", now=now)
    case = replace(case, came_from=above.id if above else None)
    if not directory.holders(form.to, Function.HOST_MEMBER):
        case = _assured_as_asked(case, form, person, now=now)
    tx.put_proposal(case)
    return case


def _assured_as_asked(case: Proposal, form: ReferralForm, person: Person, *, now: datetime) -> Proposal:
    """Where nobody does kvalitetssikring the question is what the committee answers."""
    question = form.question.strip()
    assurance = Assurance(checked=(), assessment="", recommendation=question, assured_by=person.id, assured_at=now)
    return advance(case, _S.ASSURED, assurance=assurance)


def _of(tx: Transaction, actor: Member, proposal_id: str) -> Proposal:
    proposal = tx.proposal(proposal_id)
    if proposal.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return proposal


def _refused(proposal: Proposal, actor: Member, code: str) -> CommitteeError:
    """For where the case stands when the seat is right."""
    if actor.seat is not None and proposal.state not in NOT_BEGUN:
        return CommitteeError("proposal_state", case=proposal.case_number, state=proposal.state)
    return CommitteeError(code)


def _record(
    tx: Transaction, proposal: Proposal, actor_id: str, action: str, details: Details, *, now: datetime
) -> None:
    details = {"case": proposal.case_number, **details}
    tx.record(proposal.committee_id, at=now, actor_id=actor_id, action=action, subject_id=proposal.id, details=details)
