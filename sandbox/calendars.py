"""Everyone's calendar: each event a JSON file for the service and an .ics to open."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import orjson

from sandbox.disk import now, read_json, stamp, write_bytes, write_json
from sandbox.world import BOARD_MAILBOX, MAILBOXES, Persona, find_by_id

if TYPE_CHECKING:
    from icalendar import Timezone

OSLO = ZoneInfo("Europe/Oslo")
BOARD_SUBJECT = "Styremøte ROR-IKT"
BOARD_CATEGORY = "styret"
BOARD_HOURS = (time(9), time(12))


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """An event as kept; `starts_at` and `ends_at` are ISO instants in UTC, `attendees` Graph's rows."""

    id: str
    organizer: str
    subject: str
    starts_at: str
    ends_at: str
    time_zone: str = "UTC"
    body: dict[str, str] = field(default_factory=lambda: {"contentType": "html", "content": ""})
    location: str = ""
    attendees: list[dict[str, Any]] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    online: bool = False
    all_day: bool = False
    transaction_id: str | None = None
    content_hash: str = ""
    cancelled: bool = False
    gone: bool = False
    """Gone from the organiser's own calendar, as Outlook does with what the organiser cancels."""
    sequence: int = 0
    created_at: str
    modified_at: str

    @property
    def join_url(self) -> str | None:
        """The online meeting's link."""
        if not self.online:
            return None
        return f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{self.id[-32:]}%40thread.v2/0"

    @property
    def mailboxes(self) -> list[Persona]:
        """Everyone of the tenant in whose calendar it stands, the organiser first."""
        addresses = [self.organizer, *(row.get("emailAddress", {}).get("address", "") for row in self.attendees)]
        found = [person for address in addresses if (person := find_by_id(address))]
        return list(dict.fromkeys(found))


class CalendarBook:
    """All events of all calendars; an event has the same id in each."""

    def __init__(self, folder: Path, seeded_on: date | None = None) -> None:
        """A folder that is not there is made with the board's meetings as they stand that day, by default today."""
        self._folder = folder
        self._events = {path.stem: CalendarEvent(**read_json(path)) for path in sorted(folder.glob("*.json"))}
        if not folder.exists():
            folder.mkdir(parents=True)
            for event in seed_board_meetings(seeded_on or now().astimezone(OSLO).date()):
                self.keep(event)

    def find(self, event_id: str) -> CalendarEvent | None:
        """The event, or None."""
        return self._events.get(event_id)

    def find_transaction(self, organizer: str, transaction_id: str) -> CalendarEvent | None:
        """The event that this mailbox made with this transaction id, or None."""
        return next(
            (e for e in self._events.values() if e.organizer == organizer and e.transaction_id == transaction_id), None
        )

    def list_for(self, person: Persona) -> list[CalendarEvent]:
        """What stands in a person's calendar, by start."""
        rows = [
            event
            for event in self._events.values()
            if person in event.mailboxes and not (event.gone and event.organizer == person.upn)
        ]
        return sorted(rows, key=lambda event: (event.starts_at, event.id))

    def list_board(self) -> list[CalendarEvent]:
        """The board's meetings, by start."""
        rows = [event for event in self._events.values() if BOARD_CATEGORY in event.categories]
        return sorted(rows, key=lambda event: event.starts_at)

    def keep(self, event: CalendarEvent) -> CalendarEvent:
        """Remember the event as it now is, on disk too."""
        self._events[event.id] = event
        write_json(self._folder / f"{event.id}.json", asdict(event))
        write_bytes(self._folder / f"{event.id}.ics", write_ics(event))
        return event

    def change(self, event: CalendarEvent, **changes: Any) -> CalendarEvent:
        """Keep the event with changes, its sequence one higher."""
        return self.keep(replace(event, sequence=event.sequence + 1, modified_at=stamp(now()), **changes))


def make_event(**content: Any) -> CalendarEvent:
    """A new event with its own id, made now."""
    at = stamp(now())
    return CalendarEvent(id=f"AAMk{uuid.uuid4().hex}", created_at=at, modified_at=at, **content)


def hash_content(content: Any) -> str:
    """A fingerprint of JSON content, whatever the order of its keys."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def write_ics(event: CalendarEvent) -> bytes:
    """The event as an iCalendar file with Norwegian wall-clock times."""
    from icalendar import Calendar, Event, vCalAddress, vText

    item = Event()
    item.add("uid", event.id)
    item.add("summary", event.subject)
    item.add("dtstart", datetime.fromisoformat(event.starts_at).astimezone(OSLO))
    item.add("dtend", datetime.fromisoformat(event.ends_at).astimezone(OSLO))
    item.add("dtstamp", datetime.fromisoformat(event.modified_at))
    item.add("sequence", event.sequence)
    item.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if event.location:
        item.add("location", event.location)
    if event.join_url:
        item.add("url", event.join_url)
    if event.categories:
        item.add("categories", event.categories)
    item["organizer"] = vCalAddress(f"mailto:{event.organizer}")
    for row in event.attendees:
        address = vCalAddress(f"mailto:{row['emailAddress'].get('address', '')}")
        address.params["CN"] = vText(row["emailAddress"].get("name", ""))
        item.add("attendee", address, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Utvalgsbot//sandbox//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if event.cancelled else "REQUEST")
    calendar.add_component(item)
    calendar.add_component(_describe_oslo())
    return calendar.to_ical()


@cache
def _describe_oslo() -> "Timezone":
    """The clock's changes in the years that a committee plans for."""
    from icalendar import Timezone

    return Timezone.from_tzinfo(OSLO, first_date=date(2020, 1, 1), last_date=date(2050, 1, 1))


def seed_board_meetings(today: date) -> Iterable[CalendarEvent]:
    """The board's meetings of about two years: the next one in five weeks, then at least four a year.

    Two days are chosen for the rule «two weeks before»: 8 April 2027 lands on Maundy Thursday, and a
    meeting some days after each change of the clocks has its fortnight across it.
    """
    calendar, secretariat, *_ = MAILBOXES
    attendees = [{"emailAddress": {"address": BOARD_MAILBOX, "name": calendar.name}, "type": "required"}]
    for day in board_days(today):
        starts, ends = (datetime.combine(day, hour, OSLO).astimezone(UTC) for hour in BOARD_HOURS)
        yield make_event(
            organizer=secretariat.upn,
            subject=BOARD_SUBJECT,
            starts_at=stamp(starts),
            ends_at=stamp(ends),
            time_zone="W. Europe Standard Time",
            location="Møterom Fannefjorden, Molde",
            attendees=attendees,
            categories=[BOARD_CATEGORY],
        )


def board_days(today: date) -> list[date]:
    """The days of the seeded board meetings, all at least five weeks ahead."""
    first = today + timedelta(weeks=5)
    while first.weekday() != 3:
        first += timedelta(days=1)
    days = {first}
    for year in (today.year, today.year + 1, today.year + 2):
        days |= {_thursday(year, 4, 8), _thursday(year, 6, 10), _thursday(year, 9, 16), _thursday(year, 11, 4)}
    last = today + timedelta(days=2 * 365)
    return sorted(day for day in days if day == first or first + timedelta(weeks=4) <= day <= last)


def _thursday(year: int, month: int, day: int) -> date:
    """The Thursday on or after a day; in 2027, 8 April is one."""
    at = date(year, month, day)
    return at + timedelta(days=(3 - at.weekday()) % 7)
