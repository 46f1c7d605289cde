"""Minutes are drafted from what happened, worded, approved and published (C10)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from committee.case_versions import text_when
from committee.deputies import DeputyCall
from committee.entitlements import has_left
from committee.errors import CommitteeError, FormError
from committee.hearings import CaseInput, Hearing, asked_in
from committee.mandate import Mandate
from committee.meetings import Meeting, MeetingState, Presence
from committee.members import Directory, Member
from committee.minutes import (
    LONGEST_WORDING,
    Attendee,
    BallotLine,
    CaseRecord,
    EarlierVoting,
    InWriting,
    Minutes,
    MinutesState,
    NewMandate,
    RecusalLine,
    UrgencyRecord,
)
from committee.ports import Transaction
from committee.procedures import Procedure
from committee.proposals import Proposal
from committee.recusals import Recusal
from committee.remarks import Remark
from committee.rights import Right, require
from committee.seat_rules import Function
from committee.urgency import Urgency
from committee.visibility import nameless_grounds, shows_ballots, visible_ballots
from committee.voting import Outcome, Verdict, Voting
from committee.workflows.briefing_rounds import briefings_to, note_briefings
from committee.workflows.errands import LEADERS, post_key, put_in_files, show, tell
from committee.workflows.escalation import superior_of
from committee.workflows.extra_meetings import extra_meeting
from committee.workflows.lists import LANGUAGES
from committee.workflows.mandates import versions_since
from committee.workflows.procedures import note_procedures, procedures_to_report
from committee.workflows.report_backs import note_reports, reports_to

FORMATS = ("pdf", "docx")


def draft_minutes(tx: Transaction, directory: Directory, meeting: Meeting, *, now: datetime) -> Minutes:
    """The minutes of a meeting as the record has it; secretary and chair are told."""
    mandate = directory.governing(meeting.mandate) if meeting.mandate else directory.mandate(meeting.committee_id)
    reports, in_writing = reports_to(tx, directory, meeting), procedures_to_report(tx, meeting.committee_id)
    minutes = Minutes(
        id=tx.new_id(),
        committee_id=mandate.id,
        committee_name=mandate.name,
        meeting_id=meeting.id,
        mandate_reference=mandate.approval.reference,
        mandate_approved_by=mandate.approval.approved_by,
        state=MinutesState.DRAFT,
        language=mandate.language,
        time_zone=mandate.time_zone,
        place="Microsoft Teams",
        starts_at=meeting.started_at or meeting.starts_at,
        ended_at=meeting.ended_at or now,
        chair=_names(directory, mandate, Function.CHAIR),
        secretary=_names(directory, mandate, Function.SECRETARY),
        present=_attendees(tx, directory, meeting, Presence.PRESENT),
        apologies=_attendees(tx, directory, meeting, Presence.APOLOGY),
        cases=(
            *(_treated(tx, directory, tx.proposal(one), meeting) for one in meeting.agenda),
            *(_written(tx, directory, one) for one in in_writing),
        ),
        mandate=mandate.stamp,
        reports=reports,
        briefings=briefings_to(tx, meeting),
        new_mandates=_new_mandates(tx, directory, meeting, now=now),
    )
    tx.put_minutes(minutes)
    note_reports(tx, meeting, reports, now=now)
    note_procedures(tx, in_writing, meeting.id)
    note_briefings(tx, meeting, now=now)
    _record(tx, minutes, "clock", "minutes.drafted", {}, now=now)
    for function in LEADERS:
        for member in directory.holders(mandate.id, function):
            tell(tx, member, "minutes_draft", minutes.id, now=now)
    return minutes


def _new_mandates(tx: Transaction, directory: Directory, meeting: Meeting, *, now: datetime) -> tuple[NewMandate, ...]:
    """Those that took effect since the meeting before this one ended."""
    until = meeting.ended_at or now
    ended = [one.ended_at for one in tx.meetings(meeting.committee_id, MeetingState.ENDED) if one.id != meeting.id]
    since = max((at for at in ended if at and at < until), default=datetime.min.replace(tzinfo=UTC))
    versions = versions_since(tx, directory, meeting.committee_id, since, until)
    return tuple(
        NewMandate(mandate=one.mandate, before=one.before, names=_named(directory, one.mandate, one.before))
        for one in versions
    )


def _named(directory: Directory, *mandates: Mandate | None) -> dict[str, str]:
    """The names of the bodies and regions that these speak of."""
    found: dict[str, str] = {}
    for mandate in mandates:
        if mandate is None:
            continue
        planned = mandate.planning.before if mandate.planning else None
        bodies = (mandate.superior, mandate.reports_to, planned, *mandate.advises)
        found |= {one: directory.mandates[one].name for one in bodies if one and one in directory.mandates}
        regions = {region for seat in mandate.seats for region in seat.regions}
        regions |= {one.region for one in mandate.organisations if one.region}
        found |= {one: directory.book.regions[one].name for one in sorted(regions & directory.book.regions.keys())}
    return found


def _names(directory: Directory, mandate: Mandate, function: Function) -> str:
    return ", ".join(member.person.name for member in directory.holders(mandate.id, function))


def _attendees(tx: Transaction, directory: Directory, meeting: Meeting, presence: Presence) -> tuple[Attendee, ...]:
    found = []
    places = _places(tx, meeting)
    for member in directory.members(meeting.committee_id):
        if meeting.presence_of(member.person.id) is presence and member.function:
            organisation = directory.organisation_of(member)
            found.append(
                Attendee(
                    name=member.person.name,
                    organisation=organisation.name if organisation else "",
                    function=member.function.value,
                    deputy_for=directory.name_of(places.get(member.person.id, "")),
                )
            )
    return tuple(found)


def _places(tx: Transaction, meeting: Meeting) -> dict[str, str]:
    """By the deputies who were called to the meeting, to a case of it or to a voting: whose place they took."""
    cases = [tx.proposal(one) for one in meeting.agenda]
    subjects = [meeting.id, *(one.id for one in cases), *(one.voting_id for one in cases if one.voting_id)]
    calls = [one for subject_id in reversed(subjects) for one in tx.records_about(DeputyCall, subject_id)]
    return {one.person_id: one.for_id for one in calls if one.stands}


def _treated(tx: Transaction, directory: Directory, proposal: Proposal, meeting: Meeting) -> CaseRecord:
    voting = tx.voting(proposal.voting_id) if proposal.voting_id else None
    record = _case(tx, directory, proposal, voting if voting and voting.meeting_id == meeting.id else None)
    extra = extra_meeting(tx, meeting.committee_id, meeting.id)
    return replace(record, urgency=_urgency(directory, extra.urgency)) if extra else record


def _written(tx: Transaction, directory: Directory, procedure: Procedure) -> CaseRecord:
    """A case that was treated in writing since the last meeting (000-19, 004-14)."""
    voting = tx.voting(procedure.voting_id)
    told = InWriting(sent_at=procedure.started_at, closed_at=voting.closed_at or procedure.closes_at)
    record = _case(tx, directory, tx.proposal(procedure.about), voting)
    urgency = _urgency(directory, procedure.urgency) if procedure.urgency else None
    return replace(record, in_writing=told, urgency=urgency)


def _urgency(directory: Directory, urgency: Urgency) -> UrgencyRecord:
    return UrgencyRecord(
        why_urgent=urgency.why_urgent,
        why_not_wait=urgency.why_not_wait,
        declared_by=tuple(directory.name_of(one) for one in urgency.declared_by),
    )


def _case(tx: Transaction, directory: Directory, proposal: Proposal, voting: Voting | None) -> CaseRecord:
    if voting:
        proposal = text_when(tx, proposal, voting.opened_at)
    record = CaseRecord(
        proposal_id=proposal.id,
        case_number=proposal.case_number,
        title=proposal.form.title,
        need=proposal.form.need,
        recommendation=proposal.recommendation,
        mandate=proposal.mandate,
        mandate_reference=directory.governing(proposal.mandate).approval.reference,
        recusals=_recusals(tx, directory, proposal, voting),
        reservations=_reservations(tx, directory, proposal),
        heard=_heard(tx, proposal),
    )
    if voting is None or voting.verdict is None:
        return record
    board = tx.meeting(proposal.escalated_to) if proposal.escalated_to else None
    above = board.committee_id if board else _lifted_to(directory, proposal, voting.verdict)
    superior = directory.mandates.get(above or "")
    return replace(
        record,
        ballots=_ballots(tx, directory, voting),
        grounds=nameless_grounds(voting, tx.ballots(voting.id)),
        rules=voting.rules,
        closing=voting.closing,
        earlier=_earlier(tx, voting),
        tally=voting.tally,
        outcome=voting.verdict.outcome,
        reason=voting.verdict.reason,
        escalated_to_name=superior.name if superior else "",
        escalated_at=board.starts_at if board else None,
    )


def _lifted_to(directory: Directory, proposal: Proposal, verdict: Verdict) -> str | None:
    """The body above, for a case without agreement that its next meeting is not planned for yet."""
    return superior_of(directory, proposal) if verdict.outcome is Outcome.NO_AGREEMENT else None


def _recusals(
    tx: Transaction, directory: Directory, proposal: Proposal, voting: Voting | None
) -> tuple[RecusalLine, ...]:
    """Who took no part in the case, and who took the place: by the ballot that was cast, else by who is called."""
    called = {one.for_id: one.person_id for one in tx.records_about(DeputyCall, proposal.id) if one.stands}
    mandate = directory.governing(proposal.mandate)
    lines = []
    for one in tx.records_about(Recusal, proposal.id):
        organisation = mandate.organisation(one.organisation_id)
        ballot = tx.ballot(voting.id, one.organisation_id) if voting else None
        voter = directory.people.get(ballot.person_id) if ballot else None
        seat = directory.member(voter, proposal.committee_id).seat if voter else None
        by_colleague = voter is not None and (seat is None or not seat.is_deputy)
        if one.is_recused and one.paragraph:
            lines.append(
                RecusalLine(
                    name=directory.name_of(one.person_id),
                    organisation=organisation.name if organisation else "",
                    paragraph=one.paragraph.value,
                    decision=one.decision,
                    deputy=""
                    if by_colleague
                    else directory.name_of(voter.id if voter else called.get(one.person_id, "")),
                    colleague=voter.name if voter and by_colleague else "",
                    lead=_lead(directory, one),
                )
            )
    return tuple(lines)


def _lead(directory: Directory, recusal: Recusal) -> str:
    """Who led the case when it is the leader who is inhabil in it."""
    chairs = directory.holders(recusal.committee_id, Function.CHAIR)
    if all(one.person.id != recusal.person_id for one in chairs):
        return ""
    secretaries = directory.holders(recusal.committee_id, Function.SECRETARY)
    return directory.name_of(recusal.lead_id) or ", ".join(one.person.name for one in secretaries)


def _reservations(tx: Transaction, directory: Directory, proposal: Proposal) -> tuple[tuple[str, str], ...]:
    found = tx.records_about(Remark, proposal.id)
    return tuple((directory.name_of(one.person_id), one.text) for one in found if one.minuted_at)


def _heard(tx: Transaction, proposal: Proposal) -> tuple[tuple[str, str], ...]:
    """All who were asked in its hearings, with what they said (000-20, 003-13)."""
    hearings = tx.records_about(Hearing, proposal.id)
    given = {one.id: one.text for one in tx.records_about(CaseInput, proposal.id)}
    return tuple((one.name, given.get(one.id, "")) for hearing in hearings for one in asked_in(tx, hearing))


def _ballots(tx: Transaction, directory: Directory, voting: Voting) -> tuple[BallotLine, ...]:
    """Who voted what, where everybody may see it."""
    if not shows_ballots(voting):
        return ()
    ballots = visible_ballots(voting, tx.ballots(voting.id))
    lines = []
    for entry in tx.roll(voting.id):
        ballot = ballots.get(entry.organisation_id)
        lines.append(
            BallotLine(
                organisation=entry.name,
                weight=entry.weight,
                choice=ballot.choice if ballot else None,
                parts=ballot.parts if ballot else None,
                remark=ballot.remark if ballot else "",
                escalation_demanded=ballot is not None and ballot.escalation_demanded,
                entered=ballot is not None and bool(ballot.entered_by),
                by_former=ballot is not None
                and has_left(directory, voting.committee_id, entry.organisation_id, ballot.person_id),
            )
        )
    return tuple(lines)


def _earlier(tx: Transaction, last: Voting) -> tuple[EarlierVoting, ...]:
    """Of the same case: those of the same meeting or in writing, and those in writing that were stopped."""
    found = []
    for one in tx.votings(last.committee_id):
        if one.verdict and one.id != last.id and one.proposal_id == last.proposal_id:
            procedure = tx.find(Procedure, one.procedure_id) if one.procedure_id else None
            stopped = procedure is not None and procedure.ending is not None
            if stopped or one.meeting_id == last.meeting_id:
                ground = procedure.end_ground if procedure else ""
                verdict = one.verdict
                found.append(
                    EarlierVoting(tally=one.tally, outcome=verdict.outcome, reason=verdict.reason, ground=ground)
                )
    return tuple(found)


def edit_minutes(
    tx: Transaction,
    actor: Member,
    minutes_id: str,
    *,
    wording: Mapping[str, str],
    other: str,
    language: str = "",
    now: datetime,
) -> Minutes:
    """The secretary words the cases (`wording` by proposal id) and other matters, while it is a draft.

    `language` is the document's from now on; empty leaves it as it is, the mandate's to begin with.
    Raises FormError, CommitteeError("no_right_write_minutes", "minutes_not_draft", "unknown_action").
    """
    require(actor, Right.WRITE_MINUTES)
    minutes = _of(tx, actor, minutes_id)
    if minutes.state is not MinutesState.DRAFT:
        raise CommitteeError("minutes_not_draft")
    if language and language not in LANGUAGES:
        raise CommitteeError("unknown_action")
    too_long = {
        name: "field_too_long" for name, text in {**wording, "other": other}.items() if len(text) > LONGEST_WORDING
    }
    if too_long:
        raise FormError(too_long, longest=dict.fromkeys(too_long, LONGEST_WORDING))
    cases = tuple(replace(one, wording=wording.get(one.proposal_id, one.wording).strip()) for one in minutes.cases)
    edited = replace(minutes, cases=cases, other=other.strip(), language=language or minutes.language)
    if edited == minutes:
        return minutes
    tx.put_minutes(edited)
    details = {"wording": dict(wording), "other": other, "language": edited.language}
    _record(tx, edited, actor.person.id, "minutes.edited", details, now=now)
    return edited


def approve_minutes(tx: Transaction, actor: Member, minutes_id: str, *, now: datetime) -> Minutes:
    """The chair approves; from here the text stands, and it is published. Repeating changes nothing.

    Raises CommitteeError("no_right_approve_minutes").
    """
    require(actor, Right.APPROVE_MINUTES)
    minutes = _of(tx, actor, minutes_id)
    if minutes.state is not MinutesState.DRAFT:
        return minutes
    approved = replace(
        minutes,
        state=MinutesState.APPROVED,
        approved_by=actor.person.name,
        approved_at=now,
        head_sha256=tx.head(minutes.committee_id),
    )
    tx.put_minutes(approved)
    _record(tx, approved, actor.person.id, "minutes.approved", {"head": approved.head_sha256}, now=now)
    _publish(tx, approved, now=now)
    return approved


def publish_minutes(tx: Transaction, actor: Member, minutes_id: str, *, now: datetime) -> Minutes:
    """Sends what is still missing of an approved publication; when all is there it changes nothing.

    Raises CommitteeError("no_right_write_minutes", "minutes_not_approved").
    """
    require(actor, Right.WRITE_MINUTES)
    minutes = _of(tx, actor, minutes_id)
    if minutes.state is MinutesState.DRAFT:
        raise CommitteeError("minutes_not_approved")
    _publish(tx, minutes, now=now)
    return minutes


def _publish(tx: Transaction, minutes: Minutes, *, now: datetime) -> None:
    for file_format in FORMATS:
        if not getattr(minutes, f"{file_format}_url"):
            put_in_files(tx, minutes.committee_id, minutes.id, file_format, now=now)
    _show_when_complete(tx, minutes, now=now)


def _show_when_complete(tx: Transaction, minutes: Minutes, *, now: datetime) -> None:
    if all(getattr(minutes, f"{one}_url") for one in FORMATS) and not tx.post(
        post_key("minutes", minutes.id, minutes.committee_id)
    ):
        show(tx, minutes.committee_id, "minutes", minutes.id, now=now)


def record_file(tx: Transaction, minutes_id: str, file_format: str, url: str, *, now: datetime) -> Minutes:
    """A document has been uploaded; with all of them there the minutes are published and posted."""
    minutes = tx.minutes(minutes_id)
    filed = replace(minutes, **{f"{file_format}_url": url})
    if all(getattr(filed, f"{one}_url") for one in FORMATS):
        filed = replace(filed, state=MinutesState.PUBLISHED)
    if filed == minutes:
        return minutes
    tx.put_minutes(filed)
    _record(tx, filed, "clock", "minutes.filed", {"format": file_format}, now=now)
    _show_when_complete(tx, filed, now=now)
    return filed


def _of(tx: Transaction, actor: Member, minutes_id: str) -> Minutes:
    minutes = tx.minutes(minutes_id)
    if minutes.committee_id != actor.committee_id:
        raise CommitteeError("not_found")
    return minutes


def _record(
    tx: Transaction, minutes: Minutes, actor_id: str, action: str, details: Mapping[str, object], *, now: datetime
) -> None:
    tx.record(minutes.committee_id, at=now, actor_id=actor_id, action=action, subject_id=minutes.id, details=details)
