"""Published minutes are offered to each member as a digest for their region, and they say when it is passed on."""

from dataclasses import replace
from datetime import datetime

from committee.briefings import asked_members, region_of
from committee.digests import DigestView, RegionDigest, digest_id
from committee.errors import CommitteeError
from committee.meetings import MeetingState
from committee.members import Directory, Member
from committee.minutes import Minutes, MinutesState
from committee.ports import Transaction
from committee.rights import Right, may, require
from committee.workflows.briefings import require_round
from committee.workflows.errands import tell


def offer_digests(tx: Transaction, directory: Directory, minutes: Minutes, *, now: datetime) -> None:
    """Each member that sits for a region is told once, where the mandate has members inform each other."""
    mandate = directory.mandates.get(minutes.committee_id)
    if mandate is None or mandate.briefings is None or minutes.state is not MinutesState.PUBLISHED:
        return
    known = {one.id for one in tx.records_about(RegionDigest, minutes.id)}
    for member in asked_members(directory, minutes.committee_id):
        region, id_ = region_of(directory, member), digest_id(minutes.id, member.person.id)
        if region and id_ not in known:
            made = RegionDigest(
                id=id_, committee_id=minutes.committee_id, about=minutes.id, person_id=member.person.id,
                region=region, offered_at=now,
            )  # fmt: skip
            tx.keep(made)
            tell(tx, member, "region_digest", made.id, now=now)


def pass_on(tx: Transaction, actor: Member, digest_id_: str, *, done: bool, now: datetime) -> RegionDigest:
    """The member says that the region has heard, or that it was said by an error. Repeating changes nothing.

    Raises CommitteeError("no_seat", "not_found").
    """
    require(actor, Right.READ)
    digest = tx.find(RegionDigest, digest_id_)
    if (digest.committee_id, digest.person_id) != (actor.committee_id, actor.person.id):
        raise CommitteeError("not_found")
    if (digest.passed_at is not None) == done:
        return digest
    passed = replace(digest, passed_at=now if done else None)
    tx.keep(passed)
    action, details = "digest.passed_on" if done else "digest.not_passed_on", {"region": digest.region}
    tx.record(
        digest.committee_id, at=now, actor_id=actor.person.id, action=action, subject_id=digest.id, details=details
    )
    return passed


def view_digest(tx: Transaction, directory: Directory, member: Member, minutes_id: str = "") -> DigestView | None:
    """Of these minutes, or of the last that are published; None while there are none.

    Raises CommitteeError("no_seat", "briefings_not_here").
    """
    require_round(directory, member)
    minutes = tx.minutes(minutes_id) if minutes_id else _last_published(tx, member.committee_id)
    if minutes is None or minutes.committee_id != member.committee_id:
        return None
    offered = tx.records_about(RegionDigest, minutes.id)
    plans = may(member, Right.PLAN)
    return DigestView(
        digest=next((one for one in offered if one.person_id == member.person.id), None),
        minutes=minutes,
        offered=len(offered) if plans else 0,
        passed=tuple(one.region for one in offered if one.passed_at) if plans else (),
        missing=tuple(dict.fromkeys(one.region for one in offered if not one.passed_at)) if plans else (),
    )


def _last_published(tx: Transaction, committee_id: str) -> Minutes | None:
    found = (tx.minutes_of(one.id) for one in reversed(tx.meetings(committee_id, MeetingState.ENDED)))
    return next((one for one in found if one and one.state is MinutesState.PUBLISHED), None)
