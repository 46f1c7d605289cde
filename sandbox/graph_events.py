"""Graph's calendars: events, calendarView, cancel."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from sandbox.answers import Answer, Call, refuse_graph
from sandbox.calendars import CalendarEvent, hash_content, make_event
from sandbox.disk import stamp
from sandbox.gateway import route
from sandbox.graph_event_times import read_point, write_point
from sandbox.graph_replies import check_properties, reply_entity, reply_page
from sandbox.graph_users import demand_user
from sandbox.tenant import Tenant
from sandbox.world import Persona, find_by_id

MAILBOX_SECONDS = 0.01
# fmt: off
_WRITABLE = frozenset({
    "categories", "allowNewTimeProposals", "attendees", "body", "end", "hideAttendees", "importance", "isAllDay",
    "isOnlineMeeting", "isReminderOn", "location", "locations", "onlineMeetingProvider", "organizer", "recurrence",
    "reminderMinutesBeforeStart", "responseRequested", "sensitivity", "showAs", "start", "subject", "transactionId",
    "attachments",
})
# fmt: on
_FILTERS = (
    (re.compile(r"categories/any\((\w+):\s*\1 eq '([^']*)'\)"), lambda e, m: m[2] in e.categories),
    (re.compile(r"subject eq '([^']*)'"), lambda e, m: e.subject == m[1]),
    (re.compile(r"startswith\(subject,\s*'([^']*)'\)", re.I), lambda e, m: e.subject.startswith(m[1])),
    (re.compile(r"isCancelled eq (true|false)"), lambda e, m: e.cancelled == (m[1] == "true")),
)
Respond = Callable[..., Answer]


def describe_event(event: CalendarEvent, person: Persona, zone: str) -> dict[str, Any]:
    """An event as it stands in a person's calendar, its times in `zone`."""
    owner = find_by_id(event.organizer)
    place = {"displayName": event.location, "locationType": "default", "uniqueId": event.location or None}
    is_organizer = person.upn == event.organizer
    return {
        "@odata.etag": f'W/"{event.sequence}"',
        "id": event.id,
        "createdDateTime": event.created_at,
        "lastModifiedDateTime": event.modified_at,
        "changeKey": str(event.sequence),
        "categories": event.categories,
        "transactionId": event.transaction_id if is_organizer else None,
        "iCalUId": event.id,
        "subject": event.subject,
        "bodyPreview": re.sub(r"<[^>]*>", " ", event.body.get("content", "")).strip()[:255],
        "body": event.body,
        "start": write_point(event.starts_at, zone),
        "end": write_point(event.ends_at, zone),
        "originalStartTimeZone": event.time_zone,
        "originalEndTimeZone": event.time_zone,
        "location": place,
        "locations": [place] if event.location else [],
        "attendees": [{"type": "required", "status": {"response": "none"}, **row} for row in event.attendees],
        "organizer": {"emailAddress": {"name": owner.name if owner else "", "address": event.organizer}},
        "isOrganizer": is_organizer,
        "isCancelled": event.cancelled,
        "isAllDay": event.all_day,
        "isDraft": False,
        "isOnlineMeeting": event.online,
        "onlineMeetingProvider": "teamsForBusiness" if event.online else "unknown",
        "onlineMeeting": {"joinUrl": event.join_url} if event.online else None,
        "onlineMeetingUrl": None,
        "showAs": "free" if event.cancelled else "busy",
        "sensitivity": "normal",
        "importance": "normal",
        "type": "singleInstance",
        "webLink": f"https://outlook.office365.com/owa/?itemid={event.id}",
    }


def _zone(call: Call) -> str:
    match = re.search(r'outlook\.timezone\s*=\s*"?([^",;]+)"?', call.headers.get("Prefer", ""))
    zone = match[1].strip() if match else "UTC"
    write_point("2000-01-01T00:00:00Z", zone)
    return zone


def _show(call: Call, event: CalendarEvent, person: Persona, status: int = 200) -> Answer:
    zone = _zone(call)
    answer = reply_entity(call, describe_event(event, person, zone), f"users('{person.aad}')/events/$entity", status)
    applied = {"Preference-Applied": f'outlook.timezone="{zone}"'} if "Prefer" in call.headers else {}
    return Answer(answer.status, answer.body, applied)


