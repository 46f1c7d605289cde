"""Events in Outlook calendars: raw JSON in, the SDK's typed models out."""

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from committee.microsoft_errors import Gone, Refused
from graph.values import Attendee, CalendarEvent, CreatedEvent, EventDraft

if TYPE_CHECKING:
    from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
    from msgraph.generated.models.event import Event

    from graph.wire import Wire

OSLO = ZoneInfo("Europe/Oslo")
OUTLOOK_ZONE = "W. Europe Standard Time"  # Outlook does not take "Europe/Oslo" (datetimetimezone resource)
_FIELDS = (
    "id,iCalUId,subject,categories,start,end,originalStartTimeZone,isCancelled,lastModifiedDateTime,"
    "onlineMeeting,webLink,transactionId"
)
_IN_UTC = {"Prefer": 'outlook.timezone="UTC"'}


async def list_calendar(wire: "Wire", mailbox: str, *, from_at: datetime, to_at: datetime) -> tuple[CalendarEvent, ...]:
    """The events that overlap the span, by start."""
    span = {"startDateTime": _write_utc(from_at), "endDateTime": _write_utc(to_at)}
    url = wire.locate("users", mailbox, "calendarView", **span, odata_select=_FIELDS, odata_top="50")
    events = [read_event(row) async for row in wire.list(url, _IN_UTC)]
    return tuple(sorted(events, key=lambda event: (event.starts_at, event.id)))


async def find_event(
    wire: "Wire", mailbox: str, *, event_id: str | None, transaction_id: str | None
) -> CalendarEvent | None:
    """The event with an id or, of those last made, with a transaction id; None when it is not there."""
    if event_id:
        try:
            url = wire.locate("users", mailbox, "events", event_id, odata_select=_FIELDS)
            return read_event(await wire.get(url, _IN_UTC))
        except Gone:
            return None
    newest_first = "createdDateTime desc"
    url = wire.locate("users", mailbox, "events", odata_select=_FIELDS, odata_top="50", odata_orderby=newest_first)
    async for row in wire.list(url, _IN_UTC):
        if transaction_id and row.get("transactionId") == transaction_id:
            return read_event(row)
    return None


async def create_event(wire: "Wire", mailbox: str, draft: EventDraft) -> CreatedEvent:
    """Make the event; Graph answers a repeated transaction id with the event that is there."""
    event = write_event(draft)
    from msgraph.generated.models.online_meeting_provider_type import OnlineMeetingProviderType

    event.is_online_meeting = True
    event.online_meeting_provider = OnlineMeetingProviderType.TeamsForBusiness
    event.transaction_id = draft.transaction_id
    request = wire.client.users.by_user_id(mailbox).events.to_post_request_information(event)
    try:
        return _read_created(await wire.send(request, is_resend_safe=True))
    except Refused as refusal:
        if refusal.code != "ErrorDuplicateTransactionId":
            raise
        known = await find_event(wire, mailbox, event_id=None, transaction_id=draft.transaction_id)
        if known is None:
            raise
    return await update_event(wire, mailbox, known.id, draft)


async def update_event(wire: "Wire", mailbox: str, event_id: str, draft: EventDraft) -> CreatedEvent:
    """Write the draft over the event, by a fresh model.

    A new body takes Outlook's own join information away, so the link is written below the text.
    """
    url = wire.locate("users", mailbox, "events", event_id, odata_select="id,onlineMeeting,webLink")
    join_url = _read_created(await wire.get(url)).join_url
    event = write_event(draft, join_url)
    request = wire.client.users.by_user_id(mailbox).events.by_event_id(event_id).to_patch_request_information(event)
    return _read_created(await wire.send(request))


