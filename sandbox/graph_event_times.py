"""Times of events: Windows' zone names and the few IANA names that Graph takes."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.answers import refuse_graph
from sandbox.disk import stamp

# datetimetimezone.md lists no Europe/Oslo
_ZONES = {
    "UTC": "UTC",
    "W. Europe Standard Time": "Europe/Berlin",
    "Romance Standard Time": "Europe/Paris",
    "Central European Standard Time": "Europe/Warsaw",
    "GMT Standard Time": "Europe/London",
    "FLE Standard Time": "Europe/Helsinki",
    "Europe/Berlin": "Europe/Berlin",
    "Europe/Paris": "Europe/Paris",
    "Europe/London": "Europe/London",
}


def find_zone(name: str) -> ZoneInfo:
    """The zone of a name that Graph takes. Raises: Refusal 400."""
    if name not in _ZONES:
        message = f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'."
        raise refuse_graph(400, "TimeZoneNotSupportedException", message)
    return ZoneInfo(_ZONES[name])


def read_point(point: Any) -> tuple[str, str]:
    """A dateTimeTimeZone as (ISO instant in UTC, zone's name). Raises: Refusal 400."""
    try:
        name = point.get("timeZone") or "UTC"
        at = datetime.fromisoformat(point["dateTime"][:26])
    except (AttributeError, KeyError, TypeError, ValueError):
        raise refuse_graph(400, "ErrorInvalidRequest", "Invalid dateTimeTimeZone value.") from None
    zone = find_zone(name)
    return stamp((at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)), name


def write_point(at: str, name: str) -> dict[str, str]:
    """An instant as a dateTimeTimeZone: seven decimals, no offset."""
    local = datetime.fromisoformat(at).astimezone(find_zone(name))
    return {"dateTime": local.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0", "timeZone": name}
