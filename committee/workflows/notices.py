"""Empty seats, terms that end and repeated absence are told to those who act: once, and again when nothing is done."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from committee.members import Directory, Person
from committee.nomination_rights import as_member, today_in, who_acts, who_leads
from committee.notices import Notice
from committee.ports import Transaction
from committee.seat_matters import Matter, matters_of
from committee.workflows.errands import CLOCK, tell

#: Days of the committee's own calendar before the same matter is told again.
TELL_AGAIN_DAYS = 30
#: A card shows the matters of so many committees; «plasser» shows the others.
MOST_ON_CARD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at a committee's seats changes."""

    #: Those found anew and those found mended.
    changed: tuple[Notice, ...]
    #: Those whose time it is, with those who act.
    to_tell: tuple[tuple[Notice, Matter, tuple[Person, ...]], ...]

    @property
    def is_needed(self) -> bool:
        return bool(self.changed or self.to_tell)


def look_at_seats(tx: Transaction, directory: Directory, committee_id: str, *, now: datetime) -> Look:
    """What `look_after_seats` would do in the committee; only reads."""
    on = today_in(directory.mandate(committee_id), now)
    matters = {one.key: one for one in matters_of(tx, directory, committee_id, on)}
    known = {one.key: one for one in tx.notices(committee_id) if one.mended_at is None}
    new = [_new(one, now) for one in matters.values() if one.key not in known]
    mended = [replace(one, mended_at=now) for key, one in known.items() if key not in matters]
    due = [
        (known[key], matter)
        for key, matter in matters.items()
        if key in known and not matter.is_under_way and _is_due(directory, known[key], now)
    ]
    to_tell = ((notice, matter, recipients(directory, matter, notice.times)) for notice, matter in due)
    return Look(changed=(*new, *mended), to_tell=tuple(one for one in to_tell if one[2]))


def _new(matter: Matter, now: datetime) -> Notice:
    return Notice(
        key=matter.key,
        committee_id=matter.committee_id,
        organisation_id=matter.organisation_id,
        code=matter.code,
        first_seen_at=now,
    )


def _is_due(directory: Directory, notice: Notice, now: datetime) -> bool:
    """From the day after it was seen, so that nobody is told of what is being mended; then every thirtieth day."""
    mandate = directory.mandate(notice.committee_id)
    days = (today_in(mandate, now) - today_in(mandate, notice.told_at or notice.first_seen_at)).days
    return days >= (TELL_AGAIN_DAYS if notice.told_at else 1)


def recipients(directory: Directory, matter: Matter, told_before: int) -> tuple[Person, ...]:
    """The acting organisation's contacts, or the secretary; when told in vain before, the secretary too (004-13)."""
    found = who_acts(directory, matter.committee_id, matter.acts)
    if told_before:
        found = (*found, *who_leads(directory, matter.committee_id))
    return tuple(dict.fromkeys(found))


def look_after_seats(
    tx: Transaction, directory: Directory, committee_ids: Sequence[str], *, now: datetime, told: Set[str] = frozenset()
) -> frozenset[str]:
    """Notes what is new and what is mended in these committees, and tells what is due: one card for each person.

    `told` have got their card in this round already. Gives those who have got one now. Repeating changes nothing.
    """
    places: dict[str, list[str]] = {}
    for committee_id in committee_ids:
        look = look_at_seats(tx, directory, committee_id, now=now)
        for notice in look.changed:
            tx.put_notice(notice)
        for notice, _, _ in look.to_tell:
            tx.put_notice(replace(notice, told_at=now, times=notice.times + 1))
        for person_id in _record(tx, look, committee_id, now=now):
            places.setdefault(person_id, []).append(committee_id)
    for person_id in sorted(places.keys() - told):
        member = as_member(directory, person_id, places[person_id][0])
        if member:
            tell(tx, member, "seat_matters", _subject(directory, places[person_id], now), now=now)
    return frozenset(places)


def _subject(directory: Directory, committee_ids: Sequence[str], now: datetime) -> str:
    """What the card is about: the day, and the committees."""
    day = today_in(directory.mandate(committee_ids[0]), now)
    return " ".join((day.isoformat(), *committee_ids[:MOST_ON_CARD]))


def read_subject(subject_id: str) -> tuple[date, tuple[str, ...]]:
    """The day and the committees of a card «seat_matters»."""
    day, *committee_ids = subject_id.split()
    return date.fromisoformat(day), tuple(committee_ids)


def _record(tx: Transaction, look: Look, committee_id: str, *, now: datetime) -> list[str]:
    """What was told to whom, in the log; gives the people."""
    people = list(dict.fromkeys(one.id for _, _, found in look.to_tell for one in found))
    if people:
        details = {"matters": [notice.key for notice, _, _ in look.to_tell], "told": people}
        tx.record(committee_id, at=now, actor_id=CLOCK, action="seats.told", subject_id=committee_id, details=details)
    return people