async def cancel_event(wire: "Wire", mailbox: str, event_id: str, comment: str) -> bool:
    """Cancel the meeting; False when it is no longer in the organiser's calendar."""
    from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody

    builder = wire.client.users.by_user_id(mailbox).events.by_event_id(event_id).cancel
    request = builder.to_post_request_information(CancelPostRequestBody(comment=comment))
    try:
        await wire.send(request, is_resend_safe=True)  # a second one finds nothing to cancel
    except Gone:
        return False
    return True


def write_event(draft: EventDraft, join_url: str | None = None) -> "Event":
    """The draft as the SDK's model, times as Norwegian wall-clock time."""
    from msgraph.generated.models.body_type import BodyType
    from msgraph.generated.models.event import Event
    from msgraph.generated.models.item_body import ItemBody
    from msgraph.generated.models.location import Location

    body = draft.body_html
    if join_url:
        body += f'<p><a href="{escape(join_url)}">{escape(draft.join_text)}</a></p>'
    return Event(
        subject=draft.subject,
        start=_write_time(draft.starts_at),
        end=_write_time(draft.ends_at),
        body=ItemBody(content_type=BodyType.Html, content=body),
        attendees=[_write_attendee(attendee) for attendee in draft.attendees],
        location=Location(display_name=draft.location) if draft.location else None,
        categories=list(draft.categories) or None,
    )


def write_models() -> None:
    """Make one of each model that is written, so that their modules are there when a member waits.

    Replies are read as raw JSON, so the second and more that parsing by models costs is never paid.
    """
    now = datetime.now(UTC)
    invited = (Attendee(address="a@example.org", name="a"),)
    draft = EventDraft(
        subject="", starts_at=now, ends_at=now, body_html="", attendees=invited, transaction_id="", location="a"
    )
    write_event(draft)


def read_event(row: dict[str, Any]) -> CalendarEvent:
    """An event of Graph's JSON as a value."""
    modified_at = row.get("lastModifiedDateTime")
    return CalendarEvent(
        id=row["id"],
        i_cal_uid=row.get("iCalUId") or "",
        subject=row.get("subject") or "",
        categories=tuple(row.get("categories") or ()),
        starts_at=read_time(row["start"]),
        ends_at=read_time(row["end"]),
        time_zone=row.get("originalStartTimeZone") or "UTC",
        is_cancelled=bool(row.get("isCancelled")),
        last_modified_at=datetime.fromisoformat(modified_at).astimezone(UTC) if modified_at else None,
        join_url=(row.get("onlineMeeting") or {}).get("joinUrl"),
        web_link=row.get("webLink"),
        transaction_id=row.get("transactionId"),
    )


def read_time(row: dict[str, str]) -> datetime:
    """Graph's {dateTime, timeZone} as aware UTC. Raises: Refused with code unknownTimeZone."""
    zone = row.get("timeZone") or "UTC"
    if zone not in {"UTC", OUTLOOK_ZONE, "Europe/Oslo"}:
        raise Refused(code="unknownTimeZone")
    at = datetime.fromisoformat(row["dateTime"])
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC if zone == "UTC" else OSLO)
    return at.astimezone(UTC)


def _read_created(row: dict[str, Any]) -> CreatedEvent:
    online = row.get("onlineMeeting") or {}
    return CreatedEvent(event_id=row["id"], join_url=online.get("joinUrl"), web_link=row.get("webLink"))


def _write_utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_time(at: datetime) -> "DateTimeTimeZone":
    from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone

    wall_clock = at.astimezone(OSLO).strftime("%Y-%m-%dT%H:%M:%S")
    return DateTimeTimeZone(date_time=wall_clock, time_zone=OUTLOOK_ZONE)


def _write_attendee(attendee: Attendee) -> Any:
    from msgraph.generated.models.attendee import Attendee as Invited
    from msgraph.generated.models.attendee_type import AttendeeType
    from msgraph.generated.models.email_address import EmailAddress

    kind = AttendeeType.Required if attendee.is_required else AttendeeType.Optional
    return Invited(email_address=EmailAddress(address=attendee.address, name=attendee.name), type=kind)