def demand_event(tenant: Tenant, person: Persona, event_id: str) -> CalendarEvent:
    """The event in this person's calendar. Raises: Refusal 404."""
    event = tenant.calendars.find(event_id)
    if event is None or event not in tenant.calendars.list_for(person):
        raise refuse_graph(404, "ErrorItemNotFound", "The specified object was not found in the store.")
    return event


def list_events(tenant: Tenant, call: Call, user: str) -> Answer:
    """GET events of a calendar, pages of ten."""
    person = demand_user(user)
    return _reply_events(tenant, call, person, tenant.calendars.list_for(person))


def list_view(tenant: Tenant, call: Call, user: str) -> Answer:
    """GET calendarView: what touches the window, by start; times without an offset are UTC."""
    person = demand_user(user)
    after, before = _instant(call, "startDateTime"), _instant(call, "endDateTime")
    events = [e for e in tenant.calendars.list_for(person) if e.ends_at > after and e.starts_at < before]
    return _reply_events(tenant, call, person, events)


def _instant(call: Call, name: str) -> str:
    raw = call.query.get(name, "")
    try:
        at = datetime.fromisoformat(raw.replace(" ", "+"))
    except ValueError:
        message = f"The parameter '{name}' with value '{raw}' is not a valid DateTimeOffset."
        raise refuse_graph(400, "ErrorInvalidParameter", message) from None
    return stamp(at if at.tzinfo else at.replace(tzinfo=UTC))


def _reply_events(tenant: Tenant, call: Call, person: Persona, events: list[CalendarEvent]) -> Answer:
    zone = _zone(call)
    events = _filter(call, events)
    if "desc" in call.query.get("$orderby", ""):
        events = events[::-1]
    rows = [describe_event(event, person, zone) for event in events]
    return reply_page(tenant, call, rows, f"users('{person.aad}')/events", size=10)


def _filter(call: Call, events: list[CalendarEvent]) -> list[CalendarEvent]:
    wanted = call.query.get("$filter")
    for clause in wanted.split(" and ") if wanted else []:
        for pattern, fits in _FILTERS:
            if match := pattern.fullmatch(clause.strip()):
                events = [event for event in events if fits(event, match)]
                break
        else:
            raise refuse_graph(
                400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes."
            )
    return events


def show_event(tenant: Tenant, call: Call, user: str, event_id: str) -> Answer:
    """GET one event."""
    person = demand_user(user)
    return _show(call, demand_event(tenant, person, event_id), person)


def make(tenant: Tenant, call: Call, user: str) -> Answer:
    """POST an event; the same transactionId with the same content gives the same event back."""
    person, sent = demand_user(user), call.json()
    check_properties(sent, _WRITABLE, "event")
    for name in ("subject", "start", "end"):
        if not sent.get(name):
            raise refuse_graph(400, "ErrorPropertyValidationFailure", f"The property '{name}' is required.")
    content = _read_content(sent)
    _check_order(content["starts_at"], content["ends_at"])
    transaction, fingerprint = sent.get("transactionId"), hash_content(sent)
    known = tenant.calendars.find_transaction(person.upn, transaction) if transaction else None
    if known:
        if known.content_hash != fingerprint:
            message = f"Your request can't be completed. The transactionId {transaction} has already been used"
            raise refuse_graph(409, "ErrorDuplicateTransactionId", f"{message} to create a different event.")
        return _show(call, known, person, 201)
    event = make_event(organizer=person.upn, transaction_id=transaction, content_hash=fingerprint, **content)
    tenant.calendars.keep(event)
    tenant.stream.tell("calendar", id=event.id)
    return _show(call, event, person, 201)


def change(tenant: Tenant, call: Call, user: str, event_id: str) -> Answer:
    """PATCH an event: only what is sent changes; only the organiser can."""
    person, sent = demand_user(user), call.json()
    event = _demand_organizer(demand_event(tenant, person, event_id), person)
    check_properties(sent, _WRITABLE, "event")
    if sent.get("transactionId") not in {None, event.transaction_id}:
        raise refuse_graph(400, "ErrorInvalidRequest", "The transactionId property can be set at creation only.")
    if event.online and sent.get("isOnlineMeeting") is False:
        raise refuse_graph(400, "ErrorInvalidRequest", "An online meeting cannot be made an ordinary one.")
    content = _read_content(sent)
    _check_order(content.get("starts_at", event.starts_at), content.get("ends_at", event.ends_at))
    changed = tenant.calendars.change(event, **content)
    tenant.stream.tell("calendar", id=event.id)
    return _show(call, changed, person)


