"""Orienteringer as one member sees them: what is given, one's own, and who has answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from committee.briefings import Briefing, BriefingLine, NoBriefing, asked_members, line_of, region_of
from committee.mandate import Mandate
from committee.meetings import Meeting
from committee.members import Directory, Member
from committee.ports import Transaction
from committee.rights import Right, may
from committee.workflows.briefing_rounds import begun_at, meeting_ahead, still_waiting, unanswered
from committee.workflows.briefings import require_round, waiting_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingsView:
    """What waits for the next meeting; `meeting` is None while none is planned."""

    mandate: Mandate
    meeting: Meeting | None
    lines: tuple[BriefingLine, ...]
    #: Their ids, in the same order; only for those who may change others' too.
    ids: tuple[str, ...]
    #: The viewer's own that may still be changed, and the one they withdrew last.
    own: tuple[Briefing, ...]
    withdrawn: Briefing | None
    has_said_nothing: bool
    #: The viewer's region; empty for none.
    region: str
    asked: int = 0
    #: The names of those who have not answered; for leader and secretary alone.
    missing: tuple[str, ...] = ()
    may_enter: bool = False
    #: As (id, name) those on whose behalf leader or secretary may write.
    members: tuple[tuple[str, str], ...] = ()


def view_briefings(tx: Transaction, directory: Directory, member: Member, *, now: datetime) -> BriefingsView:
    """Raises CommitteeError("no_seat", "briefings_not_here")."""
    require_round(directory, member)
    meeting = meeting_ahead(tx, member.committee_id, now=now)
    plans = may(member, Right.PLAN)
    missing = unanswered(tx, directory, meeting) if meeting else ()
    waiting = still_waiting(tx, member.committee_id)
    said = tx.records_about(NoBriefing, meeting.id) if meeting else ()
    return BriefingsView(
        mandate=directory.mandate(member.committee_id),
        meeting=meeting,
        lines=tuple(line_of(one) for one in waiting),
        ids=tuple(one.id for one in waiting) if plans else (),
        own=waiting_of(tx, member),
        withdrawn=_last_withdrawn(tx, member),
        has_said_nothing=any(one.person_id == member.person.id for one in said),
        region=region_of(directory, member),
        asked=len(asked_members(directory, member.committee_id)) if plans else 0,
        missing=tuple(one.person.name for one in missing) if plans else (),
        may_enter=plans,
        members=tellers(directory, member) if plans else (),
    )


def tellers(directory: Directory, actor: Member) -> tuple[tuple[str, str], ...]:
    """The committee's people with their organisations, as (id, name), the actor first."""
    others: Sequence[Member] = [
        one for one in directory.members(actor.committee_id) if one.person.id != actor.person.id
    ]
    return tuple((one.person.id, _with_organisation(directory, one)) for one in (actor, *others))


def _with_organisation(directory: Directory, member: Member) -> str:
    organisation = directory.organisation_of(member)
    return f"{member.person.name} ({organisation.name})" if organisation else member.person.name


def _last_withdrawn(tx: Transaction, member: Member) -> Briefing | None:
    begun = begun_at(tx, member.committee_id)
    own = [
        one
        for one in tx.records(Briefing, member.committee_id)
        if one.person_id == member.person.id and one.withdrawn_at and not one.about
    ]
    fresh = [one for one in own if begun is None or one.given_at > begun]
    return max(fresh, key=lambda one: (one.withdrawn_at, one.id), default=None)