def cancel(tenant: Tenant, call: Call, user: str, event_id: str) -> Answer:
    """POST cancel: gone from the organiser's calendar, cancelled in everyone else's."""
    person = demand_user(user)
    event = _demand_organizer(demand_event(tenant, person, event_id), person)
    tenant.calendars.change(event, cancelled=True, gone=True)
    tenant.stream.tell("calendar", id=event.id)
    return Answer(202)


def delete(tenant: Tenant, call: Call, user: str, event_id: str) -> Answer:
    """DELETE an event: the organiser's cancels it; an attendee's leaves that calendar."""
    person = demand_user(user)
    event = demand_event(tenant, person, event_id)
    if event.organizer == person.upn:
        tenant.calendars.change(event, cancelled=True, gone=True)
    else:
        left = [row for row in event.attendees if find_by_id(row["emailAddress"].get("address")) != person]
        tenant.calendars.change(event, attendees=left)
    tenant.stream.tell("calendar", id=event.id)
    return Answer(204)


def show_calendar(tenant: Tenant, call: Call, user: str) -> Answer:
    """GET the default calendar: whether it can hold Teams meetings."""
    person = demand_user(user)
    calendar = {
        "id": f"AAMk-{person.key}",
        "name": "Kalender",
        "isDefaultCalendar": True,
        "canEdit": True,
        "allowedOnlineMeetingProviders": ["teamsForBusiness"],
        "defaultOnlineMeetingProvider": "teamsForBusiness",
        "owner": {"name": person.name, "address": person.upn},
    }
    return reply_entity(call, calendar, f"users('{person.aad}')/calendar/$entity")


def _demand_organizer(event: CalendarEvent, person: Persona) -> CalendarEvent:
    if event.organizer != person.upn:
        raise refuse_graph(400, "ErrorInvalidRequest", "Your request can't be completed. You need to be an organizer.")
    return event


def _read_content(sent: dict[str, Any]) -> dict[str, Any]:
    """What a body says, as a CalendarEvent's fields; only what is there."""
    content: dict[str, Any] = {}
    for name, target in (("start", "starts_at"), ("end", "ends_at")):
        if sent.get(name):
            content[target], content["time_zone"] = read_point(sent[name])
    plain = (("subject", "subject"), ("isOnlineMeeting", "online"), ("isAllDay", "all_day"))
    content |= {target: sent[name] for name, target in plain if sent.get(name) is not None}
    content |= {name: sent[name] or [] for name in ("attendees", "categories") if name in sent}
    if "body" in sent:
        content["body"] = {"contentType": "html", "content": "", **(sent["body"] or {})}
    if "location" in sent:
        content["location"] = (sent["location"] or {}).get("displayName") or ""
    return content


def _check_order(starts_at: str, ends_at: str) -> None:
    if ends_at < starts_at:
        raise refuse_graph(400, "ErrorPropertyValidationFailure", "The end of the event is before its start.")


def in_mailbox(respond: Respond) -> Callable[..., Awaitable[Answer]]:
    """The handler, holding one of the mailbox's four places while it works."""

    async def answer(tenant: Tenant, call: Call, user: str, *rest: str) -> Answer:
        with tenant.limits.occupy_mailbox(user):
            await asyncio.sleep(MAILBOX_SECONDS)
            return respond(tenant, call, user, *rest)

    return answer


EVENT_ROUTES = (
    route("GET", "/users/{}/calendar", show_calendar),
    route("GET", "/users/{}/calendarView", in_mailbox(list_view)),
    route("GET", "/users/{}/calendar/calendarView", in_mailbox(list_view)),
    route("GET", "/users/{}/events", in_mailbox(list_events)),
    route("POST", "/users/{}/events", in_mailbox(make)),
    route("POST", "/users/{}/calendar/events", in_mailbox(make)),
    route("GET", "/users/{}/events/{}", in_mailbox(show_event)),
    route("PATCH", "/users/{}/events/{}", in_mailbox(change)),
    route("DELETE", "/users/{}/events/{}", in_mailbox(delete)),
    route("POST", "/users/{}/events/{}/cancel", in_mailbox(cancel)),
)
